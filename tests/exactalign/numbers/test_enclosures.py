"""Ends of enclosures: whether they agree, the floor that all points share, how they are written."""

from fractions import Fraction
from itertools import product

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Enclosure, Undecided
from exactalign.numbers import enclosures
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.enclosures import bounds_of, ends_agree, ends_of, ends_text, floor_of, from_ends
from exactalign.numbers.precision import working_precision
from exactalign.testing.strategies import rationals


@given(rationals(-9, 9, max_denominator=50), rationals(0, 2, max_denominator=10**4), st.integers(0, 5))
def test_agreeing_to_digits_is_what_fractions_say(low: Fraction, width: Fraction, digits: int) -> None:
    bounds = Enclosure(low, low + width)
    nearest = max(bounds.lower, -bounds.upper)
    assert bounds.agrees(digits) == (bounds.width * 10**digits <= nearest if nearest > 0 else width == 0)


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**9), st.integers(1, 15))
def test_ends_agree_as_their_fractions_say(low: int, gap: int, digits: int) -> None:
    """Lengths of integers answer first; the definition is asked here."""
    high = low + gap
    nearest = min(abs(low), abs(high)) if low * high > 0 else 0
    assert ends_agree(low, high, digits) == (Fraction(gap) <= Fraction(nearest, 10**digits))


def test_ends_agree_as_their_fractions_say_where_lengths_alone_nearly_tell() -> None:
    for digits, size, gap in product(range(8), range(30), (0, 1, 3, 4, 7, 15, 16, 31)):
        for low in (2**size - 1, 2**size):
            assert ends_agree(low, low + gap, digits) == (gap * 10**digits <= low)
            assert ends_agree(-low - gap, -low, digits) == (gap * 10**digits <= low)


@pytest.mark.parametrize("digits", [1, 5, 300, 30_000])
def test_ends_that_just_agree_and_just_do_not(digits: int) -> None:
    low = 10**digits
    assert ends_agree(low, low + 1, digits)
    assert not ends_agree(low - 1, low, digits)
    assert ends_agree(-low - 1, -low, digits)
    assert not ends_agree(-low, 1 - low, digits)


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6), st.integers(-70, 70), st.integers(-70, 70))
def test_ends_are_midpoint_and_radius_taken_apart(middle: int, radius: int, shift: int, other: int) -> None:
    with working_precision(300):
        ball = arb(middle) * arb(2) ** shift + arb(0, arb(radius) * arb(2) ** other)
    ends = ends_of(ball)
    assert ends is not None
    (center, at), (spread, by) = ball.mid().man_exp(), ball.rad().man_exp()
    exact, width = int(center) * Fraction(2) ** int(at), int(spread) * Fraction(2) ** int(by)
    assert from_ends(*ends) == (exact - width, exact + width) == bounds_of(ball)
    assert exact == middle * Fraction(2) ** shift


