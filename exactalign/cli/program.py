"""How a command line runs, the same for `exactalign` and `proofs-check`: every failure becomes one line on stderr.

`EXIT_STATUS` and `ENVIRONMENT` are the one place where both are told; the help and the reference pages show them.
"""

import atexit
import gc
import os
import signal
import sys
import threading
from _thread import interrupt_main
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.main import get_command

from exactalign.cli.colours import coloured, painted
from exactalign.cli.progress import PROGRESS
from exactalign.exceptions import ExactAlignError
from exactalign.extras import missing_extra

DONE, NO, BAD_INPUT, BUG, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 70, 130, 141

EXIT_STATUS = {
    DONE: "done",
    NO: "done, and the answer is no: something that was checked does not hold",
    BAD_INPUT: "bad input, or a refusal for size: one line on standard error says what would be right",
    BUG: "a bug in the program",
    INTERRUPTED: "interrupted by Ctrl-C: every file is whole, or as it was",
    BROKEN_PIPE: "the reader of a pipe went away",
}
"""Every exit status of a command, and what it means."""

ENVIRONMENT = {
    "NO_COLOR": "not empty: no colours (they are for terminals only in any case)",
    "TERM": "dumb: no colours, and no progress on standard error",
    "COLUMNS": "the width for help and for what is cut to a terminal, instead of the terminal's own",
    "EXACTALIGN_TRACEBACK": "not empty: a bug shows its traceback",
    "XDG_CACHE_HOME": "where caches are [default: ~/.cache]; searches keep theirs in a directory named as the program",
    "HYPOTHESIS_STORAGE_DIRECTORY": "another directory for what searches keep",
}
"""Every environment variable that the code reads, and what it does."""

# Typer holds its own copy of Click in some versions: what all its exceptions are is reached through a public one.
_CommandError: Any = typer.BadParameter.__mro__[2]
_LONGEST_MESSAGE = 600


class Interrupted(Exception):
    """Ctrl-C, with what to say about it; `KeyboardInterrupt` says nothing of its own."""


class Program:
    """One command line: its name and its commands."""

    def __init__(self, name: str, app: typer.Typer) -> None:
        self.name = name
        self.app = app
        self._status: int | None = None

    def version_option(self) -> Any:
        """Return the option --version, which prints and exits."""

        def show(asked: bool) -> None:
            if asked:
                from exactalign import __version__

                typer.echo(f"{self.name} {__version__}")
                raise typer.Exit

        return typer.Option("--version", callback=show, is_eager=True, help="Show the version and exit.")

    def main(self, arguments: Sequence[str] | None = None) -> NoReturn:
        """Run and exit (the console script)."""
        atexit.register(self._end_at_once)  # the first of ours, so it is the last that is called
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / self.name
        os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(cache))  # Hypothesis would write where it is run
        sys.unraisablehook = _once_more
        code = self.run(arguments)
        with suppress(ValueError):  # the answer is out: Ctrl-C while Python ends changes nothing
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._status = code
        gc.freeze()  # Python ends as ever, without looking for circles among all that is given back anyway
        sys.exit(code)

    def _end_at_once(self) -> None:
        """End here after Ctrl-C: a library that it caught half imported can abort Python's own end."""
        if self._status == INTERRUPTED:
            for stream in (sys.stdout, sys.stderr):
                with suppress(AttributeError, OSError, ValueError):  # there is none, it is full, or it is closed
                    stream.flush()
            os._exit(INTERRUPTED)

    def run(self, arguments: Sequence[str] | None = None) -> int:
        """Run and return the exit status; every failure has become one line on stderr."""
        try:
            with PROGRESS:
                return self._run(None if arguments is None else list(arguments))
        except KeyboardInterrupt:
            return self._failed("interrupted", INTERRUPTED)

    def _run(self, arguments: list[str] | None) -> int:
        for place, word in enumerate(arguments or (), 1):
            if "\0" in word or not _is_text(word):  # no shell can give it, and no file can be named so
                return self._failed(f"argument {place}, {word!r}, holds a character that no text has: leave it out")
        try:
            result = get_command(self.app).main(arguments, prog_name=self.name, standalone_mode=False)
            if sys.stdout is not None:
                sys.stdout.flush()
        except ExactAlignError as error:
            return self._failed(str(error))
        except _CommandError as error:
            return self._failed(self._usage_message(error))
        except Interrupted as told:
            return self._failed(f"interrupted{f': {told}' if str(told) else ''}", INTERRUPTED)
        except typer.Abort:
            return self._failed("interrupted", INTERRUPTED)
        except BrokenPipeError:
            return quiet_pipe()
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            return self._failed(f"{where}{error.strerror or error}")
        except MemoryError:
            return self._failed("out of memory: ask for a smaller N, length or table")
        except Exception as error:
            if _is_interruption(error):
                return self._failed("interrupted", INTERRUPTED)
            missing = missing_extra(error) if isinstance(error, ModuleNotFoundError) else None
            if missing is not None:
                return self._failed(str(missing))
            if os.environ.get("EXACTALIGN_TRACEBACK"):
                raise
            found = f"{type(error).__name__}: {error}"
            return self._failed(f"this is a bug, please report it ({found}); EXACTALIGN_TRACEBACK=1 shows more", BUG)
        if result == INTERRUPTED:
            return self._failed("interrupted", INTERRUPTED)
        return result if isinstance(result, int) else DONE

    def _failed(self, message: str, code: int = BAD_INPUT) -> int:
        say(self.name, message)
        return code

    def _usage_message(self, error: Any) -> str:
        message = " ".join(str(error.format_message()).split()).rstrip(". ")
        message = message[:1].lower() + message[1:].replace(": Value error, ", ": ")
        if message.startswith("no such command"):
            known = error.ctx.command.list_commands(error.ctx)
            message += f": the commands are {', '.join(known)}"
        context = getattr(error, "ctx", None)
        if context is not None:
            message += f" (see '{context.command_path} --help')"
        return message


def _is_text(word: str) -> bool:
    """Whether a word has a file system's bytes: half a pair of surrogates has none."""
    try:
        os.fsencode(word)
    except UnicodeEncodeError:
        return False
    return True


def _is_interruption(error: BaseException | None) -> bool:
    """Whether an error came of Ctrl-C, which Python turns into others in places (where a class is made, say)."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _once_more(lost: Any) -> None:
    """Send Ctrl-C again where Python drops it, which it does in callbacks (of the garbage collector, say)."""
    if lost.exc_type is KeyboardInterrupt:
        again = threading.Timer(0.05, interrupt_main)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(lost)


def say(program: str, message: str) -> None:
    """Write one line about a failure to stderr, as short as it must be, in one write."""
    line = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    if len(line) > _LONGEST_MESSAGE:
        line = f"{line[: _LONGEST_MESSAGE // 2]} … {line[-_LONGEST_MESSAGE // 2 :]}"
    name = painted(f"{program}:", "bad") if coloured(sys.stderr) else f"{program}:"
    note(f"{name} {line}")


def note(line: str) -> None:
    """Write one line to stderr, as well as its encoding can."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    with suppress(OSError, ValueError), PROGRESS.hidden():
        sys.stderr.write(f"{line}\n".encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()


def quiet_pipe() -> int:
    """Make the last flush harmless once the reader of stdout has gone; return the exit status."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE
