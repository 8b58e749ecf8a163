"""Reading exact rationals from what people write, and refusing what is not exact.

This is the border of the package: users pass and get `fractions.Fraction`; inside, the arithmetic
runs on FLINT integers. Every other module reads its numbers through `rational`.
"""

import re
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Rational, Real
from typing import Any, cast

from flint import fmpq, fmpz

from exactalign.exceptions import NotExactError, NotRationalError

MAX_DIGITS = 100_000
"""Longest number, in characters, that is read from text; also the largest decimal exponent."""

_WORD = 1 << 62  # below it Python's own gcd is the faster one
_SHORT_DENOMINATOR = 1 << 1000
_SHORT = 18  # digits of a number that fits a machine word
_DECIMAL = re.compile(r"([+-]?)([0-9]+)?(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?(%?)")


def rational(value: Any, name: str = "value") -> Fraction:
    """Return `value` as an exact `Fraction`.

    Accepted: `int`, `Fraction` and any `numbers.Rational`, finite `Decimal`, FLINT and SymPy
    rationals, and strings such as `"1/5"`, `"0.2"`, `"20%"`, `"2e-3"`. `name` says in error messages
    what was being read.

    Raises `NotExactError` for a `float` (which is binary, and rarely what was meant), and
    `NotRationalError` for everything else that is no rational.

    >>> rational("20%"), rational("1/5"), rational("0.2")
    (Fraction(1, 5), Fraction(1, 5), Fraction(1, 5))
    """
    if type(value) is int:  # asked first: a class of numbers is looked for in a slower way
        return Fraction(value)
    if isinstance(value, str):
        return _from_text(value, name)
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        raise NotRationalError(f"{name} is {value}, a truth value: give a number")
    if isinstance(value, (int, fmpz)):
        return Fraction(int(value))
    if isinstance(value, fmpq):
        return from_fmpq(value)
    if isinstance(value, Decimal):
        return _from_decimal(value, name)
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if getattr(value, "is_Rational", None) is True:  # SymPy, without importing it
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, Real):
        raise NotExactError(_float_message(value, name))
    raise NotRationalError(
        f"{name} is {short_repr(value)} of type {type(value).__name__}: give an int, a Fraction, a Decimal, "
        'or a string such as "1/5"'
    )


def from_float(value: Any, name: str = "value") -> Fraction:
    """Return the exact binary value of a `float`; what is exact already is read as `rational` reads it.

    >>> from_float(0.5), from_float(0.1)
    (Fraction(1, 2), Fraction(3602879701896397, 36028797018963968))
    """
    if isinstance(value, str):
        return _from_text(value, name)
    if not isinstance(value, Real) or isinstance(value, Rational) or not hasattr(value, "as_integer_ratio"):
        return rational(value, name)
    if not isfinite(value):
        raise NotRationalError(f"{name} is {value}: give a finite number")
    return Fraction(*map(int, value.as_integer_ratio()))


def fraction(numerator: fmpz | int, denominator: fmpz | int = 1) -> Fraction:
    """Return numerator/denominator in lowest terms, the gcd taken by FLINT where it is faster: for huge integers.

    >>> fraction(10, 4)
    Fraction(5, 2)
    """
    if -_WORD < numerator < _WORD and 0 < denominator < _WORD:
        return Fraction(int(numerator), int(denominator))
    return from_fmpq(fmpq(numerator, denominator))


def fraction_over_power(numerator: fmpz, base: fmpz, power: fmpz) -> Fraction:
    """Return numerator/power in lowest terms, where base is a multiple of all primes of power.

    The common factor is found modulo small powers of the base: much faster than a gcd of two huge integers
    that share little.

    >>> fraction_over_power(fmpz(12), fmpz(10), fmpz(10) ** 3)
    Fraction(3, 250)
    """
    piece, shared = base, fmpz(1)
    while piece < power:
        found = (numerator % piece).gcd(piece)
        if found == shared:  # the same for a higher power of the base, hence for all higher ones
            break
        piece, shared = piece * piece, found
    else:
        shared = numerator
    shared = shared.gcd(power)  # the base may have primes that power has not, or has less often
    if shared != 1:
        numerator, power = numerator // shared, power // shared
    return _in_lowest_terms(int(numerator), int(power))


