"""The cells of a search for a variance proxy: no point is left out, and what is said follows from their bounds."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest
from flint import arb, fmpq

from exactalign.numbers.precision import working_precision
from exactalign.theory import proxy_search
from exactalign.theory.proxy_search import Law, first_cumulant

Cell = tuple[Fraction, Fraction]


@pytest.fixture(autouse=True)
def precise() -> Iterator[None]:
    with working_precision(128):
        yield


def exact(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def law_of(values: list[int], masses: list[Any]) -> Law:
    weights = [Fraction(m) / sum(map(Fraction, masses)) for m in masses]
    mean = sum((v * w for v, w in zip(values, weights, strict=True)), Fraction(0))
    where = [v - mean for v in values]
    variance = sum((w * v * v for v, w in zip(where, weights, strict=True)), Fraction(0))
    return Law(
        lambda: ([exact(v) for v in where], [exact(w) for w in weights]), variance, *first_cumulant(where, weights)
    )


def search(law: Law, cells: int = 10) -> Any:
    return proxy_search._Search(law, Fraction(1, 10**6), cells)


POSITIVE = law_of([0, 1, 3], [3, 2, 1])
NEGATIVE = law_of([0, 2, 3], [1, 2, 3])
FLAT = law_of([0, 1, 2], ["1/6", "2/3", "1/6"])  # κ₃ = κ₄ = 0 > κ₆
E = Fraction(1, 10**3)
SLIGHT = law_of([-1, 0, 1, 2], [Fraction(3, 10) - 4 * E, Fraction(2, 5), Fraction(3, 10) + 3 * E, E])  # κ₃ < 0, barely
LAWS = [POSITIVE, NEGATIVE, FLAT, SLIGHT]


@pytest.mark.parametrize("law", LAWS)
def test_from_next_to_zero_to_where_nothing_is_larger(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past 2·max/Var s is below the variance: cells reach at least that far, each twice as far as the one before."""
    found = search(law)
    values, _ = law.balls()
    largest, limit = max(abs(v) for v in values), 2 * values[-1] / exact(Fraction(law.variance))  # type: ignore[arg-type]
    assert exact(found.start) * largest <= exact(proxy_search._FIRST_CELL) < 2 * exact(found.start) * largest
    assert limit <= exact(found.end) <= 4 * limit
    seen: list[Cell] = []
    monkeypatch.setattr(proxy_search._Search, "_add", lambda self, low, high: seen.append((low, high)))
    monkeypatch.setattr(proxy_search._Search, "_clear_zero", lambda self: False)
    found.run()
    assert (seen[0][0], seen[-1][1]) == (found.start, found.end)
    assert all(before[1] == after[0] for before, after in pairwise(seen))
    assert all(high == 2 * low for low, high in seen[:-1])
    assert seen[-1][0] < found.end <= 2 * seen[-1][0]


def test_the_cell_next_to_zero() -> None:
    """Of a positive cumulant it is to be searched; of a negative one s < Var is proved, on a shorter one if need be."""
    found = search(POSITIVE)
    assert found._clear_zero() is False
    ((key, count, upper, low, high),) = found.heap
    assert (count, low, high) == (0, 0, found.start)
    assert key == -float(upper.mid())
    assert upper > exact(Fraction(POSITIVE.variance))  # type: ignore[arg-type]
    for law, shorter in ((NEGATIVE, False), (FLAT, False), (SLIGHT, True)):
        assert law.sign == -1
        found = search(law)
        start = found.start
        assert found._clear_zero() is True
        assert found.heap == []
        assert (found.start < start) is shorter
    unknown = search(Law(NEGATIVE.balls, NEGATIVE.variance, 3, 0))
    start = unknown.start
    assert unknown._clear_zero() is (unknown.heap == [])
    assert unknown.start == start


