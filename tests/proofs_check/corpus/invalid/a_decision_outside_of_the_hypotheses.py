"""`holds` is asked outside of the hypotheses alone, as at (n = 1)"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, decision


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a decision outside of the hypotheses"
    statement = "a decision outside of the hypotheses"
    scope = "all"
    expected = "certified"

    hypotheses = (Hypothesis("n at least 5", lambda x: x.n >= 5, untried="below it is true"),)
    example = Case(n=5)
    edges = (Edge("six", Case(n=6)),)
    bound = 40

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=-1),)

    @decision
    def few(self):
        return [self.holds(Case(n=n)) for n in range(1, 5)]
