"""Section 4.1: Lemma 4, whether the letter law is regular again, and the displayed lines of the proof."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    equal,
    exact,
    greater,
    identity,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, is_pmf, kl, symbols, tilted, total, y, z
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import integers, models, st
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import REVERSED, W, in_s_zeta, regular_models, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.s4_1_lemma4 import product_step
from proofs_check.papers.models import COIN, ONE_LETTER


class OptimumIsRegular(Claim):
    id = "A-lem4-asm1"
    place = "Lemma 4"
    title = "Whether the aligned letter law is again regular"
    statement = "φ_δ satisfies Assumption 1: φ_δ ∈ S_ζ."
    latex = r"\phi_\delta \in \mathcal S^K_\zeta"
    flaw = (
        "φ_δ can have tied entries, and so lie in no S_ζ; its smallest entry can be below ζ; for δ ≥ "
        "δ_max it has zeros. "
        "(No later result needs it: Theorems 1 and 3 need only q > 0.)"
    )
    corrected = (
        "For δ < δ_max, φ_δ has full support, with min φ_δ > ζ (ζ/(1 − (K − 1)ζ))^α ≥ ζ^{1+α}, α = α(δ); two letters "
        "have equal probability for at most one real α, so ties occur for at most K(K − 1)/2 values of δ."
    )
    corrected_latex = (
        r"\min_k \phi_\delta(k) > \zeta\Bigl(\frac{\zeta}{1-(K-1)\zeta}\Bigr)^{\alpha(\delta)} \ge "
        r"\zeta^{1+\alpha(\delta)}"
    )
    scope = "every finite K, every ζ > 0, p and q in S_ζ, all real α ≥ 0 (0 ≤ δ < δ_max)"
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-lem1", "A-lem4-proof")
    statement_uses = ("A-lem4-product",)

    def floor(self, zeta: Fraction, alpha: int, size: int) -> Fraction:
        """What all entries of φ_δ exceed."""
        return zeta * (zeta / (1 - (size - 1) * zeta)) ** alpha

    most_ties: int = 1
    assumption_1 = False
    as_printed = Variant("as printed", assumption_1=True)
    hypotheses = (
        Hypothesis(
            "p and q have distinct entries above ζ > 0",
            lambda x: x.zeta > 0 and in_s_zeta(x.p, x.zeta) and in_s_zeta(x.q, x.zeta),
            without=Case(p=COIN, q=COIN, zeta=Fraction(1, 4), alpha=1),
        ),
        Hypothesis("α ≥ 0", lambda x: x.alpha >= 0, without=Case(p=W, q=W, zeta=Fraction(2, 7), alpha=-3)),
    )
    example = Case(p=W, q=W, zeta=Fraction(1, 4), alpha=1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, zeta=Fraction(1, 2), alpha=2)),
        Edge("α = 0: φ_δ = p", Case(p=W, q=W, zeta=Fraction(1, 4), alpha=0)),
        Edge("a tie", Case(p=REVERSED, q=W, zeta=Fraction(1, 4), alpha=1)),
        Edge("δ ≥ δ_max", note="the best letter has probability 1, the others 0"),
    )
    teeth = (
        Variant("the bound ζ", floor=lambda zeta, alpha, size: zeta),  # noqa: ARG005
        Variant("the bound ζ times α + 1", floor=lambda zeta, alpha, size: zeta * (alpha + 1)),  # noqa: ARG005
        Variant("no ties at all", most_ties=0),
    )

    def holds(self, x: Case) -> Answer:
        phi = tilt(x.p, x.q, x.alpha)
        if self.assumption_1:
            return [
                greater(min(phi.probabilities), x.zeta, "min φ"),
                equal(len(set(phi.probabilities)), len(phi), "different entries"),
            ]
        found = [greater(min(phi.probabilities), self.floor(x.zeta, x.alpha, len(phi)), "min φ")]
        found.append(at_least(self.floor(x.zeta, x.alpha, len(phi)), x.zeta ** (1 + x.alpha), "the bound"))
        for i in range(len(phi)):
            for j in range(i):
                ties = [a for a in range(-4, 5) if x.p[i] * x.q[i] ** a == x.p[j] * x.q[j] ** a]
                found.append(at_least(self.most_ties, len(ties), f"exponents that tie {j} and {i}"))
        return found

    @witness
    def tie(self) -> Case:
        """p = (2/3, 1/3), q = (1/3, 2/3), α = 1: φ_δ = (1/2, 1/2), in no S_ζ."""
        return Case(p=REVERSED, q=W, zeta=Fraction(1, 4), alpha=1)

    @proof
    def lower_bound(self) -> Iterator[Step]:
        """φ = p q^α/Z with Z ≤ q_max^α; the log-odds of two letters are affine in α."""
        p, q = families("p q")
        alpha, best = symbols("alpha q_max")
        tau = tilted(q[y], p[y], alpha)
        weight = total(p[y] * q[y] ** alpha)
        yield identity(
            "φ(y) = p(y)·(q(y)/q_max)^α·(q_max^α/Z)", tau, p[y] * (q[y] / best) ** alpha * best**alpha / weight
        )
        yield identity(
            "q_max^α − Z = Σ p (q_max^α − q^α)",
            best**alpha - weight,
            total(p[y] * (best**alpha - q[y] ** alpha)),
            given=[is_pmf(p)],
        )
        yield argument(
            "With α ≥ 0 each term is ≥ 0, so Z ≤ q_max^α. The other K − 1 entries of q exceed ζ, so q_max ≤"
            " 1 − (K − 1)ζ, and p > ζ, q > ζ give the bound; ζ ≤ ζ/(1 − (K − 1)ζ) gives the second one.",
            tested_by="regular",
        )
        weight_at_z = p[z] * q[z] ** alpha / weight
        yield identity(
            "log φ(y)/φ(z) = log p(y)/p(z) + α log q(y)/q(z): not constant in α as q(y) ≠ q(z)",
            symbolic_log(tau) - symbolic_log(weight_at_z),
            symbolic_log(p[y]) - symbolic_log(p[z]) + alpha * (symbolic_log(q[y]) - symbolic_log(q[z])),
        )
        yield exact("K = 2, α = 1", self.holds(self.example))

    @search(regular_models(alpha=st.integers(0, 4)))
    def regular(self, x: Case) -> Answer:
        """Exact tilts."""
        return self.holds(x)


class BudgetInTheProof(Claim):
    id = "A-lem4-proof"
    place = "proof of Lemma 4"
    title = "The two displayed lines of the proof"
    statement = "Lemma 4 follows from Lemma 1 by H(φ_Δ‖q) = m H(φ_δ‖q) and KL(φ_Δ‖q) = m KL(φ_δ‖q)."
    latex = r"H(\phi_\Delta\|q^m) = m H(\phi_\delta\|q),\quad D(\phi_\Delta\|q^m) = m D(\phi_\delta\|q)"
    flaw = (
        "The second line is about the divergence to q, while the constraint is about the divergence to p: read as the "
        "budget, it gives another δ. Both lines also presuppose the product form that they are to show."
    )
    corrected = (
        "The constraint is KL(φ_δ^m‖p^m) = m KL(φ_δ‖p) = Δ; with T(q^m, p^m, α) = T(q, p, α)^{⊗m} Lemma 1 "
        "gives Lemma 4."
    )
    corrected_latex = r"D(\phi_\delta^m\|p^m) = m D(\phi_\delta\|p) = \Delta"
    scope = "every finite K, every m ≥ 1, every p, every q > 0 on its support"
    expected = "amended"
    weight = "gap"
    statement_uses = ("A-lem1",)
    proof_uses = ("A-lem4-product",)

    def base(self, p: Any, q: Any) -> Any:  # noqa: ARG002
        """To what the divergence of the budget is taken."""
        return p

    times = 1
    as_printed = Variant("as printed", base=lambda p, q: q)  # noqa: ARG005
    hypotheses = (
        Hypothesis(
            "q is positive on the support of p",
            lambda x: all(x.q[o] > 0 for o in x.p.support),
            without=Case(p=COIN, q=pmf("1, 0"), alpha=-1, m=1),
        ),
    )
    example = Case(p=W, q=REVERSED, alpha=1, m=2)
    edges = (
        Edge("m = 1", Case(p=W, q=REVERSED, alpha=2, m=1)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, m=2)),
        Edge("p = q: both readings agree", Case(p=W, q=W, alpha=1, m=2)),
        Edge("constant reward", Case(p=W, q=COIN, alpha=1, m=2)),
        Edge("α = 0, Δ = 0", Case(p=W, q=REVERSED, alpha=0, m=2)),
    )
    teeth = (
        Variant("the divergence to q", base=lambda p, q: q),  # noqa: ARG005
        Variant("without the factor m in the second line", times=0),
    )

    def holds(self, x: Case) -> Answer:
        phi = tilt(x.p, x.q, x.alpha)
        word, base = phi.power(x.m), self.base(x.p, x.q)
        factor = x.m if self.times else 1
        delta = kl_divergence(word, x.p.power(x.m)) / x.m  # the budget of Definition 2, per letter
        return [
            equal(h(word, x.q.power(x.m)), x.m * h(phi, x.q), "H over words"),
            equal(kl_divergence(word, base.power(x.m)), factor * kl_divergence(phi, base), "KL over words"),
            equal(kl_divergence(phi, base), delta, "δ = Δ/m"),
        ]

    @witness
    def budget(self) -> Case:
        """T(q, p, 2) = q: its divergence to q is 0, that to p is (1/3) log 2."""
        return Case(p=REVERSED, q=W, alpha=2, m=1)

    @proof
    def additivity(self) -> Iterator[Step]:
        """Both lines by induction on m; the budget is the one of Definition 2."""
        phi, psi, p, q, r = families("phi psi p q r")
        yield identity(
            "H(φ×ψ‖q×r) = H(φ‖q) + H(ψ‖r)",
            -total(phi[y] * total(psi[z] * symbolic_log(q[y] * r[z]), z)),
            cross_entropy(phi[y], q[y]) + self.times * cross_entropy(psi[y], r[y]),
            given=[is_pmf(phi), is_pmf(psi)],
        )
        yield product_step("KL(φ×ψ‖p×r) = KL(φ‖p) + KL(ψ‖r), to be read with the p of the constraint")
        (alpha,) = symbols("alpha")
        tau = tilted(q[y], p[y], alpha)
        yield identity(
            "the budget of the letter: δ = KL(T‖p) = α E_T log q − log Z",
            kl(tau, self.base(p, q)[y]),
            -alpha * cross_entropy(tau, q[y]) - symbolic_log(total(p[y] * q[y] ** alpha)),
        )
        yield theorem("A-lem4-product", "with this budget Lemma 1 over words gives Lemma 4")

    @search(models(alpha=integers(-2, 3), m=integers(1, 3), max_size=3, max_weight=6, zeros=True), examples=60)
    def words(self, x: Case) -> Answer:
        """Exact log forms over all words."""
        return self.holds(x)
