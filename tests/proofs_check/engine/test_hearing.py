"""What a check asks of the claim itself is heard whatever it makes of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from exactalign import EnclosedReal
from exactalign.exceptions import Undecided
from proofs_check import Case, Claim, Hypothesis, at_least, at_most, same_truth
from proofs_check.engine.hearing import hearing, read_again, to_be_read_again
from proofs_check.exceptions import ClaimError
from proofs_check.language.comparisons import answered, equal, settle
from proofs_check.language.records import recorded


class Small(Claim):
    """n² ≤ 20 for n ≥ 1, one by one."""

    hypotheses = (Hypothesis("n ≥ 1", lambda x: x.n >= 1),)

    def holds(self, x: Case) -> Any:
        yield at_most(1, x.n + 9)
        yield at_most(x.n * x.n, 20)


@pytest.mark.parametrize("read", [list, bool, next, any, lambda _: None])
def test_an_answer_is_heard_to_its_end(read: Any) -> None:
    claim = Small()
    with hearing(claim, printed=False) as asked:
        for n in (0, 3, 5):
            read(claim.holds(Case(n=n)))
    assert ([x.n for x in asked.inside], [x.n for x in asked.outside]) == ([3, 5], [0])
    assert [x.n for x in asked.false] == [5]
    with pytest.raises(Undecided, match=r"^the check passes, but it asks `holds` at \(n = 5\), where that is false$"):
        asked.demand_none_false()
    assert "holds" not in vars(claim)


def test_what_the_hypotheses_cannot_read_is_outside() -> None:
    class Reading(Small):
        def holds(self, x: Case) -> Any:
            return [at_most(1, 1)]

    claim = Reading()
    with hearing(claim, printed=False) as asked:
        claim.holds(Case(m=1))
    assert (len(asked.outside), asked.inside) == (1, [])


def test_the_case_that_a_check_is_given_is_asked_by_the_engine() -> None:
    claim, case = Small(), Case(n=5)
    with hearing(claim, printed=False, case=case) as asked:
        claim.holds(case)
        claim.holds(case.but(n=6))
    assert [x.n for x in asked.false] == [6]


def test_generators_in_answers_are_read_again() -> None:
    def inner() -> Iterator[Any]:
        yield equal(1, 1)

    def failing(error: Exception) -> Iterator[Any]:
        yield equal(1, 2)
        raise error

    kept = to_be_read_again([inner(), {"a": (inner(),)}, True])
    for _ in range(2):
        assert settle(read_again(kept)).holds
        assert settle(kept).holds
    for error in (KeyError("a"), Undecided("so")):
        ends = to_be_read_again(failing(error))
        for _ in range(2):
            given = read_again(ends)
            assert str(next(given)) == "1 = 2"
            with pytest.raises(type(error)):
                next(given)


def lost(function: Any, *cases: Any) -> str:
    """What is said of a check that answers so, case by case."""
    calls = [partial(function, case) for case in cases] or [function]
    with recorded() as record:
        assert all(answered(call).holds for call in calls)
        try:
            record.demand_none_lost()
        except ClaimError as error:
            return str(error)
    return ""


def test_a_comparison_at_which_nothing_looks_is_lost() -> None:
    def losing(n: int) -> Any:
        at_most(n * n, 20)
        return equal(n, n)

    assert lost(losing, 4) == ""  # it is true, and hides nothing
    said = lost(losing, 4, 5, 6)
    assert said.startswith("nothing looks at “25 ≤ 20”, which line ")
    assert said.endswith(": yield it, or leave it out")
    assert lost(lambda: {"a": equal(1, 1), "b": [equal(2, 2)]}) == ""


def test_what_stands_beside_a_truth_that_is_asked_for_may_be_left() -> None:
    def either(n: int) -> Any:
        small, large = at_most(n, 3), at_most(4, n)
        return small or large

    def premise(n: int) -> Any:
        low = at_most(n, 3)
        conclusion = at_most(n * n, 9)
        return True if not low else conclusion

    def table(n: int) -> Any:
        odd = equal(n % 2, 1)
        even = equal(n % 2, 0)
        return {0: even, 1: odd}[n % 2]

    def alone(n: int) -> Any:
        small = at_most(n, 3)
        large = at_most(4, n)
        return small or large

    assert lost(alone, 1) == ""  # at no other case is the second one looked at
    for answer in (either, premise, table):
        assert lost(answer, 1, 6) == ""
    assert lost(lambda: [any([equal(1, 1), equal(1, 2)])]) == ""
    assert lost(lambda: at_most(1, 2).decide() or equal(1, 2).decide()) == ""
    undecided = lost(lambda: (equal(Square(), 1), True)[1])
    assert undecided.startswith("nothing looks at “")


def test_what_is_made_after_that_may_not() -> None:
    def premise(n: int) -> Any:
        if not at_least(n, 3):
            return True
        answers = [at_least(n, 0)]
        answers += [at_most(n, 5)]
        return answers[:1]

    assert lost(premise, 2, 5) == ""
    assert lost(premise, 2, 6).startswith("nothing looks at “6 ≤ 5”")


def test_a_helper_is_called_for_each_line_anew() -> None:
    def between(a: int, b: int) -> Any:
        return at_most(a, b)

    def both(n: int) -> Any:
        low = between(0, n)
        high = between(n, 5)
        return [low, high] if n == 1 else low

    assert lost(both, 1, 6) == ""  # somebody looks at it, in the end
    said = lost(both, 2, 6)
    assert said.startswith("nothing looks at “6 ≤ 5”, which line ")
    assert ", called in line " in said


def test_what_is_taken_into_another_comparison_is_not_looked_at_for_it() -> None:
    def squares(n: int) -> Any:
        same = same_truth(at_least(n, 10), at_least(n**2, 200))
        return [at_least(n, 0), n < 100][:1] if n else same

    assert lost(squares, 1, 9) == ""
    assert lost(squares, 1, 12).startswith("nothing looks at “True = False”")


def test_what_same_truth_compares_is_looked_at() -> None:
    def some(n: int) -> Any:
        small, double = at_most(n, 50), at_most(2 * n, 100)
        return same_truth(small, double) if n % 2 else at_least(n, 0)

    assert lost(some, 51, 60) == ""


def test_of_what_one_place_makes_in_one_call_each_is_looked_at() -> None:
    def last(n: int) -> Any:
        for k in (5, 9):
            found = [at_most(n, k)]
        return found

    def one_of_two(n: int) -> Any:
        return [at_most(n, 5), at_most(n, 9)][1:]

    def by_key(n: int) -> Any:
        return {n: at_most(n, k) for k in (5, 9)}  # noqa: B035 (as a hasty author does)

    def search(n: int, k: int = 0) -> Any:
        found = equal(k * k, n)
        if k > 3:
            return False
        return bool(found) or search(n, k + 1)

    assert lost(search, 4, 9) == ""

    def asked(n: int) -> Any:
        return [bool(found) for found in [at_most(n, k) for k in (5, 9)]][-1]

    for function in (last, one_of_two, by_key):
        assert lost(function, 4) == ""
        assert lost(function, 4, 7).startswith("nothing looks at “7 ≤ 5”")
    assert lost(asked, 4, 7) == ""


def test_an_error_within_another_comparison_hides_nothing() -> None:
    def raising(n: int) -> Any:
        try:
            yield same_truth(equal(EnclosedReal.of(2).sqrt(), EnclosedReal.of(2).sqrt()), True)
        except Undecided:
            yield True
        answers = [at_most(j, 1) for j in range(n)]
        yield answers[0]

    assert lost(raising, 2) == ""
    assert lost(raising, 3).startswith("nothing looks at “2 ≤ 1”")


class Square:
    """No number."""
