"""Section 3: the KL-constrained optimum, Lemma 1."""

from __future__ import annotations

from proofs_check.formula import KL, T, both, exists, for_all, iff, implies, largest_budget, optimal, varies
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import Delta, alpha_nonnegative, beta_nonnegative, p, phi, q, y, z

_TILT = T(q, p, alpha_nonnegative)
_SPENT = KL(_TILT, p) == Delta
_IS_THE_TILT = exists(alpha_nonnegative, both(_SPENT, iff(optimal(phi, q, p, Delta), phi == _TILT)))
_BEST_ONLY = for_all(y, implies(phi(y) > 0, for_all(z, implies(p(z) > 0, q(z) <= q(y)))))
_ONE_PARAMETER = exists(
    alpha_nonnegative,
    both(
        _SPENT,
        for_all(
            beta_nonnegative, implies(KL(T(q, p, beta_nonnegative), p) == Delta, beta_nonnegative == alpha_nonnegative)
        ),
    ),
)


class TheSolution(Assertion):
    id = "A-lem1"
    place = "Lemma 1"
    title = "The optimum within a KL budget"
    statement = "For every Δ, minimising H(φ‖q) subject to KL(φ‖p) ≤ Δ has one solution, T(q, p, α(Δ))."
    asserts = Statement(_IS_THE_TILT, given=(Delta >= 0,))
    flaw = (
        "For a reward that is not constant on the support of p there is no α(Δ) for Δ ≥ Δ_max = −log p(best outcomes);"
        " for a constant one there is none for Δ > 0; with equally good best outcomes the solution is not even unique"
        " beyond Δ_max."
    )
    weight = "condition"
    refuted_by = Formal(
        "third_no_alpha third_law third_Dmax",
        "intros F; destruct (F nat Nat.eq_dec (letters 2) third third third (Dmax (letters 2) third third)"
        " (seq_NoDup 2 0) third_law third_law third_law third_Dmax third_positive) as (a & a0 & E & _);"
        " exact (third_no_alpha a a0 E). ",
    )
    mended = Statement(
        both(
            implies(Delta < largest_budget(p, q), _IS_THE_TILT),
            implies(
                largest_budget(p, q) <= Delta,
                iff(optimal(phi, q, p, Delta), both(KL(phi, p) <= Delta, _BEST_ONLY)),
            ),
        ),
        given=(Delta >= 0,),
    )
    formal = Formal(
        "lemma1_cases",
        "intros; match goal with P : law ?A ?p, S : forall x, _ -> 0 < ?p x -> 0 < ?q x, D : 0 <= ?d |- _ /\\ (_ ->"
        " optimal _ _ _ _ ?f <-> _) => destruct (lemma1_cases A p q P S d f D) as [B C]; split; [ exact B |"
        " intros; apply C; assumption ] end. ",
    )
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem1-proof",)
    statement_uses = ("A-lem1-alpha",)
    notes = (
        "Refuted by p = q = (1/3, 2/3) at Δ = Δ_max = log(3/2), where the solution is (0, 1) and no tilt. From Δ_max on"
        " the solutions are the laws of the ball on the best outcomes: one if there is one best outcome. For a"
        " constant reward Δ_max = 0, and every law of the ball is a solution."
    )


class TheParameter(Assertion):
    id = "A-lem1-alpha"
    place = "Lemma 1"
    title = "The parameter of the optimum"
    statement = "For every Δ ≥ 0 there is exactly one α(Δ) ≥ 0 with KL(T(q, p, α)‖p) = Δ."
    asserts = Statement(_ONE_PARAMETER, given=(Delta >= 0,))
    flaw = "The divergence of the tilts stays below Δ_max = −log p(best outcomes), and is 0 for a constant reward."
    weight = "condition"
    refuted_by = Formal(
        "third_no_alpha third_law third_Dmax",
        "intros F; destruct (F nat Nat.eq_dec (letters 2) third third (Dmax (letters 2) third third)"
        " (seq_NoDup 2 0) third_law third_law third_Dmax third_positive) as (a & a0 & E & _);"
        " exact (third_no_alpha a a0 E). ",
    )
    mended = Statement(
        iff(both(Delta >= 0, Delta < largest_budget(p, q)), _ONE_PARAMETER),
        given=(varies(p, q),),
    )
    formal = "alpha_exactly"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "Refuted by p = q = (1/3, 2/3) at Δ = Δ_max = log(3/2). For a constant reward every α is one for Δ = 0, and"
        " none for another Δ. Over all real α there is one more root, a negative one, exactly for"
        " 0 < Δ < −log p(worst outcomes) and a reward that is not constant."
    )
