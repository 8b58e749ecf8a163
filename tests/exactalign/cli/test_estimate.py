"""`exactalign estimate`: values, formats, refusals."""

import csv
import io
import json
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, Reward, Table, estimators, log
from exactalign.estimators import top_k, top_p
from tests.exactalign.cli.command import Command

KL = ("estimate", "kl", "--policy", "1/4,3/4", "--reference", "1/2,1/2")
PASS = ("estimate", "pass-at-k", "--theta", "1/2", "--n", "2", "--k", "1,2,3")
BASELINE = ("estimate", "baseline", "--policy", "1/2,1/2", "--reward", "1,0", "--n", "2")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_kl_estimates_and_their_gradients(exactalign: Command) -> None:
    k1, k2, k3 = rows(exactalign.ok(*KL, "--format", "csv"))
    assert (k1["mean"], k1["bias"], k3["bias"]) == (k3["mean"], "0", "0")
    assert k2["bias"] != "0"
    assert [row["gradient in the loss"] for row in (k1, k2, k3)] == ["0", "KL(q‖p)", "KL(p‖q)"]
    assert [row["gradient in the reward"] for row in (k1, k3)] == ["KL(q‖p)", "KL(q‖p) - KL(p‖q)"]


def test_truncated_draws(exactalign: Command) -> None:
    by_count = rows(exactalign.ok(*KL, "--top-k", "1", "--format", "csv"))
    assert by_count == rows(exactalign.ok(*KL, "--top-p", "1/2", "--format", "csv"))
    assert set(by_count[0]) == {"estimate", "mean", "bias", "variance"}
    assert [row["mean"] for row in by_count] != [row["mean"] for row in rows(exactalign.ok(*KL, "--format", "csv"))]


def test_pass_at_k(exactalign: Command) -> None:
    found = {(row["k"], row["estimate"]): row["mean"] for row in rows(exactalign.ok(*PASS, "--format", "csv"))}
    assert found["2", "1 - C(n-c,k)/C(n,k)"] == "3/4"
    assert found["2", "with replacement"] == "5/8"
    assert found["3", "as published"] == "1"
    assert ("3", "1 - C(n-c,k)/C(n,k)") not in found


def test_baselines(exactalign: Command) -> None:
    found = rows(exactalign.ok(*BASELINE, "--format", "csv"))
    assert [row["times the gradient"] for row in found[:4]] == ["1", "1/2", "1", "1"]
    many = rows(exactalign.ok("estimate", "baseline", "--policy", "1/4,1/4,1/2", "--reward", "1,0,3", "--n", "3",
                              "--format", "csv"))  # fmt: skip
    assert [row["times the gradient"] for row in many] == ["1", "2/3", "1", "no multiple", "no multiple"]


def test_json_is_exact(exactalign: Command) -> None:
    found = json.loads(exactalign.ok(*KL, "--format", "json"))
    assert found["rows"][0][1]["exact"] == "-log(2) + 3/4*log(3)"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("kl",), "--policy is missing"),
        (("kl", "--policy", "1/2,1/2"), "--reference is missing"),
        (("kl", "--policy", "1/2,1/2", "--reference", "1"), "--reference has 1 probabilities but --policy has 2"),
        (("kl", "--policy", "1/2,1/2", "--reference", "1,0"), "the divergence is infinite"),
        (("kl", "--policy", "1,0", "--reference", "1/2,1/2"), "a softmax gives every outcome a chance"),
        (("kl", "--policy", "1/2,1/3", "--reference", "1/2,1/2"), "--policy: the probabilities sum to 5/6"),
        (("kl", "--policy", "1/2,x", "--reference", "1/2,1/2"), "--policy entry 2 is 'x'"),
        (("kl", "--theta", "1/2"), "--theta does not belong to kl"),
        ((*KL[1:], "--top-k", "1", "--top-p", "1/2"), "--top-k and --top-p are both given"),
        ((*KL[1:], "--n", "0"), "--n is '0'"),
        (("pass-at-k",), "--theta is missing"),
        (("pass-at-k", "--theta", "2"), "theta is 2"),
        (("pass-at-k", "--theta", "1/2", "--k", "0"), "--k"),
        (("baseline", "--policy", "1/2,1/2"), "--reward is missing"),
        (("baseline", "--policy", "1/2,1/2", "--reward", "1"), "--reward has 1 rewards"),
        (("baseline", "--policy", "1/2,1/2", "--reward", "1,1"), "the reward is constant"),
        ((*BASELINE[1:-1], "1"), "at least 2"),
        (("nothing",), "'nothing' is not one of"),
        (
            ("baseline", "--policy", ",".join(["1/6"] * 6), "--reward", "0,1,2,3,4,5", "--n", "64"),
            "11238513 types, over 200000",
        ),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], words: str) -> None:
    assert words in exactalign.refused("estimate", *arguments)


