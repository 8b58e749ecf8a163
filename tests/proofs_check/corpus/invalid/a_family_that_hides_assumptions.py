"""hides assumptions ("""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.algebra.symbolic import families, is_pmf, kl, log, sqrt, symbols, total, y
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_family_that_hides_assumptions", "everything"
    statement = "a_family_that_hides_assumptions"
    expected = "argued"

    @proof
    def steps(self):
        import sympy

        x = sympy.Symbol("x", nonnegative=True)
        yield identity("root", log(x**2), 2 * log(x))
