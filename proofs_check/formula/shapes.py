"""Functions of a real number that are no polynomials, with exact values: jumps, kinks, a bounded one that is convex.

What holds of every polynomial may fail for the first function with a jump, or with a limit at infinity.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import attrs

from proofs_check.formula.functions import larger, smaller
from proofs_check.formula.measures import order
from proofs_check.formula.polynomials import Polynomial


@attrs.frozen
class Shape:
    """A function by what people write for it, with its values, and what is known of it on the positive numbers.

    >>> bounded = next(shape for shape in SHAPES if shape.is_convex(strictly=True))
    >>> print(bounded, bounded(Fraction(1, 2)))
    1/(1 + |x|) 2/3
    """

    text: str
    of: Callable[[Any], Any] = attrs.field(eq=False)
    is_continuous: bool = True
    convex: bool = False
    strictly_convex: bool = False

    def __call__(self, x: Any) -> Any:
        """The value at a number; raises `TypeError` for a polynomial, which stands for all numbers."""
        if isinstance(x, Polynomial):
            raise TypeError(f"{self} has no polynomial for its values")
        return self.of(x)

    def is_convex(self, strictly: bool = False) -> bool:
        """Whether it is convex, or strictly convex, on the positive numbers."""
        return self.strictly_convex if strictly else self.convex

    def __str__(self) -> str:
        return self.text


def _whether(said: bool) -> Fraction:
    return Fraction(1 if said else 0)


_TWO_BELOW: Final = Fraction(-2)
_THREE_BELOW: Final = Fraction(-3)
_ZERO: Final = Fraction(0)
_ONE: Final = Fraction(1)

SHAPES: Final = (
    Shape("(1 if x ≥ 1, else 0)", lambda x: _whether(order(x, _ONE) >= 0), is_continuous=False),
    Shape("1/(1 + |x|)", lambda x: 1 / (1 + abs(x)), convex=True, strictly_convex=True),
    Shape("|x − 1|", lambda x: abs(x - 1), convex=True),
    Shape("min(x, 1)", lambda x: smaller(x, _ONE)),
    Shape("(1 if x = 1, else 0)", lambda x: _whether(order(x, _ONE) == 0), is_continuous=False),
    Shape("1/(1 + x^2)", lambda x: 1 / (1 + x * x)),
    Shape("max(−x, −2)", lambda x: larger(-x, _TWO_BELOW), convex=True),
    Shape("(x^2 if x ≠ 0, else −3)", lambda x: x * x if order(x, _ZERO) else _THREE_BELOW, False, True, True),
)
"""Each of another kind: a step, a bounded convex one, a kink, a concave one, a point, a bump, a convex one below 0, one
that is convex where x > 0 and falls at 0."""
