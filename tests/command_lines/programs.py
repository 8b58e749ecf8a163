"""Both programs: their commands, what they say about themselves, and how they are run in this process."""

import io
import os
import re
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.main import get_command

import exactalign
from exactalign.cli.app import PROGRAM as EXACTALIGN
from exactalign.cli.manual import Manual, manual
from proofs_check.cli.app import PROGRAM as PROOFS_CHECK

ROOT = Path(exactalign.__file__).parents[1]
PROGRAMS = {program.name: program for program in (EXACTALIGN, PROOFS_CHECK)}
MODEL = ("--p", "1/5,3/10,1/2", "--reward", "log 6, 0, log 2")
PQ = ("--p", "1/5,3/10,1/2", "--q", "2/3,1/9,2/9")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM", "COLUMNS")}


class Result(NamedTuple):
    """What a run gave."""

    code: int
    out: str
    err: str


def _manuals() -> dict[str, Manual]:
    found = {}
    for name, program in PROGRAMS.items():
        group: Any = get_command(program.app)
        context = group.make_context(name, [], resilient_parsing=True)
        found[name] = manual(group, context)
        for word in group.list_commands(context):
            command = group.get_command(context, word)
            inner = command.make_context(word, [], parent=context, resilient_parsing=True)
            found[f"{name} {word}"] = manual(command, inner)
    return found


MANUALS = _manuals()
"""What every command says about itself, by its whole name; the programs themselves are among them."""

COMMANDS = [name for name in MANUALS if " " in name]


def example_lines(shown: Manual) -> list[str]:
    """The examples of a command, without the words between them."""
    return [line.strip() for line in shown.examples if re.match(r" *(exactalign|proofs-check) ", line)]


def prepare(line: str) -> None:
    """Write the files of the user's own that an example reads into the current directory."""
    Path("model.csv").write_text("outcome,p,reward\na,1/4,1\nb,3/4,2\n", encoding="utf-8")
    numbers = '[macros]\nKLtwo = {value = "log 2 - 1/2", digits = 4}\n'
    Path("numbers.toml").write_text(numbers, encoding="utf-8")
    Path("paper.tex").write_text("at most \\exactly{KLtwo}{0.193} nats\n", encoding="utf-8")
    samples = "prompt,probability,reward,golden_reward\nq,1/4,1,0\nq,1/4,2,2\nq,1/2,3,1\n"
    Path("samples.csv").write_text(samples, encoding="utf-8")
    length = ("--length", "2", "--n", "2")
    of = ("--input", "model.csv", "--n", "4") if "--input model.csv" in line else (*MODEL, *length)
    _put("table.tex", "exactalign", "best-of-n", *MODEL, *length, "-o", "table.tex")
    _put("table.csv", "exactalign", "best-of-n", *of, "-o", "table.csv")
    if "proofs-check new" not in line:
        _put("my_claims.py", "proofs-check", "new", "my_claims.py")


def _put(name: str, *command: str) -> None:
    Path(name).write_bytes(_written(name, *command))


@cache
def _written(name: str, program: str, *words: str) -> bytes:
    """The file that a command writes, which is the same beside every example."""
    assert PROGRAMS[program].run(list(words)) == 0
    return Path(name).read_bytes()


def run_line(line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Result:
    """Run a line as a shell would; of what is special to shells, only `&&`, `<` and comments are understood."""
    capsys.readouterr()
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    results = []
    for command in " ".join(shlex.quote(word) if word not in ("&&", "<") else word for word in words).split(" && "):
        before, _, source = command.partition(" < ")
        assert not set(shlex.split(before)) & {"(", ")", ";", "|", "&", ">"}, f"not for a shell: {line}"
        content = Path(source).read_bytes() if source else b""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        name, *arguments = shlex.split(before)
        code = PROGRAMS[name].run(arguments)
        results.append(Result(code, *capsys.readouterr()))
        if code:
            break
    return results[-1]
