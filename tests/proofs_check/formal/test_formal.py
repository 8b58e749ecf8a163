"""What the proof assistant is asked, and what is made of its answers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from proofs_check.engine.asserting import formal_of
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.formal import assistant, building, checking, comparing, models, record, sources
from proofs_check.formal.cache import Cache
from proofs_check.formula import (
    KL,
    E,
    count,
    event,
    function,
    hits,
    kept,
    law,
    log,
    outcome,
    positive_law,
    real,
    reward,
    rule,
)
from proofs_check.formula.propositions import coq
from proofs_check.formula.propositions import proposition as coq_of
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply
from proofs_check.language.assertions import Assertion, Formal

LIBRARY = Path(checking.__file__).parent / "library"
HAS_COQ = bool(assistant.version())
needs_coq = pytest.mark.skipif(
    not HAS_COQ and "EXACTALIGN_SKIP_NOTHING" not in os.environ, reason="there is no Coq here"
)

p, q, s, N, a = law("p"), positive_law("q"), rule("s"), count("N"), real("a")

TRUE = ("X-lemma6", Statement(KL(kept(p, N, s), p) <= log(N)), Formal("lemma6"))
FALSE = ("X-half", Statement(2 * KL(kept(p, N, s), p) <= log(N)), Formal("lemma6"))
DENIED = (
    "X-denied",
    Statement(a <= 1),
    Formal("KL_nonneg", "intros no. pose proof (no 2). lra. ", denies=True),
)


def test_no_gap_and_no_axiom_stands_in_the_library() -> None:
    words = r"\b(Admitted|Axiom|Axioms|Parameter|Parameters|Conjecture|admit|Unset Guard)\b"
    for name, text in sources.sources():
        # `Conjecture` is also the name of a file: a sentence that imports files declares nothing.
        declarations = re.sub(r"^From ExactAlign Require Import [\w\s]+\.$", "", text, flags=re.M)
        assert not re.search(words, declarations), name
        assert len(text.splitlines()) <= 500, name
    listed = {f"{name}.v" for name, _ in sources.sources()}
    assert listed == {path.name for path in LIBRARY.glob("*.v")}


def test_every_theorem_of_the_index_is_in_the_library() -> None:
    for line in (LIBRARY / "INDEX.txt").read_text(encoding="utf-8").splitlines():
        _, _, rest = line.partition("  ")
        for name in rest.strip().split("  ")[0].replace(",", " ").split():
            assert checking.home(name), line


def test_axioms_are_read_back() -> None:
    said = "Axioms:\nClassicalDedekindReals.sig_not_dec : forall P, x\nmine\n  : False\n"
    assert assistant.axioms_in(said) == {"ClassicalDedekindReals.sig_not_dec", "mine"}
    assert assistant.axioms_in("Closed under the global context") == frozenset()
    assert assistant.axioms_in("") is None
    assert assistant.axioms_in("(Closed under the global context)\n") is None, "a term that a script prints"
    assert assistant.axioms_in(f"Closed under the global context\n{said}") == assistant.axioms_in(said)


def test_names_that_would_hide_each_other_in_coq_are_refused() -> None:
    q_b, letter = law("q", over="B"), outcome("v", over="B")
    word = outcome("B", over="B", length=N)
    with pytest.raises(ClaimError, match="the alphabet B has the name of a variable"):
        coq(Statement(hits(event(letter, q_b(letter) > 0), word) <= N))
    r, y = reward("r"), outcome("y_")
    with pytest.raises(ClaimError, match="y_ stands for the outcomes of a tilt"):
        coq(Statement(E(apply("tilt by", function(outcome("z"), r(y)), p, a), r) == a))


def test_an_unknown_theorem_is_one_line() -> None:
    with pytest.raises(ClaimError, match="one theorem 'nothing': there is none"):
        checking.home("nothing")


def test_the_record_is_of_one_statement_with_one_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    identifier, statement, formal = TRUE
    entry = {"theorem": formal.theorem, "axioms": [], "also_proved": [], "fingerprint": record.fingerprint(*TRUE)}
    monkeypatch.setattr(record, "_entries", lambda: {"coq": "8", "claims": {identifier: entry}})
    assert record.standing(*TRUE).accepted
    assert not record.standing(identifier, FALSE[1], formal).accepted
    assert not record.standing(identifier, statement, evolve(formal, script="intros. ")).accepted
    assert not record.standing("X-other", statement, formal).accepted
    library = sources.sources()
    rests = set(sources.rests_on(checking.source(*TRUE)))
    elsewhere = tuple((name, text if name in rests else text + " ") for name, text in library)
    assert elsewhere != library
    monkeypatch.setattr(sources, "sources", lambda: elsewhere)
    assert record.standing(*TRUE).accepted, "a change elsewhere in the library leaves the record alone"
    for name in rests:
        changed = tuple((n, text + " " if n == name else text) for n, text in library)
        monkeypatch.setattr(sources, "sources", lambda changed=changed: changed)
        assert not record.standing(*TRUE).accepted, name


@pytest.mark.parametrize(
    "change", [{"axioms": ["mine"]}, {"axioms": None}, {"also_proved": 1}, {"fingerprint": 7}, None], ids=str
)
def test_an_entry_that_nobody_recorded_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object] | None
) -> None:
    entry = {"axioms": [], "also_proved": [], "fingerprint": record.fingerprint(*TRUE)}
    changed = None if change is None else entry | change
    monkeypatch.setattr(record, "_entries", lambda: {"coq": "8", "claims": {TRUE[0]: changed}})
    assert not record.standing(*TRUE).accepted


@pytest.mark.parametrize("text", ["{", "[]", '{"coq": "8", "claims": []}', '{"coq": 8, "claims": {}}'])
def test_a_record_that_is_none_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    (tmp_path / record.NAME).write_text(text, encoding="utf-8")
    monkeypatch.setattr(record, "files", lambda _: tmp_path)
    record._kept.cache_clear()
    with pytest.raises(PaperError, match="--record writes it anew"):
        record.standing(*TRUE)
    record._kept.cache_clear()


SMALL = (
    ("One", "Definition one := 1.\n"),
    ("Two", "From ExactAlign Require Import One.\nLemma two : one + one = 2.\nProof. reflexivity. Qed.\n"),
    ("Other", "Definition other := 3.\n"),
)


@pytest.fixture
def small_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], list[str]]:
    """A library of three files in a cache of its own; building it, one file changed, tells what Coq compiled."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compiled: list[str] = []
    compile_ = assistant.Assistant.compile

    def listed(self: assistant.Assistant, name: str, text: str, timed: bool = False) -> assistant.Compiled:
        compiled.append(name)
        return compile_(self, name, text, timed)

    monkeypatch.setattr(assistant.Assistant, "compile", listed)

    def build(changed: str) -> list[str]:
        library = tuple((name, text + "(* *)" if name == changed else text) for name, text in SMALL)
        for module in (sources, building, checking):
            monkeypatch.setattr(module, "sources", lambda: library)
        compiled.clear()
        claims = {
            "claim_two": "From ExactAlign Require Import Two.\nCheck two.\n",
            "claim_other": "From ExactAlign Require Import Other.\nCheck other.\n",
        }
        found = building.compile_files(claims)
        assert not any(answer.error for answer in found.values())
        return sorted(compiled)

    return build


