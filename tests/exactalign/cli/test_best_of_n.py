"""`exactalign best-of-n`: the paper's table, every format, exact JSON, and files as good as typing."""

import csv
import io
import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from exactalign import LogForm, MemorylessSource, best_of_n, kl_divergence, win_rate
from exactalign.numbers.decimals import decimal_text
from exactalign.tables.table import FORMATS
from tests.exactalign.cli.command import MODEL, PAIR, Command, P, Shown
from tests.exactalign.known_models import TABLE_1
from tests.exactalign.known_models import P as REFERENCE
from tests.exactalign.known_models import R as REWARD

POLICY = best_of_n(MemorylessSource(REFERENCE, 2), REWARD, 2)
KEYS = ["p", "reward", "length", "n", "by", "pmf", "expected_type", "expected_reward", "kl", "win_rate"]


def test_it_prints_the_papers_table(exactalign: Command) -> None:
    assert exactalign.ok("best-of-n", *PAIR) == (
        "Best of 2 over sequences of length 2\n"
        "\n"
        "P(y_1, y_2)      y_1 = 0    y_1 = 1    y_1 = 2\n"
        "-------------  ---------  ---------  ---------\n"
        "y_2 = 0           49/625     21/250     43/250\n"
        "y_2 = 1           21/250   81/10000      9/125\n"
        "y_2 = 2           43/250      9/125    103/400\n"
        "\n"
        "expected type: (209/625, 1641/10000, 1003/2000)\n"
        "expected reward: 8359/5000*log(2) + 418/625*log(3) ≈ 1.893555355\n"
        "KL from the reference: ≈ 0.1782612094\n"
        "its bound log N - (N-1)/N: -1/2 + log(2) ≈ 0.1931471806\n"
        "win rate against the reference: 657809/1000000 = 0.657809\n"
    )


def test_the_summary_is_what_the_library_computes(exactalign: Command) -> None:
    lines = dict(line.split(": ") for line in exactalign.ok("best-of-n", *PAIR).splitlines() if ": " in line)
    assert lines["KL from the reference"] == f"≈ {decimal_text(POLICY.kl(), digits=10)}"
    assert LogForm.parse(lines["expected reward"].split(" ≈")[0]) == POLICY.expected_reward()
    assert Fraction(lines["win rate against the reference"].split(" =")[0]) == POLICY.win_rate()


def test_json_is_exact(exactalign: Command) -> None:
    content = json.loads(exactalign.ok("best-of-n", *PAIR, "--format", "json"))
    assert set(content) == {*KEYS, "labels", "kl_bound"}
    assert content["labels"] == [0, 1, 2]
    assert content["p"] == ["1/5", "3/10", "1/2"]
    assert [LogForm.parse(value["exact"]) for value in content["reward"]] == [REWARD[i] for i in range(3)]
    assert (content["length"], content["n"], content["by"]) == (2, 2, "sequence")
    assert content["pmf"] == [{"outcome": [i, j], "probability": TABLE_1[j][i]} for i, j in product(range(3), repeat=2)]
    assert content["expected_type"] == ["209/625", "1641/10000", "1003/2000"]
    assert content["win_rate"] == "657809/1000000"
    for key, value in (("kl", POLICY.kl()), ("expected_reward", POLICY.expected_reward())):
        assert LogForm.parse(content[key]["exact"]) == value
        assert Fraction(content[key]["lower"]) < value < Fraction(content[key]["upper"])


def test_json_bounds_have_the_digits_asked_for(exactalign: Command) -> None:
    kl = json.loads(exactalign.ok("best-of-n", *PAIR, "--format", "json", "--digits", "50"))["kl"]
    low, high = Fraction(kl["lower"]), Fraction(kl["upper"])
    assert low < POLICY.kl() < high
    assert high - low <= Fraction(2, 10**50)


