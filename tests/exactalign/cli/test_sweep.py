"""`exactalign sweep`: grids on the command line, resuming, and Ctrl-C."""

import csv
import io
import json
import os
import select
import signal
import subprocess
import sys
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactalign import Distribution, LogForm, log
from exactalign.cli import sweep
from exactalign.cli.progress import PROGRESS
from exactalign.exceptions import ParameterError
from exactalign.runs import sweep_files, sweeps
from tests.command_lines.programs import PQ
from tests.exactalign.cli.command import Command

GRID = ("sweep", *PQ, "--length", "2:6:2", "--kl", "0:0.2:0.1", "--n", "floor,3")
ROOT = Path(__file__).parents[3]


def test_csv_on_stdout(exactalign: Command) -> None:
    found = list(csv.DictReader(io.StringIO(exactalign.ok(*GRID, "--digits", "6"))))
    assert [(row["length"], row["kl"], row["n_rule"]) for row in found[:4]] == [
        ("2", "0", "floor"),
        ("2", "0", "given"),
        ("2", "0.100000", "floor"),
        ("2", "0.100000", "given"),
    ]
    assert len(found) == 18


def test_known_alpha(exactalign: Command) -> None:
    text = exactalign.ok("sweep", *PQ, "--length", "10", "--kl", "11/100", "--format", "json", "--digits", "30")
    row = json.loads(text)
    assert row["alpha"]["lower"].startswith("0.7091380845")
    assert row["best_of_n_kl_to_reference"]["lower"].startswith("0.43062636171335")


def test_columns_are_those_of_compare(exactalign: Command) -> None:
    (row,) = csv.DictReader(io.StringIO(exactalign.ok("sweep", *PQ, "--length", "5", "--n", "4", "--digits", "10")))
    table = exactalign.ok("compare", *PQ, "--length", "5", "--n", "4", "--format", "csv")
    compared = {line[0]: line for line in csv.reader(io.StringIO(table))}
    pairs = {
        "kl_to_reference": "KL to the reference",
        "kl_to_other": "KL to the other policy",
        "reward": "expected reward",
        "reward_variance": "variance of the reward",
        "reward_quantile_1/2": "reward, quantile 1/2",
        "count_1": "expected count of 1",
    }
    for key, name in pairs.items():
        assert [row[f"best_of_n_{key}"], row[f"aligned_{key}"]] == compared[name][1:3]


@pytest.mark.slow
def test_file_is_continued(exactalign: Command) -> None:
    path = exactalign.directory / "rows.csv"
    assert exactalign.ok(*GRID, "-o", "rows.csv") == ""
    whole = path.read_bytes()
    path.write_bytes(whole[:1500])
    result = exactalign(*GRID, "-o", "rows.csv")
    there = whole[:1500].count(b"\n") - 1
    assert (result.code, result.out) == (0, "")
    assert result.err == f"rows.csv has {there} of 18 rows already: continuing\n"
    assert path.read_bytes() == whole


@pytest.mark.slow
def test_jobs_give_the_same_file(exactalign: Command) -> None:
    exactalign.ok(*GRID, "-o", "one.jsonl")
    exactalign.ok(*GRID, "-o", "two.jsonl", "--jobs", "2")
    assert (exactalign.directory / "one.jsonl").read_bytes() == (exactalign.directory / "two.jsonl").read_bytes()
    assert (
        exactalign.ok(*GRID, "--format", "json", "--jobs", "2").encode()
        == (exactalign.directory / "one.jsonl").read_bytes()
    )


