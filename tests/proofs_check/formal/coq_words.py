"""The words of Coq in which certificates are written as lemmas, read and worked out: what a lemma says, without Coq.

Rationals are fractions and real numbers floats, and what takes the one is given no other, as Coq has it. As in Coq,
operations are total: 1/0 is 0, and so is ln of what is not above 0.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

NEAR = 1e-11
Scope = dict[str, Any]
Read = Callable[[Scope], Any]


class IllTyped(Exception):
    """What Coq would not take: a rational for a real number, a word that the library does not have."""


def q(x: Any) -> Fraction:
    """A rational."""
    if type(x) is not Fraction:
        raise IllTyped(f"{x!r} is no rational")
    return x


def real(x: Any) -> float:
    """A real number, or a numeral."""
    if type(x) not in (int, float):
        raise IllTyped(f"{x!r} is no real number")
    return float(x)


def rationals(v: Any) -> list[Fraction]:
    """A vector of rationals."""
    return [q(x) for x in v]


def ln(x: float) -> float:
    """The logarithm, 0 where it has none."""
    return math.log(real(x)) if real(x) > 0 else 0.0


def over(x: Any, y: Any) -> Any:
    """A quotient, 0 where it has none."""
    return type(x)(0) if y == 0 else x / y


def same(x: Any, y: Any) -> bool:
    """Whether two values are equal, real numbers as far as floats tell."""
    if isinstance(x, bool) or isinstance(y, bool):
        return x is y
    return abs(real(x) - real(y)) < NEAR


def normal(w: list[Any]) -> list[Any]:
    """Weights over their sum."""
    return [over(x, sum(w, type(x)(0))) for x in w]


def words(m: int, v: list[Fraction]) -> list[Fraction]:
    """The products over all words of so many letters."""
    return [math.prod(word, start=Fraction(1)) for word in product(rationals(v), repeat=m)]


def best(n: int, p: list[Fraction], w: list[Fraction]) -> list[Fraction]:
    """The best of n draws: the law of each letter by all words, ties uniform by where it stands in the word."""
    found = [Fraction(0)] * len(p)
    for word in product(range(len(rationals(p))), repeat=n):
        top = [k for k in word if rationals(w)[k] == max(w[j] for j in word)]
        for k in top:
            found[k] += math.prod((p[j] for j in word), start=Fraction(1)) / len(top)
    return found


def relation(of: Callable[[Any], Any], slack: float, compare: Callable[[Any, Any], bool]) -> Any:
    """A relation between numbers of one kind."""
    return curried(lambda x, y: compare(of(x), of(y) + (slack if of is real else 0)), 2)


def curried(f: Callable[..., Any], n: int) -> Any:
    """A function that takes its arguments one by one."""
    return (lambda x: f(x)) if n == 1 else (lambda x: curried(partial(f, x), n - 1))


LIBRARY: Scope = {
    "true": True, "R": None, "Q2R": lambda x: float(q(x)), "ln": ln, "lnQ": lambda x: ln(float(q(x))),
    "exp": lambda x: math.exp(real(x)), "Rabs": lambda x: abs(real(x)), "Rinv": lambda x: over(1.0, real(x)),
    "absQ": lambda x: abs(q(x)), "inverseQ": lambda x: over(Fraction(1), q(x)),
    "plusQ": curried(lambda x, y: q(x) + q(y), 2), "minusQ": curried(lambda x, y: q(x) - q(y), 2),
    "timesQ": curried(lambda x, y: q(x) * q(y), 2), "overQ": curried(lambda x, y: over(q(x), q(y)), 2),
    "powQ": curried(lambda n, x: q(x) ** n, 2), "sumQ": lambda v: sum(rationals(v), Fraction(0)),
    "sumR": lambda v: sum(map(real, v)), "map": curried(lambda f, v: [f(x) for x in v], 2),
    "zip": curried(lambda f, v, w: [f(x)(y) for x, y in zip(v, w, strict=False)], 3),
    "productQ": curried(words, 2), "bestQ": curried(best, 3),
    "tiltQ": curried(lambda y, p, n: normal([a * b**n for a, b in zip(rationals(p), rationals(y), strict=True)]), 3),
    "tiltR": curried(
        lambda y, p, a: normal([float(b) * math.exp(real(a) * ln(float(c)))
                                for b, c in zip(rationals(p), rationals(y), strict=True)]), 3),
    "at_leastQ": curried(
        lambda p, w, m, x: sum(
            (a for a, b in zip(words(m, p), words(m, w), strict=True) if b >= q(x)), Fraction(0)), 4),
    "klQ": curried(lambda v, w: sum(
        float(x) * (ln(float(x)) - ln(float(y))) for x, y in zip(rationals(v), rationals(w), strict=True) if x), 2),
    "crossQ": curried(lambda v, w: sum(
        -float(x) * ln(float(y)) for x, y in zip(rationals(v), rationals(w), strict=True) if x), 2),
    "klR": curried(lambda v, w: sum(real(x) * (ln(x) - ln(y)) for x, y in zip(v, w, strict=True)), 2),
    "crossR": curried(lambda v, w: -sum(real(x) * ln(y) for x, y in zip(v, w, strict=True)), 2),
    "lawQ": lambda v: min(rationals(v)) >= 0 and sum(v) == 1, "above": lambda v: all(x > 0 for x in rationals(v)),
    "nonzero": lambda v: all(x != 0 for x in rationals(v)),
    "supported": curried(lambda v, w: len(v) == len(w) and all(
        x == 0 or y > 0 for x, y in zip(rationals(v), rationals(w), strict=True)), 2),
    "forallb": curried(lambda f, v: all(f(x) for x in v), 2), "each": curried(lambda f, v: all(f(x) for x in v), 2),
    "entries": curried(lambda f, v, w: all(f(x)(y) for x, y in zip(v, w, strict=True)), 3),
    "Qle_bool": curried(lambda x, y: Fraction(x) <= q(y), 2), "Qeq_bool": curried(lambda x, y: q(x) == Fraction(y), 2),
    "Rlt": relation(real, -NEAR, operator.lt), "Rgt": relation(real, NEAR, operator.gt),
    "Rle": relation(real, NEAR, operator.le), "Rge": relation(real, -NEAR, operator.ge),
    "Qlt": relation(q, 0, operator.lt), "Qle": relation(q, 0, operator.le), "Qeq": relation(q, 0, operator.eq),
    "@eq": curried(lambda _, x, y: same(x, y), 3),
}  # fmt: skip
"""What the words of `Certificates.v`, and Coq's own, mean."""

