"""v = (0, 1) is over no words of length 1"""
# ruff: noqa

from proofs_check import Assertion, Case, Statement, count, implies, outcome, permuted

m = count("m")
v, w = outcome("v", length=m), outcome("w", length=m)


class Claimed(Assertion):
    id, place, title, expected, weight = "C-claim", "here", "one letter has one order", "refuted", "false"
    asserts = Statement(implies(permuted(v, w), v == w), given=(m == 1,))
    counterexample = Case(m=1, v=(0, 1), w=(1, 0))
