"""The root of an increasing function that need not be smooth, certified by sign changes alone.

A bracket of exact dyadic rationals is narrowed by quadratic interval refinement: the secant names a cell of
a grid, the signs at its ends prove it. Used where a derivative has kinks, so that interval Newton steps stall.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import arb, ctx

from exactalign.exceptions import Undecided
from exactalign.numbers.brackets import bracket
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import bounds_of, sign_of_ball
from exactalign.numbers.precision import first_told, working_precision

_START_BITS = 64
_MAX_EXPONENT = 1 << 14
_MAX_GRID = 10
_MORE_BITS = 16


class MonotoneRoot(EnclosedReal):
    """The only root on (0, ∞) of a strictly increasing continuous function, as an enclosed real.

    `function` maps a ball to a ball at the precision in force; the caller has proved that the root exists.
    Raises `Undecided` when no bracket is found between 2^−16384 and 2^16384.

    >>> MonotoneRoot(lambda x: abs(x - 1) + x * x - 4)
    EnclosedReal(1.79128784747792…)
    """

    __slots__ = ("_function", "_grid", "_high", "_low")

    def __init__(self, function: Callable[[arb], arb]) -> None:
        super().__init__(self._refined)
        self._function = function
        self._grid = 1
        self._low, self._high = self._bracket()

    def _sign(self, x: Fraction, bits: int) -> int | None:
        """The sign at a point, None when it is open at many times the precision asked for."""

        def told(precision: int) -> int | None:
            with working_precision(precision):
                return sign_of_ball(self._function(ball_of(x)))

        return first_told(told, bits + _START_BITS, _MORE_BITS * (bits + _START_BITS))

    def _bracket(self) -> tuple[Fraction, Fraction]:
        found = bracket(lambda exponent: self._sign(Fraction(2) ** exponent, _START_BITS), _MAX_EXPONENT)
        low, high = Fraction(2) ** found.below, Fraction(2) ** found.above
        if found.is_open and (self._sign(low, _START_BITS) != -1 or self._sign(high, _START_BITS) != 1):
            raise Undecided("the root could not be bracketed: the function does not separate from 0")
        return low, high

    def _refined(self) -> arb:
        bits = ctx.prec
        goal = Fraction(1, 1 << bits)
        while self._high - self._low > self._low * goal:
            if not self._jump(bits):
                self._halve(bits)
        return ball_of(self._low).union(ball_of(self._high))

    def _jump(self, bits: int) -> bool:
        """One step of quadratic interval refinement; False when the guessed cell does not hold the root."""
        cells = 1 << (1 << self._grid)
        width = self._high - self._low
        guess = self._secant(bits)
        if guess is None:
            return False
        at = self._low + width * round(guess * cells) / cells
        low, high = max(self._low, at - width / cells), min(self._high, at + width / cells)
        if (low == self._low or self._sign(low, bits) == -1) and (high == self._high or self._sign(high, bits) == 1):
            self._low, self._high = low, high
            self._grid = min(self._grid + 1, _MAX_GRID)
            return True
        self._grid = max(self._grid - 1, 1)
        return False

    def _secant(self, bits: int) -> Fraction | None:
        """Where the chord crosses 0, as a share of the bracket (a guess only)."""
        with working_precision(2 * bits + _START_BITS):
            low, high = (self._function(ball_of(x)).mid() for x in (self._low, self._high))
            rise = high - low
            if not rise > 0:
                return None
            share = bounds_of((-low / rise).mid()).lower
        return min(max(share, Fraction(0)), Fraction(1))

    def _halve(self, bits: int) -> None:
        # An undecided sign means that the root is very near that point: another point then decides.
        for share in (Fraction(1, 2), Fraction(3, 8), Fraction(5, 8)):
            middle = self._low + (self._high - self._low) * share
            sign = self._sign(middle, bits)
            if sign:
                self._low, self._high = (middle, self._high) if sign < 0 else (self._low, middle)
                return
        raise Undecided("the root could not be narrowed: the function does not separate from 0")
