"""ZeroDivisionError"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "an_error_in_a_check", "everything"
    statement = "an_error_in_a_check"
    expected = "certified"

    @decision
    def broken(self):
        return equal(1 // 0, 1)
