"""Mechanism 2: the maximum of exponentials, and what a stochastic inverse is needed for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any, ClassVar

import sympy

from exactalign import Distribution, Reward, kl_divergence
from exactalign.theory import kl_bound
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
    identity,
    pmf,
    proof,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import exp, symbols
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import cases, integers
from proofs_check.formula import KL, best, log
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.common import best_of_all_samples, best_of_n_models, law_of
from proofs_check.papers.models import COIN, ONE_LETTER


class MaximumOfExponentials(Claim):
    id = "G-renyi-rep"
    place = "Mechanism 2"
    title = "Rényi's representation of the maximum, and the KL divergence it gives"
    statement = (
        "The maximum of n independent Exp(1) variables has the law of Σ_{i=1}^n E_i/(n − i + 1), E_i independent "
        "Exp(1); the KL divergence of best-of-n is that of this maximum from Exp(1), log n − (n − 1)/n, when the "
        "reward has no atoms."
    )
    latex = r"\max_i E_i \overset{d}{=} \sum_{i=1}^n \frac{E_i}{n-i+1}"
    scope = (
        "every integer n ≥ 1; the reduction needs a reward without atoms (or ties broken at random: G-inverse), and "
        "the value of the divergence does not need the representation"
    )
    expected = "argued"
    hypotheses = (Hypothesis("n ≥ 1", lambda x: x.n >= 1, without=Case(n=0, k=1)),)
    example = Case(n=2, k=1)
    edges = (
        Edge("n = 1", Case(n=1, k=3)),
        Edge("k = 0: both masses are 1", Case(n=4, k=0)),
        Edge("non-integer n", note="a maximum needs an integer n; the divergence log n − (n − 1)/n does not"),
    )
    teeth = (
        Variant("the rates 2, …, n + 1", rate=lambda i: i + 1),
        Variant("the rates 1, 4, …, n²", rate=lambda i: i * i),
    )

    def rate(self, i: Any) -> Any:
        """The rates of the exponentials, i = n − (their index) + 1: from n down to 1."""
        return i

    def holds(self, x: Case) -> Answer:
        # e^(−max) lies in [0, 1], so its moments E e^(−k·max), k = 0, 1, …, determine its law.
        terms = [(-1) ** j * comb(x.n - 1, j) * Fraction(x.n, j + 1 + x.k) for j in range(x.n)]
        maximum = sum(terms, Fraction(0)) if x.n else Fraction(0)  # of no variables: −∞
        steps = Fraction(1)
        for i in range(1, x.n + 1):
            steps *= Fraction(self.rate(i), self.rate(i) + x.k)
        return equal(maximum, steps, "E e^(−k max)")

    @proof
    def induction(self) -> Iterator[Step]:
        """With G_n(x) = (1 − e^{−x})ⁿ: adding an independent variable of rate n turns G_{n−1} into G_n."""
        n, s, x, u, c = symbols("n s x u c")
        rate = self.rate(n)
        kernel = (exp(-s) - exp(-x)) ** n
        yield identity("the law of one step has the distribution function G_1", 1 - exp(-self.rate(1) * x), 1 - exp(-x))
        yield identity(
            "for c = 1 − e^{−(x−s)}: e^{−s} c = e^{−s} − e^{−x}", exp(-s) * (1 - exp(s - x)), exp(-s) - exp(-x)
        )
        yield identity(
            "the density of the new step at s, times G_{n−1}(x − s) = c^{n−1}, in these terms",
            rate * exp(-rate * s) * c ** (n - 1),
            n * exp(-s) * (exp(-s) * c) ** (n - 1),
        )
        yield identity(
            "it is the derivative of −(e^{−s} − e^{−x})ⁿ in s",
            n * exp(-s) * (exp(-s) - exp(-x)) ** (n - 1),
            sympy.diff(-kernel, s),
        )
        yield identity(
            "so the integral over 0 ≤ s ≤ x is (1 − e^{−x})ⁿ − 0 = G_n(x)", kernel.subs(s, 0), (1 - exp(-x)) ** n
        )
        yield argument(
            "The maximum of n variables is ≤ x when all are: its distribution function is G_n.", tested_by="laplace"
        )
        yield identity(
            "the density of the maximum is n V^{n−1} times that of Exp(1), V = 1 − e^{−x}",
            sympy.diff((1 - exp(-x)) ** n, x),
            n * (1 - exp(-x)) ** (n - 1) * exp(-x),
        )
        mean_log = u**n * sympy.log(u) - u**n / n
        yield identity(
            "an antiderivative of log u · n u^{n−1}", sympy.diff(mean_log, u), sympy.log(u) * n * u ** (n - 1)
        )
        yield identity(
            "it is −1/n at 1 and tends to 0 at 0, so KL = E log(n V^{n−1}) = log n + (n − 1)(−1/n)",
            sympy.log(n) + (n - 1) * mean_log.subs(u, 1),
            sympy.log(n) - (n - 1) / n,
        )

    @search(cases(n=integers(1, 8), k=integers(0, 8)), examples=60)
    def laplace(self, x: Case) -> Answer:
        """E e^{−k·max} from the density n(1 − e^{−x})^{n−1}e^{−x}, against the product over the steps."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        maximum, steps = ["+", "1", "-3/2", "3/5"], ["*", "3/5", "1/2", "1/3"]  # n = 3, k = 2
        yield relation(maximum, "=", steps), {"precision": "64"}


