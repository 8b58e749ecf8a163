"""is no exact number, law, reward or letter, nor a list of such"""
# ruff: noqa

from proofs_check import Case, Claim, Comparison, Variant, at_most, decision, equal, search
from proofs_check.engine.searches import cases, integers


class Agreeable:
    def __eq__(self, other):
        return True


class Claimed(Claim):
    id, place, title = "C-claim", "here", "a number that agrees"
    statement, scope = "2 + 2 = 4", "the given numbers"
    example = Case(n=1)

    expected = "certified"
    factor = 2
    teeth = (Variant("another factor", factor=3),)

    @decision
    def compared(self):
        return equal(Agreeable(), 2 * self.factor)
