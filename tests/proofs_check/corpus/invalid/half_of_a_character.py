"""has half of a character in it"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class X_m_unicode(Claim):
    id = "C-claim"
    place = "here"
    title = "half of a character"
    statement = "half of a character"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("\ud800", Case(n=2)),)
    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=-1),)

    @search(cases(n=integers(1, 4)))
    def s(self, x):
        return self.holds(x)
