"""An estimator as a random variable: what it is worth at every sample of n draws, and how likely that is.

Mean, variance, bias and gradient are sums over the types of samples, not over sequences: 64 draws of two outcomes have
65 types, 8 draws of six have 1287. Those of an average are those of one draw, its variance divided by n.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property
from typing import Any

from exactalign.estimators.gradients import Gradient, SoftmaxPolicy
from exactalign.estimators.moments import Moments
from exactalign.estimators.sampling import Sample, samples
from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.outcomes import Outcome
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import simplest, total
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import Number, exact_real, whole_number


class Estimator:
    """A number made of n independent draws from a law, in whatever order they came.

    The statistic is a function of a `Sample`. Everything is exact where its values are.

    >>> coin = Distribution.from_probabilities(["1/3", "2/3"], ["right", "wrong"])
    >>> share = Estimator(coin, 4, lambda sample: Fraction(sample["right"], 4))
    >>> share.mean(), share.variance(), share.bias("1/2")
    (Fraction(1, 3), Fraction(1, 18), Fraction(-1, 6))
    """

    def __init__(self, law: Distribution, n: int, statistic: Callable[[Sample], Any]) -> None:
        self.law = law
        self.n = whole_number(n, "n", 1)
        self._statistic = statistic
        self._per_draw: dict[Outcome, Number] = {}  # of an average: all about it follows from one draw

    @classmethod
    @checked
    def average(cls, law: Distribution, n: int, value: Any) -> Estimator:
        """Return the average over the draws of a function, or of a mapping from outcomes, for any n.

        >>> share = Estimator.average(Distribution.uniform("ab"), 10**6, {"a": 1, "b": 0})
        >>> share.mean(), share.variance()
        (Fraction(1, 2), Fraction(1, 4000000))
        """
        found = cls(law, n, lambda sample: sample.mean(value))
        at = value if callable(value) else value.__getitem__
        found._per_draw = {o: exact_real(at(o), f"the value at {o!r}") for o in law.support}
        return found

    @classmethod
    def bernoulli(cls, theta: Any, n: int, statistic: Callable[[int], Any]) -> Estimator:
        """Return a function of the number c of right ones among n draws, each right with probability θ.

        >>> from exactalign.estimators import pass_at_k
        >>> Estimator.bernoulli("1/4", 8, lambda c: pass_at_k(8, c, 2)).mean()
        Fraction(7, 16)
        """
        chance = rational(theta, "theta")
        if not 0 <= chance <= 1:
            raise ParameterError(f"theta is {chance}: give a probability, from 0 to 1")
        law = Distribution.from_probabilities([chance, 1 - chance], ["right", "wrong"])
        return cls(law, n, lambda sample: statistic(sample["right"]))

    @cached_property
    def values(self) -> tuple[tuple[Sample, Fraction, Number], ...]:
        """The types of samples, each with its probability and what the estimator is worth there."""
        return tuple(
            (sample, chance, exact_real(self._statistic(sample), "the statistic")) for sample, chance in self._samples
        )

    @cached_property
    def _moments(self) -> Moments:
        return Moments(list(self._per_draw.values()) or [value for _, _, value in self.values])

    @cached_property
    def _samples(self) -> list[tuple[Sample, Fraction]]:
        return list(samples(self.law, self.n))

    @property
    def _chances(self) -> list[Fraction]:
        return [self.law[o] for o in self._per_draw] or [chance for _, chance in self._samples]

    def mean(self) -> Number:
        """Return the mean over all samples."""
        return self._moments.sums([self._chances])[0]

    def variance(self) -> Number:
        """Return the variance over all samples, ≥ 0; a log polynomial where the values have logarithms."""
        found = self._moments.variance(self._chances)
        return found / self.n if self._per_draw else found

    def bias(self, target: Any) -> Number:
        """Return the mean less the target."""
        return simplest(self.mean() - exact_real(target, "target"))

    def mean_squared_error(self, target: Any) -> Number:
        """Return the variance plus the square of the bias."""
        bias = self.bias(target)
        return self.variance() + bias * bias

    def gradient(self) -> Gradient:
        """Return the gradient of the mean with respect to the logits of the law, which must have no zeros.

        What is differentiated is the law of the draws; the statistic is held as it is.
        """
        policy = SoftmaxPolicy(self.law)
        if self._per_draw:
            return policy.of_mean(self._per_draw)
        weights = [
            [chance * (sample[o] - self.n * mass) for sample, chance in self._samples] for o, mass in self.law.items()
        ]
        return Gradient(dict(zip(self.law, self._moments.sums(weights), strict=True)))


def expected_gradient(law: Distribution, n: int, advantages: Callable[[Sample], Any]) -> Gradient:
    """Return the mean of (1/n) Σ A(yᵢ)·∇ log π(yᵢ) over n draws yᵢ of the policy: what a step of a trainer estimates.

    `advantages` gives, for a sample, the advantage of each outcome that was drawn. The advantages are held fixed, as
    trainers do.

    >>> from exactalign.estimators.advantages import group_mean
    >>> law = Distribution.uniform(2)
    >>> expected_gradient(law, 4, group_mean([0, 1])).multiple_of(SoftmaxPolicy(law).of_mean([0, 1]))
    Fraction(3, 4)
    """
    SoftmaxPolicy(law)
    count = whole_number(n, "n", 1)
    weights: dict[Outcome, list[Any]] = {o: [] for o in law}
    for sample, chance in samples(law, count):
        found = advantages(sample)
        for outcome, drawn in sample.items():
            if drawn:
                weights[outcome].append(chance * Fraction(drawn, count) * _advantage(found, outcome))
    sums = {o: total(terms) for o, terms in weights.items()}
    whole = total(sums.values())
    return Gradient({o: sums[o] - mass * whole for o, mass in law.items()})


def gradient_noise(law: Distribution, n: int, advantages: Callable[[Sample], Any]) -> Number:
    """Return the variance of (1/n) Σ A(yᵢ)·∇ log π(yᵢ), summed over the logits.

    >>> from exactalign.estimators.advantages import group_mean, plain
    >>> law = Distribution.uniform(2)
    >>> gradient_noise(law, 4, plain([0, 1])), gradient_noise(law, 4, group_mean([0, 1]))
    (Fraction(1, 32), Fraction(3, 256))
    """
    SoftmaxPolicy(law)
    count = whole_number(n, "n", 1)
    drawn = [(sample, chance, advantages(sample)) for sample, chance in samples(law, count)]
    chances = [chance for _, chance, _ in drawn]

    def entry(sample: Sample, found: Any, outcome: Outcome) -> Number:
        parts = [
            number * ((o == outcome) - law[outcome]) * _advantage(found, o) for o, number in sample.items() if number
        ]
        value: Number = total(parts) / count
        return value

    parts = [Moments([entry(sample, found, o) for sample, _, found in drawn]).variance(chances) for o in law]
    return simplest(total(parts))


def _advantage(found: Any, outcome: Outcome) -> Number:
    if outcome not in found:
        raise ParameterError(f"outcome {outcome!r} was drawn, and has no advantage")
    return exact_real(found[outcome], f"the advantage of {outcome!r}")
