"""tested"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_least, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "names of its own", "every n"
    statement = "n² ≥ n for every n."
    expected = "tested"
    example = Case(n=2)
    examples = 50
    weights = (1, 2)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("n³", power=3, titles="b"),)
    titles = "a"
    power = 2

    def case(self, x):
        return x.n

    def holds(self, x):
        return at_least(self.case(x) ** self.power, x.n)

    @search(cases(n=integers(-5, 5)))
    def tried(self, x):
        return self.holds(x)
