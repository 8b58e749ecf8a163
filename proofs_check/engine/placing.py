"""Files that take the place of those of an earlier run, all at once or not at all.

They are written into a folder beside the others, and moved when all of them are there: what stops before that leaves
everything as it was. No file in that folder is named as a certificate, so that one that a killed run left behind is
read by nobody; the next run removes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from exactalign.runs.files import write_file
from exactalign.runs.interrupts import postponed
from proofs_check.exceptions import PaperError

PART: Final = ".certify.part"
"""The folder, in the directory that is written to."""


def put_in_place(directory: Path, earlier: Iterable[Path], files: Mapping[str, bytes]) -> None:
    """Take away `earlier` files of a directory, and put `files` there: path in it → content, placed in this order.

    Raises `PaperError` for a directory that cannot be made and a file that cannot be moved, and `ParameterError` for
    one that cannot be written; then everything is as it was. Ctrl-C waits for the moves.
    """
    part, made = directory / PART, list[Path]()
    try:
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        _make(part, made)
        targets = [directory / name for name in files]
        for k, content in enumerate(files.values()):
            write_file(str(part / f"{k}.new"), content, "certificate")
        for folder in dict.fromkeys(target.parent for target in targets):
            _make(folder, made)
        for target in targets:
            if target.exists() and not target.is_file():
                raise PaperError(f"{target} cannot be written: it is there, and no file")
        there = [*earlier, *(target for target in targets if os.path.lexists(target))]
        old = dict.fromkeys(path.parent.resolve() / path.name for path in there)  # two names may be of one file
        away = [(path, part / f"{k}.old") for k, path in enumerate(old)]
        with postponed():
            _move([*away, *((part / f"{k}.new", target) for k, target in enumerate(targets))])
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
    shutil.rmtree(part, ignore_errors=True)


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder, and those that it stands in; add the new ones to `made`."""
    try:
        new = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PaperError(f"{folder} cannot be made: {error.strerror or error}") from None
    made += reversed(new)


def _move(moves: Iterable[tuple[Path, Path]]) -> None:
    """Rename files, each after those before it; when one cannot be, those that were are moved back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.replace(target)
            done.append((source, target))
    except BaseException as error:
        for source, target in reversed(done):
            target.replace(source)
        if isinstance(error, OSError):
            raise PaperError(f"{error.filename} cannot be moved: {error.strerror or error}") from None
        raise
