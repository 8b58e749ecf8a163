"""claim C-claim has 'hold', which nothing reads: 'holds' is meant"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_least, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a misspelled method", "every n"
    statement = "n² > n for every n."
    expected = "tested"
    example = Case(n=2)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("n³", power=3),)
    power = 2

    def hold(self, x):
        return x.n**self.power > x.n

    @search(cases(n=integers(-5, 5)))
    def tried(self, x):
        return at_least(x.n**self.power, x.n)
