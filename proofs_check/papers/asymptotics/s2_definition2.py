"""Section 2: Definition 2, the KL-constrained problem and its two forms."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import AlignedFamily, Distribution, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    identity,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import families, is_pmf, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.language.comparisons import show
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, cross_entropy, kl
from proofs_check.papers.asymptotics.s2_definition1 import mean_reward, weighted
from proofs_check.papers.asymptotics.s3_lemma1 import budgets, positive_on_support


class Equivalence(Claim):
    id = "A-eq1-equiv"
    place = "after Definition 2"
    title = "Minimising cross entropy is maximising expected reward"
    statement = "Over the ball KL(φ‖p) ≤ Δ, the minimisers of H(φ‖q) are the maximisers of E_φ r."
    latex = r"\arg\min_{\mathcal{D}_\Delta} H(\phi\|q) = \arg\max_{\mathcal{D}_\Delta} E_\phi r"
    scope = "every finite alphabet, every p, every Δ (any set of φ), every real reward r, q ∝ e^r, any R"
    expected = "argued"
    statement_uses = ("A-def1-sign",)

    hypotheses = (Hypothesis("the reward is finite", lambda x: all(w > 0 for w in x.weights),
                             without=Case(weights=(0, 1), phi=COIN, psi=COIN)),)  # fmt: skip
    example = Case(weights=(1, 2), phi=W, psi=COIN)
    edges = (
        Edge("K = 1", Case(weights=(2,), phi=ONE_LETTER, psi=ONE_LETTER)),
        Edge("constant reward: all are both", Case(weights=(1, 1), phi=W, psi=COIN)),
        Edge("zero probability", Case(weights=(1, 2), phi=pmf("1, 0"), psi=pmf("0, 1"))),
        Edge("Δ < 0", note="the ball is empty, and so are both sets"),
        Edge("Δ = 0", note="the ball is {p}"),
    )
    teeth = (Variant("the printed sign of the reward", sign=-1),)

    sign = 1

    def holds(self, x: Case) -> Any:
        weights = tuple(map(Fraction, x.weights))
        q = Distribution.from_weights(weights)
        h_phi, h_psi = cross_entropy(x.phi, q), cross_entropy(x.psi, q)
        gain = self.sign * (mean_reward(x.phi, weights) - mean_reward(x.psi, weights))
        yield same_truth(at_most(h_phi, h_psi), at_least(gain, 0), "H(φ‖q) ≤ H(ψ‖q), E_φ r ≥ E_ψ r")
        yield same_truth(at_most(h_psi, h_phi), at_most(gain, 0), "H(φ‖q) ≥ H(ψ‖q), E_φ r ≤ E_ψ r")

    @proof
    def affine(self) -> Iterator[Step]:
        """The one is a constant minus the other."""
        phi, w = families("phi w")
        whole = total(w[y])
        yield identity(
            "H(φ‖q) = log R − E_φ r for every distribution φ, with w = e^r and q = w/R",
            symbolic_cross_entropy(phi[y], w[y] / whole),
            symbolic_log(whole) - self.sign * total(phi[y] * symbolic_log(w[y])),
            given=[is_pmf(phi)],
        )
        yield argument("So they order any set of φ oppositely.", tested_by="pairs")

    @search(weighted)
    def pairs(self, x: Case) -> Any:
        """The order of two policies by both."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        """The identity for K = 3: Σ φ (log R − r) = log R − Σ φ r when Σ φ = 1."""
        cross = ["+", *(["*", f"phi{k}", ["-", "log_r", f"r{k}"]] for k in range(3))]
        mean = ["+", *(["*", f"phi{k}", f"r{k}"] for k in range(3))]
        names = ["log_r", *(f"{name}{k}" for name in ("phi", "r") for k in range(3))]
        given = [[["+", *(f"phi{k}" for k in range(3))], "1"]]
        yield (
            {"kind": "identity", "variables": names, "given": given, "left": cross, "right": ["-", "log_r", mean]},
            {"cofactors": ["log_r"]},
        )


class MinimiserExists(Claim):
    id = "A-def2-argmin"
    place = "Definition 2"
    title = "The minimiser exists"
    statement = "H(φ‖q) has a minimiser over the ball KL(φ‖p) ≤ Δ."
    latex = r"\phi_\Delta \in \arg\min_{D(\phi\|p) \le \Delta} H(\phi\|q) \ne \emptyset"
    scope = "every finite alphabet, every p, every q > 0 on the support of p, every Δ ≥ 0"
    expected = "argued"
    statement_uses = ("A-eq1-equiv",)
    proof_uses = ("A-lem1",)

    hypotheses = (
        positive_on_support(Case(p=COIN, q=pmf("1, 0"), psi=COIN, Delta=Fraction(1))),
        Hypothesis("Δ ≥ 0", lambda x: x.Delta >= 0, without=Case(p=W, q=W, psi=W, Delta=Fraction(-1))),
    )
    example = Case(p=W, q=W, psi=COIN, Delta=Fraction(1, 10))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, Delta=Fraction(1))),
        Edge("constant reward: p is one", Case(p=W, q=COIN, psi=COIN, Delta=Fraction(1))),
        Edge("Δ = 0: p", Case(p=W, q=W, psi=W, Delta=Fraction(0))),
        Edge("Δ ≥ Δ_max: p given the best outcomes", Case(p=W, q=W, psi=COIN, Delta=log(2))),
        Edge("zero probability", Case(p=pmf("0, 1"), q=W, psi=pmf("0, 1"), Delta=Fraction(1))),
        Edge("countable alphabets", note="outside: with heavy tails there is no minimiser, and R = ∞"),
    )
    teeth = (
        Variant("the tilt by −α", exponent=lambda alpha: -alpha),
        Variant("p itself", exponent=lambda _: Fraction(0)),
    )

    def exponent(self, alpha: Any) -> Any:
        """The exponent of the minimiser, from α(Δ)."""
        return alpha

    def holds(self, x: Case) -> Any:
        family = AlignedFamily(x.p, x.q)
        found = family.align(x.Delta)
        policy: Any = found.policy if found.alpha is None else family.at(self.exponent(found.alpha))
        least = cross_entropy(policy, x.q) if isinstance(policy, Distribution) else -policy.expected_reward()
        for psi in (x.psi, x.psi.mix(x.p, Fraction(1, 2)), x.psi.mix(x.p, Fraction(9, 10)), x.p):
            if kl(psi, x.p) <= x.Delta:
                yield at_least(cross_entropy(psi, x.q), least, f"H of {show(psi)}")
        yield at_most(0, x.Delta, "p is in the ball")

    @proof
    def by_naming_it(self) -> Iterator[Step]:
        """A minimiser in each case."""
        p, q = families("p q")
        alpha, c = symbols("alpha c")
        weight = p[y] * q[y] ** alpha
        yield theorem(
            "A-lem1",
            "T(q, p, α(Δ)) for 0 ≤ Δ < Δ_max, and p given the best outcomes for Δ ≥ Δ_max; for a constant reward p",
        )
        yield identity(
            "the first is a distribution of the family: its log is log p + α log q − log Z",
            total(weight / total(weight) * symbolic_log(weight / total(weight))),
            total(weight / total(weight) * (symbolic_log(p[y]) + self.exponent(alpha) * symbolic_log(q[y])))
            - symbolic_log(total(weight)),
        )
        yield identity("for a constant reward H is constant", symbolic_cross_entropy(p[y], c), -symbolic_log(c),
                       given=[is_pmf(p)])  # fmt: skip

    @search(budgets, examples=60)
    def all_budgets(self, x: Case) -> Any:
        """The named minimiser against other members of the ball."""
        return self.holds(x)
