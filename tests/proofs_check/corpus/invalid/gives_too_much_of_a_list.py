"""where the hypothesis holds: for all y: 0 ≤ r(y) is false"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import for_all, outcome
from proofs_check.formula import reward, sqrt

R = reward("r")
y = outcome("y")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "gives too much of a list"
    statement = "gives too much of a list"
    scope = "all"
    expected = "argued"

    factor = 1

    def holds(self, x):
        return [equal(abs(v), self.factor * v) for v in x.r]

    hypotheses = (
        Hypothesis("r has a positive maximum", lambda x: max(x.r) > 0, untried="no", gives=(for_all(y, 0 <= R(y)),)),
    )
    example = Case(r=(0, 1))
    edges = (Edge("same", Case(r=(1, 2, 3))),)
    teeth = (Variant("two", factor=2),)

    @proof
    def pf(self):
        yield identity("root", sqrt(R(y) ** 2) == self.factor * R(y))
