"""`exactalign audit`: formats, exit codes, what is reported, several processes."""

import csv
import io
import json
import os
import random
from contextlib import nullcontext
from fractions import Fraction
from math import log
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from exactalign.audit import AuditRow
from exactalign.cli import audit
from exactalign.cli.audit_tables import COLUMNS
from exactalign.cli.progress import PROGRESS
from tests.exactalign.cli.command import Command

GOOD = "prompt,output,probability,reward,golden_reward\nq,a,1/5,3,0\nq,b,3/10,1,5\nq,c,1/2,2,1/2\n"
FLOATS = "prompt,probability,reward\np,0.5,1\np,0.5,2\nq,0.3333,1\nq,0.6666,2\n"


@pytest.fixture
def good(exactalign: Command) -> str:
    Path("good.csv").write_text(GOOD, encoding="utf-8")
    return "good.csv"


def test_table(exactalign: Command, good: str) -> None:
    text = exactalign.ok("audit", good, "--n", "2,4")
    assert "0.155666" in text  # KL
    assert "0.640000" in text  # win rate
    assert text.count("all prompts") == 2
    assert "1 prompt, 3 outputs" in text
    assert "sum of p" not in text


def test_exact(exactalign: Command, good: str) -> None:
    text = exactalign.ok("audit", good, "--n", "2", "--exact", "--no-prompts")
    assert "16/25" in text
    assert "227/100" in text
    content = json.loads(exactalign.ok("audit", good, "--n", "2", "--exact", "--format", "json"))
    (row,) = content["prompts"]
    assert (row["win_rate"], row["reward"], row["total"]) == ("16/25", "227/100", "1")
    assert row["kl"]["exact"]
    assert "undecided" not in exactalign.ok("audit", good, "--n", "2", "--exact")


def test_the_excess_of_float_logprobs_has_digits(exactalign: Command, tmp_path: Path) -> None:
    """The sum is off 1 by far less than the digits that are shown."""
    lines = [f"q,{log(x)!r},{i}" for i, x in enumerate((0.2, 0.3, 0.5))]
    (tmp_path / "logs.csv").write_text("\n".join(["prompt,logprob,reward", *lines]), encoding="utf-8")
    text = exactalign.ok("audit", "logs.csv", "--n", "2", "--normalize", "--format", "csv")
    excess = float(next(csv.DictReader(io.StringIO(text)))["excess"])
    assert 0 < abs(excess) < 1e-15


def test_json_has_bounds(exactalign: Command, good: str) -> None:
    content = json.loads(exactalign.ok("audit", good, "--n", "2", "--format", "json", "--digits", "20"))
    assert content.keys() == {"notes", "prompts", "overall"}
    (row,), (together,) = content["prompts"], content["overall"]
    for name in ("kl", "alpha", "left_on_table", "kl_to_tilt", "tilt_golden"):
        low, high = (Fraction(row[name][key]) for key in ("lower", "upper"))
        assert 0 < high - low <= abs(low) / 10**18
        assert Fraction(together[name]["lower"]) <= high
        assert low <= Fraction(together[name]["upper"])
    assert row["kl_bound"]["exact"] == "-1/2 + log(2)"


@pytest.mark.parametrize("form", ["markdown", "latex", "html", "csv"])
def test_every_format(exactalign: Command, good: str, form: str) -> None:
    assert "0.155666" in exactalign.ok("audit", good, "--n", "2", "--format", form)


def test_csv_has_every_column(exactalign: Command, good: str) -> None:
    rows = list(csv.DictReader(io.StringIO(exactalign.ok("audit", good, "--format", "csv"))))
    assert [row["n"] for row in rows] == ["2", "4", "8"] * 2
    assert {"excess", "problem", "left_on_table"} <= set(rows[0])


def test_output_file_whole_or_not_at_all(exactalign: Command, good: str) -> None:
    assert exactalign.ok("audit", good, "--output", "out.md") == ""
    assert Path("out.md").read_text(encoding="utf-8").startswith("| prompt")
    exactalign.refused("audit", good, "--output", "no/out.md")


