"""How many samples N = exp(m·δ) best-of-N takes at a KL divergence of δ per symbol: rarely an integer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, overload

from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.precision import COMPARISON_BITS, bits_of_nats, refine, working_precision
from exactalign.numbers.reading import exact_real, whole_number

ROUNDINGS = ("floor", "ceil", "real")

MAX_EXPONENT = 10**6
"""Largest m·δ for which N = exp(m·δ) is written out as an integer."""


@overload
def sample_size(kl: Any, length: int = 1, rounding: Literal["floor", "ceil"] = "floor") -> int: ...


@overload
def sample_size(kl: Any, length: int, rounding: Literal["real"]) -> EnclosedReal: ...


@overload
def sample_size(kl: Any, length: int = 1, rounding: str = "floor") -> int | EnclosedReal: ...


def sample_size(kl: Any, length: int = 1, rounding: str = "floor") -> int | EnclosedReal:
    """Return N = exp(length·kl): `floor` or `ceil` give a decided integer, `real` an enclosed real N.

    `kl` ≥ 0 is per symbol: a rational, a log form (also as text) or an enclosed real. Raises `ParameterError` for a
    negative one, and for an integer whose digits would not fit (length·kl past 10^6); `Undecided` when an
    enclosed exponent lies too close to the logarithm of an integer.

    >>> sample_size("11/100", 10), sample_size("11/100", 10, "ceil"), sample_size("log 3", 2), sample_size(1, 1, "real")
    (3, 4, 9, EnclosedReal(2.71828182845904…))
    """
    exponent = exact_real(kl, "kl") * whole_number(length, "length", 0)
    if rounding not in ROUNDINGS:
        raise ParameterError(f"rounding is {rounding!r}: give floor, ceil or real")
    if exponent < 0:
        raise ParameterError(f"kl is {kl}: it must not be negative")
    if rounding == "real":
        return EnclosedReal(lambda: ball_of(exponent).exp())
    if exponent > MAX_EXPONENT:
        raise ParameterError("N = exp(length·kl) has too many digits past length·kl = 10^6: use rounding real")
    whole = _integer_exponential(LogForm.of(exponent)) if isinstance(exponent, (Fraction, LogForm)) else None
    return whole if whole is not None else _rounded(exponent, up=rounding == "ceil")


def _rounded(exponent: Any, *, up: bool) -> int:
    """The integer below or above exp(exponent), which is no integer itself."""
    decided = isinstance(exponent, (Fraction, LogForm))

    def floor(bits: int) -> int | None:
        with working_precision(bits + bits_of_nats(float(exponent)) + 16):
            found = ball_of(exponent).exp().floor().unique_fmpz()
        return None if found is None else int(found)

    open_question = "N = exp(length·kl) lies too close to an integer to be rounded: give N itself, or rounding real"
    return refine(floor, open_question, limit=None if decided else COMPARISON_BITS) + up


def _integer_exponential(x: LogForm) -> int | None:
    """exp(x) when it is an integer, decided: the nearest integer n is compared with x = log n."""
    if x.constant != 0:  # then exp(x) is transcendental or 1
        return 1 if x == 0 else None
    with working_precision(64 + bits_of_nats(float(x))):
        nearest = (ball_of(x).exp() + arb(0.5)).floor().unique_fmpz()
    if nearest is not None and log(nearest) == x:
        return int(nearest)
    return None
