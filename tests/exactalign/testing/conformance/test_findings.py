"""What is said of an answer: whether it is within its error bound, decided, and the words for how far it is off."""

import math
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from flint import arb

from exactalign.exceptions import Undecided
from exactalign.numbers.enclosed import EnclosedReal, Refinable, ball_of
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.testing.conformance.answers import Returned, Unreadable
from exactalign.testing.conformance.findings import (
    Deviation,
    Expected,
    answer_text,
    bounds,
    compare,
    error_text,
    exact_text,
    middle,
    no_answer,
    within,
)
from exactalign.testing.conformance.formats import FORMATS, NEGLIGIBLE

DOUBLE, SINGLE = FORMATS["float64"], FORMATS["float32"]
ONE, HALF, ZERO = Fraction(1), Fraction(1, 2), Fraction(0)
U, V = Fraction(1, 2**53), Fraction(1, 2**24)
TINY = Fraction(1, 2**1022)
LESS = TINY / 2


@frozen
class Narrowing(Refinable):
    """A number that is enclosed as written at 256 bits, and exactly from 512 on."""

    value: Fraction
    first: arb

    def ball(self, bits: int) -> arb:
        return self.first if bits < 512 else ball_of(self.value)


# --- within the bound ----------------------------------------------------------------------------


def enclosed(value: Fraction) -> EnclosedReal:
    return EnclosedReal(lambda: ball_of(value))


@pytest.mark.parametrize("wrap", [Fraction, enclosed])
def test_the_bound_itself_is_within(wrap: Any) -> None:
    value = wrap(Fraction(3, 4))
    assert within(HALF, value, Fraction(1, 4))
    assert within(ONE, value, Fraction(1, 4))
    for step in (Fraction(1, 2**70), Fraction(1, 4)):
        assert not within(HALF - step, value, Fraction(1, 4))
        assert not within(ONE + step, value, Fraction(1, 4))


@pytest.mark.parametrize("edge", [Fraction(1, 4), Fraction(3, 4)])
def test_an_enclosure_that_begins_or_ends_at_the_bound_tells_nothing_yet(edge: Fraction) -> None:
    for radius in (Fraction(1, 8), Fraction(-1, 8)):
        touching = arb(float(edge + radius), 0.125)
        assert within(HALF, Narrowing(edge, touching), Fraction(1, 4))


def test_where_nothing_is_enclosed_nothing_is_decided() -> None:
    with pytest.raises(Undecided, match="whether the answer is within its error bound could not be decided"):
        within(ONE, EnclosedReal(lambda: arb("nan")), ONE)
    with pytest.raises(Undecided, match="the exact answer could not be enclosed"):
        middle(EnclosedReal(lambda: arb("nan")))


def test_what_is_not_below_the_negligible_is_enclosed_as_it_is() -> None:
    assert bounds(enclosed(NEGLIGIBLE), 64) == Enclosure(NEGLIGIBLE, NEGLIGIBLE)
    assert bounds(enclosed(-NEGLIGIBLE), 64) == Enclosure(-NEGLIGIBLE, -NEGLIGIBLE)
    assert bounds(enclosed(NEGLIGIBLE / 2), 64) == Enclosure(ZERO, NEGLIGIBLE)
    assert middle(Narrowing(ONE, arb(5, 1))) == 5


# --- comparing -----------------------------------------------------------------------------------


def told(answer: Any, *expected: Expected, scalar: bool = False, logs: bool = False) -> Deviation | None:
    return compare(Returned(answer), list(expected), DOUBLE, scalar=scalar, logs=logs)


def error_of(answer: Any, *expected: Expected, scalar: bool = False, logs: bool = False) -> str:
    found = told(answer, *expected, scalar=scalar, logs=logs)
    assert found is not None
    assert found.raised is None
    return found.error


def test_infinities_have_a_sign() -> None:
    wanted = Expected(oo, ZERO)
    assert told(math.inf, wanted, scalar=True) is None
    for answer, shown in ((-math.inf, "-inf"), (1.5, "1.5"), (math.nan, "nan")):
        found = told(answer, wanted, scalar=True)
        assert found == Deviation(shown, "oo", f"{shown} instead of infinity")
    assert error_of(math.inf, Expected(ONE, ZERO), scalar=True) == "infinite instead of finite"
    assert error_of(math.nan, Expected(ONE, ZERO), scalar=True) == "not a number"


def test_the_entry_is_shown_that_misses_its_own_bound_the_most() -> None:
    """The first is off by more, the second by more times what is allowed; the third is within its bound."""
    wanted = (Expected(ZERO, Fraction(1, 4)), Expected(ZERO, Fraction(1, 1024)), Expected(ZERO, ONE))
    assert error_of([1.0, 0.5, 1.0], *wanted).startswith("at outcome 1: 0.500 off")
    assert error_of([512.0, 0.5, 1.0], *wanted).startswith("at outcome 0: 512 off")
    assert error_of([1e300, math.inf, 1.0], *wanted) == "at outcome 1: infinite instead of finite"
    assert error_of([1e300, 0.5, math.nan], *wanted) == "at outcome 2: not a number"
    exactly = (Expected(ZERO, Fraction(1, 1024)), Expected(ZERO, ZERO))
    assert error_of([1e300, 2.0**-1000], *exactly).startswith("at outcome 1: ")
    assert error_of([1.0, 0.0], *exactly).startswith("at outcome 0: ")
    assert told([2.0**-10, 0.0], *exactly) is None
    infinite = (Expected(ZERO, ZERO), Expected(oo, ZERO))
    assert error_of([1e300, 1.0], *infinite) == "at outcome 1: 1.0 instead of infinity"


