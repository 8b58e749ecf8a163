"""nothing discharges Σ_y("""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import K, exp, families, log, sqrt, symbols, total, y, z

(R,), (E,) = families("r"), symbols("e")


class X(Claim):
    id = "W-I"
    place = "Remark 1"
    title = "An e that is no base"
    statement = "2√(S²) = 2S, S = Σ r(y) e^{r(y)} for a real e > 0, where Σ r(y) exp(r(y)) > 0."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(
            2 * abs(sum(v * x.e**v for v in x.r)) * ln(x.e**2), self.factor(2 * sum(v * x.e**v for v in x.r) * ln(x.e))
        )

    hypotheses = (
        Hypothesis("e is positive", lambda x: x.e > 0, without=Case(e=0, r=(1,)), gives=(E > 0,)),
        Hypothesis(
            "D > 0",
            lambda x: sum(x.r) > 0,
            without=Case(e=1, r=(-1,)),
            gives=(total(R[y] * exp(R[y])) > 0,),
        ),
    )
    example = Case(e=1, r=(1,))
    edges = (Edge("small", Case(e=1, r=(1,))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,), (e,) = families("r"), symbols("e")
        s = total(r[y] * e ** r[y])
        d = total(r[y] * exp(r[y]))
        yield identity("a", 2 * log(d**2), self.factor(2 * log(d)))
        yield identity("b", 2 * log(e**2) * sqrt(s**2), self.factor(2 * s * log(e)))
