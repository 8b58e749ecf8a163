"""too few"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_search_that_tries_nothing", "everything"
    statement = "a_search_that_tries_nothing"
    expected = "tested"

    hypotheses = (Hypothesis("n > 9", lambda x: x.n > 9),)

    @search(cases(n=integers(0, 5)))
    def tried(self, x):
        return at_least(x.n, 0)
