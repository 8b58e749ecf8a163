"""What practitioners compute: variances of KL estimates, means of pass@k estimates, what baselines do to a gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from exactalign.estimators import losses
from exactalign.estimators.advantages import standardised
from exactalign.estimators.at_k import published_pass_at_k, resampled_pass_at_k
from exactalign.estimators.estimator import Estimator, expected_gradient
from exactalign.estimators.gradients import SoftmaxPolicy
from exactalign.exceptions import ParameterError
from exactalign.figures.content import Curve, Plotted
from exactalign.figures.data import FigureData
from exactalign.figures.limits import MAX_SERIES, positive_integers, require_means
from exactalign.laws.distributions import Distribution
from exactalign.numbers.arithmetic import square_root
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import whole_number

CHANCES = tuple(Fraction(i, 40) for i in range(1, 40))
"""Where the two of three figures that have a coin show it."""


def kl_estimates(reference: Any = Fraction(1, 2), chances: Iterable[Any] = CHANCES) -> FigureData:
    """Return the variances of k1, k2 and k3 from one draw of a coin of chance q, against q.

    >>> [curve.name for curve in kl_estimates(chances=["1/4"]).curves]
    ['k1', 'k2', 'k3']
    """
    p = _coin(reference, "reference")
    laws = [_coin(chance, "a chance") for chance in chances]
    curves = []
    for index, name in enumerate(("k1", "k2", "k3")):
        # At q = p all variances are 0, which a logarithmic axis does not have: there the curve is cut.
        for piece in ([q for q in laws if q[0] < p[0]], [q for q in laws if q[0] > p[0]]):
            if piece:
                points = [(q[0], Estimator.average(q, 1, losses.kl_estimates(name, q, p)).variance()) for q in piece]
                curves.append(Curve(name, f"series{index}", tuple(points)))
    return FigureData(
        "kl-estimates",
        f"Variances of estimates of KL(q‖p), p = ({p[0]}, {p[1]})",
        ("q", "variance"),
        tuple(curves),
        ("chance $q$ of the policy", "variance of one draw"),
        f"The variances of k1, k2 and k3 from one draw of a coin of chance q against q, for a reference of chance "
        f"{p[0]}: near the reference k2 and k3 have by far smaller variances than k1, near 0 and 1 k3 has the largest.",
        logarithmic="y",
        parameters={"reference": p[0]},
    )


def pass_at_k(theta: Any = Fraction(1, 4), n: int = 8, ks: Iterable[int] = range(1, 17)) -> FigureData:
    """Return pass@k against k, and the means of what is published for it and of best@k by bootstrap.

    >>> [curve.name for curve in pass_at_k(ks=[1, 2]).curves]
    ['pass@k', 'as published', 'with replacement']
    """
    count = whole_number(n, "n", 1)
    sizes = positive_integers(ks, "ks")
    chance = rational(theta, "theta")
    require_means(count, sizes, chance)
    truth = Curve("pass@k", "optimal", tuple((k, 1 - (1 - chance) ** k) for k in sizes))
    published = tuple((k, Estimator.bernoulli(chance, count, _at(published_pass_at_k, count, k)).mean()) for k in sizes)
    resampled = tuple((k, Estimator.bernoulli(chance, count, _at(resampled_pass_at_k, count, k)).mean()) for k in sizes)
    return FigureData(
        "pass-at-k",
        f"pass@k from {count} samples, each right with probability {chance}",
        ("k", "mean"),
        (truth, Curve("as published", "mark0", published), Curve("with replacement", "mark1", resampled)),
        ("$k$", "mean of the estimate"),
        f"pass@k against k, and the means of two estimates from {count} samples. What is published is exact up to k "
        f"= n = {count} and 1 beyond; best@k by bootstrap is too low for k > 1.",
        parameters={"theta": chance, "n": count, "k": sizes},
    )


def baseline(sizes: Iterable[int] = (2, 4, 16), chances: Iterable[Any] = CHANCES) -> FigureData:
    """Return by how much dividing by the group's deviation multiplies a gradient, against the chance θ of reward 1.

    >>> [curve.name for curve in baseline([2], ["1/4", "1/2"]).curves]
    ['1/√(θ(1−θ))', 'group of 2']
    """
    groups = positive_integers(sizes, "sizes", MAX_SERIES - 1)
    if groups[0] < 2:
        raise ParameterError("sizes has 1: a group of one draw has no deviation")
    laws = [_coin(chance, "a chance") for chance in chances]
    curves = [Curve("1/√(θ(1−θ))", "limit", tuple((q[0], 1 / square_root(q[0] * q[1])) for q in laws))]
    for index, n in enumerate(groups):
        points: list[tuple[Plotted, ...]] = []
        for q in laws:
            factor = expected_gradient(q, n, standardised([1, 0])).multiple_of(SoftmaxPolicy(q).of_mean([1, 0]))
            assert factor is not None  # for two outcomes there is one
            points.append((q[0], factor))
        curves.append(Curve(f"group of {n}", f"series{index}", tuple(points)))
    return FigureData(
        "baseline",
        "What dividing by the deviation of the group does",
        ("theta", "times_the_gradient"),
        tuple(curves),
        (r"chance $\theta$ of reward 1", "times the gradient"),
        "By how much (reward − mean)/deviation multiplies the gradient of the expected reward, against the chance of "
        f"reward 1, for groups of {', '.join(map(str, groups))}: 1 for groups of two, and below 1/√(θ(1−θ)) for all.",
        logarithmic="y",
        parameters={"n": groups},
    )


def _coin(chance: Any, name: str) -> Distribution:
    found = rational(chance, name)
    if not 0 < found < 1:
        raise ParameterError(f"{name} is {found}: give a probability above 0 and below 1")
    return Distribution.from_probabilities([found, 1 - found])


def _at(function: Callable[[int, int, int], Fraction], n: int, k: int) -> Callable[[int], Fraction]:
    return lambda c: function(n, c, k)
