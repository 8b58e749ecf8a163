"""What pytest loads by entry point: the mark `conformance`, which needs no import.

    @pytest.mark.conformance(best_of_n, "pmf", domain="distinct rewards")
    def test_best_of_n(conformance_check):
        conformance_check()

Every check of the kind is a test of its own. What several failures have in common is told once, at the end.
Nothing of the package is imported before a test carries the mark.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from exactalign.testing.conformance.runner import Run

_RUNS = pytest.StashKey[list["Run"]]()
_FIXTURE = "conformance_check"


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark."""
    config.addinivalue_line(
        "markers",
        "conformance(function, kind, **options): test a floating-point function against the exact mathematics "
        f"(exactalign); the test takes {_FIXTURE} and calls it",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test for each check of the kind."""
    mark = metafunc.definition.get_closest_marker("conformance")
    if mark is None:
        return
    if _FIXTURE not in metafunc.fixturenames:
        raise pytest.Collector.CollectError(f"{metafunc.definition.name} must take {_FIXTURE}, and call it")
    from exactalign.exceptions import ExactAlignError
    from exactalign.testing.conformance.pytest_support import pytest_params

    try:
        params = pytest_params(*mark.args, **mark.kwargs)
    except (ExactAlignError, TypeError) as error:
        raise pytest.Collector.CollectError(f"{metafunc.definition.name}: {error}") from None
    metafunc.parametrize(_FIXTURE, params)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Fail a test that was given a check and did not call it: it has tested nothing."""
    support = sys.modules.get("exactalign.testing.conformance.pytest_support")
    params = getattr(getattr(pyfuncitem, "callspec", None), "params", {})
    given = {} if support is None else {n: x for n, x in params.items() if isinstance(x, support.BoundCheck)}
    before = {name: len(check.run.rows) for name, check in given.items()}
    result = yield
    for name, check in given.items():
        if len(check.run.rows) == before[name]:
            pytest.fail(f"{pyfuncitem.originalname} has not called {name}: nothing was tested", pytrace=False)
    return result


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remember what was run."""
    runs: dict[int, Run] = {}
    for item in getattr(session, "items", ()):  # not there when collecting was stopped
        check = getattr(getattr(item, "callspec", None), "params", {}).get(_FIXTURE)
        run = getattr(check, "run", None)
        if run is not None:
            runs[id(run)] = run
    session.config.stash[_RUNS] = list(runs.values())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell the causes that several failures share."""
    told = [f"{run.subject.name}: {cause}" for run in config.stash.get(_RUNS, []) for cause in run.causes(run.rows)]
    if told:
        terminalreporter.section("conformance: one cause for several failures")
        for line in told:
            terminalreporter.line(line)
