"""`exactalign check-table`: right tables pass, one wrong cell is found, and what is no table is refused."""

import json
from collections.abc import Sequence
from math import log
from pathlib import Path

import pytest

from exactalign.cli import output
from exactalign.cli.colours import painted
from tests.exactalign.cli.command import MODEL, PAIR, Command
from tests.exactalign.known_models import TABLE_1

HEADER = ("P", "y_1 = 0", "y_1 = 1", "y_1 = 2")
ROWS = [(f"y_2 = {i}", *row) for i, row in enumerate(TABLE_1)]
DECIMALS = (("0.0784", "0.084", "0.172"), ("0.084", "0.0081", "0.072"), ("0.172", "0.072", "0.2575"))


def as_text(form: str, rows: Sequence[tuple[str, ...]] = ROWS) -> str:
    if form == "csv":
        return "\n".join(",".join(row) for row in (HEADER, *rows))
    if form == "markdown":
        lines = [" | ".join(row) for row in (HEADER, ("---",) * 4, *rows)]
        return "\n".join(f"| {line} |" for line in lines)
    body = [" & ".join(f"${cell}$" for cell in row) + r" \\" for row in (HEADER, *rows)]
    return "\n".join([r"\begin{tabular}{cccc}", body[0], r"\hline", *body[1:], r"\end{tabular}"])


def with_cell(text: str, row: int = 1, column: int = 1) -> list[tuple[str, ...]]:
    cells = [list(line) for line in ROWS]
    cells[row][column + 1] = text
    return [tuple(line) for line in cells]


@pytest.mark.parametrize("form", ["csv", "markdown", "latex"])
@pytest.mark.parametrize("from_file", [True, False])
def test_the_papers_table_is_exact(exactalign: Command, form: str, from_file: bool) -> None:
    text = as_text(form)
    Path("table.txt").write_text(text, encoding="utf-8")
    out = exactalign.ok("check-table", "table.txt" if from_file else "-", *PAIR, stdin=text)
    assert "all right: 9 exact" in out
    assert "read as a square: rows are y_2, columns are y_1" in out


@pytest.mark.parametrize(
    ("cell", "verdict", "code"),
    [
        ("81/10000", "exact", 0),
        ("0.0081", "exact", 0),
        ("0.81%", "exact", 0),
        ("0.01", "correctly rounded", 0),
        ("0.008", "correctly rounded", 0),
        ("0.00", "truncated", 1),
        ("0.00…", "cut, and marked so", 0),
        ("0.009 ± 0.001", "within stated error", 0),
        ("0.009", "wrong", 1),
        ("81/10001", "wrong", 1),
        ("eighty", "unreadable", 1),
    ],
)
def test_the_verdict_on_one_cell(exactalign: Command, cell: str, verdict: str, code: int) -> None:
    result = exactalign("check-table", "-", *PAIR, "--format", "json", stdin=as_text("csv", with_cell(cell)))
    assert (result.code, result.err) == (code, "")
    report = json.loads(result.out)
    assert report["ok"] is (code == 0)
    found = [entry for entry in report["cells"] if (entry["row"], entry["column"]) == ("y_2 = 1", "y_1 = 1")]
    assert [entry["verdict"] for entry in found] == [verdict]
    assert sum(report["counts"].values()) == 9


def test_a_wrong_cell_comes_with_the_right_value(exactalign: Command) -> None:
    result = exactalign("check-table", "-", *PAIR, stdin=as_text("csv", with_cell("81/10001")))
    assert (result.code, result.err) == (1, "")
    line = next(line for line in result.out.splitlines() if "wrong" in line and "81/10001" in line)
    assert line.split() == ["y_2", "=", "1", "y_1", "=", "1", "81/10001", "wrong", "81/10000"]
    assert "WRONG: 8 exact; 1 wrong" in result.out


