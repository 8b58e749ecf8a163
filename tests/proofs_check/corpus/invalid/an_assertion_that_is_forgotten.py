"""claim C-claim asserts nothing: give asserts = Statement(…)"""
# ruff: noqa

from proofs_check.language.assertions import Assertion


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an assertion without its term", "tested"
