"""Trying changes: each in a process of its own, forked off after the libraries are loaded, on a copy of the tree."""

from __future__ import annotations

import contextlib
import gc
import importlib.metadata
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen

from mutants import trees
from mutants.changes import Change
from mutants.entering import Chooser, Recorder, Test, Unshrunk, packed

MEMORY = 8 * 2**30
LIBRARIES = ("attrs", "flint", "hypothesis", "jinja2", "mpmath", "pytest", "rich", "sympy", "tabulate", "typer")

NOTICED, TOO_LONG, UNNOTICED, NOT_ENTERED = "noticed", "too long", "not noticed", "entered by no test"


@frozen
class Outcome:
    """What became of a change: the first test that failed, if one did, and how many there were to run."""

    change: Change
    verdict: str
    by: str
    tests: int
    left_out: int
    seconds: float


def load_libraries() -> None:
    """Import what the tests need of others, once for all; nothing of ours, which is to be imported changed."""
    os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"
    for name in LIBRARIES:
        __import__(name)
    for plugin in importlib.metadata.entry_points(group="pytest11"):
        if plugin.value.partition(".")[0] not in trees.PACKAGES:
            plugin.load()
    del os.environ["HYPOTHESIS_NO_PLUGINS"]
    gc.freeze()  # what is there already need not be looked at again in every process
    assert not any(name.partition(".")[0] in trees.PACKAGES for name in sys.modules)


class Child:
    """A forked process that runs tests in a copy of the tree, and leaves its answer as JSON in a file there."""

    def __init__(self, tree: Path, seconds: float, task: Callable[[], Any]) -> None:
        """Start it, with so many seconds of CPU time, and ten times as many on the clock."""
        self.answer_file = tree / ".answer"
        self.answer_file.unlink(missing_ok=True)
        self.started = time.monotonic()
        self.until = self.started + 10 * seconds
        self.process = os.fork()
        if self.process == 0:
            self._work(tree, seconds, task)

    def _work(self, tree: Path, seconds: float, task: Callable[[], Any]) -> None:
        status = 1
        try:
            os.setpgid(0, 0)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            limit = round(seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            log = os.open(tree / ".log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            _enter(tree)
            answer = task()
            self.answer_file.write_text(json.dumps(answer))
            status = 0
        except BaseException:  # noqa: BLE001 — whatever it is, the process ends here and says so in the log
            traceback.print_exc()
        finally:
            os._exit(status)

    def over(self) -> bool:
        """Whether it has ended; it is ended when its time on the clock is."""
        done, _ = os.waitpid(self.process, os.WNOHANG)
        if done:
            self.end(reap=False)
            return True
        if time.monotonic() > self.until:
            self.end()
            return True
        return False

    def end(self, reap: bool = True) -> None:
        """End it, with everything that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process, signal.SIGKILL)
        if reap:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.process, 0)

    def answer(self) -> Any:
        """What it found, None when it came to no end."""
        if not self.answer_file.exists():
            return None
        return json.loads(self.answer_file.read_text())


def _enter(tree: Path) -> None:
    """Make the copy the one that is imported, here and in the processes that tests start."""
    os.chdir(tree)
    os.environ["PYTHONPATH"] = str(tree)
    sys.path[:] = [str(tree), *(path for path in sys.path if path not in ("", str(tree)))]
    for name in [name for name in sys.modules if name.partition(".")[0] in (*trees.PACKAGES, "tests", "conftest")]:
        del sys.modules[name]
    sys.path_importer_cache.clear()


def _pytest(files: list[str], plugins: list[Any], *options: str) -> int:
    import pytest
    from hypothesis import entry_points

    entry_points.run()  # what Hypothesis loads of ours, which was not there when it was imported
    quiet = "ignore::pytest.PytestAssertRewriteWarning"  # the libraries are there already
    common = ["-q", "-n", "0", "-p", "no:cacheprovider", "--tb=line", "-W", quiet, "--rootdir", os.getcwd()]
    return int(pytest.main([*common, *options, *files], plugins=[Unshrunk(), *plugins]))


def recorded(files: list[str], until: float) -> tuple[dict[str, Any], list[str]]:
    """Run tests on the unchanged code (in a child): what was seen of them (`packed`), and which fail."""
    recorder = Recorder(until)
    _pytest(files, [recorder])
    return packed(list(recorder.tests())), recorder.broken


def judged(stages: list[list[Test]], known: frozenset[str]) -> tuple[bool, str]:
    """Run tests on the changed code (in a child), stage by stage: whether one failed, and which."""
    for chosen in stages:
        chooser = Chooser([test.name for test in chosen], known)
        try:
            code = _pytest(list(dict.fromkeys(test.file for test in chosen)), [chooser], "-x")
        except Exception as error:  # noqa: BLE001 — code that cannot be imported any more is noticed
            return True, f"pytest does not start: {error!r}"
        if code not in (0, 5):
            return True, chooser.failed[0] if chooser.failed else f"pytest ends with {code}"
    return False, ""


def failing(names: list[str], known: frozenset[str]) -> list[str]:
    """Those of some tests that fail, in a child; on the unchanged code they say nothing of a change."""
    chooser = Chooser(names, known)
    _pytest(list(dict.fromkeys(name.partition("::")[0] for name in names)), [chooser])
    return chooser.failed


def stages(change: Change, chosen: list[Test]) -> list[list[Test]]:
    """Tests of the room, then those of others, whose files need not even be read when one of the room fails."""
    far = [test for test in chosen if trees.is_wider(change.path, test.file)]
    near = [test for test in chosen if test not in far]
    return [stage for stage in (near, far) if stage]


FAR = 4.0
"""How much slower a test of another room counts where there is not time for all."""


def chosen_tests(change: Change, tests: list[Test], near: list[str], seconds: float) -> tuple[list[Test], int]:
    """The tests that may notice a change, the quickest first, and how many are left out for want of time.

    Those are the tests that enter its function (outside of all functions: any function of the file), those of the
    module's own files (itself and its namesake), and those of its room that start processes, last.
    """
    own = [file for file in near if file == change.path or Path(file).stem == f"test_{Path(change.path).stem}"]
    enter, others = [], []
    for test in tests:
        if test.file not in near or not test.passes:
            continue
        inside = {line for file, line in test.entered if file == change.path}
        if (change.entry in inside if change.entry else bool(inside)) or test.file in own:
            enter.append(test)
        elif test.starts_processes and not trees.is_wider(change.path, test.file):
            others.append(test)

    def cost(test: Test) -> float:
        return test.seconds * (FAR if trees.is_wider(change.path, test.file) else 1)

    ordered = sorted(enter, key=cost) + sorted(others, key=cost)
    spent, kept = 0.0, []
    for test in ordered:
        if spent + test.seconds <= seconds:
            spent += test.seconds
            kept.append(test)
    return kept, len(ordered) - len(kept)
