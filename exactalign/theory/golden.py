"""A proxy reward is optimised, a golden one is meant: where the improvement goes, exactly.

With e = proxy − golden, the golden improvement of any policy is its proxy improvement minus the change of the
mean overestimation E e. That change is what the bounds control: by the oscillation of e times total variation,
or by the sub-Gaussian proxies of e and the KL divergence.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import attrs

from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence, total_variation
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import simplest, square_root, total
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import Extended, Number, exact_real, whole_number
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.tilting import AlignedFamily, TiltedDistribution
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import VarianceProxy, variance_proxy
from exactalign.theory.transport import transportation_bound

Policy = Distribution | TiltedDistribution


@checked
@attrs.frozen(eq=False)
class GoldenModel:
    """A reference, a proxy reward and a golden reward on the same outcomes.

    >>> model = overoptimization_model()
    >>> model.decompose(model.best_of_n(2)).golden_improvement
    Fraction(7, 100)
    """

    reference: Distribution
    proxy: Reward
    golden: Reward

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "proxy", self.proxy.matching(self.reference))
        object.__setattr__(self, "golden", self.golden.matching(self.reference))

    @cached_property
    def error(self) -> Reward:
        """The overestimation e = proxy − golden of every outcome."""
        return Reward({o: value - self.golden[o] for o, value in self.proxy.items()})

    @cached_property
    def error_law(self) -> RewardLaw:
        """The law of the overestimation under the reference."""
        return RewardLaw(self.reference, self.error)

    @property
    def oscillation(self) -> Number:
        """max e − min e on the support of the reference."""
        return self.error_law.range

    def best_of_n(self, n: int) -> Distribution:
        """Return the exact policy that keeps the draw with the best proxy reward."""
        return best_of_n(self.reference, self.proxy, n)

    def tilt(self, alpha: Any) -> Policy:
        """Return the policy ∝ p·e^(α·proxy): exact when every e^(α·proxy) is rational, such as α = log z.

        >>> overoptimization_model().tilt("log(2)")
        Distribution.from_probabilities(['5/17', '8/17', '4/17'])
        """
        strength = exact_real(alpha, "alpha")
        if isinstance(strength, LogForm):
            values = {o: simplest(value) for o, value in self.proxy.items()}
            if all(isinstance(value, Fraction) for value in values.values()):
                scaled = Reward({o: strength * value for o, value in values.items()})
                return AlignedFamily(self.reference, scaled).at(1)
        return AlignedFamily(self.reference, self.proxy).at(strength)

    def decompose(self, policy: Policy) -> GoldenDecomposition:
        """Return where the golden improvement of a policy comes from."""
        return GoldenDecomposition(self, policy)

    def golden_levels(self) -> tuple[Number, ...]:
        """Return the mean golden reward on every proxy level, lowest level first."""
        groups = AlignedFamily(self.reference, self.proxy).groups
        means = []
        for group in groups:
            mass = sum((self.reference[o] for o in group), Fraction(0))
            means.append(total(self.reference[o] * self.golden[o] for o in group) / mass)
        return tuple(means)

    def max_turning_points(self) -> int:
        """Return how often, at most, the golden reward of best-of-n can turn as a function of real n ≥ 1.

        The sign changes in the steps of `golden_levels` (Descartes' rule for exponential sums): at 0 it is
        monotone, and overoptimisation, a rise and a fall, needs 1, so three proxy levels.

        >>> overoptimization_model().max_turning_points()
        1
        """
        steps = [simplest(high - low) for low, high in pairwise(self.golden_levels())]
        signs = [step > 0 for step in steps if step != 0]
        return sum(1 for one, other in pairwise(signs) if one != other)

    def curve(self, sizes: Iterable[int]) -> list[tuple[int, Number, Number]]:
        """Return (n, proxy reward, golden reward) of best-of-n, exactly.

        >>> [golden for _, _, golden in overoptimization_model().curve([1, 2, 3, 7])]
        [Fraction(3, 10), Fraction(37, 100), Fraction(333, 1000), Fraction(-512187, 10000000)]
        """
        rows = []
        for n in sizes:
            policy = self.best_of_n(n)
            rows.append((n, _mean(policy, self.proxy), _mean(policy, self.golden)))
        return rows

    def best_size(self, max_n: int) -> tuple[int, Number]:
        """Return the n ≤ max_n with the largest golden reward (the smallest such n), and that reward.

        >>> overoptimization_model().best_size(20)
        (2, Fraction(37, 100))
        """
        best: tuple[int, Number] | None = None
        for n, _, golden in self.curve(range(1, whole_number(max_n, "max_n", 1) + 1)):
            if best is None or golden > best[1]:
                best = n, golden
        assert best is not None
        return best


@attrs.frozen(eq=False)
class GoldenDecomposition:
    """golden improvement = proxy improvement − overestimation, for one policy; exact where the policy is."""

    model: GoldenModel
    policy: Policy

    def _change(self, reward: Reward) -> Number:
        before = _mean(self.model.reference, reward)
        return simplest(_mean(self.policy, reward) - before)

    @cached_property
    def proxy_improvement(self) -> Number:
        """E_π proxy − E_ref proxy."""
        return self._change(self.model.proxy)

    @cached_property
    def golden_improvement(self) -> Number:
        """E_π golden − E_ref golden."""
        return self._change(self.model.golden)

    @cached_property
    def overestimation(self) -> Number:
        """E_π e − E_ref e, the part of the proxy improvement that is not golden; it may be negative."""
        return self._change(self.model.error)

    @cached_property
    def kl(self) -> Extended:
        """KL(π‖reference)."""
        if isinstance(self.policy, TiltedDistribution):
            return self.policy.kl()
        return kl_divergence(self.policy, self.model.reference)

    @cached_property
    def variation_bound(self) -> Number | None:
        """osc(e)·TV(π, reference) ≥ |overestimation|; None for an enclosed policy."""
        if isinstance(self.policy, TiltedDistribution):
            return None
        distance = total_variation(self.policy, self.model.reference)
        return self.model.oscillation * distance

    @cached_property
    def pinsker_bound(self) -> Extended:
        """osc(e)·√(KL/2) ≥ |overestimation|."""
        if isinstance(self.kl, Infinity):
            return self.kl
        return self.model.oscillation * square_root(self.kl * Fraction(1, 2))

    def sub_gaussian_bounds(
        self, lower: VarianceProxy | None = None, upper: VarianceProxy | None = None
    ) -> tuple[Extended, Extended]:
        """Return (−√(2σ₋²KL), √(2σ₊²KL)), which enclose the overestimation; proxies are found when not given.

        >>> model = overoptimization_model()
        >>> found = model.decompose(model.best_of_n(2))
        >>> low, high = found.sub_gaussian_bounds()
        >>> low <= found.overestimation <= high
        True
        """
        down = lower if lower is not None else variance_proxy(self.model.error_law, "lower")
        up = upper if upper is not None else variance_proxy(self.model.error_law, "upper")
        return -transportation_bound(down, self.kl), transportation_bound(up, self.kl)


def overoptimization_model(delta: Any = "1/10") -> GoldenModel:
    """Return the smallest model that shows overoptimisation: p = (½, ½−δ, δ), proxy (0, 1, 2), golden (0, 1, −1).

    Golden reward of best-of-n: 2(1−δ)ⁿ − 2⁻ⁿ − 1, which tends to −1; for δ < (2 − √2)/4, about 0.146, it rises before
    it falls, and from there on one draw is best. Raises `ParameterError` unless 0 < δ < ½.

    >>> [overoptimization_model(delta).best_size(9)[0] for delta in ("1/10", "146/1000", "147/1000")]
    [2, 2, 1]
    """
    share = rational(delta, "delta")
    if not 0 < share < Fraction(1, 2):
        raise ParameterError(f"delta is {share}: give a number strictly between 0 and 1/2")
    reference = Distribution.from_probabilities([Fraction(1, 2), Fraction(1, 2) - share, share])
    return GoldenModel(reference, Reward.values([0, 1, 2]), Reward.values([0, 1, -1]))


def _mean(policy: Policy, reward: Reward) -> Number:
    if isinstance(policy, Distribution):
        return simplest(policy.expectation(reward))
    terms: list[Number] = [EnclosedReal.of(mass) * EnclosedReal.of(reward[o]) for o, mass in policy.items()]
    return total(terms)