@pytest.mark.slow
def test_interruption_is_130_and_resumes(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    exactalign.ok(*GRID, "-o", "whole.csv")
    original = sweep_files.SweepFile.append

    def interrupted(self: sweep_files.SweepFile, number: int, row: sweep_files.Row) -> None:
        if number == 7:
            raise KeyboardInterrupt
        original(self, number, row)

    monkeypatch.setattr(sweep_files.SweepFile, "append", interrupted)
    result = exactalign(*GRID, "-o", "rows.csv")
    assert result.code == 130
    told = "interrupted: rows.csv has 7 of 18 rows, and the same command continues there"
    assert result.err == f"exactalign: {told}\n"
    monkeypatch.setattr(sweep_files.SweepFile, "append", original)
    assert exactalign(*GRID, "-o", "rows.csv").code == 0
    assert (exactalign.directory / "rows.csv").read_bytes() == (exactalign.directory / "whole.csv").read_bytes()


# A parent that runs in the background ignores Ctrl-C, and its children inherit that.
_MAIN = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from exactalign.cli import main; main()"
)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_in_a_real_process(exactalign: Command, jobs: str) -> None:
    arguments = ("sweep", *PQ, "--length", "2:2000", "--kl", "11/100", "-o", "rows.csv", "--jobs", jobs)
    path = exactalign.directory / "rows.csv"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", _MAIN, *arguments],
        cwd=exactalign.directory,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and (not path.exists() or path.read_bytes().count(b"\n") < 5):
        select.select([], [], [], 0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    content = path.read_bytes()
    assert content.endswith(b"\n")
    there = f"rows.csv has {content.count(bytes([10])) - 1} of 1999 rows"
    assert errors == f"exactalign: interrupted: {there}, and the same command continues there\n"


def test_refused_rows_are_told(exactalign: Command) -> None:
    result = exactalign("sweep", *PQ, "--length", "2,100000", "--n", "2", "--no-types")
    assert result.code == 2
    assert result.err == "exactalign: 1 of 2 rows could not be computed: the column error says why\n"
    assert len(result.out.splitlines()) == 3


def test_other_parameters_are_refused(exactalign: Command) -> None:
    exactalign.ok(*GRID, "-o", "rows.csv")
    message = exactalign.refused(*GRID, "-o", "rows.csv", "--digits", "5")
    assert message.startswith("rows.csv does not hold rows of this sweep (other parameters, or another file)")


@pytest.mark.slow
def test_no_bar_without_a_terminal(exactalign: Command) -> None:
    assert exactalign.ok("sweep", *PQ, "--length", "2:20", "--n", "2")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "missing option '--length'"),
        (("--length", "0", "--n", "2"), "--length is '0'"),
        (("--length", "2.5", "--n", "2"), "--length is '2.5'"),
        (("--length", "10:5", "--n", "2"), "a range goes up"),
        (("--length", "1:5:0", "--n", "2"), "a STEP above 0"),
        (("--length", "1:2:3:4", "--n", "2"), "a range is FROM:TO, FROM:TO:STEP or FROM..TO"),
        (("--length", "1:", "--n", "2"), "--length is empty"),
        (("--length", "1:1e9", "--n", "2"), "over 100000 values"),
        (("--length", "1:1200", "--n", "1:1000"), "rows: give from 1 to 1000000"),
        (("--length", "2,2", "--n", "2"), "--length gives 2 twice"),
        (("--length", "2"), "--n floor, ceil and real mean N = exp(M·δ)"),
        (("--length", "2", "--n", "0"), "--n is '0'"),
        (("--length", "2", "--kl", "1,-1"), "--kl is -1: a KL budget must not be negative"),
        (("--length", "2", "--alpha", "-1"), "--alpha is -1"),
        (("--length", "2", "--alpha", "1", "--kl", "1"), "--kl and --alpha are both given"),
        (("--length", "2", "--kl", "1", "--digits", "1000001"), "--digits is '1000001'"),
        (("--length", "2", "--kl", "1", "--jobs", "0"), "--jobs is '0'"),
        (("--length", "2", "--kl", "1", "--jobs", "5000"), "give at most 1024"),
        (("--length", "2", "--kl", "1", "--format", "pdf"), "'pdf' is not one of 'csv', 'json', 'table'"),
        (("--length", "2", "--kl", "1", "-o", "rows.dat"), "--output rows.dat says no format"),
        (("--length", "2", "--kl", "1", "-o", "nowhere/rows.csv"), "there is no directory nowhere"),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("sweep", *PQ, *arguments)


def test_a_sweep_as_a_table_has_the_numbers_of_its_csv(exactalign: Command) -> None:
    asked = ("sweep", *PQ, "--length", "3,4", "--n", "2", "--no-types", "--digits", "5")
    header, *lines = list(csv.reader(exactalign.ok(*asked).splitlines()))
    for form in ("markdown", "latex"):
        text = exactalign.ok(*asked, "--format", form)
        rows = [line for line in text.splitlines() if line.strip(" |$").startswith(("3", "4"))]
        assert len(rows) == 2
        split = "|" if form == "markdown" else "&"
        for row, line in zip(rows, lines, strict=True):
            cells = [cell.strip(" $\\") for cell in row.strip("|").split(split)]
            printed = dict(zip(header, line, strict=True))
            expected = [printed[name] for name in header[2:] if printed[name]]
            assert len(cells) == len(expected)
            assert [cell for cell in cells if "." in cell and "times" not in cell] == [
                value for value in expected if "." in value and "e" not in value
            ]
    exactalign.ok(*asked, "-o", "rows.tex")
    assert Path("rows.tex").read_text("utf-8") == exactalign.ok(*asked, "--format", "latex")


