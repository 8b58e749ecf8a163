"""Verify certificates, alone.

A certificate is a JSON file that states a finite fact (an inequality between exactly given numbers, a
bracketed root, an identity, a table of probabilities) with hints for checking it; `docs/certificates.md` is
the format.  This module is all one has to trust: standard library only, integers only, no import of the rest.

    python -I proofs_check/kernel.py [--trace] FILE_OR_DIRECTORY...

A file is *valid* (its statement was shown to be true), *invalid* (it was not) or *malformed* (no certificate, or over
a limit).  The `manifest.json` of a directory lists all certificates in it, no more, no less.  The exit status is 0 when
every file is valid, 2 when one is malformed, a manifest is not met or nothing was checked, else 1.  The statement alone
fixes the meaning: wrong evidence can fail, never make a false statement valid.  Logarithms are natural.
"""

# ruff: noqa: T201
from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from fractions import Fraction
from functools import partial, reduce
from itertools import chain, groupby, product
from math import gcd, lcm
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

FORMAT: Final = "exactalign-certificate"
MANIFEST: Final = "manifest.json"
NAME: Final = "[A-Za-z][A-Za-z0-9_]{0,31}"
RATIONAL: Final = "-?[0-9]{1,4000}(/[1-9][0-9]{0,3999})?"
RELATIONS: Final = ("<", "<=", ">", ">=", "=", "!=")

# The limits belong to the format: a file beyond one of them is malformed, whatever it says.
MAX_TEXT: Final = 2_000_000  # characters in a file
MAX_DEPTH: Final = 64  # nested operations
MAX_BITS: Final = 1 << 20  # bits of a computed number
MAX_PRECISION: Final = 20_000  # bits after the point in interval arithmetic
MAX_EXP: Final = 40_000  # the argument of an enclosed exponential, up to its sign
MAX_ITEMS: Final = 20_000  # entries of a list or vector, terms of an exact product, m
MAX_DEGREE: Final = 200  # of a polynomial
FUEL: Final = 4_000_000_000  # total work, roughly in nanoseconds; see Machine.spend
Json: TypeAlias = Any


class Malformed(Exception):
    """Not a certificate of this format, or beyond one of its limits."""


class Invalid(Exception):
    """The statement was not shown to be true."""


class Ruling(NamedTuple):
    """What became of one certificate."""

    status: str  # "valid", "invalid" or "malformed"
    reason: str
    steps: list[str]


def _demand(condition: bool, error: type[Exception], why: str) -> None:
    if not condition:
        raise error(why)


# --- Reading: nothing is accepted that could be read in two ways -----------------------------------


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        _demand(key not in found, Malformed, f"an object has the same key twice: {key[:80]!a}")
        found[key] = value
    return found


