"""The data of a case in the language of the certificate kernel, bound by name; and what bound variables stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from itertools import product
from typing import Any, Final

from exactalign import Distribution, LogForm, Reward
from proofs_check.exceptions import ClaimError
from proofs_check.formula.sorts import Space
from proofs_check.formula.terms import Term, written
from proofs_check.formula.values import LARGEST_SPACE, value

Json = Any
AXIS: Final = object()
"""A bound variable that runs over the entries of a vector."""


class NoCertificate(ClaimError):
    """A proposition at a case that the kernel has no words for."""


class ModelData:
    """What a case gives, each bound by name where it is first used."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.case = dict(case)
        self.let: dict[str, Json] = {}
        self.names: dict[str, str] = {}
        self.bound: dict[str, Any] = {}

    def data(self, t: Term) -> Json:
        """What the case gives, bound by name; a constant is bound, too."""
        if t.op == "variable" and t.name in self.bound:
            found = self.bound[t.name]
            if isinstance(found, Fraction):
                return str(found)
            raise NoCertificate(f"{written(t)} is no number")
        name = t.name if t.op == "variable" else repr(t.leaf)
        if name not in self.names:
            given = t.leaf if t.op == "constant" else self.case[name]
            short = name.lower() if t.op == "variable" and name.isascii() else "given"
            while short in self.let or not short[0].isalpha():
                short = f"{'v' * (not short[0].isalpha())}{short}{len(self.let)}"
            self.let[short] = expression(given)
            self.names[name] = short
        return self.names[name]

    def outcomes(self, space: Space) -> list[object]:
        letters: tuple[Any, ...] | None = None if space.size is None else tuple(range(space.size))
        if letters is None:
            letters = self.case.get(f"letters of {space.alphabet}")
            if letters is None:
                raise NoCertificate(f"no law of this case says what the letters of {space.alphabet} are")
        if space.length is None:
            return list(letters)
        length = int(value(space.length, self.case | self.bound))
        if len(letters) ** length > LARGEST_SPACE:
            raise NoCertificate(f"{len(letters)}^{length} words are too many")
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


def expression(given: Any) -> Json:
    """Data in the kernel's language; raises `NoCertificate` for what is only enclosed."""
    if isinstance(given, Distribution):
        return ["vec", *map(str, given.probabilities)]
    if isinstance(given, Reward):
        return ["vec", *(expression(form) for _, form in given.items())]
    if isinstance(given, (int, Fraction)) and not isinstance(given, bool):
        return str(Fraction(given))
    if isinstance(given, LogForm):
        terms = [["*", str(c), ["log", str(a)]] for c, a in given.terms]
        return ["+", str(given.constant), *terms] if terms else str(given.constant)
    raise NoCertificate(f"a {type(given).__name__} is no data that a certificate can hold")
