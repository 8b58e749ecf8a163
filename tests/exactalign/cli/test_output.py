"""Where answers go, in which format, and what is refused before any work; texts that are read."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from exactalign.cli import output
from exactalign.cli.output import (
    Format,
    TextFormat,
    check_directory,
    check_target,
    chosen_format,
    emit,
    emit_table,
    is_standard,
    unix_lines,
)
from exactalign.cli.sources import MAX_FILE, read_text, source_name
from exactalign.exceptions import InputError, ParameterError


@pytest.mark.parametrize(
    ("name", "form"),
    [
        (None, "latex"), ("-", "latex"), ("/dev/stdout", "latex"), ("x", "latex"), ("x.txt", "latex"),
        ("x.text", "latex"), ("x.out", "latex"), ("x.LOG", "latex"), ("x.md", "markdown"), ("x.markdown", "markdown"),
        ("a.b/x.tex", "latex"), ("x.latex", "latex"), ("x.csv", "csv"), ("x.JSON", "json"), ("x.html", "html"),
        ("x.htm", "html"), ("x.csv.json", "json"),
    ],
)  # fmt: skip
def test_the_format_is_what_the_suffix_says(name: str | None, form: str) -> None:
    assert chosen_format(None, name, Format.LATEX) is Format(form)
    assert chosen_format(Format.TABLE, name, Format.LATEX) is Format.TABLE


def test_a_suffix_that_says_no_format_is_refused() -> None:
    every = ".md, .markdown, .tex, .latex, .csv, .json, .html, .htm"
    for given, default, message in (
        (("x.pdf", "--output"), Format.TABLE, f"--output x.pdf says no format: end it in {every}, or give --format"),
        (("x.csv", "--output"), TextFormat.TABLE, "--output x.csv says no format: end it in .json, or give --format"),
        (("x.pdf", "--table"), Format.TABLE, f"--table x.pdf says no format: end it in {every}"),
    ):
        with pytest.raises(ParameterError) as caught:
            chosen_format(None, given[0], default, given[1])
        assert str(caught.value) == message


def test_standard_output_is_always_there() -> None:
    for name in (None, "-", "/dev/stdout"):
        assert is_standard(name)
        check_target(name)
    assert not is_standard("x")


def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("file").write_text("")
    for fine in ("new", "file", "folder/new", "/dev/null"):
        check_target(fine)
    for name, message in (
        ("folder", "--out folder is a directory: give a file name"),
        ("nowhere/new", "--out nowhere/new: there is no directory nowhere"),
        ("file/new", "--out file/new: there is no directory file"),
    ):
        with pytest.raises(ParameterError) as caught:
            check_target(name, "--out")
        assert str(caught.value) == message


def test_what_is_read_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("file", "other"):
        Path(name).write_text("")
    Path("link").symlink_to("file")
    for name in ("file", "./file", str(tmp_path / "file"), "link"):
        for other in ("file", "link"):
            with pytest.raises(ParameterError, match=f"^--output {name} is what is read: give another file$"):
                check_target(name, read=[None, "-", other])
    with Path("file").open() as given, pytest.MonkeyPatch.context() as standard:
        standard.setattr(os, "fstat", lambda _descriptor: Path(given.name).stat())
        with pytest.raises(ParameterError, match="is what is read"):  # which may come in as standard input
            check_target("file", read=["-"])
    for name in ("other", "new", "/dev/null", "-"):
        check_target(name, read=["file", "new", "/dev/null", "-", None, "x\0", ""])


@pytest.mark.parametrize(
    ("name", "closed", "refused"),
    [
        ("new", "", False), ("new", "here", True), ("file", "here", True), ("file", "file", True),
        ("link", "here", False), ("link", "there", True), ("link", "there/file", True), ("/dev/null", "/dev", False),
        ("/dev/null", "/dev/null", True),
    ],
)  # fmt: skip
def test_what_must_be_writable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, closed: str, refused: bool
) -> None:
    """A file is replaced by a new one beside it, a link where it leads; a device is written to."""
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
    (tmp_path / "here/file").write_text("")
    (tmp_path / "there/file").write_text("")
    (tmp_path / "here/link").symlink_to(tmp_path / "there/file")
    monkeypatch.chdir(tmp_path / "here")
    places = {"": "", "here": ".", "file": "file"}
    shut = os.path.realpath(
        closed if closed.startswith("/") else tmp_path / "here" / places.get(closed, f"../{closed}")
    )

    def access(place: Any, mode: int) -> bool:
        assert mode == os.W_OK
        return not closed or os.path.realpath(place) != shut

    monkeypatch.setattr(os, "access", access)
    if refused:
        with pytest.raises(ParameterError) as caught:
            check_target(name)
        assert str(caught.value) == f"--output {name} cannot be written: permission denied"
    else:
        check_target(name)


def test_a_directory_is_made_where_one_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    check_directory(str(tmp_path), "--into")
    check_directory(str(tmp_path / "a/b/c"), "--into")
    monkeypatch.chdir(tmp_path)
    check_directory("new", "--into")
    for name in (tmp_path / "file", tmp_path / "file/new"):
        with pytest.raises(ParameterError) as caught:
            check_directory(str(name), "--into")
        assert str(caught.value) == f"--into {name}: {tmp_path / 'file'} is not a directory"
    with pytest.raises(ParameterError, match=r"^--into is empty: give a directory$"):
        check_directory("", "--into")  # such as a variable of the shell that is not set
    for missing in (os.W_OK, os.X_OK):
        monkeypatch.setattr(os, "access", lambda place, mode, missing=missing: not mode & missing)
        with pytest.raises(ParameterError, match=r"^--into new cannot be written: permission denied$"):
            check_directory("new", "--into")


class Stream(io.StringIO):
    """A stream that counts the longest write."""

    encoding = "ascii"
    longest = 0
    failing: Exception | None = None

    def write(self, text: str) -> int:
        self.longest = max(self.longest, len(text))
        if self.failing is not None:
            raise self.failing
        return super().write(text)


def standard(monkeypatch: pytest.MonkeyPatch) -> Stream:
    """Standard output, for the rest of a test."""
    found = Stream()
    monkeypatch.setattr(sys, "stdout", found)
    return found


@pytest.mark.parametrize("text", ["", "x", "x\n", "x\n\n\n", "x\ny" * 40_000])
def test_an_answer_ends_in_one_newline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    stream = standard(monkeypatch)
    emit(text)
    assert stream.getvalue() == text.rstrip("\n") + "\n"
    assert stream.longest <= 32_768
    emit(text + "é", str(tmp_path / "file"))
    assert (tmp_path / "file").read_bytes() == f"{text}é\n".encode()


def test_colours_are_for_terminals_that_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = standard(monkeypatch)
    for has in (True, False):
        monkeypatch.setattr(output, "coloured", lambda where, has=has: has and where is stream)
        stream.truncate(0)
        stream.seek(0)
        emit_table("a,b\r\n", Format.TABLE, None, str.upper)
        emit_table("a,b\r\n", Format.MARKDOWN, None, str.upper)
        emit_table('a,"b\r\nc"\r\n', Format.CSV, "-", str.upper)
        assert stream.getvalue() == f'{"A,B" if has else "a,b"}\r\na,b\r\na,"b\r\nc"\n'


def test_streams_that_take_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = standard(monkeypatch)
    stream.failing = UnicodeEncodeError("ascii", "é", 0, 1, "no")
    with pytest.raises(ParameterError) as caught:
        emit("é")
    assert str(caught.value) == (
        "standard output is ascii, which cannot show this answer: set PYTHONIOENCODING=utf-8 or use --output"
    )
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(ParameterError, match=r"^standard output is closed: use --output FILE$"):
        emit("x")


def test_records_end_as_text_tools_expect() -> None:
    assert unix_lines('a,b\r\n"x\r\ny",1\r\n') == 'a,b\n"x\r\ny",1\n'


@hypothesis.given(st.lists(st.lists(st.text('a," \r\n'), min_size=1), min_size=1))
def test_what_stands_in_cells_is_kept(rows: list[list[str]]) -> None:
    """Also where a cell is longer than Python's reader would take."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([*rows, ["x" * 200_000]])
    found = unix_lines(written.getvalue())
    assert found.count("\r\n") == sum(cell.count("\r\n") for row in rows for cell in row)
    with_room = csv.field_size_limit(1 << 20)
    try:
        assert list(csv.reader(io.StringIO(found, newline="")))[:-1] == rows
    finally:
        csv.field_size_limit(with_room)


