"""`holds` has no answer at any case that is tried: NoSuchValue"""

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, instances, pmf
from proofs_check.language.cases import proportional


class Largest(Claim):
    id = "BAD-made-outside"
    place = "Section 1"
    title = "The largest mass times the number of letters"
    statement = "n·max p ≤ 2 where there are three letters at least."
    scope = "every p of n ≥ 3 letters"
    expected = "certified"
    hypotheses = (Hypothesis("three letters at least", lambda x: x.n >= 3, untried="it is true of fewer"),)
    example = Case(n=3, p=pmf("1/3, 1/3, 1/3"))
    edges = (Edge("uniform", Case(n=4, p=pmf("1/4, 1/4, 1/4, 1/4"))),)
    bound = 2
    teeth = (Variant("1 for 2", bound=1),)

    def holds(self, x):
        return at_most(x.n * max(x.p.probabilities), self.bound)

    @instances([Case(n=3, w=(1, 2, 1)), Case(n=4, w=(5, 1, 1, 1))])
    def few(self, x):
        kept = x.w[: x.n - 2]  # a slip: letters are lost
        return self.holds(Case(n=len(kept), p=proportional(*kept)))
