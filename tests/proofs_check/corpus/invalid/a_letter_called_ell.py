"""nothing discharges r[y] ≥ 0"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import families, log, sqrt, symbols, total, y

(R,), (ELL,) = families("r"), symbols("ell")


class Letter(Claim):
    id = "W-ell"
    place = "Remark 3"
    title = "A letter of positive reward"
    statement = "log(r(ℓ)²) Σ_y √(r(y)²) = 2 log r(ℓ) Σ_y r(y) for every letter ℓ with r(ℓ) > 0."
    scope = "all K, all rewards, all ℓ with r(ℓ) > 0"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(2 * ln(x.r[x.ell]) * sum(map(abs, x.r)), self.factor(sum(x.r)) * ln(x.r[x.ell]))

    hypotheses = (
        Hypothesis(
            "ℓ has a positive reward", lambda x: x.r[x.ell] > 0, without=Case(r=(0, 0), ell=0), gives=(R[ELL] > 0,)
        ),
    )
    example = Case(r=(1, 2), ell=1)
    edges = (Edge("K = 1", Case(r=(1,), ell=0)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,), (ell,) = families("r"), symbols("ell")
        yield identity("both sides", log(r[ell] ** 2) * total(sqrt(r[y] ** 2)), self.factor(total(r[y])) * log(r[ell]))
