"""Transport bounds: Donsker–Varadhan, the √KL law, and what it says about best-of-n."""

from __future__ import annotations

from proofs_check.formula import KL, E, best, exp, function, log, sqrt, sub_gaussian
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import N, g, p, pi, proxy, r, y


class DonskerVaradhanStep(Assertion):
    id = "G-transport-dv"
    place = "Foundational learning: Donsker–Varadhan"
    title = "KL is at least a difference of two averages of a score"
    statement = "E_π g − log E_p e^g ≤ KL(π‖p) for every score g."
    asserts = Statement(E(pi, g) - log(E(p, function(y, exp(g(y))))) <= KL(pi, p))
    formal = "donsker_varadhan"
    expected = "formal"
    notes = (
        "There is equality exactly for the score of which π is the tilt (theorem donsker_varadhan_eq); for equal"
        " supports"
        " g = log π/p attains the supremum (donsker_varadhan_attained)."
    )


class Transport(Assertion):
    id = "G-transport-kl"
    place = "Key result 1"
    title = "The √KL law for a sub-Gaussian reward"
    statement = "If the reward is sub-Gaussian with proxy σ² under π_ref, then E_π r − E_ref r ≤ √(2σ²KL(π‖π_ref))."
    asserts = Statement(E(pi, r) - E(p, r) <= sqrt(2 * proxy * KL(pi, p)), given=(sub_gaussian(p, r, proxy),))
    formal = "transport"
    expected = "formal"
    printed_proof_uses = ("G-transport-dv",)


class BestOfNTransport(Assertion):
    id = "G-transport-bon"
    place = "Key result 1, for best-of-n"
    title = "The √KL law for best-of-n"
    statement = "E_{π^(n)} r − E_ref r ≤ √(2σ²(log n − (n − 1)/n)) for the best-of-n policy."
    asserts = Statement(
        E(best(p, N, r), g) - E(p, g) <= sqrt(2 * proxy * (log(N) - (N - 1) / N)), given=(sub_gaussian(p, g, proxy),)
    )
    formal = "best_of_gain"
    expected = "formal"
    printed_proof_uses = ("G-transport-kl", "G-bon-kl")
    notes = "For every reward g, the one that selects among them."
