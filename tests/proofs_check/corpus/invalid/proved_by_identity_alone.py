"""is argued, expected proved"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.algebra.symbolic import families, is_pmf, kl, log, sqrt, symbols, total, y
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "proved_by_identity_alone", "everything"
    statement = "proved_by_identity_alone"
    expected = "proved"

    @proof
    def steps(self):
        a, b = symbols("a b")
        yield identity("square", (a + b) ** 2, a**2 + 2 * a * b + b**2)
