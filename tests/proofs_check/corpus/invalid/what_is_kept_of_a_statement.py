"""is not what its terms say"""
# ruff: noqa

from proofs_check import Assertion, Formal, Statement, real
from proofs_check.language.assertions import scope

a, b = real("a"), real("b")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "what is kept of a statement", "formal"
    asserts = Statement(a == b)
    formal = Formal("KL_nonneg", "intros; assumption. ")


Claimed.term.__dict__["conditions"] = (a == b,)
Claimed.latex, Claimed.scope = Claimed.asserts.latex, scope(Claimed.term)
