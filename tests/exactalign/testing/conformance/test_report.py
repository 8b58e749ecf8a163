"""Reports of rows that are made here: counts, verdicts, and the text down to its last line."""

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.causes import Cause
from exactalign.testing.conformance.report import Counterexample, Row, Status, SuiteReport


def example(size: int, name: str = "x") -> Counterexample:
    return Counterexample(Call(((Fraction(0),) * size, 1)), f"f({name})", "a", "e", "off")


def row(name: str, status: Status = Status.PASSED, **more: Any) -> Row:
    return Row("f", name, status, f"law of {name}", **({"tried": 3} | more))


def report(*rows: Row, **more: Any) -> SuiteReport:
    return SuiteReport("f", "pmf", "float64", more.pop("declared", len(rows)), rows, **more)


PASSED, SKIPPED = row("one"), row("two", Status.SKIPPED, reason="slow", tried=0)
KNOWN = row("three", Status.EXPECTED_FAILURE, reason="known", counterexample=example(2))


def test_counterexamples_of_two_runs_are_equal_though_their_exceptions_are_two_objects() -> None:
    one, two = (evolve(example(2), raised=ValueError("no")) for _ in range(2))
    assert one == two
    assert hash(one) == hash(two)
    assert one != evolve(two, error="on")


def test_the_text_of_a_row() -> None:
    assert str(PASSED) == "one: passed"
    assert str(SKIPPED) == "two: skipped (slow)"
    assert str(KNOWN) == (
        "three: expected-failure (known)\n  law     law of three\n"
        "  call    f(x)\n  answer  a\n  exact   e\n  error   off"
    )


@pytest.mark.parametrize(
    ("status", "good"),
    [
        (Status.PASSED, True),
        (Status.EXPECTED_FAILURE, True),
        (Status.SKIPPED, True),
        (Status.FAILED, False),
        (Status.ERROR, False),
        (Status.UNEXPECTED_PASS, False),
    ],
)
def test_what_is_good(status: Status, good: bool) -> None:
    found = report(PASSED, row("two", status))
    assert found.complete
    assert found.ok is good
    assert found.failures == (() if good else (found.rows[1],))
    assert found.summary().partition(": ")[0] == ("conforms" if good else "DOES NOT CONFORM")


def test_counts_and_the_summary() -> None:
    found = report(PASSED, SKIPPED, KNOWN, row("four", Status.FAILED), row("five"))
    assert found.counts == {
        Status.PASSED: 2, Status.FAILED: 1, Status.EXPECTED_FAILURE: 1, Status.SKIPPED: 1,
    }  # fmt: skip
    assert list(found.counts) == [Status.PASSED, Status.FAILED, Status.EXPECTED_FAILURE, Status.SKIPPED]
    assert found.ran == 4
    assert found.summary() == (
        "DOES NOT CONFORM: 2 passed; 1 failed; 1 expected-failure; 1 skipped (4 of 5 checks ran)"
    )
    assert report(PASSED, declared=2).summary() == "DOES NOT CONFORM: 1 passed (1 of 2 checks ran)"


def test_a_run_is_complete_when_every_check_has_a_row_of_its_own_that_tried_a_case() -> None:
    assert report(PASSED, SKIPPED, KNOWN).complete
    assert not report(PASSED, declared=2).complete
    assert not report(PASSED, row("two"), declared=1).complete
    assert not report(PASSED, PASSED).complete
    assert not report(PASSED, PASSED, declared=1).complete
    assert not report(PASSED, row("two", tried=0)).complete
    assert not report(SKIPPED).complete
    assert not report().complete
    assert report(evolve(PASSED, tried=1)).complete


def test_rows_by_name() -> None:
    found = report(PASSED, SKIPPED)
    assert found["two"] is SKIPPED
    with pytest.raises(KeyError, match=r"no check 'three': the checks are one, two"):
        found["three"]


