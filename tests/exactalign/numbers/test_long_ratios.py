"""Log forms of long ratios: the same numbers as others, and nothing collected for a value or a sign."""

import pickle
from fractions import Fraction

import pytest
from flint import fmpz
from hypothesis import example, given
from hypothesis import strategies as st

from exactalign import Distribution, LogForm, Reward, best_of_n, kl_divergence, log
from exactalign.numbers import long_ratios
from exactalign.numbers.arithmetic import divide
from exactalign.numbers.long_ratios import log_of_ratios
from exactalign.numbers.precision import bits_for
from tests.exactalign.numbers.watching import precisions_asked

LONG = fmpz(1) << 70_000
ASKED = (
    LogForm.sign, LogForm.is_zero, LogForm.__str__, LogForm.canonical, LogForm.__float__, LogForm.__hash__, bool,
    lambda form: form.enclose(30).agrees(30), lambda form: form + log(2), lambda form: form < 1, pickle.dumps,
    lambda form: form == log(6), lambda form: form * Fraction(2, 3), lambda form: form.is_rational,
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(1, 12), st.integers(1, 12)), max_size=5))
@example([])
@example([(1, 2, 3), (1, 3, 2)])
@example([(2, 3, 2), (-1, 9, 4)])
@example([(1, 6, 1)])
def test_ratios_are_the_same_form_whenever_they_are_collected(ratios: list[tuple[int, int, int]]) -> None:
    flat = [pair for c, a, b in ratios for pair in ((fmpz(c), fmpz(a)), (fmpz(-c), fmpz(b)))]
    told = LogForm.from_integers(flat)
    for scale in (fmpz(1), LONG):
        for ask in ASKED:  # of a new one each, which nothing has collected yet
            form = log_of_ratios([(c * scale, fmpz(a), fmpz(b)) for c, a, b in ratios], scale)
            found, expected = ask(form), ask(told)
            assert pickle.loads(found) == told if ask is pickle.dumps else found == expected
            assert form == told
            assert form.sign() == told.sign()
            ours, theirs = form.enclose(30), told.enclose(30)
            assert max(ours.lower, theirs.lower) <= min(ours.upper, theirs.upper)


def test_long_ratios_are_log_forms_by_name() -> None:
    with pytest.raises(ZeroDivisionError, match="log form divided by 0"):
        divide(log_of_ratios([(LONG, fmpz(3), fmpz(2))]), 0)


def test_long_ratios_are_enclosed_and_told_from_0_without_being_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = Distribution.from_weights([2**53 - 1, 2**53 + 5])
    policy = best_of_n(reference, Reward.values([0, 1]), 5000)
    with monkeypatch.context() as patched:
        for module in ("long_ratios", "logforms"):
            patched.setattr(f"exactalign.numbers.{module}.accumulate", None)
        form = kl_divergence(policy, reference)
        assert form.sign() == 1
        assert not form.is_zero()
        assert form.enclose(50).agrees(50)
    assert len(form.integer_terms()[0]) > 1


def test_where_no_denominator_is_given_it_is_1() -> None:
    for scale in (fmpz(1), LONG):
        form = log_of_ratios(iter([(scale, fmpz(3), fmpz(2)), (-scale, fmpz(1), fmpz(5))]))
        assert type(form.integer_terms()[1]) is fmpz
        assert form == log("15/2") * int(scale)
        assert form.enclose(20).lower <= log("15/2") * int(scale) <= form.enclose(20).upper


def test_coefficients_are_long_from_65537_bits_in_all() -> None:
    half = fmpz(1) << ((1 << 15) - 1)  # of 2^15 bits
    ratios = [(half, fmpz(3), fmpz(2)), (-half, fmpz(2), fmpz(5))]
    assert type(log_of_ratios(ratios)) is LogForm
    longer = [(2 * half, fmpz(3), fmpz(2)), ratios[1]]
    assert type(log_of_ratios(longer)) is not LogForm


def test_fifteen_digits_unless_said_otherwise() -> None:
    def made() -> LogForm:
        return log_of_ratios([(LONG, fmpz(3), fmpz(2))], LONG)

    assert made().enclose() == made().enclose(15) == made().enclose(digits=15)
    assert made().enclose().agrees(15)
    assert made().enclose() != made().enclose(16)  # of which the same would say nothing


def test_a_long_form_is_evaluated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For its bounds, and for whether its logarithms cancel and its sign, which are asked after them."""
    asked = precisions_asked(monkeypatch, long_ratios._LongRatios)
    for digits in (15, 30, 400):
        form = log_of_ratios([(LONG, fmpz(3), fmpz(2)), (LONG, fmpz(5), fmpz(7))], LONG)
        asked.clear()
        assert form.enclose(digits).agrees(digits)
        assert (form.sign(), form.is_rational, form.is_zero()) == (1, False, False)
        assert len(asked) == 1
        assert asked[0] > bits_for(digits)
