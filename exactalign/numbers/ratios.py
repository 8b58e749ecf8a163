"""Whether a quotient of two log forms is rational: log 8 / log 2 = 3."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpz

from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import refine, working_precision
from exactalign.numbers.rationals import simplest_between


def rational_quotient(top: LogForm, bottom: LogForm) -> Fraction | None:
    """Return top/bottom when that is rational, else None, for an irrational `bottom`.

    Over a common coprime base the quotient of two coordinates would be it, so its size is bounded by coefficients and
    lengths: a close enough enclosure holds one candidate, which algebra confirms or refutes.

    >>> from exactalign.numbers.logforms import log
    >>> rational_quotient(log(8), log(2)), rational_quotient(log(3), log(2))
    (Fraction(3, 1), None)
    """
    largest = _largest_size(top, bottom)

    def candidate(bits: int) -> Fraction | None:
        with working_precision(bits):
            ball = top.ball(bits) / bottom.ball(bits)
            # Two rationals of this size are 1/largest² apart.
            if not ball.rad() * (4 * largest * largest) < 1:
                return None
        return simplest_between(*bounds_of(ball))

    start = 2 * largest.bit_length() + 64
    found = refine(candidate, "the quotient could not be enclosed", start=start, limit=None)
    return found if (top - bottom * found).is_zero() else None


def _largest_size(top: LogForm, bottom: LogForm) -> fmpz:
    """A bound of numerator and denominator of the quotient of two coordinates (exponents are at most lengths)."""
    (above, over), (below, under) = top.integer_terms(), bottom.integer_terms()
    sizes = [sum(abs(c) * a.bit_length() for a, c in terms.items()) for terms in (above, below)]
    return max(sizes[0] * under, sizes[1] * over)