def dyadic(mantissa: fmpz | int, exponent: int) -> Fraction:
    """Return mantissa·2^exponent; a shift finds the common factor, so no gcd is taken.

    >>> dyadic(12, -3), dyadic(3, 1)
    (Fraction(3, 2), Fraction(6, 1))
    """
    whole = int(mantissa)
    if exponent >= 0 or not whole:
        return Fraction(whole << max(exponent, 0))
    zeros = min((whole & -whole).bit_length() - 1, -exponent)
    return _in_lowest_terms(whole >> zeros, 1 << (-exponent - zeros))


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """Return the rational of smallest denominator (then of smallest size) in [low, high].

    >>> simplest_between(Fraction(31, 100), Fraction(34, 100)), simplest_between(Fraction(-3), Fraction(2))
    (Fraction(1, 3), Fraction(0, 1))
    """
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    # Continued fractions: as long as both ends agree, the next term is theirs.
    terms: list[int] = []
    while True:
        whole = -(-low.numerator // low.denominator)
        if whole <= high:
            terms.append(whole)
            break
        whole = low.numerator // low.denominator
        terms.append(whole)
        low, high = 1 / (high - whole), 1 / (low - whole)
    value = Fraction(terms.pop())
    while terms:
        value = terms.pop() + 1 / value
    return value


def from_fmpq(value: fmpq) -> Fraction:
    """Return a FLINT rational, which is in lowest terms, as a `Fraction`.

    >>> from_fmpq(fmpq(-2, 4))
    Fraction(-1, 2)
    """
    top, bottom = int(value.p), int(value.q)
    return Fraction(top) if bottom == 1 else _in_lowest_terms(top, bottom)


def to_fmpq(value: Fraction) -> fmpq:
    """Return a `Fraction` as a FLINT rational."""
    return fmpq(value.numerator, value.denominator)


def format_integer(value: int | fmpz) -> str:
    """Return the decimal digits of an integer of any size (Python's `str` stops at 4,300 digits).

    >>> format_integer(-120)
    '-120'
    """
    return fmpz(value).str()


def format_rational(value: Fraction) -> str:
    """Return `"49/625"`, or `"3"` for an integer.

    >>> format_rational(Fraction(49, 625)), format_rational(Fraction(3))
    ('49/625', '3')
    """
    top = format_integer(value.numerator)
    return top if value.denominator == 1 else f"{top}/{format_integer(value.denominator)}"


def exact_text(value: Any) -> str:
    """Return a value as text: a whole number or a fraction of any length, which `str` refuses past 4,300 digits.

    >>> exact_text(Fraction(1, 3)), exact_text("a"), len(exact_text(10**5000))
    ('1/3', 'a', 5001)
    """
    return format_rational(value) if type(value) in (int, Fraction) else str(value)


def _in_lowest_terms(top: int, bottom: int) -> Fraction:
    if bottom < _SHORT_DENOMINATOR:
        return Fraction(top, bottom)  # that it is in lowest terms is found out in less time than it takes to say so
    return Fraction(cast(Rational, _LowestTerms(top, bottom)))


@Rational.register
class _LowestTerms:
    """A numerator and denominator known to be coprime: `Fraction` takes it without a gcd of its own."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int, denominator: int) -> None:
        self.numerator = numerator
        self.denominator = denominator


def _from_text(text: str, name: str) -> Fraction:
    stripped = text.strip()
    if len(stripped) > MAX_DIGITS:
        raise NotRationalError(f"{name} has {len(stripped)} characters: the limit is {MAX_DIGITS}")
    top, slash, bottom = stripped.partition("/")
    if not slash:
        return _from_plain(stripped, text, name)
    if len(stripped) <= _SHORT and top.isdigit() and bottom.isdigit() and stripped.isascii() and int(bottom):
        return Fraction(int(top), int(bottom))  # what files are full of
    if "%" in stripped:
        raise NotRationalError(f"{name} is {short_repr(text)}: write either a fraction or a percentage, not both")
    denominator = _from_plain(bottom.strip(), text, name)
    if denominator == 0:
        raise NotRationalError(f"{name} is {short_repr(text)}: the denominator is 0")
    return _from_plain(top.strip(), text, name) / denominator


def _from_plain(number: str, text: str, name: str) -> Fraction:
    match = _DECIMAL.fullmatch(number)
    if match is None or (match[2] is None and not match[3]):
        raise NotRationalError(
            f'{name} is {short_repr(text)}, which is no rational number: write it as "1/5", "0.2" or "20%"'
        )
    sign, whole, places, exponent, percent = match.groups()
    digits = (whole or "") + (places or "")
    power = int(fmpz((exponent or "0").replace("+", "")))
    shift = power - len(places or "") - (2 if percent else 0)
    if abs(shift) > MAX_DIGITS:
        raise NotRationalError(f"{name} is {short_repr(text)}: exponents past {MAX_DIGITS} are not read")
    if -_SHORT <= shift <= 0 and len(digits) <= _SHORT:  # and of these
        return Fraction(int(sign + digits), 10**-shift)
    magnitude = fmpz(sign.replace("+", "") + digits)
    return fraction(magnitude * fmpz(10) ** max(shift, 0), fmpz(10) ** max(-shift, 0))


def _from_decimal(value: Decimal, name: str) -> Fraction:
    if not value.is_finite():
        raise NotRationalError(f"{name} is {value}: give a finite number")
    exponent = value.adjusted() if value else 0
    if abs(exponent) > MAX_DIGITS or len(value.as_tuple().digits) > MAX_DIGITS:
        raise NotRationalError(f"{name} is a Decimal with over {MAX_DIGITS} digits: this is not read")
    return Fraction(value)


def _float_message(value: Any, name: str) -> str:
    number = float(value)
    if not isfinite(number):
        return f"{name} is {number}: give a finite exact number"
    if number.is_integer():
        return f"{name} is the float {number!r}: write {short_repr(int(number))} to mean it exactly"
    shown = str(value)  # of a float of another width, its own shortest decimal
    return (
        f"{name} is the float {shown}, which is not exact: write the string {shown!r} for the decimal, "
        f"or exactalign.from_float({number!r}) for its exact binary value"
    )


def short_repr(value: Any, limit: int = 40) -> str:
    """Return a value for a message, cut past `limit` characters."""
    try:
        text = format_integer(value) if type(value) is int else repr(value)
    except ValueError:  # it holds an integer past Python's limit for printing
        return "something too long to print"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
