"""which is no check with instances"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "an_argument_that_nothing_tries", "everything"
    statement = "an_argument_that_nothing_tries"
    expected = "argued"
    proof_uses = ("thm:gibbs",)

    @proof
    def steps(self):
        yield theorem("thm:gibbs", "so it is")
        yield argument("clearly", tested_by="steps")
