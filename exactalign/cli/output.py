"""Writing answers: to stdout, or to a file that appears whole or not at all."""

import csv
import io
import os
import stat
import sys
import tempfile
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from exactalign.cli.app import quiet_pipe
from exactalign.enclosures import MAX_DIGITS
from exactalign.exceptions import ParameterError


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    MARKDOWN = "markdown"
    LATEX = "latex"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


_SUFFIXES = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".tex": Format.LATEX,
    ".latex": Format.LATEX,
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}

_CHUNK = 1 << 15
_STANDARD = (None, "-", "/dev/stdout")

FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="How to print the answer. [default: table, or what the suffix of --output says]",
        show_default=False,
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all; - is standard output."
    ),
]
DigitsOption = Annotated[
    str | None,
    typer.Option(
        "--digits",
        metavar="INTEGER",
        help=f"Print correctly rounded decimals of so many significant digits (up to {MAX_DIGITS}) instead "
        "of fractions; in JSON, which stays exact, the digits of the bounds.",
    ),
]


def chosen_format(form: Format | None, output: str | None) -> Format:
    """Return the format asked for: `--format`, else by the suffix of `--output`, else a table."""
    if form is not None:
        return form
    return _SUFFIXES.get(Path(output).suffix.lower(), Format.TABLE) if output else Format.TABLE


def check_target(output: str | None, name: str = "--output") -> None:
    """Refuse an output file that cannot be written, before the work starts."""
    if output in _STANDARD:
        return
    assert output is not None
    path = Path(output)
    if path.is_dir():
        raise ParameterError(f"{name} {output} is a directory: give a file name")
    if not path.parent.is_dir():
        raise ParameterError(f"{name} {output}: there is no directory {path.parent}")
    if not os.access(path.parent if not path.exists() else path, os.W_OK):
        raise ParameterError(f"{name} {output} cannot be written: permission denied")


def emit(text: str, output: str | None = None, name: str = "--output") -> None:
    """Write text, ending in one newline, to a file (atomically) or to stdout; `name` is the option to blame."""
    text = text.rstrip("\n") + "\n"
    if output not in _STANDARD:
        assert output is not None
        write_file(output, text.encode("utf-8"), name)
        return
    if sys.stdout is None:
        raise ParameterError("standard output is closed: use --output FILE")
    try:
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
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
    return target.getvalue()


def write_file(output: str, content: bytes, name: str = "--output") -> None:
    """Write a file that appears whole or not at all; a failure is a `ParameterError` about the option `name`."""
    path = Path(os.path.realpath(output))  # a symbolic link stays one
    try:
        mode = path.stat().st_mode if path.exists() else None
        if (mode is not None and not stat.S_ISREG(mode)) or output.startswith(
            ("/dev/", "/proc/")
        ):  # no plain file
            path.write_bytes(content)
            return
        handle, part = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
        temporary = Path(part)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except BrokenPipeError:
        raise typer.Exit(quiet_pipe()) from None
    except OSError as error:
        raise ParameterError(f"{name} {output} cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
