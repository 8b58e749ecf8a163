"""Best-of-N beside the KL-constrained optimum: two policies over sequences, quantity by quantity.

With N = exp(mδ) the two are what asymptotics compares: π_N over sequences of length m, and φ^m for the
mismatched tilt φ of KL divergence δ per symbol. The command line (`compare`) and `sweeps` read their numbers here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs
from flint import arb

from exactalign.exceptions import ParameterError, TooLarge, Undecided
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.divergences import kl_divergence
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.laws.levels import LevelLaw
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import sign_of_ball
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.memory import DEFAULT_MEMORY, power_bits
from exactalign.numbers.precision import COMPARISON_BITS, precisions, working_precision
from exactalign.numbers.rationals import format_rational, rational
from exactalign.numbers.reading import Number, decided_real, exact_real
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.sample_sizes import ROUNDINGS, sample_size
from exactalign.policies.tilting import AlignedFamily, Alignment, Feasibility, TiltedDistribution

MAX_VISITED = 250_000
"""Most levels that quantities which visit every level are computed for, unless all are asked for."""

QUANTILES = (Fraction(1, 20), Fraction(1, 2), Fraction(19, 20))
"""The quantiles of the total reward that are shown."""

_EXACT_BITS = 100_000  # best-of-N's own KL is an exact log form up to numbers of this size

EXACT_LEVELS = 20_000
"""Most levels for which quantiles are read from an exact law of the total reward."""


class Omitted(StrEnum):
    """Stands for a number that is not given, and says why."""

    SKIPPED = "skipped"
    UNDECIDED = "undecided"


Measured = Fraction | LogForm | EnclosedReal | Infinity | Omitted


@attrs.frozen
class SideQuantity:
    """One quantity of the two policies, for the whole sequence.

    `key` names it for programs and `name` for people; `additive` says that dividing by the length makes sense.
    """

    key: str
    name: str
    best_of_n: Measured
    aligned: Measured
    additive: bool = True
    label: Any = None

    def per_symbol(self, length: int) -> tuple[Measured | None, Measured | None]:
        """Return both values divided by the length, None where that makes no sense."""
        if not self.additive:
            return None, None
        return _divided(self.best_of_n, length), _divided(self.aligned, length)


class SideBySide:
    """The best-of-N policy π_N over sequences beside the aligned policy φ^m.

    φ is the optimum within a KL divergence `kl` ≥ 0 per symbol (a rational or log form), or the tilt at a given
    `alpha` ≥ 0; without either kl is log(N)/m. `n` is a number of samples, or `"floor"`, `"ceil"`,
    `"real"` for N = exp(m·kl) so rounded. At or beyond Δ_max φ is the reference given its best outcomes, and
    `case` says so. `memory` is in bytes. Raises `ParameterError` and `TooLarge`.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> c = SideBySide(MemorylessSource(p, 10), Reward.parse("log 6, 0, log 2"), kl="11/100")
    >>> c.n, c.case, c.alpha, c.kl_to_reference()[0]
    (3, 'tilt', EnclosedReal(0.709138084545623…), EnclosedReal(0.430626361713351…))
    """

    def __init__(
        self,
        source: MemorylessSource,
        reward: Reward,
        n: int | str = "floor",
        *,
        kl: Any = None,
        alpha: Any = None,
        memory: int = DEFAULT_MEMORY,
        levels: EnclosedLevelLaw | None = None,
    ) -> None:
        if source.length < 1:
            raise ParameterError("length is 0: two policies over sequences need at least one symbol")
        if kl is not None and alpha is not None:
            raise ParameterError("kl and alpha are both given: give one of them")
        rule = n if isinstance(n, str) and n in ROUNDINGS else None
        count = None if rule else _count(n)
        self.source = source
        self.family = AlignedFamily(source.distribution, reward)
        self.kl: LogForm | EnclosedReal
        self.case: Feasibility
        self.alpha: Number | None
        self.unique = True
        self.aligned: Distribution | TiltedDistribution
        if alpha is not None:
            self._align_at(exact_real(alpha, "alpha"))
        else:
            if kl is None:
                if count is None:
                    raise ParameterError(f"with n = {n} N is exp(m·kl): give kl or alpha")
                kl = log(count) / source.length
            self._align_within(decided_real(kl, "kl"))
        self.n: int | EnclosedReal = count if count is not None else self._rounded(rule or "floor")
        law = levels if levels is not None else EnclosedLevelLaw(source, self.family.reward, memory=memory)
        self.policy = EnclosedBestOfN(source, self.family.reward, self.n, levels=law)
        self._memory = memory

    @property
    def level_count(self) -> int:
        """How many total rewards the sequences have."""
        return len(self.policy.levels)

    def quantities(
        self,
        *,
        every: bool = False,
        types: bool = True,
        quantiles: Iterable[Any] = QUANTILES,
    ) -> Iterator[SideQuantity]:
        """Yield every quantity of the comparison.

        What visits all levels (KL(φ^m‖π_N) and the quantiles of φ^m) is `Omitted.SKIPPED` past `MAX_VISITED`
        levels unless `every`; a quantile that could not be decided is `Omitted.UNDECIDED`.
        """
        yield SideQuantity("kl_to_reference", "KL to the reference", *self.kl_to_reference())
        yield SideQuantity("kl_to_other", "KL to the other policy", *self.kl_to_other(every=every))
        distance = self.total_variation()
        yield SideQuantity("total_variation", "total variation", distance, distance, additive=False)
        yield SideQuantity("reward", "expected reward", *self.expected_reward())
        yield SideQuantity("reward_variance", "variance of the reward", *self.reward_variance())
        goals = [rational(goal, "quantile") for goal in quantiles]
        for goal, mine, other in zip(goals, *self.reward_quantiles(goals, every=every), strict=True):
            name = format_rational(goal)
            yield SideQuantity("reward_quantile", f"reward, quantile {name}", mine, other, label=name)
        if types:
            counts, others = self.expected_counts()
            for outcome, mean in counts.items():
                yield SideQuantity("count", f"expected count of {outcome}", mean, others[outcome], label=outcome)

    def kl_to_reference(self) -> tuple[Measured, Measured]:
        """Return KL(π_N‖p^m) and KL(φ^m‖p^m)."""
        mine = LogForm() if self._is_reference else self.policy.kl()
        return mine, self._own_kl * self.source.length

    def kl_to_other(self, *, every: bool = True) -> tuple[Measured, Measured]:
        """Return KL(π_N‖φ^m) and KL(φ^m‖π_N); the second visits every level, see `quantities`."""
        if self._coincide:
            return LogForm(), LogForm()
        if self.alpha is None:
            # φ^m lives on the best level alone, of policy mass 1 − F<^N, where both are p^m up to a constant.
            below = self.policy.at_most(self.policy.levels.level_reward(self.level_count - 2))
            return oo, EnclosedReal(lambda: -(-ball_of(below)).log1p())
        if self._is_reference:  # KL(p‖φ) = log Z(α) − α·E_p r
            shift = EnclosedReal.of(self.family.expected_reward(0)) * self.alpha
            forward = (self.family.log_partition(self.alpha) - shift) * self.source.length
            return forward, self._own_kl * self.source.length
        forward = self.policy.kl_to_tilt(self.alpha)
        if self._skips(every):
            return forward, Omitted.SKIPPED
        return forward, self.policy.kl_from_tilt(self.alpha)

    def total_variation(self) -> Measured:
        """Return the total variation distance between π_N and φ^m."""
        if self._coincide:
            return Fraction(0)
        if self.alpha is None:
            return self.policy.at_most(self.policy.levels.level_reward(self.level_count - 2))
        return self.policy.total_variation_to_tilt(self.alpha)

    def expected_reward(self) -> tuple[Measured, Measured]:
        """Return the expected total rewards."""
        length = self.source.length
        mine = self.family.expected_reward(0) * length if self._is_reference else self.policy.expected_reward()
        limit = oo if self.alpha is None else self.alpha
        return mine, self.family.expected_reward(limit) * length

    def reward_variance(self) -> tuple[Measured, Measured]:
        """Return the variances of the total reward."""
        if self.family.is_constant:
            return Fraction(0), Fraction(0)
        mine = self.policy.reward_variance()
        if self.alpha is None:
            return mine, Fraction(0)
        return mine, self.family.reward_variance(self.alpha) * self.source.length

    def reward_quantiles(self, goals: Iterable[Any], *, every: bool = True) -> tuple[list[Measured], list[Measured]]:
        """Return, for each goal, the smallest total rewards that are reached with at least that probability."""
        levels = [rational(goal, "quantile") for goal in goals]
        for goal in levels:
            if not 0 < goal < 1:
                raise ParameterError(f"quantile is {format_rational(goal)}: give a number strictly between 0 and 1")
        reference = self.source.distribution
        mine = (
            self._exact_quantiles(reference, levels)
            if self._is_reference
            else [self._policy_quantile(goal) for goal in levels]
        )
        if self._coincide:
            return mine, mine
        if self.alpha is None:
            return mine, [self._best_reward for _ in levels]
        if self._skips(every):
            return mine, [Omitted.SKIPPED for _ in levels]
        if isinstance(self.aligned, Distribution):
            return mine, self._exact_quantiles(self.aligned, levels)
        return mine, self._tilt_quantiles(levels, self.alpha)

    def expected_counts(self) -> tuple[dict[Outcome, Measured], dict[Outcome, Measured]]:
        """Return {outcome: expected number of its occurrences}; per symbol, the expected types."""
        length = self.source.length
        reference = self.source.distribution
        if self._is_reference:
            mine: dict[Outcome, Measured] = {o: mass * length for o, mass in reference.items()}
        else:
            shares = self.policy.expected_type().items()
            mine = {o: share * length if reference[o] else Fraction(0) for o, share in shares}
        return mine, {outcome: mass * length for outcome, mass in self.aligned.items()}

    @property
    def _is_reference(self) -> bool:
        """Whether best-of-N is decided to be the reference itself."""
        return self.family.is_constant or (isinstance(self.n, int) and self.n == 1)

    @property
    def _coincide(self) -> bool:
        """Whether the two policies are decided to be the same."""
        return self.family.is_constant or (self._is_reference and isinstance(self.alpha, Fraction) and self.alpha == 0)

    @cached_property
    def _best_reward(self) -> LogForm:
        return self.family.values[-1] * self.source.length

    @property
    def _own_kl(self) -> LogForm | EnclosedReal:
        """KL(φ‖p): `kl` where it is used up."""
        if self.case == "tilt":
            return self.kl
        return LogForm() if self.case == "constant-reward" else self.family.kl_max

    def _align_within(self, delta: LogForm) -> None:
        alignment = self.family.align(delta)
        self.kl, self.case, self.alpha = delta, alignment.case, alignment.alpha
        self.aligned, self.unique = alignment.policy, alignment.unique

    def _align_at(self, alpha: Number) -> None:
        if alpha < 0:
            raise ParameterError(f"alpha is {alpha}: best-of-N is compared with tilts towards the reward, alpha ≥ 0")
        self.case = "constant-reward" if self.family.is_constant else "tilt"
        self.alpha = None if self.family.is_constant else alpha
        self.aligned = self.family.reference if self.family.is_constant else self.family.at(alpha)
        self.kl = LogForm() if self.family.is_constant else self.family.kl(alpha)

    def _rounded(self, rule: str) -> int | EnclosedReal:
        """N = exp(m·kl), rounded as said."""
        if isinstance(self.kl, LogForm) and self.kl == 0:
            return 1
        return sample_size(self.kl, self.source.length, rule)

    def _skips(self, every: bool) -> bool:
        return not every and self.level_count > MAX_VISITED

    def _policy_quantile(self, goal: Fraction) -> Measured:
        try:
            return self.policy.quantile(goal)
        except Undecided:
            return Omitted.UNDECIDED

    def _exact_quantiles(self, symbol: Distribution, goals: list[Fraction]) -> list[Measured]:
        """Quantiles of the total reward of independent draws, from the exact law where that fits."""
        if self.level_count <= EXACT_LEVELS:
            try:
                source = MemorylessSource(symbol, self.source.length)
                law = LevelLaw(source, self.family.reward, memory=self._memory)
            except TooLarge:
                pass
            else:
                return [law.level_reward(_reached(law, goal)) for goal in goals]
        return self._tilt_quantiles(goals, Fraction(0) if symbol is self.source.distribution else self.alpha)

    def _tilt_quantiles(self, goals: list[Fraction], alpha: Number | None) -> list[Measured]:
        """Quantiles of the total reward under a tilt, decided by enclosing all levels."""
        assert alpha is not None
        found: list[Measured] = [Omitted.UNDECIDED for _ in goals]
        limit = COMPARISON_BITS if self.level_count <= EXACT_LEVELS else 256
        for bits in precisions(128, limit):
            with working_precision(bits):
                indices = self._crossings(alpha, goals)
            for position, index in enumerate(indices):
                if index is not None:
                    found[position] = self.policy.levels.level_reward(index)
            if None not in indices:
                break
        return found

    def _crossings(self, alpha: Number, goals: list[Fraction]) -> list[int | None]:
        """The first level where the cumulative mass reaches each goal; None where a ball straddles it."""
        whole = range(self.level_count)
        order = sorted(range(len(goals)), key=lambda i: goals[i])
        answers: list[int | None] = [None] * len(goals)
        open_goals = iter(order)
        current = next(open_goals, None)
        total = arb(0)
        for index, mass in enumerate(self.policy.tilted_masses(ball_of(alpha), whole)):
            total += mass
            while current is not None:
                sign = 1 if index == whole[-1] else sign_of_ball(total - ball_of(goals[current]))
                if sign is None:  # this goal is left open
                    current = next(open_goals, None)
                    continue
                if sign < 0:
                    break
                answers[current] = index
                current = next(open_goals, None)
            if current is None:
                break
        return answers


def match_best_of_n(
    source: MemorylessSource, reward: Reward, n: int, *, memory: int = DEFAULT_MEMORY
) -> tuple[LogForm | EnclosedReal, Alignment]:
    """Return KL(π_N‖p^m)/m, and the aligned policy within that divergence per symbol.

    The divergence is a log form for sizes that stay exact, else enclosed. It is always feasible: π_N/p^m is
    largest on the best level, of mass P, where it is (1 − (1 − P)^N)/P < 1/P, so KL(π_N‖p^m) < −log P = m·Δ_max.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> match_best_of_n(MemorylessSource(p, 1), Reward.parse("log 6, 0, log 2"), 2)[1].alpha
    EnclosedReal(0.840243026733460…)
    """
    if source.length < 1:
        raise ParameterError("length is 0: give at least one symbol")
    family = AlignedFamily(source.distribution, reward)
    delta = _own_kl(source, family, _count(n), memory)
    if isinstance(delta, LogForm) or family.is_constant:
        exact = delta if isinstance(delta, LogForm) else LogForm()
        return exact, family.align(exact)
    try:
        alpha = family.alpha_for_kl(delta)
    except Undecided:
        raise Undecided(
            f"the KL divergence of best-of-N per symbol, {delta}, lies too close to Δ_max = {family.kl_max} for the "
            "matching tilt to be located: take a smaller N"
        ) from None
    return delta, Alignment("tilt", alpha, family.at(alpha), True, family)


def _own_kl(source: MemorylessSource, family: AlignedFamily, n: int, memory: int) -> LogForm | EnclosedReal:
    reward = family.reward
    if power_bits(source.distribution._total, source.length * n) <= _EXACT_BITS:
        if source.length == 1:
            policy = best_of_n(source.distribution, reward, n, memory=memory)
            divergence = kl_divergence(policy, source.distribution)
            assert isinstance(divergence, LogForm)
            return divergence
        try:
            return best_of_n(source, reward, n, memory=min(memory, 10**7)).kl() / source.length
        except TooLarge:
            pass
    return EnclosedBestOfN(source, reward, n, memory=memory).kl() / source.length


def _reached(law: LevelLaw, goal: Fraction) -> int:
    """The first level whose cumulative mass is at least `goal`."""
    bound = goal.numerator * law.total
    return next(i for i, upto in enumerate(law.cumulative) if upto * goal.denominator >= bound)


def _divided(value: Measured, length: int) -> Measured:
    return value if isinstance(value, (Infinity, Omitted)) else value / length


def _count(n: Any) -> int:
    count = rational(n, "n")
    if count.denominator != 1 or count < 1:
        raise ParameterError(f"n is {format_rational(count)}: give a whole number, at least 1, or floor, ceil or real")
    return int(count)
