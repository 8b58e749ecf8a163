"""{0} = {0, 1, 2}"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place = "C-claim", "1"
    title = "residues"
    statement = "From the first step on all residues mod 3 are reached."
    scope = "n ≤ 40"
    expected = "tested"
    modulus = 3
    example = Case(n=3)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("mod 2", modulus=2),)

    def holds(self, x):
        reached, found = set(), []
        for k in range(3 * x.n):
            reached.add(k % self.modulus)
            found.append(equal(reached, {0, 1, 2}))
        return found

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
