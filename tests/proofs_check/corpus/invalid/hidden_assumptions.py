"""hides assumptions ("""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.algebra.symbolic import families, is_pmf, kl, log, sqrt, symbols, total, y
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "hidden_assumptions", "everything"
    statement = "hidden_assumptions"
    expected = "argued"

    @proof
    def steps(self):
        import sympy

        x = sympy.Symbol("x", positive=True)
        yield identity("root", sqrt(x**2) + 1, x + 1)
