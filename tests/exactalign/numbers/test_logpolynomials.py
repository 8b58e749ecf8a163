"""Log polynomials: exact, decided as far as theorems go, and enclosed otherwise."""

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, LogForm, Undecided, log
from exactalign.numbers import logpolynomials
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.logpolynomials import LogPolynomial, collapsed, exact_quotient, product_of, sum_of
from exactalign.numbers.precision import COMPARISON_BITS
from exactalign.numbers.written import with_short_numbers
from exactalign.testing.strategies import rationals


def test_written_and_shown() -> None:
    value = (log(2) ** 2 * log(3) / 2 - log(5) * log(3) + log(7) - 1) * 2
    assert str(value) == "-2 + 2*log(7) - 2*log(3)*log(5) + log(2)^2*log(3)"
    assert repr(log(2) * log(3)) == "LogPolynomial('log(2)*log(3)')"
    assert value.latex() == r"-2 + 2 \log 7 - 2 \log 3 \log 5 + \left(\log 2\right)^{2} \log 3"
    assert value._repr_latex_() == f"${value.latex()}$"
    assert (log(2) * log(3))._repr_html_() == "<span>log(2)*log(3) <small>≈ 0.761500010418…</small></span>"
    assert value.degree == 3
    assert value.terms[0] == (Fraction(-2), ())
    assert value.terms[-1] == (Fraction(1), (2, 2, 3))
    long = LogForm.sum(log(k) for k in range(2, 60)) ** 2
    assert long.is_long()
    assert len(repr(long)) < 250
    assert "products of logarithms" in repr(long)


def test_a_variance_is_exact() -> None:
    law = Distribution.from_probabilities(["1/2", "1/4", "1/4"])
    values = {outcome: log(law[outcome]) for outcome in law.outcomes}
    mean: Any = sum(law[o] * values[o] for o in law.outcomes)
    variance = sum(law[o] * (values[o] - mean) * (values[o] - mean) for o in law.outcomes)
    assert variance == log(2) ** 2 / 4
    law = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    mean = sum(law[o] * log(law[o]) for o in law.outcomes)
    second = sum(law[o] * log(law[o]) ** 2 for o in law.outcomes)
    central = sum(law[o] * (log(law[o]) - mean) ** 2 for o in law.outcomes)
    assert second - mean**2 == central
    assert type(second - mean**2 - central) is Fraction


@given(st.integers(2, 40), st.integers(2, 40), st.integers(2, 40), st.integers(2, 40))
def test_products_are_equal_when_they_are(a: int, b: int, c: int, d: int) -> None:
    left, right = log(a) * log(b), log(c) * log(d)
    factors = [{int(p): int(e) for p, e in fmpz(n).factor()} for n in (a, b, c, d)]

    def expanded(one: dict[int, int], other: dict[int, int]) -> dict[tuple[int, ...], int]:
        found: dict[tuple[int, ...], int] = {}
        for p, e in one.items():
            for q, f in other.items():
                key = tuple(sorted((p, q)))
                found[key] = found.get(key, 0) + e * f
        return found

    same = expanded(factors[0], factors[1]) == expanded(factors[2], factors[3])
    assert (left == right) == same
    if same:
        assert hash(left) == hash(right)
    elif not isinstance(left, LogPolynomial):
        assert left != right


def test_large_arguments_over_a_coprime_base() -> None:
    p, q = (1 << 89) - 1, (1 << 107) - 1  # primes
    assert log(p * q) * log(p) - log(p) ** 2 == log(p) * log(q)
    assert type(log(p * q) * log(p) - log(p) ** 2 - log(p) * log(q)) is Fraction
    assert (log(p * q) ** 2 - log(p) ** 2) / (log(p) + log(p * q)) == log(q)


def close(value: Any, degree: int) -> Fraction:
    """A rational closer to a number than comparisons of enclosed reals look."""
    return bounds_of(value.ball(degree * COMPARISON_BITS)).midpoint


def test_what_theorems_decide_needs_no_separation() -> None:
    for value in (log(2) ** 2, log(2) ** 3 - log(2)):
        near = close(value, 2)
        assert value != near  # one logarithm: transcendental
        assert (value - near).sign() in (-1, 1)
    quotient = close(EnclosedReal.of(log(3)) / log(2), 2)
    form = (log(3) ** 2 - quotient**2 * log(2) ** 2) * 3
    assert form.sign() in (-1, 1)  # homogeneous in two logarithms
    linear = log(5) - close(log(5), 2)
    assert (linear * log(2)).sign() == linear.sign()  # a product of linear forms


