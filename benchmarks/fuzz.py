"""Give both command lines arguments and files that are wrong in every way, and look at how they answer.

    python -m benchmarks.fuzz --calls 10000 --jobs 2 --seed 0

A call is an example of a help with some changes, in a directory with files of which some are spoilt. It is run inside
a process that serves many calls. It has a fault when it ends otherwise than the manual says: a traceback, a status that
is not documented, bad input told in more or less than one line, an answer of nothing with status 0, a file that is
half written, memory past 4 GB, or more than 10 seconds of processor time. Call K is drawn from "seed/K", which
a fault prints, so that it can be repeated alone with --seed and --call.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import threading
from collections import Counter
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from benchmarks.hostile import FILES, PROGRAMS, Call, draw, spoil, write_files
from exactalign.cli.program import BUG, EXIT_STATUS

SECONDS = 10
"""Of processor time, after which a call is taken to hang."""

_MEMORY = 4 << 30
_WAIT = 600  # of real time, for a call that waits for what never comes
_NOTHING_TO_SAY = ("-o", "--output", "--data", "new", "certify", "--quiet", "-q")


class Result(NamedTuple):
    """How a call ended."""

    code: int
    out: str
    err: str
    changed: tuple[str, ...]
    """Files that were there before and hold something else now, or that are new."""


def faults(call: Call, result: Result) -> list[str]:
    """Return what is wrong with how a call ended; nothing is best.

    >>> call = Call("exactalign", ("align",), "/dev/null", "file", ())
    >>> faults(call, Result(2, "", "exactalign: --kl is missing\\n", ()))
    []
    >>> faults(call, Result(2, "", "Traceback (most recent call last):\\n  x\\n", ()))
    ['a traceback', 'bad input told in 2 lines']
    >>> faults(call, Result(0, "", "", ()))
    ['status 0 and no answer']
    """
    found = []
    if result.code not in EXIT_STATUS or result.code == BUG:
        found.append(f"status {result.code}")
    if "Traceback" in result.err or "Traceback" in result.out:
        found.append("a traceback")
    lines = result.err.splitlines()
    if result.code == 2 and not (
        call.arguments[0] == "verify" and (result.out or result.changed)
    ):  # whose answer is a list of files
        if len(lines) != 1:
            found.append(f"bad input told in {len(lines)} lines")
        elif not lines[0].startswith(f"{call.program}: "):
            found.append("bad input told in another's name")
        if any("partial" in name or "tmp" in name for name in result.changed):
            found.append(f"a file left behind: {result.changed}")
    quiet = call.stdout != "file" or any(word in call.arguments for word in _NOTHING_TO_SAY)
    if result.code == 0 and not result.out and not quiet and not result.changed:
        found.append("status 0 and no answer")
    return found


def serve(calls: Connection, template: str) -> None:
    """Run the calls that come through a pipe, and answer each with how it ended: the life of a process."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError):
        while True:
            call = calls.recv()
            calls.send(run(call, Path(template)))


