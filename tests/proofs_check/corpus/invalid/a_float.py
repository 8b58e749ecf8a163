"""holds the float"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_float", "everything"
    statement = "a_float"
    expected = "certified"

    @decision
    def close(self):
        return at_most(0.1 + 0.2, 0.3)
