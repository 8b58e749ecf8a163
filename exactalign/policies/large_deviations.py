"""Large deviations of the reward per symbol: rate functions, scaled cumulants, and finite-m probabilities.

The paper's variable is t = −(1/m)·log q^m(Y^m), the negative reward per symbol for r = log q. A rate is the
limit of −(1/m)·log P; `TailProbability` gives that number at finite m, exactly or enclosed, to set beside it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.reading import Number, decided_real, exact_real
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.tilting import AlignedFamily, Alignment


class RateFunction:
    """The rate function of the reward per symbol of Y^m ~ φ^m, φ = T(q, p, α): J_0 for α = 0, else J_Δ.

    Where β(t) exists, J(t) = KL(T(q, p, β(t))‖φ) (Theorems 1 and 3 of asymptotics). At an end of the range
    it is −log φ(the outcomes that reach it), the limit; outside it is `oo`; the paper's formula covers
    neither. Values are log forms where exact, else enclosed.

    >>> from exactalign.laws.distributions import Distribution
    >>> p = Distribution.from_probabilities(["1/3", "2/3"])
    >>> rate = RateFunction(AlignedFamily(p, Distribution.from_probabilities(["2/3", "1/3"])))
    >>> rate.domain
    (LogForm('log(3) - log(2)'), LogForm('log(3)'))
    >>> rate.at("log(3) - log(2)"), rate.at("log 3"), rate.at("log 4"), rate.at("log 3 - 2/3*log(2)")
    (LogForm('log(3)'), LogForm('log(3) - log(2)'), oo, LogForm('1/3*log(2)'))
    """

    def __init__(self, family: AlignedFamily, alpha: Any = 0) -> None:
        self.family = family
        self.alpha: Number = exact_real(alpha, "alpha")

    @classmethod
    @checked
    def of_alignment(cls, alignment: Alignment) -> RateFunction:
        """Return J_Δ for the policy of an `Alignment`; raise `ParameterError` when no α(Δ) exists."""
        if alignment.alpha is None:
            raise ParameterError(
                f"there is no tilt of this divergence (case {alignment.case}): J_Δ needs 0 ≤ Δ < Δ_max = "
                f"{alignment.kl_max} and a reward that is not constant"
            )
        return cls(alignment.family, alignment.alpha)

    @property
    def domain(self) -> tuple[LogForm, LogForm]:
        """The smallest and largest t that the sequences reach: −max r and −min r on the support."""
        return -self.family.values[-1], -self.family.values[0]

    def at(self, t: Any) -> LogForm | EnclosedReal | Infinity:
        """Return J(t), t a rational or log form (decided against the ends of the domain)."""
        point = decided_real(t, "t")
        low, high = self.domain
        if point < low or point > high:
            return oo
        if point in (low, high):
            return self._at_end(best=point == low)
        beta = self.family.alpha_for_reward(-point)
        if isinstance(self.alpha, Fraction) and self.alpha == 0:
            return self.family.kl(beta)
        if isinstance(beta, Fraction) and not isinstance(self.alpha, EnclosedReal) and beta == self.alpha:
            return LogForm()
        if isinstance(beta, Fraction) and isinstance(self.alpha, Fraction):
            exact = self.family.kl(beta) + point * self.alpha
            return exact + self.family.log_partition(self.alpha)
        family, alpha = self.family, self.alpha

        def enclosed() -> arb:
            # KL(T_β‖T_α) = KL(T_β‖p) − α·E_β r + log Z(α), and E_β r = −t exactly.
            a, b = ball_of(alpha), ball_of(beta)
            return family.sums.kl(b) + a * ball_of(point) + family.sums.log_partition(a)

        return EnclosedReal(enclosed)

    def mean(self) -> LogForm | EnclosedReal:
        """Return the t where J vanishes: −E_φ r."""
        return -self.family.expected_reward(self.alpha)

    def scaled_cumulant(self, rho: Any) -> LogForm | EnclosedReal:
        """Return (1/m)·log E e^(ρ·r(Y^m)) = log Z(α + ρ) − log Z(α), the same for every m.

        Divided by ρ it is −H_{1+ρ}(φ‖q), the Rényi cross entropy (Lemma 3 and Corollary 1 of asymptotics).

        >>> from exactalign.laws.distributions import Distribution
        >>> family = AlignedFamily(Distribution.uniform(2), Reward.log_weights([1, 3]))
        >>> RateFunction(family).scaled_cumulant(2)
        LogForm('log(5)')
        """
        shift = exact_real(rho, "rho")
        if isinstance(shift, Fraction) and isinstance(self.alpha, Fraction):
            return _difference(self.family.log_partition(self.alpha + shift), self.family.log_partition(self.alpha))
        family, alpha = self.family, self.alpha

        def enclosed() -> arb:
            a = ball_of(alpha)
            return family.sums.log_partition(a + ball_of(shift)) - family.sums.log_partition(a)

        return EnclosedReal(enclosed)

    def legendre(self, t: Any) -> EnclosedReal | LogForm | Infinity:
        """Return sup over ρ of −ρ·t − Λ(ρ), Λ the scaled cumulant: equal to J(t), by another route.

        The supremum is attained at ρ = β(t) − α; at the ends and outside it is the limit.
        """
        point = decided_real(t, "t")
        low, high = self.domain
        if not low < point < high:
            return self.at(point)
        beta = self.family.alpha_for_reward(-point)
        family, alpha = self.family, self.alpha

        def enclosed() -> arb:
            a, b = ball_of(alpha), ball_of(beta)
            return (a - b) * ball_of(point) - family.sums.log_partition(b) + family.sums.log_partition(a)

        return EnclosedReal(enclosed)

    def _at_end(self, best: bool) -> LogForm | EnclosedReal:
        base = self.family.kl_max if best else self.family.kl_min_end
        value = self.family.values[-1 if best else 0]
        if isinstance(self.alpha, Fraction) and self.alpha == 0:
            return base
        partition = self.family.log_partition(self.alpha)
        if isinstance(self.alpha, Fraction):
            return _difference(base + partition, value * self.alpha)
        alpha = self.alpha
        return EnclosedReal(lambda: ball_of(base) + ball_of(partition) - ball_of(alpha) * ball_of(value))


class BestOfNRateFunction:
    """The rate function of the reward per symbol under best-of-N with N = exp(mδ).

    With t_δ = −E r under the optimal tilt of KL divergence δ > 0: J_0(t) − δ from the smallest reachable t up to t_δ,
    and `oo` beyond: a reward below the typical one has doubly exponentially small probability. At δ = 0,
    where N = 1, it is J_0. This is not
    the rate function of the tilt, which it exceeds by α(δ)·(t_δ − t); see the conjecture of asymptotics.

    >>> from exactalign.laws.distributions import Distribution
    >>> p = Distribution.from_probabilities(["1/3", "2/3"])
    >>> family = AlignedFamily(p, Distribution.from_probabilities(["2/3", "1/3"]))
    >>> rate = BestOfNRateFunction(family, "1/3*log(2)")
    >>> rate.at("log(3) - log(2)"), rate.at("log 3")
    (LogForm('-1/3*log(2) + log(3)'), oo)
    """

    @checked
    def __init__(self, family: AlignedFamily, kl: Any) -> None:
        self.family = family
        self.kl = decided_real(kl, "kl")
        self.alignment = family.align(self.kl)
        self._base = RateFunction(family)

    def typical(self) -> LogForm | EnclosedReal:
        """Return t_δ, the t on which the policy concentrates."""
        return -self.alignment.expected_reward()

    def at(self, t: Any) -> LogForm | EnclosedReal | Infinity:
        """Return the rate at t; `Undecided` when t cannot be told from an irrational t_δ."""
        point = decided_real(t, "t")
        if self.kl == 0:
            return self._base.at(point)  # N = 1: the reference itself
        low, _ = self._base.domain
        if point < low or point > self.typical():
            return oo
        if self.alignment.case != "tilt":
            return LogForm()  # point is the smallest reachable t, on which everything concentrates
        return _difference(self._base.at(point), self.kl)


class TailProbability:
    """Finite-m probabilities of reward events under p^m, φ^m and π_N^m, with guaranteed bounds.

    The event is that the reward per symbol r(Y^m)/m is at least, or at most, a threshold. `exponent` gives
    −(1/m)·log P, which a rate function describes in the limit.

    >>> from exactalign.laws.distributions import Distribution
    >>> p = Distribution.from_probabilities(["1/3", "2/3"])
    >>> tails = TailProbability(MemorylessSource(p, 10), Reward.log_weights([2, 1]), at_least="1/2*log(2)")
    >>> tails.reference()
    EnclosedReal(0.213128080069095…)
    """

    @checked
    def __init__(
        self,
        source: MemorylessSource,
        reward: Reward,
        *,
        at_least: Any = None,
        at_most: Any = None,
        levels: EnclosedLevelLaw | None = None,
        memory: int = DEFAULT_MEMORY,
    ) -> None:
        if (at_least is None) == (at_most is None):
            raise ParameterError("give one threshold per symbol: either at_least or at_most")
        if source.length < 1:
            raise ParameterError("the length is 0: a reward per symbol needs at least one symbol")
        self.levels = levels if levels is not None else EnclosedLevelLaw(source, reward, memory=memory)
        self.source = source
        self.upper = at_least is not None
        self.threshold = decided_real(at_least if self.upper else at_most, "threshold") * source.length
        index = self.levels.first_at_least(self.threshold)
        if not self.upper and index < len(self.levels) and self.levels.level_reward(index) == self.threshold:
            index += 1
        self._indices = range(index, len(self.levels)) if self.upper else range(index)

    def reference(self) -> EnclosedReal:
        """Return the probability under p^m."""
        if not self._indices:
            return EnclosedReal(lambda: arb(0))

        def evaluate() -> arb:
            balls = self.levels.balls()
            first, last = self._indices[0], self._indices[-1]
            if not self.upper:
                return balls.upto[last]
            return balls.above[first] + balls.mass[first]

        return EnclosedReal(evaluate)

    def tilted(self, alpha: Any) -> EnclosedReal:
        """Return the probability under φ^m, φ = T(q, p, α)."""
        value = exact_real(alpha, "alpha")
        family = AlignedFamily(self.source.distribution, self.levels.reward)

        def evaluate() -> arb:
            balls = self.levels.balls()
            x = ball_of(value)
            shift = self.source.length * family.sums.log_partition(x)
            total = arb(0)
            for i, reward in zip(self._indices, self.levels.rewards(self._indices), strict=True):
                total += balls.mass[i] * (x * reward - shift).exp()
            return total

        return EnclosedReal(evaluate)

    def best_of_n(self, n: int | EnclosedReal) -> EnclosedReal:
        """Return the probability under the best-of-N policy."""
        policy = EnclosedBestOfN(self.source, self.levels.reward, n, levels=self.levels)
        return policy.at_least(self.threshold) if self.upper else policy.at_most(self.threshold)

    def exponent(self, probability: EnclosedReal) -> EnclosedReal | Infinity:
        """Return −(1/m)·log P of one of the probabilities; `oo` when the event is empty."""
        if not self._indices:
            return oo
        return -probability.log() / self.source.length


def _difference(left: Any, right: Any) -> LogForm | EnclosedReal:
    """left − right for log forms and enclosed reals in any mix."""
    difference: LogForm | EnclosedReal = left - right
    return difference


def chernoff_bound(family: AlignedFamily, reward_per_symbol: Any, length: int) -> EnclosedReal | LogForm:
    """Return log of Chernoff's bound exp(−m·J_0) on P(r(Y^m)/m ≥ s) for Y^m ~ p^m and s at least the mean.

    Raises `ParameterError` for s below the mean, where the bound says nothing.
    """
    goal = decided_real(reward_per_symbol, "reward_per_symbol")
    mean = LogForm.of(family.reference.expectation(family.reward))
    if goal < mean:
        raise ParameterError(f"the reward per symbol is {goal}: below the mean {mean} the bound says nothing")
    rate = RateFunction(family).at(-goal)
    if isinstance(rate, Infinity):
        raise ParameterError(f"the reward per symbol is {goal}: above the largest reward the probability is 0")
    return -rate * length
