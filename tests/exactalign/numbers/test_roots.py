"""Certified roots contain the root and nothing much beside it."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise
from math import ceil, log
from typing import Any

import mpmath
import pytest
from flint import arb, ctx, fmpz
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactalign import Undecided
from exactalign.numbers.brackets import bracket
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.monotone_root import MonotoneRoot
from exactalign.numbers.precision import bits_for
from exactalign.numbers.roots import CertifiedRoot, RootNearGuess, increasing_root
from exactalign.testing.strategies import rationals
from tests.exactalign.high_precision import check, number

targets = st.builds(
    lambda m, e: m * Fraction(10) ** e, rationals(Fraction(1, 9), 9, max_denominator=30), st.integers(-60, 60)
)


@settings(max_examples=60, deadline=None)
@given(targets, st.sampled_from([2, 3, 7]), st.integers(1, 200), st.integers(-40, 40))
def test_roots_of_powers(target: Fraction, power: int, digits: int, guess: int) -> None:
    root = increasing_root(lambda x: x**power - ball_of(target), lambda x: power * x ** (power - 1), arb(2) ** guess)
    low, high = root.enclose(digits)
    assert 0 < low**power <= target <= high**power
    assert (high - low) * 10**digits <= low


@settings(max_examples=40, deadline=None)
@given(targets, st.integers(1, 60))
def test_roots_of_transcendental_functions(target: Fraction, digits: int) -> None:
    # x·e^x = target: Lambert's W.
    root = increasing_root(lambda x: x * x.exp() - ball_of(target), lambda x: (1 + x) * x.exp(), arb(1))
    with mpmath.workdps(4 * digits + 140):
        truth = mpmath.lambertw(number(target)).real
    check(root, truth, digits, error=Fraction(1, 10 ** (3 * digits + 70)))


def test_a_guess_that_is_the_root() -> None:
    # Exactly 0 at the guess, and a ball around 0 at every precision there.
    exact = increasing_root(lambda x: x - 3, lambda x: arb(1), arb(3))
    assert 3 in exact.enclose(30)
    hidden = increasing_root(lambda x: x.log() - arb(2).log(), lambda x: 1 / x, arb(2))
    assert 2 in hidden.enclose(30)
    assert hidden.enclose(30).width <= Fraction(2, 10**30)


def test_an_exact_root_on_the_way_of_bisection() -> None:
    root = CertifiedRoot(lambda x: x - 2, lambda x: arb(1), arb(1), arb(3))
    assert 2 in root.enclose(50)


def test_a_slope_that_hides_the_root_at_first() -> None:
    # Very flat, then very steep: Newton from afar would fly away.
    function, derivative = (lambda x: x**51 - arb(2) ** 5100), (lambda x: 51 * x**50)
    assert 2**100 in increasing_root(function, derivative, arb(1)).enclose(40)


def test_no_root_is_found_where_there_is_none() -> None:
    with pytest.raises(Undecided, match="root"):
        CertifiedRoot(lambda x: x + 1, lambda x: arb(1), arb(1), arb(2))  # positive throughout
    with pytest.raises(Undecided, match="root"):
        increasing_root(lambda x: -(-x).exp(), lambda x: (-x).exp(), arb(1))  # tends to 0 from below


def test_digits_lost_to_cancellation_are_made_up() -> None:
    big = arb(fmpz(10) ** 300)
    root = increasing_root(lambda x: (x + big) - big - ball_of(Fraction(1, 3)), lambda x: arb(1), arb(1))
    low, high = root.enclose(40)
    assert low <= Fraction(1, 3) <= high
    assert (high - low) * 10**40 <= low


def test_the_precision_is_restored_when_the_function_fails() -> None:
    before = ctx.prec

    def broken(x: arb) -> arb:
        raise KeyError

    with pytest.raises(KeyError):
        increasing_root(broken, broken, arb(1))
    with pytest.raises(Undecided):
        CertifiedRoot(lambda x: arb("nan"), lambda x: arb("nan"), arb(1), arb(2))
    calls = [0]

    def later(x: arb) -> arb:
        calls[0] += 1
        if calls[0] > 60:
            raise KeyError
        return x * x - 2

    root = CertifiedRoot(later, lambda x: 2 * x, arb(1), arb(2))
    calls[0] = 100
    with pytest.raises(KeyError):
        root.enclose(1000)
    assert ctx.prec == before
    calls[0] = -1000
    assert root.enclose(100).width < Fraction(1, 10**99)


def test_one_root_in_many_threads() -> None:
    root = increasing_root(lambda x: x * x - 2, lambda x: 2 * x, arb(1))
    start = threading.Barrier(4)
    before = ctx.prec

    def work(digits: int) -> Any:
        start.wait(timeout=20)
        return [root.enclose(d) for d in range(digits, 400, 23)]

    with ThreadPoolExecutor(4) as pool:
        found = [bounds for many in pool.map(work, [3, 5, 9, 14]) for bounds in many]
    assert all(low * low <= 2 <= high * high for low, high in found)
    assert ctx.prec == before


@pytest.mark.parametrize("at", [0, 1, -1, 5, -37, 1000, -4096])
def test_brackets(at: int) -> None:
    asked: list[int] = []

    def sign(exponent: int) -> int:
        asked.append(exponent)
        return 1 if exponent > at else -1

    assert bracket(sign, 5000) == (at, at + 1, False)
    grown = next(k for k in range(14) if (at < 2**k - 1 if at >= 0 else at >= 1 - 2**k))
    if 2**grown - 1 <= 5000:  # at 0, ±1, ±3, ±7, … until the sign changes, and by halves from there
        assert [abs(exponent) for exponent in asked[: grown + 1]] == [2**k - 1 for k in range(grown + 1)]
        assert len(asked) == 2 * grown
    assert len(asked) <= 2 * max(abs(at), 1).bit_length() + 4
    assert bracket(lambda e: (e > at) - (e < at), 5000) == (at - 1, at + 1, True)


@pytest.mark.parametrize("sign", [1, -1])
def test_no_bracket_without_a_change_of_sign(sign: int) -> None:
    with pytest.raises(Undecided, match="could not be bracketed"):
        bracket(lambda exponent: sign, 100)
    assert bracket(lambda exponent: sign if abs(exponent) < 100 else -sign, 100).is_open is False


def test_a_root_beside_a_kink_takes_few_evaluations() -> None:
    calls = [0]

    def function(x: arb) -> arb:
        calls[0] += 1
        return abs(x - 1) + x * x - 4

    root = MonotoneRoot(function)
    low, high = root.enclose(200)
    assert low <= high <= low * (1 + Fraction(1, 10**199))
    assert calls[0] < 120
    calls[0] = 0
    root.enclose(1000)
    assert calls[0] < 60


@settings(max_examples=60, deadline=None)
@example(Fraction(1), 1e-14)
@given(rationals(Fraction(1, 9), 9, max_denominator=30), st.sampled_from([0.0, 1e-14, -1e-9, 1e-3, -0.5, 3.0]))
def test_a_root_near_a_guess_is_proved_or_there_is_none(target: Fraction, error: float) -> None:
    asked: list[int] = []

    def fifth(x: arb) -> tuple[arb, arb, arb, arb]:
        asked.append(ctx.prec)
        return x**5 - ball_of(target), 5 * x**4, 20 * x**3, 60 * x * x

    guess = float(target) ** (1 / 5) * (1 + error)
    prepared: list[int] = []
    root = RootNearGuess.near(fifth, lambda ball: 120 * ball, guess, lambda: prepared.append(ctx.prec))
    assert (root is None) == (abs(error) > 1e-6)
    if root is not None:
        low, high = root.enclose(30)
        assert 0 < low**5 <= target <= high**5
        asked.clear()
        low, high = root.enclose(1000)
        assert 0 < low**5 <= target <= high**5
        assert (high - low) * 10**1000 <= low
        # What is kept is computed once, as the last step needs it; at 1 a step meets the root itself, before the last.
        assert not asked or prepared[-1] == max(asked) or (target == 1 and prepared[-1] > max(asked))
        assert len(asked) <= 4  # every step leaves four times the digits


@settings(max_examples=60, deadline=None)
@given(rationals(-1, 1, max_denominator=1000), st.integers(-30, 30))
def test_the_end_of_the_series_is_not_forgotten(target: Fraction, error: int) -> None:
    """Close to an inflection the third derivative alone bends the function."""
    target /= 10**9

    def function(x: arb) -> tuple[arb, arb, arb, arb]:
        u = x - 1
        return 10**6 * u * u * u + u - ball_of(target), 3 * 10**6 * u * u + 1, 6 * 10**6 * u, arb(6 * 10**6)

    root = RootNearGuess.near(function, lambda ball: arb(0), float(1 + target) + error * 2.0**-50)
    assert root is not None
    for digits in (30, 40, 100):
        low, high = (end - 1 for end in root.enclose(digits))
        assert 10**6 * low**3 + low <= target <= 10**6 * high**3 + high


@pytest.mark.parametrize("guess", [ValueError, ZeroDivisionError, "0", "-1", "100", "1.9"])
def test_a_guess_that_fails_or_lies_outside_is_made_up_by_bisection(guess: Any) -> None:
    def found(*_: object, **__: object) -> mpmath.mpf:
        if isinstance(guess, str):
            return mpmath.mpf(guess)
        raise guess

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mpmath, "findroot", found)
        root = CertifiedRoot(lambda x: x**3 - 3, lambda x: 3 * x * x, arb(1), arb(2))
    low, high = root.enclose(50)
    assert low**3 <= 3 <= high**3
    assert (high - low) * 10**50 <= low


@pytest.mark.parametrize("order", [2, 4])
def test_no_step_more_and_no_precision_higher_than_a_root_needs(order: int) -> None:
    """A step leaves twice the digits, or four times; the last just reaches what is asked for."""
    values: list[int] = []
    slopes: list[int] = []

    def value(x: arb) -> arb:
        values.append(ctx.prec)
        return x * x * x - 2

    def slope(x: arb) -> arb:
        slopes.append(ctx.prec)
        return 3 * x * x

    def jet(x: arb) -> tuple[arb, arb, arb, arb]:
        return value(x), 3 * x * x, 6 * x, arb(6)

    near = RootNearGuess.near(jet, lambda ball: arb(0), 1.2599210498)
    root = increasing_root(value, slope, arb(1)) if order == 2 else near
    assert root is not None
    for digits in (50, 100, 1000, 10_000):
        known, wanted = root._known.rel_accuracy_bits(), bits_for(digits)
        values.clear()
        slopes.clear()
        low, high = root.enclose(digits)
        assert low**3 <= 2 <= high**3
        assert len(values) == max(ceil(log(wanted / known, order)), 0)
        assert all(wanted < bits < wanted + 64 for bits in values[-1:])
        assert all(after / order < before < after / order + 64 for before, after in pairwise(values))
        assert all(bits / 2 < half <= bits / 2 + 64 for half, bits in zip(slopes, values, strict=False))
        assert len(slopes) == (len(values) if order == 2 else 0)


@pytest.mark.parametrize("digits", range(1, 12))
def test_a_root_beside_a_kink_to_few_digits(digits: int) -> None:
    root = MonotoneRoot(lambda x: abs(x - 1) + x * x - 4)  # x² + x = 5
    low, high = root.enclose(digits)
    assert low * low + low <= 5 <= high * high + high
    assert (high - low) * 10**digits <= low


@pytest.mark.parametrize("is_narrow", [True, False])
def test_no_root_is_looked_for_where_a_narrow_interval_holds_it(
    is_narrow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[arb] = []

    def middle(_: CertifiedRoot, low: arb, high: arb) -> arb:
        looked.append(low)
        return ((low + high) / 2).mid()

    monkeypatch.setattr(CertifiedRoot, "_candidate", middle)
    low = (1 << 16) + is_narrow  # 2^16 of its widths are below it, or just not
    goal = low + Fraction(1, 3)
    root = CertifiedRoot(lambda x: x * x - ball_of(goal * goal), lambda x: 2 * x, arb(low), arb(low + 1))
    assert looked == [] if is_narrow else looked != []
    bounds = root.enclose(30)
    assert goal in bounds
    assert bounds.width * 10**30 <= bounds.lower


@pytest.mark.parametrize("order", [2, 3, 4])
def test_a_bound_on_a_derivative_counts_by_the_size_of_the_ball(order: int) -> None:
    """Over a ball of radius r the slope is 1 ± r^(order − 1)·bound: where that may be 0, no root is proved."""

    def near(size: int, guess: float) -> RootNearGuess | None:
        def jet(x: arb) -> tuple[arb, arb, arb, arb]:
            value = x - 1 - ball_of(Fraction(1, 10**9))
            return value, arb(1), arb(size * (order == 2)), arb(size * (order == 3))

        return RootNearGuess.near(jet, lambda ball: arb(size * (order == 4)), guess)

    for guess, shift in ((1.0000005, 20), (1.000000001, 48)):  # the radius is that far below the guess
        assert near(1 << ((order - 1) * shift - 6), guess) is not None
        assert near(1 << ((order - 1) * shift + 1), guess) is None


def test_where_locating_a_root_is_given_up() -> None:
    asked: list[int] = []

    def open_everywhere(x: arb) -> arb:
        asked.append(ctx.prec)
        return arb(0, 1)

    with pytest.raises(Undecided, match="the root could not be located: it lies too close to the end of its range"):
        CertifiedRoot(open_everywhere, lambda x: arb(1), arb(1), arb(2))
    assert max(asked) == 2**16
    assert sorted(set(asked)) == [2**k for k in range(7, 17)]


@pytest.mark.parametrize("low", [-1, -3])
def test_a_root_of_which_the_slope_is_0_is_found_where_it_is_halved(low: int) -> None:
    """No Newton step proves the root of x³, but the bracket is cut at it."""
    root = CertifiedRoot(lambda x: x**3, lambda x: 3 * x * x, arb(low), arb(1))
    assert root.ball(100) == 0


def test_a_root_that_nobody_needs_is_freed_at_once() -> None:
    """A root that refers to itself waits for the collector of garbage."""
    gc.collect()
    gc.disable()
    try:
        assert RootNearGuess.near(lambda x: (x * x - 2, 2 * x, arb(2), arb(0)), lambda ball: arb(0), 2**0.5) is not None
        assert increasing_root(lambda x: x * x - 2, lambda x: 2 * x, arb(1)).enclose(9).agrees(9)
        assert gc.collect() == 0
    finally:
        gc.enable()