@pytest.mark.parametrize(
    ("by", "outcomes", "masses"),
    [
        ("type", [[2, 0, 0], [1, 1, 0], [1, 0, 1], [0, 2, 0], [0, 1, 1], [0, 0, 2]], None),
        ("outcome", [0, 1, 2], ["209/625", "1641/10000", "1003/2000"]),
    ],
)
def test_json_by_type_and_by_outcome(
    exactalign: Command, by: str, outcomes: list[object], masses: list[str] | None
) -> None:
    pmf = json.loads(exactalign.ok("best-of-n", *PAIR, "--by", by, "--format", "json"))["pmf"]
    assert [row["outcome"] for row in pmf] == outcomes
    assert sum(Fraction(row["probability"]) for row in pmf) == 1
    assert masses is None or [row["probability"] for row in pmf] == masses


def test_json_by_level(exactalign: Command) -> None:
    pmf = json.loads(exactalign.ok("best-of-n", *PAIR, "--by", "level", "--format", "json"))["pmf"]
    found = [(LogForm.parse(row["outcome"]["exact"]), Fraction(row["probability"])) for row in pmf]
    assert found == list(POLICY.by_level())


def test_one_shot(exactalign: Command) -> None:
    content = json.loads(exactalign.ok("best-of-n", *MODEL, "--n", "3", "--format", "json"))
    policy = best_of_n(REFERENCE, REWARD, 3)
    assert (content["length"], content["by"]) == (1, "outcome")
    assert [Fraction(row["probability"]) for row in content["pmf"]] == list(policy.probabilities)
    assert content["expected_type"] == [row["probability"] for row in content["pmf"]]
    assert LogForm.parse(content["kl"]["exact"]) == kl_divergence(policy, REFERENCE)
    assert Fraction(content["win_rate"]) == win_rate(policy, REFERENCE, REWARD)


@pytest.mark.parametrize("by", ["sequence", "type", "level"])
def test_one_shot_agrees_with_sequences_of_length_one(exactalign: Command, by: str) -> None:
    source = best_of_n(MemorylessSource(REFERENCE, 1), REWARD, 3)
    rows = {"sequence": source.by_sequence, "type": source.by_type, "level": source.by_level}[by]()
    plain = exactalign.ok("best-of-n", *MODEL, "--n", "3", "--by", by, "--format", "csv")
    assert plain == exactalign.ok("best-of-n", *MODEL, "--n", "3", "--by", by, "--length", "1", "--format", "csv")
    masses = [Fraction(row[1]) for row in list(csv.reader(io.StringIO(plain)))[1:]]
    assert sorted(masses) == sorted(mass for _, mass in rows)


def test_levels_without_mass_are_left_out(exactalign: Command) -> None:
    model = ("--p", "1/2,0,1/2", "--reward", "1,2,1", "--n", "2")
    assert exactalign.ok("best-of-n", *model, "--by", "level", "--format", "csv") == "reward,probability\n1,1\n"


def test_the_empty_sequence(exactalign: Command) -> None:
    content = json.loads(exactalign.ok("best-of-n", *MODEL, "--n", "3", "--length", "0", "--format", "json"))
    assert content["pmf"] == [{"outcome": [], "probability": "1"}]
    assert content["expected_type"] is None
    assert "expected type" not in exactalign.ok("best-of-n", *MODEL, "--n", "3", "--length", "0")


def test_one_outcome(exactalign: Command) -> None:
    assert "1\n" in exactalign.ok("best-of-n", "--p", "1", "--reward", "0", "--n", "5", "--format", "csv")


def test_q_means_log_q(exactalign: Command) -> None:
    by_q = exactalign.ok("best-of-n", *P, "--q", "2/3,1/9,2/9", "--n", "2", "--length", "2", "--format", "csv")
    assert by_q == exactalign.ok("best-of-n", *PAIR, "--format", "csv")


def test_labels(exactalign: Command) -> None:
    text = exactalign.ok("best-of-n", *PAIR, "--labels", "yes, no, é", "--format", "json")
    content = json.loads(text)
    assert content["labels"] == ["yes", "no", "é"]
    assert content["pmf"][1] == {"outcome": ["yes", "no"], "probability": "21/250"}
    assert "y_1 = yes" in exactalign.ok("best-of-n", *PAIR, "--labels", "yes, no, é")


