"""An end for what a file of claims computes at cases that are not its own, counted in its lines and not by a clock."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, Final

from proofs_check.exceptions import ClaimError

MOST_LINES: Final = 200_000


class DoesNotEnd(ClaimError):
    """So many lines were run, and there was no end."""


@contextmanager
def bounded(code: CodeType) -> Iterator[None]:
    """Run what stands in the file of this code, for at most `MOST_LINES` of its lines; raises `DoesNotEnd` then.

    >>> def halved(n):
    ...     while n > 1:
    ...         n = n / 2 if n % 2 == 0 else n
    >>> with bounded(halved.__code__):
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
        return counted if event == "call" and frame.f_code.co_filename == code.co_filename else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(before)
