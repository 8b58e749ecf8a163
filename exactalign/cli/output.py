"""Writing answers: to stdout, or to a file that appears whole or not at all."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import typer

from exactalign.cli.colours import Paint, coloured
from exactalign.cli.program import quiet_pipe
from exactalign.cli.progress import PROGRESS
from exactalign.exceptions import ParameterError
from exactalign.runs.files import write_file


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    MARKDOWN = "markdown"
    LATEX = "latex"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


class TextFormat(StrEnum):
    """How an answer that is no table is printed."""

    TABLE = "table"
    JSON = "json"


_SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "latex",
    ".latex": "latex",
    ".csv": "csv",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
}

_PLAIN = ("", ".txt", ".text", ".out", ".log")
_CHUNK = 1 << 15
_QUOTED_OR_END = re.compile(r'("[^"]*")|\r\n')
_STANDARD = (None, "-", "/dev/stdout")

Kind = TypeVar("Kind", bound=StrEnum)


def chosen_format(form: Kind | None, output: str | None, default: Kind, name: str = "--output") -> Kind:
    """Return the format asked for: `--format`, else by the suffix of `--output` where it names one, else the default.

    Without a suffix, and for one of plain text, it is the default. Raises `ParameterError` for any other.

    >>> chosen_format(None, "law.json", Format.TABLE).value, chosen_format(None, "law.txt", Format.TABLE).value
    ('json', 'table')
    """
    if form is not None:
        return form
    suffix = Path(output or "").suffix.lower()
    if suffix in _PLAIN:  # that of standard output, too
        return default
    kinds = {kind.value: kind for kind in type(default)}
    if _SUFFIXES.get(suffix) not in kinds:
        known = [end for end, kind in _SUFFIXES.items() if kind in kinds]
        instead = ", or give --format" if name == "--output" else ""
        raise ParameterError(f"{name} {output} says no format: end it in {', '.join(known)}{instead}")
    return kinds[_SUFFIXES[suffix]]


def check_target(output: str | None, name: str = "--output", *, read: Iterable[str | None] = ()) -> None:
    """Refuse an output file that cannot be written, or is `read` or a loaded module's, before the work starts."""
    if output in _STANDARD:
        return
    if not output:
        raise ParameterError(f"{name} is empty: give a file name")
    path = Path(output)
    if path.is_dir():
        raise ParameterError(f"{name} {output} is a directory: give a file name")
    if not path.parent.is_dir():
        raise ParameterError(f"{name} {output}: there is no directory {path.parent}")
    if path.is_file() and any(_is_one(path, other) for other in (*read, *_of_modules()) if other):
        raise ParameterError(f"{name} {output} is what is read: give another file")
    real = Path(os.path.realpath(output))  # a file is replaced by a new one beside it, anything else written to
    touched = [*([real] if real.exists() else []), *([real.parent] if real.is_file() or not real.exists() else [])]
    if not all(os.access(place, os.W_OK) for place in touched):
        raise ParameterError(f"{name} {output} cannot be written: permission denied")


def _is_one(path: Path, other: str) -> bool:
    """Whether a path is that of a file which has another name here, or the same, or is standard input."""
    with suppress(OSError, ValueError):
        there = os.fstat(0) if other == "-" else os.stat(other)
        return os.path.samestat(path.stat(), there)
    return False


def _of_modules() -> Iterator[str]:
    """The files of the modules that are loaded, a user's and the helpers of theirs among them."""
    files = (getattr(module, "__dict__", {}).get("__file__") for module in list(sys.modules.values()))
    return (file for file in files if isinstance(file, str))


def is_standard(output: str | None) -> bool:
    """Return whether an answer goes to standard output."""
    return output in _STANDARD


def check_directory(directory: str, name: str) -> None:
    """Refuse a directory (made when it is not there) in which nothing can be written, before the work starts."""
    if not directory:
        raise ParameterError(f"{name} is empty: give a directory")
    path = Path(directory)
    there = next(place for place in (path, *path.absolute().parents) if place.exists())
    if not there.is_dir():
        raise ParameterError(f"{name} {directory}: {there} is not a directory")
    if not os.access(there, os.W_OK | os.X_OK):
        raise ParameterError(f"{name} {directory} cannot be written: permission denied")


def emit(text: str, output: str | None = None, name: str = "--output", paint: Paint | None = None) -> None:
    """Write text, ending in one newline, to a file (atomically) or to stdout; `name` is the option to blame.

    `paint` adds the colours, if this goes to a terminal that is to have them.
    """
    text = text.rstrip("\n") + "\n"
    if output not in _STANDARD:
        assert output is not None
        write_file(output, text.encode("utf-8"), name)
        return
    if sys.stdout is None:
        raise ParameterError("standard output is closed: use --output FILE")
    if paint is not None and coloured(sys.stdout):
        text = paint(text)
    try:
        with PROGRESS.hidden():
            for start in range(0, len(text), _CHUNK):  # one huge write to an unbuffered pipe may be cut short
                sys.stdout.write(text[start : start + _CHUNK])
            sys.stdout.flush()
    except BrokenPipeError:
        raise typer.Exit(quiet_pipe()) from None
    except UnicodeEncodeError:
        raise ParameterError(
            f"standard output is {sys.stdout.encoding}, which cannot show this answer: "
            "set PYTHONIOENCODING=utf-8 or use --output"
        ) from None


def unix_lines(text: str) -> str:
    r"""Return CSV with records that end in "\n", as text tools expect; what stands inside cells is kept."""
    return _QUOTED_OR_END.sub(lambda found: found[1] or "\n", text)


def emit_table(text: str, form: Format, output: str | None, paint: Paint | None = None) -> None:
    """Write a table: CSV with Unix's ends of lines, and colours on a terminal only where it is laid out for one."""
    emit(unix_lines(text) if form is Format.CSV else text, output, paint=paint if form is Format.TABLE else None)
