"""Conditions that save a statement: the first that excludes the counterexample and leaves no other."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_most, identity, instances, proof, search
from proofs_check import witness as by_witness
from proofs_check.engine.conditions import found_witnesses, settled
from proofs_check.engine.runner import run_claim
from proofs_check.engine.searches import cases, integers
from proofs_check.formula import real
from proofs_check.report.content import CertificateFiles, Entry
from proofs_check.report.ledger import story


class Growing(Claim):
    """n ≤ n² − n: false at n = 1 only."""

    id, place, title, expected = "T-growing", "here", "Growing", "amended"
    statement, latex, scope = "n ≤ n² − n.", "n", "whole numbers to 9"
    example = Case(n=2)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("more", more=1),)
    more = 0

    def holds(self, x: Case) -> Any:
        return at_most(x.n + self.more, x.n * x.n - x.n)

    @search(cases(n=integers(0, 9)))
    def tried(self, x: Case) -> Any:
        return self.holds(x)


ANY = Hypothesis("n < 99", lambda x: x.n < 99)
SOME = Hypothesis("n ≠ 1", lambda x: x.n != 1)
MANY = Hypothesis("n > 4", lambda x: x.n > 4)
EVEN = Hypothesis("n is even", lambda x: x.n % 2 == 0, without=Case(n=7))


def under(*conditions: Hypothesis, **more: Any) -> type[Claim]:
    return type("Changed", (Growing,), {"conditions": conditions, **more})


def test_the_first_that_saves_it_is_taken() -> None:
    found = settled(under(ANY, SOME, MANY))
    assert [text for text, *_ in found.tried] == ["n < 99", "n ≠ 1"]
    assert found.tried[0][1] == "does not exclude the counterexample (n = 1)"
    assert found.tried[1][1] == "no counterexample: 9 examples kept, 1 discarded"
    claim = found.claim
    assert claim.is_amended()
    assert claim.corrected == "n ≤ n² − n, provided that n ≠ 1."
    assert claim.corrected_latex == ""  # the printed formula is refuted
    (hypothesis,) = claim.hypotheses
    assert (hypothesis.text, hypothesis.added, hypothesis.without) == ("n ≠ 1", True, Case(n=1))
    assert settled(under(EVEN)).claim.hypotheses[0].without == Case(n=7)  # as its author says
    assert settled(under(SOME, corrected_latex="m")).claim.corrected_latex == "m"


def test_one_that_cannot_be_tried_at_the_counterexample_is_left_and_told() -> None:
    unreadable = Hypothesis("m ≠ 1", lambda x: x.m != 1)
    found = settled(under(unreadable, SOME))
    said = "“m ≠ 1” cannot be tried at (n = 1): NoSuchValue: this case has no 'm': it has n"
    assert found.tried[0] == ("m ≠ 1", said, False)
    assert said in run_claim(under(unreadable, SOME)).problems
    assert found.claim.is_amended()
    unused = Hypothesis("m is 2", lambda x: x.m == 2, unused="it holds for every m")
    report = run_claim(under(hypotheses=(unused,), expected="refuted", weight="false"))
    assert report.verdict == "undecided"
    assert "; but “m is 2” cannot be tried at (n = 1): NoSuchValue" in report.reason


def test_one_under_which_there_is_another_counterexample_is_left() -> None:
    """n + 1 ≤ n² − n is false at 0, 1 and 2."""
    found = settled(under(SOME, MANY, more=1))
    assert found.tried[0][0] == "n ≠ 1"
    assert found.tried[0][1].startswith("does not exclude the counterexample (n = 0)")
    only = Hypothesis("n ≠ 0", lambda x: x.n != 0)
    found = settled(under(only, MANY, more=1))
    assert found.tried[0][1].startswith("false at n = 1: ")
    assert found.claim.corrected.endswith("provided that n > 4.")


def test_what_none_saves_or_needs_saving_stays_as_it_is() -> None:
    for claim in (under(), under(SOME, tried=None), under(SOME, more=-1), under(SOME, corrected="another")):
        assert settled(claim) == (claim, ())
    lost = under(ANY)
    assert settled(lost).claim is lost
    assert settled(lost).tried == (("n < 99", "does not exclude the counterexample (n = 1)", True),)


def test_a_search_that_keeps_too_little_saves_nothing() -> None:
    rare = Hypothesis("n is large", lambda x: x.n > 9)
    found = settled(under(rare))
    assert not found.claim.is_amended()
    assert "too few" in found.tried[0][1]


def test_a_saved_claim_is_amended_in_its_report() -> None:
    report = run_claim(under(SOME))
    assert report.verdict == "amended"
    assert report.corrected is not None
    assert report.corrected["verdict"] == "tested"
    assert report.sanity[0] == {
        "kind": "condition",
        "text": "provided that n ≠ 1",
        "ok": True,
        "seen": "no counterexample: 9 examples kept, 1 discarded",
    }


@pytest.mark.parametrize("deep", [False, True])
def test_a_counterexample_that_nobody_wrote_down_is_a_witness(deep: bool) -> None:
    corrected = under(
        corrected="n ≤ n² − n for n ≠ 1", hypotheses=(Hypothesis("n ≠ 1", lambda x: x.n != 1, added=True),)
    )
    (witness,) = found_witnesses(corrected, deep)
    assert (witness.kind, witness.status, witness.case) == ("witness", "passed", Case(n=1))
    assert witness.reason.startswith("false at n = 1: ")
    assert found_witnesses(under(), deep) == []

    def by_hand(self: Any, x: Case) -> Any:
        return self.holds(x)

    listed = type("Listed", (corrected,), {"tried": instances([Case(n=2)])(by_hand)})
    assert found_witnesses(listed, deep) == []  # searches find witnesses, and nothing else does

    def shown(self: Any) -> Case:
        return Case(n=1)

    written = type("Written", (corrected,), {"shown": by_witness(shown)})
    assert found_witnesses(written, deep) == []  # where its author has given one


def test_only_a_deep_run_searches_deeply() -> None:
    asked: list[bool] = []

    def tried(self: Any, x: Case) -> Any:
        asked.append(self.deep)
        return self.holds(x)

    saved = under(SOME, tried=search(cases(n=integers(0, 9)))(tried))
    amended = type("Amended", (saved,), {"corrected": "n ≤ n² − n for n ≠ 1"})
    for started, deep in (
        (lambda: settled(saved), False),
        (lambda: settled(saved, True), True),
        (lambda: found_witnesses(amended), False),
        (lambda: found_witnesses(amended, True), True),
    ):
        asked.clear()
        started()
        assert set(asked) == {deep}
    asked.clear()
    assert settled(type("Bare", (saved,), {"conditions": ()})).tried == ()
    assert asked == []  # where there is no condition nothing is searched for


def test_an_argument_may_be_tried_by_the_search_that_found_the_witness() -> None:
    def steps(self: Any) -> Any:
        n = real("n")
        yield identity("multiplied out", n * n - n == n * (n - 1))
        yield argument("a whole number that is not 1 is 0, or n − 1 is at least 1", tested_by="tried")

    report = run_claim(under(SOME, steps=proof(steps), corrected_expected="argued"))
    assert not [problem for problem in report.problems if "no check with instances" in problem]


def test_the_condition_that_was_taken_is_among_the_hypotheses_that_are_shown() -> None:
    claim = under(ANY, SOME, MANY, hypotheses=(Hypothesis("n is whole", lambda _: True, untried="all are"),))
    report = run_claim(claim)
    shown = [line.split(maxsplit=1)[1] for line in story(claim, report).splitlines() if line.startswith("hypothesis")]
    assert shown == ["n is whole", "n ≠ 1 (added by the correction)"]
    assert [(h.text, h.added) for h in Entry(claim, report, (), CertificateFiles(0, 0, ())).hypotheses] == [
        ("n is whole", False),
        ("n ≠ 1", True),
    ]
