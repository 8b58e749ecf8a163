"""Files of sweeps: what is on the disk when, what a failure leaves, which sweep a file belongs to."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from exactalign.exceptions import InputError
from exactalign.runs.sweep_files import RowWriter, SweepFile
from exactalign.runs.sweeps import SweepTask, columns, fingerprint

TASKS = [SweepTask(("1/2", "1/2"), ("0", "log(2)"), ("α", 1), m, "floor", kl="1") for m in (2, 3, 4)]
ROW = dict.fromkeys(columns(TASKS[0]))


def test_the_mark_of_a_sweep_is_that_of_its_tasks() -> None:
    """Its form is part of that of the files: those of another are not taken up."""
    model = hashlib.sha256(json.dumps([["1/2", "1/2"], ["0", "log(2)"], ["α", 1]]).encode()).hexdigest()
    told = "exactalign sweep 1\n"
    told += "".join(json.dumps([model, m, "floor", "1", None, 15, False, False, True]) for m in (2, 3, 4))
    assert fingerprint(TASKS) == hashlib.sha256(told.encode()).hexdigest()[:16]


def test_letters_stay_letters_in_a_line() -> None:
    row = ROW | {"error": "α ≤ 1"}
    assert "α ≤ 1".encode() in RowWriter(TASKS, "json").line(0, row)
    assert "α ≤ 1".encode() in RowWriter(TASKS, "csv").line(0, row)


def turned(path: Path) -> SweepFile:
    """A file whose rows came out of order."""
    file = SweepFile(path, TASKS, "csv")
    for number in (2, 0, 1):
        file.append(number, ROW)
    return file


def test_sorted_rows_are_on_the_disk_before_they_have_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.csv"
    kept: list[tuple[bool, int]] = []

    def fsync(handle: int) -> None:
        found = os.fstat(handle)
        kept.append((found.st_ino == path.stat().st_ino, found.st_size))

    with turned(path) as file:
        before = path.read_bytes()
        monkeypatch.setattr(os, "fsync", fsync)
        file.finish()
    header, *lines = before.splitlines(keepends=True)
    assert path.read_bytes() == header + lines[1] + lines[2] + lines[0]
    assert kept == [(True, len(before)), (False, len(before))]
    assert file._file.closed


def test_rows_that_cannot_be_sorted_stay_as_they_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.csv"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for failing in ("chmod", "unlink"):
        with turned(path) as file:
            before = path.read_bytes()
            with monkeypatch.context() as patch:
                patch.setattr(Path, "replace", full)
                if failing == "unlink":
                    patch.setattr(Path, failing, full)
                with pytest.raises(OSError, match="No space left"):
                    file.finish()
        assert path.read_bytes() == before
        left = [one for one in tmp_path.iterdir() if one != path]
        assert len(left) == (failing == "unlink")
        for one in (path, *left):
            one.unlink()


def test_a_file_of_a_long_name_is_sorted_beside_itself(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 240 + ".csv")
    with turned(path) as file:
        file.finish()
    assert [line.split(b",")[1] for line in path.read_bytes().splitlines()] == [b"task", b"0", b"1", b"2"]


def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "rows.csv").symlink_to(tmp_path / "folder" / "kept.csv")
    with turned(tmp_path / "rows.csv") as file:
        assert file.told() == f"{tmp_path / 'rows.csv'} has 3 of 3 rows"
        file.finish()
    assert (tmp_path / "rows.csv").is_symlink()
    assert [one.name for one in (tmp_path / "folder").iterdir()] == ["kept.csv"]


def test_a_file_that_is_refused_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a note\n")
    opened: list[Any] = []

    class Kept(SweepFile):
        def _lock(self) -> None:
            opened.append(self._file)

    with pytest.raises(InputError, match="does not hold rows of this sweep"):
        Kept(path, TASKS, "csv")
    assert opened[0].closed


def test_which_line_is_none_of_the_sweep(tmp_path: Path) -> None:
    """The second line tells another sweep, a later one a slip in this one."""
    path, writer = tmp_path / "rows.csv", RowWriter(TASKS, "csv")
    foreign = f"{path} does not hold rows of this sweep (other parameters, or another file): give another --output, "
    for number, message in (
        (0, foreign + "or delete it first"),
        (1, f"{path}: line 3 is no row of this sweep: take the line out, or give another file"),
    ):
        path.write_bytes(writer.header + b"".join(writer.line(k, ROW) for k in range(number)) + b"x\n")
        with pytest.raises(InputError) as error:
            SweepFile(path, TASKS, "csv")
        assert str(error.value) == message


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_line_that_is_cut_off_is_taken_out(kind: Any, tmp_path: Path) -> None:
    """The first only where it can be one of this sweep; what stands after whole ones is never read."""
    path, writer = tmp_path / "rows", RowWriter(TASKS, kind)
    first = writer.header or writer.line(0, ROW)
    for whole, half in ((b"", first[:5]), (first, b"x"), (first + writer.line(1, ROW), b"\xff")):
        path.write_bytes(whole + half)
        with SweepFile(path, TASKS, kind):
            assert path.read_bytes() == (whole or writer.header)
    for half in (b"x", first[1:5]):
        path.write_bytes(half)
        with pytest.raises(InputError, match="does not hold rows of this sweep"):
            SweepFile(path, TASKS, kind)
        assert path.read_bytes() == half
