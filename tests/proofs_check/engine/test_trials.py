"""Which checks are tried on which wrong variants, and in how many processes claims are run."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from proofs_check import Case, instances
from proofs_check.engine.registry import Library, Paper
from proofs_check.engine.runner import run, run_claim
from proofs_check.engine.trials import CORRECTED
from tests.proofs_check.engine.test_claims import Amended


def test_only_a_claim_with_a_witness_has_it_tried_on_the_corrected_statement() -> None:
    def tried_on(**changes: Any) -> list[str]:
        return [bite["variant"] for bite in run_claim(type("Changed", (Amended,), changes)).teeth]

    def by_hand(self: Any, x: Case) -> Any:
        return self.holds(x)

    assert tried_on() == ["as printed", CORRECTED.label]
    assert tried_on(tried=None, by_hand=instances([Case(n=2)])(by_hand)) == ["as printed", CORRECTED.label]
    assert tried_on(one=None) == ["as printed"]


@pytest.mark.parametrize(("jobs", "processes"), [(1, 1), (2, 2), (9, 2)])
def test_never_more_processes_than_are_asked_for_or_of_use(
    jobs: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def none(count: int) -> nullcontext[None]:
        asked.append(count)
        return nullcontext()

    monkeypatch.setattr("proofs_check.engine.runner.executor_of", none)
    other = type("Other", (Amended,), {"id": "T-other"})
    library = Library([Paper("t", "T", "t", (Amended, other))])
    assert len(run(library, [Amended, other], jobs=jobs)) == 2
    assert asked == [processes]
