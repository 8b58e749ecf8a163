"""Section 7: the proof of Theorem 1 from Theorem 3."""

from __future__ import annotations

from proofs_check import Case
from proofs_check.formula import KL, H, T, both
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.variables import alpha, beta, p, q

_PHI = T(q, p, alpha)
_BETA = T(q, p, beta)


class SubstitutionInTheorem3(Assertion):
    id = "A-thm1-proof"
    place = "Section 7, proof of Theorem 1"
    title = "Theorem 1 from Theorem 3"
    statement = "Theorem 1 is Theorem 3 with q replaced by φ_Δ = T(q, p, Δ), and Lemma 9 for T(q, φ_Δ, β)."
    asserts = Statement(
        both(H(T(_PHI, p, beta - alpha), _PHI) == H(_BETA, q), KL(T(_PHI, p, beta - alpha), p) == KL(_BETA, _PHI))
    )
    flaw = (
        "It is p, the law of Y, that must be replaced, by φ_δ: with q replaced one gets the deviations "
        "of −(1/m) log φ^m(Y) "
        "for Y ~ p^m, whose rate vanishes elsewhere. And φ_δ is the tilt with exponent α(δ), not Δ."
    )
    weight = "slip"
    counterexample = Case(p=W, q=W, alpha=1, beta=2)
    mended = Statement(
        both(H(T(q, _PHI, beta - alpha), q) == H(_BETA, q), KL(T(q, _PHI, beta - alpha), _PHI) == KL(_BETA, _PHI))
    )
    formal = "tilt_of_phi"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-thm1", "A-thm3")
    notes = (
        "Level and rate of Theorem 3, after the replacement, beside those of Theorem 1: with p replaced by"
        " φ_δ = T(q, p, α(δ)) they are alike at β(t) = α(δ) + γ, by Lemma 9. Theorem 3 needs no ζ, which is as well:"
        " φ_δ may leave S_ζ."
    )