def test_unnormalised_prompts_are_reported_and_left_out(exactalign: Command) -> None:
    result = exactalign("audit", "-", "--n", "2", stdin=FLOATS)
    assert result.code == 1
    assert result.err == "exactalign: 1 of 2 prompts could not be audited (q): the probabilities do not sum to 1\n"
    assert "-0.000100000" in result.out
    assert "not audited (--normalize divides by the sum; --draws" in result.out
    assert result.out.count("all prompts") == 1
    fixed = exactalign.ok("audit", "-", "--n", "2", "--normalize", stdin=FLOATS)
    assert "1 of 2 prompts have probabilities whose sum is off 1, by -0.000100: each was divided by its sum" in fixed


def test_only_problems(exactalign: Command) -> None:
    result = exactalign("audit", "-", "--no-prompts", stdin="prompt,probability,reward\nq,0.3,1\n")
    assert result.code == 1
    assert "all prompts" not in result.out
    assert "do not sum" in result.out


def test_json_lines_with_logprobs(exactalign: Command) -> None:
    lines = [{"prompt": "a\nb", "logprob": -1.5, "reward": 1}, {"prompt": "a\nb", "logprob": -0.25, "reward": 2}]
    text = exactalign.ok("audit", "-", "--n", "2", "--normalize", stdin="\n".join(map(json.dumps, lines)))
    assert "a b" in text
    assert "by 0.00193" in text


