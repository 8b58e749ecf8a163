"""Files of sweep rows that survive an interruption: rows are only ever appended, each in one write.

Every row carries the fingerprint of its sweep and the number of its task. Reopened, a file with the same
fingerprint is continued: a half-written last line is cut off, tasks that are there are not done again, and
those that failed are. When the last row is in, rows that came out of order are sorted (the file is replaced
at once), so that the result does not depend on the executor or on interruptions.
"""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal

import attrs

from exactalign.exceptions import InputError, ParameterError, WorkersFailed
from exactalign.runs.batches import MAX_PENDING, spread
from exactalign.runs.locks import take_lock
from exactalign.runs.sweeps import Row, SweepTask, columns, fingerprint, run_task

SweepFormat = Literal["csv", "json"]

_SYNC_SECONDS = 1.0


@attrs.frozen
class SweepResult:
    """What `write_sweep` did: how many rows the file has, how many it had before, how many are refusals."""

    rows: int
    resumed: int
    failed: int


def write_sweep(
    tasks: Sequence[SweepTask],
    path: str | Path,
    executor: Executor | None = None,
    *,
    format: SweepFormat | None = None,  # noqa: A002
    on_start: Callable[[int], object] | None = None,
    on_row: Callable[[int, Row], object] | None = None,
    max_pending: int = MAX_PENDING,
) -> SweepResult:
    """Run a sweep into a file, continuing where an earlier run of the same sweep stopped.

    `format` is "csv" or "json" (JSON lines), by default by the suffix of the path. `on_start` hears how many
    rows are there already, `on_row` of every new one. Raises `InputError` for a file that holds anything else,
    which is left as it is, and `WorkersFailed` when a worker has died: the rows so far are in the file.
    """
    if not tasks:
        raise ParameterError("the sweep has no tasks: give at least one")
    with SweepFile(path, tasks, chosen_sweep_format(path) if format is None else format) as file:
        if on_start is not None:
            on_start(len(file.done))
        resumed = len(file.done)
        missing = [number for number in range(len(tasks)) if number not in file.done]
        left = (tasks[number] for number in missing)
        try:
            with closing(spread(run_task, left, executor, max_pending=max_pending)) as found:
                for position, row in found:
                    file.append(missing[position], row)
                    if on_row is not None:
                        on_row(missing[position], row)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"{file.told()}, and the same command continues there") from None
        except WorkersFailed as error:
            raise WorkersFailed(f"{error}; {file.told()}, and the same sweep goes on there") from error.__cause__
        file.finish()
        return SweepResult(len(tasks), resumed, len(file.failed))


def chosen_sweep_format(path: str | Path) -> SweepFormat:
    """Return the format that the suffix of a path names, CSV without one; raise `ParameterError` for another suffix."""
    suffix = Path(path).suffix.lower()
    if suffix in (".json", ".jsonl", ".ndjson"):
        return "json"
    if suffix not in ("", ".csv", ".txt"):
        raise ParameterError(f"{path} says no format: end it in .csv or .jsonl, or give format")
    return "csv"


class RowWriter:
    """Turns rows of one sweep into lines of CSV or JSON."""

    def __init__(self, tasks: Sequence[SweepTask], format: SweepFormat) -> None:  # noqa: A002
        self.columns = ("sweep", "task", *columns(tasks[0]))
        if len(set(self.columns)) != len(self.columns):
            raise InputError("two outcomes have labels that differ in spaces only: their columns would be the same")
        self.fingerprint = fingerprint(tasks)
        self.count = len(tasks)
        self.format = format
        self.header = _csv_line(self.columns) if format == "csv" else b""

    def line(self, number: int, row: Row) -> bytes:
        """Return the line of a row, ending in a newline."""
        whole = {"sweep": self.fingerprint, "task": number, **row}
        if self.format == "csv":
            return _csv_line([_csv_cell(whole[name]) for name in self.columns])
        return json.dumps(whole, ensure_ascii=False).encode() + b"\n"

    def read(self, line: bytes) -> tuple[int, bool] | None:
        """Return (task, whether it failed) of a line written by this sweep, None for any other line."""
        try:
            text = line.decode()
            if self.format == "csv":
                (cells,) = csv.reader(io.StringIO(text, newline=""), strict=True)
                if len(cells) != len(self.columns):
                    return None
                mark, number, error = cells[0], int(cells[1]), cells[-1] or None
            else:
                row = json.loads(text)
                if not isinstance(row, dict) or tuple(row) != self.columns:
                    return None
                mark, number, error = row["sweep"], row["task"], row["error"]
        except (ValueError, csv.Error, RecursionError):
            return None
        if mark != self.fingerprint or type(number) is not int or not 0 <= number < self.count:
            return None
        return number, error is not None

    def may_begin(self, part: bytes) -> bool:
        """Whether a file that holds `part` alone, without a newline, can be this sweep's, cut off."""
        start = self.header or f'{{"sweep": "{self.fingerprint}", "task": '.encode()
        return part.startswith(start) or start.startswith(part)


