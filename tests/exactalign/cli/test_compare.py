"""`exactalign compare`: both policies side by side, against exact values where they are small."""

import json
import math
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import exactalign.policies.side_by_side as exactalign_comparisons
from exactalign import Distribution, MemorylessSource, Reward, best_of_n, kl_divergence, log, total_variation
from exactalign.cli.printing import shown
from exactalign.policies.side_by_side import Omitted, SideBySide
from tests.command_lines.programs import PQ
from tests.exactalign.cli.command import Command, Shown

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


def by_hand(p: list[float], reward: list[float], phi: list[float], length: int, n: int) -> dict[str, tuple[Any, Any]]:
    """Every row of the comparison by listing all sequences: of best-of-n, and of independent draws from φ."""
    sequences = list(product(range(len(p)), repeat=length))
    base = {y: math.prod(p[k] for k in y) for y in sequences}
    total = {y: sum(reward[k] for k in y) for y in sequences}

    def up_to(value: float, strictly: bool) -> float:
        return sum(base[y] for y in sequences if (total[y] < value - 1e-9 if strictly else total[y] < value + 1e-9))

    mine = {}
    for y in sequences:
        low, high = up_to(total[y], True), up_to(total[y], False)
        mine[y] = (high**n - low**n) * base[y] / (high - low)
    other = {y: math.prod(phi[k] for k in y) for y in sequences}

    def kl(a: dict[Any, float], b: dict[Any, float]) -> float:
        return sum(a[y] * math.log(a[y] / b[y]) for y in sequences)

    def quantile(law: dict[Any, float], level: float) -> float:
        return min(total[y] for y in sequences if sum(law[z] for z in sequences if total[z] <= total[y]) >= level)

    rows: dict[str, tuple[Any, Any]] = {"KL to the reference": (kl(mine, base), kl(other, base))}
    rows["KL to the other policy"] = (kl(mine, other), kl(other, mine))
    rows["total variation"] = (sum(abs(mine[y] - other[y]) for y in sequences) / 2,) * 2
    means = [sum(law[y] * total[y] for y in sequences) for law in (mine, other)]
    squares = [sum(law[y] * total[y] ** 2 for y in sequences) for law in (mine, other)]
    rows["expected reward"] = (means[0], means[1])
    rows["variance of the reward"] = (squares[0] - means[0] ** 2, squares[1] - means[1] ** 2)
    for name, level in (("1/20", 0.05), ("1/2", 0.5), ("19/20", 0.95)):
        rows[f"reward, quantile {name}"] = (quantile(mine, level), quantile(other, level))
    for k in range(len(p)):
        counts = [sum(law[y] * y.count(k) for y in sequences) for law in (mine, other)]
        rows[f"expected count of {k}"] = (counts[0], counts[1])
    return rows


FAIR = ("--p", "1/2,1/2", "--reward", "0, log 2", "--alpha", "1", "--n", "2")
"""The tilt by 1 is 1/3, 2/3."""


@pytest.mark.parametrize("length", [1, 2, 3])
def test_every_number_by_listing_all_sequences(exactalign: Command, length: int) -> None:
    expected = by_hand([0.5, 0.5], [0, math.log(2)], [1 / 3, 2 / 3], length, 2)
    found = Shown.of(exactalign.ok("compare", *FAIR, "--length", str(length)))
    over = "single outcomes" if length == 1 else f"sequences of length {length}"
    assert found.title == f"Best of N = 2 and the aligned policy, over {over}"
    shares = ["best-of-N per symbol", "aligned per symbol"] if length > 1 else []
    assert found.columns == ["quantity", "best-of-N", "aligned", *shares]
    assert [row[0] for row in found.rows] == list(expected)
    for name, *cells in found.rows:
        wanted = list(expected[name])
        if length > 1:
            wanted += [] if name == "total variation" else [value / length for value in wanted]
        assert [float(cell) for cell in cells if cell] == pytest.approx(wanted, rel=1e-9)
    budget = log(2) * Fraction(5, 3) - log(3)
    assert found.notes == [
        f"KL budget per symbol: {shown(budget)}; Δ_max = log(2) ≈ 0.6931471806",
        "case: tilt; α = 1",
    ]
    content = json.loads(exactalign.ok("compare", *FAIR, "--length", str(length), "--format", "json"))
    assert (content["labels"], content["p"], content["length"], content["levels"]) == (
        [0, 1], ["1/2", "1/2"], length, length + 1,
    )  # fmt: skip
    assert (content["n"], content["n_rule"], content["case"]) == (2, "given", "tilt")
    assert [entry["exact"] for entry in content["reward"]] == ["0", "log(2)"]
    assert (content["alpha"]["exact"], content["delta"]["exact"]) == ("1", str(budget))
    assert holds_nearly(content["total_variation"], expected["total variation"][0])
    for index, key in enumerate(("best_of_n", "aligned")):
        side = content[key]
        for name, row in (
            ("kl_to_reference", "KL to the reference"), ("kl_to_other", "KL to the other policy"),
            ("reward", "expected reward"), ("reward_variance", "variance of the reward"),
        ):  # fmt: skip
            assert side[name].keys() == {"total", "per_symbol"}
            assert holds_nearly(side[name]["total"], expected[row][index])
            assert holds_nearly(side[name]["per_symbol"], expected[row][index] / length)
        assert list(side["reward_quantiles"]) == ["1/20", "1/2", "19/20"]
        for name, value in side["reward_quantiles"].items():
            assert holds_nearly(value, expected[f"reward, quantile {name}"][index])
        assert len(side["expected_type"]) == 2
        for k, value in enumerate(side["expected_type"]):
            assert holds_nearly(value, expected[f"expected count of {k}"][index] / length)


