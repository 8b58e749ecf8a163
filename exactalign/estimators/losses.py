"""What a per-sample loss sees of one draw, and the three estimates of a KL divergence.

With q the policy, p the reference and r = p/q: k1 = −log r, k2 = (log r)²/2, k3 = r − 1 − log r ("Approximating KL
divergence", a note of 2020, http://joschu.net/blog/kl-approx.html).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from exactalign.exceptions import DistributionError, ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.outcomes import Outcome
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import exponential, simplest
from exactalign.numbers.duals import Dual
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.reading import Number


def _exp(x: Any) -> Number | Dual:
    return x.exp() if isinstance(x, Dual) else exponential(x)


KL_ESTIMATES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "k1": lambda x: x,
    "k2": lambda x: x * x / 2,
    "k3": lambda x: _exp(-x) - 1 + x,
}
"""The estimates of KL(q‖p) from x = log q(y) − log p(y), a number or a `Dual`, at a draw y of q."""


@attrs.frozen(eq=False)
class Draw:
    """One draw as a trainer sees it: log-probabilities, of which only the policy's is differentiated.

    `Dual.detach` is the stop-gradient.
    """

    outcome: Outcome
    logp: Dual
    """log π(y) of the policy that is trained."""
    ref_logp: LogForm
    """log p(y) of the reference."""
    old_logp: LogForm
    """log b(y) of the policy that the draw is from."""
    reward: LogForm | None = None
    """r(y), where a reward is given."""

    @property
    def weight(self) -> Dual:
        """The importance ratio π(y)/b(y), attached: `weight.detach()` stops its gradient."""
        return (self.logp - self.old_logp).exp()

    @property
    def k1(self) -> Dual:
        """log π(y)/p(y)."""
        return self._estimate("k1")

    @property
    def k2(self) -> Dual:
        """(log π(y)/p(y))²/2."""
        return self._estimate("k2")

    @property
    def k3(self) -> Dual:
        """p(y)/π(y) − 1 + log π(y)/p(y)."""
        return self._estimate("k3")

    def _estimate(self, name: str) -> Dual:
        found: Dual = KL_ESTIMATES[name](self.logp - self.ref_logp)
        return found


@checked
def kl_estimates(name: str, q: Distribution, p: Distribution) -> dict[Outcome, Number]:
    """Return the estimate k1, k2 or k3 of KL(q‖p) at each outcome that q can draw.

    Raises `DistributionError` where q can draw what p cannot: the divergence is infinite.

    >>> kl_estimates("k3", Distribution.uniform(2), Distribution.from_weights([1, 3]))
    {0: LogForm('-1/2 + log(2)'), 1: LogForm('1/2 + log(2) - log(3)')}
    """
    if name not in KL_ESTIMATES:
        raise ParameterError(f"there is no estimate {name!r}: give {', '.join(KL_ESTIMATES)}")
    reference = p.aligned_to(q)
    missing = next((o for o in q.support if not reference[o]), None)
    if missing is not None:
        raise DistributionError(
            f"outcome {missing!r} has probability 0 under the reference, and {q[missing]} under the policy: "
            "the divergence is infinite"
        )
    return {o: simplest(KL_ESTIMATES[name](log(q[o] / reference[o]))) for o in q.support}
