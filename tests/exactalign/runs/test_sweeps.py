"""Sweeps: executors give the same rows, files survive interruptions, foreign files are left alone."""

import csv
import errno
import json
import os
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactalign import Distribution, LogForm, Reward
from exactalign.exceptions import InputError, ParameterError, WorkersFailed
from exactalign.numbers.decimals import decimal_text
from exactalign.policies.side_by_side import Omitted, SideBySide
from exactalign.runs import sweep_files
from exactalign.runs import sweeps as sweeps_module
from exactalign.runs.sweep_files import RowWriter, SweepFile, SweepResult, chosen_sweep_format, write_sweep
from exactalign.runs.sweeps import SweepTask, columns, fingerprint, grid, rows, run_task, sweep
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


def test_a_number_of_draws_of_any_length() -> None:
    """Of more digits than Python's own `int` reads."""
    coin = Distribution.uniform(2)
    (task,) = grid(coin, Reward.values([0, 1]), lengths=[1], n=[10**4400], alpha=[1], every=False)
    row = run_task(task)
    assert (row["error"], row["n"]) == (None, "1" + 4400 * "0")


def test_what_is_not_asked_for() -> None:
    (task,) = grid(P, R, lengths=[2], kl=[1])
    plain = SweepTask(task.p, task.reward, task.labels, 2, "floor", kl="1")
    assert task == plain
    assert (plain.alpha, plain.digits, plain.decimals, plain.every, plain.types, plain.memory) == (
        None, 15, False, False, True, 10**9,
    )  # fmt: skip
    asked: dict[str, Any] = {"digits": 7, "decimals": True, "every": True, "types": False, "memory": 10**8}
    (other,) = grid(P, R, lengths=["3"], n=["1e3"], alpha=["log 2"], **asked)
    assert other == SweepTask(task.p, task.reward, task.labels, 3, "1000", alpha="log(2)", **asked)


def test_a_sweep_has_from_one_to_a_million_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sweeps_module.MAX_TASKS == 10**6
    monkeypatch.setattr(sweeps_module, "MAX_TASKS", 4)
    assert len(grid(P, R, lengths=[1, 2], n=[1], kl=[0, 1])) == 4
    assert len(grid(P, R, lengths=[1], n=[1])) == 1
    for lengths in ([1, 2, 3, 4, 5], []):
        with pytest.raises(ParameterError, match=f"^the sweep has {len(lengths)} rows: give from 1 to 4$"):
            grid(P, R, lengths=lengths, n=[1])


def test_a_model_as_texts() -> None:
    """In the order of the reference; labels that are neither numbers nor texts are told by their text."""
    p = Distribution({"b": "1/3", "a": "2/3"})
    (task,) = grid(p, Reward({"a": "log 2", "b": 1}), lengths=[1], n=[1])
    assert (task.p, task.reward, task.labels) == (("1/3", "2/3"), ("1", "log(2)"), ("b", "a"))
    for outcomes, labels in (([0, "x"], (0, "x")), ([(0, 1), "x"], ("(0, 1)", "x"))):
        p = Distribution.from_probabilities(["1/2", "1/2"], outcomes)
        assert grid(p, Reward.values([0, 1], outcomes), lengths=[1], n=[1])[0].labels == labels


def test_the_columns_by_name() -> None:
    (task,) = grid(P, R, lengths=[1], n=[1])
    both = ("kl_to_reference", "kl_to_other"), ("reward", "reward_variance", *(
        f"reward_quantile_{goal}" for goal in ("1/20", "1/2", "19/20")
    )), tuple(f"count_{k}" for k in range(3))  # fmt: skip
    first, second, counts = ([f"{side}_{key}" for key in keys for side in ("best_of_n", "aligned")] for keys in both)
    start = ["length", "kl", "alpha", "n_rule", "n", "case", "levels", *first, "total_variation", *second]
    assert columns(task) == (*start, *counts, "error")
    (bare,) = grid(P, R, lengths=[1], n=[1], types=False)
    assert columns(bare) == (*start, "error")


