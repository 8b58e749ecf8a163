"""What Hypothesis loads by entry point: `st.from_type`, and arguments inferred from annotations, know the exact types.

Hypothesis calls `register` at the end of its own import, which may be in the middle of an import of
`exactalign.testing.strategies`: the strategies are looked up when they are first needed.
"""

from __future__ import annotations

from types import ModuleType


def register() -> None:
    """Register strategies for `Distribution`, `Reward` and `LogForm`; `strategies.Problem` has its own.

    >>> from hypothesis import strategies as st
    >>> from exactalign import Distribution
    >>> register()
    >>> st.from_type(Distribution)
    _distributions(outcomes=None, min_size=1, max_size=4, max_weight=8, zeros=True, near_degenerate=False)
    """
    from hypothesis.strategies import register_type_strategy

    from exactalign.laws.distributions import Distribution
    from exactalign.laws.rewards import Reward
    from exactalign.numbers.logforms import LogForm

    register_type_strategy(Distribution, lambda _: _strategies().distributions())
    register_type_strategy(Reward, lambda _: _strategies().rewards())
    register_type_strategy(LogForm, lambda _: _strategies().log_forms())


def _strategies() -> ModuleType:
    from exactalign.testing import strategies

    return strategies
