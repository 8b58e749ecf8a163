"""is asked for its truth, by if, and, or, not, all, any: answer with it, or say any_of(…)"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, instances


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "and or"
    statement = "and or"
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
        answers = {}
        for n in range(1, x.top):
            answers["bound"] = (
                self.holds(Case(n=n)) if n < 3 else answers["bound"] and self.holds(Case(n=n)) or answers["bound"]
            )
        return answers
