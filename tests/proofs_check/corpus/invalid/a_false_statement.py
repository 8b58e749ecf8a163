"""is refuted, expected tested"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_false_statement", "everything"
    statement = "a_false_statement"
    expected = "tested"

    @search(cases(n=integers(0, 5)))
    def tried(self, x):
        return less(x.n, x.n * x.n)
