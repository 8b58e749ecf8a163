"""`holds` has no answer at any case that is tried"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, instances, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "certified where holds is silent"
    statement = "certified where holds is silent"
    scope = "all"
    expected = "certified"

    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=0),)

    @search(cases(n=integers(1, 4)))
    def s(self, x):
        return self.holds(x)

    @instances([Case(N=5), Case(N=10)])
    def large(self, x):
        return at_most(x.N * 2, self.bound)
