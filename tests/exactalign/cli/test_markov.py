"""`exactalign markov`: the policy over sequences of a chain."""

import json
from fractions import Fraction

import pytest

from exactalign.cli import markov
from exactalign.cli.progress import PROGRESS
from tests.exactalign.cli.command import Command

CHAIN = ("--transition", "1/2, 1/2; 1/4, 3/4", "--reward", "0, 1", "--n", "2")


def test_levels_and_summary(exactalign: Command) -> None:
    content = json.loads(exactalign.ok("markov", *CHAIN, "--length", "3", "--format", "json"))
    assert content["initial"] == ["1/3", "2/3"]
    assert [row["reference"] for row in content["levels"]] == ["1/12", "5/24", "1/3", "3/8"]
    upto = Fraction(0)
    for row in content["levels"]:
        below, upto = upto, upto + Fraction(row["reference"])
        assert Fraction(row["policy"]) == upto**2 - below**2
    assert content["kl_bound"]["exact"] == "-1/2 + log(2)"
    assert Fraction(content["optimal_reward"]["lower"]) > Fraction(content["expected_reward"]["lower"])
    assert content["per_symbol"].keys() == {"reward", "kl", "log_root"}


def test_table_and_summary_alone(exactalign: Command) -> None:
    printed = exactalign.ok("markov", *CHAIN, "--length", "3", "--labels", "stay,go")
    assert "1/12" in printed
    assert "log of the Perron root" in printed
    alone = exactalign.ok("markov", *CHAIN, "--length", "3", "--no-levels")
    assert "1/12" not in alone
    assert "win rate against the reference" in alone


LONG = ("--transition", "3/4, 1/4; 1/4, 3/4", "--reward", "0, 1", "--no-levels")


def test_bounds_where_exact_numbers_do_not_fit(exactalign: Command) -> None:
    printed = exactalign.ok("markov", *LONG, "--length", "200", "--kl", "1/20", "--n", "real", "--format", "json")
    real = json.loads(printed)
    assert real["numbers"] == "enclosed"
    assert real["n_rule"] == "real"
    assert Fraction(real["kl"]["upper"]) < 10 < Fraction(real["n"]["lower"])
    assert real["optimal_kl"]["exact"] == "10"
    whole = json.loads(exactalign.ok("markov", *LONG, "--length", "200", "--n", "1e9", "--format", "json"))
    assert (whole["numbers"], whole["n"]) == ("enclosed", 10**9)
    small = json.loads(exactalign.ok("markov", *LONG, "--length", "4", "--n", "3", "--format", "json"))
    assert small["numbers"] == "exact"
    assert small["entropy_rate"]["exact"] == "2*log(2) - 3/4*log(3)"
    assert 0 < Fraction(small["total_variation"]["lower"]) < 1


def test_a_chain_of_two_parts_has_no_one_entropy(exactalign: Command) -> None:
    parts = ("--transition", "1,0;0,1", "--initial", "1/2,1/2", "--reward", "0,1", "--length", "3", "--n", "2")
    assert json.loads(exactalign.ok("markov", *parts, "--format", "json"))["entropy_rate"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*LONG, "--length", "4", "--n", "real"), "--n real means N = exp(length*KL): give a divergence"),
        (("--transition", "1/2,1/2;1", "--reward", "0,1", "--length", "3", "--n", "2"), "--transition: the matrix"),
        (("--transition", "1,0;0,1", "--reward", "0,1", "--length", "3", "--n", "2"), "give the initial one"),
        ((*CHAIN, "--length", "0"), "--length"),
        ((*CHAIN, "--length", "3", "--initial", "1"), "--initial has 1"),
        ((*CHAIN, "--length", "3", "--labels", "a"), "--labels has 1"),
        (("--transition", "1/2,1/2;1,0", "--reward", "0", "--length", "3", "--n", "2"), "--reward has 1"),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], words: str) -> None:
    result = exactalign("markov", *arguments)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1


def test_what_takes_long_is_named(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    phases: list[str] = []
    monkeypatch.setattr(PROGRESS, "begin", lambda what, total=None: phases.append(what))
    exactalign.ok("markov", *CHAIN, "--length", "3")
    exactalign.ok("markov", *CHAIN, "--length", "3", "--no-levels", "--format", "json")
    start = ["the law of the total reward, and its powers", "the optimum of the same KL, and rates"]
    assert phases == [*start, "printing the numbers of 4 levels", *start, "printing the numbers"]


def test_the_tilt_is_left_out_past_a_number_of_levels(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three symbols of reward 0 or 1 have four levels."""
    keys = ("optimal_kl", "alpha", "optimal_reward", "kl_to_optimum", "total_variation", "per_symbol")
    for most, is_there in ((4, True), (3, False)):
        monkeypatch.setattr(markov, "MAX_TILT_LEVELS", most)
        content = json.loads(exactalign.ok("markov", *CHAIN, "--length", "3", "--format", "json"))
        assert len(content["levels"]) == 4
        assert [content[key] is not None for key in keys] == [is_there] * 6
    one = json.loads(exactalign.ok("markov", *CHAIN[:-1], "1", "--length", "3", "--format", "json"))
    assert [one[key] for key in keys] == [None] * 6  # nothing is spent
