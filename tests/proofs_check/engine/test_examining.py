"""At which cases a statement is read, and when larger ones are looked at."""

from __future__ import annotations

from itertools import takewhile
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign import Distribution
from exactalign.exceptions import TooLarge, Undecided
from proofs_check.engine import examining
from proofs_check.engine.examining import Examined, examine
from proofs_check.formal.record import Standing
from proofs_check.formula import KL, both, count, either, iff, implies, law, laws, limit, no, positive_law, real, when
from proofs_check.formula.cases import cases
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift
from proofs_check.formula.values import NoReading, NotDefined, Reading
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.cases import Case, token

LAWS = Distribution.uniform(2), Distribution.from_weights([1, 2])
p, q, x, n = law("p"), positive_law("q"), real("x"), count("N")


class Gibbs(Assertion):
    id, place, title, expected = "T-gibbs", "here", "Gibbs", "tested"
    asserts = Statement(KL(p, q) >= 0)


def different(statement: Statement, most: int = 120) -> int:
    """How many of the cases that are drawn differ."""
    return len({token(Case(**drawn)) for drawn in cases(statement, most=most)})


def stating(statement: Statement, **more: Any) -> type[Assertion]:
    return type("Changed", (Gibbs,), {"asserts": statement, **more})


def test_cases_that_are_all_degenerate_are_known() -> None:
    """One of those inside has to be plain: that one outside is, or one where it is false, says nothing."""
    assert examine(Gibbs, variants=False).plain
    given = stating(Statement(KL(p, q) <= 0, (KL(p, q) <= 0,)))  # inside, both laws are one
    found = examine(given, variants=False)
    assert found.inside > 0
    assert not found.plain
    false = examine(stating(Statement(x * x <= x)), variants=False)  # true of 0 and 1 alone, and of halves
    assert (false.plain, bool(false.false_at)) == (True, True)
    assert not examine(stating(Statement(x * (1 - x) * (x * x + 1) == 0)), variants=False).plain


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many larger cases are looked at, each time that they are."""
    asked: list[int] = []

    def looked(statement: Statement, found: Examined, left: object, most: int) -> None:
        asked.append(most)
        found.false_at.append(Case(x=7))

    monkeypatch.setattr(examining, "_try_far", looked)
    return asked


def test_larger_cases_are_looked_at_where_the_small_ones_leave_something_open(
    far: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examine(stating(Statement(x * x >= 0)), variants=False)
    assert (far, found.false_at) == ([96], [Case(x=7)])
    examine(stating(Statement(x * x >= 0)), True, variants=False)
    assert far == [96, 960]
    far.clear()
    examine(stating(Statement(lift(1) <= 2)), variants=False)  # there is one case alone
    assert Case(x=7) not in examine(stating(Statement(x <= 0)), variants=False).false_at
    assert far == []

    read: list[object] = []
    all_read = different(Statement(KL(p, q) >= 0))

    def unread(statement: Statement, reading: object, drawn: object, found: Examined) -> None:
        read.append(drawn)
        found.unreadable = "no reading" if len(read) == all_read else ""

    for proved in (True, False):
        monkeypatch.setattr(examining, "standing", lambda *_, proved=proved: Standing(proved, "as Coq says"))
        monkeypatch.setattr(Gibbs, "formal_proof", lambda: "a proof")
        for deep in (False, True):
            examine(stating(Statement(x * x >= 0)), deep)
    assert far == [960, 96, 960]
    far.clear()
    monkeypatch.setattr(examining, "_say", unread)
    examine(stating(Statement(KL(p, q) >= 0)), variants=False)
    assert (len(read), far) == (all_read, [])  # though it is the last of them that has no reading


def test_so_many_cases_are_read_and_at_half_of_them_the_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr(examining, "_refuted", lambda left, reading: tried.append(len(left)) or [])
    example, statement = Case(p=LAWS[0], q=Distribution.from_weights([1, 77])), Statement(KL(p, q) >= 0)
    found = examine(stating(statement, example=example))
    assert (found.inside, found.outside, found.larger) == (1 + different(statement), 0, 0)
    assert len(tried) == 1 + different(statement, 59)
    assert found.satisfied
    monkeypatch.setattr(examining, "_DEEP", 2)
    found = examine(stating(statement, example=example), True)
    assert found.inside == 1 + different(statement, 240)
    numbers = examine(stating(Statement(x * x >= 0)))
    assert numbers.inside - numbers.larger == different(Statement(x * x >= 0)) < 12 < numbers.larger
    said: list[int] = []

    def unread(statement: Statement, reading: object, drawn: object, found: Examined) -> None:
        said.append(1)
        found.unreadable = "no reading"

    monkeypatch.setattr(examining, "_say", unread)
    examine(stating(statement))
    assert len(said) == different(statement, 60)  # what no case reads is read no more where the variants are done


def test_what_coq_has_accepted_is_read_at_the_cases_of_its_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gibbs, "formal_proof", lambda: "a proof")
    other: dict[str, Any] = {"p": LAWS[0], "q": Distribution.from_weights([1, 77]), "x": 9}
    never, unmet = implies(KL(p, q) < 0, x <= 3), Statement(KL(p, q) >= 0, (KL(p, q) <= 0,))
    for accepted, statement, many in (
        (True, Statement(KL(p, q) >= 0), 60),
        (False, Statement(KL(p, q) >= 0), 120),
        (True, Statement(never), 120),  # a part that no case has read
        (True, unmet, 120),  # at which all are degenerate
    ):
        monkeypatch.setattr(examining, "standing", lambda *_, accepted=accepted: Standing(accepted, "as Coq says"))
        printed = {name: other[name] for name in statement.variables}
        cls = stating(statement, counterexample=Case(**printed) if accepted else None)
        found = examine(cls)
        tried = found.inside - found.larger + found.outside
        assert tried == different(statement, many) + accepted  # where it was false as printed is read, too
    monkeypatch.setattr(examining, "_DEEP", 2)
    again = examine(stating(Statement(KL(p, q) >= 0)), True)  # a deep run is read to its end
    assert again.inside - again.larger + again.outside == different(Statement(KL(p, q) >= 0), 240)


@pytest.mark.parametrize(("before", "somewhere"), [(False, True), (False, False), (True, False), (True, True)])
def test_whether_the_hypotheses_of_what_no_case_reads_hold_is_looked_at_once_more(
    before: bool, somewhere: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def unread(statement: Statement, reading: object, drawn: object, found: Examined) -> None:
        found.unreadable, found.satisfied = "no reading", before

    monkeypatch.setattr(examining, "_say", unread)
    monkeypatch.setattr(examining, "_applies_somewhere", lambda statement, cls, most: asked.append(most) or somewhere)
    assert examine(stating(Statement(x * x >= 0)), variants=False).satisfied is (before or somewhere)
    assert asked == [0] * (not before)  # at the cases that are given, the others have been read


def test_what_is_not_inside_is_outside_and_counted_once() -> None:
    some = Statement(x >= 1, given=(x >= 1,))
    found = examine(stating(some), variants=False)
    assert found.inside + found.outside == len(found.told) > different(some)  # few are inside, and larger ones count
    assert found.inside > found.larger > 100 > found.inside - found.larger > 1 < found.outside
    assert found.satisfied
    none = Statement(x >= 1, given=(x >= 1, x <= 0))
    nowhere = examine(stating(none), variants=False)
    assert (nowhere.inside, nowhere.outside, nowhere.satisfied) == (0, len(nowhere.told), False)


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


def false_far_away(statement: Statement) -> list[Case]:
    found = Examined(inside=100)
    examining._try_far(statement, found, {}, 24)
    assert (found.inside, found.larger, found.satisfied) == (100, 0, bool(found.false_at))
    return found.false_at


def test_far_cases_are_those_at_which_it_is_false() -> None:
    found = false_far_away(Statement(x <= 100))
    assert found
    assert all(case.x > 100 for case in found)
    assert false_far_away(Statement(x * x >= 0)) == []


def test_far_cases_count_where_few_others_are_inside() -> None:
    found = Examined(inside=11, unread={(x * x).token: x * x})
    said = Statement(both(x * x >= 0, x * x + 1 > 0), given=(x >= 10,))
    examining._try_far(said, found, {0: Statement(x * x >= 3, given=(x >= 10,)), 1: Statement(x < 0)}, 24)
    assert found.inside == 11 + found.larger > 40
    assert (found.satisfied, found.plain, found.unread, [*found.refuted]) == (True, True, {}, [1])


class Saying:
    """Stands for a statement: whether it applies, whether it holds, and what it assumes."""

    def __init__(self, applies: bool | Exception, truth: bool | Exception | None, *given: bool | Exception) -> None:
        self.applies, self.truth, self.conditions = applies, truth, ()
        self.given = tuple(SimpleNamespace(op="said", answer=answer) for answer in given)
        self.found: dict[object, object] = {}

    def applies_in(self, _: object) -> Any:
        return _answer(self.applies)

    def holds_in(self, _: object) -> Any:
        return _answer(self.truth)

    def value(self, assumed: Any) -> Any:
        return _answer(assumed.answer)


def _answer(given: Any) -> Any:
    if isinstance(given, Exception):
        raise given
    return given


def said(*statements: Saying) -> Examined:
    found = Examined()
    for number, statement in enumerate(statements):
        examining._say(statement, statement, {"x": number}, found)  # type: ignore[arg-type]
    return found


OPEN, UNDEFINED, UNREAD = Undecided("so\n near"), NotDefined("no\n value"), NoReading("of all")


@pytest.mark.parametrize(
    ("statement", "inside", "outside", "false", "undecided", "unreadable", "satisfied"),
    [
        (Saying(True, True), 1, 0, 0, "", "", True),
        (Saying(True, False), 0, 0, 1, "", "", True),
        (Saying(False, None), 0, 1, 0, "", "", False),
        (Saying(True, None), 0, 0, 0, "(x = 0): no value is found there, where it applies", "", True),
        (Saying(True, OPEN), 0, 0, 0, "(x = 0): so near", "", True),
        (Saying(OPEN, True), 0, 0, 0, "(x = 0): so near", "", False),
        (Saying(True, TooLarge("so large")), 0, 0, 0, "(x = 0): so large", "", True),
        (Saying(True, UNREAD), 0, 0, 0, "", "of all", True),
        (Saying(UNDEFINED, True, False), 0, 1, 0, "", "", False),
        (Saying(UNDEFINED, True, UNDEFINED, UNREAD, OPEN, False), 0, 1, 0, "", "", False),
        (Saying(UNDEFINED, True, True), 0, 0, 0, "(x = 0): no value", "", False),
        (Saying(UNDEFINED, True, UNDEFINED), 0, 0, 0, "(x = 0): no value", "", False),
    ],
)
def test_what_is_said_of_a_case(
    statement: Saying, inside: int, outside: int, false: int, undecided: str, unreadable: str, satisfied: bool
) -> None:
    found = said(statement)
    assert (found.inside, found.outside, found.false_at) == (inside, outside, [Case(x=0)] * false)
    assert (found.undecided, found.unreadable, found.satisfied) == (undecided, unreadable, satisfied)


def test_the_first_that_is_not_decided_is_named_and_what_was_satisfied_stays_so() -> None:
    first = Saying(True, Undecided("first"))
    for later in (Saying(True, OPEN), Saying(True, None), Saying(UNDEFINED, True), Saying(False, None)):
        found = said(first, later)
        assert (found.undecided, found.satisfied) == ("(x = 0): first", True)
    assert said(Saying(True, UNREAD), Saying(True, NoReading("another"))).unreadable == "of all"
    assert said(Saying(True, None), Saying(True, None)).undecided.startswith("(x = 0)")
    assert said(Saying(UNDEFINED, True), Saying(UNDEFINED, True)).undecided == "(x = 0): no value"


def test_what_was_read_is_told_at_cases_inside_or_where_it_is_false() -> None:
    part = lift(1)
    for truth, left in ((True, 0), (False, 0), (None, 1)):
        statement = Saying(truth is not None, truth)
        for key in (part.token, (part.token, 3)):
            statement.found = {key: True}
            found = Examined(unread={part.token: part})
            examining._say(statement, statement, {"x": 1}, found)  # type: ignore[arg-type]
            assert len(found.unread) == left


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, True),
        ({"inside": 0}, False),
        ({"unreadable": "so"}, False),
        ({"undecided": "so"}, False),
        ({"error": KeyError("so")}, False),
        ({"false_at": [Case(x=1)]}, False),
        ({"unread": {}}, False),
    ],
)
def test_what_is_never_read_is_told_where_all_else_is_well(more: dict[str, Any], told: bool) -> None:
    found = Examined(**{"inside": 7, "unread": {1: x, 2: lift(3)}, **more})
    said = "“x” is read at none of 7 cases: what stands before it is never met there"
    assert found.never_read == (said if told else "")


def test_variants_are_refuted_where_they_are_false_and_not_where_they_cannot_be_read() -> None:
    left = {3: Saying(True, False), 4: Saying(True, True), 5: Saying(True, OPEN), 6: Saying(True, UNREAD),
            7: Saying(True, None), 8: Saying(True, False)}  # fmt: skip
    assert examining._refuted(left, None) == [3, 8]  # type: ignore[arg-type]


def test_the_formal_proof_is_asked_for_where_variants_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str, object]] = []

    def stands(name: str, statement: Statement, proof: object) -> Standing:
        asked.append((name, statement.words, proof))
        return Standing(False, f"of {name}")

    monkeypatch.setattr(examining, "standing", stands)
    said, better = Statement(x <= x * x), Statement(x <= x * x + 1)
    proved, refuted = ("T-gibbs", Formal("yes")), ("T-gibbs refuted", Formal("no", denies=True, alone=True))
    for more, of, names in (
        ({}, said, []),
        ({"formal": "yes"}, said, [proved]),
        ({"refuted_by": "no"}, said, [refuted]),
        ({"formal": "yes", "refuted_by": "no"}, said, [proved, refuted]),
        ({"formal": "yes", "refuted_by": "no", "mended": better}, better, [proved]),
    ):
        cls = stating(said, **more)
        found = examine(cls)
        assert asked == [(name, of.words, formal) for name, formal in names]
        assert (found.standing is not None, found.denied is not None) == (proved in names, refuted in names)
        assert (found.standing or Standing(True, "of T-gibbs")).reason == "of T-gibbs"
        assert (found.denied or Standing(True, "of T-gibbs refuted")).reason == "of T-gibbs refuted"
        asked.clear()
        found = examine(cls, variants=False)
        assert (found.standing, found.denied, found.variants, found.refuted, asked) == (None, None, [], {}, [])


def test_variants_are_refuted_at_the_first_case_at_which_they_are_false() -> None:
    cls = stating(Statement(x * x >= 0), example=Case(x=3))
    found = examine(cls)
    assert found.variants
    assert found.refuted
    for place, case in found.refuted.items():
        wrong = found.variants[place][1]
        assert wrong is not None
        assert wrong.holds(dict(case)) is False
        earlier = list(takewhile(lambda drawn, case=case: Case(**drawn) != case, examining._drawn(cls.term, cls, 120)))
        assert len(earlier) < 60
        assert all(wrong.holds(drawn) is not False for drawn in earlier)


def test_what_goes_wrong_while_cases_are_read_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    error = KeyError("so")

    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr(examining, "_say", failing)
    found = examine(stating(Statement(x * x >= 0)))
    assert (found.error, found.inside) == (error, 0)


def test_which_parts_are_read_only_where_something_is_left_open() -> None:
    one, two, three = x <= 1, x <= 2, x <= 3

    def later(term: Term) -> list[str]:
        return [str(part) for part in examining._read_where_reached(term)]

    for connective in (both, either, implies):
        assert later(connective(one, two)) == [str(two)]
    assert later(iff(one, two)) == later(no(one)) == later(one) == []
    assert later(both(one, both(two, three))) == [str(both(two, three)), str(three)]
    assert later(implies(both(one, two), three)) == [str(three), str(two)]
    assert later(when(one, x + 1, x + 2) <= 3) == ["x + 1", "x + 2"]
    assert later(when(one, x, lift(2)) <= 3) == []  # of a letter or a number nothing is read


def test_a_part_that_no_case_reads_is_named_and_one_that_some_read_is_not() -> None:
    never = examine(stating(Statement(implies(x * x < 0, x <= 3))), variants=False)
    assert never.never_read == "“x ≤ 3” is read at none of 291 cases: what stands before it is never met there"
    some = examine(stating(Statement(implies(x < 0, x <= 3))), variants=False)
    assert (some.never_read, some.unread, some.inside) == ("", {}, never.inside)


def test_hypotheses_are_met_at_a_case_though_they_have_no_value_at_another() -> None:
    said = limit(n, KL(p, q) / n, 0)
    for given, met in (((1 / x >= 0,), True), ((1 / x >= 0, x <= -1), False)):
        cls = stating(Statement(said, given), example=Case(p=LAWS[0], q=LAWS[1], x=0))
        assert examine(cls, variants=False).satisfied is met


def test_where_a_statement_is_about_more_than_finite_data_no_case_meets_its_hypotheses() -> None:
    said = limit(n, KL(p, q) / n, 0)
    assert not examining._beyond_cases(Statement(said, (KL(p, q) <= 1,)))
    assert examining._beyond_cases(Statement(said, (KL(p, q) <= 1, said)))
    family = laws("F", "B")
    assert examining._beyond_cases(Statement(said, (), (family,)))


def test_far_cases_hold_the_numbers_of_the_statement_and_those_that_decide_nothing_are_left() -> None:
    found = false_far_away(Statement(x != 1000))
    assert found
    assert all(dict(case)["x"] == 1000 for case in found)

    def holds_in(self: object, reading: Reading) -> bool:
        if reading.case["x"] == 1000:
            raise Undecided("so near")
        return reading.case["x"] < 1001

    statement = Statement(x != 1000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Statement, "holds_in", holds_in)
        found = false_far_away(statement)
    assert found
    assert all(dict(case)["x"] >= 1001 for case in found)


def test_whether_a_case_is_excluded_is_said_either_way() -> None:
    for given, excluded in (((True,), False), ((True, False), True), ((UNREAD, OPEN), False), ((), False)):
        statement = Saying(True, True, *given)
        assert examining._excluded(statement, statement) is excluded  # type: ignore[arg-type]


def test_what_is_finite_is_compared_while_a_file_runs() -> None:
    """Of a module's constants only what nobody can add to is."""
    assert isinstance(examining._FINITE, frozenset)


def test_a_case_beside_the_sorts_refutes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were one drawn, that is an error of the program, and no counterexample."""
    n = count("n")
    monkeypatch.setattr(examining, "at_constants", lambda *_: iter([{"n": -2}]))
    found = examine(stating(Statement(n >= 1)))
    assert found.false_at == []
    assert str(found.error) == "(n = -2) was drawn, and is no case: n = -2 is no whole number ≥ 1"
