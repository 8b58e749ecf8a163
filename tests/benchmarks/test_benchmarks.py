"""The benchmarks at tiny sizes: the answers agree, the page is written. Nothing here looks at a clock."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from benchmarks import (
    alpha,
    bare,
    charts,
    dice,
    generic_rewards,
    growth,
    one_shot,
    page,
    peers,
    record,
    scale,
    startup,
    ties,
    workers,
)
from benchmarks.__main__ import RUNS, main
from benchmarks.record import Disagreement, Goal, Growth, Row, Section


@cache
def tiny(module):
    """A section at its smallest, run once for all that is asked of it."""
    return module.run("tiny")


@pytest.fixture(autouse=True)
def _nothing_is_cleared_away(monkeypatch):
    """Garbage is collected before each time that is taken: here, where no time counts, it is that of all tests."""
    monkeypatch.setattr(record.gc, "collect", lambda: 0)


TIES = Path(__file__).resolve().parents[2] / "docs" / "ties.md"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "checks"),
    [(one_shot, 1), (generic_rewards, 4), (ties, 4), (alpha, 3), (bare, 8), (scale, 12), (growth, 10), (workers, 4)],
)
def test_the_answers_agree(module, checks):
    section = tiny(module)
    assert section.checks >= checks
    assert section.rows or section.growth


@pytest.mark.slow
def test_the_command_prints_what_it_should():
    assert tiny(startup).checks == 3


@pytest.mark.slow
@pytest.mark.parametrize("package", ["icepool", "dyce"])
def test_dice_agree_number_for_number(package):
    pytest.importorskip(package)
    section = tiny(dice)
    again = ("next N", "from lists")
    assert sum(row.alternative == package and not row.case.endswith(again) for row in section.rows) == 3
    assert section.checks >= 3


@pytest.mark.slow
def test_icepool_agrees_on_types():
    pytest.importorskip("icepool")
    section = tiny(generic_rewards)
    assert next(row.alternative for row in section.rows) == "icepool"


@pytest.mark.parametrize("package", ["icepool", "dyce"])
def test_float_outcomes_split_ties(package):
    pytest.importorskip(package)
    section = tiny(ties)
    notes = [row.note for row in section.rows if row.alternative.startswith(package)]
    assert len(notes) == 2
    # log 9, log 1, log 3 may survive the shortest lengths; 0.3, 0.1, 0.2 do not.
    levels, expected = map(int, re.findall(r"\d+", notes[1]))
    assert levels > expected == 2 * ties.LENGTHS["tiny"] + 1


def test_packed_and_counted_types_agree():
    pytest.importorskip("dyce")
    weights, bases = generic_rewards.WEIGHTS, generic_rewards.BASES
    packed, total = peers.packed_types(weights, bases, 7, 5)
    assert (packed, total) == peers.counted_types(weights, bases, 7, 5)
    assert sum(packed.values()) == total == 10**35


def test_the_page_on_ties_runs():
    blocks = re.findall(r"```python\n(.*?)```", TIES.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 4
    names = {}
    for block in blocks:
        if "icepool" in block:
            pytest.importorskip("icepool")
            pytest.importorskip("dyce")
        exec(compile(block, str(TIES), "exec"), names)


def test_a_disagreement_stops_the_benchmark():
    section = Section("name", "Title", "text")
    section.agree(True, "fine")
    with pytest.raises(Disagreement, match="name: wrong"):
        section.agree(False, "wrong")
    assert section.checks == 1


def test_goals():
    assert Row("case", 1.0, "other", 6.0, Goal(faster=5)).met is True
    assert Row("case", 1.0, "other", 0.3, Goal(faster=1 / 3)).met is False
    assert Row("case", 1.0, goal=Goal(seconds=2)).met is True
    assert Row("case", 1.0, "other", note="stops").met is None
    assert [str(Goal(faster=5)), str(Goal(faster=1 / 3)), str(Goal(seconds=2))] == [
        "≥ 5× faster",
        "≤ 3× its time",
        "< 2 s",
    ]


def test_the_page_and_its_data():
    section = Section("name", "Title", "text")
    section.rows.append(Row("case", 0.002, "other", 0.01, Goal(faster=5)))
    section.skip("large", 0.002, "other", "stops with a RecursionError")
    section.growth.append(Growth("How it grows", "m", "levels", [(1, 3, 0.001), (2, 6, 0.002)]))
    text = page.markdown([section], "tiny")
    assert "| case | 2 ms | other | 10 ms | 5× faster | ≥ 5× faster | yes |  |" in text
    assert "| large | 2 ms | other |  |  |  |  | stops with a RecursionError |" in text
    assert "| 2 | 6 | 2 ms | 333 µs | 2× |" in text
    content = json.loads(json.dumps(page.data([section], "tiny")))
    assert content["sections"][0]["rows"][0]["met"] is True
    assert set(content["machine"]) == {"date", "CPU", "cores", "Python"}


def test_the_chart_has_a_panel_for_every_table_of_growth():
    points = [(10, 1, 0.001), (20, 2, 0.004), (40, 4, 0.016)]
    titles = ["one table", "another", "a third", "a fourth"]
    section = Section("growth", "Title", "text", growth=[Growth(t, "m", "levels", points) for t in titles])
    drawn = charts.growth_chart([section])
    assert drawn == charts.growth_chart([section])
    assert drawn.count(b'id="axes_') == 4
    assert f"]({page.CHART})" in page.markdown([section], "tiny")
    assert charts.growth_chart([Section("name", "Title", "text")]) == b""


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(RUNS, "ties", lambda _: tiny(ties))
    assert main(["--quick", "--only", "ties", "--output", str(tmp_path)]) == 0
    assert "Exact ties" in (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "benchmarks.json").read_text(encoding="utf-8"))["size"] == "quick"
    with pytest.raises(SystemExit):
        main(["--only", "nothing"])
    assert "invalid choice" in capsys.readouterr().err
