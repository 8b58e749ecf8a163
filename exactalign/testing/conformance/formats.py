"""The floating-point format a function is judged in, and exact statements about rounding to it.

The only floats here are those handed to the user's function; every other number is a `Fraction`.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import Any

import attrs

from exactalign.exceptions import ParameterError

_LOG_TWO = Fraction(7, 10)  # > log 2
_LEAST_EXPONENT = -5000

NEGLIGIBLE = Fraction(1, 1 << -_LEAST_EXPONENT)
"""Far below every format: smaller numbers are not written out, nor told apart."""


@attrs.frozen
class Format:
    """A binary floating-point format: p bits of significand, smallest normal number 2^min_exponent."""

    name: str
    precision: int
    min_exponent: int
    most_draws: int
    log_inputs: bool = False
    """Whether the function is given logarithms of probabilities, each of them rounded."""

    @property
    def unit_roundoff(self) -> Fraction:
        """u = 2^−p: the relative error of one operation rounded to nearest."""
        return Fraction(1, 1 << self.precision)

    @property
    def tiny(self) -> Fraction:
        """The smallest normal number: results below it may be lost."""
        return Fraction(1, 1 << -self.min_exponent)

    def with_logs(self, *, inputs: bool, outputs: bool) -> Format:
        """Return the format of a function that takes, or gives, logarithms of probabilities.

        A logarithm of a probability that underflows is an ordinary number, so nothing is lost at the smallest one.
        """
        return attrs.evolve(self, log_inputs=inputs, min_exponent=_LEAST_EXPONENT if outputs else self.min_exponent)

    def ulp(self, value: Fraction) -> Fraction:
        """Return the unit in the last place of the format at `value`.

        >>> FORMATS["float64"].ulp(Fraction(3, 2)) == Fraction(1, 2**52)
        True
        """
        exponent = max(binary_exponent(abs(value)), self.min_exponent) if value else self.min_exponent
        return Fraction(2) ** (exponent - self.precision + 1)

    def round(self, value: Any) -> Fraction:
        """Return a number of the format next to `value`, as its exact binary value."""
        near = float(value)
        if self.precision == 24:
            near = struct.unpack("f", struct.pack("f", near))[0]
        return Fraction(near)


FORMATS = {
    "float64": Format("float64", 53, -1022, 1_000_000),
    "float32": Format("float32", 24, -126, 10_000),
}
"""The formats by name. The largest N tried keeps N·K·u far below 1, as the errors assume."""


def format_named(name: Any) -> Format:
    """Return a format by its name; raise `ParameterError` for others."""
    if name not in FORMATS:
        raise ParameterError(f"dtype is {name!r}: give {' or '.join(FORMATS)}")
    return FORMATS[name]


def binary_exponent(value: Fraction) -> int:
    """Return the e with 2^e ≤ value < 2^(e+1), for a positive rational.

    >>> binary_exponent(Fraction(1, 3)), binary_exponent(Fraction(8))
    (-2, 3)
    """
    guess = value.numerator.bit_length() - value.denominator.bit_length()
    return guess if Fraction(2) ** guess <= value else guess - 1


def log_bound(value: Fraction) -> Fraction:
    """Return a rational at least |log value|, for a positive rational, and at most 7/5 above it for value near 1.

    >>> log_bound(Fraction(1, 2)), log_bound(Fraction(1))
    (Fraction(7, 10), Fraction(0, 1))
    """
    if value == 1:
        return Fraction(0)
    exponent = binary_exponent(value)
    return _LOG_TWO * max(abs(exponent), abs(exponent + 1))
