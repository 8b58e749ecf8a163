"""What the claims are called, without loading them: kept in the user's cache, under a digest of all sources.

Loading the claims builds every term, which takes a second; a list of titles needs none of it. A file that is no such
list, or was made from other sources, is not believed: then the claims are loaded and listed anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from exactalign.exceptions import ExactAlignError
from exactalign.runs.files import write_file
from proofs_check.cli.claims import library_of

if TYPE_CHECKING:
    from proofs_check.language.claims import Claim

_ROOTS = (Path(__file__).parents[1], Path(__file__).parents[2] / "exactalign")


class Listed(NamedTuple):
    """A claim as a list shows it; `checks` is their number."""

    id: str
    place: str
    title: str
    statement: str
    scope: str
    expected: str
    checks: int


Kept = list[tuple[tuple[str, str], list[Listed]]]
"""For every paper its two names, and its claims."""


def listed(names: Sequence[str] | None) -> list[Listed]:
    """Return the claims that are named: by papers, ids or files; all without a name."""
    wanted = names or ()
    digest = sources_digest()
    kept = _read(digest)
    if kept is not None and (chosen := _selected(kept, wanted)) is not None:
        return chosen
    library, everything = library_of(())
    if kept is None:
        _keep(digest, [((paper.id, paper.origin), list(map(_entry, paper))) for paper in library.papers])
    return [_entry(claim) for claim in (library.select(wanted) if wanted else everything)]


def sources_digest() -> str:
    """Return a digest of every Python file of the two packages, and of the Python that reads them."""
    whole = hashlib.sha256(sys.version.encode())
    for root in map(str, _ROOTS):
        for path in sorted(_python_files(root)):
            whole.update(f"{path.removeprefix(root)}\0".encode())
            with open(path, "rb") as file:
                whole.update(hashlib.sha256(file.read()).digest())
    return whole.hexdigest()


def _python_files(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (f"{place}{os.sep}{name}" for name in names if name.endswith(".py"))


def cache_file() -> Path:
    """Return where the list is kept."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "exactalign" / "claims.json"


def _entry(claim: type[Claim]) -> Listed:
    return Listed(claim.id, claim.place, claim.title, claim.statement, claim.scope, claim.expected, len(claim.checks()))


def _selected(kept: Kept, wanted: Sequence[str]) -> list[Listed] | None:
    """The claims that are named, None when a name is none of these (a file, or a mistake)."""
    papers = {name: claims for both, claims in kept for name in both}
    single = {claim.id: claim for _, claims in kept for claim in claims}
    if not wanted:
        return list(single.values())
    chosen: dict[str, Listed] = {}
    for name in wanted:
        if name not in papers and name not in single:
            return None
        chosen |= {claim.id: claim for claim in (papers[name] if name in papers else [single[name]])}
    return list(chosen.values())


def _read(digest: str) -> Kept | None:
    try:
        found = json.loads(cache_file().read_bytes())
        if not isinstance(found, dict) or found.get("sources") != digest:
            return None
        return [
            ((str(one), str(other)), [_checked(claim) for claim in claims]) for (one, other), claims in found["papers"]
        ]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _checked(claim: Any) -> Listed:
    entry = Listed(*claim)
    if not all(isinstance(text, str) for text in entry[:-1]) or type(entry.checks) is not int:
        raise ValueError("this is no claim")
    return entry


def _keep(digest: str, papers: Kept) -> None:
    with suppress(OSError, ExactAlignError):  # a cache that cannot be written is only slow
        cache_file().parent.mkdir(parents=True, exist_ok=True)
        write_file(str(cache_file()), json.dumps({"sources": digest, "papers": papers}).encode())
