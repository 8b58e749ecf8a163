"""Wrong variants of a formal statement: each is proved as well, refused, or stopped, and none is told as another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from proofs_check.engine.examining import examine as of_claim
from proofs_check.engine.variants import bites_of
from proofs_check.formal import assistant, building, checking, comparing, examining, record
from proofs_check.formal.assistant import Compiled
from proofs_check.formula import KL, law, positive_law
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal

needs_coq = pytest.mark.skipif(
    not assistant.version() and "EXACTALIGN_SKIP_NOTHING" not in os.environ, reason="there is no Coq here"
)

p, q = law("p"), positive_law("q")
GIBBS = ("X-gibbs", Statement(KL(p, q) >= 0), Formal("KL_nonneg"))
LABELS = [label for label, _ in checking.tried(*GIBBS[1:])]
Compile = Callable[..., dict[str, Compiled]]


def answering(became: Mapping[int, str] | None) -> Compile:
    """A Coq that accepts the statement, and refuses each wrong variant of which it is not told to say something else;
    None when there are no variants."""
    free = "Closed under the global context\n"
    said = "" if became is None else "".join(f"VARIANT {k} {became.get(k, 'REFUSED')}\n" for k in range(len(LABELS)))
    answers = {
        "Batch0": Compiled(f"{free}{said}SECTION ENDS\n", "", 1.0),
        "Assumed": Compiled(f"{free}GROUP ENDS\n", "", 1.0),
    }
    return lambda texts, *_, **__: {name: answers.get(name, Compiled("", "not asked", 0.0)) for name in texts}


def checked(became: Mapping[int, str]) -> checking.Checked:
    asked = checking.recorded([GIBBS], {"X-gibbs": frozenset()})
    return asked.read(answering(became)(asked.texts))["X-gibbs"]


def recorded(monkeypatch: pytest.MonkeyPatch, became: Mapping[int, str]) -> None:
    monkeypatch.setattr(record, "_entries", lambda: {"coq": "8", "claims": {}})
    written: dict[str, Any] = record.written([(checked(became), *GIBBS[1:])], ["X-gibbs"], {})
    monkeypatch.setattr(record, "_entries", lambda: written)


def test_nothing_is_accepted_where_the_file_of_axioms_has_an_error() -> None:
    asked = checking.recorded([GIBBS], {"X-gibbs": frozenset()})
    answers = answering({})(asked.texts)
    assert asked.read(answers).keys() == {"X-gibbs"}
    for wrong in (
        answers["Assumed"]._replace(error="Error: stack overflow"),
        answers["Assumed"]._replace(said="Axioms:\nmore : False\nGROUP ENDS\n"),
        answers["Assumed"]._replace(said="Closed under the global context\n"),
    ):
        assert asked.read({**answers, "Assumed": wrong}) == {}


def test_older_entries_stay_for_claims_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    older = {name: {"theorem": name} for name in ("X-first", "X-gone", "X-second")}
    monkeypatch.setattr(record, "_entries", lambda: {"coq": "8", "claims": older})
    kept = record.written([], (name for name in ("X-first", "X-second", "X-new")), {})
    assert kept["claims"] == {name: older[name] for name in ("X-first", "X-second")}


def test_a_variant_that_was_stopped_is_neither_refused_nor_proved() -> None:
    found = checked({0: "STOPPED", 1: "PROVED"})
    assert (found.refused, found.variants) == (len(LABELS) - 2, len(LABELS))
    assert (found.stopped_variants, found.proved_variants) == ((LABELS[0],), (LABELS[1],))
    shown = found.to_json()["variants"]
    assert shown == {
        "tried": len(LABELS), "refused": len(LABELS) - 2, "also_proved": [LABELS[1]], "stopped": [LABELS[0]]
    }  # fmt: skip


def test_a_proof_that_was_stopped_on_every_variant_has_no_teeth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "compile_files", answering(dict.fromkeys(range(len(LABELS)), "STOPPED")))
    (found,) = checking.check([GIBBS], again=True)
    assert found.status == "refused"
    assert f"but for {len(LABELS)} on which it was stopped after {checking.SECONDS} seconds" in found.reason


def test_a_variant_without_an_answer_refuses_the_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "compile_files", answering({0: "FORGOTTEN"}))
    (found,) = checking.check([GIBBS], again=True)
    assert found.reason == f"{len(LABELS)} wrong variants were tried, {len(LABELS) - 1} answered"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({0: "PROVED", 1: "STOPPED"}, ""),
        ({1: "STOPPED"}, f"{LABELS[0]}”: proved as well there, and not now"),
        ({0: "PROVED", 1: "STOPPED", 2: "PROVED"}, f"{LABELS[2]}”: proved as well now"),
        ({0: "PROVED"}, f"{LABELS[1]}”: stopped there, and not now"),
        ({0: "PROVED", 1: "STOPPED", 3: "STOPPED"}, f"{LABELS[3]}”: stopped now"),
    ],
    ids=["the same", "refused", "proved", "decided", "stopped"],
)
def test_the_record_must_say_the_same_of_every_variant(
    monkeypatch: pytest.MonkeyPatch, now: Mapping[int, str], said: str
) -> None:
    recorded(monkeypatch, {0: "PROVED", 1: "STOPPED"})
    for module, other in ((building, "recheck"), (building, "axioms"), (comparing, "compare")):
        monkeypatch.setattr(module, other, lambda: building.Asked({}, lambda _: "nothing is asked"))
    monkeypatch.setattr(building, "compile_files", answering(now))
    found = examining.examine([GIBBS], []).problems
    assert found == ([f"X-gibbs: the record differs on the wrong variant “{said}"] if said else [])
    monkeypatch.setattr(building, "compile_files", answering(None))
    assert examining.examine([GIBBS], [], teeth=False).problems == []


def test_a_run_says_of_a_stopped_variant_that_it_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gibbs(Assertion):
        id, place, title = "X-gibbs", "here", "Gibbs"
        asserts, formal, expected = GIBBS[1], "KL_nonneg", "formal"

    def became(label: str) -> set[str]:
        bites, _, _ = bites_of(Gibbs, of_claim(Gibbs, 0))
        return {bite.became for bite in bites if bite.variant == label}

    recorded(monkeypatch, {})
    unrefuted, *_ = [k for k, label in enumerate(LABELS) if became(label) == {"not proved"}]
    recorded(monkeypatch, {unrefuted: "STOPPED"})
    assert became(LABELS[unrefuted]) == {"open"}


@needs_coq
@pytest.mark.slow
def test_coq_is_stopped_where_a_proof_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "SECONDS", 1)
    # Tactics of Ltac alone: lra takes being stopped for having failed, where that comes at a bad time.
    proof = "first [ claim @KL_nonneg | do 1000000000 (pose proof I as H; clear H) ]. "
    (found,) = checking.check([(*GIBBS[:2], Formal("KL_nonneg", proof))], again=True)
    assert found.stopped_variants
    assert found.refused == 0
    assert found.status == "refused", found
