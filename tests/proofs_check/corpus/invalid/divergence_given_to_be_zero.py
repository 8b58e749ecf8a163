"""nothing discharges"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_least, at_most, decision, equal, exact
from proofs_check import identity, instances, less, pmf, proof, search, theorem, witness
from proofs_check.algebra.symbolic import families, is_pmf, kl, log, sqrt, symbols, total, y
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "divergence_given_to_be_zero", "everything"
    statement = "divergence_given_to_be_zero"
    expected = "argued"

    @proof
    def steps(self):
        p, q = families("p q")
        yield identity("KL is 0", kl(p[y], q[y]) + kl(q[y], p[y]), 0, given=[kl(p[y], q[y]), kl(q[y], p[y])])
