"""The experiments of guarantees as figures: the growth of the improvement with n, and what one Rényi budget buys."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import Any

from exactalign.exceptions import ParameterError
from exactalign.figures.content import Curve, Plotted, coordinate
from exactalign.figures.data import FigureData
from exactalign.figures.family import require_varied
from exactalign.figures.limits import positive_integers, require_bits, require_few
from exactalign.figures.rewards import SIZES
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.reading import decided_real, order_of
from exactalign.theory.experiments import DEFAULT_ORDERS
from exactalign.theory.experiments import scaling as scaling_table
from exactalign.theory.renyi_alignment import RenyiAlignedFamily
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import VarianceProxy

_TILTS, _RATIO = 45, Fraction(6, 5)
_MARGIN = 2  # the curve of the tilt goes on beyond the marks


def scaling(law: RewardLaw, sizes: Iterable[int] = SIZES, proxy: VarianceProxy | None = None) -> FigureData:
    """Return the improvement of best-of-n against n, below √(2σ²KL) and √(2σ²(log n − (n−1)/n)), all 0 at n = 1.

    The points are those of `guarantees.scaling`.

    >>> [curve.name for curve in scaling(RewardLaw.bernoulli("1/2"), [1, 2]).curves]
    ['improvement', '√(2σ²KL)', '√(2σ²(log n − (n−1)/n))']
    """
    require_varied(law.family)
    counts = positive_integers(sizes, "sizes")
    require_bits(lcm(*(mass.denominator for mass in law.masses)), len(law.masses), counts)
    rows = scaling_table(law, counts, proxy).rows
    series = (
        ("improvement", "series0", 1),
        ("√(2σ²KL)", "series1", 4),
        ("√(2σ²(log n − (n−1)/n))", "series2", 5),
    )
    return FigureData(
        "scaling",
        "Improvement of best-of-n",
        ("n", "improvement"),
        tuple(Curve(name, role, tuple((row[0], row[column]) for row in rows)) for name, role, column in series),
        (r"$n$", "improvement over $p$"),
        f"Improvement of the expected reward by best-of-n against n, from {counts[0]} to {counts[-1]}, never above its "
        "two square-root bounds; σ² is the smallest upper variance proxy of the reward under the reference.",
        logarithmic="x",
        parameters={"values": law.values, "probabilities": law.masses, "N": counts},
    )


def divergence_choice(
    law: RewardLaw, divergence: Any = "log(7/6)", orders: Iterable[Any] = DEFAULT_ORDERS
) -> FigureData:
    """Return gain against KL divergence: the optimum within one Rényi budget for each order, and the tilt.

    No policy lies above the curve of the tilt; of the optima only that of order 1 lies on it when the reward has
    three levels or more, and the budget is below −log p(best outcomes).

    >>> data = divergence_choice(RewardLaw.of([0, 1, 2], ["1/3"] * 3), orders=[1, 2])
    >>> [curve.name for curve in data.curves]
    ['optimal tilt', 'order 1', 'order 2']
    """
    require_varied(law.family)
    delta = decided_real(divergence, "divergence")
    if delta == 0:
        raise ParameterError("the Rényi budget is 0: this figure needs one above 0")
    chosen = tuple(orders)
    require_few(len(chosen), "orders")
    marks = []
    for index, order in enumerate(chosen):
        found = RenyiAlignedFamily(law, order).align(delta)
        spent, gain = found.kl(), found.gain()
        assert not isinstance(spent, Infinity)  # the optimum lies on the support of the reference
        name = "∞" if isinstance(order_of(order), Infinity) else order
        marks.append(Curve(f"order {name}", f"mark{index}", ((spent, gain),)))
    shown = [coordinate(mark.points[0][0]) for mark in marks]
    tilts = _tilts(law, min(shown) / _MARGIN, max(shown) * _MARGIN)
    curves = [Curve("optimal tilt", "optimal", tuple(tilts)), *marks]
    return FigureData(
        "divergence-choice",
        f"What a Rényi budget of {delta} buys",
        ("kl", "gain"),
        tuple(curves),
        (r"KL divergence from $p$", "improvement over $p$"),
        f"Gain against KL divergence: the largest gain within a Rényi budget of {delta}, one mark "
        "for each order, none above the increasing curve of the tilt, which is optimal for its KL divergence.",
        logarithmic="xy",
        parameters={
            "values": law.values,
            "probabilities": law.masses,
            "delta": delta,
            "orders": tuple(map(str, chosen)),
        },
    )


def _tilts(law: RewardLaw, low: float, high: float) -> list[tuple[Plotted, ...]]:
    """KL and gain of tilts of geometrically growing α, those whose KL is about between low and high."""
    family = law.family
    unit, start = 1 / (family.values[-1] - family.values[0]).enclose(15).midpoint, family.expected_reward(0)
    strengths = (*(unit * _RATIO**k for k in range(-_TILTS, _TILTS + 1)), oo)
    return [
        (spent, family.expected_reward(alpha) - start)
        for alpha in strengths
        if low <= coordinate(spent := family.kl(alpha)) <= high
    ]
