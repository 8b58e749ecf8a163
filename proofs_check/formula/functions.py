"""Logarithms, exponentials, powers and roots of what terms are worth: exact where they can be, of dual numbers too."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

from exactalign import EnclosedReal, LogForm, log
from exactalign.exceptions import ExactAlignError, TooLarge
from exactalign.numbers.arithmetic import square_root as root
from exactalign.numbers.duals import Dual
from exactalign.numbers.reading import short_number
from proofs_check.formula.polynomials import Polynomial


def logarithm(x: Any) -> Any:
    """The natural logarithm."""
    if isinstance(x, Dual):
        return x.log()
    if isinstance(x, (Fraction, int)):
        return log(x)
    if isinstance(x, LogForm) and x.is_rational:
        return log(x.as_rational())
    return EnclosedReal.of(x).log()


def exponential(x: Any) -> Any:
    """The exponential, rational where it is known to be."""
    if isinstance(x, Dual):
        return x.exp()
    if isinstance(x, (int, Fraction, LogForm)):
        try:
            return LogForm.of(x).exp()
        except ExactAlignError:
            pass
    return EnclosedReal.of(x).exp()


_MOST_BITS: Final = 10_000_000
_MOST_FACTORS: Final = 512


def power(base: Any, exponent: Any) -> Any:
    """A power, by products where the exponent is whole; raises `TooLarge` where they are too many."""
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        of = base.value if isinstance(base, Dual) else base
        bits = max(abs(of.numerator), of.denominator).bit_length() if isinstance(of, Fraction) else 0
        if (bits > 1 and bits * abs(exponent) > _MOST_BITS) or (type(of) is Polynomial and exponent > _MOST_FACTORS):
            shown = short_number(base) if isinstance(base, Fraction) else base
            raise TooLarge(f"({shown})^{short_number(exponent)} has too many digits: give an exponent nearer to 0")
        return base ** int(exponent)
    return exponential(exponent * logarithm(base))


def binomial(n: Any, k: Any) -> Fraction:
    """C(n, k), 0 for k > n; raises `TooLarge` where it has too many digits."""
    if min(k, n - k) * int(n).bit_length() > _MOST_BITS:
        raise TooLarge(f"C({short_number(n)}, {short_number(k)}) has too many digits: give smaller numbers")
    return Fraction(math.comb(int(n), int(k)))


def smaller(a: Any, b: Any) -> Any:
    """The smaller of two numbers; where two duals meet with different slopes there is no derivative."""
    if isinstance(a, Dual):
        return a.minimum(b)
    return b.minimum(a) if isinstance(b, Dual) else min(a, b)


def larger(a: Any, b: Any) -> Any:
    """The larger of two numbers; where two duals meet with different slopes there is no derivative."""
    if isinstance(a, Dual):
        return a.maximum(b)
    return b.maximum(a) if isinstance(b, Dual) else max(a, b)


def square_root(x: Any) -> Any:
    """The square root, rational where it is."""
    return x.sqrt() if isinstance(x, Dual) else root(x)
