"""does not satisfy “n is one”, which is called unused"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, search, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    """True as printed: the hypothesis is needed, though it is called unused."""

    id, place, title, scope = "C-claim", "here", "a_counterexample_outside_an_unused_hypothesis", "everything"
    statement = "n² ≤ 2, for n = 1"
    expected, weight = "refuted", "false"
    hypotheses = (Hypothesis("n is one", lambda x: x.n == 1, unused="it holds for every n"),)
    compare = staticmethod(at_most)
    teeth = (Variant("at most 100", compare=lambda a, b: at_most(a, 100)),)

    def holds(self, x):
        return self.compare(x.n**2, 2)

    @search(cases(n=integers(1, 9)))
    def tried(self, x):
        return self.holds(x)
