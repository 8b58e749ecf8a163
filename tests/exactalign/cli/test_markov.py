"""`exactalign markov`: the policy over sequences of a chain."""

import json
import math
from fractions import Fraction
from itertools import pairwise, product

import pytest

from exactalign.cli import markov
from exactalign.cli.progress import PROGRESS
from tests.exactalign.cli.command import Command, Shown

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


def test_an_n_whose_divergence_no_tilt_can_be_told_to_have(exactalign: Command) -> None:
    """KL(best-of-N) is below its limit log(128/27) by about (101/128)^N: it helps to give the divergence."""
    huge = ("--length", "4", "--n", "1e12")
    assert exactalign.refused("markov", *LONG, *huge) == (
        "the α of the optimum could not be located: its divergence is too close to 1.556193397…, which no tilt "
        "reaches; give a smaller one per symbol with --kl"
    )
    assert "its α" in exactalign.ok("markov", *LONG, *huge, "--kl", "1/10")
    constant = exactalign.ok("markov", *LONG[:2], "--reward", "1, 1", "--no-levels", *huge)  # no tilt has another
    assert "its α" not in constant


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
    assert markov.MAX_TILT_LEVELS == 5_000
    keys = ("optimal_kl", "alpha", "optimal_reward", "kl_to_optimum", "total_variation", "per_symbol")
    for most, is_there in ((4, True), (3, False)):
        monkeypatch.setattr(markov, "MAX_TILT_LEVELS", most)
        content = json.loads(exactalign.ok("markov", *CHAIN, "--length", "3", "--format", "json"))
        assert len(content["levels"]) == 4
        assert [content[key] is not None for key in keys] == [is_there] * 6
    one = json.loads(exactalign.ok("markov", *CHAIN[:-1], "1", "--length", "3", "--format", "json"))
    assert [one[key] for key in keys] == [None] * 6  # nothing is spent


KEYS = [
    "labels", "initial", "transition", "reward", "length", "n_rule", "n", "numbers", "levels", "entropy_rate",
    "expected_reward", "kl", "kl_bound", "win_rate", "optimal_kl", "alpha", "optimal_reward", "kl_to_optimum",
    "total_variation", "per_symbol",
]  # fmt: skip
NAMES = {
    "entropy_rate": "entropy of the chain per symbol",
    "expected_reward": "expected total reward",
    "kl": "KL from the reference",
    "kl_bound": "its bound log N - (N-1)/N",
    "win_rate": "win rate against the reference",
    "optimal_kl": "KL of the optimum",
    "alpha": "its α",
    "optimal_reward": "its expected total reward",
    "kl_to_optimum": "KL from it",
    "total_variation": "total variation to it",
}


def last_number(text: str) -> float:
    return float(text.replace("…", "").split()[-1])


def by_hand(length: int, n: int, alpha: float) -> dict[str, float]:
    """What there is to say of the chain of `CHAIN`, by listing all sequences; its tilt by α, and its Perron root."""
    rows = ((0.5, 0.5), (0.25, 0.75))
    base = {}
    for y in product((0, 1), repeat=length):
        base[y] = (1 / 3, 2 / 3)[y[0]] * math.prod(rows[a][b] for a, b in pairwise(y))
    cumulative = [sum(base[y] for y in base if sum(y) <= k) for k in range(-1, length + 1)]
    best = {
        y: (cumulative[sum(y) + 1] ** n - cumulative[sum(y)] ** n)
        * base[y] / (cumulative[sum(y) + 1] - cumulative[sum(y)])
        for y in base
    }  # fmt: skip
    weights = {y: base[y] * math.exp(alpha * sum(y)) for y in base}
    tilt = {y: weight / sum(weights.values()) for y, weight in weights.items()}

    def kl(a: dict[tuple[int, ...], float], b: dict[tuple[int, ...], float]) -> float:
        return sum(a[y] * math.log(a[y] / b[y]) for y in a)

    def log_root(x: float) -> float:
        a, d = 0.5, 0.75 * math.exp(x)  # the matrix is (1/2, e^x/2; 1/4, 3/4·e^x)
        return math.log((a + d + math.sqrt((a - d) ** 2 + 4 * math.exp(x) / 8)) / 2)

    slope = (log_root(alpha + 1e-5) - log_root(alpha - 1e-5)) / 2e-5
    return {
        "entropy_rate": -sum(m * x * math.log(x) for m, row in zip((1 / 3, 2 / 3), rows, strict=True) for x in row),
        "expected_reward": sum(best[y] * sum(y) for y in best),
        "kl": kl(best, base),
        "kl_bound": math.log(n) - (n - 1) / n,
        "win_rate": sum(
            best[y] * base[z] * (1 + (sum(y) > sum(z)) - (sum(y) < sum(z))) / 2 for y in base for z in base
        ),
        "optimal_kl": kl(tilt, base),
        "alpha": alpha,
        "optimal_reward": sum(tilt[y] * sum(y) for y in tilt),
        "kl_to_optimum": kl(best, tilt),
        "total_variation": sum(abs(best[y] - tilt[y]) for y in base) / 2,
        "long_reward": slope,
        "long_kl": alpha * slope - log_root(alpha),
        "long_log_root": log_root(alpha),
    }  # fmt: skip


