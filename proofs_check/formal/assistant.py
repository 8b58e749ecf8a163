"""Running the proof assistant: the library built once, files compiled side by side, what was assumed read back.

Coq is optional: without it nothing can be checked again, and what says so is `missing()`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from proofs_check.exceptions import ClaimError

INSTALL: Final = "apt-get install coq libcoq-coquelicot libcoq-interval"
"""What installs the proof assistant on Debian."""

USUAL_AXIOMS: Final = frozenset(
    {"ClassicalDedekindReals.sig_forall_dec", "ClassicalDedekindReals.sig_not_dec",
     "FunctionalExtensionality.functional_extensionality_dep", "Classical_Prop.classic"}
)  # fmt: skip
"""The axioms of Coq's real numbers; a proof that rests on any other is refused."""

_LOGICAL: Final = "ExactAlign"


class Compiled(NamedTuple):
    """What came of one file: what Coq printed, its error if there is one, and the seconds it took."""

    said: str
    error: str
    seconds: float


def version() -> str:
    """The version of the installed Coq; "" without one."""
    program = shutil.which("coqc")
    if program is None:
        return ""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"version (\S+)", said)
    return found[1] if found else ""


def missing() -> str:
    """One line that says what to install; "" when Coq is there."""
    return "" if version() else f"there is no coqc on the path: {INSTALL}"


@cache
def sources() -> tuple[tuple[str, str], ...]:
    """The files of the library, (name, text), in the order of their dependencies."""
    folder = files("proofs_check.formal") / "library"
    listed = (folder / "_CoqProject").read_text(encoding="utf-8").split()
    names = [name.removesuffix(".v") for name in listed if name.endswith(".v")]
    return tuple((name, (folder / f"{name}.v").read_text(encoding="utf-8")) for name in names)


@cache
def digest() -> str:
    """A digest of the whole library."""
    found = hashlib.sha256()
    for name, text in sources():
        found.update(f"{name}\n{text}\n".encode())
    return found.hexdigest()


def needs(text: str) -> set[str]:
    """The files of the library that a file requires."""
    found: set[str] = set()
    for names in re.findall(rf"From {_LOGICAL} Require (?:Import|Export) ([^.]*)\.", text):
        found |= set(names.split())
    return found


def library(jobs: int = 2, progress: Callable[[str], None] = lambda _: None) -> Path:
    """Return the folder of the compiled library, built when it is not there; raises `ClaimError` when it fails."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "exactalign"
    folder = root / f"formal-{digest()[:16]}-{version()}"
    if (folder / "complete").is_file():
        return folder
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as temporary:
        work = Path(temporary)
        for name, text in sources():
            (work / f"{name}.v").write_text(text, encoding="utf-8")
        failed = compile_all(work, [name for name, _ in sources()], dict(sources()), jobs, progress)
        for name, found in failed.items():
            if found.error:
                raise ClaimError(f"the library's {name}.v is not accepted: {found.error}")
        (work / "complete").touch()
        if not folder.exists():
            work.rename(folder)
            work.mkdir()  # the temporary directory is removed by its own name
    return folder


def compile_all(
    folder: Path,
    names: Sequence[str],
    texts: dict[str, str],
    jobs: int,
    progress: Callable[[str], None] = lambda _: None,
    include: Sequence[Path] = (),
) -> dict[str, Compiled]:
    """Compile files side by side, each after what it requires; stop at the first error of a file that others need."""
    done: dict[str, Compiled] = {}
    waiting = list(names)
    running: dict[Future[Compiled], str] = {}
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        try:
            while waiting or running:
                ready = [n for n in waiting if not needs(texts[n]) & ({*waiting, *running.values()} - {n})]
                for name in ready[: jobs - len(running)]:
                    waiting.remove(name)
                    running[pool.submit(compile_file, folder, name, include)] = name
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    name = running.pop(future)
                    done[name] = future.result()
                    progress(name)
                    if done[name].error and any(name in needs(texts[n]) for n in waiting):
                        return done
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return done


def compile_file(folder: Path, name: str, include: Iterable[Path] = ()) -> Compiled:
    """Compile one file in a folder that holds the library, or with the library's folder included."""
    start = time.perf_counter()
    command = ["coqc", "-q", "-w", "none", "-Q", ".", _LOGICAL]
    for other in include:
        command += ["-Q", str(other), _LOGICAL]
    done = subprocess.run(  # noqa: S603
        [*command, f"{name}.v"], cwd=folder, capture_output=True, text=True, check=False
    )
    error = " ".join((done.stderr.strip() or f"coqc ended with {done.returncode}").split()) if done.returncode else ""
    return Compiled(done.stdout, error, time.perf_counter() - start)


def axioms_in(said: str) -> frozenset[str] | None:
    """The axioms that `Print Assumptions` printed; None when it printed nothing of the kind."""
    if "Closed under the global context" in said:
        return frozenset()
    if "Axioms:" not in said:
        return None
    # A name may stand on a line of its own, above its type.
    return frozenset(re.findall(r"^([\w.']+)(?=\s*:)", said.split("Axioms:", 1)[1], re.M))


def recheck() -> str:
    """Let Coq's independent checker go through the compiled library; return one line; raises `ClaimError`."""
    folder = library()
    modules = [part for name, _ in sources() for part in ("-norec", f"{_LOGICAL}.{name}")]
    command = ["coqchk", "-silent", "-o", "-Q", ".", _LOGICAL, *modules]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ClaimError(f"coqchk does not accept the library: {' '.join(done.stderr.split())[-300:]}")
    said = done.stdout + done.stderr
    for trouble in ("relying on type-in-type", "relying on unsafe (co)fixpoints", "whose positivity is assumed"):
        if not re.search(rf"{re.escape(trouble)}: <none>", said):
            raise ClaimError(f"coqchk: the library has something {trouble}")
    if own := re.findall(rf"^ +({_LOGICAL}\.\S+)", said, re.M):
        raise ClaimError(f"coqchk: the library assumes {', '.join(own)}")
    return f"coqchk accepts {len(sources())} files of the library, which add no axiom"
