"""its steps pass, but `holds` is false at"""
# ruff: noqa

from fractions import Fraction
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof, pmf
from proofs_check.formula import KL, H, T, positive_law, real
from exactalign import cross_entropy, kl_divergence
from exactalign.policies.tilting import tilt

P, Q, ALPHA = positive_law("p"), positive_law("q"), real("alpha")


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "sym"
    statement = "KL(T‖p) + KL(p‖T) = α² (H(p‖q) − H(T‖q))."
    scope = "all"
    expected = "argued"
    factor = 1

    def holds(self, x):
        t = tilt(x.p, x.q, x.alpha)
        return equal(
            kl_divergence(t, x.p) + kl_divergence(x.p, t),
            x.alpha**2 * (cross_entropy(x.p, x.q) - cross_entropy(t, x.q)),
        )

    hypotheses = (
        Hypothesis(
            "positive",
            lambda x: all(m > 0 for m in (*x.p.probabilities, *x.q.probabilities)),
            without=Case(p=pmf("1/2, 1/2"), q=pmf("1, 0"), alpha=1),
            gives=(P, Q),
        ),
    )
    example = Case(p=pmf("1/3, 2/3"), q=pmf("1/3, 2/3"), alpha=1)
    edges = (Edge("a0", Case(p=pmf("1/3, 2/3"), q=pmf("1/3, 2/3"), alpha=0)),)
    teeth = (Variant("two", factor=2),)

    @proof
    def n(self):
        t = T(Q, P, ALPHA)
        yield identity("x", KL(t, P) + KL(P, t) == self.factor * ALPHA * (H(P, Q) - H(t, Q)))
