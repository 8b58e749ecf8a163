"""Section 4.2, Lemma 7: best-of-N and the optimal tilt have the same normalised reward in the limit."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from exactalign import LogForm, sample_size
from proofs_check import Answer, Case, Variant, at_most, instances, less
from proofs_check.formula import KL, E, H, T, both, for_all, limit, log, log_of, total, type_of
from proofs_check.formula import exp as exponential
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics import type_rates
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import best
from proofs_check.papers.asymptotics.limits import (
    ASSUMPTIONS,
    EXACT_DRAWS,
    OPTIMUM,
    PRINTED_RANGE,
    can_hold,
    distinct,
    draws,
    policy,
    reward,
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
    r,
    w,
)
from proofs_check.papers.variables import q_positive as q


class SameReward(Assertion):
    id = "A-lem7"
    place = "Lemma 7"
    title = "Best-of-N reaches the reward of the optimal tilt in the limit"
    statement = "For δ ∈ [0, log 1/ζ] and N = exp(mδ), (1/m) H(π_N^m‖q^m) and (1/m) H(φ_δ^m‖q^m) have the same limit."
    asserts = Statement(
        both(limit(m, H(policy(m), q**m) / m, H(phi, q)), limit(m, H(phi**m, q**m) / m, H(phi, q))),
        given=(distinct(q), delta >= 0, OPTIMUM, *draws()),
    )
    formal = "rewards_converge"
    possible = can_hold(asserts)
    expected = "formal"
    printed_proof_uses = ("A-lem-type", "A-lem7-proof-a", "A-lem7-proof")
    statement_uses = ("A-lem1", "A-lem-type")
    notes = (
        "φ_δ is the optimum of Definition 2; read as T(q, p, α(δ)) there is none for δ ≥ Δ_max, where the printed range"
        " always reaches. The proof is the paper's: the type converges, and the reward of a word is that of its type."
    )


_BETA: Final = beta_nonnegative
_TILT, _OTHER = T(q, p, alpha_nonnegative), T(q, p, _BETA)
_LEAST: Final = (
    -(m * H(_OTHER, q)) - type_rates.UNDER - m * (high - low) * exponential(-(N * type_rates.least_tail(_BETA)))
)


class RewardRate(Assertion):
    id = "A-lem7-rate"
    place = "Lemma 7, with a rate"
    title = "The reward of best-of-N at every length and every N"
    statement = (
        "At every m and N best-of-N has at least the reward of φ_β^m, for each β ≥ 0, less u + m g exp(−N t_β), with"
        " t_β = exp(−m KL(φ_β‖p) − β o)/(m + 1)^{K−1}, u = Σ (log q − low), o = Σ (high − log q), g = high − low, K"
        " letters, and any low ≤ log q ≤ high; and at most what its divergence pays for: α (E S − mρ_α) ≤ log N −"
        " (N − 1)/N − m KL(φ_α‖p), for each α ≥ 0, where S is the total reward and ρ_α the mean reward of φ_α."
    )
    asserts = Statement(
        both(
            E(type_rates.POLICY, type_rates.REWARD) >= _LEAST,
            alpha_nonnegative * (E(type_rates.POLICY, type_rates.REWARD) + m * H(_TILT, q))
            <= log(N) - (N - 1) / N - m * KL(_TILT, p),
        ),
        given=(type_rates.BETWEEN,),
    )
    formal = "rewards_by_types"
    expected = "formal"
    example = Case(p=W, q=REVERSED, m=2, N=3, alpha=1, beta=Fraction(1, 2), low=-2, high=0)
    statement_uses = ("A-lem7",)
    notes = (
        "The most likely type of φ_β^m has"
        " (m + 1)^{−(K−1)} of its probability, and a reward within u and o of its mean. With N = exp(mδ) in whatever"
        " rounding and m(δ − KL(φ_β‖p)) a little over (K − 1) log(m + 1), D = mρ_α − E S is O(log m) (A-close-reward)."
        " The theorems kept_reward_types, kept_reward_le have it for every rule for ties. One bound at all m:"
        " it says more than “no worse than one draw” where m(ρ_β − ρ_0) > u + m g exp(−N t_β) for some β > 0."
    )
    teeth = (Variant("N = exp(mδ/2)", growth=Fraction(1, 2)),)
    growth: Fraction | int = 1

    @instances(LENGTHS, deep=LONGER)
    def growing(self, x: Case) -> Answer:
        """What E S lacks of mρ, enclosed, is at most the bound at β = share·α; which is below that for one draw."""
        at, n = type_rates.AtLength(x), sample_size(LogForm.of(x.delta) * self.growth, x.m, x.rounding)
        short = at.reward(at.alpha) * x.m - best(x.p, x.q, x.m, n).expected_reward()
        bound = at.shortfall()
        return [
            at_most(short, bound, f"mρ − E S at m = {x.m}, N = {at.n}, {x.rounding}"),
            less(bound, (at.reward(at.alpha) - at.reward(at.alpha * 0)) * x.m, f"the bound, at m = {x.m}"),
        ]


class MeanUnderTheType(Assertion):
    id = "A-lem7-proof-a"
    place = "proof of Lemma 7"
    title = "The mean reward under the type of a sequence"
    statement = "E r(X) under X ~ t(y) is r(y)/m, for a sequence y of length m."
    asserts = Statement(E(type_of(w), r) == total(r, m)(w) / m)
    formal = "mean_under_type"
    expected = "formal"


_gap = (H(policy(m), q**m) - H(phi**m, q**m)) / m
_per_letter = E(policy(m), reward(m)) / m


class RewardDisplay(Assertion):
    id = "A-lem7-proof"
    place = "proof of Lemma 7"
    title = "The display that compares the two rewards"
    statement = "lim (1/m)(H(π_N^m‖q^m) − H(φ_δ^m‖q^m)) = −lim (1/m) r(Y^m) − E_{φ_Δ} r = 0."
    asserts = Statement(
        both(limit(m, _gap, 0), limit(m, -_per_letter - E(phi, log_of(q)), 0)),
        given=(*ASSUMPTIONS, *PRINTED_RANGE, OPTIMUM, *EXACT_DRAWS),
    )
    flaw = (
        "A bracket is missing: read with the minus and the limit of the first summand alone, the middle is 2 H(φ_δ‖q),"
        " which is positive for K ≥ 2. Meant is the difference, −lim ((1/m) r(Y^m) − E r)."
    )
    weight = "slip"
    refuted_by = "printed_sign"
    mended = Statement(
        both(
            for_all(m, _gap == -_per_letter + E(phi, log_of(q))),
            limit(m, _gap, 0),
            limit(m, -_per_letter + E(phi, log_of(q)), 0),
        ),
        given=(distinct(q), delta >= 0, OPTIMUM, *draws()),
    )
    formal = "reward_display"
    possible = can_hold(mended)
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-lem7",)
    notes = (
        "φ_Δ is meant to be φ_δ, and r(Y^m) its expectation; that the limit of the means follows from that of the types"
        " needs that r/m is bounded, as it is."
    )