def test_the_digits_that_are_claimed(exactalign: Command) -> None:
    rows = [(f"y_2 = {i}", *row) for i, row in enumerate(DECIMALS)]
    assert "9 exact" in exactalign.ok("check-table", "-", *PAIR, stdin=as_text("csv", rows))
    short = as_text("csv", with_cell("0.008"))
    for option, claimed, code in (
        ("--places", "3", 0),
        ("--places", "4", 1),
        ("--digits", "2", 1),
        ("--digits", "1", 0),
    ):
        assert exactalign("check-table", "-", *PAIR, option, claimed, stdin=short).code == code


@pytest.mark.parametrize("form", ["csv", "markdown", "latex"])
@pytest.mark.parametrize(
    "options",
    [
        PAIR,
        (*PAIR, "--digits", "3"),
        (*PAIR, "--labels", "a,b,c"),
        (*PAIR, "--by", "type"),
        (*PAIR, "--by", "level"),
        (*PAIR, "--by", "outcome"),
        (*MODEL, "--n", "5"),
        (*MODEL, "--n", "2", "--length", "3", "--by", "sequence"),
    ],
)
def test_our_own_tables_pass(exactalign: Command, form: str, options: tuple[str, ...]) -> None:
    table = exactalign.ok("best-of-n", *options, "--format", form)
    claimed = [option for option in options if option not in ("--digits", "3")] if "--digits" in options else options
    report = json.loads(exactalign.ok("check-table", "-", *claimed, "--format", "json", stdin=table))
    assert set(report["counts"]) <= {"exact", "correctly rounded", "not checked"}
    assert report["counts"]["exact"] >= 1


def test_probabilities_of_the_reference_are_told_from_those_of_the_policy(exactalign: Command) -> None:
    """p(2) = 1/2, and best-of-2 has 0.8² − 0.3² there."""
    model = ("--p", "1/5,3/10,1/2", "--reward", "log 6, 0, log 2", "--n", "2")
    table = "outcome,reference\n0,1/5\n1,3/10\n2,{}\n"
    assert "all right: 3 exact" in exactalign.ok("check-table", "-", *model, stdin=table.format("1/2"))
    code, out, _ = exactalign("check-table", "-", *model, stdin=table.format("0.55"))
    assert code == 1
    assert "it is the policy's probability, not the reference's" in out


def test_a_report_to_a_file(exactalign: Command) -> None:
    assert exactalign("check-table", "-", *PAIR, "--output", "r.csv", stdin=as_text("csv")) == (0, "", "")
    assert Path("r.csv").read_text(encoding="utf-8").startswith("row,column,printed,verdict,right value,detail\n")


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        ((), "", "missing argument 'FILE'"),
        (("missing.csv", *PAIR), "", "missing.csv cannot be read: No such file or directory"),
        (("-", *PAIR), "", "standard input: no csv table"),
        (("-", *PAIR), b"\xff", "standard input is no UTF-8 text"),
        (("-", *PAIR, "--from", "word"), "", "'word' is not one of 'csv', 'markdown', 'latex'"),
        (("-", *PAIR, "--digits", "2", "--places", "2"), "", "--digits and --places are both given"),
        (("-", *PAIR), "a,b\n1\n", "row 1 has 1 cell but the header has 2"),
        (("-", *PAIR), "city,population,area\nRome,3,1\n", "standard input: the table is not read"),
        (("-", "--input", "-", "--n", "2"), "", "both to be read from standard input"),
        (("-", *MODEL, "--n", "1e9"), as_text("csv"), "over the limit"),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], stdin: str | bytes, message: str) -> None:
    assert message in exactalign.refused("check-table", *arguments, stdin=stdin)


BY_N = "N,KL (nats),win rate (%)\n2,0.193,66.7\n4,0.636,80.0\n"


def test_a_table_by_n_without_a_model(exactalign: Command) -> None:
    assert "all right: 1 exact; 3 correctly rounded" in exactalign.ok("check-table", "-", stdin=BY_N)
    wrong = exactalign("check-table", "-", stdin=BY_N.replace("0.636", "0.638"))
    assert wrong.code == 1
    assert "WRONG: " in wrong.out
    below = exactalign("check-table", "-", stdin=BY_N.replace("0.636", "0.5"))
    assert below.code == 1
    assert "UNDECIDED: " in below.out
    assert "give the model" in below.out
    assert "no model is given" in exactalign.refused("check-table", "-", "--by", "outcome", stdin=BY_N)