def holds_nearly(told: Any, value: float) -> bool:
    """Whether a number of the JSON, a fraction or bounds, is what a calculation in floats finds."""
    low, high = (told, told) if isinstance(told, str) else (told["lower"], told["upper"])
    return float(Fraction(low)) == pytest.approx(value, rel=1e-9, abs=1e-12) == float(Fraction(high))


@pytest.mark.parametrize(
    ("reward", "kl", "told"),
    [
        ("1,1", "1", "case: constant-reward; both policies are the reference"),
        ("0,1", "log 2", "case: boundary; the budget is exactly Δ_max, {}"),
        ("0,1", "1", "case: beyond; the budget is over Δ_max, {}"),
    ],
)
def test_the_case_in_words(exactalign: Command, reward: str, kl: str, told: str) -> None:
    arguments = ("--p", "1/2,1/2", "--reward", reward, "--kl", kl, "--length", "2", "--n", "2")
    found = Shown.of(exactalign.ok("compare", *arguments))
    given_its_best = "there is no α, and the aligned policy is the reference given its best outcomes"
    assert found.notes[1:] == [told.format(given_its_best)]


def test_what_is_not_there_is_said(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The levels of 44 symbols of three kinds are 1,035: the number has its comma."""
    three = ("--p", "1/5,3/10,1/2", "--q", "2/3,1/9,2/9", "--kl", "1/50", "--n", "2")
    for most, are_there in ((1035, True), (1034, False)):
        monkeypatch.setattr(exactalign_comparisons, "MAX_VISITED", most)
        found = Shown.of(exactalign.ok("compare", *three, "--length", "44"))
        cells = {row[0]: row[1:] for row in found.rows}
        assert (cells["KL to the other policy"][1] != "skipped") is are_there
        assert cells["KL to the other policy"][0] != "skipped"
        skipped = "skipped: it visits all 1,035 levels, over 1,034; --all computes it as well"
        assert found.notes[2:] == ([] if are_there else [skipped])
        assert "skipped" not in exactalign.ok("compare", *three, "--length", "44", "--all")
    monkeypatch.setattr(SideBySide, "_skips", lambda *_: False)
    original = SideBySide.quantities

    def unsure(self: SideBySide, *, every: bool = False) -> Any:
        for quantity in original(self, every=every):
            if quantity.label == "1/2":
                object.__setattr__(quantity, "best_of_n", Omitted.UNDECIDED)
            yield quantity

    monkeypatch.setattr(SideBySide, "quantities", unsure)
    found = Shown.of(exactalign.ok("compare", *FAIR, "--length", "2"))
    assert found.notes[2:] == ["undecided: a quantile lies too close to a level's cumulative probability to be told"]
    assert {row[0]: row[1] for row in found.rows}["reward, quantile 1/2"] == "undecided"


def test_rational_numbers_have_bounds_as_the_others(exactalign: Command) -> None:
    """So that a key holds numbers of one kind, whatever the model."""
    arguments = ("--p", "1/2,1/2", "--reward", "0,1", "--kl", "2", "--length", "2", "--n", "1")
    content = json.loads(exactalign.ok("compare", *arguments, "--format", "json"))
    for side, total in (("best_of_n", 1), ("aligned", 2)):
        assert content[side]["reward"]["total"]["exact"] == str(total)
        assert content[side]["reward"]["per_symbol"]["exact"] == str(Fraction(total, 2))
