"""Log forms: ring and order against mpmath, decided equality, hashing, text, and size."""

import copy
import math
import pickle
import random
from fractions import Fraction
from itertools import pairwise, permutations
from math import prod
from typing import Any

import mpmath
import pytest
import sympy
from flint import fmpz
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from exactalign import Distribution, LogForm, best_of_n, kl_divergence, log, oo
from exactalign.exceptions import (
    ExactAlignError,
    LogFormError,
    NotExactError,
    NotRationalError,
)
from exactalign.laws.rewards import Reward
from exactalign.numbers.precision import bits_for
from tests.exactalign.numbers.watching import precisions_asked
from tests.exactalign.small_models import log_forms, positive_fractions, small_fractions


def numeric(form: LogForm, digits: int = 80) -> mpmath.mpf:
    """Evaluate the form as held inside, by mpmath."""
    terms, denominator = form.integer_terms()
    with mpmath.workdps(digits):
        total = mpmath.fsum(int(c) * mpmath.log(int(a)) for a, c in terms.items()) / int(denominator)
        return total + mpmath.mpf(form.constant.numerator) / form.constant.denominator


@pytest.mark.slow
@settings(max_examples=40)
@given(log_forms(), log_forms(), small_fractions)
def test_ring_operations_against_mpmath(x: LogForm, y: LogForm, c: Fraction) -> None:
    with mpmath.workdps(80):
        a, b, factor = numeric(x), numeric(y), mpmath.mpf(c.numerator) / c.denominator
        for form, value in (
            (x + y, a + b),
            (x - y, a - b),
            (-x, -a),
            (x * c, a * factor),
            (c * x, a * factor),
            (x + c, a + factor),
            (c - x, factor - a),
            (abs(x), abs(a)),
            (LogForm.sum([x, y, x]), 2 * a + b),
        ):
            assert abs(numeric(form) - value) < mpmath.mpf(10) ** -70
        if c:
            assert abs(numeric(x / c) - a / factor) < mpmath.mpf(10) ** -70


@pytest.mark.slow
@settings(max_examples=40)
@given(log_forms(), log_forms(), log_forms())
def test_ring_laws_hold_exactly(x: LogForm, y: LogForm, z: LogForm) -> None:
    assert x + y == y + x
    assert (x + y) + z == x + (y + z)
    assert x - x == 0
    assert 3 * x - x == x + x
    assert (x + y) / 2 == x / 2 + y / 2
    assert +x is x


@pytest.mark.slow
@given(log_forms(), log_forms())
@example(LogForm.parse("log 8"), LogForm.parse("3 log 2"))
@example(LogForm.parse("log(9/8)"), LogForm.parse("1/8"))
def test_order_against_mpmath(x: LogForm, y: LogForm) -> None:
    difference = numeric(x, 120) - numeric(y, 120)
    sign = 0 if abs(difference) < mpmath.mpf(10) ** -100 else int(mpmath.sign(difference))
    assert (x - y).sign() == sign
    assert (x == y, x != y, x < y, x > y) == (sign == 0, sign != 0, sign < 0, sign > 0)
    assert (x <= y, x >= y) == (sign <= 0, sign >= 0)
    if x == y:
        assert hash(x) == hash(y)
        assert x.canonical() == y.canonical()
        assert str(x) == str(y)


@pytest.mark.slow
@given(log_forms(), st.lists(positive_fractions, min_size=1, max_size=3), small_fractions)
def test_equal_forms_hash_and_print_alike(x: LogForm, parts: list[Fraction], c: Fraction) -> None:
    product = math.prod(parts, start=Fraction(1))
    rewritten = x + log(product) * c - LogForm.sum(log(part) * c for part in parts)
    assert rewritten == x
    assert hash(rewritten) == hash(x)
    assert str(rewritten) == str(x)
    assert rewritten.terms == x.terms
    assert len({x, rewritten}) == 1


