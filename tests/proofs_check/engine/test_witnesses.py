"""What a witness shows of a claim in words, and what is none."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from proofs_check import (
    Case,
    Claim,
    Refutation,
    at_most,
    exact,
    less,
    witness,
)
from proofs_check.language.evidence import ERROR, FAILED, PASSED
from tests.proofs_check.engine.test_gathering import NEEDED, found


@pytest.mark.parametrize(
    ("shown", "status", "reason"),
    [
        (Case(n=6), PASSED, "false at (n = 6): 6 ≤ 5"),
        (Case(n=5), FAILED, "holds at (n = 5): 5 ≤ 5"),
        (Case(n=-1), FAILED, "(n = -1) does not satisfy: n > 0"),
        (Refutation(Case(n=6)), PASSED, "false at (n = 6): 6 ≤ 5"),
        (Refutation(Case(n=6), note="as is seen"), PASSED, "false at (n = 6): 6 ≤ 5; as is seen"),
        (Refutation(Case(n=6), fails=(3, 2)), PASSED, "false at (n = 6): 3 < 2"),
        (Refutation(Case(n=6), fails=(2, 3)), FAILED, "holds at (n = 6): 2 < 3"),
        (Refutation(Case(n=5), fails=(3, 2)), FAILED, "holds at (n = 5): 5 ≤ 5"),
        (
            Refutation(Case(n=6), because=[exact("six is more", less(5, 6))], note="so"),
            PASSED,
            "at (n = 6): 1 step: 1 machine-checked; so",
        ),
        (
            Refutation(Case(n=6), because=[exact("six is less", less(6, 5))]),
            FAILED,
            "at (n = 6): step 1 fails (six is less): 6 < 5",
        ),
    ],
)
def test_a_witness(shown: Any, status: str, reason: str) -> None:
    def compared(self: Any) -> Any:
        fails = getattr(shown, "fails", None)
        return shown if fails is None else attrs.evolve(shown, fails=less(*fails))

    result = found(witness, compared, NEEDED, printed=True)
    assert (result.status, result.reason) == (status, reason)
    assert result.case == (shown if isinstance(shown, Case) else shown.case)


def test_a_refutation_of_a_claim_that_says_nothing_of_single_cases_is_taken_as_it_stands() -> None:
    own: dict[str, Any] = {"holds": Claim.holds}
    for more, reason in (
        (lambda: {"fails": less(3, 2)}, "false at (n = 6): 3 < 2"),
        (lambda: {"because": [exact("six is more", less(5, 6))]}, "at (n = 6): 1 step: 1 machine-checked"),
    ):
        result = found(witness, lambda self, more=more: Refutation(Case(n=6), **more()), **own)
        assert (result.status, result.reason) == (PASSED, reason)
    assert found(witness, lambda self: Refutation(Case(n=6)), **own).status == ERROR


def test_what_a_witness_says_of_a_case_is_asked_once_where_nothing_else_is_said() -> None:
    asked: list[int] = []

    def holds(self: Any, x: Case) -> Any:
        asked.append(x.n)
        return at_most(x.n, 5)

    for shown in (lambda self: Case(n=6), lambda self: Refutation(Case(n=7), fails=less(3, 2))):
        assert found(witness, shown, holds=holds).status == PASSED
    assert asked == [6, 7]


@pytest.mark.parametrize("shown", [None, 6, {"n": 6}, Refutation({"n": 6})])  # type: ignore[arg-type]
def test_a_witness_that_is_no_case(shown: Any) -> None:
    result = found(witness, lambda self: shown)
    assert result.status == ERROR
    assert result.reason.startswith("ClaimError: a witness must be a Case or a Refutation")
