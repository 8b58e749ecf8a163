"""End of Section 4.2: the tails of best-of-N at finite length, and what they say of the conjecture.

S = log q^m(Y^m) for Y^m ~ π_N^m; T = −S/m has the conjectured rate J_Δ of Theorem 1, and in truth J₀ − δ and ∞.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from exactalign import (
    AlignedFamily,
    BestOfNRateFunction,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    TailProbability,
    oo,
    sample_size,
)
from proofs_check import Answer, Case, Certificates, Variant, at_least, at_most, equal, instances, less
from proofs_check.formula import KL, H, Pr, T, both, event, exp, minimum
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics import type_rates
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import MODEL_B, THREE_LETTERS
from proofs_check.papers.asymptotics.type_rates import FOUR_LETTERS, AtLength
from proofs_check.papers.variables import N, beta_nonnegative, m, p, w
from proofs_check.papers.variables import q_positive as q

_OTHER: Final = T(q, p, beta_nonnegative)
_LEVEL: Final = -(m * H(_OTHER, q))
_LEAST: Final = N * type_rates.least_tail(beta_nonnegative)
_S: Final = type_rates.REWARD(w)

ABOVE: Final = [MODEL_B.but(m=96, gamma=4), THREE_LETTERS.but(m=94, gamma=2), FOUR_LETTERS.but(m=97, gamma=3)]
"""Two, three and four letters, at the level of a tilt by more than α."""
BELOW: Final = [THREE_LETTERS.but(m=94, gamma=0), FOUR_LETTERS.but(m=97, gamma=0)]
"""The mean reward of the reference, less u: below the optimum's level; it is no level of the total reward there."""


def tail_of(x: Case, threshold: Any, *, upper: bool) -> TailProbability:
    """The tail of the total reward at a threshold."""
    level = EnclosedReal.of(threshold) / x.m if isinstance(threshold, EnclosedReal) else LogForm.of(threshold) / x.m
    source, reward = MemorylessSource(x.p, x.m), Reward.log_of(x.q)
    return TailProbability(source, reward, **{"at_least" if upper else "at_most": level})


class BestOfNTails(Assertion):
    id = "A-conjecture-tails"
    place = "end of Section 4.2, what is true at finite m"
    title = "The tails of best-of-N at finite length"
    statement = (
        "At every m and N, for every β ≥ 0: P(S ≥ mρ_β) ≤ N exp(−m J₀), P(S ≥ mρ_β − u) ≥ ½ min(1, N t_β), and"
        " P(S < mρ_β − u) ≤ exp(−N t_β). Here S is the total reward, ρ_β the mean reward of φ_β, J₀ = KL(φ_β‖p),"
        " t_β = exp(−m J₀ − β o)/(m + 1)^{K−1}, u = Σ (log q − low), o = Σ (high − log q), with K"
        " letters and any low ≤ log q ≤ high."
    )
    asserts = Statement(
        both(
            Pr(type_rates.POLICY, event(w, _LEVEL <= _S)) <= N * exp(-(m * KL(_OTHER, p))),
            minimum(1, _LEAST) / 2 <= Pr(type_rates.POLICY, event(w, _LEVEL - type_rates.UNDER <= _S)),
            Pr(type_rates.POLICY, event(w, _S < _LEVEL - type_rates.UNDER)) <= exp(-_LEAST),
        ),
        given=(type_rates.BETWEEN,),
    )
    formal = "tails_by_types"
    expected = "formal"
    example = Case(p=W, q=REVERSED, m=2, N=3, beta=Fraction(1, 2), low=-2, high=0)
    statement_uses = ("A-conjecture-ldp",)
    notes = (
        "For N = exp(mδ) the first two have the rate J₀ − δ where J₀ ≥ δ, and the third is doubly exponentially small"
        " where J₀ < δ. The principle in the limit is A-conjecture-ldp. The theorems kept_above_types, kept_below_types"
        " have this for every rule for ties."
    )
    teeth = (
        Variant("the rate J_Δ of the conjecture", conjectured=True),
        Variant("twice the inner exponent below", inner=2),
    )
    conjectured = False
    inner = 1

    @instances(ABOVE)
    def above(self, x: Case) -> Answer:
        """At the level of a tilt by γ > α: −(1/m) log P lies between J₀ − δ and what the types give, and not at J_Δ."""
        family, n, at = AlignedFamily(x.p, x.q), sample_size(x.delta, x.m), AtLength(x.but(share=1, rounding="floor"))
        alpha = family.align(x.delta).alpha
        level, rate = family.expected_reward(x.gamma) * x.m, family.kl(x.gamma) - x.delta
        own = rate - (family.expected_reward(x.gamma) - EnclosedReal.of(family.expected_reward(alpha))) * alpha
        tail, wider = tail_of(x, level, upper=True), tail_of(x, level - at.under, upper=True)
        exponent, below = (t.exponent(t.best_of_n(n)) for t in (tail, wider))
        at.beta = EnclosedReal.of(x.gamma)
        return [
            at_least(exponent, rate, f"the exponent at m = {x.m}"),
            at_most(below, -(at.tail() / 2).log() / x.m, f"the exponent, u below, at m = {x.m}"),
            (at_most if self.conjectured else at_least)(exponent - own, (rate - own) / 2, "beside J_Δ"),
            less(tail.exponent(tail.tilted(alpha)), exponent, "the optimum's own exponent"),
        ]

    @instances(BELOW)
    def below(self, x: Case) -> Answer:
        """At the mean of the reference, less u: −log P ≥ N/(m + 1)^{K−1}, where J_Δ is finite."""
        family, n, at = AlignedFamily(x.p, x.q), sample_size(x.delta, x.m), AtLength(x.but(share=0, rounding="floor"))
        level = family.expected_reward(0) * x.m - at.under
        tail = tail_of(x, level, upper=False)
        found = tail.exponent(tail.best_of_n(n)) * x.m
        return [
            at_least(found, Fraction(n**self.inner, (x.m + 1) ** (len(x.p) - 1)), f"−log P at m = {x.m}"),
            equal(BestOfNRateFunction(family, x.delta).at(-level / x.m), oo, "the rate there"),
            less(tail.exponent(tail.tilted(family.align(x.delta).alpha)) * x.m * 2, found, "twice the optimum's own"),
        ]

    def certificates(self) -> Certificates:
        third = ["*", "1/3", ["log", "2"]]
        p, rate = ["vec", "1/3", "2/3"], ["-", ["kl", ["vec", "5/6", "1/6"], ["vec", "1/3", "2/3"]], third]
        upper = ["exp", ["*", "-12", rate]]
        yield (
            {
                "kind": "tail", "side": "at_least", "p": p, "weights": ["vec", "2", "1"], "length": "12", "n": "16",
                "level": ["*", "5/6", ["log", "2"]], "lower": ["/", upper, "26"], "upper": upper,
            },
            {"precision": "128"},
        )  # fmt: skip
