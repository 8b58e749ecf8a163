"""it changes proofs_check.language.evidence.CheckResult.__getattribute__"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

from proofs_check.language.evidence import CheckResult

CheckResult.__getattribute__ = lambda self, name: "passed" if name == "status" else object.__getattribute__(self, name)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a method added", "tested"
    asserts = Statement(a == b)