def read(certificate: Json) -> Json:
    """The JSON value of a text, or of an object after writing it as JSON; read strictly."""
    try:
        text = certificate if isinstance(certificate, str) else json.dumps(certificate)
        _demand(len(text) <= MAX_TEXT, Malformed, f"over the limit: more than {MAX_TEXT} characters")
        return json.loads(text, object_pairs_hook=_object)
    except (TypeError, ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {str(error)[:80]!a}") from None


def _fields(value: Json, keys: str, where: str) -> list[Json]:
    good = type(value) is dict and value.keys() == set(keys.split())
    _demand(good, Malformed, f"{where} is not an object with exactly the keys {keys}")
    return [value[key] for key in keys.split()]


def _list(value: Json, where: str, least: int = 1, most: int = MAX_ITEMS) -> list[Json]:
    if type(value) is not list or not least <= len(value) <= most:
        raise Malformed(f"{where} is not a list of {least} to {most} entries")
    return value


def _pairs(value: Json, where: str) -> list[list[Json]]:
    return [_list(pair, f"an entry of {where}", 2, 2) for pair in _list(value, where, 0)]


def _match(pattern: str, text: Json, where: str) -> str:
    if type(text) is not str or not re.fullmatch(pattern, text):
        raise Malformed(f"{where} is not written in its one accepted form")
    return text


def _rational(text: Json, where: str) -> Fraction:
    number = Fraction(_match(RATIONAL, text, where))
    _demand(str(number) == text, Malformed, f"{where} is not a number in lowest terms")
    return number


def _words(e: Json, names: Container[str], depth: int = MAX_DEPTH) -> str:
    """An expression, shown to be well formed, in words that determine it."""
    if type(e) is str and e in names:
        return e
    if type(e) is not list:
        return str(_rational(e, "an expression without a known operation or name"))
    op, *args = _list(e, "an operation", 2)
    _demand(type(op) is str and op in OPERATIONS, Malformed, "an operation is not known")
    _demand(OPERATIONS[op][0] in (0, len(args)), Malformed, f"{op} has too many or too few arguments")
    _demand(depth > 0, Malformed, f"over the limit: nested more than {MAX_DEPTH} deep")
    words = [_words(arg, names, depth - 1) for arg in args]
    if op in "/^":  # numbers of several signs stand in brackets: (-1)^2 is not -1^2
        words = [f"({w})" if re.fullmatch(RATIONAL, w) and not w.isdigit() else w for w in words]
    if op in "+-*/^" and len(args) > 1:
        return f"({f' {op} '.join(words)})"
    return f"{op}({', '.join(words)})"


# --- Numbers: polynomials with rational coefficients ------------------------------------------------
Span: TypeAlias = tuple[int, int]  # lo, hi; encloses x if lo <= x * 2**w <= hi, at the precision w
Atom: TypeAlias = str  # "a/b" (see _key): the logarithm of a/b > 1; "#1": an enclosed number; "x": a variable
Monomial: TypeAlias = frozenset[tuple[Atom, int]]  # atoms with their exponents >= 1
Number: TypeAlias = dict[Monomial, Fraction]  # a polynomial in atoms, without coefficients that are zero
Value: TypeAlias = Number | list[Number]  # a list is a vector
ZERO: Final[Number] = {}


def _number(c: Fraction | int, *atoms: Atom) -> Number:
    return {frozenset((a, 1) for a in atoms): Fraction(c)} if c else {}


def _key(a: Fraction) -> str:
    return f"{a.numerator:x}/{a.denominator:x}"  # the hash of a text is seeded: no file can choose many of one hash


def _parts(key: str) -> list[int]:
    return [int(part, 16) for part in key.split("/")]


def _exact(x: Value) -> Fraction | None:
    """x, if it is rational."""
    return x.get(frozenset(), Fraction(0)) if isinstance(x, dict) and x.keys() <= {frozenset()} else None


def _as_rational(x: Value) -> Fraction:
    if (a := _exact(x)) is None:
        raise Invalid("a rational number is needed")
    return a


def _as(kind: type, x: Value) -> Any:
    _demand(isinstance(x, kind), Invalid, "a vector stands where a number is needed, or the reverse")
    return x


def _count(a: Fraction, least: int, most: int, where: str) -> int:
    good = a.denominator == 1 and least <= a <= most
    _demand(good, Malformed, f"over the limit: {where} is not an integer from {least} to {most}")
    return a.numerator


def _bits(*numbers: Fraction | int) -> int:
    return sum(x.numerator.bit_length() + x.denominator.bit_length() for x in numbers)


class Machine:
    """Evaluates expressions with `precision` bits after the point and a bounded amount of work."""

    def __init__(self, precision: int, steps: list[str]) -> None:
        self.w, self.fuel, self.steps = precision, FUEL, steps
        lo, hi = self._atanh((1 << self.w) // 3)
        self.log2 = 2 * lo, 2 * hi  # log 2 = 2 atanh(1/3)
        self.spans: dict[Atom, Span] = {}  # of enclosed numbers and of the logarithms that were needed

    def spend(self, bits: int, times: int = 1) -> None:
        """Account for operations on, or with a result of, numbers of so many bits in all."""
        _demand(bits <= MAX_BITS, Malformed, f"over the limit: a number of more than {MAX_BITS} bits")
        self.fuel -= times * (4_000 + (bits >> 6) ** 2)
        _demand(self.fuel >= 0, Malformed, "over the limit: too much work")

    # Logarithm and exponential.  Fixed point with w bits: every quantity below is an integer, in units 2**-w.
    #
    # atanh z = sum z**(2j+1)/(2j+1), for z = Z/2**w in [0, 1/3].  Let A_j = z**(2j+1) * 2**w, P_0 = Z and
    # P_(j+1) = floor(P_j * Z*Z / 4**w).  All roundings are down: P_j <= A_j.  The deficit e_j = A_j - P_j
    # obeys e_0 = 0, e_(j+1) < e_j/9 + 1, hence e_j < 2 always.  So floor(P_j/(2j+1)) lies in (A_j/(2j+1) - 3,
    # A_j/(2j+1)].  The sum stops at the first P_T = 0; then A_T < 2 and the rest is at most A_T/(1 - 1/9) <
    # 3.  With S the sum of the T terms, S <= atanh(z) * 2**w <= S + 3*(T + 1).  If z <= 1/3 is only known to
    # be in [Z, Z + 1)/2**w, the upper bound is at most 9/8 higher, as the derivative 1/(1 - z*z) is <= 9/8.
    def _atanh(self, z: int) -> Span:
        self.spend(2 * self.w, self.w // 3 + 3)
        power, total, terms = z, 0, 0
        while power:
            total += power // (2 * terms + 1)
            power = power * z * z >> 2 * self.w
            terms += 1
        return total, total + 3 * terms + 5

    def _log(self, a: Fraction) -> Span:
        """log a = k log 2 + 2 atanh z, where a = 2**k * y with 1 <= y < 2, and z = (y - 1)/(y + 1) < 1/3."""
        k = a.numerator.bit_length() - a.denominator.bit_length()
        n, d = a.numerator << max(-k, 0), a.denominator << max(k, 0)  # now 1/2 < n/d < 2
        n, k = (n, k) if n >= d else (2 * n, k - 1)
        self.spend(_bits(n, d) + self.w)
        lo, hi = self._atanh(((n - d) << self.w) // (n + d))
        low, high = sorted(k * end for end in self.log2)
        return low + 2 * lo, high + 2 * hi

    # exp r = sum r**j/j!, for 0 <= r < 1.  Let A_j = r**j/j! * 2**w, R = r * 2**w exactly, t_0 = 2**w and
    # t_(j+1) = floor(t_j * R / (2**w * (j+1))).  All roundings are down: t_j <= A_j.  The deficit e_j = A_j -
    # t_j obeys e_0 = 0, e_(j+1) < e_j/(j+1) + 1, hence e_1 < 1 and e_j < 2 always.  The sum stops at the
    # first t_T = 0; then A_T < 2, T >= 1, and the rest is at most A_T * (1 + 1/2 + 1/4 + ...) < 4.  With S
    # the sum of the T terms, S <= exp(r) * 2**w <= S + 2*T + 4.
    def _series(self, r: int) -> Span:
        self.spend(self.w, self.w // 4 + 8)
        term, total, terms = 1 << self.w, 0, 0
        while term:
            total += term
            terms += 1
            term = (term * r >> self.w) // terms
        return total, total + 2 * terms + 4

    # exp x = 2**k * exp(r) with r = x - k log 2, for any integer k.  Let L be the enclosure of log 2; its
    # width is 6*T + 10 < 3*w.  For x >= 0 let k = floor(x / L.hi), else k = floor(x / L.lo).  Then r lies
    # between x - k*L.hi and x - k*L.lo; the lower of these is in [0, L.hi), where L.hi < 0.7 * 2**w, and the
    # other is above it by at most |k| * 3*w < 2**16 * 3*w < 2**w / 4, as w >= 32.  So both are in [0, 2**w).
    def _exp(self, x: int) -> Span:
        """exp(x / 2**w)."""
        _demand(abs(x) <= MAX_EXP << self.w, Malformed, f"over the limit: exp of a number beyond {MAX_EXP}")
        k = x // self.log2[x >= 0]
        low, high = sorted(x - k * end for end in self.log2)
        lo, hi, up = self._series(low)[0], self._series(high)[1], max(k, 0)
        return lo << up >> up - k, -(-hi << up >> up - k)

    def enclose(self, x: Number) -> Span:
        lo = hi = 0
        for monomial, c in x.items():
            ends, unit = [c.numerator << self.w], c.denominator
            for a in (a for a, k in monomial for _ in range(k)):
                self.spend(max(map(int.bit_length, ends)) + unit.bit_length())
                if a not in self.spans:
                    if "/" not in a:
                        raise Invalid("two sides are not polynomials in the variables, or not shown to be equal")
                    self.spans[a] = self._log(Fraction(*_parts(a)))
                ends, unit = [s * t for s in (min(ends), max(ends)) for t in self.spans[a]], unit << self.w
            self.spend(max(map(int.bit_length, ends)) + unit.bit_length())
            lo, hi = lo + min(ends) // unit, hi - (-max(ends) // unit)
        return lo, hi

    def real(self, lo: int, hi: int) -> Number:
        """A number of which nothing but its enclosure is known from now on."""
        self.spans[name := f"#{len(self.spans)}"] = lo, hi
        return _number(1, name)

    def total(self, items: Iterable[Number]) -> Number:
        result: Number = {}
        for monomial, c in (term for x in items for term in x.items()):
            old = result.pop(monomial, 0)
            self.spend(_bits(old, c))
            if new := old + c if old else c:
                result[monomial] = new
        return result

    def times(self, x: Number, y: Number) -> Number:
        _demand(len(x) * len(y) <= MAX_ITEMS, Malformed, "over the limit: too many terms")
        terms: list[Number] = []
        for (k, b), (m, c) in product(x.items(), y.items()):
            exponents = dict(k)
            for a, e in m:
                exponents[a] = exponents.get(a, 0) + e
            _demand(sum(exponents.values()) <= MAX_DEGREE, Malformed, "over the limit: too high a degree")
            self.spend(_bits(b, c), 1 + len(exponents))
            terms.append({frozenset(exponents.items()): b * c})
        return self.total(terms)

    def minus(self, x: Number, y: Number) -> Number:
        return self.total((x, self.times(_number(-1), y)))

    def over(self, x: Number, y: Number) -> Number:
        if (b := _exact(y)) is not None:
            _demand(b != 0, Invalid, "division by zero")
            return self.times(x, _number(1 / b))
        (lo, hi), unit = self.enclose(y), 1 << 2 * self.w
        _demand(lo > 0 or hi < 0, Invalid, f"at {self.w} bits a divisor is not separated from zero")
        return self.times(x, self.real(unit // hi, -(-unit // lo)))

    def log(self, x: Number) -> Number:
        if (a := _exact(x)) is not None and a > 0:
            self.spend(_bits(a))
            return ZERO if a == 1 else _number(1, _key(a)) if a > 1 else _number(-1, _key(1 / a))
        (lo, hi), unit = self.enclose(x), 1 << self.w
        _demand(lo > 0, Invalid, f"at {self.w} bits the argument of a logarithm is not shown to be positive")
        return self.real(self._log(Fraction(lo, unit))[0], self._log(Fraction(hi, unit))[1])

    def abs(self, x: Number) -> Number:
        lo, hi = self.bounds(x)
        _demand(lo >= 0 or hi <= 0, Invalid, f"at {self.w} bits the sign under an absolute value is not shown")
        return x if lo >= 0 else self.minus(ZERO, x)

    def exp(self, x: Number) -> Number:
        lo, hi = self.enclose(x)
        return self.real(self._exp(lo)[0], self._exp(hi)[1])

    def power(self, x: Number, y: Number) -> Number:
        """x**y: x**0 = 1 for every x; 0**y = 0 for y > 0; else y is an integer or x > 0."""
        a, b = _exact(x), _exact(y)
        if b == 0 or (a == 0 and self.bounds(y)[0] > 0):
            return _number(b == 0)
        if a and b and b.denominator == 1:
            self.spend(_bits(a) * abs(b.numerator))
            return _number(a**b.numerator)
        if b is not None and b.denominator == 1 and abs(b) <= MAX_DEGREE:
            return reduce(self.times, [x if b > 0 else self.over(_number(1), x)] * abs(b.numerator))
        return self.exp(self.times(y, self.log(x)))

    def vanishes(self, x: Number) -> bool:
        """Whether x is a sum of c * log(n) that is shown to be zero: with the common factor d of two of the
        integers, log n = log d + log(n/d), until they are pairwise coprime.  (Then their logarithms are
        independent over the rationals, so if one is left, the sum is not zero.)"""
        waiting: list[tuple[int, Fraction]] = []
        for monomial, c in x.items():
            for a, k in monomial or [("", 0)]:
                if "/" not in a or k != 1 or len(monomial) != 1:
                    return False
                waiting += zip(_parts(a), (c, -c), strict=True)
        base: dict[int, Fraction] = {}
        while waiting:
            n, c = waiting.pop()
            for m, e in base.items():
                self.spend(_bits(n, m, c, e))
                if (d := gcd(n, m)) > 1:
                    del base[m]
                    waiting += [(d, c + e), (n // d, c), (m // d, e)]
                    break
            else:
                base |= {n: c} if n > 1 and c else {}
        return not base

    def bounds(self, x: Number) -> Span:
        """Integers around x, in some unit; both 0 if x is shown to be 0, both of its sign if rational."""
        if (a := _exact(x)) is not None:
            return (a > 0) - (a < 0), (a > 0) - (a < 0)
        lo, hi = self.enclose(x)
        return (0, 0) if lo <= 0 <= hi and self.vanishes(x) else (lo, hi)

    def decide(self, left: Value, relation: str, right: Value) -> None:
        """Return if `left relation right` is true, for vectors in every entry; else raise Invalid."""
        _as(list if isinstance(left, list) else dict, right)
        difference = self.each(self.minus, left, right)
        for d in difference if isinstance(difference, list) else [difference]:
            lo, hi = self.bounds(d)
            true = {"<": hi < 0, "<=": hi <= 0, ">": lo > 0, ">=": lo >= 0,
                    "=": lo == hi == 0, "!=": lo > 0 or hi < 0}  # fmt: skip
            if not true[relation]:
                raise Invalid(f"{relation} is not shown at {self.w} bits: left - right = {self.show(d)}")
        self.steps.append(f"{relation} is shown: left - right = {self.show(difference)}")

    def show(self, x: Value) -> str:
        if isinstance(x, list):
            return f"[{', '.join(map(self.show, x[:9]))}{', ...' * (len(x) > 9)}]"
        if (a := _exact(x)) is not None and _bits(a) < 400:
            return str(a)
        lo, hi = (end * 10**20 >> self.w for end in self.enclose(x))
        return f"[{lo}, {hi + 1}]/10^20" if _bits(lo, hi) < 400 else "(a large number)"

    # Expressions: each noun from its definition.
    def each(self, operation: Callable[..., Number], *args: Value) -> Value:
        """An operation on numbers, entry by entry when a vector takes part."""
        sizes = {len(x) for x in args if isinstance(x, list)}
        _demand(len(sizes) <= 1, Invalid, "vectors of different lengths are combined")
        columns = zip(*(x if isinstance(x, list) else [x] * max(sizes, default=1) for x in args), strict=True)
        results = [operation(*column) for column in columns]
        return results if sizes else results[0]

    def pmf(self, x: Value) -> list[Number]:
        """The entries of a distribution; of enclosed ones the lower bounds are >= 0 and the sum may be 1."""
        entries: list[Number] = _as(list, x)
        lo, hi = self.bounds(self.minus(self.total(entries), _number(1)))
        good = lo <= 0 <= hi and all(self.bounds(a)[0] >= 0 for a in entries)
        _demand(good, Invalid, "a vector is not a distribution: its entries must be >= 0 with sum 1")
        return entries

    def cross_entropy(self, p: Value, q: Value) -> Number:
        """The sum of p * (-log q), with 0 log 0 = 0."""
        parts = self.each(lambda a, b: self.times(a, self.log(b)) if a else a, self.pmf(p), self.pmf(q))
        return self.minus(ZERO, self.total(_as(list, parts)))

    def tilt(self, q: Value, p: Value, alpha: Value) -> Value:
        """T(q, p, alpha), proportional to p * q**alpha."""
        self.each(self.log, _as(list, q))  # invalid unless q > 0
        parts = self.each(self.times, self.pmf(p), self.each(self.power, q, _as(dict, alpha)))
        return self.each(self.times, parts, self.over(_number(1), self.total(_as(list, parts))))

    def product(self, v: Value, m: Value) -> list[Number]:
        """The products v_(y1) * ... * v_(ym) over all sequences y, in lexicographic order."""
        found = [_number(1)]
        for _ in range(_count(_as_rational(m), 1, MAX_ITEMS, "a length")):
            _demand(len(_as(list, v)) * len(found) <= MAX_ITEMS, Malformed, "over the limit: too many sequences")
            found = [self.times(a, b) for a in found for b in _as(list, v)]
        return found

    def levels(self, p: Value, weights: Value, m: int) -> list[tuple[Fraction, Fraction]]:
        """The total weights of m draws from p, in increasing order, with their masses; weights multiply."""
        self.each(self.log, weights)  # invalid unless the weights are positive
        ranks, masses = ([_as_rational(a) for a in v] for v in (_as(list, weights), self.pmf(p)))
        _demand(len(ranks) == len(masses), Invalid, "vectors of different lengths are combined")
        self.spend(_bits(*ranks, *masses))
        unit, bottom = (lcm(*(a.denominator for a in v)) for v in (ranks, masses))
        outcomes = [(int(u * unit), int(a * bottom)) for u, a in zip(ranks, masses, strict=True) if a]
        law, bits = [(1, 1)], m * (unit * bottom * max(outcomes)[0]).bit_length()
        for _ in range(m):
            self.spend(bits, len(law) * len(outcomes))
            longer = sorted((u * v, old * mass) for (u, old), (v, mass) in product(law, outcomes))
            law = [(u, sum(mass for _, mass in same)) for u, same in groupby(longer, lambda pair: pair[0])]
        return [(Fraction(u, unit**m), Fraction(mass, bottom**m)) for u, mass in law]

    def best_of_n(self, p: Value, weights: Value, n: Value) -> list[Number]:
        """The law of the best of n draws from p, by weight, ties uniform: an outcome of mass p and weight u
        has p * (F(<= u)**n - F(< u)**n) / (F(<= u) - F(< u))."""
        _demand(_as_rational(n) >= 1, Invalid, "the best of n needs n >= 1")
        below, factor = ZERO, dict[str, Number]()
        for u, mass in self.levels(p, weights, 1):
            above = self.total((below, _number(mass)))
            rise = self.minus(self.power(above, _as(dict, n)), self.power(below, _as(dict, n)))
            factor[_key(u)], below = self.over(rise, _number(mass)), above
        rows = zip(_as(list, p), map(_as_rational, _as(list, weights)), strict=True)
        return [self.times(mass, factor.get(_key(u), ZERO)) for mass, u in rows]

    def at_least(self, p: Value, weights: Value, m: Value, level: Value) -> Number:
        """P(the mean log weight of m draws from p is >= level)."""
        threshold, inside = self.times(_as(dict, m), _as(dict, level)), list[Number]()
        for u, mass in self.levels(p, weights, _count(_as_rational(m), 1, MAX_ITEMS, "a length")):
            lo, hi = self.bounds(self.minus(self.log(_number(u)), threshold))
            _demand(lo >= 0 or hi < 0, Invalid, f"at {self.w} bits a total is too near the level")
            inside += [_number(mass)] * (lo >= 0)
        return self.total(inside)

    def value(self, e: Json, names: dict[str, Value]) -> Value:
        """The value of a well-formed expression."""
        if isinstance(e, str):
            return names[e] if e in names else _number(Fraction(e))
        _, entrywise, operation = OPERATIONS[e[0]]
        args = [self.value(arg, names) for arg in e[1:]]
        self.spend(0, 2 * sum(len(x) if isinstance(x, list) else 1 for x in args))  # also what is easy, entry by entry
        return self.each(partial(operation, self), *args) if entrywise else operation(self, *args)


# The number of arguments (0: any from 1); whether it works entry by entry on vectors; what it does.
OPERATIONS: Final[dict[str, tuple[int, bool, Callable[..., Any]]]] = {
    "+": (0, True, lambda m, *x: m.total(x)), "*": (0, True, lambda m, *x: reduce(m.times, x)),
    "-": (2, True, Machine.minus), "/": (2, True, Machine.over), "^": (2, True, Machine.power),
    "log": (1, True, Machine.log), "exp": (1, True, Machine.exp), "abs": (1, True, Machine.abs),
    "vec": (0, False, lambda _, *x: [_as(dict, a) for a in x]), "sum": (1, False, lambda m, v: m.total(_as(list, v))),
    "cross_entropy": (2, False, Machine.cross_entropy),
    "kl": (2, False, lambda m, p, q: m.minus(m.cross_entropy(p, q), m.cross_entropy(p, p))),
    "tilt": (3, False, Machine.tilt), "product": (2, False, Machine.product),
    "best_of_n": (3, False, Machine.best_of_n), "at_least": (4, False, Machine.at_least),
}  # fmt: skip

# --- Statements ------------------------------------------------------------------------------------
Line: TypeAlias = tuple[Json, str, Json]  # left, relation, right; or name, ":=", the expression it stands for

# Most kinds have a field that chooses among lists of lines, and fields of expressions, bound in this order.
# A root: with T = tilt(weights, p, alpha) and L = log weights, the derivatives in alpha are alpha Var_T(L)
# for KL(T||p) and Var_T(L) for the reward E_T(L).  If L is constant on the support of p they vanish, and the
# two inequalities with `value` cannot both hold; else the quantity is continuous and strictly increasing (KL:
# on alpha >= 0), so they show that it takes the value exactly once (KL: on alpha >= 0), between the two ends.
ENDS: Final = [("low", "lower"), ("high", "upper")]
ROOT: Final[list[Line]] = [(name, ":=", ["tilt", "weights", "p", end]) for name, end in ENDS]
KL: Final = [["kl", tilt, "p"] for tilt, _ in ENDS]
REWARD: Final = [["sum", ["*", tilt, ["log", "weights"]]] for tilt, _ in ENDS]
BEST: Final = ["best_of_n", ["product", "p", "length"], ["product", "weights", "length"], "n"]
BOTH: Final[list[Line]] = [("n", ">=", "1"), ("lower", "<=", "chance"), ("chance", "<=", "upper")]
KINDS: Final[dict[str, tuple[str, dict[str, list[Line]]]]] = {
    "relation": ("relation let left right", {r: [("left", r, "right")] for r in RELATIONS}),
    "logform-sign": ("sign form", {s: [("form", r, "0")] for s, r in [("-1", "<"), ("0", "="), ("1", ">")]}),
    "root": ("quantity p weights value lower upper", {
        "kl": [*ROOT, ("0", "<=", "lower"), ("lower", "<", "upper"), (KL[0], "<", "value"), ("value", "<", KL[1])],
        "reward": [*ROOT, (REWARD[0], "<", "value"), ("value", "<", REWARD[1])],
    }),
    "table": ("ties p weights length n entries", {"uniform": [(BEST, "=", "entries")]}),
    "tail": ("side p weights length n level lower upper", {
        "at_least": [("one", ":=", ["at_least", "p", "weights", "length", "level"]),
                     ("chance", ":=", ["-", "1", ["^", ["-", "1", "one"], "n"]]), *BOTH],
        "at_most": [("one", ":=", ["at_least", "p", ["/", "1", "weights"], "length", ["-", "0", "level"]]),
                    ("chance", ":=", ["^", "one", "n"]), *BOTH],
    }),
}  # fmt: skip


def meaning(statement: Json) -> tuple[str, list[str], list[Line]]:
    """What a statement says: opening words; variables; and lines, true for all values of the variables."""
    kind: Json = statement.get("kind") if type(statement) is dict else None
    if kind == "identity":
        _, free, given, left, right = _fields(statement, "kind variables given left right", "the statement")
        names = [_match(NAME, name, "a variable") for name in _list(free, "the variables")]
        _demand(len(set(names)) == len(names), Malformed, "a variable is named twice")
        lines = [(a, "is given to equal", b) for a, b in _pairs(given, "what is given")]
        return f"for all real {', '.join(names)}: ", names, [*lines, (left, "=", right)]
    _demand(type(kind) is str and kind in KINDS, Malformed, "the statement is not of a known kind")
    keys, choices = KINDS[kind]
    _, choice, *values = _fields(statement, f"kind {keys}", "the statement")
    _demand(type(choice) is str and choice in choices, Malformed, f"{kind} is none of {', '.join(choices)}")
    lines = []
    for name, e in zip(keys.split()[1:], values, strict=True):
        lines += [(key, ":=", x) for key, x in (_pairs(e, "let") if name == "let" else [(name, e)])]
    return f"{kind} {choice}: ", [], lines + choices[choice]


def render_statement(statement: Json) -> str:
    """What a statement says, in words that determine it; raises Malformed if it is not well formed."""
    lead, variables, lines = meaning(statement)
    names, words = set(variables), list[str]()
    for left, relation, right in lines:
        words.append(f"{left if relation == ':=' else _words(left, names)} {relation} {_words(right, names)}")
        if relation == ":=":
            _demand(_match(NAME, left, "a name") not in names, Malformed, f"the name {left} is bound twice")
            names.add(left)
    return lead + "; ".join(words)


def _prove(statement: Json, evidence: Json, steps: list[str]) -> None:
    """Return if a well-formed statement is shown to be true by its evidence; else raise Invalid."""
    _, variables, lines = meaning(statement)
    (precision,) = ["32"] if variables else _fields(evidence, "precision", "the evidence")
    if variables:  # left - right is the sum of cofactor * (difference of what is given to be equal)
        (cofactors,) = _fields(evidence, "cofactors", "the evidence")
        *given, (left, _, right) = lines
        pairs = zip(_list(cofactors, "the cofactors", len(given), len(given)), given, strict=True)
        lines = [(["-", left, right], "=", ["+", "0", *(["*", c, ["-", a, b]] for c, (a, _, b) in pairs)])]
    machine = Machine(_count(_rational(precision, "precision"), 32, MAX_PRECISION, "precision"), steps)
    names: dict[str, Value] = {name: _number(1, name) for name in variables}
    for left, relation, right in lines:
        words = _words(right, names)  # what comes from the evidence has to be well formed, too
        if relation == ":=":
            names[left] = machine.value(right, names)
            steps.append(f"{left} := {words} = {machine.show(names[left])}")
        else:
            steps.append(f"{_words(left, names)} {relation} {words}?")
            machine.decide(machine.value(left, names), relation, machine.value(right, names))


def digest(certificate: dict[str, Json]) -> str:
    """The SHA-256 of everything in a certificate but its digest."""
    content = {key: value for key, value in certificate.items() if key != "digest"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def check(certificate: Json) -> Ruling:
    """The outcome for a certificate: a file, its text, or a JSON object."""
    steps: list[str] = []
    try:
        body = read(text_of(certificate) if isinstance(certificate, Path) else certificate)
        keys = "format version claim title statement evidence digest"
        name, version, claim, title, statement, evidence, sealed = _fields(body, keys, "the certificate")
        _demand((name, version, type(version)) == (FORMAT, 1, int), Malformed, "another format or version")
        _match("[A-Za-z][A-Za-z0-9._-]{0,63}", claim, "the claim")
        _match("[0-9a-f]{64}", sealed, "the digest")
        _demand(type(title) is str, Malformed, "the title is not a string")
        words = render_statement(statement)
        steps.append(f"{claim}: {words}")
        _prove(statement, evidence, steps)
        _demand(title == words, Invalid, "the title is not what the statement says")
        _demand(sealed == digest(body), Invalid, "the digest does not belong to the content")
    except (Malformed, Invalid) as error:
        return Ruling(type(error).__name__.lower(), str(error), steps)
    return Ruling("valid", words, steps)


def text_of(path: Path) -> str:
    """What a regular file holds; nothing that could block or never end is opened."""
    try:
        _demand(path.is_file(), Malformed, "not a regular file" if path.exists() else "it is missing")
        with path.open(encoding="utf-8") as file:
            return file.read(MAX_TEXT + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(f"not readable as UTF-8 text: {type(error).__name__}") from None


def files_in(directory: Path, *, links: bool = False) -> list[Path]:
    """Every certificate in a directory: its *.json files but the manifest; with `links` also links to directories."""
    linked = {path for path in directory.rglob("*") if path.is_symlink() and path.is_dir()}
    return sorted({*directory.rglob("*.json"), *linked} - {directory / MANIFEST, *(() if links else linked)})


def manifest_problems(directory: Path) -> list[str]:
    """What is missing, foreign, or not the file that the manifest of a directory lists."""
    try:
        keys, right = "format version claims files left_out", (f"{FORMAT}s", 1, int, list, dict, dict)
        form, number, run, files, out = _fields(read(text_of(directory / MANIFEST)), keys, "it")
        _demand((form, number, *map(type, (number, run, files, out))) == right, Malformed, "another format or version")
        there: dict[str, Json] = {p.relative_to(directory).as_posix(): None for p in files_in(directory, links=True)}
        for name in there:
            with suppress(Malformed):  # `check` says of a file that is no certificate what is wrong with it
                there[name] = read(text_of(directory / name))
        listed = {n for n, b in there.items() if type(b) is dict and [b.get("claim"), b.get("digest")] == files.get(n)}
        found = [f"{'stale' if name in there else 'missing'}: {name}" for name in files if name not in listed]
        return sorted(found + [f"foreign: {name}" for name in there if name not in files])
    except Malformed as error:
        return [f"{MANIFEST}: {error}"]


def main(argv: list[str]) -> int:
    """Check the files named in `argv`, and every certificate under the directories named there."""
    paths = [Path(arg) for arg in argv if arg != "--trace"]
    found = [files_in(path) if path.is_dir() else [path] * path.exists() for path in paths]
    if not found or not all(found):
        print("usage: kernel.py [--trace] FILE_OR_DIRECTORY... with something to check", file=sys.stderr)
        return 2
    tally = {"valid": 0, "invalid": 0, "malformed": 0}
    for file in chain(*found):
        said = check(file)
        tally[said.status] += 1
        for line in (f"{said.status:9} {file}: {said.reason}", *(f"    {s}" for s in said.steps if "--trace" in argv)):
            print(ascii(line)[1:-1])
    for problem in chain(*(manifest_problems(path) for path in paths if path.is_dir())):
        tally["malformed"] += 1
        print(ascii(f"malformed {problem}")[1:-1])
    print(", ".join(f"{count} {status}" for status, count in tally.items()), flush=True)
    return 2 if tally["malformed"] else 1 if tally["invalid"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:  # the reader went away; another flush would fail as well
        os._exit(141)
    except (KeyboardInterrupt, OSError) as error:
        with suppress(OSError):
            print(f"kernel.py: {ascii(str(error)[:200] or 'interrupted')[1:-1]}", file=sys.stderr)
            sys.stdout.flush()
        os._exit(2 if isinstance(error, OSError) else 130)
