"""claim C-claim asserts nothing: give asserts = Statement(…)"""
# ruff: noqa

from proofs_check.language.assertions import Assertion


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an assertion in words", "tested"
    statement, latex, scope = "n (n + 1) is even", "2 \\mid n (n + 1)", "every n"
