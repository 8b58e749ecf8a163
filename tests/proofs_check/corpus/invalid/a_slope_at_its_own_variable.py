"""is bound in"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, instance, linear

t, x = real("t"), real("x")


class Lemma(Assertion):
    id, place, title, expected = "C-lemma", "here", "a lemma", "tested"
    asserts = Statement(slope(t, t * t, t) == 2 * t)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the t at which the slope is taken stays", "argued"
    asserts = Statement(slope(t, t * t, t) == 2 * x, given=(t > 2000, x > 2000))
    example = Case(t=3000, x=3000)
    lines = (instance(Lemma, asserts.then, t=x),)
