"""letters of an enumeration"""
# ruff: noqa

from __future__ import annotations
import enum
from fractions import Fraction
from exactalign import Distribution, kl_divergence, cross_entropy
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, equal, identity, proof, search
from proofs_check.engine.searches import integers, st
from proofs_check.formula import KL, H
from proofs_check.formula import positive_law


class Y(str, enum.Enum):
    NO = "n"
    YES = "y"


A = tuple(Y)
P, Q = positive_law("p"), positive_law("q")


def L(a, b):
    return Distribution({A[0]: Fraction(a, a + b), A[1]: Fraction(b, a + b)})


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "letters of an enumeration"
    statement = "letters of an enumeration"
    scope = "all"
    expected = "argued"
    example = Case(p=L(1, 2), q=L(1, 1), y=Y.NO)
    edges = (Edge("equal", Case(p=L(1, 1), q=L(1, 1), y=Y.NO)),)
    k = 1
    hypotheses = (
        Hypothesis(
            "positive",
            lambda x: all(m > 0 for m in (*x.p.probabilities, *x.q.probabilities)),
            untried="-",
            gives=(P, Q),
        ),
    )

    def holds(self, x):
        a = x.p[x.y] if x.y != "z" else 1
        return [
            equal(self.k * kl_divergence(x.p, x.q), cross_entropy(x.p, x.q) - cross_entropy(x.p, x.p)),
            at_most(a, 1),
        ]

    teeth = (Variant("two", k=2),)

    @proof
    def pf(self):
        yield identity("KL", self.k * KL(P, Q) == H(P, Q) - H(P, P))

    @search(st.builds(lambda a, b, c, d: Case(p=L(a, b), q=L(c, d), y=Y.NO), *[integers(1, 9)] * 4))
    def s(self, x):
        return self.holds(x)