def test_the_bound_is_told_from_the_value(exactalign: Command) -> None:
    result = exactalign("check-table", "-", *MODEL, stdin=BY_N)
    assert result.code == 1
    assert result.out.count("it is the bound log N - (N-1)/N, not the KL") == 2
    ok = exactalign.ok("check-table", "-", *MODEL, "--column", "KL=KL bound", stdin="N,KL\n2,0.193\n4,0.636\n")
    assert "all right: 2 correctly rounded" in ok


def test_quiet_complete_and_a_report_in_a_file(exactalign: Command) -> None:
    assert exactalign("check-table", "-", "--quiet", stdin=BY_N) == (0, "", "")
    bad = BY_N.replace("66.7", "66.9")
    result = exactalign("check-table", "-", "--quiet", "--format", "csv", stdin=bad)
    assert (result.code, result.out.count("\n"), result.err) == (1, 2, "")
    result = exactalign("check-table", "-", "-o", "r.csv", stdin=bad)
    assert (result.code, result.out) == (1, "")
    assert result.err == "exactalign: standard input: WRONG: 1 exact; 2 correctly rounded; 1 wrong\n"
    assert exactalign("check-table", "-", "--quiet", "-o", "r.csv", stdin=bad).err == ""
    assert exactalign("check-table", "-", "--n", "2,4,8", stdin=BY_N).code == 0
    lacking = exactalign("check-table", "-", "--n", "2,4,8", "--complete", stdin=BY_N)
    assert lacking.code == 1
    assert "INCOMPLETE: 1 exact; 3 correctly rounded; 1 not in the table" in lacking.out
    two = "|N|KL|\n|-|-|\n|2|0.193|\n\n|N|KL|\n|-|-|\n|2|0.194|\n"
    assert "say which" in exactalign.refused("check-table", "-", stdin=two)
    for option in ("--table", "--n"):
        assert f"{option} is '0': give a whole number, at least 1" in exactalign.refused(
            "check-table", "-", option, "0", stdin=two
        )
    assert exactalign("check-table", "-", "--table", "1", stdin=two).code == 0
    assert exactalign("check-table", "-", "--table", "2", stdin=two).code == 1


@pytest.mark.parametrize(
    "text", ["|N|KL|\n|-|-|\n|" + "1|" * 600_000, "N,KL\n" + "1," * 600_000, "N & KL \\\\ " + "1&" * 600_000 + "\\\\"]
)
def test_a_huge_row_is_refused(exactalign: Command, text: str) -> None:
    exactalign.refused("check-table", "-", stdin=text)


MODEL = ("--p", "1/4,3/4", "--reward", "3,1")
BY_CAPTION = r"""\begin{table}\begin{tabular}{lcc}\hline Method & $N=2$ & $N=4$ \\ \hline
Best-of-$N$ & 66.7 & 80.0 \\ \hline\end{tabular}\caption{Win rates (\%) of best-of-$N$.}\end{table}"""
SUBSCRIPTS = r"""\begin{tabular}{lcc} $N$ & KL & win rate \\ \hline
2 & $0.193_{\pm 0.001}$ & $66.7_{\pm .2}\%$ \\ 1\,024 & 5.932 & $99.9_{\pm .2}\%$ \\ \end{tabular}"""


