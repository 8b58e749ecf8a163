"""Section 4.2, after Lemma 6: the sharper bound log N − (N−1)/N, its equality case and its gap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy

from exactalign import Distribution, LogForm, Reward, best_of_n, kl_divergence, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    equal,
    identity,
    pmf,
    proof,
    proportional,
    same_truth,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import families, kl, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import fractions, integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W
from proofs_check.papers.asymptotics.s4_2_lemma6 import divergence_of_levels, kept_draw, real_n_levels, selection_rules


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


class SharperBound(Claim):
    id = "A-lem6-sharp"
    place = "Lemma 6, sharpened"
    title = "Best-of-N is within log N − (N−1)/N of the reference"
    statement = "KL(π_N‖p) ≤ log N − (N − 1)/N, for every rule that keeps one of the N draws."
    latex = r"D_{\mathrm{KL}}(\pi_N^m \| p^m) \le \log N - \frac{N-1}{N}"
    scope = (
        "every finite alphabet (sequences included), every p, every integer N ≥ 1, every rule that keeps one draw;"
        " every real N ≥ 1 for the law F≤^N − F<^N with uniform ties"
    )
    expected = "argued"
    proof_uses = ("thm:gibbs", "thm:jensen", "thm:abel")

    hypotheses = (Hypothesis("N is at least 1", lambda x: x.N >= 1, untried="fewer than one draw: no policy"),)
    example = Case(p=W, N=2, rule=(0, 1, 1, 1))
    edges = (
        Edge("N = 1", Case(p=W, N=1, rule=(0, 0))),
        Edge("K = 1", Case(p=ONE_LETTER, N=3, rule=(0,))),
        Edge("constant reward, first draw", Case(p=COIN, N=2, rule=(0, 0, 0, 0))),
        Edge("not best-of-N: the worse of two draws", Case(p=W, N=2, rule=(0, 0, 1, 0))),
        Edge("zero probability", Case(p=proportional(0, 1, 1), N=2, rule=(0, 0, 0, 0, 0, 1, 0, 1, 1))),
        Edge("non-integer N", Case(p=W, q=W, N=Fraction(5, 2))),
    )
    teeth = (
        Variant("log N − N/(N + 1)", bound=lambda log_n, n: log_n - n / (n + 1)),
        Variant("log N − 1", bound=lambda log_n, n: log_n - n / n),
    )

    def bound(self, log_n: Any, n: Any) -> Any:
        """The bound, from log N and N."""
        return log_n - (n - 1) / n

    def holds(self, x: Case) -> Any:
        n = Fraction(x.N)
        if "rule" in x:
            return at_most(kl_divergence(kept_draw(x), x.p), self.bound(log(n), n), "KL")
        value = divergence_of_levels(real_n_levels(x.p, x.q, n))
        return at_most(value, self.bound(log(n), n), "KL, real N")

    @proof
    def every_selection_rule(self) -> Iterator[Step]:
        """Compare with the policy that takes the outcomes in the order of π/p, as far as N draws allow."""
        p, pi, best = families("p pi h")
        yield argument(
            "For every set A of outcomes, the kept draw lies in A only if some draw does: π(A) ≤ h(p(A)) with"
            " h(u) = 1 − (1 − u)^N. Number the outcomes of positive p so that π/p decreases; let u_i be the partial"
            " sums of p, and H_i = h(u_i) − h(u_{i−1}), a distribution. Then every partial sum of H − π is ≥ 0, and"
            " the last is 0.",
            tested_by="every_rule",
        )
        yield identity(
            "KL(H‖p) = KL(π‖p) + KL(H‖π) + Σ (H − π) log(π/p)",
            kl(best[y], p[y]),
            kl(pi[y], p[y])
            + kl(best[y], pi[y])
            + total((best[y] - pi[y]) * (symbolic_log(pi[y]) - symbolic_log(p[y]))),
        )
        yield theorem("thm:gibbs", "KL(H‖π) ≥ 0")
        yield theorem("thm:abel", "Σ (H − π) log(π/p) ≥ 0: log(π/p) decreases, the partial sums of H − π are ≥ 0")
        yield argument(
            "So KL(π‖p) ≤ KL(H‖p) when π > 0 on the support of p. Otherwise use (1 − s)π + s p, which has the same"
            " order of outcomes and the same bounds, as h(u) ≥ u; let s → 0.",
            tested_by="every_rule",
        )
        yield theorem(
            "thm:jensen",
            "H_i/p_i is the average of N(1 − u)^{N−1} over (u_{i−1}, u_i), f(x) = x log x is convex:"
            " KL(H‖p) = Σ p_i f(H_i/p_i) ≤ ∫₀¹ f(N(1 − u)^{N−1}) du = ∫₀¹ f(N u^{N−1}) du",
        )
        yield from _integral_steps(self.bound)

    @proof
    def uniform_ties_and_real_n(self) -> Iterator[Step]:
        """On a level (a, b) = (F<, F≤) the density of the policy is the average of N u^{N−1} over (a, b)."""
        a, b, n, u = symbols("a b N u")
        yield identity("N u^{N−1} is the derivative of u^N", sympy.diff(u**n, u), n * u ** (n - 1))
        yield identity("so its average over (a, b) is the density", (b**n - a**n) / (b - a) * (b - a), b**n - a**n)
        yield theorem("thm:jensen", "KL(π‖p) = Σ (b − a) f(average) ≤ ∫₀¹ f(N u^{N−1}) du, level by level")
        yield from _integral_steps(self.bound)

    @search(selection_rules)
    def every_rule(self, x: Case) -> Any:
        """The exact policy of an arbitrary selection rule, from all K^N samples."""
        return self.holds(x)

    @search(lambda: models(max_size=4, N=fractions("11/10", 6)), examples=40)
    def every_real_n(self, x: Case) -> Any:
        """The law F≤^N − F<^N at rational N, ties included, enclosed."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        policy = ["best_of_n", ["vec", "1/3", "2/3"], ["vec", "1", "2"], "5/2"]
        bound = ["-", ["log", "5/2"], "3/5"]
        yield relation(["kl", policy, ["vec", "1/3", "2/3"]], "<=", bound), {"precision": "128"}


