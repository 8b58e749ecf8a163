""""""
# ruff: noqa

from exactalign import cross_entropy, kl_divergence
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, pmf, proof
from proofs_check.formula import KL, H, absolutely_continuous, law, log, real

p, q, u = law("p"), law("q"), real("u")


class Loss(Claim):
    id = "R-loss"
    place = "Remark 1"
    title = "A cross entropy less an entropy"
    statement = "(H(p‖q) − H(p)) log u² = 2 KL(p‖q) log u."
    scope = "all laws p ≪ q, all u > 0"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(2 * (cross_entropy(x.p, x.q) - cross_entropy(x.p, x.p)), self.factor(kl_divergence(x.p, x.q)))

    hypotheses = (
        Hypothesis("u is positive", lambda x: x.u > 0, untried="there log u has no meaning", gives=(u > 0,)),
        Hypothesis(
            "p and q are laws, and p ≪ q",
            lambda x: all(b for a, b in zip(x.p.probabilities, x.q.probabilities) if a),
            untried="both sides are infinite there",
            gives=(p, q, absolutely_continuous(p, q)),
        ),
    )
    example = Case(p=pmf("1, 0"), q=pmf("1/2, 1/2"), u=1)
    edges = (Edge("K = 1", Case(p=pmf("1"), q=pmf("1"), u=2)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        yield identity("both sides", (H(p, q) - H(p, p)) * log(u**2) == self.factor(KL(p, q)) * log(u))