@pytest.mark.parametrize("asked", [{"kl": ["11/100"]}, {"kl": ["2"]}, {"alpha": [1]}, {}])
def test_a_row_has_the_numbers_of_the_comparison(asked: dict[str, Any]) -> None:
    """Exact values and bounds, or rounded decimals; of a budget that is too large for a tilt as well."""
    options = {name: values[0] for name, values in asked.items()}
    expected = SideBySide(P**3, R, 4, **options)
    wanted = {"kl": expected.kl, "alpha": expected.alpha, "total_variation": expected.total_variation()}
    for quantity in expected.quantities(every=False):
        if quantity.key != "total_variation":
            name = quantity.key if quantity.label is None else f"{quantity.key}_{quantity.label}"
            wanted |= {f"best_of_n_{name}": quantity.best_of_n, f"aligned_{name}": quantity.aligned}
    for decimals in (False, True):
        (task,) = grid(P, R, lengths=[3], n=[4], digits=9, decimals=decimals, **asked)
        row = run_task(task)
        assert tuple(row) == columns(task)
        assert (row["length"], row["n"], row["n_rule"], row["error"]) == (3, "4", "given", None)
        assert (row["case"], row["levels"]) == (expected.case, expected.level_count)
        for name, value in wanted.items():
            told: Any = row[name]
            if value is None or str(value) == "oo":
                assert told == (None if value is None else "oo")
            elif decimals:
                assert told == decimal_text(value, digits=9)
            else:
                low, high = Fraction(told["lower"]), Fraction(told["upper"])
                exact = LogForm.of(value) if isinstance(value, Fraction) else value
                assert low <= exact <= high
                assert high - low <= abs(high) / 10**7
                assert ("exact" in told) is isinstance(exact, LogForm)


def test_numbers_that_are_not_given_are_words() -> None:
    (task,) = grid(P, R, lengths=[1], n=[1])
    assert [sweeps_module._cell(task, value) for value in (Omitted.SKIPPED, Omitted.UNDECIDED)] == [
        "skipped", "undecided",
    ]  # fmt: skip


def test_what_tells_a_sweep_from_another() -> None:
    base = small()
    marks = {fingerprint(base)}
    for changes in (
        {"lengths": [2, 3, 5]}, {"n": ["ceil", 3]}, {"kl": ["11/100", "log 6"]}, {"kl": None, "alpha": ["11/100", 2]},
        {"digits": 9}, {"decimals": True}, {"every": True}, {"types": False}, {"lengths": [4, 3, 2]},
    ):  # fmt: skip
        marks.add(fingerprint(small(**changes)))
    turned = {"lengths": [2, 3, 4], "kl": ["11/100", "log 5"], "n": ["floor", 3], "digits": 8}
    marks.add(fingerprint(grid(Distribution.uniform(3), R, **turned)))  # type: ignore[arg-type]
    marks.add(fingerprint(grid(P, Reward.values([0, 1, 2]), **turned)))  # type: ignore[arg-type]
    named = P.relabel("abc")
    marks.add(fingerprint(grid(named, Reward(dict(zip("abc", (v for _, v in R.items()), strict=True))), **turned)))  # type: ignore[arg-type]
    marks.add(fingerprint(base[:-1]))
    assert len(marks) == 14
    assert all(len(mark) == 16 and int(mark, 16) >= 0 for mark in marks)


def test_a_worker_that_dies_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def dying(*_: Any, **__: Any) -> Any:
        yield 0, run_task(small()[0])
        raise WorkersFailed("gone") from KeyError()

    monkeypatch.setattr(sweeps_module, "spread", dying)
    monkeypatch.setattr(sweep_files, "spread", dying)
    found = sweep(small())
    assert next(found)[0] == 0
    kept = "the rows that came before it are done: write_sweep keeps such rows in a file, and goes on there"
    with pytest.raises(WorkersFailed, match=f"^gone; {kept}$") as caught:
        next(found)
    assert isinstance(caught.value.__cause__, KeyError)
    path = tmp_path / "rows.csv"
    with pytest.raises(WorkersFailed) as caught:
        write_sweep(small(), path)
    assert str(caught.value) == f"gone; {path} has 1 of 12 rows, and the same sweep goes on there"
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("r", "csv"), ("r.csv", "csv"), ("r.TXT", "csv"), ("r.json", "json"), ("r.JSONL", "json"), ("r.ndjson", "json")],
)
def test_the_format_by_the_suffix(tmp_path: Path, name: str, kind: str) -> None:
    assert chosen_sweep_format(name) == kind
    for form in (None, "csv", "json"):
        path = tmp_path / f"{form}" / name
        path.parent.mkdir()
        write_sweep(small(lengths=[2]), path, format=form)  # type: ignore[arg-type]
        assert path.read_bytes().startswith(b"{" if (form or kind) == "json" else b"sweep,task,length,")


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_which_lines_are_rows_of_a_sweep(kind: Any) -> None:
    tasks = small()
    writer, other = RowWriter(tasks, kind), RowWriter(small(digits=9), kind)
    row, failed = dict.fromkeys(columns(tasks[0])), dict.fromkeys(columns(tasks[0])) | {"error": "too large"}
    for number in (0, 11):
        assert writer.read(writer.line(number, row)) == (number, False)
        assert writer.read(writer.line(number, failed)) == (number, True)
    for number in (-1, 12):
        assert writer.read(writer.line(number, row)) is None
    line = writer.line(3, row)
    assert line.endswith(b"\n")
    assert other.read(line) is None
    assert all(writer.read(part) is None for part in (b"", b"\n", b"\xff\n", line[:-20], line + line, b"[1]\n", b"7\n"))
    if kind == "json":
        content = json.loads(line)
        for changed in ({"task": True}, {"task": "3"}, {"task": 3.0}, {"sweep": "x"}):
            assert writer.read(json.dumps(content | changed).encode()) is None
        assert writer.read(json.dumps(dict(reversed(content.items()))).encode()) is None
        assert writer.read(b"[" * 100_000) is None
        assert writer.header == b""
    else:
        assert writer.read(line.replace(b",3,", b",three,")) is None
        assert writer.read(line[:-1] + b",\n") is None
        assert writer.header == ",".join(writer.columns).encode() + b"\n"
    start = writer.header or f'{{"sweep": "{fingerprint(tasks)}", "task": '.encode()
    for part in (b"", start[:1], start[:-1], start, start + b"7"):
        assert writer.may_begin(part)
    for part in (b"x", start[:-1] + b"x", start[1:]):
        assert not writer.may_begin(part)


