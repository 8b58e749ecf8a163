"""Key result 2 for every f-divergence, on every finite model; when the bound is an equality (open question 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar, Final

from exactalign import Reward
from exactalign.numbers.arithmetic import logarithm, power, total
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Comparison,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    equal,
    greater,
    identity,
    instances,
    less,
    pmf,
    proof,
    search,
    theorem,
)
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import integers, st
from proofs_check.formula import (
    KL,
    E,
    Pr,
    Term,
    best,
    both,
    continuous,
    convex,
    event,
    f_divergence,
    function,
    implies,
    integral,
    less_one,
    log,
    positive,
    primitive,
    x_log_x,
)
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.common import (
    FINE_CASES,
    NUMERIC,
    TERMS,
    Functions,
    best_of_n_models,
    law_of,
    mean_over,
)
from proofs_check.papers.models import COIN, ONE_LETTER

COEFFICIENTS = st.tuples(integers(-2, 2), integers(0, 2), integers(0, 2))
"""f(x) = Σ c_j (x^j − 1), j = 1, 2, 3: convex on x ≥ 0 when c₂ and c₃ are ≥ 0, affine when they are 0."""


_DENSITY: Final = v.N * v.between ** less_one(v.N)
"""The density of the largest of n uniform variables."""
_BOUND: Final = integral(v.between, 0, 1, v.f(_DENSITY))


def within(policy: Term, bound: Term) -> Term:
    """D_f(policy‖π_ref) is at most the bound, and below it for a strictly convex f and n ≥ 2."""
    spent = f_divergence(v.f, policy, v.p)
    return both(spent <= bound, implies(both(convex(v.f, strictly=True), v.N >= 2), spent < bound))


class AnyDivergence(Assertion):
    id = "G-bon-f"
    place = "Key result 2, beyond KL"
    title = "Best-of-n and f-divergences"
    statement = (
        "On a finite alphabet D_f(π⁽ⁿ⁾‖π_ref) ≤ ∫₀¹ f(n u^{n−1}) du for every convex f that is continuous on [0, ∞);"
        " never with equality for a strictly convex f, n ≥ 2."
    )
    asserts = Statement(
        within(best(v.p, v.N, v.r), _BOUND),
        given=(convex(v.f), continuous(v.f)),
    )
    formal = "best_of_Df_bounds"
    expected = "formal"
    notes = (
        "f is continuous from 0 on, so that the integral is a proper one; f with a pole at 0, as for the reverse KL"
        " divergence: G-bon-f-improper. f(1) = 0 is not needed. Equality for affine f, and others affine on each level."
    )


class ImproperIntegral(Assertion):
    id = "G-bon-f-improper"
    place = "Key result 2, beyond KL"
    title = "Best-of-n and f-divergences, improper integrals"
    statement = (
        "The same, on a finite alphabet, for every convex f on (0, ∞) whose integral is finite: with"
        " F′ = f(n u^{n−1}), it is F(1) − F(0)."
    )
    asserts = Statement(
        within(best(v.p, v.N, v.r), v.F(1) - v.F(0)),
        given=(convex(v.f), primitive(v.F, v.between, v.f(_DENSITY))),
    )
    formal = Formal(
        "best_of_Df_primitive",
        "intros; match goal with H : _ /\\ _ |- _ => destruct H end; eapply best_of_Df_primitive; eassumption. ",
    )
    expected = "formal"
    example = Case(
        p=COIN, r=Reward.values((0, 1)), N=2, f=Polynomial((0, 0, 1)), F=Polynomial((0, 0, 0, Fraction(4, 3)))
    )
    notes = "If the integral is +∞ there is nothing to show."


class NeverAttained(Assertion):
    id = "G-bon-kl-strict"
    place = "Open question 1, on a finite alphabet"
    title = "On a finite alphabet best-of-n does not attain log n − (n − 1)/n"
    statement = "For n ≥ 2, KL(π⁽ⁿ⁾‖π_ref) < log n − (n − 1)/n, for one-to-one rewards too."
    asserts = Statement(KL(best(v.p, v.N, v.r), v.p) < log(v.N) - (v.N - 1) / v.N, given=(v.N >= 2,))
    formal = "best_of_KL_lt"
    expected = "formal"
    notes = (
        "The bound is the supremum, approached by uniform laws (theorem lemma6_sharp_optimal); best_of_KL_gap is the"
        " exact gap, level by level."
    )


_UPTO, _BELOW, _TIED = (Pr(v.p, event(v.z, relation)) for relation in (
    v.r(v.z) <= v.r(v.y), v.r(v.z) < v.r(v.y), v.r(v.z) == v.r(v.y)
))  # fmt: skip
_RISE: Final = _UPTO**v.N - _BELOW**v.N
_LEVEL_GAP: Final = (
    log(v.N) * _RISE
    + (v.N - 1) * (_UPTO ** less_one(v.N) * x_log_x(_UPTO) - _BELOW ** less_one(v.N) * x_log_x(_BELOW))
    - (v.N - 1) / v.N * _RISE
    - _RISE * log(_RISE / _TIED)
) / _TIED
"""What the level of y leaves below the bound, over its probability."""


class GapInKl(Assertion):
    id = "G-bon-kl-gap"
    place = "Open question 1, on a finite alphabet"
    title = "The exact gap below log n − (n − 1)/n"
    statement = "The gap is the sum over the reward levels of G(F(r−), F(r))."
    asserts = Statement(
        log(v.N) - (v.N - 1) / v.N - KL(best(v.p, v.N, v.r), v.p) == E(v.p, function(v.y, _LEVEL_GAP)),
        given=(v.N >= 2,),
    )
    formal = Formal("gap_by_levels", "intros; eapply (gap_by_levels dec A N p r); assumption. ")
    expected = "formal"
    notes = (
        "G(E, F) = (Fⁿ − Eⁿ)(log n − (n−1)/n − log((Fⁿ − Eⁿ)/(F − E))) + (n−1)(Fⁿ log F − Eⁿ log E); a level"
        " counts with"
        " its probability F − E, by which it is divided here. x log x is 0 at 0."
    )


class EveryLevelCosts(Assertion):
    id = "G-bon-kl-gap-level"
    place = "Open question 1, on a finite alphabet"
    title = "Every reward level adds to the gap"
    statement = "G(F(r−), F(r)) > 0 at every reward level that has a chance, for n ≥ 2."
    asserts = Statement(_LEVEL_GAP > 0, given=(v.N >= 2, v.p(v.y) > 0))
    formal = Formal("gap_by_levels", "intros; eapply (gap_by_levels dec A N p r); assumption. ")
    expected = "formal"


class EqualityInKl(Claim):
    id = "G-bon-kl-eq"
    place = "Open question 1"
    title = "When best-of-n attains log n − (n − 1)/n"
    statement = (
        "For n > 1, KL(π⁽ⁿ⁾‖π_ref) = log n − (n − 1)/n if and only if the law of the reward under π_ref has no atoms. "
        "Levels from the quantile E to the quantile F leave the gap G(E, F) > 0 each."
    )
    latex = (
        r"G(E,F) = (F^n-E^n)\Big[\log n-\tfrac{n-1}{n}-\log\tfrac{F^n-E^n}{F-E}\Big]"
        r"+(n-1)\big[F^n\log F-E^n\log E\big] > 0"
    )
    scope = (
        "every real n > 1, every reward law (uniform ties): the gap is Σ G(F(t−), F(t)) over the atoms t; so the bound "
        "is strict on every finite alphabet, for one-to-one rewards too; a strictly increasing distribution function "
        "is not needed"
    )
    expected = "argued"
    notes = (
        "No term: it is about every reward law, with or without atoms. On finite alphabets and for integer n the gap is"
        " formal: G-bon-kl-gap, G-bon-kl-gap-level and G-bon-kl-strict."
    )
    proof_uses = ("thm:jensen",)
    hypotheses = (Hypothesis("n > 1", lambda x: x.n > 1, without=Case(p=COIN, r=(0, 1), n=1)),)
    example = Case(p=COIN, r=(0, 1), n=2)
    edges = (
        Edge("n = 1", note="both sides are 0 for every reward law"),
        Edge("K = 1: the whole bound is lost", Case(p=ONE_LETTER, r=(0,), n=2)),
        Edge("one-to-one reward", Case(p=pmf("1/6, 1/3, 1/2"), r=(0, 1, 2), n=3)),
        Edge("constant reward", Case(p=COIN, r=(1, 1), n=2)),
        Edge("zero probability", Case(p=pmf("1/2, 0, 1/2"), r=(0, 1, 2), n=2)),
        Edge("non-integer n", Case(p=COIN, r=(0, 1), n=Fraction(5, 2))),
    )
    teeth = (
        Variant("one-to-one rewards attain the bound", relation=equal),
        Variant("n for n − 1 in the last bracket", last=lambda n: n),
        Variant("log n − 1", constant=lambda n, log: log(n) - 1),
    )
    relation: ClassVar[Callable[..., Comparison]] = staticmethod(greater)

    def constant(self, n: Any, log: Any) -> Any:
        """The value for a reward without atoms."""
        return log(n) - (n - 1) / n

    def last(self, n: Any) -> Any:
        """The factor of the last bracket."""
        return n - 1

    def level_gap(self, low: Any, high: Any, ratio: Any, n: Any, by: Functions) -> Any:
        """G(E, F) for the quantiles E = `low` and F = `high` of a level, where π⁽ⁿ⁾/π_ref is (Fⁿ − Eⁿ)/(F − E)."""
        gained = by.power(high, n) - by.power(low, n)
        return gained * self.constant(n, by.log) - gained * by.log(ratio) + self.last(n) * (
            by.power_log(high, n) - by.power_log(low, n)
        )  # fmt: skip

    def gaps(self, x: Case) -> list[Any]:
        """G of every level."""
        n = Fraction(x.n)
        ends = pairwise(law_of(x).cumulative)
        levels = [(low, high, (power(high, n) - power(low, n)) / (high - low)) for low, high in ends]
        return [self.level_gap(*level, n, NUMERIC) for level in levels]

    def gap(self, x: Case) -> Any:
        """log n − (n − 1)/n − KL, from Σ p w log w."""
        law = law_of(x)
        kl = mean_over(law.masses, [w * logarithm(w) for w in law.ratios(x.n)])
        return self.constant(Fraction(x.n), logarithm) - kl

    def holds(self, x: Case) -> Answer:
        return [self.relation(self.gap(x), 0), *(self.relation(gap, 0) for gap in self.gaps(x))]

    @proof
    def chain_rule(self) -> Iterator[Step]:
        """G(E, F) = ∫ h log h − p w log w over one level, for h = n u^{n−1}."""
        n, u, low, high, ratio = map(positive, ("n", "u", "E", "F", "w"))

        def power_log(end: Term) -> Term:
            return end**n * log(n) + (n - 1) * (end**n * log(end) - end**n / n)

        density = n * u ** (n - 1)
        yield identity(
            "uⁿ log n + (n − 1)(uⁿ log u − uⁿ/n) is an antiderivative of h log h: differentiated term by term",
            n * u ** (n - 1) * log(n) + (n - 1) * (n * u ** (n - 1) * log(u) + u**n / u - u ** (n - 1))
            == density * log(density),
        )
        yield identity(
            "its change from E to F, less p w log w for p = F − E and p w = Fⁿ − Eⁿ, is G(E, F)",
            power_log(high) - power_log(low) - (high**n - low**n) * log(ratio)
            == self.level_gap(low, high, ratio, n, TERMS),
        )
        yield theorem(
            "thm:jensen", "G(E, F) > 0 for E < F and n > 1: x log x is strictly convex, and h is not constant there"
        )
        yield argument(
            "For any reward law let V = F(r−) + W·P(r), W uniform: V is uniform, and π⁽ⁿ⁾/π_ref is the mean of h over "
            "the quantiles of the atom, h(V) outside atoms. So the gap is Σ G over the atoms: 0 without atoms, "
            "positive with one.",
            tested_by=("level_by_level", "fine_rewards"),
        )

    @search(best_of_n_models(), examples=60)
    def level_by_level(self, x: Case) -> Answer:
        """The gap is Σ G, exactly; every G is positive, and at most ∫ (h − w)²/w over its level."""
        law, n = law_of(x), x.n
        gaps = self.gaps(x)
        squares = [
            (
                Fraction(n * n, 2 * n - 1) * (high ** (2 * n - 1) - low ** (2 * n - 1))
                - (high**n - low**n) ** 2 / (high - low)
            )
            / ((high**n - low**n) / (high - low))
            for low, high in pairwise(law.cumulative)
        ]
        return [
            self.holds(x),
            equal(total(gaps), self.gap(x)),
            *(at_most(gap, square) for gap, square in zip(gaps, squares, strict=True)),
        ]

    @instances(FINE_CASES)
    def fine_rewards(self, x: Case) -> Answer:
        """Eight times finer rewards leave less than a tenth of the gap, and still a gap."""
        coarse = Case(levels=8, n=x.n)
        return [greater(self.gap(x), 0), less(self.gap(x), self.gap(coarse) / 10)]

    def certificates(self) -> Certificates:
        coin = ["vec", "1/2", "1/2"]
        value = ["kl", ["best_of_n", coin, ["vec", "1", "2"], "2"], coin]
        gap = ["-", ["-", ["*", "2", ["log", "2"]], ["*", "3/4", ["log", "3"]]], "1/2"]
        yield relation(["-", ["-", ["log", "2"], "1/2"], value], "=", gap), {"precision": "64"}
        yield relation(value, "<", ["-", ["log", "2"], "1/2"]), {"precision": "64"}
