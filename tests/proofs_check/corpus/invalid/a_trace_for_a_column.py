"""nothing discharges Σ_y(W[y, y])"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, families, log, sqrt, total, y, z

(W,) = families("W")


class Trace(Claim):
    id = "W-trace"
    place = "Remark 1"
    title = "The trace"
    statement = "Σ_y (log (Σ_z W(z, y))² + 2√(S²)) = 2 Σ_y (log Σ_z W(z, y) + S), S = Σ_z W(z, z), for columns of positive sums."
    scope = "all K, all W of positive columns"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        sums, trace = [sum(column) for column in zip(*x.W)], sum(row[j] for j, row in enumerate(x.W))
        return equal(sum(ln(s**2) + 2 * abs(trace) for s in sums), self.factor(sum(ln(s) + trace for s in sums)))

    hypotheses = (
        Hypothesis(
            "columns have positive sums",
            lambda x: all(sum(column) > 0 for column in zip(*x.W)),
            without=Case(W=((0, 1), (0, 2))),
            gives=(everywhere(total(W[z, y], z) > 0),),
        ),
    )
    example = Case(W=((2, 1), (-1, 2)))
    edges = (Edge("K = 1", Case(W=((2,),))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        column, trace = total(W[z, y], z), total(W[z, z], z)
        yield identity("both", total(log(column**2) + 2 * sqrt(trace**2)), self.factor(total(log(column) + trace)))
