"""Reads the code blocks of a page of documentation and runs them as a reader would.

Every fence names its language:

* `python` is run in the namespace of the page; with `>>>` it is a doctest;
* `sh` and `bash` are run by `bash -euo pipefail`; `console` has commands after `$`, each with what it prints;
* where only our own commands stand on the lines, they are run in this process, which has loaded everything once;
* a block with `title="NAME"` is a file of that name, for the blocks after it;
* `text` is what the block before it prints, exactly; "…" or "..." stands for what is left out, times are not compared;
* `ebnf` is a grammar and `math` a formula: no code.

The blocks of a page share one directory, which looks like a copy of the repository with its environment in `.venv`.

    python -m tests.documents docs/index.md     # write what is printed into pages that show something else
"""

import contextlib
import difflib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import mock

from tests.command_lines.programs import PROGRAMS

ROOT = Path(__file__).parent.parent
SHELLS = ("sh", "bash")
NO_CODE = ("ebnf", "math")
PAGES = ["README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))]
"""Every page whose blocks the tests run."""
TIME_LIMIT = 120
"""Seconds that one command may take."""

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[a-z]*)(?P<options>[^`\n]*)$")
_TITLE = re.compile(r'title="([\w.-]+)"')
_TIME = re.compile(r"\b\d+\.\d+ s\b")
_RULE = re.compile(r"^(-[- ]* |)-+$")
_LINKED = ("benchmarks", "examples", "exactalign", "mutants", "proofs_check", "tests")

_MPIEXEC = '#!/usr/bin/env bash\n# mpiexec -n COUNT COMMAND…: a stand-in that runs one process.\nshift 2\nexec "$@"\n'
_MPI_FUTURES = '''"""A stand-in for mpi4py.futures: processes of this machine in the place of MPI's."""
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


def MPIPoolExecutor():
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))
'''
_MPI_MAIN = "import runpy\nimport sys\n\nsys.argv.pop(0)\nrunpy.run_path(sys.argv[0], run_name='__main__')\n"


class BlockError(AssertionError):
    """A block fails, or does not print what the page shows."""


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, and what it is."""

    page: str
    line: int
    language: str
    options: str
    text: str

    @property
    def file(self) -> str | None:
        """The name of the file that the block is, if it is one."""
        found = _TITLE.search(self.options)
        return found[1] if found else None

    @property
    def first(self) -> str:
        """Its first line, by which it is known."""
        return self.text.partition("\n")[0]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, in order; raise `BlockError` for a fence that is not closed."""
    name = str(page.relative_to(ROOT)) if page.is_relative_to(ROOT) else page.name
    found: list[Block] = []
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), 1))
    for number, line in lines:
        fence = _FENCE.match(line)
        if not fence:
            continue
        body = []
        for _, inner in lines:
            if inner.strip() == "```":
                break
            body.append(inner.removeprefix(fence["indent"]))
        else:
            raise BlockError(f"{name}:{number}: the fence is not closed")
        found.append(Block(name, number, fence["language"], fence["options"], "\n".join([*body, ""])))
    return found


def commands_of(page: Path) -> set[str]:
    """Return the lines of commands that a page runs, each on one line."""
    texts = [block.text for block in blocks_of(page) if block.language in (*SHELLS, "console")]
    lines = [line.removeprefix("$ ") for text in texts for line in re.sub(r" *\\\n *", " ", text).splitlines()]
    return {line.strip() for line in lines}


class Runner:
    """Runs the blocks of one page, in order; `ran` counts them by language."""

    def __init__(
        self,
        directory: Path,
        not_run: Sequence[tuple[str, str]] = (),
        modules: Path | None = None,
        *,
        keep: bool = False,
    ) -> None:
        self.directory = directory
        self.stale: list[tuple[Block, str, str]] | None = [] if keep else None  # shown and printed, kept and not raised
        self.not_run = not_run
        self.ran: Counter[str] = Counter()
        self.skipped: list[tuple[str, str]] = []
        self._names: dict[str, Any] = {"__name__": "page"}
        self._printed: str | None = None  # by the last block; None when it was not run
        binaries = Path(sys.executable).parent
        stand_ins = [str(modules / "bin")] if modules else []
        self._environment = os.environ | {
            "PATH": os.pathsep.join([*stand_ins, str(binaries), os.environ["PATH"]]),
            "DASK_LOGGING__DISTRIBUTED": "critical",  # its warnings of a busy machine are no output of ours
            "PYTHONPATH": str(modules) if modules else "",
            "COLUMNS": "120",
            "NO_COLOR": "1",
            "TERM": "dumb",
        }
        for name in _LINKED:
            (directory / name).symlink_to(ROOT / name)
        (directory / ".venv").mkdir()
        (directory / ".venv" / "bin").symlink_to(binaries)

    def run(self, block: Block) -> None:
        """Run one block, or compare it with what the one before it printed."""
        if (block.page, block.first) in self.not_run:
            self.skipped.append((block.page, block.first))
            self._printed = None
            return
        if block.file:
            (self.directory / block.file).write_text(block.text, encoding="utf-8")
            self._printed = None
        elif block.language == "python":
            self._printed = self._python(block)
        elif block.language in SHELLS:
            self._printed, status = self._commands(block, block.text, "set -euo pipefail\n")
            if status:
                raise BlockError(f"{block}: exit code {status}\n{self._printed}")
        elif block.language == "console":
            self._console(block)
        elif block.language == "text":
            self._compare(block)
        elif block.language not in NO_CODE:
            raise BlockError(f'{block}: {block.language!r} is neither run nor a file: give it title="NAME"')
        self.ran[block.language] += 1

    def _python(self, block: Block) -> str:
        printed = io.StringIO()
        with contextlib.chdir(self.directory), contextlib.redirect_stdout(printed):
            if ">>>" not in block.text:
                exec(compile(block.text, str(block), "exec"), self._names)
                return printed.getvalue()
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
            test = doctest.DocTestParser().get_doctest(block.text, self._names, str(block), block.page, block.line)
            runner.run(test, clear_globs=False)
            self._names.update(test.globs)
        if runner.failures:
            raise BlockError(printed.getvalue())
        return ""

    def _console(self, block: Block) -> None:
        status = 0
        printed = ""
        for line, command, shown in _commands(block):
            asks = command == "echo $?"
            if status and not asks:
                raise BlockError(f"{block}: exit code {status}, which the page does not show with echo $?")
            printed, status = self._commands(block, command, f"(exit {status})\n" if asks else "")
            self._check(block, line, shown, printed)
        if status:
            raise BlockError(f"{block}: exit code {status}, which the page does not show with echo $?\n{printed}")

    def _commands(self, block: Block, script: str, before: str) -> tuple[str, int]:
        """What a script prints, and its status; `before` is for the shell that it may need."""
        lines = ours(script)
        return self._shell(block, f"{before}{script}") if lines is None else self._here(lines)

    def _here(self, lines: list[list[str]]) -> tuple[str, int]:
        printed, status = io.BytesIO(), 0
        stream = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
        with (
            contextlib.chdir(self.directory),
            mock.patch.dict(os.environ, self._environment),
            mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO())),
            contextlib.redirect_stdout(stream),
            contextlib.redirect_stderr(stream),
        ):
            for program, *words in lines:
                status = PROGRAMS[program].run(words)
                if status:
                    break
        return printed.getvalue().decode(), status

    def _shell(self, block: Block, script: str) -> tuple[str, int]:
        try:
            done = subprocess.run(
                ["bash", "-c", script], cwd=self.directory, env=self._environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIME_LIMIT, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise BlockError(f"{block}: not done after {TIME_LIMIT} s") from None
        return done.stdout.decode(), done.returncode

    def _compare(self, block: Block) -> None:
        if self._printed is None and not self.skipped:
            raise BlockError(f"{block}: no block before it prints anything")
        if self._printed is not None:
            self._check(block, 0, block.text, self._printed)

    def _check(self, block: Block, line: int, shown: str, printed: str) -> None:
        if matches(shown, printed):
            return
        if self.stale is None:
            both = difflib.unified_diff(_tidy(shown), _tidy(printed), "the page", "printed", lineterm="")
            where = f"{block.page}:{block.line + line}"
            raise BlockError("\n".join([f"{where}: the page does not show what is printed", *both]))
        self.stale.append((block, shown, "".join(f"{text.rstrip()}\n" for text in printed.rstrip().splitlines())))


def ours(script: str) -> list[list[str]] | None:
    """Return the words of every line, or None where a line is not for one of our programs alone, or is for a shell.

    A suite of conformance imports the reader's module by its name, which another page may have, too: it has a process
    of its own.
    """
    lines = [line for line in script.replace("\\\n", " ").splitlines() if line.strip()]
    if not lines or set("".join(lines)) & set("|&;<>()$`*?[]{}~#!\\"):
        return None
    words = [shlex.split(line) for line in lines]
    return words if all(line[0] in PROGRAMS and line[1:2] != ["conformance"] for line in words) else None


def matches(shown: str, printed: str) -> bool:
    """Return whether output is as shown: "…" stands for anything within a line, alone on a line for any lines."""
    pattern = ""
    for line in _tidy(shown):
        if line.strip() in ("…", "..."):
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(map(re.escape, re.split(r"…|\.\.\.", line))) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _tidy(printed))) is not None


