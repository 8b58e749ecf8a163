"""nothing discharges for all y: p(y) ≠ 0"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, pmf, proof
from proofs_check.formula import *

p, y = law("p"), outcome("y")


class Inverse(Claim):
    id = "W-inverse"
    place = "Remark 1"
    title = "The mean of 1/p"
    statement = "E_p[1/p(Y)] = K for every law p on K letters."
    scope = "all K, every law p"
    expected = "argued"

    def factor(self, x):
        return x

    def holds(self, x):
        return equal(sum(m * (1 / m) for m in x.p.probabilities if m), self.factor(len(x.p.probabilities)))

    hypotheses = (
        Hypothesis(
            "p is a law",
            lambda x: sum(x.p.probabilities) == 1,
            untried="a law is one by its kind",
            gives=(p,),
        ),
    )
    example = Case(p=pmf("1/3, 2/3"))
    edges = (Edge("K = 1", Case(p=pmf("1"))),)
    teeth = (Variant("2 K for K", factor=lambda x: 2 * x),)

    @proof
    def form(self):
        yield identity("the sum", Sum(y, p(y) * (1 / p(y))) == self.factor(size(p)))
