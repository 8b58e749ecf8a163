"""Closed forms against quadrature, and finite models against the closed forms."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, LogForm, Reward, best_of_n, log, oo
from exactalign.exceptions import ExactAlignError, ParameterError, TooLarge, Undecided
from exactalign.laws.divergences import (
    chi_squared,
    kl_divergence,
    renyi_divergence,
    squared_hellinger,
    total_variation,
    win_rate,
)
from exactalign.theory import (
    Generator,
    RewardLaw,
    chi_squared_bound,
    chi_squared_gap,
    closed_forms,
    f_divergence_bound,
    f_divergence_gap,
    kl_bound,
    kl_gap,
    renyi_bound,
    renyi_gap,
    reverse_kl_bound,
    reverse_kl_gap,
    squared_hellinger_bound,
    squared_hellinger_gap,
    total_variation_bound,
    total_variation_gap,
    win_rate_bound,
    win_rate_gap,
)
from exactalign.theory.finite_models import GAPS
from tests.exactalign.small_models import distributions, rewards

HALF = RewardLaw.bernoulli("1/2")


@st.composite
def laws(draw: st.DrawFn, zeros: bool = True) -> RewardLaw:
    p = draw(distributions(zeros=zeros))
    return RewardLaw(p, draw(rewards(len(p))))


def mp(value) -> mpmath.mpf:
    """An exact or enclosed number as an mpmath number of 30 digits."""
    exact = value if isinstance(value, Fraction) else value.enclose(30).midpoint
    return mpmath.mpf(exact.numerator) / exact.denominator


def close(value, expected, tolerance="1e-12") -> bool:
    return abs(mp(value) - expected) <= mpmath.mpf(tolerance)


def test_values_at_two_draws():
    assert kl_bound(2) == log(2) - Fraction(1, 2)
    assert reverse_kl_bound(2) == 1 - log(2)
    assert chi_squared_bound(2) == Fraction(1, 3)
    assert total_variation_bound(2) == Fraction(1, 4)
    assert renyi_bound(2, 2) == log("4/3")
    assert win_rate_bound(2) == Fraction(2, 3)


def test_one_draw_moves_nothing():
    for form in (kl_bound, reverse_kl_bound, chi_squared_bound, total_variation_bound, squared_hellinger_bound):
        assert form(1) == 0
    assert renyi_bound(1, "1/2") == renyi_bound(1, oo) == 0
    assert all(make(HALF, 1).gap == 0 for make in GAPS.values())


@pytest.mark.parametrize("n", [2, 3, Fraction(3, 2), Fraction(7, 3), 10])
def test_closed_forms_are_the_integrals(n):
    with mpmath.workdps(25):
        m = mpmath.mpf(n.numerator) / n.denominator
        cut = m ** (-1 / (m - 1))

        def integral(f):
            return mpmath.quad(lambda u: f(m * u ** (m - 1)), [0, cut, 1])

        assert close(kl_bound(n), integral(lambda x: x * mpmath.log(x)), "1e-9")
        assert close(reverse_kl_bound(n), integral(lambda x: -mpmath.log(x)), "1e-9")
        assert close(chi_squared_bound(n), integral(lambda x: (x - 1) ** 2), "1e-9")
        assert close(total_variation_bound(n), integral(lambda x: abs(x - 1) / 2), "1e-9")
        assert close(squared_hellinger_bound(n), integral(lambda x: (1 - mpmath.sqrt(x)) ** 2), "1e-9")
        for a in (Fraction(1, 2), Fraction(2), Fraction(5, 2)):
            b = mpmath.mpf(a.numerator) / a.denominator
            assert close(renyi_bound(n, a), mpmath.log(integral(lambda x, b=b: x**b)) / (b - 1), "1e-9")


def test_enclosures_hold_the_value_of_another_library():
    with mpmath.workdps(60):
        root = mpmath.sqrt(3)
        values = [
            (total_variation_bound(3), 2 * root / 9),
            (squared_hellinger_bound(3), 2 - root),
            (renyi_bound(EnclosedReal.of(3), 2), mpmath.log(mpmath.mpf(9) / 5)),
            (kl_bound("log(9)"), mpmath.log(mpmath.log(9)) - 1 + 1 / mpmath.log(9)),
            (squared_hellinger_gap(HALF, 3).value, 2 - mpmath.sqrt(mpmath.mpf(1) / 4) - mpmath.sqrt(mpmath.mpf(7) / 4)),
        ]
        for value, expected in values:
            low, high = value.enclose(40)
            digits = Fraction(int(mpmath.nint(expected * mpmath.mpf(10) ** 55)), 10**55)
            assert low - Fraction(1, 10**54) <= digits <= high + Fraction(1, 10**54)
            assert high - low <= Fraction(1, 10**39)


def test_renyi_orders_join_up():
    assert renyi_bound(3, 1) == kl_bound(3)
    assert renyi_bound(3, oo) == log(3)
    near = [renyi_bound(3, Fraction(1) + Fraction(s, 10**9)) for s in (-1, 1)]
    assert near[0] < kl_bound(3) < near[1]
    assert renyi_bound(3, 10**6) < log(3)


def test_real_n_is_enclosed():
    n = EnclosedReal.of(Fraction(3, 2))
    for form in (kl_bound, reverse_kl_bound, chi_squared_bound, total_variation_bound, squared_hellinger_bound):
        exact = form(Fraction(3, 2))
        bounds = form(n).enclose(12)
        assert mp(bounds.lower) <= mp(exact) + mpmath.mpf("1e-25")
        assert mp(bounds.upper) >= mp(exact) - mpmath.mpf("1e-25")
    assert isinstance(kl_bound("log(9)"), EnclosedReal)


def test_total_variation_is_the_root_of_its_polynomial():
    for n in (3, 4, 9):
        t = total_variation_bound(n)
        power = t
        for _ in range(n - 2):
            power = power * t
        assert abs(float(power * n**n - (n - 1) ** (n - 1))) < 1e-6 * n**n


def test_generators_agree_with_the_named_forms():
    assert f_divergence_bound(4, Generator.kl()) == kl_bound(4)
    assert f_divergence_bound(4, Generator.reverse_kl()) == reverse_kl_bound(4)
    assert f_divergence_bound(4, Generator.chi_squared()) == chi_squared_bound(4)
    assert f_divergence_bound(4, Generator.squared_hellinger()) == squared_hellinger_bound(4)
    assert f_divergence_bound(4, Generator.jeffreys()) == kl_bound(4) + reverse_kl_bound(4)
    assert f_divergence_bound(2, Generator([(1, -1, 0), (-1, 0, 0)])) == oo  # Neyman's χ²
    assert f_divergence_bound("3/2", Generator([(1, -1, 0), (-1, 0, 0)])) == Fraction(1, 3)


def test_any_convex_function_is_bounded_from_both_sides():
    bounds = f_divergence_bound(3, lambda x: (x - 1) ** 2, tolerance="1e-3")
    assert chi_squared_bound(3) in bounds
    jensen_shannon = f_divergence_bound(
        2, lambda x: (x * log(x) if x else LogForm()) - (x + 1) * log((x + 1) / 2), tolerance="1/100"
    )
    assert 0 < jensen_shannon.lower < jensen_shannon.upper


@pytest.mark.parametrize("n", [1, 2])
def test_bounds_of_an_irrational_f_hold_it_on_both_sides(n):
    """The integral of a constant is the constant, whose own bounds are the only ones: neither end may be the other."""
    for value in (log(2), -log(2)):
        bounds = f_divergence_bound(n, lambda x, value=value: value)
        assert bounds.lower < value < bounds.upper


@pytest.mark.slow
@given(laws(), st.sampled_from([1, 2, 3, 5]))
@settings(max_examples=40, deadline=None)
def test_model_values_are_the_divergences_of_the_policy(law, n):
    policy = best_of_n(law.reference, law.reward, n)
    p = law.reference
    assert kl_gap(law, n).value == kl_divergence(policy, p)
    assert chi_squared_gap(law, n).value == chi_squared(policy, p)
    assert total_variation_gap(law, n).value == total_variation(policy, p)
    assert win_rate_gap(law, n).value == win_rate(policy, p, law.reward)
    assert renyi_gap(law, n, 2).value == renyi_divergence(policy, p, 2)
    assert renyi_gap(law, n, oo).value == renyi_divergence(policy, p, oo)
    assert reverse_kl_gap(law, n).value == kl_divergence(p, policy)
    assert close(squared_hellinger_gap(law, n).value, mp(squared_hellinger(policy, p)))


@given(laws(), st.sampled_from([2, 3, 7, Fraction(3, 2), Fraction(5, 2)]))
@settings(max_examples=30, deadline=None)
def test_every_level_has_a_positive_share_and_they_add_up(law, n):
    for make in (kl_gap, reverse_kl_gap, chi_squared_gap):
        gap = make(law, n)
        assert all(level > 0 for level in gap.levels)
        difference = sum((EnclosedReal.of(level) for level in gap.levels), EnclosedReal.of(0)) - gap.gap
        assert abs(float(difference.enclose(10).midpoint)) < 1e-15
        assert gap.value < gap.bound
        assert not gap.is_attained
    assert win_rate_gap(law, n).value < win_rate_bound(n)


def test_level_shares_scale_with_the_ratio_of_the_quantiles():
    """G_k = F_kⁿ·γ(F_{k−1}/F_k), with γ(0) the whole bound: the sum alone would not show a wrong share."""
    n = 3
    law = RewardLaw.of([0, 1, 2], ["1/8", "1/8", "3/4"])
    shares = kl_gap(law, n).levels
    assert shares[0] == kl_bound(n) / 8**n
    half = kl_gap(HALF, n).levels[1]  # ratio 1/2 at F = 1
    assert shares[1] == half / 4**n


def test_total_variation_is_attained_on_finite_models_only_at_two_draws():
    assert total_variation_gap(HALF, 2).is_attained
    assert total_variation_gap(RewardLaw.of([0, 1, 2], ["1/2", "1/4", "1/4"]), 2).is_attained
    assert total_variation_gap(RewardLaw.bernoulli("5/9"), Fraction(3, 2)).is_attained
    assert not total_variation_gap(HALF, 3).is_attained
    assert not total_variation_gap(RewardLaw.bernoulli("1/3"), 2).is_attained


def test_known_gaps():
    assert kl_gap(RewardLaw.of([0], [1]), 2).gap == log(2) - Fraction(1, 2)
    assert kl_gap(HALF, 2).gap == 2 * log(2) - log(3) * Fraction(3, 4) - Fraction(1, 2)
    uniform = RewardLaw.of(range(100), [Fraction(1, 100)] * 100)
    assert abs(float(kl_gap(uniform, 4).gap) - 7.4990e-5) < 1e-8
    assert kl_gap(uniform, 4).value > log(4) - 1  # a bound that is too small must fail


@given(laws(), st.sampled_from([Fraction(1, 2), Fraction(3, 2), 3]), st.sampled_from([2, 4]))
@settings(max_examples=20, deadline=None)
def test_renyi_divergences_stay_below(law, order, n):
    gap = renyi_gap(law, n, order)
    assert gap.value < gap.bound


def test_f_divergence_with_an_infinite_bound():
    gap = f_divergence_gap(HALF, 2, Generator([(1, -1, 0), (-1, 0, 0)]))
    assert gap.bound == oo
    assert gap.gap == oo
    assert gap.value == Fraction(1, 3)
    assert gap.levels[0] == oo
    assert gap.levels[1] == log(2) / 2 - Fraction(1, 3)  # ∫ (1/(2u) − 1) du over [½, 1] is (log 2 − 1)/2


@pytest.mark.parametrize(
    "call",
    [
        lambda: kl_bound(0),
        lambda: kl_bound(0.5),
        lambda: kl_bound("many"),
        lambda: renyi_bound(2, 0),
        lambda: renyi_bound(2, -1),
        lambda: renyi_bound(2, -oo),
        lambda: Generator([(1, 1, 2)]),
        lambda: Generator.power(1),
        lambda: Generator.kl()(0),
        lambda: f_divergence_bound(2, lambda x: x * x, tolerance=0),
        lambda: f_divergence_bound("3/2", lambda x: x * x),
        lambda: RewardLaw.bernoulli(2),
        lambda: RewardLaw.gaussian(2, 0),
        lambda: RewardLaw(Distribution.uniform(2), Reward.values([1])),
    ],
)
def test_bad_input_is_refused_in_one_line(call):
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) > 10


def test_one_sided_integral_that_diverges_down_is_refused():
    with pytest.raises(ParameterError):
        Generator([(-1, -1, 0)]).integral(3, 0, 1)


def test_cells_are_cut_up_to_the_limit_and_no_further(monkeypatch):
    assert closed_forms.MAX_CELLS == 4**8  # from 16 on, four times as many each time
    monkeypatch.setattr("exactalign.theory.closed_forms.MAX_CELLS", 64)
    width = f_divergence_bound(2, lambda x: x * x, tolerance=1).width  # 16 cells
    assert f_divergence_bound(2, lambda x: x * x, tolerance=width / 16).width == width / 16  # 64
    with pytest.raises(Undecided, match="64 cells leave the integral open to"):
        f_divergence_bound(2, lambda x: x * x, tolerance=width / 17)


def test_the_renyi_gap_of_order_1_is_that_of_kl():
    law = RewardLaw.bernoulli("1/4")
    one, kl = renyi_gap(law, 2, 1), kl_gap(law, 2)
    assert (one.name, one.value, one.bound) == ("Rényi 1", kl.value, kl.bound)


def test_an_infinite_bound_is_never_attained():
    gap = f_divergence_gap(RewardLaw.bernoulli("1/2"), 3, Generator.power(-1))
    assert gap.bound == oo
    assert not gap.is_attained


@pytest.mark.parametrize("order", ["1/2", 1, 2, oo])
def test_a_renyi_gap_knows_its_name_and_its_n(order):
    found = renyi_gap(RewardLaw.bernoulli("1/2"), 3, order)
    assert (found.name, found.n) == (f"Rényi {order}", 3)


def test_an_integral_that_is_too_large_is_refused_before_f_is_asked():
    def never(x):
        raise AssertionError("asked")

    with pytest.raises(TooLarge, match=r"the integral at n = .*give a Generator"):
        f_divergence_bound(10**9, never)


@pytest.mark.parametrize(
    "form",
    [
        *(
            kl_bound,
            reverse_kl_bound,
            chi_squared_bound,
            total_variation_bound,
            squared_hellinger_bound,
            win_rate_bound,
        ),
        *(lambda n, order=order: renyi_bound(n, order) for order in ("1/2", 1, 2, oo)),
        *(lambda n, order=order: renyi_gap(HALF, n, order) for order in ("1/2", 1, 2, oo)),
        *(lambda n, make=make: make(HALF, n) for make in GAPS.values()),
        lambda n: f_divergence_bound(n, Generator.kl()),
        lambda n: f_divergence_gap(HALF, n, Generator.kl()),
    ],
)
def test_fewer_than_one_draw_are_refused(form):
    form(1)
    with pytest.raises(ExactAlignError) as caught:
        form("99/100")
    assert str(caught.value) == "n is 99/100: it must be at least 1"


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_the_bounds_of_sixteen_cells_are_jensen_and_the_chord(n):
    """On each cell of f = (x − 1)²: f at the mean of h, and the chord of f from end to end at that mean."""
    h = [n * Fraction(k, 16) ** (n - 1) if k or n > 1 else Fraction(1) for k in range(17)]
    low = high = Fraction(0)
    for k in range(16):
        mean = 16 * (Fraction(k + 1, 16) ** n - Fraction(k, 16) ** n)
        slope = h[k] + h[k + 1] - 2  # of the chord: f(b) − f(a) = (b − a)(a + b − 2)
        low += (mean - 1) ** 2 / 16
        high += ((h[k] - 1) ** 2 + slope * (mean - h[k])) / 16
    found = f_divergence_bound(n, lambda x: (x - 1) ** 2, tolerance=100)
    assert (found.lower, found.upper) == (low, high)
    assert low <= chi_squared_bound(n) <= high


def test_a_function_is_asked_at_fractions_from_0_to_n():
    asked = []
    f_divergence_bound(3, lambda x: asked.append(x) or x, tolerance=100)
    assert {type(x) for x in asked} == {Fraction}
    assert (min(asked), max(asked)) == (0, 3)


def test_a_tolerance_is_a_ten_thousandth_unless_told():
    found = f_divergence_bound(2, lambda x: x * x)
    assert found.width <= Fraction(1, 10**4) < 16 * found.width  # of four times as few cells it is 16 times as wide
    with pytest.raises(ParameterError) as caught:
        f_divergence_bound(2, lambda x: x, tolerance="-1/9")
    assert str(caught.value) == "tolerance is -1/9: give a positive number"


@given(laws(), st.sampled_from([1, 2, 3, Fraction(3, 2)]))
@settings(max_examples=15, deadline=None)
def test_total_variation_and_win_rate_are_their_sums(law, n):
    policy = [float(m) for m in law.best_of_n(n)]
    masses, upto = [float(m) for m in law.masses], [float(m) for m in law.cumulative]
    distance = sum(abs(x - y) for x, y in zip(policy, masses, strict=True)) / 2
    assert abs(float(total_variation_gap(law, n).value) - distance) < 1e-12
    wins = sum(x * (low + high) / 2 for x, low, high in zip(policy, upto, upto[1:], strict=False))
    assert abs(float(win_rate_gap(law, n).value) - wins) < 1e-12
