"""A number with its derivative: exact differentiation by the rules of calculus, one operation at a time.

`estimators` differentiates per-sample losses with it, as automatic differentiation does, `detach` included; the ledger
reads derivatives in claims with it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs

from exactalign.exceptions import ParameterError
from exactalign.numbers.arithmetic import exponential, logarithm, square_root
from exactalign.numbers.display import number_text
from exactalign.numbers.reading import Number, exact_real


@attrs.frozen(eq=False)
class Dual:
    """A number and its derivative in one variable.

    Sums, products, quotients and whole powers of duals and exact numbers are duals; a float is refused. Duals are not
    compared: compare their values.

    >>> x = Dual(Fraction(1, 2), Fraction(1))
    >>> 1 / x - 1 + x.log()
    Dual(value=LogForm('1 - log(2)'), slope=Fraction(-2, 1))
    """

    value: Number
    slope: Number

    def detach(self) -> Dual:
        """Return the same value as a constant."""
        return Dual(self.value, Fraction(0))

    def exp(self) -> Dual:
        """Return e^x."""
        value = exponential(self.value)
        return Dual(value, self.slope * value)

    def log(self) -> Dual:
        """Return the natural logarithm, of a value > 0."""
        return Dual(logarithm(self.value), self.slope / self.value)

    def sqrt(self) -> Dual:
        """Return the square root, of a value > 0 (at 0 it has no derivative)."""
        value = square_root(self.value)
        return Dual(value, self.slope / (2 * value))

    def minimum(self, other: Any) -> Dual:
        """Return the smaller of two; where they are equal and their slopes are not, there is no derivative."""
        return _chosen(self, dual(other), smaller=True)

    def maximum(self, other: Any) -> Dual:
        """Return the larger of two; where they are equal and their slopes are not, there is no derivative."""
        return _chosen(self, dual(other), smaller=False)

    def clamp(self, low: Any, high: Any) -> Dual:
        """Return the number within two bounds, constant outside; on a bound there is no derivative.

        >>> Dual(Fraction(3), Fraction(1)).clamp(0, 2)
        Dual(value=Fraction(2, 1), slope=Fraction(0, 1))
        """
        return self.maximum(low).minimum(high)

    def __abs__(self) -> Dual:
        return self.maximum(-self)

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def __add__(self, other: Any) -> Dual:
        y = dual(other)
        return Dual(self.value + y.value, self.slope + y.slope)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Dual:
        return self + -dual(other)

    def __rsub__(self, other: Any) -> Dual:
        return dual(other) - self

    def __mul__(self, other: Any) -> Dual:
        y = dual(other)
        return Dual(self.value * y.value, self.slope * y.value + self.value * y.slope)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        y = dual(other)
        quotient = self.value / y.value
        return Dual(quotient, (self.slope - quotient * y.slope) / y.value)

    def __rtruediv__(self, other: Any) -> Dual:
        return dual(other) / self

    def __pow__(self, exponent: Any) -> Dual:
        """The power with a whole exponent; of 0, one ≥ 0."""
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = int(exponent)
        if isinstance(exponent, bool) or not isinstance(exponent, int):
            raise ParameterError(f"the exponent of a dual is {exponent!r}: give a whole number, or exp(a·log(x))")
        if exponent == 0:
            return Dual(Fraction(1), Fraction(0))
        return Dual(self.value**exponent, exponent * self.value ** (exponent - 1) * self.slope)


def dual(value: Any) -> Dual:
    """Return a dual as it is, and an exact number as a constant; a float is refused.

    >>> dual("1/2")
    Dual(value=Fraction(1, 2), slope=Fraction(0, 1))
    """
    return value if isinstance(value, Dual) else Dual(exact_real(value), Fraction(0))


def _chosen(x: Dual, y: Dual, smaller: bool) -> Dual:
    if x.value == y.value:
        if x.slope != y.slope:
            raise ParameterError(f"{number_text(x.value)} is where two cases meet: there is no derivative")
        return x
    return x if (x.value < y.value) == smaller else y


def slope(function: Callable[[Dual], Any], point: Any) -> Number:
    """Return the derivative of a function of a dual at a point.

    >>> slope(lambda t: (2 * t).exp(), 0)
    Fraction(2, 1)
    """
    return dual(function(Dual(exact_real(point), Fraction(1)))).slope
