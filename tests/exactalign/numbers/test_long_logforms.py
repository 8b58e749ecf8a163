"""Long log forms: what is factored, and how they are written past some length."""

import math
import pickle
from fractions import Fraction
from math import prod

import pytest
from flint import fmpz

from exactalign import LogForm, log
from exactalign.numbers import logforms
from exactalign.numbers.written import with_short_numbers


@pytest.mark.parametrize(
    ("form", "canonical"),
    [
        (log(360), "2*log(3) + 3*log(2) + log(5)"),
        (log("4/9"), "2*log(2) - 2*log(3)"),
        (log(6) / 7 - log(5) / 7 + 1, "1 + 1/7*log(6) - 1/7*log(5)"),
        (LogForm.from_integers([(fmpz(-2), fmpz(6)), (fmpz(4), fmpz(5))], 4), "-1/2*log(6) + log(5)"),
        (log(2) * Fraction(-3, 5) / Fraction(-1, 7), "21/5*log(2)"),
        (log(2) / Fraction(-3, 5), "-5/3*log(2)"),
    ],
)
def test_terms_over_primes(form: LogForm, canonical: str) -> None:
    expected = LogForm.parse(canonical)
    assert form == expected
    assert set(str(form).replace("- ", "+ -").split(" + ")) == set(canonical.replace("- ", "+ -").split(" + "))
    assert sorted(form.terms) == sorted(expected.terms)
    assert form.constant == expected.constant
    value = float(form.constant) + sum(float(c) * math.log(a) for c, a in form.terms)
    assert float(form) == pytest.approx(value)


def test_arguments_of_eighty_bits_are_factored() -> None:
    p, q = 1099511627689, 1099511627791  # primes of 40 and of 41 bits
    assert (fmpz(p * p).bit_length(), fmpz(q * q).bit_length()) == (80, 81)
    assert str(log(p * p)) == f"2*log({p})"
    assert str(log(q * q)) == f"log({q * q})"
    assert str(log(q * q) - log(q) * 5) == f"-3*log({q})"  # over a coprime base


@pytest.mark.parametrize("limit", [3, 4])
def test_past_some_terms_a_form_is_written_as_it_was_built(limit: int) -> None:
    small, large = LogForm(0, [(1, 4), (1, 9), (1, 25), (2, 49)]), LogForm(0, [(1, 4), (1, 16), (1, 25), (2, 7**40)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logforms, "_FACTORED_TERMS", limit)
        patch.setattr(logforms, "_CANONICAL_TERMS", limit)
        assert ("log(4" in str(small) or "log(900)" in str(small)) == (limit < 4)
        assert ("log(1600)" in str(large)) == (limit < 4)
        assert LogForm.parse(str(small)) == small
        assert LogForm.parse(str(large)) == large


def test_a_form_is_long_past_3200_bits_of_arguments_and_coefficients() -> None:
    for bits in (3199, 3200, 3201):
        for form in (log(2 ** (bits - 2)), LogForm.from_integers([(fmpz(2) ** (bits - 3), fmpz(2))], 1)):
            assert form.is_long() == (bits > 3200)
    assert LogForm.sum(log(k) for k in range(2, 1000)).short_text().startswith("998 logarithms, 5905.2")


def test_a_text_is_short_whatever_the_form() -> None:
    middling = log(2**900 + 1)
    assert not middling.is_long()
    assert middling.short_text() == with_short_numbers(str(middling)) == "log(845271249817064…294363807973377)"
    numbers = range(2, 400)
    hidden = LogForm.from_integers([*((fmpz(1), fmpz(k)) for k in numbers), (fmpz(-1), fmpz(prod(numbers)))], 1)
    assert hidden.is_long()  # and 0, which no enclosure says
    assert hidden.short_text() == "399 logarithms, 0.000000000000…"


def test_past_some_bits_a_form_is_written_as_it_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coprime base of long arguments is looked for up to a limit of their bits together."""
    form = log(7**40) + log(11**30)
    for limit, text in ((113 + 104, "30*log(11) + 40*log(7)"), (113 + 103, f"log({7**40 * 11**30})")):
        monkeypatch.setattr(logforms, "_LARGE_FORM_BITS", limit)
        assert sorted(str(form).split(" + ")) == text.split(" + ")
        assert LogForm.parse(str(form)) == form


def test_what_is_handed_to_sympy_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(logforms, "require_extra", asked.append)
    assert str(log("3/2").to_sympy()) == "-log(2) + log(3)"
    assert asked == ["sympy"]


def test_a_sum_of_nothing_is_a_form_like_others() -> None:
    nothing = LogForm.sum([])
    assert (type(nothing), nothing.constant, nothing.terms, str(nothing)) == (LogForm, 0, (), "0")
    assert (nothing + 1).constant == 1
    assert pickle.loads(pickle.dumps(nothing)) == 0


def test_whether_a_form_is_rational_or_0_is_a_truth_value() -> None:
    for form, rational, zero in (
        (log(10**300 + 1), False, False),  # its logarithm stands alone
        (log(2), False, False),
        (log(2) - log(3) + 1, False, False),
        (LogForm(3), True, False),
        (LogForm(), True, True),
        (log(4) - 2 * log(2) + 1, True, False),
        (log(4) - 2 * log(2), True, True),
    ):
        assert form.is_rational is rational
        assert form.is_zero() is zero
        assert bool(form) is not zero


def test_integers_are_held_as_those_of_flint() -> None:
    """However a form was made, so that nothing long is ever multiplied by Python."""
    half = log("3/2") / 2
    for form in (
        log(6), log("3/2"), LogForm(1, [("1/2", "3/2"), (2, 5)]), LogForm.of("1/3"), LogForm.parse("log(2/3)/7 - 1"),
        half, -half, half * 3, 3 * half, half / Fraction(-5, 7), half + log(5), half - log(5), 1 - half, half + 1,
        LogForm.sum([half, log(7) / 3]), LogForm.sum([]), pickle.loads(pickle.dumps(half)), abs(-half),
        LogForm.from_integers([(fmpz(3), fmpz(2))]), LogForm.from_integers([(fmpz(3), fmpz(2))], 7, 1),
    ):  # fmt: skip
        terms, denominator = form.integer_terms()
        assert {type(part) for pair in terms.items() for part in pair} <= {fmpz}
        assert type(denominator) is fmpz
        assert denominator > 0
        assert type(form.constant) is Fraction
        assert all(type(part) is Fraction for pair in form.terms for part in pair)
