"""is added to the printed statement, and no corrected one is given"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, search, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    """True as printed: a hypothesis of the statement is called one of a corrected statement that there is not."""

    id, place, title, scope = "C-claim", "here", "a_hypothesis_added_to_nothing", "everything"
    statement = "n² ≤ 2, for n = 1"
    expected, weight = "refuted", "false"
    hypotheses = (Hypothesis("n is one", lambda x: x.n == 1, added=True, without=Case(n=3)),)
    compare = staticmethod(at_most)
    teeth = (Variant("at most 100", compare=lambda a, b: at_most(a, 100)),)

    def holds(self, x):
        return self.compare(x.n**2, 2)

    @witness
    def three(self):
        return Case(n=3)
