"""nothing discharges Sum(r[z], (y, 1, K)) = c"""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import K, exp, families, log, sqrt, symbols, total, y, z

(R,), (C,) = families("r"), symbols("c")


class X(Claim):
    id = "W-G"
    place = "Remark 1"
    title = "The mean"
    statement = "2 K² r(z)² = 2 c² for every letter z, where Σ_y r(y) = c."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return all(2 * len(x.r) ** 2 * v**2 == self.factor(x.c**2) for v in x.r)

    hypotheses = (
        Hypothesis(
            "the rewards add up to c",
            lambda x: sum(x.r) == x.c,
            without=Case(r=(1, 1), c=3),
            gives=(Eq(total(R[y]), C),),
        ),
    )
    example = Case(r=(1, 1), c=2)
    edges = (Edge("small", Case(r=(1, 1), c=2)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,), (c,) = families("r"), symbols("c")
        yield identity("both", 2 * K**2 * r[z] ** 2, self.factor(c**2), given=[Eq(total(r[z]), c)])
