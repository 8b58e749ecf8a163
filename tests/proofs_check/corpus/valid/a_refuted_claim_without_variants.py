"""refuted"""
# ruff: noqa

from proofs_check import Assertion, Statement, Var, law, reward, sub_gaussian

p, r = law("p"), reward("r")


class Claimed(Assertion):
    id, place, title = "C-claim", "here", "a refuted claim without variants"
    asserts = Statement(sub_gaussian(p, r, Var(p, r)))
    expected, weight = "refuted", "false"
