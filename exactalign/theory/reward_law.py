"""The law of the reward under a reference: levels from the lowest up, with exact masses.

Everything in this folder depends on the reference through this law alone. The families of finite laws
that the experiments run on are made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from math import comb
from typing import Any

import attrs
from flint import arb, fmpz

from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import power, simplest, total
from exactalign.numbers.decimals import round_decimal
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import power_bits, require
from exactalign.numbers.rationals import fraction, rational
from exactalign.numbers.reading import Number, real_at_least, short_number, whole_number
from exactalign.policies.tilting import AlignedFamily


@checked
@attrs.frozen(eq=False, slots=False)
class RewardLaw:
    """The law of a reward: a reference and a reward on the same outcomes, seen level by level.

    Outcomes of probability 0 are left out; outcomes whose rewards tie form one level.

    >>> law = RewardLaw(Distribution.from_probabilities(["1/2", "1/4", "1/4", "0"]), Reward.values([0, 1, 0, 5]))
    >>> law.values, law.masses, law.mean, law.variance
    ((LogForm('0'), LogForm('1')), (Fraction(3, 4), Fraction(1, 4)), Fraction(1, 4), Fraction(3, 16))
    """

    reference: Distribution
    reward: Reward

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "reward", self.reward.matching(self.reference))

    @classmethod
    def of(cls, values: Iterable[Any], probabilities: Iterable[Any]) -> RewardLaw:
        """Return the law with the given values and probabilities."""
        return cls(Distribution.from_probabilities(probabilities), Reward.values(values))

    @classmethod
    def bernoulli(cls, p: Any) -> RewardLaw:
        """Reward 1 with probability p, else 0."""
        mass = _probability(p)
        return cls.of([0, 1], [1 - mass, mass])

    @classmethod
    @checked
    def binomial(cls, trials: int, p: Any = "1/2") -> RewardLaw:
        """The number of successes in `trials` trials; with p = 1/2 the exact stand-in for a Gaussian.

        >>> RewardLaw.binomial(2).masses
        (Fraction(1, 4), Fraction(1, 2), Fraction(1, 4))
        """
        mass, count = _probability(p), whole_number(trials, "trials", 1)
        _require(power_bits(mass.denominator, count), count)
        weights = [comb(count, k) * mass**k * (1 - mass) ** (count - k) for k in range(count + 1)]
        return cls.of(range(count + 1), weights)

    @classmethod
    @checked
    def geometric(cls, levels: int) -> RewardLaw:
        """Rewards 0..K with masses 2^−(k+1), and 2^−K at K: an exponential tail, cut at K.

        >>> RewardLaw.geometric(2).masses
        (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
        """
        top = whole_number(levels, "levels", 1)
        _require(top, top)
        return cls.of(range(top + 1), [*(Fraction(1, 2 << k) for k in range(top)), Fraction(1, 1 << top)])

    @classmethod
    @checked
    def pareto(cls, levels: int) -> RewardLaw:
        """Rewards 2^k with masses ⅞·8^−k for k < K, and 8^−K at 2^K: a power-law tail, cut at 2^K."""
        top = whole_number(levels, "levels", 1)
        _require(3 * top, top)
        masses = [*(Fraction(7, 8) / 8**k for k in range(top)), Fraction(1, 8**top)]
        return cls.of([1 << k for k in range(top + 1)], masses)

    @classmethod
    @checked
    def gaussian(cls, reach: int = 4, step: Any = "1/2", resolution: int = 10**6) -> RewardLaw:
        """A discretised standard Gaussian: values −reach..reach in steps, weights round(resolution·e^(−x²/2)).

        The weights are exact integers (each rounding is decided), so the model is exact; values whose
        weight rounds to 0 are left out.

        >>> RewardLaw.gaussian(1, 1, 100).reference
        Distribution.from_probabilities(['61/222', '50/111', '61/222'])
        """

        size, width = whole_number(resolution, "resolution", 1), rational(step, "step")
        if width <= 0 or width > whole_number(reach, "reach", 1):
            raise ParameterError(f"step is {width}: give a positive number, at most the reach {reach}")
        count = int(reach / width)
        _require(64, 2 * count + 1)
        points = [width * k for k in range(-count, count + 1)]

        def weight(x: Fraction) -> Fraction:
            return round_decimal(EnclosedReal(lambda: ball_of(-x * x / 2).exp()) * size, 0) if x else Fraction(size)

        weights = {x: weight(x) for x in points if x >= 0}
        kept = [x for x in points if weights[abs(x)]]
        return cls(Distribution.from_weights([weights[abs(x)] for x in kept]), Reward.values(kept))

    @cached_property
    def family(self) -> AlignedFamily:
        """The tilts of the reference."""
        return AlignedFamily(self.reference, self.reward)

    @property
    def values(self) -> tuple[LogForm, ...]:
        """The reward levels on the support, ascending."""
        return self.family.values

    @cached_property
    def masses(self) -> tuple[Fraction, ...]:
        """The reference masses of the levels."""
        return tuple(fraction(m, self.reference._total) for m in self.family.masses)

    @cached_property
    def cumulative(self) -> tuple[Fraction, ...]:
        """F_0 = 0, F_1, …, F_L = 1: the masses at or below the levels."""
        return (Fraction(0), *accumulate(self.masses))

    @cached_property
    def mean(self) -> Number:
        """E r, rational or a log form."""
        return simplest(self.expectation(self.masses))

    @cached_property
    def variance(self) -> Number:
        """Var r: rational when the differences of the rewards are, else enclosed (0 for a constant reward)."""
        gaps = [simplest(value - self.values[0]) for value in self.values]
        if all(isinstance(gap, Fraction) for gap in gaps):
            first = sum((m * g for m, g in zip(self.masses, gaps, strict=True)), Fraction(0))
            return sum((m * g * g for m, g in zip(self.masses, gaps, strict=True)), Fraction(0)) - first * first
        return self.family.reward_variance(0)

    @property
    def range(self) -> Number:
        """max r − min r on the support."""
        return simplest(self.values[-1] - self.values[0])

    @property
    def is_constant(self) -> bool:
        """Whether there is one level only."""
        return len(self.values) == 1

    @checked
    def expectation(self, masses: Iterable[Number]) -> Number:
        """Return Σ mass·value over the levels, for the level masses of any policy."""
        listed = list(masses)
        if len(listed) != len(self.values):
            raise ParameterError(f"there are {len(listed)} masses: give one for each of the {len(self.values)} levels")
        terms: list[Number] = [mass * value for mass, value in zip(listed, self.values, strict=True)]
        return total(terms)

    def best_of_n(self, n: Any) -> tuple[Number, ...]:
        """Return the masses F_k^n − F_{k−1}^n that best-of-n gives the levels, for a real n ≥ 1.

        Exact for integer n (and wherever the powers are rational), else enclosed.

        >>> RewardLaw.bernoulli("1/2").best_of_n(3)
        (Fraction(1, 8), Fraction(7, 8))
        """
        count = real_at_least(n, "n", 1)
        if isinstance(count, Fraction) and count.denominator == 1:
            return self._whole_best_of_n(count.numerator)
        powers = [power(mass, count) for mass in self.cumulative]
        return tuple(high - low for low, high in pairwise(powers))

    def _whole_best_of_n(self, n: int) -> tuple[Number, ...]:
        common = self.reference._total
        bits = power_bits(common, n)
        require(bits, len(self.masses), f"the exact best-of-{n} policy", "a smaller n, or an enclosed real n, fits")
        scale, before = common**n, fmpz(0)
        gained = []
        for upto in accumulate(self.family.masses):
            reached = upto**n
            gained.append(fraction(reached - before, scale))
            before = reached
        return tuple(gained)

    def ratios(self, n: Any) -> tuple[Number, ...]:
        """Return π/p on the levels for best-of-n: the means of n·u^(n−1) over the levels' quantiles."""
        return tuple(gain / mass for gain, mass in zip(self.best_of_n(n), self.masses, strict=True))

    @checked
    def policy_masses(self, policy: Distribution) -> tuple[Fraction, ...]:
        """Return the masses that a policy gives the levels (what it puts outside the support is not counted)."""
        law = policy.aligned_to(self.reference)
        return tuple(sum((law[outcome] for outcome in group), Fraction(0)) for group in self.family.groups)

    def centred(self) -> list[arb]:
        """The values minus the mean, as balls at the precision in force."""
        return [ball_of(simplest(value - self.mean)) for value in self.values]

    def __repr__(self) -> str:
        return f"RewardLaw({self.reference!r}, {self.reward!r})"


def _require(bits: int, levels: int) -> None:
    require(bits, levels, f"a law with {short_number(levels)} levels", "take fewer")


def _probability(p: Any) -> Fraction:
    mass = rational(p, "p")
    if not 0 <= mass <= 1:
        raise ParameterError(f"p is {mass}: give a probability, from 0 to 1")
    return mass
