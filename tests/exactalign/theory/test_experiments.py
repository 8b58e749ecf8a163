"""The experiments: their tables, the models they run on, and the commands that print them."""

import json
import math
from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest

from exactalign import Distribution, EnclosedReal, LogForm, Reward, Table, kl_divergence, log, oo
from exactalign.cli.app import run
from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.theory import (
    GoldenModel,
    RewardLaw,
    divergence_choice,
    experiments,
    named_model,
    overoptimization,
    scaling,
    variance_proxy,
)
from exactalign.theory.experiments import MODELS
from tests.exactalign.known_models import UNIFORM

EXACT = (int, str, Fraction, LogForm, EnclosedReal, type(oo), type(None))


def cells(table: Table) -> list:
    return [cell for row in table.rows for cell in row]


@pytest.mark.parametrize("name", [m if m != "gaussian" else pytest.param(m, marks=pytest.mark.slow) for m in MODELS])
def test_no_bound_is_ever_broken(name):
    table = scaling(named_model(name), [1, 2, 16, 256])
    for n, gain, spent, limit, by_kl, by_n, need in table.rows:
        if n == 1:
            assert (gain, spent, limit, need) == (0, 0, 0, None)
            continue
        assert spent < limit
        assert gain < by_kl < by_n
        assert need.enclose(10).upper > 0
    assert all(isinstance(cell, EXACT) for cell in cells(table))


def test_the_effective_constant_grows_along_heavy_tails_only():
    heavy = [row[-1] for row in scaling(named_model("geometric"), [2, 16, 256]).rows]
    flat = [row[-1] for row in scaling(named_model("binomial"), [2, 16, 256]).rows]
    assert heavy[0] * 3 < heavy[2]
    assert abs(float(flat[0] - flat[2])) < 0.1
    assert float(flat[1]) == pytest.approx(3.38797, abs=1e-5)


def test_divergence_choice_orders_the_gains():
    table = divergence_choice(RewardLaw.of([0, 1, 2], ["1/3"] * 3))
    gains = [row[2] for row in table.rows]
    assert all(above > below for above, below in pairwise(gains))
    for row in table.rows:
        assert row[5] == 0 if row[0] == "1" else row[5] > 0
    assert all(isinstance(cell, EXACT) for cell in cells(table))
    two_levels = divergence_choice(RewardLaw.bernoulli("1/10"), "1/10")
    assert all(row[5] == 0 for row in two_levels.rows)


def test_overoptimization_is_exact():
    table = overoptimization()
    golden = {row[1]: row[3] for row in table.rows}
    assert golden["n = 1"] == Fraction(3, 10)
    assert golden["n = 2"] == Fraction(37, 100)
    assert golden["n = 7"] == Fraction(-512187, 10**7)
    assert golden["e^alpha = 8"] == Fraction(-32, 101)
    for row in table.rows:
        assert row[2] - row[3] - Fraction(3, 10) == row[4] <= row[5]


def test_the_discretised_gaussian_is_symmetric():
    law = named_model("gaussian")
    assert law.mean == 0
    assert law.masses == law.masses[::-1]
    assert abs(law.variance - 1) < Fraction(1, 1000)


