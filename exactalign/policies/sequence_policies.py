"""What every policy over sequences answers, be its numbers exact or enclosed: the verbs of best-of-N.

A policy that looks at the total reward alone has a density to the reference p^m that is constant on a level of that
reward. So the probability of a sequence, or of a type, is its reference mass times the density of its level.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import comb
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flint import fmpz

from exactalign.exceptions import OutcomeError, ParameterError, TooLarge
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.lattice import Vector
from exactalign.laws.levels import LevelLaw
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.rationals import format_rational, rational
from exactalign.numbers.reading import whole_number
from exactalign.text.displayed import Displayed

if TYPE_CHECKING:
    from exactalign.laws.enclosed_levels import EnclosedLevelLaw

MAX_ROWS = 1_000_000
"""Most sequences or types that are written out."""

Probability = TypeVar("Probability", bound=Fraction | EnclosedReal)
Levels = TypeVar("Levels", bound="LevelLaw | EnclosedLevelLaw")


class SequencePolicy(Displayed, ABC, Generic[Probability, Levels]):
    """A policy over sequences of length m whose density to p^m depends on the total reward; made by `best_of_n`.

    Exact policies give rationals and log forms, enclosed ones give enclosed reals, under the same names.
    """

    source: MemorylessSource
    reward: Reward
    levels: Levels

    @checked
    def probability(self, sequence: Sequence[Any]) -> Probability:
        """Return π(y^m) of a sequence of outcomes."""
        symbols = tuple(sequence)
        if len(symbols) != self.source.length:
            raise OutcomeError(f"the sequence has {len(symbols)} symbols: the source has length {self.source.length}")
        return self._probability_of(*self._located(Counter(symbols)))

    @checked
    def type_probability(self, counts: Sequence[int]) -> Probability:
        """Return the probability of a type class, given by the count of every outcome.

        Raises `OutcomeError` when the counts do not sum to the length.
        """
        reference, length = self.source.distribution, self.source.length
        whole = all(isinstance(count, int) and count >= 0 for count in counts)
        if not whole or len(counts) != len(reference) or sum(counts) != length:
            raise OutcomeError(f"{tuple(counts)} is no type: give {len(reference)} counts that sum to {length}")
        mass, vector = self._located(dict(zip(reference.outcomes, counts, strict=True)))
        left = length
        for count in counts:
            mass *= comb(left, count)
            left -= count
        return self._probability_of(mass, vector)

    def by_sequence(self) -> Iterator[tuple[tuple[Outcome, ...], Probability]]:
        """Iterate over all K^m sequences and their probabilities; refused past `MAX_ROWS` of them."""
        listed = sequences(self.source.distribution.outcomes, self.source.length)
        return ((sequence, self.probability(sequence)) for sequence in listed)

    def by_type(self) -> Iterator[tuple[tuple[int, ...], Probability]]:
        """Iterate over all types, as counts of the outcomes, and their probabilities; refused past `MAX_ROWS`."""
        count, length = len(self.source.distribution), self.source.length
        refuse_rows(comb(length + count - 1, count - 1) if count < 10_000 or length < 2 else None, "types")
        return ((counts, self.type_probability(counts)) for counts in _compositions(length, count))

    @abstractmethod
    def by_level(self) -> Iterator[tuple[LogForm, Probability]]:
        """Iterate over (total reward, probability), from the lowest level up."""

    @abstractmethod
    def expected_type(self) -> Distribution | Mapping[Outcome, EnclosedReal]:
        """Return E[t(Y^m)], outcome → probability: the law of any single symbol, the policy being exchangeable.

        Raises `OutcomeError` at length 0, where there is no symbol.
        """

    @abstractmethod
    def marginal(self, length: int = 1) -> Distribution | Mapping[Outcome, EnclosedReal]:
        """Return the joint law of any `length` positions: of outcomes for one position, otherwise of tuples."""

    @abstractmethod
    def expected_reward(self) -> LogForm | EnclosedReal:
        """Return E[r(Y^m)], the total over the sequence."""

    @abstractmethod
    def reward_variance(self) -> Fraction | LogForm | LogPolynomial | EnclosedReal:
        """Return the variance of the total reward r(Y^m)."""

    @abstractmethod
    def kl(self) -> LogForm | EnclosedReal:
        """Return KL(π‖p^m)."""

    @abstractmethod
    def win_rate(self) -> Probability:
        """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y ~ π against an independent draw X ~ p^m."""

    @abstractmethod
    def at_most(self, threshold: Any) -> Probability:
        """Return P(r(Y^m) ≤ threshold), the threshold a total reward (rational or log form)."""

    @abstractmethod
    def at_least(self, threshold: Any) -> Probability:
        """Return P(r(Y^m) ≥ threshold)."""

    @abstractmethod
    def quantile(self, level: Any) -> LogForm:
        """Return the smallest total reward x with P(r(Y^m) ≤ x) ≥ level, for a rational 0 < level < 1; decided."""

    @abstractmethod
    def kl_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(π‖φ^m) for the tilt φ = T(q, p, α)."""

    @abstractmethod
    def kl_from_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(φ^m‖π), the reverse divergence; visits every level."""

    @abstractmethod
    def total_variation_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return the total variation distance between π and φ^m, φ = T(q, p, α)."""

    @abstractmethod
    def _probability_of(self, mass: fmpz, vector: Vector) -> Probability:
        """A reference mass, over total^m, times the density of the level with these coordinates."""

    def _located(self, counts: Mapping[Any, int]) -> tuple[fmpz, Vector]:
        """The weight of one sequence with these counts, and the coordinates of its level (0 where it is impossible)."""
        reference, lattice = self.source.distribution, self.levels.lattice
        mass = fmpz(1)
        vector = [0] * len(lattice.basis)
        for outcome, count in counts.items():
            weight = reference._weights[reference.index(outcome)]
            if not count:
                continue
            mass *= weight**count
            if weight:
                for i, step in enumerate(lattice.vectors[lattice.group_of[outcome]]):
                    vector[i] += step * count
        return mass, tuple(vector)

    def _prefixes(self, length: int) -> list[tuple[Outcome, ...]]:
        """All tuples of `length` outcomes; refused past `MAX_ROWS` of them, or when the source is shorter."""
        count = whole_number(length, "length", 0)
        if count > self.source.length:
            raise OutcomeError(f"a sequence of length {self.source.length} has no {count} positions")
        outcomes = self.source.distribution.outcomes
        refuse_rows(_power(len(outcomes), count), "tuples")
        return list(product(outcomes, repeat=count))


