"""“p is q” gives KL(p‖q) = 0, and no identity takes an equation as known: write one side for the other"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

p, q = law("p"), law("q")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "an_equation_that_is_given", "everything"
    statement = "an equation that is given"
    expected = "argued"
    hypotheses = (Hypothesis("p is q", lambda x: True, untried="for its gives", gives=(KL(p, q) == 0,)),)

    @proof
    def steps(self):
        yield identity("KL is 0", KL(p, q) + KL(q, p) == 0)
