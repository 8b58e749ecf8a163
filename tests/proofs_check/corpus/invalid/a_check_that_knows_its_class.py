"""looks: False = True"""
# ruff: noqa

from proofs_check import Case, Claim, Comparison, Variant, at_most, decision, equal, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title = "C-claim", "here", "a check that knows its class"
    statement, scope = "2 + 2 = 4", "the given numbers"
    example = Case(n=1)

    expected = "certified"
    factor = 1
    teeth = (Variant("another factor", factor=2),)

    @decision
    def looks(self):
        return equal(type(self) is globals()["Claimed"], True)
