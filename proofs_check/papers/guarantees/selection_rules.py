"""Beyond key result 2: every rule that keeps one of n draws, and the win rate of best-of-n."""

from __future__ import annotations

from typing import Final

from proofs_check.formula import (
    KL,
    E,
    Pr,
    best,
    both,
    continuous,
    convex,
    event,
    function,
    implies,
    integral,
    kept,
    less_one,
    log,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.finite_models import within

_WIN_RATE: Final = E(
    best(v.p, v.N, v.r),
    function(v.y, Pr(v.p, event(v.z, v.r(v.z) < v.r(v.y))) + Pr(v.p, event(v.z, v.r(v.z) == v.r(v.y))) / 2),
)


class AnyRuleKl(Assertion):
    id = "G-bon-any-rule-kl"
    place = "Key result 2, for every selection rule"
    title = "On a finite alphabet the KL bound holds strictly for every rule that keeps one of n draws"
    statement = (
        "On a finite alphabet KL(π‖π_ref) < log n − (n − 1)/n for n ≥ 2, whatever rule keeps one of the n draws."
    )
    asserts = Statement(KL(kept(v.p, v.N, v.s), v.p) < log(v.N) - (v.N - 1) / v.N, given=(v.N >= 2,))
    formal = "lemma6_strict"
    expected = "formal"


class AnySelectionRule(Assertion):
    id = "G-bon-any-rule"
    place = "Key result 2, for every selection rule"
    title = "The bounds of best-of-n hold for every rule that keeps one of n draws"
    statement = (
        "If π is the law of one of n independent draws from π_ref on a finite alphabet, chosen by any rule, then"
        " D_f(π‖π_ref) ≤ ∫₀¹ f(n u^{n−1}) du for every convex f that is continuous on [0, ∞); strictly when f is"
        " strictly convex and n ≥ 2."
    )
    asserts = Statement(
        within(kept(v.p, v.N, v.s), integral(v.between, 0, 1, v.f(v.N * v.between ** less_one(v.N)))),
        given=(convex(v.f), continuous(v.f)),
    )
    formal = "kept_Df_integral"
    expected = "formal"
    notes = (
        "Any reward, any way to break ties, rules by chance, no reward at all. Against best-of-n by the rule's own"
        " density: theorem kept_Df_le_best."
    )


class WinRate(Assertion):
    id = "G-bon-winrate"
    place = "Key result 2, for the win rate"
    title = "How often best-of-n beats one draw"
    statement = (
        "On a finite alphabet best-of-n beats a draw from π_ref (ties count half) with probability at most n/(n + 1),"
        " strictly less for n > 1."
    )
    asserts = Statement(both(_WIN_RATE <= v.N / (v.N + 1), implies(v.N >= 2, _WIN_RATE < v.N / (v.N + 1))))
    formal = "win_rate"
    expected = "formal"
