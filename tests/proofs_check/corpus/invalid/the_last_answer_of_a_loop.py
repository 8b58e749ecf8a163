"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "the last answer of a loop"
    statement = "the last answer of a loop"
    scope = "all"
    expected = "tested"

    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=0),)

    @search(cases(top=integers(2, 9)))
    def s(self, x):
        for n in range(x.top, 0, -1):
            answer = self.holds(Case(n=n))
        return answer
