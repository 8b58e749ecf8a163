"""`exactalign align`: the certified α, the four cases, the second root, and what is refused."""

import json
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, LogForm, MemorylessSource, Reward, best_of_n, log
from exactalign.cli.printing import exact_text, shown
from tests.command_lines.programs import PQ
from tests.exactalign.cli.command import Command, Shown

KEYS = {
    "labels", "p", "reward", "delta", "case", "unique", "alpha", "distribution", "expected_reward",
    "log_partition", "kl", "kl_max",
}  # fmt: skip


def answer(exactalign: Command, *arguments: str) -> Any:
    return json.loads(exactalign.ok("align", *arguments, "--format", "json"))


def test_known_alpha(exactalign: Command) -> None:
    content = answer(exactalign, *PQ, "--kl", "11/100", "--digits", "50")
    assert content.keys() == KEYS
    assert content["case"] == "tilt"
    assert content["alpha"]["lower"].startswith("0.7091380845")
    low, high = (Fraction(content["alpha"][key]) for key in ("lower", "upper"))
    assert 0 < high - low <= Fraction(2, 10**50)
    assert content["kl"]["exact"] == "11/100"
    assert content["kl_max"]["exact"] == "log(5)"
    masses = [(Fraction(mass["lower"]), Fraction(mass["upper"])) for mass in content["distribution"]]
    assert sum(mass[0] for mass in masses) < 1 < sum(mass[1] for mass in masses)


def test_table_shows_alpha_rounded(exactalign: Command) -> None:
    assert "α = 0.7091380845\n" in exactalign.ok("align", *PQ, "--kl", "11/100", "--digits", "10")
    assert "α = 0.709138084545623…" in exactalign.ok("align", *PQ, "--kl", "0.11")


def test_log_form_budget(exactalign: Command) -> None:
    content = answer(exactalign, *PQ, "--kl", "1/2*log(9/8)")
    assert content["delta"]["exact"] == "-3/2*log(2) + log(3)"
    assert content["case"] == "tilt"


def test_integer_root_is_exact(exactalign: Command) -> None:
    content = answer(exactalign, "--p", "1/3,2/3", "--q", "2/3,1/3", "--kl", "1/3*log(2)")
    assert content["alpha"]["exact"] == "2"
    assert Fraction(content["alpha"]["lower"]) == Fraction(content["alpha"]["upper"]) == 2
    assert content["distribution"] == ["2/3", "1/3"]


@pytest.mark.parametrize(
    ("kl", "case"), [("0", "tilt"), ("1.6", "tilt"), ("log 5", "boundary"), ("1.61", "beyond"), ("7", "beyond")]
)
def test_cases(exactalign: Command, kl: str, case: str) -> None:
    content = answer(exactalign, *PQ, "--kl", kl)
    assert content["case"] == case
    if case == "tilt":
        assert content["alpha"] is not None
    else:
        assert content["alpha"] is None
        assert content["log_partition"] is None
        assert content["distribution"] == ["1", "0", "0"]
        assert content["kl"]["exact"] == "log(5)"


def test_constant_reward(exactalign: Command) -> None:
    content = answer(exactalign, "--p", "1/2,1/2,0", "--reward", "1,1,5", "--kl", "1/10")
    assert (content["case"], content["alpha"], content["unique"]) == ("constant-reward", None, False)
    assert content["distribution"] == ["1/2", "1/2", "0"]
    assert "constant-reward" in exactalign.ok("align", "--p", "1/2,1/2", "--reward", "1,1", "--kl", "1/10")


def test_beyond_is_not_unique_with_two_best_outcomes(exactalign: Command) -> None:
    model = ("--p", "1/2,1/4,1/4", "--reward", "0,1,1")
    assert answer(exactalign, *model, "--kl", "log 2")["unique"]
    assert not answer(exactalign, *model, "--kl", "2")["unique"]
    assert "others are as good" in exactalign.ok("align", *model, "--kl", "2")


