"""is no name for an identity"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.algebra.symbolic import families, is_pmf, kl, log, sqrt, symbols, total, y
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_name_of_the_normal_form", "everything"
    statement = "a_name_of_the_normal_form"
    expected = "argued"

    @proof
    def steps(self):
        import sympy

        yield identity("bound", total(sympy.Symbol("ι1")), 0)
