"""which is not known"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

x, n = real("x"), count("N")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a root of a squared logarithm", "proved"
    asserts = Statement(0 <= log(x), given=(0 < x, 10**6 < n))
    example = Case(x=2, N=10**7)
    lines = (
        identity(sqrt(log(x) ** 2) == log(x)),
        sign(0 <= sqrt(log(x) ** 2)),
        linear(0 <= log(x), {1: 1, 2: 1}),
    )