@pytest.mark.slow
@given(log_forms())
def test_text_is_read_back(x: LogForm) -> None:
    assert LogForm.parse(str(x)) == x
    assert eval_repr(repr(x)) == x
    assert x.latex().count("{") == x.latex().count("}")


@pytest.mark.parametrize(
    ("form", "text", "latex"),
    [
        (LogForm(), "0", "0"),
        (log(4), "2*log(2)", r"2 \log 2"),
        (log("2/3") / -2 + 1, "1 - 1/2*log(2) + 1/2*log(3)", None),
        (log(6) - log(3), "log(2)", r"\log 2"),
        (-log(2), "-log(2)", r"-\log 2"),
        (log(1), "0", "0"),
        (LogForm("-1/2"), "-1/2", r"-\frac{1}{2}"),
        (2 * log(10) - 4 * log(3), "2*log(10) - 4*log(3)", None),
    ],
)
def test_canonical_text(form: LogForm, text: str, latex: str | None) -> None:
    assert LogForm.parse(text) == form
    if latex is not None:
        assert str(form) == text
        assert form.latex() == latex
        assert form._repr_latex_() == f"${latex}$"


@pytest.mark.slow
@settings(max_examples=40)
@given(log_forms())
def test_rational_and_irrational_never_meet(x: LogForm) -> None:
    logs = x - x.constant
    assume(logs != 0)
    assert not x.is_rational
    assert x != Fraction(1, 3)
    assert hash(logs) != hash(logs + 1)
    with pytest.raises(LogFormError, match="irrational"):
        x.as_rational()


@pytest.mark.slow
@given(log_forms())
def test_to_sympy_has_the_same_value(x: LogForm) -> None:
    value = x.to_sympy()
    with mpmath.workdps(50):
        assert abs(mpmath.mpf(str(sympy.N(value, 50))) - numeric(x)) < mpmath.mpf(10) ** -44


@pytest.mark.slow
@given(log_forms(), st.integers(1, 50))
def test_enclosures_contain_the_value(x: LogForm, digits: int) -> None:
    truth = numeric(x, 4 * digits + 60)
    with mpmath.workdps(4 * digits + 60):
        low, high = x.enclose(digits)
        slack = mpmath.mpf(10) ** (-3 * digits - 50) * (1 + abs(truth))
        assert mpmath.mpf(low.numerator) / low.denominator <= truth + slack
        assert truth - slack <= mpmath.mpf(high.numerator) / high.denominator
    assert (high - low) * 10**digits <= min(abs(low), abs(high)) or x == 0
    if x != 0:
        assert low * high > 0


@pytest.mark.slow
@given(log_forms())
def test_float_is_the_nearest(x: LogForm) -> None:
    with mpmath.workdps(200):
        assert float(x) == (0 if x == 0 else float(numeric(x, 200)))
        assert x.approximate() == float(x)


@given(positive_fractions, st.integers(-5, 5))
def test_exp(a: Fraction, k: int) -> None:
    assert (log(a) * k).exp() == a**k


@pytest.mark.parametrize("prime", [7, 2**61 - 1, 2**127 - 1])
def test_exp_of_half_the_logarithm_of_a_square(prime: int) -> None:
    """Long arguments stand over a coprime base, of which an element can be a power."""
    form = LogForm(0, [("1/2", prime**2), ("-2/3", 5**3)])
    assert form.exp() == Fraction(prime, 25)
    with pytest.raises(LogFormError):
        LogForm(0, [("1/3", prime**2)]).exp()
    assert Reward.values([form, 0]).alignment() == Distribution.from_weights([prime, 25])


def test_exp_refuses_the_irrational() -> None:
    for form in (log(2) / 2, log(2) + 1, LogForm(1)):
        with pytest.raises(LogFormError, match="not rational"):
            form.exp()
    assert (log(9) / 2).exp() == 3
    with pytest.raises(LogFormError, match="bits"):
        (log(2) * 10**12).exp()


