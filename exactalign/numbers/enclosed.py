"""Number numbers known to any asked precision, with guaranteed bounds.

python-flint's balls (`arb`) do the rounding; this module turns them into exact rational bounds, and
holds the one place where the library's global precision is set and the one three-valued comparison.
`Refinable` is what log forms and enclosed reals share; `EnclosedReal` is a real given by a procedure
that encloses it. Nothing here answers "equal" about two enclosed reals.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple, cast

from flint import arb, ctx, fmpq, fmpz

from exactalign.exceptions import ParameterError, Undecided
from exactalign.numbers.limits import MAX_DIGITS
from exactalign.numbers.rationals import format_rational, fraction, rational
from exactalign.text.displayed import Displayed

COMPARISON_BITS = 1 << 14
"""Working precision at which comparing two enclosed reals gives up with `Undecided`."""

_START_BITS = 64
_MAX_EXPONENT = 1 << 24  # bounds of numbers past 2^±this are not written out: they would fill the memory
_REPR_BITS = 200
_BITS_PER_DIGIT = 3.3219280948873626
_precision_lock = threading.RLock()


class Enclosure(NamedTuple):
    """Exact rational bounds: the number lies in [lower, upper]."""

    lower: Fraction
    upper: Fraction

    @property
    def width(self) -> Fraction:
        """upper − lower."""
        return self.upper - self.lower

    @property
    def midpoint(self) -> Fraction:
        """(lower + upper)/2."""
        return (self.lower + self.upper) / 2

    def __contains__(self, value: object) -> bool:
        return self.lower <= rational(value) <= self.upper

    def _repr_html_(self) -> str | None:
        from exactalign.text import notebook  # not before something is displayed; a named tuple has no second base

        return notebook.html(self)

    def _repr_latex_(self) -> str | None:
        from exactalign.text import notebook

        return notebook.latex(self)

    def __repr__(self) -> str:
        if max(end.denominator.bit_length() + end.numerator.bit_length() for end in self) <= _REPR_BITS:
            return f"Enclosure({format_rational(self.lower)}, {format_rational(self.upper)})"
        from exactalign.text.notebook import number_text  # decimals, rounded outwards

        return f"Enclosure{number_text(self)}"


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Run a block at `bits` bits of ball precision, and restore what was there before.

    The precision of python-flint is global to the process, so the block holds a (re-entrant) lock.
    """
    with _precision_lock:
        before = ctx.prec
        ctx.prec = bits
        try:
            yield
        finally:
            ctx.prec = before


def ball_of(value: Any) -> arb:
    """Return a ball around an exact number or a `Refinable`, at the precision in force."""
    if isinstance(value, arb):
        return value
    if isinstance(value, Refinable):
        return value.ball(ctx.prec)
    if isinstance(value, Fraction):
        return arb(fmpz(value.numerator)) / arb(fmpz(value.denominator))
    if isinstance(value, fmpq):
        return arb(value.p) / arb(value.q)
    return arb(fmpz(value))


def bounds_of(ball: arb) -> Enclosure:
    """Return the exact ends of a finite ball."""
    if not ball.is_finite():
        raise Undecided("the enclosure is not finite at this precision")
    # Midpoint and radius are exact; lower() and upper() would round at the precision in force.
    middle, middle_exponent = ball.mid().man_exp()
    radius, radius_exponent = ball.rad().man_exp()
    if min(middle_exponent, radius_exponent) < -_MAX_EXPONENT or max(middle_exponent, radius_exponent) > _MAX_EXPONENT:
        return _coarse_bounds(ball)
    exponent = min(int(middle_exponent), int(radius_exponent))
    middle <<= int(middle_exponent) - exponent
    radius <<= int(radius_exponent) - exponent
    return Enclosure(_dyadic(middle - radius, exponent), _dyadic(middle + radius, exponent))


