"""ks is used up where it is read: give a tuple"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "an iterator for all cases"
    statement = "an iterator for all cases"
    scope = "all"
    expected = "tested"

    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    ks = filter(lambda k: k % 2, range(6))

    def holds(self, x):
        n = x.n
        return all(at_most(n * k, 5) for k in self.ks)

    teeth = (Variant("more", ks=range(20)),)

    @search(cases(n=integers(1, 50)))
    def s(self, x):
        return self.holds(x)
