"""say how much that matters"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "no_weight", "everything"
    statement = "no_weight"
    expected = "refuted"

    @witness
    def one(self):
        return Case(n=1)