class SweepFile:
    """A file of sweep rows, open for appending; `done` holds the tasks whose rows are there."""

    def __init__(self, path: str | Path, tasks: Sequence[SweepTask], format: SweepFormat) -> None:  # noqa: A002
        self.name = path
        self.path = Path(os.path.realpath(path))
        self.writer = RowWriter(tasks, format)
        self.done: set[int] = set()
        self.failed: set[int] = set()
        self._ordered = True
        self._last = -1
        self._synced = time.monotonic()
        self._file: BinaryIO = self.path.open("a+b", buffering=0)
        try:
            self._lock()
            self._resume()
        except BaseException:
            self._file.close()
            raise

    def append(self, number: int, row: Row) -> None:
        """Write one row; it is in the file when this returns."""
        self._write(self.writer.line(number, row))
        self._note(number, row["error"] is not None)
        if time.monotonic() - self._synced > _SYNC_SECONDS:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def told(self) -> str:
        """How many rows without an error are in the file, as it is: an interruption may come within any step."""
        found = (self.writer.read(line) for line in self._lines() if line.endswith(b"\n"))
        there = len({number for number, failed in filter(None, found) if not failed})
        return f"{self.name} has {there} of {self.writer.count} rows"

    def finish(self) -> None:
        """Sort rows that came out of order, and drop those that were done again."""
        os.fsync(self._file.fileno())
        if not self._ordered:
            self._sort()

    def __enter__(self) -> SweepFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _note(self, number: int, failed: bool) -> None:
        self._ordered &= number > self._last
        self._last = number
        (self.failed if failed else self.done).add(number)
        if not failed:
            self.failed.discard(number)

    def _write(self, line: bytes) -> None:
        while line:
            line = line[self._file.write(line) :]

    def _resume(self) -> None:
        """Read what is there; nothing is changed before it is known to be this sweep's."""
        end, half = 0, b""
        for place, line in enumerate(self._lines(), 1):
            if not line.endswith(b"\n"):
                half = line
            elif place == 1 and self.writer.header:
                if line != self.writer.header:
                    raise self._foreign()
                end += len(line)
            else:
                found = self.writer.read(line)
                if found is None:
                    raise self._foreign() if place <= 2 else self._stray(place)
                end += len(line)
                self._note(*found)
        if half:
            if end == 0 and not self.writer.may_begin(half):
                raise self._foreign()
            self._file.truncate(end)
        if end == 0:
            self._write(self.writer.header)

    def _foreign(self) -> InputError:
        return InputError(
            f"{self.name} does not hold rows of this sweep (other parameters, or another file): give another "
            "--output, or delete it first"
        )

    def _stray(self, place: int) -> InputError:
        return InputError(f"{self.name}: line {place} is no row of this sweep: take the line out, or give another file")

    def _lines(self) -> Iterator[bytes]:
        self._file.seek(0)
        with os.fdopen(os.dup(self._file.fileno()), "rb") as reader:
            yield from reader

    def _sort(self) -> None:
        header, body = b"", {}
        for line in self._lines():
            found = self.writer.read(line)
            if found is None:
                header = line
            else:
                body[found[0]] = line
        temporary = self.path.with_name(f".{self.path.name[:100]}.{os.getpid()}.part")
        try:
            with temporary.open("xb") as file:
                file.write(header)
                file.writelines(body[number] for number in sorted(body))
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(self.path.stat().st_mode & 0o7777)
            self._file.close()  # some systems do not replace an open file
            temporary.replace(self.path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise

    def _lock(self) -> None:
        """Keep a second sweep off the file, where the system has advisory locks."""
        if not take_lock(self._file.fileno()):
            raise InputError(f"{self.name} is being written by another sweep: wait for it, or give another file")


def _csv_cell(value: Any) -> str:
    return "" if value is None else str(value)


def _csv_line(cells: Sequence[str]) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerow(cells)
    return target.getvalue().encode()
