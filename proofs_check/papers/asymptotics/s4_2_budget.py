"""Section 4.2, after Lemma 6: the KL budget that both policies keep, and what rounding N does to it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign import (
    EnclosedBestOfN,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    sample_size,
)
from proofs_check import Answer, Case, Variant, at_most, decision, greater, instances
from proofs_check.formula import KL, best, both, exp, log_of, total
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.variables import N, delta, m, p, phi, q_positive

_POLICY = best(p**m, N, total(log_of(q_positive), m))


class SameBudget(Assertion):
    id = "A-budget"
    place = "after Lemma 6"
    title = "Both policies keep the same KL budget"
    statement = (
        "For N = exp(mδ), best-of-N and φ_δ^m satisfy the same bound: their KL to p^m is at most mδ; with (N − 1)/N to"
        " spare for best-of-N, and for N rounded down as well."
    )
    asserts = Statement(
        both(KL(_POLICY, p**m) <= m * delta - (N - 1) / N, KL(phi**m, p**m) <= m * delta),
        given=(KL(phi, p) <= delta, exp(m * delta) >= N),
    )
    formal = Formal(
        "budget_rounded_down KL_mult NoDup_words best_rule law_power",
        "intros; split; [ unfold best_of; apply (budget_rounded_down (list_eq_dec dec));"
        " [ now apply NoDup_words | now apply law_power | assumption"
        " | apply best_rule; [ now apply NoDup_words | assumption ] | assumption ]"
        " | rewrite KL_mult by assumption; apply Rmult_le_compat_l; [ apply pos_INR | assumption ] ]. ",
    )
    expected = "formal"
    printed_proof_uses = ("A-lem6",)
    statement_uses = ("A-lem1",)
    notes = (
        "exp(mδ) is rarely a whole number. Rounded up, N = 2 can exceed the budget; from N = 3 on it does not (theorem"
        " budget_rounded_up). Both theorems are for every rule that keeps one of the N draws, not only for best-of-N."
    )

    teeth = (
        Variant("twice the spare", spare=lambda n: 2 * (n - 1) / n),
        Variant("rounded down, to one draw", draws=1),
    )
    draws = 2

    def spare(self, n: Any) -> Any:
        """What best-of-N leaves of the budget."""
        return (n - 1) / n

    @instances([Case(p=W, q=REVERSED, m=m, delta=Fraction(1, 10)) for m in (1, 3, 11)])
    def exact_real_n(self, x: Case) -> Answer:
        """The real N = exp(mδ), with uniform ties, enclosed."""
        budget = LogForm.of(x.delta) * x.m
        n = sample_size(x.delta, x.m, "real")
        assert isinstance(n, EnclosedReal)
        policy = EnclosedBestOfN(MemorylessSource(x.p, x.m), Reward.log_of(x.q), n)
        return at_most(policy.kl_to_tilt(Fraction(0)), budget - self.spare(n), "KL of best-of-N, real N")

    @decision
    def rounded_up(self) -> Answer:
        """⌈exp(1/10)⌉ = 2 draws spend more than 1/10."""
        policy = best_of_n(W, Reward.log_of(REVERSED), self.draws)
        return greater(kl_divergence(policy, W), Fraction(1, 10), "KL of best-of-2")
