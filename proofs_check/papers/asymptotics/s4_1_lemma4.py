"""Section 4.1: Lemma 4, the optimal model over sequences as a product."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import AlignedFamily, Alignment, Distribution, LogForm, log
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
    identity,
    less,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import families, is_pmf, kl, symbols, tilted, total, y, z
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import fractions, integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import W, tilt
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.models import COIN, ONE_LETTER


def budget_of(x: Case) -> LogForm:
    """δ: given, or KL(T(q, p, α)‖p), or δ_max plus something."""
    if "delta" in x:
        return LogForm.of(x.delta)
    if "beyond" in x:
        return LogForm.of(AlignedFamily(x.p, x.q).kl_max + x.beyond)
    return LogForm.of(kl_divergence(tilt(x.p, x.q, x.alpha), x.p))


def optimum_of_letters(x: Case) -> Alignment:
    """The optimum of Definition 2 for one letter, at δ."""
    return AlignedFamily(x.p, x.q).align(budget_of(x))


def optimum_of_words(x: Case, budget: LogForm) -> Alignment:
    """The optimum of Definition 2 among all laws on the K^m words."""
    return AlignedFamily(x.p.power(x.m), x.q.power(x.m)).align(budget)


class ProductForm(Claim):
    id = "A-lem4-product"
    place = "Lemma 4"
    title = "The optimal model over words is a product of tilts"
    statement = "φ_Δ(y^m) = Π φ_δ(y_i) with φ_δ = T(q, p, α(δ)), KL(T(q, p, α(δ))‖p) = δ and Δ = mδ."
    latex = r"\phi_\Delta = \phi_\delta^{\otimes m},\quad \phi_\delta = T(q,p,\alpha(\delta)),\quad \Delta = m\delta"
    flaw = (
        "No α(δ) exists for δ ≥ δ_max = −log p(best letters), and such δ always lie in the range [0, log 1/ζ] that the "
        "source uses: there φ_δ has zeros and is no tilt."
    )
    corrected = (
        "For a reward that is not constant and 0 ≤ δ < δ_max: φ_Δ = T(q, p, α(δ))^{⊗m}, the one optimum "
        "among all laws on "
        "words, with the same α at (q^m, p^m, mδ) as at (q, p, δ). (For all δ: A-lem4-product-form.)"
    )
    scope = (
        "every finite K, every m ≥ 1, every p (zeros allowed), every q > 0 not constant on its support, 0 ≤ δ < δ_max"
    )
    expected = "amended"
    weight = "condition"
    printed_proof_uses = ("A-lem1", "A-lem4-proof")
    statement_uses = ("A-lem1", "A-lem1-alpha")
    proof_uses = ("A-lem1", "A-lem1-alpha")

    def word_budget(self, delta: LogForm, m: int) -> LogForm:
        """Δ."""
        return delta * m

    def exponent(self, alpha: Any, m: Any) -> Any:  # noqa: ARG002
        """The exponent of the tilt of the product."""
        return alpha

    hypotheses = (
        Hypothesis(
            "δ < δ_max (which is 0 for a constant reward)",
            lambda x: budget_of(x) < AlignedFamily(x.p, x.q).kl_max,
            without=Case(p=W, q=W, m=1, delta=log("3/2")),
            added=True,
        ),
    )
    example = Case(p=W, q=W, alpha=1, m=2)
    edges = (
        Edge("m = 1", Case(p=W, q=W, alpha=2, m=1)),
        Edge("δ = 0: α = 0", Case(p=W, q=W, alpha=0, m=2)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, m=2)),
        Edge("δ > δ_max", Case(p=W, q=W, delta=log(2), m=2)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), alpha=1, m=2)),
        Edge("ties among the letters", Case(p=pmf("1/4, 1/4, 1/2"), q=pmf("1/4, 3/8, 3/8"), alpha=1, m=2)),
    )
    teeth = (
        Variant("Δ = δ", word_budget=lambda delta, m: delta),  # noqa: ARG005
        Variant("Δ = δ/m", word_budget=lambda delta, m: delta / m),
        Variant("α(Δ) = m α(δ)", exponent=lambda alpha, m: alpha * m),
    )

    def holds(self, x: Case) -> Answer:
        delta, letters = budget_of(x), optimum_of_letters(x)
        if letters.alpha is None:
            return less(delta, letters.kl_max, "α(δ) exists")
        whole = optimum_of_words(x, self.word_budget(delta, x.m))
        product = tilt(x.p, x.q, letters.alpha).power(x.m)
        return [
            equal(whole.alpha, self.exponent(letters.alpha, x.m), "α at (q^m, p^m, mδ)"),
            equal(whole.policy, product, "φ_Δ"),
        ]

    def certificates(self) -> Certificates:
        """The tilt of a product at m = 2, and the budget of the witness."""
        let = [("p", expression(W))]
        words = ["tilt", ["product", "p", "2"], ["product", "p", "2"], "1"]
        yield relation(words, "=", ["product", ["tilt", "p", "p", "1"], "2"], let=let), {"precision": "64"}
        yield relation(["kl", ["vec", "0", "1"], "p"], "=", ["log", "3/2"], let=let), {"precision": "64"}

    @witness
    def at_the_maximum(self) -> Case:
        """p = q = (1/3, 2/3), m = 1, δ = log(3/2): the optimum (0, 1) is no tilt."""
        return Case(p=W, q=W, m=1, delta=log("3/2"))

    @proof
    def product(self) -> Iterator[Step]:
        """The tilt of a product is the product of the tilts, and KL adds up; by induction on m."""
        p, q, big_p, big_q = families("p q P Q")
        alpha, m = symbols("alpha m")
        tau = tilted(q[y], p[y], alpha)
        power = self.exponent(alpha, m)
        big = big_p[z] * big_q[z] ** alpha
        yield identity(
            "T(Q×q, P×p, α) = T(Q, P, α) × T(q, p, α), P and Q the laws of m − 1 letters",
            p[y]
            * big_p[z]
            * (big_q[z] * q[y]) ** power
            / total(p[y] * total(big_p[z] * (big_q[z] * q[y]) ** power, z), y),
            big / total(big, z) * tau,
        )
        yield product_step("KL(T^{⊗m}‖p^m) = m KL(T‖p): KL(φ×ψ‖p×r) = KL(φ‖p) + KL(ψ‖r)")
        yield argument(
            "So KL(T(q^m, p^m, α)‖p^m) = mδ exactly if KL(T(q, p, α)‖p) = δ; and δ_max(m) = −log p^m(best words) ="
            " m δ_max, as the best words are those of best letters.",
            tested_by="words",
        )
        yield theorem("A-lem1-alpha", "for 0 ≤ δ < δ_max there is exactly one such α ≥ 0")
        yield theorem(
            "A-lem1", "on words, with (q^m, p^m, mδ): T(q^m, p^m, α) is the one optimum among all laws on words"
        )

    @search(models(alpha=integers(0, 3), m=integers(1, 3), max_size=3, max_weight=5, zeros=True), examples=50)
    def words(self, x: Case) -> Answer:
        """Exact: the optimum over all words, found at the budget mδ, against the product."""
        return self.holds(x)


def product_step(words: str) -> Step:
    """KL adds up over independent parts."""
    phi, p, psi, r = families("phi p psi r")
    inner = total(psi[z] * (symbolic_log(phi[y] * psi[z]) - symbolic_log(p[y] * r[z])), z)
    split = kl(phi[y], p[y]) + kl(psi[y], r[y])
    return identity(words, total(phi[y] * inner), split, given=[is_pmf(phi), is_pmf(psi)])


class ProductAtEveryBudget(Claim):
    id = "A-lem4-product-form"
    place = "Lemma 4"
    title = "The optimal model over words is memoryless at every budget"
    statement = "φ_Δ is memoryless: φ_Δ = φ_δ^{⊗m} with Δ = mδ, for every δ ≥ 0."
    latex = r"\phi_{m\delta} = \phi_\delta^{\otimes m}\quad\text{for all }\delta\ge 0"
    scope = "every finite K, every m ≥ 1, every p, every q > 0 with one best letter on the support of p, every δ ≥ 0"
    expected = "argued"
    printed_proof_uses = ("A-lem1", "A-lem4-proof")
    statement_uses = ("A-lem1",)
    proof_uses = ("A-lem1", "A-lem4-product")

    def word_budget(self, delta: LogForm, m: int) -> LogForm:
        """Δ."""
        return delta * m

    def beyond(self, best: Distribution, p: Distribution) -> Distribution:  # noqa: ARG002
        """The law of a letter at δ ≥ δ_max."""
        return best

    hypotheses = (
        Hypothesis(
            "one letter of the support of p has the largest reward (Assumption 2 gives it)",
            lambda x: len(AlignedFamily(x.p, x.q).groups[-1]) == 1,
            without=Case(p=Distribution.uniform(3), q=pmf("1/5, 2/5, 2/5"), m=2, delta=log(4)),
        ),
    )
    example = Case(p=W, q=W, alpha=1, m=2)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, delta=log(2), m=2)),
        Edge("δ = 0", Case(p=W, q=W, alpha=0, m=2)),
        Edge("δ = δ_max", Case(p=W, q=W, beyond=Fraction(0), m=2)),
        Edge("δ > δ_max", Case(p=W, q=W, beyond=Fraction(1, 3), m=2)),
        Edge("constant reward", Case(p=W, q=COIN, delta=log(2), m=2)),
    )
    teeth = (
        Variant("Δ = δ", word_budget=lambda delta, m: delta),  # noqa: ARG005
        Variant("p at δ ≥ δ_max", beyond=lambda best, p: p),  # noqa: ARG005
    )

    def holds(self, x: Case) -> Answer:
        letters = optimum_of_letters(x)
        whole = optimum_of_words(x, self.word_budget(budget_of(x), x.m))
        policy = letters.policy if letters.alpha is not None else self.beyond(AlignedFamily(x.p, x.q).best, x.p)
        found = equal(whole.policy, policy.power(x.m) if isinstance(policy, Distribution) else policy, "φ_Δ")
        return [found, equal(whole.unique, True, "one optimum")]

    def certificates(self) -> Certificates:
        """The budget of the best word at m = 3."""
        let = [("p", expression(W)), ("best", ["vec", "0", "1"])]
        words = ["kl", ["product", "best", "3"], ["product", "p", "3"]]
        yield relation(words, "=", ["*", "3", ["kl", "best", "p"]], let=let), {"precision": "64"}

    @proof
    def cases(self) -> Iterator[Step]:
        """Below δ_max Lemma 4 in its corrected form; from there on the word of best letters."""
        m, delta, mass = symbols("m delta p_best")
        yield theorem("A-lem4-product", "for δ < δ_max and a reward that is not constant")
        yield identity(
            "Δ ≥ Δ_max(m) exactly if δ ≥ δ_max: mδ − Δ_max(m) = m (δ − δ_max), with p^m(best word) = p(best)^m",
            self.word_budget(delta, m) + symbolic_log(mass**m),
            m * (delta + symbolic_log(mass)),
        )
        yield theorem("A-lem1", "from δ_max on, the one optimum is the best word; for one letter, the best letter")
        yield argument(
            "The point mass on the word of best letters is the product of the point masses.",
            tested_by="words_of_best_letters",
        )

    @search(models(alpha=integers(0, 2), m=integers(1, 3), max_size=3, max_weight=5, zeros=True), examples=30)
    def words(self, x: Case) -> Answer:
        """Exact: the optimum over all words, at a budget below the largest."""
        return self.holds(x)

    @search(
        models(beyond=fractions(0, 2, 3), m=integers(1, 3), min_size=2, max_size=3, max_weight=5, zeros=True),
        examples=30,
    )
    def words_of_best_letters(self, x: Case) -> Answer:
        """Exact: the optimum over all words, at δ_max and beyond."""
        return self.holds(x)
