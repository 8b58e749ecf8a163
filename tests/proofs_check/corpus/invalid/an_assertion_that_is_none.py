"""claim C-claim: asserts must be a Statement, and nothing else"""
# ruff: noqa

from proofs_check.language.assertions import Assertion


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an assertion that is None", "tested"
    asserts = None
