"""Polynomials with rational coefficients: functions that can be integrated, and whose convexity is decided."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Any

import attrs

_ZERO = Fraction(0)


def _shown(c: Any, k: int) -> str:
    """A term: (1/2)x^2, as 1/2x^2 could be 1/(2x²)."""
    times = "" if c == 1 else f"({c})" if "/" in str(c) else str(c)
    return f"{times}x^{k}" if k else str(c)


@attrs.frozen
class Polynomial:
    """c₀ + c₁ x + c₂ x² + …, by its coefficients.

    >>> square = Polynomial((0, 0, 1))
    >>> square(Fraction(1, 2)), square.primitive()(1)
    (Fraction(1, 4), Fraction(1, 3))
    """

    coefficients: tuple[Any, ...]

    @property
    def is_continuous(self) -> bool:
        """Every polynomial is."""
        return True

    def __call__(self, x: Any) -> Any:
        """The value at a number, or at a polynomial."""
        found: Any = _ZERO
        for c in reversed(self.coefficients):
            found = found * x + Fraction(c)
        return found

    def __str__(self) -> str:
        shown = [_shown(c, k) for k, c in enumerate(self.coefficients) if c]
        return " + ".join(shown).replace("x^1 ", "x ").removesuffix("^1") or "0"

    def __add__(self, other: Any) -> Polynomial:
        pairs = zip_longest(self.coefficients, _coefficients(other), fillvalue=_ZERO)
        return Polynomial(tuple(a + b for a, b in pairs))

    __radd__ = __add__

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple(-c for c in self.coefficients))

    def __sub__(self, other: Any) -> Polynomial:
        return self + -Polynomial(tuple(_coefficients(other)))

    def __rsub__(self, other: Any) -> Polynomial:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Polynomial:
        others = _coefficients(other)
        found = [_ZERO] * (len(self.coefficients) + len(others) - 1)
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(others):
                found[i + j] += Fraction(a) * b
        return Polynomial(tuple(found))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Polynomial:
        return self * (1 / Fraction(other))

    def __pow__(self, exponent: int) -> Polynomial:
        if exponent < 0:
            raise TypeError("a power with a negative exponent is no polynomial")
        found = Polynomial((1,))
        for _ in range(exponent):
            found = found * self
        return found

    def primitive(self) -> Polynomial:
        """The primitive that is 0 at 0."""
        return Polynomial((_ZERO, *(Fraction(c) / (k + 1) for k, c in enumerate(self.coefficients))))

    def derivative(self) -> Polynomial:
        """The derivative."""
        return Polynomial(tuple(k * c for k, c in enumerate(self.coefficients))[1:])

    def is_convex(self, strictly: bool = False) -> bool:
        """Whether it is convex, or strictly convex, on the positive numbers; of degree 4 at most."""
        second = self.derivative().derivative()
        a, b, c, *more = (*second.coefficients, _ZERO, _ZERO, _ZERO)
        if any(more):
            raise ValueError(f"{self}: convexity is decided for degrees up to 4")
        if strictly and a == b == c == 0:
            return False
        # a + bx + cx² ≥ 0 for all x > 0; where it is not 0 throughout, its zeros are single points.
        return bool(a >= 0 and c >= 0 and (b >= 0 or b * b <= 4 * a * c))


def _coefficients(value: Any) -> Sequence[Fraction]:
    return value.coefficients if isinstance(value, Polynomial) else (Fraction(value),)
