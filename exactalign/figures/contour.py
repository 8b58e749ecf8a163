"""The contour {ψ: KL(ψ‖p) = Δ} in the simplex of three outcomes: its points are certified roots on rays from p.

The directions towards the three corners, and away from them, cut the turn about p into six parts. Within one, the
ray meets the edge of the simplex on half an edge, from p conditioned on the two outcomes of the edge to a corner;
there KL increases from −log(1 − p(left out)) to −log p(corner). So two decided comparisons say whether the contour
runs through the whole part, through none of it, or enters it on the edge, at a certified root.
"""

from __future__ import annotations

from fractions import Fraction
from math import atan2, ceil, hypot, pi, sin, sqrt

from flint import arb, ctx

from exactalign.figures.content import Point
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.reading import Number
from exactalign.numbers.roots import CertifiedRoot

ExactPoint = tuple[Fraction, ...]

_STEP = pi / 90
_FEWEST = 12  # steps in a part of the turn, however narrow
_NEAR = 20  # digits to which the end of an arc is known when the rays beside it are chosen


def kl_contour(p: Distribution, delta: Number) -> list[tuple[Point, ...]]:
    """Return the pieces of the contour: one closed curve unless it leaves the simplex (Δ > 0, p > 0)."""
    start = p.probabilities
    pieces: list[list[Point]] = []
    for corner in range(3):
        edge, following = (corner + 2) % 3, (corner + 1) % 3
        _append(pieces, _arc(start, corner, edge, delta)[::-1], joined=True)  # both arcs at a corner, or neither
        _append(pieces, _arc(start, following, edge, delta), joined=delta <= _kl(_without(start, edge), start))
    if pieces and delta <= _kl(_corner(0), start):  # the turn began in the middle of a piece
        if len(pieces) == 1:
            pieces[0][-1] = pieces[0][0]
        else:
            pieces[0] = pieces.pop() + pieces[0][1:]
    return [tuple(piece) for piece in pieces]


def _append(pieces: list[list[Point]], arc: list[Point], *, joined: bool) -> None:
    if arc and joined and pieces:
        pieces[-1] += arc[1:]
    elif arc:
        pieces.append(arc)


def _arc(p: ExactPoint, corner: int, edge: int, delta: Number) -> list[Point]:
    """The contour between the direction away from the outcome `edge` and that towards `corner`, in this order."""
    near, far = _without(p, edge), _corner(corner)
    if delta > _kl(far, p):
        return []
    points: list[Point] = []
    first = Fraction(0)
    if delta > _kl(near, p):
        share = _share(near, far, p, delta)
        points.append(_between(near, far, share))
        first = share if isinstance(share, Fraction) else min(Fraction(1), share.enclose(_NEAR).upper)
        if first == 1:
            return points if share == 1 else [*points, _on_ray(p, far, delta)]
    else:
        points.append(_on_ray(p, near, delta))
    begin = mixed(near, far, first)
    points += [_on_ray(p, mixed(begin, far, w), delta) for w in turn(p, begin, far)]
    return points


def turn(p: ExactPoint, begin: ExactPoint, end: ExactPoint) -> list[Fraction]:
    """Shares w of `end` in (0, 1], at about equal angles seen from p; which ones are taken matters to the eye alone."""
    seen = [plane(point, p) for point in (begin, end)]
    (x, y), (u, v) = seen
    angle = abs(atan2(x * v - y * u, x * u + y * v))
    steps = max(_FEWEST, ceil(angle / _STEP))
    if angle < 1e-6:
        return [Fraction(k, steps) for k in range(1, steps + 1)]
    near, far = (hypot(*place) for place in seen)
    shares = []
    for k in range(1, steps):
        turned = near * sin(angle * k / steps)
        shares.append(turned / (turned + far * sin(angle * (steps - k) / steps)))
    return [*(Fraction(max(1, round(w * 10**6)), 10**6) for w in shares), Fraction(1)]


def _on_ray(p: ExactPoint, target: ExactPoint, delta: Number) -> Point:
    """The point between p and a target on the edge, with KL ≥ Δ there, where KL = Δ."""
    return _between(p, target, _share(p, target, p, delta))


def _share(start: ExactPoint, target: ExactPoint, p: ExactPoint, delta: Number) -> Fraction | EnclosedReal:
    """The share s of `target` at which KL(·‖p), which increases from `start` (its least) on, is Δ."""
    pairs = [(a, b, c) for a, b, c in zip(start, target, p, strict=True) if a]  # where the target has mass, too
    balls: dict[int, tuple[arb, list[tuple[arb, arb, arb]]]] = {}

    def known() -> tuple[arb, list[tuple[arb, arb, arb]]]:
        """Δ, and the three numbers of each term, as balls at the precision in force."""
        if ctx.prec not in balls:
            balls[ctx.prec] = ball_of(delta), [(ball_of(a), ball_of(b), ball_of(c)) for a, b, c in pairs]
        return balls[ctx.prec]

    def function(s: arb) -> arb:
        less, terms = known()
        total = -less
        for a, b, c in terms:
            moved = a * (1 - s) + b * s
            if not moved.is_zero():
                total += moved * (moved / c).log()
        return total

    def slope(s: arb) -> arb:
        return sum(((b - a) * ((a * (1 - s) + b * s) / c).log() for a, b, c in known()[1]), arb(0))

    if not function(arb(1)) > 0 and delta == _kl(target, p):
        return Fraction(1)
    return CertifiedRoot(function, slope, arb(0), arb(1))


def _between(start: ExactPoint, target: ExactPoint, share: Fraction | EnclosedReal) -> Point:
    if isinstance(share, Fraction):
        return mixed(start, target, share)
    return tuple(a * (1 - share) + b * share if a else a for a, b in zip(start, target, strict=True))


def mixed(start: ExactPoint, target: ExactPoint, share: Fraction) -> ExactPoint:
    """The point that has this share of the way from one point to another."""
    return tuple(a * (1 - share) + b * share for a, b in zip(start, target, strict=True))


def _corner(outcome: int) -> ExactPoint:
    return tuple(Fraction(k == outcome) for k in range(3))


def _without(p: ExactPoint, outcome: int) -> ExactPoint:
    """p conditioned on the other two outcomes: the point of their edge with the least KL from p."""
    return tuple(Fraction(0) if k == outcome else a / (1 - p[outcome]) for k, a in enumerate(p))


def _kl(point: ExactPoint, p: ExactPoint) -> Number:
    divergence = kl_divergence(Distribution.from_probabilities(point), Distribution.from_probabilities(p))
    assert isinstance(divergence, Number)
    return divergence


def plane(point: ExactPoint, origin: ExactPoint) -> tuple[float, float]:
    """Position in the plane of the simplex, as drawn."""
    a, b, c = (float(x - y) for x, y in zip(point, origin, strict=True))
    return c - b, sqrt(3) * a
