"""contradict each other"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.algebra.symbolic import families, is_pmf, kl, log, sqrt, symbols, total, y
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "contradicting_relations", "everything"
    statement = "contradicting_relations"
    expected = "argued"

    @proof
    def steps(self):
        (a,) = symbols("a")
        yield identity("all", a, a + 1, given=[a - 1, a - 2])