def test_two_labels_of_one_column_are_refused() -> None:
    labels = ["a b", "a\nb"]
    tasks = grid(
        Distribution.from_probabilities(["1/2", "1/2"], labels), Reward.values([0, 1], labels), lengths=[1], n=[1]
    )
    with pytest.raises(InputError, match=r"^two outcomes have labels that differ in spaces only: their columns "):
        RowWriter(tasks, "csv")
    with pytest.raises(ParameterError, match=r"^the sweep has no tasks: give at least one$"):
        write_sweep([], "rows.csv")


def test_rows_reach_the_disk_every_second_and_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is in the file at once; what a power cut may take is what a second brought."""
    clock = [100.0]
    synced: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(clock[0]))
    tasks = small()
    row = dict.fromkeys(columns(tasks[0]))
    with SweepFile(tmp_path / "rows.csv", tasks, "csv") as file:
        for number, now in enumerate((100.5, 101.0, 101.1, 101.2, 102.1, 102.2)):
            clock[0] = now
            file.append(number, row)
            assert (tmp_path / "rows.csv").read_bytes().count(b"\n") == number + 2
        assert synced == [101.1, 102.2]
        assert file.told() == f"{tmp_path / 'rows.csv'} has 6 of 12 rows"
        file.finish()
        assert synced == [101.1, 102.2, 102.2]
    assert file._file.closed


def test_rows_done_and_failed(tmp_path: Path) -> None:
    tasks = small()
    row = dict.fromkeys(columns(tasks[0]))
    path = tmp_path / "rows.jsonl"
    with SweepFile(path, tasks, "json") as file:
        file.append(0, row)
        file.append(1, row | {"error": "no"})
        assert (file.done, file.failed, file._ordered) == ({0}, {1}, True)
        assert file.told().endswith(" has 1 of 12 rows")
        file.append(1, row)
        assert (file.done, file.failed, file._ordered) == ({0, 1}, set(), False)
        file.finish()
    assert [json.loads(line)["task"] for line in path.read_text().splitlines()] == [0, 1]
    assert [json.loads(line)["error"] for line in path.read_text().splitlines()] == [None, None]


def test_a_file_system_without_locks_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    assert write_sweep(small(lengths=[2]), tmp_path / "rows.csv") == SweepResult(4, 0, 0)


def test_who_hears_of_rows(tmp_path: Path) -> None:
    path, tasks = tmp_path / "rows.csv", small(lengths=[2])
    started: list[int] = []
    heard: list[tuple[int, int]] = []

    def on_row(number: int, row: Any) -> None:
        heard.append((number, row["length"]))

    write_sweep(tasks, path, on_start=started.append, on_row=on_row)
    assert (started, heard) == ([0], [(number, 2) for number in range(4)])
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:4]))
    write_sweep(tasks, path, on_start=started.append, on_row=on_row)
    assert (started, heard[4:]) == ([0, 3], [(3, 2)])
