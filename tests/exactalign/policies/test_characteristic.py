"""Bounds by one letter's characteristic function: against integrals by sums, and in other units of reward."""

import cmath
import math
from collections.abc import Sequence
from fractions import Fraction

import mpmath
import pytest
from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.numbers.precision import working_precision
from exactalign.policies.characteristic import SHARES, Letter

LAWS = [([1 / 3, 2 / 3], [0, 1]), ([0.5, 0.25, 0.25], [0, 0.125, 1]), ([0.125, 0.75, 0.125], [-1, 0, 1])]


def letter(masses: Sequence[float], values: Sequence[float], unit: float = 1) -> Letter:
    return Letter.of([arb(w) for w in masses], [arb(v) * unit for v in values])


def difference(letter: Letter, m: int, t: float) -> float:
    """|ψ^m − G^m(1 − imκt³/6)| at t, by floats."""
    mean, variance, third = (float(x.mid()) for x in (letter.mean, letter.variance, letter.third))
    pairs = [(float(w.mid()), float(v.mid())) for w, v in zip(letter.masses, letter.values, strict=True)]
    psi = sum(w * cmath.exp(1j * t * (v - mean)) for w, v in pairs)
    return abs(psi**m - math.exp(-variance * t * t / 2 * m) * (1 - 1j * m * third * t**3 / 6))


@pytest.mark.parametrize(("masses", "values"), LAWS)
@pytest.mark.parametrize("unit", [0.125, 1, 8])
def test_what_is_near_is_bounded(masses: list[float], values: list[float], unit: float) -> None:
    """∫ over |t| ≤ t₀ by the midpoint rule: below the bound, and not by orders of magnitude."""
    one = letter(masses, values, unit)
    for m in (20, 200):
        bound, start = (float(x.upper()) for x in one.deviation(m))
        step = start / 2000
        integral = 2 * step * math.fsum(difference(one, m, (k + 0.5) * step) for k in range(2000))
        assert integral < bound < 100 * integral


