"""What is found at a case is let go of with the case: no circle of objects waits to be looked for."""

from __future__ import annotations

import gc
import traceback
import weakref
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest

from exactalign import Distribution, Reward
from proofs_check import Assertion
from proofs_check.engine.examining import examine
from proofs_check.formula import E, Term, function, law, log, outcome, real, reward, values
from proofs_check.formula.cases import cases
from proofs_check.formula.statements import Statement
from proofs_check.formula.values import NotDefined, Reading

p, r, y, t = law("p"), reward("r"), outcome("y"), real("t")
MEAN = E(p, function(y, r(y) + 1))
SHIFTED = Statement(E(p, r) + 1 == MEAN)
CASE = {"p": Distribution.uniform(2), "r": Reward.values([0, 1])}


class Shifted(Assertion):
    id = "X-shifted"
    place = "nowhere"
    title = "The mean of a reward that is moved"
    asserts = SHIFTED
    expected = "tested"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[weakref.ref[Reading]]]:
    """The readings that are made meanwhile, which nothing but the count of who holds them frees."""
    made: list[weakref.ref[Reading]] = []
    reading = Statement.reading

    def noted(statement: Statement, case: Any) -> Reading:
        found = reading(statement, case)
        made.append(weakref.ref(found))
        return found

    monkeypatch.setattr(Statement, "reading", noted)
    gc.disable()
    yield made
    gc.enable()


def test_a_case_is_let_go_of_when_the_statement_was_read_there(readings: list[weakref.ref[Reading]]) -> None:
    assert SHIFTED.holds(CASE) is True
    assert [found() for found in readings] == [None]


def test_so_is_every_case_at_which_a_claim_is_examined(readings: list[weakref.ref[Reading]]) -> None:
    found = examine(Shifted)
    assert found.inside > 60
    assert found.error is None
    assert len(readings) > 60
    assert {reading() for reading in readings} == {None}


def test_so_is_one_at_which_a_hypothesis_has_no_value(readings: list[weakref.ref[Reading]]) -> None:
    assert Statement(t <= 0, given=(log(t) <= 0,)).holds({"t": Fraction(-1)}) is None
    assert [found() for found in readings] == [None]


def test_why_a_part_has_no_value_is_put_into_words_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Term] = []

    def noted(term: Term) -> str:
        said.append(term)
        return ""

    with monkeypatch.context() as patched:
        patched.setattr(values, "written", noted)
        patched.setattr(Term, "__repr__", noted)
        reading = Reading({"t": Fraction(-1)}, log(t))
        with pytest.raises(NotDefined) as raised:
            reading.value(log(t))
    assert said == []
    assert str(raised.value).startswith("log(t): log(-1) is not a real number")


def test_what_was_forgotten_is_found_again() -> None:
    for case in islice(cases(SHIFTED), 60):
        reading = SHIFTED.reading(case)
        before = reading.value(MEAN)
        assert reading.value(MEAN) is before
        reading.forget()
        assert reading.value(MEAN) == before
        law_, reward_ = case["p"], case["r"]
        assert isinstance(law_, Distribution)
        assert isinstance(reward_, Reward)
        assert reading.value(MEAN) == 1 + sum(law_[o] * reward_[o] for o in law_)


def test_why_a_part_has_no_value_does_not_grow_each_time_that_it_is_said() -> None:
    reading = Reading({"t": Fraction(0)}, log(t) + 1)
    lengths = []
    for _ in range(3):
        with pytest.raises(NotDefined) as raised:
            reading.value(log(t) + 1)
        lengths.append(len(traceback.extract_tb(raised.value.__traceback__)))
    assert lengths[1] == lengths[2]
