"""it changes proofs_check.formula.cases.cases"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

from proofs_check.formula.cases import cases

cases.__defaults__ = ("", 1, False)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a default rewritten", "tested"
    asserts = Statement(a == b)
