"""How often a number is enclosed anew, and how many of its digits are certain."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from flint import arb, ctx

from exactalign import EnclosedReal, LogForm, log
from exactalign.numbers import logforms
from exactalign.numbers.arithmetic import exponential, square_root
from exactalign.numbers.decimals import bounds_text
from exactalign.numbers.enclosed import Refinable, ball_of, certain_digits
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.precision import bits_for
from tests.exactalign.numbers.watching import precisions_asked


@pytest.mark.parametrize("digits", [1, 15, 60])
@pytest.mark.parametrize("lost", [0, 1, 20, 40, 60, 100, 1000])
def test_what_a_ball_falls_short_is_made_up_at_once(digits: int, lost: int) -> None:
    """By as many bits and some 32 more; where the first ball told nothing, the precision is doubled until one does."""
    asked: list[int] = []

    def evaluate() -> arb:
        asked.append(ctx.prec)
        return ball_of(Fraction(1, 3)) * (1 + arb(0, arb(2) ** (lost - ctx.prec)))

    assert EnclosedReal(evaluate).enclose(digits).agrees(digits)
    first = bits_for(digits)
    assert asked[0] == first
    if lost < 10:
        assert len(asked) == 1
    elif lost < first:
        assert len(asked) <= 2
        assert asked[-1] <= first + max(lost, 32) + 36
    else:
        assert all(after <= 2 * before + 32 for before, after in pairwise(asked))
        assert asked[-1] <= 2 * lost + first + 64


def test_a_number_without_a_finite_ball_is_asked_for_at_twice_the_precision() -> None:
    asked: list[int] = []

    def evaluate() -> arb:
        asked.append(ctx.prec)
        return arb(2).sqrt() if ctx.prec > 1000 else arb("nan")

    assert EnclosedReal(evaluate).enclose(15).agrees(15)
    assert asked == [65 << k for k in range(5)]


def test_fifteen_digits_unless_said_otherwise() -> None:
    for make in (lambda: EnclosedReal(arb.pi), lambda: LogPolynomial((log(2) * log(3)).monomials())):
        assert make().enclose() == make().enclose(15) == make().enclose(digits=15) != make().enclose(16)


def test_a_log_form_near_0_is_enclosed_by_its_own_size() -> None:
    """It is known not to be 0, so its digits agree however small it is."""
    for places in (30, 100, 400):
        for form in (log(1 + Fraction(1, 10**places)), log(2**places + 1) - places * log(2)):
            for number in (form, -form):
                bounds = number.enclose(5)
                assert bounds.agrees(5)
                assert bounds.lower * bounds.upper > 0


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("1.2345", 5, "1.234…"),
        ("1.234", 5, "1.23…"),
        ("1.23", 5, "1.2300±1e-4"),
        ("1.2", 5, "1.2000±1e-4"),
        ("1.23", 3, "1.2…"),
        ("1.2", 3, "1…"),
        ("1", 3, "1.00±1e-2"),
        ("1.2", 2, "1…"),
        ("1", 2, "1.0±1e-1"),
        ("1", 1, "1±1e0"),
        ("1.23456e9", 6, "1.2345…e+9"),
        ("1.23e9", 6, "1.23000e+9±1e4"),
        ("100", 4, "100.0±1e-1"),
    ],
)
def test_digits_of_what_is_a_short_decimal_for_all_one_knows(value: str, digits: int, text: str, sign: int) -> None:
    """A digit or two less where these are certain, which one of both sides of the decimal has; else within a unit."""
    exact = sign * Fraction(value)
    blurred = EnclosedReal(lambda: ball_of(exact) * (1 + arb(0, arb(2) ** -ctx.prec)))
    assert certain_digits(blurred, digits) == ("-" if sign < 0 else "") + text


def test_whether_logarithms_cancel_is_asked_of_algebra_once_256_bits_do_not_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of forms with long arguments once 8,192 do not, as a coprime base takes longer there."""
    asked = precisions_asked(monkeypatch)

    def zero() -> LogForm:
        return log(30) - log(6) - log(5)

    for limit, most in ((1 << 20, 256), (12, 256), (11, 8192), (1, 8192)):  # its arguments are of 5, 3 and 3 bits
        monkeypatch.setattr(logforms, "_LARGE_FORM_BITS", limit)
        for question in (LogForm.sign, LogForm.is_zero, LogForm.__hash__, LogForm.enclose):
            asked.clear()
            question(zero())
            assert max(asked) == most


