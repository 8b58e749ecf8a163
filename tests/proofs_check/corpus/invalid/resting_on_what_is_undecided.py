"""C-claim is undecided, expected proved"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

from proofs_check import count, limit

m = count("m")


class Open(Assertion):
    id, place, title, expected = "C-open", "here", "undecided", "undecided"
    asserts = Statement(limit(m, a / m, 1))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "resting on what is undecided", "proved"
    asserts = Statement(limit(m, 2 * b / m, 1))
    lines = (instance(Open, limit(m, 2 * b / m, 1), a=2 * b),)
