"""Random statements: the kernel finds valid what mpmath finds true, and nothing that mpmath finds false.

An expression is drawn and evaluated by definitions that are written here, at 60 digits. The other side is a rational
beside its value, so that the truth of the relation is known; or the same value written in another way, which is equal.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath

from benchmarks.random_cases.chunks import Check
from proofs_check import kernel
from proofs_check.engine.certificates import seal

Expr = Any
Value = Any  # an mpf, or a list of them

_PRECISION = "160"
_TRUE = {
    "<": lambda gap: gap < 0,
    "<=": lambda gap: gap <= 0,
    ">": lambda gap: gap > 0,
    ">=": lambda gap: gap >= 0,
    "=": lambda gap: gap == 0,
    "!=": lambda gap: gap != 0,
}


class _Meaningless(Exception):
    """An expression without a value, or with one too large to be of use."""


def checks(rng: random.Random) -> Iterator[Check]:
    """Ten statements, each with every relation."""
    mpmath.mp.dps = 60
    for _ in range(10):
        left = _scalar(rng, 3)
        try:
            value = _value(left)
            if not abs(value) < 10**6:
                raise _Meaningless
        except _Meaningless:
            yield f"no value at {left}", lambda e=left: _status(e, "=", e) == "invalid" or _is_formal(e)
            continue
        near = Fraction(int(mpmath.floor(value * 10**12)), 10**12)
        for gap in (Fraction(0), Fraction(rng.choice((-1, 1)), 10 ** rng.randint(3, 11))):
            right = near + gap
            apart = value - mpmath.mpf(right.numerator) / right.denominator
            if abs(apart) < mpmath.mpf(10) ** -30:
                continue  # the value may be this rational
            for relation, is_true in _TRUE.items():
                expected = "valid" if is_true(apart) else "invalid"
                told = f"{relation} at {left} {relation} {right}"
                yield told, lambda e=left, r=relation, x=right, s=expected: _status(e, r, str(x)) == s
        other = rng.choice(([["+", left, "0"]], [["*", "1", left]], [["-", ["+", left, "1/3"], "1/3"]]))[0]
        for relation in ("=", "<=", ">="):
            yield f"rewritten {relation} at {left}", lambda e=left, r=relation, x=other: _shown(e, r, x)
        for relation in ("<", ">", "!="):
            yield f"rewritten {relation} at {left}", lambda e=left, r=relation, x=other: _status(e, r, x) == "invalid"


def _status(left: Expr, relation: str, right: Expr) -> str:
    statement = {"kind": "relation", "relation": relation, "let": [], "left": left, "right": right}
    return kernel.check(seal("A-random", statement, {"precision": _PRECISION})).status


def _shown(left: Expr, relation: str, right: Expr) -> bool:
    """Two enclosed numbers are never shown to be equal; polynomials in logarithms of rationals are."""
    return _status(left, relation, right) == "valid" or _is_enclosed(left)


def _is_formal(e: Expr) -> bool:
    """Whether an expression that mpmath gave up for its size has a value after all."""
    return bool(_operations(e) & {"exp", "^", "/"})


def _is_enclosed(e: Expr) -> bool:
    of_no_rational = e[0] == "log" and not isinstance(e[1], str)
    return not isinstance(e, str) and (
        of_no_rational or e[0] in ("exp", "^", "/", "tilt", "best_of_n") or any(map(_is_enclosed, e[1:]))
    )


def _operations(e: Expr) -> set[str]:
    return set() if isinstance(e, str) else {e[0]}.union(*map(_operations, e[1:]))


def _rational(rng: random.Random) -> str:
    return str(Fraction(rng.randint(-12, 12), rng.choice((1, 1, 2, 3, 7, 10))))


def _positive(rng: random.Random) -> str:
    return str(Fraction(rng.randint(1, 12), rng.choice((1, 2, 3, 7))))


def _scalar(rng: random.Random, depth: int) -> Expr:
    if depth == 0 or rng.random() < 0.15:
        return rng.choice((_rational(rng), ["log", _positive(rng)], ["exp", str(Fraction(rng.randint(-6, 6), 4))]))
    below = depth - 1
    kind = rng.choice(
        ("+", "+", "-", "*", "*", "/", "^", "^", "log", "exp", "abs", "sum", "kl", "cross_entropy", "at_least")
    )
    if kind in "+*":
        return [kind, *(_scalar(rng, below) for _ in range(rng.choice((2, 2, 3))))]
    if kind in "-/":
        return [kind, _scalar(rng, below), _scalar(rng, below)]
    if kind == "^":
        power = rng.choice((str(rng.randint(-3, 5)), _rational(rng), ["log", _positive(rng)]))
        return ["^", rng.choice((_positive(rng), _rational(rng), _scalar(rng, below))), power]
    if kind in ("log", "exp", "abs"):
        return [kind, _scalar(rng, below)]
    if kind == "sum":
        return ["sum", ["*", _law(rng, 2), ["vec", *(_scalar(rng, 1) for _ in range(2))]]]
    size = rng.choice((2, 3))
    if kind in ("kl", "cross_entropy"):
        return [kind, _law(rng, size), _law(rng, size)]
    weights = ["vec", *(rng.choice(("1", "2", "3", "4", "6", "1/2")) for _ in range(size))]
    level = rng.choice((["log", "2"], "0", "1/2", ["*", "1/2", ["log", "6"]], ["log", "3/2"]))
    return ["at_least", _plain(rng, size), weights, str(rng.randint(1, 3)), level]


def _plain(rng: random.Random, size: int) -> Expr:
    weights = [rng.choice((0, 1, 1, 2, 3, 5)) for _ in range(size)]
    weights[rng.randrange(size)] = 2
    return ["vec", *(str(Fraction(w, sum(weights))) for w in weights)]


def _law(rng: random.Random, size: int) -> Expr:
    kind = rng.choice(("plain", "plain", "tilt", "best_of_n", "product"))
    if kind == "plain" or (kind == "product" and size != 4):
        return _plain(rng, size)
    weights = ["vec", *(_positive(rng) for _ in range(size))]
    if kind == "tilt":
        return ["tilt", weights, _plain(rng, size), rng.choice((_rational(rng), ["log", _positive(rng)]))]
    return ["best_of_n", _plain(rng, size), weights, rng.choice(("1", "2", "5", "3/2", "7/3"))]


def _value(e: Expr) -> Value:
    """The value of an expression, by definitions of its own."""
    if isinstance(e, str):
        number = Fraction(e)
        return mpmath.mpf(number.numerator) / number.denominator
    op, *parts = e
    if op == "at_least":
        return _at_least(*parts)
    if op == "best_of_n":
        return _best_of_n(*parts)
    values = [_value(part) for part in parts]
    if op == "^" and parts[1] == "0":
        return mpmath.mpf(1)
    if op == "^" and parts[0] == "0" and values[1] > 0:
        return mpmath.mpf(0)
    if op == "vec":
        return values
    if op == "sum":
        return mpmath.fsum(values[0])
    if op in ("kl", "cross_entropy"):
        v, w = values
        if any(b == 0 < a for a, b in zip(v, w, strict=True)):
            raise _Meaningless
        cross = -mpmath.fsum(a * mpmath.log(b) for a, b in zip(v, w, strict=True) if a)
        return cross if op == "cross_entropy" else cross + mpmath.fsum(a * mpmath.log(a) for a in v if a)
    if op == "tilt":
        q, p, a = values
        parts = [x * mpmath.exp(a * mpmath.log(y)) for x, y in zip(p, q, strict=True)]
        return [x / mpmath.fsum(parts) for x in parts]
    size = max((len(v) for v in values if isinstance(v, list)), default=0)
    if size:
        columns = zip(*(v if isinstance(v, list) else [v] * size for v in values), strict=True)
        return [_number(op, *column) for column in columns]
    return _number(op, *values)


def _number(op: str, *values: Value) -> Value:
    tiny = mpmath.mpf(10) ** -40
    a, b = values[0], values[-1]
    if op == "+":
        return mpmath.fsum(values)
    if op == "*":
        return mpmath.fprod(values)
    if op == "-":
        return a - b
    if op == "abs":
        return abs(a)
    if op == "exp" and abs(a) < 60:
        return mpmath.exp(a)
    if op == "log" and a > tiny:
        return mpmath.log(a)
    if op == "/" and abs(b) > tiny:
        return a / b
    if op == "^":
        return _power(a, b)
    raise _Meaningless


def _power(a: Value, b: Value) -> Value:
    tiny = mpmath.mpf(10) ** -40  # nearer to zero the kernel may not know that an enclosed number is not zero, or is
    if min(abs(a), abs(b)) > tiny and (a > 0 or b == int(b)) and abs(b * mpmath.log(abs(a))) < 60:
        return a ** int(b) if b == int(b) else mpmath.exp(b * mpmath.log(a))
    raise _Meaningless


def _best_of_n(p: Expr, weights: Expr, n: Expr) -> list[Value]:
    """By the probability that all draws are at most a weight, and that all are less."""
    masses, ranks = [Fraction(x) for x in p[1:]], [Fraction(x) for x in weights[1:]]
    count = _value(n)
    law = []
    for mass, rank in zip(masses, ranks, strict=True):
        at_most = sum((x for x, r in zip(masses, ranks, strict=True) if r <= rank), Fraction(0))
        tied = sum((x for x, r in zip(masses, ranks, strict=True) if r == rank), Fraction(0))
        if not mass:
            law.append(mpmath.mpf(0))
            continue
        high, low = (mpmath.mpf(x.numerator) / x.denominator for x in (at_most, at_most - tied))
        rise = high**count - (low**count if low else 0)
        share = mass / tied
        law.append(rise * share.numerator / share.denominator)
    return law


def _at_least(p: Expr, weights: Expr, m: Expr, level: Expr) -> Value:
    """By listing all sequences; a total at the level, to 40 digits, has no value here."""
    masses, ranks, bound = [Fraction(x) for x in p[1:]], [Fraction(x) for x in weights[1:]], _value(level)
    total = Fraction(0)
    for sequence in product(range(len(masses)), repeat=int(m)):
        mass, weight = Fraction(1), Fraction(1)
        for letter in sequence:
            mass, weight = mass * masses[letter], weight * ranks[letter]
        gap = mpmath.log(mpmath.mpf(weight.numerator) / weight.denominator) - int(m) * bound
        if gap > -(mpmath.mpf(10) ** -40):  # weights and levels are small: what is this near is equal
            total += mass
    return mpmath.mpf(total.numerator) / total.denominator
