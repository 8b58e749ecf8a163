"""Section 8: Lemma 9, tilts of tilts."""

from __future__ import annotations

from proofs_check import Case
from proofs_check.formula import T
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import identity, instance
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import alpha, beta, p, q, y


class TiltsCompose(Assertion):
    id = "A-lem9"
    place = "Lemma 9"
    title = "Tilting twice adds the exponents"
    statement = "Tilting T(q, p, α) by q once more, with exponent β, gives T(q, p, α + β)."
    asserts = Statement(T(q, T(q, p, alpha), beta)(y) == T(q, p, alpha + beta)(y))
    lines = (identity(asserts.then),)
    formal = "lemma9"
    expected = "formal"
    printed_proof_uses = ("A-lem9-proof",)


class PrintedProportionality(Assertion):
    id = "A-lem9-proof"
    place = "Lemma 9, its proof"
    title = "The proportionality that is to prove Lemma 9"
    statement = "p q^α q^β is proportional to p q^{αβ}, hence T(q, T(q, p, α), β) = T(q, p, α + β)."
    asserts = Statement(T(q, T(q, p, alpha), beta)(y) == T(q, p, alpha * beta)(y))
    flaw = "Exponents of one base add: the display has αβ where the next term, and the lemma, have α + β."
    weight = "slip"
    counterexample = Case(p=COIN, q=W, alpha=1, beta=0, y=0)
    mended = Statement(T(q, T(q, p, alpha), beta)(y) == T(q, p, alpha + beta)(y))
    lines = (instance(TiltsCompose, mended.then),)
    formal = "lemma9"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-lem9",)
    notes = "With q constant or αβ = α + β (0 and 0, 2 and 2) the slip is invisible."
