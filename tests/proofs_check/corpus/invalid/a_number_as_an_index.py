"""nothing discharges r[n] ≥ 0"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, families, sqrt, symbols, y

(R,) = families("r")


class Seq(Claim):
    id = "W-rn"
    place = "Remark 3"
    title = "A term of a sequence"
    statement = (
        "√(n² r(n)²)·2 = … : n √(r(n)²) = n r(n) for every whole number n, where r(y) > 0 at every outcome y = 1, …, K."
    )
    scope = "all whole n, all real sequences r"
    expected = "argued"

    def factor(self, x):
        return x

    def holds(self, x):
        return equal((x.n + 1) * abs(x.r[x.n]), self.factor((x.n + 1) * x.r[x.n]))

    hypotheses = (
        Hypothesis(
            "r is positive on the outcomes",
            lambda x: all(v > 0 for v in x.r[1:]),
            without=Case(r=(1, -1), n=1),
            gives=(everywhere(R[y] > 0),),
        ),
    )
    example = Case(r=(1, 2, 3), n=1)
    edges = (Edge("K = 1", Case(r=(1, 1), n=1)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,), (n,) = families("r"), symbols("n")
        yield identity("both sides", (n + 1) * sqrt(r[n] ** 2), self.factor((n + 1) * r[n]))
