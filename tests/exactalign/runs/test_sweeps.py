"""Sweeps: executors give the same rows, files survive interruptions, foreign files are left alone."""

import csv
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactalign import Distribution, Reward
from exactalign.exceptions import InputError, ParameterError
from exactalign.runs import sweeps as sweeps_module
from exactalign.runs.sweep_files import SweepResult, write_sweep
from exactalign.runs.sweeps import SweepTask, columns, fingerprint, grid, rows, run_task
from tests.exactalign.known_models import P, R


def small(**changes: Any) -> list[SweepTask]:
    options: dict[str, Any] = {"lengths": [2, 3, 4], "kl": ["11/100", "log 5"], "n": ["floor", 3], "digits": 8}
    return grid(P, R, **{**options, **changes})


def test_grid_is_the_product_in_order() -> None:
    tasks = small()
    assert [(task.length, task.kl, task.n) for task in tasks[:5]] == [
        (2, "11/100", "floor"),
        (2, "11/100", "3"),
        (2, "log(5)", "floor"),
        (2, "log(5)", "3"),
        (3, "11/100", "floor"),
    ]
    assert len(tasks) == 12
    assert all(pickle.loads(pickle.dumps(task)) == task for task in tasks)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lengths": [0]}, "length is 0"),
        ({"lengths": ["5/2"]}, "length is 5/2"),
        ({"n": ["5/2"]}, "n is 5/2"),
        ({"lengths": []}, "the sweep has 0 rows"),
        ({"lengths": range(1, 300_000)}, "rows: give from 1 to 1000000"),
        ({"kl": ["-1"]}, "kl is -1"),
        ({"n": [0]}, "n is 0"),
        ({"alpha": [1]}, "kl and alpha are both given"),
        ({"kl": None, "alpha": [-1]}, "alpha is -1"),
        ({"kl": None}, "rounded by floor, ceil or real"),
        ({"digits": 0}, "digits is 0"),
    ],
)
def test_grid_refusals(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        small(**changes)


def test_known_row() -> None:
    (task,) = grid(P, R, lengths=[10], kl=["11/100"])
    row = run_task(task)
    assert tuple(row) == columns(task)
    assert row["alpha"]["lower"].startswith("0.7091380845")
    assert (row["n"], row["case"], row["levels"], row["error"]) == ("3", "tilt", 66, None)
    assert row["best_of_n_kl_to_reference"]["lower"].startswith("0.430626361")
    assert json.loads(json.dumps(row)) == row


def test_sweep_over_alpha() -> None:
    tasks = grid(P, R, lengths=[10], alpha=[0, 1, "1/2"], n=["ceil"])
    assert [row["n"] for row in rows(tasks)] == ["1", "10", "2"]
    assert [row["alpha"]["exact"] for row in rows(tasks)] == ["0", "1", "1/2"]


def test_refusal_is_a_row() -> None:
    tasks = grid(P, R, lengths=[100_000], n=[2])
    (row,) = rows(tasks)
    assert "reward levels" in row["error"]
    assert row["case"] is None


def test_threads_give_the_same_rows() -> None:
    with ThreadPoolExecutor(3) as pool:
        assert rows(small(), pool) == rows(small())


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl"])
def test_file_holds_every_row(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    tasks = small(decimals=name.endswith("csv"))
    assert write_sweep(tasks, path) == SweepResult(12, 0, 0)
    with path.open(newline="") as file:
        found: list[Any] = list(csv.DictReader(file)) if name.endswith("csv") else list(map(json.loads, file))
    assert [int(row["task"]) for row in found] == list(range(12))
    assert {row["sweep"] for row in found} == {fingerprint(tasks)}
    assert write_sweep(tasks, path) == SweepResult(12, 12, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl"])
def test_cut_anywhere_it_resumes_to_the_same_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    tasks = small(decimals=True, types=False, lengths=[1, 2], kl=["1/10"])
    write_sweep(tasks, path)
    whole = path.read_bytes()
    for size in (*range(0, len(whole), 61), len(whole) - 1):
        path.write_bytes(whole[:size])
        lines = whole[:size].count(b"\n") - name.endswith("csv")
        result = write_sweep(tasks, path)
        assert result == SweepResult(len(tasks), max(0, lines), 0)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("stop", [0, 1, 5])
def test_keyboard_interrupt_loses_nothing(tmp_path: Path, stop: int) -> None:
    tasks = small(decimals=True)
    whole, path = tmp_path / "whole.csv", tmp_path / "rows.csv"
    write_sweep(tasks, whole)
    seen: list[int] = []

    def interrupt(number: int, _row: Any) -> None:
        seen.append(number)
        if len(seen) > stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sweep(tasks, path, on_row=interrupt)
    assert path.read_bytes().count(b"\n") == 1 + len(seen)
    again: list[int] = []
    result = write_sweep(tasks, path, on_row=lambda number, _: again.append(number))
    assert result.resumed == len(seen)
    assert sorted(seen + again) == list(range(12))
    assert path.read_bytes() == whole.read_bytes()


def test_rows_out_of_order_end_up_sorted(tmp_path: Path) -> None:
    tasks = small(decimals=True)
    whole, path = tmp_path / "whole.csv", tmp_path / "rows.csv"
    write_sweep(tasks, whole)
    header, *lines = whole.read_bytes().splitlines(keepends=True)
    path.write_bytes(header + b"".join(reversed(lines[3:])))
    path.chmod(0o640)
    assert write_sweep(tasks, path).resumed == 9
    assert path.read_bytes() == whole.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [path, whole]


def test_failed_rows_are_done_again(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    model = Distribution.from_weights([1, 2, 3]), Reward.values([0, 1, 2])
    stingy = grid(*model, lengths=[2, 3, 3000], n=[2], memory=10**6)
    generous = grid(*model, lengths=[2, 3, 3000], n=[2], memory=10**9)
    assert write_sweep(stingy, path).failed == 1
    assert write_sweep(generous, path) == SweepResult(3, 2, 0)
    assert [json.loads(line)["error"] for line in path.read_text().splitlines()] == [None] * 3


@pytest.mark.parametrize(
    "content", [b"outcome,p\n0,1\n", b"a note", b"{}\n", b'{"sweep": "x", "task": 0}', b"\xff\xfe\n"]
)
@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl"])
def test_foreign_files_are_left_alone(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match="does not hold rows of this sweep"):
        write_sweep(small(), path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("changes", [{"lengths": [2, 3]}, {"digits": 9}, {"n": ["ceil", 3]}, {"every": True}])
@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl"])
def test_other_parameters_are_refused(tmp_path: Path, name: str, changes: dict[str, Any]) -> None:
    path = tmp_path / name
    write_sweep(small(), path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="does not hold rows of this sweep"):
        write_sweep(small(**changes), path)
    assert path.read_bytes() == before


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    write_sweep(small(), path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[4] = b"\0\0\0\n"
    path.write_bytes(b"".join(lines))
    with pytest.raises(InputError, match="line 5 is no row of this sweep"):
        write_sweep(small(), path)


def test_two_sweeps_do_not_share_a_file(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    path = tmp_path / "rows.csv"

    def another(_resumed: int) -> None:
        with pytest.raises(InputError, match="written by another sweep"):
            write_sweep(small(), path)

    write_sweep(small(), path, on_start=another)


def test_labels_become_columns() -> None:
    labels = ["a,b", "new\nline"]
    p, r = Distribution.from_probabilities(["1/2", "1/2"], labels), Reward.values([0, 1], labels)
    (task,) = grid(p, r, lengths=[2], n=[2])
    assert "aligned_count_new line" in columns(task)
    assert run_task(task)["error"] is None


def test_fingerprint_leaves_out_the_memory_budget() -> None:
    assert fingerprint(small()) == fingerprint(small(memory=10**7))
    assert len({fingerprint(small(digits=n)) for n in range(1, 20)}) == 19


def test_level_law_is_shared_between_neighbours() -> None:
    sweeps_module._law.cache_clear()
    rows(small())
    assert sweeps_module._law.cache_info().misses == 3


def test_bounds_hold_the_decimals() -> None:
    exact, rounded = rows(small()), rows(small(decimals=True))
    for one, other in zip(exact, rounded, strict=True):
        for key, bounds in one.items():
            if isinstance(bounds, dict):
                margin = abs(Fraction(bounds["upper"])) / 10**7
                assert Fraction(bounds["lower"]) - margin <= Fraction(other[key]) <= Fraction(bounds["upper"]) + margin


def test_a_suffix_that_names_no_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"rows\.xlsx says no format: end it in \.csv or \.jsonl"):
        write_sweep(small(), tmp_path / "rows.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_row_says_by_which_rule_its_number_of_draws_is_had_also_where_it_is_refused() -> None:
    for memory, refused in ((10**9, False), (1, True)):
        tasks = grid(P, R, lengths=[3], n=["floor", "ceil", 5], alpha=["1"], memory=memory)
        rows = [run_task(task) for task in tasks]
        assert [row["n_rule"] for row in rows] == ["floor", "ceil", "given"]
        assert [row["error"] is not None for row in rows] == [refused] * 3
        assert str(rows[2]["n"]) == "5"
        assert [row["n"] is None for row in rows] == [refused, refused, False]
