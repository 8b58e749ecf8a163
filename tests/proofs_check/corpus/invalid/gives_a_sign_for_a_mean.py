"""where the hypothesis holds: for all y: 0 ≤ r(y) is false"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof, pmf
from proofs_check.formula import Sum, for_all, outcome, E
from proofs_check.formula import law, reward, sqrt

R = reward("r")
P = law("p")
y = outcome("y")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "gives a sign for a mean"
    statement = "gives a sign for a mean"
    scope = "all"
    expected = "argued"

    f = 1

    def holds(self, x):
        return [
            equal(
                sum(m * abs(v) for m, v in zip(x.p.probabilities, x.r)),
                self.f * sum(m * v for m, v in zip(x.p.probabilities, x.r)),
            )
        ]

    hypotheses = (
        Hypothesis(
            "E_p r >= 0",
            lambda x: sum(m * v for m, v in zip(x.p.probabilities, x.r)) >= 0,
            untried="-",
            gives=(P, for_all(y, 0 <= R(y))),
        ),
    )
    example = Case(p=pmf("1/2,1/2"), r=[0, 1])
    edges = (Edge("same", Case(p=pmf("1/3,2/3"), r=[1, 2])),)
    teeth = (Variant("two", f=2),)

    @proof
    def pf(self):
        yield identity("root", Sum(y, P(y) * sqrt(R(y) ** 2)) == self.f * E(P, R))
