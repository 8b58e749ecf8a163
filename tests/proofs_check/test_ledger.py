"""Every claim of every shipped paper: complete, with the expected verdict, teeth that bite, and sanity checks."""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from proofs_check import kernel
from proofs_check.engine.certificates import seal
from proofs_check.engine.certify import evidence_of
from proofs_check.engine.registry import Library
from proofs_check.engine.reports import Report
from proofs_check.engine.runner import run_claim
from proofs_check.engine.statuses import with_status
from proofs_check.engine.trials import OUTCOMES
from proofs_check.formula.mathematics import mathml
from proofs_check.language.assertions import Assertion
from proofs_check.language.claims import NEVER_A_PASS, VERDICTS, Claim
from tests.proofs_check.expected import expected_report

LIBRARY = Library.shipped()
CLAIMS = list(LIBRARY)
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[claim.id for claim in CLAIMS])


@cache
def report_of(identifier: str) -> Report:
    report = run_claim(LIBRARY.claim(identifier), LIBRARY.paper_of(identifier).id)
    if folder := os.environ.get("LEDGER_FOLDER"):  # the gate's site shows these reports, and runs no claim again
        Path(folder, f"{identifier}.json").write_text(json.dumps(report.to_json()), encoding="utf-8")
    return report


def test_ids_are_unique_and_fit_into_certificates() -> None:
    ids = [claim.id for claim in CLAIMS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[AEGT]-[A-Za-z0-9-]+", identifier) for identifier in ids)


def test_what_a_claim_rests_on_exists() -> None:
    for claim in CLAIMS:
        LIBRARY.ancestors(claim.id)
        LIBRARY.printed_ancestors(claim.id)


def test_the_printed_proof_of_the_type_lemma_has_twelve_faults_of_which_five_are_slips() -> None:
    broken = [c for c in LIBRARY.printed_ancestors("A-lem-type") if is_false_as_printed(c)]
    assert "A-def8" in broken  # a definition, not a step
    headline = next(h for h in LIBRARY.papers[0].headlines if "twelve faults" in h.text)
    assert set(broken) - {"A-def8"} == set(headline.claims) - {"A-lem-type"}
    assert len(broken) - 1 == 12
    weights = [LIBRARY.claim(name).weight for name in broken if name != "A-def8"]
    assert (weights.count("slip"), weights.count("false")) == (5, 5)


def is_false_as_printed(name: str) -> bool:
    return not name.startswith("thm:") and LIBRARY.claim(name).expected in ("amended", "refuted")


def test_the_readme_tells_the_headlines() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    found = readme.partition("## What was found")[2].partition("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in found.splitlines() if row.startswith("| ") and "`" in row]
    headlines = [headline for paper in LIBRARY.papers for headline in paper.headlines]
    assert [text.replace("*", "") for text, _ in rows] == [headline.text for headline in headlines]
    for (_, named), headline in zip(rows, headlines, strict=True):
        assert set(re.findall("`(.*?)`", named)) <= set(headline.claims)


def test_the_page_on_formal_proofs_lists_every_claim_that_is_argued() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formal.md").read_text(encoding="utf-8")
    listed = page.partition("## What stays argued")[2].partition("\n## ")[0]
    argued = {
        claim.id for claim in CLAIMS if "argued" in (claim.expected, claim.is_amended() and claim.corrected_expected)
    }
    assert argued <= set(re.findall(r"\b[AEG]-[A-Za-z0-9-]+", listed))


def test_declarations() -> None:
    for claim in CLAIMS:
        assert claim.expected not in NEVER_A_PASS, claim.id
        # A term makes its own variants and cases.
        assert issubclass(claim, Assertion) or (claim.teeth and claim.checks()), claim.id
        assert (claim.expected == "amended") == bool(claim.corrected), claim.id
        assert (claim.expected in ("amended", "refuted")) == bool(claim.flaw) == bool(claim.weight), claim.id


@every_claim
@pytest.mark.slow
def test_verdict_teeth_and_sanity(claim: type[Claim]) -> None:
    report = report_of(claim.id)
    assert report.problems == []
    assert (report.verdict, report.reason) == (report.expected, report.reason)
    if report.corrected:
        assert report.corrected["verdict"] == claim.corrected_expected
    assert report.as_expected
    assert report.verdict in VERDICTS
    assert report.checks["ran"] == report.checks["declared"] == len(report.evidence) > 0
    if issubclass(claim, Assertion):
        check_what_comes_from_the_term(claim, report)
    else:
        assert report.teeth
        assert all(bite["rejected"] for bite in report.teeth)
        assert report.sanity
        assert (report.witness is not None) == (report.verdict in ("refuted", "amended"))
    identities = [s for e in report.evidence for s in e.get("steps", ()) if s["kind"] == "identity"]
    assert all(mathml(step["latex"]).startswith("<math ") for step in identities)


STRONGEST = {"formal": "formal proof", "proved": "proof", "decided": "value", "tested": "cases of the sorts"}
"""What a verdict of a claim that is a term rests on, by the name of its evidence."""


def check_what_comes_from_the_term(claim: type[Assertion], report: Report) -> None:
    """Each kind of claim shows its own evidence: what makes it true, and what makes it false as printed."""
    status = {e["check"]: e["status"] for e in report.evidence}
    became = {bite["outcome"] for bite in report.teeth}
    assert became & {"refuted", "no formula", "not proved"}
    assert became <= set(OUTCOMES)
    if claim.term.is_closed and not (claim.term.given or claim.term.conditions):
        assert "hypotheses" not in {line["kind"] for line in report.sanity}
    else:
        assert [line["ok"] for line in report.sanity if line["kind"] == "hypotheses"] == [True]
    if report.verdict in ("refuted", "amended"):
        assert claim.counterexample or claim.refuted_by or claim.term.is_closed or report.witness
        assert (report.witness is not None) == (claim.refuted_by is None or claim.counterexample is not None)
        if claim.counterexample is not None:
            assert status["counterexample"] == "passed"
            assert report.witness is not None
            assert claim.asserts.holds(dict(claim.counterexample)) is False
        if claim.refuted_by is not None:
            assert status["refutation"] == "passed"
        if claim.mended is None and not claim.counterexample and not claim.refuted_by:
            assert "failed" in (status.get("value"), status.get("cases of the sorts"))
    if report.effective in STRONGEST:
        assert status[STRONGEST[report.effective]] == "passed"
    if claim.lines:
        assert status["proof"] == "passed"


def test_status_with_all_ancestors() -> None:
    """With the expected verdicts, which the test above compares with the computed ones, claim by claim."""
    expected = {claim.id: expected_report(claim, LIBRARY.paper_of(claim.id).id) for claim in CLAIMS}
    reports = [with_status(report, LIBRARY, expected) for report in expected.values()]
    assert [(report.id, report.status) for report in reports if not report.as_expected] == []


def changed_leaves(value: Any) -> Iterator[Any]:
    """`value` with one number, word or entry changed, in every place."""
    if isinstance(value, (dict, list)):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            for other in changed_leaves(child):
                changed = copy.copy(value)
                changed[key] = other
                yield changed
    elif isinstance(value, int):
        yield value + 1
    else:
        yield "2" if value == "1" else "1"


LEAVES = 64
"""The most leaves of a certificate that are changed: nearly all certificates have fewer, a few over 300."""


@every_claim
@pytest.mark.slow
def test_certificates_are_valid_and_no_tampered_one_is(claim: type[Claim]) -> None:
    """Of one certificate of each claim every leaf is changed in turn."""
    chosen = Random(claim.id)
    sealed = [seal(claim.id, statement, evidence) for statement, evidence in evidence_of(claim).statements]
    for certificate in sealed:
        outcome = kernel.check(certificate)
        assert outcome.status == "valid", outcome.reason
    for certificate in chosen.sample(sealed, min(1, len(sealed))):
        tampered = list(changed_leaves(certificate))
        for changed in chosen.sample(tampered, min(LEAVES, len(tampered))):
            assert kernel.check(changed).status != "valid", changed
