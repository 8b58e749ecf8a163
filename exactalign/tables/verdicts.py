"""The verdict on one printed number, against the exact value that should stand there.

Every verdict is decided by comparing exact numbers (or enclosures that are refined until they separate); no
floating-point number is on the way. A number that can be read in two ways gets a verdict only where both give it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from exactalign.exceptions import InputError, Undecided
from exactalign.numbers.digits import decimal_exponent
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.tables.cells import check_precision, number_text
from exactalign.tables.printed import PrintedNumber, meaning, source_readings


class CellVerdict(StrEnum):
    """What was found about one printed cell."""

    EXACT = "exact"
    ROUNDED = "correctly rounded"
    CUT = "cut, and marked so"
    TRUNCATED = "truncated"
    WITHIN = "within stated error"
    HOLDS = "bound holds"
    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"
    MISSING = "missing"
    UNCHECKED = "not checked"


SHORTFALLS = (CellVerdict.TRUNCATED, CellVerdict.MISSING)
"""The verdicts on cells that are not wrong, and not what they should be: digits cut without a mark, and no number."""

FAILURES = (CellVerdict.UNDECIDED, CellVerdict.UNREADABLE, CellVerdict.AMBIGUOUS, CellVerdict.WRONG)
"""The verdicts that are no pass, the mildest first."""

_OF_THE_DIGITS = (CellVerdict.EXACT, CellVerdict.ROUNDED, CellVerdict.CUT)
"""The verdicts that say nothing of an error that is stated."""


class Judgement(NamedTuple):
    """A verdict, the right value to as many digits where the printed one is not it, and a detail."""

    verdict: CellVerdict
    right: str = ""
    detail: str = ""


def check_number(
    printed: PrintedNumber | str, expected: Any, *, digits: int | None = None, places: int | None = None
) -> Judgement:
    """Return the verdict on one printed number, the right value where it is wrong or cut, and a detail.

    `expected` is an int, `Fraction`, log form, enclosed real or `oo`. A decimal counts as printed to the
    places it shows; `digits` or `places` say that it claims more (trailing zeros left out), and `digits`
    that the zeros ending a whole number may only fill its places. At an exact tie, rounding half-even and
    half-up (away from 0) are both correct. A text in bits is unreadable. An enclosed real that cannot be
    separated from the border between two verdicts gives `undecided`.

    >>> [check_number(text, Fraction(2, 3))[0].value for text in ("2/3", "0.67", "0.66", "0.65", "0.6(1)")]
    ['exact', 'correctly rounded', 'truncated', 'wrong', 'within stated error']
    """
    check_precision(digits, places)
    if isinstance(printed, str):
        try:
            found = source_readings(printed)
        except InputError as error:
            return Judgement(CellVerdict.UNREADABLE, "", str(error))
        if any(number.unit == "bit" for number in found):
            return Judgement(CellVerdict.UNREADABLE, "", "it is in bits, which is not known of what is expected")
        return judge(found, lambda number: check_number(number, expected, digits=digits, places=places))
    if isinstance(expected, LogForm) and expected.is_rational:
        expected = expected.as_rational()
    elif isinstance(expected, int):
        expected = Fraction(expected)
    try:
        claimed = _places(printed, expected, digits, places)
        judgement = _judged(printed, expected, claimed)
        if judgement.verdict in _OF_THE_DIGITS and not _is_within(printed, expected):
            judgement = _contradicted(printed, expected, claimed)
    except Undecided as error:
        return Judgement(CellVerdict.UNDECIDED, number_text(expected), str(error))
    aside = f"{printed.aside} is not checked" if printed.aside else ""
    return judgement._replace(detail="; ".join(filter(None, (judgement.detail, aside))))


def judge(
    readings: Sequence[PrintedNumber],
    check: Callable[[PrintedNumber], Judgement],
    *,
    first_is_likely: bool = False,
) -> Judgement:
    """Return the one judgement on a cell that can be read as any of `readings`, `ambiguous` where they disagree.

    Readings agree when all fail (the judgement is then the mildest) or all pass (it is then that of the first).
    `first_is_likely` says that the first reading is meant unless it fails.
    """
    found = [check(reading) for reading in readings]
    if len(found) == 1:
        return found[0]
    failed = [judgement.verdict in FAILURES for judgement in found]
    if all(failed):
        return min(found, key=lambda judgement: FAILURES.index(judgement.verdict))
    if not any(failed) or (first_is_likely and not failed[0]):
        return found[0]
    told = [f"{meaning(reading)} is {judgement.verdict}" for reading, judgement in zip(readings, found, strict=True)]
    right = next(judgement.right for judgement, bad in zip(found, failed, strict=True) if bad)
    return Judgement(CellVerdict.AMBIGUOUS, right, f"it can be read in two ways: {', '.join(dict.fromkeys(told))}")


def _judged(printed: PrintedNumber, x: Any, places: int | None) -> Judgement:
    value = printed.value
    if printed.relation:
        return _bound(printed, x)
    if value is None:
        return _interval(printed, x)
    if isinstance(x, Infinity):
        right = "" if value == x else number_text(x)
        return Judgement(CellVerdict.WRONG if right else CellVerdict.EXACT, right)
    if isinstance(x, (Fraction, LogForm)) and value == x:
        return Judgement(CellVerdict.EXACT)
    if places is None or not isinstance(value, Fraction):
        # Exact numbers were compared above; an enclosed real differs from the printed number or raises.
        equal = not isinstance(x, (Fraction, LogForm)) and x == value
        return Judgement(CellVerdict.EXACT) if equal else Judgement(CellVerdict.WRONG, number_text(x))
    unit = Fraction(10) ** -places
    shown = _precision(printed, places)
    if printed.cut and _is_truncation(value, x, unit):
        return Judgement(CellVerdict.CUT, "", "the digits that are printed hold")
    if value - unit / 2 < x < value + unit / 2:
        return Judgement(CellVerdict.ROUNDED, "", shown)
    if isinstance(x, Fraction) and abs(x - value) == unit / 2:  # a tie; only rationals tie
        even, away = round(x / unit) * unit == value, abs(value) > abs(x)
        if even or away:
            kind = "half-even and half-up" if even and away else "half-even" if even else "half-up"
            return Judgement(CellVerdict.ROUNDED, "", f"{shown}; a tie, rounded {kind}")
    if printed.error is not None and value - printed.error <= x <= value + printed.error:
        return Judgement(CellVerdict.WITHIN, "", f"off by at most {number_text(printed.error)}")
    if printed.bounds is not None and printed.bounds[0] <= value <= printed.bounds[1]:
        within = _interval(printed, x)
        if within.verdict is CellVerdict.WITHIN:
            return within
    verdict = CellVerdict.TRUNCATED if _is_truncation(value, x, unit) else CellVerdict.WRONG
    return Judgement(verdict, _right(printed, x, places), shown)


def _is_within(printed: PrintedNumber, x: Any) -> bool:
    """Whether the value lies within the error and in the interval that are stated, if any are."""
    value, error, bounds = printed.value, printed.error, printed.bounds
    if error is not None and isinstance(value, Fraction) and not value - error <= x <= value + error:
        return False
    return bounds is None or bool(bounds[0] <= x <= bounds[1])


def _contradicted(printed: PrintedNumber, x: Any, places: int | None) -> Judgement:
    """The digits that are printed are right, and the error or the interval beside them is not."""
    right = number_text(x) if places is None else _right(printed, x, places)
    stated = "more than the stated error" if printed.error is not None else "outside the stated interval"
    lies = "is off by" if printed.error is not None else "lies"
    return Judgement(CellVerdict.AMBIGUOUS, right, f"its digits are right, but the value {lies} {stated}")


def _precision(printed: PrintedNumber, places: int) -> str:
    shown = places - 2 if printed.percent else places
    if shown < 0:
        return f"to 10^{-shown}{'%' if printed.percent else ''}"
    return f"to {shown} decimal place{'' if shown == 1 else 's'}{' of the percentage' if printed.percent else ''}"


def _bound(printed: PrintedNumber, x: Any) -> Judgement:
    """A cell such as "<0.001" says a relation of the value to a number: it holds, or not."""
    value, relation = printed.value, printed.relation
    if value is None or printed.error is not None or printed.bounds is not None:
        return Judgement(CellVerdict.UNREADABLE, "", "a bound that has an error or is an interval is not read")
    holds = {"<": lambda: x < value, "≤": lambda: x <= value, ">": lambda: x > value, "≥": lambda: x >= value}[
        relation
    ]()
    if holds:
        return Judgement(CellVerdict.HOLDS, "", f"the value {number_text(x, digits=4)} is {relation} it")
    return Judgement(
        CellVerdict.WRONG, number_text(x, digits=max(printed.places or 0, 4)), f"the value is not {relation} it"
    )


def _interval(printed: PrintedNumber, x: Any) -> Judgement:
    assert printed.bounds is not None
    low, high = printed.bounds
    if low <= x <= high:
        return Judgement(CellVerdict.WITHIN, "", "inside the stated interval")
    return Judgement(CellVerdict.WRONG, number_text(x, digits=4), "outside the stated interval")


def _is_truncation(value: Fraction, x: Any, unit: Fraction) -> bool:
    """Whether cutting x (towards 0) after its places gives the printed value."""
    return bool(value <= x < value + unit if x >= 0 else value - unit < x <= value)


def _places(printed: PrintedNumber, x: Any, digits: int | None, places: int | None) -> int | None:
    """How many decimal places a printed decimal claims: those it shows, or more if so stated."""
    if printed.places is None or isinstance(x, Infinity) or not isinstance(printed.value, Fraction):
        return printed.places
    claimed = printed.places
    if places is not None:
        claimed = max(claimed, places)
    if digits is not None:
        low, high = x.enclose(4) if isinstance(x, Refinable) else (x, x)
        size = max(abs(low), abs(high))
        if size and not low < 0 < high:
            stated = digits - 1 - decimal_exponent(size)
            unit = 10 ** max(-stated, 0)
            filled = claimed == 0 and printed.value % unit == 0  # 1200 to two digits
            claimed = stated if filled else max(claimed, stated)
    return claimed


def _right(printed: PrintedNumber, x: Any, places: int) -> str:
    value, sign, shown = (x * 100, "%", places - 2) if printed.percent else (x, "", places)
    if printed.significant is not None and places == printed.places:
        return number_text(value, digits=printed.significant) + sign
    return number_text(value, places=shown) + sign