@pytest.mark.parametrize("kl", [None, "1/20"])
def test_every_number_by_listing_all_sequences(exactalign: Command, kl: str | None) -> None:
    """The optimum has the divergence of best-of-N, or the one that is given for each symbol."""
    arguments = (*CHAIN, "--length", "3", *(("--kl", kl) if kl else ()))
    content = json.loads(exactalign.ok("markov", *arguments, "--format", "json"))
    assert list(content) == KEYS
    expected = by_hand(3, 2, float(content["alpha"]["lower"]))
    assert expected["optimal_kl"] == pytest.approx(0.15 if kl else expected["kl"], rel=1e-9)
    for key in NAMES:
        told = content[key] if isinstance(content[key], str) else content[key]["lower"]
        assert float(Fraction(told)) == pytest.approx(expected[key], rel=1e-9)
    for key, told in content["per_symbol"].items():
        assert float(told["lower"]) == pytest.approx(expected[f"long_{key}"], rel=1e-7)
    assert (content["labels"], content["transition"]) == ([0, 1], [["1/2", "1/2"], ["1/4", "3/4"]])
    assert [entry["exact"] for entry in content["reward"]] == ["0", "1"]
    assert (content["length"], content["n_rule"], content["n"], content["numbers"]) == (3, "given", 2, "exact")
    table = Shown.of(exactalign.ok("markov", *arguments))
    assert table.title == "Best of 2 over 3 symbols of a Markov chain"
    assert table.columns == ["total reward", "reference", "best of N"]
    assert table.rows == [["0", "1/12", "1/144"], ["1", "5/24", "5/64"], ["2", "1/3", "11/36"], ["3", "3/8", "39/64"]]
    *notes, long = table.notes
    assert [note.partition(": ")[0] for note in notes] == list(NAMES.values())
    for key, note in zip(NAMES, notes, strict=True):
        assert last_number(note) == pytest.approx(expected[key], rel=1e-9)
    parts = long.split(", ")
    assert parts[0] == "long sequences tilted with this α"
    words = ["per symbol: reward", "KL", "log of the Perron root"]
    assert [part.rpartition(" ")[0] for part in parts[1:]] == words
    for part, key in zip(parts[1:], ("long_reward", "long_kl", "long_log_root"), strict=True):
        assert last_number(part) == pytest.approx(expected[key], rel=1e-7)
    alone = Shown.of(exactalign.ok("markov", *arguments, "--no-levels", "--digits", "10"))
    assert (alone.title, alone.columns) == (table.title, ["quantity", "value"])
    assert [row[0] for row in alone.rows] == list(NAMES.values())
    for key, row in zip(NAMES, alone.rows, strict=True):
        assert float(row[1]) == pytest.approx(expected[key], rel=1e-8)
    (last,) = alone.notes
    assert [part.rpartition(" ")[0] for part in last.split(", ")] == [part.rpartition(" ")[0] for part in parts]


def test_the_number_of_draws_by_a_rule(exactalign: Command) -> None:
    """exp(4·log 3/2) = 5.06…"""
    for kl, rule, n in (("log(3/2)", "floor", 5), ("log(3/2)", "ceil", 6), ("0", "floor", 1), ("0", "ceil", 1),
                        ("0", "real", 1), ("log(3/2)", "7", 7)):  # fmt: skip
        arguments = ("markov", *CHAIN[:-1], rule, "--kl", kl, "--length", "4")
        content = json.loads(exactalign.ok(*arguments, "--format", "json", "--no-levels"))
        assert list(content) == [key for key in KEYS if key != "levels"]
        assert (content["n"], content["n_rule"]) == (n, rule if rule.isalpha() else "given")
        title = Shown.of(exactalign.ok(*arguments)).title
        assert title == f"Best of {n} over 4 symbols of a Markov chain"
    real = exactalign.ok("markov", *CHAIN[:-1], "real", "--kl", "log(3/2)", "--length", "4", "--no-levels")
    assert real.startswith("Best of N = 5.0625")
    assert markov._shown_n(10**70) == "~10^70"  # which is not written out


def test_a_budget_that_no_tilt_uses_up_has_no_optimum(exactalign: Command) -> None:
    """The best sequence of three symbols, 1 1 1, has probability 3/8."""
    for kl, is_there in (("1/3*log(8/3)", False), ("1/3*log(8/3) - 1/1000000", True)):
        text = exactalign.ok("markov", *CHAIN, "--length", "3", "--kl", kl)
        names = [note.partition(": ")[0] for note in Shown.of(text).notes]
        assert names[:5] == list(NAMES.values())[:5]
        assert len(names) == (11 if is_there else 5)


def test_labels_and_the_first_symbol(exactalign: Command) -> None:
    arguments = (*CHAIN, "--length", "1", "--labels", " stay , go", "--initial", "1/4,3/4", "--format", "json")
    content = json.loads(exactalign.ok("markov", *arguments))
    assert (content["labels"], content["initial"]) == (["stay", "go"], ["1/4", "3/4"])
    assert [row["reference"] for row in content["levels"]] == ["1/4", "3/4"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--n", "ceil"), "--n ceil means N = exp(length*KL): give a divergence per symbol with --kl"),
        (("--n", "2", "--initial", "1"), "--initial has 1 entries but --transition has 2 rows"),
        (("--n", "2", "--labels", "a,b,c"), "--labels has 3 entries but --transition has 2 rows"),
        (("--n", "2", "--kl", "-1"), "--kl is -1: a KL budget must not be negative"),
        (("--n", "2", "--initial", "1/2,1/3"), "--initial: the probabilities sum to 5/6, not 1: 1/6 is missing"),
    ],
)
def test_refusals_word_for_word(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert exactalign.refused("markov", *CHAIN[:4], "--length", "3", *arguments) == message


def test_a_reward_of_another_length_is_refused(exactalign: Command) -> None:
    arguments = ("--transition", "1/2,1/2;1,0", "--reward", "0,1,2", "--length", "3", "--n", "2")
    assert exactalign.refused("markov", *arguments) == "--reward has 3 entries but --transition has 2 rows"
