"""Stopping a call that takes too long, by CPU time, without leaving a module half imported.

Only where the platform has interval timers, and only in the main thread: elsewhere nothing is stopped.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

WAITING = 6
"""A call may wait (for a lock, a file, a network) so many times longer than it may compute."""

FIRST_CALL = 120
"""CPU seconds of the first call at least: it may import a library, or compile."""


class TookTooLong(BaseException):
    """A call was stopped. No `Exception`, so that the function under test does not catch it by accident."""


@contextmanager
def time_limit(seconds: int, *, first: bool) -> Iterator[None]:
    """Raise `TookTooLong` inside the block after so many seconds of CPU time, or `WAITING` times as many by the clock.

    The first call has `FIRST_CALL` seconds at least. While an import is under way, or when modules were added since the
    last look, the call gets the same time once more: a module that is left half imported would break later calls.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    allowed = max(FIRST_CALL, seconds) if first else seconds
    modules = len(sys.modules)

    def stop(which: int, frame: FrameType | None) -> None:
        nonlocal modules
        if len(sys.modules) != modules or _is_importing(frame):
            modules = len(sys.modules)
            signal.setitimer(*timers[which])
            return
        raise TookTooLong(f"no answer after {allowed} s")

    timers: dict[int, tuple[int, int]] = {
        signal.SIGPROF: (signal.ITIMER_PROF, allowed),
        signal.SIGALRM: (signal.ITIMER_REAL, allowed * WAITING),
    }
    handlers = [signal.signal(which, stop) for which in timers]
    remaining = [signal.setitimer(timer, length)[0] for timer, length in timers.values()]
    try:
        yield
    finally:
        for (which, (timer, _)), left, handler in zip(timers.items(), remaining, handlers, strict=True):
            signal.setitimer(timer, left)  # somebody else's timer, or 0: none
            signal.signal(which, handler)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
