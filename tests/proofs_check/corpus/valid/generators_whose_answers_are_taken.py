"""tested"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_least, equal, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "generators", "every n ≥ 0"
    statement = "n² ≥ n for every n ≥ 0."
    expected = "tested"
    example = Case(n=2, more=(1, 2))
    edges = (Edge("n = 0", Case(n=0, more=())),)
    teeth = (Variant("n⁰", power=0),)
    hypotheses = (Hypothesis("n ≥ 0", lambda x: x.n >= 0, untried="it holds below, too"),)
    power = 2
    some = range(3)

    def squared(self, x):
        if x.n == 0:
            return
        yield at_least(x.n**self.power, x.n)
        return None

    def counted(self, x):
        yield from self.squared(x)
        return 1

    def holds(self, x):
        answers = self.squared(x)
        nothing = yield from answers
        found = yield from self.counted(x)
        yield equal(nothing is None, True)
        yield at_least(found, 1)

    @search(cases(n=integers(-2, 9)))
    def tried(self, x):
        yield from self.holds(x)
        for n in self.some:
            yield from self.holds(x.but(n=n))
