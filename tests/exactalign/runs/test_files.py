"""Files that appear whole or not at all: what was there stays when the new one cannot be written."""

import os
from pathlib import Path

import pytest

from exactalign.exceptions import ParameterError
from exactalign.runs.files import write_file


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    for content in (b"first", b"second"):
        write_file(str(target), content)
        assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("failing", ["fsync", "fdopen"])
def test_a_full_disk_is_told_and_the_old_file_stays(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "found.csv"
    target.write_bytes(b"first")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, failing, full)
        with pytest.raises(ParameterError, match=r"found\.csv cannot be written: No space left on device"):
            write_file(str(target), b"second")
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_bytes() == b"first"


def test_all_of_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "found.csv"
    kept: list[tuple[int, bool]] = []
    monkeypatch.setattr(os, "fsync", lambda handle: kept.append((os.fstat(handle).st_size, target.exists())))
    write_file(str(target), b"content")
    assert kept == [(7, False)]
    assert target.read_bytes() == b"content"


def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual_ones(tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    before = os.umask(0o027)
    try:
        write_file(str(target), b"first")
        assert target.stat().st_mode & 0o7777 == 0o640
        target.chmod(0o604)
        write_file(str(target), b"second")
        assert target.stat().st_mode & 0o7777 == 0o604
        assert os.umask(0) == 0o027  # as it was before
        write_file(str(tmp_path / "open"), b"")
        assert (tmp_path / "open").stat().st_mode & 0o7777 == 0o666
    finally:
        os.umask(before)


def test_a_link_stays_one_and_a_device_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder" / "file")
    for content in (b"first", b"second"):
        write_file(str(tmp_path / "link"), content)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "folder" / "file").read_bytes() == content
    write_file("/dev/null", b"x")
    assert not Path("/dev/null").is_file()


def test_what_is_named_by_a_number_is_written_to_as_it_is(tmp_path: Path) -> None:
    """A file that is open already, by its number: it is not replaced by another."""
    target = tmp_path / "open"
    target.write_bytes(b"first")
    with target.open("rb") as file:
        write_file(f"/dev/fd/{file.fileno()}", b"second")
        assert os.fstat(file.fileno()).st_ino == target.stat().st_ino
        assert file.read() == b"second"


def test_a_pipe_with_a_name_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reading = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(str(tmp_path / "pipe"), b"content")
        assert os.read(reading, 100) == b"content"
    finally:
        os.close(reading)
    assert (tmp_path / "pipe").is_fifo()


def test_names_that_are_long_and_places_that_are_none(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 250)
    write_file(str(long), b"content")
    assert long.read_bytes() == b"content"
    with pytest.raises(ParameterError) as caught:
        write_file(str(tmp_path / "none" / "file"), b"", "--out")
    assert str(caught.value) == f"--out {tmp_path / 'none' / 'file'} cannot be written: No such file or directory"


def test_a_closed_pipe_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(Path, "write_bytes", closed)
    with pytest.raises(BrokenPipeError):
        write_file("/dev/null", b"x")
