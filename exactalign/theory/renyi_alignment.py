"""The best policy within a Rényi budget: max E_π r subject to D_a(π‖p) ≤ Δ, with a certificate by duality.

Policies live on the support of the reference p (for a < 1 a finite D_a alone would not say so). With w = π/p,
c the highest level for a < 1 and the second highest for a > 1, the optimum is the power law

    w ∝ (ν − r)^(−1/(1−a)), ν > max r   (0 < a < 1);      w ∝ (r − ν)₊^(1/(a−1)), ν < c   (a > 1),

e^(αr) in the limit a → 1, and for a = ∞ the top of the reward filled up to w = e^Δ. Hölder's inequality gives,
for every ν, E_π r ≤ ν ± e^((a−1)Δ/a)·(E_p |r − ν|₊^b)^(1/b), b = a/(a−1), with + for a > 1 and − for a < 1;
the optimum attains it at its own ν, which proves it optimal. Feasibility is decided first, in log forms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
from flint import arb

from exactalign.exceptions import LogFormError, ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.numbers.arithmetic import logarithm, positive_power, power, simplest, times_log, total
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.monotone_root import MonotoneRoot
from exactalign.numbers.reading import Number, decided_real, exact_real, order_of
from exactalign.policies.tilting import Feasibility
from exactalign.theory.reward_law import RewardLaw

_LARGEST_DENOMINATOR = 1000


class RenyiAlignedFamily:
    """The optima of all Rényi budgets of one order a > 0 (rational, or `oo`) around one reference.

    >>> family = RenyiAlignedFamily(RewardLaw.of([0, 1, 2], ["1/3"] * 3), 2)
    >>> family.at(-1).masses, family.at(-1).divergence()
    ((Fraction(1, 6), Fraction(1, 3), Fraction(1, 2)), LogForm('log(7) - log(6)'))
    >>> family.align("log(7/6)").parameter
    Fraction(-1, 1)
    """

    def __init__(self, law: RewardLaw, order: Any) -> None:
        a = order_of(order)
        if not isinstance(a, (Fraction, Infinity)):
            raise ParameterError(f"order is {a}: give a rational order, or oo")
        self.law = law
        self.order: Fraction | Infinity = a

    def __repr__(self) -> str:
        return f"RenyiAlignedFamily({self.law!r}, order={self.order})"

    def at(self, parameter: Any) -> RenyiAlignment:
        """Return the optimum with the given ν (for a = 1: α), rational-like or a log form.

        Exact for rational rewards and ν when 1/(a − 1) is an integer, else enclosed. Raises `ParameterError`
        for a ν out of range: ν > max r for a < 1, ν below the second highest level for a > 1.
        """
        value = exact_real(parameter, "parameter")
        if self.law.is_constant or self.order == oo:
            raise ParameterError("there is no parameter for a constant reward or order oo: use align")
        if self.order == 1:
            if value <= 0:
                raise ParameterError(f"alpha is {value}: give a positive number")
            return self._result("tilt", value, self._tilt(value))
        base = self._base
        if (value <= base) if self._sign < 0 else (value >= base):
            raise ParameterError(f"nu is {value}: it must lie {'above' if self._sign < 0 else 'below'} {base}")
        return self._result("tilt", value, self._masses(value))

    def align(self, divergence: Any) -> RenyiAlignment:
        """Return the optimum within a divergence Δ ≥ 0, given exactly (rational-like, log form, or its text).

        The case is decided: `tilt` (0 ≤ Δ < Δ_max = −log p(argmax), the same for every order), `boundary`,
        `beyond`, or `constant-reward`. Raises `ParameterError` for a negative Δ.
        """
        delta = decided_real(divergence, "divergence")
        if delta < 0:
            raise ParameterError(f"the Rényi budget is {delta}: it must not be negative")
        law, limit = self.law, self.law.family.kl_max
        if law.is_constant:
            unique = delta == 0 or len(law.family.groups[0]) == 1
            return self._result("constant-reward", None, law.masses, unique)
        if delta == 0:
            return self._result("tilt", None, law.masses)
        if delta >= limit:
            case: Feasibility = "boundary" if delta == limit else "beyond"
            top = tuple(Fraction(int(k == len(law.masses) - 1)) for k in range(len(law.masses)))
            return self._result(case, None, top, case == "boundary" or len(law.family.groups[-1]) == 1)
        if isinstance(self.order, Infinity):
            return self._result("tilt", None, self._filled(delta))
        if self.order == 1:
            alpha = law.family.align(delta).alpha
            assert alpha is not None
            return self._result("tilt", alpha, self._tilt(alpha))
        parameter = self._solve(delta)
        return self._result("tilt", parameter, self._masses(parameter))

    def dual_bound(self, divergence: Any, parameter: Any) -> Number:
        """Return the upper bound on E_π r over all π with D_a(π‖p) ≤ Δ that ν (for a = 1: α > 0) gives.

        Valid for every ν with ν > max r (a < 1) or ν < max r (a > 1): weak duality by Hölder's inequality.

        >>> family = RenyiAlignedFamily(RewardLaw.of([0, 1, 2], ["1/3"] * 3), 2)
        >>> family.dual_bound("log(7/6)", 0) > family.align("log(7/6)").expected_reward()
        True
        """
        delta, nu, law = decided_real(divergence, "divergence"), exact_real(parameter, "parameter"), self.law
        if self.order == 1:
            if nu <= 0:
                raise ParameterError(f"alpha is {nu}: give a positive number")
            return (delta + law.family.log_partition(nu)) / nu
        highest = law.values[-1]
        if (nu <= highest) if self._sign < 0 else (nu >= highest):
            raise ParameterError(f"nu is {nu}: it must lie {'above' if self._sign < 0 else 'below'} {highest}")
        distances = [self._sign * (value - nu) for value in law.values]
        kept = [(m, d) for m, d in zip(law.masses, distances, strict=True) if self._sign < 0 or d > 0]
        if isinstance(self.order, Infinity):
            norm: Any = total(m * d for m, d in kept)
            scale = self._exponential(delta)
        else:
            a = self.order
            b = a / (a - 1)
            norm = power(total(m * power(simplest(d), b) for m, d in kept), 1 / b)
            scale = self._exponential(delta * ((a - 1) / a))
        found: Number = nu + self._sign * (norm * scale)
        return found

    @property
    def _sign(self) -> Fraction:
        """The sign of a − 1."""
        return Fraction(1) if self.order > 1 else Fraction(-1)

    @property
    def _base(self) -> LogForm:
        """The level c that ν stays above (a < 1: the highest) or below (a > 1: the second highest)."""
        return self.law.values[-1] if self._sign < 0 else self.law.values[-2]

    @property
    def _exponent(self) -> Fraction:
        assert isinstance(self.order, Fraction)
        return 1 / (self.order - 1)

    def _result(
        self, case: Feasibility, parameter: Number | None, masses: tuple[Number, ...], unique: bool = True
    ) -> RenyiAlignment:
        return RenyiAlignment(case, parameter, masses, unique, self)

    def _tilt(self, alpha: Number) -> tuple[Number, ...]:
        family = self.law.family
        policy = family.at(alpha)
        if isinstance(policy, Distribution):
            return self.law.policy_masses(policy)
        shares = (policy.probability(group[0]) for group in family.groups)
        masses = zip(shares, family.groups, self.law.masses, strict=True)
        return tuple(share * (mass / self.law.reference[group[0]]) for share, group, mass in masses)

    def _masses(self, nu: Number) -> tuple[Number, ...]:
        """The level masses ∝ p·|r − ν|₊^(1/(a−1))."""
        gaps = [simplest(self._sign * (value - nu)) for value in self.law.values]
        if self._exponent.denominator == 1 and all(isinstance(gap, Fraction) for gap in gaps):
            raw = [m * max(g, Fraction(0)) ** int(self._exponent) for m, g in zip(self.law.masses, gaps, strict=True)]
            whole = sum(raw, Fraction(0))
            return tuple(value / whole for value in raw)

        def mass(level: int) -> EnclosedReal:
            return EnclosedReal(lambda: self._ball_masses(ball_of(nu))[level])

        return tuple(mass(level) for level in range(len(gaps)))

    def _ball_masses(self, nu: arb) -> list[arb]:
        sign, e = int(self._sign), ball_of(self._exponent)
        gaps = [sign * (ball_of(value) - nu) for value in self.law.values]
        raw = [ball_of(m) * positive_power(g, e) for m, g in zip(self.law.masses, gaps, strict=True)]
        whole = sum(raw, arb(0))
        return [value / whole for value in raw]

    def _solve(self, delta: LogForm) -> Number:
        """The ν with D_a = Δ, through x = 1/|ν − c| on (0, ∞), in which D_a increases from 0 to Δ_max."""
        assert isinstance(self.order, Fraction)
        a, sign, base = ball_of, int(self._sign), self._base
        order = self.order

        def excess(x: arb) -> arb:
            e = a(self._exponent)
            shapes = [1 + sign * x * (a(value) - a(base)) for value in self.law.values]
            weights = [(a(m), positive_power(s, e)) for m, s in zip(self.law.masses, shapes, strict=True)]
            mean = sum((m * u for m, u in weights), arb(0))
            # Σ p·w^a with w = u/mean, the factor u^(a−1) = shape taken out where it is positive.
            moment = sum((m * u * s.nonnegative_part() for (m, u), s in zip(weights, shapes, strict=True)), arb(0))
            return (moment.log() - a(order) * mean.log()) / a(order - 1) - a(delta)

        root = MonotoneRoot(excess)
        nu = EnclosedReal(lambda: a(base) - sign / a(root))
        exact = self._rational_parameter(nu, delta)
        return nu if exact is None else exact

    def _rational_parameter(self, nu: EnclosedReal, delta: LogForm) -> Fraction | None:
        """ν as a simple rational when it is one, which is decided for rational policies."""
        if self._exponent.denominator != 1 or any(not value.is_rational for value in self.law.values):
            return None
        bounds = nu.enclose(12)
        candidate = bounds.midpoint.limit_denominator(_LARGEST_DENOMINATOR)
        if candidate not in bounds or (candidate <= self._base) == (self._sign < 0):
            return None
        return candidate if self.exact_divergence(candidate) == delta else None

    def exact_divergence(self, parameter: Any) -> LogForm | None:
        """Return D_a(π‖p) of the optimum at ν as a log form, or None unless 1/(a−1), ν and the rewards allow it.

        With e = 1/(a−1) and g = |r − ν|₊: D_a = e·(log Σ p·g^(e+1) − a·log Σ p·g^e), all sums rational.

        >>> RenyiAlignedFamily(RewardLaw.of([0, 1, 2], ["1/3"] * 3), "1/2").exact_divergence(3) == log("147/121")
        True
        """
        nu = exact_real(parameter, "parameter")
        if not isinstance(nu, Fraction) or not isinstance(self.order, Fraction) or self.order == 1:
            return None
        gaps = [simplest(self._sign * (value - nu)) for value in self.law.values]
        if self._exponent.denominator != 1 or not all(isinstance(gap, Fraction) for gap in gaps):
            return None
        e = int(self._exponent)
        pairs = [(m, g) for m, g in zip(self.law.masses, gaps, strict=True) if g > 0]
        sums = [sum((m * g**k for m, g in pairs), Fraction(0)) for k in (e + 1, e)]
        return (log(sums[0]) - self.order * log(sums[1])) * self._exponent

    def _filled(self, delta: LogForm) -> tuple[Number, ...]:
        """Order ∞: w = e^Δ on the highest rewards, as far as the mass reaches."""
        scale = self._exponential(delta)
        masses: list[Number] = []
        above = Fraction(0)
        for mass in reversed(self.law.masses):
            if above and log(above) >= -delta:
                masses.append(Fraction(0))
            elif log(above + mass) <= -delta:
                masses.append(mass * scale)
            else:
                masses.append(Fraction(1) - above * scale)
            above += mass
        return tuple(reversed(masses))

    @staticmethod
    def _exponential(exponent: LogForm) -> Number:
        try:
            return exponent.exp()
        except LogFormError:
            return EnclosedReal.of(exponent).exp()


@attrs.frozen(eq=False, slots=False)
class RenyiAlignment:
    """An optimum: which case holds, ν (α for a = 1; None where there is none) and the masses of the levels.

    Inside a level the policy keeps the proportions of the reference.
    """

    case: Feasibility
    parameter: Number | None
    masses: tuple[Number, ...]
    unique: bool
    family: RenyiAlignedFamily

    def probability(self, outcome: Any) -> Number:
        """Return the probability of an outcome."""
        law = self.family.law
        mass = law.reference[outcome]
        for group, level, own in zip(law.family.groups, law.masses, self.masses, strict=True):
            if outcome in group:
                return own * (mass / level)
        return Fraction(0)

    def policy(self) -> Distribution | None:
        """Return the policy as an exact `Distribution`, or None when it is enclosed."""
        reference = self.family.law.reference
        masses = {outcome: self.probability(outcome) for outcome in reference.outcomes}
        return Distribution(masses) if all(isinstance(m, Fraction) for m in masses.values()) else None

    def expected_reward(self) -> Number:
        """Return E_π r."""
        return simplest(self.family.law.expectation(self.masses))

    def gain(self) -> Number:
        """Return E_π r − E_p r."""
        return simplest(self.expected_reward() - self.family.law.mean)

    def divergence(self, order: Any = None) -> Number:
        """Return D_a(π‖p) of the family's order, or of another one."""
        a = self.family.order if order is None else order_of(order)
        if a == self.family.order and self.parameter is not None:
            closed = self.family.exact_divergence(self.parameter)
            if closed is not None:
                return closed
        if any(isinstance(mass, EnclosedReal) for mass in self.masses):
            return EnclosedReal(lambda: self._ball_divergence(a))
        levels = zip(self.masses, self.family.law.masses, strict=True)
        pairs = [(m, m / p) for m, p in levels if not (isinstance(m, Fraction) and m == 0)]
        if isinstance(a, Infinity):  # w increases with the reward
            return logarithm(pairs[-1][1])
        if a == 1:
            terms: list[Number] = [m * logarithm(w) for m, w in pairs]
            return simplest(total(terms))
        less = a - 1
        powers: list[Number] = [m * power(w, less) for m, w in pairs]
        return logarithm(total(powers)) / less

    def _ball_divergence(self, a: Number | Infinity) -> arb:
        """The divergence from balls around the masses, which may touch 0 where the optimum truncates."""
        pairs = [(ball_of(m), ball_of(p)) for m, p in zip(self.masses, self.family.law.masses, strict=True)]
        if isinstance(a, Infinity):
            return (pairs[-1][0] / pairs[-1][1]).log()
        order = ball_of(a)
        if a == 1:
            return sum((p * times_log(m / p) for m, p in pairs), arb(0))
        return sum((p * positive_power(m / p, order) for m, p in pairs), arb(0)).log() / (order - 1)

    def kl(self) -> Number:
        """Return KL(π‖p), the divergence of order 1."""
        return self.divergence(1)

    def duality_gap(self) -> Number | None:
        """Return the dual bound at ν minus E_π r: 0 in exact arithmetic; None where there is no ν."""
        if self.parameter is None:
            return None
        spent = self.divergence()
        if not isinstance(spent, (Fraction, LogForm)):
            return None
        bound = self.family.dual_bound(spent, self.parameter)
        return simplest(bound - self.expected_reward())
