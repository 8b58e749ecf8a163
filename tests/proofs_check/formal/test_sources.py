"""Which files of the library a file rests on, and its digest, on a library of three files."""

from __future__ import annotations

import hashlib

import pytest

from proofs_check.formal import sources
from proofs_check.formal.sources import fingerprint, needs, rests_on

LIBRARY = (
    ("One", "Definition one := 1."),
    ("Two", "From ExactAlign Require Import One.\n"),
    ("Three", "From ExactAlign Require Export Two.\n"),
)


def test_what_a_file_requires_itself() -> None:
    assert needs("From ExactAlign Require Import A B.\nFrom ExactAlign Require C.\n") == {"A", "B", "C"}
    assert needs("From ExactAlign Require Export A\n  B. From Other Require Import D.") == {"A", "B"}
    assert needs("Require Import A.") == frozenset()


def test_what_a_file_rests_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "sources", lambda: LIBRARY)
    own = "From ExactAlign Require Import Three Missing."
    assert rests_on(own) == ["Missing", "One", "Three", "Two"]
    assert rests_on("From ExactAlign Require Import Two.") == ["One", "Two"]
    assert rests_on("Goal True.") == []
    words = own + "".join(f"\n{name}\n{dict(LIBRARY).get(name, '')}" for name in rests_on(own))
    assert fingerprint(own) == hashlib.sha256(words.encode()).hexdigest()


def test_the_library_is_in_the_order_of_its_dependencies() -> None:
    earlier: set[str] = set()
    for name, text in sources.sources():
        assert needs(text) <= earlier, name
        earlier.add(name)
    assert len(earlier) > 20
