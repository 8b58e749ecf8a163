"""How roots are looked for: where the search begins, what is tried in which order, and where it ends."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import example, given
from hypothesis import strategies as st

from exactalign import Undecided
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.monotone_root import MonotoneRoot
from exactalign.numbers.precision import working_precision
from exactalign.numbers.roots import CertifiedRoot, RootNearGuess, increasing_root


@pytest.mark.parametrize(
    "root", [Fraction(1, 3 << 40), Fraction(3, 7), Fraction(1), Fraction(22, 7), Fraction(10**20, 3)]
)
def test_a_root_beside_a_kink_of_any_size(root: Fraction) -> None:
    found = MonotoneRoot(lambda x: abs(x - ball_of(root / 2)) + 2 * x - ball_of(5 * root / 2))
    low, high = found.enclose(40)
    assert 0 < low <= root <= high
    assert (high - low) * 10**40 <= low


def test_a_root_that_is_not_smooth_is_looked_for_from_2_to_the_minus_16384_to_2_to_the_16384() -> None:
    """An end itself is no longer looked at from both sides."""
    for size in (Fraction(1, 1 << 16384), Fraction(1 << 16383)):
        root = size * Fraction(4, 3)
        low, high = MonotoneRoot(lambda x, root=root: x - ball_of(root)).enclose(5)  # type: ignore[misc]
        assert low <= root <= high
    for size in (Fraction(1, 1 << 16385), Fraction(1 << 16384)):
        root = size * Fraction(4, 3)
        with pytest.raises(Undecided, match=r"^the root could not be bracketed: it lies too close to the end of its "):
            MonotoneRoot(lambda x, root=root: x - ball_of(root))  # type: ignore[misc]


@pytest.mark.parametrize("told", ["nowhere", "below", "above", "far"])
def test_a_function_whose_sign_is_open_beside_a_point_has_no_root_there(told: str) -> None:
    """At 1 it is open, which may be the root; at a half and at 2 it must be told."""

    def function(x: arb) -> arb:
        if told == "far":
            return x - 1 if x < 1 or x > 10 else arb(0, 1)
        if (told == "below" and x < 1) or (told == "above" and x > 1):
            return x - 1
        return arb(0, 1)

    with pytest.raises(Undecided) as caught:
        MonotoneRoot(function)
    assert str(caught.value) == "the root could not be bracketed: the function does not separate from 0"


def test_a_root_at_a_power_of_2_is_enclosed_from_both_sides() -> None:
    for exponent in (-3, 0, 1, 64):
        low, high = MonotoneRoot(lambda x, at=exponent: abs(x) - arb(2) ** at).enclose(30)  # type: ignore[misc]
        assert low <= Fraction(2) ** exponent <= high
        assert (high - low) * 10**30 <= low


@pytest.mark.parametrize("width", ["1/8", "1/2"])
def test_a_sign_that_is_open_around_the_middle_is_asked_elsewhere(width: str) -> None:
    """Where it is open on more than a quarter of the bracket, the root is not enclosed more narrowly."""
    half = ball_of(Fraction(width)) / 2

    def function(x: arb) -> arb:
        return arb(0, 1) if abs(x - arb(3) / 2) < half else x - arb(3) / 2

    root = MonotoneRoot(function)
    with pytest.raises(Undecided) as caught:
        root.enclose(5)
    assert str(caught.value) == "the root could not be narrowed: the function does not separate from 0"
    ends = root._low, root._high
    assert ends[0] <= Fraction(3, 2) - Fraction(width) / 2 < Fraction(3, 2) + Fraction(width) / 2 <= ends[1]
    assert ends[1] - ends[0] <= 4 * Fraction(width)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("error", "steps"), [(70, 1), (40, 2), (20, 3)])
def test_a_guess_is_proved_in_a_ball_as_wide_as_it_is_good(
    error: int, steps: int, sign: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 128 bits: to a half of them, a quarter or an eighth, whatever the size of the root."""
    for size in (-90, 0, 90):
        values: list[arb] = []

        def value(x: arb, size: int = size, values: list[arb] = values) -> arb:
            values.append(x)
            return x**3 - 3 * sign * arb(2) ** (3 * size)

        with mpmath.workprec(300):
            guess = sign * mpmath.cbrt(3) * (1 + mpmath.mpf(2) ** -error) * mpmath.mpf(2) ** size
        monkeypatch.setattr(mpmath, "findroot", lambda *_, guess=guess, **__: guess)
        near, far = sign * arb(2) ** size, 2 * sign * arb(2) ** size
        root = CertifiedRoot(value, lambda x: 3 * x * x, *((near, far) if sign > 0 else (far, near)))
        assert len(values) == 2 + steps  # the signs at both ends, and one value a step
        low, high = root.enclose(50)
        assert low**3 <= 3 * sign * Fraction(2) ** (3 * size) <= high**3


