"""What groups of options come to when they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exactalign.cli.options import By, ModelName, ModelOptions, OutputOptions, SizeOptions, digits_option
from exactalign.cli.output import Format
from exactalign.cli.printing import Printer
from exactalign.exceptions import ExactAlignError
from exactalign.theory import named_model


@pytest.mark.parametrize("name", ["p", "reward", "q", "labels", "file"])
def test_a_model_is_given_by_any_of_its_options(name: str) -> None:
    assert not ModelOptions().are_given
    assert ModelOptions(**{name: ""}).are_given


def test_a_model_is_read_as_it_is_typed() -> None:
    model = ModelOptions(p="1/2,1/2", reward="0,1", labels="a,b").read()
    assert list(model.reference.items()) == list(dict.fromkeys("ab", model.reference["a"]).items())
    assert [int(value.constant) for _, value in model.reward.items()] == [0, 1]
    turned = ModelOptions(p="1/2,1/2", q="1/3,2/3").read()
    assert turned.reward[0] < turned.reward[1]


@pytest.mark.parametrize(
    ("given", "digits", "places", "form", "tabular"),
    [
        ({}, None, None, "table", False),
        ({"digits": "3"}, 3, None, "table", False),
        ({"places": "0"}, None, 0, "table", False),
        ({"form": Format.CSV, "output": "x.json"}, None, None, "csv", False),
        ({"output": "x.json", "digits": "4"}, 4, None, "json", False),
        ({"form": Format.LATEX, "tabular": True}, None, None, "latex", True),
        ({"output": "x.tex", "tabular": True, "places": "2"}, None, 2, "latex", True),
    ],
)
def test_what_prints_an_answer(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, Any],
    digits: int | None,
    places: int | None,
    form: str,
    tabular: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    for default in (None, 7):
        expected = Printer(Format(form), digits, places, tabular, given.get("output"), default)
        assert OutputOptions(**given).open(default) == expected
    assert OutputOptions(**given).open().default is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"digits": "1", "places": "1"}, "--digits and --places are both given: give one of them"),
        ({"places": "1", "form": Format.JSON},
         "--places is for tables: JSON is exact, and --digits says how many its bounds have"),
        ({"places": "1", "output": "x.json"},
         "--places is for tables: JSON is exact, and --digits says how many its bounds have"),
        ({"tabular": True}, "--tabular is for LaTeX, and the format is table: add --format latex"),
        ({"tabular": True, "output": "x.md"}, "--tabular is for LaTeX, and the format is markdown: add --format latex"),
        ({"output": "no/x.md"}, "--output no/x.md: there is no directory no"),
        ({"digits": "0"}, "--digits is '0': give a whole number from 1 to 1000000"),
    ],
)  # fmt: skip
def test_what_is_refused_before_the_work_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExactAlignError) as caught:
        OutputOptions(**given).open()
    assert str(caught.value) == message


def test_memory() -> None:
    assert (SizeOptions().read(), SizeOptions(memory="2kB").read()) == (10**9, 2000)


def test_the_default_of_digits_is_told() -> None:
    told = digits_option("seven").help
    assert told == (
        "Round numbers correctly to so many significant digits, up to 1000000; JSON stays exact, and has bounds of so "
        "many. [default: seven]"
    )


def test_every_name_of_a_model_has_one() -> None:
    assert [kind.value for kind in By] == ["sequence", "type", "level", "outcome"]
    for name in ModelName:
        law = named_model(name.value)
        assert len(law.reference) == len(law.reward) > 1
