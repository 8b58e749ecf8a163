"""is no law"""
# ruff: noqa

from fractions import Fraction
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import E, law, reward

W, R = law("w"), reward("r")


class Centre(Claim):
    id = "C-claim"
    place = "1"
    title = "centred"
    statement = "For weights w ≥ 0, Σ w (r − E_w r) = 0, where E_w r = Σ w r."
    scope = "every finite list of weights w ≥ 0, every r"
    expected = "argued"
    k = 1

    def holds(self, x):
        m = sum(a * b for a, b in zip(x.w, x.r))
        return equal(sum(a * (b - self.k * m) for a, b in zip(x.w, x.r)), 0)

    hypotheses = (
        Hypothesis("w ≥ 0", lambda x: all(a >= 0 for a in x.w), without=Case(w=(-1, 3), r=(0, 1)), gives=(W,)),
    )
    example = Case(w=(Fraction(1, 3), Fraction(2, 3)), r=(1, 2))
    edges = (Edge("one", Case(w=(1,), r=(3,))),)
    teeth = (Variant("twice", k=2),)

    @proof
    def p(self):
        yield identity("centred", E(W, R) - self.k * E(W, R) == 0)
