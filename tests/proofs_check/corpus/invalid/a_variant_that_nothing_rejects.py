"""is not rejected"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_variant_that_nothing_rejects", "everything"
    statement = "a_variant_that_nothing_rejects"
    expected = "certified"

    bound = 3
    teeth = (Variant("larger", bound=4),)

    @decision
    def below(self):
        return at_most(1, self.bound)