_INFIX: dict[str, tuple[int, Callable[[Any, Any], Any]]] = {
    "/\\": (1, lambda x, y: x and y), "=": (2, same), "<": (2, lambda x, y: real(x) < real(y) - NEAR),
    "+": (3, lambda x, y: real(x) + real(y)), "-": (3, lambda x, y: real(x) - real(y)),
    "*": (4, lambda x, y: real(x) * real(y)), "/": (4, lambda x, y: over(real(x), real(y))),
    "^": (5, lambda x, y: real(x) ** y), "#": (6, lambda x, y: Fraction(x, y)),
}  # fmt: skip
_TOKEN = re.compile(r"\s*(:=|=>|/\\|@?[\w']+|[^\s\w])")


class _Text:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = [*_TOKEN.findall(re.sub(r"%\w+", "", text)), ""]
        self.at = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at]

    def take(self, *wanted: str) -> str:
        found = self.next
        if wanted and found not in wanted:
            raise IllTyped(f"{found!r} stands where {wanted} should")
        self.at += 1
        return found

    def term(self, above: int = 0) -> Read:
        if self.next == "let":
            return self.let()
        if self.next == "fun":
            return self.function()
        if self.next == "if":
            return self.choice()
        if self.next in ("~", "-"):
            sign = self.take()
            inside = self.term(1 if sign == "~" else 5)
            left: Read = (lambda scope: not inside(scope)) if sign == "~" else (lambda scope: -inside(scope))
        else:
            left = self.applied()
        while self.next in _INFIX and _INFIX[self.next][0] > above:
            binds, operation = _INFIX[self.take()]
            left = self.joined(operation, left, self.term(binds))
        return left

    def joined(self, operation: Callable[[Any, Any], Any], one: Read, other: Read) -> Read:
        return lambda scope: operation(one(scope), other(scope))

    def let(self) -> Read:
        _, name, _ = self.take("let"), self.take(), self.take(":=")
        value, _ = self.term(), self.take("in")
        body = self.term()
        return lambda scope: body({**scope, name: value(scope)})

    def function(self) -> Read:
        self.take("fun")
        names = []
        while self.next != "=>":
            names.append(self.take())
        self.take("=>")
        body = self.term()
        return lambda scope: curried(lambda *xs: body({**scope, **dict(zip(names, xs, strict=True))}), len(names))

    def choice(self) -> Read:
        parts = []
        for word in ("if", "then", "else"):
            self.take(word)
            parts.append(self.term())
        condition, one, other = parts
        return lambda scope: one(scope) if condition(scope) else other(scope)

    def applied(self) -> Read:
        parts = [self.atom()]
        while re.match(r"[@\w(\[]", self.next) and self.next not in ("in", "then", "else"):
            parts.append(self.atom())

        def read(scope: Scope) -> Any:
            found = parts[0](scope)
            for part in parts[1:]:
                found = found(part(scope))
            return found

        return read

    def atom(self) -> Read:
        token = self.take()
        if token == "(":
            inside = self.term()
            self.take(")")
            return inside
        if token == "[":
            entries = [self.term()]
            while self.take(";", "]") == ";":
                entries.append(self.term())
            return lambda scope: [entry(scope) for entry in entries]
        if token.isdigit():
            return lambda _: int(token)
        return lambda scope: scope[token]


def holds(statement: str, **values: Any) -> bool:
    """Whether the statement of a lemma is true."""
    text = _Text(statement)
    read = text.term()
    text.take("")
    found = read({**LIBRARY, **values})
    if type(found) is not bool:
        raise IllTyped(f"{found!r} is no proposition")
    return found


def parts(statement: str) -> list[Any]:
    """What each part of the statement of a lemma says: the conditions, and its relations."""
    lets, _, body = statement.rpartition(" in\n")
    return [holds(f"{lets} in {part}" if lets else part) for part in body.split(" /\\\n")]
