"""Best-of-N over sequences with guaranteed bounds, for N and lengths past exact reach (N = exp(110), say).

With F the reference mass at or below a level and w its own mass, the policy gives the level

    F^N − (F − w)^N = exp(N·log F)·(1 − exp(N·log(1 − w/F))),

which loses no digits to cancellation. Levels of negligible mass at both ends are bounded, not visited.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import attrs
from flint import arb, ctx, fmpz

from exactalign.exceptions import OutcomeError
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.enclosed_levels import FEW_LEVELS, EnclosedLevelLaw, LevelBalls
from exactalign.laws.lattice import Vector
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import sign_of_ball
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY, power_bits
from exactalign.numbers.precision import refine, working_precision
from exactalign.numbers.rationals import format_rational, fraction
from exactalign.numbers.reading import Number, decided_real, exact_real, real_at_least
from exactalign.policies.sequence_policies import SequencePolicy, quantile_level
from exactalign.policies.tilting import AlignedFamily
from exactalign.text.rows import Rows

_GUARD_BITS = 64


@attrs.frozen(slots=False)
class Window:
    """The levels that carry the policy: their masses, and bounds on the masses left out below and above."""

    indices: range
    masses: list[arb]
    left_below: arb
    left_above: arb
    reference: list[arb]
    bits: int

    def log_densities(self) -> Iterable[arb]:
        """log(π_N/p^m) on each level; kept where they are few."""
        return self._few_densities if len(self.masses) <= FEW_LEVELS else self._densities()

    @cached_property
    def _few_densities(self) -> list[arb]:
        with working_precision(self.bits):
            return list(self._densities())

    def _densities(self) -> Iterator[arb]:
        return ((mass / own).log() for mass, own in zip(self.masses, self.reference, strict=True))


class EnclosedBestOfN(SequencePolicy[Fraction | EnclosedReal, EnclosedLevelLaw]):
    """The best-of-N policy over sequences, every number enclosed.

    `n` is any real N ≥ 1: the law F≤^N − F<^N makes sense for it. Made by `best_of_n`; of a `Distribution` it is the
    policy over its outcomes, which stand for sequences of length 1. Lengths are limited by the number of reward
    levels only (`MAX_LEVELS`).

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> pi = EnclosedBestOfN(MemorylessSource(p, length=2), Reward.parse("log 6, 0, log 2"), n=2)
    >>> pi.kl()
    EnclosedReal(0.178261209434063…)
    """

    @checked
    def __init__(
        self,
        source: Distribution | MemorylessSource,
        reward: Reward,
        n: Any,
        *,
        memory: int = DEFAULT_MEMORY,
        levels: EnclosedLevelLaw | None = None,
    ) -> None:
        self.n: Number = real_at_least(n, "n", 1)
        self._is_one_shot = isinstance(source, Distribution)
        self.source = source**1 if isinstance(source, Distribution) else source
        self.levels: EnclosedLevelLaw = (
            levels if levels is not None else EnclosedLevelLaw(self.source, reward, memory=memory)
        )
        self.reward = self.levels.reward
        self._memory = memory
        self._cached: tuple[int, Window] | None = None

    @checked
    def probability(self, sequence: Any) -> Fraction | EnclosedReal:
        """Return π_N(y^m) of a sequence of outcomes, or of one outcome where the policy is one of outcomes."""
        return super().probability((sequence,) if self._is_one_shot else sequence)

    def by_level(self) -> Iterator[tuple[LogForm, EnclosedReal]]:
        """Iterate over (total reward, probability), from the lowest level up."""
        for index in range(len(self.levels)):
            yield self.levels.level_reward(index), self._real(partial(self._level_mass, index))

    def kl(self) -> EnclosedReal:
        """Return KL(π_N‖p^m)."""
        return self._kl

    @cached_property
    def _kl(self) -> EnclosedReal:
        def evaluate() -> arb:
            window, _ = self._window()
            total = arb(0)
            for mass, density in zip(window.masses, window.log_densities(), strict=True):
                total += mass * density
            # A set of policy mass u adds between u·log u (log-sum inequality) and u·log N (π ≤ N·p).
            return total + self._left_out(window, lambda u: u * u.log(), lambda u: u * ball_of(self.n).log())

        return self._real(evaluate)

    def kl_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(π_N‖φ^m) for the tilt φ = T(q, p, α), through KL(π‖φ^m) = KL(π‖p^m) − α·E r + m·log Z(α)."""
        value = exact_real(alpha, "alpha")
        sums = self._family.sums
        divergence, reward = self.kl(), self.expected_reward()

        def evaluate() -> arb:
            x = ball_of(value)
            return ball_of(divergence) - x * ball_of(reward) + self.source.length * sums.log_partition(x)

        return EnclosedReal(evaluate)  # the sums over levels are in its parts

    def kl_from_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(φ^m‖π_N), the reverse divergence (finite: π_N has the support of p^m); visits every level."""
        value = exact_real(alpha, "alpha")

        def evaluate() -> arb:
            window, balls = self._window()
            n, densities = ball_of(self.n), iter(window.log_densities())
            total = arb(0)
            for i, tilt in enumerate(self._log_tilts(ball_of(value), range(len(self.levels)))):
                if i in window.indices:
                    density = next(densities)
                else:
                    exponent, share = _log_power_and_share(balls, i, n)
                    density = exponent + (share / balls.mass[i]).log()
                total += balls.mass[i] * tilt.exp() * (tilt - density)
            return total

        return self._real(evaluate)

    def total_variation_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return the total variation distance between π_N and φ^m, φ = T(q, p, α)."""
        value = exact_real(alpha, "alpha")

        def evaluate() -> arb:
            window, _ = self._window()
            distance, seen = arb(0), arb(0)
            for mass, tilted in zip(window.masses, self.tilted_masses(ball_of(value), window.indices), strict=True):
                distance += abs(mass - tilted)
                seen += tilted
            outside = 1 - seen
            return (distance + outside) / 2 + self._left_out(window, lambda u: -u, lambda u: u)

        return self._real(evaluate)

    def expected_reward(self) -> EnclosedReal:
        """Return E[r(Y^m)], the total over the sequence."""
        return self._expected_reward

    @cached_property
    def _expected_reward(self) -> EnclosedReal:
        return self._mean(lambda reward: reward)

    def reward_variance(self) -> EnclosedReal:
        """Return the variance of the total reward r(Y^m)."""
        mean = self.expected_reward()

        def evaluate() -> arb:
            center = ball_of(mean).mid()
            second = ball_of(self._mean(lambda reward: (reward - center) * (reward - center)))
            shift = ball_of(mean) - center
            return second - shift * shift

        return EnclosedReal(evaluate)  # the sums over levels are in its parts

    def expected_type(self) -> dict[Outcome, EnclosedReal]:
        """Return E[t(Y^m)] as {outcome: enclosed probability}."""
        if self.source.length == 0:
            raise OutcomeError("a sequence of length 0 has no type")
        reference, lattice = self.source.distribution, self.levels.lattice
        shares: dict[Outcome, EnclosedReal] = {o: EnclosedReal.of(0) for o in reference.outcomes}
        shorter = None if self.levels.is_generic else self.levels.shorter()
        for g, group in enumerate(lattice.groups):
            masses = [reference[o] for o in group]
            together = sum(masses, Fraction(0))
            whole = self._group_share(g) if shorter is None else self._group_share_by(shorter, g, together)
            for outcome, mass in zip(group, masses, strict=True):
                shares[outcome] = whole * (mass / together)
        return shares

    def marginal(self, length: int = 1) -> Mapping[Outcome, EnclosedReal]:
        """Return the joint law of any `length` positions: {outcome: …} for one position, otherwise {tuple: …}."""
        if length == 1 and self.source.length >= 1:
            return self.expected_type()
        prefixes = self._prefixes(length)
        rest = EnclosedLevelLaw(
            self.source.distribution ** (self.source.length - length), self.reward, memory=self._memory
        )
        return {prefix: self._joint(rest, *self._located(Counter(prefix)), len(prefix)) for prefix in prefixes}

    def win_rate(self) -> EnclosedReal:
        """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y ~ π_N against a draw X ~ p^m."""

        def evaluate() -> arb:
            window, balls = self._window()
            total = arb(0)
            for i, mass in zip(window.indices, window.masses, strict=True):
                total += mass * (balls.upto[i] - balls.mass[i] / 2)
            return total + self._left_out(window, lambda u: u * 0, lambda u: u)

        return self._real(evaluate)

    def at_most(self, threshold: Any) -> EnclosedReal:
        """Return P(r(Y^m) ≤ threshold), the threshold a total reward (rational or log form)."""
        goal = decided_real(threshold, "threshold")
        index = self.levels.first_at_least(goal)
        if index < len(self.levels) and self.levels.level_reward(index) == goal:
            index += 1
        return self._real(lambda: self._power_below(index))

    def at_least(self, threshold: Any) -> EnclosedReal:
        """Return P(r(Y^m) ≥ threshold) = 1 − F<^N, without cancellation."""
        index = self.levels.first_at_least(decided_real(threshold, "threshold"))

        def evaluate() -> arb:
            if index == 0:
                return arb(1)
            return -(ball_of(self.n) * _log_upto(self.levels.balls(), index - 1)).expm1()

        return self._real(evaluate)

    def quantile(self, level: Any) -> LogForm:
        """Return the smallest total reward x with P(r(Y^m) ≤ x) ≥ level, for a rational 0 < level < 1; decided."""
        goal = quantile_level(level)
        index = bisect_left(range(len(self.levels) - 1), True, key=lambda i: self._reaches(i, goal))
        return self.levels.level_reward(index)

    def _shown(self) -> Rows:
        reference = self.source.distribution
        rows = ((o, reference[o], self.reward[o]) for o in reference.outcomes)
        title = f"Best of N = {self.n} over sequences of length {self.source.length}, enclosed"
        return Rows(("outcome", "reference", "reward"), rows, len(reference), title)

    def __repr__(self) -> str:
        source = self.source.distribution if self._is_one_shot else self.source
        return f"best_of_n({source!r}, {self.reward!r}, n={self.n}, enclosed=True)"

    @cached_property
    def _family(self) -> AlignedFamily:
        return AlignedFamily(self.source.distribution, self.reward)

    def _real(self, evaluate: Callable[[], arb]) -> EnclosedReal:
        """An enclosed real whose sums over levels run with guard bits for their rounding errors."""

        def guarded() -> arb:
            with working_precision(ctx.prec + _GUARD_BITS + len(self.levels).bit_length()):
                return evaluate()

        return EnclosedReal(guarded)

    def _window(self) -> tuple[Window, LevelBalls]:
        bits = ctx.prec
        balls = self.levels.balls()
        if self._cached is None or self._cached[0] < bits:
            self._cached = (bits, self._find_window(balls, bits))
        return self._cached[1], balls

    def _find_window(self, balls: LevelBalls, bits: int) -> Window:
        n = ball_of(self.n)
        last = len(self.levels) - 1
        negligible = arb(2) ** (-2 * bits)
        depth = -negligible.log()

        def carries(i: int) -> bool:  # not proved that F_i^N is negligible
            return not n * _log_upto(balls, i) < -depth

        def ends(i: int) -> bool:  # proved that the mass above level i is negligible
            return bool(n * balls.above[i] < negligible)

        start = bisect_left(range(last), True, key=carries)
        stop = start + bisect_left(range(start, last), True, key=ends)
        masses = []
        for i in range(start, stop + 1):
            exponent, share = _log_power_and_share(balls, i, n)
            masses.append(exponent.exp() * share)
        below = (n * _log_upto(balls, start - 1)).exp() if start else arb(0)
        levels = range(start, stop + 1)
        return Window(levels, masses, below, n * balls.above[stop], balls.mass[start : stop + 1], bits)

    def _left_out(self, window: Window, low: Callable[[arb], arb], high: Callable[[arb], arb]) -> arb:
        """A ball from low(u) to high(u), summed over the two sets of levels left out, of mass at most u."""
        total = arb(0)
        for bound in (window.left_below, window.left_above):
            if not bound.is_zero():
                u = bound.upper()
                total += low(u).union(high(u)).union(arb(0))
        return total

    def _mean(self, function: Callable[[arb], arb]) -> EnclosedReal:
        """E[function(r(Y^m))]; the levels left out are covered by the values at the ends of the range."""

        def evaluate() -> arb:
            window, _ = self._window()
            total = arb(0)
            for mass, reward in zip(window.masses, self.levels.rewards(window.indices), strict=True):
                total += mass * function(reward)
            worst, best = (next(self.levels.rewards(range(i, i + 1))) for i in (0, len(self.levels) - 1))
            span = function(worst.union(best))
            return total + self._left_out(window, lambda u: u * span, lambda u: u * span)

        return self._real(evaluate)

    def _group_share(self, group: int) -> EnclosedReal:
        """E[count of a group]/m when every level is a type."""
        length = self.source.length

        def evaluate() -> arb:
            window, _ = self._window()
            total = arb(0)
            for i, mass in zip(window.indices, window.masses, strict=True):
                vector = self.levels.vectors[i]
                count = vector[group - 1] if group else length - sum(vector)
                if count:
                    total += mass * count
            return (total + self._left_out(window, lambda u: u * 0, lambda u: u * length)) / length

        return self._real(evaluate)

    def _group_share_by(self, shorter: EnclosedLevelLaw, group: int, probability: Fraction) -> EnclosedReal:
        """P(Y₁ in a group) through the law of the other symbols: Σ π(level)/p(level)·p(group)·p(level − step)."""
        step = self.levels.lattice.vectors[group]
        positions = {vector: i for i, vector in enumerate(shorter.vectors)}  # the lattice is the same

        def evaluate() -> arb:
            window, balls = self._window()
            rest = shorter.balls().mass
            total = arb(0)
            for i, mass in zip(window.indices, window.masses, strict=True):
                position = positions.get(tuple(a - b for a, b in zip(self.levels.vectors[i], step, strict=True)))
                if position is not None:
                    total += mass / balls.mass[i] * rest[position]
            return total * ball_of(probability) + self._left_out(window, lambda u: u * 0, lambda u: u)

        return self._real(evaluate)

    @checked
    def tilted_masses(self, alpha: arb, indices: range) -> Iterator[arb]:
        """Masses of levels under φ^m."""
        balls = self.levels.balls()
        for i, tilt in zip(indices, self._log_tilts(alpha, indices), strict=True):
            yield balls.mass[i] * tilt.exp()

    def _log_tilts(self, alpha: arb, indices: range) -> Iterator[arb]:
        """log(φ^m/p^m) on levels."""
        shift = self.source.length * self._family.sums.log_partition(alpha)
        return (alpha * reward - shift for reward in self.levels.rewards(indices))

    @cached_property
    def _positions(self) -> dict[Vector, int]:
        return {vector: index for index, vector in enumerate(self.levels.vectors)}

    def _level_mass(self, index: int) -> arb:
        exponent, share = _log_power_and_share(self.levels.balls(), index, ball_of(self.n))
        return exponent.exp() * share

    def _probability_of(self, mass: fmpz, vector: Vector) -> Fraction | EnclosedReal:
        if not mass:
            return Fraction(0)
        index, total = self._positions[vector], self.source.distribution._total**self.source.length
        return self._real(lambda: self._level_mass(index) / self.levels.balls().mass[index] * arb(mass) / arb(total))

    def _joint(self, rest: EnclosedLevelLaw, mass: fmpz, vector: Vector, length: int) -> EnclosedReal:
        """The probability of a prefix: its mass times the mean density over what may follow it."""
        if not mass:
            return EnclosedReal.of(0)
        following = [self._positions[tuple(map(int.__add__, v, vector))] for v in rest.vectors]
        total = self.source.distribution._total**length

        def evaluate() -> arb:
            masses, density = rest.balls().mass, arb(0)
            for position, own in zip(following, masses, strict=True):
                density += own * self._level_mass(position) / self.levels.balls().mass[position]
            return density * arb(mass) / arb(total)

        return self._real(evaluate)

    def _power_below(self, index: int) -> arb:
        """F^N of the levels before `index`."""
        if index == 0:
            return arb(0)
        return (ball_of(self.n) * _log_upto(self.levels.balls(), index - 1)).exp()

    def _reaches(self, index: int, goal: Fraction) -> bool:
        """Whether F^N ≥ goal at a level below the highest."""
        exact_at = power_bits(self.source.distribution._total, self.source.length) + 64

        def told(bits: int) -> bool | None:
            with working_precision(bits):
                difference = ball_of(self.n) * _log_upto(self.levels.balls(), index) - ball_of(goal).log()
                sign = sign_of_ball(difference)
            if sign is not None:
                return sign >= 0
            return True if bits >= exact_at and self._equals(index, goal, bits) else None

        return refine(told, f"whether P(r ≤ x) reaches {format_rational(goal)} could not be decided")

    def _equals(self, index: int, goal: Fraction, bits: int) -> bool:
        """Whether F^N = goal, for a rational N = a/b: F^a = goal^b, decided with the integer F·total^m."""
        if not isinstance(self.n, Fraction):
            return False
        a, b = self.n.numerator, self.n.denominator
        total = self.source.distribution._total**self.source.length
        with working_precision(bits):
            count = (self.levels.balls().upto[index] * arb(total)).unique_fmpz()
        # F < 1 and F^a = goal^b need a denominator of at least 2^a.
        if count is None or a > b * goal.denominator.bit_length():
            return False
        return fraction(count, total) ** a == goal**b


def _log_upto(balls: LevelBalls, i: int) -> arb:
    """log F_i, from the smaller of F_i and 1 − F_i."""
    above = balls.above[i]
    return (-above).log1p() if above < 0.5 else balls.upto[i].log()


def _log_power_and_share(balls: LevelBalls, i: int, n: arb) -> tuple[arb, arb]:
    """N·log F_i, and the share 1 − (F_{i−1}/F_i)^N of it that belongs to level i."""
    exponent = n * _log_upto(balls, i)
    if i == 0:
        return exponent, arb(1)
    ratio = balls.mass[i] / balls.upto[i]
    step = (-ratio).log1p() if ratio < 0.5 else (balls.upto[i - 1] / balls.upto[i]).log()
    return exponent, -(n * step).expm1()