def _coarse_bounds(ball: arb) -> Enclosure:
    """Bounds of a ball whose exponents are too large to be written out: 0 and a power of two for a tiny one."""
    tiny = Fraction(1, 1 << _MAX_EXPONENT)
    middle, middle_exponent = ball.mid().man_exp()
    radius, radius_exponent = ball.rad().man_exp()
    tops = [m.bit_length() + e for m, e in ((middle, middle_exponent), (radius, radius_exponent)) if m]
    if max(tops) > _MAX_EXPONENT:
        raise Undecided(f"the number may exceed 2^{_MAX_EXPONENT} in size: its bounds are not written out")
    if max(tops) < -_MAX_EXPONENT - 1:  # |x| ≤ |middle| + radius < 2·2^top ≤ tiny
        sign = sign_of_ball(ball)
        return Enclosure(Fraction(0) if sign == 1 else -tiny, Fraction(0) if sign == -1 else tiny)
    # Only one of the two is tiny, or the midpoint has very many digits: move the ends outwards.
    low, high = Fraction(0), Fraction(0)
    if middle and middle_exponent >= -_MAX_EXPONENT:
        low = high = _dyadic(middle, int(middle_exponent))
    elif middle:
        shift = -_MAX_EXPONENT - middle_exponent
        floored = middle >> int(shift) if shift <= middle.bit_length() else fmpz(-1 if middle < 0 else 0)
        low = Fraction(int(floored), 1 << _MAX_EXPONENT)
        high = low + tiny
    spread = Fraction(0)
    if radius:
        written = radius_exponent >= -_MAX_EXPONENT
        spread = _dyadic(radius, int(radius_exponent)) if written else tiny * (1 << radius.bit_length())
    return Enclosure(low - spread, high + spread)


def sign_of_ball(ball: arb) -> int | None:
    """Return the sign shared by all points of a ball, or None when it cannot be told."""
    if not ball.is_finite():
        return None
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if ball.is_zero() else None


def bits_for(digits: int) -> int:
    """Return a working precision for `digits` decimal digits, with guard bits."""
    if isinstance(digits, bool) or not isinstance(digits, int):
        raise ParameterError(f"digits is {digits!r}: give a whole number")
    if not 1 <= digits <= MAX_DIGITS:
        raise ParameterError(f"digits is {digits}: give a whole number from 1 to {MAX_DIGITS}")
    return int(digits * _BITS_PER_DIGIT) + 16


def precisions(start: int = _START_BITS, limit: int | None = None) -> Iterator[int]:
    """Yield start, 2·start, 4·start, … up to and including the first value at or past `limit`."""
    bits = start
    while True:
        yield bits
        if limit is not None and bits >= limit:
            return
        bits *= 2


class Refinable(Displayed):
    """A real number that can be enclosed at any precision; subclasses give `_evaluate`."""

    __slots__ = ("_cached",)

    _cached: tuple[int, arb] | None

    def _evaluate(self) -> arb:
        """Return a ball containing the number, computed at the precision in force."""
        raise TypeError(f"{type(self).__name__} does not say how it is enclosed")

    def ball(self, bits: int) -> arb:
        """Return a python-flint ball that contains the number, from `bits` bits of working precision."""
        cached = self._cached
        if cached is None or cached[0] < bits:
            with working_precision(bits):
                cached = (bits, self._evaluate())
            object.__setattr__(self, "_cached", cached)
        return cached[1]

    def enclose(self, digits: int = 15) -> Enclosure:
        """Return rational bounds lower ≤ x ≤ upper that agree to `digits` significant digits.

        The width is at most 10^−digits·|x|; a number that cannot be told from 0 at 10^−(2·digits+50)
        gets that absolute width instead, and so does one below 2^−16777216 in size.

        >>> EnclosedReal(lambda: arb.pi()).enclose(5).width < Fraction(1, 10**5)
        True
        """
        bits = bits_for(digits)
        target = Fraction(1, 10**digits)
        nonzero = self._known_nonzero()
        negligible = Fraction(0) if nonzero else Fraction(1, 10 ** (2 * digits + 50))
        goal = bits
        while True:
            ball = self.ball(bits)
            if ball.is_finite():
                bounds = bounds_of(ball)
                nearest = max(bounds.lower, -bounds.upper)
                if bounds.width <= (target * nearest if nearest > 0 else negligible):
                    return bounds
                bits += max(32, min(bits, goal - ball.rel_accuracy_bits() + 32))
            else:
                bits *= 2
            if not nonzero and bits > 64 * (goal + 1000):
                raise Undecided(f"{digits} digits could not be certified with {bits} bits of working precision")

    def _known_nonzero(self) -> bool:
        """Whether the number is decided to be different from 0, so that refining must end."""
        return False

    def approximate(self) -> float:
        """Return the nearest `float`, for display and for handing to other software."""
        return float(self)

    def __float__(self) -> float:
        for bits in precisions(_START_BITS, COMPARISON_BITS):
            ball = self.ball(bits)
            if ball.is_finite():
                low, high = bounds_of(ball)
                if float(low) == float(high):
                    return float(low)
        raise Undecided("the nearest float could not be decided: the number lies too close to a rounding boundary")