def test_arguments_are_long_from_2_to_the_20_bits_together(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = precisions_asked(monkeypatch)
    monkeypatch.setattr(logforms, "stands_alone", lambda _: False)
    monkeypatch.setattr(logforms, "relation_is_trivial", lambda *_: True)  # as it is found to be, in some time
    for bits, most in ((1 << 20, 8192), ((1 << 20) - 2, 256)):
        one, other = (1 << (bits // 4 + 5)) - 1, (1 << (bits // 2 - bits // 4 - 5)) - 1
        zero = log(one * other) - log(one) - log(other)
        assert sum(a.bit_length() for a in zero.integer_terms()[0]) == bits
        asked.clear()
        assert zero.sign() == 0
        assert max(asked) == most


@pytest.mark.parametrize("digits", [1, 5, 10, 20, 30, 60, 200])
def test_what_is_not_told_from_0_is_enclosed_until_it_is_as_narrow_as_is_said(digits: int) -> None:
    asked: list[int] = []

    def around() -> arb:
        asked.append(ctx.prec)
        return arb(0, arb(2) ** -ctx.prec)

    def width(bits: int) -> Fraction:
        return bounds_of(arb(0, arb(2) ** -bits)).width

    bounds = EnclosedReal(around).enclose(digits)
    assert bounds.width == width(asked[-1]) <= Fraction(1, 10 ** (2 * digits + 50))
    assert all(width(bits) > Fraction(1, 10 ** (2 * digits + 50)) for bits in asked[:-1])
    assert all(after == before + max(before, 32) for before, after in pairwise(asked))


def test_bounds_across_a_decimal_are_asked_for_with_twice_the_digits_and_twenty() -> None:
    for digits in (3, 8, 30):
        asked: list[int] = []
        value = Fraction(1, 8) + Fraction(1, 10 ** (digits + 12))

        def evaluate(value: Fraction = value, asked: list[int] = asked) -> arb:
            asked.append(ctx.prec)
            return ball_of(value) + arb(0, arb(2) ** -ctx.prec)

        low, high = bounds_text(EnclosedReal(evaluate), digits)
        assert (Fraction(low), Fraction(high)) == (Fraction(1, 8), Fraction(1, 8) + Fraction(1, 10**digits))
        assert asked == [bits_for(digits + 3), bits_for(2 * digits + 20)]


def test_whether_two_forms_are_equal_is_told_by_algebra_however_near_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = precisions_asked(monkeypatch)
    tiny = Fraction(1, 10**1000)
    for one, other in (
        (log(6) + tiny, log(2) + log(3)),
        (log(6) - log(3) - log(2) + 1, 1 + tiny),
        (log(6) - log(3) - log(2), tiny),
    ):
        assert (one == other, one != other, other == one) == (False, True, False)
        assert (one - other).is_zero() is False
        assert bool(one - other)
    assert max(asked, default=0) <= 256
    assert log(6) < log(2) + log(3) + tiny  # of which one is larger, takes more
    assert max(asked) > 3000


def test_what_does_not_say_how_it_is_enclosed_is_refused() -> None:
    class Bare(Refinable):
        __slots__ = ()

    bare = Bare()
    bare._cached = None
    with pytest.raises(TypeError, match=r"^Bare does not say how it is enclosed$"):
        bare.ball(64)

    class Negative(Bare):
        __slots__ = ()

        def _evaluate(self) -> arb:
            return -arb(2).sqrt()

    one = Negative()
    one._cached = None
    assert one.sign() == -1


def test_a_sum_may_be_longer_than_calls_are_deep() -> None:
    roots = [EnclosedReal.of(k).sqrt() for k in range(2, 3000)]
    chained, at_once = sum(roots, Fraction(0)), EnclosedReal.sum(roots)
    assert chained.ball(200).overlaps(at_once.ball(200))
    assert abs(chained - at_once) < Fraction(1, 10**100)
    horner = roots[0]
    for k in range(2000):
        horner = (horner * roots[0] - k) / 2
    assert horner < 0


@pytest.mark.parametrize(
    "grown",
    [
        lambda a, k, x: a / k + x,
        lambda a, k, x: (a - x / k).exp().log(),
        lambda a, k, x: abs(-x),
        lambda a, k, x: (x * x + k).sqrt(),
        lambda a, k, x: square_root(x**2) + exponential(-x) / k,
        lambda a, k, x: (x + 2) ** -3 * x**a / 2**x + (x + 1) ** Fraction(1, 2),
        lambda a, k, x: EnclosedReal.sum([a / k, x]),
        lambda a, k, x: a / x + x,  # each time twice
    ],
)
def test_whatever_is_made_of_a_number_may_be_a_chain_longer_than_calls_are_deep(
    grown: Callable[[EnclosedReal, int, EnclosedReal], EnclosedReal],
) -> None:
    root = EnclosedReal.of(2).sqrt()
    chained = at_once = root
    for k in range(1, 2000):
        chained, at_once = grown(root, k, chained), grown(root, k, at_once)
        at_once.ball(500)
    assert chained.ball(500).overlaps(at_once.ball(500))
    assert chained.ball(500).is_finite()


def test_each_part_of_a_chain_is_its_own_number_after_the_whole_was_found() -> None:
    """Sums, products and quotients by turns, so that their order matters, against the same in balls."""
    first, by = EnclosedReal.of(5).sqrt(), EnclosedReal.of(3).sqrt()
    parts, balls = [first], [arb(5).sqrt()]
    for k in range(2, 8):
        parts += [parts[-1] + k, (parts[-1] + k) * by, k - (parts[-1] + k) * by, (parts[-1] + k) / by]
        start = balls[-1] + k
        balls += [start, start * arb(3).sqrt(), k - start * arb(3).sqrt(), start / arb(3).sqrt()]
    parts[-1].ball(53)
    for part, ball in zip(parts, balls, strict=True):
        assert part.ball(53).overlaps(ball)
        assert abs(part.ball(53) - ball) < arb(2) ** -30


def test_a_number_of_a_class_of_its_own_is_evaluated_by_itself_in_a_sum() -> None:
    class Third(EnclosedReal):
        __slots__ = ()

        def __init__(self) -> None:
            self._cached = None  # and no procedure

        def _evaluate(self) -> arb:
            return arb(1) / 3

    assert (Third() + EnclosedReal.of(2).sqrt()).ball(64).overlaps(arb(1) / 3 + arb(2).sqrt())


def test_a_part_of_a_sum_keeps_what_was_found_of_it() -> None:
    asked: list[int] = []

    def evaluate() -> arb:
        asked.append(ctx.prec)
        return arb(2).sqrt()

    one = EnclosedReal(evaluate)
    two = one + 1
    three = two * EnclosedReal.of(3).sqrt()
    assert three.ball(100).overlaps((arb(2).sqrt() + 1) * arb(3).sqrt())
    assert two.ball(64).overlaps(arb(2).sqrt() + 1)
    assert asked == [100]
    assert (three + 1).ball(300).rel_accuracy_bits() > 280
    assert asked == [100, 300]


def test_what_is_known_beyond_what_is_asked_for_is_shown() -> None:
    """A few bits more that are kept are not rounded away: they may tell a number from the decimal beside it."""
    below = 1 - EnclosedReal.of(2).sqrt() / 10**22
    assert str(below) == "1.00000000000000±1e-14"
    below.ball(110)
    assert str(below) == "0.999999999999999…"
