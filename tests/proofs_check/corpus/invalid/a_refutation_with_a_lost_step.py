"""the step “a second one” is made and not yielded: it is no part of the proof"""
# ruff: noqa

from proofs_check import Case, Claim, Variant, Refutation, less, exact, witness


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a refutation with a lost step"
    statement = "a refutation with a lost step"
    scope = "all"
    expected = "refuted"

    weight = "false"
    b = 1

    @witness
    def wit(self):
        lost = [exact("a second one", less(self.b, 0))]
        return Refutation(Case(n=2), because=[exact("one", less(0, self.b))])

    teeth = (Variant("r", b=-5),)
