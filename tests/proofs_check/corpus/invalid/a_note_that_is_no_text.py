"""the note of an Edge must be text, not an int"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class X_m_note_none(Claim):
    id = "C-claim"
    place = "here"
    title = "a note that is no text"
    statement = "a note that is no text"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", note=5),)
    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=-1),)

    @search(cases(n=integers(1, 4)))
    def s(self, x):
        return self.holds(x)