def test_a_constant_reward(exactalign: Command) -> None:
    text = exactalign.ok("audit", "-", "--n", "2", stdin="prompt,probability,reward\nq,1/2,1\nq,1/2,1\n")
    assert "1 of 1 prompts have a constant reward: no α" in text
    assert "0.500000" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.csv",), "none.csv cannot be read"),
        (("good.csv", "--n", "0"), "--n is '0': give a whole number from 1"),
        (("good.csv", "--n", "1/2"), "--n is '1/2'"),
        (("good.csv", "--n", "log 2"), "--n is 'log 2'"),
        (("good.csv", "--columns", "reward"), "--columns has 'reward': write it as \"reward=score\""),
        (("good.csv", "--columns", "reward=score"), "no column 'score'"),
        (("good.csv", "--jobs", "0"), "--jobs"),
    ],
)
def test_refusals(exactalign: Command, good: str, arguments: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("audit", *arguments)


def test_logprobs_are_never_exact(exactalign: Command) -> None:
    rows = "prompt,logprob,reward\nq,-1,1\nq,-2,2\n"
    assert "never exact" in exactalign.refused("audit", "-", "--exact", "--normalize", stdin=rows)


def test_draws(exactalign: Command) -> None:
    rows = "prompt,reward\n" + "".join(f"q,{reward}\n" for reward in (1, 0, 0, 1))
    text = exactalign.ok("audit", "-", stdin=rows)  # of the default N, those below the number of draws
    for number in ("0.833333", "0.750000", "0.288675"):
        assert number in text
    assert "draws do not tell KL" in text
    (row,) = csv.DictReader(
        io.StringIO(exactalign.ok("audit", "-", "--no-prompts", "--exact", "--format", "csv", stdin=rows))
    )
    assert (row["unbiased"], row["plug_in"]) == ("5/6", "3/4")
    result = exactalign("audit", "-", "--n", "2,4,8", stdin=rows)
    assert result.code == 1
    assert "the standard error for N = 4 needs 5 draws" in result.out
    assert result.err.startswith("exactalign: 1 of 1 prompts could not be audited (q): ")
    listed = GOOD.replace("1/5", "1/50")
    assert "3 draws" in exactalign.ok("audit", "-", "--draws", "--n", "2", stdin=listed)
    assert "--normalize is about probabilities" in exactalign.refused("audit", "-", "--normalize", stdin=rows)
    assert "a prompt has only 1 draw" in exactalign.refused("audit", "-", stdin="prompt,reward\nq,1\n")


def test_rows_that_cannot_be_read(exactalign: Command) -> None:
    rows = GOOD + "q,d,0,null,1\nq,e,0,1,NaN\n"
    refused = exactalign.refused("audit", "-", stdin=rows)
    assert "2 rows cannot be read (--skip-bad leaves them out): line 5: reward is" in refused
    assert "line 6: golden_reward is NaN" in refused
    result = exactalign("audit", "-", "--skip-bad", "--n", "2", stdin=rows)
    assert (result.code, "0.155666" in result.out) == (0, True)
    assert result.err.startswith("exactalign: 2 rows left out (--skip-bad): line 5: ")


def test_binary_rewards_leave_nothing_or_something(exactalign: Command) -> None:
    one = "prompt,probability,reward\na,1/2,true\na,1/2,false\n"
    same, other = one.replace("a,", "b,"), "b,2/3,1\nb,1/3,0\n"
    for rows, left in ((one + same.split("\n", 1)[1], True), (one + other, False)):
        content = json.loads(exactalign.ok("audit", "-", "--n", "4", "--format", "json", stdin=rows))
        assert all(row["left_on_table"] == "0" for row in content["prompts"])
        assert (content["overall"][0]["left_on_table"] == "0") is left


def test_a_number_that_is_missing_is_a_failure(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def undecided(row: AuditRow, digits: int) -> AuditRow:
        return evolve(row, alpha=None, problem="alpha is undecided: too close")

    monkeypatch.setattr(AuditRow, "known", undecided)
    result = exactalign("audit", "-", "--n", "2", "--jobs", "1", stdin=GOOD)
    assert result.code == 1
    assert "alpha is undecided" in result.err


@pytest.mark.slow
def test_several_processes_give_the_same(exactalign: Command) -> None:
    draw = random.Random(1)
    lines = ["prompt,probability,reward"]
    for prompt in range(20):
        lines += [f"{prompt},{draw.random():.4f},{draw.gauss(0, 1):.3f}" for _ in range(5)]
    Path("many.csv").write_text("\n".join(lines), encoding="utf-8")
    alone = exactalign.ok("audit", "many.csv", "--normalize", "--jobs", "1")
    assert exactalign.ok("audit", "many.csv", "--normalize", "--jobs", "2") == alone


TWO = "prompt,probability,reward\na,1/2,0\na,1/2,1\nb,1/4,0\nb,3/4,1\n"


@pytest.mark.parametrize("digits", [None, "9"])
def test_numbers_by_hand(exactalign: Command, digits: str | None) -> None:
    """Best of 2 of a coin of mass m at 1: 1 − (1 − m)² there."""
    asked = ("audit", "-", "--n", "2", "--format", "csv", *(("--digits", digits) if digits else ()))
    rows = list(csv.DictReader(io.StringIO(exactalign.ok(*asked, stdin=TWO))))
    assert [row["prompt"] for row in rows] == ["a", "b", "all prompts"]
    masses = [1 / 2, 3 / 4]
    best = [1 - (1 - m) ** 2 for m in masses]
    kls = [q * log(q / m) + (1 - q) * log((1 - q) / (1 - m)) for q, m in zip(best, masses, strict=True)]
    wins = [q * (1 - m) + (q * m + (1 - q) * (1 - m)) / 2 for q, m in zip(best, masses, strict=True)]
    for name, values in (("kl", kls), ("win_rate", wins), ("reward", best), ("reference_reward", masses)):
        for row, value in zip(rows, [*values, sum(values) / 2], strict=True):
            assert float(row[name]) == pytest.approx(value, rel=10.0 ** (1 - int(digits or 6)))
            assert len(row[name].lstrip("0.").replace(".", "")) == int(digits or 6)
    assert [float(row["kl_bound"]) for row in rows] == pytest.approx([log(2) - 0.5] * 3, rel=1e-5)
    assert [row["n"] for row in rows] == ["2"] * 3
    assert [row["outputs"] for row in rows] == ["2", "2", "4"]


def test_json_has_fifteen_digits_and_the_totals(exactalign: Command) -> None:
    content = json.loads(exactalign.ok("audit", "-", "--n", "2", "--format", "json", stdin=TWO))
    assert list(content) == ["notes", "prompts", "overall"]
    assert content["notes"] == ["2 prompts, 4 outputs"]
    assert [row["prompt"] for row in content["prompts"]] == ["a", "b"]
    (both,) = content["overall"]
    assert list(both) == ["total" if name == "excess" else name for name in COLUMNS]
    low, high = (Fraction(content["prompts"][0]["kl"][key]) for key in ("lower", "upper"))
    assert 0 < high - low <= Fraction(2, 10**15)
    assert [row["total"] for row in content["prompts"]] == ["1", "1"]
    alone = json.loads(exactalign.ok("audit", "-", "--no-prompts", "--format", "json", stdin=TWO))
    assert alone["prompts"] == []
    assert [row["n"] for row in alone["overall"]] == [2, 4, 8]


def test_the_table_has_six_digits_and_its_notes(exactalign: Command) -> None:
    lines = exactalign.ok("audit", "-", "--n", "2", stdin=TWO).splitlines()
    assert lines[0].split("  ")[0] == "prompt"
    first = lines[2].split()
    assert first[:3] == ["a", "2", "2"]
    assert first[3] == f"{0.75 * log(1.5) + 0.25 * log(0.5):.6f}"
    assert lines[-2:] == ["", "2 prompts, 4 outputs"]
    assert [line.split("  ")[0] for line in lines[2:5]] == ["a", "b", "all prompts"]
    alone = exactalign.ok("audit", "-", "--n", "2", "--no-prompts", stdin=TWO).splitlines()
    assert [line.split("  ")[0] for line in alone[2:-2]] == ["all prompts"]
    exact = exactalign.ok("audit", "-", "--n", "2", "--exact", stdin=TWO)
    assert "3/4" in exact
    assert "0.750000" not in exact


def test_draws_by_hand(exactalign: Command) -> None:
    """Of four draws 1, 0, 0, 1: the best of two has the mean 5/6, unbiased."""
    rows = "prompt,reward\n" + "".join(f"q,{reward}\n" for reward in (1, 0, 0, 1))
    found = list(csv.DictReader(io.StringIO(exactalign.ok("audit", "-", "--format", "csv", stdin=rows))))
    assert [(row["prompt"], row["n"], row["draws"]) for row in found] == [("q", "2", "4"), ("all prompts", "2", "4")]
    assert [(row["mean"], row["unbiased"], row["plug_in"]) for row in found] == [
        ("0.500000", "0.833333", "0.750000")
    ] * 2
    for count, sizes in ((3, ["2"]), (5, ["2", "4"]), (8, ["2", "4"]), (9, ["2", "4", "8"])):
        many = "prompt,reward\n" + "".join(f"q,{i}\n" for i in range(count)) + "".join(f"r,{i}\n" for i in range(9))
        text = exactalign.ok("audit", "-", "--no-prompts", "--format", "csv", stdin=many)
        assert [row["n"] for row in csv.DictReader(io.StringIO(text))] == sizes
    few = "prompt,reward\nq,1\nq,0\nr,1\nr,2\nr,3\n"
    told = "a prompt has only 2 draws: give --n with N below the number of draws, or more draws"
    assert exactalign.refused("audit", "-", stdin=few) == told
    content = json.loads(exactalign.ok("audit", "-", "--exact", "--format", "json", stdin=rows))
    assert (content["prompts"][0]["unbiased"], content["overall"][0]["plug_in"]) == ("5/6", "3/4")
    assert len(content["notes"]) == 4
    assert content["notes"][0] == "1 prompt, 4 draws"
    seven = exactalign.ok("audit", "-", "--digits", "7", "--format", "csv", stdin=rows)
    assert "0.8333333" in seven


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--columns", "reward"), "--columns has 'reward': write it as \"reward=score\""),
        (("--columns", "=score"), "--columns has '=score': write it as \"reward=score\""),
        (("--columns", "reward= ,a=b"), "--columns has 'reward=': write it as \"reward=score\""),
        (("--columns", "a=b, x"), "--columns has 'x': write it as \"reward=score\""),
        (("--n", "2,2"), "--n gives 2 twice"),
        (("--jobs", "1025"), "--jobs is 1025: give at most 1024"),
        (("--draws", "--normalize"), "--normalize is about probabilities: the rows of good.csv are draws"),
        (("--draws", "--jobs", "1025"), "--jobs is 1025: give at most 1024"),
        (("-o", "no/r.csv"), "--output no/r.csv: there is no directory no"),
        (("--digits", "2", "--places", "2"), "--digits and --places are both given: give one of them"),
    ],
)
def test_refusals_word_for_word(exactalign: Command, good: str, arguments: tuple[str, ...], message: str) -> None:
    assert exactalign.refused("audit", good, *arguments) == message


