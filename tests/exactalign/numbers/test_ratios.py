"""Quotients of log forms: rational exactly where the forms are multiples of each other."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import LogForm, log
from exactalign.numbers.ratios import rational_quotient
from tests.exactalign.small_models import log_forms

factors = st.builds(
    lambda top, bottom, zeros: Fraction(top, bottom) * Fraction(10) ** zeros,
    st.integers(-60, 60),
    st.integers(1, 60),
    st.integers(-30, 30),
)


@settings(max_examples=15)
@given(log_forms(), factors)
def test_a_multiple_is_found(form: LogForm, factor: Fraction) -> None:
    assume(not form.is_rational)
    assert rational_quotient(form * factor, form) == factor
    if factor:
        assert rational_quotient(form, form * factor) == 1 / factor


@settings(max_examples=15)
@given(log_forms(), factors)
def test_what_is_nearly_a_multiple_is_none(form: LogForm, factor: Fraction) -> None:
    assume(not form.is_rational)
    tiny = Fraction(1, 10**120)
    assert rational_quotient(form * factor + tiny, form) is None
    assert rational_quotient(form * factor + log(997) * tiny, form) is None


@pytest.mark.parametrize(
    ("top", "bottom", "quotient"),
    [
        ("log(1)", "log(2)", "0"),
        ("log(1024)", "log(32)", "2"),
        ("log(27/8)", "log(9/4)", "3/2"),
        ("log(6)/7 - log(35)/2", "log(36)/9 - log(1225)*7/18", "9/14"),
    ],
)
def test_quotients_that_need_a_common_base(top: str, bottom: str, quotient: str) -> None:
    assert rational_quotient(LogForm.parse(top), LogForm.parse(bottom)) == Fraction(quotient)


def test_a_quotient_as_large_as_it_can_be() -> None:
    """One prime, so that the quotient is the exponent itself, and its size just what lengths allow."""
    for k in (1, 2, 3, 31, 32, 33, 1000):
        assert rational_quotient(log(2**k), log(2)) == k
        assert rational_quotient(log(2), log(2**k)) == Fraction(1, k)
        assert rational_quotient(log(2) * k, log(2) / k) == k * k


def test_quotients_of_forms_that_are_near_0() -> None:
    """Their first ball is around 0, or so wide that the simplest number in it is not the quotient."""
    factor = Fraction(355, 113)
    for places in range(40, 160, 3):
        form = log(2**places + 1) - log(2) * places
        assert rational_quotient(form * factor, form) == factor
        assert rational_quotient(form, form * factor) == 1 / factor
