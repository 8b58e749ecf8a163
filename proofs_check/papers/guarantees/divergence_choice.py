"""Which divergence to constrain: what the orders of Rényi divergence reach at equal budgets (open question 3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from exactalign import Distribution, kl_divergence, oo
from exactalign.exceptions import Undecided
from exactalign.laws.divergences import renyi_divergence
from exactalign.numbers.arithmetic import simplest
from exactalign.theory import RenyiAlignedFamily
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    equal,
    greater,
    identity,
    instances,
    less,
    pmf,
    proof,
    proportional,
    search,
    theorem,
)
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import pmfs
from proofs_check.formula import KL, E, Sum, exp, function, law, log, positive, real, tilt_by
from proofs_check.language.steps import Step
from proofs_check.papers.guarantees.common import uniform
from proofs_check.papers.guarantees.proxies import law_of
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import alpha, p, pi, r, y

LADDER = (0, 1, 2)
UPPER = pmf("0, 1/2, 1/2")
ORDERS = ("1/4", "1/2", "3/4", "1", "3/2", "2", "3", "10")


@st.composite
def aligned_models(draw: Any, /) -> Case:
    """A reference, distinct rewards, an order with a rational optimum, its ν, and a competing policy."""
    size = draw(st.integers(2, 3))
    r = tuple(draw(st.permutations(range(4)))[:size])
    a = draw(st.sampled_from([Fraction(2), Fraction(3, 2), Fraction(1, 2), Fraction(2, 3)]))
    levels = sorted(r)
    distance = Fraction(draw(st.integers(1, 8)), draw(st.integers(1, 3)))
    nu = levels[-1] + distance if a < 1 else levels[-2] - distance
    return Case(p=draw(pmfs(size)), r=r, a=a, nu=nu, pi=draw(pmfs(size, zeros=True)))


def _is_within(x: Case, budget: Any) -> bool:
    """Whether the competing policy spends no more; of one that spends as much, mass by mass in another order, no
    enclosure tells, and it is left out."""
    with suppress(Undecided):
        return set(x.pi.support) <= set(x.p.support) and bool(renyi_divergence(x.pi, x.p, x.a) <= budget)
    return False


class DivergenceChoice(Claim):
    id = "G-divergence-choice"
    place = "Open question 3, first experiment 2"
    title = "KL- against Rényi-constrained alignment"
    statement = (
        "At one and the same budget Δ a constraint on D_a reaches less reward the larger a is: a < 1 more than KL, a >"
        " 1 less. At equal KL divergence the KL-constrained policy reaches at least as much as any."
    )
    latex = (
        r"V_a(\Delta) = \max\{E_\pi r: D_a(\pi\|p) \le \Delta\}: \quad a < b \implies V_a(\Delta) > V_b(\Delta)"
        r" \quad (0 < \Delta < -\log p(\arg\max r))"
    )
    scope = (
        "every finite alphabet, p, r not constant on the support of p, π ≪ p (for a < 1 a finite D_a would not say"
        " so), orders 0 < a < b ≤ ∞, 0 < Δ < Δ_max = −log p(argmax) (the same for all orders; equal from Δ_max on)."
        " For finite orders the optimum is unique: π/p ∝ (ν − r)^{−1/(1−a)} for a < 1, the tilt for a = 1 (A-lem1,"
        " A-lem1-alpha), ∝ (r − ν)₊^{1/(a−1)} for 1 < a < ∞. (For a = ∞ it fills the best letters up to p·e^Δ; nothing"
        " is claimed of uniqueness there.) At equal KL the tilt is strictly ahead with ≥ 3 levels"
    )
    expected = "argued"
    proof_uses = ("thm:bernoulli", "thm:renyi-monotone", "thm:ivt", "thm:gibbs", "A-lem1", "A-lem1-alpha")
    notes = (
        "That a larger order admits fewer policies is formal: G-renyi-monotone, theorems renyi_budget_wider and"
        " renyi_budget_narrower; the optima and strictness are argued."
        " So “degradation with α-divergences” at equal numbers Δ is about the units of the budget. With two reward"
        " levels all orders give the same family of policies."
    )

    hypotheses = (
        Hypothesis(
            "the reward is not constant on the support of p",
            lambda x: not law_of(x.p, x.r).is_constant,
            without=Case(p=COIN, r=(1, 1), a=Fraction(2), nu=Fraction(-1), pi=COIN),
        ),
        Hypothesis(
            "ν in range: above max r for a < 1, below the second highest level for a > 1",
            lambda x: x.nu > max(x.r) if x.a < 1 else x.nu < sorted({*x.r, min(x.r) - 1})[-2],
            without=Case(p=COIN, r=(0, 1), a=Fraction(2), nu=Fraction(1, 2), pi=COIN),
        ),
        Hypothesis("a > 0, a ≠ 1", lambda x: x.a > 0 and x.a != 1, untried="order 1, the tilt, has no ν"),
    )
    example = Case(p=uniform(3), r=LADDER, a=Fraction(2), nu=Fraction(-1), pi=pmf("1/3, 0, 2/3"))
    edges = (
        Edge("a < 1", Case(p=uniform(3), r=LADDER, a=Fraction(1, 2), nu=Fraction(3), pi=UPPER)),
        Edge("two levels", Case(p=COIN, r=(0, 1), a=Fraction(2), nu=Fraction(-1), pi=COIN)),
        Edge("truncation", Case(p=uniform(3), r=LADDER, a=Fraction(2), nu=Fraction(1, 2), pi=UPPER)),
        Edge("ties", Case(p=uniform(3), r=(0, 1, 1), a=Fraction(3, 2), nu=Fraction(-1), pi=pmf("0, 0, 1"))),
        Edge("zero probability", Case(p=UPPER, r=(0, 0, 1), a=Fraction(2), nu=Fraction(-1), pi=uniform(3))),
        Edge("Δ = 0 and Δ ≥ Δ_max", note="p, and p given the best reward, for every order: no difference"),
        Edge("constant reward", note="excluded: nothing to reach"),
    )
    teeth = (
        Variant("a larger order reaches more", ahead=less),
        Variant("the exponent 1/(1 − a)", exponent=lambda a: 1 / (1 - a)),
        Variant("the Rényi optimum ahead at equal KL", behind=greater),
        Variant("without the truncation", cut=abs),
        Variant("without the slack to the tilt", slack=0),
    )
    ahead = staticmethod(greater)
    behind = staticmethod(less)
    slack = 1

    def exponent(self, a: Any) -> Any:
        """The power of |r − ν| in π/p."""
        return 1 / (a - 1)

    def cut(self, gap: Fraction) -> Fraction:
        """What is kept of r − ν (a > 1) or ν − r (a < 1)."""
        return max(gap, Fraction(0))

    def optimum(self, x: Case) -> Distribution:
        """The policy π ∝ p·|r − ν|₊^(1/(a−1)), in rationals."""
        sign, power = (1 if x.a > 1 else -1), self.exponent(x.a)
        gaps = (self.cut(Fraction(sign * (value - x.nu))) for value in x.r)
        weights = (gap ** int(power) if gap else Fraction(0) for gap in gaps)
        return proportional(*(x.p[o] * weight for o, weight in zip(x.p, weights, strict=True)))

    def holds(self, x: Case) -> Answer:
        law, policy = law_of(x.p, x.r), self.optimum(x)
        family = RenyiAlignedFamily(law, x.a)
        budget: Any = family.exact_divergence(x.nu)
        reached = policy.expectation(law.reward)
        answers = [equal(policy, family.at(x.nu).policy(), "the power law")]
        if x.pi != policy and _is_within(x, budget):
            answers.append(less(x.pi.expectation(law.reward), reached, "a competitor within the budget"))
        tilt = law.family.align(budget).expected_reward()
        better, worse = (tilt, reached) if x.a > 1 else (reached, tilt)
        answers.append(self.ahead(better, worse, "at equal budgets the smaller order"))
        if len(law.values) > 2:
            same_kl = law.family.align(kl_divergence(policy, x.p)).expected_reward()
            answers.append(self.behind(reached, same_kl, "at equal KL the tilt"))
        return answers

    @proof
    def optimality(self) -> Iterator[Step]:
        """Weak duality: no policy within the budget does better than the power law; w = π/p, w′ = π′/p."""
        nu, g, mu, a, e = real("nu"), positive("g"), positive("mu"), positive("a"), real("e")
        other = law("pi_1")
        yield identity(
            "E_π′ r − E_π r = Σ (π′ − π)(r − ν), which is Σ p(w′ − w)(r − ν)",
            E(other, r) - E(pi, r) == Sum(y, (other(y) - pi(y)) * (r(y) - nu)),
        )
        yield identity(
            "with g = |r − ν|: aμ w^{a−1} = g for w = (g/(aμ))^{1/(a−1)}, μ > 0 (written with e = 1/(a − 1))",
            a * mu * ((g / (a * mu)) ** self.exponent(1 + 1 / e)) ** (1 / e) == g,
        )
        yield theorem(
            "thm:bernoulli",
            "w′^a − w^a ≥ a w^{a−1}(w′ − w) for a > 1 (at w′/w), ≤ for a < 1 (with 1/a); strict unless w′ = w",
        )
        yield argument(
            "a > 1: Σ p(w′ − w)(r − ν) ≤ aμ Σ p(w′ − w)w^{a−1} ≤ μ Σ p(w′^a − w^a) ≤ 0 when D_a(π′) ≤ D_a(π); where r"
            " ≤ ν, w = 0 and (w′ − w)(r − ν) ≤ 0. a < 1: Σ p(w′ − w)(r − ν) = −aμ Σ p(w′ − w)w^{a−1} ≤ −μ Σ p(w′^a −"
            " w^a) ≤ 0. The optimum is unique, as equality needs w′ = w.",
            tested_by="competitors",
        )
        yield theorem(
            "thm:ivt",
            "every Δ in (0, Δ_max) belongs to a ν: D_a is continuous in ν, tends to 0 as |ν| → ∞ and to Δ_max at the"
            " other end of the range",
        )

    @proof
    def comparison(self) -> Iterator[Step]:
        """Nested constraints; and Gibbs at equal KL."""
        yield theorem("A-lem1", "for a = 1 the optimum is the tilt, and unique;")
        yield theorem("A-lem1-alpha", "its α is the one that spends the budget")
        yield theorem("thm:renyi-monotone", "D_a ≤ D_b for a < b, so the constraint on D_b is narrower: V_a ≥ V_b")
        yield argument(
            "If V_a = V_b for a < b (so a < ∞), an optimum for b is the unique optimum for a,"
            " which spends the whole budget: D_a = D_b = Δ,"
            " and π/p is constant on the support of π. For a ≤ 1 that support is full, so π = p and Δ = 0. For a > 1"
            " the power law increases with r there, so one level is left, the best, and Δ = Δ_max. Both are excluded.",
            tested_by=("ladder", "competitors"),
        )
        yield identity(
            "at equal KL: αE_π r − KL(π‖p) = log E_p e^{αr} − KL(π‖p_α)",
            alpha * E(pi, r) - KL(pi, p)
            == log(E(p, function(y, exp(alpha * r(y))))) - self.slack * KL(pi, tilt_by(r, p, alpha)),
        )
        yield theorem("thm:gibbs", "so the tilt p_α reaches more than any other π with KL(π‖p) = KL(p_α‖p)")
        yield argument(
            "With three levels in its support a power law is no tilt: log|r − ν| is strictly concave in r, not affine."
            " And a truncated one has not the support of a tilt.",
            tested_by="competitors",
        )

    @instances(
        [
            Case(p=uniform(3), r=LADDER, a=Fraction(2), nu=Fraction(-1), pi=UPPER),
            Case(p=uniform(3), r=LADDER, a=Fraction(1, 2), nu=Fraction(3), pi=UPPER),
            Case(p=pmf("1/2, 1/2"), r=(0, 1), a=Fraction(2), nu=Fraction(-1), pi=COIN),
        ]
    )
    def ladder(self, x: Case) -> Answer:
        """Nine orders from 1/4 to ∞ at one budget (log(7/6), log(147/121), log(10/9)): each reaches strictly less."""
        law, budget = law_of(x.p, x.r), RenyiAlignedFamily(law_of(x.p, x.r), x.a).exact_divergence(x.nu)
        gains = [RenyiAlignedFamily(law, order).align(budget).gain() for order in (*ORDERS, oo)]
        return [self.ahead(more, rest, f"V at Δ = {budget}") for more, rest in pairwise(gains)]

    @search(aligned_models, examples=60)
    def competitors(self, x: Case) -> Answer:
        """Exact optima against other policies, the tilt at the same budget, and the tilt at the same KL."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        """The optimum of order 2 at Δ = log(7/6): E_π r, and Σ π²/p = e^Δ."""
        x = self.example
        policy = self.optimum(x)
        pi, p = (expression(law) for law in (policy, x.p))
        reached = ["sum", ["*", pi, ["vec", *map(str, x.r)]]]
        yield relation(reached, "=", str(simplest(policy.expectation(law_of(x.p, x.r).reward)))), _LOW
        squares = sum((m * m / x.p[o] for o, m in policy.items()), Fraction(0))
        yield relation(["sum", ["/", ["*", pi, pi], p]], "=", str(squares)), _LOW


_LOW = {"precision": "64"}
