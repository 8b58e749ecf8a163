"""the statement says nothing"""
# ruff: noqa

from proofs_check import Assertion, Case, Statement
from proofs_check.formula import implies, no, real
from proofs_check.language.derivations import hypothesis, linear

x, z = real("x"), real("z")


class Claimed(Assertion):
    id, place, title = "C-claim", "here", "a correction that implies itself"
    asserts = Statement(x * z <= 0)
    counterexample = Case(x=1, z=1)
    flaw, weight = "The sign of x z is not known.", "false"
    mended = Statement(implies(x * z <= 0, x * z <= 0))
    lines = ()
    expected, corrected_expected = "amended", "tested"
