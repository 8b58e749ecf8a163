"""Ctrl-C, really sent, to the command and all its workers: one line, 130, no broken file, nobody left behind."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from exactalign.cli import program
from proofs_check import kernel
from proofs_check.starting_file import STARTING_FILE
from tests.command_lines.processes import run
from tests.command_lines.programs import ENVIRONMENT, EXACTALIGN, PQ, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")]

MOMENTS = {"exactalign": (0.05, 0.1, 0.2, 0.4, 0.8), "proofs-check": (0.05, 0.1, 0.4, 0.8, 1.5)}
"""While modules are loaded, and in the work itself, which begins later where all claims are loaded before."""

WRITERS = {
    "compare": ("exactalign", "compare", *PQ, "--length", "1500", "--kl", "11/100", "-o", "answer.json"),
    "figure": ("exactalign", "figure", "figure1", "--length", "120", "-o", "figure.svg", "--data", "data.csv"),
    "audit": ("exactalign", "audit", "samples.csv", "--n", "2:12", "--jobs", "2", "-o", "answer.json"),
    "sweep": ("exactalign", "sweep", *PQ, "--length", "60:200", "--kl", "11/100", "--jobs", "2", "-o", "rows.csv"),
    "conformance": (
        "exactalign", "conformance", "exactalign.testing.conformance.reference:best_of_n", "--kind", "pmf",
        "--examples", "3000", "-o", "answer.json",
    ),
    "run": ("proofs-check", "run", "guarantees", "--jobs", "2", "-o", "answer.json"),
    "report": ("proofs-check", "report", "guarantees", "--jobs", "2", "-o", "report.html"),
    "certify": ("proofs-check", "certify", "certificates", "asymptotics"),
    "new": ("proofs-check", "new", "mine.py"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "moment"), [(name, moment) for name, (program, *_) in WRITERS.items() for moment in MOMENTS[program]]
)
def test_an_interruption_breaks_nothing(tmp_path: Path, name: str, moment: float) -> None:
    lines = [f"q{prompt},1/8,{reward}\n" for prompt in range(500) for reward in range(8)]
    (tmp_path / "samples.csv").write_text("prompt,probability,reward\n" + "".join(lines), encoding="utf-8")
    done = run(*WRITERS[name], directory=tmp_path, interrupt_after=moment)
    if done.code != 130:  # it was faster
        assert (done.code, done.err) == (0, "")
    else:
        assert done.code == 130
        told = f"{WRITERS[name][0]}: interrupted"
        assert done.err.startswith(told)
        assert done.err.count("\n") == 1
        assert done.err == f"{told}\n" or name == "sweep"
    expected = {"samples.csv", *WRITERS[name]}
    assert {path.name for path in tmp_path.iterdir()} <= expected  # nothing half-written, nothing of others
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "samples.csv":
            assert is_whole(path), path.name
    assert done.left == ""


def is_whole(path: Path) -> bool:
    """Whether a file is what its name says, from its beginning to its end."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        content = json.loads(text)
        return "digest" not in content or kernel.check(content).status == "valid"
    if path.suffix == ".csv":
        rows = list(csv.reader(text.splitlines()))
        return text == "" or (text.endswith("\n") and len({len(row) for row in rows}) == 1)
    if path.suffix == ".py":
        return text == STARTING_FILE.replace("FILE", path.name)
    endings = {".svg": "</svg>", ".html": "</html>"}
    return text.rstrip().endswith(endings[path.suffix])


def test_an_interruption_that_python_drops_comes_again() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            _dropped()
    finally:
        signal.signal(signal.SIGINT, before)


def _dropped() -> None:
    program._once_more(SimpleNamespace(exc_type=KeyboardInterrupt))
    for _ in range(100):
        time.sleep(0.05)


_ABORTS = """
import os, sys, tempfile, types

class Aborts:
    def __del__(self):
        os.abort()

sys.modules["half"] = types.ModuleType("half")
sys.modules["half"].left = Aborts()
"""

_RUN = """
from exactalign.cli.app import PROGRAM

def stopped(*_):
    globals()["directory"] = tempfile.TemporaryDirectory(dir=sys.argv[1])
    raise {exception}

PROGRAM._run = stopped
PROGRAM.main([])
"""


@pytest.mark.parametrize(("exception", "code"), [("KeyboardInterrupt", 130), ("SystemExit(3)", -signal.SIGABRT)])
def test_a_library_that_aborts_the_end_of_python_does_not_change_the_status(
    tmp_path: Path, exception: str, code: int
) -> None:
    command = [sys.executable, "-c", _ABORTS + _RUN.format(exception=exception), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, cwd=ROOT)
    assert done.returncode == code  # the second: what Python does at its own end is what is meant
    if code == 130:
        assert done.stderr == "exactalign: interrupted\n"
        assert list(tmp_path.iterdir()) == []  # what cleans up at the end still does


@pytest.mark.parametrize(("package", "program"), [("exactalign", "exactalign"), ("proofs_check", "proofs-check")])
def test_an_interruption_while_the_program_is_imported_is_told(tmp_path: Path, package: str, program: str) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    command = [sys.executable, "-c", f"{_ABORTS}from {package}.cli import main; main()"]
    environment = {**ENVIRONMENT, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (130, f"{program}: interrupted\n")


def test_an_interruption_that_python_wraps_is_no_bug(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("exactalign.cli.options.ModelOptions.read", stopped)
    assert EXACTALIGN.run(["best-of-n", *PQ, "--n", "2"]) == 130
    assert capsys.readouterr().err == "exactalign: interrupted\n"
