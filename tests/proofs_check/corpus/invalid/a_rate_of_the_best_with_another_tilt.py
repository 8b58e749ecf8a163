"""phi stands for something else where this is shown"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.assertions import Formal
from proofs_check.formula.notation import about, best_rate, counts, principle, rate

p, q, phi, beta, m, n = law("p"), law("q"), law("phi"), real("beta"), natural("m"), count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a law and the tilt are both shown as φ", "formal"
    asserts = Statement(principle(m, p**m, q, best_rate(q, phi, 1)))
    formal = Formal("KL_nonneg")
