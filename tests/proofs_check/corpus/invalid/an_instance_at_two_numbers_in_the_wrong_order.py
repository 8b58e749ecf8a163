"""line 1 (c·3 ≤ c·2): C-times needs 3 ≤ 2, which stands in no earlier line"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, instance, linear

a, b, c = real("a"), real("b"), positive("c")


class Times(Assertion):
    id, place, title, expected = "C-times", "here", "an inequality times a positive number", "proved"
    asserts = Statement(c * a <= c * b, given=(a <= b,))
    lines = (hypothesis(a <= b), linear(c * a <= c * b, {1: c}))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "two numbers in the wrong order", "proved"
    asserts = Statement(c * 3 <= c * 2)
    lines = (instance(Times, c * 3 <= c * 2, a=3, b=2),)
