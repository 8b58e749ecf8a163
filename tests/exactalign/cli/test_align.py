"""`exactalign align`: the certified α, the four cases, the second root, and what is refused."""

import json
from fractions import Fraction
from typing import Any

import pytest

from tests.command_lines.programs import PQ
from tests.exactalign.cli.command import Command

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
    [("0,0,1", "0", False), ("0,0,1", "1", True), ("0,1,1", "0", True), ("0,1,1", "1", False)],
)
def test_one_policy_or_many_at_an_end(exactalign: Command, reward: str, target: str, unique: bool) -> None:
    """Where two outcomes share the lowest or the highest reward, every law on the two has it."""
    content = answer(exactalign, "--p", "1/3,1/3,1/3", "--reward", reward, "--expected-reward", target)
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
