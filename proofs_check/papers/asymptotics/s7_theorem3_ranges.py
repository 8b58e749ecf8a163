"""Section 7: which exponents belong to the levels t of cases (a) and (b) of the proof of Theorem 3."""

from __future__ import annotations

from fractions import Fraction

from proofs_check import Case
from proofs_check.formula import H, T, both, exists, for_all, iff, implies, log, varies
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import alpha, q_positive, t, u, y, z, zeta_positive

UNIFORM = for_all(y, for_all(z, u(y) == u(z)))
"""u is the uniform law; the source writes T(q, α) for T(q, u, α)."""
level = H(T(q_positive, u, alpha), q_positive)
_OWN = H(q_positive, q_positive)


class RangeInCaseA(Assertion):
    id = "A-thm3-a-range"
    place = "proof of Theorem 3, case (a)"
    title = "The exponents of the levels above H(q)"
    statement = "t ∈ (H(q), log 1/ζ) implies α(t) ∈ (0, 1), where H(T(q, u, α(t))‖q) = t, u uniform."
    asserts = Statement(
        implies(both(level > _OWN, level < log(1 / zeta_positive)), both(alpha > 0, alpha < 1)),
        given=(for_all(y, zeta_positive < q_positive(y)), UNIFORM, varies(u, q_positive)),
    )
    flaw = (
        "The exponent 0 belongs to the level H(u‖q), which is below b = −log min q < log 1/ζ: for t above it α(t) is "
        "negative, and from b on there is no α(t)."
    )
    weight = "condition"
    counterexample = Case(q=W, u=COIN, zeta=Fraction(1, 4), alpha=-1)
    mended = Statement(
        both(
            iff(both(alpha > 0, alpha < 1), both(level > _OWN, level < H(u, q_positive))),
            iff(alpha < 0, level > H(u, q_positive)),
        ),
        given=(UNIFORM, varies(u, q_positive)),
    )
    formal = "exponents_of_levels"
    expected = "amended"
    corrected_expected = "formal"
    notes = "That α(t) exists exactly for t strictly between the extremes of −log q is A-type-alpha with p = u."


class RangeInCaseB(Assertion):
    id = "A-thm3-b-range"
    place = "proof of Theorem 3, case (b)"
    title = "The exponents of the levels below H(q)"
    statement = "t ∈ (0, H(q)) implies α(t) ∈ (1, ∞)."
    asserts = Statement(
        exists(alpha, both(alpha > 1, level == t)), given=(t > 0, t < _OWN, UNIFORM, varies(u, q_positive))
    )
    flaw = "For 0 < t ≤ a = −log max q there is no α(t); for K ≥ 2 that interval is never empty."
    weight = "condition"
    refuted_by = "no_exponent_below"
    mended = Statement(
        iff(
            exists(alpha, both(alpha > 1, level == t)),
            both(exists(y, -log(q_positive(y)) < t), t < _OWN),
        ),
        given=(UNIFORM, varies(u, q_positive)),
    )
    formal = "exponents_below"
    expected = "amended"
    corrected_expected = "formal"
    notes = "Refuted at q = (1/3, 2/3), t = log(4/3), which is below a = log(3/2)."