@pytest.mark.parametrize(
    "call",
    [
        lambda: named_model("cauchy"),
        lambda: scaling(RewardLaw.bernoulli("1/2"), [0]),
        lambda: divergence_choice(RewardLaw.bernoulli("1/2"), -1),
        lambda: divergence_choice(RewardLaw.bernoulli("1/2"), 1, ["-1"]),
        lambda: overoptimization(tilts=["1/2"]),
        lambda: RewardLaw.geometric(0),
        lambda: RewardLaw.binomial(2, "3/2"),
    ],
)
def test_bad_input_is_refused_in_one_line(call):
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_closed_forms_are_printed(capsys):
    assert run(["guarantees", "--n", "2,3/2", "--order", "2", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "n,KL,reverse KL,chi squared,total variation,squared Hellinger,Rényi 2,win rate"
    assert lines[1].startswith("2,-1/2 + log(2),1 - log(2),1/3,1/4,0.114381916835873…")
    assert lines[2].startswith("3/2,")


@pytest.mark.parametrize("form", ["table", "markdown", "latex", "csv", "json", "html"])
def test_a_model_is_printed_in_every_format(form, capsys):
    arguments = ["guarantees", "--n", "2", "--p", "1/5,3/10,1/2", "--reward", "log 6, 0, log 2", "--format", form]
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert "21/100" in out or r"\frac{21}{100}" in out
    if form == "json":
        rows = json.loads(out)["rows"]
        assert rows[3] == [2, "total variation", "21/100", "1/4", "1/25"]


def test_the_experiments_are_printed(capsys):
    model = ["--p", "1/3,1/3,1/3", "--reward", "0,1,2"]
    assert run(["experiment", "scaling", *model, "--n", "1,2", "--digits", "5"]) == 0
    assert "0.44444" in capsys.readouterr().out
    choice = ["experiment", "divergence-choice", *model, "--renyi", "log(7/6)", "--order", "2", "--digits", "6"]
    assert run(choice) == 0
    assert "0.333333" in capsys.readouterr().out
    assert run(["experiment", "overoptimization", *model, "--golden", "0,1,-1", "--n", "2", "--z", "2"]) == 0
    assert "n = 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["guarantees", "--n", "0"],
        ["guarantees", "--n", "2,,3"],
        ["guarantees", "--n", "0.5"],
        ["guarantees", "--order", "-1"],
        ["guarantees", "--order", "x"],
        ["guarantees", "--p", "1/2,1/2"],
        ["guarantees", "--n", "10000000", "--p", "1/2,1/2", "--reward", "0,1"],
        ["experiment", "nothing"],
        ["experiment", "scaling", "--z", "2"],
        ["experiment", "scaling", "--n", "3/2"],
        ["experiment", "scaling", "--model", "pareto", "--p", "1/2,1/2", "--reward", "0,1"],
        ["experiment", "divergence-choice", "--renyi", "-1"],
        ["experiment", "divergence-choice", "--renyi", "x"],
        ["experiment", "overoptimization", "--golden", "1,2"],
        ["experiment", "overoptimization", "--p", "1/2,1/2", "--reward", "0,1"],
        ["experiment", "overoptimization", "--p", "1/2,1/2", "--reward", "0,1", "--golden", "1"],
        ["experiment", "overoptimization", "--z", "1/2"],
    ],
)
def test_bad_arguments_end_in_one_line(arguments, capsys):
    assert run(arguments) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith("exactalign: ")
    assert caught.err.count("\n") == 1
    assert "this is a bug" not in caught.err


def test_what_cancels_is_shown_as_a_rational():
    law = RewardLaw.of(["0", "log 2", "log 3"], ["1/3"] * 3)
    for row in divergence_choice(law, 5, ["1/2", 2]).rows:  # both are p given the best outcome
        assert row[-1] == 0
        assert isinstance(row[-1], Fraction)
    model = GoldenModel(Distribution.uniform(2), Reward.parse("-3*log 2, log 2"), Reward.parse("0, log 2"))
    proxy = overoptimization(model, sizes=[2], tilts=[1]).rows[0][2]
    assert proxy == 0
    assert isinstance(proxy, Fraction)


def test_the_discretised_gaussian_has_the_resolution_that_is_told():
    assert RewardLaw.gaussian().reference == RewardLaw.gaussian(4, "1/2", 10**6).reference
    assert RewardLaw.gaussian().reference != RewardLaw.gaussian(4, "1/2", 10**5).reference


def test_each_table_says_what_it_shows():
    found = scaling(RewardLaw.bernoulli("1/3"), [2])
    assert found.columns == (
        "n", "improvement", "KL", "log n - (n-1)/n", "sqrt(2 s KL)", "sqrt(2 s (log n - (n-1)/n))", "gain^2/(2 KL)",
    )  # fmt: skip
    assert found.title == "Improvement of best-of-n and the square-root law"
    proxy = variance_proxy(RewardLaw.bernoulli("1/3"), "upper")
    assert found.notes == (f"s is the upper variance proxy, {proxy.value}; the variance is 2/9",)
    searched = scaling(UNIFORM, [2], variance_proxy(RewardLaw.of([0, 1, 3], ["1/3"] * 3), "upper"))
    assert searched.notes == (
        "s is the upper variance proxy, known by bounds; the upper one is used; the variance is 2/3",
    )
    ((n, gain, spent, limit, by_kl, by_n, need),) = found.rows
    law = Distribution.from_probabilities(["2/3", "1/3"])
    policy = Distribution.from_probabilities(["4/9", "5/9"])
    divergence = kl_divergence(policy, law)
    assert (n, gain, spent, limit) == (2, Fraction(2, 9), divergence, log(2) - Fraction(1, 2))
    sigma = float(proxy.value)
    assert float(by_kl) == pytest.approx((2 * sigma * float(divergence)) ** 0.5)
    assert float(by_n) == pytest.approx((2 * sigma * float(limit)) ** 0.5)
    assert float(need) == pytest.approx(float(gain) ** 2 / (2 * float(divergence)))


