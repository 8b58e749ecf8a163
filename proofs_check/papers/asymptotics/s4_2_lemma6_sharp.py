"""Section 4.2, after Lemma 6: the sharper bound log N − (N−1)/N, its equality case and its gap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy

from exactalign import Distribution, LogForm, Reward, best_of_n, kl_divergence, log
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    identity,
    pmf,
    proof,
    proportional,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import families, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import integers, models
from proofs_check.formula import KL, iff, kept
from proofs_check.formula import log as ln
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.models import COIN, ONE_LETTER
from proofs_check.papers.variables import N, p, s


def _integral_steps(bound: Any) -> Iterator[Step]:
    """∫₀¹ f(N u^{N−1}) du for f(x) = x log x, through its antiderivative."""
    u, n = symbols("u N")
    antiderivative = u**n * symbolic_log(n) + (n - 1) * (u**n * symbolic_log(u) - u**n / n)
    density = n * u ** (n - 1)
    yield identity(
        "f(N u^{N−1}) is the derivative of u^N log N + (N − 1)(u^N log u − u^N/N), which is 0 at u = 0",
        sympy.diff(antiderivative, u),
        density * symbolic_log(density),
    )
    at_one = symbolic_log(n) + (n - 1) * (0 - 1 / n)
    yield identity("so ∫₀¹ f(N u^{N−1}) du = log N − (N − 1)/N", at_one, bound(symbolic_log(n), n))


class SharperBound(Assertion):
    id = "A-lem6-sharp"
    place = "Lemma 6, sharpened"
    title = "Best-of-N is within log N − (N−1)/N of the reference"
    statement = "KL(π_N‖p) ≤ log N − (N − 1)/N, for every rule that keeps one of the N draws."
    asserts = Statement(KL(kept(p, N, s), p) <= ln(N) - (N - 1) / N)
    formal = "lemma6_sharp"
    expected = "formal"


class OneDrawOnly(Assertion):
    id = "A-lem6-eq"
    place = "Lemma 6, equality"
    title = "The sharper bound is attained for one draw only"
    statement = "KL(π_N‖p) = log N − (N − 1)/N if and only if N = 1."
    asserts = Statement(iff(KL(kept(p, N, s), p) == ln(N) - (N - 1) / N, N == 1))
    formal = Formal(
        "lemma6_equality",
        "intros; rewrite (lemma6_equality dec A N p s) by assumption; split; intros E;"
        " [ now rewrite E | now apply INR_eq ]. ",
    )
    expected = "formal"


class Gap(Claim):
    id = "A-lem6-gap"
    place = "Lemma 6, sharpness"
    title = "The sharper bound is nearly attained when all levels are small"
    statement = "KL(π_N‖p) ≥ log N − (N − 1)/N − N max_L p(L), over the reward levels L, with ties broken uniformly."
    latex = r"\log N - \tfrac{N-1}{N} - N \max_L p(L) \le D_{\mathrm{KL}}(\pi_N \| p)"
    scope = "every finite alphabet, every p and q > 0, every real N ≥ 1, uniform ties"
    expected = "argued"
    proof_uses = ("A-def3-pmf-formula", "A-lem6-sharp", "thm:exp")

    hypotheses = (Hypothesis("N is at least 1", lambda x: x.N >= 1, untried="fewer than one draw: no policy"),)
    example = Case(p=Distribution.uniform(12), q=proportional(*range(1, 13)), N=2)
    edges = (
        Edge("N = 1", Case(p=W, q=W, N=1)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=2)),
        Edge("constant reward", Case(p=W, q=COIN, N=3)),
        Edge("ties", Case(p=pmf("1/6, 1/3, 1/2"), q=pmf("1/4, 1/4, 1/2"), N=2)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/4, 1/4"), N=2)),
    )
    teeth = (
        Variant("max p(L)/(3 N) for N max p(L)", allowed=lambda n, largest: largest / (3 * n)),
        Variant("an eighth of the gap", allowed=lambda n, largest: n * largest / 8),
        Variant("x_b − x_a − X̄ for the bound on the variance", spread=lambda low, high, mean: high - low - mean),
    )

    def allowed(self, n: Any, largest: Any) -> Any:
        """The bound on the gap, from N and the largest level mass."""
        return n * largest

    def spread(self, low: Any, high: Any, mean: Any) -> Any:
        """The bound on the variance of a variable between low and high with a given mean."""
        return (high - mean) * (mean - low)

    def holds(self, x: Case) -> Answer:
        policy = best_of_n(x.p, Reward.log_of(x.q), x.N)
        largest = max(sum((x.p[o] for o in group), Fraction(0)) for group in Reward.log_of(x.q).ranking())
        sharp: LogForm = log(x.N) - Fraction(x.N - 1, x.N)
        return at_most(sharp - self.allowed(x.N, largest), kl_divergence(policy, x.p), "KL")

    @proof
    def level_by_level(self) -> Iterator[Step]:
        """On a level (a, b) let X = N u^{N−1} with u uniform on (a, b), X̄ its mean, x_a and x_b its ends."""
        mean, second, low, high, x, length, n = symbols("mean second x_a x_b x length N")
        lengths, averages, values = families("w E f")
        sharp = symbolic_log(n) - (n - 1) / n
        yield theorem(
            "A-def3-pmf-formula",
            "π_N/p on the level is (b^N − a^N)/(b − a) = X̄ (the law at real N), so KL(π_N‖p) = Σ (b − a) f(X̄)"
            " over the"
            " levels, with f(x) = x log x",
        )
        yield theorem("A-lem6-sharp", "Σ (b − a) E f(X) = ∫₀¹ f(N u^{N−1}) du = log N − (N − 1)/N, in its proof")
        yield identity(
            "so KL = log N − (N − 1)/N − Σ (b − a)(E f(X) − f(X̄)): the gap is the sum of those of the levels, with"
            " w = b − a, E = E f(X), f = f(X̄)",
            total(lengths[y] * values[y]),
            sharp - total(lengths[y] * (averages[y] - values[y])),
            given=[total(lengths[y] * averages[y]) - sharp],
        )
        yield identity(
            "length·(E X log X − X̄ log X̄) = length·E X log(X/X̄): for one value x, with E X = X̄",
            length * (x * symbolic_log(x) - x * symbolic_log(mean)),
            length * x * symbolic_log(x / mean),
        )
        yield theorem(
            "thm:exp",
            "log t ≤ t − 1 at t = X/X̄: the gap of the level is at most length·E X(X/X̄ − 1) = length·(E X² − X̄²)/X̄",
        )
        yield identity(
            "E (x_b − X)(X − x_a) = (x_b − X̄)(X̄ − x_a) − Var X",
            (high + low) * mean - second - low * high,
            self.spread(low, high, mean) - (second - mean**2),
        )
        yield argument(
            "The left side is ≥ 0, so Var X ≤ (x_b − X̄)(X̄ − x_a) ≤ (x_b − x_a) X̄, and the gap of the level is"
            " at most"
            " (b − a)(x_b − x_a). The b − a are at most max p(L), and the x_b − x_a sum to N − [N = 1] ≤ N.",
            tested_by="all_models",
        )

    @search(lambda: models(max_size=6, zeros=True, N=integers(1, 5)))
    def all_models(self, x: Case) -> Answer:
        """The exact gap at integer N, with ties and zeros."""
        return self.holds(x)
