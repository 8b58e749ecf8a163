"""Variance proxies against known values, brute-force maxima, and the inequality they promise."""

from fractions import Fraction

import mpmath
import pytest
from flint import ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, Reward, log
from exactalign.exceptions import ExactAlignError
from exactalign.theory import RewardLaw, easy_bounds, kearns_saul, proxy_search, variance_proxy
from exactalign.theory.proxy_search import first_cumulant

KNOWN = [
    (RewardLaw.bernoulli("1/10"), "two-sided", "0.1820478453"),
    (RewardLaw.bernoulli("2/5"), "two-sided", "0.2466303462"),
    (RewardLaw.of([-1, 0, 1], ["1/20", "9/10", "1/20"]), "two-sided", "0.170273480936"),
    (RewardLaw.of([-1, 0, 1], ["1/10", "4/5", "1/10"]), "two-sided", "0.2309655"),
    (RewardLaw.of([0, 1, 2], ["1/12", "3/4", "1/6"]), "two-sided", "0.261801"),
    (RewardLaw.of([0, 1, 2], ["1/2", "3/8", "1/8"]), "upper", "0.541010640333361"),
    (RewardLaw.binomial(4, "1/5"), "upper", "0.8656170245"),
    (RewardLaw.geometric(4), "upper", "1.95748"),
    (RewardLaw.geometric(8), "upper", "4.76500"),
    (RewardLaw.pareto(4), "upper", "13.22948"),
]


def brute_force(law: RewardLaw, sign: int) -> mpmath.mpf:
    """The largest 2ψ(λ)/λ² on a fine grid: a lower bound, and close to the supremum."""
    mean = float(law.mean)
    values = [sign * (float(v) - mean) for v in law.values]
    masses = [float(m) for m in law.masses]
    best = sum(m * v * v for m, v in zip(masses, values, strict=True))
    span = max(values) - min(values) or 1.0
    for k in range(1, 400):
        x = k * 0.1 / span
        mgf = sum(m * mpmath.exp(x * v) for m, v in zip(masses, values, strict=True))
        best = max(best, float(2 * mpmath.log(mgf)) / x**2)
    return best


@pytest.mark.parametrize(("law", "side", "value"), KNOWN, ids=str)
def test_known_values(law, side, value):
    found = variance_proxy(law, side)
    places = len(value.partition(".")[2])
    assert abs(found.value.enclose(20).midpoint - Fraction(value)) <= Fraction(1, 10**places)


@pytest.mark.slow
def test_values_that_are_the_variance():
    assert variance_proxy(RewardLaw.binomial(16)).value == 4
    assert variance_proxy(RewardLaw.of(range(6), [Fraction(1, 6)] * 6)).value == Fraction(35, 12)
    assert variance_proxy(RewardLaw.of([-1, 0, 1], ["1/6", "2/3", "1/6"])).value == Fraction(1, 3)
    lower = variance_proxy(RewardLaw.of([0, 1, 2], ["1/2", "3/8", "1/8"]), "lower")
    assert (lower.where, lower.value) == ("zero", Fraction(31, 64))
    assert variance_proxy(RewardLaw.bernoulli("1/5"), "lower").value == Fraction(4, 25)
    assert variance_proxy(RewardLaw.bernoulli("4/5"), "upper").value == Fraction(4, 25)
    assert variance_proxy(RewardLaw.of([3], [1])).value == 0


def test_closed_form_and_search_agree():
    """Three spaced levels, found once by formula and once, stretched a little, by search."""
    exact = variance_proxy(RewardLaw.of([0, 1, 2], ["1/2", "3/8", "1/8"])).value
    stretched = variance_proxy(RewardLaw.of([0, 1, Fraction(2) + Fraction(1, 10**9)], ["1/2", "3/8", "1/8"])).value
    assert abs(float(exact - stretched)) < 1e-8


@pytest.mark.parametrize(
    "law",
    [
        RewardLaw.bernoulli("1/10"),
        RewardLaw.binomial(
            4,
            "1/5",
        ),
        RewardLaw.of([1, 4], ["3/4", "1/4"]),
        RewardLaw.of([0, 3, 6], ["1/2", "3/8", "1/8"]),
    ],
    ids=str,
)
def test_a_closed_form_is_attained_at_its_tilt(law):
    """2ψ(λ)/λ², summed from the masses at the λ that is told, is σ²."""
    found = variance_proxy(law)
    assert (found.where, found.side) == ("tilt", "two-sided")
    with mpmath.workdps(30):
        x = mpmath.mpf(float(found.tilt))
        pairs = [
            (mpmath.mpf(m.numerator) / m.denominator, float(v)) for m, v in zip(law.masses, law.values, strict=True)
        ]
        psi = mpmath.log(sum(m * mpmath.exp(x * v) for m, v in pairs)) - x * sum(m * v for m, v in pairs)
        assert abs(2 * psi / x**2 - float(found.value)) < 1e-12


