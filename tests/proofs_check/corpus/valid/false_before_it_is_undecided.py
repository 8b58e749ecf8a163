"""false before it is undecided"""
# ruff: noqa

from exactalign import EnclosedReal
from proofs_check import Claim, Variant, any_of, decision, equal, less


def root(n):
    return EnclosedReal.of(n).sqrt()


class C(Claim):
    id, place, title = "C-claim", "here", "false before it is undecided"
    statement, scope, expected = "1 < 1, and √4 is 2 or less", "given numbers", "refuted"
    weight = "false"
    flaw = "1 is no less than 1."
    one, two = 1, 4
    teeth = (Variant("repaired", one=2, two=3),)

    @decision
    def tried(self):
        yield less(1, self.one)
        yield any_of(equal(root(self.two), 2), less(root(self.two), 2))
