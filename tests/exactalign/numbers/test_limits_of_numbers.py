"""Where the limits of numbers lie: what is just read, written out, factored or divided, and what is not any more."""

from contextlib import nullcontext
from fractions import Fraction
from typing import Any

import pytest
from flint import arb, fmpq, fmpz

from exactalign import LogForm, log
from exactalign.exceptions import LogFormError, NotRationalError
from exactalign.numbers import logpolynomials, parsing, roots
from exactalign.numbers.brackets import Bracket
from exactalign.numbers.logpolynomials import LogPolynomial, exact_quotient, product_of
from exactalign.numbers.rationals import fraction, rational, short_repr
from exactalign.text.rows import cell

PRIMES = [n for n in range(2, 1300) if all(n % k for k in range(2, int(n**0.5) + 1))]


def logs(count: int) -> LogForm:
    """The sum of the logarithms of so many primes."""
    return LogForm.sum(log(prime) for prime in PRIMES[:count])


def test_exponents_and_lengths_of_a_hundred_thousand_are_read() -> None:
    assert rational("1e100000") == 10**100000
    assert rational("0" * 99_999 + "7") == 7
    for sign in ("", "+", "-"):  # also where Python does not read the exponent
        with pytest.raises(NotRationalError, match=r"exponents past 100000 are not read$"):
            rational(f"1e{sign}{'9' * 5000}", "y")
        assert rational(f"3e{sign}2") == (Fraction(3, 100) if sign == "-" else 300)
    for text, said in (
        ("1e100001", "y is '1e100001': exponents past 100000 are not read"),
        ("1e-100001", "y is '1e-100001': exponents past 100000 are not read"),
        ("1e-100000%", "y is '1e-100000%': exponents past 100000 are not read"),
        ("0" * 100_001, "y has 100001 characters: the limit is 100000"),
    ):
        with pytest.raises(NotRationalError) as caught:
            rational(text, "y")
        assert str(caught.value) == said


def test_products_in_a_text_may_have_eight_bits_for_each_of_its_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LogForm.parse("1e100000*1e100000*1e40800") == 10**240800  # of 799,921 bits
    with pytest.raises(LogFormError, match=r"numbers of over 800000 bits are not read$"):
        LogForm.parse("1e100000*1e100000*1e40850")  # of 800,087
    monkeypatch.setattr(parsing, "_MAX_BITS", 10)
    for text in ("31*33", "33*31", "1/31/33", "31*33 + 2000"):
        LogForm.parse(text)
    for text in ("32*32", "1/32/32", "3 * 700", "log(2)*3*700 + 32*32"):
        with pytest.raises(LogFormError, match=r"numbers of over 10 bits are not read$"):
            LogForm.parse(text)


def test_values_are_shown_up_to_forty_characters() -> None:
    assert short_repr("x" * 38) == f"'{'x' * 38}'"
    assert short_repr("x" * 39) == f"'{'x' * 38}…"
    assert short_repr(10**39) == str(10**39)
    for size in (40, 5000):  # Python writes no integer of more than 4,300 digits
        assert short_repr(10**size) == "1" + "0" * 38 + "…"
    assert (short_repr("abc", 5), short_repr("abc", 4), short_repr([10**5000])) == (
        "'abc'", "'ab…", "something too long to print",
    )  # fmt: skip


def test_an_integer_alone_is_a_fraction() -> None:
    for whole in (0, -7, 10**40):
        found = fraction(fmpz(whole))
        assert (type(found), found) == (Fraction, whole)


def test_formulas_are_shown_up_to_four_hundred_characters() -> None:
    for digits, whole in ((400, True), (401, False)):
        latex = cell(LogForm(10 ** (digits - 1))).latex
        assert latex is not None
        assert (latex() == "1" + "0" * (digits - 1)) is whole
        assert latex().startswith(r"\approx 1.00000000000") is not whole


def test_forms_of_3200_short_terms_are_factored() -> None:
    for count, whole in ((3200, True), (3201, False)):
        form = LogForm(0, ((1, k) for k in range(2, 2 + count)))
        assert (len(form.terms) > 1) is whole


def test_forms_of_400_terms_of_which_some_are_long_are_written_over_a_coprime_base() -> None:
    for count, whole in ((400, True), (401, False)):
        form = LogForm(0, ((1, 1 << k) for k in range(100, 100 + count)))
        assert (form.terms == ((sum(range(100, 100 + count)), 2),)) is whole


def test_products_of_200_000_monomials_are_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(left: dict[Any, fmpq], right: dict[Any, fmpq]) -> dict[Any, fmpq]:
        """Nothing: only whether it is asked for counts."""
        return {}

    def form(count: int) -> LogForm:
        return LogForm.from_integers([(fmpz(1), fmpz(k)) for k in range(2, 2 + count)])

    monkeypatch.setattr(logpolynomials, "_multiplied", made)
    assert product_of(form(400), form(500)) == 0
    assert product_of(form(489), form(409)) is None  # 200,001


def test_polynomials_of_200_monomials_are_factored(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def context(base: list[fmpz]) -> Any:
        asked.append(len(base))
        raise RuntimeError

    monkeypatch.setattr(logpolynomials, "_context", context)
    for count in (200, 201):
        product = LogPolynomial({(fmpz(2), fmpz(p)): fmpq(1) for p in PRIMES[:count]})
        with nullcontext() if count > 200 else pytest.raises(RuntimeError):
            assert not product._known_nonzero()
    assert asked == [200]


def test_quotients_in_sixty_four_logarithms_are_looked_for() -> None:
    for count in (64, 65):
        form = logs(count)
        product = LogPolynomial({tuple(sorted((fmpz(3), fmpz(p)))): fmpq(2) for p in PRIMES[:count]})
        assert exact_quotient(product, log(9)) == (form if count == 64 else None)


def test_fifteen_digits_of_many_logarithms_unless_said_otherwise() -> None:
    assert logs(25).enclose() == logs(25).enclose(15) != logs(25).enclose(16)


def test_how_large_a_root_of_an_increasing_function_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to 2^(2^40), or down: where such a number is asked for, memory says no before."""
    asked: list[int] = []

    def found(_: Any, largest: int) -> Bracket:
        asked.append(largest)
        return Bracket(1, 2, False)

    monkeypatch.setattr(roots, "bracket", found)
    assert 3 in roots.increasing_root(lambda x: x - 3, lambda x: arb(1), arb(1)).enclose(5)
    assert asked == [1 << 40]
