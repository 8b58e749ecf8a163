"""@search has no strategy: write @search(strategy) above def tried(self, x)"""
# ruff: noqa

from proofs_check import Case, Claim, decision, equal, instances, pmf, proof, search, witness
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

p, q = law("p"), positive_law("q")
y = outcome("y")
n = count("n")


class Claimed(Claim):
    id, place, title, expected = "C-claim", "here", "a search without a strategy", "certified"
    weight = ""
    statement, scope = "0 = 1", "always"

    def holds(self, x):
        return equal(0, 1)

    @decision
    def decided(self):
        return equal(0, 0)

    @search
    def tried(self, x):
        return equal(0, 1)
