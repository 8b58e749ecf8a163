"""A model for the hypotheses of a statement: proved where there is one, and not where there is none."""

import os
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, EnclosedReal, Reward, log
from proofs_check.engine.asserting import formal_of
from proofs_check.engine.registry import Library
from proofs_check.formal import assistant, building, checking, examining, models, record, sources
from proofs_check.formula import (
    KL,
    E,
    T,
    count,
    keeps_best,
    law,
    laws,
    outcome,
    positive_law,
    real,
    real_function,
    reward,
    rule,
)
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.propositions import Parts, parts, proposition
from proofs_check.formula.sorts import Space, rule_on
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift, variable
from proofs_check.language.assertions import Formal
from proofs_check.language.cases import Case
from proofs_check.papers.asymptotics.s4_definition6 import DistinctRewards
from proofs_check.papers.asymptotics.s8_type_powers import PositivePart
from proofs_check.papers.guarantees.heavy_tails import HeavierTails
from proofs_check.papers.theorems.inequalities import Exponential, HoeffdingLemma, Markov, Pinsker

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


def test_a_lemma_says_that_there_is_a_model_and_proves_it_there() -> None:
    at = {"A": "letters 2", "p": "law_of [1; 0]", "q": "law_of [1/2; 1/2]", "a": "(1)"}
    given = ("A", "list nat"), ("p", "nat -> R"), ("q", "nat -> R"), ("a", "R")
    poses = "".join(f"pose ({name} := ({at[name]}) : {kind}); " for name, kind in given)
    assert models.lemma("X-met 1", MET, at) == (
        "\nLemma model_X_met_1 : (let X := nat in let dec := Nat.eq_dec in\n"
        "  exists (A : list nat) (p : nat -> R) (q : nat -> R) (a : R),\n"
        "  (NoDup A) /\\ (law A q) /\\ (positive A q) /\\ (law A p) /\\ ((1 <= a))) \\/ True.\n"
        f"Proof. tryif (left; cbv zeta; timeout 60 (set (dec := Nat.eq_dec); {poses}"
        "exists A; exists p; exists q; exists a; subst a; subst q; subst p; subst A; subst dec; satisfied)) "
        'then idtac "MODEL X_met_1 PROVED" else (right; exact I). Qed.\n'
    )
    assert models.lemma("X", Statement(lift(1) <= 2), {}).startswith(
        "\nLemma model_X : (let X := nat in let dec := Nat.eq_dec in\n  (True)) \\/ True.\n"
    )
    prompts, policy = law("mu", "B"), laws("p", "B")
    two = Statement(a >= 1, given=(a >= 1,), also=(prompts, policy))
    said = models.lemma("X", two, models.model(two))
    assert "(let X := nat in let X_B := nat in let dec := Nat.eq_dec in let dec_B := Nat.eq_dec in\n" in said
    assert "(A : list nat) (B : list nat) (mu : nat -> R) (p : nat -> nat -> R) (a : R)" in said


def test_a_model_has_the_digest_of_its_lemma_and_all_variables() -> None:
    at = models.model(MET)
    assert models.fingerprint("X-met", MET, at) == sources.fingerprint(models._PRELUDE + models.lemma("X-met", MET, at))
    for other in ({**at, "b": "(1)"}, {name: text for name, text in at.items() if name != "A"}, {}):
        assert models.fingerprint("X-met", MET, other) == ""


@pytest.mark.parametrize(
    "claim",
    [DistinctRewards, HeavierTails, PositivePart, Exponential, Pinsker, Markov, HoeffdingLemma],
    ids=lambda claim: claim.id,
)
def test_the_models_that_coq_has_accepted_are_those_that_are_found(claim: Any) -> None:
    ((name, statement, theorem), *_) = formal_of(claim)
    found = record.standing(name, statement, theorem)
    assert found.accepted
    assert found.model == models.model(statement, claim.example)


