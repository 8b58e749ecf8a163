"""`exactalign guarantees` and `exactalign experiment`: values, formats, refusals."""

import csv
import io
import json

import pytest

from tests.exactalign.cli.command import MODEL, Command, P

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