@pytest.mark.parametrize(
    ("text", "options", "summary"),
    [
        (BY_CAPTION, (), "all right: 1 exact; 1 correctly rounded"),
        (BY_CAPTION.replace("66.7", "66.8"), (), "WRONG: 1 exact; 1 wrong"),
        (
            "KL of best-of-N, in bits:\n\n| N | value |\n|---|---|\n| 2 | 0.279 |\n",
            (),
            "all right: 1 correctly rounded",
        ),
        (SUBSCRIPTS, (), "all right: 4 correctly rounded"),
        ('{"2": {"kl": 0.1931}, "4": {"kl": 0.6363}}', (), "all right: 2 correctly rounded"),
        ("| Model | Mean KL |\n|---|---|\n| BoN (n=16) | 1.835 |\n", (), "all right: 1 correctly rounded"),
        ("N,E[reward] (best-of-n)\n2,1.875\n", MODEL, "all right: 1 exact"),
        ("N,m,KL,win rate\n2,1,0.083,59.4%\n2,2,0.126,62.8%\n", MODEL, "all right: 4 correctly rounded"),
        ("N,m,KL\n2,1,0.126\n2,2,0.126\n", MODEL, "WRONG: 1 correctly rounded; 1 wrong"),
        ("N,m,KL\n2,one,0.126\n2,2,0.126\n", MODEL, "UNREADABLE: 1 correctly rounded; 1 unreadable"),
    ],
)
def test_tables_as_papers_print_them(exactalign: Command, text: str, options: tuple[str, ...], summary: str) -> None:
    result = exactalign("check-table", "-", *options, "--format", "json", stdin=text)
    assert json.loads(result.out)["summary"] == summary
    assert result.code == (not summary.startswith("all right"))


def test_without_a_model_it_is_said_what_is_right(exactalign: Command) -> None:
    """0.193 is the KL of no finite model, and an expected reward is not looked at."""
    text = "N,KL,expected reward\n2,0.193,123\n"
    found = json.loads(exactalign.ok("check-table", "-", "--format", "json", stdin=text))
    assert found["summary"] == "all that was checked is right: 1 correctly rounded; 1 not checked"
    assert found["notes"][0].endswith("; there is no model: right is what a reward without ties gives")
    with_model = exactalign("check-table", "-", *MODEL, stdin=text)
    assert "no model" not in with_model.out


def test_a_caption_that_names_two_quantities_names_none(exactalign: Command) -> None:
    text = "Win rate at the same KL:\n\n| N | value |\n|---|---|\n| 2 | 0.193 |\n"
    assert "named by a quantity" in exactalign.refused("check-table", "-", stdin=text)


def test_a_bound_that_is_the_models_own_value_is_called_so(exactalign: Command) -> None:
    """u with 1/5 and reward 2, v with 4/5 and reward 1, best of 4: KL 0.5108, win rate 0.6952."""
    low = 0.8**4
    kl = (1 - low) * log((1 - low) / 0.2) + low * log(low / 0.8)
    table = f"N,KL bound,win rate bound\n4,{kl:.4f},{1 / 2 + (0.8 - low) / 2:.4f}\n"
    result = exactalign("check-table", "-", "--p", "1/5,4/5", "--reward", "2,1", "--format", "json", stdin=table)
    assert result.code == 1
    of_kl, of_win_rate = json.loads(result.out)["cells"]
    assert "the KL of the model" in of_kl["detail"]
    assert "the win rate of the model" in of_win_rate["detail"]


def test_without_a_model_there_is_no_expected_reward(exactalign: Command) -> None:
    out = exactalign.ok("check-table", "-", "--format", "json", stdin="N,Expected reward,win rate\n4,0.5,0.8\n")
    of_reward, of_win_rate = json.loads(out)["cells"]
    assert (of_reward["verdict"], of_win_rate["verdict"]) == ("not checked", "exact")
    assert "it needs a model" in of_reward["detail"]


