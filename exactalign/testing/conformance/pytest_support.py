"""The checks as parametrised pytest tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exactalign.numbers.reading import whole_number
from exactalign.testing.conformance.answers import Subject
from exactalign.testing.conformance.checks import Check
from exactalign.testing.conformance.report import Status
from exactalign.testing.conformance.runner import EXAMPLES, kind_named, reasons_for, run_check, subject_of


class ConformanceFailure(AssertionError):
    """A check failed; the message is its counterexample."""


@dataclass(frozen=True)
class BoundCheck:
    """One check of one function: calling it passes, or raises `ConformanceFailure`."""

    subject: Subject
    check: Check
    examples: int
    seed: int

    def __call__(self) -> None:
        row = run_check(self.subject, self.check, examples=self.examples, seed=self.seed)
        if row.status is not Status.PASSED:
            raise ConformanceFailure(f"{self.subject.name}: {row}")

    def __repr__(self) -> str:
        return f"{self.subject.name}-{self.check.name}"


def pytest_params(
    function: Callable[..., Any],
    kind: str,
    *,
    dtype: str = "float64",
    array: Any = "list",
    examples: int = EXAMPLES,
    seed: int = 0,
    slack: int = 1,
    seconds: int = 10,
    name: str | None = None,
    expected_failures: Mapping[str, str] | None = None,
    skip: Mapping[str, str] | None = None,
    **options: Any,
) -> list[Any]:
    """Return `pytest.param`s, one for each check, each holding a function to call; options as for `check`.

    Expected failures become strict xfail marks, so that one that starts to pass fails the test run.
    """
    import pytest

    chosen = kind_named(kind)
    subject = subject_of(function, chosen, name, dtype, array, slack, seconds, options)
    excused = reasons_for(expected_failures, "expected_failures", chosen)
    skipped = reasons_for(skip, "skip", chosen)
    drawn = whole_number(examples, "examples", 1)
    params = []
    for one in chosen.checks:
        marks = []
        if one.name in excused:
            marks.append(pytest.mark.xfail(reason=excused[one.name], strict=True, raises=ConformanceFailure))
        if one.name in skipped:
            marks.append(pytest.mark.skip(reason=skipped[one.name]))
        bound = BoundCheck(subject, one, drawn, seed)
        params.append(pytest.param(bound, id=f"{subject.name}-{one.name}", marks=marks))
    return params


def parametrize_with_checks(function: Callable[..., Any], kind: str, **options: Any) -> Any:
    """Return a decorator for a test that takes `conformance_check` and calls it; options as for `check`."""
    import pytest

    return pytest.mark.parametrize("conformance_check", pytest_params(function, kind, **options))