DEFAULTS = {
    "lengths": [2], "n": ["floor"], "kl": [LogForm(1)], "alpha": None, "digits": 15, "decimals": True, "every": False,
    "types": True, "memory": 10**9,
}  # fmt: skip
ASKED: list[tuple[tuple[str, ...], dict[str, object]]] = [
    (("--kl", "1"), {}),
    (("--kl", "1,log 2"), {"kl": [LogForm(1), log(2)]}),
    (("--alpha", "0,1/2"), {"kl": None, "alpha": [LogForm(0), LogForm("1/2")]}),
    (("--n", "1,2"), {"n": [1, 2], "kl": None}),
    (("--n", "ceil,3", "--kl", "0"), {"n": ["ceil", 3], "kl": [LogForm(0)]}),
    (("--kl", "1", "--all"), {"every": True}),
    (("--kl", "1", "--no-types"), {"types": False}),
    (("--kl", "1", "--types"), {"types": True}),
    (("--kl", "1", "--memory", "2kB"), {"memory": 2000}),
    (("--kl", "1", "--digits", "3"), {"digits": 3}),
    (("--kl", "1", "--format", "json"), {"decimals": False}),
    (("--kl", "1", "--format", "table"), {"digits": 6}),
    (("--kl", "1", "--format", "latex", "--digits", "9"), {"digits": 9}),
    (("--kl", "1", "-o", "rows.csv"), {}),
    (("--kl", "1", "-o", "rows.jsonl"), {"decimals": False}),
    (("--kl", "1", "-o", "rows.NDJSON"), {"decimals": False}),
    (("--kl", "1", "-o", "rows.jsonl", "--format", "csv"), {}),
    (("--kl", "1", "-o", "rows.json"), {"decimals": False}),
    (("--kl", "1", "-o", "rows.md"), {"digits": 6}),
    (("--kl", "1", "-o", "-"), {}),
]


@pytest.mark.parametrize(("arguments", "changed"), ASKED)
def test_what_is_typed_reaches_the_grid(
    exactalign: Command, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], changed: dict[str, object]
) -> None:
    asked: list[Any] = []

    def grid(*given: Any, **how: Any) -> None:
        asked.append((*given, how))
        raise ParameterError("enough")

    monkeypatch.setattr(sweeps, "grid", grid)
    assert exactalign.refused("sweep", *PQ, "--length", "2", *arguments) == "enough"
    ((reference, reward, how),) = asked
    assert reference == Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    assert [value for _, value in reward.items()] == [log(Fraction(2, 3)), log(Fraction(1, 9)), log(Fraction(2, 9))]
    assert how == DEFAULTS | changed


def test_types_of_up_to_twelve_outcomes(exactalign: Command) -> None:
    for count, are_there in ((12, True), (13, False)):
        p, reward = ",".join([f"1/{count}"] * count), ",".join(["0"] * (count - 1) + ["1"])
        model = ("--p", p, "--reward", reward)
        header = exactalign.ok("sweep", *model, "--length", "1", "--n", "2").split("\n", 1)[0]
        assert ("best_of_n_count_0" in header) is are_there


