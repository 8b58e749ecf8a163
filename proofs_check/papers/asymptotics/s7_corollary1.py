"""Section 7, the proof of Corollary 1 after (8): the expansion, the remaining term, where the supremum is attained."""

from __future__ import annotations

from proofs_check import Case
from proofs_check.formula import KL, H, T, Z, iff, log, renyi_cross_entropy
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.variables import alpha, gamma, p, phi, psi, q, y

# The summand of the paper, written so that it is 0 where ψ is: −Σ ψ log(ψ/(φ q^γ)) = −KL(ψ‖φ) − γ H(ψ‖q).
_EXPANDED = -KL(psi, phi) - gamma * H(psi, q)


class Expansion(Assertion):
    id = "A-cor1-proof-expand"
    place = "after (8), proof of Corollary 1"
    title = "The expansion of the expression to be maximised"
    statement = "−Σ T log(T/(φ q^γ)) = −KL(T‖T(q, φ, γ)) − log Σ φ q^γ, T = T(q, p, β)."
    asserts = Statement(-KL(psi, T(q, phi, gamma)) - log(Z(q, phi, gamma)) == _EXPANDED)
    flaw = (
        "The sign of the last term. (And the left-hand side is −γH − D: it silently has the corrected sign,"
        " against (8).)"
    )
    weight = "slip"
    counterexample = Case(phi=W, q=W, psi=W, gamma=1)
    mended = Statement(-KL(psi, T(q, phi, gamma)) + log(Z(q, phi, gamma)) == _EXPANDED)
    formal = Formal("KL_to_tilt", "intros; rewrite KL_to_tilt by premise; ring. ")
    expected = "amended"
    corrected_expected = "formal"
    notes = "For every law T ≪ φ; the logarithm under the sum is split, so that it is 0 where T is."


class RemainingTerm(Assertion):
    id = "A-cor1-proof-last"
    place = "after (8), proof of Corollary 1"
    title = "The remaining term as a Rényi cross entropy"
    statement = "The remaining term −log Σ φ q^γ is (γ + 1) H_{γ+1}(φ‖q)."
    asserts = Statement(
        -log(Z(q, phi, gamma)) == (gamma + 1) * renyi_cross_entropy(gamma + 1, phi, q), given=(gamma != 0,)
    )
    flaw = "The factor is γ, from H_t = (1/(1 − t)) log Σ φ q^{t−1} at t = 1 + γ; the two agree only where H_{1+γ} = 0."
    weight = "slip"
    counterexample = Case(phi=W, q=W, gamma=1)
    mended = Statement(log(Z(q, phi, gamma)) == -gamma * renyi_cross_entropy(1 + gamma, phi, q), given=(gamma != 0,))
    formal = "remaining_term"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-cor1",)
    notes = "Division by γ gives Corollary 1."


class WhereAttained(Assertion):
    id = "A-cor1-proof-max"
    place = "after (8), proof of Corollary 1"
    title = "The maximiser is a tilt of p"
    statement = "T(q, φ_δ, γ) is a T(q, p, β), as φ_δ = T(q, p, α) is one: β = α + γ."
    asserts = Statement(T(q, T(q, p, alpha), gamma)(y) == T(q, p, alpha + gamma)(y))
    formal = "lemma9"
    expected = "formal"
    statement_uses = ("A-cor1-proof-varadhan",)
    notes = (
        "For α, γ ≥ 0 it is on the aligned family. That −γ H(ψ‖q) − KL(ψ‖φ), of which (8) has the first sign"
        " turned, is largest at the law T(q, φ, γ) alone is A-cor1-proof-varadhan."
    )


class Varadhan(Assertion):
    id = "A-cor1-proof-varadhan"
    place = "(7)–(8), proof of Corollary 1"
    title = "The exponent of the moment generating function as a supremum"
    statement = "lim (1/m) log E e^{γ r(Y^m)} = sup_β {γ H(T(q, p, β)‖q) − KL(T(q, p, β)‖φ)}, from F(t) = γ t."
    asserts = Statement(gamma * H(psi, q) - KL(psi, phi) <= log(Z(q, phi, gamma)))
    flaw = (
        "r(Y^m) = −m A_m, so F(t) = −γ t. As printed the right-hand side is log Σ φ q^{−γ}, which is positive"
        " for γ > 0 and"
        " K ≥ 2, while the left-hand side is negative."
    )
    weight = "slip"
    counterexample = Case(phi=W, q=W, psi=W, gamma=1)
    mended = Statement(
        iff(-gamma * H(psi, q) - KL(psi, phi) == log(Z(q, phi, gamma)), psi == T(q, phi, gamma)),
    )
    formal = Formal(
        "varadhan_value",
        "intros; edestruct (varadhan_value A phi q ltac:(premise) psi gamma ltac:(premise) ltac:(premise)) as [_"
        " E]; exact E. ",
    )
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-thm1", "thm:varadhan")
    statement_uses = ("A-thm1",)
    notes = (
        "(1/m) log E e^{γ r(Y^m)} is log Σ φ q^γ at every m (A-cor1): no limit and no lemma of Varadhan is needed. The"
        " printed equality would make each term at most that value; at ψ = φ one is larger."
    )
