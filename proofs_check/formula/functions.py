"""Logarithms, exponentials, powers and roots of what terms are worth: exact where they can be, of dual numbers too."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign import EnclosedReal, LogForm, log
from exactalign.exceptions import ExactAlignError
from exactalign.numbers.arithmetic import square_root as root
from exactalign.numbers.duals import Dual


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


def power(base: Any, exponent: Any) -> Any:
    """A power, by products where the exponent is whole."""
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return base ** int(exponent)
    return exponential(exponent * logarithm(base))


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
