"""Every comparison is made while something answers, and is a part of that answer: one that is lost says nothing."""

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
NO_COLUMN: Final = -1
"""Where Python was told to keep no columns."""
_HERE: Final = (__file__, str(Path(__file__).with_name("comparisons.py")), "<attrs generated")
_CALLERS: Final = 20
"""So many callers of what makes a comparison are looked at: a function may call itself."""
_OURS: Final = str(Path(__file__).parents[1])
_PAPERS: Final = str(Path(__file__).parents[1] / "papers")


class Call:
    """The comparisons that are made while something answers, and which of them its answer is seen to have."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self.made: dict[int, tuple[object, str]] = {}
        self.answered: set[int] = set()
        self.open: dict[int, tuple[BaseException, set[int]]] = {}
        self.refused: Exception | None = None

    def demand_that_it_is_made_here(self, comparison: object) -> None:
        """Raise `LostAnswer` for a part of the answer that is from somewhere else: it is about another case."""
        if self.strict and id(comparison) not in self.made:
            said = f"“{comparison}” is not made where it is an answer: it is kept from elsewhere, or a copy"
            raise LostAnswer(f"{said}; keep the numbers, and compare them where it is asked")

    def demand_none_left(self) -> None:
        """Raise `LostAnswer` for a comparison that is no part of the answer, and what refused one anew."""
        if self.strict and self.refused is not None:
            raise self.refused  # whoever has caught it: nothing was compared there
        for key, (comparison, place) in self.made.items():
            if self.strict and key not in self.answered:
                said = f"“{comparison}”, which {place} makes, is no part of the answer"
                raise LostAnswer(f"{said}: each comparison that is made is one")


_calls: list[Call] = []
"""What answers now, last; it may ask for another answer on its way."""
_reached: list[set[Spot]] = []
"""What has been gone through where a comparison was made, for each claim or file that is run."""


def is_answering() -> bool:
    """Whether something answers now."""
    return bool(_calls)


@contextmanager
def one_call(*, strict: bool = True) -> Iterator[None]:
    """What is made within it has to be a part of the answer that is settled within it, where that is `strict`."""
    call = Call(strict=strict)
    _calls.append(call)
    try:
        yield
    finally:
        _calls.pop()
    call.demand_none_left()


def note(comparison: object) -> None:
    """Note a comparison that is made, with its place; raises `LostAnswer` in a claim's file where nothing answers."""
    if not (_calls or _reached):
        return
    spots = [_spot_of(frame) for frame in islice(_makers(), _CALLERS)]
    file, line, _ = spots[0]
    place = f"line {line}" if file == spots[-1][0] else f"line {line} of {Path(file).name}"
    if _calls:
        _calls[-1].made[id(comparison)] = comparison, place
    elif not _is_of_us(file):
        raise LostAnswer(f"“{comparison}” is made in {place}, where nothing answers: compare in a check")
    for reached in _reached:
        reached.update(spots)


def refused(error: Exception) -> None:
    """Note that a comparison could not be made: a number of it is a float, say."""
    if _calls:
        _calls[-1].refused = _calls[-1].refused or error


def answered(comparison: object) -> None:
    """Note a comparison that is a part of the answer which is settled now."""
    if _calls:
        _calls[-1].demand_that_it_is_made_here(comparison)
        _calls[-1].answered.add(id(comparison))


@contextmanager
def or_none_is_answered() -> Iterator[None]:
    """Where it ends in an error, nothing in it was a part of the answer, unless the error comes to be one."""
    before = set(_calls[-1].answered) if _calls else set()
    try:
        yield
    except BaseException as error:
        if _calls:
            _calls[-1].open[id(error)] = error, _calls[-1].answered - before
            _calls[-1].answered = before
        raise


def answered_by(error: BaseException) -> None:
    """Note an error that an answer ends in: what had led to it was a part of that."""
    if _calls and id(error) in _calls[-1].open:
        _calls[-1].answered |= _calls[-1].open.pop(id(error))[1]


@contextmanager
def reaching() -> Iterator[set[Spot]]:
    """Give the set of what is gone through within it where comparisons are made."""
    reached: set[Spot] = set()
    _reached.append(reached)
    try:
        yield reached
    finally:
        _reached.pop()


def _makers() -> Iterator[FrameType]:
    """What makes a comparison, other than the functions that are there for that, and what of a claim has called it."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
    first = frame
    while frame is not None and (frame is first or not _is_of_us(frame.f_code.co_filename)):
        yield frame
        frame = frame.f_back


@lru_cache(maxsize=256)
def _is_of_us(file: str) -> bool:
    """Whether a file is one of the engine's."""
    return file.startswith(_OURS) and not file.startswith(_PAPERS)


def _spot_of(frame: FrameType) -> Spot:
    return (frame.f_code.co_filename, *_spot(frame.f_code, frame.f_lasti))


@lru_cache(maxsize=4096)
def _spot(code: CodeType, instruction: int) -> tuple[int, int]:
    """Where in its file an instruction begins; code that is written alike in two files is equal."""
    line, _, column, _ = next(islice(code.co_positions(), instruction // 2, None))
    return line or 0, NO_COLUMN if column is None else column