def test_what_a_source_is_called() -> None:
    assert (source_name("-"), source_name("x")) == ("standard input", "x")
    assert MAX_FILE == 200_000_000


@pytest.mark.parametrize("standard", [True, False])
def test_texts_are_read_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, standard: bool) -> None:
    path = tmp_path / "file"

    def read(content: bytes, limit: int = 10) -> str:
        path.write_bytes(content)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        return read_text("-" if standard else str(path), limit)

    name = "standard input" if standard else str(path)
    assert read("é".encode()) == "é"
    assert read(b"\xef\xbb\xbfx") == "x"
    assert read(b"x" * 10) == "x" * 10
    for content, limit, message in (
        (b"x" * 11, 10, f"{name} has over 10 bytes: that much is not read"),
        (b"x" * 3001, 3000, f"{name} has over 3,000 bytes: that much is not read"),
        (b"ab\xff", 10, f"{name} is no UTF-8 text: byte 3 is wrong"),
    ):
        with pytest.raises(InputError) as caught:
            read(content, limit)
        assert str(caught.value) == message


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    for name, why in ((str(tmp_path / "none"), "No such file or directory"), (str(tmp_path), "Is a directory")):
        with pytest.raises(InputError) as caught:
            read_text(name)
        assert str(caught.value) == f"{name} cannot be read: {why}"
    with pytest.raises(InputError, match=r"cannot be read: .*null"):
        read_text("a\0b")