def test_labels_that_are_the_default_ones(exactalign: Command) -> None:
    labelled = exactalign.ok("best-of-n", *PAIR, "--labels", "0,1,2", "--format", "json")
    assert labelled == exactalign.ok("best-of-n", *PAIR, "--format", "json")


def test_digits_are_correctly_rounded(exactalign: Command) -> None:
    text = exactalign.ok("best-of-n", *MODEL, "--n", "3", "--digits", "3", "--format", "csv")
    assert text == "outcome,probability\n0,0.488\n1,0.0270\n2,0.485\n"
    assert "2/3" not in exactalign.ok("best-of-n", *PAIR, "--digits", "4")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_to_stdout_and_to_a_file(exactalign: Command, form: str) -> None:
    suffix = {"table": "txt", "markdown": "md", "latex": "tex"}.get(form, form)
    text = exactalign.ok("best-of-n", *PAIR, "--format", form)
    assert "49/625" in text or r"\frac{49}{625}" in text
    assert exactalign.ok("best-of-n", *PAIR, "--output", f"out.{suffix}") == ""
    assert exactalign.ok("best-of-n", *PAIR, "--output", "other", "--format", form) == ""
    assert Path(f"out.{suffix}").read_bytes() == Path("other").read_bytes() == text.encode()
    assert sorted(path.name for path in Path().iterdir()) == sorted([f"out.{suffix}", "other"])


def test_the_square_has_the_first_symbol_across(exactalign: Command) -> None:
    text = exactalign.ok("best-of-n", *PAIR, "--labels", "a,b,c", "--format", "markdown", "--no-summary")
    assert "expected" not in text
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if "|" in line]
    assert rows[0][1:] == ["y_1 = a", "y_1 = b", "y_1 = c"]
    assert [row[0] for row in rows[2:]] == ["y_2 = a", "y_2 = b", "y_2 = c"]


def test_long_listings_are_not_the_default(exactalign: Command) -> None:
    assert json.loads(exactalign.ok("best-of-n", *MODEL, "--n", "2", "--length", "4", "--format", "json"))["by"] == (
        "sequence"
    )
    assert json.loads(exactalign.ok("best-of-n", *MODEL, "--n", "2", "--length", "5", "--format", "json"))["by"] == (
        "outcome"
    )


def test_long_numbers_are_cut_for_people_only(exactalign: Command) -> None:
    text = exactalign.ok("best-of-n", *MODEL, "--n", "1000")
    assert max(map(len, text.splitlines())) < 200
    assert "≈" in text
    whole = exactalign.ok("best-of-n", *MODEL, "--n", "1000", "--format", "csv")
    masses = [Fraction(line.split(",")[1]) for line in whole.splitlines()[1:]]
    assert masses == list(best_of_n(REFERENCE, REWARD, 1000).probabilities)


