"""What a user would use instead: each alternative in the fastest form known to us.

Peers that are not installed are reported as such. Laws come back as (outcomes → integer weight, total).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module, metadata
from importlib.util import find_spec
from itertools import accumulate, pairwise
from math import comb
from typing import Any

PACKAGES = ["exactalign", "python-flint", "mpmath", "sympy", "icepool", "dyce", "lea", "dit", "numpy"]

Law = tuple[dict[Any, int], int]


def installed(name: str) -> bool:
    """Whether a peer can be imported."""
    return find_spec(name) is not None


def version(package: str) -> str:
    """Return the version of a package, "not installed" without it."""
    if package == "exactalign":
        return str(import_module("exactalign").__version__)
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


class Dice:
    """Best-of-N of the sum of m dice, by the dice packages; the die is made once, as the model is for us."""

    def __init__(self, package: str, weights: Sequence[int], outcomes: Sequence[Any] | None = None) -> None:
        faces = dict(zip(range(len(weights)) if outcomes is None else outcomes, weights, strict=True))
        self.package = package
        module = import_module(package)
        if package == "lea":
            total = sum(faces.values())
            self.die = module.pmf({face: Fraction(w, total) for face, w in faces.items()}, prob_type="r")
        else:
            self.die = module.Die(faces) if package == "icepool" else module.H(faces)
        self._module = module
        self._faces = faces

    def best(self, length: int, n: int, *, anew: bool = False) -> Any:
        """Return the package's own law of the best of n sums of `length` dice; `anew` of dyce makes the die as well."""
        if self.package == "icepool":
            # The die remembers its sums: a new one each time, or the second run would measure a look-up.
            return (length @ self._module.Die(self._faces)).highest(n)
        if self.package == "lea":
            return self.die.times(length).times(n, max)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # order statistics are marked experimental there
            return (length @ (self._module.H(self._faces) if anew else self.die)).order_stat_for_n_at_pos(n, n - 1)

    def fractions(self, law: Any) -> dict[Any, Fraction]:
        """Return a law of this package as fractions."""
        if self.package == "icepool":
            return dict(zip(law.outcomes(), law.probabilities(), strict=True))
        return dict(law.probability_items() if self.package == "dyce" else law.pmf_tuple())

    def integers(self, law: Any) -> Law:
        """Return a law of this package as integers over one total (icepool, dyce)."""
        counts = {outcome: int(quantity) for outcome, quantity in law.items()}
        return counts, sum(counts.values())

    def sums(self, length: int) -> Any:
        """Return the package's own law of the sum of `length` dice."""
        return length @ (self._module.Die(self._faces) if self.package == "icepool" else self.die)


def icepool_types(weights: Sequence[int], bases: Sequence[int], length: int, n: int) -> Law:
    """Best-of-n over the types of sequences by icepool: dice whose faces are unit vectors, ranked by Π base^count."""
    icepool = import_module("icepool")
    count = len(weights)
    unit = [icepool.Vector(int(i == j) for j in range(count)) for i in range(count)]
    types = length @ icepool.Die(dict(zip(unit, weights, strict=True)))
    ranked = sorted(types.items(), key=lambda item: _product(bases, item[0]))
    upto = accumulate(quantity for _, quantity in ranked)
    best = icepool.from_cumulative([outcome for outcome, _ in ranked], [quantity**n for quantity in upto])
    return {tuple(outcome): quantity for outcome, quantity in best.items()}, best.denominator()


def packed_types(weights: Sequence[int], bases: Sequence[int], length: int, n: int, package: str = "dyce") -> Law:
    """The same by dyce or icepool, the counts packed by hand into one integer (three outcomes): their best form."""
    module = import_module(package)
    radix = length + 1
    faces = {radix: weights[0], 0: weights[1], 1: weights[2]}
    types = length @ (module.Die(faces) if package == "icepool" else module.H(faces))
    counted = [((code // radix, length - code // radix - code % radix, code % radix), w) for code, w in types.items()]
    return _best(counted, bases, n)


def counted_types(weights: Sequence[int], bases: Sequence[int], length: int, n: int) -> Law:
    """The same by hand: multinomial coefficients over integers of Python (three outcomes)."""
    powers = [list(accumulate([weight] * length, lambda x, y: x * y, initial=1)) for weight in weights]
    counted = []
    for a in range(length + 1):
        for b in range(length - a + 1):
            c = length - a - b
            ways = comb(length, a) * comb(length - a, b)
            counted.append(((a, b, c), ways * powers[0][a] * powers[1][b] * powers[2][c]))
    return _best(counted, bases, n)


def _best(counted: list[tuple[tuple[int, ...], int]], bases: Sequence[int], n: int) -> Law:
    counted.sort(key=lambda item: _product(bases, item[0]))
    upto = [0, *accumulate(weight for _, weight in counted)]
    powers = [mass**n for mass in upto]
    gained = {kind: high - low for (kind, _), (low, high) in zip(counted, pairwise(powers), strict=True)}
    return gained, powers[-1]


def _product(bases: Sequence[int], counts: Sequence[int]) -> int:
    result = 1
    for base, count in zip(bases, counts, strict=True):
        result *= base**count
    return result
