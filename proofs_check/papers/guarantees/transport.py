"""Transport bounds: Donsker–Varadhan, the √KL law, and what it says about best-of-n."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import Distribution, LogForm, Reward, kl_divergence, log, oo
from exactalign.theory import RewardLaw, best_of_n_improvement, donsker_varadhan, kl_gap
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    equal,
    identity,
    instances,
    less,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import exp, families, is_pmf, kl, sqrt, symbols, tilted, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.guarantees.common import COIN
from proofs_check.papers.guarantees.proxies import (
    BIT,
    FIFTH,
    MIRRORED,
    dominated,
    gain_of,
    law_of,
    proxy_parts,
    rewarded,
    variance_parts,
    within,
)


class DonskerVaradhanStep(Claim):
    id = "G-transport-dv"
    place = "Transportation bounds, the Donsker–Varadhan step"
    title = "KL is the largest value of a difference of two averages of a score"
    statement = "KL(π‖p) = sup over scores g of E_π g − log E_p e^g."
    latex = r"\mathrm{KL}(\pi\|p) = \sup_g \{E_\pi g - \log E_p e^g\}"
    scope = (
        "every finite alphabet, every p and π, every real score g; a maximum exactly when π and p have the same"
        " support, attained by g = log(π/p) + constant only (on the support of p)"
    )
    expected = "argued"
    proof_uses = ("thm:gibbs",)

    hypotheses = (
        Hypothesis(
            "g is finite: g = log q with q > 0 on the supports",
            lambda x: all(x.q[o] > 0 for o in {*x.p.support, *x.pi.support}),
            without=Case(p=COIN, pi=COIN, q=pmf("1, 0")),
        ),
        Hypothesis(
            "π ≪ p", dominated, without=Case(p=pmf("1, 0"), pi=COIN, q=COIN), unused="else KL = ∞ (g → ∞ off supp p)"
        ),
    )
    example = Case(p=COIN, pi=pmf("1/4, 3/4"), q=pmf("1/4, 3/4"))
    edges = (
        Edge("K = 1", Case(p=pmf("1"), pi=pmf("1"), q=pmf("1"))),
        Edge("constant score", Case(p=COIN, pi=FIFTH, q=COIN)),
        Edge("π = p", Case(p=FIFTH, pi=FIFTH, q=COIN)),
        Edge("zero probability in π: the supremum is not attained", Case(p=COIN, pi=pmf("1, 0"), q=pmf("9/10, 1/10"))),
    )
    teeth = (
        Variant("E_p g in place of log E_p e^g", log_moment=lambda p, pi, g: total(p * g)),  # noqa: ARG005
        Variant("the logarithm under π", log_moment=lambda p, pi, g: symbolic_log(total(pi * exp(g)))),  # noqa: ARG005
        Variant("KL − log 2", offset=1),
    )
    offset = 0

    def log_moment(self, p: Any, pi: Any, g: Any) -> Any:  # noqa: ARG002 (a variant uses π)
        """The second term, for entries p, π and g at y."""
        return symbolic_log(total(p * exp(g)))

    def holds(self, x: Case) -> Any:
        found = donsker_varadhan(x.pi, x.p, Reward.log_of(x.q))
        spent: Any = found.kl if found.kl == oo else LogForm.of(found.kl) - log(2) * self.offset
        answers = [at_most(found.value, spent, "E_π g − log E_p e^g")]
        if found.kl == oo:
            return answers
        tilt = Distribution.from_weights([x.p[o] * x.q[o] for o in x.p])
        answers += [
            equal(spent - found.value, kl_divergence(x.pi, tilt), "the gap is KL(π‖p_g)"),
            same_truth(equal(found.gap, 0), equal(x.pi, tilt), "equality only at π = p_g"),
        ]
        near = x.pi.mix(x.p, Fraction(1, 10))  # 9/10 π + 1/10 p
        value = LogForm.sum(m * log(near[o] / x.p[o]) for o, m in x.pi.items() if m)
        return [*answers, at_least(value, spent + log(Fraction(9, 10)), "the score log(π_s/p), s = 1/10")]

    @proof
    def exact_gap(self) -> Iterator[Step]:
        """The gap is the KL divergence to the tilt p_g ∝ p e^g."""
        p, pi, g = families("p pi g")
        yield identity(
            "KL(π‖p) − (E_π g − log E_p e^g) = KL(π‖p_g)",
            kl(pi[y], p[y]) - total(pi[y] * g[y]) + self.log_moment(p[y], pi[y], g[y]) - self.offset * symbolic_log(2),
            kl(pi[y], tilted(exp(g[y]), p[y], 1)),
            given=[is_pmf(p), is_pmf(pi)],
        )
        yield theorem("thm:gibbs", "so the difference is ≥ 0, and 0 only for π = p_g")
        score = symbolic_log(pi[y]) - symbolic_log(p[y])
        yield identity(
            "g = log(π/p) gives KL(π‖p) when both supports are full: E_p e^g = 1",
            total(p[y] * exp(score)),
            1,
            given=[is_pmf(pi)],
        )
        yield identity("and E_π g = KL(π‖p)", total(pi[y] * score), kl(pi[y], p[y]))
        yield argument(
            "Otherwise take g = log(π_s/p) with π_s = (1 − s)π + s p: log E_p e^g = 0 and π_s ≥ (1 − s)π, so the value"
            " is at least KL(π‖p) + log(1 − s), for every s in (0, 1). If π(y) > 0 = p(y), let g(y) → ∞.",
            tested_by="exact_scores",
        )

    @instances(
        [
            Case(p=COIN, pi=pmf("1/4, 3/4"), q=pmf("1/4, 3/4")),
            Case(p=COIN, pi=pmf("1/4, 3/4"), q=pmf("1/3, 2/3")),
            Case(p=COIN, pi=pmf("0, 1"), q=pmf("1/10, 9/10")),
        ]
    )
    def given_scores(self, x: Case) -> Any:
        """The best score, another one, and a π without full support."""
        return self.holds(x)

    @search(lambda: models(zeros=True, also={"pi": "pmf"}))
    def exact_scores(self, x: Case) -> Any:
        """Scores that are logarithms of rationals, in log forms."""
        return self.holds(x)


class SquareRootLaw(Claim):
    id = "G-transport-kl"
    place = "Key result 1, mechanism 1"
    title = "A reward with variance proxy σ² improves by at most √(2σ²KL)"
    statement = "If the reward is sub-Gaussian with proxy σ² under π_ref, then E_π r − E_ref r ≤ √(2σ²KL(π‖π_ref))."
    latex = r"E_\pi r - E_{\mathrm{ref}} r \le \sqrt{2\sigma^2\,\mathrm{KL}(\pi\|\pi_{\mathrm{ref}})}"
    scope = (
        "every finite alphabet, p, r and π ≪ p (any law with a finite proxy, by the same proof); the upper proxy"
        " σ₊² = sup over λ > 0 of 2ψ(λ)/λ² suffices, and no smaller constant serves every π"
    )
    expected = "argued"
    printed_proof_uses = ("G-transport-dv",)
    proof_uses = ("G-transport-dv",)
    notes = "With prompts: average over them; √ is concave, so a proxy uniform over the prompts serves the averages."

    hypotheses = (
        Hypothesis(
            "π ≪ p", dominated, without=Case(p=pmf("1, 0"), pi=pmf("0, 1"), r=BIT),
        ),
    )  # fmt: skip
    example = Case(p=FIFTH, pi=MIRRORED, r=BIT)
    edges = (
        Edge("K = 1", Case(p=pmf("1"), pi=pmf("1"), r=(1,))),
        Edge("constant reward: σ = 0", Case(p=COIN, pi=FIFTH, r=(1, 1))),
        Edge("KL = 0", Case(p=FIFTH, pi=FIFTH, r=BIT)),
        Edge("ties", Case(p=pmf("1/4, 1/4, 1/2"), pi=pmf("0, 1, 0"), r=(0, 1, 1))),
        Edge("zero probability", Case(p=pmf("0, 1/2, 1/2"), pi=pmf("0, 0, 1"), r=(5, 0, 1))),
        Edge("KL = ∞", note="the right side is ∞ when σ > 0; at σ = 0 it has no meaning, and the reward can improve"),
    )
    teeth = (
        Variant("√(σ²KL), without the 2", constant=1),
        Variant("1% less than the smallest proxy", constant=Fraction(99, 50)),
        Variant("the variance in place of σ²", proxy=variance_parts),
    )
    constant: Any = 2

    def proxy(self, law: RewardLaw, side: Any) -> Any:
        """Top and bottom of σ²."""
        return proxy_parts(law, side)

    def holds(self, x: Case) -> Any:
        law, spent, gain = law_of(x.p, x.r), kl_divergence(x.pi, x.p), gain_of(x.pi, x.p, x.r)
        return [
            within(gain, self.constant, self.proxy(law, "upper"), spent, "E_π r − E_p r"),
            within(-gain, self.constant, self.proxy(law, "lower"), spent, "E_p r − E_π r"),
        ]

    @proof
    def best_exponent(self) -> Iterator[Step]:
        """The score λ(r − μ) for the best λ; and why no smaller constant will do."""
        d, s, lam, t = symbols("D s lam t")
        yield theorem(
            "G-transport-dv",
            "at g = λ(r − μ): λ(E_π r − μ) ≤ KL + ψ(λ), ψ(λ) = log E_p e^{λ(r−μ)} ≤ λ²σ²/2 for λ > 0 (what a proxy is)",
        )
        best = sqrt(2 * d / s)
        yield identity(
            "(KL + λ²σ²/2)/λ = √(2σ²KL) at λ = √(2KL/σ²), with D = KL and s = σ²",
            (d + best**2 * s / 2) / best,
            sqrt(self.constant * s * d),
        )
        yield argument(
            "KL = 0 or σ = 0: let λ → 0 or λ → ∞. The other side: the same for −r.", tested_by="all_policies"
        )
        yield theorem("G-transport-dv", "conversely ψ(λ) = max over π of λ(E_π r − μ) − KL, attained by the tilt p_λ")
        yield identity(
            "if √(2cD) bounds every improvement, then λ√(2cD) − D = cλ²/2 − (√D − λ√(c/2))² ≤ cλ²/2, so c is a proxy",
            lam * sqrt(self.constant * s * t) - t,
            s * lam**2 / 2 - (sqrt(t) - lam * sqrt(s / 2)) ** 2,
        )

    @instances(
        [
            Case(p=FIFTH, pi=MIRRORED, r=BIT),
            Case(p=pmf("1/2, 3/8, 1/8"), pi=pmf("1/8, 3/8, 1/2"), r=(0, 1, 2)),
            Case(p=COIN, pi=pmf("0, 1"), r=BIT),
            Case(p=pmf("1/8, 3/8, 1/2"), pi=pmf("1/2, 3/8, 1/8"), r=(0, 1, 2)),
        ]
    )
    def exact_proxies(self, x: Case) -> Any:
        """Where σ² is a rational over a logarithm: decided in log forms, with equality at mirror images."""
        return self.holds(x)

    @search(rewarded, examples=60)
    def all_policies(self, x: Case) -> Any:
        """Both sides, with exact or enclosed proxies."""
        return self.holds(x)


class BestOfNImprovement(Claim):
    id = "G-transport-bon"
    place = "Key results 1 and 2"
    title = "Best-of-n improves by at most √(2σ²(log n − (n−1)/n))"
    statement = "E_{π^(n)} r − E_ref r ≤ √(2σ²(log n − (n − 1)/n)) for the best-of-n policy."
    latex = r"E_{\pi^{(n)}} r - E_{\mathrm{ref}} r \le \sqrt{2\sigma^2\left(\log n - \frac{n-1}{n}\right)}"
    scope = (
        "every finite alphabet, p, r (ties too) and real n ≥ 1, with the upper proxy; strict for n > 1 unless r is"
        " constant on the support of p"
    )
    expected = "argued"
    printed_proof_uses = ("G-transport-kl", "G-bon-kl")
    statement_uses = ("G-bon-kl",)
    proof_uses = ("G-transport-kl", "G-bon-kl", "G-bon-kl-eq")

    hypotheses = (
        Hypothesis("n ≥ 1", lambda x: x.n >= 1, without=Case(p=COIN, r=BIT, n=Fraction(1, 2))),
    )  # fmt: skip
    example = Case(p=COIN, r=BIT, n=2)
    edges = (
        Edge("n = 1: both sides are 0", Case(p=COIN, r=BIT, n=1)),
        Edge("K = 1", Case(p=pmf("1"), r=(0,), n=3)),
        Edge("constant reward", Case(p=COIN, r=(1, 1), n=3)),
        Edge("ties", Case(p=pmf("1/4, 1/4, 1/2"), r=(0, 1, 1), n=4)),
        Edge("zero probability", Case(p=pmf("0, 1/2, 1/2"), r=(5, 0, 1), n=3)),
        Edge("non-integer n", Case(p=FIFTH, r=BIT, n=Fraction(3, 2))),
    )
    teeth = (
        Variant("half of log n − (n−1)/n", budget=lambda log_n, n: (log_n - (n - 1) / n) / 2),
        Variant("log n − 1", budget=lambda log_n, n: log_n - n / n),
        Variant("the variance in place of σ²", proxy=variance_parts),
    )

    def proxy(self, law: RewardLaw) -> Any:
        """Top and bottom of σ²."""
        return proxy_parts(law)

    def budget(self, log_n: Any, n: Any) -> Any:
        """The KL divergence that best-of-n may spend."""
        return log_n - (n - 1) / n

    def holds(self, x: Case) -> Any:
        law, n = law_of(x.p, x.r), Fraction(x.n)
        gain, proxy, budget = best_of_n_improvement(law, n), self.proxy(law), self.budget(log(n), n)
        if law.is_constant or n == 1:
            return [equal(gain, 0), at_most(0, budget, "the budget")]
        found = [within(gain, 2, proxy, budget, f"best of {n}")]
        if n.denominator == 1:  # the KL divergence of the model stands strictly between
            spent = kl_gap(law, n).value
            found += [within(gain, 2, proxy, spent, f"best of {n}, own KL"), less(spent, budget, "its KL")]
        return found

    @proof
    def chain(self) -> Iterator[Step]:
        """The √KL law at the policy, and the KL divergence of the policy."""
        n, s = symbols("n s")
        yield theorem("G-transport-kl", "E_{π^(n)} r − E_ref r ≤ √(2σ₊²KL(π^(n)‖π_ref))")
        yield theorem("G-bon-kl", "KL(π^(n)‖π_ref) ≤ log n − (n − 1)/n; the square root increases")
        yield theorem("G-bon-kl-eq", "strictly, for n > 1 on a finite alphabet; and σ₊² > 0 unless r is constant")
        bound = self.budget(symbolic_log(n), n)
        yield identity(
            "squared, the bound is 2σ²log n − 2σ² + 2σ²/n",
            sqrt(2 * s * bound) ** 2,
            2 * s * symbolic_log(n) - 2 * s + 2 * s / n,
        )

    @instances(
        [
            Case(p=RewardLaw.binomial(16).reference, r=tuple(range(17)), n=16),
            Case(p=pmf("9/10, 1/10"), r=BIT, n=16),
            Case(p=COIN, r=BIT, n=2),
            Case(p=pmf("9/10, 1/10"), r=BIT, n=Fraction(43, 2)),
        ]
    )  # fmt: skip
    def nearly_tight(self, x: Case) -> Any:
        """Models that come close: 3.4744 of 3.7752 for the binomial law, 0.7147 of 0.7180 for the rare reward."""
        return self.holds(x)

    @search(lambda: rewarded(policy=False, n=integers(1, 6)), examples=40)
    def small_models(self, x: Case) -> Any:
        """Ties and zero probabilities; exact where σ² has a closed form."""
        return self.holds(x)
