"""Section 4.1: Lemma 4, whether the letter law is regular again, and the displayed lines of the proof."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from proofs_check import Case
from proofs_check.formula import KL, H, T, both, for_all, implies
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.variables import (
    alpha,
    alpha_nonnegative,
    beta,
    m,
    p,
    phi,
    q,
    q_positive,
    tau,
    y,
    z,
    zeta_positive,
)

_PHI: Final = T(q_positive, p, alpha_nonnegative)
_OTHER: Final = T(q_positive, p, beta)
_ABOVE: Final = for_all(y, both(zeta_positive < p(y), zeta_positive < q_positive(y)))
"""The entries of p and q are above ζ."""


class OptimumIsRegular(Assertion):
    id = "A-lem4-asm1"
    place = "Lemma 4"
    title = "Whether the aligned letter law is again regular"
    statement = "φ_δ satisfies Assumption 1: its entries are distinct and above ζ, as those of p and q are."
    asserts = Statement(
        for_all(y, both(_PHI(y) > zeta_positive, for_all(z, implies(y != z, _PHI(y) != _PHI(z))))),
        given=(_ABOVE, for_all(y, for_all(z, implies(y != z, both(p(y) != p(z), q_positive(y) != q_positive(z)))))),
    )
    flaw = (
        "φ_δ can have tied entries, and so lie in no S_ζ; its smallest entry can be below ζ; for δ ≥ δ_max it has"
        " zeros. (No later result needs it: Theorems 1 and 3 need only q > 0.)"
    )
    weight = "false"
    counterexample = Case(p=REVERSED, q=W, zeta=Fraction(1, 4), alpha=1)
    mended = Statement(
        both(
            for_all(y, _PHI(y) > zeta_positive * (zeta_positive / tau) ** alpha_nonnegative),
            for_all(
                y,
                for_all(
                    z,
                    implies(
                        q_positive(y) != q_positive(z),
                        implies(both(_PHI(y) == _PHI(z), _OTHER(y) == _OTHER(z)), beta == alpha_nonnegative),
                    ),
                ),
            ),
        ),
        given=(_ABOVE, for_all(z, q_positive(z) <= tau)),
    )
    formal = Formal("aligned_letters", "intros; eapply aligned_letters; premise. ")
    example = Case(p=REVERSED, q=W, zeta=Fraction(1, 10), tau=1, alpha=1, beta=1)
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem1", "A-lem4-proof")
    statement_uses = ("A-lem4-product",)
    notes = (
        "τ is any bound on the entries of q, such as 1 − (K − 1)ζ, or 1: so φ_δ > ζ^{1+α}. Two letters tie for one real"
        " α at most, so below δ_max ties occur for at most K(K − 1)/2 values of δ."
    )


class BudgetInTheProof(Assertion):
    id = "A-lem4-proof"
    place = "proof of Lemma 4"
    title = "The two displayed lines of the proof"
    statement = "The constraint of Lemma 1 over words is KL(φ_Δ‖q) = m KL(φ_δ‖q) = Δ, and H(φ_Δ‖q) = m H(φ_δ‖q)."
    asserts = Statement(
        both(
            H(T(q, p, alpha) ** m, q**m) == m * H(T(q, p, alpha), q),
            KL(T(q, p, alpha) ** m, p**m) == m * KL(T(q, p, alpha), q),
        )
    )
    flaw = (
        "The second line has q for p: the constraint is about the divergence to p. Read as the budget, the line gives"
        " another δ."
    )
    weight = "slip"
    counterexample = Case(p=REVERSED, q=W, alpha=2, m=1)
    mended = Statement(both(H(phi**m, q**m) == m * H(phi, q), KL(phi**m, p**m) == m * KL(phi, p)))
    formal = "product_budget"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-lem1",)
    notes = (
        "As equations about φ_Δ = φ_δ^{⊗m} both printed lines are true; it is as the constraint that the second fails."
        " That φ_Δ is such a product is left to Lemma 1, whose tilt of a product is one (A-lem4-product)."
        " The witness: T(q, p, 2) = q, whose divergence to q is 0 and to p (1/3) log 2."
    )
