"""Which checks are tried on which wrong variants."""

from __future__ import annotations

from typing import Any

from proofs_check import Case, instances
from proofs_check.engine.runner import run_claim
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
