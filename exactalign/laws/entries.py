"""Probabilities as they are shown: exact where lowest terms are found quickly and can be read, else enclosed."""

from fractions import Fraction

from flint import arb, fmpz

from exactalign.numbers.enclosed import EnclosedReal, certain_digits
from exactalign.numbers.rationals import format_rational, fraction
from exactalign.numbers.reading import is_short

REDUCED_BITS = 4096
"""The longest common denominator, in bits, up to which a probability is put into lowest terms to be shown or kept."""

MOST_KEPT = 64
"""The longest law of which the probabilities are kept, once they are asked for."""


def shown_probability(weight: fmpz, total: fmpz) -> Fraction | EnclosedReal:
    """A probability to be shown: enclosed where lowest terms would take long, and nobody could read them."""
    if not weight or total.bit_length() <= REDUCED_BITS:
        return fraction(weight, total)
    return EnclosedReal(lambda: arb(weight) / arb(total))


def entry_text(weight: fmpz, total: fmpz) -> str:
    """A probability for a repr: exact up to 60 characters, else its first digits."""
    entry = shown_probability(weight, total)
    if isinstance(entry, Fraction) and is_short(entry):
        return format_rational(entry)
    return certain_digits(EnclosedReal.of(entry), 12)