def test_negative_root_is_kept_apart(exactalign: Command) -> None:
    content = answer(exactalign, *PQ, "--kl", "11/100", "--negative-root")
    assert content.keys() == KEYS | {"negative_root"}
    assert content["alpha"]["lower"].startswith("0.7091380845")
    assert content["negative_root"]["alpha"]["upper"].startswith("-0.867351970548")
    assert answer(exactalign, *PQ, "--kl", "0", "--negative-root")["negative_root"] is None
    beyond = answer(exactalign, *PQ, "--kl", "3/2", "--negative-root")
    assert (beyond["case"], beyond["negative_root"]["case"]) == ("tilt", "beyond")
    assert beyond["negative_root"]["alpha"] is None
    assert answer(exactalign, *PQ, "--kl", "log(10/3)", "--negative-root")["negative_root"]["case"] == "boundary"
    assert "which lowers the reward" in exactalign.ok("align", *PQ, "--kl", "11/100", "--negative-root")


@pytest.mark.parametrize(
    ("reward", "target", "unique"),
    [
        ("0,0,1", "0", False),
        ("0,0,1", "1", True),
        ("0,1,1", "0", True),
        ("0,1,1", "1", False),
        ("0,1,2,2", "2", False),
        ("0,1,1,2", "2", True),
        ("0,0,1,2", "0", False),
        ("0,1,1,2", "0", True),
    ],
)
def test_one_policy_or_many_at_an_end(exactalign: Command, reward: str, target: str, unique: bool) -> None:
    """Where two outcomes share the lowest or the highest reward, every law on the two has it."""
    count = len(reward.split(","))
    reference = ",".join([f"1/{count}"] * count)
    content = answer(exactalign, "--p", reference, "--reward", reward, "--expected-reward", target)
    assert (content["case"], content["unique"]) == ("boundary", unique)


def test_expected_reward(exactalign: Command) -> None:
    model = ("--p", "1/3,1/3,1/3", "--reward", "0,log 2,log 4")
    content = answer(exactalign, *model, "--expected-reward", "10/7*log(2)")
    assert content["alpha"]["exact"] == "1"
    assert content["distribution"] == ["1/7", "2/7", "4/7"]
    assert answer(exactalign, *model, "--expected-reward", "0.1")["alpha"]["lower"].startswith("-")
    best = answer(exactalign, *model, "--expected-reward", "log 4")
    assert (best["case"], best["alpha"], best["distribution"]) == ("boundary", None, ["0", "0", "1"])
    assert answer(exactalign, *model, "--expected-reward", "0")["distribution"] == ["1", "0", "0"]


def test_match_best_of_n(exactalign: Command) -> None:
    content = answer(exactalign, *PQ, "--match-best-of-n", "2")
    assert content["alpha"]["lower"].startswith("0.840243026733")
    assert content["delta"]["exact"] is not None
    assert answer(exactalign, *PQ, "--match-best-of-n", "1")["alpha"]["exact"] == "0"
    large = answer(exactalign, *PQ, "--match-best-of-n", "1000000", "--length", "20")
    assert large["alpha"]["lower"].startswith("1.788837420780")
    assert large["delta"]["lower"].startswith("0.63902309933")


