"""Section 7: the expansion in the proof of Corollary 1, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exactalign import LogForm
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
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import families, is_pmf, kl, symbols, tilted, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.s7_theorem1 import Q_POSITIVE, log_moment


class Expansion(Claim):
    id = "A-cor1-proof-expand"
    place = "after (8), proof of Corollary 1"
    title = "The expansion of the expression in the supremum"
    statement = "−Σ T log(T/(φ q^γ)) = −KL(T‖T(q, φ, γ)) − log Σ φ q^γ, T = T(q, p, β)."
    latex = r"-\sum_y T\log\frac{T}{\phi q^\gamma} = -D(T\|T(q,\phi,\gamma)) - \log\sum_y\phi q^\gamma"
    flaw = (
        "The sign of the last term. (And the left-hand side is −γH − D: it silently has the corrected sign, "
        "against (8).)"
    )
    corrected = "−Σ T log(T/(φ q^γ)) = −KL(T‖T(q, φ, γ)) + log Σ φ q^γ, for every law T."
    corrected_latex = r"-\sum_y T\log\frac{T}{\phi q^\gamma} = -D(T\|T(q,\phi,\gamma)) + \log\sum_y\phi q^\gamma"
    scope = "every finite K, every law T ≪ φ (here φ is p: zeros allowed), every q > 0 on the support, all real γ"
    expected = "amended"
    corrected_expected = "tested"
    weight = "slip"

    sign = 1
    at = staticmethod(lambda gamma: gamma)
    as_printed = Variant("as printed", sign=-1)
    hypotheses = (Q_POSITIVE,)
    example = Case(p=W, q=W, gamma=1, beta=0)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, gamma=1, beta=0)),
        Edge("γ = 0", Case(p=W, q=W, gamma=0, beta=1)),
        Edge("constant reward", Case(p=W, q=COIN, gamma=1, beta=1)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), gamma=1, beta=-1)),
    )
    teeth = (
        Variant("the printed sign", sign=-1),
        Variant("T(q, φ, −γ)", at=lambda gamma: -gamma),
    )

    def holds(self, x: Case) -> Any:
        policy = tilt(x.p, x.q, x.beta)
        left = -LogForm.of(kl_divergence(policy, x.p)) - x.gamma * h(policy, x.q)
        right = self.sign * log_moment(x.p, x.q, x.gamma) - kl_divergence(policy, tilt(x.p, x.q, self.at(x.gamma)))
        return equal(left, right, "the expansion")

    @witness
    def biased_coin(self) -> Case:
        """φ = q = T = (1/3, 2/3), γ = 1: the two sides differ by 2 log(9/5)."""
        return Case(p=W, q=W, gamma=1, beta=0)

    @proof
    def normal_form(self) -> Iterator[Step]:
        """φ q^γ = T(q, φ, γ)·Σ φ q^γ, and ΣT = 1."""
        phi, q, t = families("phi q T")
        (gamma,) = symbols("gamma")
        yield identity(
            "the expansion, for every law T",
            -total(t[y] * (symbolic_log(t[y]) - symbolic_log(phi[y] * q[y] ** gamma))),
            -kl(t[y], tilted(q[y], phi[y], self.at(gamma))) + self.sign * symbolic_log(total(phi[y] * q[y] ** gamma)),
            given=[is_pmf(t)],
        )

    @search(models(gamma=integers(-3, 3), beta=integers(-3, 3), zeros=True))
    def random_models(self, x: Case) -> Any:
        """Exact log forms."""
        return self.holds(x)


class RemainingTerm(Claim):
    id = "A-cor1-proof-last"
    place = "after (8), proof of Corollary 1"
    title = "The remaining term as a Rényi cross entropy"
    statement = "The remaining term −log Σ φ q^γ is (γ + 1) H_{γ+1}(φ‖q)."
    latex = r"-\log\sum_y\phi q^\gamma = (\gamma+1) H_{\gamma+1}(\phi\|q)"
    flaw = "The factor is γ, from H_t = (1/(1 − t)) log Σ φ q^{t−1} at t = 1 + γ; the two agree only where H_{1+γ} = 0."
    corrected = "log Σ φ q^γ = −γ H_{1+γ}(φ‖q); division by γ gives Corollary 1."
    corrected_latex = r"\log\sum_y\phi q^\gamma = -\gamma H_{1+\gamma}(\phi\|q)"
    scope = "every finite K, every φ (here p), every q > 0 on its support, all real γ ≠ 0"
    expected = "amended"
    corrected_expected = "tested"
    weight = "slip"
    statement_uses = ("A-cor1",)

    def factor(self, gamma: Any) -> Any:
        """The factor of H_{1+γ}."""
        return gamma

    shift = 1
    as_printed = Variant("as printed", factor=lambda gamma: gamma + 1)
    hypotheses = (
        Q_POSITIVE,
        Hypothesis("γ ≠ 0", lambda x: x.gamma != 0, without=Case(p=W, q=W, gamma=0)),
    )
    example = Case(p=W, q=W, gamma=1)
    edges = (
        Edge("K = 1: 0 = 0", Case(p=ONE_LETTER, q=ONE_LETTER, gamma=1)),
        Edge("constant reward", Case(p=W, q=COIN, gamma=2)),
        Edge("negative γ", Case(p=W, q=W, gamma=-2)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), gamma=1)),
    )
    teeth = (
        Variant("the factor γ + 1", factor=lambda gamma: gamma + 1),
        Variant("the order 2 + γ", shift=2),
    )

    def holds(self, x: Case) -> Any:
        order = x.gamma + self.shift
        if order == 1:
            renyi = LogForm.of(h(x.p, x.q))
            if x.gamma == 0:
                raise ZeroDivisionError("H_1 is not given by the formula (1/(1 − t)) log Σ φ q^{t−1}")
        else:
            renyi = log_moment(x.p, x.q, order - 1) / (1 - order)
        return equal(-log_moment(x.p, x.q, x.gamma), self.factor(x.gamma) * renyi, "−log Σ φ q^γ")

    @witness
    def biased_coin(self) -> Case:
        """φ = q = (1/3, 2/3), γ = 1: log(9/5) against 2 log(9/5)."""
        return Case(p=W, q=W, gamma=1)

    @proof
    def definition(self) -> Iterator[Step]:
        """1/(1 − t) = −1/γ at t = 1 + γ."""
        phi, q = families("phi q")
        (gamma,) = symbols("gamma")
        t = gamma + self.shift
        yield identity(
            "−log Σ φ q^γ = γ·(1/(1 − t)) log Σ φ q^{t−1} at t = 1 + γ",
            -symbolic_log(total(phi[y] * q[y] ** gamma)),
            self.factor(gamma) * symbolic_log(total(phi[y] * q[y] ** (t - 1))) / (1 - t),
        )

    @search(models(gamma=integers(-3, 3), zeros=True))
    def random_models(self, x: Case) -> Any:
        """Exact log forms."""
        return self.holds(x)


class WhereTheMaximumIs(Claim):
    id = "A-cor1-proof-max"
    place = "after (8), proof of Corollary 1"
    title = "Where the supremum is attained"
    statement = (
        "The supremum (of the corrected expression −γ H(T_β‖q) − KL(T_β‖φ_δ), A-cor1-proof-varadhan) is attained where "
        "T(q, p, β) = T(q, φ_δ, γ), which is possible as φ_δ is on the aligned family."
    )
    latex = r"T(q,p,\beta) = T(q,\phi_\delta,\gamma)\ \text{at}\ \beta = \alpha(\delta)+\gamma"
    scope = (
        "every finite K, every p (zeros allowed), every q > 0 on its support, all real α(δ) (so "
        "δ < δ_max) and γ: at β = α(δ) + γ, and only there if q is not constant on the support"
    )
    expected = "argued"
    proof_uses = ("A-lem9", "A-cor1-proof-expand", "thm:gibbs")

    def attained(self, alpha: Any, gamma: Any) -> Any:
        """The β of the maximum."""
        return alpha + gamma

    hypotheses = (
        Q_POSITIVE,
        Hypothesis("q is not constant on the support of p", lambda x: len({x.q[o] for o in x.p.support}) > 1,
                   without=Case(p=W, q=COIN, alpha=1, gamma=1, beta=0)),
    )  # fmt: skip
    example = Case(p=W, q=W, alpha=1, gamma=1, beta=0)
    edges = (
        Edge("K = 1: outside", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, gamma=1, beta=0)),
        Edge("α = 0", Case(p=W, q=W, alpha=0, gamma=1, beta=0)),
        Edge("γ = 0", Case(p=W, q=W, alpha=1, gamma=0, beta=0)),
        Edge("at the maximum", Case(p=W, q=W, alpha=1, gamma=1, beta=2)),
    )
    teeth = (
        Variant("β = αγ", attained=lambda alpha, gamma: alpha * gamma),
        Variant("β = γ", attained=lambda alpha, gamma: gamma),  # noqa: ARG005
    )

    def holds(self, x: Case) -> Any:
        phi = tilt(x.p, x.q, x.alpha)
        at_beta, best = (tilt(x.p, x.q, b) for b in (x.beta, self.attained(x.alpha, x.gamma)))
        here, most = (-x.gamma * h(t, x.q) - LogForm.of(kl_divergence(t, phi)) for t in (at_beta, best))
        return [
            at_most(here, most, "the expression at β and at its maximum"),
            same_truth(here == most, x.beta == self.attained(x.alpha, x.gamma), "equal at the maximum only"),
            equal(most, log_moment(phi, x.q, x.gamma), "the maximum"),
        ]

    def certificates(self) -> Any:
        """T(q, φ, 1) = T(q, p, 2) for φ = T(q, p, 1), p = q = (1/3, 2/3)."""
        twice = ["tilt", "q", ["tilt", "q", "q", "1"], "1"]
        yield relation(twice, "=", ["tilt", "q", "q", "2"], let=[("q", expression(W))]), {"precision": "64"}

    @proof
    def on_the_family(self) -> Iterator[Step]:
        """Lemma 9 names the tilt."""
        p, q = families("p q")
        alpha, gamma = symbols("alpha gamma")
        yield theorem("A-cor1-proof-expand", "the expression is log Σ φ q^γ − KL(T_β‖T(q, φ_δ, γ))")
        yield theorem("thm:gibbs", "so it is largest exactly where T_β = T(q, φ_δ, γ)")
        yield theorem("A-lem9", "T(q, φ_δ, γ) = T(q, p, α(δ) + γ), as φ_δ = T(q, p, α(δ))")
        yield identity(
            "which is on the aligned family",
            tilted(q[y], tilted(q[y], p[y], alpha), gamma),
            tilted(q[y], p[y], self.attained(alpha, gamma)),
        )
        yield argument(
            "For q not constant on the support T_β/T_β′ ∝ q^{β−β′} is not constant for β ≠ β′, so no "
            "other β gives this law.",
            tested_by="random_models",
        )

    @search(models(alpha=integers(0, 3), gamma=integers(-2, 3), beta=integers(-2, 6), zeros=True, min_size=2))
    def random_models(self, x: Case) -> Any:
        """Exact log forms."""
        return self.holds(x)
