"""An end for what a file of claims computes at cases that are not its own, counted in its lines and not by a clock."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

import exactalign
import proofs_check

MOST_LINES: Final = 200_000


class DoesNotEnd(BaseException):
    """So many lines were run, and there was no end; no `except Exception` of an author's keeps it back."""


@contextmanager
def bounded() -> Iterator[None]:
    """Run at most `MOST_LINES` lines of files that belong to no installed package; raises `DoesNotEnd` then.

    What these two packages compute comes to an end, and has its own limits.

    >>> def halved(n):
    ...     while n > 1:
    ...         n = n / 2 if n % 2 == 0 else n
    >>> with bounded():
    ...     halved(3)
    Traceback (most recent call last):
    ...
    proofs_check.engine.bounded.DoesNotEnd: 200000 lines were run, and there was no end
    """
    left = MOST_LINES

    def counted(_frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        left -= event == "line"
        if left < 0:
            raise DoesNotEnd(f"{MOST_LINES} lines were run, and there was no end")
        return counted

    def called(frame: FrameType, event: str, _: Any) -> Any:
        return counted if event == "call" and not _is_installed(frame.f_code.co_filename) else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(before)


@cache
def _is_installed(name: str) -> bool:
    """Whether a file is one of these packages, of another that is installed, or of Python itself."""
    ours = (Path(package.__file__ or "").parent for package in (exactalign, proofs_check))
    theirs = (Path(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib", "purelib", "platlib"))
    return name.startswith("<frozen") or any(Path(name).is_relative_to(place) for place in (*ours, *theirs))
