"""Arithmetic on the three kinds of number at once: rationals stay rational, the rest is enclosed.

The closed forms of this folder hold for every real n ≥ 1; these helpers keep them exact where they can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from flint import arb, fmpz

from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosed import EnclosedReal, Infinity, ball_of, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.memory import power_bits, require
from exactalign.numbers.rationals import fraction
from exactalign.numbers.reading import Number, exact_real

_LONGEST_ROOT = 1 << 16


def total(values: Iterable[Number]) -> Number:
    """Return the sum of numbers of all kinds, over one common denominator where they are log forms.

    >>> total([Fraction(1, 2), log(2), log(3)])
    LogForm('1/2 + log(6)')
    """
    rest = Fraction(0)
    forms: list[LogForm] = []
    enclosed: list[EnclosedReal] = []
    for value in values:
        if isinstance(value, LogForm):
            forms.append(value)
        elif isinstance(value, EnclosedReal):
            enclosed.append(value)
        else:
            rest += value
    result: Number = LogForm.sum(forms) + rest if forms else rest
    return EnclosedReal.sum(enclosed) + result if enclosed else result


def power(base: Any, exponent: Any) -> Number:
    """Return base^exponent for base ≥ 0: a `Fraction` when that is rational, else enclosed; 0^0 = 1.

    >>> power(Fraction(4, 9), Fraction(3, 2)), power(2, Fraction(1, 2))
    (Fraction(8, 27), EnclosedReal(1.41421356237309…))
    """
    base, exponent = exact_real(base), exact_real(exponent)
    if isinstance(base, Fraction) and isinstance(exponent, Fraction):
        if base < 0 or (base == 0 and exponent < 0):
            raise ParameterError(f"{base}^{exponent} is no real number")
        if base in (0, 1):
            return Fraction(1) if base == 1 or exponent == 0 else Fraction(0)
        root = _root(base, exponent.denominator)
        if root is not None:
            size = max(root.numerator, root.denominator)
            require(power_bits(size, abs(exponent.numerator)), 2, "the exact power", "ask for a smaller exponent")
            return _whole_power(root, exponent.numerator)
    elif isinstance(base, Fraction) and base == 0:
        return Fraction(0)
    if isinstance(base, Fraction):
        return EnclosedReal(lambda: (ball_of(exponent) * ball_of(log(base))).exp())
    if isinstance(exponent, Fraction) and exponent in (0, 1):
        return Fraction(1) if exponent == 0 else base
    return EnclosedReal(lambda: (ball_of(exponent) * ball_of(base).log()).exp())


def square_root(value: Number) -> Number:
    """Return √value of a non-negative number: a `Fraction` when that is rational, else enclosed.

    >>> square_root(Fraction(9, 4))
    Fraction(3, 2)
    """
    if isinstance(value, Fraction):
        return power(value, Fraction(1, 2))
    if isinstance(value, LogForm):
        if value.sign() < 0:
            raise ParameterError(f"{value} is negative: it has no real square root")
        value = simplest(value)
        if isinstance(value, Fraction):
            return square_root(value)

    def root() -> arb:
        ball = ball_of(value)
        # The number is known to be non-negative: what a ball around it says below 0 is rounding.
        return ball.sqrt() if ball > 0 else ball.union(arb(0)).nonnegative_part().sqrt()

    return EnclosedReal(root)


def logarithm(value: Any) -> Number:
    """Return log value: a log form of a rational, else enclosed.

    >>> logarithm(Fraction(1, 2))
    LogForm('-log(2)')
    """
    number = exact_real(value)
    return log(number) if isinstance(number, Fraction) else EnclosedReal.of(number).log()


def product(left: Any, right: Any) -> Any:
    """Return left·right, with 0·∞ = 0 and a rational 0 absorbing everything."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Fraction) and one == 0:
            return Fraction(0)
        if isinstance(one, Infinity):
            return one if other > 0 else -one
    if isinstance(left, LogForm) and isinstance(right, LogForm):
        return simplest(EnclosedReal.of(left) * right)
    return left * right


def quotient(top: Any, bottom: Any) -> Number:
    """Return top/bottom of two numbers; log forms over log forms are enclosed unless they are rational."""
    if isinstance(bottom, LogForm):
        if bottom.is_rational:
            bottom = bottom.as_rational()
        elif isinstance(top, LogForm):
            return EnclosedReal.of(top) / bottom
    value: Number = simplest(top / bottom if isinstance(bottom, Fraction) else EnclosedReal.of(top) / bottom)
    return value


def simplest(value: Any) -> Any:
    """Return a rational log form as a `Fraction`, everything else as it is."""
    return value.as_rational() if isinstance(value, LogForm) and value.is_rational else value


def is_zero(value: Any) -> bool:
    """Whether an exact number is 0; an enclosed real must be told from 0, or `Undecided` is raised."""
    if isinstance(value, (Infinity, Fraction)):
        return value == 0
    return bool(value.sign() == 0)


def order_of(order: Any) -> Number | Infinity:
    """Return a Rényi order a > 0 (or `oo`); raise `ParameterError` for anything else."""
    if isinstance(order, Infinity) or (isinstance(order, str) and order.strip() == "oo"):
        if isinstance(order, Infinity) and order.sign < 0:
            raise ParameterError("order is -oo: Rényi orders here are > 0")
        return oo
    a = exact_real(order, "order")
    if a <= 0:
        raise ParameterError(f"order is {a}: Rényi orders here are > 0")
    return a


def positive_power(base: arb, exponent: arb) -> arb:
    """Return (base)₊^exponent; on a ball that touches 0 the exponent must be positive."""
    if base > 0:
        return (exponent * base.log()).exp()
    if base <= 0:
        return arb(0)
    return arb(0).union((exponent * base.upper().log()).exp())


def times_log(x: arb) -> arb:
    """Return x·log x for x ≥ 0, 0 at 0, on a ball that may touch 0 (where the function lies between −1/e and 0)."""
    if x > 0:
        return x * x.log()
    if x <= 0:
        return arb(0)
    upper = x.upper()
    value = upper * upper.log()
    return arb(0).union(value) if upper < arb(9) / 25 else value.union(-arb(1) / 2).union(arb(0))


def _root(base: Fraction, degree: int) -> Fraction | None:
    """The rational root of a positive rational, or None when there is none."""
    if degree == 1:
        return base
    top, bottom = fmpz(base.numerator), fmpz(base.denominator)
    if degree >= max(top.bit_length(), bottom.bit_length()) or degree > _LONGEST_ROOT:
        return None
    roots = top.root(degree), bottom.root(degree)
    if roots[0] ** degree != top or roots[1] ** degree != bottom:
        return None
    return fraction(*roots)


def _whole_power(base: Fraction, exponent: int) -> Fraction:
    top, bottom = fmpz(base.numerator) ** abs(exponent), fmpz(base.denominator) ** abs(exponent)
    return fraction(top, bottom) if exponent >= 0 else fraction(bottom, top)
