"""The file for a claim, sentence by sentence, and what is made of each answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.formal import checking
from proofs_check.formal.assistant import USUAL_AXIOMS, Compiled
from proofs_check.formal.batches import answers, is_joined, joined
from proofs_check.formal.checking import Checked, Wanted
from proofs_check.formula import KL, count, event, hits, law, outcome, positive_law, real
from proofs_check.formula.propositions import coq
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

p, q, a = law("p"), positive_law("q"), real("a")
STATEMENT = Statement(KL(p, q) >= 0, given=(a >= 1,))
PROOF = "intros. apply KL_nonneg; auto. lra."
GIBBS: Wanted = ("X-gibbs", STATEMENT, Formal("KL_nonneg", PROOF))
DENIED: Wanted = ("X-no", Statement(a <= 1), Formal("KL_nonneg", "intros no. lra. ", denies=True))
LABELS = [label for label, _ in checking.tried(*GIBBS[1:])]
FREE = "Closed under the global context\n"


def test_the_file_for_a_claim() -> None:
    text = checking.source(*GIBBS)
    head, *goals = text.split("\nGoal ")
    home = checking.home("KL_nonneg")
    names = dict.fromkeys(["Analysis", "Definitions", home, "Claims"])
    assert head == (
        f"From Coq Require Import Permutation.\nFrom ExactAlign Require Import {' '.join(names)}.\n\n"
        f"Theorem X_gibbs :\n  {checking.proposition(*GIBBS[1:])}.\nProof. {GIBBS[2].proof} Qed.\n"
        "Print Assumptions X_gibbs.\n"
    )
    assert len(goals) == len(LABELS) > 3
    for k, ((_, wrong), goal) in enumerate(zip(checking.tried(*GIBBS[1:]), goals, strict=True)):
        assert goal == (
            f"{checking.proposition(wrong, GIBBS[2])}.\nProof. first [ timeout 60 (tryif solve "
            f'[ {checking._tactic(GIBBS[2].proof)} ] then idtac "VARIANT {k} PROVED" else idtac "VARIANT {k} REFUSED")'
            f' | idtac "VARIANT {k} STOPPED" ]. Abort.\n'
        )
    assert checking.source(*GIBBS, teeth=False) == head
    assert checking.source(*GIBBS, teeth=False, assumptions=False) == head.replace("Print Assumptions X_gibbs.\n", "")
    assert "Goal" not in checking.source(*DENIED)


def test_a_script_as_one_tactic() -> None:
    assert checking._tactic(" intros. apply x; auto.  lra.") == "intros; apply x; auto; lra"
    assert checking._tactic("exact (a.b c).") == "exact (a.b c)"


def test_the_names_of_theorems() -> None:
    assert checking.theorem_name("A-lem 9") == "A_lem_9"
    assert checking.theorem_name("Type") == "Type_"
    assert checking.theorem_name("KL_nonneg") == "KL_nonneg_"
    assert checking._names([GIBBS, GIBBS, DENIED]) == ["claim0_X_gibbs", "claim1_X_gibbs", "claim2_X_no"]


def test_what_is_to_be_proved_of_a_denial_is_the_denial() -> None:
    assert checking.proposition(*DENIED[1:]).startswith("~ (forall (a : R),")
    assert not checking.proposition(*GIBBS[1:]).startswith("~")
    statement, denies = DENIED[1], Formal("KL_nonneg", "", denies=True)
    assert checking.tried(statement, denies) == []
    assert (
        checking.tried(statement, Formal("KL_nonneg", "", denies=True, alone=True))
        == checking.variants(statement)
        != []
    )
    assert checking.tried(statement, Formal("KL_nonneg", "")) == checking.variants(statement)
    alone = Formal("KL_nonneg", "", denies=True, alone=True)
    text = checking.source("X-no", statement, alone)
    assert text.count("\nGoal ~ (") == len(checking.variants(statement)) == text.count("\nGoal ")


def test_what_coq_has_no_words_for_is_no_variant_to_be_tried() -> None:
    n, letter, over_b = count("N"), outcome("v", over="B"), law("q", over="B")
    word = outcome("B", over="B", length=n)  # in Coq its name would hide that of its alphabet
    assert checking._text(STATEMENT) == coq(STATEMENT)
    assert checking._text(Statement(hits(event(letter, over_b(letter) > 0), word) <= n)) is None


def test_where_a_theorem_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("Theorem", "Lemma", "Corollary", "Proposition", "Fact")
    text = "".join(f"{word} x{k}' : True.\n" for k, word in enumerate(words))
    library = (("One", text), ("Two", " Lemma no : True."))
    monkeypatch.setattr(checking, "sources", lambda: library)
    assert [checking.home(f"x{k}'") for k in range(5)] == ["One"] * 5
    in_modules = "Theorem same : True.\nModule M.\nTheorem same : True.\nEnd M.\n"
    monkeypatch.setattr(checking, "sources", lambda: (("One", in_modules),))
    assert checking.home("same") == "One"  # two in one file are in one file
    monkeypatch.setattr(checking, "sources", lambda: library)
    with pytest.raises(ClaimError) as caught:
        checking.home("no")
    assert str(caught.value) == "the library must have one theorem 'no': there is none"
    monkeypatch.setattr(checking, "sources", lambda: (*library, ("Three", text)))
    with pytest.raises(ClaimError) as caught:
        checking.home("x0'")
    assert (
        str(caught.value)
        == 'the library must have one theorem "x0\'": it stands in One and Three: give each its own name'
    )


def said(became: Mapping[int, str] | None = None, axioms: str = FREE) -> str:
    became = became or {}
    return axioms + "".join(f"VARIANT {k} {became.get(k, 'REFUSED')}\n" for k in range(len(LABELS)))


def judged(text: str, error: str = "", teeth: bool = True, **parts: Any) -> Checked:
    return checking._checked(*GIBBS, Compiled(text, error, 2.5, **parts), checking._goals(*GIBBS[1:]) if teeth else [])


def test_what_is_made_of_an_answer() -> None:
    one, three = sorted(USUAL_AXIOMS)[0], len(LABELS)
    fine = judged(said({0: "PROVED", 2: "STOPPED"}, f"Axioms:\n{one} : Prop\n"), kept=True)
    assert fine == Checked(
        "X-gibbs", "KL_nonneg", "accepted", (one,), tuple(map(str, (*STATEMENT.given, *STATEMENT.conditions))),
        three - 2, three, (LABELS[0],), (LABELS[2],), 2.5, "", kept=True,
    )  # fmt: skip
    assert fine.hypotheses[0] == "1 ≤ a"
    for text, reason in (
        (said(axioms=""), "what it assumes was not printed"),
        (said(axioms="Axioms:\nyours : False\nmine : False\n"), "it assumes mine, yours"),
        (said({1: "LOST"}), f"{three} wrong variants were tried, {three - 1} answered"),
        (said(dict.fromkeys(range(three), "PROVED")), "the same proof proves every wrong variant: it has no teeth"),
    ):
        found = judged(text)
        assert (found.status, found.reason) == ("refused", reason)
    assert judged(FREE, teeth=False).status == "accepted"
    assert judged(FREE, teeth=False).variants == 0


def test_an_error_is_the_statement_s_and_ends_the_answers() -> None:
    found = judged(FREE + "VARIANT 0 PROVED\nVARIANT 1 REFUSED\n", "e" * 501)
    assert (found.status, found.reason) == ("refused", "e" * 500)
    assert (found.variants, found.refused, found.proved_variants) == (2, 1, (LABELS[0],))
    assert judged(FREE, "no").variants == 0


def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, errors: Mapping[str, str]) -> list[list[str]]:
    """A Coq that accepts each statement and refuses its variants, but for files with an error; what it was asked."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[list[str]] = []

    def compiled(texts: Mapping[str, str], *_: object) -> dict[str, Compiled]:
        asked.append(list(texts))
        found = {}
        for name, text in texts.items():
            one = FREE + "".join(f"VARIANT {k} REFUSED\n" for k in range(len(LABELS)))
            ends = text.count("SECTION ENDS")
            found[name] = Compiled(f"{one}SECTION ENDS\n" * ends if ends else one, errors.get(name, ""), 1.0)
        return found

    monkeypatch.setattr(checking, "compile_files", compiled)
    return asked


