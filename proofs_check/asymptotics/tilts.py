"""Section 8: Lemma 9, tilts of tilts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, pmf, proof, search
from proofs_check.asymptotics.common import COIN, ONE_LETTER, W, tilt
from proofs_check.searches import integers, models
from proofs_check.steps import Step
from proofs_check.symbolic import families, symbols, tilted, y


class TiltsCompose(Claim):
    id = "A-lem9"
    place = "Lemma 9"
    title = "Tilting twice adds the exponents"
    statement = "Tilting T(q, p, α) by q once more, with exponent β, gives T(q, p, α + β)."
    latex = r"T(q, T(q,p,\alpha), \beta) = T(q,p,\alpha+\beta)"
    scope = "every finite K, all real α and β, every p, every q > 0 on the support of p"
    expected = "proved"

    hypotheses = (
        Hypothesis(
            "q is positive on the support of p",
            lambda x: all(x.q[o] > 0 for o in x.p.support),
            without=Case(p=COIN, q=pmf("1, 0"), alpha=-1, beta=0),
        ),
    )
    example = Case(p=W, q=W, alpha=1, beta=1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, beta=2)),
        Edge("constant reward", Case(p=W, q=COIN, alpha=1, beta=2)),
        Edge("β = 0", Case(p=W, q=W, alpha=2, beta=0)),
        Edge("α = −β gives p back", Case(p=W, q=W, alpha=3, beta=-3)),
        Edge("zero probability in p", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), alpha=1, beta=1)),
    )
    teeth = (
        Variant("the exponents multiplied", combined=lambda a, b: a * b),
        Variant("twice the second exponent", combined=lambda a, b: a + 2 * b),
    )

    def combined(self, alpha: Any, beta: Any) -> Any:
        """The exponent on the right-hand side."""
        return alpha + beta

    def holds(self, x: Case) -> Any:
        once = tilt(x.q, x.p, x.alpha)
        return equal(tilt(x.q, once, x.beta), tilt(x.q, x.p, self.combined(x.alpha, x.beta)))

    @proof
    def normal_form(self) -> Iterator[Step]:
        """Powers of q multiply, and the normaliser of the first tilt cancels."""
        p, q = families("p q")
        alpha, beta = symbols("alpha beta")
        yield identity(
            "p q^α/Z(α) · q^β, normalised again, is p q^{α+β}/Z(α+β), with Z(α) = Σ p q^α",
            tilted(q[y], tilted(q[y], p[y], alpha), beta),
            tilted(q[y], p[y], self.combined(alpha, beta)),
        )

    @search(models(alpha=integers(-3, 3), beta=integers(-3, 3), zeros=True))
    def integer_exponents(self, x: Case) -> Any:
        """Exact equality at integer exponents."""
        return self.holds(x)