@pytest.mark.parametrize(("masses", "values"), LAWS)
@pytest.mark.parametrize("share", SHARES)
def test_another_unit_of_reward(
    masses: list[float], values: list[float], share: Fraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In units of 1/8 frequencies are 8 times, densities and integrals over frequencies accordingly."""
    monkeypatch.setattr("exactalign.policies.characteristic.SHARES", (share,))
    with working_precision(80):
        one, other = letter(masses, values), letter(masses, values, 1 / 8)
        for m in (3, 50):
            for end in (None, arb(0.25)):
                near, start = one.deviation(m, end)
                scaled, wider = other.deviation(m, None if end is None else end * 8)
                assert abs(scaled / near / 8 - 1) < 1e-12
                assert abs(wider / start / 8 - 1) < 1e-12
            assert abs(other.beyond(m, arb(2)) / one.beyond(m, arb(0.25)) / 8 - 1) < 1e-12
            assert abs(other.ceiling(m) / one.ceiling(m) - 1) < 1e-12
            assert abs(other.density(m, arb(0.125)) / one.density(m, arb(1)) / 8 - 1) < 1e-12


@pytest.mark.parametrize(("masses", "values"), LAWS)
def test_the_share_is_nearly_the_best(masses: list[float], values: list[float]) -> None:
    """With what lies past t₀, as far as Gauss's part goes, the choice is not far from the best of those tried."""

    def whole() -> float:
        one = letter(masses, values)
        near, start = one.deviation(30)
        return float((near + one.beyond(30, start)).mid())

    chosen, each = whole(), []
    for share in SHARES:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("exactalign.policies.characteristic.SHARES", (share,))
            each.append(whole())
    assert min(each) <= chosen < 1.5 * min(each)


@pytest.mark.parametrize("m", [3, 6, 10, 20, 30, 50, 200])
def test_what_is_best_takes_in_what_lies_past_the_frequency(m: int) -> None:
    for masses, values in LAWS:
        one, each = letter(masses, values), []
        for share in SHARES:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("exactalign.policies.characteristic.SHARES", (share,))
                near, start = one.deviation(m)
            far = math.exp(-float(share) * m * float((one.variance * start * start).mid()) / 2)
            each.append((float(near.mid()) + 2 * far, float(near.mid()), float(start)))
        assert tuple(float(x.mid()) for x in one.deviation(m)) == min(each)[1:]
        near, start = one.deviation(m, arb("0.5", "0.25"))
        assert start <= 0.25


@pytest.mark.parametrize(("masses", "values"), LAWS)
@pytest.mark.parametrize("share", SHARES)
def test_the_bound_over_the_whole_line_is_an_integral(
    masses: list[float], values: list[float], share: Fraction
) -> None:
    """Of C(m, 2)·(κ|t|³/6 + q·t⁴)²·e^(−(m−2)cσ²t²/2) + m·(q·t⁴ + κσ²|t|⁵/12)·e^(−(m−1)σ²t²/2), by quadrature."""
    one = letter(masses, values)
    s2, third, fourth = (mpmath.mpf(float(x.mid())) for x in (one.variance, abs(one.third), one.fourth))
    q, c = fourth / 24 + s2 * s2 / 8, mpmath.mpf(share.numerator) / share.denominator
    for m in (3, 20):

        def bound(t: mpmath.mpf, m: int = m) -> mpmath.mpf:
            first = (third * t**3 / 6 + q * t**4) ** 2 * mpmath.exp(-(m - 2) * c * s2 * t * t / 2)
            second = (q * t**4 + third * s2 * t**5 / 12) * mpmath.exp(-(m - 1) * s2 * t * t / 2)
            return m * (m - 1) * first / 2 + m * second

        with mpmath.workdps(15):
            integral = 2 * mpmath.quad(bound, [0, 2, 8, 40])
        assert abs(float(one._near(m, arb(share.numerator) / share.denominator).mid()) / integral - 1) < 1e-8


@pytest.mark.parametrize(("masses", "values"), LAWS)
def test_the_corrected_density_and_its_ceiling(masses: list[float], values: list[float]) -> None:
    one = letter(masses, values)
    mean = math.fsum(w * v for w, v in zip(masses, values, strict=True))
    variance, third = (math.fsum(w * (v - mean) ** k for w, v in zip(masses, values, strict=True)) for k in (2, 3))
    fourth = math.fsum(w * (v - mean) ** 4 for w, v in zip(masses, values, strict=True))
    moments = (one.mean, one.variance, one.third, one.fourth)
    assert all(abs(float(x.mid()) - y) < 1e-14 for x, y in zip(moments, (mean, variance, third, fourth), strict=True))
    for m in (3, 40):
        spread = math.sqrt(m * variance)

        def shape(x: float, m: int = m) -> float:
            skew = third * (x**3 - 3 * x) / (6 * variance**1.5 * math.sqrt(m))
            return math.exp(-x * x / 2) * (1 + skew)

        for gap in (-2.5, -0.5, 0, 1, 4):
            expected = shape(gap / spread) / (math.sqrt(2 * math.pi) * spread)
            assert abs(float(one.density(m, arb(gap)).mid()) - expected) < 1e-14
        largest = max(abs(shape(k / 500) - math.exp(-((k / 500) ** 2) / 2)) for k in range(-2000, 2001))
        assert 0 <= float(one.ceiling(m).mid()) - 1 - largest < 1e-5 * (1 + largest)


@pytest.mark.parametrize(("masses", "values"), LAWS)
def test_what_lies_beyond_is_the_tail_of_gauss(masses: list[float], values: list[float]) -> None:
    """Its part with |t|³ as it is, ∫e^(−bt²) by e^(−bt₀²)/(b·t₀), which is above it and close."""
    one = letter(masses, values)
    for m, start in ((3, 2.0), (40, 0.5), (40, 1.5)):
        b, third = m * float(one.variance.mid()) / 2, abs(float(one.third.mid()))
        with mpmath.workdps(15):
            cubes = 2 * mpmath.quad(lambda t, b=b: t**3 * mpmath.exp(-b * t * t), [start, start + 3, mpmath.inf])
            gauss = 2 * mpmath.quad(lambda t, b=b: mpmath.exp(-b * t * t), [start, start + 3, mpmath.inf])
        bound = float(one.beyond(m, arb(start)).mid())
        above = math.exp(-b * start * start) / (b * start)
        assert gauss < above < gauss * (1 + 1 / (b * start * start))
        assert abs(bound / (above + m * third / 6 * float(cubes)) - 1) < 1e-9


@pytest.mark.parametrize(("masses", "values"), LAWS)
def test_an_integral_by_cells_is_above_and_not_far(masses: list[float], values: list[float]) -> None:
    one = letter(masses, values)
    pairs = list(zip(masses, values, strict=True))
    for m in (3, 30):
        for low, high in ((0.25, 3.0), (3.0, 9.0)):
            step = (high - low) / 2000
            points = (low + (k + 0.5) * step for k in range(2000))
            truth = step * math.fsum(abs(sum(w * cmath.exp(1j * t * v) for w, v in pairs)) ** m for t in points)
            for tolerance in (1e-3, 1e-9):
                found = float(one.power_integral(m, arb(low), arb(high), arb(tolerance)).upper())
                assert truth * (1 - 1e-6) < found < 2.5 * truth + tolerance * (high - low)


@pytest.mark.parametrize("m", [2, 0])
def test_the_bounds_speak_of_three_letters_or_more(m: int) -> None:
    one = letter(*LAWS[0])
    with pytest.raises(ParameterError) as caught:
        one.deviation(m)
    assert str(caught.value) == f"length is {m}: the bounds speak of at least 3 symbols"
    assert one.deviation(3)[0] > 0


def test_the_shares_that_are_tried_leave_halves() -> None:
    assert [1 - share for share in SHARES] == [Fraction(1, 2**k) for k in range(1, 5)]
