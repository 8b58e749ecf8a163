"""Section 7: the three cases of the proof of Theorem 3, by the level t."""

from __future__ import annotations

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import KL, H, T, absolute, both, exists, for_all, iff, implies, log
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.s7_theorem3_ranges import UNIFORM, level
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import (
    alpha,
    beta,
    eps_positive,
    eta_positive,
    p,
    phi,
    psi,
    q,
    q_positive,
    y,
    z,
    zeta_positive,
)

_P = pmf("1/5, 4/5")
_ABOVE_ZETA = for_all(y, zeta_positive < q_positive(y))
_OWN = H(q_positive, q_positive)
_TILT = T(q, p, beta)
_CLOSEST = both(KL(_TILT, p) <= KL(psi, p), implies(KL(psi, p) == KL(_TILT, p), psi == _TILT))


class SetsInCaseA(Assertion):
    id = "A-thm3-a-sets"
    place = "proof of Theorem 3, case (a)"
    title = "The upper bound through the set D"
    statement = "For t ∈ (H(q), log 1/ζ) the infimum of KL(·‖p) over D = {H(γ‖q) ≤ t} is KL(T(q, p, α(t))‖p)."
    asserts = Statement(
        KL(psi, p) >= KL(T(q_positive, p, alpha), p),
        given=(H(psi, q_positive) <= level, level > _OWN, level < log(1 / zeta_positive), _ABOVE_ZETA, UNIFORM),
    )
    flaw = (
        "Two errors. D contains p as soon as t ≥ H(p‖q), so the infimum is 0 and the bound says nothing. "
        "And α(t) belongs "
        "to the tilts of u: T(q, p, α(t)) is not on the level t; the parameter must be β(t). (2ε/α(t) also breaks for "
        "α(t) ≤ 0.)"
    )
    weight = "false"
    counterexample = Case(p=_P, q=_P, psi=_P, u=COIN, alpha=Fraction(1, 2), zeta=Fraction(1, 6))
    mended = Statement(_CLOSEST, given=(beta >= 0, H(psi, q) <= H(_TILT, q)))
    formal = "projection_below"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem8-D", "thm:sanov")
    notes = (
        "With t = H(T(q, p, β)‖q), β ≥ 0, that is a < t ≤ H(p‖q). The cases are to be split at H(p‖q), not at H(q);"
        " above it the set E does the same (A-thm3-b-sets)."
    )


class SetsInCaseB(Assertion):
    id = "A-thm3-b-sets"
    place = "proof of Theorem 3, case (b)"
    title = "The upper bound through the set E"
    statement = "For t ∈ (0, H(q)) the infimum of KL(·‖p) over E = {H(γ‖q) ≥ t} is KL(T(q, p, α(t))‖p)."
    asserts = Statement(
        KL(psi, p) >= KL(T(q_positive, p, alpha), p),
        given=(H(psi, q_positive) >= level, level < _OWN, UNIFORM),
    )
    flaw = (
        "E contains p whenever H(p‖q) ≥ t, and the infimum is 0 (for p = q always, so that D and E are exchanged); and "
        "α(t) is the parameter of another family, as in case (a)."
    )
    weight = "false"
    counterexample = Case(p=W, q=W, psi=W, u=COIN, alpha=2)
    mended = Statement(_CLOSEST, given=(beta <= 0, H(psi, q) >= H(_TILT, q)))
    formal = "projection_above"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem8-E", "thm:sanov")
    notes = "With t = H(T(q, p, β)‖q), β ≤ 0, that is H(p‖q) ≤ t < b."


_NEAR = for_all(y, absolute(psi(y) - phi(y)) <= eta_positive)


class InteriorOfB(Assertion):
    id = "A-thm3-a-interior"
    place = "proof of Theorem 3, case (a)"
    title = "Whether B(q, α, 0) lies in the interior of B(q, α, ε)"
    statement = "B(q, α, 0) ⊂ int B(q, α, ε) for every ε > 0, B(q, α, ε) = {φ : 0 ≤ H(T(q, α)‖q) − H(φ‖q) ≤ ε}."
    _drop = level - H(psi, q_positive)
    asserts = Statement(
        exists(eta_positive, for_all(psi, implies(_NEAR, both(_drop >= 0, _drop <= eps_positive)))),
        given=(alpha > 0, UNIFORM, H(phi, q_positive) == level),
    )
    flaw = (
        "B is one-sided: points with a slightly larger cross entropy than T(q, α), arbitrarily near, are "
        "outside. For q not "
        "constant no point of B(q, α, 0) is in the interior."
    )
    weight = "false"
    refuted_by = "not_in_the_interior"
    _lowered = H(phi, q_positive) - H(psi, q_positive)
    mended = Statement(
        exists(psi, both(_NEAR, both(_lowered > 0, _lowered < eps_positive))),
        given=(-log(q_positive(z)) < H(phi, q_positive),),
    )
    formal = "near_interior"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem8-B", "thm:sanov")
    notes = (
        "Refuted at q = φ = (1/3, 2/3), α = 1, ε = 1. What stands is B(q, α, 0) ⊂ cl int B(q, α, ε) for a"
        " level above the least one: the ψ found are interior, as 0 < drop < ε is an open condition. That is enough"
        " for the lower bound, as KL(·‖p) is continuous for p > 0."
    )


class CaseC(Assertion):
    id = "A-thm3-c"
    place = "proof of Theorem 3, case (c)"
    title = "Where the rate function vanishes"
    statement = "At t = H(q): p ∈ B(q, 1, ε), and J(t) = 0."
    asserts = Statement(both(H(p, q) == H(q, q), KL(_TILT, p) == 0), given=(H(_TILT, q) == H(q, q),))
    flaw = "p has cross entropy H(p‖q), not H(q): in general p is not in B(q, 1, ε) for small ε, and J_0(H(q)) > 0."
    weight = "false"
    counterexample = Case(p=REVERSED, q=W, beta=2)
    mended = Statement(iff(KL(_TILT, p) == 0, H(_TILT, q) == H(p, q)))
    formal = "rate_zero"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem8-B",)
    notes = (
        "p ∈ B(q, 1, ε) for every ε > 0 is H(p‖q) = H(q). J_0(H(q)) = 0 exactly if H(p‖q) = H(q), for example if p = q;"
        " at the ends of the range, where no tilt has the level, J_0 is −log p(best) or −log p(worst) (A-thm3)."
    )
