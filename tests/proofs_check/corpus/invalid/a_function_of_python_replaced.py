"""it changes builtins.all"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

import builtins

builtins.all = lambda _: True


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a function of Python replaced", "tested"
    asserts = Statement(a == b)