def test_statements_are_asked_together_and_kept_one_by_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    asked = fake(monkeypatch, tmp_path, {})
    other: Wanted = ("X-other", *GIBBS[1:])
    assert [entry.status for entry in checking.check([GIBBS, other])] == ["accepted"] * 2
    assert asked == [["Batch0"]]
    assert [entry.kept for entry in checking.check([GIBBS, other])] == [True, True]
    assert asked[1:] == [[]]
    assert [entry.kept for entry in checking.check([GIBBS, other], again=True)] == [False, False]
    assert asked[2:] == [["Batch0"]]


def test_where_a_batch_has_an_error_each_is_asked_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    asked = fake(monkeypatch, tmp_path, {"Batch0": "no", "claim1_X_other": "not this"})
    one, two = checking.check([GIBBS, ("X-other", *GIBBS[1:])])
    assert asked == [["Batch0"], ["claim0_X_gibbs", "claim1_X_other"]]
    assert (one.status, two.status, two.reason) == ("accepted", "refused", "not this")


def test_the_axioms_of_all_that_assume_the_same_are_printed_together() -> None:
    usual = frozenset(USUAL_AXIOMS)
    claims: list[Wanted] = [GIBBS, ("X-two", *GIBBS[1:]), ("X-three", *GIBBS[1:])]
    asked = checking.recorded(claims, {"X-gibbs": usual, "X-two": frozenset(), "X-three": usual})
    assert list(asked.texts) == ["Batch0", "Assumed"]
    where = [f"@Batch0.Group0.claim{k}_{name}.{name}" for k, name in enumerate(("X_gibbs", "X_two", "X_three"))]
    ends = 'Goal True. idtac "GROUP ENDS". Abort.\n'
    assert asked.texts["Assumed"] == (
        "From ExactAlign Require Batch0.\n"
        f"Definition group0 := (tt, {where[0]}, {where[2]}).\nPrint Assumptions group0.\n{ends}"
        f"Definition group1 := (tt, {where[1]}).\nPrint Assumptions group1.\n{ends}"
    )
    axioms = "Axioms:\n" + "".join(f"{name} : Prop\n" for name in sorted(usual))
    batch = Compiled(f"{said(axioms='')}SECTION ENDS\n" * 3, "", 1.0)
    found = asked.read({"Batch0": batch, "Assumed": Compiled(f"{axioms}GROUP ENDS\n{FREE}GROUP ENDS\n", "", 1.0)})
    assert {name: entry.axioms for name, entry in found.items()} == {
        "X-gibbs": tuple(sorted(usual)), "X-two": (), "X-three": tuple(sorted(usual)),
    }  # fmt: skip
    found = asked.read({"Batch0": batch, "Assumed": Compiled(f"{axioms}GROUP ENDS\n{axioms}GROUP ENDS\n", "", 1.0)})
    assert set(found) == {"X-gibbs", "X-three"}  # the other assumes more than it is recorded to
    for bad in (
        Compiled(f"{axioms}GROUP ENDS\n{FREE}GROUP ENDS\n", "no", 1.0),
        Compiled(f"{axioms}GROUP ENDS\n", "", 1.0),
    ):
        assert asked.read({"Batch0": batch, "Assumed": bad}) == {}  # of none anything is said
    assert is_joined(asked.texts["Batch0"])
    assert "Print Assumptions" not in asked.texts["Batch0"]  # which takes a hundred times as long as a proof


def test_batches_are_joined_in_their_order() -> None:
    texts = {f"file{k}": f"Head.\n\nCheck {k}.\n" for k in range(3)}
    assert checking._batches(texts) == {"Batch0": texts}
    heavy = {name: text + " " * 60_000 for name, text in texts.items()}
    assert [list(batch) for batch in checking._batches(heavy).values()] == [["file0"], ["file1"], ["file2"]]
    assert list(checking._batches(heavy)) == ["Batch0", "Batch1", "Batch2"]
    assert answers(["file0"], Compiled("x\nSECTION ENDS\n", "", 1.0))["file0"].said == "x"
    assert joined(texts).count("Head.") == 1


def test_a_run_is_told_with_its_times() -> None:
    shown = judged(said()).to_json()
    assert (shown["seconds"], shown["status"], shown["axioms"]) == (2.5, "accepted", [])
    assert checking.report([judged(said())], {})["claims"] == [{**shown, "together": None}]
