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


def check_target(output: str | None) -> None:
    """Refuse an output file that cannot be written, before the work starts."""
    if output in _STANDARD:
        return
    assert output is not None
    path = Path(output)
    if path.is_dir():
        raise ParameterError(f"--output {output} is a directory: give a file name")
    if not path.parent.is_dir():
        raise ParameterError(f"--output {output}: there is no directory {path.parent}")
    if not os.access(path.parent if not path.exists() else path, os.W_OK):
        raise ParameterError(f"--output {output} cannot be written: permission denied")


def emit(text: str, output: str | None = None) -> None:
    """Write text, ending in one newline, to a file (atomically) or to stdout."""
    text = text.rstrip("\n") + "\n"
    if output not in _STANDARD:
        assert output is not None
        _write_file(output, text)
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


def _write_file(output: str, text: str) -> None:
    path = Path(os.path.realpath(output))  # a symbolic link stays one
    try:
        mode = path.stat().st_mode if path.exists() else None
        if (mode is not None and not stat.S_ISREG(mode)) or output.startswith(
            ("/dev/", "/proc/")
        ):  # no plain file
            path.write_text(text, encoding="utf-8", newline="")
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
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
        raise ParameterError(f"--output {output} cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
