"""not with an int"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_number_for_an_answer", "everything"
    statement = "a_number_for_an_answer"
    expected = "certified"

    @decision
    def nothing(self):
        return 1
