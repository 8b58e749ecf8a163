"""Section 8: the chain (10) → (11) → bullets, repaired: the exponent of the probability that best-of-N has a type."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Final

from exactalign import AlignedFamily, EnclosedReal, LogForm, kl_divergence, log, sample_size
from proofs_check import Answer, Case, Variant, at_least, at_most, instances, less, pmf
from proofs_check.formula import (
    KL,
    H,
    Pr,
    T,
    absolutely_continuous,
    both,
    event,
    exp,
    implies,
    less_one,
    log_of,
    size,
    total,
    type_of,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics import type_rates
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import THREE_LETTERS, best
from proofs_check.papers.variables import N, alpha, beta_nonnegative, delta, m, p, v, w
from proofs_check.papers.variables import q_positive as q

_RETURNED: Final = Pr(type_rates.POLICY, event(w, type_of(w) == type_of(v)))
_EXPONENT: Final = m * (KL(type_of(v), p) - delta)
_TILT, _OTHER = T(q, p, alpha), T(q, p, beta_nonnegative)
_TYPES: Final = (m + 1) ** less_one(size(p))


def _types(share: str, lengths: tuple[int, ...], *types: str) -> list[Case]:
    return [
        THREE_LETTERS.but(m=m, type=tuple(Fraction(part) for part in each.split()), share=Fraction(share))
        for each in types for m in lengths
    ]  # fmt: skip


_AT_OR_ABOVE: Final = _types("1", (12, 48, 96), "3/4 1/4 0", "1/2 1/4 1/4")
"""A type with more than the optimum's reward, and that of the optimum φ_δ = (1/2, 1/4, 1/4) itself."""
_UNDERNEATH: Final = _types("3/4", (48, 192), "1/4 1/4 1/2", "0 1/4 3/4")
"""The type p, where α(λ) = 0 and D = 0, and one below it, where α(λ) < 0."""


class RepairedChain(Assertion):
    id = "A-type-chain"
    place = "(10), (11) and the bullets, repaired"
    title = "The exponent of the probability of a type"
    statement = (
        "For N = e^{mδ}: a type λ with a tilt α(λ) ≥ 0 of its reward, and D ≥ δ, has P(t(Y) = λ) ="
        " exp(−m(KL(λ‖p) − δ)), KL(λ‖p) − δ = D(λ‖T) + D − δ, up to a factor e (m + 1)^{K−1}; a type with less than the"
        " reward of a tilt by β ≥ 0, mρ_β − u, has P(t(Y) = λ) ≤ exp(−N t_β): doubly exponentially small for D(φ_β‖p)"
        " < δ, whatever the sign of α(λ) and however large D is."
    )
    asserts = Statement(
        both(
            implies(
                both(alpha >= 0, delta <= KL(_TILT, p), H(type_of(v), q) == H(_TILT, q)),
                both(exp(-_EXPONENT) >= _RETURNED, exp(-_EXPONENT - 1) / _TYPES <= _RETURNED),
            ),
            implies(
                total(log_of(q), m)(v) < -(m * H(_OTHER, q)) - type_rates.UNDER,
                exp(-(N * type_rates.least_tail(beta_nonnegative))) >= _RETURNED,
            ),
        ),
        given=(absolutely_continuous(type_of(v), p), exp(m * delta) == N, type_rates.BETWEEN),
    )
    formal = "chain_of_types"
    expected = "formal"
    example = Case(p=W, q=REVERSED, m=2, N=2, delta=log(2) / 2, alpha=2, beta=0, v=(0, 0), low=-2, high=0)
    statement_uses = ("A-type-11-split", "A-def8-count")
    notes = (
        "T is the tilt with the reward of λ, D = D(T‖p); a type of the best letters alone has no such tilt"
        " (A-type-alpha); u and t_β as in A-lem7-rate. Printed were D(λ‖T) + 2(D − δ)"
        " for D > δ, twice the second part; one that grows with m for D < δ, where e^{m(δ − D)}/m is the right"
        " order but not without a polynomial factor; and nothing for α(λ) < 0, where D is no measure of anything. With"
        " N e^{−mδ} = 1 + o(1) the first part stands up to that factor."
    )
    teeth = (
        Variant("the printed exponent D(λ‖T) + 2(D − δ)", excess=1),
        Variant("no δ: the exponent KL(λ‖p)", shift=0),
        Variant("N in place of N t_β below", power=0),
    )
    excess = 0
    shift = 1
    power = 1

    @instances(_AT_OR_ABOVE + _UNDERNEATH, deep=[x.but(m=384) for x in _UNDERNEATH[-2:]])
    def growing(self, x: Case) -> Answer:
        """Three letters: the enclosed probability of a type beside its exponent, or its doubly exponential bound."""
        family, n = AlignedFamily(x.p, x.q), sample_size(x.delta, x.m)
        counts = [int(part * x.m) for part in x.type]
        sequence = tuple(k for k, count in enumerate(counts) for _ in range(count))
        chance = log_chance(best(x.p, x.q, x.m, n).probability(sequence), counts)
        reward = LogForm.sum(log(x.q[k]) * part for k, part in enumerate(x.type))
        label = f"log P at m = {x.m}, type {counts}"
        if reward < family.expected_reward(1):
            at = type_rates.AtLength(x.but(rounding="floor"))
            least = EnclosedReal.of(reward) * x.m
            bound = at.tail() if self.power else EnclosedReal.of(n)
            return [less(least, at.reward(at.beta) * x.m - at.under, label), at_most(chance, -bound, label)]
        exponent = (EnclosedReal.of(kl_divergence(pmf(*x.type), x.p)) - x.delta * self.shift) * x.m
        if self.excess:
            exponent += (EnclosedReal.of(family.kl(family.alpha_for_reward(reward))) - x.delta) * x.m
        spare = log(x.m + 1) * (len(x.p) - 1) + 1
        return [at_most(chance, -exponent, label), at_least(chance, -exponent - spare, f"{label}, from below")]


def log_chance(sequence: Fraction | EnclosedReal, counts: list[int]) -> EnclosedReal:
    """The logarithm of the probability of a type, from that of one of its sequences."""
    ways, left = 1, sum(counts)
    for count in counts:
        ways *= comb(left, count)
        left -= count
    return EnclosedReal.of(sequence).log() + log(ways)
