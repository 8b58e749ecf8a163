"""a check must answer with"""
# ruff: noqa

from proofs_check import Case, Claim, Comparison, Variant, at_most, decision, equal, search
from proofs_check.engine.searches import cases, integers


class Agreeable(Comparison):
    def decide(self):
        return True


class Claimed(Claim):
    id, place, title = "C-claim", "here", "a comparison of its own"
    statement, scope = "2 + 2 = 4", "the given numbers"
    example = Case(n=1)

    expected = "certified"
    factor = 2
    teeth = (Variant("another factor", factor=3),)

    @decision
    def compared(self):
        return Agreeable(2 + 2, "=", 2 * self.factor + 1)
