"""Figure 1 of asymptotics, for any model with three outcomes: the KL ball, the reward line and where they touch."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign.exceptions import ParameterError, Undecided
from exactalign.figures.content import Curve, Point
from exactalign.figures.contour import kl_contour
from exactalign.figures.data import FigureData
from exactalign.figures.family import along_family, model_parameters, require_tilt
from exactalign.figures.limits import positive_integers, require_visits
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.reading import Number, decided_real
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.tilting import AlignedFamily, TiltedDistribution
from exactalign.tables.table import label_text


def figure1(
    reference: Distribution, reward: Reward, kl: Any = "11/100", length: int = 10, n: int | str = "floor"
) -> FigureData:
    """Return Figure 1 of asymptotics: p, q, the KL contour, the reward line, the aligned family, φ, best-of-N.

    The contour is {ψ: KL(ψ‖p) = Δ}, the line {ψ: E_ψ r = E_φ r}, and best-of-N is shown by the expected type
    E[t(Y^m)] for N draws of sequences of length m: n is a number, or "floor", "ceil" or "real" for exp(mΔ).
    Raises `ParameterError` unless there are three outcomes of positive probability and α(Δ) > 0 exists.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> q = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
    >>> figure1(p, Reward.log_of(q)).parameters["N"]
    3
    """
    if len(reference) != 3 or len(reference.support) != 3:
        raise ParameterError(
            f"the reference has {len(reference.support)} outcomes of positive probability: a ternary figure needs 3"
        )
    family = AlignedFamily(reference, reward)
    alignment = require_tilt(family, kl)
    (length,) = positive_integers([length], "length")
    require_visits(reference, reward, [length])
    delta = decided_real(kl, "kl")
    count = sample_size(delta, length, n) if isinstance(n, str) else n
    policy = best_of_n(reference**length, reward, count, enclosed=True)
    best = policy.expected_type()
    mean = alignment.expected_reward()
    curves = [
        Curve("aligned family", "family", along_family(family, lambda alpha: _point(family.at(alpha)), negative=True)),
        *(Curve("KL contour", "contour", piece) for piece in kl_contour(reference, delta)),
        Curve("constant reward", "line", _reward_line(family, mean)),
        Curve("p", "reference", (tuple(reference.probabilities),)),
        Curve("q", "alignment", (_point(AlignedFamily(Distribution.uniform(reference.outcomes), reward).at(1)),)),
        Curve("phi", "optimum", (_point(alignment.policy),)),
        Curve("expected type of best-of-N", "best", (tuple(best[o] for o in reference.outcomes),)),
    ]
    labels = tuple(label_text(outcome) for outcome in reference.outcomes)
    return FigureData(
        "figure1",
        f"KL budget {kl}, length m = {length}, N = {count}",
        labels,
        tuple(curves),
        labels,
        f"The probability simplex over three outcomes: the reference p, the alignment distribution q, the contour of "
        f"KL budget {kl} from p, the line of constant expected reward that touches it at phi on the aligned "
        f"family, and the expected type of best-of-N for length {length} and N = {count}.",
        is_simplex=True,
        parameters={
            **model_parameters(reference, family.reward),
            "delta": delta,
            "alpha": alignment.alpha,
            "length": length,
            "N": count,
        },
    )


def _point(policy: Distribution | TiltedDistribution) -> Point:
    return tuple(policy[outcome] for outcome in policy.outcomes)


def _reward_line(family: AlignedFamily, mean: Number) -> tuple[Point, ...]:
    """The two ends, on the edges of the simplex, of {ψ: E_ψ r = mean}."""
    outcomes = family.reference.outcomes
    ranked = [outcome for group in family.groups for outcome in group]
    low, middle, high = ranked
    reward = family.reward
    try:
        above = mean <= reward[middle]
    except Undecided:  # the line passes through the corner, as far as can be told: either edge has it
        above = True
    other = (low, middle) if above and reward[low] < reward[middle] else (middle, high)
    return tuple(_mixed(outcomes, reward, pair, mean) for pair in ((low, high), other))


def _mixed(outcomes: tuple[Any, ...], reward: Reward, pair: tuple[Any, Any], mean: Number) -> Point:
    """The mixture of two corners with the given expected reward."""
    low, high = pair
    share = EnclosedReal(lambda: (ball_of(mean) - ball_of(reward[low])) / ball_of(reward[high] - reward[low]))
    parts = {low: 1 - share, high: share}
    return tuple(parts.get(outcome, Fraction(0)) for outcome in outcomes)
