"""nothing discharges for all y: q(y) ≠ 0"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, pmf, proof
from proofs_check.formula import *

p, q, y = law("p"), law("q"), outcome("y")


class Weights(Claim):
    id = "W-weights"
    place = "Remark 1"
    title = "Weights"
    statement = "E_q[p/q] + E_p[q/p] = 2 for all laws p, q."
    scope = "all K, all laws p, q"
    expected = "argued"

    def factor(self, x):
        return x

    def holds(self, x):
        pairs = list(zip(x.p.probabilities, x.q.probabilities))
        return equal(sum(b * (a / b) for a, b in pairs if b) + sum(a * (b / a) for a, b in pairs if a), self.factor(2))

    hypotheses = (
        Hypothesis(
            "p and q are laws",
            lambda x: True,
            untried="a law is one by its kind",
            gives=(p, q),
        ),
    )
    example = Case(p=pmf("1/3, 2/3"), q=pmf("1/2, 1/2"))
    edges = (Edge("K = 1", Case(p=pmf("1"), q=pmf("1"))),)
    teeth = (Variant("3 for 2", factor=lambda x: x + 1),)

    @proof
    def form(self):
        yield identity(
            "means",
            Sum(y, q(y) * (p(y) / q(y))) + Sum(y, p(y) * (q(y) / p(y))) == self.factor(2),
        )