@needs_coq
@pytest.mark.slow
def test_a_change_recompiles_what_depends_on_it_and_nothing_else(small_library: Callable[[str], list[str]]) -> None:
    assert small_library("") == ["One", "Other", "Two", "claim_other", "claim_two"]
    assert small_library("") == []
    assert small_library("Other") == ["Other", "claim_other"]
    assert small_library("Two") == ["Two", "claim_two"]
    assert small_library("One") == ["One", "Two", "claim_two"]


@needs_coq
@pytest.mark.slow
def test_a_file_that_is_gone_takes_along_what_was_compiled_against_it(
    small_library: Callable[[str], list[str]],
) -> None:
    small_library("")
    Cache().forget(SMALL[0][1])
    for answer in Cache().folder.glob("*.json"):
        answer.unlink()
    assert small_library("") == ["One", "Two", "claim_other", "claim_two"]


@needs_coq
@pytest.mark.slow
def test_a_library_that_is_not_accepted_is_one_line(
    small_library: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "SMALL", (("One", "Lemma one : 1 = 2. Proof. reflexivity. Qed.\n"), *SMALL[1:]))
    with pytest.raises(ClaimError, match=r"the library's One\.v is not accepted: .*Unable to unify"):
        small_library("")


@needs_coq
@pytest.mark.slow
def test_coq_accepts_what_is_true_and_refuses_what_is_not() -> None:
    true, false, denied = checking.check([TRUE, FALSE, DENIED])
    assert (true.status, denied.status) == ("accepted", "accepted")
    assert true.refused >= 4
    assert set(true.axioms) <= assistant.USUAL_AXIOMS
    assert false.status == "refused"
    assert false.reason


@needs_coq
@pytest.mark.slow
def test_an_axiom_of_ones_own_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PRELUDE", checking.PRELUDE + "Axiom magic : forall a : R, a <= 1.\n")
    (found,) = checking.check([("X-magic", Statement(a <= 1), Formal("KL_nonneg", "exact magic. "))])
    assert found.status == "refused"
    assert "magic" in found.reason


@needs_coq
@pytest.mark.slow
def test_a_definition_with_another_meaning_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = comparing.INSTANCES[:1]
    assert building.ask(comparing.compared(instance, [])) == [("KL(p‖q)", True)]
    monkeypatch.setattr(comparing, "proposition", lambda term: coq_of(term).replace("p q", "q p"))
    assert building.ask(comparing.compared(instance, [])) == [("KL(p‖q)", False)]


