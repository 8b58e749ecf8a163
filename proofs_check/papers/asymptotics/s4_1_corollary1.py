"""Section 4.1: Corollary 1, the cumulants of the reward under the aligned model, and the concentration after it."""

from __future__ import annotations

from fractions import Fraction

from proofs_check import Case
from proofs_check.formula import E, H, Pr, Var, absolute, event, exp, function, log, log_of, renyi_cross_entropy, total
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.variables import eps_positive, m, phi, q, rho, w

REWARD = total(log_of(q), m)
"""r(y^m) = log q^m(y^m)."""


class Cumulants(Assertion):
    id = "A-cor1"
    place = "Corollary 1"
    title = "The scaled cumulants of the reward under the aligned model"
    statement = "(1/m)(1/ρ) log E e^{ρ r(Y^m)}, Y^m ~ φ_δ^m, is −H_{1+ρ}(φ_δ‖q), for all ρ > 0."
    asserts = Statement(
        1 / m * (1 / rho) * log(E(phi**m, function(w, exp(rho * REWARD(w))))) == -renyi_cross_entropy(1 + rho, phi, q),
        given=(rho != 0,),
    )
    formal = "corollary1"
    expected = "formal"
    printed_proof_uses = (
        "A-thm1", "A-cor1-proof-varadhan", "A-cor1-proof-expand", "A-cor1-proof-max", "A-cor1-proof-last",
        "thm:varadhan",
    )  # fmt: skip
    statement_uses = ("A-def5-limit", "A-lem4-product")
    notes = (
        "Equality at every m, so the limit is trivial; φ need not be optimal, and ρ any real number. At ρ = 0"
        " both sides"
        " are extended by continuity. With the sign printed in Assumption 2, r = −log q, the value would be H_{1−ρ}."
    )


class MeanReward(Assertion):
    id = "A-cor1-text-display"
    place = "after Corollary 1"
    title = "The mean reward per letter"
    statement = "(1/m) E r(Y^m) = −H(φ_δ‖q) for Y^m ~ φ_δ^m."
    asserts = Statement(E(phi**m, REWARD) / m == -H(phi, q))
    formal = "mean_reward"
    expected = "formal"
    printed_proof_uses = ("A-cor1",)
    notes = "Printed with φ_Δ^m for φ_δ^m, a slip. It is the case ρ = 0 of Corollary 1."


class Concentration(Assertion):
    id = "A-cor1-text"
    place = "after Corollary 1"
    title = "Where the average reward concentrates"
    statement = "The average reward (1/m) r(Y^m), Y^m ~ φ_δ^m, concentrates on H(φ_δ‖q)."
    asserts = Statement(
        Pr(phi**m, event(w, eps_positive <= absolute(REWARD(w) / m - H(phi, q))))
        <= Var(phi, log_of(q)) / (m * eps_positive**2)
    )
    flaw = "The sign: a reward log q is negative, and its mean is −H(φ_δ‖q)."
    weight = "slip"
    counterexample = Case(phi=W, q=W, m=10, eps=Fraction(1, 2))
    mended = Statement(
        Pr(phi**m, event(w, eps_positive <= absolute(REWARD(w) / m - (-H(phi, q)))))
        <= Var(phi, log_of(q)) / (m * eps_positive**2)
    )
    formal = "concentration"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-cor1",)
    statement_uses = ("A-cor1-text-display",)
