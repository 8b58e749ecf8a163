"""Normal forms of numbers: polynomials over Q in atoms, with symbolic exponents and symbolic sums.

A number is Σ c·Π atom^exponent, where c is rational, an exponent is again such a form, and an atom is

* a symbol or an entry p[y] of a family,
* the logarithm of an atom (logarithms of products and powers are expanded, those of integers over their primes),
* e, a prime number, or a sum that is divided by or raised to a power (kept with its definition),
* Σ_y (monomial in things that depend on y): sums are linear, so constants and other factors are pulled out of them.

Forms are made by the operations here, each of which notes what it needs. Two numbers with the same form are equal
wherever both are defined and all that was noted holds. Nothing here simplifies by search: every rule is applied
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Final

from flint import fmpz

from proofs_check.algebra.forms import (
    BOUND,
    LARGEST_EXPONENT,
    ONE,
    UNIT,
    ZERO,
    Atom,
    Form,
    Monomial,
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
_MOST_BITS: Final = 1_000_000
_E: Final = Atom("e")
_LONGEST: Final = 300


class Operations:
    """Operations on forms, which note what they need: positive atoms, what is ≥ 0, and non-zero divisors.

    At a = 0 the laws of powers hold for exponents ≥ 0, where 0^0 is 1; for whole exponents they hold at any number.
    With `over_one_line` a sum below a power or a logarithm is first brought over one line, so that log(1 + 1/x) is
    log(x + 1) − log x, which needs x > 0 as well.
    """

    def __init__(self, *, over_one_line: bool = False) -> None:
        self.over_one_line = over_one_line
        self.positive: set[Atom] = set()
        self.nonnegative: set[Atom] = set()
        self.nonzero: set[Form] = set()
        self.bases: dict[Atom, Form] = {}  # base atom → what it stands for

    def product(self, factors: Iterable[Form]) -> Form:
        """The product of forms."""
        result = UNIT
        for factor in factors:
            result = result * factor
        return result

    def power(self, base: Form, exponent: Form, natural: bool = False) -> Form:
        """base^exponent, of an exponent that may be known to be a natural number."""
        whole = exponent.constant()
        if whole is not None and whole.denominator == 1 and whole >= 0:
            if len(base.terms) > 1 and whole > HIGHEST_POWER:
                raise NotDecidable(f"the power {whole} of a sum is too high")
            return self.product([base] * int(whole)) if len(base.terms) > 1 else self._single(base, exponent)
        if not base:
            raise NotDecidable("0 is raised to a power that is not a positive integer")
        if len(base.terms) == 1:
            return self._single(base, exponent, natural)
        content, primitive = self._split(base)
        if primitive == UNIT:
            return self._single(content, exponent, natural)
        atom = Atom("base", "", (primitive,))
        self.bases[atom] = primitive
        self._require(atom, whole, primitive, natural)
        return self._single(content, exponent, natural) * power(atom, exponent)

    def _single(self, base: Form, exponent: Form, natural: bool = False) -> Form:
        """(c·Π aᵢ^eᵢ)^exponent = c^exponent·Π aᵢ^(eᵢ·exponent)."""
        if not base:
            return ZERO if exponent else UNIT
        ((monomial, c),) = base.terms.items()
        whole = exponent.constant()
        result = self._number_power(c, exponent)
        for atom, inner in monomial:  # what inner needs was needed when the base was read
            self._require(atom, whole, None, natural)
            result = result * power(atom, inner * exponent)
        return result

    def _split(self, form: Form) -> tuple[Form, Form]:
        """A single term times a rest, which has nothing below a line if that is asked for."""
        content, rest = split(form, over_one_line=self.over_one_line)
        if not self.over_one_line or rest == UNIT:
            return content, rest
        below, plain = cleared(rest, self.bases)
        if not plain:
            raise NotDecidable(f"{shortened(form)} is 0, under a logarithm or a power")
        single, primitive = split(plain, over_one_line=True)
        return content * below * single, primitive

    def _number_power(self, c: Fraction, exponent: Form) -> Form:
        whole = exponent.constant()
        if whole is not None and whole.denominator == 1:
            bits = max(abs(c.numerator), c.denominator).bit_length()
            if abs(c) != 1 and (abs(whole) > LARGEST_EXPONENT or abs(whole) * bits > _MOST_BITS):
                raise NotDecidable(f"the power {whole} of a number is too high")
            return number(c ** int(whole))
        if c <= 0:
            raise NotDecidable(f"the negative number {c} is raised to a power that is not an integer")
        result = UNIT
        for prime, k in _factors(c):
            result = result * power(Atom("prime", str(prime)), exponent.scaled(Fraction(k)))
        return result

    def exponential(self, exponent: Form) -> Form:
        """e^exponent: e^(Σ c·log a + rest) = Π a^c · e^rest."""
        result, rest = UNIT, ZERO
        for monomial, c in exponent.terms.items():
            logs = [(a, k) for a, k in monomial if a.kind == "log"]
            if len(logs) == 1 and logs[0][1] == UNIT:
                scalar = Form({monomial - {logs[0]}: c})
                inner: Form = logs[0][0].parts[0]
                result = result * self.power(inner, scalar)
            else:
                rest = rest + Form({monomial: c})
        return result * power(_E, rest)

    def logarithm(self, argument: Form) -> Form:
        """log argument."""
        if not argument:
            raise NotDecidable("the logarithm of 0")
        content, primitive = self._split(argument)
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

    def sum(self, local: str, body: Form, size: Form) -> Form:
        """Σ of a form in the index `local`, which occurs nowhere else, over so many outcomes."""
        result = ZERO
        for monomial, c in body.terms.items():
            outside, inside = Form({ONE: c}), UNIT
            for atom, exponent in monomial:
                free = ZERO if depends(atom, local) else without(exponent, local)
                outside = outside * power(atom, free)
                inside = inside * power(atom, exponent - free)
            if inside == UNIT:
                result = result + outside * size
            else:
                bound = f"{BOUND}{1 + level(inside)}"  # sums are compared up to the name of their index
                result = result + outside * power(Atom("sum", bound, (renamed(inside, local, bound), size)))
        return result

    def _require(self, atom: Atom, constant: Fraction | None, primitive: Form | None, natural: bool) -> None:
        if natural or atom.kind in ("e", "prime"):
            return
        if constant is None or (constant.denominator != 1 and constant < 0):
            self.positive.add(atom)
        elif constant.denominator != 1:
            self.nonnegative.add(atom)
        elif constant < 0:
            self.nonzero.add(primitive or power(atom))


def cleared(form: Form, bases: dict[Atom, Form]) -> tuple[Form, Form]:
    """A form as a single term times one in which no sum stands below a line, nor to a whole power.

    It ends, where a Gröbner basis may not: higher powers than are read are refused, and products of too many terms.
    """
    below = UNIT
    for atom, meaning in reversed(bases.items()):  # a sum within another is read before it
        parts = [(Form({m: c}), *_whole_power(m, atom)) for m, c in form.terms.items()]
        least = min([0, *(k for _, k, _ in parts)])
        highest = max([0, *(k for _, k, _ in parts)]) - least
        if highest > HIGHEST_POWER:
            raise NotDecidable(f"the power {highest} of a sum is too high")
        powers = [UNIT]
        while len(powers) <= highest:
            powers.append(powers[-1] * meaning)
        by_power: dict[int, Form] = {}
        for part, k, inverse in parts:
            by_power[k - least] = by_power.get(k - least, ZERO) + part * inverse
        form = total_of(part * powers[k] for k, part in by_power.items())
        below = below * power(atom, number(least))
    return below, form


def shortened(form: Form) -> str:
    """A form as one would write it, as far as it is short; no name and no number is cut, as its head is another."""
    text = str(form)
    return text if len(text) <= _LONGEST else re.sub(r"\w*$", " …", text[:_LONGEST], count=1)


def _whole_power(monomial: Monomial, atom: Atom) -> tuple[int, Form]:
    """The whole part k of the power of an atom in a monomial, and atom^−k, which takes it out."""
    exponent = dict(monomial).get(atom, ZERO)
    k = floor(exponent.terms.get(ONE, 0))
    return k, power(atom, number(-k))


def _factors(c: Fraction) -> list[tuple[int, int]]:
    if max(c.numerator, c.denominator) > 10**18:
        raise NotDecidable("an integer under a logarithm or power is too large to factor")
    above, below = ([(int(prime), k) for prime, k in fmpz(n).factor()] for n in c.as_integer_ratio())
    return sorted([*above, *((prime, -k) for prime, k in below)])
