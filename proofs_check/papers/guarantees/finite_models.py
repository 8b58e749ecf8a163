"""Key result 2 for every f-divergence, on every finite model; when the bound is an equality (open question 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

import sympy

from exactalign.numbers.arithmetic import logarithm, power, total
from exactalign.numbers.reading import Number
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
    same_truth,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import fractions, integers, st
from proofs_check.formula import KL, best, log
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.common import (
    FINE_CASES,
    NUMERIC,
    SYMBOLIC,
    TIED_MODEL,
    Functions,
    best_of_all_samples,
    best_of_n_models,
    law_of,
    mean_over,
)
from proofs_check.papers.models import COIN, ONE_LETTER

COEFFICIENTS = st.tuples(integers(-2, 2), integers(0, 2), integers(0, 2))
"""f(x) = Σ c_j (x^j − 1), j = 1, 2, 3: convex on x ≥ 0 when c₂ and c₃ are ≥ 0, affine when they are 0."""


class AnyDivergence(Claim):
    id = "G-bon-f"
    place = "Key result 2, beyond KL"
    title = "Best-of-n and f-divergences"
    statement = "D_f(π⁽ⁿ⁾‖π_ref) ≤ ∫₀¹ f(n u^{n−1}) du for every convex f with f(1) = 0."
    latex = r"D_f(\pi^{(n)}\|\pi_{\mathrm{ref}}) \le \int_0^1 f(n u^{n-1})\,du"
    scope = (
        "every finite π_ref and reward, with ties and zero probabilities; every real n ≥ 1; every convex f on (0, ∞) "
        "(the integral may be +∞). For n > 1 and a finite integral: equality exactly when f is affine between n "
        "F_{k−1}^{n−1} and n F_k^{n−1} for every reward level k; so never for a strictly convex f"
    )
    expected = "argued"
    notes = (
        "No term: the language has no functions f and no integrals. For finite models and integer n it is formal, as"
        " the theorems best_of_Df and best_of_Df_lt."
    )
    proof_uses = ("thm:jensen",)

    hypotheses = (
        Hypothesis("n ≥ 1", lambda x: x.n >= 1, without=Case(p=COIN, r=(0, 1), n=Fraction(1, 2), f=(0, 1, 0))),
        Hypothesis(
            "f is convex",
            lambda x: "f" not in x or min(x.f[1:]) >= 0,
            without=Case(p=COIN, r=(0, 1), n=2, f=(0, -1, 0)),
        ),
    )
    example = Case(p=COIN, r=(0, 1), n=2, f=(0, 1, 0))
    edges = (
        Edge("n = 1: both sides are 0", Case(p=COIN, r=(0, 1), n=1, f=(1, 1, 1))),
        Edge("K = 1", Case(p=ONE_LETTER, r=(0,), n=3, f=(0, 1, 0))),
        Edge("constant reward", Case(p=COIN, r=(1, 1), n=3, f=(0, 1, 0))),
        Edge("affine f: equality", Case(p=COIN, r=(0, 1), n=3, f=(2, 0, 0))),
        Edge("zero probability", Case(p=pmf("1/2, 0, 1/2"), r=(0, 1, 2), n=2, f=(0, 0, 1))),
        Edge("non-integer n", Case(p=COIN, r=(0, 1), n=Fraction(5, 2), f=(0, 1, 0))),
        Edge("an infinite integral", note="f = 1/x − 1 at n = 2: the right side is +∞, the left one is finite"),
    )
    teeth = (
        Variant("worst-of-n in place of best-of-n", gain=lambda low, high, n: power(1 - low, n) - power(1 - high, n)),
        Variant("the density n uⁿ", density=lambda n, u: n * u**n),
        Variant("the moment n^j/(j n + 1)", moment=lambda n, j: n**j / (j * n + 1)),
        Variant("equality never, on a finite alphabet", is_attained=lambda x: False),  # noqa: ARG005
    )

    def density(self, n: Any, u: Any) -> Any:
        """The density of best-of-n at the quantile u of the reward."""
        return n * u ** (n - 1)

    def gain(self, low: Any, high: Any, n: Any) -> Any:
        """The mass of best-of-n on a level with the quantiles from `low` to `high`."""
        return power(high, n) - power(low, n)

    def moment(self, n: Any, j: Any) -> Any:
        """∫ h(u)^j du, for the density h."""
        return n**j / (j * (n - 1) + 1)

    def is_attained(self, x: Case) -> bool:
        """Whether |x − t| is affine on 2·[F_{k−1}, F_k] for every level k (n = 2)."""
        return x.t >= 2 or x.t in [2 * mass for mass in law_of(x).cumulative]

    def ratios(self, x: Case) -> list[Number]:
        """π⁽ⁿ⁾/π_ref on the levels of the reward."""
        law = law_of(x)
        gains = [self.gain(low, high, x.n) for low, high in pairwise(law.cumulative)]
        return [gain / mass for gain, mass in zip(gains, law.masses, strict=True)]

    def holds(self, x: Case) -> Answer:
        n = Fraction(x.n)
        values = [total(c * (power(w, Fraction(j)) - 1) for j, c in enumerate(x.f, 1)) for w in self.ratios(x)]
        bound = sum((c * (self.moment(n, j) - 1) for j, c in enumerate(x.f, 1)), Fraction(0))
        strict = n > 1 and (x.f[1] or x.f[2])
        return (less if strict else equal)(mean_over(law_of(x).masses, values), bound)

    @proof
    def jensen_on_each_level(self) -> Iterator[Step]:
        """Best-of-n has constant density on a level of the reward: the mean of h(u) = n u^{n−1} over its quantiles."""
        n, u, j = symbols("n u j")
        yield argument(
            "The best of n draws lies at or below level k with probability F_kⁿ, so π⁽ⁿ⁾/π_ref is w_k = (F_kⁿ − "
            "F_{k−1}ⁿ)/p_k on level k (ties are broken uniformly; for real n this is the definition).",
            tested_by="all_samples",
        )
        yield identity("h is the derivative of uⁿ: w_k is the mean of h over [F_{k−1}, F_k]",
                       sympy.diff(u**n, u), self.density(n, u))  # fmt: skip
        yield theorem(
            "thm:jensen",
            "p_k f(w_k) ≤ ∫ f(h) over [F_{k−1}, F_k]; with equality exactly when f is affine on the range of h there, "
            "which is an interval, not a point, for n > 1",
        )
        yield argument(
            "The intervals fill [0, 1] and Σ p_k f(w_k) = D_f: add over the levels.", tested_by=("polynomials", "kinks")
        )
        yield identity(
            "for f = x^j − 1 the integral is n^j/(j(n − 1) + 1) − 1: here is its antiderivative",
            sympy.diff(self.moment(n, j) * u ** (j * (n - 1) + 1), u),
            self.density(n, u) ** j,
        )

    @search(best_of_n_models(f=COEFFICIENTS), examples=60)
    def polynomials(self, x: Case) -> Answer:
        """Exact values of both sides for convex cubics, with strictness."""
        return self.holds(x)

    @search(best_of_n_models(t=fractions(0, 3, 6)), examples=60)
    def kinks(self, x: Case) -> Answer:
        """f = |x − t| − |1 − t| at n = 2, where ∫ |2u − t| du = 1 − t + t²/2 (t ≤ 2): the inequality, and equality."""
        case = x.but(n=2)
        left = mean_over(law_of(case).masses, [abs(w - x.t) for w in self.ratios(case)])
        right = 1 - x.t + x.t**2 / 2 if x.t <= 2 else x.t - 1
        return [at_most(left, right), same_truth(equal(left, right), self.is_attained(case), "attained")]

    @search(best_of_n_models(max_n=3, max_size=3), examples=40)
    def all_samples(self, x: Case) -> Answer:
        """The density of best-of-n from all Kⁿ samples."""
        law, policy = law_of(x), best_of_all_samples(x)
        return [
            equal(policy[outcome], x.p[outcome] * ratio)
            for group, ratio in zip(law.family.groups, self.ratios(x), strict=True)
            for outcome in group
        ]

    @instances(
        [
            Case(p=pmf("1/3, 2/3"), r=(0, 1), n=Fraction(3, 2), f=(0, 1, 0)),
            Case(p=pmf("1/6, 1/3, 1/2"), r=(1, 0, 1), n=Fraction(7, 3), f=(1, 0, 2)),
        ]
    )
    def real_draws(self, x: Case) -> Answer:
        """Enclosures at real n."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        yield (
            relation(["sum", ["*", "p", ["^", ["/", "pi", "p"], "3"]]], "<", "27/7", let=TIED_MODEL),
            {"precision": "64"},
        )


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
        " formal, as the theorem best_of_KL_gap; see G-bon-kl-strict."
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

    def level_gap(self, low: Any, high: Any, n: Any, by: Functions) -> Any:
        """G(E, F) for the quantiles E = `low` and F = `high` of a level."""
        gained = by.power(high, n) - by.power(low, n)
        return gained * self.constant(n, by.log) - gained * by.log(gained / (high - low)) + self.last(n) * (
            by.power(high, n) * by.log(high) - (by.power(low, n) * by.log(low) if low else 0)
        )  # fmt: skip

    def gaps(self, x: Case) -> list[Number]:
        """G of every level."""
        return [self.level_gap(low, high, Fraction(x.n), NUMERIC) for low, high in pairwise(law_of(x).cumulative)]

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
        n, u, low, high = symbols("n u E F")
        power_log = u**n * sympy.log(n) + (n - 1) * (u**n * sympy.log(u) - u**n / n)
        density = n * u ** (n - 1)
        ratio = (high**n - low**n) / (high - low)
        yield identity("an antiderivative of h log h", sympy.diff(power_log, u), density * sympy.log(density))
        yield identity(
            "its change from E to F, less p w log w for p = F − E and w = (Fⁿ − Eⁿ)/p, is G(E, F)",
            power_log.subs(u, high) - power_log.subs(u, low) - (high - low) * ratio * sympy.log(ratio),
            self.level_gap(low, high, n, SYMBOLIC),
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
        yield relation(gap, ">", "0"), {"precision": "64"}
