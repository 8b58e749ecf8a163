"""The files of the library, and what each of them rests on.

A digest of a file with everything that it requires decides what must be compiled again, and whether the record of what
was accepted still holds: a change elsewhere in the library leaves both alone.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Final

LOGICAL: Final = "ExactAlign"
"""The name of the library in Coq."""


@cache
def sources() -> tuple[tuple[str, str], ...]:
    """The files of the library, (name, text), in the order of their dependencies."""
    folder = files("proofs_check.formal") / "library"
    listed = (folder / "_CoqProject").read_text(encoding="utf-8").split()
    names = [name.removesuffix(".v") for name in listed if name.endswith(".v")]
    return tuple((name, (folder / f"{name}.v").read_text(encoding="utf-8")) for name in names)


@cache
def needs(text: str) -> frozenset[str]:
    """The files of the library that a file requires itself.

    >>> sorted(needs("From ExactAlign Require Import Definitions Sums. Open Scope R_scope."))
    ['Definitions', 'Sums']
    """
    found = re.findall(rf"From {LOGICAL} Require (?:Import |Export )?([^.]*)\.", text)
    return frozenset(name for names in found for name in names.split())


def rests_on(text: str) -> list[str]:
    """The files of the library that a file requires, itself or through others, by name."""
    texts = dict(sources())
    found: set[str] = set()
    open_ = set(needs(text))
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ |= needs(texts.get(name, ""))
    return sorted(found)


def fingerprint(text: str) -> str:
    """A digest of a file and of every file of the library that it rests on."""
    texts = dict(sources())
    digest = hashlib.sha256(text.encode())
    for name in rests_on(text):
        digest.update(f"\n{name}\n{texts.get(name, '')}".encode())
    return digest.hexdigest()
