"""m stands for something else where this is shown"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.assertions import Formal
from proofs_check.formula.notation import about, best_rate, counts, principle, rate

p, q, phi, beta, m, n = law("p"), law("q"), law("phi"), real("beta"), natural("m"), count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "N_m is exp(m·m·δ), for one m or for every one", "formal"
    asserts = Statement(limit(n, counts("N")(n), 0), given=(about(counts("N"), m * beta, 2),))
    formal = Formal("KL_nonneg")
