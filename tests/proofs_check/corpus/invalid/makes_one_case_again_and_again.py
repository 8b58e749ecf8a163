"""too few: 1 example kept"""

from exactalign import rational
from proofs_check import Case, Claim, Edge, Variant, at_most, pmf, search
from proofs_check.engine.searches import cases, integers
from proofs_check.language.cases import proportional


class Half(Claim):
    id = "BAD-made-once"
    place = "Section 1"
    title = "The largest mass"
    statement = "max p ≤ 1/2."
    scope = "every p on two letters"
    expected = "tested"
    example = Case(p=pmf("1/2, 1/2"))
    edges = (Edge("uniform", Case(p=pmf("1/2, 1/2"))),)
    bound = rational(1) / 2
    teeth = (Variant("1/3 for 1/2", bound=rational(1) / 3),)

    def holds(self, x):
        return at_most(max(x.p.probabilities), self.bound)

    @search(cases(w=integers(1, 60)))
    def small(self, x):
        return self.holds(Case(p=proportional(x.w, x.w)))  # a slip: the same weight twice