def test_the_tilt_at_the_divergence_that_an_optimum_spends():
    table = divergence_choice(UNIFORM, "1/10", [1, 2, "oo"])
    assert table.title == "Equal budgets of 1/10 under Rényi divergences"
    assert table.columns == ("order", "case", "gain", "KL spent", "gain of the tilt at that KL", "tilt ahead by")
    (one, two, most) = table.rows
    assert [row[0] for row in table.rows] == ["1", "2", "oo"]
    assert float(one[4]) == float(one[2])
    assert one[5] == 0
    for _, case, gain, spent, matched, ahead in (two, most):
        best = UNIFORM.family.align(spent.enclose(18).lower).expected_reward() - 1
        assert case == "tilt"
        assert float(matched) == pytest.approx(float(best), abs=1e-12)
        assert ahead > 0
        assert float(ahead) == pytest.approx(float(best) - float(gain), abs=1e-12)
    # Of two levels every optimum is a tilt.
    for *_, gain, _, matched, ahead in divergence_choice(RewardLaw.bernoulli("1/3"), "1/10", ["1/2", 2]).rows:
        assert (float(matched), ahead) == (float(gain), 0)


def test_policies_of_a_golden_model_row_by_row():
    table = overoptimization(sizes=[1, 2], tilts=[1, 2])
    assert [row[:2] for row in table.rows] == [
        ("best-of-n", "n = 1"), ("best-of-n", "n = 2"), ("tilt", "e^alpha = 1"), ("tilt", "e^alpha = 2"),
    ]  # fmt: skip
    assert table.title == "Proxy and golden reward"
    for row in (table.rows[0], table.rows[2]):
        assert row[2:] == (Fraction(3, 5), Fraction(3, 10), 0, 0, 0, 0)
    # p = 1/2, 2/5, 1/10 tilted by 2^r is 5, 8, 4 of 17.
    proxy, golden, over, bound = table.rows[3][2:6]
    assert (proxy, golden) == (Fraction(16, 17), Fraction(4, 17))
    assert over == (proxy - Fraction(3, 5)) - (golden - Fraction(3, 10))
    assert bound == 3 * (Fraction(1, 2) - Fraction(5, 17))
    for wrong in (0, "1/2", "log 2"):
        with pytest.raises(ExactAlignError) as error:
            overoptimization(sizes=[1], tilts=[wrong])
        assert str(error.value) == f"z is {wrong}: give a rational e^alpha, at least 1"


@pytest.mark.parametrize("order", ["1/2", "2"])
def test_every_digit_of_the_tilt_at_an_enclosed_divergence_is_right(order):
    """Against mpmath: the optimum of order a from its shape, and the tilt that spends its KL divergence."""
    with mpmath.workdps(60):
        power = mpmath.mpf(1) / (Fraction(order) - 1)

        def policy(nu):
            weights = [abs(r - nu) ** power for r in range(3)]
            return [weight / sum(weights) for weight in weights]

        def renyi(pi):
            a = mpmath.mpf(order) if order == "2" else mpmath.mpf(1) / 2
            return mpmath.log(sum(x**a for x in pi) * 3 ** (a - 1)) / (a - 1)

        def tilt(alpha):
            weights = [mpmath.exp(alpha * r) for r in range(3)]
            return [weight / sum(weights) for weight in weights]

        def kl(pi):
            return sum(x * mpmath.log(3 * x) for x in pi)

        nu = mpmath.findroot(lambda x: renyi(policy(x)) - mpmath.mpf(1) / 10, (-2, -1.5) if order == "2" else (3, 4))
        best = policy(nu)
        alpha = mpmath.findroot(lambda x: kl(tilt(x)) - kl(best), (0.3, 0.9))
        gains = [sum(r * x for r, x in enumerate(pi)) - 1 for pi in (best, tilt(alpha))]
        right = [mpmath.nstr(value, 40) for value in (gains[0], kl(best), gains[1], gains[1] - gains[0])]
    ((_, case, *found),) = divergence_choice(UNIFORM, "1/10", [order]).rows
    assert case == "tilt"
    for value, text in zip(found, right, strict=True):
        assert abs(value.enclose(45).midpoint - Fraction(text)) < abs(Fraction(text)) / 10**39


