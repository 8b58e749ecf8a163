"""The inputs that are tried: what the arguments of a kind are, cases, and generators of models.

An argument is kept as the exact binary value of the float that the function receives, so that the rounding
of the input is no part of any error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import Any

import attrs

from exactalign.laws.distributions import Distribution
from exactalign.numbers.infinity import Infinity
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.formats import Format

_MOST_SHOWN = 24

Vector = tuple[Fraction, ...]
Argument = Vector | Fraction | int | Infinity


class Role(Enum):
    """What an argument is."""

    PROBABILITIES = "probabilities"
    REWARDS = "rewards"
    REALS = "real numbers"
    REAL = "a real number"
    WHOLE = "a whole number"


@attrs.frozen
class Parameter:
    """An argument of a kind: its name and role, and whether it gets a batch axis.

    A scalar with one is filled up with `plain`, or, without, with what it is.
    """

    name: str
    role: Role
    batched: bool = False
    plain: int | None = None


@attrs.frozen
class Call:
    """The arguments of one call: vectors of binary values, single binary values, and integers."""

    arguments: tuple[Argument, ...]

    @property
    def size(self) -> int:
        """The number of outcomes (or of scores); 1 where there are none."""
        first = self.arguments[0]
        return len(first) if isinstance(first, tuple) else 1

    def vector(self, place: int) -> Vector:
        """Return an argument that is a vector."""
        found = self.arguments[place]
        assert isinstance(found, tuple)
        return found

    def whole(self, place: int) -> int:
        """Return an argument that is a whole number."""
        found = self.arguments[place]
        assert isinstance(found, int)
        return found

    def real(self, place: int) -> Fraction:
        """Return an argument that is a real number."""
        found = self.arguments[place]
        assert isinstance(found, Fraction)
        return found

    @property
    def measure(self) -> tuple[int, int]:
        """What makes a case small: fewer outcomes first, then shorter as written."""
        return self.size, sum(len(str(argument)) for argument in self.arguments)


def written(value: Any) -> str:
    """Return a number, or a list of numbers, as Python would write it; up to 24 entries of a list.

    >>> written([0.5, 0.5]), written([[1.0], [float("-inf")]]), written(2)
    ('[0.5, 0.5]', "[[1.0], [float('-inf')]]", '2')
    """
    if isinstance(value, list):
        shown = [written(x) for x in value[:_MOST_SHOWN]]
        more = f", … {len(value)} in all" if len(value) > _MOST_SHOWN else ""
        return f"[{', '.join(shown)}{more}]"
    return repr(value) if isinstance(value, int) or math.isfinite(value) else f"float({str(value)!r})"


def reference(vector: Vector) -> Distribution:
    """Return the distribution proportional to the binary values: exact, and 1 in total."""
    return Distribution.from_weights(vector)


def defect(vector: Vector) -> Fraction:
    """Return |Σ − 1|: how far the floats are from summing to 1 exactly."""
    return abs(sum(vector, Fraction(0)) - 1)


def rounded(form: Format, values: Sequence[Any]) -> Vector:
    """Return values rounded to the format, as exact binary values."""
    return tuple(form.round(x) for x in values)


def numbers(form: Format, text: str) -> Vector:
    """Return written numbers, rounded: `numbers(form, "1/3 2/3")`."""
    return rounded(form, [Fraction(x) for x in text.split()])


def corners(*written: Sequence[str | int]) -> Callable[[Format], Sequence[Call]]:
    """Return written cases: a text is a vector of rationals, or a single one after `=`; an int is an int.

    >>> from exactalign.testing.conformance.formats import FORMATS
    >>> corners(("1/2 1/2", "=1/4", 3))(FORMATS["float64"])[0].arguments
    ((Fraction(1, 2), Fraction(1, 2)), Fraction(1, 4), 3)
    """
    return partial(_corners, written)


def _corners(written: Sequence[Sequence[str | int]], form: Format) -> Sequence[Call]:
    def argument(part: str | int) -> Argument:
        if isinstance(part, int):
            return part
        return numbers(form, part[1:])[0] if part.startswith("=") else numbers(form, part)

    return [Call(tuple(argument(part) for part in case)) for case in written]


# --- generators ---------------------------------------------------------------------------------

_VALUES = (
    *map(Fraction, ("0", "1", "2", "3", "4", "5", "1/2", "3/2", "5/2", "-1/2", "1/3", "2/3", "-1", "-2", "-2/3")),
    *(Fraction(math.log(x)) for x in (2, 3, 5, 2 / 3, 1 / 2, 5 / 3)),
)
"""Rewards: small ones first. A logarithm stands for its float: it is a value like any other."""


def value(draws: Draws) -> Fraction:
    """Draw a reward or score."""
    chosen = draws.whole(0, len(_VALUES))
    if chosen < len(_VALUES):
        return _VALUES[chosen]
    return Fraction(draws.whole(0, 2000) - 1000, draws.whole(1, 64))


def values(draws: Draws, form: Format, count: int, *, ties: bool | None = None) -> Vector:
    """Draw rewards or scores: with two that are equal (`ties=True`), all different (False), or as they come."""
    if ties is False:
        return rounded(form, draws.several(_VALUES, count))
    found = [value(draws) for _ in range(count)]
    if ties and len(set(found)) == count:
        first = draws.whole(0, count - 2)
        found[draws.whole(first + 1, count - 1)] = found[first]
    return rounded(form, found)


def probabilities(
    draws: Draws, form: Format, count: int, *, zeros: bool = False, near_degenerate: bool = False
) -> Vector:
    """Draw probabilities, with outcomes of probability 0 where `zeros` allows, or with almost all mass on one."""
    weights = [draws.whole(1, 8) for _ in range(count)]
    if zeros and count > 1:
        weights = [0 if draws.whole(0, 3) == 3 else w for w in weights]
        if not any(weights):
            weights[draws.whole(0, count - 1)] = 1
    if near_degenerate:
        weights[draws.one_of([i for i, w in enumerate(weights) if w])] *= 10 ** draws.whole(3, 30)
    total = sum(weights)
    return rounded(form, [Fraction(w, total) for w in weights])


def model(
    draws: Draws, form: Format, *, min_size: int = 1, max_size: int = 4, ties: bool | None = None,
    increasing: bool = False, constant: bool = False, zeros: bool = False, near_degenerate: bool = False,
) -> tuple[Vector, Vector]:  # fmt: skip
    """Draw probabilities and rewards."""
    count = draws.whole(min_size, max_size)
    p = probabilities(draws, form, count, zeros=zeros, near_degenerate=near_degenerate)
    r = values(draws, form, 1) * count if constant else values(draws, form, count, ties=ties)
    return p, tuple(sorted(r)) if increasing else r


def with_zero(draws: Draws, model: tuple[Vector, Vector]) -> tuple[Vector, Vector]:
    """Add an outcome of probability 0, with any reward, anywhere."""
    p, r = model
    k = draws.whole(0, len(p))
    reward = draws.one_of([Fraction(x) for x in (0, 1, 5, -3, 9)])
    return (*p[:k], Fraction(0), *p[k:]), (*r[:k], reward, *r[k:])


def shifted_values(draws: Draws, count: int, shifts: Sequence[int] = (1, -1, 1000, -1000, 2**20, -(2**20))) -> Vector:
    """Draw small whole numbers plus a large one: exact in either format."""
    shift = draws.one_of(shifts)
    return tuple(Fraction(draws.whole(0, 3) + shift) for _ in range(count))
