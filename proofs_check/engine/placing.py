"""Files that take the place of those of an earlier run, all at once or not at all.

They are written into a folder beside the others, and moved when all of them are there: what stops before that leaves
everything as it was. No file in that folder is named as a certificate, so that one that a killed run left behind is
read by nobody; the next run removes it. One run at a time has the directory (`alone_in`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from exactalign.runs.files import write_file
from exactalign.runs.interrupts import postponed
from exactalign.runs.locks import take_lock
from proofs_check.exceptions import PaperError

PART: Final = ".certify.part"
"""The folder, in the directory that is written to."""

_HELD: Final = set[Path]()
"""The directories that this process has for itself."""


@contextmanager
def alone_in(directory: Path) -> Iterator[None]:
    """Make a directory and keep every other run off it, to the end of the block or of this process.

    What was made and is still empty is taken away when the block fails. Within a block for the same directory nothing
    is done. Raises `PaperError` for a directory that cannot be made, and for one that another run has.
    """
    made = list[Path]()
    _make(directory, made)
    place = directory.resolve()
    if place in _HELD:
        yield
        return
    descriptor = _opened(place)
    try:
        if descriptor is not None and not (take_lock(descriptor) and _is_open(place, descriptor)):
            raise PaperError(f"{directory} is being written by another run: wait for it, or give another directory")
        _HELD.add(place)
        try:
            yield
        except BaseException:
            _take_away(made)
            raise
        finally:
            _HELD.discard(place)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(directory: Path) -> int | None:
    """A directory, open so that it can be locked; None where the system does not open directories."""
    try:
        return os.open(directory, os.O_RDONLY)
    except OSError:
        return None


def _is_open(directory: Path, descriptor: int) -> bool:
    """Whether a directory is still the one that was opened: the run that made it may have taken it away."""
    with suppress(OSError):
        return os.path.samestat(directory.stat(), os.fstat(descriptor))
    return False


def refuse_link(path: Path) -> None:
    """Raise `PaperError` for a link, where a folder of the directory itself is meant: what it leads to is not ours."""
    if path.is_symlink():
        raise PaperError(f"{path} is a link, which the kernel does not follow: take it away, or give another directory")


def put_in_place(directory: Path, earlier: Iterable[Path], files: Mapping[str, bytes]) -> None:
    """Take away `earlier` files of a directory, and put `files` there: path in it → content, placed in this order.

    Raises `PaperError` for a directory that cannot be made, a folder in it that is a link and a file that cannot be
    moved, and `ParameterError` for one that cannot be written; then everything is as it was. Ctrl-C waits for the
    moves.
    """
    part, made = directory / PART, list[Path]()
    targets = [directory / name for name in files]
    for place in dict.fromkeys((PART, *(str(place) for name in files for place in [*Path(name).parents][:-1]))):
        refuse_link(directory / place)
    try:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        _make(part, made)
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
        _take_away(made)
        raise
    shutil.rmtree(part, ignore_errors=True)
    _take_away([*dict.fromkeys(path.parent for path in old)])  # what an earlier run has left empty


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder, and those that it stands in; add the new ones to `made`."""
    try:
        new = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PaperError(f"{folder} cannot be made: {error.strerror or error}") from None
    made += reversed(new)


def _take_away(made: list[Path]) -> None:
    """Take folders away that were made, where nothing is in them."""
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


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
