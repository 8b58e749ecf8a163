"""The starting file: what is written, how its name is typed, and where none is written."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_check.exceptions import PaperError
from proofs_check.starting_file import STARTING_FILE, typed, write_starting_file
from tests.command_lines.programs import ENVIRONMENT, ROOT


@pytest.mark.parametrize("name", ["a.py", "a b.py", "-x.py", "x-.py", "a'b.py", "$x.py"])
def test_a_name_is_typed_as_one_word_that_is_no_option(name: str) -> None:
    (word,) = shlex.split(typed(Path(name)))
    assert word == (f"./{name}" if name == "-x.py" else name)


def test_it_is_written_once_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    write_starting_file(path)
    assert path.read_text(encoding="utf-8") == STARTING_FILE.replace("FILE", str(path))
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(PaperError) as caught:
        write_starting_file(path)
    assert str(caught.value) == f"{path} is there already: nothing was written, give another name"
    assert path.read_text(encoding="utf-8") == "mine"


def test_where_none_can_be(tmp_path: Path) -> None:
    for path, why in (
        (tmp_path / "mine.txt", "mine.txt: give a file name that ends in .py"),
        (tmp_path / "py", "py: give a file name that ends in .py"),
        (tmp_path / "no folder" / "mine.py", "mine.py cannot be written: No such file or directory"),
    ):
        with pytest.raises(PaperError) as caught:
            write_starting_file(path)
        assert str(caught.value).endswith(why)
        assert not path.exists()


PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX alone")
@pytest.mark.parametrize(("name", "code"), [("né.py".encode(), 0), (b"\xff.py", 2)])
def test_a_name_beyond_the_letters_of_the_locale(tmp_path: Path, name: bytes, code: int) -> None:
    """What is a text is written as one; of what is none nothing stays."""
    command = [sys.executable, "-m", "proofs_check", "new", name]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(ROOT), **PLAIN}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True)
    assert done.returncode == code, done.stderr
    assert done.stderr.count(b"\n") == (code == 2)
    assert os.listdir(os.fsencode(tmp_path)) == ([] if code else [name])
    if not code:
        text = (tmp_path / os.fsdecode(name)).read_text(encoding="utf-8")
        assert text == STARTING_FILE.replace("FILE", "'né.py'")