def run(call: Call, template: Path) -> Result:
    """Run one call in this process, in a copy of the template."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name, "here")
        shutil.copytree(template, place)
        for file, seed in call.files:
            spoil(place / file, seed)
        os.chdir(place)
        before = _contents(place)
        code, out, err = _run(call, Path(name))
        after = _contents(place)
        os.chdir(template)
    changed = tuple(sorted(file for file in after if after[file] != before.get(file)))
    return Result(code, out, err, changed)


def _run(call: Call, aside: Path) -> tuple[int, str, str]:
    out, err = aside / "out", aside / "err"
    kept = [os.dup(number) for number in range(3)]
    standard = sys.stdin, sys.stdout, sys.stderr
    _put(0, os.open(call.stdin, os.O_RDONLY))
    _put(1, _sink(call.stdout, out))
    _put(2, os.open(err, os.O_WRONLY | os.O_CREAT))
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
    encoding = "ascii" if call.stdout == "ascii" else "utf-8"
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding=encoding)
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8", write_through=True)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        code = PROGRAMS[call.program].run(list(call.arguments))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        _put(1, os.open(os.devnull, os.O_WRONLY))  # for what a full disk has left in the buffer
        ours, (sys.stdin, sys.stdout, sys.stderr) = (sys.stdout, sys.stdin), standard
        for stream in ours:
            with suppress(OSError, ValueError):
                stream.detach()
        for number, old in enumerate(kept):
            _put(number, old)
    return code, out.read_text("utf-8", "replace") if out.exists() else "", err.read_text("utf-8", "replace")


def _put(number: int, opened: int) -> None:
    os.dup2(opened, number)
    os.close(opened)


def _sink(kind: str, out: Path) -> int:
    if kind == "/dev/full":
        return os.open(kind, os.O_WRONLY)
    if kind == "closed pipe":
        reading, writing = os.pipe()
        os.close(reading)
        return writing
    return os.open(out, os.O_WRONLY | os.O_CREAT)


def _contents(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


class Lane:
    """A process for calls, started again after one that ends it."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        # No daemon: some calls have workers of their own.
        self._process = context.Process(target=serve, args=(theirs, self._template))
        self._process.start()
        theirs.close()

    def ended(self, call: Call) -> tuple[list[str], Result]:
        """Run a call; return what is wrong with how it ended."""
        self._pipe.send(call)
        try:
            if self._pipe.poll(_WAIT):
                result = self._pipe.recv()
                return faults(call, result), result
            fault = f"no end within {_WAIT} seconds"
            self._process.kill()
        except EOFError:
            fault = ""
        self._process.join()
        number = -(self._process.exitcode or 0)
        ended = "more than 10 seconds of processor time" if number == signal.SIGPROF else f"ended by signal {number}"
        self._start()
        return [fault or ended], Result(-number, "", "", ())

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join()


def main() -> int:
    """Run the calls; return 1 when one has a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--call", type=int, help="run this call only, and show what it wrote")
    arguments = parser.parse_args()
    os.environ["EXACTALIGN_TRACEBACK"] = ""
    with tempfile.TemporaryDirectory() as name:
        template = Path(name, "template")
        template.mkdir()
        os.chdir(template)
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(Path(name, "searches"))
        write_files()
        assert all(Path(file).exists() for file in FILES)
        try:
            return _run_all(arguments, str(template))
        finally:
            os.chdir("/")
            (template / "readonly").chmod(0o700)


def _run_all(arguments: argparse.Namespace, template: str) -> int:
    if arguments.call is not None:
        call = draw(random.Random(f"{arguments.seed}/{arguments.call}"))
        lane = Lane(template)
        found, result = lane.ended(call)
        lane.close()
        print(ascii(str(call)), *found, *map(ascii, result), sep="\n")
        return 1 if found else 0
    numbers, lock = count(), threading.Lock()
    codes: Counter[str] = Counter()
    failed = []

    def work() -> None:
        lane = Lane(template)
        while (number := next(numbers)) < arguments.calls:
            call = draw(random.Random(f"{arguments.seed}/{number}"))
            found, result = lane.ended(call)
            with lock:
                codes[f"status {result.code}"] += 1
                if found:
                    failed.append(number)
                    print(f"call {number}: {'; '.join(found)}: {ascii(str(call))[:300]}", flush=True)
                    if result.err:
                        print(f"    {result.err[:300]!r}", flush=True)
                if sum(codes.values()) % 500 == 0:
                    print(f"{sum(codes.values())} calls, {len(failed)} with a fault", file=sys.stderr, flush=True)
        lane.close()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(arguments.jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for status, times in sorted(codes.items()):
        print(f"{times:>8} {status}")
    print(f"seed {arguments.seed}: {sum(codes.values())} calls, {len(failed)} with a fault")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
