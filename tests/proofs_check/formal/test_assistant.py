"""Coq as a program: what it is called with, and what its answers become. A script that answers stands in its place."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from proofs_check.formal import assistant
from proofs_check.formal.assistant import Assistant, Compiled, axioms_in


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with the only programs there are."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def answering(programs: Path, name: str, script: str) -> None:
    (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (programs / name).chmod(0o755)


def test_the_version_is_that_of_the_program(programs: Path) -> None:
    assert assistant.version() == ""
    assert assistant.missing() == f"there is no coqc on the path: {assistant.INSTALL}"
    answering(programs, "coqc", 'test "$*" = --version && echo "The Coq Proof Assistant, version 8.99 compiled"')
    assert (assistant.version(), assistant.missing()) == ("8.99", "")
    answering(programs, "coqc", "echo something else")
    assert assistant.version() == ""


def test_compiled_files_are_told_by_what_they_were_compiled_with(programs: Path, tmp_path: Path) -> None:
    answering(programs, "coqc", f'test "$1" = -where && echo " {tmp_path} " || echo "version 8.99"')
    files = ("theories/Reals/Reals.vo", "user-contrib/Coquelicot/Coquelicot.vo", "user-contrib/Interval/Tactic.vo")
    assert assistant.toolchain() == "8.99 " + " ".join(f"{name}:none" for name in files)
    answering(programs, "coqc", 'echo "version 8.99"; test "$1" != -where')  # which does not say where it is
    assert assistant.toolchain() == "8.99 " + " ".join(f"{name}:none" for name in files)
    answering(programs, "coqc", f'test "$1" = -where && echo " {tmp_path} " || echo "version 8.99"')
    for k, name in enumerate(files, 1):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, ns=(k, k))
    assert assistant.toolchain() == "8.99 " + " ".join(f"{name}:{k}" for k, name in enumerate(files, 1))


def test_a_file_is_written_and_compiled(programs: Path, tmp_path: Path) -> None:
    answering(programs, "coqc", 'echo "$*"; pwd')
    found = Assistant(tmp_path).compile("One", "Goal ∀.")
    assert found.said.splitlines() == ["-q -w none -Q . ExactAlign One.v", str(tmp_path)]
    assert (tmp_path / "One.v").read_text(encoding="utf-8") == "Goal ∀."
    assert (found.error, found.kept) == ("", False)
    assert 0 < found.seconds < 60
    assert (
        Assistant(tmp_path).compile("One", "", timed=True).said.startswith("-q -w none -time -Q . ExactAlign One.v\n")
    )


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("exit 3", "coqc ended with 3"),
        ("echo ' Error:\n  no. ' >&2; exit 1", "Error: no."),
        ("echo 'a warning' >&2", ""),
    ],
)
def test_only_a_program_that_fails_has_an_error(programs: Path, tmp_path: Path, script: str, error: str) -> None:
    answering(programs, "coqc", script)
    assert Assistant(tmp_path).compile("One", "").error == error


def test_the_checker_goes_through_the_files_named(programs: Path, tmp_path: Path) -> None:
    answering(programs, "coqchk", 'echo "$*"; echo " more" >&2')
    found = Assistant(tmp_path).recheck(["One", "Two"])
    assert found.said == "-silent -o -Q . ExactAlign -norec ExactAlign.One -norec ExactAlign.Two\n more\n"
    assert found.error == ""
    assert 0 < found.seconds < 60
    answering(programs, "coqchk", "exit 2")
    assert Assistant(tmp_path).recheck([]).error == "coqchk ended with 2"
    answering(programs, "coqchk", f"echo ' {'x' * 301}y' >&2; exit 2")
    assert Assistant(tmp_path).recheck([]).error == "x" * 299 + "y"


def test_what_is_stopped_starts_nothing_more(programs: Path, tmp_path: Path) -> None:
    answering(programs, "coqc", "touch started")
    stopped = Assistant(tmp_path)
    stopped.stop()
    found = stopped.compile("One", "")
    assert (found.said, found.error) == ("", "stopped")
    assert not (tmp_path / "started").exists()


def test_what_is_running_is_ended(programs: Path, tmp_path: Path) -> None:
    answering(programs, "coqc", "k=0; : > started; while [ $k -lt 3000000 ]; do k=$((k + 1)); done")
    running = Assistant(tmp_path)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(running.compile, "One", "")
        while not (tmp_path / "started").exists():
            time.sleep(0.01)
        running.stop()
    assert found.result().error == "coqc ended with -9"


def test_an_answer_is_asked_of_coq_unless_it_is_kept() -> None:
    assert Compiled("said", "", 1.0) == Compiled("said", "", 1.0, kept=False)


def test_the_axioms_that_are_printed() -> None:
    said = "first\nAxioms:\nA.b : Prop\nlong'name\n  : forall x, y\nA.c is assumed to be positive.\nA.d relies on it.\n"
    assert axioms_in(said) == frozenset({"A.b", "long'name", "A.c", "A.d"})
    assert axioms_in("Axioms:\n") == frozenset()
    assert axioms_in("x\nClosed under the global context\ny") == frozenset()
    assert axioms_in("Not Closed under the global context") is None