def _tidy(text: str) -> list[str]:
    lines = [_TIME.sub("0 s", line.rstrip()) for line in text.splitlines()]
    if _TIME.search(text):  # the last column may be wider by a digit, and the rule above it
        lines = [_RULE.sub(r"\1-", line) for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _commands(block: Block) -> Iterator[tuple[int, str, str]]:
    """The commands of a console block (continued by a backslash), each with the output shown below it."""
    if not block.text.startswith("$ "):
        raise BlockError(f"{block}: a console block starts with a command: $ …")
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    line = 1
    for part in parts:
        command, _, shown = re.sub(r"\\\n", "\\\\\0", part).partition("\n")
        yield line, command.replace("\0", "\n"), shown.replace("\0", "\n")
        line += part.count("\n")


def stand_ins(directory: Path) -> Path | None:
    """Write what the pages need and few machines have, MPI, into a directory; return None where it is installed."""
    if find_spec("mpi4py") and shutil.which("mpiexec"):
        return None
    futures = directory / "stand-ins" / "mpi4py" / "futures"
    futures.mkdir(parents=True)
    (futures.parent / "__init__.py").touch()
    (futures / "__init__.py").write_text(_MPI_FUTURES)
    (futures / "__main__.py").write_text(_MPI_MAIN)
    binaries = directory / "stand-ins" / "bin"
    binaries.mkdir()
    (binaries / "mpiexec").write_text(_MPIEXEC)
    (binaries / "mpiexec").chmod(0o755)
    return directory / "stand-ins"


def updated(page: Path, not_run: Sequence[tuple[str, str]] = ()) -> str:
    """Return a page that shows what its commands print. What a doctest shows, and a failure, is for the author."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name, "page")
        directory.mkdir()
        runner = Runner(directory, not_run, stand_ins(Path(name)), keep=True)
        for block in blocks_of(page):
            runner.run(block)
    for block, shown, printed in reversed(runner.stale or []):
        lines = text.splitlines(keepends=True)
        before, rest = "".join(lines[: block.line]), "".join(lines[block.line :])
        text = before + rest.replace(shown, printed, 1) if shown else text
    return text


if __name__ == "__main__":
    from tests.test_documents import NOT_RUN

    for name in sys.argv[1:]:
        (ROOT / name).write_text(updated(ROOT / name, tuple(NOT_RUN)), encoding="utf-8")
