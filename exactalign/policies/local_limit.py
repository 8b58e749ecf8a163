"""The local limit theorem with an explicit error: P(S_m = s) enclosed by theorem, for a reward on a lattice.

For letters with integer coordinates K (of span 1), mean μ, variance σ², β = E|K − μ|³ and S_m the sum of m of them,

    |P(S_m = k) − e^(−x²/2)/(σ√(2πm))| ≤ E_m,   x = (k − mμ)/(σ√m),

where E_m collects three parts of the inversion integral of the characteristic function ψ of K − μ. With D the
difference of two letters and t₀² = min(π², 12σ²/E D⁴), |ψ(t)|² = E cos(tD) ≤ 1 − σ²t²/2 on |t| ≤ t₀, so that there
|ψ| ≤ e^(−σ²t²/4), and |ψ − e^(−σ²t²/2)| ≤ β|t|³/6 + σ⁴t⁴/8. Hence, with a = (m − 1)σ²/4 and M = max of |ψ| on [t₀, π],

    2π·E_m ≤ m(β/(6a²) + 3√π·σ⁴/(32·a^(5/2))) + 2·e^(−mσ²t₀²/2)/(mσ²t₀) + 2(π − t₀)·M^m.

M < 1 is bounded by balls that cover the interval. Everything is elementary; no theorem is assumed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from exactalign.exceptions import ParameterError, Undecided
from exactalign.laws.lattice import RewardLattice
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import Enclosure, bounds_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import working_precision
from exactalign.numbers.reading import decided_real, exact_real, whole_number
from exactalign.policies.tilting import AlignedFamily

_BITS = 128
_FEWEST_CELLS, _MOST_CELLS = 64, 1 << 14


class LocalLimit:
    """Bounds on P(r(Y^m) = total) for Y^m ~ φ^m, φ = T(q, p, α), from the local limit theorem.

    The rewards must be spaced: multiples of one step, after subtracting one of them. Raises `ParameterError` for a
    constant reward, or one on no lattice of rank 1.

    >>> from exactalign.laws.distributions import Distribution
    >>> from exactalign.laws.rewards import Reward
    >>> limit = LocalLimit(AlignedFamily(Distribution.uniform(2), Reward.values([0, 1])))
    >>> bounds = limit.mass(1000, 500)
    >>> bounds.lower < Fraction("0.025225018") < bounds.upper, float(bounds.width) < 0.002
    (True, True)
    """

    def __init__(self, family: AlignedFamily, alpha: Any = 0) -> None:
        self.family, self.alpha = family, exact_real(alpha, "alpha")
        self._lattice = RewardLattice(family.reference, family.reward)
        if len(self._lattice.basis) != 1:
            why = "is constant" if family.is_constant else "lies on no lattice of one step"
            raise ParameterError(f"the reward {why}: the local limit theorem here needs equally spaced rewards")
        self.step: LogForm = self._lattice.basis[0]
        self._places = [vector[0] for vector in self._lattice.vectors]

    def mean(self) -> EnclosedReal:
        """Return E r under φ, per letter."""
        return EnclosedReal.of(self.family.expected_reward(self.alpha))

    def error(self, length: int) -> EnclosedReal:
        """Return E_m, what `mass` may be off by: O(1/m), for m ≥ 2."""
        m = whole_number(length, "length", 2)
        return EnclosedReal(lambda: self._error(m))

    def density(self, length: int, total: Any) -> EnclosedReal:
        """Return e^(−x²/2)/(σ√(2πm)), the approximation, at a total reward."""
        m, place = whole_number(length, "length", 1), self._place(length, total)
        return EnclosedReal(lambda: self._density(m, place))

    def mass(self, length: int, total: Any) -> Enclosure:
        """Return bounds on P(r(Y^m) = total); [0, 0] for a total that is off the lattice of totals."""
        m, place = whole_number(length, "length", 2), self._place(length, total)
        if place is None:
            return Enclosure(Fraction(0), Fraction(0))
        with working_precision(_BITS):
            error = self._error(m)
            ball = self._density(m, place)
            lower, upper = bounds_of(ball - error).lower, bounds_of(ball + error).upper
        return Enclosure(max(lower, Fraction(0)), min(upper, Fraction(1)))

    def _place(self, length: int, total: Any) -> int | None:
        """The lattice coordinate of a total, None when it has none."""
        steps = (decided_real(total, "total") - self._lattice.origin * length) / self.step
        if isinstance(steps, LogForm) and steps.is_rational:
            steps = steps.as_rational()
        return int(steps) if isinstance(steps, Fraction) and steps.denominator == 1 else None

    def _masses(self) -> list[arb]:
        """φ of every group of equal rewards."""
        alpha, family = ball_of(self.alpha), self.family
        top = ball_of(family.values[-1])
        weights = [
            arb(mass) * (alpha * (ball_of(value) - top)).exp()
            for mass, value in zip(family.masses, family.values, strict=True)
        ]
        total = sum(weights, arb(0))
        return [weight / total for weight in weights]

    def _moments(self, masses: list[arb]) -> tuple[arb, arb, arb, arb]:
        """μ, σ², E|K − μ|³ and E (K − μ)⁴."""
        mean = sum((w * k for w, k in zip(masses, self._places, strict=True)), arb(0))
        gaps = [abs(k - mean) for k in self._places]
        powers = [sum((w * gap**e for w, gap in zip(masses, gaps, strict=True)), arb(0)) for e in (2, 3, 4)]
        return mean, powers[0], powers[1], powers[2]

    def _density(self, m: int, place: int | None) -> arb:
        if place is None:
            return arb(0)
        mean, variance, _, _ = self._moments(self._masses())
        gap = place - m * mean
        return (-(gap * gap) / (2 * m * variance)).exp() / (2 * arb.pi() * m * variance).sqrt()

    def _error(self, m: int) -> arb:
        masses = self._masses()
        _, variance, third, fourth = self._moments(masses)
        pi = arb.pi()
        start = (12 * variance / (2 * fourth + 6 * variance * variance)).sqrt()
        start = min(start.lower(), pi.lower())  # a smaller t₀ is as right
        a = (m - 1) * variance / 4
        near = m * (third / (6 * a * a) + 3 * pi.sqrt() * variance * variance / (32 * a * a * a.sqrt()))
        exponent = (-m * variance * start * start / 2).exp()
        far = 2 * exponent / (m * variance * start)
        rest = 2 * (pi - start) * self._largest(masses, start) ** m
        return (near + far + rest) / (2 * pi)

    def _largest(self, masses: list[arb], start: arb) -> arb:
        """An upper bound below 1 of |ψ(t)| for start ≤ t ≤ π, by covering the interval with balls."""
        pairs: dict[int, arb] = {}
        for w, k in zip(masses, self._places, strict=True):
            for v, j in zip(masses, self._places, strict=True):
                pairs[abs(k - j)] = pairs.get(abs(k - j), arb(0)) + w * v
        low, high = start.lower(), arb.pi().upper()
        cells = _FEWEST_CELLS
        while cells <= _MOST_CELLS:
            width = (high - low) / cells
            bound = arb(0)
            for i in range(cells):
                t = (low + i * width).union(low + (i + 1) * width)
                square = sum((w * (t * d).cos() for d, w in pairs.items()), arb(0)).upper()
                bound = max(bound, square)
            if bound < 1 - width:
                return bound.sqrt()
            cells *= 4
        raise Undecided("the characteristic function could not be told from 1: the rewards lie too far apart")
