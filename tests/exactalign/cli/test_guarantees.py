"""`exactalign guarantees` and `exactalign experiment`: values, formats, refusals."""

import csv
import io
import json
import math
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, LogForm, Reward, Table, log, oo, theory
from exactalign.cli import guarantees
from exactalign.numbers.enclosures import Enclosure
from exactalign.theory import GoldenModel, RewardLaw, VarianceProxy, named_model
from exactalign.theory.experiments import DEFAULT_ORDERS, DEFAULT_SIZES, DEFAULT_TILTS
from tests.exactalign.cli.command import MODEL, Command, P, Shown

SMALL = {
    "guarantees": ("guarantees", "--n", "2"),
    "guarantees of a model": ("guarantees", "--n", "2", *MODEL),
    "scaling": ("experiment", "scaling", "--model", "fair-coin", "--n", "1,2"),
    "divergence-choice": ("experiment", "divergence-choice", "--model", "two-point", "--order", "1/2,1,oo"),
    "overoptimization": ("experiment", "overoptimization", "--n", "1,2", "--z", "1,2"),
}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_closed_forms(exactalign: Command) -> None:
    (row,) = rows(exactalign.ok("guarantees", "--n", "2", "--format", "csv"))
    assert (row["KL"], row["chi squared"], row["total variation"]) == ("-1/2 + log(2)", "1/3", "1/4")


def test_a_model_and_its_gaps(exactalign: Command) -> None:
    text = exactalign.ok("guarantees", "--n", "2", "--p", "1/2,1/2", "--reward", "0,1", "--format", "csv")
    found = {row["quantity"]: row for row in rows(text)}
    assert found["total variation"]["gap"] == "0"
    assert (found["chi squared"]["model"], found["chi squared"]["gap"]) == ("1/4", "1/12")
    assert found["KL"]["model"] == "-log(2) + 3/4*log(3)"


def test_experiments(exactalign: Command) -> None:
    scaling = rows(exactalign.ok(*SMALL["scaling"], "--format", "csv"))
    assert [row["improvement"] for row in scaling] == ["0", "1/4"]
    golden = rows(exactalign.ok(*SMALL["overoptimization"], "--format", "csv"))
    assert [row["golden"] for row in golden] == ["3/10", "37/100", "3/10", "4/17"]
    choice = rows(exactalign.ok(*SMALL["divergence-choice"], "--format", "csv"))
    assert [row["order"] for row in choice] == ["1/2", "1", "oo"]


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("form", ["table", "markdown", "latex", "csv", "json", "html"])
def test_every_format(exactalign: Command, name: str, form: str) -> None:
    text = exactalign.ok(*SMALL[name], "--format", form)
    assert text
    if form == "json":
        assert json.loads(text)["rows"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("guarantees", "--n", "0"), "at least 1"),
        (("guarantees", "--n", "a"), "--n is 'a': give a number of draws, at least 1"),
        (("guarantees", "--order", "0"), "give a Rényi order above 0"),
        (("guarantees", *P), "neither --reward nor --q is given"),
        (("experiment",), "missing argument 'NAME'"),
        (("experiment", "other"), "'other' is not one of 'scaling'"),
        (("experiment", "scaling", "--n", "0"), "at least 1"),
        (("experiment", "scaling", "--renyi", "1"), "--renyi does not belong to scaling"),
        (("experiment", "scaling", "--model", "pareto", *MODEL), "give one of them"),
        (("experiment", "divergence-choice", "--renyi", "-1"), "must not be negative"),
        (("experiment", "overoptimization", "--z", "0"), "at least 1"),
        (("experiment", "overoptimization", "--golden", "1,2"), "--golden needs a model"),
        (("experiment", "overoptimization", *MODEL), "--golden is missing"),
    ],
)
def test_bad_input(exactalign: Command, arguments: tuple[str, ...], words: str) -> None:
    result = exactalign(*arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert words in result.err


def test_an_order_of_thousands_of_digits_has_a_short_title(exactalign: Command) -> None:
    order = f"0.{'0' * 5000}1"
    for model in ((), MODEL):
        assert "Rényi ~10^-5001" in exactalign.ok("guarantees", "--n", "2", "--order", order, *model)


TYPED = (*P, "--reward", "2,0,1")
MINE = (Distribution.from_probabilities(["1/5", "3/10", "1/2"]), Reward.values([2, 0, 1]))
SMALLER = [1, 2, 3, 4, 5, 6, 7, 8, 16, 64]
WIRES: list[tuple[tuple[str, ...], tuple[Any, ...]]] = [
    (("scaling",), (named_model("binomial"), list(DEFAULT_SIZES), {})),
    (("scaling", "--model", "pareto", "--n", "1,3"), (named_model("pareto"), [1, 3], {})),
    (("scaling", *TYPED), (RewardLaw(*MINE), list(DEFAULT_SIZES), {})),
    (("divergence-choice",), (named_model("binomial"), {"orders": DEFAULT_ORDERS})),
    (("divergence-choice", *TYPED, "--order", "1/2,oo"), (RewardLaw(*MINE), {"orders": [Fraction(1, 2), oo]})),
    (("divergence-choice", "--renyi", "log 2"), (named_model("binomial"), log(2), DEFAULT_ORDERS, {})),
    (("overoptimization",), (None, SMALLER, DEFAULT_TILTS, {})),
    (("overoptimization", "--n", "2", "--z", "1/2,3"), (None, [2], [Fraction(1, 2), Fraction(3)], {})),
    (
        ("overoptimization", *TYPED, "--golden", "0,log 2,1"),
        (GoldenModel(*MINE, Reward.values([0, log(2), 1])), SMALLER, DEFAULT_TILTS, {}),
    ),
]


def laid_open(value: Any) -> Any:
    """What laws and models that are made anew are compared by."""
    if isinstance(value, RewardLaw):
        return value.reference, laid_open(value.reward)
    if isinstance(value, GoldenModel):
        return value.reference, laid_open(value.proxy), laid_open(value.golden)
    return list(value.items()) if isinstance(value, Reward) else value


@pytest.mark.parametrize(("arguments", "expected"), WIRES)
def test_what_is_typed_reaches_the_experiment(
    exactalign: Command, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], expected: tuple[Any, ...]
) -> None:
    asked: list[Any] = []
    for name in ("scaling", "divergence_choice", "overoptimization"):

        def called(*given: Any, name: str = name, **how: Any) -> Table:
            asked.append((name.replace("_", "-"), *given, how))
            return Table(["a"], [[Fraction(1, 3)]])

        monkeypatch.setattr(theory, name, called)
    assert exactalign.ok("experiment", *arguments, "--format", "csv", "--digits", "2") == "a\n0.33\n"
    (found,) = asked
    assert [laid_open(value) for value in found] == [arguments[0], *map(laid_open, expected)]