def test_mirror_image_swaps_the_sides():
    law = RewardLaw.of([0, 1, 4], ["1/2", "1/4", "1/4"])
    mirrored = RewardLaw.of([0, -1, -4], ["1/2", "1/4", "1/4"])
    up, down = variance_proxy(law, "upper"), variance_proxy(mirrored, "lower")
    assert up.where == down.where == "tilt"
    assert abs(float(up.value - down.value)) < 1e-18
    assert abs(float(up.tilt + down.tilt)) < 1e-15


def test_logarithmic_rewards():
    spaced = variance_proxy(RewardLaw.of(["0", "log(2)"], ["1/2", "1/2"]))
    assert (spaced.value - log(2) * log(2).enclose(30).midpoint / 4).enclose(20).upper < Fraction(1, 10**20)
    generic = RewardLaw.of(["log(2)", "log(3)", "0"], ["1/2", "1/3", "1/6"])
    for side, sign in (("upper", 1), ("lower", -1)):
        assert float(variance_proxy(generic, side).value) == pytest.approx(brute_force(generic, sign), rel=1e-3)


def test_the_maximiser_is_the_one_of_another_library():
    found = variance_proxy(RewardLaw.geometric(4), "upper")
    with mpmath.workdps(50):
        masses = [mpmath.mpf(1) / 2, mpmath.mpf(1) / 4, mpmath.mpf(1) / 8, mpmath.mpf(1) / 16, mpmath.mpf(1) / 16]
        mean = mpmath.mpf(15) / 16

        def s(x):
            return 2 * mpmath.log(sum(m * mpmath.exp(x * (k - mean)) for k, m in enumerate(masses))) / x**2

        point = mpmath.findroot(lambda x: mpmath.diff(s, x), mpmath.mpf("1.128"))
        for value, expected in ((found.tilt, point), (found.value, s(point))):
            low, high = value.enclose(18)
            digits = Fraction(int(mpmath.nint(expected * mpmath.mpf(10) ** 30)), 10**30)
            assert low - Fraction(1, 10**20) <= digits <= high + Fraction(1, 10**20)


def test_many_digits():
    value = variance_proxy(RewardLaw.geometric(4), "upper").value
    assert value.enclose(60).width < Fraction(1, 10**59)


@pytest.mark.slow
@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=4),
    st.lists(st.integers(-4, 4), min_size=4, max_size=4),
    st.sampled_from(["upper", "lower", "two-sided"]),
)
@settings(max_examples=25, deadline=None)
def test_bounds_hold_the_supremum(weights, values, side):
    law = RewardLaw(Distribution.from_weights(weights), Reward.values(values[: len(weights)]))
    found = variance_proxy(law, side, tolerance="1e-6", max_cells=1500)
    signs = {"upper": [1], "lower": [-1], "two-sided": [1, -1]}[side]
    brute = max(brute_force(law, sign) for sign in signs) if not law.is_constant else 0.0
    assert float(found.bounds.upper) >= brute - 1e-9
    assert float(found.bounds.lower) <= brute * (1 + 1e-2) + 1e-9
    bounds = easy_bounds(law)
    assert found.bounds.upper >= bounds["variance"]
    for name in ("Kearns–Saul", "range²/4 (Hoeffding)"):
        if name in bounds:
            limit = bounds[name]
            assert found.bounds.lower <= (limit.enclose(12).upper if isinstance(limit, EnclosedReal) else limit)


def test_a_search_that_is_cut_short_says_so():
    found = variance_proxy(RewardLaw.gaussian(3, "1/2", 1000), "upper", max_cells=50)
    assert found.where == "unknown"
    assert found.value is None
    assert found.bounds.lower < found.bounds.upper == found.valid