def test_coarse_ends_hold_the_exact_ones_and_are_near_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 2^−8 as the smallest that is written out: what lies below is moved outwards, by units of it."""
    monkeypatch.setattr(enclosures, "_MAX_EXPONENT", 8)
    tiny = Fraction(1, 2**8)
    for middle, radius, shift, other in product((-3, -1, 0, 1, 3), (0, 1, 3), range(-13, -4), range(-13, -4)):
        ball = arb(middle) * arb(2) ** shift + arb(0, arb(radius) * arb(2) ** other)
        (center, at), (spread, by) = ball.mid().man_exp(), ball.rad().man_exp()
        exact, width = int(center) * Fraction(2) ** int(at), int(spread) * Fraction(2) ** int(by)
        if exact or width:
            low, high = enclosures._coarse_bounds(ball)
            assert low <= exact - width <= exact + width <= high
            assert type(low) is type(high) is Fraction
            outwards = (at < -8) + (2 << int(spread).bit_length() if by < -8 else 0)  # what is written out is exact
            assert high - low <= 2 * width + outwards * tiny
    assert enclosures._coarse_bounds(arb(2) ** 7) == (128, 128)
    with pytest.raises(Undecided, match=r"^the number may exceed 2\^8 in size: its bounds are not written out$"):
        enclosures._coarse_bounds(arb(2) ** 8)
    with pytest.raises(Undecided):
        enclosures._coarse_bounds(arb(1) + arb(0, arb(2) ** 8))


def test_ends_at_the_edge_of_what_is_written_out() -> None:
    edge = 1 << 24
    assert ends_of(arb(2) ** -edge) == (1, 1, -edge)
    assert ends_of(arb(2) ** -(edge + 1)) is None
    assert ends_of(arb(2) ** edge) is not None
    assert ends_of(arb(2) ** (edge + 1)) is None
    assert bounds_of(arb(2) ** edge) == (1 << edge, 1 << edge)
    tiny = Fraction(1, 1 << edge)
    for sign in (1, -1):
        low, high = bounds_of(sign * arb(2) ** -(edge + 1))  # a half of the smallest that is written out
        assert low <= sign * tiny / 2 <= high
        assert high - low <= tiny
        with working_precision(edge + 10):
            long = sign * (arb(1) + arb(2) ** -edge / 8)
        low, high = bounds_of(long)
        assert low <= sign * (1 + tiny / 8) <= high
        assert high - low <= tiny


@given(rationals(-9, 9, max_denominator=10**6), st.integers(1, 80))
def test_the_floor_that_all_points_share(value: Fraction, places: int) -> None:
    with working_precision(200):
        ball = ball_of(value)
    exact = value * 2**places
    if exact.denominator > 1:
        assert floor_of(ball, 200, places) == exact.numerator // exact.denominator
    with working_precision(200):
        wide = ball_of(value) + arb(0, 1)
    assert floor_of(wide, 200, places) is None


def test_the_floor_is_of_2_to_the_64_unless_said_otherwise() -> None:
    assert floor_of(arb(3) / 2, 200) == 3 << 63


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("0", "0", "[0, 0]"),
        ("2", "2", "[2.00000000000000, 2.00000000000000]"),
        ("1/3", "2/3", "[0.333, 0.667]"),
        ("-1/3", "2/3", "[-0.334, 0.667]"),
        ("-2/3", "1/3", "[-0.667, 0.334]"),
        ("0", "1/3", "[0, 0.334]"),
        ("1", "1.01", "[1.000, 1.010]"),
        ("1", "1.0000001", "[1.00000000, 1.00000010]"),
        ("-1.0000001", "-1", "[-1.00000010, -1.00000000]"),
        ("100", "101", "[100.0, 101.0]"),
        ("999.9", "1000.4", "[999.900, 1000.40]"),
        ("-1000.4", "-999.9", "[-1000.40, -999.900]"),
    ],
)
def test_ends_are_written_with_two_digits_more_than_agree(low: str, high: str, text: str) -> None:
    assert ends_text(Enclosure(Fraction(low), Fraction(high))) == text


def test_ends_are_written_with_sixty_digits_at_most() -> None:
    for agree, digits in ((57, 59), (58, 60), (59, 60), (300, 60)):
        narrow = Enclosure(Fraction(2), 2 + Fraction(1, 10**agree))
        low, high = ends_text(narrow).strip("[]").split(", ")
        assert low == "2." + "0" * (digits - 1)
        assert len(high) == digits + 1


def test_an_enclosure_is_written_out_while_its_ends_are_short() -> None:
    short, long = Fraction(1 << 98, 2**100 - 1), Fraction(1 << 99, 2**101 - 1)  # 199 and 201 bits
    edge = Fraction(1 << 99, 2**100 - 1)
    assert repr(Enclosure(short, edge)) == f"Enclosure({short}, {edge})"
    assert repr(Enclosure(long, Fraction(1))) == f"Enclosure{ends_text(Enclosure(long, Fraction(1)))}"
    assert repr(Enclosure(-edge, long)) == "Enclosure[-0.501, 0.251]"
    whole = Enclosure(Fraction(1 << 999), Fraction(1 << 999))
    assert repr(whole) == f"Enclosure{ends_text(whole)}"


def test_an_enclosure_in_a_notebook() -> None:
    bounds = Enclosure(Fraction(1, 3), Fraction(2, 3))
    assert bounds._repr_html_() == "<span>[0.333, 0.667]</span>"
    assert bounds._repr_latex_() == "$[0.333, 0.667]$"
