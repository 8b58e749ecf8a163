"""proof_uses does not list"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "an_unlisted_theorem", "everything"
    statement = "an_unlisted_theorem"
    expected = "argued"

    @proof
    def steps(self):
        yield theorem("thm:gibbs", "so it is")
