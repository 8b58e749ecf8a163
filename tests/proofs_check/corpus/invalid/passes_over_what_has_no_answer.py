"""`holds` has no answer at any case that is tried: ZeroDivisionError"""

from exactalign import rational
from proofs_check import Case, Claim, Edge, Variant, equal, instances, pmf


class Inverse(Claim):
    id = "BAD-silent-caught"
    place = "Section 1"
    title = "The inverse of a mass"
    statement = "1/p(y) = 1."
    scope = "every p and y"
    expected = "certified"
    example = Case(p=pmf("1"), y=0)
    edges = (Edge("another letter", Case(p=pmf("1, 0"), y=0)),)
    teeth = (Variant("2 for 1", one=2, holds=lambda x: equal(1, 2)),)
    one = 1

    def holds(self, x):
        return equal(rational(1) / x.p.probabilities[x.y], self.one)

    @instances([Case(p=pmf("1/2, 1/2, 0"), y=2), Case(p=pmf("1/3, 2/3, 0"), y=2)])
    def few(self, x):
        try:
            return self.holds(x)
        except ZeroDivisionError:
            return equal(1, 1)
