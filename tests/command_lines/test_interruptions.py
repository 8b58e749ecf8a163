"""Ctrl-C, really sent, to the command and all its workers: one line, 130, no broken file, nobody left behind."""

import csv
import json
import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from exactalign.cli import program
from proofs_check import kernel
from proofs_check.starting_file import STARTING_FILE
from tests.command_lines.processes import run
from tests.command_lines.programs import EXACTALIGN, PQ

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")]

MOMENTS = [0.05, 0.1, 0.4, 0.8, 1.5]

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


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", WRITERS)
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


def test_an_interruption_that_python_wraps_is_no_bug(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("exactalign.cli.options.ModelOptions.read", stopped)
    assert EXACTALIGN.run(["best-of-n", *PQ, "--n", "2"]) == 130
    assert capsys.readouterr().err == "exactalign: interrupted\n"
