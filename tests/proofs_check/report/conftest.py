"""A small library with claims of several verdicts, run once."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from proofs_check import kernel
from proofs_check.engine.registry import Library, load_paper
from proofs_check.engine.runner import run
from proofs_check.formal import record
from proofs_check.report import Content, collect
from tests.proofs_check.expected import expected_report

CLAIMS = r'''
"""A <small> & "sharp" paper"""

from fractions import Fraction

from proofs_check import Case, Claim, Headline, Variant, at_least, decision, equal, exact, proof, theorem, witness
from proofs_check.engine.certify import relation


class Sum(Claim):
    id = "S-sum"
    place = "Section 1"
    title = "One half and one half"
    statement = "1/2 + 1/2 = 1"
    latex = r"\tfrac12 + \tfrac12 = 1"
    scope = "closed"
    expected = "certified"
    total = Fraction(1)
    teeth = (Variant("two", total=Fraction(2)),)

    @decision
    def adds(self):
        return equal(Fraction(1, 2) * 2, self.total)

    def certificates(self):
        yield relation(["sum", ["vec", "1/2", "1/2"]], "=", "1"), {"precision": "64"}


class Square(Claim):
    id = "S-square"
    place = "Section 2"
    title = "Squares <script>alert(1)</script> & larger"
    statement = "x² ≥ x for every x ≥ 0, with 100% certainty & <b>no</b> exception_here"
    latex = r"x^2 \ge x"
    scope = "x = 1/2"
    expected = "refuted"
    weight = "condition"
    flaw = "Between 0 and 1 the square is smaller. It matters not."
    statement_uses = ("S-sum",)

    @witness
    def half(self):
        return Case(x=Fraction(1, 2))

    def holds(self, x):
        return at_least(x.x * x.x, x.x)


class Gibbs(Claim):
    id = "S-gibbs"
    place = "Section 3"
    title = "An application"
    statement = "KL(p‖p) = 0"
    scope = "every p"
    expected = "argued"
    statement_uses = ("S-square",)
    proof_uses = ("thm:gibbs", "S-sum")
    printed_proof_uses = ("S-square", "thm:jensen")

    @proof
    def steps(self):
        yield theorem("thm:gibbs", "KL is 0 only there")
        yield theorem("S-sum", "the sum")
        yield exact("arithmetic", equal(Fraction(1), Fraction(2, 2)))


HEADLINES = (Headline("The <square> is smaller, and KL stands.", ("S-square", "S-gibbs")),)
'''


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The content of a report on the small paper."""
    path: Path = tmp_path_factory.mktemp("claims") / "small.py"
    path.write_text(CLAIMS, encoding="utf-8")
    library = Library([load_paper(str(path))])
    return collect(library, run(library, list(library)), "a <day>")


@pytest.fixture(scope="session")
def whole() -> Content:
    """The shipped papers with every text and formula, but with the expected verdicts, as nothing is run.

    Nor does the kernel check the certificates once more, nor are the statements for Coq compared with its record:
    the tests of the ledger do both.
    """
    library = Library.shipped()
    reports = [expected_report(claim, library.paper_of(claim.id).id) for claim in library]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "check", lambda _: kernel.Ruling("valid", "", []))
        patch.setattr(record, "fingerprint", lambda *_: mock.ANY)
        return collect(library, reports, "today")
