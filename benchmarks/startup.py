"""Starting the command: fresh processes, timed from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.record import Goal, Row, Section, Size, raced

ROOT = Path(__file__).resolve().parent.parent
TABLE_1 = ["best-of-n", "--p", "1/5,3/10,1/2", "--reward", "log 6, 0, log 2", "--length", "2", "--n", "2"]
COMMAND = "from exactalign.cli import main; main()"
LEDGER = "from proofs_check.cli import main; main()"


def run(size: Size) -> Section:
    """`exactalign --help`, Table 1 and the list of claims, against starting Python and importing SymPy alone."""
    section = Section(
        "startup",
        "Starting the command",
        "Each run is a fresh process, whose modules have been compiled before, as those of an installed package are. "
        "Python's own start is part of every time. The list of claims is kept after the first call, "
        "which loads them all.",
    )
    with TemporaryDirectory() as kept:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "XDG_CACHE_HOME": kept}
        if size != "tiny":  # where only the answers are looked at, nothing need be compiled for the second time
            environment["PYTHONPYCACHEPREFIX"] = kept
            environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def python(*arguments: str) -> str:
            return _python(environment, *arguments)

        race = {
            "help": lambda: python("-c", COMMAND, "--help"),
            "table": lambda: python("-c", COMMAND, *TABLE_1),
            "list": lambda: python("-c", LEDGER, "list"),
            "SymPy": lambda: python("-c", "import sympy"),
            "Python": lambda: python("-c", "pass"),
        }
        times, answers = raced(race, 1 if size == "tiny" else 7, at_most=60)
    section.agree("best-of-n" in answers["help"], "the help does not name best-of-n")
    section.agree("49/625" in answers["table"], "Table 1 lacks 49/625")
    section.agree("A-lem9" in answers["list"], "the list lacks A-lem9")
    for name, case, limit in (
        ("help", "`exactalign --help`", 0.3),
        ("table", "`exactalign best-of-n`, Table 1", 0.15),
        ("list", "`proofs-check list`", 0.25),
    ):
        section.rows.append(Row(case, times[name], "`import sympy` alone", times["SymPy"], Goal(seconds=limit)))
        section.rows.append(Row(case, times[name], "Python alone", times["Python"]))
    return section


def _python(environment: dict[str, str], *arguments: str) -> str:
    finished = subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", check=True, env=environment, timeout=120
    )
    return finished.stdout