def test_plain_data() -> None:
    causes = (Cause(("three", "four"), "both failures have ties"),)
    found = report(PASSED, SKIPPED, KNOWN, settings={"seed": 0, "eps": Fraction(1, 3)}, notes=("n",), causes=causes)
    data = found.as_dict()
    assert list(data) == [
        "ok", "subject", "kind", "dtype", "domain", "declared", "ran", "counts", "settings", "causes", "rows", "notes",
    ]  # fmt: skip
    rows = data.pop("rows")
    assert data == {
        "ok": True, "subject": "f", "kind": "pmf", "dtype": "float64", "domain": None, "declared": 3, "ran": 2,
        "counts": {"passed": 1, "expected-failure": 1, "skipped": 1}, "settings": {"seed": "0", "eps": "1/3"},
        "causes": [{"cause": "both failures have ties", "checks": ["three", "four"]}], "notes": ["n"],
    }  # fmt: skip
    shown = {"call": "f(x)", "answer": "a", "exact": "e", "error": "off"}
    common = {"subject": "f"}
    assert rows == [
        common | {"check": "one", "status": "passed", "law": "law of one", "reason": None, "tried": 3,
                  "counterexample": None},
        common | {"check": "two", "status": "skipped", "law": "law of two", "reason": "slow", "tried": 0,
                  "counterexample": None},
        common | {"check": "three", "status": "expected-failure", "law": "law of three", "reason": "known", "tried": 3,
                  "counterexample": shown},
    ]  # fmt: skip
    assert evolve(found, domain="n <= 3").as_dict()["domain"] == "n <= 3"


def test_the_heading() -> None:
    assert report().heading == "f as pmf in float64"
    usual = {"examples": 3, "seed": 1, "slack": 2}
    assert report(settings=usual).heading == "f as pmf in float64"
    assert report(settings=usual | {"eps": "1/2", "batch": "yes"}, domain="n < 9").heading == (
        "f as pmf (eps=1/2, batch=yes) in float64, where n < 9"
    )


def test_a_report_line_by_line() -> None:
    failed = row("four", Status.FAILED, counterexample=example(1))
    assert str(report(PASSED, SKIPPED, failed, notes=("a note", "another"))).splitlines() == [
        "f as pmf in float64",
        "  one   passed",
        "  two   skipped (slow)",
        "  four  failed",
        "",
        "four: failed",
        "  law     law of four",
        "  call    f(x)",
        "  answer  a",
        "  exact   e",
        "  error   off",
        "",
        "note: a note",
        "",
        "note: another",
        "",
        "DOES NOT CONFORM: 1 passed; 1 failed; 1 skipped (2 of 3 checks ran)",
    ]
    assert str(report()).splitlines() == ["f as pmf in float64", "", "DOES NOT CONFORM:  (0 of 0 checks ran)"]


def test_of_several_failures_with_one_cause_that_with_the_smallest_case_is_shown() -> None:
    failing = [
        row(name, Status.FAILED, counterexample=example(size, name))
        for name, size in zip("abcd", (3, 1, 2, 4), strict=True)
    ]
    cause = Cause(("a", "b", "c"), "3 of the 4 failures have ties")
    lines = str(report(*failing, causes=(cause,))).splitlines()
    assert lines[:7] == [
        "f as pmf in float64", "  a  failed", "  b  failed", "  c  failed", "  d  failed", "",
        "3 of the 4 failures have ties. The smallest:",
    ]  # fmt: skip
    assert lines[7:9] == ["", "b: failed"]
    assert lines[14:18] == ["", "  the same in c, a", "", "d: failed"]
    assert [line for line in lines if line.startswith("  call")] == ["  call    f(b)", "  call    f(d)"]


def test_of_checks_that_were_not_run_the_reason_stands_once() -> None:
    reason = "not run: 2 calls took too long already"
    stopped = [row(name, Status.ERROR, reason=reason, tried=0) for name in ("a", "b")]
    alone = row("c", Status.ERROR, reason="undecided: x")
    lines = str(report(*stopped, alone, causes=(Cause(("a", "b"), f"2 checks: {reason}"),))).splitlines()
    assert lines == [
        "f as pmf in float64", "  a  error", "  b  error", "  c  error (undecided: x)", "", f"2 checks: {reason}", "",
        "DOES NOT CONFORM: 3 error (1 of 3 checks ran)",
    ]  # fmt: skip


def test_of_one_cause_every_failure_is_shown_or_named_also_where_two_causes_are_told() -> None:
    failing = [row(name, Status.FAILED, counterexample=example(2, name)) for name in "abcd"]
    causes = (Cause(("a", "c"), "first"), Cause(("d", "b"), "second"))
    text = str(report(*failing, causes=causes))
    assert "first. The smallest:\n\na: failed" in text
    assert "\n\n  the same in c\n\nsecond. The smallest:\n\nd: failed" in text
    assert "\n\n  the same in b\n\nDOES NOT" in text
