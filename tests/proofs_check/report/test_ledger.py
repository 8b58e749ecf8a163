"""Everything about one claim, as text."""

import re

from proofs_check.report import Content
from proofs_check.report.ledger import story


def told(content: Content, identifier: str) -> list[str]:
    """The lines of one claim's story, blanks as one."""
    (entry,) = (entry for entry in content.entries if entry.claim.id == identifier)
    return [re.sub(" +", " ", line).strip() for line in story(entry.claim, entry.report).splitlines()]


def test_a_witness_is_told(content: Content) -> None:
    assert "witness false at (x = 1/2): 1/4 ≥ 1/2" in told(content, "S-square")


def test_the_steps_of_a_proof_are_told_in_their_order(content: Content) -> None:
    said = told(content, "S-gibbs")
    assert [line for line in said if re.match("[0-9]+[.] ", line)] == [
        "1. theorem KL is 0 only there",
        "2. theorem the sum",
        "3. illustration arithmetic",
    ]
    assert said[said.index("2. theorem the sum") + 1] == "rests on S-sum"
    assert said[said.index("3. illustration arithmetic") + 1] == "1 = 1"
