"""Where what is false is often false first: rewards of one sign, ties, laws with zeros or on one letter, least sizes.

Which of them a case has follows from its number, without chance. The lists that kinds of values go through have lengths
without a common divisor, so that any two kinds soon meet in every combination; a second law or reward is shifted
against the first, one step further in each round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

_SIZES: Final = (2, 1, 3, 2)


def size(number: int, place: int) -> int:
    """The number of letters of an alphabet."""
    return _SIZES[shifted(number, place, len(_SIZES))]


def shifted(number: int, place: int, length: int) -> int:
    """Where the variable at a place among those of its kind is in a list, at the case of a number."""
    return (number + place * (number // length + 1)) % length


def weights(number: int, place: int, letters: int, positive: bool) -> list[int]:
    """The weights of a law on so many outcomes: rising, even, on one outcome, with a zero, falling by much."""
    at = (number // len(_LAWS)) % letters
    return _LAWS[shifted(number, place, len(_LAWS))](letters, at, 1 if positive else 0)


def rewards(number: int, place: int, letters: int) -> list[int]:
    """The rewards of so many letters: all below zero, all zero, all above, of both signs, all equal, with ties."""
    return [_REWARDS[shifted(number, place, len(_REWARDS))](y, letters) for y in range(letters)]


def whole(number: int, place: int, least: int, large: int) -> int:
    """A whole number: the least one, a large one, or one between."""
    return (least, large, least + 1)[shifted(number, place, 3)]


_LAWS: Final[Sequence[Callable[[int, int, int], list[int]]]] = (
    lambda size, _at, _least: [y + 1 for y in range(size)],
    lambda size, _at, _least: [1] * size,
    lambda size, at, least: [9 if y == at else least for y in range(size)],
    lambda size, at, least: [least if y == at and size > 1 else 2 for y in range(size)],
    lambda size, _at, _least: [1 if y else 5 for y in range(size)],
)
_REWARDS: Final[Sequence[Callable[[int, int], int]]] = (
    lambda y, _size: -1 - y,
    lambda _y, _size: 0,
    lambda y, _size: 1 + y,
    lambda y, _size: (1, -1, 0, -2, 2)[y % 5],
    lambda y, size: -1 if y else -min(size, 2),
    lambda _y, _size: 1,
    lambda _y, _size: -1,
)