def test_a_proof_next_to_zero_is_not_looked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Fraction] = []

    def never(self: Any, end: Fraction, order: int) -> tuple[arb, bool]:
        asked.append(end)
        return arb(7), False

    monkeypatch.setattr(proxy_search._Curve, "near_zero", never)
    found = search(NEGATIVE)
    assert found._clear_zero() is False
    assert all(before == 2 * after for before, after in pairwise(asked))
    assert asked[-1] == found.start == Fraction(1, 2**40)
    assert [row[2:] for row in found.heap] == [(arb(7), 0, found.start)]


def bounded(monkeypatch: pytest.MonkeyPatch, upper: Any, value: Any) -> Any:
    """A search whose cells all have these bounds."""
    monkeypatch.setattr(proxy_search._Curve, "bound", lambda self, low, high: (arb(upper), arb(value)))
    found = search(POSITIVE)
    found.low = arb(2)
    return found


def test_a_cell_is_kept_while_it_may_hold_more_than_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for upper, value, low, kept in ((3, 1, 2, True), (2, 1, 2, False), (3, "2.5", "2.5", True), (3, 3, 3, False)):
        found = bounded(monkeypatch, upper, value)
        found._add(Fraction(1), Fraction(2))
        assert found.low == arb(low).lower()
        assert found.count == 1
        rows = [(-3.0, 1, arb(3), 1, 2)] if kept else []
        assert found.heap == rows
        assert found._alive() == ([(1, 2)] if kept else [])
    found.heap = [(-3.0, 1, arb(3), Fraction(1), Fraction(2)), (-4.0, 2, arb(4), Fraction(2), Fraction(4))]
    assert found._alive() == [(2, 4)]


def test_the_most_promising_cell_is_halved_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until so many cells have been bounded, or the best upper bound is near enough to what is reached."""
    tops: dict[Cell, int] = {}

    def bound(self: Any, low: Fraction, high: Fraction) -> tuple[arb, arb]:
        return arb(tops.setdefault((low, high), 10 - len(tops))), arb(1)

    monkeypatch.setattr(proxy_search._Curve, "bound", bound)
    monkeypatch.setattr(proxy_search._Search, "_clear_zero", lambda self: False)
    found = search(POSITIVE, 3)
    found.start, found.end = Fraction(1), Fraction(2)
    result = found.run()
    assert list(tops) == [(1, 2), (1, Fraction(3, 2)), (Fraction(3, 2), 2)]
    assert result.bounds.upper == 9
    assert (result.tilt, result.value, result.at_zero) == (None, None, False)
    tops.clear()
    found = search(POSITIVE, 5)
    found.start, found.end = Fraction(1), Fraction(2)
    found.run()
    assert list(tops)[3:] == [(1, Fraction(5, 4)), (Fraction(5, 4), Fraction(3, 2))]  # of bounds 9 and 8 the first
    near = proxy_search._Search(POSITIVE, Fraction(100), 50)
    near.start, near.end = Fraction(1), Fraction(2)
    tops.clear()
    near.run()
    assert list(tops) == [(1, 2)]


def test_where_nothing_is_above_the_variance_that_is_the_supremum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where the cell next to zero is clear, no other cell is left, and no value was found above it."""
    for at_zero, heap, low, zero in (
        (True, [], 0, True),
        (False, [], 0, False),
        (True, [(-9.0, 1, arb(9), Fraction(1), Fraction(2))], 0, False),
        (True, [], 5, False),
    ):
        found = search(NEGATIVE)
        found.heap = heap
        found.low += low
        result = found._settled(at_zero)
        assert (result.at_zero, result.tilt, result.value) == (zero, None, None)
        assert 0 <= found.low - exact(result.bounds.lower) < exact(Fraction(1, 2**60))
        assert result.bounds.upper >= Fraction(NEGATIVE.variance)  # type: ignore[arg-type]
        assert (result.bounds.upper >= 9) is bool(heap)


