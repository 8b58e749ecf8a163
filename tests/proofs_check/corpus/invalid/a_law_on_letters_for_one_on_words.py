"""is over no words of length 0"""
# ruff: noqa

from proofs_check import Assertion, Case, Statement, law, natural, pmf, size

n = natural("n")
p = law("p", length=n)


class Claimed(Assertion):
    id, place, title, expected, weight = "C-claim", "here", "there is one empty word", "refuted", "false"
    asserts = Statement(size(p) == 1, given=(n == 0,))
    counterexample = Case(n=0, p=pmf("1/2, 1/2"))
