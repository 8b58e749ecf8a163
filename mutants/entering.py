"""Which tests enter which functions: a test that never enters a function cannot notice a change of it.

The tests run once on a copy in which every function begins by saying that it was entered (`marked`), which costs next
to nothing, where a tracer makes them four times as slow. What a fixture calls counts for every test that uses the
fixture, what a file of tests calls when it is collected for all of its tests. What happens in other processes is not
seen: tests that start some are told apart.
"""

from __future__ import annotations

import ast
import builtins
import json
import sys
import time
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest
from attrs import define, frozen

from mutants.changes import Lines, first_line

Place = tuple[str, int]
"""A function: its file from the root of the tree, and its first line."""


@frozen
class Test:
    """A test: what it costs, what it enters, and whether it is known to pass on the unchanged code."""

    __test__ = False

    name: str
    file: str
    seconds: float
    entered: frozenset[Place]
    starts_processes: bool
    passes: bool = True


MARK = "__entered__"


def marked(path: str, source: bytes) -> bytes:
    """A module whose functions call `__entered__` with their place first: `id`, when nobody records."""
    lines, tree = Lines(source), ast.parse(source)
    inserted: list[tuple[int, str]] = []
    head = [node for node in tree.body if _is_docstring(node) or getattr(node, "module", "") == "__future__"]
    defined = f'{MARK} = getattr(__import__("builtins"), "{MARK}", id)'
    inserted.append((lines.end(head[-1]), f"; {defined}") if head else (0, f"{defined}\n"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            call, first = f"{MARK}({(path, first_line(node))!r})", node.body[0]
            if _is_docstring(first):
                inserted.append((lines.end(first), f"; {call}"))
            elif isinstance(first, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and first.decorator_list:
                at = lines.start(first.decorator_list[0]) - 1  # before the @
                inserted.append((at, f"{call}\n{' ' * first.col_offset}"))
            else:
                compound = hasattr(first, "body")  # nothing may stand before it on its line
                inserted.append((lines.start(first), f"{call}\n{' ' * first.col_offset}" if compound else f"{call}; "))
    for place, text in sorted(inserted, reverse=True):
        source = source[:place] + text.encode() + source[place:]
    return source


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@define
class _Calls:
    places: set[Place]
    starts_processes: bool = False


class Recorder:
    """A plugin of pytest that records the functions that every test enters."""

    def __init__(self, until: float) -> None:
        """Take the time (monotonic) after which no further test is started."""
        self._until = until
        self._now = _Calls(set())
        self._entered: set[Place] = set()
        setattr(builtins, MARK, self._entered.add)
        self._collecting: dict[str, _Calls] = {}
        self._fixtures: dict[str, _Calls] = {}
        self._tests: dict[str, tuple[pytest.Item, _Calls, float]] = {}
        self._passed: dict[str, bool] = {}
        self._collected: list[str] = []
        self.broken: list[str] = []
        sys.addaudithook(self._audit)

    def _audit(self, event: str, _: Any) -> None:
        if event in ("subprocess.Popen", "os.fork", "os.posix_spawn"):
            self._now.starts_processes = True

    def _recorded(self, calls: _Calls) -> Generator[None, Any, Any]:
        """Record into `calls` while something runs, and into what was recorded before as well."""
        before, self._now = self._now, calls
        entered = set(self._entered)
        self._entered.clear()
        try:
            return (yield)
        finally:
            calls.places |= self._entered
            self._entered |= entered
            self._now = before
            before.starts_processes |= calls.starts_processes

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        if isinstance(collector, pytest.File):
            calls = self._collecting.setdefault(_file_of(collector.nodeid), _Calls(set()))
            report = yield from self._recorded(calls)
        else:
            report = yield
        if report.failed:
            self.broken.append(f"{collector.nodeid}: {report.longrepr}")
        return report

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self._collected = [item.nodeid for item in items]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        return (yield from self._recorded(self._fixtures.setdefault(fixturedef.argname, _Calls(set()))))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        if time.monotonic() > self._until:
            item.session.shouldstop = "out of time"
        calls, start = _Calls(set()), time.process_time()
        done = yield from self._recorded(calls)
        self._tests[item.nodeid] = item, calls, time.process_time() - start
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        passed = report.outcome == "passed" or report.outcome == "skipped"
        self._passed[report.nodeid] = self._passed.get(report.nodeid, True) and passed

    def tests(self) -> Iterable[Test]:
        """All tests: those that fail here, or were not reached, must be known too, for they say nothing of a change."""
        for name in self._collected:
            file = _file_of(name)
            if name not in self._tests:
                yield Test(name, file, 0.0, frozenset(), False, passes=False)
                continue
            item, calls, seconds = self._tests[name]
            passes = self._passed.get(name, False)
            if not passes:
                self.broken.append(name)
            used = [calls, *(self._fixtures[one] for one in getattr(item, "fixturenames", ()) if one in self._fixtures)]
            used += [self._collecting[file]] if file in self._collecting else []
            places = frozenset().union(*(one.places for one in used))
            yield Test(name, file, seconds, places, any(one.starts_processes for one in used), passes)


def _file_of(name: str) -> str:
    return name.partition("::")[0]


class Chooser:
    """A plugin of pytest that runs some tests only, in a given order, and keeps the names of those that fail."""

    def __init__(self, chosen: list[str], known: frozenset[str]) -> None:
        """Take the names to run, in order, and all names that the unchanged code has: a new one is run too."""
        self._order = {name: index for index, name in enumerate(chosen)}
        self._known = known
        self.failed: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.nodeid in self._order or item.nodeid not in self._known]
        items[:] = sorted(kept, key=lambda item: self._order.get(item.nodeid, len(self._order)))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


class Unshrunk:
    """A plugin of pytest: Hypothesis draws the same examples every time, and looks for no smaller ones."""

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", settings.default, phases=phases, database=None, derandomize=True)
        settings.load_profile("mutants")


def packed(tests: list[Test]) -> dict[str, Any]:
    """Tests for JSON, every place written once."""
    places = sorted({place for test in tests for place in test.entered})
    number = {place: index for index, place in enumerate(places)}
    rows = [
        [t.name, t.file, t.seconds, [number[place] for place in t.entered], t.starts_processes, t.passes] for t in tests
    ]
    return {"places": places, "rows": rows}


def unpacked(content: dict[str, Any]) -> list[Test]:
    """The tests again."""
    places = [(path, line) for path, line in content["places"]]
    return [
        Test(name, file, seconds, frozenset(places[index] for index in entered), starts, passes)
        for name, file, seconds, entered, starts, passes in content["rows"]
    ]


class Kept:
    """What was seen of the tests, kept from run to run; it counts while the code and the file of tests are the same."""

    def __init__(self, path: Path | None, digests: dict[str, str]) -> None:
        """Take the file, which need not exist, and the digest of every file of tests (with all that it may import)."""
        self._path = path
        self._digests = digests
        self._known: dict[str, Any] = json.loads(path.read_text()) if path and path.exists() else {}

    def of(self, file: str) -> list[Test] | None:
        """The tests of a file, if they are known."""
        entry = self._known.get(file)
        if entry is None or entry["digest"] != self._digests[file]:
            return None
        return unpacked(entry["tests"])

    def keep(self, file: str, tests: list[Test]) -> None:
        """Keep what was seen."""
        if self._path is None:
            return
        self._known[file] = {"digest": self._digests[file], "tests": packed(tests)}
        self._path.write_text(json.dumps(self._known))
