"""write it as a string or a Fraction"""
# ruff: noqa

from proofs_check import Case, Claim, Comparison, Variant, at_most, decision, equal, search
from proofs_check.engine.searches import cases, integers

from decimal import Decimal


class Claimed(Claim):
    id, place, title = "C-claim", "here", "a decimal compared"
    statement, scope = "2 + 2 = 4", "the given numbers"
    example = Case(n=1)

    expected = "certified"
    factor = 2
    teeth = (Variant("another factor", factor=3),)

    @decision
    def compared(self):
        return equal(Decimal("0.1") + Decimal("0.2"), Decimal("0.3"))
