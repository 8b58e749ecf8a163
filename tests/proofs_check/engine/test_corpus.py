"""Broken and false claims, each rejected with the line that its file begins with; valid ones beside them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from proofs_check.engine.registry import Library, load_paper
from proofs_check.engine.runner import run
from proofs_check.exceptions import ClaimError, PaperError

CORPUS = Path(__file__).parents[1] / "corpus"
INVALID = sorted((CORPUS / "invalid").glob("*.py"))
VALID = sorted((CORPUS / "valid").glob("*.py"))


def reason_of(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_broken_claim_is_rejected_with_its_reason(file: Path) -> None:
    try:
        paper = load_paper(str(file))
        report = run(Library([paper]), [paper.claims[-1]])[0]
    except (ClaimError, PaperError) as error:
        said, rejected = [str(error)], True
    else:
        said = [report.reason, f"{report.id} is {report.verdict}, expected {report.expected}", *report.problems]
        said += [result["reason"] for result in report.evidence if result["status"] != "passed"]
        rejected = not report.as_expected
    assert rejected
    assert any(reason_of(file) in line for line in said), said
    assert all("\n" not in line for line in said)


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_sound_claim_is_accepted(file: Path) -> None:
    paper = load_paper(str(file))
    report = run(Library([paper]), [paper.claims[-1]])[0]
    assert (report.as_expected, report.problems) == (True, []), report.reason


def test_the_corpus_is_large_enough() -> None:
    assert len(INVALID) >= 300
    assert len(VALID) >= 20
    assert all(reason_of(file) for file in INVALID)
