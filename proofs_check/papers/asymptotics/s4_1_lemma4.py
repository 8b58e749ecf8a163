"""Section 4.1: Lemma 4, the optimal model over sequences as a product."""

from __future__ import annotations

from typing import Final

from proofs_check import Case
from proofs_check.formula import KL, T, Term, both, exists, for_all, implies, largest_budget, optimal
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.asymptotics.common import REVERSED, W, kl
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import (
    alpha_nonnegative,
    delta_nonnegative,
    m,
    p,
    phi,
    psi_words,
    q,
    y,
    z,
)

_OPTIMAL_OVER_WORDS: Final = optimal(psi_words, q**m, p**m, m * delta_nonnegative)
_TILT: Final = T(q, p, alpha_nonnegative)
_PRODUCT_OF_TILTS: Final = exists(alpha_nonnegative, both(KL(_TILT, p) == delta_nonnegative, psi_words == _TILT**m))
_SPENT: Final = kl(COIN, W)
"""The fair coin is the tilt of p = (1/3, 2/3) towards q = (2/3, 1/3) by α = 1."""


def best_letter(letter: Term) -> tuple[Term, Term]:
    """One letter of the support of p has a larger reward than all others."""
    return p(letter) > 0, for_all(z, implies(both(p(z) > 0, z != letter), q(z) < q(letter)))


class ProductForm(Assertion):
    id = "A-lem4-product"
    place = "Lemma 4"
    title = "The optimal model over words is a product of tilts"
    statement = "φ_Δ(y^m) = Π φ_δ(y_i) with φ_δ = T(q, p, α(δ)), KL(T(q, p, α(δ))‖p) = δ and Δ = mδ."
    asserts = Statement(_PRODUCT_OF_TILTS, given=(_OPTIMAL_OVER_WORDS,))
    flaw = (
        "No α(δ) exists for δ ≥ δ_max = −log p(best letters), and such δ always lie in the range [0, log 1/ζ] that the"
        " source uses: there φ_δ has zeros and is no tilt."
    )
    weight = "condition"
    refuted_by = Formal(
        "third_words third_no_alpha third_law third_Dmax",
        "intros F; destruct third_words as (psi & L & O); destruct (F nat Nat.eq_dec (letters 2) psi third third 1%nat"
        " (Dmax (letters 2) third third) (seq_NoDup 2 0) L third_law third_law (le_n 1) third_Dmax O third_positive)"
        " as (a & a0 & E & _); exact (third_no_alpha a a0 E). ",
    )
    mended = Statement(_PRODUCT_OF_TILTS, given=(_OPTIMAL_OVER_WORDS, delta_nonnegative < largest_budget(p, q)))
    formal = "words_of_tilts"
    example = Case(p=W, q=REVERSED, Psi=COIN.power(2), m=2, delta=_SPENT)
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem1", "A-lem4-proof")
    statement_uses = ("A-lem1", "A-lem1-alpha")
    notes = (
        "Refuted by p = q = (1/3, 2/3), m = 1 at δ = δ_max = log(3/2), where the optimum is (0, 1). For a constant"
        " reward δ_max is 0. The optimum is meant among all laws on words. For all δ: A-lem4-product-form."
    )


class ProductAtEveryBudget(Assertion):
    id = "A-lem4-product-form"
    place = "Lemma 4"
    title = "The optimal model over words is memoryless at every budget"
    statement = "φ_Δ is memoryless: φ_Δ = φ_δ^{⊗m} with Δ = mδ, for every δ ≥ 0."
    asserts = Statement(
        psi_words == phi**m,
        given=(*best_letter(y), optimal(phi, q, p, delta_nonnegative), _OPTIMAL_OVER_WORDS),
    )
    formal = Formal("words_of_optimum", "intros; eapply (words_of_optimum dec A p q); eassumption. ")
    expected = "formal"
    printed_proof_uses = ("A-lem1", "A-lem4-proof")
    statement_uses = ("A-lem1",)
    example = Case(p=W, q=REVERSED, phi=COIN, Psi=COIN.power(2), y=0, m=2, delta=_SPENT)
    notes = "With one best letter on the support of p, which Assumption 2 gives (distinct entries of q)."
