"""What a check makes of comparisons, and whether somebody looks at each: one that is lost says nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, Protocol, TypeAlias

from proofs_check.exceptions import ClaimError
from proofs_check.language.texts import Lines, statement_at


class Compared(Protocol):
    """What has a truth value, which may be undecided."""

    def truth(self) -> bool:
        """Return whether it holds."""


class Record:
    """The comparisons that a check makes, at all of its cases, and at which nothing has looked.

    One is lost where nothing ever looks at what its statement makes, in functions that are called from the same
    statements. What was made before the author asked for the truth of one may be left: `or`, `any` and `if` do so.
    """

    def __init__(self) -> None:
        self._made: dict[int, tuple[Compared, Place]] = {}
        self._needed: dict[int, Compared] = {}
        self._seen: set[Place] = set()
        self._left: dict[Place, Compared] = {}
        self._within = False

    def add(self, comparison: Compared) -> None:
        """Note one that is made."""
        self._made[id(comparison)] = comparison, _place()
        self._needed[id(comparison)] = comparison

    def asked(self) -> None:
        """Note that the author asks for the truth of one: those that are there may not be needed any more."""
        self._needed.clear()

    def looked_at(self, comparison: Compared) -> None:
        """Note one at which somebody looks."""
        if (made := self._made.pop(id(comparison), None)) is not None and not self._within:
            self._seen.add(made[1])

    @contextmanager
    def taken_in(self) -> Iterator[None]:
        """What is looked at within this is taken into another one, at which nothing has looked."""
        before, self._within = self._within, True
        yield
        self._within = before

    @contextmanager
    def one_call(self) -> Iterator[None]:
        """One case of the check: of what is made there, left and not true the first of each place is kept."""
        self._made, self._needed = {}, {}
        yield
        made, self._made = self._made, {}  # what is looked at from here on is looked at by nobody else
        for comparison, place in [entry for key, entry in made.items() if key in self._needed]:
            if place not in self._left and not _is_true(comparison):
                self._left[place] = comparison

    def demand_none_lost(self) -> None:
        """Raise `ClaimError` for a comparison that is not true, and at which nothing looks."""
        seen = {_statements(place) for place in self._seen}
        for place, lost in self._left.items():
            if _statements(place) not in seen:
                makes = f"which line {place[0][1]} makes{f', called in line {place[1][1]}' if place[1:] else ''}"
                raise ClaimError(f"nothing looks at “{lost}”, {makes}: yield it, or leave it out")


Place: TypeAlias = tuple[tuple[str, int], ...]
"""The file and the line of what makes a comparison, and of what has called that."""
records: list[Record] = []
"""That of the check which runs, last."""
_HERE: Final = (__file__, str(Path(__file__).with_name("comparisons.py")), "<attrs generated")
_ENGINE: Final = str(Path(__file__).parent.parent / "engine")


def _place() -> Place:
    """Where a comparison is made, from there to where the engine or a comparison asks."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
    found: list[tuple[str, int]] = []
    while frame is not None and not frame.f_code.co_filename.startswith((*_HERE, _ENGINE)):
        found.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return tuple(found)


def _statements(place: Place) -> tuple[Lines, ...]:
    return tuple(statement_at(*line) for line in place)


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
