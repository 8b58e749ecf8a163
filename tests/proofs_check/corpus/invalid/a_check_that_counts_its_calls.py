"""answers differently when it is run again"""
# ruff: noqa

from proofs_check import Case, Claim, Comparison, Variant, at_most, decision, equal, search
from proofs_check.engine.searches import cases, integers

calls = []


class Claimed(Claim):
    id, place, title = "C-claim", "here", "a check that counts its calls"
    statement, scope = "2 + 2 = 4", "the given numbers"
    example = Case(n=1)

    expected = "certified"
    factor = 1
    teeth = (Variant("another factor", factor=2),)

    @decision
    def counted(self):
        calls.append(self)
        return equal(len(calls), 1)
