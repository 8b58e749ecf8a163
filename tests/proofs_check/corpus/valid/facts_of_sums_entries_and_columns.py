""""""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, families, is_pmf, log, sqrt, total, y, z

W, p = families("W p")


class Columns(Claim):
    id = "R-columns"
    place = "Remark 1"
    title = "Positive columns"
    statement = "(Σ_y log (Σ_z W(z, y))²) Σ_y √(p(y)²) = 2 Σ_y log Σ_z W(z, y)."
    scope = "all K, all W of positive columns, every law p"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        sums = [sum(column) for column in zip(*x.W)]
        return equal(sum(ln(s**2) for s in sums) * sum(map(abs, x.p)), self.factor(sum(ln(s) for s in sums)))

    hypotheses = (
        Hypothesis(
            "columns have positive sums",
            lambda x: all(sum(column) > 0 for column in zip(*x.W)),
            without=Case(W=((0, 1), (0, 2)), p=(1, 0)),
            gives=(everywhere(total(W[z, y], z) > 0),),
        ),
        Hypothesis(
            "p is a law",
            lambda x: sum(x.p) == 1 and min(x.p) >= 0,
            without=Case(W=((1, 1), (1, 1)), p=(2, -1)),
            gives=(everywhere(p[y] >= 0), is_pmf(p)),
        ),
    )
    example = Case(W=((2, 1), (-1, 2)), p=(1, 0))
    edges = (Edge("K = 1", Case(W=((2,),), p=(1,))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        column = total(W[z, y], z)
        yield identity(
            "both sides",
            total(log(column**2)) * total(sqrt(p[y] ** 2)),
            self.factor(total(log(column))),
            given=[is_pmf(p)],
        )
