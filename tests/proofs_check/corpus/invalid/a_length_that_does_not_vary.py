"""does not vary with the n that is bound"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.assertions import Formal
from proofs_check.formula.notation import about, best_rate, counts, principle, rate

p, q, phi, beta, m, n = law("p"), law("q"), law("phi"), real("beta"), natural("m"), count("n")
P, w = law("P", length=n), outcome("w", length=n)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a law on words of one length, in a limit over lengths", "formal"
    asserts = Statement(limit(n, Sum(w, P(w)), 1), given=(2 <= n,))
    formal = Formal("KL_nonneg")
