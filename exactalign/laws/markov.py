"""Sequences from a finite Markov chain: a first symbol, and a row of transition probabilities for each symbol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

import attrs
from flint import fmpq, fmpq_mat, fmpz

from exactalign.exceptions import DistributionError, OutcomeError, WrongKind
from exactalign.laws.distributions import Distribution
from exactalign.laws.outcomes import Outcome
from exactalign.numbers.arguments import checked
from exactalign.numbers.rationals import fraction
from exactalign.numbers.reading import short_number, whole_number
from exactalign.text.articles import with_article
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Rows


def _rows(given: Any) -> dict[Outcome, Distribution]:
    """Read {symbol: law of the next one}, every row over the same symbols in the same order."""
    if not isinstance(given, Mapping) or not given:
        raise DistributionError("give the transition probabilities as {symbol: Distribution of the next symbol}")
    symbols = tuple(given)
    rows = {}
    for symbol, row in given.items():
        if not isinstance(row, Distribution):
            raise DistributionError(
                f"the row of {symbol!r} must be a Distribution, not {with_article(type(row).__name__)}"
            )
        if set(row.outcomes) != set(symbols):
            raise OutcomeError(f"the row of {symbol!r} is over other symbols than the rows: one row for each symbol")
        rows[symbol] = row if row.outcomes == symbols else Distribution(dict.fromkeys(symbols) | dict(row.items()))
    return rows


def _length(given: Any) -> int:
    return whole_number(given, "length", 1)


@attrs.frozen(repr=False)
class MarkovSource(Displayed):
    """The law of Y₁ … Y_m of a Markov chain: P(y^m) = initial(y₁)·Π transition[yᵢ](yᵢ₊₁).

    `transition` maps each symbol to the `Distribution` of the next one, `initial` is that of the first. Raises
    `DistributionError` and `OutcomeError` when they do not belong together.

    >>> chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=3)
    >>> chain.initial, chain.probability((0, 1, 1))
    (Distribution.from_probabilities(['1/3', '2/3']), Fraction(1, 8))
    """

    initial: Distribution
    transition: Mapping[Outcome, Distribution] = attrs.field(converter=_rows, hash=False)
    length: int = attrs.field(converter=_length)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.initial, Distribution):
            raise DistributionError(
                f"the initial law must be a Distribution, not {with_article(type(self.initial).__name__)}"
            )
        object.__setattr__(self, "initial", self.initial.aligned_to(next(iter(self.transition.values()))))

    @classmethod
    @checked
    def from_rows(
        cls,
        rows: Iterable[Any],
        length: int,
        *,
        initial: Distribution | None = None,
        outcomes: Iterable[Any] | None = None,
    ) -> MarkovSource:
        """Return the chain of a square matrix: rows of probabilities, or texts such as "1/2, 1/2".

        Without `initial` the chain starts in its stationary law, which must then be the only one.
        """
        listed = [_row(row) for row in rows]
        names: Sequence[Any] = list(outcomes) if outcomes is not None else range(len(listed))
        if len(names) != len(listed) or any(len(row) != len(listed) for row in listed):
            sizes = ", ".join(str(len(row)) for row in listed)
            raise DistributionError(f"the matrix has {len(listed)} rows with {sizes} entries: give a square one")
        table = {}
        for name, row in zip(names, listed, strict=True):
            try:
                table[name] = Distribution.from_probabilities(row, names)
            except DistributionError as error:
                raise DistributionError(f"the row of {name!r}: {error}") from None
        return cls(initial if initial is not None else stationary_law(table), table, length)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The symbols, in order."""
        return self.initial.outcomes

    @property
    def is_irreducible(self) -> bool:
        """Whether every symbol can be reached from every other one."""
        rows = {symbol: set(row.support) for symbol, row in self.transition.items()}
        return all(_reached(rows, symbol) == set(rows) for symbol in rows)

    def reachable(self) -> tuple[Outcome, ...]:
        """Return the symbols that some sequence of this length can hold, in order."""
        here, seen = set(self.initial.support), set(self.initial.support)
        for _ in range(min(self.length - 1, len(self.transition))):
            here = {after for symbol in here for after in self.transition[symbol].support}
            seen |= here
        return tuple(symbol for symbol in self.outcomes if symbol in seen)

    @checked
    def probability(self, sequence: Sequence[Any]) -> Fraction:
        """Return the probability of a sequence of symbols."""
        weight, total = self.weight(sequence)
        return fraction(weight, total)

    def scaled(self) -> tuple[list[fmpz], fmpz, list[list[fmpz]], fmpz]:
        """Return the initial weights and their total, and the matrix over one common denominator."""
        rows = list(self.transition.values())
        common = reduce(lambda d, row: d.lcm(row._total), rows, fmpz(1))
        matrix = [[w * (common // row._total) for w in row._weights] for row in rows]
        return list(self.initial._weights), self.initial._total, matrix, common

    @checked
    def weight(self, sequence: Sequence[Any]) -> tuple[fmpz, fmpz]:
        """Return the weight of a sequence, and the total over all sequences."""
        symbols = tuple(sequence)
        if len(symbols) != self.length:
            raise OutcomeError(f"the sequence has {len(symbols)} symbols: the source has length {self.length}")
        places = [self.initial.index(symbol) for symbol in symbols]
        first, first_total, matrix, common = self.scaled()
        weight = first[places[0]]
        for here, after in pairwise(places):
            weight *= matrix[here][after]
        return weight, first_total * common ** (self.length - 1)

    def _shown(self) -> Rows:
        rows = ((symbol, *row.probabilities) for symbol, row in self.transition.items())
        title = f"A Markov chain, {short_number(self.length)} symbols long: from the row to the column"
        return Rows(("", *map(str, self.outcomes)), rows, len(self.transition), title)

    def __repr__(self) -> str:
        return f"MarkovSource({self.initial!r}, {dict(self.transition)!r}, length={short_number(self.length)})"


def _row(row: Any) -> list[Any]:
    if isinstance(row, str):
        return row.split(",")
    if not isinstance(row, Iterable):
        raise WrongKind(f"{row!r} stands for a row: give a list of probabilities, or a text such as '1/2, 1/2'")
    return list(row)


def stationary_law(transition: Mapping[Outcome, Distribution]) -> Distribution:
    """Return the only law π with π = π·transition; raise `DistributionError` when there are several.

    >>> stationary_law({0: Distribution.uniform(2), 1: Distribution.from_probabilities(["1/4", "3/4"])})
    Distribution.from_probabilities(['1/3', '2/3'])
    """
    rows = _rows(transition)
    size = len(rows)
    entries = [[fmpq(w, row._total) for w in row._weights] for row in rows.values()]
    matrix = fmpq_mat([[entries[j][i] - int(i == j) for j in range(size)] for i in range(size)])
    reduced, rank = matrix.rref()
    if rank != size - 1:
        raise DistributionError("the chain has several stationary laws: give the initial one")
    # One column is free; with 1 there, the others are read off the reduced rows.
    pivots = [next(j for j in range(size) if reduced[i, j]) for i in range(rank)]
    free = next(j for j in range(size) if j not in pivots)
    values = {pivot: -reduced[i, free] for i, pivot in enumerate(pivots)} | {free: fmpq(1)}
    solution = [values[j] for j in range(size)]
    common = reduce(lambda d, x: d.lcm(x.q), solution, fmpz(1))
    return Distribution._from_integers(tuple(rows), [x.p * (common // x.q) for x in solution])


def _reached(rows: Mapping[Outcome, set[Outcome]], start: Outcome) -> set[Outcome]:
    seen, waiting = {start}, [start]
    while waiting:
        for after in rows[waiting.pop()] - seen:
            seen.add(after)
            waiting.append(after)
    return seen
