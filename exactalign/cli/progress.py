"""What is going on, on stderr: one line for any command that takes over a second, gone when the command ends.

There is one line in a process, `PROGRESS`. `Program.run` opens it; a command names its phases and counts in them.
Workers never write to it.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from exactalign.cli.colours import is_terminal

_AFTER = 1.0


class Progress:
    """A line with the time since the start, and with the counts where they are known; only on a terminal."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._bar: Any = None
        self._ending: list[threading.Thread] = []
        self._what, self._last, self._done, self._started = "", "", 0, 0.0
        self._total: int | None = None

    def __enter__(self) -> "Progress":
        self._what, self._total, self._done, self._last = "working", None, 0, ""
        self._started = time.monotonic()
        if is_terminal(sys.stderr):
            self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        with self._lock:
            self._hide()

    def begin(self, what: str, total: int | None = None) -> None:
        """Start a phase, with so many things to do where that is known."""
        with self._lock:
            self._what, self._total, self._done, self._last = what, total, 0, ""
            if self._bar is not None:
                self._hide()
                self._show()

    def advance(self, count: int = 1, last: str = "") -> None:
        """Count things that are done; `last` names the last one."""
        with self._lock:
            self._done += count
            self._last = last
            if self._bar is not None:
                self._bar.update(0, completed=self._done, description=self._words())

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the line away while something else is written to the terminal."""
        with self._lock:
            bar = self._bar
            if bar is not None:
                self._stop(bar)
            try:
                yield
            finally:
                if bar is not None:
                    bar.start()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Have no thread, while copies of this process are made; then go on, or start to wait anew."""
        timer = self._timer
        if timer is not None:
            timer.cancel()
            timer.join()  # it may be about to show the line
        with self._lock:
            shown = self._bar is not None
            self._hide()
            ending, self._ending = self._ending, []
        for drawing in ending:
            drawing.join()
        try:
            yield
        finally:
            if shown:
                self._show()
            elif timer is not None:
                self._wait()

    def _wait(self) -> None:
        self._timer = threading.Timer(_AFTER, self._show)
        self._timer.daemon = True
        self._timer.start()

    def _words(self) -> str:
        return f"{self._what} ({self._last})" if self._last else self._what

    def _show(self) -> None:
        from rich import progress as rich
        from rich.console import Console
        from rich.text import Text

        class Words(rich.ProgressColumn):
            """The description, without markup."""

            def render(self, task: rich.Task) -> Text:
                return Text(task.description, no_wrap=True, overflow="ellipsis")

        with self._lock:
            if self._timer is None or self._bar is not None:  # over, or another thread was faster
                return
            columns: list[rich.ProgressColumn] = [rich.TimeElapsedColumn(), Words()]
            if self._total is not None:
                columns[1:1] = [rich.BarColumn(20), rich.MofNCompleteColumn(), rich.TimeRemainingColumn()]
            bar = rich.Progress(
                *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False,
                refresh_per_second=4,
            )  # fmt: skip
            bar.add_task(self._words(), total=self._total, completed=self._done)
            bar.tasks[0].start_time = self._started
            self._bar = bar
            bar.start()

    def _hide(self) -> None:
        if self._bar is not None:
            bar, self._bar = self._bar, None
            with suppress(OSError, ValueError):
                self._stop(bar)

    def _stop(self, bar: Any) -> None:
        """Stop drawing: the thread that draws is told to end, and not waited for; `still` waits for it."""
        drawing = getattr(bar.live, "_refresh_thread", None)
        if drawing is not None:
            self._ending = [*filter(threading.Thread.is_alive, self._ending), drawing]
        bar.stop()


PROGRESS = Progress()
"""The line of this process."""