def quantile_level(level: Any) -> Fraction:
    """Return a rational strictly between 0 and 1; raise `ParameterError` for anything else."""
    goal = rational(level, "level")
    if not 0 < goal < 1:
        raise ParameterError(f"level is {format_rational(goal)}: give a number strictly between 0 and 1")
    return goal


def sequences(outcomes: Sequence[Outcome], length: int) -> Iterator[tuple[Outcome, ...]]:
    """Iterate over all K^m sequences; raise `TooLarge` past `MAX_ROWS` of them."""
    refuse_rows(_power(len(outcomes), length), "sequences")
    return product(outcomes, repeat=length)


def refuse_rows(rows: int | None, what: str) -> None:
    """Raise `TooLarge` past `MAX_ROWS` rows; None stands for more than one would count."""
    if rows is None or rows > MAX_ROWS:
        count = "far too many" if rows is None or rows > 10**30 else str(rows)
        raise TooLarge(
            f"there are {count} {what}, over the limit of {MAX_ROWS} rows: ask by level or by outcome instead"
        )


def _power(base: int, exponent: int) -> int | None:
    return base**exponent if exponent * base.bit_length() < 512 else None


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All counts that sum to `total`, from (total, 0, …) down in the order of dictionaries."""
    counts = [total] + [0] * (parts - 1)
    while True:
        yield tuple(counts)
        last = counts[-1]
        counts[-1] = 0
        at = next((at for at in range(parts - 1, -1, -1) if counts[at]), None)
        if at is None:
            return
        counts[at] -= 1
        counts[at + 1] = last + 1
