"""nothing discharges x ≥ 0"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.algebra.symbolic import families, is_pmf, kl, log, sqrt, symbols, total, y
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "square_root_of_a_square", "everything"
    statement = "square_root_of_a_square"
    expected = "argued"

    @proof
    def steps(self):
        (x,) = symbols("x")
        yield identity("√(x²) = x for every real x", sqrt(x**2), x)
