"""a refutation says why by what fails, or by steps (because), and not by both"""
# ruff: noqa

from proofs_check import Case, Claim, Variant, Refutation, less, exact, witness


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a refutation said twice"
    statement = "a refutation said twice"
    scope = "all"
    expected = "refuted"

    weight = "false"
    b = 1

    @witness
    def wit(self):
        return Refutation(Case(n=2), fails=less(0, 1), because=[exact("one", less(0, self.b))])

    teeth = (Variant("r", b=-5),)
