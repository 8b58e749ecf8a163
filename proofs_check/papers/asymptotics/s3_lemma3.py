"""Section 3: the Rényi cross entropy and the cumulants of the reward, Definition 5 and Lemma 3."""

from __future__ import annotations

from proofs_check import Case, pmf
from proofs_check.formula import E, H, exp, function, limit_at, log, log_of, renyi_cross_entropy
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.derivations import identity
from proofs_check.papers.variables import p, phi, q, rho, t, y

REWARD = log_of(q)
GENERATING = log(E(phi, function(y, exp(rho * log(q(y))))))
"""log E e^{ρ r} under φ, r = log q."""


class OrderOne(Assertion):
    id = "A-def5-limit"
    place = "Definition 5"
    title = "The Rényi cross entropy of order 1, by continuity"
    statement = "H_t(p‖q) → H(p‖q) as t → 1, for p ≪ q."
    asserts = Statement(limit_at(t, renyi_cross_entropy(t, p, q), 1, H(p, q)))
    formal = "Ht_limit_1"
    expected = "formal"


class CumulantGeneratingFunction(Assertion):
    id = "A-lem3"
    place = "Lemma 3"
    title = "The cumulant generating function of the reward"
    statement = "E_{Δ,ρ} = (1/ρ) log E e^{ρ r} under φ_Δ equals −H_{1+ρ}(φ_Δ‖q)."
    asserts = Statement(1 / rho * GENERATING == -renyi_cross_entropy(1 + rho, phi, q), given=(rho != 0,))
    lines = (identity(asserts.then),)
    formal = Formal("lemma3", "intros; unfold Rdiv; rewrite Rmult_1_l; now apply lemma3. ")
    expected = "formal"
    notes = "For every law φ, an optimum or not. At ρ = 0 both sides are limits: A-lem3-zero."


class CumulantAtZero(Assertion):
    id = "A-lem3-zero"
    place = "Lemma 3"
    title = "The generating function at ρ = 0"
    statement = "E_{Δ,0} = −H(φ_Δ‖q), as the limit ρ → 0."
    asserts = Statement(limit_at(rho, 1 / rho * GENERATING, 0, -H(phi, q)))
    formal = Formal(
        "lemma3_at_0",
        "intros; eapply is_lim_ext; [ | folded ltac:(now apply lemma3_at_0) ]; "
        "intros; unfold Rdiv; now rewrite Rmult_1_l. ",
    )
    expected = "formal"


class NotTheCumulants(Assertion):
    id = "A-lem3-name"
    place = "Lemma 3"
    title = "What E_{Δ,ρ} is called"
    statement = "E_{Δ,ρ} = (1/ρ) log E e^{ρ r} is the ρ-th cumulant of the reward."
    asserts = Statement(log(E(phi, function(y, exp(log(q(y)))))) == E(phi, REWARD))
    flaw = (
        "At ρ = 1 it is log E e^r, and the first cumulant is E r. ρ E_{Δ,ρ} is the cumulant generating function"
        " at ρ: the"
        " cumulants are its derivatives at 0."
    )
    weight = "slip"
    counterexample = Case(phi=pmf("1/3, 2/3"), q=pmf("1/3, 2/3"))
    mended = CumulantAtZero.asserts
    formal = CumulantAtZero.formal
    expected = "amended"
    corrected_expected = "formal"
    notes = "Shown for the first cumulant: ρ E_{Δ,ρ} is 0 at ρ = 0, and its derivative there is κ₁ = E r."
