"""`exactalign estimate`: values, formats, refusals."""

import csv
import io
import json

import pytest

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
