"""Beyond key result 2: every rule that keeps one of n draws, and the win rate of best-of-n."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import sympy

from exactalign import kl_divergence
from exactalign.numbers.arithmetic import power, total
from exactalign.theory import kl_bound
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    equal,
    identity,
    less,
    pmf,
    proof,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.certify import relation
from proofs_check.formula import KL, kept, log
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.common import best_of_all_samples, best_of_n_models, law_of
from proofs_check.papers.models import COIN, ONE_LETTER, kept_draw, selection_rules


class AnyRuleKl(Assertion):
    id = "G-bon-any-rule-kl"
    place = "Key result 2, for every selection rule"
    title = "The KL bound holds strictly for every rule that keeps one of n draws"
    statement = "KL(π‖π_ref) < log n − (n − 1)/n for n ≥ 2, whatever rule keeps one of the n draws."
    asserts = Statement(KL(kept(v.p, v.N, v.s), v.p) < log(v.N) - (v.N - 1) / v.N, given=(v.N >= 2,))
    formal = "lemma6_strict"
    expected = "formal"


class AnySelectionRule(Claim):
    id = "G-bon-any-rule"
    place = "Key result 2, for every selection rule"
    title = "The bounds of best-of-n hold for every rule that keeps one of n draws"
    statement = (
        "If π is the law of one of n independent draws from π_ref, chosen by any rule, then D_f(π‖π_ref) ≤ ∫₀¹ f(n "
        "u^{n−1}) du for every convex f with f(1) = 0; strictly when f is strictly convex and n ≥ 2."
    )
    latex = r"D_f(\pi\|\pi_{\mathrm{ref}}) \le \int_0^1 f(n u^{n-1})\,du"
    scope = (
        "every finite π_ref; every integer n ≥ 1; every rule, also a random one: any reward, any way to break ties, no "
        "reward at all; KL, χ² and so on follow as in G-bon-kl"
    )
    expected = "argued"
    notes = "No term: the language has no functions f. Its KL case is formal: G-bon-any-rule-kl."
    proof_uses = ("thm:abel",)
    hypotheses = (
        Hypothesis("n is a positive integer", lambda x: x.N >= 1, untried="no draw, no choice"),
        Hypothesis(
            "what is kept is one of the n draws",
            lambda x: all(0 <= i < x.N for i in x.rule),
            untried="an index outside the sample selects nothing",
        ),
    )
    example = Case(p=COIN, N=2, rule=(0, 1, 0, 1))
    edges = (
        Edge("N = 1", Case(p=COIN, N=1, rule=(0, 0))),
        Edge("K = 1", Case(p=ONE_LETTER, N=3, rule=(0,))),
        Edge("the rule ignores the draws", Case(p=COIN, N=2, rule=(0, 0, 0, 0))),
        Edge("zero probability", Case(p=pmf("0, 1/2, 1/2"), N=2, rule=(0, 0, 0, 0, 0, 0, 0, 0, 1))),
        Edge("non-integer n", note="a number of draws is an integer; for best-of-n itself see G-bon-f"),
    )
    teeth = (
        Variant("π(A) ≤ p(A)", reached=lambda mass, n: mass),  # noqa: ARG005
        Variant("χ² at most (n − 1)²/(2n + 1)", chi_squared=lambda n: Fraction((n - 1) ** 2, 2 * n + 1)),
    )

    def reached(self, mass: Any, n: Any) -> Any:
        """The probability that one of n draws is in a set of the given mass."""
        return 1 - (1 - mass) ** n

    def chi_squared(self, n: int) -> Fraction:
        """∫ (h − 1)² for h = n u^{n−1}."""
        return Fraction((n - 1) ** 2, 2 * n - 1)

    def holds(self, x: Case) -> Answer:
        policy, support = kept_draw(x), x.p.support
        squares = sum(((policy[o] - x.p[o]) ** 2 / x.p[o] for o in support), Fraction(0))
        compare = less if x.N > 1 else equal
        return [
            compare(kl_divergence(policy, x.p), kl_bound(x.N), "KL"),
            compare(squares, self.chi_squared(x.N), "χ²"),
        ]

    @proof
    def majorisation(self) -> Iterator[Step]:
        """π is less spread out than the density n(1 − t)^{n−1}."""
        n, t = symbols("n t")
        yield argument(
            "What is kept is in A only if one of the draws is: π(A) ≤ H(p(A)), H(t) = 1 − (1 − t)ⁿ, for every A; and "
            "π(y) ≥ p(y)ⁿ > 0.",
            tested_by="every_rule",
        )
        yield identity(
            "H has the density h̃(t) = n u^{n−1}, u = 1 − t", sympy.diff(self.reached(t, n), t), n * (1 - t) ** (n - 1)
        )
        yield argument(
            "Lay the outcomes on [0, 1], in blocks of length p, by decreasing g = π/p: ∫₀ᵗ g ≤ H(t) at the ends of the "
            "blocks, so for all t, as H is concave and the left side linear in between; with equality at t = 1.",
            tested_by="every_rule",
        )
        yield theorem(
            "thm:abel",
            "with c_j a slope of f at g_j: ∫ c (h̃ − g) = Σ (c_j − c_{j+1}) ∫₀^{t_j} (h̃ − g) ≥ 0, as c decreases and "
            "the last integral is 0",
        )
        yield argument(
            "f(h̃) ≥ f(g) + c (h̃ − g): integrate. Equality for a strictly convex f needs h̃ = g, but g is a step "
            "function.",
            tested_by="every_rule",
        )

    @search(selection_rules, examples=80)
    def every_rule(self, x: Case) -> Answer:
        """All sets A, KL and χ² for the exact policy of an arbitrary rule."""
        policy, support = kept_draw(x), x.p.support
        sets = [chosen for size in range(1, len(support) + 1) for chosen in combinations(support, size)]
        return [
            *(at_most(sum(policy[o] for o in a), self.reached(sum(x.p[o] for o in a), x.N), "π(A)") for a in sets),
            self.holds(x),
        ]


class WinRate(Claim):
    id = "G-bon-winrate"
    place = "Key result 2, for the win rate"
    title = "How often best-of-n beats one draw"
    statement = (
        "Best-of-n beats a draw from π_ref (ties count half) with probability at most n/(n + 1), strictly less for n > "
        "1."
    )
    latex = r"P(r(Y^{(n)}) > r(Y)) + \tfrac12 P(r(Y^{(n)}) = r(Y)) \le \frac{n}{n+1}"
    scope = "every finite π_ref and reward, with ties and zero probabilities; every real n ≥ 1"
    expected = "argued"
    notes = "No term yet: a win rate compares two draws. For integer n the bound is the theorem best_of_win_rate."
    hypotheses = (Hypothesis("n ≥ 1", lambda x: x.n >= 1, without=Case(p=COIN, r=(0, 1), n=Fraction(1, 2))),)
    example = Case(p=COIN, r=(0, 1), n=2)
    edges = (
        Edge("n = 1: one half", Case(p=COIN, r=(0, 1), n=1)),
        Edge("K = 1", Case(p=ONE_LETTER, r=(0,), n=2)),
        Edge("constant reward: one half", Case(p=COIN, r=(1, 1), n=4)),
        Edge("zero probability", Case(p=pmf("1/2, 0, 1/2"), r=(0, 1, 2), n=2)),
        Edge("non-integer n", Case(p=COIN, r=(0, 1), n=Fraction(5, 2))),
    )
    teeth = (
        Variant("(n − 1)/n, whatever the ties", bound=lambda n: (n - 1) / n),
        Variant("ties count for best-of-n", tie=Fraction(1)),
    )
    tie = Fraction(1, 2)

    def bound(self, n: Any) -> Any:
        """The bound."""
        return n / (n + 1)

    def rate(self, x: Case) -> Any:
        """Σ (F_kⁿ − F_{k−1}ⁿ)(F_{k−1} + tie·p_k)."""
        quantiles = law_of(x).cumulative
        return total(
            (power(high, Fraction(x.n)) - power(low, Fraction(x.n))) * (low + self.tie * (high - low))
            for low, high in pairwise(quantiles)
        )

    def holds(self, x: Case) -> Answer:
        return (less if x.n > 1 else equal)(self.rate(x), self.bound(Fraction(x.n)))

    @proof
    def similarly_ordered(self) -> Iterator[Step]:
        """On the level from E to F best-of-n wins, on average, against the quantile (E + F)/2."""
        n, u, low, high = symbols("n u E F")
        middle = low + sympy.Rational(self.tie.numerator, self.tie.denominator) * (high - low)
        moment = n * u ** (n + 1) / (n + 1) - middle * u**n
        yield identity(
            "(u − (E + F)/2) h(u) has this antiderivative, for h = n u^{n−1}",
            sympy.diff(moment, u),
            (u - (low + high) / 2) * n * u ** (n - 1),
        )
        yield argument(
            "h increases, strictly for n > 1, and ∫ (u − (E + F)/2) du = 0 over the level, so ∫ (u − (E + F)/2) h = ∫ "
            "(u − (E + F)/2)(h(u) − h((E + F)/2)) is positive: the level wins less than its share of ∫ u h.",
            tested_by="all_samples",
        )
        yield identity("the shares add up to ∫ u h = n/(n + 1): an antiderivative of u h, at 1",
                       sympy.diff(self.bound(n) * u ** (n + 1), u), u * n * u ** (n - 1))  # fmt: skip

    @search(best_of_n_models(max_n=3, max_size=3), examples=60)
    def all_samples(self, x: Case) -> Answer:
        """The rate from all Kⁿ samples and one more draw, and the bound."""
        best = best_of_all_samples(x)
        rate = Fraction(0)
        for one in best:
            for other in x.p:
                share = Fraction(x.r[one] > x.r[other]) + Fraction(x.r[one] == x.r[other]) / 2
                rate += best[one] * x.p[other] * share
        return [equal(self.rate(x), rate), self.holds(x)]

    def certificates(self) -> Certificates:
        coin = ["vec", "1/2", "1/2"]
        policy = ["best_of_n", coin, ["vec", "1", "2"], "2"]
        yield relation(["sum", ["*", policy, ["vec", "1/4", "3/4"]]], "=", "5/8"), {"precision": "64"}
        yield relation("5/8", "<", "2/3"), {"precision": "64"}
