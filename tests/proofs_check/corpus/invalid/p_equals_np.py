"""an argument in words only"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check.formula import real
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "p_equals_np", "everything"
    statement = "p_equals_np"
    expected = "proved"

    @proof
    def steps(self):
        yield identity("one", real("a") + 1 == real("a") + 1)
        yield argument("hence P = NP", tested_by="tried")

    @decision
    def tried(self):
        return equal(1, 1)
