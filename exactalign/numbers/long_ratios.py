"""Log forms of ratios of long integers, in which equal logarithms are looked for only when the algebra needs it.

To hash an integer of 50,000 bits takes as long as to enclose its logarithm; a divergence of 1,000 outcomes has
thousands of them, and its value and its sign need none.
"""

from __future__ import annotations

from collections.abc import Iterable

from flint import arb, fmpq, fmpz

from exactalign.numbers.coprime import accumulate
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.enclosures import Enclosure, sign_of_ball
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import bits_for

_LONG_BITS = 1 << 16  # of all coefficients together
_FIRST_BITS = 128
_GUARD_BITS = 64

_Ratio = tuple[fmpz, fmpz, fmpz]  # c, a, b of c·log(a/b)


def log_of_ratios(terms: Iterable[_Ratio], denominator: fmpz | int = 1) -> LogForm:
    """Return (1/denominator)·Σ cᵢ·log(aᵢ/bᵢ) from integers cᵢ and positive integers aᵢ, bᵢ; no gcd is taken.

    >>> log_of_ratios([(fmpz(1), fmpz(3), fmpz(2)), (fmpz(1), fmpz(2), fmpz(1))], 4)
    LogForm('1/4*log(3)')
    """
    ratios = list(terms)
    if sum(c.bit_length() for c, _, _ in ratios) <= _LONG_BITS:
        return LogForm.from_integers(_flat(ratios), denominator)
    return _LongRatios(ratios, fmpz(denominator))


def _flat(ratios: Iterable[_Ratio]) -> Iterable[tuple[fmpz, fmpz]]:
    return (pair for c, a, b in ratios for pair in ((c, a), (-c, b)))


class _LongRatios(LogForm):
    """A log form without a constant, enclosed by one logarithm a ratio until somebody asks for its terms."""

    __slots__ = ("_collected", "_ratios")

    _collected: dict[fmpz, fmpz] | None

    def __init__(self, ratios: list[_Ratio], denominator: fmpz) -> None:
        self._ratios = ratios
        self._set(fmpq(0), {}, denominator)
        self._collected = None

    @property
    def _terms(self) -> dict[fmpz, fmpz]:
        if self._collected is None:
            collected: dict[fmpz, fmpz] = {}
            for coefficient, argument in _flat(self._ratios):
                accumulate(collected, argument, coefficient)
            self._collected = {argument: c for argument, c in collected.items() if c}
        return self._collected

    @_terms.setter
    def _terms(self, terms: dict[fmpz, fmpz]) -> None:
        self._collected = terms

    def enclose(self, digits: int = 15) -> Enclosure:
        self.ball(bits_for(digits) + _GUARD_BITS)  # one evaluation answers all that is asked next
        return super().enclose(digits) if self._logs_cancel() else Refinable.enclose(self, digits)

    def _evaluate(self) -> arb:
        return sum(((arb(a) / arb(b)).log() * c for c, a, b in self._ratios), arb(0)) / self._denominator

    def _decide_sign(self) -> int:
        return sign_of_ball(self.ball(_FIRST_BITS)) or super()._decide_sign()

    def _logs_cancel(self) -> bool:
        return not sign_of_ball(self.ball(_FIRST_BITS)) and super()._logs_cancel()
