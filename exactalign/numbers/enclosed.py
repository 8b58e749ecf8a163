"""Number numbers known to any asked precision, with guaranteed bounds.

`Refinable` is what log forms, log polynomials and enclosed reals share; `EnclosedReal` is a real given by a procedure
that encloses it. Nothing here answers "equal" about two enclosed reals.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

from flint import arb, ctx, fmpq, fmpz

from exactalign.exceptions import Undecided
from exactalign.numbers.arguments import checked
from exactalign.numbers.digits import decimal_exponent, truncated
from exactalign.numbers.enclosures import Enclosure, bounds_of, ends_agree, ends_of, from_ends, sign_of_ball
from exactalign.numbers.operators import Operators
from exactalign.numbers.precision import (
    COMPARISON_BITS,
    START_BITS,
    bits_for,
    first_told,
    is_in_force,
    refine,
    working_precision,
)
from exactalign.numbers.rationals import rational


def ball_of(value: Any) -> arb:
    """Return a ball around an exact number or a `Refinable`, at the precision in force."""
    if isinstance(value, arb):
        return value
    if isinstance(value, Refinable):
        return value.ball(ctx.prec)
    if isinstance(value, Fraction):
        return arb(value.numerator) / value.denominator
    if isinstance(value, fmpq):
        return arb(value.p) / value.q
    return arb(fmpz(value))


class Refinable(Operators):
    """A real number that can be enclosed at any precision; subclasses give `_evaluate`."""

    __slots__ = ("_cached",)

    _cached: tuple[int, arb] | None

    def _evaluate(self) -> arb:
        """Return a ball containing the number, computed at the precision in force."""
        raise TypeError(f"{type(self).__name__} does not say how it is enclosed")

    def ball(self, bits: int) -> arb:
        """Return a python-flint ball that contains the number, from `bits` bits of working precision."""
        cached = self._cached
        if cached is not None and cached[0] >= bits:
            return cached[1]
        if is_in_force(bits):  # as for every part of a sum
            return self._keep(bits, self._evaluate())
        with working_precision(bits):
            return self._keep(bits, self._evaluate())

    def _keep(self, bits: int, ball: arb) -> arb:
        """Keep a ball that was found with so many bits, and return it."""
        object.__setattr__(self, "_cached", (bits, ball))
        return ball

    def enclose(self, digits: int = 15) -> Enclosure:
        """Return rational bounds lower ≤ x ≤ upper that agree to `digits` significant digits.

        The width is at most 10^−digits·|x|; a number that cannot be told from 0 at 10^−(2·digits+50)
        gets that absolute width instead, and so does one below 2^−16777216 in size.

        >>> EnclosedReal(lambda: arb.pi()).enclose(5).width < Fraction(1, 10**5)
        True
        """
        bits = bits_for(digits)
        nonzero = self._known_nonzero()
        goal = bits
        while True:
            ball = self.ball(bits)
            if ball.is_finite():
                if ball.bits() > 2 * bits and not ball.is_exact():  # kept from where more was asked for
                    with working_precision(bits):
                        ball = +ball
                ends = ends_of(ball)
                if ends is not None and ends_agree(ends[0], ends[1], digits):
                    return from_ends(*ends)
                bounds = bounds_of(ball)
                if not bounds.lower <= 0 <= bounds.upper:
                    close = bounds.agrees(digits)
                else:
                    close = not nonzero and bounds.width < Fraction(1, 10 ** (2 * digits + 50))
                if close:
                    return bounds
                bits += max(32, min(bits, goal - ball.rel_accuracy_bits() + 32))
            else:
                bits *= 2
            if not nonzero and bits > 64 * (goal + 1000):
                raise Undecided(f"{digits} digits could not be certified with {bits} bits of working precision")

    def sign(self) -> int:
        """Return −1, 0 or 1, as far as that is decided; else raise `Undecided`."""
        return self.separated_sign()

    def _known_nonzero(self) -> bool:
        """Whether the number is decided to be different from 0, so that refining must end."""
        return False

    def approximate(self) -> float:
        """Return the nearest `float`, for display and for handing to other software."""
        return float(self)

    def __float__(self) -> float:
        def nearest(bits: int) -> float | None:
            ball = self.ball(bits)
            if not ball.is_finite():
                return None
            low, high = map(float, bounds_of(ball))
            return low if low == high else None

        return refine(
            nearest, "the nearest float could not be decided: the number lies too close to a rounding boundary"
        )

    def separated_sign(self, max_bits: int = COMPARISON_BITS) -> int:
        """Return 1 or −1 by enclosing alone; raise `Undecided` when the number cannot be told from 0."""
        found = first_told(lambda bits: sign_of_ball(self.ball(bits)) or None, START_BITS, max_bits)
        if found is None:
            bounded = self.ball(max_bits).is_finite()
            why = "the number is 0 or very close to it" if bounded else "no bounds of the number are found"
            raise Undecided(f"the sign could not be decided with {max_bits} bits: {why}")
        return found


class EnclosedReal(Refinable):
    """A real number given by a procedure that encloses it.

    Built from a function without arguments that returns a ball (`flint.arb`) containing the number,
    computed at python-flint's precision in force; the balls must shrink as that precision grows.
    Arithmetic takes numbers of every kind; only a factor or an exponent 0 makes a rational of it (0·x = 0, x⁰ = 1).
    `<` and its kin refine until the two sides separate, and raise `Undecided` past `COMPARISON_BITS`; `==` answers
    False or raises: enclosures alone never prove two numbers equal.

    >>> root_two = EnclosedReal(lambda: arb(2).sqrt())
    >>> root_two < Fraction(3, 2), root_two * root_two > Fraction(199, 100)
    (True, True)
    >>> root_two
    EnclosedReal(1.41421356237309…)
    """

    __slots__ = ("_procedure",)

    def __init__(self, procedure: Callable[[], arb]) -> None:
        self._procedure = procedure
        self._cached = None

    def _evaluate(self) -> arb:
        return self._procedure()

    def _step_at(self, bits: int) -> Step | None:
        """The operation that makes this number, where no ball from so many bits is kept."""
        known = self._cached is not None and self._cached[0] >= bits
        return self._procedure if isinstance(self._procedure, Step) and not known else None

    @classmethod
    def of(cls, value: Any) -> EnclosedReal:
        """Return any exact number or `Refinable` as an enclosed real."""
        if isinstance(value, EnclosedReal):
            return value
        exact = value if isinstance(value, Refinable) else rational(value)
        return cls(lambda: ball_of(exact))

    @classmethod
    @checked
    def sum(cls, values: Iterable[EnclosedReal]) -> EnclosedReal:
        """Return the sum of many enclosed reals (a chain of `+` is made of as many numbers as it has parts)."""
        return cls(Step(lambda *balls: sum(balls, arb(0)), *values))

    if TYPE_CHECKING:  # the types of what `arithmetic` answers

        @overload
        def __add__(self, other: Refinable | Fraction | int) -> EnclosedReal: ...
        @overload
        def __add__(self, other: Any) -> Any: ...
        def __add__(self, other: Any) -> object: ...

        @overload
        def __sub__(self, other: Refinable | Fraction | int) -> EnclosedReal: ...
        @overload
        def __sub__(self, other: Any) -> Any: ...
        def __sub__(self, other: Any) -> object: ...

        @overload
        def __truediv__(self, other: Refinable | Fraction | int) -> EnclosedReal: ...
        @overload
        def __truediv__(self, other: Any) -> Any: ...
        def __truediv__(self, other: Any) -> object: ...

    def __neg__(self) -> EnclosedReal:
        return EnclosedReal(Step(operator.neg, self))

    def __abs__(self) -> EnclosedReal:
        return EnclosedReal(Step(operator.abs, self))

    def __pos__(self) -> EnclosedReal:
        return self

    def exp(self) -> EnclosedReal:
        """e^x."""
        return EnclosedReal(Step(arb.exp, self))

    def log(self) -> EnclosedReal:
        """Natural logarithm (of a positive number)."""
        return EnclosedReal(Step(arb.log, self))

    def sqrt(self) -> EnclosedReal:
        """Square root (of a non-negative number)."""
        return EnclosedReal(Step(arb.sqrt, self))

    def sign(self, max_bits: int = COMPARISON_BITS) -> int:
        """Return 1 or −1; raise `Undecided` when the number cannot be told from 0 (0 itself never can)."""
        return self.separated_sign(max_bits)

    def compare(self, other: Any, max_bits: int = COMPARISON_BITS) -> int:
        """Return −1 or 1 as the number is below or above `other`; `Undecided` past `max_bits`."""
        return EnclosedReal.of(self - other).sign(max_bits)

    __hash__ = None  # type: ignore[assignment]  # a set would find two of them different, which nothing can say

    def __bool__(self) -> bool:
        return self.sign() != 0

    def __repr__(self) -> str:
        try:
            return f"EnclosedReal({self})"
        except Undecided:
            return "EnclosedReal(undecided)"

    def __str__(self) -> str:
        return certain_digits(self, 15)


class Step:
    """The procedure of a number that an operation makes of others.

    What is made so of numbers that are made so is found one after another: a chain may be longer than calls can be
    deep. A class of its own sees to its evaluation itself.
    """

    __slots__ = ("operation", "parts")

    def __init__(self, operation: Callable[..., arb], *parts: Refinable | Fraction) -> None:
        self.operation, self.parts = operation, parts

    def __call__(self) -> arb:
        waiting = self._unknown(ctx.prec)
        while waiting:
            step = waiting[-1]._step_at(ctx.prec)
            if step is None:  # found now, or before, as a part of another
                waiting.pop()
            elif parts := step._unknown(ctx.prec):
                waiting += parts
            else:
                waiting[-1]._keep(ctx.prec, step._found())
        return self._found()

    def _unknown(self, bits: int) -> list[EnclosedReal]:
        """The parts that have to be found first."""
        return [part for part in self.parts if type(part) is EnclosedReal and part._step_at(bits) is not None]

    def _found(self) -> arb:
        return self.operation(*map(ball_of, self.parts))


def certain_digits(value: Refinable, digits: int) -> str:
    """Return up to `digits` significant digits that are certain, cut (not rounded), then "…".

    A number too close to a short decimal for its digits to be told is given as that decimal ± a bound.

    >>> certain_digits(EnclosedReal(lambda: arb.pi()), 6), certain_digits(EnclosedReal.of(Fraction(1, 5)), 6)
    ('3.14159…', '0.200000±1e-6')
    """
    low, high = value.enclose(digits + 2)
    if low <= 0 <= high:
        return f"0.{'0' * digits}…" if low != high else "0"
    sign, low, high = ("-", -high, -low) if high < 0 else ("", low, high)
    for count in range(digits, max(digits - 3, 0), -1):
        text = truncated(low, count)
        if text == truncated(high, count):
            mantissa, letter, exponent = text.partition("e")
            return f"{sign}{mantissa}…{letter}{exponent}"
    # The bounds lie on two sides of a decimal with few digits, closer than one unit in the last place.
    place = decimal_exponent(high) - digits + 1
    unit = Fraction(10) ** place
    nearest = round((low + high) / 2 / unit) * unit
    return f"{sign}{truncated(nearest, digits)}±1e{place}"
