"""What a check asks of the claim itself is heard whatever it makes of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from exactalign.exceptions import Undecided
from proofs_check import Case, Claim, Hypothesis, at_most
from proofs_check.engine.hearing import hearing, read_again, to_be_read_again
from proofs_check.language.comparisons import equal, settle


class Small(Claim):
    """n² ≤ 20 for n ≥ 1, one by one."""

    hypotheses = (Hypothesis("n ≥ 1", lambda x: x.n >= 1),)

    def holds(self, x: Case) -> Any:
        yield at_most(1, x.n + 9)
        yield at_most(x.n * x.n, 20)


@pytest.mark.parametrize("read", [list, bool, next, lambda _: None])
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

    kept = to_be_read_again([inner(), {"a": (inner(),)}, equal(2, 2)])
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
