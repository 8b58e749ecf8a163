"""Key result 2: what best-of-n costs, in closed form, for the usual divergences.

π⁽ⁿ⁾ is best-of-n by any reward on a finite alphabet, ties uniform: nothing asks for a one-to-one reward.
"""

from __future__ import annotations

from proofs_check.formula import KL, TV, best, chi_squared, log, renyi, sqrt, squared_hellinger
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import N, a_positive, p, r

POLICY = best(p, N, r)


class BestOfNKl(Assertion):
    id = "G-bon-kl"
    place = "Key result 2, Mechanism 2"
    title = "The KL divergence of best-of-n"
    statement = "KL(π⁽ⁿ⁾‖π_ref) ≤ log n − (n − 1)/n."
    asserts = Statement(KL(POLICY, p) <= log(N) - (N - 1) / N)
    formal = "best_of_KL"
    expected = "formal"
    printed_proof_uses = ("G-renyi-rep",)


class BestOfNReverseKl(Assertion):
    id = "G-bon-kl-rev"
    place = "Key result 2, for the reverse divergence"
    title = "The reverse KL divergence of best-of-n"
    statement = "KL(π_ref‖π⁽ⁿ⁾) ≤ n − 1 − log n."
    asserts = Statement(KL(p, POLICY) <= N - 1 - log(N))
    formal = "best_of_reverse_KL"
    expected = "formal"


class BestOfNChiSquared(Assertion):
    id = "G-bon-chi2"
    place = "Key result 2, for χ²"
    title = "The χ² divergence of best-of-n"
    statement = "χ²(π⁽ⁿ⁾‖π_ref) ≤ (n − 1)²/(2n − 1)."
    asserts = Statement(chi_squared(POLICY, p) <= (N - 1) ** 2 / (2 * N - 1))
    formal = "best_of_chi2"
    expected = "formal"


class BestOfNHellinger(Assertion):
    id = "G-bon-hellinger"
    place = "Key result 2, for the Hellinger distance"
    title = "The squared Hellinger distance of best-of-n"
    statement = "H²(π⁽ⁿ⁾, π_ref) ≤ 2(1 − √n)²/(n + 1), for H² = Σ(√π − √p)², without a factor ½."
    asserts = Statement(squared_hellinger(POLICY, p) <= 2 * (1 - sqrt(N)) ** 2 / (N + 1))
    formal = "best_of_Hellinger"
    expected = "formal"


class BestOfNTotalVariation(Assertion):
    id = "G-bon-tv"
    place = "Key result 2, for total variation"
    title = "The total variation of best-of-n"
    statement = "TV(π⁽ⁿ⁾, π_ref) ≤ (1/n)^{1/(n−1)} − (1/n)^{n/(n−1)}."
    asserts = Statement(
        TV(POLICY, p) <= (1 / N) ** (1 / (N - 1)) - (1 / N) ** (N / (N - 1)),
        given=(N >= 2,),
    )
    formal = "kept_TV"
    expected = "formal"
    notes = "For n = 1 both are 0, as limits; the formula is written for n ≥ 2."


class BestOfNRenyi(Assertion):
    id = "G-bon-renyi"
    place = "Key result 2, for Rényi divergences"
    title = "The Rényi divergences of best-of-n"
    statement = "D_a(π⁽ⁿ⁾‖π_ref) ≤ (1/(a − 1)) log( n^a/(a(n − 1) + 1) )."
    asserts = Statement(
        renyi(a_positive, POLICY, p) <= 1 / (a_positive - 1) * log(N**a_positive / (a_positive * (N - 1) + 1)),
        given=(a_positive != 1,),
    )
    formal = "best_of_Renyi"
    expected = "formal"
    notes = "As a → 1 the bound tends to log n − (n − 1)/n (theorem Renyi_bound_at_1), as a → ∞ to log n (_at_oo)."
