"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, at_least, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "returns through another generator"
    statement = "returns through another generator"
    scope = "all"
    expected = "tested"

    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    bound = 20

    def both(self, x):
        yield at_least(x.n, 0)
        return at_most(x.n * x.n, self.bound)

    def holds(self, x):
        yield from self.both(x)
        yield at_most(x.n, self.bound - 8)

    teeth = (Variant("low", bound=-1),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
