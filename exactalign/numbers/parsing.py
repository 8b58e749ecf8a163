"""Reading log forms from text, with a small recursive-descent parser (nothing typed is ever evaluated).

    form    = ["+"|"-"] product {("+"|"-") product}
    product = factor {("*"|"/") factor | log}            "3 log(2)" is a product too
    factor  = number ["%"] | log | "(" form ")"
    log     = ("log"|"ln") "(" form ")" | ("log"|"ln") number

A product may hold one factor that is irrational, a logarithm takes a rational. `log 2/3` is refused as
ambiguous: it must be `log(2/3)` or `log(2)/3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

from exactalign.exceptions import ExactAlignError, LogFormError
from exactalign.numbers.rationals import MAX_DIGITS, rational

_TOKEN = re.compile(r"\s*(?:([0-9.]+(?:[eE][+-]?[0-9]+)?%?)|(log|ln)(?![a-zA-Z])|([-+*/()]))")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+|/0*[1-9][0-9]*)?")
_MAX_NESTING = 50
_MAX_BITS = 8 * MAX_DIGITS


_Form = TypeVar("_Form")


class Reading(Protocol[_Form]):
    """What is made of the parts that are read; the parser itself knows the grammar only."""

    def number(self, value: Fraction) -> _Form:
        """Return a rational."""

    def log(self, argument: Fraction) -> _Form:
        """Return the logarithm of a rational."""

    def sum(self, values: Iterable[_Form]) -> _Form:
        """Return a sum."""

    def scaled(self, value: _Form, factor: Fraction) -> _Form:
        """Return a product with a rational."""

    def rational(self, value: _Form) -> Fraction | None:
        """Return the value when it is rational."""

    def bits(self, value: _Form) -> int:
        """Return how long the rational part is."""


def parse(text: str, reading: Reading[_Form]) -> _Form:
    """Return what `reading` makes of the log form that `text` writes; raise `LogFormError` saying where it breaks."""
    if not isinstance(text, str):
        raise LogFormError(f"a log form is read from text, not from {type(text).__name__}")
    if len(text) > MAX_DIGITS:
        raise LogFormError(f"the log form has {len(text)} characters: the limit is {MAX_DIGITS}")
    try:
        if _PLAIN.fullmatch(text):  # what is mostly written needs no grammar
            return reading.number(rational(text, "number"))
        return _Parser(text, reading).whole()
    except LogFormError:
        raise
    except ExactAlignError as error:
        raise LogFormError(f"{_quoted(text)} is no log form: {error}") from None


class _Parser(Generic[_Form]):
    def __init__(self, text: str, reading: Reading[_Form]) -> None:
        self.reading = reading
        self.text = text
        self.position = 0
        self.depth = 0
        self.tokens = list(self._tokens())
        self.index = 0

    def whole(self) -> _Form:
        value = self.form()
        if self.index < len(self.tokens):
            raise self.error(f"unexpected {self.tokens[self.index][1]!r}")
        return value

    def form(self) -> _Form:
        self.depth += 1
        if self.depth > _MAX_NESTING:
            raise self.error(f"nested more than {_MAX_NESTING} deep")
        total = [self.product()]
        while self.peek() in ("+", "-"):
            negative = self.take() == "-"
            term = self.product()
            total.append(self.signed(term, negative))
        self.depth -= 1
        return self.reading.sum(total)

    def product(self) -> _Form:
        negative = False
        while self.peek() in ("+", "-"):
            negative ^= self.take() == "-"
        value = self.factor()
        while True:
            symbol = self.peek()
            if symbol in ("*", "/"):
                self.take()
                other = self.factor()
            elif symbol == "log":
                symbol, other = "*", self.factor()
            else:
                return self.signed(value, negative)
            value = self.multiplied(value, other) if symbol == "*" else self.divided(value, other)
            if self.reading.bits(value) > _MAX_BITS:
                raise self.error(f"numbers of over {_MAX_BITS} bits are not read")

    def factor(self) -> _Form:
        kind = self.peek()
        if kind == "number":
            return self.reading.number(rational(self.take(), "number"))
        if kind == "log":
            return self.logarithm()
        if kind == "(":
            self.take()
            value = self.form()
            self.expect(")")
            return value
        found = "" if kind is None else f", found {self.tokens[self.index][1]!r}"
        raise self.error(f"expected a number or log(…){found}")

    def logarithm(self) -> _Form:
        self.take()
        if self.peek() == "(":
            self.take()
            argument = self.form()
            self.expect(")")
            return self.reading.log(self.plain(argument, "a logarithm takes a rational number"))
        if self.peek() != "number":
            raise self.error("log needs an argument, such as log(2/3)")
        number = self.take()
        if self.peek() == "/":
            raise self.error(f"'log {number}/…' is ambiguous: write log({number}/…) or log({number})/…")
        return self.reading.log(rational(number, "argument of log"))

    def multiplied(self, left: _Form, right: _Form) -> _Form:
        factor = self.reading.rational(right)
        if factor is not None:
            return self.reading.scaled(left, factor)
        return self.reading.scaled(right, self.plain(left, "a product of two logarithms is no log form"))

    def divided(self, left: _Form, right: _Form) -> _Form:
        divisor = self.plain(right, "a log form is divided by rational numbers only")
        if divisor == 0:
            raise self.error("division by 0")
        return self.reading.scaled(left, 1 / divisor)

    def signed(self, value: _Form, negative: bool) -> _Form:
        return self.reading.scaled(value, Fraction(-1)) if negative else value

    def plain(self, value: _Form, otherwise: str) -> Fraction:
        number = self.reading.rational(value)
        if number is None:
            raise self.error(otherwise)
        return number

    def peek(self) -> str | None:
        return self.tokens[self.index][0] if self.index < len(self.tokens) else None

    def take(self) -> str:
        token = self.tokens[self.index][1]
        self.index += 1
        return token

    def expect(self, symbol: str) -> None:
        if self.peek() != symbol:
            raise self.error(f"expected {symbol!r}")
        self.take()

    def error(self, problem: str) -> LogFormError:
        return LogFormError(f"{_quoted(self.text)} is no log form: {problem}")

    def _tokens(self) -> list[tuple[str, str]]:
        tokens = []
        end = len(self.text.rstrip())
        while self.position < end:
            match = _TOKEN.match(self.text, self.position)
            if match is None:
                rest = self.text[self.position :].strip()
                raise self.error(f"cannot read {rest[:20]!r}")
            number, name, symbol = match.groups()
            tokens.append(("number", number) if number else ("log", name) if name else (symbol, symbol))
            self.position = match.end()
        if not tokens:
            raise self.error("it is empty")
        return tokens


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
