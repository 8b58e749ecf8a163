"""`python -m mutants [--sample N] [--seed S] [--rooms ROOM,…] [--changed-since REV] [--seconds T] [--output FILE]`."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import attrs

from mutants import entering, results, trees, trying
from mutants.changes import Change, changes_of, is_readable
from mutants.entering import Test

HERE = Path(__file__).resolve().parents[1]
Near = dict[str, list[str]]
"""The files of tests of every changed file, the nearest first."""

_INTERRUPTED = threading.Event()
"""Set by Ctrl-C: an exception that is raised while a process is forked would be lost in what Python runs there."""

POLL = 0.05
FEW = 10
"""So many changes must have been tried before a percentage fails a run."""

MEASURING = 1200.0
"""Seconds of CPU time in which the tests of one file must have run when they are looked at."""


def main(arguments: list[str] | None = None) -> int:
    """Try a sample; return 1 when fewer were noticed than asked for, 2 when what was asked for cannot be done."""
    options = _options(arguments)
    root = options.root.resolve()
    until = time.monotonic() + options.seconds
    try:
        names = trees.only_rooms(trees.modules(root), [room for room in options.rooms.split(",") if room])
        changes = [one for name in names for one in changes_of(name, (root / name).read_bytes())]
        if options.changed_since:
            lines = trees.changed_lines(root, options.changed_since)
            changes = [one for one in changes if one.line in lines.get(one.path, ())]
        if options.again:
            again = results.keys_of_unnoticed(options.again.read_text(encoding="utf-8"))
            changes = [one for one in changes if one.key in again]
    except (OSError, ValueError) as error:
        _say(str(error))
        return 2
    except subprocess.CalledProcessError as error:
        _say(f"git: {error.stderr.strip()}")
        return 2
    if not changes and options.again:
        print(f"no change that went unnoticed in {options.again} is there any more")
        return 0
    if not changes:
        print(f"no line of the code that could be changed is new since {options.changed_since}")
        return 0
    shuffled = random.Random(options.seed).sample(changes, len(changes))
    readable = (one for one in shuffled if is_readable(one, (root / one.path).read_bytes()))
    drawn = list(islice(readable, options.sample))
    _say(f"{len(drawn)} of {len(changes)} one-place changes, seed {options.seed}")
    same = results.equivalents()
    outcomes: list[trying.Outcome] = []
    interrupted = False
    before = signal.signal(signal.SIGINT, lambda *_: _INTERRUPTED.set())
    work = Path(tempfile.mkdtemp(prefix="mutants-"))
    try:
        trying.load_libraries()
        marked = [trees.copied(root, work / f"marked{index}", entering.marked) for index in range(options.jobs)]
        near = {name: trees.by_nearness(root, name) for name in dict.fromkeys(one.path for one in drawn)}
        kept = entering.Kept(options.seen, trees.digests(root))
        tests = _measured(marked, near, time.monotonic() + (until - time.monotonic()) / 2, kept)
        slots = [trees.copied(root, work / str(index)) for index in range(options.jobs)]
        _control(slots, near[drawn[0].path], tests)
        try:
            for outcome in _tried(slots, drawn, near, tests, options.test_seconds, until):
                outcomes.append(outcome)
                text = f"[{len(outcomes)}/{len(drawn)}] {outcome.verdict}: {outcome.change}"
                _say(text if not results.is_noticed(outcome) else text[:150])
        except KeyboardInterrupt:
            interrupted = True
            _INTERRUPTED.clear()
            _say("interrupted: the tests that failed are run without a change; Ctrl-C once more leaves that out")
        outcomes = confirmed(slots, outcomes, _names(tests))
    except ValueError as error:
        _say(str(error))
        return 2
    except KeyboardInterrupt:
        interrupted = True
        _say("interrupted: what follows is of those tried so far, and whether a test fails by itself was not looked at")
    finally:
        signal.signal(signal.SIGINT, before)
        shutil.rmtree(work, ignore_errors=True)
    status = told(outcomes, drawn, same, options)
    return 130 if interrupted else status


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m mutants", description="Which small changes would the tests notice?"
    )
    parser.add_argument("--sample", type=_positive, default=100, metavar="N", help="how many changes (default: 100)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="the same seed, the same changes (default: 0)")
    parser.add_argument("--rooms", default="", metavar="ROOM,…", help="only these, as numbers,kernel (default: all)")
    parser.add_argument("--changed-since", metavar="REV", help="only lines that are new since this commit")
    again = "only what went unnoticed in an earlier run, as its --output has it"
    parser.add_argument("--again", type=Path, metavar="FILE", help=again)
    seconds = "stop after so many seconds; half of them at most go into looking at the tests"
    parser.add_argument("--seconds", type=float, default=10**6, metavar="T", help=seconds)
    limit = "CPU seconds that the tests of one change may take when nothing is changed (default: 30)"
    parser.add_argument("--test-seconds", type=float, default=30, metavar="T", help=limit)
    parser.add_argument("--jobs", type=_positive, default=1, metavar="J", help="changes tried at a time (default: 1)")
    parser.add_argument(
        "--at-least", type=int, default=0, metavar="P", help="exit with 1 below this percentage noticed"
    )
    seen = "keep here which tests enter what, and look again only at what has changed"
    parser.add_argument("--seen", type=Path, metavar="FILE", help=seen)
    parser.add_argument("--root", type=Path, default=HERE, metavar="DIR", help=argparse.SUPPRESS)
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the table into this page")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write everything as JSON")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: give a number of at least 1")
    return number


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _measured(slots: list[Path], near: Near, until: float, kept: entering.Kept) -> dict[str, list[Test]]:
    """The tests of every file that belongs to a drawn change, as they are on the unchanged code."""
    # What is nearest comes first, for when there is not time enough for all.
    files = list(dict.fromkeys(file for files in zip_longest(*near.values()) for file in files if file))
    found: dict[str, list[Test]] = {}

    def tasks() -> Iterator[tuple[str, float, Callable[[], Any]]]:
        for file in files:
            if (known := kept.of(file)) is not None:
                found[file] = known
            elif time.monotonic() < until:
                yield file, MEASURING, partial(trying.recorded, [file], until)

    for file, slot, answer, seconds in _in_slots(slots, tasks()):
        if answer is None:
            raise ValueError(f"{file}: its tests came to no end: {(slot / '.log').read_text(errors='replace')[-500:]}")
        content, broken = answer
        found[file] = entering.unpacked(content)
        kept.keep(file, found[file])
        _say(f"{file}: {len(found[file])} tests, {seconds:.0f} s")
        for line in broken:
            _say(f"fails on the marked copy, and is left out: {line}")
    return found


def _control(slots: list[Path], files: list[str], tests: dict[str, list[Test]]) -> None:
    """Try a change that is none: were it noticed, so would be anything."""
    passing = (test for name in files for test in tests.get(name, []) if test.passes)
    run, known = sorted(passing, key=lambda test: test.seconds)[:20], _names(tests)
    for _, slot, answer, _ in _in_slots(slots, iter([("control", 600.0, partial(trying.judged, [run], known))])):
        if answer is None or answer[0]:
            log = (slot / ".log").read_text(errors="replace")[-500:]
            raise ValueError(f"tests of the unchanged code fail when they are run in another order: {answer} {log}")


def _names(tests: dict[str, list[Test]]) -> frozenset[str]:
    return frozenset(test.name for some in tests.values() for test in some)


def confirmed(slots: list[Path], outcomes: list[trying.Outcome], known: frozenset[str]) -> list[trying.Outcome]:
    """The outcomes, when the tests that failed have run without a change: one that fails then, too, notices nothing."""
    failed: dict[str, list[str]] = {}
    for name in dict.fromkeys(one.by for one in outcomes):
        file = name.partition("::")[0]
        if (slots[0] / file).is_file():
            failed.setdefault(file, []).append(name)
    tasks = ((names, MEASURING, partial(trying.failing, names, known)) for names in failed.values())
    alone: set[str] = set()
    for names, _, answer, _ in _in_slots(slots, tasks):
        alone.update(names if answer is None else answer)
    for name in sorted(alone):
        _say(f"fails without a change, too, and notices nothing: {name}")
    return [attrs.evolve(one, verdict=trying.UNNOTICED) if one.by in alone else one for one in outcomes]


def _tried(
    slots: list[Path], drawn: list[Change], near: Near, tests: dict[str, list[Test]], seconds: float, until: float
) -> Iterator[trying.Outcome]:
    known = _names(tests)
    chosen = {
        one: trying.chosen_tests(
            one, [t for name in near[one.path] for t in tests.get(name, [])], near[one.path], seconds
        )
        for one in drawn
    }

    passed: list[trying.Outcome] = []  # in their turn, so that an interrupted run has no more of them than its share

    def tasks() -> Iterator[tuple[Change, float, Callable[[], Any]]]:
        for one in drawn:
            run, left = chosen[one]
            if not run and all(name in tests for name in near[one.path]):
                passed.append(trying.Outcome(one, trying.NOT_ENTERED, "", 0, left, 0.0))
            elif run and time.monotonic() < until:
                limit = 20 + 4 * sum(test.seconds for test in run)
                yield one, limit, partial(trying.judged, trying.stages(one, run), known)

    for one, _, answer, took in _in_slots(slots, tasks(), changing=True):
        run, left = chosen[one]
        noticed, by = answer if answer is not None else (True, "")
        verdict = trying.TOO_LONG if answer is None else trying.NOTICED if noticed else trying.UNNOTICED
        yield trying.Outcome(one, verdict, by, len(run), left, took)
        while passed:
            yield passed.pop()
    yield from passed


def _in_slots(
    slots: list[Path], tasks: Iterator[tuple[Any, float, Callable[[], Any]]], changing: bool = False
) -> Iterator[tuple[Any, Path, Any, float]]:
    """Run tasks, one at a time in each copy of the tree; whatever happens, no process is left behind."""
    running: dict[Path, tuple[Any, trying.Child, bytes]] = {}
    more = True
    try:
        while more or running:
            for slot in slots:
                if more and slot not in running:
                    task = next(tasks, None)
                    more = task is not None
                    if task is not None:
                        what, seconds, work = task
                        before = trees.change(slot, what) if changing else b""
                        running[slot] = what, trying.Child(slot, seconds, work), before
            if _INTERRUPTED.wait(POLL):
                raise KeyboardInterrupt
            for slot in list(running):
                what, child, before = running[slot]
                if child.over():
                    del running[slot]
                    if changing:
                        trees.write(slot / what.path, before)
                    yield what, slot, child.answer(), time.monotonic() - child.started
    finally:
        for slot, (what, child, before) in running.items():
            child.end()
            if changing:
                trees.write(slot / what.path, before)


def told(
    outcomes: list[trying.Outcome], drawn: list[Change], same: list[results.Equivalent], options: argparse.Namespace
) -> int:
    """Print what was found, and write what is to be written; 1 when fewer were noticed than asked for."""
    rows = results.counts(outcomes, same)
    left = results.listed(results.unnoticed(outcomes, same))
    print(results.table(rows))
    if left:
        print("\nnot noticed:", *left, sep="\n")
    if len(outcomes) < len(drawn):
        print(f"\n{len(drawn) - len(outcomes)} of {len(drawn)} changes were not tried")
    commit = trees.git(options.root, "rev-parse", "--short", "HEAD").strip()
    about = {"commit": commit, "seed": options.seed, "tried": len(outcomes), "rooms": options.rooms or "all"}
    about |= {"test seconds": options.test_seconds}
    if options.output:
        options.output.write_text(results.data(outcomes, same, about), encoding="utf-8")
    if options.page:
        options.page.write_text(results.page(options.page.read_text(encoding="utf-8"), rows, about), encoding="utf-8")
    if not rows or 100 * rows[-1].noticed >= options.at_least * rows[-1].counted:
        return 0
    if rows[-1].counted < FEW:
        print(f"\nfewer than {options.at_least} % were noticed, of fewer than {FEW} changes: too few to judge by")
        return 0
    print(f"\nfewer than {options.at_least} % were noticed")
    return 1


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
