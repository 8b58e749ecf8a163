"""a claim does not look at how it is run"""
# ruff: noqa

from proofs_check import Case, Claim, Comparison, Variant, at_most, decision, equal, search
from proofs_check.engine.searches import cases, integers

import sys


def frames():
    frame = sys._getframe()
    while frame:
        yield frame
        frame = frame.f_back


class Claimed(Claim):
    id, place, title = "C-claim", "here", "a check that looks at the stack"
    statement, scope = "2 + 2 = 4", "the given numbers"
    example = Case(n=1)

    expected = "certified"
    factor = 1
    teeth = (Variant("another factor", factor=2),)

    @decision
    def looks(self):
        return "_bite" not in {frame.f_code.co_name for frame in frames()}
