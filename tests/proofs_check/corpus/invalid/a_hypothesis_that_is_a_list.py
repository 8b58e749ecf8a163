"""W-list is tested, expected refuted"""
# ruff: noqa

from exactalign import kl_divergence
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, decision, equal, greater, pmf, search
from proofs_check.engine.searches import models


class Finite(Claim):
    id = "W-list"
    place = "Remark 1"
    title = "A finite divergence"
    statement = "KL(p‖q) is finite where q > 0."
    scope = "all laws p, all q > 0"
    expected = "refuted"
    weight = "false"
    flaw = "said to be"
    teeth = (Variant("at most 1", most=1),)
    most = 100

    def holds(self, x):
        return at_most(kl_divergence(x.p, x.q), self.most)

    hypotheses = (
        Hypothesis(
            "q is positive",
            lambda x: [greater(m, 0) for m in x.q.probabilities],
            untried="a law with zeros has no such divergence",
        ),
    )
    example = Case(p=pmf("1/2, 1/2"), q=pmf("1/2, 1/2"))
    edges = (Edge("K = 1", Case(p=pmf("1"), q=pmf("1"))),)

    @search(models())
    def small(self, x):
        return self.holds(x)