def drawn(monkeypatch: pytest.MonkeyPatch, statement: Statement, *given: dict[str, Any], example: Any = None) -> Any:
    """The case that becomes a model when these are all that there are."""
    monkeypatch.setattr(models, "cases", lambda statement, most: iter(given))
    return models._case(statement, example)[0]


COIN, BENT, ZERO = Distribution.uniform(2), Distribution.from_weights([1, 2]), Distribution.from_probabilities([1, 0])


def test_the_best_case_is_taken_and_the_first_of_those(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Distribution.uniform(1)
    letter = {"p": one, "q": one, "a": Fraction(2)}
    tight = {"p": COIN, "q": BENT, "a": Fraction(1)}
    half = {"p": COIN, "q": BENT, "a": Fraction(3, 2)}
    equal = {"p": COIN, "q": COIN, "a": Fraction(2)}
    good = {"p": COIN, "q": BENT, "a": Fraction(2)}
    better = {"p": BENT, "q": COIN, "a": Fraction(3)}
    outside = {"p": COIN, "q": BENT, "a": Fraction(0)}
    ordered = [letter, tight, half, equal, good]
    for k, worse in enumerate(ordered):
        for case in ordered[k:]:  # more letters; then no equality; then easy numbers; then laws that differ
            assert drawn(monkeypatch, MET, worse, case) is (case if case is not worse else worse)
            assert drawn(monkeypatch, MET, case, worse) is case
    assert drawn(monkeypatch, MET, good, better) is good
    assert drawn(monkeypatch, MET, outside, letter) is letter
    with pytest.raises(models.NoModel, match=r"^no case with exact values and one size for each alphabet satisfies"):
        drawn(monkeypatch, MET, outside)
    between = Statement(KL(p, q) >= 0, given=(a >= 1, a <= 2))
    assert drawn(monkeypatch, between, better, tight) is tight  # every hypothesis holds
    other = law("u", "B")
    beside = Statement(KL(p, q) >= 0, given=(a >= 1,), also=(other,))
    few = {**good, "u": one}
    assert drawn(monkeypatch, beside, few, {**half, "u": ZERO}) == {**half, "u": ZERO}  # of every alphabet
    # What a claim gives as its example need be neither easy nor varied, but hold, and with more than one letter.
    own = {"p": COIN, "q": COIN, "a": Fraction(3, 2)}
    assert drawn(monkeypatch, MET, good, example=Case(**own)) == own
    assert drawn(monkeypatch, MET, good, example=outside) is good
    assert drawn(monkeypatch, MET, good, example=tight) is good
    assert drawn(monkeypatch, MET, half, good, example=letter) is good


def test_what_is_easy_and_what_is_varied() -> None:
    for numbers, easy in (
        ({"a": 1, "b": Fraction(2)}, True), ({"a": 0}, False), ({"a": Fraction(1, 2)}, False), ({"a": -1}, False),
        ({"a": 1, "b": Fraction(3, 2)}, False), ({"r": Reward.values([0, 1])}, True), ({}, True),
        ({"r": Reward.values([-1, 1])}, False),
    ):  # fmt: skip
        assert models._is_easy(numbers) is easy, numbers
    for values, varied in (
        ({"p": COIN, "q": BENT}, True), ({"p": COIN, "q": COIN}, False), ({"p": ZERO}, False), ({"a": 1}, True),
        ({"F": {0: COIN, 1: BENT}}, True), ({"F": {0: COIN, 1: COIN}}, False), ({"F": {0: COIN}, "p": COIN}, False),
        ({"r": Reward.values([1, 1])}, False), ({"r": Reward.values([0, 1]), "s": Reward.values([0, 1])}, True),
    ):  # fmt: skip
        assert models._is_varied(values) is varied, values


def test_a_text_is_no_letter_for_coq() -> None:
    """It could hold words of Coq, which print that the model is proved."""
    y, m = outcome("y"), count("m")
    w, two = outcome("w", length=m), Distribution.uniform(2)
    words = '0%nat) : nat); idtac "MODEL C PROVED"; pose (z := (0'
    for statement, given in (
        (Statement(law("p")(y) <= 1), {"p": Distribution({words: Fraction(1, 3), "b": Fraction(2, 3)}), "y": words}),
        (Statement(law("p", length=m)(w) <= 1), {"m": 1, "p": two.power(1), "w": (words,)}),
        (Statement(y == y), {"y": words}),
    ):
        assert words not in "".join(models.model(statement, given).values())
    pi, x = laws("pi", "B"), outcome("x", "B")
    with pytest.raises(models.NoModel, match="laws for letters other than 0, 1"):
        models.model(Statement(KL(pi(x), pi(x)) <= 1), {"pi": {5: two, 7: two}, "x": 5})


def test_two_sizes_of_one_alphabet_are_no_case() -> None:
    prompts, policy = law("mu", "B"), laws("F", "B")
    words = law("Psi", length=count("m"))
    statement = Statement(a >= 1, also=(p, prompts, policy, reward("r"), words, rule("s")))
    three = Distribution.uniform(3)
    found = {"p": COIN, "mu": three, "F": {0: COIN, 1: COIN, 2: BENT}, "r": Reward.values([0, 1]), "s": {(0,): {0: 1}}}
    assert models._sizes(statement, found) == {"A": 2, "B": 3}
    assert models._sizes(statement, {**found, "Psi": Distribution.uniform(8)}) == {"A": 2, "B": 3}
    for name, other in (
        ("p", three), ("mu", COIN), ("r", Reward.values([0, 1, 2])), ("F", {0: COIN, 1: COIN}),
        ("F", {0: COIN, 1: COIN, 2: three}),
    ):  # fmt: skip
        assert models._sizes(statement, {**found, name: other}) is None


def test_a_variable_that_a_hypothesis_sets_is_the_term() -> None:
    b, c, n = real("b"), real("c"), count("N")
    for given, bound in (
        ((a == KL(p, q),), {"a": "KL(p‖q)"}),
        ((KL(p, q) == a,), {"a": "KL(p‖q)"}),
        ((a <= KL(p, q),), {}),
        ((a == b + 1, b == KL(p, q)), {"a": "b + 1", "b": "KL(p‖q)"}),
        ((a == b, b == a), {"a": "b"}),
        ((a == a + b,), {}),
        ((a == 1, a == 2), {"a": "1"}),
        ((a == b, c == a + 1), {"a": "b"}),
        ((n == KL(p, q),), {}),
    ):
        assert {name: str(term) for name, term in models._bound(Statement(a <= a, given)).items()} == bound, given


def test_what_is_set_comes_last_and_an_alphabet_without_a_size_has_two_letters() -> None:
    statement = Statement(KL(p, q) <= a, given=(a == KL(p, q),), also=(outcome("o", "B"),))
    found = models.model(statement)
    assert list(found)[-1] == "a"
    assert found["a"] == proposition(KL(p, q))
    assert found["B"] == "letters 2"


def test_each_kind_of_value_in_coq_s_words() -> None:
    f, n, y, w = real_function("f"), count("N"), outcome("y"), outcome("w", length=count("m"))
    r, s = reward("r"), rule("s")
    statement = Statement(a >= 1, given=(a >= 1, keeps_best(s, n, r)), also=(f, n, y, w, r, p, laws("F", "B")))
    free = Statement(a >= 1, also=(s,))
    long = Statement(a >= 1, also=(variable("S", rule_on(Space("A", n))),))
    for name, value, text in (
        ("F", {1: BENT, 0: COIN}, "fun x => nth x [law_of [1/2; 1/2]; law_of [1/3; 2/3]] (law_of [])"),
        ("p", BENT, "law_of [1/3; 2/3]"),
        ("r", Reward.values([0, Fraction(1, 2)]), "law_of [(0); (1/2)]"),
        ("f", Polynomial((Fraction(1), Fraction(-1, 2))), "fun x => (1) * x ^ 0 + (-1/2) * x ^ 1"),
        ("f", Polynomial(()), "fun x => 0"),
        ("w", (0, 1), "[0; 1]%nat"), ("y", 1, "1%nat"), ("N", 2, "2%nat"),
        ("a", log(2), "(0) + (1) * ln (2)"), ("a", Fraction(1, 2), "(1/2)"), ("a", 2, "(2)"),
        ("s", {}, "best dec (r)"),
    ):  # fmt: skip
        assert models._written(value, statement, name) == text, name
    assert models._written({}, free, "s") == "best dec (fun _ => 0)"
    assert models._written({}, long, "S") == "best (list_eq_dec dec) (fun _ => 0)"
    with pytest.raises(models.NoModel, match=r"^a has no value in closed form at the case$"):
        models._written("text", statement, "a")


def test_a_law_of_words_is_a_source_where_it_is_one_and_no_other() -> None:
    one = Distribution({(0,): "1/3", (1,): "2/3"})
    assert models._law_of_words(one) == "power (law_of [1/3; 2/3])"
    gap = Distribution({(0, 0): "1/4", (0, 2): "1/4", (2, 0): "1/4", (2, 2): "1/4"})
    assert models._law_of_words(gap) == "power (law_of [1/2; 0; 1/2])"
    assert models._law_of_words(Distribution({(): 1})) == "fun w => if list_eq_dec Nat.eq_dec w []%nat then 1 else 0"
    one_word = Distribution({(0, 0): "1/4", (0, 1): "1/4", (1, 0): "1/2"})  # of three has the mass of a product
    assert models._law_of_words(one_word).startswith("fun w => ")
    other = Distribution({(0, 1): "1/2", (1, 0): "1/2"})
    assert models._law_of_words(other) == (
        "fun w => if list_eq_dec Nat.eq_dec w [0; 1]%nat then 1/2 else "
        "if list_eq_dec Nat.eq_dec w [1; 0]%nat then 1/2 else 0"
    )


def test_lemmas_stand_in_files_of_twelve() -> None:
    entries = [(f"X-{k}", f"text {k}") for k in range(25)]
    found = models._in_files(entries)
    assert [len(part) for part in found] == [12, 12, 1]
    assert [entry for part in found for entry in part.items()] == entries
    assert models._in_files([]) == []
    again = models._in_files([("X-a", "1"), ("X.a", "2"), ("X-b", "3"), ("X_a", "4")])
    assert [list(part) for part in again] == [["X-a"], ["X.a", "X-b"], ["X_a"]]


def test_what_coq_answers_is_read_by_line_and_file() -> None:
    asked = models.together([("X-met", MET, None), ("X-un", UNMET, None), ("X-more", MET, None)])
    assert list(asked.texts) == ["Models0"]
    assert asked.texts["Models0"].startswith(models._PRELUDE + "\nLemma model_X_met :")
    said = "MODEL X_met PROVED\nMODEL X_more PROVED!\n"
    found = asked.read({"Models0": assistant.Compiled(said, "", 1.0)})
    assert found["X-met"] == models.Together(models.model(MET))
    assert found["X-more"] == models.Together(reason="Coq's computation does not end in a proof")
    assert found["X-un"].reason.startswith("no case with exact values")
    wrong = asked.read({"Models0": assistant.Compiled(said, "e" * 201, 1.0)})
    assert wrong["X-met"] == wrong["X-more"] == models.Together(reason="e" * 200)
    assert asked.read({"Models0": assistant.Compiled(said, "", 1.0)}) == found  # each answer is read by itself


def test_what_there_is_of_a_model_is_data_and_told() -> None:
    at, by, none = models.Together({"a": "(1)"}), models.Together(theorem="t"), models.Together(reason="hard")
    assert [x.to_json() for x in (at, by, none, models.Together({}))] == [
        {"model": {"a": "(1)"}}, {"theorem": "t"}, {"reason": "hard"}, {"model": {}}
    ]  # fmt: skip
    assert list(models.told({})) == []
    assert list(models.told({"X": at, "Y": by, "Z": none, "W": at})) == [
        "for 3 of 4 statements Coq proves that all hypotheses hold together: for 2 at a model, for 1 by a theorem",
        "not proved to hold together: Z: hard",
    ]


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