def test_a_scalar_is_no_outcome() -> None:
    assert told(0.5, Expected(ONE, ZERO), scalar=True) == Deviation(
        "0.5", "1", "2.25e+15 ulps off (relative error 0.500); allowed are 0 ulps"
    )
    assert told([0.5, 1], Expected(ONE, ZERO), Expected(ONE, ZERO)) == Deviation(
        "[0.5, 1.0]", "[1, 1]", "at outcome 0: 2.25e+15 ulps off (relative error 0.500); allowed are 0 ulps"
    )


def test_what_cannot_be_read_is_told_as_it_was_given() -> None:
    unread = told([1.0], Expected(ONE, ZERO), Expected(ONE, ZERO))
    assert unread == Deviation("[1.0]", "[1, 1]", "the answer has 1 entries, not 2: [1.0]")
    assert told("a", Expected(ONE, ZERO), scalar=True) == Deviation(
        "'a'", "1", "the answer is 'a' of type str, not a number"
    )


def test_what_raised_gave_no_answer() -> None:
    error = ValueError("too  much\nof it")
    for expected, shown in (([Expected(ONE, ZERO)], "[1]"), ("a sum of 1", "a sum of 1")):
        found = no_answer(Returned(None, error), expected)
        assert found == Deviation("raised ValueError: too much of it", shown, "no answer", error)
    assert no_answer(Returned(3, Unreadable("no")), [Expected(ONE, ZERO)], scalar=True) == Deviation("3", "1", "no")
    assert compare(Returned(None, error), [Expected(ONE, ZERO)], DOUBLE, scalar=True) == Deviation(
        "raised ValueError: too much of it", "1", "no answer", error
    )


# --- logarithms ----------------------------------------------------------------------------------


def meets(entry: float, wanted: Expected) -> bool:
    return told([entry], wanted, logs=True) is None


@pytest.mark.parametrize("wrap", [Fraction, enclosed])
def test_a_logarithm_may_be_off_by_the_error_and_by_its_own_roundings(wrap: Any) -> None:
    """Around 1/2, where |log| is read as 7/10: the bound, and 4(7/10 + 8)u times the probability."""
    wanted = Expected(wrap(HALF), Fraction(1, 2**20))
    rounding = 4 * HALF * (Fraction(7, 10) + 8) * U
    for sign in (1, -1):
        assert meets(_log(HALF + sign * (Fraction(1, 2**20) + rounding * 9 / 10)), wanted)
        assert not meets(_log(HALF + sign * (Fraction(1, 2**20) + rounding * 11 / 10)), wanted)
    exact = Expected(wrap(HALF), ZERO)
    assert meets(_log(HALF + rounding * 9 / 10), exact)
    assert not meets(_log(HALF + rounding * 11 / 10), exact)
    assert not meets(_log(HALF - rounding * 11 / 10), exact)


def _log(x: Fraction) -> float:
    """The float next to log x: it moves x by less than 2u·|log x|·x, an eighth of what is tried here."""
    return float(EnclosedReal(lambda: ball_of(x).log()))


def test_minus_infinity_is_meant_where_the_probability_may_be_nothing() -> None:
    below = Expected(Fraction(1, 2**40), Fraction(1, 2**40))
    assert meets(-math.inf, Expected(ZERO, ZERO))
    assert meets(-math.inf, below)
    assert not meets(-math.inf, Expected(Fraction(1, 2**40), Fraction(1, 2**41)))
    assert meets(-math.inf, Expected(enclosed(Fraction(1, 2**40)), Fraction(1, 2**40)))
    assert not meets(-math.inf, Expected(enclosed(Fraction(1, 2**40)), Fraction(1, 2**41)))
    assert meets(-math.inf, Expected(EnclosedReal(lambda: ball_of(Fraction(-10_000)).exp()), ZERO))
    for entry in (math.inf, math.nan):
        assert not meets(entry, below)
        assert not meets(entry, Expected(ZERO, ONE))
    assert not meets(-1e9, Expected(ZERO, ONE))


