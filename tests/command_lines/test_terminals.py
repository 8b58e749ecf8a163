"""On a terminal there are colours and progress; nowhere else is there a trace of either."""

import io
import os
import re
import threading
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.command_lines.processes import Finished, run, screen
from tests.command_lines.programs import MODEL, PQ, PROGRAMS

pytest.importorskip("pty", reason="needs pseudo-terminals")

WRONG = ("check-table", "wrong.csv", *MODEL, "--n", "2")
TABLE = "outcome,probability\n0,9/25\n1,1/3\n2,0.55\n"


def checked(directory: Path, *words: str, terminal: bool = True, **environment: str) -> Finished:
    (directory / "wrong.csv").write_text(TABLE, encoding="utf-8")
    return run("exactalign", *WRONG, *words, directory=directory, stdout_is_terminal=terminal, **environment)


@pytest.mark.slow
def test_cells_of_a_checked_table_are_coloured(tmp_path: Path) -> None:
    done = checked(tmp_path, NO_COLOR="")
    assert done.code == 1
    assert "\x1b[32mexact\x1b[0m" in done.out
    assert "\x1b[1;31mwrong\x1b[0m" in done.out
    assert "\n\x1b[1;31mWRONG\x1b[0m: " in done.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "terminal", "environment"),
    [
        ((), False, {}),
        ((), False, {"FORCE_COLOR": "1"}),
        ((), True, {"NO_COLOR": "1"}),
        ((), True, {"TERM": "dumb"}),
        (("--format", "json"), True, {}),
        (("--format", "csv"), True, {}),
        (("--format", "markdown"), True, {}),
        (("-o", "file.txt"), True, {}),
    ],
)
def test_no_colours(tmp_path: Path, words: tuple[str, ...], terminal: bool, environment: dict[str, str]) -> None:
    done = checked(tmp_path, *words, terminal=terminal, **environment)
    file = tmp_path / "file.txt"
    written = done.out + (file.read_text(encoding="utf-8") if file.exists() else "")
    assert done.code == 1
    assert "wrong" in written
    assert "\x1b" not in written + done.err


class Terminal(io.StringIO):
    """A stream of this process that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown_here(program: str, *words: str) -> str:
    """What a command of this process, which has loaded everything once, writes to such a stream."""
    with redirect_stdout(Terminal()) as stream:
        assert PROGRAMS[program].run(words) == 0
    return stream.getvalue()


@pytest.mark.slow
def test_verdicts_and_checks_are_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    """As cells are in a process on a real terminal, above."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    told = shown_here("proofs-check", "show", "A-type-order")
    assert "verdict           \x1b[33mamended\x1b[0m" in told
    assert ": \x1b[32mpassed\x1b[0m;" in told
    rows = shown_here("proofs-check", "run", "A-lem9", "A-type-order", "--jobs", "1")
    assert "A-lem9        \x1b[32mformal\x1b[0m " in rows
    assert "A-type-order  \x1b[33mamended\x1b[0m " in rows
    suite = ("conformance", "exactalign.testing.conformance.reference:best_of_n", "--kind", "pmf", "--examples", "1")
    listed = shown_here("exactalign", *suite)
    assert " \x1b[32mpassed\x1b[0m\n" in listed
    assert "\n\x1b[32mconforms\x1b[0m: " in listed


@pytest.mark.slow
@pytest.mark.parametrize("program", ["exactalign", "proofs-check"])
def test_the_name_before_an_error_is_coloured(tmp_path: Path, program: str) -> None:
    words = (program, "nonsense")
    on_terminal = run(*words, directory=tmp_path, stderr_is_terminal=True)
    assert on_terminal.err.startswith(f"\x1b[1;31m{program}:\x1b[0m no such")
    plain = f"{program}: no such"
    assert run(*words, directory=tmp_path, stderr_is_terminal=True, NO_COLOR="1").err.startswith(plain)
    assert run(*words, directory=tmp_path).err.startswith(plain)


LONG = {
    "sweep": ("exactalign", "sweep", *PQ, "--length", "70:95", "--kl", "11/100", "-o", "rows.csv", "--jobs", "1"),
    "best-of-n": ("exactalign", "best-of-n", "--input", "late.csv", "--n", "2", "-o", "policy.csv"),
    "report": ("proofs-check", "report", "slow.py", "--jobs", "1"),
}
COUNTED = {"sweep": "/26", "best-of-n": "working", "report": "claims ("}

SLOW = '''
"""Claims, of which the second sleeps."""

import time
from fractions import Fraction

from proofs_check import Claim, Variant, decision, equal


class First(Claim):
    id, place, title, statement, scope = "S-first", "here", "At once", "1/2 + 1/2 = 1", "closed"
    expected = "certified"
    total = 1
    teeth = (Variant("two", total=2),)

    @decision
    def adds(self):
        return equal(Fraction(1, 2) * 2, self.total)


class Second(First):
    id, title, statement = "S-second", "Late", "1/2 + 1/2 = 1 after a while"

    @decision
    def adds(self):
        time.sleep(1.5)
        return equal(Fraction(1, 2) * 2, self.total)
'''
"""Programs that wait take over a second on every machine, and none of its time."""


def run_long(name: str, directory: Path, **options: Any) -> Finished:
    """Run a command that takes over a second."""
    (directory / "slow.py").write_text(SLOW, encoding="utf-8")
    os.mkfifo(directory / "late.csv")

    def write() -> None:
        with (directory / "late.csv").open("w", encoding="utf-8") as stream:  # once the command has opened it
            time.sleep(1.5)
            stream.write("outcome,p,reward\na,1/4,1\nb,3/4,2\n")

    threading.Thread(target=write, daemon=True).start()
    return run(*LONG[name], directory=directory, **options)


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_progress_is_shown_after_a_second_and_leaves_no_trace(tmp_path: Path, name: str) -> None:
    done = run_long(name, tmp_path, stderr_is_terminal=True, NO_COLOR="1")
    assert (done.code, done.out) == (0, "")
    shown = re.findall(r"\d:\d\d:\d\d", done.err)
    assert shown[0] >= "0:00:01"  # nothing is shown in the first second
    assert COUNTED[name] in done.err
    assert done.err.count("\x1b[?25l") == done.err.count("\x1b[?25h") > 0  # the cursor is there again
    assert screen(done.err) == ""


@pytest.mark.slow
def test_progress_makes_way_for_rows_and_for_the_last_word(tmp_path: Path) -> None:
    rows = (*LONG["sweep"][:-4], "--jobs", "1")
    done = run(*rows, directory=tmp_path, stdout_is_terminal=True, stderr_is_terminal=True, NO_COLOR="1")
    assert done.code == 0
    assert len(done.out.splitlines()) == 27
    assert screen(done.err) == ""
    longer = ["70:169" if word == "70:95" else word for word in rows]  # it would end long after it is interrupted
    stopped = run(*longer, directory=tmp_path, stderr_is_terminal=True, NO_COLOR="1", interrupt_at="/100")
    assert stopped.code == 130
    assert screen(stopped.err) == "exactalign: interrupted"


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {}])
def test_no_progress_elsewhere(tmp_path: Path, environment: dict[str, str]) -> None:
    done = run_long("best-of-n", tmp_path, stderr_is_terminal=bool(environment), **environment)
    assert (done.code, done.err) == (0, "")


@pytest.mark.slow
def test_no_progress_within_the_first_second(tmp_path: Path) -> None:
    done = run("exactalign", "best-of-n", *MODEL, "--n", "2", directory=tmp_path, stderr_is_terminal=True)
    assert (done.code, done.err) == (0, "")
