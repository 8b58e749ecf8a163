"""Section 4.2: best-of-N, Lemmas 5 and 6."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, Reward, kl_divergence, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    identity,
    proof,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import families, is_pmf, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import fractions, models, pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W


@st.composite
def selection_rules(draw: Any) -> Case:
    """p, N, and which of the N draws is kept, for each of the K^N possible samples."""
    p = draw(pmfs(max_size=3, zeros=True))
    n = draw(st.integers(1, 3))
    samples = len(p) ** n
    rule = draw(st.lists(st.integers(0, n - 1), min_size=samples, max_size=samples))
    return Case(p=p, N=n, rule=tuple(rule))


def kept_draw(x: Case) -> Distribution:
    """The law of the draw that the rule keeps, from all K^N samples."""
    kept = [Fraction(0)] * len(x.p)
    for sample, index in zip(product(range(len(x.p)), repeat=x.N), x.rule, strict=True):
        kept[sample[index]] += prod((x.p[letter] for letter in sample), start=Fraction(1))
    return Distribution.from_probabilities(kept)


def real_n_levels(p: Distribution, q: Distribution, n: Fraction) -> list[tuple[Fraction, EnclosedReal]]:
    """p(level) and π_N(level) = F≤^N − F<^N for each reward level of positive probability, rational N ≥ 1, enclosed."""
    found, below = [], Fraction(0)
    for group in Reward.log_of(q).ranking():
        own = sum((p[o] for o in group), Fraction(0))
        if own:
            found.append((own, _power(below + own, n) - _power(below, n)))
        below += own
    return found


def divergence_of_levels(levels: list[tuple[Fraction, EnclosedReal]]) -> EnclosedReal:
    """KL(π_N‖p) from the levels, with uniform ties."""
    return EnclosedReal.sum([mass * (mass / own).log() for own, mass in levels])


def _power(base: Fraction, n: Fraction) -> EnclosedReal:
    return EnclosedReal.of(0) if not base else (EnclosedReal.of(log(base)) * n).exp()


class KlAtMostLogN(Claim):
    id = "A-lem6"
    place = "Lemma 6"
    title = "Best-of-N is within log N of the reference"
    statement = "KL(π_N‖p) ≤ log N for every N, every m and every reference."
    latex = r"D_{\mathrm{KL}}(\pi_N^m \| p^m) \le \log N"
    scope = (
        "every finite alphabet (sequences included), every p, every integer N ≥ 1, every rule that keeps one draw;"
        " every real N ≥ 1 for the law F≤^N − F<^N with uniform ties"
    )
    expected = "argued"
    proof_uses = ("thm:bernoulli",)
    notes = "Both the density π_N ≤ N p and the divergence; for the divergence A-lem6-sharp says more."

    hypotheses = (
        Hypothesis("N is at least 1, an integer for a rule", lambda x: x.N >= 1, untried="no draw, no best"),
        Hypothesis(
            "the draw that is kept is one of the N",
            lambda x: "rule" not in x or all(0 <= i < x.N for i in x.rule),
            untried="an index outside the sample selects nothing",
        ),
    )
    example = Case(p=W, N=2, rule=(0, 1, 0, 0))
    edges = (
        Edge("N = 1", Case(p=W, N=1, rule=(0, 0))),
        Edge("K = 1", Case(p=ONE_LETTER, N=3, rule=(0,))),
        Edge("the rule ignores the reward", Case(p=COIN, N=2, rule=(0, 0, 0, 0))),
        Edge("zero probability", Case(p=Distribution.from_weights([0, 1, 1]), N=2, rule=(0, 0, 0, 0, 0, 0, 0, 0, 1))),
        Edge("non-integer N", Case(p=W, q=W, N=Fraction(5, 2))),
    )
    teeth = (
        Variant("N − 1 in place of N", density=lambda n: n - 1),
        Variant("a sixth of the bound", bound=lambda log_n: log_n / 6),
    )

    def density(self, n: Any) -> Any:
        """The largest factor by which the policy exceeds the reference."""
        return n

    def bound(self, log_n: Any) -> Any:
        """The bound on the KL divergence, from log N."""
        return log_n

    def holds(self, x: Case) -> Any:
        if "rule" not in x:
            levels = real_n_levels(x.p, x.q, Fraction(x.N))
            return [
                *(at_most(mass, self.density(x.N) * own, "mass of a level, real N") for own, mass in levels),
                at_most(divergence_of_levels(levels), self.bound(log(x.N)), "KL, real N"),
            ]
        policy = kept_draw(x)
        return [
            *(at_most(policy[o], self.density(x.N) * x.p[o], f"density at {o}") for o in x.p),
            at_most(kl_divergence(policy, x.p), self.bound(log(x.N)), "KL"),
        ]

    @proof
    def density_bound(self) -> Iterator[Step]:
        """A selected draw is one of the draws, so the policy has density at most N."""
        (pi,) = families("pi")
        (n,) = symbols("N")
        yield argument(
            "The output is y only if one of the N independent draws is y, so π(y) ≤ 1 − (1 − p(y))^N.",
            tested_by="every_rule",
        )
        yield theorem("thm:bernoulli", "(1 − p(y))^N ≥ 1 − N p(y), so π(y) ≤ N p(y)")
        yield argument("KL(π‖p) = Σ π log(π/p) ≤ Σ π log N: the logarithm increases, π ≥ 0.", tested_by="every_rule")
        yield identity(
            "Σ π log N = log N, as Σπ = 1",
            total(pi[y] * symbolic_log(self.density(n))),
            self.bound(symbolic_log(n)),
            given=[is_pmf(pi)],
        )

    @proof
    def real_n(self) -> Iterator[Step]:
        """Uniform ties: with F = F≤ and G = F< the density of the policy is (F^N − G^N)/(F − G), for real N ≥ 1."""
        f, g, n = symbols("F G N")
        yield identity(
            "N F^{N−1}(F − G) − (F^N − G^N) = F^N·[(G/F)^N − (1 − N(1 − G/F))]",
            self.density(n) * f ** (n - 1) * (f - g) - (f**n - g**n),
            f**n * ((g / f) ** n - (1 - n * (1 - g / f))),
        )
        yield theorem(
            "thm:bernoulli",
            "the bracket is ≥ 0, with u = 1 − G/F ≤ 1: the density is at most N F^{N−1} ≤ N, as F ≤ 1; the bound on KL"
            " follows as for integer N",
        )

    @search(selection_rules)
    def every_rule(self, x: Case) -> Any:
        """The exact policy of an arbitrary selection rule, from all K^N samples."""
        return self.holds(x)

    @search(lambda: models(max_size=4, N=fractions("11/10", 6)), examples=40)
    def every_real_n(self, x: Case) -> Any:
        """The law F≤^N − F<^N at rational N, ties included, enclosed."""
        return self.holds(x)
