"""Reading the numbers of a call (whole numbers, exact reals, targets), and saying them in a message.

Rationals are read by `rationals`, text by `parsing`; here stands what a parameter may be beyond that.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign.exceptions import LogFormError, ParameterError
from exactalign.numbers.digits import decimal_exponent
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.rationals import format_rational, rational, short_repr

Number = Fraction | LogForm | LogPolynomial | EnclosedReal
"""A real number, in the strongest kind that is known of it."""

Extended = Number | Infinity
"""A real number, or ±oo."""

_SHOWN_BITS = 195  # some 60 characters


def whole_number(value: Any, name: str, least: int) -> int:
    """Return an integer ≥ `least`; raise `ParameterError` for anything else.

    >>> whole_number(3, "n", 1)
    3
    """
    if isinstance(value, bool) or not isinstance(value, int):
        if not hasattr(value, "__index__") or isinstance(value, bool):
            raise ParameterError(f"{name} is {short_repr(value)}: give a whole number, at least {least}")
        value = value.__index__()
    if value < least:
        raise ParameterError(f"{name} is {short_repr(value)}: it must be at least {least}")
    return int(value)


def exact_real(value: Any, name: str = "value") -> Number:
    """Return a rational-like, a log form (also as text) or an enclosed real, rational whenever it can be.

    >>> exact_real("log(4) - 2*log(2) + 1/2"), exact_real("log(2)")
    (Fraction(1, 2), LogForm('log(2)'))
    """
    if isinstance(value, (EnclosedReal, LogPolynomial)):
        return value
    form = _parsed(value, name) if isinstance(value, str) else value
    if isinstance(form, LogForm):
        return form.as_rational() if form.is_rational else form
    return rational(form, name)


def real_at_least(value: Any, name: str, least: int) -> Number:
    """Return a real number ≥ `least`, as `exact_real` reads it.

    Raises `ParameterError` below, and `Undecided` for an enclosed real that cannot be told from `least`.

    >>> real_at_least("3/2", "n", 1)
    Fraction(3, 2)
    """
    number = exact_real(value, name)
    # An enclosure that shows N ≥ least (as one of exactly 1 does) needs no comparison, which might not end.
    clear = isinstance(number, EnclosedReal) and number.ball(64) >= least
    if not clear and number < least:
        shown = short_number(number) if isinstance(number, Fraction) else str(number)
        raise ParameterError(f"{name} is {shown}: it must be at least {least}")
    return number


def decided_real(value: Any, name: str) -> LogForm:
    """Return a number that comparisons always decide: rational-like, a log form, or the text of one.

    Raises `ParameterError` for an enclosed real.

    >>> decided_real("1/2*log(9)", "kl")
    LogForm('log(3)')
    """
    if isinstance(value, str):
        return _parsed(value, name)
    if isinstance(value, (EnclosedReal, LogPolynomial)):
        kind = "an enclosed real" if isinstance(value, EnclosedReal) else "a log polynomial"
        raise ParameterError(
            f"{name} is {kind}: give it exactly, as a rational or a log form, so that comparisons with it are decided"
        )
    return value if isinstance(value, LogForm) else LogForm.of(rational(value, name))


def order_of(order: Any) -> Extended:
    """Return a Rényi order a > 0 (or `oo`); raise `ParameterError` for anything else."""
    if isinstance(order, Infinity) or (isinstance(order, str) and order.strip() == "oo"):
        if isinstance(order, Infinity) and order.sign < 0:
            raise ParameterError("order is -oo: Rényi orders here are > 0")
        return oo
    a = exact_real(order, "order")
    if a <= 0:
        raise ParameterError(f"order is {a}: Rényi orders here are > 0")
    return a


def short_number(value: Fraction | int) -> str:
    """Return a number for a message: exact up to 60 characters, else its size.

    >>> short_number(Fraction(1, 3)), short_number(7**400), short_number(-(7**400))
    ('1/3', '~10^338', '-~10^338')
    """
    exact = Fraction(value)
    return format_rational(exact) if is_short(exact) else f"{'-' * (exact < 0)}~10^{decimal_exponent(abs(exact))}"


def order_text(order: Extended) -> str:
    """Return an order for a title: exact up to 60 characters, else its size.

    >>> order_text(Fraction(1, 2)), order_text(Fraction(1, 7**400))
    ('1/2', '~10^-339')
    """
    return short_number(order) if isinstance(order, Fraction) else str(order)


def is_short(value: Fraction) -> bool:
    """Whether a rational takes at most some 60 characters."""
    return value.numerator.bit_length() + value.denominator.bit_length() <= _SHOWN_BITS


def _parsed(text: str, name: str) -> LogForm:
    try:
        return LogForm.parse(text)
    except LogFormError as error:
        raise LogFormError(f"{name}: {error}") from None
