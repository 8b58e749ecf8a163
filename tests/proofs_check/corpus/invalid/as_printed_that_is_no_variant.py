"""as_printed must be a Variant(…)"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class X_m_as_printed(Claim):
    id = "C-claim"
    place = "here"
    title = "as printed that is no variant"
    statement = "as printed that is no variant"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=-1),)

    @search(cases(n=integers(1, 4)))
    def s(self, x):
        return self.holds(x)

    as_printed = None