def test_csv(exactalign: Command) -> None:
    lines = exactalign.ok("align", *PQ, "--kl", "11/100", "--format", "csv", "--digits", "6").splitlines()
    assert lines == ["outcome,reference,aligned", "0,0.200000,0.389396", "1,0.300000,0.163933", "2,0.500000,0.446670"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give exactly one of --kl, --expected-reward and --match-best-of-n"),
        (("--kl", "1", "--expected-reward", "0"), "give exactly one of"),
        (("--kl", "-1/10"), "--kl is -1/10: a KL budget must not be negative"),
        (("--kl", "log(1/2)"), "--kl is -log(2)"),
        (("--kl", ""), "--kl is empty"),
        (("--kl", "much"), "--kl: 'much' is no log form"),
        (("--kl", "log 2/3"), "ambiguous"),
        (("--kl", "1", "--digits", "1000001"), "--digits is '1000001': give a whole number from 1 to 1000000"),
        (("--kl", "1", "--length", "3"), "--length goes with --match-best-of-n"),
        (("--expected-reward", "0"), "it must be from -2*log(3) ≈ -2.197224577 to log(2) - log(3) ≈ -0.4054651081"),
        (("--expected-reward", "-1", "--negative-root"), "one α only"),
        (("--match-best-of-n", "0"), "--match-best-of-n is '0'"),
        (("--match-best-of-n", "10", "--length", "100000"), "reward levels"),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("align", *PQ, *arguments)


FAIR = ("--p", "1/2,1/2", "--reward", "0, log 2")
"""Tilted by α: 1 to 2^α. By 1 and by −1 it is as far from the reference: log 2 less the entropy of 1/3, 2/3."""
ENTROPY = LogForm.parse("log 3 - 2/3*log(2)")
LARGEST = "Δ_max = log(2) ≈ 0.6931471806"
OF_FAIR = "(reference: 1/2*log(2) ≈ 0.3465735903)"
NO_ROOT = "negative root: there is none"


@pytest.mark.parametrize(
    ("arguments", "title", "rows", "notes"),
    [
        (
            (*FAIR, "--kl", "5/3*log(2) - log(3)", "--negative-root"),
            f"The best policy within a KL budget of {exact_text(log(2) - ENTROPY)}",
            [["0", "1/2", "1/3", "2/3"], ["1", "1/2", "2/3", "1/3"]],
            [
                "case: tilt (α exists and is unique)",
                "α = 1",
                f"log Z(α) = {shown(log('3/2'))}",
                f"expected reward: {shown(log(2) * Fraction(2, 3))} {OF_FAIR}",
                f"KL from the reference: {shown(log(2) - ENTROPY)}",
                LARGEST,
                "negative root: α = -1, which lowers the reward",
                f"expected reward there: {shown(log(2) / 3)}",
            ],
        ),
        (
            (*FAIR, "--kl", "log 2", "--negative-root"),
            "The best policy within a KL budget of log(2) ≈ 0.6931471806",
            [["0", "1/2", "0", "1"], ["1", "1/2", "1", "0"]],
            [
                (
                    "case: boundary (the budget is exactly Δ_max: no finite α reaches it; shown is the reference given "
                    "its best outcomes)"
                ),
                f"expected reward: log(2) ≈ 0.6931471806 {OF_FAIR}",
                "KL from the reference: log(2) ≈ 0.6931471806",
                LARGEST,
                f"{NO_ROOT}, the budget is exactly −log p(worst outcomes) = log(2) ≈ 0.6931471806",
            ],
        ),
        (
            (*FAIR, "--kl", "0", "--negative-root"),
            "The best policy within a KL budget of 0",
            [["0", "1/2", "1/2"], ["1", "1/2", "1/2"]],
            [
                "case: tilt (α exists and is unique)",
                "α = 0",
                "log Z(α) = 0",
                f"expected reward: 1/2*log(2) ≈ 0.3465735903 {OF_FAIR}",
                "KL from the reference: 0",
                LARGEST,
                f"{NO_ROOT} (the budget is 0, or the reward is constant)",
            ],
        ),
        (
            ("--p", "1/2,1/4,1/4", "--reward", "0,1,1", "--kl", "2", "--negative-root"),
            "The best policy within a KL budget of 2",
            [["0", "1/2", "0", "1"], ["1", "1/4", "1/2", "0"], ["2", "1/4", "1/2", "0"]],
            [
                (
                    "case: beyond (the budget is over Δ_max: no tilt uses it up; shown is the reference given its best "
                    "outcomes; others are as good)"
                ),
                "expected reward: 1 (reference: 1/2 = 0.5)",
                "KL from the reference: log(2) ≈ 0.6931471806",
                LARGEST,
                f"{NO_ROOT}, the budget is over −log p(worst outcomes) = log(2) ≈ 0.6931471806",
            ],
        ),
        (
            ("--p", "1/2,1/2", "--reward", "1,1", "--kl", "1/10", "--negative-root"),
            "The best policy within a KL budget of 1/10",
            [["0", "1/2", "1/2"], ["1", "1/2", "1/2"]],
            [
                (
                    "case: constant-reward (the reward is constant where the reference is positive: every tilt is the "
                    "reference; others are as good)"
                ),
                "expected reward: 1 (reference: 1)",
                "KL from the reference: 0",
                "Δ_max = 0",
                f"{NO_ROOT} (the budget is 0, or the reward is constant)",
            ],
        ),
        (
            ("--p", "1/2,1/2", "--reward", "1,1", "--expected-reward", "1"),
            "The tilt of expected reward 1",
            [["0", "1/2", "1/2"], ["1", "1/2", "1/2"]],
            [
                (
                    "case: constant-reward (the reward is constant where the reference is positive: every tilt is the "
                    "reference; others are as good)"
                ),
                "expected reward: 1 (reference: 1)",
                "KL from the reference: 0",
                "Δ_max = 0",
            ],
        ),
        (
            ("--p", "1/4,3/4", "--reward", "0, 1", "--expected-reward", "0"),
            "The tilt of expected reward 0",
            [["0", "1/4", "1"], ["1", "3/4", "0"]],
            [
                "case: boundary (the expected reward is reached by conditioning only, by no finite α)",
                "expected reward: 0 (reference: 3/4 = 0.75)",
                "KL from the reference: 2*log(2) ≈ 1.386294361",
                f"Δ_max = {shown(log('4/3'))}",
            ],
        ),
        (
            ("--p", "1/4,3/4", "--reward", "0, 1", "--expected-reward", "1"),
            "The tilt of expected reward 1",
            [["0", "1/4", "0"], ["1", "3/4", "1"]],
            [
                "case: boundary (the expected reward is reached by conditioning only, by no finite α)",
                "expected reward: 1 (reference: 3/4 = 0.75)",
                f"KL from the reference: {shown(log('4/3'))}",
                f"Δ_max = {shown(log('4/3'))}",
            ],
        ),
        (
            (*FAIR, "--expected-reward", "1/3*log(2)"),
            "The tilt of expected reward 1/3*log(2) ≈ 0.2310490602",
            [["0", "1/2", "2/3"], ["1", "1/2", "1/3"]],
            [
                "case: tilt (α exists and is unique)",
                "α = -1",
                f"log Z(α) = {shown(log('3/4'))}",
                f"expected reward: 1/3*log(2) ≈ 0.2310490602 {OF_FAIR}",
                f"KL from the reference: {shown(log(2) - ENTROPY)}",
                LARGEST,
            ],
        ),
    ],
)
def test_all_that_a_table_says(
    exactalign: Command, arguments: tuple[str, ...], title: str, rows: list[list[str]], notes: list[str]
) -> None:
    columns = ["outcome", "reference", "aligned", "negative root"][: len(rows[0])]
    assert Shown.of(exactalign.ok("align", *arguments)) == (title, columns, rows, notes)


def test_labels_stand_left_and_numbers_right(exactalign: Command) -> None:
    assert exactalign.ok("align", *FAIR, "--kl", "log 2").splitlines()[2:6] == [
        "outcome      reference    aligned",
        "---------  -----------  ---------",
        "0                  1/2          0",
        "1                  1/2          1",
    ]


def test_the_budget_of_best_of_n_is_its_divergence_a_symbol(exactalign: Command) -> None:
    p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    for length, over in (("1", ""), ("3", " over sequences of length 3, per symbol")):
        policy = best_of_n(MemorylessSource(p, int(length)), Reward.log_weights([6, 1, 2]), 2)
        arguments = (*PQ, "--match-best-of-n", "2", *(("--length", length) if over else ()))
        found = Shown.of(exactalign.ok("align", *arguments))
        assert found.title == f"The best policy within the KL divergence of best-of-2{over}"
        assert f"KL from the reference: {shown(policy.kl() / int(length))}" in found.notes
        content = answer(exactalign, *arguments)
        assert content.keys() == KEYS | {"n", "length"}
        assert (content["n"], content["length"]) == (2, int(length))
        assert LogForm.parse(content["delta"]["exact"]) == LogForm.parse(content["kl"]["exact"])
        assert LogForm.parse(content["kl"]["exact"]) == policy.kl() / int(length)


def test_json_of_both_roots(exactalign: Command) -> None:
    content = answer(exactalign, *FAIR, "--labels", "a,b", "--kl", "5/3*log(2) - log(3)", "--negative-root")
    assert (content["labels"], content["p"]) == (["a", "b"], ["1/2", "1/2"])
    assert [entry["exact"] for entry in content["reward"]] == ["0", "log(2)"]
    assert content["log_partition"]["exact"] == str(log("3/2"))
    assert content["expected_reward"]["exact"] == "2/3*log(2)"
    assert content["kl_max"]["exact"] == "log(2)"
    root = content["negative_root"]
    assert root.keys() == {"case", "alpha", "distribution", "expected_reward", "log_partition", "kl_max"}
    assert (root["case"], root["alpha"]["exact"], root["distribution"]) == ("tilt", "-1", ["2/3", "1/3"])
    assert root["expected_reward"]["exact"] == "1/3*log(2)"
    assert root["log_partition"]["exact"] == str(log("3/4"))
    end = answer(exactalign, "--p", "1/4,3/4", "--reward", "-1,1", "--kl", "2", "--negative-root")["negative_root"]
    assert (end["case"], end["alpha"], end["distribution"]) == ("beyond", None, ["1", "0"])
    assert (end["expected_reward"]["exact"], end["kl_max"]["exact"]) == ("-1", "2*log(2)")
    assert end["log_partition"] is None
    asked = answer(exactalign, *FAIR, "--expected-reward", "1/3*log(2)")
    assert asked.keys() == KEYS | {"expected_reward_asked"}
    assert asked["expected_reward_asked"] == asked["expected_reward"]
    assert asked["expected_reward"]["exact"] == "1/3*log(2)"
    assert asked["delta"] == asked["kl"]
    assert (asked["case"], asked["unique"], content["unique"]) == ("tilt", True, True)


def test_a_negative_root_needs_an_exact_budget(exactalign: Command) -> None:
    """Best of 1 spends nothing; the divergence of best of 10^6 over 20 symbols is enclosed only."""
    match = (*PQ, "--match-best-of-n")
    assert answer(exactalign, *match, "1", "--negative-root")["negative_root"] is None
    assert answer(exactalign, *match, "2", "--negative-root")["negative_root"]["alpha"] is not None
    assert exactalign.refused("align", *match, "1000000", "--length", "20", "--negative-root") == (
        "--negative-root needs an exact budget: this best-of-N is too large for one, give --kl"
    )


def test_an_expected_reward_outside_of_all_is_refused(exactalign: Command) -> None:
    for target, is_there in (("-1", True), ("1", True), ("-1.01", False), ("1.01", False)):
        arguments = ("align", "--p", "1/4,3/4", "--reward", "-1,1", "--expected-reward", target)
        if is_there:
            exactalign.ok(*arguments)
        else:
            assert exactalign.refused(*arguments) == (
                f"--expected-reward is {Fraction(target)}: no policy reaches it, it must be from -1 to 1"
            )
