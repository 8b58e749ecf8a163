"""The types of n draws: how often each outcome was drawn. Who sees the draws without their order sees only these."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb, factorial
from typing import Any

from flint import fmpz

from exactalign.exceptions import TooLarge
from exactalign.laws.distributions import Distribution
from exactalign.laws.outcomes import Outcome
from exactalign.numbers.arithmetic import total
from exactalign.numbers.reading import Number, short_number, whole_number

MAX_TYPES = 200_000
"""Most types that are listed."""


class Sample(dict[Outcome, int]):
    """n draws without their order: how often each outcome was drawn, those included that were not.

    >>> sample = Sample({"right": 1, "wrong": 2})
    >>> sample.size, sample.total(lambda y: int(y == "right")), list(sample.draws())
    (3, Fraction(1, 1), ['right', 'wrong', 'wrong'])
    """

    @property
    def size(self) -> int:
        """The number of draws."""
        return sum(self.values())

    def total(self, value: Any) -> Number:
        """Return Σ of a function, or a mapping, over the draws; what was not drawn is not asked for."""
        at = value if callable(value) else value.__getitem__
        found: Number = total([count * at(outcome) for outcome, count in self.items() if count])
        return found

    def mean(self, value: Any) -> Number:
        """Return the mean of a function, or a mapping, over the draws."""
        return self.total(value) / self.size

    def draws(self) -> Iterator[Outcome]:
        """Yield the draws, equal ones together."""
        for outcome, count in self.items():
            yield from [outcome] * count

    def without(self, outcome: Outcome) -> Sample:
        """Return the draws but for one draw of an outcome that was drawn."""
        return Sample({**self, outcome: self[outcome] - 1})


def samples(law: Distribution, n: int) -> Iterator[tuple[Sample, Fraction]]:
    """Yield each type of n independent draws that has a chance, with its probability n!/Π c(y)!·Π p(y)^c(y).

    Raises `TooLarge` where there are over `MAX_TYPES` types.

    >>> [(dict(sample), str(chance)) for sample, chance in samples(Distribution.uniform("ab"), 2)]
    [({'a': 0, 'b': 2}, '1/4'), ({'a': 1, 'b': 1}, '1/2'), ({'a': 2, 'b': 0}, '1/4')]
    """
    count = whole_number(n, "n", 1)
    support = law.support
    spread = len(support) - 1
    types = comb(count + spread, min(spread, count))
    if types > MAX_TYPES:
        raise TooLarge(
            f"{count} draws of {len(support)} outcomes have {short_number(types)} types, over {MAX_TYPES}: take fewer "
            "draws, or merge outcomes that the estimator does not tell apart"
        )
    weights = [fmpz(w) for w in law.weights if w]
    powers = [[fmpz(1)] for _ in weights]
    for weight, row in zip(weights, powers, strict=True):
        for _ in range(count):
            row.append(row[-1] * weight)
    factorials = [fmpz(factorial(k)) for k in range(count + 1)]
    whole = int(fmpz(law.total) ** count)
    for bars in combinations(range(count + spread), spread):
        counts = [b - a - 1 for a, b in zip((-1, *bars), (*bars, count + spread), strict=True)]
        chance = factorials[count]
        for c in counts:
            chance //= factorials[c]
        for c, row in zip(counts, powers, strict=True):
            chance *= row[c]
        drawn = dict(zip(support, counts, strict=True))
        yield Sample({o: drawn.get(o, 0) for o in law}), Fraction(int(chance), whole)
