"""argument 2 of D must be a law over A, but q is a law over B"""
# ruff: noqa

from proofs_check.formula import *
from proofs_check.formula.sorts import Space, law_on
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import variable
from proofs_check.language.assertions import Assertion

other = Space("B")
vars(other)["key"] = Space().key  # as if it were the letters of p
p, q = law("p"), variable("q", law_on(other))


class Claimed(Assertion):
    id, place, title, expected = (
        "C-claim",
        "here",
        "laws on two alphabets, of which one says that it is the other",
        "tested",
    )
    asserts = Statement(0 <= KL(p, q))
