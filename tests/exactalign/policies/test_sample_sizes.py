"""N = exp(m·δ), rounded down and up, against mpmath at many times the digits; what is refused, and at which limit."""

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import EnclosedReal, log, sample_size
from exactalign.exceptions import ParameterError, Undecided
from exactalign.policies import sample_sizes
from exactalign.testing.strategies import rationals
from tests.exactalign.high_precision import check, number


@given(rationals(0, 40, max_denominator=1000), st.integers(0, 6))
def test_rounded_as_mpmath_rounds(kl: Fraction, length: int) -> None:
    with mpmath.workdps(200):
        exact = mpmath.exp(number(kl * length))
        floor, ceil = int(mpmath.floor(exact)), int(mpmath.ceil(exact))
    assert sample_size(kl, length) == sample_size(kl, length, "floor") == floor
    assert sample_size(kl, length, "ceil") == ceil
    check(sample_size(kl, length, "real"), exact, 60)


@given(st.integers(1, 10**12), st.integers(1, 50), st.integers(-3, 3))
def test_powers_of_integers_are_met_exactly_and_their_neighbours_are_not(base: int, power: int, off: int) -> None:
    exact = base**power
    near = log(base) * power + Fraction(off, 10**90 * exact)
    if near < 0:
        return
    assert sample_size(near) == exact - (off < 0)
    assert sample_size(near, 1, "ceil") == exact + (off > 0)
    assert sample_size(near / power, power) == exact - (off < 0)


def test_fractions_of_integers_are_no_integers() -> None:
    for top, bottom in ((7, 2), (15, 2), (10**20 + 1, 10**10), (1, 1), (9, 4)):
        whole = top // bottom
        assert sample_size(log(Fraction(top, bottom))) == whole
        assert sample_size(log(Fraction(top, bottom)), 1, "ceil") == -(-top // bottom)
    assert sample_size(log(9) / 4, 2) == sample_size(log(9) / 4, 2, "ceil") == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((1, 1, "up"), "rounding is 'up': give floor, ceil or real"),
        (("-1/3", 2), "kl is -1/3: it must not be negative"),
        ((log("1/2"), 1, "real"), "kl is -log(2): it must not be negative"),
        ((1, -1), "length is -1: it must be at least 0"),
        ((1, Fraction(1, 2)), "length is Fraction(1, 2): give a whole number, at least 0"),
        ((10**6 + 1,), "N = exp(length·kl) has too many digits past length·kl = 10^6: use rounding real"),
        ((1, 10**6 + 1, "ceil"), "N = exp(length·kl) has too many digits past length·kl = 10^6: use rounding real"),
    ],
)
def test_refusals_word_for_word(arguments: Any, words: str) -> None:
    with pytest.raises(ParameterError) as caught:
        sample_size(*arguments)
    assert str(caught.value) == words


def test_the_largest_exponent_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_sizes, "MAX_EXPONENT", 3)
    assert (sample_size(3), sample_size(1, 3, "ceil")) == (20, 21)
    for kl in ("3.0001", log(21), EnclosedReal.of(Fraction(31, 10))):
        with pytest.raises(ParameterError, match="too many digits"):
            sample_size(kl)
        assert sample_size(kl, 1, "real") > 20


def test_an_enclosed_exponent_is_rounded_where_it_is_apart_from_integers() -> None:
    hidden = EnclosedReal.of(log(9))
    with pytest.raises(Undecided) as caught:
        sample_size(hidden)
    words = "N = exp(length·kl) lies too close to an integer to be rounded: give N itself, or rounding real"
    assert str(caught.value) == words
    assert (sample_size(hidden + Fraction(1, 10**20)), sample_size(hidden - Fraction(1, 10**20))) == (9, 8)
