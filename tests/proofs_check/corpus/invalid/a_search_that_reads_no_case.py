"""it reads nothing of its cases"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, instances, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_search_that_reads_no_case", "everything"
    statement = "P = NP"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("n = 1", Case(n=1)),)
    right = True
    wrong = Variant("P is not NP", right=False)
    teeth = (wrong,)

    def holds(self, x):
        return equal(self.right, True)

    @search(cases(n=integers(1, 50)))
    def tried(self, x):
        return self.holds(x)
