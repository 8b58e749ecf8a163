"""Formulas for long sequences, each with an error by theorem: what they give, whichever theorem it is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import attrs
from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.reading import Number, exact_real

TOO_SHORT: Final = (
    "length is {}: too short for an error to be bounded; N = exp(length·kl) must be large, and the levels that carry "
    "best-of-N must lie within the standard deviation of the tilt: give a longer one"
)
"""The refusal at a length that the theorems do not speak of."""

_SHORT = 16  # significant bits of an error, rounded up


@attrs.frozen
class Estimate:
    """A formula's value and its error: the number that is meant is within `error` of `value`, by theorem."""

    value: EnclosedReal
    error: Fraction

    def share(self, exact: EnclosedReal) -> EnclosedReal:
        """Return |exact − value|/error: at most 1, or the theorem is wrong."""
        return EnclosedReal.of(abs(EnclosedReal.of(exact - self.value)) / self.error)


@attrs.frozen
class SharpEstimates:
    """What is known of best-of-N and its tilt at one length.

    `kl_to_tilt` is KL(π‖φ^m), `excess_kl` is KL(π‖p^m) − mδ, `reward_deficit` is the total reward that π is behind φ^m,
    `overlap` is 1 − TV(π, φ^m).
    """

    kl_to_tilt: Estimate
    excess_kl: Estimate
    reward_deficit: Estimate
    overlap: Estimate


def positive_alpha(alpha: Any) -> Number:
    """Return α > 0; raise `ParameterError` for another one."""
    value = exact_real(alpha, "alpha")
    if value <= 0:
        raise ParameterError(f"alpha is {value}: best-of-N is compared with tilts towards the reward, alpha > 0")
    return value


def least(bounds: Sequence[Sequence[arb]]) -> tuple[Fraction, ...]:
    """Return, of several lists of bounds on the same errors, the least of each, as a short rational rounded up."""
    return tuple(min(map(rounded_up, column)) for column in zip(*bounds, strict=True))


def rounded_up(ball: arb) -> Fraction:
    """Return a short rational at or above every point of a non-negative ball."""
    upper = bounds_of(ball).upper
    if not upper:
        return upper
    shift = _SHORT - (upper.numerator.bit_length() - upper.denominator.bit_length())
    scale = Fraction(2) ** shift
    return Fraction(-(-upper * scale // 1)) / scale
