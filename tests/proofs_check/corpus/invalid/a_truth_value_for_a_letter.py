"""y = True has the truth value True for a number or a letter"""
# ruff: noqa

from proofs_check import Case, Claim, decision, equal, instances, pmf, proof, search, witness
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

p, q = law("p"), positive_law("q")
y = outcome("y")
n = count("n")


class Claimed(Assertion):
    id, place, title, expected, weight = "C-claim", "here", "a truth value for a letter", "refuted", "false"
    asserts = Statement(p(y) == 1)
    counterexample = Case(p=pmf("1/2, 1/2"), y=True)
