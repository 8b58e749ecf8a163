"""Reading the text of a file, or of standard input."""

import sys
from pathlib import Path

from exactalign.exceptions import InputError

MAX_FILE = 200_000_000
"""Longest input file, in bytes, that is read."""


def source_name(file: str) -> str:
    """Return what a message calls a file: "-" is standard input."""
    return "standard input" if file == "-" else file


def read_text(file: str, limit: int = MAX_FILE) -> str:
    """Return a UTF-8 file (or standard input, for "-") as text; raise `InputError` if it cannot be read."""
    name = source_name(file)
    try:
        if file == "-":
            content = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(file).open("rb") as stream:
                content = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"{name} cannot be read: {reason or error}") from None
    if len(content) > limit:
        raise InputError(f"{name} has over {limit:,} bytes: that much is not read")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is no UTF-8 text: byte {error.start + 1} is wrong") from None
