"""Section 8: Lemma 9, tilts of tilts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, pmf, proof, search, witness
from proofs_check.algebra.symbolic import families, symbols, tilted, total, y
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, tilt


class TiltsCompose(Claim):
    id = "A-lem9"
    place = "Lemma 9"
    title = "Tilting twice adds the exponents"
    statement = "Tilting T(q, p, α) by q once more, with exponent β, gives T(q, p, α + β)."
    latex = r"T(q, T(q,p,\alpha), \beta) = T(q,p,\alpha+\beta)"
    scope = "every finite K, all real α and β, every p, every q > 0 on the support of p"
    expected = "tested"
    printed_proof_uses = ("A-lem9-proof",)

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

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        q, p = ["vec", "2/3", "1/9", "2/9"], ["vec", "1/5", "3/10", "1/2"]
        for alpha, beta, whole in (("1", "2", "3"), ("2", "-3", "-1")):
            twice = ["tilt", q, ["tilt", q, p, alpha], beta]
            yield relation(twice, "=", ["tilt", q, p, whole]), {"precision": "64"}


class PrintedProportionality(Claim):
    id = "A-lem9-proof"
    place = "Lemma 9, its proof"
    title = "The proportionality that is to prove Lemma 9"
    statement = "p q^α q^β is proportional to p q^{αβ}, hence T(q, T(q, p, α), β) = T(q, p, α + β)."
    latex = r"T(q, T(q,p,\alpha), \beta) \propto p\, q^{\alpha\beta} = T(q,p,\alpha+\beta)"
    flaw = "Exponents of one base add: the display has αβ where the next term, and the lemma, have α + β."
    corrected = "p q^α q^β = p q^{α+β}, which normalises to T(q, p, α + β)."
    corrected_latex = r"T(q, T(q,p,\alpha), \beta) \propto p\, q^{\alpha+\beta} \propto T(q,p,\alpha+\beta)"
    scope = "every finite K, all real α and β, every p, every q > 0 on the support of p"
    expected = "amended"
    corrected_expected = "tested"
    weight = "slip"
    as_printed = Variant("as printed", combined=lambda a, b: a * b)
    statement_uses = ("A-lem9",)
    notes = "With q constant or αβ = α + β (0 and 0, 2 and 2) the slip is invisible: checks must avoid these values."

    hypotheses = TiltsCompose.hypotheses
    example = Case(p=W, q=W, alpha=1, beta=1)
    edges = TiltsCompose.edges
    teeth = (
        Variant("the exponents multiplied", combined=lambda a, b: a * b),
        Variant("the second exponent lost", combined=lambda a, _: a),
    )

    def combined(self, alpha: Any, beta: Any) -> Any:
        """The exponent of the middle term."""
        return alpha + beta

    def holds(self, x: Case) -> Any:
        once = tilt(x.q, x.p, x.alpha)
        middle = tilt(x.q, x.p, self.combined(x.alpha, x.beta))
        yield equal(tilt(x.q, once, x.beta), middle, "the left side and the middle term, normalised")
        yield equal(middle, tilt(x.q, x.p, x.alpha + x.beta), "the middle term, normalised, and the right side")

    @witness
    def once_and_not_again(self) -> Case:
        """α = 1, β = 0, p uniform, q = (1/3, 2/3): p q^0 normalises to p, not to T(q, p, 1) = q."""
        return Case(p=COIN, q=W, alpha=1, beta=0)

    @proof
    def powers_add(self) -> Iterator[Step]:
        """Before and after normalising."""
        p, q = families("p q")
        alpha, beta = symbols("alpha beta")
        weight = p[y] * q[y] ** self.combined(alpha, beta)
        yield identity("p q^α q^β = p q^{α+β}", p[y] * q[y] ** alpha * q[y] ** beta, weight)
        yield identity(
            "normalised, on both sides",
            tilted(q[y], tilted(q[y], p[y], alpha), beta),
            weight / total(weight),
        )

    @search(models(alpha=integers(-3, 3), beta=integers(-3, 3), zeros=True))
    def integer_exponents(self, x: Case) -> Any:
        """Exact equality at integer exponents."""
        return self.holds(x)
