"""it ends the program (SystemExit)"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")


class Claimed(Claim):
    id, place, title = "C-claim", "here", "a check that ends the program"
    statement, scope = "2 + 2 = 5", "the given numbers"
    expected = "certified"
    factor = 2
    teeth = (Variant("another factor", factor=3),)

    @decision
    def ended(self):
        raise SystemExit(0)
