"""Expressions of SymPy, read into forms: SymPy knows what they are worth by rules of its own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from sympy import E, IndexedBase, Sum, Symbol, exp, log

from proofs_check.algebra.forms import ANY, LOCAL, Atom, Form, number, power, total_of
from proofs_check.algebra.normal_forms import Operations

K, y, z = sympy.symbols("K y z")
"""The number of outcomes, and two outcomes."""


def total(summand: Any, over: Any = y) -> Any:
    """Σ over all outcomes."""
    return Sum(summand, (over, 1, K))


def every(family: IndexedBase) -> Form:
    """The entry of a family at any outcome."""
    return power(Atom("entry", str(family.label), (f"{ANY}0",)))


class Reader(Operations):
    """Reads an expression as the engine reads a term."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.sums = 0

    def read(self, e: Any) -> Form:
        """The form of an expression."""
        e = sympy.sympify(e)
        if isinstance(e, sympy.Rational):
            return number(Fraction(int(e.p), int(e.q)))
        if isinstance(e, Symbol):
            return power(Atom("symbol", e.name))
        if isinstance(e, sympy.Indexed):
            (index,) = e.indices
            return power(Atom("entry", str(e.base), (str(index),)))
        if isinstance(e, sympy.Add):
            return total_of(map(self.read, e.args))
        if isinstance(e, sympy.Mul):
            return self.product(map(self.read, e.args))
        if isinstance(e, exp):
            return self.exponential(self.read(e.args[0]))
        if isinstance(e, sympy.Pow):
            return self.power(self.read(e.base), self.read(e.exp))
        if isinstance(e, log):
            return self.logarithm(self.read(e.args[0]))
        if e is E:
            return power(Atom("e"))
        assert isinstance(e, Sum)
        ((index, _, _),) = e.limits
        self.sums += 1
        local = f"{LOCAL}{self.sums}"
        return self.sum(local, self.read(e.function.xreplace({index: Symbol(local)})), self.read(K))
