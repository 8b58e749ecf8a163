"""guard: false at a = 0: the term: False = True; but the term is not seen to be false there"""
# ruff: noqa

from proofs_check import Assertion, Statement, positive, search
from proofs_check.engine.searches import cases, integers

a = positive("a")


class Sign(Assertion):
    id = "Z-sign"
    place = "Lemma 2"
    title = "Twice a positive number is positive"
    asserts = Statement(0 < 2 * a)
    expected = "refuted"
    weight = "false"
    flaw = "said to be"

    @search(cases(a=integers(-3, 3)))
    def guard(self, x):
        return self.holds(x)
