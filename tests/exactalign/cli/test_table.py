"""`exactalign table`: rows, columns and formats."""

import json
from math import log
from typing import Any

import pytest

from exactalign.cli.progress import PROGRESS
from tests.exactalign.cli.command import MODEL, Command, Shown


def test_a_row_for_each_n_with_aligned_decimals(exactalign: Command) -> None:
    lines = exactalign.ok("table", *MODEL, "--n", "1,2,4", "--places", "4").splitlines()
    assert lines[2].split("  ")[0].strip() == ""
    assert [line.split() for line in lines[4:7]] == [
        ["1", "0.0000", "0.0000", "0.0000", "0.5000"],
        ["2", "0.1557", "0.1931", "0.0375", "0.6400"],
        ["4", "0.5218", "0.6363", "0.1145", "0.7534"],
    ]
    assert len({len(line) for line in lines[4:7]}) == 1


def test_latex_is_a_float_or_a_bare_tabular(exactalign: Command) -> None:
    asked = ("table", *MODEL, "--n", "2..3", "--length", "1,2", "--places", "3", "--format", "latex")
    bare = exactalign.ok(*asked, "--tabular")
    assert bare.startswith(r"\begin{tabular}{rrrrrr}")
    assert bare.rstrip().endswith(r"\end{tabular}")
    assert exactalign.ok(*asked).startswith("\\begin{table}\n\\centering\n\\caption{")
    assert bare.rstrip() in exactalign.ok(*asked)


@pytest.mark.parametrize("form", ["markdown", "csv", "json", "html", "table", "latex"])
def test_every_format_and_column(exactalign: Command, form: str) -> None:
    columns = "kl-to-tilt,improvement,reward,win-rate,gap,bound,kl"
    text = exactalign.ok("table", *MODEL, "--n", "2", "--columns", columns, "--digits", "4", "--format", form)
    if form == "json":
        answer = json.loads(text)
        assert answer["columns"][0] == "N"
        assert answer["rows"][0][4] == "16/25"
    else:
        assert "0.1557" in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "missing option '--n'"),
        (("--n", "0"), "--n is '0'"),
        (("--n", "4..2"), "a range goes up"),
        (("--n", "2", "--length", "0"), "--length is '0'"),
        (("--n", "2", "--columns", "kl,price"), "columns has 'price': the columns are kl, bound, gap"),
        (("--n", "2", "--columns", "kl,kl"), "columns has kl twice"),
        (("--n", "2", "--columns", ""), "columns has ''"),
        (("--n", "2", "-o", "table.xlsx"), "says no format"),
        (("--n", "2", "--n", "4"), "--n is given twice"),
    ],
)
def test_refusals(exactalign: Command, options: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("table", *MODEL, *options)


def test_numbers_by_hand(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fair coin that pays heads: the best of n has heads with 1 − 2^−n; of two tosses, by the count of heads."""
    begun: list[Any] = []
    done: list[int] = []
    monkeypatch.setattr(PROGRESS, "begin", lambda what, total=None: begun.append((what, total)))
    monkeypatch.setattr(PROGRESS, "advance", lambda count=1, last="": done.append(count))
    coin = ("table", "--p", "1/2,1/2", "--reward", "0,1", "--columns", "kl, bound,gap,win-rate,reward,improvement")
    found = Shown.of(exactalign.ok(*coin, "--n", "2,3", "--digits", "9"))
    assert (begun, sum(done)) == ([("rows", 2)], 2)
    assert len(found.columns) == 7
    for row, n in zip(found.rows, (2, 3), strict=True):
        q = 1 - 0.5**n
        kl, bound = q * log(2 * q) + (1 - q) * log(2 * (1 - q)), log(n) - (n - 1) / n
        expected = [n, kl, bound, bound - kl, 0.5 + (q - 0.5) / 2, q, q - 0.5]
        assert [float(cell) for cell in row] == pytest.approx(expected, rel=1e-8)
    begun.clear()
    both = Shown.of(exactalign.ok(*coin, "--n", "2,3", "--length", "1,2", "--digits", "9"))
    assert begun == [("rows", 4)]
    assert len(both.rows) == 4
    plain = exactalign.ok("table", "--p", "1/2,1/2", "--reward", "0,1", "--n", "2")
    assert plain == exactalign.ok("table", "--p", "1/2,1/2", "--reward", "0,1", "--n", "2", "--length", "1",
                                  "--columns", "kl,bound,gap,win-rate")  # fmt: skip
