"""Many statements in one file: each is answered for itself, and none is accepted that would be refused alone."""

from __future__ import annotations

from itertools import combinations

import pytest

from proofs_check.formal import assistant, batches, building, checking
from proofs_check.formal.sources import sources
from proofs_check.formula import KL, count, kept, law, log, positive_law, rule
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

p, q, s, N = law("p"), positive_law("q"), rule("s"), count("N")
LEMMA6 = ("X-six", Statement(KL(kept(p, N, s), p) <= log(N)), Formal("lemma6"))
GIBBS = ("X-gibbs", Statement(KL(p, q) >= 0), Formal("KL_nonneg"))
FILES = {
    "a": "From ExactAlign Require Import Sums.\n\nCheck one.\n",
    "b": "From ExactAlign Require Import Laws.\n\nCheck two.\n",
    "c": "From ExactAlign Require Import Sums.\n\nCheck three.\n",
}


def test_a_file_is_in_one_batch_and_no_batch_is_too_heavy() -> None:
    found = batches.batched(FILES, {"a": 2, "b": 3, "c": 2}, 4)
    assert sorted(name for names in found for name in names) == ["a", "b", "c"]
    assert ["a", "c"] in found, "those that can begin early stand together"
    assert batches.batched(FILES, {"a": 9, "b": 9, "c": 9}, 4) == [["a"], ["c"], ["b"]]
    assert batches.batched(FILES, {"a": 0, "b": 1, "c": 0}, 4) == [["a", "c", "b"]]


def test_files_stand_in_the_order_in_which_they_can_begin() -> None:
    """By the last file of the library that each requires, then by its first lines; none and unknown ones are first."""
    library = [name for name, _ in sources()]
    early, late = next((a, b) for a, b in combinations(library[1:], 2) if a > b)
    heads = {
        "none": "(* requires nothing *)",
        "unknown": "From ExactAlign Require Import A.",
        "first": f"From ExactAlign Require Import {library[0]}.",
        "early": f"From ExactAlign Require Import {early}.",
        "both": f"From ExactAlign Require Import {library[0]} {late}.",
    }
    texts = {name: f"{heads[name]}\n\nCheck {name}.\n" for name in reversed(heads)}
    assert batches.batched(texts, dict.fromkeys(texts, 1), 1) == [[name] for name in heads]
    assert batches.batched(texts, dict.fromkeys(texts, 1), 5) == [[*heads]]


def test_what_is_joined_is_each_text_in_a_module_of_its_own() -> None:
    ordered = {name: FILES[name] for name in ("a", "c", "b")}
    text = batches.joined(ordered)
    assert batches.is_joined(text)
    assert not batches.is_joined(FILES["a"])
    assert text.count("From ExactAlign Require Import Sums.") == 1, "the same first lines are shared"
    for name, path in batches.paths(ordered).items():
        assert path in ("Group0.a", "Group0.c", "Group1.b")
        assert f"Module {name}.{FILES[name].partition(chr(10) * 2)[1]}Check" in text
        assert f"End {name}." in text
    every = [name for name, _ in sources()]
    text = batches.joined({"all": f"From ExactAlign Require Import {' '.join(reversed(every))}.\n\nCheck one.\n"})
    assert f"From ExactAlign Require {' '.join(sorted(every))}.\n" in text


def test_what_is_printed_is_told_apart_and_timed() -> None:
    said = """Chars 0 - 9 [Check~one.] 0.25 secs (0.2u,0.s)
one
SECTION ENDS
Chars 10 - 19 [Check~two.] 1.5 secs (1.5u,0.s)
two
Chars 20 - 29 [Qed.] 0.5 secs (0.5u,0.s)
SECTION ENDS
Chars 30 - 33 [End~x.] 0. secs (0.u,0.s)
"""
    found = batches.answers(["a", "b"], assistant.Compiled(said, "", 9.0))
    assert found == {"a": assistant.Compiled("one", "", 0.25), "b": assistant.Compiled("two", "", 2.0)}
    assert batches.answers(["a", "b", "c"], assistant.Compiled(said, "", 9.0)) == {}, "one that is missing answers none"


@pytest.mark.skipif(not assistant.version(), reason="there is no Coq here")
@pytest.mark.slow
def test_axioms_of_all_together_must_be_those_of_the_record() -> None:
    usual = assistant.USUAL_AXIOMS
    six, gibbs = checking.check([LEMMA6, GIBBS], teeth=False)
    assert (six.status, gibbs.status) == ("accepted", "accepted")
    right = {six.id: frozenset(six.axioms), gibbs.id: frozenset(gibbs.axioms)}
    asked = checking.recorded([LEMMA6, GIBBS], right, teeth=False)
    said = building.compile_files(asked.texts, again=True)

    def accepted(axioms: dict[str, frozenset[str]]) -> set[str]:
        """What becomes of them with other axioms on record: Coq is asked the same, and answers the same."""
        other = checking.recorded([LEMMA6, GIBBS], axioms, teeth=False)
        assert other.texts == asked.texts
        return set(other.read(said))

    assert accepted(right) == {six.id, gibbs.id}
    assert accepted({name: frozenset() for name in right}) == set(), "they assume more than is recorded"
    assert accepted({name: usual | {"Mine.magic"} for name in right}) == set(), "they assume less"
    wrong = ("X-half", Statement(2 * KL(kept(p, N, s), p) <= log(N)), Formal("lemma6"))
    assert building.ask(checking.recorded([LEMMA6, wrong], {"X-six": usual, "X-half": usual}), again=True) == {}
