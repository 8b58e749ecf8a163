"""The arithmetic of all numbers: rationals, log forms, log polynomials, enclosed reals and ±oo, in any mix.

Every operation has an answer, of the strongest kind that is right, or is refused by name: `Indeterminate` for oo − oo,
0·oo and the like, `ParameterError` for what is no real number, `ZeroDivisionError`, `Undecided`. The rules:

* rationals stay rational; log forms are closed under sums and rational factors, and a sum of them is one even where the
  logarithms cancel (whether they do is asked by `simplest`, since asking at every step would make long sums slow);
* a product of log forms is a log polynomial (or less, where it reduces to less), a quotient is exact where it is a
  rational or divides without rest, else enclosed; a rational factor or exponent 0 makes a rational of anything;
* everything else is enclosed. A `float` is refused.

The operators of the numbers come here (`install`, at the end). Python itself sees to `Fraction ** x`, and makes a
`float` of the fraction unless x is a whole number: `power` is the way to say it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeVar, overload

from flint import arb, fmpq, fmpz

from exactalign.exceptions import Indeterminate, LogFormError, ParameterError
from exactalign.numbers.coprime import whole_root
from exactalign.numbers.enclosed import EnclosedReal, Refinable, Step
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.logpolynomials import LogNumber, LogPolynomial, exact_quotient, product_of, sum_of
from exactalign.numbers.memory import power_bits, require
from exactalign.numbers.operators import Rule, Rules, install
from exactalign.numbers.rationals import fraction, rational
from exactalign.numbers.ratios import rational_quotient
from exactalign.numbers.reading import Extended, Number

_Value = TypeVar("_Value")

# A Fraction is asked about last: that something is none takes Python ten times as long to tell as for the others.
_KINDS = (LogForm, EnclosedReal, LogPolynomial, Infinity, Fraction)
_OPERANDS = (LogForm, EnclosedReal, LogPolynomial, Infinity, int, Fraction, fmpz, fmpq)
_LARGEST_DEGREE = 64  # of a power of a log form that is written out


@overload
def total(values: Iterable[Number]) -> Number: ...
@overload
def total(values: Iterable[Extended]) -> Extended: ...
def total(values: Iterable[Extended]) -> Extended:
    """Return the sum of numbers of all kinds; log forms over one common denominator, in one step.

    >>> total([Fraction(1, 2), log(2), log(3)])
    LogForm('1/2 + log(6)')
    """
    rest = Fraction(0)
    forms: list[LogForm] = []
    polynomials: list[Fraction | LogForm | LogPolynomial] = []
    enclosed: list[EnclosedReal] = []
    infinite: Infinity | None = None
    for value in map(_number, values):
        match value:
            case LogForm():
                forms.append(value)
            case Fraction():
                rest += value
            case LogPolynomial():
                polynomials.append(value)
            case EnclosedReal():
                enclosed.append(value)
            case Infinity():
                if infinite is not None and infinite != value:
                    raise Indeterminate("oo - oo has no value")
                infinite = value
    if infinite is not None:
        return infinite
    exact: LogNumber = LogForm.sum(forms) + rest if forms else rest
    if polynomials:
        exact = sum_of([*polynomials, exact])
    return EnclosedReal.sum([*enclosed, EnclosedReal.of(exact)]) if enclosed else exact


@overload
def add(left: Number | int, right: Number | int) -> Number: ...
@overload
def add(left: Extended | int, right: Extended | int) -> Extended: ...
def add(left: Any, right: Any) -> Extended:
    """Return left + right; oo − oo is refused.

    >>> add(log(2), Fraction(1)), add(oo, Fraction(1))
    (LogForm('1 + log(2)'), oo)
    """
    x, y = _number(left), _number(right)
    if isinstance(x, Infinity) or isinstance(y, Infinity):
        if isinstance(x, Infinity) and isinstance(y, Infinity) and x != y:
            raise Indeterminate("oo - oo has no value")
        return x if isinstance(x, Infinity) else y
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x + y
    for one, other in ((x, y), (y, x)):
        if isinstance(one, Fraction) and one == 0:
            return other
    if isinstance(x, EnclosedReal) or isinstance(y, EnclosedReal):
        return EnclosedReal(Step(operator.add, x, y))
    if isinstance(x, LogPolynomial) or isinstance(y, LogPolynomial):
        return sum_of([x, y])
    return LogForm.sum([LogForm.of(x), LogForm.of(y)])


@overload
def subtract(left: Number | int, right: Number | int) -> Number: ...
@overload
def subtract(left: Extended | int, right: Extended | int) -> Extended: ...
def subtract(left: Any, right: Any) -> Extended:
    """Return left − right; oo − oo is refused."""
    return add(left, -_number(right))


@overload
def multiply(left: Number | int, right: Number | int) -> Number: ...
@overload
def multiply(left: Extended | int, right: Extended | int) -> Extended: ...
def multiply(left: Any, right: Any) -> Extended:
    """Return left·right; 0·oo is refused.

    >>> multiply(log(2), log(3)), multiply(Fraction(0), EnclosedReal(arb.pi)), multiply(log(2), -oo)
    (LogPolynomial('log(2)*log(3)'), Fraction(0, 1), -oo)
    """
    x, y = _number(left), _number(right)
    if isinstance(x, Infinity) or isinstance(y, Infinity):
        sign = sign_of(x) * sign_of(y)
        if sign == 0:
            raise Indeterminate("0*oo has no value")
        return oo if sign > 0 else -oo
    for one, other in ((x, y), (y, x)):
        if isinstance(one, Fraction):
            if one == 0:
                return Fraction(0)
            if one == 1 or isinstance(other, (Fraction, LogForm)):
                return other if one == 1 else other * one
    if isinstance(x, EnclosedReal) or isinstance(y, EnclosedReal):
        if x is y:
            return EnclosedReal(Step(_square, x))
        return EnclosedReal(Step(operator.mul, x, y))
    found = product_of(x, y)
    return EnclosedReal(Step(operator.mul, x, y)) if found is None else found


@overload
def divide(left: Number | int, right: Number | int) -> Number: ...
@overload
def divide(left: Extended | int, right: Extended | int) -> Extended: ...
def divide(left: Any, right: Any) -> Extended:
    """Return left/right: exact where that is known, else enclosed; x/0 and oo/oo are refused, x/oo = 0.

    >>> divide(log(8), log(2)), divide(log(3), log(2)), divide(1, oo)
    (Fraction(3, 1), EnclosedReal(1.58496250072115…), Fraction(0, 1))
    """
    x, y = _number(left), _number(right)
    if isinstance(y, Infinity):
        if isinstance(x, Infinity):
            raise Indeterminate("oo/oo has no value")
        return Fraction(0)
    if isinstance(y, LogForm) and y.is_rational:
        y = y.as_rational()
    if isinstance(y, Fraction):
        if y == 0:
            raise ZeroDivisionError(f"{_kind(x)} divided by 0")
        return multiply(x, 1 / y)
    if isinstance(x, Infinity):
        return x if y > 0 else -x
    if isinstance(x, Fraction) and x == 0:
        sign_of(y)  # that y is not 0 must be known
        return x
    found: Number | None = None
    if isinstance(x, LogForm) and isinstance(y, LogForm):
        found = rational_quotient(x, y)
    elif isinstance(x, LogPolynomial) and isinstance(y, (LogForm, LogPolynomial)):
        found = exact_quotient(x, y)
    return EnclosedReal(Step(operator.truediv, x, y)) if found is None else found


@overload
def power(base: Number | int, exponent: Number | int) -> Number: ...
@overload
def power(base: Extended | int, exponent: Extended | int) -> Extended: ...
def power(base: Any, exponent: Any) -> Extended:
    """Return base^exponent, exact where it is rational or a log polynomial; x^0 = 1, also 0^0.

    Refused: 0 to a negative power, a negative base with an exponent that is not a whole number, 1^oo, oo^0.

    >>> power(Fraction(4, 9), Fraction(3, 2)), power(2, Fraction(1, 2)), power(log(2), 2)
    (Fraction(8, 27), EnclosedReal(1.41421356237309…), LogPolynomial('log(2)^2'))
    """
    x, k = simplest(_number(base)), simplest(_number(exponent))
    if isinstance(x, Infinity) or isinstance(k, Infinity):
        return _infinite_power(x, k)
    if isinstance(k, Fraction):
        if k == 0:
            return Fraction(1)
        if k == 1:
            return x
        if isinstance(x, Fraction):
            return _rational_power(x, k)
        if k.denominator == 1:
            return _integer_power(x, int(k))
    if isinstance(x, Fraction):
        if x in (0, 1):
            if x == 0 and sign_of(k) < 0:
                raise ParameterError("0 to a negative power is no real number")
            return x
        if x > 0:
            rate = log(x)
            return EnclosedReal(Step(_exponential, k, rate))
    if not isinstance(x, EnclosedReal) and x < 0:
        raise ParameterError(f"{x}^({k}) is no real number: the base is negative")
    return EnclosedReal(Step(_real_power, k, x))


@overload
def square_root(value: Number | int) -> Number: ...
@overload
def square_root(value: Extended | int) -> Extended: ...
def square_root(value: Extended | int) -> Extended:
    """Return √value of a non-negative number: a `Fraction` when that is rational, else enclosed.

    >>> square_root(Fraction(9, 4))
    Fraction(3, 2)
    """
    number = simplest(_number(value))
    if isinstance(number, Infinity):
        return _infinite_power(number, Fraction(1, 2))
    if isinstance(number, Fraction):
        return power(number, Fraction(1, 2))
    if not isinstance(number, EnclosedReal) and number < 0:
        raise ParameterError(f"{number} is negative: it has no real square root")

    return EnclosedReal(Step(_ball_root, number))


@overload
def logarithm(value: Number | int) -> Number: ...
@overload
def logarithm(value: Extended | int) -> Extended: ...
def logarithm(value: Extended | int) -> Extended:
    """Return log value of a positive number: a log form of a rational, else enclosed; log oo = oo.

    >>> logarithm(Fraction(1, 2)), logarithm(oo)
    (LogForm('-log(2)'), oo)
    """
    number = simplest(_number(value))
    if isinstance(number, Infinity):
        if number.sign < 0:
            raise LogFormError("log(-oo) is not a real number: the argument must be positive")
        return oo
    if isinstance(number, Fraction):
        return log(number)
    if not isinstance(number, EnclosedReal) and number < 0:
        raise LogFormError(f"log({number}) is not a real number: the argument must be positive")
    return EnclosedReal.of(number).log()


@overload
def exponential(value: Number | int) -> Number: ...
@overload
def exponential(value: Extended | int) -> Extended: ...
def exponential(value: Extended | int) -> Extended:
    """Return e^value: rational where it is known to be, else enclosed; e^−oo = 0.

    >>> exponential(log(6) - log(2)), exponential(Fraction(1)), exponential(-oo)
    (Fraction(3, 1), EnclosedReal(2.71828182845904…), Fraction(0, 1))
    """
    number = _number(value)
    if isinstance(number, Infinity):
        return oo if number.sign > 0 else Fraction(0)
    if isinstance(number, Fraction) and number == 0:
        return Fraction(1)
    if isinstance(number, LogForm):
        try:
            return number.exp()
        except LogFormError:  # not rational, or too long to be written out
            pass
    return EnclosedReal(Step(arb.exp, number))


def compare(left: Any, right: Any) -> int:
    """Return −1, 0 or 1 as left is below, equal to or above right; raise `Undecided` where that is open.

    >>> compare(log(8), 3 * log(2)), compare(oo, log(2)), compare(1, log(3))
    (0, 1, -1)
    """
    x, y = _number(left), _number(right)
    if isinstance(x, Infinity) and isinstance(y, Infinity):
        return (x.sign > y.sign) - (x.sign < y.sign)
    if isinstance(x, Infinity):
        return x.sign
    if isinstance(y, Infinity):
        return -y.sign
    return sign_of(subtract(x, y))


def sign_of(value: Any) -> int:
    """Return −1, 0 or 1; raise `Undecided` for what enclosing does not tell from 0."""
    number = _number(value)
    if isinstance(number, Infinity):
        return number.sign
    if isinstance(number, Refinable):
        return number.sign()
    return (number.numerator > 0) - (number.numerator < 0)


def is_zero(value: Any) -> bool:
    """Whether a number is 0; an enclosed real must be told from 0, or `Undecided` is raised."""
    number = _number(value)
    return number.is_zero() if isinstance(number, (LogForm, LogPolynomial)) else sign_of(number) == 0


def simplest(value: _Value) -> _Value | Fraction:
    """Return a log form whose logarithms cancel as a `Fraction`, everything else as it is.

    >>> simplest(log(4) - 2 * log(2) + 1)
    Fraction(1, 1)
    """
    return value.as_rational() if isinstance(value, LogForm) and value.is_rational else value


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
    return arb(0).union(value) if upper < arb(9) / 25 else value.union(-arb(1) / 2).union(0)


def _number(value: Any) -> Extended:
    """One of the kinds; what is written (text, a Decimal) is read as a rational, a float refused."""
    return value if type(value) is Fraction or isinstance(value, _KINDS) else rational(value)


def _is_operand(value: Any) -> bool:
    """Whether an operator works on it (text is no operand); a float is refused, saying why."""
    if isinstance(value, float):
        rational(value, "operand")
    return isinstance(value, _OPERANDS) and not isinstance(value, bool)


def _operator(rule: Callable[[Any, Any], object]) -> Rule:
    """The rule as an operator, which leaves to Python what is no number."""
    return lambda left, right: rule(left, right) if _is_operand(left) and _is_operand(right) else NotImplemented


def _kind(value: Any) -> str:
    kinds: dict[type, str] = {LogForm: "log form", LogPolynomial: "log polynomial", Infinity: "oo"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "number")


def _infinite_power(base: Extended, exponent: Extended) -> Extended:
    """base^exponent where at least one of them is ±oo."""
    if isinstance(exponent, Infinity):
        if sign_of(base) < 0:
            raise Indeterminate(f"({base})^{exponent} has no value: the base is negative")
        order = compare(base, 1)
        if order == 0:
            raise Indeterminate(f"1^{exponent} has no value")
        if exponent.sign < 0 and not isinstance(base, Infinity) and is_zero(base):
            raise ParameterError("0^(-oo) is no real number")
        return oo if order == exponent.sign else Fraction(0)
    assert isinstance(base, Infinity)
    if exponent == 0:
        raise Indeterminate("oo^0 has no value")
    whole = exponent.numerator if isinstance(exponent, Fraction) and exponent.denominator == 1 else None
    if base.sign < 0 and whole is None:
        raise ParameterError(f"(-oo)^({exponent}) is no real number: the base is negative")
    if exponent < 0:
        return Fraction(0)
    return oo if base.sign > 0 or not (whole or 0) % 2 else -oo


def _rational_power(base: Fraction, exponent: Fraction) -> Number:
    if base == 0 and exponent < 0:
        raise ParameterError(f"0^({exponent}) is no real number")
    if base < 0 and exponent.denominator != 1:
        raise ParameterError(f"({base})^({exponent}) is no real number: the base is negative")
    if base in (0, 1):
        return base
    root = _root(base, exponent.denominator)
    if root is None:
        rate = log(base)
        return EnclosedReal(Step(_exponential, exponent, rate))
    size = max(abs(root.numerator), root.denominator)
    require(power_bits(size, abs(exponent.numerator)), 2, "the exact power", "ask for a smaller exponent")
    count = abs(exponent.numerator)
    top, bottom = fmpz(root.numerator) ** count, fmpz(root.denominator) ** count
    return fraction(top, bottom) if exponent > 0 else fraction(bottom, top)


def _integer_power(base: LogForm | LogPolynomial | EnclosedReal, exponent: int) -> Number:
    count = abs(exponent)
    if isinstance(base, EnclosedReal):
        return EnclosedReal(Step(lambda ball: _ball_power(ball, exponent), base))
    if count <= _LARGEST_DEGREE:
        result: Number = Fraction(1)
        for _ in range(count):
            result = multiply(result, base)
            if isinstance(result, EnclosedReal):  # too many monomials to be written out
                break
        else:
            return result if exponent > 0 else divide(1, result)
    return EnclosedReal(Step(lambda ball: _ball_power(ball, exponent), base))


def _ball_root(ball: arb) -> arb:
    """√ball: what a ball around 0 says below it is rounding; one below 0 has no root, which is NaN."""
    return ball.sqrt() if ball > 0 or ball < 0 else ball.nonnegative_part().sqrt()


def _real_power(exponent: arb, base: arb) -> arb:
    """base^exponent of an enclosed base, which may be 0 where the exponent is positive; NaN of one below 0."""
    if exponent > 0 and not base < 0:
        return positive_power(base, exponent)
    return (exponent * base.log()).exp()


def _exponential(exponent: arb, rate: arb) -> arb:
    return (exponent * rate).exp()


def _ball_power(ball: arb, exponent: int) -> arb:
    """ball^exponent by squaring: python-flint's own power of a ball around 0 is not finite."""
    result, square, count = arb(1), ball, abs(exponent)
    while count:
        if count % 2:
            result = result * square
        count //= 2
        if count:
            square = _square(square)
    return result if exponent >= 0 else 1 / result


def _square(ball: arb) -> arb:
    """The square of a ball, without what lies below 0."""
    square = ball * ball
    return square if square > 0 or not square.is_finite() else square.nonnegative_part()


def _root(base: Fraction, degree: int) -> Fraction | None:
    """The rational root of a positive rational, or None when there is none; of degree 1 of any."""
    top, bottom = (whole_root(fmpz(part), degree) for part in (base.numerator, base.denominator))
    return None if top is None or bottom is None else fraction(top, bottom)


install(
    Rules(
        _operator(add),
        _operator(subtract),
        _operator(multiply),
        _operator(divide),
        _operator(power),
        _operator(compare),
    )
)
