"""What comparisons and steps tell of themselves, and what is none."""

from __future__ import annotations

import operator
import re
import sys
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from itertools import permutations
from types import ModuleType
from typing import Any, NamedTuple

import attrs
import numpy as np
import pytest
import sympy
from flint import arb

from exactalign import Distribution, EnclosedReal, Reward, log
from exactalign.exceptions import NotExactError, Undecided
from exactalign.policies.tilting import tilt
from proofs_check import Case, at_least, at_most, differ, equal, greater, less, pmf
from proofs_check.exceptions import ClaimError, LostAnswer
from proofs_check.language import comparisons, records
from proofs_check.language.comparisons import Comparison, Settled, answered, of_kinds_of, same_truth, settle, show
from proofs_check.language.steps import argument


def test_the_first_comparison_is_told_and_how_many_more_there_are() -> None:
    one, two = equal(1, 1, "first"), less(1, 2, "second")
    assert settle([one]).words == "first: 1 = 1"
    assert settle([one, two, equal(2, 2)]).words == "first: 1 = 1; and 2 more"
    assert settle([one, less(2, 1, "third"), two]).words == "third: 2 < 1"


def test_where_nobody_reads_it_only_what_fails_is_put_into_words() -> None:
    one, two = equal(1, 1, "first"), less(2, 1, "second")
    assert settle(one, told=False) == (True, "", (one,))
    assert settle([one, one], told=False) == (True, "", (one, one))
    assert settle([one, two], told=False) == settle([one, two]) == (False, "second: 2 < 1", (one, two))


@pytest.mark.parametrize(
    ("made", "relation"), [(equal, "="), (differ, "≠"), (less, "<"), (at_most, "≤"), (greater, ">"), (at_least, "≥")]
)
def test_the_words_of_comparisons(made: Any, relation: str) -> None:
    assert attrs.astuple(made(1, 2, "so")) == (1, relation, 2, "so")
    assert (str(made(1, 2, "so")), str(made(1, 2))) == (f"so: 1 {relation} 2", f"1 {relation} 2")


def test_rounded_numbers_are_compared_with_nothing() -> None:
    for made, where in ((lambda: equal(0.5, 1), "a comparison"), (lambda: equal(1, 0.5, "half"), "half")):
        with pytest.raises(NotExactError) as caught:
            made()
        assert str(caught.value) == f"{where} holds the float 0.5: write it as a string or a Fraction"


def test_two_answers_of_one_truth() -> None:
    true, false = [equal(1, 1), less(1, 2)], [less(1, 2), less(2, 1)]
    for left, right, same in ((true, true, True), (false, false, True), (true, false, False), (false, true, False)):
        found = same_truth(left, right, "both")
        assert (found.truth(), found.label) == (same, "both")
        assert (found.left, found.right) == (left is true, right is true)


class Yes:
    """Equal to everything, and less than it."""

    def __eq__(self, other: object) -> bool:
        return True

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return "yes"


def test_who_is_believed_when_asked_for_a_truth_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class that only says that it is one of Python's or of ours has not said what it is."""
    said_of: list[type] = [Yes]
    for module, name in (("builtins", "int"), ("fractions", "Fraction"), ("fractions", "no"), ("fractions.no", "x")):
        said_of.append(type("Like", (Yes,), {"__module__": module, "__qualname__": name}))
    for kind in said_of:
        for comparison in (equal(kind(), 1, "so"), less(1, kind(), "so")):
            with pytest.raises(ClaimError, match=r"^so: .* has no truth value: an? \w+ is no exact number"):
                comparison.truth()
    ours: Any = ModuleType("proofs_check.for_a_test")
    monkeypatch.setitem(sys.modules, ours.__name__, ours)
    ours.Inner = type("Inner", (Yes,), {"__module__": ours.__name__, "__qualname__": "Inner"})
    with pytest.raises(ClaimError, match="an Inner is no exact number"):
        equal(ours.Inner(), Fraction(1, 2)).truth()


P, R = pmf("1/3, 2/3"), Reward.values([1, 2])
TILTED = tilt(P, pmf("1/4, 3/4"), Fraction(1, 2))
X = sympy.Symbol("x")


