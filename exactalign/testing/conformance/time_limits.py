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
            timer, _, length = next(x for x in timers if x[1] == which)
            signal.setitimer(timer, length)
            return
        raise TookTooLong(f"no answer after {allowed} s")

    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, allowed),
        (signal.ITIMER_REAL, signal.SIGALRM, allowed * WAITING),
    )
    handlers = [signal.signal(which, stop) for _, which, _ in timers]
    remaining = [signal.setitimer(timer, length)[0] for timer, _, length in timers]
    try:
        yield
    finally:
        for (timer, which, _), left, handler in zip(timers, remaining, handlers, strict=True):
            signal.setitimer(timer, left)  # somebody else's timer, or 0: none
            signal.signal(which, handler)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