@pytest.mark.parametrize(
    ("entry", "value", "text"),
    [
        (math.nan, HALF, "not a number"),
        (-3.0, ZERO, "-3.0 instead of -inf"),
        (-math.inf, HALF, "-inf instead of -0.69314718055994531"),
        (math.inf, enclosed(Fraction(2)), "inf instead of 0.69314718055994531"),
        (-0.5, enclosed(HALF), "0.193 off -0.69314718055994531"),
        (-1.0, HALF, "0.307 off -0.69314718055994531"),
    ],
)
def test_the_words_for_logarithms(entry: float, value: Any, text: str) -> None:
    found = told([0.0, entry, entry], Expected(ONE, ZERO), Expected(value, ZERO), Expected(value, ZERO), logs=True)
    assert found is not None
    assert found.error == f"at outcome 1: {text}"
    shown = exact_text([ONE, value, value], scalar=False)
    assert (found.answer, found.exact) == (f"[0.0, {entry!r}, {entry!r}]", f"the logarithms of {shown}")


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "wanted", "form", "text"),
    [
        (ONE + 6 * U, Expected(ONE, 4 * U), DOUBLE, "3.00 ulps off (relative error 6.66e-16); allowed are 2.00 ulps"),
        (12 * U - 4, Expected(-4 * ONE, U), DOUBLE, "1.50 ulps off (relative error 3.33e-16); allowed are 0.125 ulps"),
        (4 - 12 * U, Expected(4 * ONE, U), DOUBLE, "1.50 ulps off (relative error 3.33e-16); allowed are 0.125 ulps"),
        (ONE + 2 * V, Expected(ONE, V), SINGLE, "1.00 ulps off (relative error 1.19e-7); allowed are 0.500 ulps"),
        (HALF, Expected(ZERO, HALF / 4), DOUBLE, "0.500 off, the exact answer being 0; allowed are 0.125"),
        (HALF, Expected(ZERO, ZERO), DOUBLE, "0.500 off, the exact answer being 0; allowed are 0"),
        (HALF, Expected(LESS, TINY), DOUBLE, "0.500 off, the exact answer being 0; allowed are 2.23e-308"),
        (3 * TINY, Expected(TINY, TINY), DOUBLE, "9.01e+15 ulps off (relative error 2.00); allowed are 4.50e+15 ulps"),
        (TINY, Expected(LESS, LESS), DOUBLE, "2.25e+15 ulps off (relative error 1.00); allowed are 2.25e+15 ulps"),
        (ZERO, Expected(2 * NEGLIGIBLE, ZERO), DOUBLE, "2.87e-1182 ulps off (relative error 1.00); allowed are 0 ulps"),
        (ZERO, Expected(NEGLIGIBLE, ZERO), DOUBLE, "1.43e-1182 ulps off (error 7.08e-1506); allowed are 0 ulps"),
    ],
)  # fmt: skip
def test_how_far_off(entry: Fraction, wanted: Expected, form: Any, text: str) -> None:
    assert error_text(entry, wanted, form) == text


@pytest.mark.parametrize("write", [answer_text, exact_text])
def test_twelve_entries_are_shown(write: Any) -> None:
    one = write([ONE], scalar=True)
    assert one in ("1.0", "1")
    assert write([ONE] * 12, scalar=False) == f"[{', '.join([one] * 12)}]"
    assert write([ONE] * 13, scalar=False) == f"[{', '.join([one] * 12)}, …]"


def test_entries_are_written_as_they_were_given() -> None:
    assert answer_text([oo, -oo, None, Fraction(0.1)], scalar=False) == "[inf, -inf, nan, 0.1]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(-2, 3), "-2/3"),
        (Fraction(10**23), "100000000000000000000000"),  # as long as is written out
        (Fraction(10**24), "1.0000000000000000e+24"),
        (oo, "oo"),
        (log(2), "log(2) = 0.69314718055994531…"),
        (LogForm(HALF), "1/2"),
        (LogForm(Fraction(1, 3**60)), str(Fraction(1, 3**60))),
        (sum((log(x) / x for x in (2, 3, 5, 7, 11)), LogForm(0)), "1.5306429124855614"),
        (enclosed(Fraction(2, 3)), "0.66666666666666667"),
        (EnclosedReal(lambda: ball_of(Fraction(-10_000)).exp()), "0 (below 2^-5000)"),
        (EnclosedReal(lambda: -ball_of(Fraction(-10_000)).exp()), "0 (below 2^-5000)"),
        (EnclosedReal(lambda: ball_of(Fraction(2)).sqrt() ** 2 - 2), "0 (or too close to it to tell)"),
    ],
)
def test_exact_answers_are_written_as_far_as_they_can_be(value: Any, text: str) -> None:
    assert exact_text([value], scalar=True) == text


def test_a_log_form_of_up_to_forty_eight_characters_is_written_out() -> None:
    short, long = log(2) / 10**13 + log(3) / 10**12, log(2) / 10**14 + log(3) / 10**12
    assert (len(str(short)), len(str(long))) == (48, 49)
    assert exact_text([short], scalar=True) == f"{short} = 1.1679270067241042e-12…"
    assert exact_text([long], scalar=True) == "1.1055437604737091e-12"


def test_the_error_of_a_logarithm_is_as_small_as_the_number() -> None:
    """Of 2^-20 the logarithm may be off by 4·(log_bound + 8)·u: by some 10^-14, and not by 10^-13."""
    small = Fraction(1, 2**20)
    for off, right in ((4e-15, True), (1e-13, False)):
        answer = Returned([math.log(small) + off])
        assert (compare(answer, [Expected(small, ZERO)], FORMATS["float64"], scalar=False, logs=True) is None) is right
