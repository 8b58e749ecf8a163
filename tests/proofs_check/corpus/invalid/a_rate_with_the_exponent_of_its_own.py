"""beta stands for something else where this is shown"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.assertions import Formal
from proofs_check.formula.notation import about, best_rate, counts, principle, rate

p, q, phi, beta, m, n = law("p"), law("q"), law("phi"), real("beta"), natural("m"), count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "two exponents are both shown as β", "formal"
    asserts = Statement(principle(m, p**m, q, rate(q, T(q, p, beta), p)))
    formal = Formal("KL_nonneg")