def test_columns_by_other_names(exactalign: Command) -> None:
    other = TWO.replace("prompt,probability,reward", "question,p,score")
    named = exactalign.ok(
        "audit", "-", "--columns", " prompt = question ,probability=p, reward=score", stdin=other
    )  # fmt: skip
    assert named == exactalign.ok("audit", "-", stdin=TWO)
    Path("two.csv").write_text(TWO, encoding="utf-8")
    assert exactalign.ok("audit", "two.csv") == named
    assert exactalign.ok("audit", "two.csv", "--n", "2,4,8") == named


def test_how_many_processes_and_what_is_done(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are started for more than fifty prompts, unless they are asked for."""
    asked: list[int] = []
    begun: list[Any] = []
    done: list[int] = []

    def executor_of(processes: int, _: Any) -> Any:
        asked.append(processes)
        return nullcontext(None)

    monkeypatch.setattr(audit, "executor_of", executor_of)
    monkeypatch.setattr(os, "cpu_count", lambda: 5)
    monkeypatch.setattr(PROGRESS, "begin", lambda what, total=None: begun.append((what, total)))
    monkeypatch.setattr(PROGRESS, "advance", lambda count=1, last="": done.append(count))
    for count, jobs in ((50, ()), (51, ()), (3, ("--jobs", "2"))):
        begun.clear()
        done.clear()
        rows = "prompt,probability,reward\n" + "".join(f"{i},1,0\n" for i in range(count))
        exactalign.ok("audit", "-", "--n", "2,3", *jobs, stdin=rows)
        assert begun == [("prompts", count), ("all prompts together", 2)]
        assert sum(done) == count + 2
    assert asked == [1, 5, 2]
    begun.clear()
    done.clear()
    exactalign.ok("audit", "-", "--n", "2", stdin="prompt,reward\nq,1\nq,2\nq,3\nr,1\nr,2\nr,3\n")
    assert (begun, sum(done)) == ([("prompts", 2)], 2)


def test_prompts_with_problems_are_listed_in_any_case(exactalign: Command) -> None:
    rows = "prompt,probability,reward\na,1/2,0\na,1/2,1\nb,1/4,0\n"
    for more in ((), ("--no-prompts",)):
        result = exactalign("audit", "-", "--n", "2", "--format", "csv", *more, stdin=rows)
        assert result.code == 1
        found = [row["prompt"] for row in csv.DictReader(io.StringIO(result.out))]
        assert found == (["b", "all prompts"] if more else ["a", "b", "all prompts"])
        draws = exactalign(
            "audit", "-", "--n", "2", "--format", "csv", *more, stdin="prompt,reward\na,1\na,2\na,0\nb,1\nb,2\n"
        )
        assert draws.code == 1
        found = [row["prompt"] for row in csv.DictReader(io.StringIO(draws.out))]
        assert found == (["b", "all prompts"] if more else ["a", "b", "all prompts"])


def test_rows_that_are_left_out_are_told_in_the_notes(exactalign: Command) -> None:
    rows = TWO + "b,x,1\n"
    result = exactalign("audit", "-", "--n", "2", "--skip-bad", "--format", "json", stdin=rows)
    assert result.code == 0
    notes = json.loads(result.out)["notes"]
    assert notes[0] == "2 prompts, 4 outputs"
    assert notes[1].startswith("1 row left out (--skip-bad): line 6: ")
    assert result.err == f"exactalign: {notes[1]}\n"
