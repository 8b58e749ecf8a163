"""false at N = 40"""
# ruff: noqa

from exactalign import Distribution, Reward
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

p, r, N = law("p"), reward("r"), count("N")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "False for many draws of which one is the best on average", "tested"
    asserts = Statement(E(best(p, N, r), r) - E(p, r) <= 3 * sqrt(Var(p, r)))
    example = Case(p=pmf("1/2, 1/2"), r=Reward.values([0, 1]), N=2)
