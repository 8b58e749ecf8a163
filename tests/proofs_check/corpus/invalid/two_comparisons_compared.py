"""whether two comparisons hold together is said with same_truth(…), not with == or !="""
# ruff: noqa

from exactalign import kl_divergence
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, decision, equal, greater, pmf, search
from proofs_check.engine.searches import models


class Gibbs(Claim):
    id = "W-iff"
    place = "Remark 1"
    title = "Gibbs, both ways"
    statement = "KL(p‖q) = 0 exactly when p = q."
    scope = "all laws"
    expected = "refuted"
    weight = "false"
    flaw = "said to be"
    teeth = (Variant("repaired", value=1),)
    value = 0

    def holds(self, x):
        return equal(kl_divergence(x.p, x.q), self.value) == equal(x.p, x.q)

    example = Case(p=pmf("1/2, 1/2"), q=pmf("1/2, 1/2"))
    edges = (Edge("K = 1", Case(p=pmf("1"), q=pmf("1"))),)

    @search(models())
    def small(self, x):
        return self.holds(x)
