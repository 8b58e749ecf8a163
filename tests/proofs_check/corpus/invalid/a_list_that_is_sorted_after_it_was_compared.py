"""as given: (3, 1, 2) = (1, 2, 3)"""
# ruff: noqa

from proofs_check import Claim, Variant, decision, equal


class C(Claim):
    id, place = "C-claim", "1"
    title = "a list in order"
    statement = "The list 3, 1, 2 is in order."
    scope = "this list"
    expected = "certified"
    last = 3
    teeth = (Variant("4 for 3", last=4),)

    @decision
    def in_order(self):
        a = [3, 1, 2]
        before = equal(a, [1, 2, self.last], "as given")
        a.sort()
        return [before, equal(a[0], 1, "the least")]