class WithoutInverse(Assertion):
    id = "G-inverse"
    place = "Mechanism 2, break condition"
    title = "What happens without a one-to-one reward"
    statement = "The bound log n − (n − 1)/n breaks when the reward is not one-to-one and has no stochastic inverse."
    asserts = Statement(
        log(v.N) - (v.N - 1) / v.N < KL(best(v.p, v.N, v.r), v.p),
        given=(v.r(v.y) == v.r(v.z), v.g(v.y) != v.g(v.z), v.p(v.y) > 0, v.p(v.z) > 0, v.N >= 2),
    )
    flaw = (
        "It never breaks, and a stochastic inverse always exists: break ties at random (G-inverse-exists). What is lost"
        " with ties, and already on every finite alphabet with a one-to-one reward, is equality (for n ≥ 2; at n = 1"
        " both sides are 0)."
    )
    weight = "false"
    counterexample = Case(p=pmf("1/2, 1/4, 1/4"), r=Reward.values((0, 1, 1)), g=Reward.values((0, 1, 2)), y=1, z=2, N=2)
    degenerate = Case(p=COIN, r=Reward.values((0, 0)), g=Reward.values((0, 1)), y=0, z=1, N=2)
    mended = Statement(KL(best(v.p, v.N, v.r), v.p) <= log(v.N) - (v.N - 1) / v.N)
    formal = "best_of_KL"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("G-bon-kl",)
    notes = "The reward g only tells two outcomes y and z of one reward r apart: so r is not one-to-one."