@needs_coq
@pytest.mark.slow
def test_no_definition_has_a_wrong_value_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_IN_A_FILE", 30)  # in two files: what they need is loaded once in each
    assert not [name for name, same in building.ask(comparing.compared(off=Fraction(1, 10**6))) if same]


def test_a_theorem_with_two_homes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = (("One", "Theorem same : True.\n"), ("Two", "Lemma same : True.\n"))
    monkeypatch.setattr(checking, "sources", lambda: twice)
    with pytest.raises(ClaimError, match="One and Two"):
        checking.home("same")


def test_an_answer_in_json_has_exactly_the_keys_that_are_promised() -> None:
    entry = checking.Checked("X", "t", "accepted", ("classic",), ("x > 0",), 3, 5, ("weaker",), ("slow",), 1.25)
    assert checking.report([entry], {"X": models.Together({"A": "letters 2"})})["claims"] == [
        {
            "id": "X",
            "theorem": "t",
            "status": "accepted",
            "axioms": ["classic"],
            "hypotheses": ["x > 0"],
            "seconds": 1.2,
            "variants": {"tried": 5, "refused": 3, "also_proved": ["weaker"], "stopped": ["slow"]},
            "together": {"model": {"A": "letters 2"}},
        }
    ]
    assert set(checking.report([], {})) == {"claims", "coq"}


def test_without_coq_there_is_no_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (assistant.version(), assistant.toolchain()) == ("", "")


def test_without_coq_one_line_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "proofs_check", "formal", "A-lem9"],
        env={**os.environ, "PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "apt-get install coq" in line
    assert "1 formal proof is present, and was not re-checked here" in line


@needs_coq
@pytest.mark.slow
def test_an_interruption_ends_what_is_running(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "proofs_check", "formal", "A-lem9", "--again"],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)}, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # What is started in the background inherits that the signal is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        kept = tmp_path / "exactalign" / "formal"
        while not list(kept.glob("*.vo")):  # the library is being compiled
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, said.strip()) == (130, "proofs-check: interrupted")
    assert not Path(f"/proc/{process.pid}").exists()
    assert b"coqc" not in subprocess.run(["ps", "-o", "comm", "-s", str(process.pid)], capture_output=True).stdout


@needs_coq
@pytest.mark.slow
def test_an_axiom_of_the_library_is_noticed(
    small_library: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_library("")
    assert building.ask(building.axioms()) == "the 1 theorems of the library assume 0 of the 4 usual axioms"
    magic = (*SMALL, ("Magic", "Axiom magic : 1 = 2.\nLemma uses : 2 = 1.\nProof. symmetry. exact magic. Qed.\n"))
    for module in (sources, building):
        monkeypatch.setattr(module, "sources", lambda: magic)
    with pytest.raises(ClaimError, match=r"the library assumes Magic\.magic"):
        building.ask(building.axioms())


class FalseAsPrinted(Assertion):
    id = "X-false"
    asserts = Statement(a <= 1)
    formal = evolve(DENIED[2], denies=True, alone=True)
    refuted_by = evolve(DENIED[2], denies=False)
    possible = evolve(DENIED[2], denies=False)


def test_where_a_claim_has_a_theorem_says_what_it_proves() -> None:
    """A denial in the place of a proof would make a false statement formal, and the reverse a true one refuted."""
    statements = {name: checking.proposition(said, theorem) for name, said, theorem in formal_of(FalseAsPrinted)}
    assert [said.startswith("~") for said in statements.values()] == [False, True, True]
    assert [theorem.alone for _, _, theorem in formal_of(FalseAsPrinted)] == [False, True, False]


@pytest.mark.parametrize(
    "content", ["", "[]", "[" * 100_000, '{"said": 1, "seconds": 0}', '{"said": "", "seconds": "x"}']
)
def test_a_kept_answer_that_is_none_is_as_if_it_were_not_kept(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = Cache()
    cache.remember("Goal True.", assistant.Compiled("said", "", 1.0))
    assert cache.answer("Goal True.") == assistant.Compiled("said", "", 1.0, kept=True)
    next(cache.folder.glob("*.json")).write_text(content, encoding="utf-8")
    assert cache.answer("Goal True.") is None


def test_what_coq_is_asked_owes_nothing_to_what_was_kept() -> None:
    """A file of claims could put a condition among what its statement keeps, and have that proved."""

    class Claimed(Assertion):
        id, place, title, expected = "C-kept", "here", "a condition put in", "formal"
        asserts = Statement(real("a") == real("b"))
        formal = Formal("KL_nonneg", "intros; assumption. ")

    Claimed.term.__dict__["conditions"] = (Claimed.term.then,)
    ((_, asked, formal),) = formal_of(Claimed)
    assert checking.proposition(asked, formal) == "forall (a : R) (b : R),\n  (a = b)"