class EnclosedReal(Refinable):
    """A real number given by a procedure that encloses it.

    Built from a function without arguments that returns a ball (`flint.arb`) containing the number,
    computed at python-flint's precision in force; the balls must shrink as that precision grows.
    Arithmetic takes ints, `Fraction`, log forms and other enclosed reals. `<` and its kin refine until
    the two sides separate, and raise `Undecided` past `COMPARISON_BITS`; `==` answers False or raises:
    enclosures alone never prove two numbers equal.

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

    @classmethod
    def of(cls, value: Any) -> EnclosedReal:
        """Return any exact number or `Refinable` as an enclosed real."""
        if isinstance(value, EnclosedReal):
            return value
        operand = _operand(value)
        exact = rational(value) if operand is None else operand
        return cls(lambda: ball_of(exact))

    @classmethod
    def sum(cls, values: Iterable[EnclosedReal]) -> EnclosedReal:
        """Return the sum of many enclosed reals (a chain of `+` would be as deep as it is long)."""
        items = tuple(values)
        return cls(lambda: sum(map(ball_of, items), arb(0)))

    def __add__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: x + y)

    def __radd__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: y + x)

    def __sub__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: x - y)

    def __rsub__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: y - x)

    def __mul__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: x * y)

    def __rmul__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: y * x)

    def __truediv__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: x / y)

    def __rtruediv__(self, other: Any) -> EnclosedReal:
        return self._combine(other, lambda x, y: y / x)

    def __neg__(self) -> EnclosedReal:
        return EnclosedReal(lambda: -ball_of(self))

    def __pos__(self) -> EnclosedReal:
        return self

    def exp(self) -> EnclosedReal:
        """e^x."""
        return EnclosedReal(lambda: ball_of(self).exp())

    def log(self) -> EnclosedReal:
        """Natural logarithm (of a positive number)."""
        return EnclosedReal(lambda: ball_of(self).log())

    def sqrt(self) -> EnclosedReal:
        """Square root (of a non-negative number)."""
        return EnclosedReal(lambda: ball_of(self).sqrt())

    def sign(self, max_bits: int = COMPARISON_BITS) -> int:
        """Return 1 or −1; raise `Undecided` when the number cannot be told from 0 (0 itself never can)."""
        for bits in precisions(_START_BITS, max_bits):
            sign = sign_of_ball(self.ball(bits))
            if sign:
                return sign
        raise Undecided(f"the sign could not be decided with {max_bits} bits: the number is 0 or very close to it")

    def compare(self, other: Any, max_bits: int = COMPARISON_BITS) -> int:
        """Return −1 or 1 as the number is below or above `other`; `Undecided` past `max_bits`."""
        return EnclosedReal.of(self - other).sign(max_bits)

    def __lt__(self, other: Any) -> bool:
        return self._ordered(other, -1)

    def __le__(self, other: Any) -> bool:
        return self._ordered(other, -1)

    def __gt__(self, other: Any) -> bool:
        return self._ordered(other, 1)

    def __ge__(self, other: Any) -> bool:
        return self._ordered(other, 1)

    def __eq__(self, other: object) -> bool:
        if _operand(other) is None:
            return NotImplemented
        self.compare(other)  # separates, or raises Undecided
        return False

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return self.sign() != 0

    def __repr__(self) -> str:
        try:
            return f"EnclosedReal({self})"
        except Undecided:
            return "EnclosedReal(undecided)"

    def __str__(self) -> str:
        return certain_digits(self, 15)

    def _combine(self, other: Any, operation: Callable[[arb, arb], arb]) -> EnclosedReal:
        operand = _operand(other)
        if operand is None:
            return cast(EnclosedReal, NotImplemented)
        return EnclosedReal(lambda: operation(ball_of(self), ball_of(operand)))

    def _ordered(self, other: Any, sign: int) -> bool:
        if isinstance(other, Infinity):
            return other.sign == -sign
        if _operand(other) is None:
            return cast(bool, NotImplemented)
        return self.compare(other) == sign


class Infinity(Displayed):
    """+∞ or −∞ as an answer (a divergence can be infinite); `oo` is the one to use.

    >>> oo > 10**100, -oo < oo, oo
    (True, True, oo)
    """

    __slots__ = ("sign",)

    sign: int

    def __init__(self, sign: int = 1) -> None:
        object.__setattr__(self, "sign", 1 if sign > 0 else -1)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("oo is immutable")

    def __reduce__(self) -> tuple[type[Infinity], tuple[int]]:
        return (Infinity, (self.sign,))

    def __neg__(self) -> Infinity:
        return Infinity(-self.sign)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Infinity) and other.sign == self.sign

    def __hash__(self) -> int:
        return hash(("oo", self.sign))

    def __lt__(self, other: Any) -> bool:
        return self.sign < 0 and self != other

    def __gt__(self, other: Any) -> bool:
        return self.sign > 0 and self != other

    def __le__(self, other: Any) -> bool:
        return self.sign < 0 or self == other

    def __ge__(self, other: Any) -> bool:
        return self.sign > 0 or self == other

    def __float__(self) -> float:
        return float("inf") if self.sign > 0 else float("-inf")

    def __repr__(self) -> str:
        return "oo" if self.sign > 0 else "-oo"


oo = Infinity()


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
        text = _truncated(low, count)
        if text == _truncated(high, count):
            mantissa, letter, exponent = text.partition("e")
            return f"{sign}{mantissa}…{letter}{exponent}"
    # The bounds lie on two sides of a decimal with few digits, closer than one unit in the last place.
    place = decimal_exponent(high) - digits + 1
    unit = Fraction(10) ** place
    nearest = round((low + high) / 2 / unit) * unit
    return f"{sign}{_truncated(nearest, digits)}±1e{place}"


def _truncated(value: Fraction, digits: int) -> str:
    """The first `digits` significant digits of a positive rational, in plain or scientific notation."""
    exponent = decimal_exponent(value)
    scale = digits - 1 - exponent
    power = fmpz(10) ** abs(scale)
    top, bottom = fmpz(value.numerator), fmpz(value.denominator)
    mantissa = ((top * power) // bottom if scale >= 0 else top // (bottom * power)).str()
    if -5 <= exponent < 0:
        return "0." + "0" * (-exponent - 1) + mantissa
    if 0 <= exponent < digits:
        whole, places = mantissa[: exponent + 1], mantissa[exponent + 1 :]
        return f"{whole}.{places}" if places else whole
    places = mantissa[1:]
    return f"{mantissa[0]}{'.' + places if places else ''}e{exponent:+d}"


def decimal_exponent(value: Fraction) -> int:
    """Return the e with 10^e ≤ value < 10^(e+1), for a positive rational.

    >>> decimal_exponent(Fraction(999, 1000)), decimal_exponent(Fraction(1000))
    (-1, 3)
    """
    top, bottom = fmpz(value.numerator), fmpz(value.denominator)
    # A lower guess (2^(d−1) < value < 2^(d+1)), put right by the loop.
    estimate = floor((top.bit_length() - bottom.bit_length()) * 0.3010299956639812) - 2
    while True:
        power = fmpz(10) ** abs(estimate + 1)
        reached = top >= bottom * power if estimate + 1 >= 0 else top * power >= bottom
        if not reached:
            return estimate
        estimate += 1


def _operand(value: Any) -> Refinable | Fraction | None:
    """What arithmetic accepts beside an enclosed real: exact numbers and refinables, no floats."""
    if isinstance(value, (Refinable, Fraction)):
        return value
    if isinstance(value, (int, fmpz)) and not isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, fmpq):
        return rational(value)
    if isinstance(value, float):
        return rational(value, "operand")  # refuses, saying why
    return None


def _dyadic(mantissa: fmpz, exponent: int) -> Fraction:
    if exponent >= 0:
        return Fraction(int(mantissa << exponent))
    return fraction(mantissa, fmpz(1) << -exponent)
