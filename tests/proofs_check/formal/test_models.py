"""A model for the hypotheses of a statement: proved where there is one, and not where there is none."""

import os

import pytest

from proofs_check.formal import assistant, building, models
from proofs_check.formula import KL, law, positive_law, real
from proofs_check.formula.statements import Statement

needs_coq = pytest.mark.skipif(
    not assistant.version() and "EXACTALIGN_SKIP_NOTHING" not in os.environ, reason="there is no Coq here"
)

p, q, a = law("p"), positive_law("q"), real("a")
MET = Statement(KL(p, q) >= 0, given=(a >= 1,))
UNMET = Statement(KL(p, q) >= 0, given=(a >= 1, a <= 0))


def test_no_case_is_no_lemma() -> None:
    assert "satisfies the hypotheses" in building.ask(models.together([("X-unmet", UNMET, None)]))["X-unmet"]


def test_a_lemma_is_about_all_that_is_assumed() -> None:
    said = models.lemma("X-met", MET)
    assert all(fact in said for fact in ("NoDup A", "law A p", "positive A q", "1 <= a"))


@needs_coq
@pytest.mark.slow
def test_coq_proves_a_model_and_no_false_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert building.ask(models.together([("X-met", MET, None)])) == {"X-met": ""}
    right = models.lemma("X-wrong", MET)
    monkeypatch.setattr(models, "lemma", lambda *_: right.replace("1 <= a", "1 <= a /\\ a <= 0"))
    assert building.ask(models.together([("X-wrong", MET, None)]))["X-wrong"] != ""
