"""definitions and illustrations only"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "one_equals_one", "everything"
    statement = "one_equals_one"
    expected = "argued"

    @proof
    def steps(self):
        yield exact("1 = 1", equal(1, 1))
