"""a witness must be a Case"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, decision, differ, equal, proof, witness


class Mine(Case):
    def __repr__(self):
        return "n = 7"


class Claimed(Claim):
    id, place, title, statement = "C-claim", "here", "a case that shows another", "n is not 7"
    scope, expected, weight = "every n", "refuted", "false"
    number = 1
    teeth = (Variant("another number", number=2),)

    def holds(self, x):
        return differ(x.n, self.number)

    @witness
    def seven(self):
        return Mine(n=1)
