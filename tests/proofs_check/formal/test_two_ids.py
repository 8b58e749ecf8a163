"""Two claims whose ids differ only in what Coq has no sign for are two files, each answered for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from proofs_check.cli.formal import formal_lines
from proofs_check.formal import batches, checking, models
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


def test_ids_that_read_alike_have_their_models_in_two_files() -> None:
    p, q = law("p"), law("q")
    said = [(name, Statement(KL(p, q) >= 0), None) for name in ("X-a.b", "X-a-b", "X-c")]
    asked = models.together(said)
    assert [text.count("Lemma model_X_a_b ") for text in asked.texts.values()] == [1, 1]
    found = asked.read({"Models0": Compiled("MODEL X_a_b PROVED", "", 0.0), "Models1": Compiled("", "", 0.0)})
    assert [found[name].model is not None for name, *_ in said] == [True, False, False]


@pytest.mark.parametrize("identifier", ["Type", "forall", "KL_nonneg"])
def test_no_theorem_has_a_name_that_is_taken(identifier: str) -> None:
    assert checking.theorem_name(identifier) == f"{identifier}_"


def test_nothing_is_said_of_what_was_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coq stops at a statement that it refuses: then no variant was tried, and no axiom was printed."""
    p, q = law("p"), law("q")
    monkeypatch.setattr(
        checking, "compile_files", lambda texts, *_: dict.fromkeys(texts, Compiled("", "Error: no.", 0.0))
    )
    (found,) = checking.check([("X-refused", Statement(KL(p, q) < 0), Formal("KL_nonneg"))], again=True)
    assert (found.status, found.variants, found.refused) == ("refused", 0, 0)
    lines = list(formal_lines([found], [], ["X-refused: Error: no."], 60))
    assert not any("variants" in line or "Axioms" in line for line in lines)
    assert "0 of 1 statements accepted by Coq." in lines
