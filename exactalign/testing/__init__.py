"""Models for Hypothesis, and conformance suites: what a writer of tests imports.

`strategies` has the models by themselves, and needs Hypothesis; `conformance` has the suites, and needs nothing.
"""

from typing import TYPE_CHECKING

from exactalign.lazy import names_of

if TYPE_CHECKING:
    from exactalign.testing.conformance import KINDS, SuiteReport, check, parametrize_with_checks, pytest_params
    from exactalign.testing.strategies import (
        Problem,
        distributions,
        feasible_kl,
        log_forms,
        policies_in_kl_ball,
        problems,
        rationals,
        rewards,
        sample_sizes,
        sequences,
        types,
    )

_HOMES = {
    "conformance": "KINDS SuiteReport check parametrize_with_checks pytest_params",
    "strategies": "Problem distributions feasible_kl log_forms policies_in_kl_ball problems rationals rewards "
    "sample_sizes sequences types",
}

if not TYPE_CHECKING:  # where type checkers see the imports above, and nothing else
    __getattr__, __dir__ = names_of(__name__, _HOMES, ("conformance", "strategies"))

__all__ = [
    "KINDS",
    "Problem",
    "SuiteReport",
    "check",
    "distributions",
    "feasible_kl",
    "log_forms",
    "parametrize_with_checks",
    "policies_in_kl_ball",
    "problems",
    "pytest_params",
    "rationals",
    "rewards",
    "sample_sizes",
    "sequences",
    "types",
]
