"""Divergences against their formulas in plain fractions and mpmath; infinities; limits; f-divergences."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from exactalign import (
    Distribution,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    chi_squared,
    cross_entropy,
    entropy,
    f_divergence,
    kl_divergence,
    log,
    oo,
    renyi_cross_entropy,
    renyi_divergence,
    squared_hellinger,
    total_variation,
    win_rate,
)
from exactalign.exceptions import ExactAlignError, TooLarge
from exactalign.laws import divergences
from exactalign.numbers.memory import power_bits
from tests.exactalign.small_models import distributions

HALF = Fraction(1, 2)
ORDERS = [Fraction(0), Fraction(1, 3), HALF, Fraction(1), Fraction(3, 2), Fraction(2), Fraction(5), Fraction(22, 7)]


@st.composite
def pairs(draw: st.DrawFn, smallest: int = 1, zeros: bool = True) -> tuple[Distribution, Distribution]:
    """p, which may have zeros, and q, which has them only where `zeros` allows it."""
    p = draw(distributions(min_outcomes=smallest))
    return p, draw(distributions(min_outcomes=len(p), max_outcomes=len(p), zeros=zeros))


def covered(p: Distribution, q: Distribution) -> bool:
    return all(q[y] for y in p.support)


def close(value: Any, truth: mpmath.mpf) -> bool:
    if value == oo:
        return truth == mpmath.inf
    low, high = EnclosedReal.of(value).enclose(30)
    with mpmath.workdps(60):
        slack = mpmath.mpf(10) ** -40
        return bool(to_mpf(low) - slack <= truth <= to_mpf(high) + slack)


def to_mpf(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator


def expected_renyi(p: Distribution, q: Distribution, a: Fraction) -> mpmath.mpf:
    with mpmath.workdps(60):
        if a == 1:
            if not covered(p, q):
                return mpmath.inf
            return mpmath.fsum(to_mpf(p[y]) * mpmath.log(to_mpf(p[y] / q[y])) for y in p.support)
        common = [y for y in p.support if q[y]]
        if not common or (a > 1 and not covered(p, q)):
            return mpmath.inf
        total = mpmath.fsum(to_mpf(p[y]) ** to_mpf(a) * to_mpf(q[y]) ** to_mpf(1 - a) for y in common)
        return mpmath.log(total) / to_mpf(a - 1)


def expected_cross(p: Distribution, q: Distribution, t: Fraction) -> mpmath.mpf:
    with mpmath.workdps(60):
        common = [y for y in p.support if q[y]]
        if not common or (t <= 1 and not covered(p, q)):
            return mpmath.inf
        if t == 1:
            return -mpmath.fsum(to_mpf(p[y]) * mpmath.log(to_mpf(q[y])) for y in common)
        total = mpmath.fsum(to_mpf(p[y]) * to_mpf(q[y]) ** to_mpf(t - 1) for y in common)
        return mpmath.log(total) / to_mpf(1 - t)


@given(pairs())
def test_entropies_and_kl(pair: tuple[Distribution, Distribution]) -> None:
    p, q = pair
    assert entropy(p) == -LogForm.sum(log(p[y]) * p[y] for y in p.support)
    assert entropy(p) == cross_entropy(p, p)
    assert kl_divergence(p, p) == 0
    assert 0 <= entropy(p) <= log(len(p))
    if covered(p, q):
        assert cross_entropy(p, q) == -LogForm.sum(log(q[y]) * p[y] for y in p.support)
        assert kl_divergence(p, q) == cross_entropy(p, q) - entropy(p)
        assert kl_divergence(p, q) >= 0
        assert (kl_divergence(p, q) == 0) == (p == q)
    else:
        assert cross_entropy(p, q) == oo
        assert kl_divergence(p, q) == oo


@given(pairs(), st.sampled_from(ORDERS))
def test_renyi_divergence(pair: tuple[Distribution, Distribution], order: Fraction) -> None:
    p, q = pair
    value = renyi_divergence(p, q, order)
    exact = order.denominator == 1
    half = order.denominator == 2  # a log form as well when the square roots are rational
    assert value == oo or isinstance(value, LogForm if exact else (LogForm, EnclosedReal) if half else EnclosedReal)
    assert close(value, expected_renyi(p, q, order))
    if exact:
        assert value >= 0


@given(pairs(), st.sampled_from(ORDERS[1:]))
def test_renyi_cross_entropy(pair: tuple[Distribution, Distribution], order: Fraction) -> None:
    p, q = pair
    value = renyi_cross_entropy(p, q, order)
    assert value == oo or isinstance(value, LogForm if order.denominator == 1 else EnclosedReal)
    assert close(value, expected_cross(p, q, order))


@given(pairs())
def test_renyi_orders_are_increasing_up_to_the_limit(pair: tuple[Distribution, Distribution]) -> None:
    p, q = pair
    values = [renyi_divergence(p, q, order) for order in (0, 1, 2, 3, 7, oo)]
    assert all(low <= high for low, high in pairwise(values))
    if covered(p, q):
        assert values[-1] == log(max(p[y] / q[y] for y in p.support))
        assert values[0] == -log(sum(q[y] for y in p.support))
    else:
        assert values[-1] == oo


@pytest.mark.slow
@given(pairs(smallest=2, zeros=False))
def test_orders_near_1_approach_kl(pair: tuple[Distribution, Distribution]) -> None:
    p, q = pair
    assume(p != q and len(p.support) > 1)
    near = renyi_divergence(p, q, 1 - Fraction(1, 10**9)), renyi_divergence(p, q, 1 + Fraction(1, 10**9))
    for value in near:
        gap = EnclosedReal.of(value) - kl_divergence(p, q)
        low, high = gap.enclose(3)
        assert -Fraction(1, 10**6) < low <= high < Fraction(1, 10**6)


@given(pairs())
def test_rational_divergences(pair: tuple[Distribution, Distribution]) -> None:
    p, q = pair
    assert total_variation(p, q) == sum((abs(p[y] - q[y]) for y in p), Fraction(0)) / 2
    if covered(p, q):
        assert chi_squared(p, q) == sum((p[y] - q[y]) ** 2 / q[y] for y in p if q[y])
        assert renyi_divergence(p, q, 2) == log(1 + chi_squared(p, q))
        assert kl_divergence(p, q) <= log(1 + chi_squared(p, q))
        assert 2 * total_variation(p, q) ** 2 <= kl_divergence(p, q)  # Pinsker
    else:
        assert chi_squared(p, q) == oo


@given(pairs())
@example((Distribution.from_weights([1, 4]), Distribution.from_weights([4, 1])))
@example((Distribution.from_weights([2, 8]), Distribution.from_weights([1, 0])))
def test_hellinger(pair: tuple[Distribution, Distribution]) -> None:
    p, q = pair
    value = squared_hellinger(p, q)
    assert squared_hellinger(p, p) == 0
    with mpmath.workdps(60):
        truth = mpmath.fsum((mpmath.sqrt(to_mpf(p[y])) - mpmath.sqrt(to_mpf(q[y]))) ** 2 for y in p)
    if isinstance(value, Fraction):
        assert abs(to_mpf(value) - truth) < 1e-14
        assert 0 <= value <= 2
        assert (value == 0) == (p == q)
    else:
        assert close(value, truth)
        assert total_variation(p, q) >= value / 2


GENERATORS: list[tuple[Callable[[Fraction], Any], Any, Callable[..., Any]]] = [
    (lambda x: (x - 1) ** 2, oo, chi_squared),
    (lambda x: abs(x - 1) / 2, HALF, total_variation),
    (lambda x: log(x) * x if x else 0, oo, kl_divergence),
    (lambda x: -log(x) if x else oo, 0, lambda p, q: kl_divergence(q, p)),
]


@pytest.mark.parametrize(("f", "slope", "divergence"), GENERATORS)
@given(pair=pairs())
def test_f_divergence(
    f: Callable[[Fraction], Any], slope: Any, divergence: Callable[..., Any], pair: tuple[Distribution, Distribution]
) -> None:
    p, q = pair
    assert f_divergence(p, q, f, slope_at_infinity=slope) == divergence(p, q)


@given(pairs())
def test_f_divergence_is_hellinger(pair: tuple[Distribution, Distribution]) -> None:
    p, q = pair

    def f(x: Fraction) -> EnclosedReal:
        root = EnclosedReal.of(x).sqrt() - 1
        return root * root

    value = EnclosedReal.of(f_divergence(p, q, f, slope_at_infinity=1))
    other = EnclosedReal.of(squared_hellinger(p, q))
    low, high = (value - other).enclose(10)
    assert low <= 0 <= high
    assert high - low < Fraction(1, 10**8)


def test_f_divergence_of_many_outcomes() -> None:
    p = Distribution.from_weights(range(1, 1501))
    q = Distribution.uniform(1500)
    value = f_divergence(p, q, lambda x: EnclosedReal.of(x).log() * x)
    low, high = (value - kl_divergence(p, q)).enclose(20)
    assert low <= 0 <= high


def test_f_divergence_needs_the_slope() -> None:
    p, q = Distribution.uniform(2), Distribution.from_weights([1, 0])
    with pytest.raises(ExactAlignError, match="slope_at_infinity"):
        f_divergence(p, q, lambda x: (x - 1) ** 2)
    assert f_divergence(q, p, lambda x: (x - 1) ** 2) == 1


def test_infinite_values() -> None:
    p, q = Distribution.from_weights([1, 0]), Distribution.from_weights([0, 1])
    for value in (
        kl_divergence(p, q),
        cross_entropy(p, q),
        chi_squared(p, q),
        renyi_divergence(p, q, 0),
        renyi_divergence(p, q, HALF),
        renyi_divergence(p, q, 2),
        renyi_divergence(p, q, oo),
        renyi_cross_entropy(p, q, HALF),
        renyi_cross_entropy(p, q, 2),
    ):
        assert value == oo
    assert total_variation(p, q) == 1
    assert squared_hellinger(p, q) == 2


@given(pairs(), st.integers(0, 5))
def test_memoryless_sources_add_up(pair: tuple[Distribution, Distribution], length: int) -> None:
    p, q = pair
    a, b = MemorylessSource(p, length), MemorylessSource(q, length)
    assert entropy(a) == entropy(p) * length
    if length == 0:
        assert kl_divergence(a, b) == 0
    elif covered(p, q):
        assert kl_divergence(a, b) == kl_divergence(p, q) * length
        assert cross_entropy(a, b) == cross_entropy(p, q) * length
    else:
        assert kl_divergence(a, b) == oo
    if length == 2 and covered(p, q):
        assert kl_divergence(a, b) == kl_divergence(p.power(2), q.power(2))


@given(pairs())
def test_win_rates_of_a_pair_sum_to_1(pair: tuple[Distribution, Distribution]) -> None:
    p, q = pair
    reward = Reward.values([y // 2 for y in p])
    assert win_rate(p, q, reward) + win_rate(q, p, reward) == 1
    assert win_rate(p, p, reward) == HALF


def test_outcome_orders_do_not_matter() -> None:
    p = Distribution({"a": "1/5", "b": "4/5"})
    q, shuffled = Distribution({"a": "1/2", "b": "1/2"}), Distribution({"b": "1/2", "a": "1/2"})
    for divergence in (kl_divergence, cross_entropy, chi_squared, total_variation):
        assert divergence(p, q) == divergence(p, shuffled)


P, Q3 = Distribution.uniform(2), Distribution.uniform(3)
POLICY = best_of_n(MemorylessSource(P, 2), Reward.values([0, 1]), 2)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: kl_divergence(P, Q3), "3 outcomes, the other 2"),
        (lambda: kl_divergence(P, "q"), "not a str"),
        (lambda: entropy([1]), "not a list"),
        (lambda: kl_divergence(P, MemorylessSource(P, 2)), "same length"),
        (lambda: kl_divergence(MemorylessSource(P, 3), MemorylessSource(P, 2)), "same length"),
        (lambda: kl_divergence(POLICY, MemorylessSource(P, 3)), "own source"),
        (lambda: kl_divergence(POLICY, P), "own source"),
        (lambda: renyi_divergence(P, P, -1), "order is -1"),
        (lambda: renyi_divergence(P, P, -oo), "order is -oo"),
        (lambda: renyi_divergence(P, P, 0.5), "order is the float"),
        (lambda: renyi_cross_entropy(P, P, 0), "order is 0"),
        (lambda: renyi_cross_entropy(P, P, "x"), "order is 'x'"),
        (lambda: f_divergence(P, P, lambda x: 0.0), "value of f"),
        (lambda: win_rate(P, P, Reward.values([1, 2, 3])), "3 entries but the reference has 2"),
    ],
)
def test_refusals(call: Any, said: str) -> None:
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_huge_orders_are_refused_at_once() -> None:
    p = Distribution.from_weights([1, 2])
    for call in (renyi_divergence, renyi_cross_entropy):
        with pytest.raises(TooLarge, match="order"):
            call(p, Distribution.uniform(2), 10**12)
    assert renyi_divergence(p, Distribution.uniform(2), 10**12 + Fraction(1, 2)) < log("4/3")


def test_half_orders_up_to_fifty_are_tried_for_rational_roots() -> None:
    """Of squares as weights; an order in thirds has no log form."""
    p, q = Distribution.from_weights([1, 4]), Distribution.from_weights([4, 1])
    for order, kind in (("99/2", LogForm), ("101/2", EnclosedReal), ("1/2", LogForm), ("1/3", EnclosedReal)):
        value = renyi_divergence(p, q, order)
        assert type(value) is kind
        assert close(value, expected_renyi(p, q, Fraction(order)))
    assert type(renyi_divergence(Distribution.from_weights([1, 3]), q, "1/2")) is EnclosedReal


def test_laws_of_sequences() -> None:
    """Divergences add up; nothing is to be told apart in no symbols."""
    p, q = Distribution.from_weights([1, 2]), Distribution({1: "1/2", 0: "1/2"})
    for length in (1, 2, 5):
        assert entropy(p**length) == entropy(p) * length
        assert cross_entropy(p**length, q**length) == cross_entropy(p, q) * length
        assert kl_divergence(p**length, q**length) == kl_divergence(p, q) * length
    heads = Distribution({0: 1, 1: 0})
    assert kl_divergence(p**2, heads**2) == cross_entropy(p**2, heads**2) == oo
    for function in (cross_entropy, kl_divergence):
        assert function(p**0, heads**0) == 0
        for left, right in ((p**2, q**3), (p**2, q), (p, q**2)):
            with pytest.raises(ExactAlignError, match=r"^a memoryless source is compared with one of the same length$"):
                function(left, right)
    assert entropy(p**0) == 0
    policy = best_of_n(p**2, Reward.values([0, 1]), 3)
    assert kl_divergence(policy, p**2) == policy.kl()
    for other in (q**2, p**3, p):
        with pytest.raises(ExactAlignError, match="is known against its own source only"):
            kl_divergence(policy, other)  # type: ignore[call-overload]


def test_what_is_no_law_and_no_order() -> None:
    p = Distribution.uniform(2)
    for function in (
        cross_entropy, kl_divergence, chi_squared, total_variation, squared_hellinger,
        lambda a, b: renyi_divergence(a, b, 2), lambda a, b: renyi_cross_entropy(a, b, 2),
    ):  # fmt: skip
        for left, right in ((p, [1, 0]), ([1, 0], p)):
            with pytest.raises(ExactAlignError):
                function(left, right)  # type: ignore[operator]
    with pytest.raises(ExactAlignError, match=r"^a Distribution is needed here, not a list$"):
        entropy([1, 0])  # type: ignore[arg-type]
    for function, order, told in (
        (renyi_divergence, -oo, "order is -oo: Rényi orders are ≥ 0"),
        (renyi_divergence, "-1/2", "order is -1/2: Rényi orders are ≥ 0"),
        (renyi_cross_entropy, 0, "order is 0: Rényi cross entropies have order > 0"),
        (renyi_cross_entropy, -1, "order is -1: Rényi orders are ≥ 0"),
    ):
        with pytest.raises(ExactAlignError) as caught:
            function(p, p, order)
        assert str(caught.value) == told


def test_how_large_a_sum_of_powers_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative power is put over one denominator, which may be as long as all of them together."""
    asked: list[Any] = []
    monkeypatch.setattr(divergences, "require", lambda *given: asked.append(given))
    p, q = Distribution.from_weights([1, 2, 4]), Distribution.from_weights([3, 5, 1])
    renyi_divergence(p, q, 3)
    renyi_cross_entropy(p, q, 5)
    chi_squared(Distribution.from_weights([1, 0, 1]), q)
    words = "the exact sum of powers of order {}"
    smaller = "take a smaller order"
    assert asked == [
        (power_bits(7, 3) + power_bits(9, 2) * 3, 2, words.format(3), smaller),
        (power_bits(7, 1) + power_bits(9, 4), 2, words.format(4), smaller),
        (power_bits(2, 2) + power_bits(9, 1) * 2, 2, words.format(2), smaller),
    ]
    monkeypatch.undo()
    with pytest.raises(TooLarge, match=r"^the exact sum of powers of order 10\^12|1000000000000 needs"):
        renyi_divergence(p, q, 10**12)


def test_win_rates_whatever_the_order_of_the_outcomes() -> None:
    """Heads wins against tails: q(h)·p(t) + ½·(q(h)·p(h) + q(t)·p(t))."""
    reference = Distribution({"t": "1/3", "h": "2/3"})
    policy = Distribution({"h": "3/4", "t": "1/4"})
    reward = Reward({"h": 1, "t": 0})
    expected = Fraction(3, 4) * Fraction(1, 3) + (Fraction(3, 4) * Fraction(2, 3) + Fraction(1, 4) * Fraction(1, 3)) / 2
    assert win_rate(policy, reference, reward) == expected
    assert win_rate(reference, policy, reward) == 1 - expected
    assert win_rate(policy, reference, Reward({"h": 1, "t": 1})) == HALF