def law(*probabilities: str) -> Distribution:
    return Distribution.from_probabilities(list(probabilities))


Q, REFERENCE = law("1/8", "3/8", "1/2"), law("1/3", "1/3", "1/3")
LAWS = ("--policy", "1/8,3/8,1/2", "--reference", "1/3,1/3,1/3")
PAYS = ("--policy", "1/8,3/8,1/2", "--reward", "1,log 2,1")
WIRES: list[tuple[tuple[str, ...], tuple[Any, ...]]] = [
    (("kl", *LAWS), ("kl", Q, REFERENCE, 1, None)),
    (("kl", *LAWS, "--n", "5", "--top-k", "2"), ("kl", Q, REFERENCE, 5, top_k(Q, 2))),
    (("kl", *LAWS, "--top-p", "3/4"), ("kl", Q, REFERENCE, 1, top_p(Q, "3/4"))),
    (("pass-at-k", "--theta", "1/4"), ("pass_at_k", Fraction(1, 4), 8, [1, 2, 4, 8])),
    (("pass-at-k", "--theta", "25%", "--n", "3", "--k", "1:3"), ("pass_at_k", Fraction(1, 4), 3, [1, 2, 3])),
    (("baseline", *PAYS), ("baseline", Q, Reward.values([1, log(2), 1]), 8)),
    (("baseline", *PAYS, "--n", "2"), ("baseline", Q, Reward.values([1, log(2), 1]), 2)),
]


@pytest.mark.parametrize(("arguments", "expected"), WIRES)
def test_what_is_typed_reaches_the_estimate(
    exactalign: Command, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], expected: tuple[Any, ...]
) -> None:
    asked: list[Any] = []
    for name in ("kl", "pass_at_k", "baseline"):

        def called(*given: Any, name: str = name) -> Table:
            asked.append((name, *given))
            return Table(["a"], [[Fraction(1, 3)]])

        monkeypatch.setattr(estimators, f"{name}_table", called)
    assert exactalign.ok("estimate", *arguments, "--format", "csv", "--digits", "2") == "a\n0.33\n"
    (found,) = asked
    for value, wanted in zip(found, expected, strict=True):
        if isinstance(wanted, Reward):
            assert list(value.items()) == list(wanted.items())
        else:
            assert value == wanted


OWNED = {
    "--policy": ("kl", "baseline"),
    "--reference": ("kl",),
    "--top-k": ("kl",),
    "--top-p": ("kl",),
    "--theta": ("pass-at-k",),
    "--k": ("pass-at-k",),
    "--reward": ("baseline",),
}


@pytest.mark.parametrize("option", OWNED)
def test_an_option_of_another_estimate_is_refused(exactalign: Command, option: str) -> None:
    for name in ("kl", "pass-at-k", "baseline"):
        said = exactalign("estimate", name, option, "1").err
        refused = f"exactalign: {option} does not belong to {name}: it is for {', '.join(OWNED[option])}\n"
        assert (said == refused) is (name not in OWNED[option])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("kl",), "--policy is missing: give the probability of every outcome, such as 1/4,3/4"),
        (("kl", *LAWS[:2]), "--reference is missing: give the probability of every outcome, such as 1/4,3/4"),
        (("baseline",), "--policy is missing: give the probability of every outcome, such as 1/4,3/4"),
        (("kl", *LAWS[:2], "--reference", "1/2,1/2"), "--reference has 2 probabilities but --policy has 3"),
        (("kl", *LAWS, "--top-k", "1", "--top-p", "1"), "--top-k and --top-p are both given: give one of them"),
        (("kl", *LAWS, "--top-p", "log 2"), "--top-p is 'log 2': give a rational number, such as \"3/2\""),
        (("kl", "--policy", "1/2,log 2"), "--policy entry 2 is 'log 2': give a rational number, such as \"3/2\""),
        (("kl", "--policy", ",1"), '--policy entry 1 is empty: give a rational number, such as "3/2"'),
        (("kl", "--policy", "1/2,1/3"), "--policy: the probabilities sum to 5/6, not 1: 1/6 is missing"),
        (("pass-at-k",), "--theta is missing: give how likely a sample is right, such as 1/4"),
        (("baseline", *LAWS[:2]), "--reward is missing: give the reward of every outcome of --policy"),
        (("baseline", *LAWS[:2], "--reward", "1,2"), "--reward has 2 rewards but --policy has 3 probabilities"),
    ],
)
def test_refusals_word_for_word(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert exactalign.refused("estimate", *arguments) == message
