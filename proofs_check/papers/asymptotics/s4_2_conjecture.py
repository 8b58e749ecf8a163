"""End of Section 4.2: the large deviations of best-of-N: the conjecture, and the principle that holds in its place.

A_m = −(1/m) log q^m(Y^m) for Y^m ~ π_N^m, N = exp(mδ), δ = KL(φ‖p), φ = T(q, p, α); J₀ and J_Δ are the rates of
Theorems 3 and 1.
"""

from __future__ import annotations

from proofs_check.formula import KL, T, best_rate, no, principle, rate, varies
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.limits import ASSUMPTIONS, EXACT_DRAWS, LENGTH, can_hold, draws, policy
from proofs_check.papers.variables import alpha, delta, p
from proofs_check.papers.variables import q_positive as q

_TILT = T(q, p, alpha)
_CONJECTURED = principle(LENGTH, policy(LENGTH), q, rate(q, p, _TILT))
_GIVEN = (varies(p, q), alpha > 0, *draws(KL(_TILT, p)))


class BestOfNDeviations(Assertion):
    id = "A-conjecture-ldp"
    place = "end of Section 4.2, what is true"
    title = "The large deviations of best-of-N"
    statement = (
        "For 0 < δ < Δ_max and N = exp(mδ), A_m = −(1/m) log q^m(Y^m), Y^m ~ π_N^m, satisfies a large deviation"
        " principle with the rate function I(t) = J₀(t) − δ for a ≤ t ≤ t_δ, a the least −log q on the support of p,"
        " and ∞ elsewhere."
    )
    asserts = Statement(principle(LENGTH, policy(LENGTH), q, best_rate(q, p, alpha)), given=_GIVEN)
    formal = "best_of_N_LDP"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-thm3", "A-lem1-alpha")
    notes = (
        "0 < δ < Δ_max are the budgets of the tilts with α > 0 (A-lem1-alpha), t_δ = H(φ‖q). Both bounds for all"
        " sets, the ends"
        " of the range included; p may have zeros, every rule for ties, N_m = exp(mδ) up to a factor. Beyond t_δ the"
        " probabilities are doubly exponentially small. For a fixed N the rate is another: J₀ up to the mean, N"
        " J₀ beyond."
    )


class Conjecture(Assertion):
    id = "A-conjecture"
    place = "end of Section 4.2"
    title = "Best-of-N has the large deviations of the optimal tilt"
    statement = "For N = exp(mδ), best-of-N satisfies an LDP with the rate function J_Δ of Theorem 1."
    asserts = Statement(_CONJECTURED, given=(*ASSUMPTIONS, alpha > 0, KL(_TILT, p) == delta, *EXACT_DRAWS))
    flaw = (
        "The rate of best-of-N is J₀ − δ up to t_δ, which exceeds J_Δ by α(δ)(t_δ − t), and ∞ beyond t_δ, where J_Δ is"
        " finite (A-conjecture-ldp). The two policies agree in what is typical, not in what is atypical. The conjecture"
        " is true only where nothing happens: δ = 0 (N = 1), δ ≥ Δ_max, a constant reward."
    )
    weight = "false"
    refuted_by = "conjecture_refuted"
    expected = "refuted"
    statement_uses = ("A-thm1",)
    notes = (
        "J_Δ with its values at the ends, as in the mended Theorem 1. Refuted at p = (1/3, 2/3), q = (2/3, 1/3),"
        " δ = log 2,"
        " N = 2^m; it fails in every model (A-conjecture-every). Numbers at finite m are in A-conjecture-tails."
    )


class ConjectureFails(Assertion):
    id = "A-conjecture-every"
    place = "end of Section 4.2, what is true"
    title = "The conjecture fails in every model"
    statement = (
        "For N = exp(mδ), δ = KL(T(q, p, α)‖p), α > 0, and every reward that is not constant on the support of p,"
        " best-of-N has no LDP with the rate function J_Δ."
    )
    asserts = Statement(no(_CONJECTURED), given=_GIVEN)
    formal = "conjecture_fails"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-thm1",)
    notes = "Beyond t_δ best-of-N is below every exponential, and J_Δ is finite there: so for every rule for ties."
