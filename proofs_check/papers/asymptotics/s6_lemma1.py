"""Section 6, the Lagrangian derivation of Lemma 1; Definition 4, the aligned family."""

from __future__ import annotations

from proofs_check.formula import KL, H, T, Z, both, exists, iff, largest_budget, log, optimal, varies
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import (
    D,
    alpha_nonnegative,
    delta_nonnegative,
    multiplier,
    p,
    phi,
    price,
    psi,
    q,
)

_MINIMISER = T(q, p, 1 / price)
_IDENTITY = H(psi, q) + price * (KL(psi, p) - D) == price * KL(psi, _MINIMISER) - price * (log(Z(q, p, 1 / price)) + D)
_MET = exists(multiplier, KL(T(q, p, 1 / multiplier), p) == D)
_TILT = exists(alpha_nonnegative, phi == T(q, p, alpha_nonnegative))


class LagrangianDerivation(Assertion):
    id = "A-lem1-proof"
    place = "Section 6, proof of Lemma 1"
    title = "The Lagrangian derivation of Lemma 1"
    statement = (
        "L(φ) = H(φ‖q) + λ (KL(φ‖p) − Δ) = λ KL(φ‖T(q, p, 1/λ)) + C(λ, Δ), so the solution for any Δ is T(q, p, 1/λ)"
        " for the λ > 0 that meets the constraint."
    )
    asserts = Statement(both(_IDENTITY, _MET))
    flaw = (
        "The displayed lines are right, but whether some λ > 0 meets the constraint is not asked: for a reward that is"
        " not constant on the support of p none does for Δ = 0 and for Δ ≥ Δ_max."
    )
    weight = "gap"
    refuted_by = Formal(
        "third_no_alpha third_law third_Dmax",
        "intros F; destruct (F nat Nat.eq_dec (letters 2) third third third 1 (Dmax (letters 2) third third)"
        " (seq_NoDup 2 0) third_law third_law third_law Rlt_0_1 third_Dmax third_ac third_positive)"
        " as (_ & k & k0 & E); apply (third_no_alpha (1 / k)); [ apply Rlt_le, Rdiv_lt_0_compat; lra | exact E ]. ",
    )
    mended = Statement(
        both(_IDENTITY, iff(both(D > 0, largest_budget(p, q) > D), _MET)),
        given=(varies(p, q),),
    )
    formal = Formal("lagrangian multiplier_exactly", "intros; split; [ unfold Rdiv; rewrite Rmult_1_l;"
                    " apply lagrangian; premise | apply multiplier_exactly; premise ]. ")  # fmt: skip
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-lem1",)
    notes = (
        "β stands for the λ of the identity, D for Δ ≥ 0. C(λ, Δ) = −λ (log Σ p q^{1/λ} + Δ). The identity holds for a"
        " constant reward as well; there T = p for every λ: each meets Δ = 0, no more."
    )


class ExponentialFamily(Assertion):
    id = "A-def4-family"
    place = "Definition 4"
    title = "The aligned family as an exponential family"
    statement = "The solutions {φ_Δ : Δ ≥ 0} form an exponential family: they are the tilts T(q, p, α), α ≥ 0."
    asserts = Statement(iff(exists(delta_nonnegative, optimal(phi, q, p, delta_nonnegative)), _TILT))
    flaw = "From Δ_max on the solution has lost part of the support, which all members of an exponential family share."
    weight = "condition"
    refuted_by = Formal(
        "third_best_is_optimal third_best_no_tilt third_best_law third_law third_Dmax",
        "intros F; destruct (proj1 (F nat Nat.eq_dec (letters 2) third_best third third (seq_NoDup 2 0)"
        " third_best_law third_law third_law third_positive)"
        " (ex_intro _ _ (conj third_Dmax third_best_is_optimal))) as (a & _ & E); exact (third_best_no_tilt a E). ",
    )
    mended = Statement(
        iff(
            exists(
                delta_nonnegative,
                both(delta_nonnegative < largest_budget(p, q), optimal(phi, q, p, delta_nonnegative)),
            ),
            _TILT,
        ),
        given=(varies(p, q),),
    )
    formal = "family_below"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem1",)
    statement_uses = ("A-lem1",)
    notes = (
        "Refuted by p = q = (1/3, 2/3) at Δ = Δ_max = log(3/2). The tilts are the half α ≥ 0 of the exponential family"
        " with base p, statistic log q and natural parameter α. Its closure adds p given the best outcomes, which is"
        " φ_Δ for Δ = Δ_max."
    )
