"""the term that is judged is not the one that is asserted"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a term swapped by a check", "proved"
    asserts = Statement(a == b)
    right = True
    teeth = (Variant("wrong", right=False),)

    @decision
    def swapped(self):
        square = (a + b) * (a + b) == a * a + 2 * a * b + b * b
        Claimed.lines = (algebra(square),)
        Claimed.term = Statement(square)
        return equal(1, int(self.right))
