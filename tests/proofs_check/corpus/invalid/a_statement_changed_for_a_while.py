"""false at"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

kept = []


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a statement changed for a while", "tested"
    asserts = Statement(a == b)
    right = True
    teeth = (Variant("wrong", right=False),)

    @decision
    def changed(self):
        kept.append(Claimed.asserts.then)
        object.__setattr__(Claimed.asserts, "then", kept[0] if len(kept) > 1 else 0 <= a * a)
        return equal(1, int(self.right))
