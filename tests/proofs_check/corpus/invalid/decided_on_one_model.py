"""is certified, expected decided"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "decided_on_one_model", "everything"
    statement = "decided_on_one_model"
    expected = "decided"

    @decision
    def one_model(self):
        return equal(pmf("1/2, 1/2")[0], pmf("1/2, 1/2")[1])
