"""The experiments: their tables, the models they run on, and the commands that print them."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest

from exactalign import Distribution, EnclosedReal, LogForm, Reward, Table, oo
from exactalign.cli.app import run
from exactalign.exceptions import ExactAlignError
from exactalign.theory import GoldenModel, RewardLaw, divergence_choice, named_model, overoptimization, scaling
from exactalign.theory.experiments import MODELS

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
