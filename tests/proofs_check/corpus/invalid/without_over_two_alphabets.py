"""whose laws and rewards are over several alphabets"""
# ruff: noqa

from exactalign import kl_divergence
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_least, search, pmf
from proofs_check.engine.searches import models


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "without over two alphabets"
    statement = "without over two alphabets"
    scope = "all"
    expected = "tested"

    bound = 0

    def holds(self, x):
        return at_least(kl_divergence(x.p, x.q), self.bound)

    hypotheses = (
        Hypothesis(
            "p is not uniform",
            lambda x: len(set(x.p.probabilities)) > 1,
            without=Case(p=pmf("1/2,1/2"), q=pmf("1/3,1/3,1/3")),
        ),
    )
    example = Case(p=pmf("1/3,2/3"), q=pmf("1/2,1/2"))
    edges = (Edge("same", Case(p=pmf("1/3,2/3"), q=pmf("1/3,2/3"))),)
    teeth = (Variant("one", bound=1),)

    @search(models())
    def s(self, x):
        return self.holds(x)
