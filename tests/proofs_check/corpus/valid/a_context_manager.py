"""a context manager"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers

from contextlib import contextmanager


@contextmanager
def quiet():
    yield
    return True


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a context manager"
    statement = "a context manager"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 1

    def holds(self, x):
        with quiet():
            return at_most(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
