"""Reports that say what is expected of claims, without running them."""

from proofs_check import Claim
from proofs_check.engine.reports import Report


def expected_report(claim: type[Claim], paper: str) -> Report:
    """The report of a claim whose verdicts are those that its author expects."""
    corrected = None
    if claim.corrected:
        corrected = {
            "statement": claim.corrected, "latex": claim.corrected_latex, "verdict": claim.corrected_expected,
        }  # fmt: skip
    return Report(
        id=claim.id, paper=paper, place=claim.place, title=claim.title, verdict=claim.expected,
        expected=claim.expected, reason="", scope=claim.scope, statement=claim.statement, latex=claim.latex,
        witness=None, corrected=corrected, evidence=[], teeth=[], sanity=[], problems=[],
        checks={"declared": 0, "ran": 0}, seconds=0.0,
    )  # fmt: skip
