"""draws, not of 3"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

p, s, r = law("p"), rule("s"), reward("r")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a rule for another number of draws", "tested"
    asserts = Statement(E(p, r) <= E(kept(p, 2, s), r), given=(keeps_best(s, 3, r),))
