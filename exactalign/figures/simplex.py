"""Figure 1 of asymptotics, for any model with three outcomes: the KL ball, the reward line and where they touch."""

from __future__ import annotations

from fractions import Fraction
from math import cos, pi, sin
from typing import Any

from flint import arb

from exactalign.distributions import Distribution, MemorylessSource
from exactalign.divergences import kl_divergence
from exactalign.enclosed_best_of_n import EnclosedBestOfN, draws
from exactalign.enclosures import EnclosedReal, ball_of, oo
from exactalign.exceptions import ParameterError, Undecided
from exactalign.figures.data import Curve, FigureData, Value, require_tilt, tilt_strengths
from exactalign.logforms import LogForm
from exactalign.rewards import Reward
from exactalign.roots import CertifiedRoot
from exactalign.tables import label_text
from exactalign.tilting import AlignedFamily, Real, TiltedDistribution, _budget

Point = tuple[Value, ...]

_DIRECTIONS = 180
_TILTS = 120
_CLOSEST = 200  # halvings of the distance to the edge of the simplex when a bracket is looked for


def figure1(
    reference: Distribution, reward: Reward, budget: Any = "11/100", length: int = 10, n: int | str = "floor"
) -> FigureData:
    """Return Figure 1 of asymptotics: p, q, the KL contour, the reward line, the aligned family, φ, best-of-N.

    The contour is {ψ: KL(ψ‖p) = Δ}, the line {ψ: E_ψ r = E_φ r}, and best-of-N is shown by the expected type
    E[t(Y^m)] for N draws of sequences of length m: n is a number, or "floor", "ceil" or "real" for exp(mΔ).
    Raises `ParameterError` unless there are three outcomes of positive probability and α(Δ) > 0 exists.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> q = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
    >>> figure1(p, Reward.log_of(q)).facts["N"]
    3
    """
    if len(reference) != 3 or len(reference.support) != 3:
        raise ParameterError(
            f"the reference has {len(reference.support)} outcomes of positive probability: a ternary figure needs 3"
        )
    family = AlignedFamily(reference, reward)
    alignment = require_tilt(family, budget)
    delta = alignment.kl()
    count = draws(_budget(budget) * length, n) if isinstance(n, str) else n
    policy = EnclosedBestOfN(MemorylessSource(reference, length), reward, count)
    best = policy.expected_type()
    mean = alignment.expected_reward()
    curves = [
        Curve("aligned family", "family", _family(family)),
        *(Curve("KL contour", "contour", piece) for piece in _contour(reference, _budget(budget))),
        Curve("constant reward", "line", _reward_line(family, mean)),
        Curve("p", "reference", (tuple(reference.probabilities),)),
        Curve("q", "alignment", (_point(AlignedFamily(Distribution.uniform(reference.outcomes), reward).at(1)),)),
        Curve("phi", "optimum", (_point(alignment.policy),)),
        Curve("expected type of best-of-N", "best", (tuple(best[o] for o in reference.outcomes),)),
    ]
    labels = tuple(label_text(outcome) for outcome in reference.outcomes)
    shown = count if isinstance(count, int) else str(count)
    return FigureData(
        "figure1",
        f"KL budget {budget}, length m = {length}, N = {shown}",
        labels,
        tuple(curves),
        labels,
        f"The probability simplex over three outcomes: the reference p, the alignment distribution q, the contour of "
        f"KL divergence {budget} from p, the line of constant expected reward that touches it at phi on the aligned "
        f"family, and the expected type of best-of-N for length {length} and N = {shown}.",
        is_simplex=True,
        facts={"delta": delta, "alpha": alignment.alpha, "m": length, "N": count},
    )


def _point(policy: Distribution | TiltedDistribution) -> Point:
    return tuple(policy[outcome] for outcome in policy.outcomes)


def _family(family: AlignedFamily) -> tuple[Point, ...]:
    strengths = tilt_strengths(family, _TILTS, negative=True)
    return tuple(_point(family.at(alpha)) for alpha in (-oo, *strengths, oo))


