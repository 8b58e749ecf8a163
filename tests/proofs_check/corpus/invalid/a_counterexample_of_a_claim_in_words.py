"""claim C-claim has 'counterexample', which is read of a claim that is a term: of an Assertion"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_least, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a counterexample of a claim in words", "every n"
    statement = "n² ≥ n for every n."
    expected = "tested"
    example = Case(n=2)
    counterexample = Case(n=1)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("n³", power=3),)
    power = 2

    @search(cases(n=integers(-5, 5)))
    def tried(self, x):
        return at_least(x.n**self.power, x.n)
