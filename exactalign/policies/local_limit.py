"""The local limit theorem with an explicit error: P(S_m = s) enclosed by theorem, for a reward on a lattice.

For letters with integer coordinates K (of span 1), mean μ, variance σ², κ = E(K − μ)³ and S_m the sum of m of them,

    |P(S_m = k) − e^(−x²/2)·(1 + κ(x³ − 3x)/(6σ³√m))/(σ√(2πm))| ≤ E_m,   x = (k − mμ)/(σ√m),

where 2π·E_m is the sum of three parts of the inversion integral: what `characteristic` bounds on |t| ≤ t₀, the rest of
Gauss's part, and 2·∫|ψ|^m over [t₀, π], by balls. E_m = O(m^(−3/2)). Everything is elementary; no theorem is assumed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.laws.lattice import RewardLattice
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import Enclosure, bounds_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import working_precision
from exactalign.numbers.reading import decided_real, exact_real, whole_number
from exactalign.policies.characteristic import LEAST_LENGTH, Letter
from exactalign.policies.tilting import AlignedFamily

_BITS = 128


class LocalLimit:
    """Bounds on P(r(Y^m) = total) for Y^m ~ φ^m, φ = T(q, p, α), from the local limit theorem.

    The rewards must be spaced: multiples of one step, after subtracting one of them. Raises `ParameterError` for a
    constant reward, or one on no lattice of rank 1.

    >>> from exactalign.laws.distributions import Distribution
    >>> from exactalign.laws.rewards import Reward
    >>> limit = LocalLimit(AlignedFamily(Distribution.uniform(2), Reward.values([0, 1])))
    >>> bounds = limit.mass(1000, 500)
    >>> bounds.lower < Fraction("0.025225018") < bounds.upper, float(bounds.width) < 0.00003
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
        """Return E_m, what `mass` may be off by: O(m^(−3/2)), for m ≥ 3."""
        m = whole_number(length, "length", LEAST_LENGTH)
        return EnclosedReal(lambda: self.error_ball(m))

    def density(self, length: int, total: Any) -> EnclosedReal:
        """Return the corrected normal density, the approximation, at a total reward."""
        m, place = whole_number(length, "length", 1), self._place(length, total)
        return EnclosedReal(lambda: self._density(m, place))

    def mass(self, length: int, total: Any) -> Enclosure:
        """Return bounds on P(r(Y^m) = total); [0, 0] for a total that is off the lattice of totals."""
        m, place = whole_number(length, "length", LEAST_LENGTH), self._place(length, total)
        if place is None:
            return Enclosure(Fraction(0), Fraction(0))
        with working_precision(_BITS):
            error = self.error_ball(m)
            ball = self._density(m, place)
            lower, upper = bounds_of(ball - error).lower, bounds_of(ball + error).upper
        return Enclosure(max(lower, Fraction(0)), min(upper, Fraction(1)))

    def letter(self) -> Letter:
        """Return the lattice coordinate of one letter under φ, at the precision in force."""
        return Letter.of(self.family.sums.law(ball_of(self.alpha)), [arb(k) for k in self._places])

    def error_ball(self, m: int) -> arb:
        """E_m at the precision in force."""
        letter, pi = self.letter(), arb.pi()
        near, start = letter.deviation(m, pi)
        rest = 2 * letter.power_integral(m, start, pi, arb(m) ** -3)
        return (near + letter.beyond(m, start) + rest) / (2 * pi)

    def _place(self, length: int, total: Any) -> int | None:
        """The lattice coordinate of a total, None when it has none."""
        steps = (decided_real(total, "total") - self._lattice.origin * length) / self.step
        if isinstance(steps, LogForm) and steps.is_rational:
            steps = steps.as_rational()
        return int(steps) if isinstance(steps, Fraction) and steps.denominator == 1 else None

    def _density(self, m: int, place: int | None) -> arb:
        if place is None:
            return arb(0)
        letter = self.letter()
        return letter.density(m, place - m * letter.mean)