def test_how_many_processes(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are started for more than fifty rows, unless they are asked for."""
    asked: list[int] = []

    def executor_of(processes: int, _: Any) -> Any:
        asked.append(processes)
        return nullcontext(None)

    monkeypatch.setattr(sweep, "executor_of", executor_of)
    monkeypatch.setattr(os, "cpu_count", lambda: 5)
    small = ("sweep", "--p", "1/2,1/2", "--reward", "0,1", "--n", "1", "--no-types", "--length")
    for rows, jobs in ((50, ()), (51, ()), (3, ("--jobs", "2"))):
        exactalign.ok(*small, f"1:{rows}", *jobs)
    assert asked == [1, 5, 2]


def test_cells_of_a_table() -> None:
    """Decimals are numbers again, to be laid out as such; counts and settings are labels, and words stay."""
    texts = ("0.100000", "-1.50", "1.5e-7", "2.0e+30", "1.5E3", "0.1x", "oo", "1.")
    numbers = (Fraction(1, 10), Fraction(-3, 2), Fraction(15, 10**8), Fraction(2 * 10**30))
    assert [sweep._cell("kl", text) for text in texts] == [*numbers, *texts[4:]]
    whole = [sweep._cell("n", text) for text in ("12", "-3", "1_0")]
    assert (whole, [type(value) for value in whole]) == ([12, -3, "1_0"], [int, int, str])
    for name in ("n_rule", "case", "error"):
        assert (sweep._cell(name, "12"), sweep._cell(name, "1.5")) == ("12", "1.5")
    assert [sweep._cell("kl", value) for value in (None, 7, Fraction(1, 3))] == [None, 7, Fraction(1, 3)]


def test_a_table_leaves_out_what_is_empty(exactalign: Command) -> None:
    """Of a row that could not be computed the table has the reason; the exit status is 2."""
    small = ("sweep", "--p", "1/2,1/2", "--reward", "0,1", "--n", "2", "--no-types", "--format", "table")
    whole = exactalign.ok(*small, "--length", "2,3", "--kl", "1").splitlines()
    assert whole[0].split()[0] == "length"
    assert "error" not in whole[0]
    assert "alpha" not in whole[0]  # the budget is over log 2: there is none
    assert ("best of n kl to reference" in whole[0], "_" in whole[0]) == (True, False)
    assert [line.split()[0] for line in whole[2:4]] == ["2", "3"]
    result = exactalign(*small, "--length", "100000,2", "--memory", "1MB")
    assert result.code == 2
    assert result.err == "exactalign: 1 of 2 rows could not be computed: the column error says why\n"
    assert "error" in result.out.splitlines()[0]
    assert [line.split()[0] for line in result.out.splitlines()[2:4]] == ["100000", "2"]


def test_rows_come_in_their_order(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the order in which they are done."""
    small = ("sweep", "--p", "1/2,1/2", "--reward", "0,1", "--n", "2", "--no-types", "--length", "1:4")
    expected = {form: exactalign.ok(*small, "--format", form) for form in ("csv", "json", "markdown")}
    original = sweeps.sweep

    def backwards(*given: Any) -> Any:
        return reversed(list(original(*given)))

    monkeypatch.setattr(sweeps, "sweep", backwards)
    for form, text in expected.items():
        assert exactalign.ok(*small, "--format", form) == text


def test_what_counts_as_done(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Any] = []
    counts: list[int] = []
    monkeypatch.setattr(PROGRESS, "begin", lambda what, total=None: begun.append((what, total)))
    monkeypatch.setattr(PROGRESS, "advance", lambda count=1, last="": counts.append(count))
    small = ("sweep", "--p", "1/2,1/2", "--reward", "0,1", "--n", "2", "--no-types", "--length", "1:4")
    for more in ((), ("--format", "table"), ("-o", "rows.csv")):
        begun.clear()
        counts.clear()
        exactalign.ok(*small, *more)
        assert (begun, sum(counts)) == ([("rows", 4)], 4)
    path = exactalign.directory / "rows.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:3]), encoding="utf-8")
    counts.clear()
    result = exactalign(*small, "-o", "rows.csv")
    assert (result.code, result.err) == (0, "rows.csv has 2 of 4 rows already: continuing\n")
    assert (counts[0], sum(counts)) == (2, 4)


SUFFIXES = (".md", ".markdown", ".tex", ".latex", ".csv", ".json", ".html", ".htm")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--n", "1,ceil"), "--n floor, ceil and real mean N = exp(M·δ): give δ with --kl, or α with --alpha"),
        ((), "--n floor, ceil and real mean N = exp(M·δ): give δ with --kl, or α with --alpha"),
        (("--kl", "1", "--alpha", "1"), "--kl and --alpha are both given: sweep over one of them"),
        (("--kl", "1", "--jobs", "1025"), "--jobs is 1025: give at most 1024"),
        (("--kl", "1", "-o", "no/rows.csv"), "--output no/rows.csv: there is no directory no"),
        (("--kl", "1", "-o", "rows.dat"),
         f"--output rows.dat says no format: end it in {', '.join(SUFFIXES)}, or give --format"),
    ],
)  # fmt: skip
def test_refusals_word_for_word(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert exactalign.refused("sweep", *PQ, "--length", "2", *arguments) == message


def test_a_device_is_written_to_as_standard_output_is(exactalign: Command) -> None:
    assert exactalign.ok("sweep", *PQ, "--length", "2", "--n", "2", "-o", "/dev/null") == ""
