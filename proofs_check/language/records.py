"""Every comparison that is made is a part of an answer: one that nothing looks at says nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType
from typing import Final, TypeAlias

from proofs_check.exceptions import LostAnswer

Spot: TypeAlias = tuple[str, int, int]
"""A file, a line and a column in it."""
_HERE: Final = (__file__, str(Path(__file__).with_name("comparisons.py")), "<attrs generated")


class Call:
    """The comparisons that are made while something answers, and of which its answer is not seen to be made."""

    def __init__(self) -> None:
        self._left: dict[int, tuple[object, Spot]] = {}

    def made(self, comparison: object, spot: Spot) -> None:
        """Note one that is made."""
        self._left[id(comparison)] = comparison, spot

    def answered(self, comparison: object) -> None:
        """Note one that is a part of the answer."""
        self._left.pop(id(comparison), None)

    def demand_none_left(self) -> None:
        """Raise `LostAnswer` for a comparison that is no part of the answer."""
        for comparison, (_, line, _) in self._left.values():
            said = f"“{comparison}”, which line {line} makes, is no part of the answer"
            raise LostAnswer(f"{said}: each comparison that is made is one")


calls: list[Call] = []
"""What answers now, last; it may ask for another answer on its way."""
_reached: list[set[Spot]] = []
"""Where comparisons are made, for each claim that runs."""


@contextmanager
def one_call(*, strict: bool = True) -> Iterator[None]:
    """What is made within it has to be a part of the answer that is settled within it, where that is `strict`."""
    call = Call()
    calls.append(call)
    try:
        yield
    finally:
        calls.pop()
    if strict:
        call.demand_none_left()


def note(comparison: object) -> None:
    """Note a comparison that is made, with its place."""
    if not (calls or _reached):
        return
    spot = _spot_of(_maker())
    if calls:
        calls[-1].made(comparison, spot)
    for reached in _reached:
        reached.add(spot)


def answered(comparison: object) -> None:
    """Note a comparison that is a part of the answer which is settled now."""
    if calls:
        calls[-1].answered(comparison)


@contextmanager
def reaching() -> Iterator[set[Spot]]:
    """Give the set of where comparisons are made within it."""
    reached: set[Spot] = set()
    _reached.append(reached)
    try:
        yield reached
    finally:
        _reached.pop()


def _maker() -> FrameType:
    """What makes a comparison, other than the functions that are there for that."""
    frame = sys._getframe(2)
    while frame.f_code.co_filename.startswith(_HERE) and frame.f_back is not None:
        frame = frame.f_back
    return frame


def _spot_of(frame: FrameType) -> Spot:
    return (frame.f_code.co_filename, *_spot(frame.f_code, frame.f_lasti))


@lru_cache(maxsize=4096)
def _spot(code: CodeType, instruction: int) -> tuple[int, int]:
    """Where in its file an instruction begins; code that is written alike in two files is equal."""
    line, _, column, _ = next(islice(code.co_positions(), instruction // 2, None))
    return line or 0, column or 0
