"""a comparison holds the float 100000000.0"""
# ruff: noqa

import math

from proofs_check import Claim, Variant, decision, equal


class C(Claim):
    id, place = "C-claim", "1"
    title = "a histogram of lengths"
    statement = "√(m² + 1) = m for m = 10^8, as a histogram says."
    scope = "this m"
    expected = "certified"
    count = 1
    teeth = (Variant("two", count=2),)

    @decision
    def lengths(self):
        m = 10**8
        return equal({math.sqrt(m**2 + 1): self.count}, {math.sqrt(m**2): 1})
