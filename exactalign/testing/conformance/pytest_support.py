"""The checks as parametrised pytest tests."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

import attrs

from exactalign.testing.conformance.answers import LIBRARY
from exactalign.testing.conformance.checks import Check
from exactalign.testing.conformance.report import Row, Status
from exactalign.testing.conformance.runner import Run


class ConformanceFailure(AssertionError):
    """A check failed; the message is its counterexample."""

    __module__ = "exactalign.testing.conformance"  # where it is public: pytest prints the whole name


@attrs.frozen(slots=False)
class BoundCheck:
    """One check of one function: calling it passes, or raises `ConformanceFailure`."""

    run: Run
    check: Check

    def __call__(self) -> None:
        __tracebackhide__ = True  # pytest shows the line that called
        row = self.run.row(self.check)
        self.run.rows.append(row)
        if row.status in (Status.FAILED, Status.ERROR, Status.EXPECTED_FAILURE):
            found = row.counterexample
            raised = None if found is None else found.raised
            raise ConformanceFailure(f"{_place(self.run)}: {self._told(row)}") from _trimmed(raised)
        if row.status is Status.SKIPPED:
            import pytest

            pytest.skip(row.reason)

    def _told(self, row: Row) -> str:
        """The row; one line where an earlier one had the same cause."""
        found = row.counterexample
        for cause in self.run.causes(self.run.rows):
            if found is not None and row.check in cause.checks and row.check != cause.checks[0]:
                return f"{row.check} fails as {cause.checks[0]} does: {cause.text}\n  call    {found.call}"
        return str(row)

    def __repr__(self) -> str:
        return f"{self.run.subject.name}-{self.check.name}"


def _place(run: Run) -> str:
    """The function with where it stands, as editors and terminals make a link of it."""
    code = getattr(run.subject.function, "__code__", None)
    return run.subject.name if code is None else f"{code.co_filename}:{code.co_firstlineno}: {run.subject.name}"


def _trimmed(raised: BaseException | None) -> BaseException | None:
    """Return an exception whose traceback begins in the user's code."""
    if raised is None:
        return None
    left: TracebackType | None = raised.__traceback__
    while left is not None and left.tb_frame.f_code.co_filename.startswith(LIBRARY):
        left = left.tb_next
    return raised.with_traceback(left)


def pytest_params(function: Callable[..., Any], kind: str, **options: Any) -> list[Any]:
    """Return `pytest.param`s, one for each check, each holding a function to call; options as for `check`.

    Expected failures become strict xfail marks, so that one that starts to pass fails the test run.
    """
    import pytest

    run = Run.of(function, kind, **options)
    params = []
    for one in run.kind.checks:
        marks = []
        if one.name in run.excused:
            marks.append(pytest.mark.xfail(reason=run.excused[one.name], strict=True, raises=ConformanceFailure))
        if one.name in run.skipped:
            marks.append(pytest.mark.skip(reason=run.skipped[one.name]))
        params.append(pytest.param(BoundCheck(run, one), id=f"{run.subject.name}-{one.name}", marks=marks))
    return params


def parametrize_with_checks(
    function: Callable[..., Any], kind: str, **options: Any
) -> Callable[[Callable[..., object]], object]:
    """Return a decorator for a test that takes `conformance_check` and calls it; options as for `check`."""
    import pytest

    return pytest.mark.parametrize("conformance_check", pytest_params(function, kind, **options))
