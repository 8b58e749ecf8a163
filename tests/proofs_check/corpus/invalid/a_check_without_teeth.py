"""no deliberately wrong variant"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_check_without_teeth", "everything"
    statement = "a_check_without_teeth"
    expected = "certified"

    @decision
    def below(self):
        return at_most(1, 2)
