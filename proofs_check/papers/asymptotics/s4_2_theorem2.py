"""Section 4.2, Theorem 2: KL(π_N^m‖φ_δ^m) divided by m vanishes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from proofs_check import Answer, Case, Variant, at_most, instances, less
from proofs_check.formula import KL, H, T, absolutely_continuous, both, largest_budget, limit, log, no, varies
from proofs_check.formula import exp as exponential
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics import type_rates
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import best
from proofs_check.papers.asymptotics.limits import (
    ASSUMPTIONS,
    EXACT_DRAWS,
    KEEPS_BEST,
    OPTIMUM,
    PRINTED_RANGE,
    can_hold,
    draws,
    finite,
    policy,
)
from proofs_check.papers.asymptotics.type_rates import LENGTHS, LONGER
from proofs_check.papers.variables import (
    N,
    alpha_nonnegative,
    beta_nonnegative,
    delta,
    high,
    low,
    m,
    p,
    phi,
    q_positive,
)

_VANISHES = both(finite(m, policy(m), phi**m), limit(m, KL(policy(m), phi**m) / m, 0))


class Theorem2(Assertion):
    id = "A-thm2"
    place = "Theorem 2"
    title = "KL(best-of-N‖optimal tilt)/m vanishes"
    statement = "For every δ ∈ [0, log 1/ζ] and N = exp(mδ), (1/m) KL(π_N^m‖φ_δ^m) → 0."
    asserts = Statement(_VANISHES, given=(*ASSUMPTIONS, *PRINTED_RANGE, OPTIMUM, *EXACT_DRAWS))
    flaw = (
        "False on a part of the range that is never empty: for Δ_max ≤ δ ≤ log 1/ζ the optimum φ_δ^m is concentrated on"
        " the best sequences, while π_N gives every sequence positive probability: the divergence is ∞ at every m."
    )
    weight = "condition"
    refuted_by = "theorem2_beyond"
    mended = Statement(_VANISHES, given=(delta >= 0, delta < largest_budget(p, q_positive), OPTIMUM, *draws()))
    formal = "theorem2_below"
    possible = can_hold(mended)
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem2", "A-lem6", "A-lem7")
    statement_uses = ("A-lem1",)
    notes = (
        "Refuted at p = q = (2/3, 1/3), ζ = 1/4, δ = log 2 > Δ_max = log(3/2), N = 2^m. Printed from Lemmas 7 and 2,"
        " which is right below Δ_max; the mended statement needs neither distinct entries nor ζ, p may have zeros, N"
        " may be rounded, and every rule for ties is meant. Not divided by m the divergence tends to ∞ for 0 < δ <"
        " Δ_max (A-vanish-infinite)."
    )


class InfiniteDivergence(Assertion):
    id = "A-thm2-past"
    place = "Theorem 2, from Δ_max on"
    title = "KL(best-of-N‖optimum) is infinite from Δ_max on"
    statement = (
        "For δ ≥ Δ_max and a reward that is not constant on the support of p, KL(π_N^m‖φ_δ^m) = ∞ at every m ≥ 1 and"
        " every N ≥ 1."
    )
    asserts = Statement(
        no(absolutely_continuous(policy(m), phi**m)),
        given=(varies(p, q_positive), largest_budget(p, q_positive) <= delta, OPTIMUM, KEEPS_BEST),
    )
    formal = "infinite_past_the_maximum"
    possible = can_hold(asserts, delta="(Dmax (letters 2) model_p model_q)", phi="model_top", m="1%nat")
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = "The other half of Theorem 2's range, for every optimum φ_δ and every rule for ties."


_TILT, _OTHER = T(q_positive, p, alpha_nonnegative), T(q_positive, p, beta_nonnegative)
_LOST: Final = m * (high - low) * exponential(-(N * type_rates.least_tail(beta_nonnegative)))
_SHORT: Final = m * (H(_OTHER, q_positive) - H(_TILT, q_positive)) + type_rates.UNDER + _LOST


class DivergenceRate(Assertion):
    id = "A-thm2-rate"
    place = "Theorem 2, with a rate"
    title = "KL(best-of-N‖a tilt) at every length and every N"
    statement = (
        "At every m and N, for all α, β ≥ 0: KL(π_N^m‖φ_α^m) ≤ log N − (N − 1)/N − m KL(φ_α‖p) + α (m(ρ_α − ρ_β) + u +"
        " m g exp(−N t_β)), with φ_β = T(q, p, β), ρ_β its mean reward, t_β = exp(−m KL(φ_β‖p) − β o)/(m + 1)^{K−1},"
        " u = Σ (log q − low), o = Σ (high − log q), g = high − low, K letters, and any low ≤ log q ≤ high."
    )
    asserts = Statement(
        KL(type_rates.POLICY, _TILT**m) <= log(N) - (N - 1) / N - m * KL(_TILT, p) + alpha_nonnegative * _SHORT,
        given=(type_rates.BETWEEN,),
    )
    formal = "divergence_by_types"
    expected = "formal"
    example = Case(p=W, q=REVERSED, m=2, N=3, alpha=1, beta=Fraction(1, 2), low=-2, high=0)
    statement_uses = ("A-thm2", "A-lem7-rate")
    notes = (
        "At N = exp(mδ), rounded either way, δ = KL(φ_α‖p), and β with m(δ − KL(φ_β‖p)) a"
        " little over (K − 1) log(m + 1), this is about (K − 1) log m: divided by m it tends to 0 (and is O(log m)"
        " before: A-vanish-log). The theorem kept_divergence_types has it for every rule for ties. The constant ½ of"
        " log m is A-vanish-half."
    )
    teeth = (Variant("the tilt by 2α in place of φ_δ", tilt_by=lambda alpha: alpha * 2),)

    def tilt_by(self, alpha: Any) -> Any:
        """The exponent of φ."""
        return alpha

    @instances(LENGTHS, deep=LONGER)
    def growing(self, x: Case) -> Answer:
        """The divergence, enclosed, is at most the bound at β = share·α, itself below what one draw would give."""
        at = type_rates.AtLength(x)
        divergence = best(x.p, x.q, x.m, at.n).kl_to_tilt(self.tilt_by(at.alpha))
        bound = at.divergence()
        return [
            at_most(divergence / x.m, bound / x.m, f"KL/m at m = {x.m}, N = {at.n}, {x.rounding}"),
            less(bound / x.m, at.trivial() / x.m, f"the bound, divided by m, at m = {x.m}"),
        ]