@pytest.mark.parametrize(
    ("left", "relation", "right", "why"),
    [
        ("1/3", "≤", "1/4", "of a letter only = and ≠ are said: compare number by number"),
        (Fraction(1, 2), "=", "1/2", "its sides are a number and a letter"),
        ((0, 1), "≤", (1, 0), "of a sequence only = and ≠ are said: compare number by number"),
        (P, "=", (Fraction(1, 3), Fraction(2, 3)), "its sides are a law and a sequence"),
        (R, "=", (1, 2), "its sides are a reward and a sequence"),
        (True, "=", 1, "its sides are a truth and a number"),
        (map(str, "a"), "≠", map(str, "a"), "a map is no exact number, law, reward or letter, nor a list of such"),
        (range(2), "=", (0, 1), "a range is no exact number, law, reward or letter, nor a list of such"),
        (TILTED, "=", TILTED, "a TiltedDistribution is no exact number, law, reward or letter, nor a list of such"),
        (equal(1, 1), "=", equal(2, 2), "a Comparison is no exact number, law, reward or letter, nor a list of such"),
        (X, "=", 1, "a Symbol is no exact number, law, reward or letter, nor a list of such"),
        (sympy.log(4), "=", 2 * sympy.log(2), "a log is no exact number, law, reward or letter, nor a list of such"),
        (sympy.Integer(0), "=", 0, "a Zero is no exact number, law, reward or letter, nor a list of such"),
        ([1, X], "=", [1, 2], "what is in its sides is not of one kind, or not exact"),
        ([1], "=", ["1"], "what is in its sides is not of one kind, or not exact"),
        ({0: P}, "=", {0: R}, "what is in its sides is not of one kind, or not exact"),
        ([X], "=", [1, 2], "what is in its sides is not of one kind, or not exact"),
    ],
)
def test_what_is_not_of_one_kind_is_not_compared(left: Any, relation: str, right: Any, why: str) -> None:
    with pytest.raises(ClaimError) as caught:
        Comparison(left, relation, right).truth()
    assert str(caught.value).endswith(f" has no truth value: {why}")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (P.probabilities, [Fraction(1, 3), Fraction(2, 3)], True),
        ((1, 2), (1, 2, 3), False),
        ((1, EnclosedReal(arb.pi)), (1,), False),
        ({True}, {1}, False),
        ((1, (2, log(4))), [1, [2, 2 * log(2)]], True),
        ({0: P, 1: R}, {0: pmf("1/3, 2/3"), 1: Reward.values([1, 2])}, True),
        ({0: P}, {1: P}, False),
        ({(0, 1), (1, 1)}, frozenset({(1, 1), (0, 1)}), True),
        ("yes", "no", False),
        (P, pmf("1/3, 2/3"), True),
        (R, Reward.values([1, 3]), False),
        (True, False, False),
    ],
)
def test_what_is_of_one_kind_is_the_same_or_not(left: Any, right: Any, same: bool) -> None:
    assert (equal(left, right).truth(), differ(left, right).truth()) == (same, not same)


def test_two_comparisons_are_no_numbers() -> None:
    """KL = 0 == (p = q) was a comparison of what was written, not of whether it holds."""
    for ask in (operator.eq, operator.ne):
        with pytest.raises(ClaimError, match="two comparisons hold together is said with same_truth"):
            ask(equal(1, 1), equal(2, 2))
    with pytest.raises(NotExactError):
        differ({0.5}, {1})


def test_what_an_answer_is() -> None:
    one, two = equal(1, 1), less(2, 1, "labelled")
    settled = Settled(False, "so", (one,))
    assert settle(settled) is settled
    assert settle([settled, one, two]) == (False, "so", (one,))
    assert settle({"first": one}).words == "first: 1 = 1"
    assert settle({1: one, 2: one}).words == "1: 1 = 1; and 1 more"
    assert settle({"first": two}) == (False, "labelled: 2 < 1", (two,))
    assert settle({"first": [one, one], "x": settled}).comparisons == (one, one, one)
    assert settle(iter([one, [one, one]])).words == "1 = 1; and 1 more"
    assert settle([[one, one]]).words == "1 = 1; and 1 more"
    assert settle([[one, one], [one]], told=False) == (True, "", (one, one, one))


def test_two_cases_give_things_of_one_kind() -> None:
    assert of_kinds_of({"n": 1, "p": pmf("1")}, {"n": Fraction(1, 2), "p": pmf("1/2, 1/2"), "r": (0, 1)})
    assert of_kinds_of({"n": 1}, {})
    assert not of_kinds_of({"n": 1, "r": Reward.values([1])}, {"n": 2, "r": (1,)})
    assert not of_kinds_of({"n": "1"}, {"n": 1})


