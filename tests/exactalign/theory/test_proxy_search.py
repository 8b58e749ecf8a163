"""The search for a variance proxy, part by part: cumulants by their formulas, bounds and series against mpmath."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf

from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.precision import working_precision
from exactalign.theory import proxy_search, sub_gaussian
from exactalign.theory.proxy_search import Law, first_cumulant, supremum
from exactalign.theory.sub_gaussian import VarianceProxy

SIXTH = Fraction(1, 6)


@pytest.fixture(autouse=True)
def precise() -> Iterator[None]:
    with mpmath.workdps(50):
        yield


def centred(values: list[Any], masses: list[Any]) -> tuple[list[Fraction], list[Fraction]]:
    weights = [Fraction(m) for m in masses]
    total = sum(weights)
    mean = sum((Fraction(v) * m for v, m in zip(values, weights, strict=True)), Fraction(0)) / total
    return [Fraction(v) - mean for v in values], [m / total for m in weights]


def moment(values: list[Fraction], masses: list[Fraction], k: int) -> Fraction:
    return sum((m * v**k for v, m in zip(values, masses, strict=True)), Fraction(0))


@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(1, 5)), min_size=2, max_size=5, unique_by=lambda pair: pair[0])
)
@settings(deadline=None, max_examples=60)
def test_the_first_cumulant(pairs: list[tuple[int, int]]) -> None:
    """κ₃ = μ₃, κ₄ = μ₄ − 3μ₂², κ₅ = μ₅ − 10μ₃μ₂, κ₆ = μ₆ − 15μ₄μ₂ − 10μ₃² + 30μ₂³ of a centred law."""
    values, masses = centred([v for v, _ in pairs], [m for _, m in pairs])
    m2, m3, m4, m5, m6 = (moment(values, masses, k) for k in range(2, 7))
    wanted = {3: m3, 4: m4 - 3 * m2**2, 5: m5 - 10 * m3 * m2, 6: m6 - 15 * m4 * m2 - 10 * m3**2 + 30 * m2**3}
    order = next((k for k, value in wanted.items() if value), None)
    if order is not None:
        assert first_cumulant(values, masses) == (order, 1 if wanted[order] > 0 else -1)


def test_the_first_cumulant_past_the_fourth() -> None:
    """−1, 0, 1 with masses 1/6, 2/3, 1/6 have the fourth moment of a Gaussian, and κ₆ = −2/9."""
    assert first_cumulant([Fraction(-1), Fraction(0), Fraction(1)], [SIXTH, 4 * SIXTH, SIXTH]) == (6, -1)


def law_of(values: list[Any], masses: list[Any]) -> tuple[Law, list[Fraction], list[Fraction]]:
    where, weights = centred(values, masses)
    order, sign = first_cumulant(where, weights)

    def balls() -> tuple[list[arb], list[arb]]:
        return tuple([arb(fmpq(x.numerator, x.denominator)) for x in xs] for xs in (where, weights))  # type: ignore[return-value]

    return Law(balls, moment(where, weights, 2), order, sign), where, weights


def to_mpf(value: Fraction) -> Any:
    return mpf(value.numerator) / value.denominator


def psi(where: list[Fraction], weights: list[Fraction], x: Any) -> Any:
    return mpmath.log(mpmath.fsum(to_mpf(m) * mpmath.exp(x * to_mpf(v)) for v, m in zip(where, weights, strict=True)))


def s(where: list[Fraction], weights: list[Fraction], x: Any) -> Any:
    return 2 * psi(where, weights, x) / x**2


def number(ball: arb) -> Any:
    return mpf(str(ball.mid().str(40, radius=False)))


LAWS = [([0, 1, 3], [3, 2, 1]), ([-2, 0, 1], [1, 1, 3]), ([0, 1, 2, 5], [4, 3, 2, 1])]


@pytest.mark.parametrize(("values", "masses"), LAWS)
def test_series_are_those_of_the_function(values: list[Any], masses: list[Any]) -> None:
    law, where, weights = law_of(values, masses)
    before = ctx.cap
    with working_precision(200):
        curve = proxy_search._Curve(law)
        for point in (Fraction(1, 3), Fraction(2)):
            ball = arb(fmpq(point.numerator, point.denominator))
            assert mpmath.almosteq(number(curve.log_mgf(ball)), psi(where, weights, to_mpf(point)), 1e-35)
            found = curve.derivatives(ball, 2)
            assert len(found) == 3
            for order, coefficient in enumerate(mpmath.taylor(lambda x: s(where, weights, x), to_mpf(point), 2)):
                assert mpmath.almosteq(number(found[order]), coefficient, 1e-12, 1e-12)
    assert ctx.cap == before


@pytest.mark.parametrize(("values", "masses"), LAWS)
@pytest.mark.parametrize(("low", "high"), [("1/8", "1/4"), (1, "17/16"), (2, 4), (8, 16), (1, 3), ("1/100", 100)])
def test_a_cell_is_bounded_from_above_and_not_by_far_where_it_is_narrow(
    values: list[Any], masses: list[Any], low: Any, high: Any
) -> None:
    law, where, weights = law_of(values, masses)
    start, end = Fraction(low), Fraction(high)
    with working_precision(128):
        upper, value = proxy_search._Curve(law).bound(start, end)
    points = [to_mpf(start + (end - start) * k / 20) for k in range(21)]
    largest = max(s(where, weights, x) for x in points)
    assert mpmath.almosteq(number(value), s(where, weights, points[10]), 1e-25)
    assert number(upper) >= largest
    # 2ψ(high)/low² at most, and far closer on a narrow cell.
    assert number(upper) <= 2 * psi(where, weights, to_mpf(end)) / to_mpf(start) ** 2 * (1 + mpf(10) ** -20)
    if end - start <= Fraction(1, 16):
        assert number(upper) <= largest * 1.02


def test_a_cell_at_a_point_without_end_is_bounded() -> None:
    law, _, _ = law_of([-1, 0, 2], [1, 2, 1])
    with working_precision(128):
        upper, _ = proxy_search._Curve(law).bound(Fraction(10) ** 40, 2 * Fraction(10) ** 40)
    # 2ψ(high)/low² with ψ(x) = (2 − 1/4)x up to a constant
    assert mpmath.almosteq(number(upper), 4 * mpf("1.75") / mpf(10) ** 40, 1e-2)


def test_next_to_zero_the_sign_of_a_cumulant_decides() -> None:
    for values, masses in (([0, 1, 3], [1, 2, 3]), ([0, 1, 3], [3, 2, 1])):
        law, where, weights = law_of(values, masses)
        with working_precision(128):
            curve = proxy_search._Curve(law)
            upper, proved = curve.near_zero(Fraction(1, 64), law.order)
            wide, _ = curve.near_zero(Fraction(1), law.order)
        assert proved is (law.sign < 0)
        points = [mpf(k) / 640 for k in range(1, 11)]
        assert max(s(where, weights, x) for x in points) <= number(upper) <= to_mpf(law.variance) * mpf("1.05")  # type: ignore[arg-type]
        assert number(wide) >= number(upper)
        if proved:
            assert number(upper) <= to_mpf(law.variance) * (1 + mpf(10) ** -30)  # type: ignore[arg-type]


@pytest.mark.parametrize(("values", "masses"), LAWS)
def test_the_supremum_is_enclosed(values: list[Any], masses: list[Any]) -> None:
    law, where, weights = law_of(values, masses)
    found = supremum(law, Fraction(1, 10**9), 4000)
    grid = [mpf(k) / 20 for k in range(1, 200)]
    best = max(grid, key=lambda x: s(where, weights, x))
    largest = max(s(where, weights, best), to_mpf(law.variance))  # type: ignore[arg-type]
    assert to_mpf(found.bounds.lower) <= largest * (1 + mpf(10) ** -3)
    assert largest <= to_mpf(found.bounds.upper)
    assert found.at_zero is (largest == to_mpf(law.variance))  # type: ignore[arg-type]
    if not found.at_zero:
        assert found.tilt is not None
        assert abs(mpf(str(float(found.tilt))) - best) < 0.06
        assert found.value is not None
        assert mpmath.almosteq(mpf(str(float(found.value))), largest, 1e-3)


def test_a_search_that_is_cut_short_has_wider_bounds() -> None:
    law, where, weights = law_of([0, 1, 3], [3, 2, 1])
    widths = []
    for cells in (1, 12, 4000):
        found = supremum(law, Fraction(1, 10**6), cells)
        assert to_mpf(found.bounds.lower) <= s(where, weights, mpf(1)) or found.bounds.lower >= law.variance  # type: ignore[operator]
        assert max(s(where, weights, mpf(k) / 10) for k in range(1, 60)) <= to_mpf(found.bounds.upper)
        widths.append(found.bounds.width)
    assert widths[0] >= widths[1] > widths[2]
    assert supremum(law, Fraction(1, 10**6), 1).tilt is None


def test_upper_bounds_that_are_one_float_are_told_apart() -> None:
    law, _, _ = law_of([0, 1, 3], [3, 2, 1])
    with working_precision(128):
        search = proxy_search._Search(law, Fraction(1, 10**6), 10)
        one, tiny = 2 * arb(fmpq(*law.variance.as_integer_ratio())).upper(), arb(2) ** -80  # type: ignore[union-attr]
        for uppers in ((one, one + tiny), (one + tiny, one)):
            search.heap = [(-2.0, k, upper, Fraction(1), Fraction(2)) for k, upper in enumerate(uppers)]
            assert search._settled(False).bounds.upper >= 2 * law.variance + Fraction(1, 2**80)  # type: ignore[operator]
        search.heap = []
        assert search._settled(False).bounds.upper >= law.variance  # type: ignore[operator]


def proxy(where: str, lower: Any, upper: Any, value: Any = None, side: str = "upper") -> VarianceProxy:
    bounds = proxy_search.Enclosure(Fraction(lower), Fraction(upper))
    return VarianceProxy(side, where, value, bounds, Fraction(7) if where == "tilt" else None)  # type: ignore[arg-type]


def test_of_two_sides_the_larger_is_both() -> None:
    larger = sub_gaussian._larger
    same = proxy("zero", 2, 2, Fraction(2))
    both = larger(same, same)
    assert (both.side, both.where, both.value) == ("two-sided", "zero", 2)
    high, low = proxy("tilt", 3, 4, Fraction(7, 2)), proxy("zero", 2, 2, Fraction(2))
    for up, down in ((high, low), (low, high)):
        found = larger(up, down)
        assert (found.side, found.where, found.value, found.tilt) == ("two-sided", "tilt", Fraction(7, 2), 7)
    # Touching bounds decide as well; overlapping ones do not, unless both maxima are known.
    found = larger(proxy("tilt", 3, 4, Fraction(3)), proxy("unknown", 1, 3))
    assert (found.where, found.value) == ("tilt", 3)
    found = larger(proxy("tilt", 3, 5, Fraction(4)), proxy("unknown", 2, 4))
    assert (found.where, found.value, tuple(found.bounds)) == ("unknown", None, (3, 5))
    found = larger(proxy("unknown", 2, 6), proxy("unknown", 3, 5))
    assert (found.value, tuple(found.bounds)) == (None, (3, 6))
    for first, second in ((3, 4), (4, 3)):
        found = larger(proxy("tilt", 2, 5, Fraction(first)), proxy("tilt", 2, 5, Fraction(second)))
        assert (found.side, found.where, found.tilt) == ("two-sided", "tilt", 7)
        assert isinstance(found.value, EnclosedReal)
        assert float(found.value) == 4
