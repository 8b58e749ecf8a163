"""`exactalign figure`: files, formats, data, refusals."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.exactalign.cli.command import Command, P

NAMES = ("figure1", "tradeoff", "rates", "convergence", "gap", "golden", "scaling", "divergence-choice", "kl-estimates",
         "pass-at-k", "baseline")  # fmt: skip
SMALL = {
    "figure1": ("--length", "3"),
    "tradeoff": ("--length", "1,2", "--n", "1,2,4"),
    "rates": ("--length", "4"),
    "convergence": ("--length", "1,2"),
    "gap": ("--length", "1,2", "--n", "2,4"),
    "golden": ("--n", "1:4"),
    "scaling": ("--model", "two-point", "--n", "1:4"),
    "divergence-choice": ("--model", "two-point", "--order", "1/2,1,2"),
    "kl-estimates": (),
    "pass-at-k": ("--n", "3"),
    "baseline": ("--n", "2"),
}
STARTS = {"pdf": b"%PDF-", "svg": b"<?xml", "png": b"\x89PNG\r\n\x1a\n"}
IN_ALL = ("figure1", "golden")
"""A simplex and a plane, drawn in every format; the others as PDF, and as SVG on the pages that show them."""


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_with_its_data(exactalign: Command, tmp_path: Path, name: str) -> None:
    forms = [*STARTS] if name in IN_ALL else ["pdf"]
    for form in forms:
        assert exactalign.ok("figure", name, *SMALL[name], "-o", f"f.{form}", "--data", "f.csv") == ""
        assert (tmp_path / f"f.{form}").read_bytes().startswith(STARTS[form])
    rows = list(csv.DictReader(io.StringIO((tmp_path / "f.csv").read_text(encoding="utf-8"))))
    assert rows
    assert list(rows[0])[:2] == ["curve", "point"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["f.csv", *(f"f.{form}" for form in forms)])


@pytest.mark.slow
def test_the_same_figure_has_the_same_bytes(exactalign: Command, tmp_path: Path) -> None:
    for form in ("svg", "pdf"):
        for number in (1, 2):
            exactalign.ok("figure", "golden", *SMALL["golden"], "-o", f"{number}.{form}", "--width", "two", "--title")
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()


def test_data_alone_goes_to_standard_output_and_draws_nothing(exactalign: Command, tmp_path: Path) -> None:
    out = exactalign.ok("figure", "golden", "--n", "1,2", "--data", "-", "--digits", "3")
    assert '"golden, best-of-n",1,0.137,0.0700' in out
    assert list(tmp_path.iterdir()) == []


def test_data_as_json_by_the_suffix(exactalign: Command, tmp_path: Path) -> None:
    assert exactalign.ok("figure", "golden", "--n", "1,2", "--data", "f.JSON", "--digits", "4") == ""
    told = json.loads((tmp_path / "f.JSON").read_text(encoding="utf-8"))
    assert told["parameters"]["golden"][1] == {"exact": "1", "lower": "1.000", "upper": "1.000"}
    assert told["curves"][3]["points"][1][1] == "7/100"
    assert told["curves"][3]["points"][1][0]["lower"] == "0.1370"


@pytest.mark.slow
def test_a_file_that_cannot_be_drawn_stays_as_it_was(exactalign: Command, tmp_path: Path) -> None:
    (tmp_path / "old.svg").write_text("old", encoding="utf-8")
    assert exactalign("figure", "figure1", *P, "--reward", "1,1,1", "-o", "old.svg").code == 2
    assert (tmp_path / "old.svg").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("figure1",), "nothing to write"),
        (("scaling", "--renyi", "1", "-o", "f.svg"), "--renyi does not belong to scaling"),
        (("scaling", *P, "--reward", "1,1,1", "-o", "f.svg"), "nothing to draw"),
        (("scaling", "--model", "pareto", *P, "--reward", "0,1,2", "-o", "f.svg"), "give one of them"),
        (("divergence-choice", "--n", "2", "-o", "f.svg"), "--n does not belong to divergence-choice"),
        (("divergence-choice", "--renyi", "0", "-o", "f.svg"), "needs one above 0"),
        (("divergence-choice", "--order", "0", "-o", "f.svg"), "give a Rényi order above 0"),
        (("golden", "--model", "pareto", "-o", "f.svg"), "--model does not belong to golden"),
        (("figure1", "-o", "f.jpg"), "says no format"),
        (("figure1", "--data", "f.xlsx"), "--data f.xlsx says no format: end it in .csv, .json"),
        (("figure1", "-o", "-"), "a figure goes to a file"),
        (("figure1", "-o", "f.svg", "--data", "./f.svg"), "give two files"),
        (("figure1", "-o", "nowhere/f.svg"), "there is no directory nowhere"),
        (("figure1", "-o", "f.svg", "--data", "nowhere/f.csv"), "--data nowhere/f.csv: there is no directory"),
        (("figure1", "-o", "f.svg", "--length", "1,2"), "figure1 shows one"),
        (("figure1", "-o", "f.svg", "--golden", "1,2,3"), "--golden does not belong to figure1"),
        (("gap", "-o", "f.svg", "--kl", "1/10"), "--kl does not belong to gap"),
        (("gap", "-o", "f.svg", "--n", "1,2"), "whole number, at least 2"),
        (("tradeoff", "-o", "f.svg", "--n", "1/2"), "whole number, at least 1"),
        (("figure1", "--p", "1/2,1/2", "--q", "1/3,2/3", "-o", "f.svg"), "2 outcomes of positive probability"),
        (("figure1", "--kl", "2", "-o", "f.svg"), "the KL budget is 2"),
        (("figure1", "--kl", "0", "-o", "f.svg"), "the KL budget is 0"),
        (("rates", *P, "--reward", "1,1,1", "-o", "f.svg"), "the reward is constant"),
        (("golden", *P, "--reward", "1,2,3", "-o", "f.svg"), "--golden is missing"),
        (("golden", *P, "--reward", "1,2,3", "--golden", "1,2", "-o", "f.svg"), "--golden has 2 entries"),
        (("golden", *P, "--reward", "1,2,3", "--golden", "1,2,x", "-o", "f.svg"), "--golden entry 3"),
        (("figure1", "--kl", "log 5", "-o", "f.svg"), "above 0 and below log(5) ≈ 1.60944"),
        (("figure1", "--length", "100000", "-o", "f.svg"), "5.0·10^9 reward levels, some 1,000 minutes"),
        (("tradeoff", "--n", "1:1000", "--length", "300", "-o", "f.svg"), "for each of 1000 numbers of draws"),
        (("gap", "--length", "1:20", "-o", "f.svg"), "lengths has 20 values: at most 16"),
        (("scaling", "--n", "1000000", "-o", "f.svg"), "with n up to 1,000,000"),
        (("tradeoff", *P, "--reward", "0,1,1e400", "--length", "1", "-o", "f.svg"), "over 10^308 in size"),
        (("figure2", "-o", "f.svg"), "figure2"),
    ],
)
def test_bad_input_is_one_line(exactalign: Command, arguments: tuple[str, ...], words: str) -> None:
    assert words in exactalign.refused("figure", *arguments)