class StochasticInverse(Claim):
    id = "G-inverse-exists"
    place = "Mechanism 2, break condition"
    title = "A stochastic inverse always exists"
    statement = (
        "For every finite π_ref and reward, V = F(r−) + W·π_ref(r), W uniform, is uniform, and Y given V is a "
        "stochastic inverse: it turns the largest of n copies of V into best-of-n. So KL(π⁽ⁿ⁾‖π_ref) ≤ log n − "
        "(n − 1)/n."
    )
    latex = r"V = F(r^-) + W\,\pi_{\mathrm{ref}}(r)"
    scope = "every finite π_ref and reward, with ties and zero probabilities; every integer n ≥ 1"
    expected = "argued"
    statement_uses = ("G-bon-kl",)
    proof_uses = ("G-renyi-rep", "G-bon-f", "thm:data-processing")
    hypotheses = (Hypothesis("n ≥ 1", lambda x: x.n >= 1, untried="no draw, no best"),)
    example = Case(p=COIN, r=(0, 0), n=2)
    edges = (
        Edge("n = 1", Case(p=COIN, r=(0, 1), n=1)),
        Edge("K = 1", Case(p=ONE_LETTER, r=(0,), n=2)),
        Edge("one-to-one reward", Case(p=COIN, r=(0, 1), n=2)),
        Edge("zero probability", Case(p=pmf("1/2, 0, 1/2"), r=(0, 1, 1), n=2)),
        Edge("non-integer n", note="holds as well: G-bon-kl"),
    )
    relation: ClassVar[Callable[..., Comparison]] = staticmethod(at_most)
    teeth = (
        Variant("V = F(r), not randomised", noise=lambda j: 1),  # noqa: ARG005
        Variant("V in the middle of its level", noise=lambda j: Fraction(1, 2**j)),
        Variant("one seventh of log n − (n − 1)/n", share=Fraction(1, 7)),
    )
    share: ClassVar[Fraction] = Fraction(1)

    def noise(self, j: int) -> Any:
        """E W^j, for the W that breaks ties."""
        return Fraction(1, j + 1)

    def moment(self, low: Any, mass: Any, j: int) -> Any:
        """E V^j on the event that the reward is on the level from `low` on, of the given mass."""
        rational = sympy.Rational if isinstance(mass, sympy.Basic) else Fraction
        noises = [Fraction(self.noise(i)) for i in range(j + 1)]
        return mass * sum(comb(j, i) * low ** (j - i) * mass**i * rational(noises[i].numerator, noises[i].denominator)
                          for i in range(j + 1))  # fmt: skip

    def holds(self, x: Case) -> Answer:
        return self.relation(kl_divergence(best_of_all_samples(x), x.p), kl_bound(x.n) * self.share)

    @proof
    def randomised_transform(self) -> Iterator[Step]:
        """Extend the model by W: V has no atoms, and Y is a noisy function of V."""
        low, mass = symbols("E p")
        for j in (1, 2, 3):
            yield identity(
                f"level by level, V has the moment of order {j} of a uniform variable on [E, E + p]",
                self.moment(low, mass, j),
                ((low + mass) ** (j + 1) - low ** (j + 1)) / (j + 1),
            )
        yield argument(
            "Given the level, V = E + pW is uniform on [E, E + p], and the level has probability p: V is uniform on "
            "[0, 1]; given V, Y has the law π_ref(· | level of V), whatever the draw. The largest of n copies of V "
            "belongs to a draw with the best reward, uniform among the ties.",
            tested_by=("moments", "kernel"),
        )
        yield theorem("G-renyi-rep", "the largest V has KL divergence log n − (n − 1)/n from a single one")
        yield theorem(
            "thm:data-processing",
            "π⁽ⁿ⁾ and π_ref are images of their laws under the same kernel, so KL is at most that",
        )
        yield theorem("G-bon-f", "and the bound for the other f-divergences, f convex with f(1) = 0")

    @search(best_of_n_models(max_n=1), examples=40)
    def moments(self, x: Case) -> Answer:
        """E V^j = 1/(j + 1) for j = 1, …, 4, over all levels."""
        law = law_of(x)
        return [
            equal(
                sum(self.moment(low, mass, j) for low, mass in zip(law.cumulative, law.masses, strict=False)),
                Fraction(1, j + 1),
            )
            for j in (1, 2, 3, 4)
        ]

    @search(best_of_n_models(max_n=3, max_size=3), examples=40)
    def kernel(self, x: Case) -> Answer:
        """The kernel turns the law of the largest V into best-of-n from all Kⁿ samples, and the bound holds."""
        law = law_of(x)
        weights: dict[Any, Fraction] = dict.fromkeys(x.p, Fraction(0))
        for group, (low, high), mass in zip(law.family.groups, pairwise(law.cumulative), law.masses, strict=True):
            for outcome in group:
                weights[outcome] = (high**x.n - low**x.n) * x.p[outcome] / mass
        return [equal(Distribution.from_probabilities(list(weights.values())), best_of_all_samples(x)), self.holds(x)]
