"""A model for the hypotheses of a statement: proved where there is one, and not where there is none."""

import os
from typing import Any

import pytest

from proofs_check.formal import assistant, building, checking, examining, models, record
from proofs_check.formula import KL, law, positive_law, real
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

needs_coq = pytest.mark.skipif(
    not assistant.version() and "EXACTALIGN_SKIP_NOTHING" not in os.environ, reason="there is no Coq here"
)

p, q, a = law("p"), positive_law("q"), real("a")
MET = Statement(KL(p, q) >= 0, given=(a >= 1,))
UNMET = Statement(KL(p, q) >= 0, given=(a >= 1, a <= 0))


def test_no_case_is_no_lemma() -> None:
    assert "satisfies the hypotheses" in building.ask(models.together([("X-unmet", UNMET, None)]))["X-unmet"].reason


def test_a_lemma_is_about_all_that_is_assumed() -> None:
    said = models.lemma("X-met", MET, models.model(MET))
    assert all(fact in said for fact in ("NoDup A", "law A p", "positive A q", "1 <= a"))


@needs_coq
@pytest.mark.slow
def test_coq_proves_a_model_and_no_false_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert building.ask(models.together([("X-met", MET, None)])) == {"X-met": models.Together(models.model(MET))}
    right = models.lemma("X-wrong", MET, models.model(MET))
    monkeypatch.setattr(models, "lemma", lambda *_: right.replace("1 <= a", "1 <= a /\\ a <= 0"))
    assert building.ask(models.together([("X-wrong", MET, None)]))["X-wrong"].model is None


def test_a_model_is_recorded_for_these_hypotheses_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    formal, at = Formal("KL_nonneg"), models.model(MET)
    checked = checking.Checked("X-met", "KL_nonneg", "accepted", (), (), 0, 0, (), (), 0.0)
    met = {"X-met": models.Together(at)}

    def recorded(written: dict[str, object]) -> record.Standing:
        monkeypatch.setattr(record, "_entries", lambda: written)
        return record.standing("X-met", MET, formal)

    monkeypatch.setattr(record, "_entries", lambda: {"coq": "8", "claims": {}})
    assert recorded(record.written([(checked, MET, formal)], ["X-met"], met)).model == at
    without = record.written([(checked, MET, formal)], ["X-met"], {"X-met": models.Together(reason="none")})
    assert recorded(without).model is None
    entry: Any = record.written([(checked, MET, formal)], ["X-met"], met)
    entry["claims"]["X-met"]["model"]["at"]["a"] = "(0)"
    assert recorded(entry).model is None, "another model than the one that was proved"
    entry["claims"]["X-met"]["model"]["at"] = {"a": "(1)"}
    assert recorded(entry).model is None, "variables that the statement does not have"
    for broken in ("text", {}, {"at": ["a"]}, {"at": {"a": 1}, "fingerprint": ""}):
        entry["claims"]["X-met"]["model"] = broken
        assert recorded(entry).model is None


def test_what_holds_by_a_theorem_is_told_apart() -> None:
    found = {name: models.Together(reason="too hard") for name in ("X-a", "X-b")}
    possible = checking.Checked("X-a possible", "model_optimal", "accepted", (), (), 0, 0, (), (), 0.0)
    together = examining.with_theorems(found, [possible])
    assert list(models.told(together)) == [
        "for 1 of 2 statements Coq proves that all hypotheses hold together: for 0 at a model, for 1 by a theorem",
        "not proved to hold together: X-b: too hard",
    ]
