"""nothing discharges p is a law"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

p, y = law("p"), outcome("y")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_law_that_is_assumed", "everything"
    statement = "Σ 2 p = 2 for all weights p."
    expected = "argued"

    @proof
    def steps(self):
        yield identity("sum", Sum(y, 2 * p(y)) == 2)
