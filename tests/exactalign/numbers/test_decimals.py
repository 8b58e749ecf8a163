"""Printed digits are right: correct rounding, ties, and bounds that are really outward."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx
from hypothesis import assume, given
from hypothesis import strategies as st

from exactalign import EnclosedReal, LogForm, Undecided, log, oo
from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.numbers import decimals
from exactalign.numbers.decimals import bounds_text, decimal_text, round_decimal, settled_text
from exactalign.numbers.digits import lower_text, upper_text
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import COMPARISON_BITS, bits_of_digits, precisions
from exactalign.testing.strategies import rationals
from tests.exactalign.small_models import log_forms

rationals = st.builds(
    lambda value, shift: value * Fraction(10) ** shift, rationals(max_denominator=1000), st.integers(-30, 30)
)


@given(rationals, st.integers(1, 12))
def test_significant_digits_against_decimal(value: Fraction, digits: int) -> None:
    context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
    expected = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = decimal_text(value, digits=digits)
    assert Fraction(text) == Fraction(expected)
    if value:
        shown = text.lstrip("-").partition("e")[0].replace(".", "").lstrip("0")
        assert len(shown) >= digits
        assert not shown[digits:].strip("0")


@given(rationals, st.integers(-3, 12))
def test_places_against_python(value: Fraction, places: int) -> None:
    expected = round(value, places)
    text = decimal_text(value, places=places)
    assert Fraction(text) == expected == round_decimal(value, places)
    assert len(text.partition(".")[2]) == max(places, 0)


@pytest.mark.slow
@given(log_forms(), st.integers(1, 20))
def test_log_forms_are_rounded_correctly(form: LogForm, digits: int) -> None:
    text = decimal_text(form, digits=digits)
    low, high = form.enclose(digits + 30)
    if form == 0:
        assert text == "0"
        return
    assert text == decimal_text(low, digits=digits) == decimal_text(high, digits=digits)
    assert text == decimal_text(EnclosedReal.of(form), digits=digits) or form.is_rational


@pytest.mark.parametrize(
    ("value", "options", "text"),
    [
        ("1/8", {"places": 2}, "0.12"),
        ("3/8", {"places": 2}, "0.38"),
        ("-1/8", {"places": 2}, "-0.12"),
        ("1/2", {"places": 0}, "0"),
        ("3/2", {"places": 0}, "2"),
        ("-1/1000", {"places": 2}, "0.00"),
        ("25", {"places": -1}, "20"),
        ("35", {"places": -1}, "40"),
        ("5", {"places": -1}, "0"),
        ("0", {"digits": 5}, "0"),
        ("0", {"places": 3}, "0.000"),
        ("0.25", {"digits": 1}, "0.2"),
        ("99.96", {"digits": 3}, "100"),
        ("9.996", {"digits": 3}, "10.0"),
        ("0.99996", {"digits": 4}, "1.000"),
        ("0.00001", {"digits": 2}, "0.000010"),
        ("0.000001", {"digits": 2}, "1.0e-6"),
        ("123456789", {"digits": 3}, "1.23e+8"),
        ("123456", {"digits": 3}, "123000"),
        ("9999999", {"digits": 2}, "1.0e+7"),
        ("1e300", {"digits": 1}, "1e+300"),
    ],
)
def test_ties_and_carries(value: str, options: dict[str, int], text: str) -> None:
    assert decimal_text(value, **options) == text
    assert decimal_text(LogForm(value), **options) == text


def test_log_form_ties_are_decided() -> None:
    hidden = log(9) - 2 * log(3) + Fraction(1, 8)
    assert decimal_text(hidden, places=2) == "0.12"
    assert round_decimal(hidden + log(2) / 10**300, 2) == Fraction(13, 100)
    assert round_decimal(hidden - log(2) / 10**300, 2) == Fraction(12, 100)


def test_enclosed_ties_are_undecided() -> None:
    eighth = EnclosedReal.of(2).sqrt() * EnclosedReal.of(2).sqrt() / 16
    with pytest.raises(Undecided) as caught:
        decimal_text(eighth, places=2)
    assert "\n" not in str(caught.value)
    assert decimal_text(eighth, places=4) == "0.1250"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_loose_ball_across_a_power_of_ten(sign: int) -> None:
    value = sign * Fraction(999_999_998, 10**9)
    loose = EnclosedReal(lambda: ball_of(value) + arb(0, 2.0**-ctx.prec) * 2)
    minus = "-" if sign < 0 else ""
    assert decimal_text(loose, digits=9) == f"{minus}0.999999998"
    assert decimal_text(loose, digits=8) == f"{minus}1.0000000"
    coarse = EnclosedReal(
        lambda: ball_of(sign * Fraction("0.999994")) + arb(0, 2e-5 if ctx.prec < 300 else 2.0**-ctx.prec)
    )
    assert decimal_text(coarse, digits=5) == f"{minus}0.99999"  # 1.0000 has as many digits


def test_numbers_near_0_keep_their_digits() -> None:
    root = EnclosedReal.of(2).sqrt()
    assert decimal_text(root * root - 2 + Fraction(3, 2 * 10**70), digits=3) == "1.50e-70"
    assert decimal_text(-log(1 + Fraction(1, 10**100)), digits=3) == "-1.00e-100"
    assert decimal_text(EnclosedReal(lambda: arb(-(10**6)).exp()), digits=10) == "3.296831478e-434295"  # at once
    with pytest.raises(Undecided):
        decimal_text(root * root - 2, digits=3)
    assert decimal_text(root * root - 2, places=3) == "0.000"


@given(rationals, st.integers(1, 15))
def test_outward_really_is_outward(value: Fraction, digits: int) -> None:
    low, high = Fraction(lower_text(value, digits)), Fraction(upper_text(value, digits))
    assert low <= value <= high
    assert (high - low) * 10 ** (digits - 1) <= abs(value) * Fraction(10, 9) * 10
    assert lower_text(-value, digits) == ("0" if not value else _negated(upper_text(value, digits)))


@pytest.mark.slow
@given(log_forms(), st.integers(1, 25))
def test_bounds_text_contains_the_value(form: LogForm, digits: int) -> None:
    assume(form != 0)
    low, high = map(Fraction, bounds_text(form, digits))
    assert low <= form <= high
    assert (high - low) * 10 ** (digits - 1) <= 3 * max(abs(low), abs(high))
    enclosed_low, enclosed_high = map(Fraction, bounds_text(EnclosedReal.of(form), digits))
    assert enclosed_low <= form <= enclosed_high


def test_infinite_and_exact_bounds() -> None:
    assert bounds_text(oo, 5) == ("oo", "oo")
    assert bounds_text(-oo, 5) == ("-oo", "-oo")
    assert decimal_text(oo, digits=3) == "oo"
    assert bounds_text("1/2", 3) == ("0.500", "0.500")
    assert bounds_text(0, 3) == ("0", "0")
    root = EnclosedReal.of(2).sqrt()
    assert bounds_text(root * root, 4) == ("1.999", "2.001")  # on which side of 2 no enclosure tells
    assert bounds_text(-(root * root), 4) == ("-2.001", "-1.999")


@pytest.mark.parametrize(
    "call",
    [
        lambda: decimal_text(1),
        lambda: decimal_text(1, digits=3, places=3),
        lambda: decimal_text(1, digits=0),
        lambda: decimal_text(1, digits=2.0),
        lambda: decimal_text(1, places=2.0),
        lambda: decimal_text(1, places=True),
        lambda: decimal_text(1, places=10**9),
        lambda: round_decimal(1, 0.5),
        lambda: round_decimal(1, 10**5000),
        lambda: decimal_text(0.5, digits=3),
    ],
)
def test_refusals(call: Any) -> None:
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_many_digits() -> None:
    text = decimal_text(log(2), digits=5000)
    assert text.startswith("0.69314718055994530941723212145817656807550013436025525412068")
    assert len(text) == 5002
    with pytest.raises(ParameterError):
        decimal_text(log(2), digits=10**9)


def _negated(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


@pytest.mark.parametrize("history", [[], [40], [200, 9], [3, 700]])
def test_bounds_do_not_depend_on_what_was_asked_before(history: list[int]) -> None:
    """Numbers just beside a decimal: coarse ends lie on both sides of it, closer ones do not."""
    for tail in (25, 30):
        exact = Fraction("0.12345678") + Fraction(1, 10**tail)
        value = EnclosedReal(lambda exact=exact: ball_of(exact) + arb(0, 1) * arb(2) ** (-ctx.prec))  # type: ignore[misc]
        for digits in history:
            value.enclose(digits)
        assert bounds_text(value, 8) == ("0.12345678", "0.12345679")


@given(st.fractions(min_value=Fraction(1, 100), max_value=100), st.integers(1, 30))
def test_decimals_are_asked_for_once(value: Fraction, digits: int) -> None:
    asked: list[int] = []

    def evaluate() -> arb:
        asked.append(ctx.prec)
        return ball_of(value + Fraction(1, 3**99))

    assert decimal_text(EnclosedReal(evaluate), digits) == decimal_text(value + Fraction(1, 3**99), digits)
    assert len(asked) == 1 or asked[1] >= asked[0]  # again only where a rounding lies too close


@given(rationals, st.sampled_from([0, 1, -1]), st.integers(10, 80), st.integers(1, 12))
def test_one_ball_tells_what_the_exact_number_does_or_nothing(
    value: Fraction, side: int, bits: int, digits: int
) -> None:
    """Balls of every width around a number, ties and powers of ten among them: the digits are right or left open."""
    exact = value * (1 + side * Fraction(1, 10**20))
    coarse = EnclosedReal(lambda: ball_of(exact) + abs(ball_of(exact)) * arb(0, 2.0**-bits))
    assert settled_text(coarse, digits) in (None, decimal_text(exact, digits))


@given(st.integers(10**5, 9 * 10**5), st.sampled_from([1, -1]), st.integers(-300, 300), st.integers(1, 30))
def test_one_ball_tells_what_lies_far_from_a_rounding(k: int, sign: int, exponent: int, digits: int) -> None:
    exact = sign * Fraction(3 * k + 1, 3) * Fraction(10) ** exponent  # its decimals end in threes
    assert settled_text(EnclosedReal.of(exact), digits) == decimal_text(exact, digits)


@pytest.mark.parametrize(("center", "digits"), [("1/8", 2), ("9.995", 3), ("1", 3), ("0", 3), ("-1/8", 2), ("-10", 1)])
def test_a_ball_across_a_rounding_or_a_power_of_ten_tells_nothing(center: str, digits: int) -> None:
    wide = EnclosedReal(lambda: ball_of(Fraction(center)) + arb(0, 1e-9))
    assert settled_text(wide, digits) is None


def test_a_ball_of_no_size_that_can_be_written_out_tells_nothing() -> None:
    for value in (LogForm(), EnclosedReal(lambda: arb(10**8).exp()), EnclosedReal(lambda: arb("nan"))):
        assert settled_text(value, 1) is None


def test_where_a_rounding_that_stays_open_is_given_up() -> None:
    """Four times the bits that are asked for, or those of the place of the last digit, is doubled no further."""
    for offset, options, start, limit in (
        (Fraction(1, 2 * 10**3000), {"places": 3000}, 64 + bits_of_digits(3000), 4 * (64 + bits_of_digits(3000))),
        (Fraction(125, 10**4502), {"digits": 2}, 64 + bits_of_digits(2), 4 * bits_of_digits(4501)),
        (Fraction(1, 200), {"places": 2}, 64 + bits_of_digits(2), COMPARISON_BITS),
    ):
        asked: list[int] = []

        def tie(offset: Fraction = offset, asked: list[int] = asked) -> arb:
            asked.append(ctx.prec)
            return arb(2).sqrt() * arb(2).sqrt() - 2 + ball_of(offset)

        with pytest.raises(Undecided, match=r"the rounding to .* decimal places could not be decided"):
            decimal_text(EnclosedReal(tie), **options)
        last = next(bits for bits in precisions(start, None) if bits >= limit)
        assert max(asked) == last


@pytest.mark.parametrize("end", [0, 1])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_that_is_told_from_0_and_then_is_not_has_no_leading_digits(sign: int, end: int) -> None:
    """A coarse ball on one side of 0, and a finer one around it, as long as no finer one is asked for."""
    asked: list[int] = []

    def evaluate() -> arb:
        asked.append(ctx.prec)
        if len(asked) == 1:
            return sign * (arb(1) + arb(0, 0.9)) * arb(2) ** -500
        around = arb(0, arb(2) ** -500)
        return around + sign * end * around.rad()  # from 0 on, where it does not lie on both sides

    with pytest.raises(Undecided) as caught:
        decimal_text(EnclosedReal(evaluate), digits=3)
    assert str(caught.value) == "the leading digits could not be decided: the number is 0 or very close to it"


def test_places_are_refused_past_the_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decimals, "MAX_DIGITS", 20)
    assert decimal_text("1/3", places=20) == "0." + "3" * 20
    assert decimal_text(10**20, places=-20) == str(10**20)
    for places, shown in ((21, "21"), (-21, "-21"), (True, "True"), (2.0, "2.0"), (None, "None")):
        with pytest.raises(ParameterError) as caught:
            round_decimal(1, places)  # type: ignore[arg-type]
        assert str(caught.value) == f"places is {shown}: give a whole number of at most 20"
    for options in ({}, {"digits": 3, "places": 3}):
        with pytest.raises(ParameterError, match=r"^give either digits or places$"):
            decimal_text(1, **options)
