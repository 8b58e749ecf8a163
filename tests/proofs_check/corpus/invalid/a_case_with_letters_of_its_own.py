"""it says itself what the letters of X are"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import sign

p, q = law("p"), law("q")
x, y, z = outcome("x"), outcome("y"), outcome("z", over="B")
s, t, a = real("s"), real("t"), positive("a")
u, i, n = positive("u"), count("i"), natural("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a case with letters of its own", "refuted"
    asserts = Statement(exists(outcome("c", over="X"), 0 <= laws("pi", "X")(outcome("c", over="X"))(y)))
    flaw, weight = "none", "false"
    counterexample = Case(**{"pi": {0: pmf("1/3, 2/3")}, "y": 0, "letters of X": ()})
