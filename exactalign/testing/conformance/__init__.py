"""Property suites to run against other people's floating-point code.

`check(function, kind)` tries a function on fixed corner cases and on cases that Hypothesis draws, compares
every answer, at its exact binary value, with the exact one, within an error bound derived in `error_bounds`, and
reports the smallest counterexample to each law that fails. `pytest_params` and `parametrize_with_checks`
give the same as pytest tests, `exactalign conformance` as a command.
"""

from exactalign.testing.conformance.checks import Check, Kind
from exactalign.testing.conformance.pytest_support import ConformanceFailure, parametrize_with_checks, pytest_params
from exactalign.testing.conformance.registry import KINDS
from exactalign.testing.conformance.report import Counterexample, Row, Status, SuiteReport
from exactalign.testing.conformance.runner import check

__all__ = [
    "KINDS",
    "Check",
    "ConformanceFailure",
    "Counterexample",
    "Kind",
    "Row",
    "Status",
    "SuiteReport",
    "check",
    "parametrize_with_checks",
    "pytest_params",
]
