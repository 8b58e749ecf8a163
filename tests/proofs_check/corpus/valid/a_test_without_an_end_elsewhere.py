"""a test without an end elsewhere"""
# ruff: noqa

from __future__ import annotations
from functools import partial
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, search
from proofs_check.engine.searches import cases, integers
from proofs_check.formula import count


def collatz(x, last=1):
    n = x.n
    while n != last:
        n = n / 2 if n % 2 == 0 else 3 * n + 1
    return True


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a test without an end elsewhere"
    statement = "a test without an end elsewhere"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    hypotheses = (Hypothesis("collatz", partial(collatz, last=1), untried="-", gives=(count("n"),)),)
    cap = 1

    def holds(self, x):
        return at_most(self.cap * x.n, x.n**2)

    teeth = (Variant("two", cap=2),)

    @search(cases(n=integers(1, 9)))
    def s(self, x):
        return self.holds(x)