def test_what_differs_in_one_place_differs() -> None:
    one, same = EnclosedReal.of(2).sqrt(), EnclosedReal.of(8).sqrt() / 2
    for left, right in (([one, 1], [same, 2]), ([1, one], [2, same]), ({0: one, 1: 1}, {0: same, 1: 2})):
        assert not equal(left, right).truth()
        assert differ(left, right).truth()
        with pytest.raises(Undecided):
            equal(left, left.copy()).truth()
    for left, right in (({1: 2}, {True: 2}), ({(1,)}, {(True,)}), ({1}, {True}), ({(1, (2,))}, {(1, (True,))})):
        assert not equal(left, right).truth()
    assert equal({(1, 2): 3}, {(Fraction(1), 2): 3}).truth()


def test_an_error_comes_first_then_what_is_false_then_what_is_undecided() -> None:
    true, false, open_, wrong = equal(1, 1), less(2, 1), equal(EnclosedReal.of(2).sqrt(), EnclosedReal.of(2).sqrt()), 3
    for answer in permutations([true, false, open_]):
        assert settle(answer)[:2] == (False, "2 < 1")
    for answer in permutations([true, false, wrong, open_]):
        with pytest.raises(ClaimError):
            settle(answer)
    for answer in permutations([true, open_]):
        with pytest.raises(Undecided):
            settle(answer)


def test_long_numbers_are_cut_so_that_they_do_not_read_as_others() -> None:
    """A fraction keeps its “/”, and of a list no number is cut at its end."""
    one, other = Fraction(10**200 + 1, 10**201), 10**200
    assert show(one) == f"1{'0' * 14}…{'0' * 14}1/1{'0' * 14}…{'0' * 15}"
    assert show(other) == f"1{'0' * 14}…{'0' * 15}"
    assert show(10**159) == f"1{'0' * 159}"
    many = pmf(*(Fraction(k, 435) for k in range(1, 30)))
    first, last = show(many).split(" … ")
    shown = [str(mass) for mass in many.probabilities]
    assert set(re.findall(r"[\d/]+", first + last)) <= set(shown)
    assert first.startswith("(1/435, 2/435, 1/145, 4/435, ")
    assert last.endswith("28/435, 1/15)")
    assert len(show(many)) <= 163