@pytest.mark.slow
def test_what_nobody_knows_is_undecided() -> None:
    value = log(2) * log(3) * log(5)
    near = value - close(value, 2)
    with pytest.raises(Undecided, match="is 0 could not be decided"):
        near.sign()
    with pytest.raises(Undecided):
        _ = value == close(value, 2)
    with pytest.raises(Undecided):
        bool(near)
    assert value != Fraction(1)
    assert near.enclose(5).width <= Fraction(1, 10**60)


def test_division_and_limits() -> None:
    assert exact_quotient(log(2) * log(3) + log(2), log(2)) == log(3) + 1
    assert exact_quotient(log(2) * log(3) + log(2), log(3)) is None
    assert collapsed({}) == 0
    many = LogForm.from_integers([(fmpz(1), fmpz(p)) for p in range(2, 700)])
    assert product_of(many, many) is None  # too many monomials
    square = many * many
    assert type(square) is EnclosedReal
    with mpmath.workdps(40):
        truth = mpmath.fsum(mpmath.log(p) for p in range(2, 700)) ** 2
        low, high = (mpmath.mpf(x.numerator) / x.denominator for x in square.enclose(20))
        assert low <= truth <= high


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 30), st.integers(2, 30), rationals(-3, 3, max_denominator=5), st.integers(5, 40))
def test_enclosures_contain_the_value(a: int, b: int, c: Fraction, digits: int) -> None:
    value = (log(a) + c) * (log(b) - c)
    if not isinstance(value, LogPolynomial):
        return
    with mpmath.workdps(digits + 30):
        shift = mpmath.mpf(c.numerator) / c.denominator
        truth = (mpmath.log(a) + shift) * (mpmath.log(b) - shift)
        low, high = (mpmath.mpf(x.numerator) / x.denominator for x in value.enclose(digits))
        slack = mpmath.mpf(10) ** -(digits + 20)
        assert low - slack <= truth <= high + slack
        assert (high - low) * 10**digits <= abs(truth) * (1 + slack) + slack
    assert float(value) == pytest.approx(float(truth))


P_LARGE, Q_LARGE = (1 << 89) - 1, (1 << 107) - 1  # primes
X, Y, Z = log(2), log(3), log(5)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (X**2 + X + 1, True),  # in one logarithm
        (X * Y, True),  # linear factors
        ((X + Y + 1) * (X - Z + 7), True),
        ((X + Y + 1) * (X**2 - 2) * (X**2 + Y**2), True),
        (X**2 - Y**2 * 2, True),  # homogeneous in two
        (X**3 - X * Y**2 * 2 + Y**3 * 7, True),
        (X**2 + Y, False),  # not homogeneous
        (X * Y - 1, False),
        (X**2 + Y**2 + Z**2, False),  # homogeneous in three
        ((X * Y - 1) * (X + 1), False),
    ],
)
def test_what_is_known_not_to_be_0(value: Any, known: bool) -> None:
    fresh = LogPolynomial(value.monomials())
    assert fresh._known_nonzero() is known
    assert fresh.sign() == (1 if float(value) > 0 else -1)
    assert fresh._known_nonzero() is True  # once its sign is told
    assert not fresh.is_zero()
    assert not LogPolynomial(value.monomials()).is_zero()  # nor before
    assert not LogPolynomial((-value).monomials()).is_zero()
    assert bool(fresh)


def test_factors_are_looked_for_up_to_a_degree() -> None:
    for degree in (11, 12, 13):
        value = LogPolynomial({(fmpz(2),) * degree: fmpq(1), (fmpz(3),) * degree: fmpq(1)})
        assert value._known_nonzero() is (degree <= 12)
        assert value.degree == degree
        assert value.sign() == 1
    many = X + Y
    for prime in (5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67):
        many += log(prime)  # 19 logarithms: 190 products of two
    assert (many * many)._known_nonzero()
    assert not ((many + log(71)) * (many + log(71)))._known_nonzero()


@pytest.mark.parametrize(("limit", "is_written"), [(5, False), (6, True)])
def test_how_many_monomials_a_product_may_have(limit: int, is_written: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logpolynomials, "MAX_MONOMIALS", limit)
        found = product_of(X + Y + 1, X - Z)
    assert (found is not None) is is_written
    assert found is None or found == X**2 + X * Y + X - X * Z - Y * Z - Z


def test_arguments_of_eighty_bits_are_factored() -> None:
    p, q, r = 1099511627689, 1099511627791, 2199023255579  # primes of 40, 41 and 42 bits
    assert [fmpz(p * p).bit_length(), fmpz(q * q).bit_length()] == [80, 81]
    assert str(log(p * p) * X) == f"2*log(2)*log({p})"
    assert str(log(q * q) * X) == f"log(2)*log({q * q})"
    assert str(log(q * r) * X) == f"log(2)*log({q * r})"
    assert log(q * q) * log(q) == 2 * log(q) ** 2  # over a coprime base
    assert log(q * r) * X - log(q) * X == log(r) * X


