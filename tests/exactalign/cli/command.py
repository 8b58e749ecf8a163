"""Running the command line in this process, and the paper's model as options."""

import io
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from exactalign.cli.app import run
from tests.command_lines.programs import Result

P = ("--p", "1/5,3/10,1/2")
MODEL = (*P, "--reward", "log 6, 0, log 2")
PAIR = (*MODEL, "--length", "2", "--n", "2")


class Shown(NamedTuple):
    """A table as a terminal shows it, in parts: its rows as their cells; a caption is the first of the notes."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    notes: list[str]

    @classmethod
    def of(cls, text: str) -> "Shown":
        """Take what was printed apart; there must be a title."""
        title, table, *notes = text.removesuffix("\n").split("\n\n")
        header, rule, *rows = table.split("\n")
        assert re.fullmatch("-+(  -+)*", rule)
        assert len(notes) <= 1
        spans = [found.span() for found in re.finditer("-+", rule)]
        columns, *cells = [[line[slice(*span)].strip() for span in spans] for line in (header, *rows)]
        return cls(title, columns, cells, "\n".join(notes).splitlines())


class Command:
    """Runs `exactalign`, in a directory of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, directory: Path) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        self.directory = directory

    def __call__(self, *arguments: str, stdin: str | bytes = b"") -> Result:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        code = run(arguments)
        captured = self.capsys.readouterr()
        return Result(code, captured.out, captured.err)

    def ok(self, *arguments: str, stdin: str | bytes = b"") -> str:
        """Run what must succeed without a word on stderr; return stdout."""
        result = self(*arguments, stdin=stdin)
        assert (result.code, result.err) == (0, "")
        return result.out

    def refused(self, *arguments: str, stdin: str | bytes = b"") -> str:
        """Run what must be refused: exit code 2, one line on stderr, nothing on stdout, no file left."""
        before = sorted(self.directory.iterdir())
        result = self(*arguments, stdin=stdin)
        assert result.code == 2, result
        assert result.out == ""
        assert result.err.startswith("exactalign: ")
        assert result.err.endswith("\n")
        assert result.err.count("\n") == 1
        assert len(result.err) < 1000
        assert "bug" not in result.err
        assert sorted(self.directory.iterdir()) == before
        return result.err.removeprefix("exactalign: ").rstrip("\n")
