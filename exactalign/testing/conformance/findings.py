"""Comparing an answer with the exact one, within an error bound; and saying what was found.

An exact answer is a rational, a log form, an enclosed real or `oo`. Whether an answer is within its error bound is
decided by refining the exact one; where that does not end, `Undecided` is raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
from flint import arb, ctx

from exactalign.exceptions import Undecided
from exactalign.numbers.decimals import decimal_text
from exactalign.numbers.enclosed import EnclosedReal, Refinable, ball_of
from exactalign.numbers.enclosures import Enclosure, bounds_of, sign_of_ball
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import refine, working_precision
from exactalign.numbers.rationals import format_rational
from exactalign.testing.conformance.answers import Entry, Returned, Unreadable, number, short_text, vector
from exactalign.testing.conformance.formats import NEGLIGIBLE, Format, log_bound

OracleValue = Fraction | LogForm | Refinable | Infinity

_FIRST_BITS, _LAST_BITS = 256, 1 << 14
_SHORT = 24


@attrs.frozen
class Expected:
    """An exact answer, and how far a correct one may be from it."""

    value: OracleValue
    error: Fraction


@attrs.frozen
class Deviation:
    """What is wrong with the answer to one case; `raised` is the exception of a call that did not give any."""

    answer: str
    exact: str
    error: str
    raised: BaseException | None = None


def bounds(value: Fraction | Refinable, bits: int) -> Enclosure | None:
    """Return rational bounds of an exact answer (None: no bounds at this precision)."""
    if isinstance(value, Fraction):
        return Enclosure(value, value)
    ball = value.ball(bits)
    if not ball.is_finite():
        return None
    if abs(ball) < arb(2) ** -5000:
        sign = sign_of_ball(ball)
        return Enclosure(Fraction(0) if sign == 1 else -NEGLIGIBLE, Fraction(0) if sign == -1 else NEGLIGIBLE)
    return bounds_of(ball)


def within(answer: Fraction, value: Fraction | Refinable, error: Fraction) -> bool:
    """Return whether |answer − value| ≤ error, decided."""
    if isinstance(value, Fraction):
        return abs(answer - value) <= error

    def told(bits: int) -> bool | None:
        found = bounds(value, bits)
        if found is None:
            return None
        if answer - error <= found.lower and found.upper <= answer + error:
            return True
        return False if answer + error < found.lower or found.upper < answer - error else None

    open_question = "whether the answer is within its error bound could not be decided"
    return refine(told, open_question, start=_FIRST_BITS, limit=_LAST_BITS)


def no_answer(answer: Returned, expected: Sequence[Expected] | str, *, scalar: bool = False) -> Deviation:
    """Return what is wrong with a call that raised; `expected` may be the exact answer in words."""
    exact = expected if isinstance(expected, str) else exact_text([e.value for e in expected], scalar)
    if isinstance(answer.raised, Unreadable):
        return Deviation(short_text(answer.value), exact, str(answer.raised))
    return Deviation(answer.error, exact, "no answer", answer.raised)


def compare(
    answer: Returned, expected: Sequence[Expected], form: Format, *, scalar: bool, logs: bool = False
) -> Deviation | None:
    """Return what is wrong with an answer, the worst entry first; None when every entry is within its error bound.

    With `logs` the answer holds logarithms of the expected values.
    """
    if answer.raised is not None:
        return no_answer(answer, expected, scalar=scalar)
    try:
        found = [number(answer.value)] if scalar else vector(answer.value, len(expected))
    except Unreadable as problem:
        return no_answer(Returned(answer.value, problem), expected, scalar=scalar)
    meets = (lambda entry, wanted: _meets_log(entry, wanted, form)) if logs else _meets
    misses = [
        (i, entry, wanted)
        for i, (entry, wanted) in enumerate(zip(found, expected, strict=True))
        if not meets(entry, wanted)
    ]
    if not misses:
        return None
    exact = exact_text([e.value for e in expected], scalar)
    if logs:
        i, entry, wanted = misses[0]
        return Deviation(
            answer_text(found, scalar), f"the logarithms of {exact}", f"at outcome {i}: {_log_text(entry, wanted)}"
        )
    i, entry, wanted = max(misses, key=_excess)
    place = "" if scalar else f"at outcome {i}: "
    return Deviation(answer_text(found, scalar), exact, place + error_text(entry, wanted, form))


def _meets(entry: Entry, wanted: Expected) -> bool:
    if isinstance(wanted.value, Infinity):
        return isinstance(entry, Infinity) and entry.sign == wanted.value.sign
    if not isinstance(entry, Fraction):
        return False
    return within(entry, wanted.value, wanted.error)


def _meets_log(entry: Entry, wanted: Expected, form: Format) -> bool:
    """Whether e^entry is within the error bound, and 2(|log| + c)u for the logarithm itself; log 0 is −oo."""
    value = wanted.value
    assert not isinstance(value, Infinity)
    if entry is None or (isinstance(entry, Infinity) and entry.sign > 0):
        return False
    low = bounds(value, _FIRST_BITS)
    least = Fraction(0) if low is None else max(low.lower, Fraction(0))
    error = wanted.error
    if least:
        error += 4 * least * (log_bound(least) + 8) * form.unit_roundoff
    if isinstance(entry, Infinity):
        return (isinstance(value, Fraction) and not value) or least <= error
    if isinstance(value, Fraction) and not value:
        return False

    def told(bits: int) -> bool | None:
        found = bounds(value, bits)
        if found is None:
            return None
        with working_precision(bits):
            given = ball_of(entry).exp()
            lower, upper = ball_of(found.lower - error), ball_of(found.upper + error)
            inner, outer = ball_of(found.upper - error), ball_of(found.lower + error)
            if given >= inner and given <= outer:
                return True
            return False if given < lower or given > upper else None

    open_question = "whether the answer is within its error bound could not be decided"
    return refine(told, open_question, start=_FIRST_BITS, limit=_LAST_BITS)


def _log_text(entry: Entry, wanted: Expected) -> str:
    """Say how far off a logarithm is."""
    value = wanted.value
    if entry is None:
        return "not a number"
    if isinstance(value, Fraction) and not value:
        return f"{answer_text([entry], True)} instead of -inf"
    assert not isinstance(value, Infinity)
    exact = EnclosedReal(lambda: (ball_of(value) if isinstance(value, Fraction) else value.ball(ctx.prec)).log())
    if not isinstance(entry, Fraction):
        return f"{answer_text([entry], True)} instead of {_digits(exact)}"
    return f"{_few(abs(entry - middle(exact)))} off {_digits(exact)}"


def _excess(miss: tuple[int, Entry, Expected]) -> Fraction:
    _, entry, wanted = miss
    if not isinstance(entry, Fraction) or isinstance(wanted.value, Infinity):
        return Fraction(10) ** 9999
    return abs(entry - middle(wanted.value)) / max(wanted.error, NEGLIGIBLE)


def middle(value: Fraction | Refinable) -> Fraction:
    """Return a rational next to an exact answer, for display."""
    found = refine(
        lambda bits: bounds(value, bits), "the exact answer could not be enclosed", start=_FIRST_BITS, limit=_LAST_BITS
    )
    return found.midpoint


def error_text(entry: Entry, wanted: Expected, form: Format) -> str:
    """Say how far off an answer is: in ulps of the exact answer, relative to it, and against the error bound."""
    if isinstance(wanted.value, Infinity):
        return f"{answer_text([entry], True)} instead of infinity"
    if entry is None:
        return "not a number"
    if isinstance(entry, Infinity):
        return "infinite instead of finite"
    exact = middle(wanted.value)
    error = abs(entry - exact)
    ulp = form.ulp(exact)
    if not exact or abs(exact) < min(form.tiny, wanted.error):
        return f"{_few(error)} off, the exact answer being 0; allowed are {_few(wanted.error)}"
    relative = f"relative error {_few(error / abs(exact))}" if abs(exact) > NEGLIGIBLE else f"error {_few(error)}"
    return f"{_few(error / ulp)} ulps off ({relative}); allowed are {_few(wanted.error / ulp)} ulps"


def answer_text(entries: Sequence[Entry], scalar: bool) -> str:
    """Write an answer as it was given, shortest decimals that read back to it."""
    shown = [_plain(entry) for entry in entries[:12]]
    if scalar:
        return shown[0]
    return f"[{', '.join(shown)}{', …' if len(entries) > 12 else ''}]"


def _plain(entry: Entry) -> str:
    if entry is None:
        return "nan"
    if isinstance(entry, Infinity):
        return "inf" if entry.sign > 0 else "-inf"
    return repr(float(entry))


def exact_text(values: Sequence[OracleValue], scalar: bool) -> str:
    """Write exact answers: short fractions and log forms as they are, others correctly rounded to 17 digits."""
    shown = [_exact(value) for value in values[:12]]
    if scalar:
        return shown[0]
    return f"[{', '.join(shown)}{', …' if len(values) > 12 else ''}]"


def _exact(value: Any) -> str:
    if isinstance(value, Infinity):
        return "oo"
    if isinstance(value, Fraction):
        text = format_rational(value)
        return text if len(text) <= _SHORT else _digits(value)
    if isinstance(value, LogForm):
        text = str(value)
        if value.is_rational:
            return text
        if len(text) <= 2 * _SHORT:
            return f"{text} = {_digits(value)}…"
    return _digits(value)


def _digits(value: Any) -> str:
    try:
        nearby = bounds(value, _FIRST_BITS)
        if nearby is not None and max(abs(nearby.lower), abs(nearby.upper)) <= NEGLIGIBLE:
            return "0 (below 2^-5000)"
        return decimal_text(value, digits=17)
    except Undecided:
        return "0 (or too close to it to tell)"


def _few(value: Fraction) -> str:
    return decimal_text(value, digits=3) if value else "0"
