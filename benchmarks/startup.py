"""Starting the command: fresh processes, timed from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.record import Goal, Row, Section, Size, raced

ROOT = Path(__file__).resolve().parent.parent
TABLE_1 = ["best-of-n", "--p", "1/5,3/10,1/2", "--reward", "log 6, 0, log 2", "--length", "2", "--n", "2"]
COMMAND = "from exactalign.cli import main; main()"


def run(size: Size) -> Section:
    """`exactalign --help` and Table 1, against starting Python and importing SymPy alone."""
    section = Section(
        "startup",
        "Starting the command",
        "Each run is a fresh process. Python's own start is part of every time.",
    )
    race = {
        "help": lambda: _python("-c", COMMAND, "--help"),
        "table": lambda: _python("-c", COMMAND, *TABLE_1),
        "SymPy": lambda: _python("-c", "import sympy"),
        "Python": lambda: _python("-c", "pass"),
    }
    times, answers = raced(race, 1 if size == "tiny" else 7)
    section.agree("best-of-n" in answers["help"], "the help does not name best-of-n")
    section.agree("49/625" in answers["table"], "Table 1 lacks 49/625")
    for name, case, limit in (("help", "`exactalign --help`", 0.3), ("table", "`exactalign best-of-n`, Table 1", 1)):
        section.rows.append(Row(case, times[name], "`import sympy` alone", times["SymPy"], Goal(seconds=limit)))
        section.rows.append(Row(case, times[name], "Python alone", times["Python"]))
    return section


def _python(*arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    finished = subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", check=True, env=environment, timeout=120
    )
    return finished.stdout
