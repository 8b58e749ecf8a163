"""A hypothesis that reads two laws letter by letter: they are on one alphabet wherever it is compared."""

from exactalign import cross_entropy, kl_divergence
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, pmf, proof
from proofs_check.formula import KL, H, positive_law

P, Q = positive_law("p"), positive_law("q")


def positive(masses, others):
    return all(mass > 0 for mass, _ in zip(masses.probabilities, others.probabilities, strict=False))


class Price(Claim):
    id = "OK-two-laws"
    place = "Section 1"
    title = "The divergence is a difference of cross-entropies"
    statement = "KL(p‖q) = H(p, q) − H(p, p)."
    scope = "all positive p and q on the same letters"
    expected = "argued"
    hypotheses = (
        Hypothesis("p is positive", lambda x: positive(x.p, x.q), untried="both sides agree", gives=(P,)),
        Hypothesis("q is positive", lambda x: positive(x.q, x.p), untried="both sides agree", gives=(Q,)),
    )
    example = Case(p=pmf("1/3, 2/3"), q=pmf("1/2, 1/2"))
    edges = (Edge("one letter", Case(p=pmf("1"), q=pmf("1"))),)
    factor = 1
    teeth = (Variant("twice", factor=2),)

    def holds(self, x):
        return equal(kl_divergence(x.p, x.q), self.factor * cross_entropy(x.p, x.q) - cross_entropy(x.p, x.p))

    @proof
    def by_the_normal_form(self):
        yield identity("the difference", KL(P, Q) == self.factor * H(P, Q) - H(P, P))
