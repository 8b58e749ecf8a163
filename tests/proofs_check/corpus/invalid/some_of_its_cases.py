"""is asked for its truth, by if, and, or, not, all, any: answer with it, or say any_of(…)"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "some of its cases"
    statement = "some of its cases"
    scope = "all"
    expected = "tested"

    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=-1),)

    @search(cases(a=integers(1, 10), b=integers(1, 4)))
    def few(self, x):
        return any(self.holds(Case(n=n)) for n in (x.a, x.b))
