"""`exactalign compare`: both policies side by side, against exact values where they are small."""

import json
from fractions import Fraction
from typing import Any

import pytest

import exactalign.policies.side_by_side as exactalign_comparisons
from exactalign import Distribution, MemorylessSource, Reward, best_of_n, kl_divergence, total_variation
from tests.command_lines.programs import PQ
from tests.exactalign.cli.command import Command

KEYS = {
    "labels", "p", "reward", "length", "delta", "case", "alpha", "n_rule", "n", "levels", "best_of_n", "aligned",
    "total_variation",
}  # fmt: skip
SIDE = {"kl_to_reference", "kl_to_other", "reward", "reward_variance", "reward_quantiles", "expected_type"}


def answer(exactalign: Command, *arguments: str) -> Any:
    return json.loads(exactalign.ok("compare", *PQ, *arguments, "--format", "json"))


def holds(bounds: Any, value: Any) -> bool:
    """Whether JSON bounds contain an exact value, tightly."""
    low, high = Fraction(bounds["lower"]), Fraction(bounds["upper"])
    return bool(low <= value <= high) and high - low <= abs(high) / 10**13


def test_keys_and_exact_values(exactalign: Command) -> None:
    content = answer(exactalign, "--length", "2", "--alpha", "1", "--n", "3")
    assert content.keys() == KEYS
    assert content["best_of_n"].keys() == content["aligned"].keys() == SIDE
    p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    phi = Distribution.from_probabilities(["12/25", "3/25", "2/5"])
    policy = best_of_n(MemorylessSource(p, 2), Reward.log_weights([6, 1, 2]), 3)
    whole = Distribution(dict(policy.by_sequence()))
    mine = content["best_of_n"]
    assert holds(mine["kl_to_reference"]["total"], policy.kl())
    assert holds(mine["kl_to_reference"]["per_symbol"], policy.kl() / 2)
    assert holds(mine["kl_to_other"]["total"], kl_divergence(whole, phi.power(2)))
    assert holds(content["aligned"]["kl_to_other"]["total"], kl_divergence(phi.power(2), whole))
    assert holds(content["aligned"]["kl_to_reference"]["total"], kl_divergence(phi, p) * 2)
    assert holds(content["total_variation"], total_variation(whole, phi.power(2)))
    expected = policy.expected_type().probabilities
    assert all(holds(share, mass) for share, mass in zip(mine["expected_type"], expected, strict=True))
    assert content["aligned"]["expected_type"] == ["12/25", "3/25", "2/5"]


def test_known_value(exactalign: Command) -> None:
    content = answer(exactalign, "--length", "10", "--kl", "11/100")
    assert content["alpha"]["lower"].startswith("0.7091380845")
    assert (content["n"], content["n_rule"], content["levels"]) == (3, "floor", 66)
    assert content["best_of_n"]["kl_to_reference"]["total"]["lower"].startswith("0.43062636171335")
    assert content["aligned"]["kl_to_reference"]["total"]["exact"] == "11/10"


@pytest.mark.parametrize(("rule", "n"), [("floor", 3), ("ceil", 4), ("7", 7)])
def test_draws(exactalign: Command, rule: str, n: int) -> None:
    assert answer(exactalign, "--length", "10", "--kl", "11/100", "--n", rule)["n"] == n


def test_real_draws(exactalign: Command) -> None:
    content = answer(exactalign, "--length", "10", "--kl", "11/100", "--n", "real")
    assert content["n"]["lower"].startswith("3.0041660239")
    assert answer(exactalign, "--length", "3", "--kl", "log 2", "--n", "floor")["n"] == 8


def test_budget_from_n(exactalign: Command) -> None:
    content = answer(exactalign, "--length", "10", "--n", "4")
    assert content["delta"]["exact"] == "1/5*log(2)"
    assert content["aligned"]["kl_to_reference"]["total"]["exact"] == "2*log(2)"


