"""Enclosures contain what they should, are as tight as asked, and never guess."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, ctx, fmpq, fmpz
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import EnclosedReal, Enclosure, LogForm, Undecided, log, oo
from exactalign.exceptions import NotExactError, ParameterError
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.digits import decimal_exponent
from exactalign.numbers.enclosed import Refinable, ball_of, certain_digits
from exactalign.numbers.enclosures import bounds_of, sign_of_ball
from exactalign.numbers.precision import bits_for, working_precision
from exactalign.testing.strategies import rationals
from tests.exactalign.small_models import positive_fractions, small_fractions

PI = EnclosedReal(arb.pi)
ROOT_TWO = EnclosedReal(lambda: arb(2).sqrt())
ZERO = ROOT_TWO * ROOT_TWO - 2


def exact(value: mpmath.mpf) -> Fraction:
    sign, mantissa, exponent, _ = value._mpf_
    return Fraction((-1) ** sign * int(mantissa)) * Fraction(2) ** exponent


@given(rationals(max_denominator=10**6), rationals(min_value=0, max_value=1, max_denominator=1000))
def test_bounds_contain_every_point_of_the_ball(middle: Fraction, share: Fraction) -> None:
    with working_precision(40):
        ball = ball_of(middle) + arb(0, 0.01)
    low, high = bounds_of(ball)
    point = low + share * (high - low)
    assert low <= middle - Fraction(1, 100) < middle + Fraction(1, 100) <= high
    assert low <= point <= high
    with working_precision(4000):
        assert ball.contains(arb(fmpz(low.numerator)) / arb(fmpz(low.denominator)))  # dyadic: exact
        assert ball.contains(arb(fmpz(high.numerator)) / arb(fmpz(high.denominator)))


def test_bounds_are_exact_at_any_precision_in_force() -> None:
    with working_precision(500):
        ball = arb(1) / 3
    with working_precision(10):
        low, high = bounds_of(ball)
    assert low < Fraction(1, 3) < high
    assert high - low < Fraction(1, 2**490)


Unary = tuple[Callable[[EnclosedReal], EnclosedReal], Callable[[Any], Any]]
FUNCTIONS: list[Unary] = [
    (lambda x: x.exp(), mpmath.exp),
    (lambda x: x.log(), mpmath.log),
    (lambda x: x.sqrt(), mpmath.sqrt),
    (lambda x: 1 / x, lambda x: 1 / x),
    (lambda x: x * x - 3, lambda x: x * x - 3),
    (lambda x: (x - 1).exp() * x - log(3), lambda x: mpmath.exp(x - 1) * x - mpmath.log(3)),
    (lambda x: -x / 7 + Fraction(1, 3), lambda x: -x / 7 + mpmath.mpf(1) / 3),
]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FUNCTIONS), positive_fractions, st.integers(1, 60))
def test_enclosures_contain_the_value_and_are_tight(functions: Unary, point: Fraction, digits: int) -> None:
    function, oracle = functions
    with mpmath.workdps(4 * digits + 60):
        truth = exact(mpmath.mpf(1) * oracle(mpmath.mpf(point.numerator) / point.denominator))
    assume(abs(truth) > Fraction(1, 10**30))
    error = abs(truth) / 10 ** (4 * digits + 20)
    bounds = function(EnclosedReal.of(point)).enclose(digits)
    assert bounds.lower <= truth + error
    assert truth - error <= bounds.upper
    assert bounds.width * 10**digits <= min(abs(bounds.lower), abs(bounds.upper))


@pytest.mark.slow
@given(small_fractions, small_fractions)
def test_comparisons_of_exact_values(a: Fraction, b: Fraction) -> None:
    assume(a != b)
    x, y = EnclosedReal.of(a), EnclosedReal.of(b)
    assert (x < y) == (x <= y) == (a < b)
    assert (x > y) == (x >= y) == (a > b)
    assert (x < b) == (a < b)
    assert (a < y) == (a < b)
    assert x != y
    assert x.compare(b) == (1 if a > b else -1)


def test_comparisons_with_other_numbers() -> None:
    assert PI > 3
    assert PI.__gt__(3)
    assert Fraction(4).__gt__(PI) is NotImplemented  # so PI is asked
    assert PI < 4
    assert log(23) < PI < log(24)
    assert -oo < PI < oo
    assert not PI.__gt__(oo)
    assert oo > PI
    assert PI not in (oo, -oo)
    assert PI != "pi"
    assert bool(PI)
    assert abs(float(PI) - 3.141592653589793) == 0
    assert PI.approximate() == float(PI)


def test_equality_is_never_guessed() -> None:
    for question in (
        lambda: ROOT_TWO * ROOT_TWO == 2,
        lambda: ROOT_TWO * ROOT_TWO != 2,
        lambda: ROOT_TWO * ROOT_TWO <= 2,
        lambda: ZERO.sign(),
        lambda: EnclosedReal(lambda: arb(0)).sign(),
        lambda: bool(ZERO),
        lambda: PI.compare(PI, max_bits=256),
    ):
        with pytest.raises(Undecided) as caught:
            question()
        assert "\n" not in str(caught.value)
    assert isinstance(caught.value, ArithmeticError)


def test_a_number_that_may_be_0_gets_an_absolute_width() -> None:
    bounds = ZERO.enclose(10)
    assert 0 in bounds
    assert bounds.width <= Fraction(1, 10**70)


def test_reals_that_do_not_exist_are_undecided() -> None:
    for value in (EnclosedReal.of(-1).log(), 1 / EnclosedReal.of(0), 1 / ZERO, EnclosedReal(lambda: arb("nan"))):
        with pytest.raises(Undecided):
            value.enclose(3)
        assert repr(value) == "EnclosedReal(undecided)"
    assert sign_of_ball(arb("nan")) is None
    assert sign_of_ball(arb(0, 1)) is None
    assert sign_of_ball(arb(0)) == 0
    with pytest.raises(Undecided, match="not finite"):
        bounds_of(arb("nan"))


def test_precision_is_restored() -> None:
    before = ctx.prec
    with pytest.raises(ZeroDivisionError), working_precision(999):
        _raise_at(999)
    assert ctx.prec == before

    def broken() -> arb:
        assert ctx.prec > 999
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        EnclosedReal(broken).enclose(500)
    assert ctx.prec == before
    with working_precision(100):
        PI.enclose(300)
        assert ctx.prec == 100
    assert ctx.prec == before


def test_threads_do_not_disturb_each_other() -> None:
    before = ctx.prec
    start = threading.Barrier(8)

    def work(seed: int) -> bool:
        start.wait(timeout=20)
        for digits in range(5, 200, 7):
            low, high = (EnclosedReal.of(seed).sqrt() + log(seed)).enclose(digits)
            if not 0 < (high - low) * 10**digits <= low:
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, [2, 3, 5, 7, 11, 13, 17, 19]))
    assert ctx.prec == before


@pytest.mark.parametrize("digits", [0, -1, 2.0, True, "5", None, MAX_DIGITS + 1])
def test_digits_are_checked(digits: Any) -> None:
    with pytest.raises(ParameterError, match=r"^digits is "):
        PI.enclose(digits)


def test_operands_are_exact() -> None:
    for call in (lambda: PI + 0.5, lambda: 0.5 * PI, lambda: PI < 3.5, lambda: EnclosedReal.of(0.5)):
        with pytest.raises(NotExactError):
            call()
    for call in (lambda: PI + "1", lambda: PI + True, lambda: PI < "4", lambda: PI * None):
        with pytest.raises(TypeError):
            call()
    assert type(log(2) + PI) is type(PI + log(2)) is EnclosedReal
    assert Fraction(1, 2) - PI < 0
    assert EnclosedReal.of(PI) is PI
    assert +PI is PI


def test_long_sums_are_flat() -> None:
    total = EnclosedReal.sum(ROOT_TWO for _ in range(5000))
    assert total.enclose(10).lower < (ROOT_TWO * 5000).enclose(20).upper
    assert total > 7071
    assert EnclosedReal.sum([]).enclose(5) == Enclosure(Fraction(0), Fraction(0))


def test_enclosure_is_a_pair() -> None:
    bounds = Enclosure(Fraction(1, 3), Fraction(1, 2))
    low, high = bounds
    assert (low, high) == (Fraction(1, 3), Fraction(1, 2))
    assert bounds.width == Fraction(1, 6)
    assert bounds.midpoint == Fraction(5, 12)
    assert "0.4" in bounds
    assert "0.3" not in bounds
    assert repr(bounds) == "Enclosure(1/3, 1/2)"


def test_infinity() -> None:
    assert oo == oo
    assert oo != -oo
    negated = -oo
    assert hash(oo) == hash(-negated)
    assert -oo < log(2) < oo
    assert Fraction(10) ** 50 < oo
    assert not oo < 1
    assert oo >= oo
    assert oo <= oo
    assert float(-oo) == float("-inf")
    assert (repr(oo), repr(-oo)) == ("oo", "-oo")
    with pytest.raises(AttributeError):
        oo.sign = -1


@given(positive_fractions, st.integers(-40, 40), st.integers(1, 20), st.booleans())
def test_certain_digits_are_never_wrong(value: Fraction, exponent: int, digits: int, root: bool) -> None:
    number = EnclosedReal.of(value * Fraction(10) ** exponent)
    truth = number.sqrt() if root else number
    for candidate in (truth, -truth):
        text = certain_digits(candidate, digits)
        assert "\n" not in text
        low, high = candidate.enclose(60)
        if "±" in text:
            center, radius = (Fraction(part) for part in text.split("±"))
            assert abs(low - center) <= radius
            assert abs(high - center) <= radius
            continue
        shown = Fraction(text.replace("…", ""))
        step = Fraction(10) ** _last_place(text.replace("…", ""))
        assert abs(shown) <= max(abs(low), abs(high))
        assert min(abs(low), abs(high)) < abs(shown) + step
        assert shown * low >= 0


def test_certain_digits_of_a_possible_zero() -> None:
    assert certain_digits(ZERO, 5) == "0.00000…"
    assert str(PI) == "3.14159265358979…"
    assert str(-PI) == "-3.14159265358979…"


@given(positive_fractions, st.integers(-300, 300))
def test_decimal_exponent(value: Fraction, shift: int) -> None:
    scaled = value * Fraction(10) ** shift
    exponent = decimal_exponent(scaled)
    assert Fraction(10) ** exponent <= scaled < Fraction(10) ** (exponent + 1)


def test_refining_reuses_what_is_known() -> None:
    calls = []

    def counted() -> arb:
        calls.append(ctx.prec)
        return arb(2).sqrt()

    value = EnclosedReal(counted)
    value.enclose(100)
    seen = len(calls)
    value.enclose(20)
    assert float(value) == 2**0.5
    assert len(calls) == seen


@pytest.mark.parametrize("make", [lambda: log(2), lambda: log(2) * log(3), lambda: EnclosedReal.of(2).sqrt() - 2])
@pytest.mark.parametrize("wrapped", [False, True])
def test_bounds_have_the_bits_that_are_asked_for_whatever_was_asked_before(
    make: Callable[[], Refinable], wrapped: bool
) -> None:
    fresh, used = make(), make()
    used.ball(60_000)
    if wrapped:
        used = EnclosedReal.of(used)
    for digits in (15, 30, 900):
        first, later = fresh.enclose(digits), used.enclose(digits)
        assert later.lower <= first.upper
        assert first.lower <= later.upper
        assert later.lower.denominator.bit_length() <= first.lower.denominator.bit_length() + 70
        exactly = used.enclose(10_000)
        assert later.lower <= exactly.lower
        assert exactly.upper <= later.upper


def test_what_is_known_exactly_stays_exact() -> None:
    number = EnclosedReal(lambda: arb(3) ** 100)
    number.ball(1000)
    assert number.enclose(5) == Enclosure(Fraction(3**100), Fraction(3**100))


def test_log_forms_enclose_alike() -> None:
    assert isinstance(log(2), LogForm)
    assert log(2).enclose(30).width < Fraction(1, 10**30)
    assert EnclosedReal.of(log(2)) > Fraction(693, 1000)


def _raise_at(bits: int) -> None:
    assert ctx.prec == bits
    raise ZeroDivisionError


def _last_place(text: str) -> int:
    mantissa, _, exponent = text.partition("e")
    return int(exponent or 0) - len(mantissa.partition(".")[2])


@pytest.mark.parametrize("sign", [1, -1])
def test_bounds_past_what_can_be_written_out(sign: int) -> None:
    tiny = Fraction(1, 1 << (1 << 24))
    with working_precision(64):
        small = sign * arb(-(10**9)).exp()
        huge = sign * arb(10**9).exp()
        mixed = sign * arb(3) + sign * arb(0, arb(-(10**9)).exp())
        around = arb(0, arb(-(10**9)).exp())
    low, high = bounds_of(small)
    assert (low, high) == ((0, tiny) if sign > 0 else (-tiny, 0))
    assert bounds_of(around) == (-tiny, tiny)
    assert bounds_of(arb(3) * arb(2) ** -(1 + (1 << 24))) == (tiny, 2 * tiny)  # between two that are written out
    edge = Fraction(5, 1 << (1 << 24))  # about nothing, with a radius at the edge of what is written out
    low, high = bounds_of(arb(0, arb(5) * arb(2) ** -(1 << 24)))
    assert low == -high
    assert edge <= high <= edge * 2**31
    low, high = bounds_of(mixed)
    assert low <= 3 * sign <= high
    assert 0 < high - low < Fraction(1, 10**9)
    with pytest.raises(Undecided, match="not written out"):
        bounds_of(huge)


def test_a_number_too_large_to_be_written_out_is_refused() -> None:
    with pytest.raises(Undecided, match="may exceed"):
        bounds_of(arb(2) ** (1 << 25))
    with pytest.raises(Undecided, match="may exceed"):
        bounds_of(arb(0, arb(2) ** (1 << 25)))


def test_a_float_on_a_rounding_boundary_is_undecided() -> None:
    with pytest.raises(Undecided, match="nearest float"):
        float(ROOT_TWO * ROOT_TWO + Fraction(1, 2**52))  # 2 + half of the last place


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(1, 5), 6, "0.200000±1e-6"),
        (-Fraction(1, 5), 6, "-0.200000±1e-6"),
        (Fraction(10), 3, "10.0±1e-1"),
        (Fraction(1, 3), 4, "0.3333…"),
        (-Fraction(2, 3), 4, "-0.6666…"),
        (Fraction(2, 3) * 10**9, 4, "6.666…e+8"),
        (Fraction(2, 3) / 10**9, 1, "6…e-10"),
        (Fraction(0), 3, "0"),
    ],
)
def test_digits_that_are_certain(value: Fraction, digits: int, text: str) -> None:
    blurred = EnclosedReal(lambda: ball_of(value) * (1 + arb(0, 1) * arb(2) ** (-ctx.prec - 30)))
    assert certain_digits(blurred, digits) == text
    assert certain_digits(EnclosedReal.of(Fraction(7)), 2) == "7.0…"


def test_digits_are_given_up_one_by_one_three_at_most() -> None:
    """A number just above a short decimal, where fewer digits are on one side and more are not."""
    for digits in (2, 5, 9):
        for lost in range(4):
            just = 1 + Fraction(1, 3) + Fraction(1, 3 * 10 ** max(digits - lost, 0))
            text = certain_digits(EnclosedReal.of(just), digits)
            assert text.endswith("…")
            assert abs(Fraction(text[:-1]) - just) < Fraction(10) ** (1 - digits)


def test_a_number_that_may_be_0_is_as_wide_as_is_said() -> None:
    for digits in (1, 10, 30):
        bounds = ZERO.enclose(digits)
        assert 0 < bounds.width <= Fraction(1, 10 ** (2 * digits + 50))
    coarse = EnclosedReal(lambda: arb(0, 1) * arb(2) ** (-ctx.prec // 8))
    assert coarse.enclose(5).width <= Fraction(1, 10**60)
    assert Fraction(9, 10**57) < EnclosedReal(lambda: arb(0, 4.9e-57)).enclose(3).width < Fraction(1, 10**56)
    with pytest.raises(Undecided):
        EnclosedReal(lambda: arb(0, 5.1e-57)).enclose(3)


def test_a_ball_that_never_shrinks_is_given_up() -> None:
    asked: list[int] = []

    def wide() -> arb:
        asked.append(ctx.prec)
        return arb(3, 1)

    with pytest.raises(Undecided, match=r"^2 digits could not be certified with \d+ bits of working precision$"):
        EnclosedReal(wide).enclose(2)
    assert 60_000 < max(asked) < 200_000
    asked.clear()
    with pytest.raises(Undecided, match=r"^the nearest float could not be decided: the number lies too close"):
        float(EnclosedReal(wide))
    assert max(asked) == 1 << 14
    with pytest.raises(Undecided, match=r"^the sign could not be decided with 256 bits: the number is 0 or very close"):
        ZERO.sign(256)
    with pytest.raises(Undecided, match=r"^the sign could not be decided with 256 bits: no bounds of the number"):
        EnclosedReal.of(60).exp().exp().exp().separated_sign(256)


def test_a_ball_is_kept_for_fewer_bits_and_asked_again_for_more() -> None:
    asked: list[int] = []

    def counted() -> arb:
        asked.append(ctx.prec)
        return arb(2).sqrt()

    value = EnclosedReal(counted)
    for bits in (100, 100, 99, 101, 100):
        value.ball(bits)
    assert asked == [100, 101]


def test_bounds_from_a_longer_ball_are_at_most_twice_as_long_as_asked() -> None:
    bits = bits_for(15)
    for kept, least in ((bits, 0), (3 * bits // 2, 5 * bits // 4), (5 * bits // 2, 0), (9 * bits, 0)):
        value = EnclosedReal(lambda: arb(2).sqrt())
        value.ball(kept)
        length = value.enclose(15).lower.denominator.bit_length()
        assert least < length <= 2 * bits


def test_balls_of_every_kind_of_exact_number() -> None:
    with working_precision(80):
        for value in (3, Fraction(1, 3), fmpz(-7), fmpq(-2, 9), log(2), EnclosedReal(arb.pi), arb(5)):
            ball = ball_of(value)
            assert ball.rel_accuracy_bits() > 70
        assert ball_of(fmpq(-2, 9)).overlaps(arb(-2) / 9)
        assert ball_of(Fraction(1, 3)).overlaps(arb(1) / 3)
        assert ball_of(fmpz(-7)) == -7


def test_comparing_says_which_is_larger() -> None:
    assert (PI.compare(3), PI.compare(4), PI.compare(log(23)), ROOT_TWO.compare(PI)) == (1, -1, 1, -1)
    root = EnclosedReal.of(2).sqrt()
    near = root * root + Fraction(1, 2**300)
    with pytest.raises(Undecided, match="with 128 bits"):
        near.compare(2, 128)
    assert near.compare(2) == 1
    assert bool(near - 2)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_ball_that_ends_at_0_is_around_0(sign: int) -> None:
    """A radius that is all of the midpoint at every precision: 0 is one of the points."""

    def touching() -> arb:
        around = arb(0, arb(2) ** -ctx.prec)
        return sign * around.rad() + around

    bounds = EnclosedReal(touching).enclose(2)
    assert 0 in (bounds.lower, bounds.upper)
    assert 0 < bounds.width <= Fraction(1, 10**54)


def test_bounds_of_a_tiny_number_agree_to_the_digits_asked_for() -> None:
    """Where the ends cannot be written out, coarser ones are; those too are as close as was asked, or asked again."""
    unit, asked = arb(2) ** -(1 << 24), []

    def evaluate() -> arb:
        asked.append(ctx.prec)
        return arb(2) ** 32 * unit + (arb(0, arb(33) / 32 * unit) if len(asked) == 1 else arb(0))

    bounds = EnclosedReal(evaluate).enclose(1)
    assert len(asked) == 2
    assert bounds.agrees(1)
    assert Fraction(1 << 32, 1 << (1 << 24)) in bounds


def test_no_ball_is_made_of_a_float() -> None:
    """A ball would take its binary value for exact."""
    for value in (0.5, 2.0, None):
        with pytest.raises(TypeError):
            ball_of(value)


def test_no_set_holds_enclosed_numbers() -> None:
    """By identity a set would find two of them different, which nothing can say of two that are equal."""
    for ask in (lambda x: {x}, hash, lambda x: x in {1}, lambda x: {x: 1}):
        with pytest.raises(TypeError, match="unhashable"):
            ask(EnclosedReal(arb.pi))