def test_an_exact_form_too_long_to_write_has_bounds_only(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exactalign.cli.printing.MAX_EXACT_DIGITS", 10)
    kl = json.loads(exactalign.ok("best-of-n", *PAIR, "--format", "json"))["kl"]
    assert kl["exact"] is None
    assert Fraction(kl["lower"]) < POLICY.kl() < Fraction(kl["upper"])


CSV = "outcome,p,reward\n0,1/5,log 6\n1,30%,0\n2,0.5,log 2\n"
ROWS = [
    {"outcome": 0, "p": "1/5", "reward": "log 6"},
    {"outcome": 1, "p": "30%", "reward": 0},
    {"outcome": 2, "p": "0.5", "reward": "log 2"},
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("model.csv", CSV),
        ("model.csv", "\ufeff" + CSV.replace("\n", "\r\n")),
        ("model.csv", CSV.replace(",", ";")),
        ("model.csv", "p,q\n1/5,2/3\n3/10,1/9\n1/2,2/9\n"),
        ("model.txt", CSV),
        ("model.csv", " P , Reward \n1/5,log 6\n3/10,0\n\n1/2,log 2"),
        ("model.json", json.dumps(ROWS)),
        ("model", "  " + json.dumps(ROWS)),
        ("model.json", json.dumps({"p": ["1/5", "3/10", "1/2"], "reward": ["log 6", 0, "log 2"]})),
        (
            "model.json",
            json.dumps([{"p": p, "q": q} for p, q in (("1/5", "2/3"), ("3/10", "1/9"), ("1/2", "2/9"))]),
        ),
    ],
)
def test_a_file_is_as_good_as_typing(exactalign: Command, name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8", newline="")
    wanted = json.loads(exactalign.ok("best-of-n", *PAIR, "--format", "json"))
    options = ("--length", "2", "--n", "2", "--format", "json")
    read = json.loads(exactalign.ok("best-of-n", "--input", name, *options))
    piped = json.loads(exactalign.ok("best-of-n", "--input", "-", *options, stdin=text))
    assert read == piped
    if "q" in text:  # the reward is log q, which differs from the typed one by a constant
        for key in ("reward", "expected_reward"):
            assert read.pop(key) != wanted.pop(key)
    assert read == wanted


def test_labels_of_a_file(exactalign: Command) -> None:
    rows = [{"outcome": "\n", "p": "1/2", "reward": "0"}, {"outcome": 7, "p": "1/2", "reward": "1"}]
    text = exactalign.ok("best-of-n", "--input", "-", "--n", "2", "--format", "json", stdin=json.dumps(rows))
    assert json.loads(text)["labels"] == ["\n", 7]


def test_what_rows_are_is_chosen_where_it_is_not_said(exactalign: Command) -> None:
    """Sequences up to a hundred, outcomes past that; a square of sequences of two symbols, in tables alone."""

    def shown(*options: str) -> Shown:
        return Shown.of(exactalign.ok("best-of-n", *MODEL, "--n", "2", *options))

    assert (shown().columns, shown().title) == (["outcome", "probability"], "Best of 2 over single outcomes")
    four, five = shown("--length", "4"), shown("--length", "5")
    assert (len(four.rows), len(five.rows)) == (81, 3)
    law = "Outcomes are single symbols: the law of any one position, which is the expected type."
    assert (four.notes[0] == law, five.notes[0] == law) == (False, True)
    assert shown("--length", "2").columns == ["P(y_1, y_2)", "y_1 = 0", "y_1 = 1", "y_1 = 2"]
    for by, columns, rows in (("type", ["type", "probability"], 6), ("level", ["reward", "probability"], 6),
                              ("outcome", ["outcome", "probability"], 3)):  # fmt: skip
        found = shown("--length", "2", "--by", by)
        assert (found.columns, len(found.rows)) == (columns, rows)
    assert len(shown("--length", "3", "--by", "sequence").rows) == 27
    assert exactalign.ok("best-of-n", *PAIR, "--format", "csv").startswith("outcome,probability\n")


def test_a_summary_where_it_is_wanted(exactalign: Command) -> None:
    names = ["expected type", "expected reward", "KL from the reference", "its bound log N - (N-1)/N",
             "win rate against the reference"]  # fmt: skip
    for options, told in (
        ((), names),
        (("--length", "2"), names),
        (("--length", "0"), names[1:]),
        (("--no-summary",), []),
    ):
        found = Shown.of(exactalign.ok("best-of-n", *MODEL, "--n", "3", *options))
        assert [note.partition(": ")[0] for note in found.notes] == told
    content = json.loads(exactalign.ok("best-of-n", *MODEL, "--n", "3", "--length", "2", "--format", "json"))
    assert content["kl_bound"]["exact"] == "-2/3 + log(3)"
    by_outcome = json.loads(
        exactalign.ok("best-of-n", *MODEL, "--n", "3", "--length", "2", "--by", "outcome", "--format", "json")
    )
    assert content["expected_type"] == by_outcome["expected_type"]
    assert by_outcome["expected_type"] == [row["probability"] for row in by_outcome["pmf"]]
    assert (content["labels"], by_outcome["by"]) == ([0, 1, 2], "outcome")
