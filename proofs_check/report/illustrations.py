"""The figures and verified tables of the report: Example 1 of asymptotics, drawn and tabulated from enclosed values.

They are computed once, on first use (some seconds), and written in whatever the format of the report shows.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedBestOfN,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
    rational,
)
from exactalign.policies.sample_sizes import sample_size
from exactalign.tables.table import Table
from exactalign.theory.sharp_comparison import sharp_table

if TYPE_CHECKING:
    from exactalign.figures import FigureData

DIGITS: Final = 10
FEWER: Final = 4

_BUDGETS: Final = ("1/20", "11/100", "1/4", "1/2", "1", "3/2", "log(5)")
_DELTA: Final = rational("11/100")
_LENGTHS: Final = (1, 10, 20, 40, 80, 160)
_DRAWS: Final = (1, 2, 3, 4, 8, 16, 64)
_LONG: Final = 1000


def _model() -> tuple[Distribution, Reward]:
    p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    return p, Reward.log_of(Distribution.from_probabilities(["2/3", "1/9", "2/9"]))


@cache
def figures() -> tuple[FigureData, ...]:
    """Return the figures of the report, as data: Figure 1 of the paper first."""
    from exactalign.figures import convergence, figure1, gap, golden, rates, tradeoff

    p, reward = _model()
    made = [draw(p, reward) for draw in (figure1, tradeoff, rates, convergence, gap)]
    return (*made, golden())


@cache
def tables() -> tuple[tuple[Table, int | None], ...]:
    """Return the verified tables of the report, each with its significant digits (None: exactly)."""
    return (_table_1(), None), (_optima(), DIGITS), (_growth(), DIGITS), (_gaps(), DIGITS), (sharp(), FEWER)


def _table_1() -> Table:
    p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    policy = best_of_n(MemorylessSource(p, 2), Reward.parse("log 6, 0, log 2"), 2)
    rows = [(f"y_2 = {j}", *(policy.probability((i, j)) for i in range(3))) for j in range(3)]
    return Table(
        ["P(y_1, y_2)", "y_1 = 0", "y_1 = 1", "y_1 = 2"], rows, caption="Table 1 of the paper: best-of-2 over pairs."
    )


def _optima() -> Table:
    family = AlignedFamily(*_model())
    rows: list[tuple[Any, ...]] = []
    for text in _BUDGETS:
        found = family.align(text)
        rows.append((text, found.case, found.alpha, *(found.policy[o] for o in found.policy.outcomes)))
    return Table(
        ["Δ", "case", "α(Δ)", "φ(1)", "φ(2)", "φ(3)"], rows,
        caption="The optimum within a KL budget, Example 1: α(Δ) exists below Δ_max = log 5.",
    )  # fmt: skip


def _growth() -> Table:
    p, reward = _model()
    alpha = AlignedFamily(p, reward).align(_DELTA).alpha
    rows = []
    for m in _LENGTHS:
        n = sample_size(_DELTA, m)
        divergence = EnclosedBestOfN(MemorylessSource(p, m), reward, n).kl_to_tilt(alpha)
        rows.append((m, n, divergence, divergence / m))
    return Table(
        ["m", "N", "KL(π‖φ)", "KL(π‖φ)/m"], rows,
        caption="Best-of-N against the optimal tilt, N = exp(0.11 m) rounded down: not divided by m the KL divergence "
        "does not vanish.",
    )  # fmt: skip


def _gaps() -> Table:
    p, reward = _model()
    rows = []
    for n in _DRAWS:
        divergence = kl_divergence(best_of_n(p, reward, n), p)
        bound = log(n) - rational(n - 1) / n
        rows.append((n, divergence, bound, bound - divergence))
    return Table(
        ["N", "KL(π‖p)", "log N − (N−1)/N", "gap"], rows, caption="Lemma 6 on one draw space, Example 1: the exact gap."
    )


@cache
def sharp() -> Table:
    """Return the formulas for long sequences beside enclosed values, on two lattices and off them."""
    p, reward = _model()
    half = Distribution.from_probabilities(["1/4", "1/4", "1/2"])
    coin = Distribution.from_probabilities(["1/3", "2/3"])
    figure_1, steps = AlignedFamily(p, reward), AlignedFamily(half, Reward.log_weights([4, 2, 1]))
    models = {
        "Figure 1": (figure_1, figure_1.align(_DELTA).alpha),
        "K = 2": (AlignedFamily(coin, Reward.log_weights([2, 1])), 2),
        "K = 3, on a lattice": (steps, 1),
        "K = 3, uniform p, on none": (AlignedFamily(Distribution.uniform(3), Reward.log_weights([1, 3, 5])), 1),
    }
    return sharp_table(models, _LONG)
