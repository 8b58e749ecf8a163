"""case value y holds an Any: a case holds numbers, texts, laws"""
# ruff: noqa

from fractions import Fraction

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, implies, law, outcome

p, y, z = law("p"), outcome("y"), outcome("z")


class Any(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Claimed(Assertion):
    id, place, title, expected, weight = "C-claim", "here", "a letter has one mass", "refuted", "false"
    asserts = Statement(implies(y == z, p(y) == p(z)))
    counterexample = Case(p=Distribution({"a": Fraction(1, 3), "b": Fraction(2, 3)}), y=Any("b"), z="a")
