"""A model for the hypotheses of a statement: proved where there is one, and not where there is none."""

import os
from typing import Any

import pytest

from exactalign import Distribution, EnclosedReal, log
from proofs_check.engine.asserting import formal_of
from proofs_check.engine.registry import Library
from proofs_check.formal import assistant, building, checking, examining, models, record
from proofs_check.formula import KL, E, T, count, law, laws, positive_law, real, reward
from proofs_check.formula.propositions import Parts, parts
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

needs_coq = pytest.mark.skipif(
    not assistant.version() and "EXACTALIGN_SKIP_NOTHING" not in os.environ, reason="there is no Coq here"
)

p, q, a, a_length = law("p"), positive_law("q"), real("a"), count("m")
MET = Statement(KL(p, q) >= 0, given=(a >= 1,))
HARD = (
    "A-def1-sign", "A-eq1-equiv",
    "A-dominance", "A-dominance-alpha", "A-dominance-perprompt", "A-lem4-product", "A-lem4-product-form",
    "A-fig1-close-limit", "A-lem6-gap", "A-exp-small", "A-exp-logN", "A-type-conclusion", "A-type-chain", "G-bon-f",
    "G-bon-f-improper", "G-bon-any-rule", "G-transport-kl", "G-transport-bon", "G-rlhf-gain", "G-limit", "G-renyi-tail",
    "G-renyi-tighter", "G-golden-tail", "G-golden-smaller-bon", "G-exp1",
)  # fmt: skip
"""Claims whose hypotheses need more than computation: two alphabets, optimal laws, sub-Gaussian rewards, convexity."""
UNMET = Statement(KL(p, q) >= 0, given=(a >= 1, a <= 0))


def test_no_case_is_no_lemma() -> None:
    assert "satisfies the hypotheses" in building.ask(models.together([("X-unmet", UNMET, None)]))["X-unmet"].reason


def test_a_lemma_is_about_all_that_is_assumed() -> None:
    said = models.lemma("X-met", MET, models.model(MET))
    assert all(fact in said for fact in ("NoDup A", "law A p", "positive A q", "1 <= a"))


def test_each_alphabet_has_its_letters_and_a_family_a_law_for_each_prompt() -> None:
    prompts, policy = law("mu", "B"), laws("p", "B")
    statement = Statement(a >= 1, given=(a >= 1,), also=(prompts, policy))
    coin, dice = Distribution.uniform(2), Distribution.uniform(3)
    found = models.model(statement, {"mu": coin, "p": {0: dice, 1: dice}, "a": 2})
    assert (found["A"], found["B"]) == ("letters 3", "letters 2")
    assert found["p"] == "fun x => nth x [law_of [1/3; 1/3; 1/3]; law_of [1/3; 1/3; 1/3]] (law_of [])"
    uneven = {"mu": coin, "p": {0: dice, 1: coin}, "a": 2}
    assert models.model(statement, uneven)["p"] != found["p"], "two sizes of one alphabet"


def test_a_law_of_words_is_a_source_or_told_word_by_word() -> None:
    words = law("Psi", length=a_length)
    statement = Statement(a >= 1, given=(a >= 1,), also=(words, a_length))
    source = models.model(statement, {"Psi": Distribution.from_weights([1, 2]).power(2), "m": 2, "a": 2})
    assert source["Psi"] == "power (law_of [1/3; 2/3])"
    twins = Distribution({(0, 0): "1/2", (0, 1): 0, (1, 0): 0, (1, 1): "1/2"})
    told = models.model(statement, {"Psi": twins, "m": 2, "a": 2})["Psi"]
    assert told.startswith("fun w => if list_eq_dec Nat.eq_dec w [0; 0]%nat then 1/2 else if")


def test_a_model_without_an_example_has_no_two_laws_the_same_and_no_constant_reward() -> None:
    statement = Statement(KL(p, q) >= 0, given=(a >= 1,), also=(reward("r"),))
    found = models.model(statement)
    assert len({found["p"], found["q"]}) == 2
    assert len(set(found["r"].removeprefix("law_of [").removesuffix("]").split("; "))) > 1


def test_a_model_without_an_example_has_numbers_that_are_easy_to_compute_with() -> None:
    r = reward("r")
    found = models.model(Statement(KL(T(q, p, a), p) >= 0, given=(E(p, r) <= 3,)))
    assert found["a"] in {"(1)", "(2)", "(3)"}
    assert "-" not in found["r"]


def _stated(*names: str) -> list[tuple[str, Statement, Any]]:
    return [
        (name, statement, getattr(claim, "example", None))
        for claim in Library.shipped().select(names)
        for name, statement, theorem in formal_of(claim)
        if not theorem.denies
    ]


@pytest.mark.slow
def test_every_statement_has_a_model_or_a_theorem() -> None:
    """That Coq accepts them is asked by `proofs-check formal --check`."""
    with_theorem = {claim.id for claim in Library.shipped() if getattr(claim, "possible", None) is not None}
    stated = [entry for entry in _stated() if entry[0] not in with_theorem]
    for identifier, statement, example in stated:
        values = models.model(statement, example)
        assert models.fingerprint(identifier, statement, values), identifier


@needs_coq
@pytest.mark.slow
def test_coq_refuses_each_with_the_denial_of_a_hypothesis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each claim that needs more than computation: its last hypothesis, and that it is false."""

    def contradictory(statement: Statement) -> Parts:
        found = parts(statement)
        return found._replace(sorts=[f"~ ({found.premises[-1]})", *found.sorts])

    monkeypatch.setattr(models, "parts", contradictory)
    found = building.ask(models.together(_stated(*HARD)))
    assert found.keys() == set(HARD)
    assert {entry.reason for entry in found.values()} == {"Coq's computation does not end in a proof"}


def test_an_enclosed_number_is_no_model() -> None:
    laws_of_two = {"p": Distribution.uniform(2), "q": Distribution.uniform(2)}
    assert models.model(MET, {**laws_of_two, "a": log(3)})["a"] == "(0) + (1) * ln (3)"
    asked = models.together([("X-met", MET, {**laws_of_two, "a": EnclosedReal.of(log(3))})])
    assert asked.read({}) == {"X-met": models.Together(reason="a has no value in closed form at the case")}


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


def test_hypotheses_that_may_clash_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(texts: dict[str, str], *_: object, **__: object) -> dict[str, assistant.Compiled]:
        return {name: assistant.Compiled("", "not tried", 0.0) for name in texts}

    monkeypatch.setattr(building, "compile_files", refused)
    problems = examining.examine([], [("X-unmet", UNMET, None), ("X-met", MET, None)]).problems
    assert any(said.startswith("X-unmet: not proved that its hypotheses hold together: no case") for said in problems)
    assert "X-met: not proved that its hypotheses hold together: not tried" in problems
