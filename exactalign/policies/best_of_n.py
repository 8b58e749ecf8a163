"""The exact best-of-N policy: draw N times from the reference, keep the highest reward, ties uniform.

With F≤ and F< the reference mass at or below, and strictly below, the reward level of y,

    π_N(y) = p(y)·(F≤^N − F<^N)/(F≤ − F<)                       (Definition 3 of asymptotics),

so for sequences everything is a sum over levels of the total reward.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import comb
from typing import Any, overload

from flint import fmpz

from exactalign.exceptions import OutcomeError, TooLarge
from exactalign.laws.distributions import Distribution, MemorylessSource, Outcome, _entry
from exactalign.laws.lattice import RewardLattice
from exactalign.laws.levels import LevelLaw, kept_law
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY, level_bound, power_bits, require
from exactalign.numbers.rationals import fraction, fraction_over_power
from exactalign.numbers.reading import short_number, whole_number
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Rows

MAX_ROWS = 1_000_000
"""Most sequences or types that are written out."""

_ALTERNATIVE = "use a smaller N, or bounds instead of fractions (EnclosedBestOfN, exactalign compare)"


@overload
def best_of_n(source: Distribution, reward: Reward, n: int, *, memory: int = ...) -> Distribution: ...


@overload
def best_of_n(source: MemorylessSource, reward: Reward, n: int, *, memory: int = ...) -> BestOfN: ...


def best_of_n(
    source: Distribution | MemorylessSource, reward: Reward, n: int, *, memory: int = DEFAULT_MEMORY
) -> Distribution | BestOfN:
    """Return the best-of-n policy, ties between draws broken uniformly, exactly.

    Of a `Distribution`, the policy is a `Distribution`; of a `MemorylessSource` it is a `BestOfN`, which
    answers about sequences without listing them. n is an integer ≥ 1; `memory` is in bytes.

    Raises `ParameterError` for a bad n, `OutcomeError` when the reward has other outcomes, and
    `TooLarge` when the exact answer would be too large.

    Formula: π_N(y) = p(y)·(F≤^N − F<^N)/(F≤ − F<); Definition 3 of asymptotics.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> best_of_n(p, Reward.parse("log 6, 0, log 2"), n=2)
    Distribution.from_probabilities(['9/25', '9/100', '11/20'])
    """
    n = whole_number(n, "n", 1)
    if isinstance(source, MemorylessSource):
        return BestOfN(source, reward, n, memory=memory)
    if not isinstance(source, Distribution):
        raise OutcomeError(f"the reference must be a Distribution or a MemorylessSource, not a {type(source).__name__}")
    return _one_shot(source, matched(reward, source), n, memory)


def _one_shot(reference: Distribution, reward: Reward, n: int, memory: int) -> Distribution:
    ranking = reward.ranking()
    what = f"the exact best-of-{short_number(n)} policy"
    require(power_bits(reference._total, n), len(ranking), what, _ALTERNATIVE, memory)
    weights = reference._weights
    policy = [fmpz(0)] * len(reference)
    below, power_below = fmpz(0), fmpz(0)
    for group in ranking:
        members = [reference.index(o) for o in group]
        mass = sum((weights[i] for i in members), fmpz(0))
        if not mass:
            continue
        upto = below + mass
        power = upto**n
        gained = power - power_below
        if len(members) == 1:
            policy[members[0]] = gained
        else:
            share = gained // mass  # exact: mass = upto − below divides uptoⁿ − belowⁿ
            for i in members:
                policy[i] = share * weights[i]
        below, power_below = upto, power
    return Distribution._from_integers(reference.outcomes, policy)


class BestOfN(Displayed):
    """The exact best-of-N policy over sequences of a memoryless source; made by `best_of_n`.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> pi = best_of_n(MemorylessSource(p, length=2), Reward.parse("log 6, 0, log 2"), n=2)
    >>> pi.probability((0, 0)), pi.expected_type()[0], pi.win_rate()
    (Fraction(49, 625), Fraction(209, 625), Fraction(657809, 1000000))
    """

    def __init__(self, source: MemorylessSource, reward: Reward, n: int, *, memory: int = DEFAULT_MEMORY) -> None:
        self.source = source
        self.reward = matched(reward, source.distribution)
        self.n = whole_number(n, "n", 1)
        self._memory = memory
        law = kept_law(source, self.reward)
        lattice = law.lattice if law else RewardLattice(source.distribution, self.reward)
        bits = power_bits(source.distribution._total, source.length * self.n)
        levels = len(law) if law else level_bound(source.length, len(lattice.groups), lattice.spans)
        what = f"the exact best-of-{_count(self.n)} policy at length {_count(source.length)}"
        require(bits, levels, what, _ALTERNATIVE, memory)
        self.levels = law if law else LevelLaw(source, self.reward, memory=memory, lattice=lattice)
        total = self.levels.total
        self._total = total**self.n
        gains: list[fmpz] = []
        shares: list[fmpz] = []
        before = fmpz(0)
        for weight, upto in zip(self.levels.weights, self.levels.cumulative, strict=True):
            power = upto**self.n
            gained = power - before
            gains.append(gained)
            shares.append(gained // weight)
            before = power
        self._gained = gains  # π_N(level)·_total
        self._share = shares  # π_N(y)/p^m(y)·total^(N−1), an integer for every level

    def __setattr__(self, name: str, value: object) -> None:
        if "_share" in vars(self):  # set last
            raise AttributeError("a BestOfN policy is immutable")
        object.__setattr__(self, name, value)

    @cached_property
    def _positions(self) -> dict[tuple[int, ...], int]:
        return self.levels.positions()

    def probability(self, sequence: Sequence[Any]) -> Fraction:
        """Return π_N(y^m) of a sequence of outcomes."""
        symbols = tuple(sequence)
        if len(symbols) != self.source.length:
            raise OutcomeError(f"the sequence has {len(symbols)} symbols: the source has length {self.source.length}")
        vector = self.levels.vector_of(symbols)
        if vector is None:
            return Fraction(0)
        weights = self.source.distribution
        mass = fmpz(1)
        for symbol in symbols:
            mass *= weights._weights[weights.index(symbol)]
        return self._probability(mass * self._share[self._positions[vector]])

    def by_level(self) -> Iterator[tuple[LogForm, Fraction]]:
        """Iterate over (total reward, probability), from the lowest level up."""
        for index, gained in enumerate(self._gained):
            yield self.levels.level_reward(index), self._probability(gained)

    def by_sequence(self) -> Iterator[tuple[tuple[Outcome, ...], Fraction]]:
        """Iterate over all K^m sequences and their probabilities; refused past `MAX_ROWS` of them."""
        outcomes, length = self.source.distribution.outcomes, self.source.length
        self._refuse_rows(len(outcomes) ** length if length * len(outcomes).bit_length() < 512 else None, "sequences")
        return ((sequence, self.probability(sequence)) for sequence in product(outcomes, repeat=length))

    def by_type(self) -> Iterator[tuple[tuple[int, ...], Fraction]]:
        """Iterate over all types, as counts of the outcomes, and their probabilities."""
        count, length = len(self.source.distribution), self.source.length
        self._refuse_rows(comb(length + count - 1, count - 1) if count < 10_000 else None, "types")
        return ((counts, self.type_probability(counts)) for counts in _compositions(length, count))

    def type_probability(self, counts: Sequence[int]) -> Fraction:
        """Return the probability of a type class, given by the count of every outcome.

        Raises `OutcomeError` when the counts do not sum to the length.
        """
        reference, length = self.source.distribution, self.source.length
        if len(counts) != len(reference) or any(c < 0 for c in counts) or sum(counts) != length:
            raise OutcomeError(f"{tuple(counts)} is no type: give {len(reference)} counts that sum to {length}")
        mass = fmpz(1)
        left = length
        vector = [0] * len(self.levels.lattice.basis)
        groups = self.levels.lattice.group_of
        for outcome, weight, count in zip(reference.outcomes, reference._weights, counts, strict=True):
            if not count:
                continue
            if not weight:
                return Fraction(0)
            mass *= weight**count * comb(left, count)
            left -= count
            for i, step in enumerate(self.levels.lattice.vectors[groups[outcome]]):
                vector[i] += step * count
        return self._probability(mass * self._share[self._positions[tuple(vector)]])

    def expected_type(self) -> Distribution:
        """Return E[t(Y^m)], exactly; it is also the law of any single symbol, the policy being exchangeable.

        Raises `OutcomeError` at length 0, where there is no symbol.
        """
        return self._expected_type

    @cached_property
    def _expected_type(self) -> Distribution:
        if self.source.length == 0:
            raise OutcomeError("a sequence of length 0 has no type")
        reference, lattice = self.source.distribution, self.levels.lattice
        if len(lattice.basis) == len(lattice.groups) - 1:
            masses = self._type_masses_from_vectors()
        else:
            masses = self._type_masses_from_shorter()
        # Inside a group of equal rewards the symbols keep the proportions of the reference.
        scale = self.levels.group_weights()
        groups = self.levels.lattice.group_of
        common = fmpz(1)
        for weight in scale:
            common = common.lcm(weight)
        weights = [
            masses[groups[o]] * (common // scale[groups[o]]) * w if w else fmpz(0)
            for o, w in zip(reference.outcomes, reference._weights, strict=True)
        ]
        return Distribution._from_integers(reference.outcomes, weights)

    def _type_masses_from_vectors(self) -> list[fmpz]:
        """Expected counts of the groups when every group has a coordinate of its own."""
        lattice = self.levels.lattice
        rank = len(lattice.basis)
        counts = [fmpz(0)] * rank
        for vector, gained in zip(self.levels.vectors, self._gained, strict=True):
            for i, c in enumerate(vector):
                if c:
                    counts[i] += gained * c
        first = self._total * self.source.length - sum(counts, fmpz(0))
        return [first, *counts]

    def _type_masses_from_shorter(self) -> list[fmpz]:
        """Expected counts of the groups from the law with the first symbol taken off."""
        lattice = self.levels.lattice
        shorter = self.levels.first_symbol_law()
        positions, scale = self._positions, self.levels.group_weights()
        masses = []
        for step, weight in zip(lattice.vectors, scale, strict=True):
            mass = fmpz(0)
            for vector, rest in zip(shorter.vectors, shorter.weights, strict=True):
                mass += rest * self._share[positions[tuple(map(int.__add__, vector, step))]]
            masses.append(mass * weight)
        return masses

    def marginal(self, length: int = 1) -> Distribution:
        """Return the joint law of any `length` positions (all alike, the policy being exchangeable).

        For one position a `Distribution` over outcomes, otherwise one over tuples.
        """
        if length == 1 and self.source.length >= 1:
            return self.expected_type()
        return _joint_marginal(self, length)

    def expected_reward(self) -> LogForm:
        """Return E[r(Y^m)], the total over the sequence, as a log form."""
        lattice = self.levels.lattice
        means = [fmpz(0)] * len(lattice.basis)
        for vector, gained in zip(self.levels.vectors, self._gained, strict=True):
            for i, c in enumerate(vector):
                if c:
                    means[i] += gained * c
        parts = (b * fraction(mean, self._total) for b, mean in zip(lattice.basis, means, strict=True))
        return LogForm.sum((lattice.origin * self.source.length, *parts))

    def kl(self) -> LogForm:
        """Return KL(π_N‖p^m), exactly.

        Formula: Σ over levels of π_N(level)·log(π_N(level)/p^m(level)), the ratio being constant on a level.
        """
        total = self.levels.total
        terms = list(zip(self._gained, self._share, strict=True))
        terms.append((-self._total * (self.n - 1), total))
        return LogForm.from_integers(terms, self._total)

    def win_rate(self) -> Fraction:
        """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y ~ π_N against an independent draw X ~ p^m."""
        wins = fmpz(0)
        for gained, weight, upto in zip(self._gained, self.levels.weights, self.levels.cumulative, strict=True):
            wins += gained * (2 * upto - weight)
        return fraction(wins, 2 * self._total * self.levels.total)

    def distribution(self) -> Distribution:
        """Return the policy written out over all sequences; refused past `MAX_ROWS` of them."""
        return Distribution(dict(self.by_sequence()))

    def _shown(self) -> Rows:
        levels = range(len(self._gained) - 1, -1, -1)
        rows = ((self.levels.level_reward(k), _entry(self._gained[k], self._total)) for k in levels)
        title = f"Best of {_count(self.n)} over sequences of length {_count(self.source.length)}, highest reward first"
        return Rows(("total reward", "probability"), rows, len(self._gained), title)

    def __repr__(self) -> str:
        return f"best_of_n({self.source!r}, {self.reward!r}, n={self.n})"

    def _probability(self, weight: fmpz) -> Fraction:
        return fraction_over_power(weight, self.source.distribution._total, self._total)

    def _refuse_rows(self, rows: int | None, what: str) -> None:
        if rows is None or rows > MAX_ROWS:
            count = "far too many" if rows is None or rows > 10**30 else str(rows)
            raise TooLarge(
                f"there are {count} {what}, over the limit of {MAX_ROWS} rows: ask by level or by outcome instead"
            )


def _joint_marginal(policy: BestOfN, length: int) -> Distribution:
    source = policy.source
    length = whole_number(length, "length", 0)
    if length > source.length:
        raise OutcomeError(f"a sequence of length {source.length} has no {length} positions")
    count = len(source.distribution)
    policy._refuse_rows(count**length if length * count.bit_length() < 512 else None, "tuples")
    remaining = MemorylessSource(source.distribution, source.length - length)
    rest = LevelLaw(remaining, policy.reward, memory=policy._memory, lattice=policy.levels.lattice)
    positions = policy._positions
    weights = []
    outcomes = list(product(source.distribution.outcomes, repeat=length))
    shares: dict[tuple[int, ...], fmpz] = {}
    for prefix in outcomes:
        vector = policy.levels.vector_of(prefix)
        if vector is None:
            weights.append(fmpz(0))
            continue
        if vector not in shares:
            shares[vector] = sum(
                (
                    w * policy._share[positions[tuple(map(int.__add__, v, vector))]]
                    for v, w in zip(rest.vectors, rest.weights, strict=True)
                ),
                fmpz(0),
            )
        mass = shares[vector]
        for symbol in prefix:
            mass *= source.distribution._weights[source.distribution.index(symbol)]
        weights.append(mass)
    return Distribution._from_integers(tuple(outcomes), weights)


def _count(number: int) -> str:
    return str(number) if number < 10**15 else short_number(number)


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)
