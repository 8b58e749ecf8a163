"""Log forms enclosed together: every logarithm that several of them hold is taken once."""

from __future__ import annotations

from collections.abc import Iterable

from flint import arb, fmpz

from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.logforms import LogForm


class SharedLogs:
    """Log forms that are enclosed together, at the precision in force.

    >>> half, more = SharedLogs([LogForm.parse("log(6)/2"), LogForm.parse("1 + log(6)")]).balls()
    >>> (2 * half).overlaps(arb(6).log()), more.overlaps(arb(6).log() + 1)
    (True, True)
    """

    __slots__ = ("_arguments", "_rows")

    def __init__(self, forms: Iterable[LogForm]) -> None:
        places: dict[fmpz, int] = {}
        self._rows = []
        for form in forms:
            terms, denominator = form.integer_terms()
            row = [(places.setdefault(argument, len(places)), factor) for argument, factor in terms.items()]
            self._rows.append((row, denominator, form._constant))
        self._arguments = [arb(argument) for argument in places]

    def balls(self) -> list[arb]:
        """Return a ball around each form, in their order."""
        logs = [argument.log() for argument in self._arguments]
        found = []
        for row, denominator, constant in self._rows:
            total = arb(0)
            for place, factor in row:
                total += logs[place] * factor
            if denominator != 1:
                total /= denominator
            found.append(total + ball_of(constant) if constant else total)
        return found
