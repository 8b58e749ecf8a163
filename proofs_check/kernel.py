"""Verify certificates, alone.

A certificate is a JSON file that states a finite fact (an inequality between exactly given numbers, a
bracketed root, an identity, a table of probabilities) with hints for checking it; `docs/certificates.md` is
the format.  This module is all one has to trust: standard library only, integers only, no import of the rest.

    python -I proofs_check/kernel.py [--trace] FILE_OR_DIRECTORY...

Each file is *valid* (its statement was shown to be true), *invalid* (it was not) or *malformed* (not a
certificate, or over a limit of the format).  The exit status is 0 when every file is valid, 2 when one is
malformed or nothing was checked, else 1.  The statement alone fixes the meaning: wrong evidence can make a
check fail, never make a false statement valid.  Logarithms are natural.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Container, Iterable
from fractions import Fraction
from functools import reduce
from itertools import product
from math import gcd
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

FORMAT: Final = "exactalign-certificate"
VERSION: Final = 1

# The limits belong to the format: a file beyond one of them is malformed, whatever it says.
MAX_TEXT: Final = 2_000_000  # characters in a file
MAX_DEPTH: Final = 64  # nested brackets
MAX_DIGITS: Final = 20_000  # decimal digits of one integer
MAX_BITS: Final = 1 << 17  # bits of a computed number; bounded before it is computed
MAX_PRECISION: Final = 20_000  # bits after the point in interval arithmetic
MAX_EXP: Final = 40_000  # the argument of an enclosed exponential
MAX_ITEMS: Final = 20_000  # entries of a list or vector, sequences of a product, types of a tail
MAX_LENGTH: Final = 10_000  # m
MAX_DEGREE: Final = 200  # total degree of a polynomial, and exponents in identities
MAX_TERMS: Final = 20_000  # terms of a product before like ones are collected
MAX_TITLE: Final = 4_000  # characters of a rendered statement before it is shortened
FUEL: Final = 4_000_000_000  # total work, roughly in nanoseconds; see Machine.spend
BASE_COST: Final = 4_000  # of one operation on small numbers
GUARD: Final = 64  # extra bits inside the logarithm and the exponential

Json: TypeAlias = Any


class Malformed(Exception):
    """Not a certificate of this format, or beyond one of its limits."""


class Invalid(Exception):
    """The statement was not shown to be true."""


def _malformed_if(bad: bool, why: str) -> None:
    if bad:
        raise Malformed(why)


def _invalid_if(bad: bool, why: str) -> None:
    if bad:
        raise Invalid(why)


class Outcome(NamedTuple):
    """What became of one certificate."""

    status: str  # "valid", "invalid" or "malformed"
    reason: str
    steps: list[str]


# --- Reading: nothing is accepted that could be read in two ways -----------------------------------


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    if len(found := dict(pairs)) != len(pairs):
        raise Malformed("an object has the same key twice")
    return found


def _number(text: str) -> int:
    if text != str(VERSION):  # the version is the only JSON number in a certificate
        raise Malformed(f"the JSON number {text[:20]!a}: numbers are written as strings")
    return VERSION


def read(text: str) -> Json:
    """The JSON value in `text`, read strictly."""
    _malformed_if(len(text) > MAX_TEXT, f"over the limit: more than {MAX_TEXT} characters")
    depth, quoted, escaped = 0, False, False
    for char in text:
        if quoted:
            quoted, escaped = escaped or char != '"', not escaped and char == "\\"
        elif char == '"':
            quoted = True
        elif char in "[{]}":
            depth += 1 if char in "[{" else -1
            _malformed_if(depth > MAX_DEPTH, f"over the limit: nested more than {MAX_DEPTH} deep")
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_int=_number, parse_float=_number, parse_constant=_number
        )
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {str(error)[:80]!a}") from None


def _fields(value: Json, keys: str, where: str) -> list[Json]:
    _malformed_if(type(value) is not dict, f"{where} is not an object")
    if strange := sorted(value.keys() ^ set(keys.split())):
        raise Malformed(f"{where} has missing or unknown keys: {[key[:40] for key in strange[:5]]!a}")
    return [value[key] for key in keys.split()]


def _list(value: Json, where: str, least: int = 1, most: int = MAX_ITEMS) -> list[Json]:
    if type(value) is not list or not least <= len(value) <= most:
        raise Malformed(f"{where} is not a list of {least} to {most} entries")
    return value


_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]*")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_CLAIM: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,63}")


def _match(pattern: re.Pattern[str], text: Json, where: str) -> str:
    if type(text) is not str or not pattern.fullmatch(text):
        raise Malformed(f"{where} is not written in its one accepted form")
    return text


def _integer(text: Json, where: str) -> int:
    if len(_match(_INTEGER, text, where)) > MAX_DIGITS:
        raise Malformed(f"over the limit: {where} has more than {MAX_DIGITS} digits")
    digits, value = text.lstrip("-"), 0
    for piece in re.findall(".{1,400}", digits):  # Python refuses to convert long strings in one go
        value = value * 10 ** len(piece) + int(piece)
    return -value if text[0] == "-" else value


def _rational(text: Json, where: str) -> Fraction:
    _malformed_if(type(text) is not str, f"{where} is not a string")
    top, slash, bottom = text.partition("/")
    a, b = _integer(top, where), _integer(bottom, where) if slash else 1
    _malformed_if(slash and (b < 2 or gcd(a, b) != 1), f"{where} is not a fraction in lowest terms")
    return Fraction(a, b)


class Call(NamedTuple):
    """An operation and its arguments."""

    op: str
    args: tuple[Expr, ...]


Expr: TypeAlias = Fraction | str | Call  # a number, a name, an operation

ALGEBRA: Final = {"+": 0, "-": 2, "neg": 1, "*": 0, "/": 2, "^": 2}  # number of arguments; 0: any from 1
POINTWISE: Final = ALGEBRA | {"log": 1, "exp": 1, "abs": 1}
LANGUAGE: Final = POINTWISE | {
    "vec": 0, "at": 2, "sum": 1, "dot": 2, "entropy": 1, "cross_entropy": 2, "kl": 2, "total_variation": 2,
    "tilt": 3, "product": 2, "best_of_n": 3, "at_least": 5, "at_most": 5,
}  # fmt: skip


def _expr(raw: Json, names: Container[str], ops: dict[str, int] = LANGUAGE) -> Expr:
    if type(raw) is list and raw and type(raw[0]) is str and raw[0] in ops:
        count = min(len(raw) - 1, MAX_ITEMS)
        _malformed_if(count != (ops[raw[0]] or max(1, len(raw) - 1)), f"{raw[0]} has too many or few arguments")
        return Call(raw[0], tuple(_expr(arg, names, ops) for arg in raw[1:]))
    if type(raw) is str and raw in names:
        return raw
    return _rational(raw, "an expression without a known operation or name")


def _words(e: Json) -> str:
    """A well-formed expression in words that determine it."""
    if type(e) is str:
        return e
    op, args = e[0], [_words(arg) for arg in e[1:]]
    if op in ALGEBRA and op != "neg" and len(args) > 1:
        return "(" + f" {op} ".join(args) + ")"
    return f"[{', '.join(args)}]" if op == "vec" else f"{op}({', '.join(args)})"


# --- Numbers: exact as long as possible, else enclosed ---------------------------------------------


Atom: TypeAlias = Fraction | str  # the logarithm of a rational > 1; in identities, a variable or inverse
Monomial: TypeAlias = frozenset[tuple[Atom, int]]  # atoms with their exponents >= 1
Form: TypeAlias = dict[Monomial, Fraction]  # an exact number: a polynomial in atoms, no coefficient zero


class Interval(NamedTuple):
    """A real number x with lo <= x * 2**w <= hi, at the precision w of the machine."""

    lo: int
    hi: int


class Vec(NamedTuple):
    """A finite vector; `pmf` when it is a distribution by construction."""

    items: tuple[Form | Interval, ...]
    pmf: bool = False


Number: TypeAlias = Form | Interval
Value: TypeAlias = Number | Vec


ONE: Final[Monomial] = frozenset()
ZERO: Final[Form] = {}


def _form(x: Fraction | int) -> Form:
    return {ONE: Fraction(x)} if x else {}


def _exact(x: Number) -> Fraction | None:
    return x.get(ONE, Fraction(0)) if isinstance(x, dict) and x.keys() <= {ONE} else None


def _bits(*numbers: Fraction) -> int:
    return sum(x.numerator.bit_length() + x.denominator.bit_length() for x in numbers)


def _up(a: int, b: int) -> int:
    return -(-a // b)


class Machine:
    """Evaluates expressions with `precision` bits after the point and a bounded amount of work."""

    def __init__(self, precision: int, steps: list[str]) -> None:
        self.w, self.g = precision, precision + GUARD
        self.fuel, self.steps = FUEL, steps
        self.known: dict[tuple[int, int], Interval] = {}
        self.nonzero: list[Form] = []  # polynomials that an identity may divide by

    def spend(self, bits: int, times: int = 1) -> None:
        """Called before every operation, with a bound on the bits of its operands and of its result."""
        if bits > MAX_BITS:
            raise Malformed(f"over the limit: a number of more than {MAX_BITS} bits")
        self.fuel -= times * (BASE_COST + (bits >> 5) ** 2)
        if self.fuel < 0:
            raise Malformed("over the limit: too much work")

    # Logarithm and exponential.  Fixed point with g bits: every quantity below is an integer, in units 2**-g.
    #
    # atanh z = sum z**(2j+1)/(2j+1), for 0 <= z <= 1/3.  Let A_j = z**(2j+1) * 2**g.  Given Z = floor(z*2**g) put
    # Q = floor(Z*Z / 2**g), P_0 = Z, P_(j+1) = floor(P_j * Q / 2**g).  All roundings are down, so Q <= z*z*2**g and
    # P_j <= A_j.  From Z > z*2**g - 1 follows Q > z*z*2**g - 2*z - 1 > z*z*2**g - 2.  Claim: P_j >= A_j - 2.  True
    # for j = 0; and P_(j+1) > (A_j - 2)*(z*z - 2/2**g) - 1 >= A_(j+1) - 2*z*z - 2*z - 1 >= A_(j+1) - 2, because
    # 2/9 + 2/3 + 1 < 2 (if a factor is negative then A_(j+1) < 2, and the claim is trivial).  So floor(P_j/(2j+1))
    # lies in (A_j/(2j+1) - 3, A_j/(2j+1)].  The sum stops at the first P_T = 0; then A_T <= 2 and the rest is at
    # most A_T / (1 - 1/9) < 3.  Hence, with S the sum of the T terms, S <= atanh(z) * 2**g <= S + 3*(T + 1).

    def _atanh(self, z: int) -> Interval:
        self.spend(self.g, self.g // 3 + 3)
        square, power, total, terms = z * z >> self.g, z, 0, 0
        while power:
            total += power // (2 * terms + 1)
            power = power * square >> self.g
            terms += 1
        return Interval(total, total + 3 * (terms + 1))

    def _log2(self) -> Interval:
        if (0, 0) not in self.known:  # log 2 = 2 atanh(1/3), in units 2**-g
            third = self._atanh((1 << self.g) // 3)
            self.known[0, 0] = Interval(2 * third.lo, 2 * third.hi)
        return self.known[0, 0]

    def _log(self, n: int, shift: int) -> Interval:
        """log(n / 2**shift), n >= 1: with 2**k <= n < 2**(k+1), it is (k - shift) log 2 + 2 atanh(z) where
        z = (n - 2**k) / (n + 2**k) is in [0, 1/3).  Rounded outward to w bits."""
        if (n, shift) not in self.known:
            two, k = self._log2(), n.bit_length() - 1
            self.spend(k + self.g)
            rest = self._atanh(((n - (1 << k)) << self.g) // (n + (1 << k)))
            ends = [(k - shift) * two.lo, (k - shift) * two.hi]
            lo, hi = min(ends) + 2 * rest.lo, max(ends) + 2 * rest.hi
            self.known[n, shift] = Interval(lo >> GUARD, _up(hi, 1 << GUARD))
        return self.known[n, shift]

    # exp r = sum r**j/j!, for 0 <= r < 1.  Let A_j = r**j/j! * 2**g, R = r * 2**g exactly, t_0 = 2**g and t_(j+1) =
    # floor(t_j * R / (2**g * (j+1))).  All roundings are down: t_j <= A_j.  The deficit e_j = A_j - t_j obeys
    # e_0 = 0, e_(j+1) < e_j/(j+1) + 1, hence e_1 < 1 and e_j < 2 always.  The sum stops at the first t_T = 0; then
    # A_T < 2, T >= 1, and the rest is at most A_T * (1 + 1/2 + 1/4 + ...) < 4.  With S the sum of the T terms,
    # S <= exp(r) * 2**g <= S + 2*T + 4.
    # For x >= 0 and L.lo <= log(2) * 2**g <= L.hi put k = floor(x / L.hi): then exp(x) = 2**k * exp(r) with
    # r = x - k log 2 between x - k*L.hi >= 0 and x - k*L.lo; the lower end serves the lower bound, the upper end
    # the upper bound.  For x < 0, exp(x) = 1/exp(-x).

    def _series(self, r: int) -> Interval:
        _invalid_if(not 0 <= r < 1 << self.g, "argument reduction failed: the precision is too low")
        self.spend(self.g, self.g // 4 + 8)
        term, total, terms = 1 << self.g, 0, 0
        while term:
            total += term
            terms += 1
            term = (term * r >> self.g) // terms
        return Interval(total, total + 2 * terms + 4)

    def _exp(self, x: int) -> Interval:
        """exp(x / 2**w)."""
        if x < -((self.w + 1) << self.w):  # below 2**-w
            return Interval(0, 1)
        if x < 0:
            inverse = self._exp(-x)
            self.spend(2 * self.w + inverse.hi.bit_length())
            return Interval((1 << 2 * self.w) // inverse.hi, _up(1 << 2 * self.w, inverse.lo))
        _malformed_if(x > MAX_EXP << self.w, f"over the limit: exp of a number above {MAX_EXP}")
        two, x = self._log2(), x << GUARD
        k = x // two.hi
        self.spend(k + self.g)
        lo, hi = self._series(x - k * two.hi).lo, self._series(x - k * two.lo).hi
        return Interval((lo << k) >> GUARD, _up(hi << k, 1 << GUARD))

    # Arithmetic.

    def enclose(self, x: Number) -> Interval:
        if isinstance(x, Interval):
            return x
        lo = hi = 0
        for monomial, c in x.items():
            part = Interval(1 << self.w, 1 << self.w)
            for a, k in monomial:
                _invalid_if(isinstance(a, str), "a divisor is neither a constant nor stated to be non-zero")
                top, bottom = self._log(Fraction(a).numerator, 0), self._log(Fraction(a).denominator, 0)
                for _ in range(k):
                    part = self._scale(part, Interval(top.lo - bottom.hi, top.hi - bottom.lo))
            self.spend(_bits(c) + part.hi.bit_length())
            ends = c.numerator * part.lo, c.numerator * part.hi
            lo, hi = lo + min(ends) // c.denominator, hi + _up(max(ends), c.denominator)
        return Interval(lo, hi)

    def _scale(self, u: Interval, v: Interval) -> Interval:
        self.spend(max(map(int.bit_length, u)) + max(map(int.bit_length, v)))
        ends = [a * b for a in u for b in v]
        return Interval(min(ends) >> self.w, _up(max(ends), 1 << self.w))

    def collect(self, terms: Iterable[tuple[Monomial, Fraction]]) -> Form:
        result: Form = {}
        for monomial, c in terms:
            old = result.pop(monomial, Fraction(0))
            self.spend(_bits(old, c))
            if old + c:
                result[monomial] = old + c
        return result

    def total(self, items: Iterable[Number]) -> Number:
        every = list(items)
        exact = self.collect(term for x in every if isinstance(x, dict) for term in x.items())
        spans = [x for x in every if isinstance(x, Interval)]
        if not spans:
            return exact
        spans.append(self.enclose(exact))
        self.spend(max(n.bit_length() for u in spans for n in u), len(spans))
        return Interval(sum(u.lo for u in spans), sum(u.hi for u in spans))

    def times(self, x: Number, y: Number) -> Number:
        if x == ZERO or y == ZERO:
            return ZERO
        if not isinstance(x, dict) or not isinstance(y, dict):
            return self._scale(self.enclose(x), self.enclose(y))
        _malformed_if(len(x) * len(y) > MAX_TERMS and len(x) > 1 < len(y), "over the limit: too many terms")
        terms = []
        for (k, b), (m, c) in product(x.items(), y.items()):
            exponents = dict(k)
            for a, e in m:
                exponents[a] = exponents.get(a, 0) + e
            _malformed_if(sum(exponents.values()) > MAX_DEGREE, "over the limit: the degree is too high")
            self.spend(_bits(b, c))
            terms.append((frozenset(exponents.items()), b * c))
        return self.collect(terms)

    def minus(self, x: Number, y: Number) -> Number:
        return self.total((x, self.times(_form(-1), y)))

    def over(self, x: Number, y: Number) -> Number:
        if (b := _exact(y)) is not None:
            _invalid_if(not b, "division by zero")
            return self.times(x, _form(1 / b))
        if y in self.nonzero:  # an atom for its inverse, which _identity clears away
            return self.times(x, {frozenset({(f"1/{self.nonzero.index(y)}", 1)}): Fraction(1)})
        u, v = self.enclose(x), self.enclose(y)
        _invalid_if(v.lo <= 0 <= v.hi, f"at {self.w} bits a divisor is not separated from zero")
        self.spend(self.w + max(map(int.bit_length, u)) + max(map(int.bit_length, v)))
        ends = [(a << self.w, b) if b > 0 else (-a << self.w, -b) for a in u for b in v]
        return Interval(min(a // b for a, b in ends), max(_up(a, b) for a, b in ends))

    def log(self, x: Number) -> Number:
        if (a := _exact(x)) is not None and a > 0:
            return ZERO if a == 1 else {frozenset({(max(a, 1 / a), 1)}): Fraction(1 if a > 1 else -1)}
        u = self.enclose(x)
        _invalid_if(u.lo <= 0, f"at {self.w} bits the argument of a logarithm is not shown to be positive")
        return Interval(self._log(u.lo, self.w).lo, self._log(u.hi, self.w).hi)

    def exp(self, x: Number) -> Number:
        u = self.enclose(x)
        return Interval(self._exp(u.lo).lo, self._exp(u.hi).hi)

    def power(self, x: Number, y: Number) -> Number:
        """x**y: x**0 = 1 for every x; 0**y = 0 for y > 0; else y is an integer or x > 0."""
        a, b = _exact(x), _exact(y)
        if b == 0 or (a == 0 and self.bounds(y)[0] > 0):
            return _form(b == 0)
        if a and b and b.denominator == 1:
            self.spend(_bits(a) * abs(b.numerator))
            return _form(a**b.numerator)
        if b is not None and b.denominator == 1 and abs(b) <= MAX_DEGREE:
            return reduce(self.times, [x if b > 0 else self.over(_form(1), x)] * abs(b.numerator))
        return self.exp(self.times(y, self.log(x)))

    def abs(self, x: Number) -> Number:
        lo, hi = self.bounds(x)
        _invalid_if(lo < 0 < hi, f"at {self.w} bits the sign of a number inside abs is open")
        return x if lo >= 0 else self.minus(ZERO, x)

    # Signs.

    def vanishes(self, x: Form) -> bool:
        """Whether x = r + sum of c*log(a) is 0, decided; False says nothing if x is not linear in logarithms.  If
        r != 0 then no: D*x = 0 with integers D*c would make e**(-D*r) rational, against Hermite and Lindemann.  If
        r = 0, the a are written over a base of pairwise coprime integers > 1; the logarithms of such a base are
        linearly independent over Q, so all exponents must cancel."""
        logs = {a: c for monomial, c in x.items() for a, k in monomial if k == 1 and isinstance(a, Fraction)}
        if ONE in x or any(len(monomial) != 1 for monomial in x) or len(logs) != len(x):
            return False
        base: list[int] = []
        waiting = [n for a in logs for n in (a.numerator, a.denominator)]
        while waiting:  # factor refinement: each common factor found makes the product of all numbers smaller
            n = waiting.pop()
            for i, b in enumerate(base):
                self.spend(n.bit_length() + b.bit_length())
                if (d := gcd(n, b)) > 1:
                    del base[i]
                    waiting += [n // d, b // d, d]
                    break
            else:
                base += [n] if n > 1 else []
        for b in base:
            exponent = Fraction(0)
            for a, c in logs.items():
                for n, sign in ((a.numerator, 1), (a.denominator, -1)):
                    while n % b == 0:
                        self.spend(n.bit_length() + _bits(c, exponent))
                        n, exponent = n // b, exponent + sign * c
            if exponent:
                return False
        self.steps.append(f"over the coprime base {', '.join(map(_short, base))} every exponent cancels")
        return True

    def bounds(self, x: Number) -> tuple[int, int]:
        """Integers around x, in some unit; both 0 if an exact x is 0, both of its sign if it is rational."""
        if (a := _exact(x)) is not None:
            return (a > 0) - (a < 0), (a > 0) - (a < 0)
        u = self.enclose(x)
        return (0, 0) if u.lo <= 0 <= u.hi and isinstance(x, dict) and self.vanishes(x) else u

    def decide(self, left: Value, relation: str, right: Value) -> None:
        """Return if `left relation right` is true, for vectors in every entry; else raise Invalid."""
        _invalid_if(isinstance(left, Vec) != isinstance(right, Vec), "a vector is compared with a number")
        difference = self.pointwise("-", [left, right])
        for d in difference.items if isinstance(difference, Vec) else (difference,):
            (lo, hi), exact = self.bounds(d), isinstance(d, dict)
            zero, apart = lo == hi == 0 and exact, lo > 0 or hi < 0
            true = {"=": zero, "!=": apart, "<": hi < 0, "<=": hi <= 0, ">": lo > 0, ">=": lo >= 0}[relation]
            false = {"=": apart, "!=": zero, "<": lo >= 0, "<=": lo > 0, ">": hi <= 0, ">=": hi < 0}[relation]
            if not true:
                why = "the statement is false" if false else f"not decided at {self.w} bits"
                raise Invalid(f"{why}: left - right = {self.show(d)}")
        self.steps.append(f"left - right = {self.show(difference)}; so left {relation} right")

    # Expressions: each noun from its definition.

    def items(self, x: Value) -> tuple[Number, ...]:
        if not isinstance(x, Vec):
            raise Invalid("a number stands where a vector is needed")
        return x.items

    def number(self, x: Value) -> Number:
        if isinstance(x, Vec):
            raise Invalid("a vector stands where a number is needed")
        return x

    def form(self, x: Value) -> Form:
        if not isinstance(x, dict):
            raise Invalid("an exact number is needed")
        return x

    def rational(self, x: Value) -> Fraction:
        if (a := _exact(self.number(x))) is None:
            raise Invalid("a rational number is needed")
        return a

    def integer(self, x: Value, low: int, high: int) -> int:
        a = self.rational(x)
        if a.denominator != 1 or not low <= a <= high:
            raise Malformed(f"over the limit: {_short(a)} is not an integer from {low} to {high}")
        return a.numerator

    def pmf(self, x: Value) -> Vec:
        if isinstance(x, Vec) and x.pmf:
            return x
        bad = min(map(self.rational, self.items(x))) < 0 or self.total(self.items(x)) != _form(1)
        _invalid_if(bad, "a vector is not a distribution: its entries must be >= 0 with sum 1")
        return Vec(self.items(x), True)

    def product(self, v: Value, m: Value) -> Vec:
        """The products v_(y1) * ... * v_(ym) over all sequences y, in lexicographic order."""
        found: tuple[Number, ...] = (_form(1),)
        for _ in range(self.integer(m, 1, MAX_LENGTH)):
            if len(self.items(v)) * len(found) > MAX_ITEMS:
                raise Malformed(f"over the limit: more than {MAX_ITEMS} sequences")
            found = tuple(self.times(a, b) for a in found for b in self.items(v))
        return Vec(found, isinstance(v, Vec) and v.pmf)

    def levels(self, p: Value, weights: Value, m: int) -> dict[Fraction, Fraction]:
        """The mass of each total weight of a sequence of m draws from p; weights multiply along a sequence."""
        masses, ranks = ([self.rational(a) for a in items] for items in (self.pmf(p).items, self.items(weights)))
        _invalid_if(len(masses) != len(ranks) or min(ranks) <= 0, "every outcome needs a positive weight")
        law = {Fraction(1): Fraction(1)}
        for left in range(m, 0, -1):
            least = left * len(law) * len(ranks) * BASE_COST  # of work that is still to come
            _malformed_if(least > self.fuel, "over the limit: too many levels")
            longer: dict[Fraction, Fraction] = {}
            for (u, old), (v, mass) in product(law.items(), zip(ranks, masses, strict=True)):
                self.spend(2 * _bits(u, v, mass, old))
                longer[u * v] = longer.get(u * v, Fraction(0)) + old * mass
            law = {u: mass for u, mass in longer.items() if mass}
        return law

    def draws(self, n: Value) -> Number:
        _invalid_if(self.rational(n) < 1, "the best of n needs n >= 1")
        return self.number(n)

    def best_of_n(self, p: Value, weights: Value, n: Value) -> Vec:
        """The law of the best of n draws from p, by weight, ties uniform: an outcome of mass p and weight u has
        p * (F(<= u)**n - F(< u)**n) / (F(<= u) - F(< u))."""
        below, factor = ZERO, dict[Fraction, Number]()
        for u, mass in sorted(self.levels(p, weights, 1).items()):
            above = _form(self.rational(self.total((below, _form(mass)))))
            rise = self.minus(self.power(above, self.draws(n)), self.power(below, self.draws(n)))
            factor[u], below = self.over(rise, _form(mass)), above
        rows = zip(self.items(p), map(self.rational, self.items(weights)), strict=True)
        return Vec(tuple(self.times(mass, factor.get(u, ZERO)) for mass, u in rows), True)

    def tail(self, side: str, p: Value, weights: Value, m: Value, n: Value, level: Value) -> Number:
        """P(the mean log weight along a sequence is >= level), or <=, for the best of n sequences of length m: the
        best is >= the level unless all n are below, and <= the level when all n are; ties do not matter."""
        length, one = self.integer(m, 1, MAX_LENGTH), Fraction(0)
        threshold = self.times(_form(length), self.number(level))
        for u, mass in self.levels(p, weights, length).items():
            lo, hi = self.bounds(self.minus(self.log(_form(u)), threshold))
            _invalid_if(lo <= 0 <= hi and lo < hi, f"at {self.w} bits a total weight is too near the threshold")
            if (lo >= 0) if side == "at_least" else (hi <= 0):
                self.spend(_bits(one, mass))
                one += mass
        self.steps.append(f"one sequence satisfies the event with probability {_short(one)}")
        if side == "at_most":
            return self.power(_form(one), self.draws(n))
        return self.minus(_form(1), self.power(_form(1 - one), self.draws(n)))

    def value(self, e: Expr, names: dict[str, Value]) -> Value:
        if isinstance(e, Fraction):
            return _form(e)
        if isinstance(e, str):
            return names[e]
        x = [self.value(arg, names) for arg in e.args]
        if e.op in POINTWISE:
            return self.pointwise(e.op, x)
        if e.op in ("entropy", "cross_entropy", "kl", "total_variation"):
            x = [self.pmf(x[0]), self.pmf(x[-1])]
        match e.op:
            case "vec":
                return Vec(tuple(map(self.number, x)))
            case "at":
                return self.items(x[0])[self.integer(x[1], 0, len(self.items(x[0])) - 1)]
            case "sum":
                return self.total(self.items(x[0]))
            case "tilt":  # T(q, p, alpha) is proportional to p * q**alpha, for q > 0
                _invalid_if(any(self.bounds(u)[0] <= 0 for u in self.items(x[0])), "a tilt needs positive weights")
                y = self.pointwise("*", [self.pmf(x[1]), self.pointwise("^", [x[0], self.number(x[2])])])
                return Vec(self.items(self.pointwise("/", [y, self.total(self.items(y))])), True)
            case "product":
                return self.product(*x)
            case "best_of_n":
                return self.best_of_n(*x)
            case "at_least" | "at_most":
                return self.tail(e.op, *x)
        return self.total(self.items(self.pointwise("*" if e.op == "dot" else e.op, x)))

    def pointwise(self, op: str, args: list[Value]) -> Value:
        """An operation on numbers, entry by entry when a vector takes part."""
        sizes = {len(x.items) for x in args if isinstance(x, Vec)}
        if not sizes:
            return self.apply(op, [self.number(x) for x in args])
        _invalid_if(len(sizes) > 1, "vectors of different lengths are combined")
        columns = zip(*(x.items if isinstance(x, Vec) else (x,) * max(sizes) for x in args), strict=True)
        return Vec(tuple(self.apply(op, list(column)) for column in columns))

    def apply(self, op: str, x: list[Number]) -> Number:
        if op in ("+", "*"):
            return self.total(x) if op == "+" else reduce(self.times, x)
        if op in ("kl", "entropy", "cross_entropy") and _exact(x[0]) == 0:
            return ZERO  # 0 log = 0
        operations: dict[str, Callable[..., Number]] = {
            "-": self.minus, "/": self.over, "^": self.power, "log": self.log, "exp": self.exp, "abs": self.abs,
            "neg": lambda a: self.minus(ZERO, a),
            "kl": lambda a, b: self.times(a, self.minus(self.log(a), self.log(b))),  # sum v (log v - log w)
            "cross_entropy": lambda a, b: self.times(a, self.minus(ZERO, self.log(b))),  # sum v (-log w)
            "entropy": lambda a, b: self.times(a, self.minus(ZERO, self.log(b))),
            "total_variation": lambda a, b: self.over(self.abs(self.minus(a, b)), _form(2)),
        }  # fmt: skip
        return operations[op](*x)

    def show(self, x: Value) -> str:
        if isinstance(x, Vec):
            return f"[{', '.join(map(self.show, x.items[:9]))}{', ...' * (len(x.items) > 9)}]"
        if isinstance(x, dict) and len(x) < 7:
            logs = {key: [f" log({_short(Fraction(a))})^{k}" for a, k in key] for key in x}
            return " + ".join(_short(c) + "".join(logs[key]) for key, c in x.items()) or "0"
        u = self.enclose(x)
        return f"[{_short(u.lo * 10**20 >> self.w)}, {_short(_up(u.hi * 10**20, 1 << self.w))}]/10^20"


def _short(x: Fraction | int) -> str:
    bits = _bits(Fraction(x))
    return str(x) if bits < 400 else f"(a number of {bits} bits)"


# --- Statements ------------------------------------------------------------------------------------

RELATIONS: Final = ("<", "<=", ">", ">=", "=", "!=")
KINDS: Final = {
    "relation": "let left relation right", "logform-sign": "constant terms sign",
    "root": "p weights quantity value lower upper", "table": "p weights length n entries",
    "tail": "p weights length n event lower upper", "identity": "variables left right nonzero modulo",
}  # fmt: skip
Goal: TypeAlias = tuple[Json, Json, Json]  # left, relation, right


def _goals(statement: Json) -> tuple[str, list[Json], list[Goal]]:
    """What a statement (not an identity) means: opening words, bindings, and the relations that must hold."""
    kind = statement["kind"]
    _, *field = _fields(statement, "kind " + KINDS[kind], "the statement")
    if kind == "relation":
        return "", _list(field[0], "let", 0), [(field[1], field[2], field[3])]
    if kind == "logform-sign":
        sign = {"-1": "<", "0": "=", "1": ">"}.get(_match(re.compile("-?1|0"), field[2], "the sign"))
        logs = [_list(term, "a term", 2, 2) for term in _list(field[1], "the terms", 0)]
        return "", [], [(["+", field[0], *(["*", c, ["log", a]] for c, a in logs)], sign, "0")]
    p, weights = (["vec", *_list(v, "a vector")] for v in field[:2])
    if kind == "root":
        # With T = tilt(q, p, alpha) and L = log q, the derivatives in alpha are alpha Var_T(L) for KL(T||p),
        # -Var_T(L) for H(T||q) and Var_T(L) for E_T(log w).  If L is constant on the support of p they vanish and
        # the two strict inequalities below cannot both hold; else the quantity is continuous and strictly
        # monotone (KL: on alpha >= 0), so they show that there is exactly one root, and that it lies between.
        _, _, quantity, value, lower, upper = field
        others = {"kl": "p", "cross_entropy": "q", "reward": ["log", "w"]}
        other = others[_match(re.compile("|".join(others)), quantity, "the quantity")]
        low, high = ([quantity, ["tilt", "q", "p", a], other] for a in (lower, upper))
        low[0] = high[0] = "dot" if quantity == "reward" else quantity
        up, down = (">", "<") if quantity == "cross_entropy" else ("<", ">")
        let = [["p", p], ["w", weights], ["q", ["/", "w", ["sum", "w"]]]]
        goals: list[Goal] = [("w", ">", ["*", "0", "w"]), (lower, "<", upper), (low, up, value), (high, down, value)]
        goals += [(lower, ">=", "0")] * (quantity == "kl")
        where = "alpha >= 0" if quantity == "kl" else "real alpha"
        return f"Exactly one {where} solves {quantity}(alpha) = value, between lower and upper: ", let, goals
    if kind == "tail":
        _, _, length, n, event, lower, upper = field
        side = "at_most" if type(event) is dict and "at_most" in event else "at_least"
        chance = [side, p, weights, length, "1" if n is None else n, *_fields(event, side, "the event")]
        return "", [["chance", chance]], [(lower, "<=", "chance"), ("chance", "<=", upper)]
    _, _, length, n, entries = field
    cells: dict[int, Json] = {}
    for entry in _list(entries, "the entries"):
        sequence, probability = _list(entry, "an entry", 2, 2)
        index = 0
        for symbol in _list(sequence, "a sequence"):
            index = index * (len(p) - 1) + (place := _integer(symbol, "a symbol"))
            if not 0 <= place < len(p) - 1 or index > MAX_ITEMS or str(len(sequence)) != length:
                raise Malformed("a sequence does not consist of `length` symbols, or is over the limit")
        _malformed_if(index in cells, "a sequence has two entries")
        cells[index] = probability
    best = ["best_of_n", ["product", p, length], ["product", weights, length], n]
    found = ["vec", *(["at", "best", str(i)] for i in cells)]
    return "", [["best", best]], [(found, "=", ["vec", *cells.values()])]


def _identity(statement: Json, evidence: Json, steps: list[str]) -> str:
    """The words of an identity; unless `evidence` is None, also its proof: left - right, times powers of non-zero
    polynomials that clear its divisors, is the sum of cofactor times relation; a point meets the hypotheses."""
    _, variables, left, right, nonzero, modulo = _fields(statement, f"kind {KINDS['identity']}", "the statement")
    names = [_match(_NAME, name, "a variable") for name in _list(variables, "the variables", 1, 64)]
    _malformed_if(len(set(names)) != len(names), "a variable is named twice")
    parsed = [
        [_expr(e, names, ALGEBRA) for e in _list(part, where, least, 64)]
        for part, where, least in (([left, right], "", 2), (nonzero, "nonzero", 0), (modulo, "modulo", 0))
    ]
    if evidence is not None:
        cofactors, powers, point = _fields(evidence, "cofactors powers point", "the evidence")
        exactly = [(size, size) for size in map(len, (modulo, nonzero, names))]
        hints = [_expr(e, names, ALGEBRA) for e in _list(cofactors, "the cofactors", *exactly[0])]
        times = [_integer(k, "a power") for k in _list(powers, "the powers", *exactly[1])]
        here = [_form(_rational(x, "a coordinate")) for x in _list(point, "the point", *exactly[2])]
        machine = Machine(32, steps)
        for part, relation in ((parsed[1], "!="), (parsed[2], "=")):
            for e in part:  # the hypotheses can be met
                machine.decide(machine.value(e, dict(zip(names, here, strict=True))), relation, ZERO)
        symbols: dict[str, Value] = {name: {frozenset({(name, 1)}): Fraction(1)} for name in names}
        units, zeros, factors = (
            [machine.form(machine.value(e, symbols)) for e in part] for part in (*parsed[1:], hints)
        )
        machine.nonzero = units
        rest = machine.form(machine.value(Call("-", tuple(parsed[0])), symbols))
        for i, (unit, k) in enumerate(zip(units, times, strict=True)):  # times unit**top, clearing its inverse
            degrees = [dict(monomial).get(f"1/{i}", 0) for monomial in rest]
            top, parts = max(degrees, default=0) + k, list[Number]()
            for (monomial, c), d in zip(rest.items(), degrees, strict=True):
                numerator = {monomial - {(f"1/{i}", d)}: c}
                parts.append(machine.times(numerator, machine.power(unit, _form(top - d))))
            rest = machine.form(machine.total(parts))
        steps.append(f"cleared of divisors, left - right has {len(rest)} terms")
        for factor, zero in zip(factors, zeros, strict=True):
            rest = machine.form(machine.minus(rest, machine.times(factor, zero)))
        _invalid_if(bool(rest), f"the identity is not shown: {len(rest)} terms are left over")
        steps.append("it is the sum of cofactor times relation: zero under the hypotheses")
    where = [f"{_words(e)} != 0" for e in nonzero] + [f"{_words(e)} = 0" for e in modulo]
    given = " with " + ", ".join(where) if where else ""
    return f"For {', '.join(names)}{given}: {_words(left)} = {_words(right)}"


def _zero_hints(terms: Json, evidence: Json) -> list[Goal]:
    """What evidence for a zero says: each a is the product of base ** exponents, and each column cancels."""
    base, rows = _fields(evidence, "base exponents", "the evidence")
    size = len(_list(base, "the base", 0))
    rows = [_list(row, "exponents", size, size) for row in _list(rows, "exponents", len(terms), len(terms))]
    goals: list[Goal] = []
    for (_, a), row in zip(terms, rows, strict=True):
        goals.append((a, "=", ["*", "1", *(["^", b, k] for b, k in zip(base, row, strict=True))]))
    for j in range(size):
        goals.append((["+", "0", *(["*", c, row[j]] for (c, _), row in zip(terms, rows, strict=True))], "=", "0"))
    return goals


def _judge(statement: Json, evidence: Json, steps: list[str]) -> str:
    """The words of a statement; unless `evidence` is None, it is also proved."""
    kind = statement.get("kind") if type(statement) is dict else None
    if type(kind) is not str or kind not in KINDS:
        raise Malformed("the statement is not an object of a known kind")
    if kind == "identity":
        return _identity(statement, evidence, steps)
    lead, let, goals = _goals(statement)
    bound, hints = dict[str, Expr](), list[Goal]()
    for pair in let:
        name = _match(_NAME, _list(pair, "a binding", 2, 2)[0], "a name")
        _malformed_if(name in bound, f"the name {name} is bound twice")
        bound[name] = _expr(pair[1], bound)
    given = ", ".join(f"{name} = {_words(e)}" for name, e in let)
    parsed = []
    if evidence is not None and kind == "logform-sign" and statement["sign"] == "0":
        hints, evidence = _zero_hints(statement["terms"], evidence), {"precision": "32"}
    for left, relation, right in goals + hints:
        _malformed_if(relation not in RELATIONS, f"a relation is none of {' '.join(RELATIONS)}")
        parsed.append((_expr(left, bound), relation, _expr(right, bound)))
    if evidence is not None:
        (precision,) = _fields(evidence, "precision", "the evidence")
        bits = _integer(precision, "the precision")
        _malformed_if(not 32 <= bits <= MAX_PRECISION, f"the precision is not from 32 to {MAX_PRECISION}")
        machine, names = Machine(bits, steps), dict[str, Value]()
        for name, e in bound.items():
            names[name] = machine.value(e, names)
            steps.append(f"{name} = {machine.show(names[name])}")
        for left, relation, right in parsed:
            machine.decide(machine.value(left, names), relation, machine.value(right, names))
    words = "; ".join(f"{_words(left)} {relation} {_words(right)}" for left, relation, right in goals)
    return f"{lead}with {given}: {words}" if let else lead + words


# --- Certificates ----------------------------------------------------------------------------------


def render_statement(statement: Json) -> str:
    """What a statement says, in words."""
    words = _judge(statement, None, [])
    if len(words) <= MAX_TITLE:
        return words
    return f"{words[:MAX_TITLE]}... (the whole has sha256 {hashlib.sha256(words.encode()).hexdigest()})"


def digest(certificate: dict[str, Json]) -> str:
    """The SHA-256 of everything in a certificate but its digest."""
    content = {key: value for key, value in certificate.items() if key != "digest"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def seal(claim: str, statement: Json, evidence: Json) -> dict[str, Json]:
    """A certificate with its title and digest filled in; not checked."""
    title = render_statement(statement)
    body = {"format": FORMAT, "version": VERSION, "claim": claim, "title": title}
    body |= {"statement": statement, "evidence": evidence}
    return body | {"digest": digest(body)}


def check(certificate: Json) -> Outcome:
    """The outcome for a certificate, given as its text or as a JSON object."""
    steps: list[str] = []
    try:
        try:
            text = certificate if isinstance(certificate, str) else json.dumps(certificate, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise Malformed(f"not a JSON object: {str(error)[:80]!a}") from None
        body = read(text)
        keys = "format version claim title statement evidence digest"
        name, version, claim, title, statement, evidence, sealed = _fields(body, keys, "the certificate")
        if name != FORMAT or type(version) is not int:
            raise Malformed(f"the format is not {FORMAT}, version {VERSION}")
        _match(_CLAIM, claim, "the claim")
        _match(re.compile("[0-9a-f]{64}"), sealed, "the digest")
        _malformed_if(type(title) is not str, "the title is not a string")
        words = render_statement(statement)
        steps.append(f"{claim}: {words}")
        _malformed_if(evidence is None, "there is no evidence")
        _judge(statement, evidence, steps)
        _invalid_if(title != words, "the title is not what the statement says")
        _invalid_if(sealed != digest(body), "the digest does not belong to the content")
    except Malformed as error:
        return Outcome("malformed", str(error), steps)
    except Invalid as error:
        return Outcome("invalid", str(error), steps)
    return Outcome("valid", words, steps)


def check_file(path: Path) -> Outcome:
    """The outcome for a file."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TEXT + 1)
        return check(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return Outcome("malformed", f"not readable as UTF-8 text: {type(error).__name__}", [])


def main(argv: list[str]) -> int:
    """Check the files named in `argv`, and every *.json file under the directories named there."""
    paths = [Path(arg) for arg in argv if arg != "--trace"]
    files: list[Path] = []
    for path in paths:
        found = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if str(path).startswith("-") or not found or not all(file.is_file() for file in found):
            print(f"nothing to check: {str(path)!a}", file=sys.stderr)
            return 2
        files += found
    if not files:
        print("usage: kernel.py [--trace] FILE_OR_DIRECTORY...", file=sys.stderr)
        return 2
    tally = {"valid": 0, "invalid": 0, "malformed": 0}
    for file in files:
        outcome = check_file(file)
        tally[outcome.status] += 1
        print(ascii(f"{outcome.status:9} {file}: {outcome.reason}")[1:-1])
        for step in outcome.steps if "--trace" in argv else ():
            print(ascii(f"    {step}")[1:-1])
    print(", ".join(f"{count} {status}" for status, count in tally.items()))
    return 2 if tally["malformed"] else 1 if tally["invalid"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
