"""Normal forms of symbolic expressions: polynomials over Q in atoms, with symbolic exponents and symbolic sums.

An expression is read into Σ c·Π atom^exponent, where c is rational, an exponent is again such a form, and an atom is

* a symbol or an entry p[y] of a family,
* the logarithm of an atom (logarithms of products and powers are expanded, those of integers over their primes),
* e, a prime number, or a sum that is divided by or raised to a power (kept with its definition),
* Σ_y (monomial in things that depend on y): sums are linear, so constants and other factors are pulled out of them.

Two expressions with the same form are equal wherever both are defined and the atoms that `positive` lists are
positive. `symbolic` adds the side relations. Nothing here simplifies by search: every rule is applied everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy.core.function import AppliedUndef

from exactalign.text.articles import with_article
from proofs_check.algebra.forms import (
    BOUND,
    LOCAL,
    ONE,
    UNIT,
    ZERO,
    Atom,
    Form,
    depends,
    level,
    number,
    power,
    renamed,
    split,
    total_of,
    without,
)
from proofs_check.exceptions import NotDecidable

HIGHEST_POWER = 60
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_E: Final = Atom("e")


class Reader:
    """Reads SymPy expressions into forms, and notes what they need: positive atoms and non-zero divisors."""

    def __init__(self) -> None:
        self.positive: set[Atom] = set()
        self.nonzero: set[Form] = set()
        self.bases: dict[Atom, Form] = {}  # base atom → what it stands for
        self._fresh = 0

    def read(self, expression: Any) -> Form:
        """The normal form; raises `NotDecidable` for an expression that is not understood.

        Symbols are told apart by their names, so whatever else SymPy may know of one is refused.
        """
        e = sympy.sympify(expression) if isinstance(expression, (int, Fraction)) else expression
        if isinstance(e, sympy.Basic):
            refuse_hidden(e)
        return self._read(e)

    def _read(self, e: Any) -> Form:
        if isinstance(e, sympy.Rational):
            return number(Fraction(int(e.p), int(e.q)))
        if isinstance(e, sympy.Symbol):
            return power(Atom("symbol", e.name))
        if isinstance(e, sympy.Indexed):
            return power(Atom("entry", str(e.base), tuple(str(i) for i in e.indices)))
        if isinstance(e, sympy.Add):
            return total_of(self._read(arg) for arg in e.args)
        if isinstance(e, sympy.Mul):
            return self._product(self._read(arg) for arg in e.args)
        if isinstance(e, sympy.exp):
            return self._exponential(self._read(e.args[0]))
        if isinstance(e, sympy.Pow):
            return self._power(self._read(e.base), self._read(e.exp))
        if e is sympy.E:
            return power(_E)
        if isinstance(e, sympy.log):
            return self._logarithm(self._read(e.args[0]))
        if isinstance(e, sympy.Sum):
            return self._sum(e)
        if isinstance(e, AppliedUndef):
            return power(Atom("function", e.func.__name__, tuple(self._read(arg) for arg in e.args)))
        raise NotDecidable(f"{type(e).__name__} is not understood in an identity: {str(e)[:80]}")

    def _product(self, factors: Iterable[Form]) -> Form:
        result = UNIT
        for factor in factors:
            result = result * factor
        return result

    def _power(self, base: Form, exponent: Form) -> Form:
        whole = exponent.constant()
        if whole is not None and whole.denominator == 1 and whole >= 0:
            if len(base.terms) > 1 and whole > HIGHEST_POWER:
                raise NotDecidable(f"the power {whole} of a sum is too high")
            return self._product([base] * int(whole)) if len(base.terms) > 1 else self._single(base, exponent)
        if not base:
            raise NotDecidable("0 is raised to a power that is not a positive integer")
        if len(base.terms) == 1:
            return self._single(base, exponent)
        content, primitive = split(base)
        atom = Atom("base", "", (primitive,))
        self.bases[atom] = primitive
        self._require(atom, whole, primitive)
        return self._single(content, exponent) * power(atom, exponent)

    def _single(self, base: Form, exponent: Form) -> Form:
        """(c·Π aᵢ^eᵢ)^exponent = c^exponent·Π aᵢ^(eᵢ·exponent)."""
        if not base:
            return ZERO if exponent else UNIT
        ((monomial, c),) = base.terms.items()
        whole = exponent.constant()
        result = self._number_power(c, exponent)
        for atom, inner in monomial:  # what inner needs was needed when the base was read
            self._require(atom, whole, None)
            result = result * power(atom, inner * exponent)
        return result

    def _number_power(self, c: Fraction, exponent: Form) -> Form:
        whole = exponent.constant()
        if whole is not None and whole.denominator == 1:
            return number(c ** int(whole))
        if c <= 0:
            raise NotDecidable(f"the negative number {c} is raised to a power that is not an integer")
        result = UNIT
        for prime, k in _factors(c):
            result = result * power(Atom("prime", str(prime)), exponent.scaled(Fraction(k)))
        return result

    def _exponential(self, exponent: Form) -> Form:
        """e^(Σ c·log a + rest) = Π a^c · e^rest."""
        result, rest = UNIT, ZERO
        for monomial, c in exponent.terms.items():
            logs = [(a, k) for a, k in monomial if a.kind == "log"]
            if len(logs) == 1 and logs[0][1] == UNIT:
                scalar = Form({monomial - {logs[0]}: c})
                inner: Form = logs[0][0].parts[0]
                result = result * self._power(inner, scalar)
            else:
                rest = rest + Form({monomial: c})
        return result * power(_E, rest)

    def _logarithm(self, argument: Form) -> Form:
        if not argument:
            raise NotDecidable("the logarithm of 0")
        content, primitive = split(argument)
        result = ZERO if primitive == UNIT else power(Atom("log", "", (primitive,)))
        if primitive != UNIT:
            self.positive.add(Atom("base", "", (primitive,)))  # what is in it has said what it needs where it was read
        ((monomial, c),) = content.terms.items()
        if c < 0:
            raise NotDecidable(f"the logarithm of a number that is not seen to be positive: {argument}")
        for prime, k in _factors(c):
            result = result + power(Atom("log", "", (power(Atom("prime", str(prime))),))).scaled(Fraction(k))
        for atom, exponent in monomial:
            if atom == _E:
                result = result + exponent
                continue
            if atom.kind != "prime":
                self.positive.add(atom)
            inner = atom.parts[0] if atom.kind == "base" else power(atom)
            result = result + exponent * power(Atom("log", "", (inner,)))
        return result

    def _sum(self, e: Any) -> Form:
        if len(e.limits) != 1 or len(e.limits[0]) != 3:
            raise NotDecidable("write a double sum as a sum of sums, each with its two ends")
        ((index, lower, upper),) = e.limits
        self._fresh += 1
        local = f"{LOCAL}{self._fresh}"
        body = self._read(e.function.xreplace({index: sympy.Symbol(local)}))
        bounds = (self._read(lower), self._read(upper))
        count = bounds[1] - bounds[0] + UNIT
        result = ZERO
        for monomial, c in body.terms.items():
            outside, inside = Form({ONE: c}), UNIT
            for atom, exponent in monomial:
                free = ZERO if depends(atom, local) else without(exponent, local)
                outside = outside * power(atom, free)
                inside = inside * power(atom, exponent - free)
            if inside == UNIT:
                result = result + outside * count
            else:
                bound = f"{BOUND}{1 + level(inside)}"  # sums are compared up to the name of their index
                result = result + outside * power(Atom("sum", bound, (renamed(inside, local, bound), *bounds)))
        return result

    def _require(self, atom: Atom, whole: Fraction | None, primitive: Form | None) -> None:
        if whole is None or whole.denominator != 1:
            self.positive.add(atom)
        elif whole < 0:
            self.nonzero.add(primitive or power(atom))


def refuse_hidden(expression: sympy.Basic) -> None:
    """Raise `NotDecidable` for a symbol with more than its name: assumptions, a Dummy, or a name of our own."""
    for e in sympy.preorder_traversal(expression):
        if isinstance(e, sympy.Symbol):
            known = {key: value for key, value in e.assumptions0.items() if not (key == "commutative" and value)}
            if type(e) is not sympy.Symbol:
                raise NotDecidable(
                    f"{e} is {with_article(type(e).__name__)}: give it a name, symbols({str(e).strip('_')!r})"
                )
            if known:
                said = ", ".join(key if value else f"not {key}" for key, value in known.items())
                raise NotDecidable(f"the symbol {e} hides assumptions ({said}): say them as a hypothesis")
            name = e.name
        elif isinstance(e, AppliedUndef):
            name = e.func.__name__
            if sympy.Function(name) != e.func:
                raise NotDecidable(f"the function {name} hides assumptions: say them as a hypothesis")
        elif isinstance(e, sympy.IndexedBase):
            name = str(e.label)
        else:
            continue
        if not _NAME.fullmatch(name):
            raise NotDecidable(f"{name!r} is no name for an identity: use letters, digits and _, a letter first")


def _factors(c: Fraction) -> list[tuple[int, int]]:
    if max(c.numerator, c.denominator) > 10**18:
        raise NotDecidable("an integer under a logarithm or power is too large to factor")
    found = {int(prime): int(k) for prime, k in sympy.factorint(c.numerator).items() if prime != 1}
    for prime, k in sympy.factorint(c.denominator).items():
        found[int(prime)] = found.get(int(prime), 0) - int(k)
    return sorted(found.items())
