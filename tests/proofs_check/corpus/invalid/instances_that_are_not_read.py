"""it reads nothing of its cases"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, instances, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "instances_that_are_not_read", "everything"
    statement = "P = NP"
    expected = "certified"
    example = Case(n=1)
    edges = (Edge("n = 1", Case(n=1)),)
    right = True
    wrong = Variant("P is not NP", right=False)
    teeth = (wrong,)

    def holds(self, x):
        return equal(int(self.right), 1)

    @instances([Case(n=1), Case(n=2)])
    def tried(self, x):
        return self.holds(x)
