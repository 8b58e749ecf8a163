"""AttributeError"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_check_that_asks_for_the_variant", "everything"
    statement = "a_check_that_asks_for_the_variant"
    expected = "certified"

    bound = 3
    teeth = (Variant("less", bound=0),)

    @decision
    def below(self):
        return self.variant is None
