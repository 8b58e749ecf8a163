"""a number in a term has at most 4000 digits: write a power or a product"""
# ruff: noqa

from proofs_check import Case, Claim, decision, equal, instances, pmf, proof, search, witness
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

p, q = law("p"), positive_law("q")
y = outcome("y")
n = count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a number of too many digits", "decided"
    asserts = Statement(real("a") ** 2 >= -(10**5000))
