"""Running the proof assistant: one file compiled, and what it said read back.

Coq is optional: without it nothing can be checked again, and what says so is `missing()`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from proofs_check.formal.sources import LOGICAL

INSTALL: Final = "apt-get install coq libcoq-coquelicot libcoq-interval"
"""What installs the proof assistant on Debian."""

USUAL_AXIOMS: Final = frozenset(
    {"ClassicalDedekindReals.sig_forall_dec", "ClassicalDedekindReals.sig_not_dec",
     "FunctionalExtensionality.functional_extensionality_dep", "Classical_Prop.classic"}
)  # fmt: skip
"""The axioms of Coq's real numbers; a proof that rests on any other is refused."""


class Compiled(NamedTuple):
    """What came of one file: what Coq printed, its error if there is one, the seconds it took, and whether this is
    the answer of an earlier run."""

    said: str
    error: str
    seconds: float
    kept: bool = False


def version() -> str:
    """The version of the installed Coq; "" without one."""
    program = shutil.which("coqc")
    if program is None:
        return ""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"version (\S+)", said)
    return found[1] if found else ""


def toolchain() -> str:
    """The installed Coq and its libraries: compiled files fit only those that they were compiled with."""
    program = shutil.which("coqc")
    if program is None:
        return ""
    said = subprocess.run([program, "-where"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    root = Path(said.strip())
    seen = [version()]
    for name in ("theories/Reals/Reals.vo", "user-contrib/Coquelicot/Coquelicot.vo", "user-contrib/Interval/Tactic.vo"):
        path = root / name
        seen.append(f"{name}:{path.stat().st_mtime_ns if path.is_file() else 'none'}")
    return " ".join(seen)


def missing() -> str:
    """One line that says what to install; "" when Coq is there."""
    return "" if version() else f"there is no coqc on the path: {INSTALL}"


class Assistant:
    """Coq in one folder, which holds the compiled files of the library that are required there.

    Several threads may compile at once; `stop` ends what is running.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = Lock()
        self._stopped = False

    def compile(self, name: str, text: str, timed: bool = False) -> Compiled:
        """Write a file into the folder and compile it; `timed` has Coq print the time of each sentence."""
        (self.folder / f"{name}.v").write_text(text, encoding="utf-8")
        timing = ("-time",) if timed else ()
        start = time.perf_counter()
        code, said, trouble = self._run("coqc", "-q", "-w", "none", *timing, "-Q", ".", LOGICAL, f"{name}.v")
        error = " ".join((trouble.strip() or f"coqc ended with {code}").split()) if code else ""
        return Compiled(said, error, time.perf_counter() - start)

    def recheck(self, names: Iterable[str]) -> Compiled:
        """Let coqchk go through compiled files."""
        modules = [part for name in names for part in ("-norec", f"{LOGICAL}.{name}")]
        start = time.perf_counter()
        code, said, trouble = self._run("coqchk", "-silent", "-o", "-Q", ".", LOGICAL, *modules)
        error = " ".join(trouble.split())[-300:] or f"coqchk ended with {code}" if code else ""
        return Compiled(said + trouble, error, time.perf_counter() - start)

    def stop(self) -> None:
        """End what is running, and start nothing more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def _run(self, *command: str) -> tuple[int, str, str]:
        with self._lock:
            if self._stopped:
                return 1, "", "stopped"
            process = subprocess.Popen(  # noqa: S603
                command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            self._running.add(process)
        try:
            said, trouble = process.communicate()
        finally:
            with self._lock:
                self._running.discard(process)
        return process.returncode, said, trouble


def axioms_in(said: str) -> frozenset[str] | None:
    """The axioms that `Print Assumptions` printed; None when it printed nothing of the kind."""
    if "Axioms:" not in said:  # asked first: a script can print a term that reads like the other answer
        return frozenset() if re.search("^Closed under the global context$", said, re.M) else None
    # A name may stand on a line of its own, above its type; or it is said what was not checked of it.
    told = said.split("Axioms:", 1)[1]
    return frozenset(re.findall(r"^([\w.']+)(?=\s*:|\s+(?:is|relies)\s)", told, re.M))
