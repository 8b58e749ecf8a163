"""a list whose sum is one"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import E, Sum, law, outcome, reward

r, y = reward("r"), outcome("y")


class C(Claim):
    id, place, title = "C-claim", "1", "weights"
    statement, scope, expected = "Σ w (r − E_w r) = 0 for weights of sum 1.", "every list of weights", "argued"
    k = 1
    hypotheses = (
        Hypothesis(
            "w ≥ 0, Σ w = 1",
            lambda x: min(x.w) >= 0 and sum(x.w) == 1,
            without=Case(w=(1, 1), r=(0, 1)),
            gives=(law("w"),),
        ),
    )
    example = Case(w=(Fraction(1, 3), Fraction(2, 3)), r=(1, 2))
    edges = (Edge("one", Case(w=(1,), r=(3,))),)
    teeth = (Variant("twice", k=2),)

    def holds(self, x):
        m = sum(a * b for a, b in zip(x.w, x.r))
        return equal(sum(a * (b - self.k * m) for a, b in zip(x.w, x.r)), 0)

    @proof
    def centred(self):
        w = law("w")
        yield identity("centred", Sum(y, w(y) * (r(y) - self.k * E(w, r))) == 0)
