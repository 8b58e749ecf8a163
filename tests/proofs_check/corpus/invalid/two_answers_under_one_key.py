"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, instances


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "two answers under one key"
    statement = "two answers under one key"
    scope = "all"
    expected = "certified"

    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    bound = 20

    def holds(self, x):
        return at_most(x.n * x.n, self.bound)

    teeth = (Variant("low", bound=0),)

    @instances([Case(top=9)])
    def s(self, x):
        return {f"n mod 4 = {n % 4}": self.holds(Case(n=n)) for n in (*range(1, x.top), 1, 2, 3, 4)}