def test_the_report_as_json(exactalign: Command) -> None:
    """What a cell is not is null, and characters beyond ASCII stay readable."""
    text = "N,KL\n2,0.193\n4,0.638µ\n"
    result = exactalign("check-table", "-", "--n", "2,4,8", "--column", "KL=KL", "--format", "json", stdin=text)
    assert (result.code, result.err) == (1, "")
    assert '"printed": "0.638µ"' in result.out
    found = json.loads(result.out)
    assert list(found) == ["ok", "summary", "counts", "cells", "missing", "notes"]
    assert (found["ok"], found["summary"]) == (
        False, "UNREADABLE: 1 correctly rounded; 1 unreadable; 1 not in the table",
    )  # fmt: skip
    assert found["counts"] == {"correctly rounded": 1, "unreadable": 1}
    first, second = [cell for cell in found["cells"] if cell["column"] == "KL"]
    assert first == {
        "row": "2", "column": "KL", "printed": "0.193", "verdict": "correctly rounded", "right": None,
        "detail": "to 3 decimal places",
    }  # fmt: skip
    assert second["detail"].startswith("it is no number that is read here")
    wrong = exactalign("check-table", "-", "--format", "json", stdin="N,KL\n2,0.193\n4,0.638\n")
    assert json.loads(wrong.out)["cells"][1]["right"] == "0.636"
    exact = exactalign.ok("check-table", "-", *PAIR, "--format", "json", stdin=as_text("csv"))
    assert {(cell["right"], cell["detail"]) for cell in json.loads(exact)["cells"]} == {(None, None)}
    assert exact == json.dumps(json.loads(exact), ensure_ascii=False, indent=2) + "\n"


def test_the_report_in_every_format(exactalign: Command) -> None:
    """A summary stands below what people read; a file holds only what was asked for."""
    bad = "N,KL\n2,0.193\n4,0.638\n"
    summary = "WRONG: 1 correctly rounded; 1 wrong"
    for form, starts, has_summary in (
        ("table", "row", True), ("markdown", "| row", True), ("latex", "\\begin{table}", False),
        ("html", "<table>", False), ("csv", "row,column,printed,verdict,right value,detail\n2,KL,", False),
    ):  # fmt: skip
        whole = exactalign("check-table", "-", "--format", form, stdin=bad)
        assert (whole.code, whole.err) == (1, "")
        assert whole.out.startswith(starts)
        assert whole.out.endswith(f"\n\n{summary}\n") is has_summary
        assert ("0.193" in whole.out, "0.636" in whole.out, "\r" in whole.out) == (True, True, False)
        quiet = exactalign("check-table", "-", "--format", form, "--quiet", stdin=bad)
        assert (quiet.code, quiet.err) == (1, "")
        assert ("0.193" in quiet.out, "0.636" in quiet.out) == (False, True)
        assert exactalign("check-table", "-", "-o", "r", "--format", form, stdin=bad) == (
            1, "", f"exactalign: standard input: {summary}\n",
        )  # fmt: skip
        assert Path("r").read_text(encoding="utf-8") == whole.out


def test_colours_are_for_the_table_alone(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "coloured", lambda _: True)
    bad = "N,KL\n2,0.193\n4,0.638\n"
    red, green = "\x1b[1;31m{}\x1b[0m", "\x1b[32m{}\x1b[0m"
    for quiet in ((), ("--quiet",)):
        text = exactalign("check-table", "-", *quiet, stdin=bad).out
        assert red.format("wrong") in text
        assert text.count("\x1b[") == (6 if not quiet else 4)
        assert red.format("WRONG") in text
        assert "\x1b" not in exactalign("check-table", "-", *quiet, "--format", "markdown", stdin=bad).out
    right = exactalign.ok("check-table", "-", stdin="N,KL\n2,0.193\n")
    assert green.format("correctly rounded") in right
    assert f"\n\n{green.format('all right')}: 1 correctly rounded\n" in right
    partly = exactalign.ok("check-table", "-", stdin="N,KL,expected reward\n2,0.193,3\n")
    assert f"\n\n{painted('all that was checked is right', 'good')}: " in partly


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (
            ("-", "--input", "-", "--n", "2"), "",
            "the table and the model are both to be read from standard input: give one as a file",
        ),
        (("-", "--digits", "2", "--places", "2"), BY_N, "--digits and --places are both given: give one of them"),
        (
            ("-", "--length", "2"), BY_N,
            "no model is given: use --p with --reward or --q; without one only tables by N are checked",
        ),
        (
            ("-", "--by", "level"), BY_N,
            "no model is given: use --p with --reward or --q; without one only tables by N are checked",
        ),
        (("-", *PAIR[:-2], "--by", "type"), BY_N, "--by type needs one N: give --n"),
        (("-", *PAIR[:-2], "--by", "level", "--n", "2,3"), BY_N, "--by level needs one N: give --n"),
        (("none.csv", "--n", "2"), "", "none.csv cannot be read: No such file or directory"),
        (("-",), "", "standard input: no csv table with a header and at least one row was found"),
    ],
)  # fmt: skip
def test_refusals_word_for_word(exactalign: Command, arguments: tuple[str, ...], stdin: str, message: str) -> None:
    assert exactalign.refused("check-table", *arguments, stdin=stdin) == message


