"""a generator returns a Step, at which nothing looks: yield it"""
# ruff: noqa

from proofs_check import Case, Claim, Variant, Refutation, less, exact, witness


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a refutation that returns a step"
    statement = "a refutation that returns a step"
    scope = "all"
    expected = "refuted"

    weight = "false"
    b = 1

    def steps(self):
        yield exact("one", less(0, self.b))
        return exact("two", less(2, 1))

    @witness
    def wit(self):
        return Refutation(Case(n=2), because=self.steps())

    teeth = (Variant("r", b=-5),)