def test_no_more_is_put_into_words_than_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The digits of an enclosed number can cost more than the comparison."""
    shown: list[Any] = []
    monkeypatch.setattr(comparisons, "show", lambda value: shown.append(value) or "…")
    settle([equal(1, 1), equal(2, 2), [equal(3, 3)], {"x": equal(4, 4)}])
    assert shown == [1, 1]
    shown.clear()
    settle([equal(1, 1), equal(2, 2), less(4, 3)], told=False)
    assert shown == [4, 3]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "a check must answer with a comparison, or several, not with a NoneType"),
        (1, "a check must answer with a comparison, or several, not with an int"),
        ("True", "a check must answer with a comparison, or several, not with a str"),
        (b"True", "a check must answer with a comparison, or several, not with a bytes"),
        ([equal(1, 1), [1]], "a check must answer with a comparison, or several, not with an int"),
        ([], "a check answered with an empty list: nothing was compared"),
        ({}, "a check answered with an empty list: nothing was compared"),
        ([equal(1, 1), []], "a check answered with an empty list: nothing was compared"),
        (
            [argument("so", "tried")],
            "a check must answer with a comparison, or several, not with a Step: that stands in a @proof",
        ),
    ],
)
def test_what_is_no_answer(answer: Any, said: str) -> None:
    with pytest.raises(ClaimError) as caught:
        settle(answer)
    assert str(caught.value) == said


def test_a_comparison_of_another_class_decides_nothing() -> None:
    class Sure(Comparison):
        def truth(self) -> bool:
            return True

    with pytest.raises(ClaimError, match=r"^a check must answer with a comparison, .* not with a Sure$"):
        settle(Sure(2, "<", 1))


def test_what_a_generator_returns_is_refused_and_what_it_yields_counts() -> None:
    def answers(*said: Any, returned: Any = None, raised: Exception | None = None) -> Any:
        yield from said
        if raised:
            raise raised
        return returned

    for where in (lambda a: a, lambda a: [a], lambda a: {"one": a}):
        assert settle(where(answers(equal(1, 1)))).holds
        for returned in (False, True, equal(1, 2)):
            with pytest.raises(ClaimError, match=r"^a generator returns a \w+, at which nothing looks: yield it$"):
                settle(where(answers(equal(1, 1), returned=returned)))
        near = Undecided("too close")
        assert not settle(where(answers(equal(1, 2), raised=near))).holds
        for said in ((), (equal(1, 1),)):
            with pytest.raises(Undecided, match="too close"):
                settle(where(answers(*said, raised=near)))


@pytest.mark.parametrize("third", [1, Fraction(1, 2), True, None])
def test_a_label_is_in_words(third: Any) -> None:
    for compared in (equal, at_most, same_truth):
        with pytest.raises(ClaimError, match="two sides and a label in words, which is not "):
            compared(equal(1, 1), equal(1, 1), third)


def test_what_is_compared_is_what_stood_there() -> None:
    """What becomes of a list, a set or a mapping afterwards is something else, at any depth."""
    a, b, c, within = [3, 1], {1}, {"n": 0}, (0, [1, {2: [3]}])
    made = [equal(a, [3, 1]), equal(b, {1}), equal(c, {"n": 0}), equal(within, (0, [1, {2: [3]}])), differ([1, 3], a)]
    a.sort()
    b.add(2)
    c["n"] = 1
    within[1][1][2].append(4)  # type: ignore[index]
    assert settle(made).holds
    assert [str(one) for one in made[:3]] == ["(3, 1) = (3, 1)", "{1} = {1}", "n: 0 = n: 0"]
    assert not any(settle(one).holds for one in (equal(a, [3, 1]), equal(b, {1}), equal(c, {"n": 0})))
    letters, law = (1, 2), pmf("1/2, 1/2")
    assert equal(letters, (1, 2)).left is letters
    assert equal(law, law).truth()


@pytest.mark.parametrize(("one", "kind"), [([1], "list"), ({1}, "set"), ({1: 2}, "dict"), ([], "list")])
def test_what_can_change_is_not_compared_with_itself(one: Any, kind: str) -> None:
    said = rf"has one and the same {kind} on both sides: compare with a copy, {kind}\(…\)$"
    for make in (equal, differ):
        with pytest.raises(LostAnswer, match=said):
            make(one, one)
    assert equal(one, one.copy()).truth()
    rows = [[one, 1], [one, 2]]
    assert equal(sorted(rows, key=lambda row: row[1]), rows).truth()  # the same rows, in order


@pytest.mark.parametrize("rounded", [0.5, 1j, Decimal("0.5"), np.float64(0.5), np.int64(1)])
def test_rounded_numbers_are_refused_as_keys_and_letters(rounded: Any) -> None:
    for side in ({rounded: 1}, {(0, rounded): 1}, {rounded}, frozenset({(rounded,)})):
        with pytest.raises(NotExactError, match=r"^a comparison holds the "):
            equal(side, side.copy())
    if isinstance(rounded, (np.int64, complex)):
        for side in (Distribution({rounded: 1}), Reward({rounded: 1})):
            with pytest.raises(NotExactError, match=r"^a comparison holds the "):
                equal(side, 1)
            with pytest.raises(NotExactError, match=r"^case value n holds the "):
                Case(n=side)


class Pair(NamedTuple):
    one: int
    other: int


class Side(IntEnum):
    LEFT = 0


@pytest.mark.parametrize(
    ("left", "right", "hint"),
    [
        (
            Counter("ab"),
            {"a": 1, "b": 1},
            "a Counter is no exact number, law, reward or letter, nor a list of such: write dict(…)",
        ),
        (Pair(0, 1), (0, 1), "a Pair is no exact number, law, reward or letter, nor a list of such: write tuple(…)"),
        (Side.LEFT, 0, "a Side is no exact number, law, reward or letter, nor a list of such: write int(…)"),
        (0, object(), "an object is no exact number, law, reward or letter, nor a list of such"),
    ],
)
def test_what_is_another_class_is_told_how_it_is_written(left: Any, right: Any, hint: str) -> None:
    with pytest.raises(ClaimError) as caught:
        equal(left, right, "so").truth()
    assert str(caught.value).endswith(f" has no truth value: {hint}")


@pytest.mark.parametrize("left", [0.5, {0.5: 1}])
def test_what_refuses_a_comparison_is_raised_whoever_catches_it(left: Any) -> None:
    def answer() -> Any:
        with suppress(NotExactError):
            equal(left, 1)
        return equal(1, 1)

    with pytest.raises(NotExactError, match=r"^a comparison holds the float 0\.5"):
        answered(answer)
    with records.one_call(strict=False):
        assert settle(answer()).holds
    assert settle(answer()).holds  # where nothing answers
    assert answered(lambda: equal(1, 1)).holds
