"""The data of a case in the language of the certificate kernel, bound by name; and what bound variables stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import product
from typing import Any, Final

from exactalign import Distribution, LogForm, Reward
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.rationals import exact_text
from exactalign.numbers.reading import short_number
from exactalign.text.articles import with_article
from proofs_check import kernel
from proofs_check.exceptions import ClaimError
from proofs_check.formula.measures import LARGEST_SPACE
from proofs_check.formula.sorts import Space
from proofs_check.formula.terms import MOST_DIGITS, TOO_LONG, Term, written
from proofs_check.formula.values import value

Json = Any
_LONGEST: Final = 26
"""How much of a name is kept: the kernel's have 32 characters at most, and a number may follow."""
_SIDES: Final = ("left", "right")
"""What the kernel calls the sides of a relation itself."""
AXIS: Final = object()
"""A bound variable that runs over the entries of a vector."""


class NoCertificate(ClaimError):
    """A proposition at a case that the kernel has no words for."""


class ModelData:
    """What a case gives, each bound by name where it is first used."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.case = dict(case)
        self.let: dict[str, Json] = {}
        self.names: dict[object, str] = {}
        self.bound: dict[str, Any] = {}

    def data(self, t: Term) -> Json:
        """What the case gives, bound by name; a constant is bound, too."""
        if t.op == "variable" and t.name in self.bound:
            found = self.bound[t.name]
            if isinstance(found, (Fraction, LogForm, LogPolynomial, Distribution)):
                return expression(found)
            raise NoCertificate(f"{written(t)} is no number")
        if t.op == "constant":
            return self.bind(t.token, "given", expression(t.leaf), f"given_{t.sort.kind.split()[-1]}")
        return self.bind(t.name, t.name, expression(self.case[t.name]))

    def bind(self, key: object, name: str, given: Json, otherwise: str = "") -> str:
        """The name of data that is bound under a key, when it is first used; what it is called where that is taken."""
        if key not in self.names:
            short = _shortened(name) if name.isascii() else "given"
            others = {*self.let, *_SIDES, *(self.case.keys() - {key})}  # what the claim names keeps its name
            if short in others and otherwise and otherwise.isascii():
                short = _shortened(otherwise)
            while short in others or not short[0].isalpha():
                short = f"{'v' * (not short[0].isalpha())}{short}__{len(self.let)}"
            self.let[short] = given
            self.names[key] = short
        return self.names[key]

    def demand_one(self, t: Term) -> None:
        """Raise `NoCertificate` for a term that depends on what runs over all outcomes."""
        for name in t.free:
            if name in self.bound and (self.bound[name] is AXIS or self.bound[name] is None):
                raise NoCertificate(f"“{written(t)}” is another for each {name}")

    def value(self, t: Term) -> Any:
        """What a term is worth here; it must not depend on what runs over all outcomes."""
        self.demand_one(t)
        return value(t, self.case | self.bound)

    def whole(self, t: Term) -> int:
        """How many parts there are, by a term; what that rests on is shown beside them."""
        raise NotImplementedError

    def letters(self, y: Term) -> list[Json]:
        """The letters of a word as indicators, in their order; those of a word of the case are bound by name."""
        word = self.outcome(y) if y.space.length is not None else (self.outcome(y),)
        if word is AXIS:
            raise NoCertificate(f"{written(y)} runs over all words")
        alphabet = self.outcomes(y.space.letters)
        found = [["vec", *(str(int(letter == x)) for x in alphabet)] for letter in word]
        if y.op != "variable" or y.name in self.bound:
            return found
        return [
            self.bind((y.name, k), f"{y.name}_{k}", indicator, f"{y.name}_at_{k}")
            for k, indicator in enumerate(found, 1)
        ]

    def outcomes(self, space: Space) -> list[object]:
        letters: tuple[Any, ...] | None = None if space.size is None else tuple(range(space.size))
        if letters is None:
            letters = self.case.get(f"letters of {space.alphabet}")
            if letters is None:
                raise NoCertificate(f"no law of this case says what the letters of {space.alphabet} are")
        if space.length is None:
            return list(letters)
        return self.listed(letters, self.whole(space.length), "words", LARGEST_SPACE)

    @staticmethod
    def listed(letters: Sequence[Any], length: int, what: str, most: int = kernel.MAX_ITEMS) -> list[Any]:
        """All words of a length, or draws, one by one; raises `NoCertificate` for more than a list may hold."""
        if length > most or len(letters) ** length > most:
            many = f"{len(letters)}^{short_number(length)} {what}"
            raise NoCertificate(f"{many} are more than the {most} that a certificate lists")
        return list(product(letters, repeat=length))

    @contextmanager
    def standing_for(self, name: str, what: Any) -> Iterator[None]:
        before = dict(self.bound)
        self.bound[name] = what
        try:
            yield
        finally:
            self.bound = before

    @contextmanager
    def axis(self, name: str) -> Iterator[None]:
        """The entries of vectors are those of this variable; one outside it cannot be named meanwhile."""
        before = dict(self.bound)
        self.bound = {key: None if what is AXIS else what for key, what in before.items()} | {name: AXIS}
        try:
            yield
        finally:
            self.bound = before

    def outcome(self, y: Term) -> Any:
        if y.op == "constant":
            return y.leaf
        found = self.bound.get(y.name, self.case.get(y.name))
        if found is None:
            raise NoCertificate(f"{written(y)} stands inside two sums at once")
        return found

    @staticmethod
    def entry(vector: Json, k: int, size: int) -> Json:
        return ["sum", ["*", vector, ["vec", *(str(int(k == j)) for j in range(size))]]]


def _shortened(name: str) -> str:
    """The beginning and the end of a long name: names of one kind often differ at the end."""
    half = _LONGEST // 2 - 1
    return name if len(name) <= _LONGEST else f"{name[:half]}__{name[-half:]}"


def expression(given: Any) -> Json:
    """Data in the kernel's language; raises `NoCertificate` for what is only enclosed."""
    if isinstance(given, Distribution):
        return ["vec", *map(_number, given.probabilities)]
    if isinstance(given, Reward):
        return ["vec", *(expression(form) for _, form in given.items())]
    if isinstance(given, (int, Fraction)) and not isinstance(given, bool):
        return _number(Fraction(given))
    if isinstance(given, LogForm):
        terms = [["*", _number(c), ["log", _number(a)]] for c, a in given.terms]
        return ["+", _number(given.constant), *terms] if terms else _number(given.constant)
    if isinstance(given, LogPolynomial):
        products = [["*", _number(c), *(["log", str(a)] for a in logs)] for c, logs in given.terms]
        return ["+", "0", *products]
    raise NoCertificate(f"{with_article(type(given).__name__)} is no data that a certificate can hold")


def _number(x: Fraction) -> str:
    if max(abs(x.numerator), x.denominator) >= TOO_LONG:
        raise NoCertificate(f"a number of more than {MOST_DIGITS} digits, which no certificate holds")
    return exact_text(x)