def test_a_maximiser_is_isolated_only_away_from_zero_and_above_the_variance() -> None:
    found = search(POSITIVE)
    assert found._polished() is None  # no cell
    for low, high in ((0, "1/64"), ("1/2", "3/4"), ("1/2", 3)):
        found.heap = [(-9.0, 1, arb(9), Fraction(low), Fraction(high))]
        found.low = found.curve.variance.upper() + 1
        assert found._polished() is None  # next to zero, or too wide
    maximum = proxy_search.supremum(POSITIVE, Fraction(1, 10**12), 4000)
    assert maximum.tilt is not None
    middle = maximum.tilt.enclose(10).midpoint
    for width in (Fraction(1, 10**6), Fraction(1, 1000)):
        found.heap = [(-9.0, 1, arb(9), middle - width, middle + width * 2)]
        polished = found._polished()
        assert polished is not None
        assert abs(polished.tilt.enclose(9).midpoint - middle) < Fraction(1, 10**8)
        assert polished.at_zero is False
        assert maximum.bounds.lower <= polished.value.enclose(20).midpoint <= maximum.bounds.upper
        assert polished.value.enclose(20).midpoint in polished.bounds
        assert polished.bounds.width < Fraction(1, 10**14)
    near = Fraction(1, 10**5)
    for cells in (
        [(middle - near, middle + near / 10), (middle + 5 * near, middle + 6 * near)],
        [(middle - 6 * near, middle - 5 * near), (middle - near / 10, middle + near)],
    ):
        found.heap = [(-9.0, k, arb(9), *cell) for k, cell in enumerate(cells)]
        polished = found._polished()
        assert polished is not None
        assert abs(polished.tilt.enclose(9).midpoint - middle) < Fraction(1, 10**8)
    for side in (-1, 1):  # no root of the slope in the cell, nor in what is added on both sides
        low, high = sorted((middle + 2 * side * near, middle + 3 * side * near))
        found.heap = [(-9.0, 1, arb(9), low, high)]
        assert found._polished() is None
    found.low = found.curve.variance.lower()
    assert found._polished() is None
    found.low = found.curve.variance.upper() + 1
    found.heap = [(-9.0, 1, arb(9), 3 * middle, 3 * middle + Fraction(1, 1000))]
    assert found._polished() is None  # no root of the slope there


@pytest.mark.parametrize("law", [POSITIVE, law_of([-1, 0, 1], [1, 18, 1]), law_of([0, 1, 9], [30, 2, 1])])
def test_next_to_zero_the_bound_is_the_first_term_and_little_more(law: Law) -> None:
    """s(λ) = Var + 2κ_j·λ^(j−2)/j! + …, j = 3 or 4 the first cumulant that is not 0: at the end of the cell."""
    curve = proxy_search._Curve(law)
    for end in (Fraction(1, 512), Fraction(1, 4096)):
        upper, proved = curve.near_zero(end, law.order)
        assert proved is False
        reached = 2 * curve.log_mgf(exact(end)) / exact(end * end) - curve.variance
        assert reached <= upper - curve.variance <= reached * 1.2


def test_around_0_nothing_is_known_of_the_function() -> None:
    found = proxy_search._Curve(POSITIVE).derivatives(arb(0).union(arb(1)), 2)
    assert len(found) == 3
    assert all(ball.contains(arb(-(10**9)).union(arb(10**9))) for ball in found)


@pytest.mark.parametrize("law", LAWS)
def test_the_bound_of_a_cell_is_above_all_of_it_also_where_the_function_is_convex(law: Law) -> None:
    curve = proxy_search._Curve(law)
    convex = 0
    for low, wide in product((Fraction(1, 4), Fraction(2), Fraction(8), Fraction(30)), (4, 1000)):
        high = low + low / wide
        upper, middle = curve.bound(low, high)
        inside = [low + (high - low) * k / 8 for k in range(9)]
        found = [2 * curve.log_mgf(exact(x)) / exact(x * x) for x in inside]
        assert all(value <= upper for value in found)
        assert middle.overlaps(found[4])
        convex += bool(found[0] + found[8] > 2 * found[4])
    assert convex