class EqualityCase(Claim):
    id = "A-lem6-eq"
    place = "Lemma 6, equality"
    title = "The sharper bound is attained for one draw only"
    statement = "KL(π_N‖p) = log N − (N − 1)/N if and only if N = 1."
    latex = r"D_{\mathrm{KL}}(\pi_N \| p) = \log N - \frac{N-1}{N} \iff N = 1"
    scope = "every finite alphabet, every p, every integer N ≥ 1, every rule that keeps one draw"
    expected = "argued"
    proof_uses = ("A-lem6-sharp", "thm:jensen")
    hypotheses = SharperBound.hypotheses
    example = SharperBound.example
    edges = SharperBound.edges[:5]
    teeth = (
        Variant("never", attained=lambda n: n < 1),
        Variant("for one draw and for two", attained=lambda n: n <= 2),
        Variant("the bound log N − N/(N + 1)", bound=lambda log_n, n: log_n - n / (n + 1)),
    )

    def bound(self, log_n: Any, n: Any) -> Any:
        """The bound, from log N and N."""
        return log_n - (n - 1) / n

    def attained(self, n: Any) -> bool:
        """For which N there is equality."""
        return bool(n == 1)

    def holds(self, x: Case) -> Any:
        n = Fraction(x.N)
        same = equal(kl_divergence(kept_draw(x), x.p), self.bound(log(n), n), "equality")
        return same_truth(same, self.attained(x.N), f"[{same}] and [N = {x.N}]")

    @proof
    def every_selection_rule(self) -> Iterator[Step]:
        """Jensen's inequality is strict on every interval, and there are finitely many."""
        yield identity("at N = 1 the bound is 0", self.bound(symbolic_log(1), sympy.Integer(1)), 0)
        yield argument("For N = 1 the policy is p, so KL = 0: equality.", tested_by="every_rule")
        yield theorem(
            "A-lem6-sharp",
            "KL(π‖p) ≤ KL(H‖p) ≤ ∫₀¹ f(N u^{N−1}) du, with H fixed by the order of π/p (also in the limit s → 0)",
        )
        yield theorem(
            "thm:jensen",
            "for N ≥ 2 the second inequality is strict: N u^{N−1} is not constant on any interval of positive length,"
            " and f is strictly convex",
        )

    @search(selection_rules)
    def every_rule(self, x: Case) -> Any:
        """The exact policy of an arbitrary selection rule, from all K^N samples."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        policy = ["best_of_n", ["vec", "1/3", "2/3"], ["vec", "1", "2"], "2"]
        yield relation(["kl", policy, ["vec", "1/3", "2/3"]], "<", ["-", ["log", "2"], "1/2"]), {"precision": "64"}


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

    def holds(self, x: Case) -> Any:
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
            "π_N/p on the level is (b^N − a^N)/(b − a) = X̄ (the law at real N), so KL(π_N‖p) = Σ (b − a) f(X̄) over the"
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
            "The left side is ≥ 0, so Var X ≤ (x_b − X̄)(X̄ − x_a) ≤ (x_b − x_a) X̄, and the gap of the level is at most"
            " (b − a)(x_b − x_a). The b − a are at most max p(L), and the x_b − x_a sum to N − [N = 1] ≤ N.",
            tested_by="all_models",
        )

    @search(lambda: models(max_size=6, zeros=True, N=integers(1, 5)))
    def all_models(self, x: Case) -> Any:
        """The exact gap at integer N, with ties and zeros."""
        return self.holds(x)