def hundred_digit_sums(seed: int) -> tuple[LogForm, LogForm, list[Fraction]]:
    """Two sums of 50 logs of ~100-digit rationals, equal only after refinement to a coprime base."""
    rng = random.Random(seed)
    factors = [rng.randrange(10**24, 10**25) for _ in range(100)]

    def cut() -> list[Fraction]:
        rng.shuffle(factors)
        tops = [math.prod(factors[4 * i : 4 * i + 4]) for i in range(25)]
        return [Fraction(top) for top in tops]

    shared = [Fraction(rng.randrange(10**99, 10**100), rng.randrange(10**99, 10**100)) for _ in range(25)]
    left, right = cut(), cut()
    left_arguments = [a * s for a, s in zip(left, shared, strict=True)] + left
    rng.shuffle(shared)
    right_arguments = [a * s for a, s in zip(right, shared, strict=True)] + right
    return (
        LogForm.sum(log(a) for a in left_arguments),
        LogForm.sum(log(a) for a in right_arguments),
        right_arguments,
    )


@pytest.mark.parametrize("seed", range(3))
def test_fifty_logs_of_hundred_digits(seed: int) -> None:
    left, right, arguments = hundred_digit_sums(seed)
    assert (left - right).sign() == 0
    assert left == right
    assert hash(left) == hash(right)
    changed = Fraction(arguments[-1].numerator + 1, arguments[-1].denominator)
    unequal = LogForm.sum([*map(log, arguments[:-1]), log(changed)])
    assert left != unequal
    assert left < unequal


@pytest.mark.parametrize("places", [20, 200, 2000])
def test_close_forms_are_ordered(places: int) -> None:
    tiny = Fraction(1, 10**places)
    x = log(2) + log("3/7") / 3
    assert x < x + tiny
    assert x + tiny > x
    assert x - tiny < x
    assert log(2) < log(2 + tiny)
    assert log(1 + tiny) < tiny  # differs by 10^(-2·places)/2
    assert log(1 + tiny) > tiny - tiny * tiny
    assert hash(x) != hash(x + Fraction(1, 2**32))


def test_one_more_unit_in_a_huge_ratio() -> None:
    n = 10**500
    assert log(Fraction(n + 1, n)) > log(Fraction(n + 2, n + 1))
    assert log(n + 2) + log(n) < 2 * log(n + 1)
    assert log((n + 1) ** 2) == 2 * log(n + 1)
    assert log(n * n - 1) == log(n - 1) + log(n + 1)


def test_hash_agrees_with_rationals() -> None:
    for value in (0, 1, Fraction(-3, 7), 10**30):
        assert LogForm(value) == value
        assert hash(LogForm(value)) == hash(value)
    assert hash(log(9) - 2 * log(3) + 5) == hash(5)
    assert {log(4): 1}[2 * log(2)] == 1