def test_the_tilt_at_an_exact_divergence_is_exact():
    assert [experiments._gain_of_tilt(UNIFORM, spent) for spent in (Fraction(0), log(3), log(4))] == [0, 1, 1]


def test_the_models_are_those_of_their_names():
    laws = {
        "two-point": RewardLaw.bernoulli("1/10"),
        "fair-coin": RewardLaw.bernoulli("1/2"),
        "binomial": RewardLaw.binomial(16, "1/2"),
        "gaussian": RewardLaw.gaussian(4, "1/2", 10**6),
        "geometric": RewardLaw.geometric(16),
        "pareto": RewardLaw.pareto(6),
    }
    assert list(MODELS) == list(laws)
    for name, law in laws.items():
        found = named_model(name)
        assert (found.values, found.masses) == (law.values, law.masses)
    with pytest.raises(ParameterError) as caught:
        named_model("cauchy")
    assert str(caught.value) == f"model is 'cauchy': give one of {', '.join(laws)}"


def test_what_is_shown_unless_told_otherwise():
    law = RewardLaw.bernoulli("1/2")
    assert [row[0] for row in scaling(law).rows] == [1, 2, 4, 16, 64, 256]
    choice = divergence_choice(law)
    assert choice.title == f"Equal budgets of {log('7/6')} under Rényi divergences"
    assert [row[0] for row in choice.rows] == ["1/4", "1/2", "3/4", "1", "3/2", "2", "3", "10", "oo"]
    drawn = [f"n = {n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 16, 64)]
    tilted = [f"e^alpha = {z}" for z in (1, 2, 4, 8)]
    assert [row[1] for row in overoptimization().rows] == drawn + tilted


def test_of_three_levels_an_optimum_is_no_tilt_and_of_order_1_it_is():
    """Order 1 as a number, as text and as a fraction; of two levels every order."""
    three, two = UNIFORM, RewardLaw.bernoulli("1/3")
    for law, orders, same in (
        (three, [1, "1", Fraction(1)], True),
        (two, ["1/2", 3], True),
        (three, ["1/2", 3], False),
    ):
        for row in divergence_choice(law, "1/10", orders).rows:
            assert (row[5] == 0) is same
            assert isinstance(row[5], Fraction) is same


def test_the_bounds_of_a_golden_model_are_those_of_its_error():
    """e = (0, 0, 3) with masses 1/2, 2/5, 1/10: of two levels 3 apart, the rarer one on top."""
    sigma = 9 * (1 - 0.2) / (2 * math.log(9))
    for row in overoptimization(sizes=[3], tilts=[4]).rows:
        assert float(row[6]) == pytest.approx((2 * sigma * float(row[7])) ** 0.5)
        assert row[4] <= row[6]
    first, second = overoptimization(sizes=[3], tilts=[4]).rows
    best = Distribution.from_weights([125, 729 - 125, 271])
    tilt = Distribution.from_weights([5, 16, 16])
    p = Distribution.from_weights([5, 4, 1])
    assert (first[7], second[7]) == (kl_divergence(best, p), kl_divergence(tilt, p))
    assert first[4] == 3 * (Fraction(271, 1000) - Fraction(1, 10))
    assert second[4] == 3 * (Fraction(16, 37) - Fraction(1, 10))
    assert overoptimization(sizes=[1], tilts=[1]).notes == (
        "overestimation is the change of E[proxy - golden]; the two columns after it bound it from above",
    )
