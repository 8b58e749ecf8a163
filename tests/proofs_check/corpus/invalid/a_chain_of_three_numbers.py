"""a comparison has two sides and a label in words, which is not Fraction(1, 2)"""

from exactalign import rational
from proofs_check import Case, Claim, Edge, Variant, at_most, instances, pmf


class Between(Claim):
    id = "BAD-chain"
    place = "Section 1"
    title = "The largest mass is between 0 and 1/2"
    statement = "0 ≤ max p ≤ 1/2."
    scope = "every p"
    expected = "certified"
    example = Case(p=pmf("1/2, 1/2"))
    edges = (Edge("uniform", Case(p=pmf("1/2, 1/2"))),)
    low = 0
    teeth = (Variant("2 for 0", low=2),)

    def holds(self, x):
        return at_most(self.low, max(x.p.probabilities), rational(1) / 2)

    @instances([Case(p=pmf("1/2, 1/2")), Case(p=pmf("1/4, 3/4"))])
    def few(self, x):
        return self.holds(x)
