"""words of words"""
# ruff: noqa

from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal

p, t = law("p"), real("t")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "(p^2)^3 has as many outcomes as p^3", "formal"
    asserts = Statement(for_all(t, t * size((p**2) ** 3) == t * size(p**3)))
    formal = Formal("law_sum", "intros; reflexivity. ")
