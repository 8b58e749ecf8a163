"""What a check makes of comparisons, and whether somebody looks at each: one that is lost says nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType
from typing import Final, Protocol, TypeAlias

from proofs_check.exceptions import ClaimError


class Compared(Protocol):
    """What has a truth value, which may be undecided."""

    def truth(self) -> bool:
        """Return whether it holds."""


class Record:
    """The comparisons that a check makes, at all of its cases, and at which nothing has looked.

    One is lost where nothing ever looks at what is made at its place; or where, in one call, something looks at another
    one that is made there, as at the last one of a loop. What was made before the author asked for the truth of one, or
    where one was made whose truth is asked for, may be left: `or`, `any` and `if` do so.
    """

    def __init__(self) -> None:
        self._made: dict[int, tuple[Compared, Place]] = {}
        self._needed: set[int] = set()
        self._seen: set[Place] = set()
        self._seen_here: set[Place] = set()
        self._asked_here: set[Place] = set()
        self._left: dict[Place, Compared] = {}
        self._lost: dict[Place, Compared] = {}

    def add(self, comparison: Compared, place: Place) -> None:
        """Note one that is made."""
        self._made[id(comparison)] = comparison, place
        self._needed.add(id(comparison))

    def asked(self, comparison: Compared) -> None:
        """Note that the author asks for the truth of one: those that are there may not be needed any more."""
        self._needed.clear()
        if (made := self._made.get(id(comparison))) is not None:
            self._asked_here.add(made[1])

    def looked_at(self, comparison: Compared) -> None:
        """Note one at which somebody looks."""
        if (made := self._made.pop(id(comparison), None)) is not None:
            self._seen_here.add(made[1])

    @contextmanager
    def one_call(self) -> Iterator[None]:
        """One case of the check: of what is made there, left and not true the first of each place is kept."""
        around = self._made, self._needed, self._seen_here, self._asked_here
        self._made, self._needed, self._seen_here, self._asked_here = {}, set(), set(), set()
        try:
            yield
            self._take_stock()
        finally:
            self._made, self._needed, self._seen_here, self._asked_here = around

    def _take_stock(self) -> None:
        made, self._made = self._made, {}  # what is looked at from here on is looked at by nobody else
        self._seen |= self._seen_here
        for comparison, place in [entry for key, entry in made.items() if key in self._needed]:
            left = self._lost if place in self._seen_here else self._left
            if place not in left and place not in self._asked_here and not _is_true(comparison):
                left[place] = comparison

    def demand_none_lost(self) -> None:
        """Raise `ClaimError` for a comparison that is not true, and at which nothing looks."""
        left = {place: lost for place, lost in self._left.items() if place not in self._seen}
        for place, lost in (self._lost | left).items():
            lines = [line for _, _, line in place]
            caller = next((line for line in lines[1:] if line != lines[0]), None)
            makes = f"which line {lines[0]} makes{f', called in line {caller}' if caller else ''}"
            raise ClaimError(f"nothing looks at “{lost}”, {makes}: yield it, or leave it out")


Place: TypeAlias = tuple[tuple[CodeType, int, int], ...]
"""The instruction that makes a comparison, and its line; and of what has called that."""
Spot: TypeAlias = tuple[str, int, int]
"""A file, a line and a column in it."""
records: list[Record] = []
"""That of the check which runs, last."""
_HERE: Final = (__file__, str(Path(__file__).with_name("comparisons.py")), "<attrs generated")
_ENGINE: Final = str(Path(__file__).parent.parent / "engine")
_reached: list[set[Spot]] = []
"""Where comparisons are made, for each claim that runs."""


def note(comparison: Compared) -> None:
    """Note a comparison that is made, with its place, for the check that runs."""
    if not (records or _reached):
        return
    if not (place := _place()):
        return  # what the engine makes itself, by a `map` of the author's, say
    if records:
        records[-1].add(comparison, place)
    for reached in _reached:
        reached.add((place[0][0].co_filename, *_spot(*place[0][:2])))


@contextmanager
def reaching() -> Iterator[set[Spot]]:
    """Give the set of where comparisons are made within it."""
    reached: set[Spot] = set()
    _reached.append(reached)
    try:
        yield reached
    finally:
        _reached.pop()


@lru_cache(maxsize=4096)
def _spot(code: CodeType, instruction: int) -> tuple[int, int]:
    """Where in its file an instruction begins; code that is written alike in two files is equal."""
    line, _, column, _ = next(islice(code.co_positions(), instruction // 2, None))
    return line or 0, column or 0


def _place() -> Place:
    """Where a comparison is made, from there to where the engine or a comparison asks."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
    found: list[tuple[CodeType, int, int]] = []
    while frame is not None and not frame.f_code.co_filename.startswith((*_HERE, _ENGINE)):
        found.append((frame.f_code, frame.f_lasti, frame.f_lineno))
        frame = frame.f_back
    return tuple(dict.fromkeys(found))  # however deep a function has called itself


def _is_true(comparison: Compared) -> bool:
    try:
        return comparison.truth()
    except Exception:  # noqa: BLE001 (undecided, or without a truth value)
        return False


@contextmanager
def recorded() -> Iterator[Record]:
    """Record what a check makes."""
    record = Record()
    records.append(record)
    try:
        yield record
    finally:
        records.pop()


def one_call() -> AbstractContextManager[None]:
    """One case of the check that runs; nothing where none does."""
    return records[-1].one_call() if records else nullcontext()