def test_comparison_with_other_things() -> None:
    assert log(2) < oo
    assert log(2) > -oo
    assert log(2) != oo
    assert log(2) != "log(2)"
    assert log(2) not in (None, "x")
    assert bool(log(2))
    assert not LogForm()
    assert 1 > log(2) > 0
    assert Fraction(1, 2) < log(2)
    for call in (lambda: log(2) < "1", lambda: log(2) + "1", lambda: log(2) + None):
        with pytest.raises(TypeError):
            call()


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: log(0), LogFormError, "log(0)"),
        (lambda: log(-2), LogFormError, "log(-2)"),
        (lambda: log(0.5), NotExactError, "argument of log"),
        (lambda: LogForm(0.5), NotExactError, "constant"),
        (lambda: LogForm(0, [(0.5, 2)]), NotExactError, "coefficient"),
        (lambda: log(2) + 0.5, NotExactError, "operand"),
        (lambda: log(2) == 0.5, NotExactError, "operand"),
        (lambda: log(2) * 1.5, NotExactError, "operand"),
        (lambda: log("x"), NotRationalError, "argument of log"),
        (lambda: LogForm(True), NotRationalError, "truth value"),
    ],
)
def test_refusals(call: Any, error: type[ExactAlignError], said: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_division_by_zero() -> None:
    with pytest.raises(ZeroDivisionError, match="log form divided by 0"):
        log(2) / 0


def test_immutable_and_copied() -> None:
    form = log(6) / 5 + 1
    form.enclose(50)
    for name in ("constant", "terms", "other"):
        with pytest.raises(AttributeError):
            setattr(form, name, 1)
    for again in (pickle.loads(pickle.dumps(form)), copy.copy(form), copy.deepcopy(form)):
        assert again == form
        assert str(again) == str(form)
        assert hash(again) == hash(form)


def test_integers_past_pythons_print_limit() -> None:
    form = log(10**5000 + 1) - Fraction(1, 10**4500)
    text = str(form)
    assert len(text) > 9000
    assert LogForm.parse(text) == form
    assert len(repr(form)) < 250
    assert form.latex().startswith("-")
    assert float(form) == pytest.approx(5000 * math.log(10))
    assert repr(LogForm(10**6000)).startswith("LogForm('1000")


@pytest.mark.slow
def test_large_forms_build_enclose_and_compare() -> None:
    rng = random.Random(1)
    p = Distribution.from_weights([rng.getrandbits(53) + 1 for _ in range(1000)])
    reward = Reward.values([rng.getrandbits(40) for _ in range(1000)])
    policy = best_of_n(p, reward, 1000)
    divergence = kl_divergence(policy, p)
    assert divergence > 0
    assert divergence < log(1000) - Fraction(999, 1000)
    low, high = divergence.enclose(30)
    assert (high - low) * 10**30 < low
    again = kl_divergence(policy, p)
    assert divergence == again
    assert divergence < again + Fraction(1, 10**300)
    assert "logarithms" in repr(divergence)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(log_forms(), min_size=1, max_size=6))
def test_sorting_is_total(forms: list[LogForm]) -> None:
    ordered = sorted(forms)
    values = [numeric(form) for form in ordered]
    assert all(b - a > -(mpmath.mpf(10) ** -70) for a, b in pairwise(values))


def eval_repr(text: str) -> LogForm:
    assert text.startswith("LogForm('")
    assert text.endswith("')")
    return LogForm.parse(text[9:-2])


def test_html_has_the_form_and_its_value() -> None:
    assert (log(2) - 1)._repr_html_() == "<span>-1 + log(2) <small>≈ -0.306852819440…</small></span>"
    assert LogForm("1/2")._repr_html_() == "<span>1/2</span>"
    assert (log(2) * 10**400)._repr_html_().endswith("</span>")


def test_an_exponential_too_long_to_be_written_out_is_refused() -> None:
    with pytest.raises(LogFormError, match="bits"):
        ((1 << 27) * log(509)).exp()


def test_a_gap_far_below_any_enclosure_is_told_by_algebra() -> None:
    tiny = Fraction(1, 10**3000)
    for near in (log(6) + tiny, log(6) + tiny * log(5), log(6) + tiny * log(6)):
        assert near != log(6)
        assert not (near - log(6)).is_zero()
        assert near > log(6)
    assert log(6) + tiny == log(2) + log(3) + tiny
    assert bool(log(6) - log(5))
    assert not log(6) - log(2) - log(3)


def test_exponentials_as_long_as_may_be_written_out() -> None:
    assert (log(3) * 5 - log(2) * 3).exp() == Fraction(243, 8)
    assert LogForm().exp() == 1
    for form, said in (
        (log(2) / 2, "exp(1/2*log(2)) is not rational"),
        (log(2) + 1, "exp(1 + log(2)) is not rational"),
        (log(5) * 10**12, "exp(1000000000000*log(5)) has over 1073741824 bits"),
        (log(5) * -(10**12), "exp(-1000000000000*log(5)) has over 1073741824 bits"),
    ):
        with pytest.raises(LogFormError) as caught:
            form.exp()
        assert str(caught.value) == said
    with pytest.raises(LogFormError, match=r"^1 \+ log\(2\) is irrational$"):
        (log(2) + 1).as_rational()


