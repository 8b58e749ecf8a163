"""At which cases a statement is read, and when larger ones are looked at."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.engine import examining
from proofs_check.engine.examining import Examined, examine
from proofs_check.formal.record import Standing
from proofs_check.formula import KL, count, law, limit, positive_law, real
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case

p, q, x, n = law("p"), positive_law("q"), real("x"), count("N")


class Gibbs(Assertion):
    id, place, title, expected = "T-gibbs", "here", "Gibbs", "tested"
    asserts = Statement(KL(p, q) >= 0)


def stating(statement: Statement, **more: Any) -> type[Assertion]:
    return type("Changed", (Gibbs,), {"asserts": statement, **more})


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many larger cases are looked at, each time that they are."""
    asked: list[int] = []

    def looked(statement: Statement, most: int) -> list[Case]:
        asked.append(most)
        return [Case(x=7)]

    monkeypatch.setattr(examining, "_far", looked)
    return asked


def test_larger_cases_are_looked_at_where_the_small_ones_leave_something_open(
    far: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examine(stating(Statement(x * x >= 0)), variants=False)
    assert (far, found.false_at) == ([24], [Case(x=7)])
    examine(stating(Statement(x * x >= 0)), True, variants=False)
    assert far == [24, 240]
    far.clear()
    examine(stating(Statement(lift(1) <= 2)), variants=False)  # there is one case alone
    assert Case(x=7) not in examine(stating(Statement(x <= 0)), variants=False).false_at
    assert far == []

    read: list[object] = []

    def unread(statement: Statement, reading: object, drawn: object, found: Examined) -> None:
        read.append(drawn)
        found.unreadable = "no reading" if len(read) == 120 else ""

    for proved in (True, False):
        monkeypatch.setattr(examining, "standing", lambda *_, proved=proved: Standing(proved, "as Coq says"))
        monkeypatch.setattr(Gibbs, "formal_proof", lambda: "a proof")
        for deep in (False, True):
            examine(stating(Statement(x * x >= 0)), deep)
    assert far == [240, 24, 240]
    far.clear()
    monkeypatch.setattr(examining, "_say", unread)
    examine(stating(Statement(x * x >= 0)), variants=False)
    assert (len(read), far) == (120, [])  # though it is the last of them that has no reading


def test_so_many_cases_are_read_and_at_half_of_them_the_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr(examining, "_refuted", lambda left, reading: tried.append(len(left)) or [])
    found = examine(stating(Statement(x * x >= 0), example=Case(x=3)))
    assert (found.inside, found.outside) == (121, 0)
    assert len(tried) == 60
    assert found.satisfied
    found = examine(stating(Statement(x * x >= 0), example=Case(x=3)), True)
    assert found.inside == 1201
    said: list[int] = []

    def unread(statement: Statement, reading: object, drawn: object, found: Examined) -> None:
        said.append(1)
        found.unreadable = "no reading"

    monkeypatch.setattr(examining, "_say", unread)
    examine(stating(Statement(x * x >= 0)))
    assert len(said) == 60  # what no case reads is read no more where the variants are done


def test_what_is_not_inside_is_outside_and_counted_once() -> None:
    found = examine(stating(Statement(x >= 1, given=(x >= 1,))), variants=False)
    assert found.inside + found.outside == 120
    assert found.inside > 10 < found.outside
    assert found.satisfied
    nowhere = examine(stating(Statement(x >= 1, given=(x >= 1, x <= 0))), variants=False)
    assert (nowhere.inside, nowhere.outside, nowhere.satisfied) == (0, 120, False)


def test_given_cases_are_read_first_and_last_where_they_are_cases() -> None:
    good, worse, odd = Case(x=3), Case(x=-4), Case(y=3)
    cls = stating(Statement(x >= 1), example=good, counterexample=worse, degenerate=odd)
    drawn = list(examining._drawn(cls.asserts, cls, 5))
    assert (drawn[0], drawn[-1], len(drawn)) == (dict(good), dict(worse), 7)
    closed = stating(Statement(lift(1) <= 2))
    assert list(examining._drawn(closed.asserts, closed, 5)) == [{}]


def test_a_statement_of_a_limit_is_read_at_no_case_but_its_hypotheses_are() -> None:
    said = limit(n, KL(p, q) / n, 0)
    found = examine(stating(Statement(said, given=(KL(p, q) <= 1,))), variants=False)
    assert found.unreadable == "it speaks of a limit, which no case decides"
    assert (found.satisfied, found.inside, found.outside) == (True, 0, 0)
    assert not examine(stating(Statement(said, given=(KL(p, q) < 0,))), variants=False).satisfied
    assert not examine(stating(Statement(KL(p, q) >= 0, given=(said,))), variants=False).satisfied


def test_far_cases_are_those_at_which_it_is_false() -> None:
    found = list(examining._far(Statement(x <= 100), 24))
    assert found
    assert all(case.x > 100 for case in found)
    assert list(examining._far(Statement(x * x >= 0), 24)) == []
