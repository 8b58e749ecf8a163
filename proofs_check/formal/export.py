"""Certificates written as files of lemmas for Coq, with the one file of the library that they need beside them.

Anyone with Coq can compile the directory; where Coq is installed this is done at once, and what it refuses is named and
left out of the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from exactalign.runs.files import write_file
from proofs_check.exceptions import PaperError
from proofs_check.formal.assistant import version
from proofs_check.formal.building import SILENT, Watch, compile_files
from proofs_check.formal.lemmas import PRELUDE, Lemma, NotTranslated, lemma
from proofs_check.formal.sources import LOGICAL, sources

_IN_A_FILE: Final = 20
_LIBRARY: Final = "Certificates"


class Exported(NamedTuple):
    """What was written, by certificate: the lemmas; what is none, with the reason; what Coq refused, with its error.

    `coq` is the version that accepted the lemmas; "" when they were not compiled.
    """

    lemmas: list[str]
    not_translated: dict[str, str]
    refused: dict[str, str]
    coq: str

    def to_json(self) -> dict[str, Any]:
        """Return the summary for JSON."""
        return self._asdict()


def export(
    certificates: Iterable[tuple[str, str, Mapping[str, Any]]],
    directory: Path,
    jobs: int = 2,
    watch: Watch = SILENT,
) -> Exported:
    """Write the lemmas of (paper, name, certificate) to a directory, and compile them.

    Raises `PaperError` for a directory that cannot be made, `ParameterError` for a file that cannot be written.
    """
    not_translated: dict[str, str] = {}
    names: dict[str, str] = {}
    by_paper: dict[str, list[Lemma]] = {}
    for paper, name, certificate in certificates:
        label = re.sub(r"\W", "_", name)
        while label in names:  # “A-1” and “A.1” are two
            label += "_"
        try:
            found = lemma(label, certificate)
        except NotTranslated as reason:
            not_translated[name] = str(reason)
            continue
        names[found.name] = name
        title = re.sub(r"\W|\A(?=\d)", "_", paper, flags=re.ASCII).capitalize()  # a file of Coq has a name of Coq
        by_paper.setdefault(title, []).append(found)
    chunks = {
        f"{title}_{k // _IN_A_FILE + 1}": lemmas[k : k + _IN_A_FILE]
        for title, lemmas in by_paper.items()
        for k in range(0, len(lemmas), _IN_A_FILE)
    }
    coq = version()
    refused = _refused(chunks, jobs, watch) if coq else {}
    kept = {title: [x for x in lemmas if x.name not in refused] for title, lemmas in chunks.items()}
    _write_all(directory, {title: _text(lemmas) for title, lemmas in kept.items() if lemmas})
    written = [names[x.name] for lemmas in kept.values() for x in lemmas]
    return Exported(written, not_translated, {names[name]: error for name, error in refused.items()}, coq)


def _text(lemmas: Iterable[Lemma]) -> str:
    return PRELUDE + "".join(f"\n{found.text}" for found in lemmas)


def _refused(chunks: Mapping[str, list[Lemma]], jobs: int, watch: Watch) -> dict[str, str]:
    """What Coq does not accept, with its error: a file stops at its first, so it is tried again without that one."""
    refused: dict[str, str] = {}
    open_ = {title: list(lemmas) for title, lemmas in chunks.items()}
    while open_:
        found = compile_files({title: _text(lemmas) for title, lemmas in open_.items()}, jobs, watch)
        for title, answer in found.items():
            if not answer.error:
                del open_[title]
                continue
            at = _lemma_at(open_[title], answer.error)
            open_[title].remove(at)
            refused[at.name] = answer.error[-300:]
            if not open_[title]:
                del open_[title]
    return refused


def _lemma_at(lemmas: list[Lemma], error: str) -> Lemma:
    """The lemma in which an error is."""
    place = re.search(r"line (\d+), characters", error)
    if place is None:
        raise PaperError(f"Coq failed without saying where: {error[-300:]}")
    last = PRELUDE.count("\n")
    for found in lemmas:
        last += 1 + found.text.count("\n")
        if int(place[1]) <= last:
            return found
    raise PaperError(f"Coq failed in no lemma: {error[-300:]}")


def _write_all(directory: Path, texts: Mapping[str, str]) -> None:
    listed = [_LIBRARY, *texts]
    project = "# coq_makefile -f _CoqProject -o Makefile && make\n" + f"-Q . {LOGICAL}\n"
    project += "".join(f"{name}.v\n" for name in listed)
    files = {f"{_LIBRARY}.v": dict(sources())[_LIBRARY], **{f"{name}.v": text for name, text in texts.items()}}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for stale in directory.glob("*.v"):
            if stale.name not in files and stale.read_text(encoding="utf-8").startswith(PRELUDE):
                stale.unlink()
    except OSError as error:
        raise PaperError(f"{directory} cannot be made: {error.strerror or error}") from None
    for name, text in {**files, "_CoqProject": project}.items():
        write_file(str(directory / name), text.encode(), "file of lemmas")
