"""What a check found, as data: what there is of it, and nothing else."""

from proofs_check.language.cases import Case
from proofs_check.language.comparisons import less
from proofs_check.language.evidence import FAILED, PASSED, CheckResult
from proofs_check.language.steps import exact


def test_what_a_check_found_as_data() -> None:
    bare = {"kind": "search", "check": "found", "status": PASSED, "reason": "so"}
    assert CheckResult("search", "found", PASSED, "so").to_json() == bare
    step, case = exact("one is less", less(1, 2)), Case(n=2)
    result = CheckResult("search", "found", FAILED, "so", (step,), case, {"kept": 3}, doc="not written", seconds=2.0)
    told = result.to_json()
    assert told == bare | {
        "status": FAILED,
        "steps": [step.to_json()],
        "counts": {"kept": 3},
        "case": case.to_json(),
    }
    assert told["counts"] is not result.counts  # who changes what was written does not change what was found
    assert (result.passed, CheckResult("search", "found", PASSED, "so").passed) == (False, True)
