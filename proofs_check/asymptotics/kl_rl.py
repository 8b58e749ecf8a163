"""Section 3: the optimal aligned model, Lemmas 1 to 3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exactalign import oo
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, pmf, proof, search
from proofs_check.asymptotics.common import COIN, ONE_LETTER, W, tilt
from proofs_check.asymptotics.common import cross_entropy as h
from proofs_check.asymptotics.common import kl as kl_divergence
from proofs_check.searches import integers, models
from proofs_check.steps import Step
from proofs_check.symbolic import cross_entropy, families, is_pmf, kl, symbols, tilted, total, y


class TiltIdentity(Claim):
    id = "A-lem2-identity"
    place = "(2)–(3), proof of Lemma 2"
    title = "The KL divergence to a tilt, by KL to the reference and cross entropy"
    statement = "KL(ψ‖φ) = KL(ψ‖p) − KL(φ‖p) + α (H(ψ‖q) − H(φ‖q)) for φ = T(q, p, α)."
    latex = r"D(\psi\|\phi) = D(\psi\|p) - D(\phi\|p) + \alpha\,(H(\psi\|q) - H(\phi\|q)),\quad \phi = T(q,p,\alpha)"
    scope = "every finite K, all real α, every ψ ≪ p (otherwise both sides are ∞), every p, q > 0 on the support of p"
    expected = "proved"

    hypotheses = (
        Hypothesis(
            "q is positive on the support of p",
            lambda x: all(x.q[o] > 0 for o in x.p.support),
            without=Case(p=COIN, q=pmf("1, 0"), psi=COIN, alpha=1),
        ),
        Hypothesis("ψ sums to 1", lambda _: True, untried="ψ is a distribution by its type; the proof uses Σψ = 1"),
    )
    example = Case(p=W, q=W, psi=pmf("0, 1"), alpha=1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, alpha=1)),
        Edge("α = 0", Case(p=W, q=W, psi=COIN, alpha=0)),
        Edge("ψ = φ", Case(p=W, q=W, psi=pmf("1/5, 4/5"), alpha=1)),
        Edge("constant reward", Case(p=W, q=COIN, psi=pmf("1, 0"), alpha=2)),
        Edge("ψ not absolutely continuous: ∞ = ∞", Case(p=pmf("1, 0"), q=COIN, psi=COIN, alpha=1)),
        Edge("negative α", Case(p=W, q=W, psi=pmf("1, 0"), alpha=-2)),
    )
    teeth = (
        Variant("the sign of α", sign=-1),
        Variant("without KL(φ‖p)", reference_share=0),
        Variant("φ tilted by α + 1", exponent=lambda alpha: alpha + 1),
    )

    sign = 1
    reference_share = 1

    def exponent(self, alpha: Any) -> Any:
        """The exponent of φ."""
        return alpha

    def holds(self, x: Case) -> Any:
        phi = tilt(x.q, x.p, self.exponent(x.alpha))
        left, start = kl_divergence(x.psi, phi), kl_divergence(x.psi, x.p)
        if start == oo:
            return equal(left, start)
        gain = x.alpha * (h(x.psi, x.q) - h(phi, x.q))
        return equal(left, start - self.reference_share * kl_divergence(phi, x.p) + self.sign * gain)

    @proof
    def normal_form(self) -> Iterator[Step]:
        """log φ = log p + α log q − log Z on the support of p, with Z = Σ p q^α; both lines integrate it."""
        p, q, psi = families("p q psi")
        (alpha,) = symbols("alpha")
        phi = tilted(q[y], p[y], self.exponent(alpha))
        yield identity("φ is a distribution", total(phi), 1)
        yield identity(
            "the identity, both sides linear in Σ ψ log ψ, Σ ψ log p, Σ ψ log q and log Z",
            kl(psi[y], phi),
            kl(psi[y], p[y])
            - self.reference_share * kl(phi, p[y])
            + self.sign * alpha * (cross_entropy(psi[y], q[y]) - cross_entropy(phi, q[y])),
            given=[is_pmf(psi)],
        )

    @search(models(alpha=integers(-3, 3), zeros=True, also={"psi": "pmf"}))
    def integer_exponents(self, x: Case) -> Any:
        """Equality of log forms at integer exponents, ψ outside the support of p included."""
        return self.holds(x)
