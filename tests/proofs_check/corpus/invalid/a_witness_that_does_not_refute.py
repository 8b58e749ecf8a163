"""does not refute"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_witness_that_does_not_refute", "everything"
    statement = "a_witness_that_does_not_refute"
    expected = "refuted"
    weight = "false"

    def holds(self, x):
        return at_least(x.n, 0)

    @witness
    def one(self):
        return Case(n=1)
