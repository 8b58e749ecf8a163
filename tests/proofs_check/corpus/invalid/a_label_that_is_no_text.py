"""the label of a Variant must be text, not an int"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class X_m_label_int(Claim):
    id = "C-claim"
    place = "here"
    title = "a label that is no text"
    statement = "a label that is no text"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant(5, bound=-1),)

    @search(cases(n=integers(1, 4)))
    def s(self, x):
        return self.holds(x)
