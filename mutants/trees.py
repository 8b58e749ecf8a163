"""Copies of the tree to be changed, the rooms in it, and what has changed in it since a commit."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from mutants.changes import Change

PACKAGES = ("exactalign", "proofs_check")

TESTED_ELSEWHERE = {
    "proofs_check/algebra": ("tests/proofs_check/algebra",),
    "proofs_check/cli": (
        "tests/proofs_check/cli",
        *(f"tests/proofs_check/test_{name}.py" for name in ("catalogue", "cli", "own_paper")),
    ),
    "proofs_check/engine": ("tests/proofs_check/engine", "tests/proofs_check/algebra"),
    "proofs_check/language": ("tests/proofs_check/language", "tests/proofs_check/engine", "tests/proofs_check/algebra"),
}
"""The rooms whose tests stand in more rooms than their own, or in others."""

LEDGER = "tests/proofs_check/test_ledger.py"
_PROVING = ("tests/proofs_check/engine", "tests/proofs_check/algebra", LEDGER)
WIDER = {
    "exactalign/numbers": ("tests/exactalign/laws", "tests/exactalign/policies", "tests/exactalign/tables"),
    "exactalign/laws": ("tests/exactalign/policies",),
    "exactalign/policies": ("tests/exactalign/theory",),
    "exactalign/text": ("tests/exactalign/tables",),
    "proofs_check/kernel": ("tests/proofs_check/formula", "tests/proofs_check/engine"),
    "proofs_check/formula": _PROVING,
    "proofs_check/algebra": _PROVING,
    "proofs_check/language": ("tests/proofs_check/test_own_paper.py", LEDGER),
    "proofs_check/engine": ("tests/proofs_check/test_own_paper.py", "tests/proofs_check/formula", LEDGER),
}
"""Where else a change of a room may be noticed: the tests of rooms that are built on it, run after its own."""


def git(root: Path, *arguments: str) -> str:
    """What git answers; its failure is a `CalledProcessError`."""
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def room_of(path: str) -> str:
    """The room of a file: exactalign/numbers of exactalign/numbers/roots.py, exactalign of exactalign/lazy.py."""
    parts = Path(path).with_suffix("").parts
    return "/".join(parts[:2]) if len(parts) > 2 or parts[1] == "kernel" else parts[0]


def modules(root: Path) -> list[str]:
    """The files that may be changed: the code that has tests of its own (a paper's claims are tried by the ledger)."""
    found = (path for package in PACKAGES for path in (root / package).rglob("*.py"))
    names = sorted(path.relative_to(root).as_posix() for path in found)
    return [name for name in names if tests_of(root, room_of(name))]


def tests_of(root: Path, room: str) -> list[str]:
    """The files of tests that mirror a room."""
    return _tests_in(root, TESTED_ELSEWHERE.get(room, (f"tests/{room}",)), deep="/" in room)


def is_wider(module: str, file: str) -> bool:
    """Whether a file of tests belongs to another room, built on that of a module."""
    room = room_of(module)
    places, own = WIDER.get(room, ()), TESTED_ELSEWHERE.get(room, (f"tests/{room}",))
    return any(Path(file).is_relative_to(place) for place in places) and not any(
        Path(file).is_relative_to(place) for place in own
    )


def _tests_in(root: Path, places: Iterable[str], deep: bool) -> list[str]:
    found: set[Path] = set()
    for place in places:
        file = root / place
        found |= {file} if file.is_file() else set(file.glob("**/test_*.py" if deep else "test_*.py"))
    return sorted(path.relative_to(root).as_posix() for path in found)


def by_nearness(root: Path, module: str) -> list[str]:
    """The module (its doctests), its namesake among the tests, those that name it, others of its room, wider ones."""
    dotted, stem = module.removesuffix(".py").replace("/", "."), Path(module).stem

    def far(path: str) -> tuple[int, str]:
        if Path(path).stem == f"test_{stem}":
            return 0, path
        text = (root / path).read_text(encoding="utf-8")
        parent = re.escape(dotted.rpartition(".")[0])
        named = re.search(rf"\b{re.escape(dotted)}\b|from {parent} import [^\n]*\b{re.escape(stem)}\b", text)
        return 1 if named else 2, path

    room = room_of(module)
    own, wider = tests_of(root, room), _tests_in(root, WIDER.get(room, ()), deep=True)
    return [module, *sorted(own, key=far), *(name for name in wider if name not in own)]


def copied(root: Path, target: Path, edited: Callable[[str, bytes], bytes] | None = None) -> Path:
    """A copy of the working tree (what git knows, and what it could know), its code edited."""
    for name in git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if name and (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, target / name)
            if edited and name.endswith(".py") and name.startswith(PACKAGES):
                (target / name).write_bytes(edited(name, (root / name).read_bytes()))
    return target


def change(tree: Path, made: Change) -> bytes:
    """Make a change in a copy; return the file as it was."""
    before = (tree / made.path).read_bytes()
    write(tree / made.path, made.applied(before))
    return before


def write(path: Path, content: bytes) -> None:
    """Write a module, and take away its byte code: Python tells an old one by second and size only."""
    for stale in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        stale.unlink()
    path.write_bytes(content)


def changed_lines(root: Path, revision: str) -> dict[str, set[int]]:
    """The lines of each file of the packages that are new since a commit (its own changes, not those of others)."""
    found: dict[str, set[int]] = {}
    name = ""
    for line in git(root, "diff", "-U0", "--no-color", revision, "--", *PACKAGES).splitlines():
        if line.startswith("+++ "):
            name = line.removeprefix("+++ ").removeprefix("b/")
        elif hunk := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            found.setdefault(name, set()).update(range(first, first + count))
    for name in git(root, "ls-files", "--others", "--exclude-standard", "--", *PACKAGES).splitlines():
        lines = (root / name).read_bytes().count(b"\n") + 1
        found[name] = set(range(1, lines + 1))
    return {name: lines for name, lines in found.items() if name.endswith(".py") and lines}


def only_rooms(names: Iterable[str], rooms: list[str]) -> list[str]:
    """The files of some rooms, named in full (exactalign/numbers) or in short (numbers)."""
    names = list(names)
    known = {room_of(name) for name in names}
    chosen = set()
    for room in rooms:
        fitting = {one for one in known if room in (one, one.rpartition("/")[2])}
        if not fitting:
            raise ValueError(f"there is no room {room!r}: the rooms are {', '.join(sorted(known))}")
        chosen |= fitting
    return [name for name in names if not rooms or room_of(name) in chosen]


def digests(root: Path) -> dict[str, str]:
    """A digest of every file with tests, together with all the code and what files of tests share."""
    shared = hashlib.sha256()
    code = sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))
    tests = sorted((root / "tests").rglob("*.py"))
    for path in [*code, *(path for path in tests if not path.name.startswith("test_"))]:
        shared.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    found = {}
    for path in [*code, *tests]:
        own = shared.copy()
        own.update(path.read_bytes())
        found[path.relative_to(root).as_posix()] = own.hexdigest()
    return found
