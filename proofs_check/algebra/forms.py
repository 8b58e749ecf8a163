"""Polynomials over Q in atoms, with exponents that are such polynomials again: the values of `normal_forms`.

An atom is something that is not taken apart, such as a symbol, an entry p[y], a logarithm, or a sum over y.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import floor
from typing import Any, Final, NamedTuple

from proofs_check.exceptions import NotDecidable

_MOST_TERMS = 20_000
LARGEST_EXPONENT = 10_000
LOCAL, BOUND, OURS, ANY = "ℓ", "ι", "ʋ", "ɐ"
"""How indices of sums, what terms name, and any outcome are called inside forms."""
_INDEX_NAMES = {f"{BOUND}1": "y", f"{BOUND}2": "z", f"{BOUND}3": "w"}


class Atom(NamedTuple):
    """Something that is not taken apart: its kind, a name, and what it is made of."""

    kind: str  # symbol, entry, log, sum, base, prime, e
    name: str = ""
    parts: tuple[Any, ...] = ()


Monomial = frozenset[tuple[Atom, "Form"]]


class Form:
    """An immutable Σ c·Π atom^exponent, hashable, equal exactly when written with the same terms."""

    __slots__ = ("_hash", "terms")
    terms: dict[Monomial, Fraction]

    def __init__(self, terms: dict[Monomial, Fraction]) -> None:
        self.terms = {monomial: c for monomial, c in terms.items() if c}
        if len(self.terms) > _MOST_TERMS:
            raise NotDecidable(f"the expression has more than {_MOST_TERMS} terms")
        self._hash = hash(frozenset(self.terms.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.terms == other.terms

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __add__(self, other: Form) -> Form:
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            terms[monomial] = terms.get(monomial, Fraction(0)) + c
        return Form(terms)

    def __neg__(self) -> Form:
        return self.scaled(Fraction(-1))

    def __sub__(self, other: Form) -> Form:
        return self + -other

    def __mul__(self, other: Form) -> Form:
        if len(self.terms) * len(other.terms) > _MOST_TERMS:
            raise NotDecidable(f"a product has more than {_MOST_TERMS} terms")
        terms: dict[Monomial, Fraction] = {}
        for a, c in self.terms.items():
            for b, d in other.terms.items():
                monomial, number = _merged(a, b)
                terms[monomial] = terms.get(monomial, Fraction(0)) + c * d * number
        return Form(terms)

    def scaled(self, number: Fraction) -> Form:
        """The form times a rational number."""
        return Form({monomial: c * number for monomial, c in self.terms.items()})

    def constant(self) -> Fraction | None:
        """The rational number this is, or None."""
        if not self.terms:
            return Fraction(0)
        return self.terms.get(ONE) if len(self.terms) == 1 else None

    def atoms(self) -> Iterator[Atom]:
        """Every atom that occurs, with repetitions, the ones in exponents and inside atoms included."""
        for monomial in self.terms:
            for atom, exponent in monomial:
                yield from _inside(atom)
                yield from exponent.atoms()

    def __str__(self) -> str:
        return " + ".join(_term_text(monomial, c) for monomial, c in self.terms.items()).replace("+ -", "− ") or "0"


ONE: Final[Monomial] = frozenset()
ZERO: Final = Form({})
UNIT: Final = Form({ONE: Fraction(1)})


def number(value: Fraction | int) -> Form:
    """A rational number as a form."""
    return Form({ONE: Fraction(value)})


def power(atom: Atom, exponent: Form = UNIT) -> Form:
    """atom^exponent as a form."""
    exponent, factor = _whole_part(atom, exponent)
    return Form({frozenset({(atom, exponent)} if exponent else ()): factor})


def _merged(a: Monomial, b: Monomial) -> tuple[Monomial, Fraction]:
    if not a or not b:
        return a or b, Fraction(1)
    exponents = dict(a)
    number = Fraction(1)
    for atom, exponent in b:
        rest, factor = _whole_part(atom, exponents.pop(atom, ZERO) + exponent)
        number *= factor
        if rest:
            exponents[atom] = rest
    return frozenset(exponents.items()), number


def _whole_part(atom: Atom, exponent: Form) -> tuple[Form, Fraction]:
    """A power of a prime is written with the integer part of its exponent in the coefficient."""
    whole = floor(exponent.terms.get(ONE, 0)) if atom.kind == "prime" else 0
    if not whole:
        return exponent, Fraction(1)
    if abs(whole) > LARGEST_EXPONENT:
        raise NotDecidable(f"the power {whole} of a number is too high")
    return exponent - number(whole), Fraction(int(atom.name)) ** whole


def _inside(atom: Atom) -> Iterator[Atom]:
    yield atom
    for part in atom.parts:
        if isinstance(part, Form):
            yield from part.atoms()


def total_of(forms: Iterable[Form]) -> Form:
    """The sum of forms."""
    result = ZERO
    for form in forms:
        result = result + form
    return result


def split(form: Form, *, over_one_line: bool = False) -> tuple[Form, Form]:
    """A single term times a primitive rest: what all terms share is taken out, so that rests can be compared.

    With `over_one_line` 1 + 1/x is (1/x)·(x + 1): what stands below a line in some terms is taken out of all.
    """
    if len(form.terms) == 1:
        return form, UNIT
    shared: dict[Atom, Fraction] = {}
    for position, monomial in enumerate(form.terms):
        exponents = {atom: k.constant() for atom, k in monomial}
        known = {atom: k for atom, k in exponents.items() if k is not None}
        shared = known if not position else {a: min(k, known[a]) for a, k in shared.items() if a in known}
    if over_one_line:
        shared |= _below(form)
    content, inverse = UNIT, UNIT
    for atom, k in shared.items():
        content, inverse = content * power(atom, number(k)), inverse * power(atom, number(-k))
    rest = form * inverse
    # By what is left of the terms: another factor that all of them share must not choose another one.
    size = abs(rest.terms[min(rest.terms, key=lambda monomial: _term_text(monomial, Fraction(1)))])
    return content.scaled(size), rest.scaled(1 / size)


def _below(form: Form) -> dict[Atom, Fraction]:
    """The least power of each atom that stands below a line, where all its powers are numbers."""
    found: dict[Atom, list[Fraction | None]] = {}
    for monomial in form.terms:
        for atom, k in monomial:
            found.setdefault(atom, []).append(k.constant())
    known = {atom: [k for k in powers if k is not None] for atom, powers in found.items() if None not in powers}
    return {atom: min(powers) for atom, powers in known.items() if min(powers) < 0}


def level(form: Form) -> int:
    """How deep sums are nested in a form; sum number k binds the index `BOUND`k."""
    return max((int(atom.name[1:]) for atom in form.atoms() if atom.kind == "sum"), default=0)


def bound_in(form: Form) -> set[str]:
    """The indices of the sums in a form."""
    return {atom.name for atom in form.atoms() if atom.kind == "sum"}


def without(form: Form, index: str) -> Form:
    """The terms that do not mention an index."""
    return Form({monomial: c for monomial, c in form.terms.items() if not mentions(monomial, index)})


def renamed(form: Form, old: str, new: str) -> Form:
    """The form with an index renamed to one that no sum in it binds.

    Where that occurs in it, what was two powers or two terms may become one.
    """

    def atom_of(atom: Atom) -> Atom:
        if not depends(atom, old):
            return atom
        parts = tuple(
            renamed(part, old, new) if isinstance(part, Form) else re.sub(rf"\b{old}\b", new, part)
            for part in atom.parts
        )
        return Atom(atom.kind, new if atom.name == old and atom.kind in ("symbol", "sum") else atom.name, parts)

    return total_of(_product((power(atom_of(a), renamed(k, old, new)) for a, k in m), c) for m, c in form.terms.items())


def replaced(form: Form, by: Callable[[Atom], Atom]) -> Form:
    """The form with another atom in the place of each, inside atoms and in exponents too."""

    def atom_of(atom: Atom) -> Atom:
        parts = tuple(replaced(part, by) if isinstance(part, Form) else part for part in atom.parts)
        return by(Atom(atom.kind, atom.name, parts))

    return total_of(_product((power(atom_of(a), replaced(k, by)) for a, k in m), c) for m, c in form.terms.items())


def _product(factors: Iterable[Form], c: Fraction) -> Form:
    result = Form({ONE: c})
    for factor in factors:
        result = result * factor
    return result


def depends(atom: Atom, index: str) -> bool:
    """Whether an atom depends on an index."""
    if atom.kind == "entry":
        return any(re.search(rf"\b{index}\b", part) for part in atom.parts)
    if atom.kind == "symbol":
        return atom.name == index
    return any(mentions(m, index) for part in atom.parts if isinstance(part, Form) for m in part.terms)


def mentions(monomial: Monomial, index: str) -> bool:
    """Whether an index occurs in a monomial, exponents included."""
    return any(depends(atom, index) or any(mentions(m, index) for m in exponent.terms) for atom, exponent in monomial)


def atom_text(atom: Atom) -> str:
    """An atom as one would write it."""
    if atom.kind == "entry":
        (letter,) = atom.parts
        return f"{atom.name}[{_INDEX_NAMES.get(letter, letter)}]"
    if atom.kind == "log":
        return f"log({atom.parts[0]})"
    if atom.kind == "sum":
        return f"Σ_{_INDEX_NAMES.get(atom.name, atom.name)}({atom.parts[0]})"
    if atom.kind == "base":
        return f"({atom.parts[0]})"
    return "e" if atom.kind == "e" else atom.name


def _term_text(monomial: Monomial, c: Fraction) -> str:
    factors = sorted(atom_text(atom) + ("" if exponent == UNIT else f"^({exponent})") for atom, exponent in monomial)
    if not factors:
        return str(c)
    lead = "" if c == 1 else "-" if c == -1 else f"{c}·"
    return lead + "·".join(factors)