@pytest.mark.parametrize(("kl", "case"), [("log 5", "boundary"), ("2", "beyond")])
def test_infeasible_kl_are_answers(exactalign: Command, kl: str, case: str) -> None:
    content = answer(exactalign, "--length", "3", "--kl", kl, "--n", "4")
    assert (content["case"], content["alpha"]) == (case, None)
    assert content["best_of_n"]["kl_to_other"] == {"total": "oo", "per_symbol": "oo"}
    assert content["aligned"]["expected_type"] == ["1", "0", "0"]
    assert content["aligned"]["kl_to_reference"]["per_symbol"]["exact"] == "log(5)"
    # φ^m sits on one sequence, of policy mass 1 − (124/125)^4.
    assert holds(content["total_variation"], Fraction(124, 125) ** 4)
    assert case in exactalign.ok("compare", *PQ, "--length", "3", "--kl", kl)


def test_constant_reward(exactalign: Command) -> None:
    text = exactalign.ok(
        "compare", "--p", "1/4,3/4", "--reward", "1,1", "--length", "5", "--kl", "1/10", "--format", "json"
    )
    content = json.loads(text)
    assert content["case"] == "constant-reward"
    assert content["best_of_n"]["kl_to_reference"]["total"]["exact"] == "0"
    assert content["total_variation"]["exact"] == "0"


def test_single_draw_is_the_reference(exactalign: Command) -> None:
    content = answer(exactalign, "--length", "4", "--kl", "11/100", "--n", "1")
    assert content["best_of_n"]["kl_to_reference"]["total"]["exact"] == "0"
    assert content["aligned"]["kl_to_other"]["total"]["exact"] == "11/25"
    assert content["best_of_n"]["expected_type"] == ["1/5", "3/10", "1/2"]


def test_many_levels_are_skipped_unless_asked(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exactalign_comparisons, "MAX_VISITED", 60)
    arguments = ("--length", "10", "--kl", "11/100")
    content = answer(exactalign, *arguments)
    assert content["aligned"]["kl_to_other"] == {"total": "skipped", "per_symbol": "skipped"}
    assert set(content["aligned"]["reward_quantiles"].values()) == {"skipped"}
    assert "--all computes it as well" in exactalign.ok("compare", *PQ, *arguments)
    assert answer(exactalign, *arguments, "--all")["aligned"]["kl_to_other"]["total"]["lower"].startswith("0.4111")


def test_table(exactalign: Command) -> None:
    text = exactalign.ok("compare", *PQ, "--length", "10", "--kl", "11/100", "--digits", "6")
    assert "Best of N = 3 and the aligned policy, over sequences of length 10" in text
    (line,) = [line.split() for line in text.splitlines() if line.startswith("KL to the reference")]
    assert line[4:] == ["0.430626", "1.10000", "0.0430626", "0.110000"]
    assert "case: tilt; α = 0.709138" in text


def test_a_distance_past_all_printing_is_there_at_once(exactalign: Command) -> None:
    text = exactalign.ok("compare", *PQ, "--length", "10", "--kl", "3", "--n", "ceil")
    (line,) = [line.split() for line in text.splitlines() if line.startswith("total variation")]
    assert line[2:] == ["4.975441317e-475247"] * 2


def test_csv(exactalign: Command) -> None:
    text = exactalign.ok("compare", *PQ, "--length", "1", "--n", "4", "--format", "csv", "--digits", "5")
    assert text.startswith("quantity,best-of-N,aligned\nKL to the reference,0.52175,1.3863\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "missing option '--length'"),
        (("--length", "0", "--n", "2"), "--length is '0'"),
        (("--length", "3"), "--n floor means N = exp(M·δ)"),
        (("--length", "3", "--n", "0"), "--n is '0': give floor, ceil, real or a whole number, at least 1"),
        (("--length", "3", "--n", "half"), "--n is 'half': give floor, ceil, real or a whole number"),
        (("--length", "3", "--n", "2.5"), "--n is '2.5'"),
        (("--length", "3", "--kl", "-1"), "--kl is -1: a KL budget must not be negative"),
        (("--length", "3", "--alpha", "-1"), "--alpha is -1"),
        (("--length", "3", "--alpha", "1", "--kl", "1"), "--kl and --alpha are both given"),
        (("--length", "3", "--kl", "1", "--digits", "1000001"), "--digits is '1000001'"),
        (("--length", "100000", "--n", "2"), "reward levels, over the limit"),
        (("--length", "1000", "--kl", "2000"), "use rounding real"),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("compare", *PQ, *arguments)
