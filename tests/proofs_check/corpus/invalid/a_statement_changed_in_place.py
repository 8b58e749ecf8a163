"""latex is not what the term says"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a statement changed in place", "tested"
    asserts = Statement(a == b)
    right = True
    teeth = (Variant("wrong", right=False),)

    @decision
    def changed(self):
        object.__setattr__(Claimed.asserts, "then", 0 <= a * a)
        return equal(1, int(self.right))