@pytest.mark.parametrize(("low", "high"), [("1/2", "3"), ("-3", "-1/8"), ("-2", "5"), ("1048576", "2097153")])
def test_a_guess_is_looked_for_between_the_ends_with_the_function_itself(
    low: str, high: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    middle = (Fraction(low) + Fraction(high)) / 2

    def exact(x: mpmath.mpf) -> Fraction:
        sign, mantissa, exponent, _ = x._mpf_
        return Fraction(-int(mantissa) if sign else int(mantissa)) * Fraction(2) ** int(exponent)

    def found(value: Any, ends: tuple[mpmath.mpf, mpmath.mpf], **options: Any) -> mpmath.mpf:
        assert tuple(map(exact, ends)) == (Fraction(low), Fraction(high))
        for point in (*ends, mpmath.mpf(3) / 8, mpmath.mpf(-5), mpmath.mpf(96)):
            assert exact(value(point)) == exact(point) - middle
        assert options["tol"] == mpmath.mpf(2) ** -mpmath.mp.prec
        asked.append(mpmath.mp.prec)
        return mpmath.mpf(middle.numerator) / middle.denominator

    monkeypatch.setattr(mpmath, "findroot", found)
    root = CertifiedRoot(
        lambda x: x - ball_of(middle), lambda x: arb(1), ball_of(Fraction(low)), ball_of(Fraction(high))
    )
    assert asked == [128]
    assert root.enclose(20) == (middle, middle)


@pytest.mark.parametrize("size", [1, 10, 10**6, 10**40])
def test_the_signs_at_both_ends_are_checked_however_small_the_values(size: int) -> None:
    for shift in (
        Fraction(0),
        Fraction(1),
        Fraction(2),
        Fraction(3),
    ):  # x − shift, from 1 to 2: of one sign, or 0 at an end

        def function(x: arb, shift: Fraction = shift) -> arb:
            return (x - ball_of(shift)) / size

        with pytest.raises(
            Undecided, match=r"^the root could not be located: it lies too close to the end of its range$"
        ):
            CertifiedRoot(function, lambda x: arb(1) / size, arb(1), arb(2))
    root = CertifiedRoot(lambda x: (x - ball_of(Fraction(5, 3))) / size, lambda x: arb(1) / size, arb(1), arb(2))
    assert Fraction(5, 3) in root.enclose(30)


def _bent(target: Fraction, bend: Fraction) -> Callable[[arb], tuple[arb, arb, arb, arb]]:
    """u + bend·u⁴ − target with its derivatives, u = x − 1."""

    def function(x: arb) -> tuple[arb, arb, arb, arb]:
        u, b = x - 1, ball_of(bend)
        square = u * u
        return u + b * square * square - ball_of(target), 1 + 4 * b * square * u, 12 * b * square, 24 * b * u

    return function


@pytest.mark.parametrize("least", [0, 24])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_end_of_a_series_is_bounded_by_the_largest_step(sign: int, least: int) -> None:
    """The slope over the first ball is 1 ± 0.26, so the step is about as wide as it is long, and so is its power."""
    bend, target = Fraction(26, 2400) * 2**60, sign * Fraction(1, 2) / 2**20
    fourth = 24 * ball_of(bend)
    root = RootNearGuess.near(_bent(target, bend), lambda ball: fourth.union(least * fourth / 24), 1.0)
    assert root is not None
    for low, high in (bounds_of(root._known), root.enclose(30)):
        low, high = low - 1, high - 1
        assert low + bend * low**4 <= target <= high + bend * high**4


@pytest.mark.parametrize("sign", [1, -1])
def test_a_root_is_proved_by_a_plain_step_that_stays_within_the_ball(sign: int) -> None:
    """The slope over the ball is 1 ± 0.26: 0.7 of the radius divided by 0.74 is within it, and 0.8 is not."""
    bend = Fraction(26, 2400) * 2**60
    for share, is_proved in ((Fraction(7, 10), True), (Fraction(8, 10), False)):
        found = RootNearGuess.near(_bent(sign * share / 2**20, bend), lambda ball: 24 * ball_of(bend), 1.0)
        assert (found is not None) is is_proved


@pytest.mark.parametrize("spoiled", ["flat", "far", "nowhere"])
@pytest.mark.parametrize("near", [True, False])
def test_a_step_that_fails_leaves_the_root_as_it_was_known(near: bool, spoiled: str) -> None:
    """A slope that may be 0, a step to where the root is not, a value that is none: no digit is made up from them."""
    good = [True]

    def value(x: arb) -> arb:
        if good[0] or spoiled == "flat":
            return x**3 - 2
        return arb("nan") if spoiled == "nowhere" else x**3 - 3

    def slope(x: arb) -> arb:
        return 3 * x * x if good[0] or spoiled != "flat" else arb(0, 1)

    if near:
        found = RootNearGuess.near(lambda x: (value(x), slope(x), 6 * x, arb(6)), lambda ball: arb(0), 2 ** (1 / 3))
        assert found is not None
        root: RootNearGuess | CertifiedRoot = found
    else:
        root = CertifiedRoot(value, slope, arb(1), arb(2))
    known = root._known
    good[0] = False
    with pytest.raises(Undecided, match=r"^1000 digits could not be certified"):
        root.enclose(1000)
    assert bounds_of(root._known) == bounds_of(known)
    low, high = root.enclose(5)  # as before
    assert low**3 <= 2 <= high**3


@pytest.mark.parametrize("below", [1, 10**-6, 10**6])
@pytest.mark.parametrize("power", [1, 9])
@pytest.mark.parametrize("root", [Fraction(1, 3), Fraction(5, 7), Fraction(9, 4), Fraction(1000, 3)])
def test_a_cell_that_is_guessed_wrongly_is_not_taken(below: float, power: int, root: Fraction) -> None:
    """Steep on one side and flat on the other, and bent: the chord misses the root, by up to all of the bracket."""
    asked = 0

    def function(x: arb) -> arb:
        nonlocal asked
        asked += 1
        far = (x / ball_of(root)) ** power - 1
        return (1 + arb(below)) * far + (1 - arb(below)) * abs(far)

    found = MonotoneRoot(function)
    for digits in (3, 40, 200):
        low, high = found.enclose(digits)
        assert low <= root <= high
        assert high - low <= root / 10**digits
    if below == 1:
        assert asked < (50 if power == 1 else 80)  # to halve the bracket takes 700 signs


def test_where_the_chord_is_level_the_bracket_is_halved() -> None:
    """All of the function is lost at the precision of the chord, and not at that of the signs."""
    root = Fraction(9, 7)
    low, high = MonotoneRoot(lambda x: x - ball_of(root) if ctx.prec > 200 else arb(0, 1)).enclose(5)
    assert low <= root <= high
    assert (high - low) * 10**5 <= low


coefficients = st.integers(-6, 6)


@example(-6, 1, 0, Fraction(1), 1)  # the second derivative and the third together are next to 0
@example(0, -1, 0, Fraction(1), 1)
@given(coefficients, coefficients, coefficients, st.fractions(-1, 1, max_denominator=4), st.sampled_from([1, 2]))
def test_a_step_from_anywhere_in_the_ball_holds_the_root(b: int, c: int, d: int, off: Fraction, size: int) -> None:
    """Of 90h + bh² + ch³ + dh⁴ with h = x − 2, in balls around 2 + off that reach 2."""

    def evaluate(x: arb) -> tuple[arb, arb, arb, arb]:
        h = x - 2
        value = h * (90 + h * (b + h * (c + h * d)))
        return value, 90 + h * (2 * b + h * (3 * c + 4 * h * d)), 2 * b + h * (6 * c + 12 * h * d), 6 * c + 24 * h * d

    ball = ball_of(2 + off) + arb(0, ball_of(abs(off) * size + Fraction(1, 100)))
    steps = RootNearGuess(evaluate, arb(24 * abs(d)), ball, lambda: None)._steps(ball)
    if steps is not None:
        assert steps[0].contains(2)
        assert steps[1].contains(2)


def test_a_root_is_looked_for_from_a_guess_of_any_length() -> None:
    with working_precision(400):
        guess = arb(2).sqrt().mid()
    low, high = increasing_root(lambda x: x * x * x - 3, lambda x: 3 * x * x, guess).enclose(30)
    assert low**3 < 3 < high**3