def test_sums_over_different_denominators() -> None:
    for a, b in ((2, 3), (4, 6), (5, 5), (1, 7)):
        x, y = log(2) / a + Fraction(1, a), log(3) / b - 2
        assert numeric(x + y) == pytest.approx(numeric(x) + numeric(y))
        assert numeric(x - y) == pytest.approx(numeric(x) - numeric(y))
        assert LogForm.sum([x, y, x, -y]) == 2 * x
        assert LogForm.sum([x, y]).integer_terms()[1] == math.lcm(a, b)
        assert (x - y) + (y - x) == 0
    assert LogForm.sum([]) == 0
    assert 1 - log(2) == -(log(2) - 1)
    assert Fraction(1, 3) + log(2) == log(2) + Fraction(1, 3)


def test_the_parts_of_a_form_are_copies() -> None:
    form = log(6)
    terms, denominator = form.integer_terms()
    assert (terms, denominator) == ({6: 1}, 1)
    terms.clear()
    assert form == log(6)
    assert form * 1 is form
    assert type(form * 0) is LogForm
    assert form * 0 == 0
    for wrong in (True, "2", None):
        with pytest.raises(TypeError):
            form * wrong


def test_a_rational_in_disguise_is_told_where_it_is_asked() -> None:
    hidden = log(9) - 2 * log(3) + Fraction(1, 3)
    assert hidden.enclose(5) == (Fraction(1, 3), Fraction(1, 3))
    assert float(hidden) == 1 / 3
    assert hidden.is_rational
    assert not hidden.is_zero()
    assert (hidden - Fraction(1, 3)).is_zero()
    assert hidden.sign() == 1
    assert (hidden - 1).sign() == -1
    assert bool(hidden)
    assert not bool(hidden - Fraction(1, 3))
    assert not (log(2) - log(3)).is_zero()


@pytest.mark.parametrize("count", [19, 20])
def test_many_logarithms_are_evaluated_once(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """At what is asked for and a little more, 8,192 bits at most; few are first tried at 128 bits, which may do."""
    asked = precisions_asked(monkeypatch)
    primes = [n for n in range(2, 80) if all(n % k for k in range(2, n))][:count]
    for digits in (60, 3000):
        form = LogForm.sum(log(p) for p in primes)
        asked.clear()
        low, high = form.enclose(digits)
        wanted = bits_for(digits)
        first = min(wanted + 64, 8192) if count == 20 else 128
        assert asked == [first, *([wanted] if first < wanted else [])]
        one = log(prod(primes)).enclose(digits + 5)
        assert low <= one.upper
        assert one.lower <= high
        assert (high - low) * 10**digits <= low


def test_a_form_near_0_is_enclosed_to_the_digits_that_are_asked_for() -> None:
    for form in (log(1 + Fraction(1, 10**100)), log(2) - log(3) + log(Fraction(3, 2) - Fraction(1, 10**200))):
        assert form.enclose(5).agrees(5)


def test_the_canonical_form_does_not_depend_on_the_order_of_the_terms() -> None:
    square = (2**61 - 1) ** 2 * (2**31 - 1)  # past what is factored: it stays in one piece, short arguments do not
    pairs = [(5, 2), (3, 6), (1, square)]
    told = (Fraction(0), ((Fraction(8), Fraction(2)), (Fraction(3), Fraction(3)), (Fraction(1), Fraction(square))))
    for terms in permutations(pairs):
        assert LogForm(0, terms).canonical() == told
    short = {LogForm(0, terms).canonical() for terms in permutations([(5, 2), (3, 6), (7, 10)])}
    assert short == {
        (Fraction(0), ((Fraction(15), Fraction(2)), (Fraction(3), Fraction(3)), (Fraction(7), Fraction(5))))
    }


def test_what_cancels_is_held_no_longer() -> None:
    assert (log(2) + log(3) - log(3)).integer_terms() == ({fmpz(2): fmpz(1)}, 1)