OWNED = {
    "--n": ("scaling", "overoptimization"),
    "--renyi": ("divergence-choice",),
    "--order": ("divergence-choice",),
    "--golden": ("overoptimization",),
    "--z": ("overoptimization",),
    "--model": ("scaling", "divergence-choice"),
}


@pytest.mark.parametrize("option", OWNED)
def test_an_option_of_another_experiment_is_refused(exactalign: Command, option: str) -> None:
    value = {"--model": "pareto", "--golden": "1,2,3"}.get(option, "1")
    for name in ("scaling", "divergence-choice", "overoptimization"):
        if name not in OWNED[option]:
            assert exactalign.refused("experiment", name, option, value) == (
                f"{option} does not belong to {name}: it is for {', '.join(OWNED[option])}"
            )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("overoptimization", "--golden", "1,2"), "--golden needs a model: give --p and --reward, or --input"),
        (("overoptimization", *TYPED), "--golden is missing: give the golden reward of every outcome"),
        (("scaling", "--model", "pareto", *TYPED), "--model and a typed model are both given: give one of them"),
    ],
)
def test_refusals_word_for_word(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert exactalign.refused("experiment", *arguments) == message


def test_closed_forms_by_floats(exactalign: Command) -> None:
    """For a reward without ties the best of n has the density n·u^(n − 1) at the rank u."""
    found = Shown.of(exactalign.ok("guarantees", "--digits", "9", "--n", "2,5/2,64", "--order", "1/2,3,oo"))
    assert found.title == "Best-of-n against its reference, for a reward without atoms"
    assert found.columns == [
        "n", "KL", "reverse KL", "chi squared", "total variation", "squared Hellinger", "Rényi 1/2", "Rényi 3",
        "Rényi oo", "win rate",
    ]  # fmt: skip
    assert [row[0] for row in found.rows] == ["2", "5/2", "64"]
    for row in found.rows:
        n = float(Fraction(row[0]))

        def renyi(order: float, n: float = n) -> float:
            return math.log(n**order / (order * (n - 1) + 1)) / (order - 1)

        expected = [
            math.log(n) - (n - 1) / n, n - 1 - math.log(n), n * n / (2 * n - 1) - 1,
            n ** (-1 / (n - 1)) - n ** (-n / (n - 1)), 2 - 4 * math.sqrt(n) / (n + 1), renyi(0.5), renyi(3),
            math.log(n), n / (n + 1),
        ]  # fmt: skip
        assert [float(cell) for cell in row[1:]] == pytest.approx(expected, rel=1e-8)
    assert [row[0] for row in Shown.of(exactalign.ok("guarantees", "--digits", "3")).rows] == ["2", "4", "16", "64"]
    assert "Rényi 1/2,Rényi 2,Rényi oo," in exactalign.ok("guarantees", "--digits", "3", "--format", "csv")


def test_a_model_by_floats(exactalign: Command) -> None:
    """A coin with rewards 0 and 1: the best of n has heads with 1 − 2^−n; the variance, 1/4, is the variance proxy."""
    arguments = ("--p", "1/2,1/2", "--reward", "0,1", "--order", "2")
    found = Shown.of(exactalign.ok("guarantees", "--digits", "9", "--n", "1,3", *arguments))
    assert found.title == "Best-of-n on a finite model, and its bounds"
    assert found.columns == ["n", "quantity", "model", "bound", "gap"]
    names = [
        "KL", "reverse KL", "chi squared", "total variation", "squared Hellinger", "Rényi 2", "win rate",
        "improvement, sqrt(2 s KL)", "improvement, sqrt(2 s (log n - (n-1)/n))", "improvement, sd (n-1)/sqrt(2n-1)",
    ]  # fmt: skip
    assert [row[:2] for row in found.rows] == [[n, name] for n in ("1", "3") for name in names]
    assert {cell for row in found.rows[:10] for cell in row[2:]} == {"0", "0.500000000"}
    q = 1 - 2**-3
    kl = q * math.log(2 * q) + (1 - q) * math.log(2 * (1 - q))
    limit = math.log(3) - 2 / 3
    expected = {
        "KL": (kl, limit),
        "reverse KL": (-math.log(4 * q * (1 - q)) / 2, 2 - math.log(3)),
        "chi squared": (2 * (q * q + (1 - q) ** 2) - 1, 9 / 5 - 1),
        "total variation": (q - 0.5, 3**-0.5 - 3**-1.5),
        "squared Hellinger": (2 - math.sqrt(2 * q) - math.sqrt(2 * (1 - q)), 2 - math.sqrt(3)),
        "Rényi 2": (math.log(2 * (q * q + (1 - q) ** 2)), math.log(9 / 5)),
        "win rate": (0.5 + (q - 0.5) / 2, 3 / 4),
        "improvement, sqrt(2 s KL)": (q - 0.5, math.sqrt(kl / 2)),
        "improvement, sqrt(2 s (log n - (n-1)/n))": (q - 0.5, math.sqrt(limit / 2)),
        "improvement, sd (n-1)/sqrt(2n-1)": (q - 0.5, 1 / math.sqrt(5)),
    }
    for _, name, *cells in found.rows[10:]:
        value, bound = expected[name]
        assert [float(cell) for cell in cells] == pytest.approx([value, bound, bound - value], rel=1e-7)
    first, *bounds = found.notes
    assert first == "s, the smallest upper variance proxy: 1/4 (the variance itself)"
    assert bounds
    assert all(": " in note for note in bounds)


def test_the_variance_proxy_in_words(exactalign: Command) -> None:
    """Kearns and Saul: of a coin of 1/4 it is (1 − 2/4)/(2·log 3), attained by a tilt."""
    (note, *_) = Shown.of(exactalign.ok("guarantees", "--n", "2", "--p", "3/4,1/4", "--reward", "0,1")).notes
    text, how = note.removeprefix("s, the smallest upper variance proxy: ").split(" (")
    assert how == "attained by a tilt)"
    assert float(text.rstrip("…")) == pytest.approx(0.5 / (2 * math.log(3)), rel=1e-12)


def test_how_many_draws_a_model_takes(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guarantees.LARGEST_MODEL_N == 10**5
    monkeypatch.setattr(guarantees, "LARGEST_MODEL_N", 3)
    coin = ("--p", "1/2,1/2", "--reward", "0,1")
    exactalign.ok("guarantees", "--n", "3", *coin)
    assert exactalign.refused("guarantees", "--n", "2,4", *coin) == "--n is 4: with a model, give numbers up to 3"
    exactalign.ok("guarantees", "--n", "4")


def test_a_number_of_draws_as_a_label() -> None:
    labels = [guarantees._plain(Fraction(4)), guarantees._plain(Fraction(5, 2)), guarantees._plain(LogForm.of(log(9)))]
    assert labels == [4, "5/2", "2*log(3)"]
    assert type(labels[0]) is int


def test_a_variance_proxy_of_which_there_are_bounds_only(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine digits, rounded upwards, and the bounds rest on the upper end."""
    bounds = Enclosure(Fraction(1, 4), Fraction(1, 3))
    monkeypatch.setattr(theory, "variance_proxy", lambda law, side: VarianceProxy(side, "unknown", None, bounds))
    found = Shown.of(exactalign.ok("guarantees", "--n", "2", "--p", "1/2,1/2", "--reward", "0,1"))
    assert found.notes[0] == "s, the smallest upper variance proxy: at most 0.333333334 (bounds only)"
    (cells,) = [row for row in found.rows if row[1] == "improvement, sqrt(2 s (log n - (n-1)/n))"]
    assert float(cells[3].rstrip("…")) == pytest.approx(math.sqrt(2 / 3 * (math.log(2) - 0.5)), rel=1e-12)
