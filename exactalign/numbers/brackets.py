"""Where the root of an increasing function on (0, ∞) lies, between two powers of 2, from signs alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from exactalign.exceptions import Undecided


class Bracket(NamedTuple):
    """Exponents below < above with the root between 2^below and 2^above."""

    below: int
    above: int
    is_open: bool
    """Whether the sign between them was not told (the root is there, or very near): then the ends are unchecked."""


def bracket(sign: Callable[[int], int | None], largest: int) -> Bracket:
    """Return where an increasing function changes its sign, from `sign(e)`, its sign at 2^e (0 or None when not told).

    Exponents grow by doubling steps, up to ±`largest`, and are then bisected: roots of any size take few evaluations.
    Raises `Undecided` when there is no change of sign in that range.

    >>> bracket(lambda e: 1 if e > 70 else -1, 100)
    Bracket(below=70, above=71, is_open=False)
    """
    below: int | None = None
    above: int | None = None
    exponent, step = 0, 1
    while below is None or above is None or above - below > 1:
        told = sign(exponent)
        if not told:
            return Bracket(exponent - 1, exponent + 1, True)
        if told < 0:
            below = exponent
        else:
            above = exponent
        if below is None or above is None:
            if abs(exponent) == largest:
                raise Undecided("the root could not be bracketed: it lies too close to the end of its range")
            exponent = max(-largest, min(exponent - told * step, largest))
            step *= 2
        else:
            exponent = (above + below) // 2
    return Bracket(below, above, False)
