"""The numbers that stand in a statement, what is beside them and beyond them, and values that have them in them.

Values in a list find what is false at many numbers, these what is false at its own: “g(y) ≠ 17”, “KL(p‖q) ≤ 10”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain
from math import ceil, floor, isqrt
from typing import Any, Final

from exactalign import Distribution, Reward, log
from proofs_check.formula.functions import exponential
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.sorts import NATURAL, is_a
from proofs_check.formula.terms import Term

_LARGEST_POWER: Final = 1000
MANY_LETTERS: Final = 12
_LARGE: Final = (100, 1000)


def beside(constants: Sequence[Any]) -> Iterator[Any]:
    """The constants, and the masses that they name: 1/4 is one of 3 and of log 4, and 3/4 one of 1/4. Then what is near
    them: with the other sign, next to them; their ratios, midpoints, the c/(2d) where a parabola turns, roots and
    logarithms; and between a small one, or the inverse of a large one, and 0."""
    half = Fraction(1, 2)
    pairs = [(c, d) for c in constants for d in constants if isinstance(d, Fraction) and d != c]
    ratios = [c / d for c, d in pairs]
    middle = [(c + d) / 2 for c, d in pairs]
    turns = [half * ratio * sign for ratio in ratios for sign in (1, -1)]
    above = [c for c in constants if isinstance(c, Fraction) and c > 0]
    squares = (isqrt(int(c)) for c in above)
    roots = (Fraction(r) for s in squares for r in (s, -s, isqrt(s), -isqrt(s)))
    near = (x for c in constants for x in (c + 1, c - 1, -c, c + half, c - half))
    logs = (x for c in above for x in (log(c), -log(c)))
    other = (1 - c for c in above if c < 1)
    inside = (x for c in above for x in (c / 2, 1 / (2 * c)))
    masses = (mass for c in constants if (mass := _named(c)) is not None)
    yield from dict.fromkeys(chain(constants, masses, other, near, ratios, middle, turns, roots, logs, inside))


def _named(c: Any) -> Fraction | None:
    """1/(1 + c) for a whole number, exp(−c) for the logarithm of one."""
    if isinstance(c, Fraction):
        return 1 / (1 + c) if c > 0 and c.denominator == 1 else None
    found = exponential(-c)
    return found if isinstance(found, Fraction) and found.numerator == 1 else None


def holding(v: Term, c: Any) -> Callable[[int], object]:
    """What has a number in it, by the number of letters: a law gives it to the first, a reward to all of them."""
    kind = v.sort.kind
    if kind == "reward":
        return lambda size: Reward.values([c] * size)
    if kind in ("law", "positive law"):
        return partial(_law, c)
    return lambda _size: Polynomial((c,)) if kind == "real function" else int(c) if is_a(v.sort, NATURAL) else c


def beyond(v: Term, constants: Sequence[Any]) -> Iterator[Callable[[int], object]]:
    """What takes distances of laws and variances above the constants, by the number of letters.

    A law gives the first letter next to nothing, a reward is a multiple of a constant there and 0 at all others.
    """
    above = [c for c in constants if isinstance(c, Fraction) and c > 1]
    if v.sort.kind == "reward":
        yield from (partial(_spike, 8 * c) for c in above)
    elif v.sort.kind in ("law", "positive law"):
        powers = (2 ** (8 * ceil(c)) for c in above if c <= _LARGEST_POWER)
        yield from (partial(_law, Fraction(1) / n) for n in chain(((8 * c) ** 2 for c in above), powers))


def many_letters(constants: Sequence[Any], most: int) -> list[int]:
    """More letters than are drawn, as many as a constant says, and more: 5 letters, a mass of 1/5, an entropy of 2."""
    above = [c for c in constants if isinstance(c, Fraction) and c > 0]
    told = [floor(max(c, 1 / c)) for c in above]
    own = {k + one for k in told for one in (0, 1)} | {isqrt(k) + 1 for k in told}
    own |= {1 + 3 ** ceil(c) for c in above if c < MANY_LETTERS}
    return sorted({MANY_LETTERS // 2, *(min(k, most) for k in own), MANY_LETTERS})


def large_numbers(v: Term) -> Iterator[Callable[[int], object]]:
    """Whole numbers that no list goes to, for a statement which takes them in no long time."""
    yield from (holding(v, n) for n in _LARGE if is_a(v.sort, NATURAL))


def _spike(c: Any, size: int) -> Reward:
    return Reward.values([c] + [0] * (size - 1))


def _law(c: Fraction, size: int) -> Distribution:
    return Distribution.from_weights([c] + [(1 - c) / (size - 1)] * (size - 1) if size > 1 else [1])
