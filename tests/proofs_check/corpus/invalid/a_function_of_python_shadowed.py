"""it changes proofs_check.formula.statements.bool"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

from proofs_check.formula import statements

statements.bool = lambda _: True


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a function of Python shadowed", "tested"
    asserts = Statement(a == b)