def test_the_base_is_that_of_both_sides_of_a_quotient() -> None:
    for a, b in ((P_LARGE, Q_LARGE), (7, Q_LARGE), (P_LARGE, 7), (6, 35)):
        product = log(a * b) * log(a)
        assert exact_quotient(product, log(a)) == log(a * b)
        assert exact_quotient(product, log(a * b)) == log(a)
        assert exact_quotient(product + 1, log(a)) is None
        assert exact_quotient(product * Fraction(3, 7), log(a)) == Fraction(3, 7) * log(a * b)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logpolynomials, "_DIVIDED_LOGARITHMS", 2)
        assert exact_quotient(X * Y, Y) == X
        patch.setattr(logpolynomials, "_DIVIDED_LOGARITHMS", 1)
        assert exact_quotient(X * Y, Y) is None


def test_what_is_long() -> None:
    short = LogPolynomial({(fmpz(2), fmpz(3)) + (fmpz(5),) * k: fmpq(1) for k in range(20)})
    long = LogPolynomial({(fmpz(2), fmpz(3)) + (fmpz(5),) * k: fmpq(1) for k in range(21)})
    assert (short.is_long(), long.is_long()) == (False, True)
    many, _, digits = long.short_text().partition(", ")
    assert many == "21 products of logarithms"
    with mpmath.workdps(50):
        a, b, c = map(mpmath.log, (2, 3, 5))
        exact = mpmath.nstr(a * b * sum(c**k for k in range(21)), 30)
    assert digits == exact[:13] + "…"  # twelve digits, cut
    base = fmpz(2) ** 997 + 3
    edge = LogPolynomial({(fmpz(3), base): fmpq(1)})  # 2 and 998 bits: 1000
    assert not edge.is_long()
    assert edge.short_text() == with_short_numbers(str(edge)) == "log(3)*log(133938575898283…354650708508675)"
    assert not LogPolynomial({(fmpz(3), base): fmpq(1), (fmpz(7), fmpz(2) ** 996 + 1): fmpq(1)}).is_long()
    assert LogPolynomial({(fmpz(3), base): fmpq(1), (fmpz(7), fmpz(2) ** 997 + 1): fmpq(1)}).is_long()


def test_terms_in_order() -> None:
    value = 2 * X * Y - 3 * Z + Fraction(1, 2) * Y**2 + 5 + X**3
    assert value.terms == (
        (Fraction(5), ()),
        (Fraction(-3), (5,)),
        (Fraction(2), (2, 3)),
        (Fraction(1, 2), (3, 3)),
        (Fraction(1), (2, 2, 2)),
    )
    assert (-value).terms == tuple((-c, m) for c, m in value.terms)
    assert value.degree == 3
    assert abs(-X * Y) == abs(X * Y) == X * Y
    assert +value is value
    kept = value.monomials()
    kept.clear()
    assert value.monomials()


def test_the_strongest_kind_of_a_sum() -> None:
    for values, kind in (
        ([X * Y, -X * Y], Fraction),
        ([X * Y, -X * Y, Fraction(0)], Fraction),
        ([X * Y, X - X * Y], LogForm),
        ([X * Y, Fraction(1)], LogPolynomial),
        ([log(4), -2 * X], Fraction),
        ([], Fraction),
    ):
        assert type(sum_of(values)) is kind
    assert sum_of([X * Y, X - X * Y, Fraction(3)]) == X + 3


def test_a_number_that_is_known_not_to_be_0_is_enclosed_on_its_side_of_0() -> None:
    """The first ball of so small a product lies on both sides: it is narrow, and tells no digit."""
    near = Fraction(943463052902053176551776571056617937597, 1 << 130)
    for product in ((X - near) * Y, (near - X) * Y):
        fresh = LogPolynomial(product.monomials())
        assert fresh._known_nonzero()
        bounds = fresh.enclose(5)
        assert bounds.lower * bounds.upper > 0
        assert bounds.agrees(5)
        assert max(map(abs, bounds)) < Fraction(1, 10**20)


def test_what_a_polynomial_is_made_of_is_copied() -> None:
    terms = (X * Y).monomials()
    value = LogPolynomial(terms)
    terms.clear()
    assert value == X * Y


def test_what_is_known_not_to_be_0_of_one_logarithm_at_any_degree_and_of_several_up_to_the_twelfth() -> None:
    two, three, one = fmpz(2), fmpz(3), fmpq(1)
    assert logpolynomials._is_surely_nonzero({(two,) * 40: one, (): -one})
    for power, known in ((11, True), (12, False)):  # log 3·(log 2^k − 1), of degree k + 1
        assert logpolynomials._is_surely_nonzero({(two,) * power + (three,): one, (three,): -one}) is known
