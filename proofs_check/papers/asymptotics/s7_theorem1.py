"""Section 7: the proofs of Theorem 1 and of Corollary 1 from Theorem 3."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import Distribution, LogForm, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    equal,
    identity,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import families, symbols, tilted, y
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, REVERSED, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence

Q_POSITIVE = Hypothesis(
    "q is positive on the support of the source",
    lambda x: all(x.q[o] > 0 for o in x.p.support),
    without=Case(p=COIN, q=pmf("1, 0"), alpha=-1, gamma=-1, beta=-1),
)


class SubstitutionInTheorem3(Claim):
    id = "A-thm1-proof"
    place = "Section 7, proof of Theorem 1"
    title = "Theorem 1 from Theorem 3"
    statement = "Theorem 1 is Theorem 3 with q replaced by φ_Δ = T(q, p, Δ), and Lemma 9 for T(q, φ_Δ, β)."
    latex = r"q \to \phi_\Delta = T(q,p,\Delta)"
    flaw = (
        "It is p, the law of Y, that must be replaced, by φ_δ: with q replaced one gets the deviations "
        "of −(1/m) log φ^m(Y) "
        "for Y ~ p^m, whose rate vanishes elsewhere. And φ_δ is the tilt with exponent α(δ), not Δ."
    )
    corrected = (
        "Theorem 3 with p replaced by φ_δ = T(q, p, α(δ)); by Lemma 9, T(q, φ_δ, γ) = T(q, p, α(δ) + γ), so β(t) = "
        "α(δ) + γ. (Theorem 3 needs no ζ, which is as well: φ_δ may leave S_ζ.)"
    )
    corrected_latex = r"p \to \phi_\delta = T(q,p,\alpha(\delta))"
    scope = "every finite K, every p (zeros allowed), every q > 0 on its support, all real α(δ) and γ"
    expected = "amended"
    weight = "slip"
    statement_uses = ("A-thm1", "A-thm3")
    proof_uses = ("A-thm3", "A-lem9", "A-thm3-c")

    exponent_is_budget = False

    def replaced(self, p: Any, q: Any, phi: Any) -> tuple[Any, Any]:  # noqa: ARG002
        """The source and the alignment distribution that Theorem 3 is applied to."""
        return phi, q

    as_printed = Variant("as printed", replaced=lambda p, q, phi: (p, phi), exponent_is_budget=True)  # noqa: ARG005
    hypotheses = (Q_POSITIVE,)
    example = Case(p=W, q=W, alpha=1, gamma=1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, gamma=1)),
        Edge("α = 0: Theorem 3 itself", Case(p=W, q=REVERSED, alpha=0, gamma=1)),
        Edge("constant reward", Case(p=W, q=COIN, alpha=1, gamma=1)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), alpha=1, gamma=-1)),
    )
    teeth = (
        Variant("q replaced", replaced=lambda p, q, phi: (p, phi)),  # noqa: ARG005
        Variant("both replaced", replaced=lambda p, q, phi: (phi, phi)),  # noqa: ARG005
        Variant("the exponent Δ", exponent_is_budget=True),
    )

    def holds(self, x: Case) -> Any:
        phi = tilt(x.p, x.q, x.alpha)
        source, alignment = self.replaced(x.p, x.q, phi)
        found = [
            equal(h(source, alignment), h(phi, x.q), "where the rate vanishes, and where it must"),
            equal(tilt(source, alignment, x.gamma), tilt(x.p, x.q, x.alpha + x.gamma), "the tilts of the source"),
        ]
        if self.exponent_is_budget:
            found.append(equal(kl_divergence(phi, x.p), LogForm.of(x.alpha), "Δ as the exponent"))
        return found

    @witness
    def other_variable(self) -> Case:
        """p = q = (1/3, 2/3), α = 1: the rate would vanish at H(p‖φ) = log 5 − (4/3) log 2, not at H(φ‖q)."""
        return Case(p=W, q=W, alpha=1, gamma=1)

    @proof
    def substitution(self) -> Iterator[Step]:
        """The source of Y^m is replaced."""
        p, q = families("p q")
        alpha, gamma = symbols("alpha gamma")
        phi = tilted(q[y], p[y], alpha)
        source, alignment = self.replaced(p[y], q[y], phi)
        yield theorem("A-thm3", "for the source φ_δ and the alignment distribution q")
        yield theorem("A-lem9", "T(q, φ_δ, γ) = T(q, p, α(δ) + γ)")
        yield identity(
            "the tilts of the source are on the aligned family",
            tilted(alignment, source, gamma),
            tilted(q[y], p[y], alpha + gamma),
        )
        yield theorem("A-thm3-c", "for the source φ_δ: the rate vanishes at H(φ_δ‖q), and only there")

    @search(models(alpha=integers(0, 3), gamma=integers(-3, 3), zeros=True, min_size=2))
    def random_models(self, x: Case) -> Any:
        """Exact tilts and log forms."""
        return self.holds(x)


def log_moment(phi: Distribution, q: Distribution, gamma: int) -> LogForm:
    """log Σ φ q^γ."""
    return log(sum((mass * q[o] ** gamma for o, mass in phi.items() if mass), Fraction(0)))
