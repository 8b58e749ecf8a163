"""Drawing cases: every random decision is one whole number, kept in a list, so that a failing case can be made smaller.

A generator is a function of `Draws` that asks for numbers in a range or for one of several things. The list of what it
was given repeats it; a shorter list, or one with smaller numbers, gives a simpler case of the same generator, which
therefore still obeys whatever the generator promises. This is the idea of Hypothesis' choice sequences without its
engine: a suite draws some thousand cases, and the drawing has to cost less than the exact mathematics that judges them.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A source of whole numbers: those of a list first, then random ones, or zeros where there is no randomness."""

    def __init__(self, random: Random | None, given: Sequence[int] = ()) -> None:
        self._random = random
        self._given = given
        self.made: list[int] = []

    def whole(self, low: int, high: int) -> int:
        """Return a whole number, low ≤ x ≤ high; `low` is the simplest.

        >>> Draws(None, [2, 9]).whole(1, 8), Draws(None).whole(1, 8)
        (3, 1)
        """
        room, place = high - low, len(self.made)
        if place < len(self._given):
            choice = min(self._given[place], room)
        else:
            choice = 0 if self._random is None else self._random.randint(0, room)
        self.made.append(choice)
        return low + choice

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of several things; the first is the simplest."""
        return options[self.whole(0, len(options) - 1)]

    def several(self, options: Sequence[T], count: int) -> list[T]:
        """Return different ones of several things, in any order; the first ones in their order are the simplest."""
        left = list(options)
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(count)]