def _contour(p: Distribution, delta: LogForm) -> list[tuple[Point, ...]]:
    """The pieces of {ψ: KL(ψ‖p) = Δ}: one closed curve unless it leaves the simplex."""
    pieces: list[list[Point]] = [[]]
    closed = True
    for k in range(_DIRECTIONS):
        found = _on_ray(p, _direction(2 * pi * k / _DIRECTIONS), delta)
        if found is None:
            closed = False
            pieces.append([])
        else:
            pieces[-1].append(found)
    if closed:
        pieces[0].append(pieces[0][0])
    elif len(pieces) > 1 and pieces[0] and pieces[-1]:  # the two ends of the turn belong together
        pieces[0] = pieces.pop() + pieces[0]
    return [tuple(piece) for piece in pieces if piece]


def _direction(angle: float) -> tuple[Fraction, Fraction, Fraction]:
    """A rational direction in the plane of the simplex; which ones are taken matters to the eye alone."""
    x, y = (Fraction(round(c * 10**6), 10**6) for c in (cos(angle), sin(angle)))
    rise = y * Fraction(26, 15)  # 26/15 is near √3
    return 2 * x, rise - x, -rise - x


def _on_ray(p: Distribution, direction: tuple[Fraction, ...], delta: LogForm) -> Point | None:
    """The point p + s·d with KL = Δ, s > 0, or None when the ray leaves the simplex first (decided)."""
    start = p.probabilities
    edge = min(a / -d for a, d in zip(start, direction, strict=True) if d < 0)

    def at(s: Fraction) -> Distribution:
        moved = (a + s * d for a, d in zip(start, direction, strict=True))
        return Distribution.from_probabilities(list(moved), p.outcomes)

    reached = kl_divergence(at(edge), p)
    if reached == delta:
        return at(edge).probabilities
    if reached < delta:
        return None
    high = edge
    for halvings in range(1, _CLOSEST):
        high = edge * (1 - Fraction(1, 2**halvings))
        if kl_divergence(at(high), p) > delta:
            break
    else:
        raise Undecided("the KL contour comes too close to the edge of the simplex to be drawn")

    def function(s: arb) -> arb:
        total = -ball_of(delta)
        for a, d in zip(start, direction, strict=True):
            moved = ball_of(a) + s * ball_of(d)
            total += moved * (moved / ball_of(a)).log()
        return total

    def slope(s: arb) -> arb:
        terms = (ball_of(d) * (1 + s * ball_of(d / a)).log() for a, d in zip(start, direction, strict=True))
        return sum(terms, arb(0))

    # The exact end of the bracket, moved down to a number with a finite binary expansion.
    end = Fraction(int(high * 2**300), 2**300)
    root = CertifiedRoot(function, slope, arb(0), ball_of(end.numerator) / ball_of(end.denominator))
    return tuple(root * d + a for a, d in zip(start, direction, strict=True))


def _reward_line(family: AlignedFamily, mean: Real) -> tuple[Point, ...]:
    """The two ends, on the edges of the simplex, of {ψ: E_ψ r = mean}."""
    outcomes = family.reference.outcomes
    ranked = [outcome for group in family.groups for outcome in group]
    low, middle, high = ranked
    reward = family.reward
    try:
        above = mean <= reward[middle]
    except Undecided:  # the line passes through the corner, as far as can be told: either edge has it
        above = reward[low] < reward[middle]
    other = (low, middle) if above and reward[low] < reward[middle] else (middle, high)
    return tuple(_mixed(outcomes, reward, pair, mean) for pair in ((low, high), other))


def _mixed(outcomes: tuple[Any, ...], reward: Reward, pair: tuple[Any, Any], mean: Real) -> Point:
    """The mixture of two corners with the given expected reward."""
    low, high = pair
    share = EnclosedReal(lambda: (ball_of(mean) - ball_of(reward[low])) / ball_of(reward[high] - reward[low]))
    parts = {low: 1 - share, high: share}
    return tuple(parts.get(outcome, Fraction(0)) for outcome in outcomes)
