"""claim C-claim has 'hypothesis', which nothing reads: 'hypotheses' is meant"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_least, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a misspelled attribute", "every n ≥ 0"
    statement = "n² ≥ n for every n ≥ 0."
    expected = "tested"
    hypothesis = (Hypothesis("n ≥ 0", lambda x: x.n >= 0, untried="it is not needed"),)
    example = Case(n=2)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("n³", power=3),)
    power = 2

    @search(cases(n=integers(-5, 5)))
    def tried(self, x):
        return at_least(x.n**self.power, x.n)
