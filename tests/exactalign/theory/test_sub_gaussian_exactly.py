"""Variance proxies: closed forms up to where they end, both sides of one law, units of reward, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest

from exactalign import Distribution, EnclosedReal, LogForm, Reward, log
from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosures import Enclosure
from exactalign.theory import RewardLaw, easy_bounds, kearns_saul, sub_gaussian, variance_proxy
from exactalign.theory.proxy_search import Supremum
from exactalign.theory.sub_gaussian import Side


def mpf(value: Any) -> Any:
    exact = value if isinstance(value, Fraction) else EnclosedReal.of(value).enclose(40).midpoint
    return mpmath.mpf(exact.numerator) / exact.denominator


def reached(law: RewardLaw, at: Any) -> Any:
    """2ψ(λ)/λ², by its definition."""
    pairs = [(mpf(m), mpf(v)) for m, v in zip(law.masses, law.values, strict=True)]
    mean = mpmath.fsum(m * v for m, v in pairs)
    return 2 * mpmath.log(mpmath.fsum(m * mpmath.exp(at * (v - mean)) for m, v in pairs)) / at**2


def scaled(law: RewardLaw, unit: Any) -> RewardLaw:
    return RewardLaw(law.reference, Reward({o: v * unit for o, v in law.reward.items()}))


SEARCHED = RewardLaw.of([0, 1, 4], ["1/2", "1/4", "1/4"])
SEARCHED_AT = Fraction("0.5447022390309007350501"), Fraction("3.123248495354698640776")
"""Where the root of the derivative of 2ψ(λ)/λ² lies, and the value there, by mpmath."""
GENERIC = RewardLaw(Distribution.from_weights([4, 1, 3, 1]), Reward.parse("0, log 2, 1, 3"))


@pytest.mark.parametrize(
    ("closed", "unit", "sign"), [(True, 3, -1), (True, log(2), 1), (False, log(2), -1), (False, 3, 1)]
)
def test_in_another_unit_and_mirrored_a_proxy_is_the_same(closed: bool, unit: Any, sign: int) -> None:
    """Times the unit squared, at a tilt over the unit, on the side of the sign; the other side has the variance."""
    law = RewardLaw.of([0, 1, 2], ["1/2", "3/8", "1/8"]) if closed else SEARCHED
    side, other = ("upper", "lower") if sign > 0 else ("lower", "upper")
    tilt, value = (log(4), Fraction(3, 4) / log(4)) if closed else SEARCHED_AT
    mine = scaled(law, unit * sign)
    found, both, away = (variance_proxy(mine, which) for which in (side, "two-sided", other))  # type: ignore[arg-type]
    with mpmath.workdps(40):
        for one, told in ((found, side), (both, "two-sided")):
            assert (one.side, one.where) == (told, "tilt")
            assert abs(mpf(one.value) / mpf(value) / mpf(unit) ** 2 - 1) < 1e-15
            assert abs(mpf(one.tilt) * mpf(unit) / mpf(tilt) - sign) < 1e-12
            assert abs(reached(mine, mpf(one.tilt)) / mpf(one.value) - 1) < 1e-30
            exact = EnclosedReal.of(one.value).enclose(40).midpoint
            assert exact in one.bounds
            assert one.bounds.width * 10**15 <= exact
    assert (away.side, away.where, away.tilt) == (other, "zero", None)
    assert mpf(away.value) == mpf(mine.variance)


@pytest.mark.parametrize("sign", [1, -1])
def test_of_rewards_on_no_lattice_the_maximum_is_at_its_tilt(sign: int) -> None:
    law = scaled(GENERIC, sign)
    with mpmath.workdps(40):
        grid = [mpmath.mpf(k) / 20 for k in range(1, 60)]
        for side, way in (("upper", 1), ("lower", -1)):
            found = variance_proxy(law, side)  # type: ignore[arg-type]
            best = max(grid, key=lambda x: reached(law, x * way))
            if way * sign > 0:
                assert (found.side, found.where) == (side, "tilt")
                assert abs(mpf(found.tilt) - way * best) < 0.06
                assert abs(reached(law, mpf(found.tilt)) / mpf(found.value) - 1) < 1e-25
            else:
                assert reached(law, best * way) < mpf(law.variance)
                assert (found.side, found.where, found.tilt) == (side, "zero", None)


@pytest.mark.parametrize("masses", [(4, 8, 1), (1, 8, 4), (8, 16, 2), (9, 12, 1), (4, 1, 1)])
def test_three_levels_have_a_closed_form_while_the_middle_is_not_too_heavy(masses: tuple[int, int, int]) -> None:
    """Up to b² = 16ac, where the first two are; the tilt is then exact, and away from it there is the variance."""
    low, _, high = masses
    law = RewardLaw.of([0, 5, 10], [Fraction(m, sum(masses)) for m in masses])
    both = variance_proxy(law)
    assert both.tilt == log(Fraction(low, high)) / 5
    assert isinstance(both.tilt, LogForm)
    value = 50 * Fraction(low - high, sum(masses)) / log(Fraction(low, high))
    assert abs(float(both.value) / float(value) - 1) < 1e-15  # type: ignore[arg-type]
    mine, away = ("upper", "lower") if low > high else ("lower", "upper")
    same, other = variance_proxy(law, mine), variance_proxy(law, away)  # type: ignore[arg-type]
    assert (same.side, same.where, same.tilt) == (mine, "tilt", both.tilt)
    assert abs(float(same.value) / float(value) - 1) < 1e-15  # type: ignore[arg-type]
    assert (other.side, other.where, other.value) == (away, "zero", law.variance)
    assert other.bounds == (law.variance, law.variance)
    with mpmath.workdps(30):
        sign = 1 if low > high else -1
        assert all(reached(law, -sign * mpmath.mpf(k) / 50) < mpf(law.variance) for k in range(1, 60))


def test_past_that_the_proxy_is_larger_than_the_form() -> None:
    law = RewardLaw.of([0, 1, 2], [Fraction(4, 17), Fraction(12, 17), Fraction(1, 17)])
    found = variance_proxy(law)
    assert not isinstance(found.tilt, LogForm)
    assert found.value is not None
    assert found.value > 2 * Fraction(3, 17) / log(4)


def test_a_symmetric_law_has_the_variance_up_to_the_same_point() -> None:
    """At b² = 16ac the fourth cumulant is 0, and past it positive."""
    at, past = (RewardLaw.of([-1, 0, 1], [Fraction(m, sum(w)) for m in w]) for w in ((1, 4, 1), (1, 18, 1)))
    assert (variance_proxy(at).where, variance_proxy(at).value) == ("zero", Fraction(1, 3))
    assert variance_proxy(past).value > past.variance  # type: ignore[operator]


@pytest.mark.parametrize(("p", "trials"), [("1/5", 1), ("4/5", 1), ("1/5", 4), ("3/4", 3)])
def test_trials_add_up(p: str, trials: int) -> None:
    """The proxy of m trials is m times that of one, on the side of the rarer outcome; on the other the variance."""
    law, mass = scaled(RewardLaw.binomial(trials, p), 2), Fraction(p)
    both, up, down = (variance_proxy(law, side) for side in ("two-sided", "upper", "lower"))  # type: ignore[arg-type]
    mine, away = (up, down) if mass < Fraction(1, 2) else (down, up)
    assert both.tilt == mine.tilt == log((1 - mass) / mass)  # 2·log((1 − p)/p)/h
    value = 4 * trials * float(kearns_saul(p))
    assert (float(both.value), float(mine.value)) == pytest.approx((value, value), rel=1e-15)  # type: ignore[arg-type]
    assert (away.where, away.value) == ("zero", 4 * trials * mass * (1 - mass))


def test_the_form_of_kearns_and_saul_in_units() -> None:
    for p in ("1/5", "7/10", "1/2"):
        for span in (2, "1/3", log(3), EnclosedReal.of(3).sqrt()):
            unit = span if isinstance(span, (LogForm, EnclosedReal)) else Fraction(span)
            assert float(kearns_saul(p, span)) == pytest.approx(float(unit) ** 2 * float(kearns_saul(p)), rel=1e-14)
    assert kearns_saul("1/2", 3) == Fraction(9, 4)
    assert float(kearns_saul("7/10")) == float(kearns_saul("3/10"))
    for p in (0, 1, "-1/2", "3/2"):
        with pytest.raises(ParameterError) as caught:
            kearns_saul(p)
        assert str(caught.value) == f"p is {p}: give a probability strictly between 0 and 1"


def test_bounds_that_need_no_search() -> None:
    law = RewardLaw.of([1, 2, 5], ["1/2", "1/4", "1/4"])  # of mean 9/4: 5/16 of the range above the lowest
    found = easy_bounds(law)
    assert list(found) == ["variance", "Kearns–Saul", "range²/4 (Hoeffding)"]
    assert (found["variance"], found["range²/4 (Hoeffding)"]) == (law.variance, 4)
    assert float(found["Kearns–Saul"]) == float(kearns_saul("5/16", 4))
    constant = easy_bounds(RewardLaw.of([3, 3], ["1/2", "1/2"]))
    assert constant == {"variance": 0, "range²/4 (Hoeffding)": 0}
    irrational = easy_bounds(RewardLaw(Distribution.uniform(3), Reward.parse("0, 1, log 2")))
    assert list(irrational) == ["variance", "range²/4 (Hoeffding)"]
    assert irrational["range²/4 (Hoeffding)"] == Fraction(1, 4)
    in_logs = easy_bounds(RewardLaw(Distribution.from_weights([3, 1]), Reward.parse("0, log 2")))
    assert float(in_logs["Kearns–Saul"]) == pytest.approx(float(kearns_saul("1/4")) * float(log(2)) ** 2)
    assert float(in_logs["range²/4 (Hoeffding)"]) == pytest.approx(float(log(2)) ** 2 / 4)


def test_what_a_search_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative tolerance of 10^−9 and 4,000 cells unless others are given; what it leaves open is said as bounds."""
    asked: list[tuple[Any, ...]] = []

    def stopped(law: Any, tolerance: Fraction, cells: int) -> Supremum:
        asked.append((law.variance, law.order, law.sign, tolerance, cells))
        return Supremum(Enclosure(Fraction(2), Fraction(3)), False)

    monkeypatch.setattr(sub_gaussian, "supremum", stopped)
    found = variance_proxy(SEARCHED, "upper")
    assert (found.value, found.valid, found.bounds, found.tilt) == (None, 3, (2, 3), None)
    assert repr(found) == "VarianceProxy(upper: in Enclosure(2, 3), attained at unknown)"
    assert variance_proxy(scaled(SEARCHED, 3), "lower", tolerance="1/7", max_cells=5).bounds == (18, 27)
    narrow = variance_proxy(scaled(SEARCHED, log(2)), "upper").bounds
    square = float(log(2)) ** 2
    assert (float(narrow.lower), float(narrow.upper)) == pytest.approx((2 * square, 3 * square), rel=1e-15)
    # In units of the lattice the law is the same: its third cumulant is positive, and negative when mirrored.
    variance = SEARCHED.variance
    default = (Fraction(1, 10**9), 4000)
    assert asked == [(variance, 3, 1, *default), (variance, 3, -1, Fraction(1, 7), 5), (variance, 3, 1, *default)]
    asked.clear()
    both = variance_proxy(SEARCHED)
    assert (both.side, both.where, both.bounds) == ("two-sided", "unknown", (2, 3))
    assert [row[1:3] for row in asked] == [(3, 1), (3, -1)]
    asked.clear()
    for side in ("upper", "lower"):
        variance_proxy(GENERIC, side)  # type: ignore[arg-type]
    assert [row[1:3] for row in asked] == [(3, 1), (3, -1)]


@pytest.mark.parametrize("side", ["two-sided", "upper", "lower"])
def test_of_a_constant_reward_the_proxy_is_0(side: Side) -> None:
    found = variance_proxy(RewardLaw.of([3, 3], ["1/2", "1/2"]), side)
    assert (found.side, found.where, found.value, found.bounds, found.tilt) == (side, "zero", 0, (0, 0), None)


def test_refusals_word_for_word() -> None:
    law = RewardLaw.bernoulli("1/3")
    for call, words in (
        (lambda: variance_proxy(law, "both"), "side is 'both': give one of two-sided, upper, lower"),  # type: ignore[arg-type]
        (lambda: variance_proxy(law, tolerance=0), "tolerance is 0: give a positive number"),
        (lambda: variance_proxy(law, tolerance="-1/3"), "tolerance is -1/3: give a positive number"),
    ):
        with pytest.raises(ParameterError) as caught:
            call()
        assert str(caught.value) == words