def test_bounds_of_a_search_that_is_cut_short_are_in_the_unit_of_the_rewards() -> None:
    """With rewards v·log 2 for v, both ends are (log 2)² times what they were, rounded outwards and no further."""
    law = RewardLaw.gaussian(3, "1/2", 1000)
    scaled = RewardLaw(law.reference, Reward({o: v * log(2) for o, v in law.reward.items()}))
    plain, found = (variance_proxy(one, "upper", max_cells=50).bounds for one in (law, scaled))
    assert type(found.lower) is type(found.upper) is Fraction
    square = EnclosedReal.of(log(2) * log(2)).enclose(30)
    assert found.lower <= plain.lower * square.lower <= found.lower * (1 + Fraction(1, 10**15))
    assert found.upper * (1 - Fraction(1, 10**15)) <= plain.upper * square.upper <= found.upper


def test_first_cumulant_is_decided():
    masses = [Fraction(1, 6), Fraction(2, 3), Fraction(1, 6)]
    assert first_cumulant([Fraction(-1), Fraction(0), Fraction(1)], masses) == (6, -1)


def test_kearns_saul_at_its_ends():
    assert kearns_saul("1/2", 2) == 1
    assert abs(float(kearns_saul("1/5")) - 0.21640425613334452) < 1e-15


@pytest.mark.parametrize(
    "call",
    [
        lambda: variance_proxy(RewardLaw.bernoulli("1/2"), "both"),
        lambda: variance_proxy(RewardLaw.geometric(3), tolerance=0),
        lambda: variance_proxy(RewardLaw.geometric(3), tolerance=0.1),
        lambda: kearns_saul(0),
        lambda: kearns_saul(1),
    ],
)
def test_bad_input_is_refused_in_one_line(call):
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("e", [Fraction(1, 10**5), Fraction(1, 10**4), Fraction(1, 10**6)])
def test_a_maximum_next_to_zero_is_not_missed(e):
    """κ₃ is tiny and positive, so 2ψ(λ)/λ² exceeds the variance for small λ only: the cell at 0 must be searched."""
    law = RewardLaw.of([-1, 0, 1, 2], [Fraction(3, 10) + e, Fraction(2, 5), Fraction(3, 10) - 2 * e, e])
    upper = variance_proxy(law, "upper").bounds.upper
    with mpmath.workdps(60):

        def reached(point):
            parts = zip(law.masses, (-1, 0, 1, 2), strict=True)
            moment = mpmath.fsum(mpf_of(m) * mpmath.exp(point * (x - mpf_of(law.mean))) for m, x in parts)
            return 2 * mpmath.log(moment) / point**2

        found = max(reached(mpmath.mpf(2) ** (-k / mpmath.mpf(2))) for k in range(6, 60))
        assert mpf_of(law.variance) < found <= mpf_of(upper)


def mpf_of(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator


@pytest.mark.parametrize("values", [[0, 1, 3], [0, 2, 3]])
def test_the_two_sided_proxy_is_the_larger_of_the_two(values):
    law = RewardLaw.of(values, ["1/6", "1/3", "1/2"])
    both, up, down = (variance_proxy(law, side).valid for side in ("two-sided", "upper", "lower"))
    larger = up if up > down else down
    assert float(both) == pytest.approx(float(larger), abs=1e-12)


def test_a_search_leaves_the_length_of_series_as_it_was():
    before = ctx.cap
    variance_proxy(RewardLaw.of([0, 1, 3], ["1/3"] * 3), "upper")
    assert ctx.cap == before


@pytest.mark.parametrize(
    ("value", "power"), [(1, 1), (8, 8), (7, 4), ("3/2", 1), ("1/2", "1/2"), ("1/3", "1/4"), ("9/40", "1/8")]
)
def test_steps_are_powers_of_two(value, power):
    assert proxy_search._simple(Fraction(value)) == Fraction(power)


def test_a_law_whose_skewness_cannot_be_told_from_0() -> None:
    """Two fair coins, of log 2 and log 3: proxies of independent rewards add up to log²2/4 + log²3/4."""
    law = RewardLaw.of([0, "log 2", "log 3", "log 6"], ["1/4"] * 4)
    found = variance_proxy(law, max_cells=40)
    assert (found.where, found.value) == ("unknown", None)
    with mpmath.workdps(30):
        proxy = (mpmath.log(2) ** 2 + mpmath.log(3) ** 2) / 4
        assert mpmath.mpf(found.bounds.lower.numerator) / found.bounds.lower.denominator <= proxy + 1e-20
        assert proxy <= mpmath.mpf(found.bounds.upper.numerator) / found.bounds.upper.denominator