def test_a_refusal_names_the_file(exactalign: Command) -> None:
    text = "city,population,area\nRome,3,1\n"
    Path("cities.csv").write_text(text, encoding="utf-8")
    said = exactalign.refused("check-table", "cities.csv", *PAIR)
    assert said.startswith("cities.csv: the table is not read")
    assert (
        exactalign.refused("check-table", "-", *PAIR, stdin=text) == f"standard input{said.removeprefix('cities.csv')}"
    )
    Path("bad.csv").write_text(BY_N.replace("66.7", "66.9"), encoding="utf-8")
    assert exactalign("check-table", "bad.csv", "-o", "r.csv").err == (
        "exactalign: bad.csv: WRONG: 1 exact; 2 correctly rounded; 1 wrong\n"
    )


COIN = ("--p", "1/2,1/2", "--reward", "0,1", "--n", "2")


@pytest.mark.parametrize(
    ("options", "text", "summary"),
    [
        (("--by", "n"), "N,KL\n2,0.193\n", "all right: 1 correctly rounded"),
        (("--by", "n", "--p", "1/2,1/2", "--reward", "0,1"), "N,KL\n2,0.131\n", "all right: 1 correctly rounded"),
        ((*PAIR, "--by", "outcome"), "outcome,probability\n0,0.33\n1,0.16\n2,0.50\n", "all right: 3 correctly rounded"),
        ((*COIN, "--by", "outcome"), "outcome,probability\n0,0.25\n1,0.75\n", None),
        ((*COIN, "--by", "level"), "reward,probability\n1,0.75\n0,0.25\n", None),
        ((*COIN, "--length", "2", "--by", "type"),
         'type,probability\n"(2, 0)",0.0625\n"(1, 1)",0.5\n"(0, 2)",0.4375\n', None),
        ((*COIN, "--rows", "who"), "x,who,policy\n9,0,0.25\n9,1,0.75\n", None),
        (("--column", "what=win rate"), "N,what\n2,66.7%\n", "all right: 1 correctly rounded"),
        (("--column", "what = WIN RATE "), "N,what\n2,66.7%\n", "all right: 1 correctly rounded"),
        ((*COIN, "--column", "KL"), "outcome,KL\n0,0.25\n1,0.75\n", None),
        (("--column", "x=y=KL"), "N,x=y\n2,0.193\n", "all right: 1 correctly rounded"),
        ((*COIN, "--column", "x=y"), "outcome,x=y\n0,0.25\n1,0.75\n", None),
    ],
)  # fmt: skip
def test_what_rows_and_columns_are_can_be_said(
    exactalign: Command, options: tuple[str, ...], text: str, summary: str | None
) -> None:
    found = json.loads(exactalign("check-table", "-", *options, "--format", "json", stdin=text).out)
    assert found["ok"], found
    assert summary in (None, found["summary"])
    assert "exact" in found["summary"] or "rounded" in found["summary"]


def test_either_the_table_or_the_model_is_read_from_standard_input(exactalign: Command) -> None:
    table, model = "N,KL\n2,0.131\n", "p,reward\n1/2,0\n1/2,1\n"
    Path("table.csv").write_text(table, encoding="utf-8")
    Path("model.csv").write_text(model, encoding="utf-8")
    assert "all right" in exactalign.ok("check-table", "table.csv", "--input", "-", stdin=model)
    assert "all right" in exactalign.ok("check-table", "-", "--input", "model.csv", stdin=table)
