"""Two claims whose ids differ only in what Coq has no sign for are two files, each answered for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from proofs_check.formal import batches, checking
from proofs_check.formal.assistant import Compiled
from proofs_check.formula import KL, law
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal


def test_ids_that_read_alike_in_coq_are_two_files(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, str] = {}

    def answer(texts: Mapping[str, str], *_: Any) -> dict[str, Compiled]:
        asked.clear()
        asked.update(texts)  # first both in one file, to which there is no answer here, then each by itself
        return dict.fromkeys(texts, Compiled("", "", 0.0))

    monkeypatch.setattr(checking, "compile_files", answer)
    p, q = law("p"), law("q")
    said = [("X-a refuted", Statement(KL(p, q) < 0)), ("X-a-refuted", Statement(KL(p, q) >= 0))]
    checking.check([(name, statement, Formal("KL_nonneg")) for name, statement in said])
    assert len(asked) == len(said)
    assert not any(batches.is_joined(text) for text in asked.values())
