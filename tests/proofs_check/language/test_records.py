"""Each comparison that is made is a part of the answer, or the answer is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from itertools import starmap
from typing import Any

import pytest

from exactalign import EnclosedReal
from exactalign.exceptions import Undecided
from proofs_check import any_of, at_least, at_most, equal, exact, same_truth
from proofs_check.exceptions import ClaimError, LostAnswer
from proofs_check.language.comparisons import answered, settle
from proofs_check.language.records import note, one_call, reaching


def small(n: int) -> Any:
    return at_most(n, 5)


def some(*numbers: int) -> Iterator[Any]:
    for n in numbers:
        yield small(n)


@pytest.mark.parametrize(
    "answer",
    [
        lambda: small(1),
        lambda: [small(1), (small(2), {"a": small(3), "b": some(4, 5)})],
        lambda: some(1, 2),
        lambda: {"named": small(1)},
        lambda: map(small, (1, 2)),
        lambda: list(starmap(at_most, [(1, 2), (2, 3)])),
        lambda: any_of(small(9), small(1), small(2)),
        lambda: any_of(*some(9, 1)),
        lambda: same_truth(small(9), [small(9), small(8)]),
        lambda: [settle(small(1))],
        lambda: [small(1)] * 2,
        lambda: sorted([small(1), small(2)], key=str),
    ],
)
def test_what_is_in_the_answer_is_there_however_deep(answer: Callable[[], Any]) -> None:
    assert answered(answer).holds


def dropped() -> Any:
    small(1)
    return small(2)


def in_place_of_another() -> Any:
    for n in (1, 2):
        found = small(n)
    return found


def after_the_answer() -> Iterator[Any]:
    yield small(1)
    [small(2)]


def passed_on() -> Iterator[Any]:
    def inner() -> Any:
        yield small(1)
        return small(2)

    yield from inner()


@pytest.mark.parametrize(
    "answer",
    [
        dropped,
        in_place_of_another,
        after_the_answer,
        passed_on,
        lambda: [small(1), small(2)][0],
        lambda: [small(1), small(2)].pop(),
        lambda: {n: small(k) for n in (1,) for k in (1, 2)},
        lambda: equal(len([small(1)]), 1),
        lambda: next(iter([small(1), small(2)])),
        lambda: equal(small(9) is None, False),
        lambda: equal(small(1).truth(), True),
        lambda: [small(1), same_truth(small(2), small(3))][:1],
        lambda: [small(1), any_of(small(9), small(2))][:1],
        lambda: max(small(1), small(2), key=str),
    ],
)
def test_what_is_made_beside_the_answer_is_lost(answer: Callable[[], Any]) -> None:
    """Whether it is true or not: nobody has seen it."""
    with pytest.raises(LostAnswer, match=r"^“.*”, which line \d+ makes, is no part of the answer: each comparison"):
        answered(answer)


@pytest.mark.parametrize(
    "asking",
    [
        lambda: small(1) or small(2),
        lambda: small(1) and small(2),
        lambda: not small(9),
        lambda: all([small(1)]),
        lambda: any(some(1)),
        lambda: small(1) if small(2) else small(3),
        lambda: bool(small(1)),
        lambda: [n for n in (1, 2) if small(n)],
        lambda: next(filter(None, some(1))),
    ],
)
def test_a_comparison_is_neither_true_nor_false(asking: Callable[[], Any]) -> None:
    with pytest.raises(LostAnswer, match=r"^“\d ≤ 5” is asked for its truth, by if, and, or, not, all, any: answer"):
        asking()


def test_one_of_several() -> None:
    one, other = equal(1, 2), equal(2, 2, "so")
    assert (str(any_of(one, other)), str(any_of(one, [one, other], label="a"))) == (
        "1 = 2 or so: 2 = 2: True = True",
        "a: False = True",
    )
    near = EnclosedReal.of(2).sqrt()
    undecided = equal(near, EnclosedReal.of(8).sqrt() / 2)
    assert any_of(undecided, other).truth()
    with pytest.raises(Undecided):
        any_of(undecided, one)
    assert any_of(*[other]).truth()
    for wrong in ((), ([one, other],), (some(1, 2),)):
        with pytest.raises(ClaimError, match=r"give them one by one, any_of\(\*answers\)$"):
            any_of(*wrong)
    for wrong in (True, 1, None):
        with pytest.raises(LostAnswer, match="with a comparison, or several"):
            any_of(one, wrong)  # type: ignore[arg-type]


def test_one_answer_may_ask_for_another() -> None:
    def outer(inner: Callable[[], Any]) -> Any:
        yield small(1)
        assert answered(inner).holds
        yield small(2)

    assert answered(outer, lambda: small(3)).holds
    with pytest.raises(LostAnswer, match="which line"):
        answered(outer, dropped)


def test_what_is_only_heard_is_no_answer() -> None:
    def hearing() -> Any:
        heard = small(1)
        with one_call(strict=False):
            assert settle(heard).holds
            small(2)
        return small(3)

    with pytest.raises(LostAnswer, match=r"^“1 ≤ 5”"):
        answered(hearing)


def test_an_error_is_told_before_what_is_lost() -> None:
    def failing() -> Any:
        small(1)
        raise KeyError

    with pytest.raises(KeyError):
        answered(failing)
    assert answered(small, 1).holds  # nothing is left of it


def test_a_step_is_made_by_a_proof_alone() -> None:
    assert exact("so", small(1)).holds
    with pytest.raises(ClaimError, match="a check answers with the comparison itself"):
        answered(lambda: exact("so", small(1)))


def test_where_comparisons_are_made() -> None:
    note(object())  # outside of any claim nothing is kept
    with reaching() as outer, one_call(strict=False):
        small(1)
        with reaching() as inner:
            any_of(at_least(1, 0), small(2))
    here = {(file, line) for file, line, _ in inner if file == __file__}
    assert len(here) == 2  # the line above, and that of the function
    assert {spot for spot in inner if spot[0] == __file__} < outer
    small(3)
    assert len({spot for spot in outer if spot[0] == __file__}) == len(here) + 3


def test_where_nothing_answers_a_claim_does_not_compare() -> None:
    with (
        reaching(),
        pytest.raises(LostAnswer, match=r"^“1 ≤ 5” is made in line \d+ of test_records.py, where nothing"),
    ):
        small(1)
    assert small(1).truth()  # as one tries it by hand


KEPT = small(1)


@pytest.mark.parametrize("answer", [lambda: KEPT, lambda: [copy(small(1))], lambda: any_of(KEPT, small(2))])
def test_what_is_made_elsewhere_is_no_answer(answer: Callable[[], Any]) -> None:
    with pytest.raises(
        LostAnswer, match=r"^“1 ≤ 5” is not made where it is an answer: it is kept from elsewhere, or a"
    ):
        answered(answer)


def test_what_an_answer_ends_in_is_a_part_of_it() -> None:
    near, other = EnclosedReal.of(2).sqrt(), EnclosedReal.of(8).sqrt() / 2

    def ending(first: int, compare: Callable[..., Any]) -> Any:
        yield small(first)
        yield [compare(small(9), equal(near, other))]

    for compare in (any_of, same_truth):
        assert not answered(ending, 9, compare).holds  # what is false comes before what is undecided
        with pytest.raises(Undecided):
            answered(ending, 1, compare)


def test_what_ends_in_an_error_has_looked_at_nothing() -> None:
    near = EnclosedReal.of(2).sqrt()

    def trying(compare: Callable[..., Any]) -> Any:
        try:
            yield compare(small(9), equal(near, EnclosedReal.of(8).sqrt() / 2))
        except Undecided:
            yield small(1)

    for compare in (any_of, same_truth):
        with pytest.raises(LostAnswer, match=r"^“9 ≤ 5”, which line \d+ makes, is no part of the answer"):
            answered(trying, compare)
