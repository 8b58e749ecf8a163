"""Drawing and shrinking: the same list makes the same case, and what comes out is smaller and still fails."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.testing.conformance import cases
from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.formats import FORMATS
from exactalign.testing.conformance.shrinking import Choices, shrink

DOUBLE = FORMATS["float64"]


@given(st.integers(-5, 5), st.integers(0, 9), st.integers(0, 2**32))
def test_a_draw_is_in_its_range_and_repeats(low: int, room: int, seed: int) -> None:
    draws = Draws(Random(seed))
    found = [draws.whole(low, low + room) for _ in range(5)]
    assert all(low <= x <= low + room for x in found)
    again = Draws(None, draws.made)
    assert [again.whole(low, low + room) for _ in range(5)] == found
    assert again.made == draws.made


def test_every_number_of_a_range_is_drawn() -> None:
    draws = Draws(Random(0))
    assert {draws.whole(1, 4) for _ in range(100)} == {1, 2, 3, 4}


def test_without_randomness_the_simplest_is_drawn() -> None:
    draws = Draws(None, [1])
    assert draws.one_of("abc") == "b"
    assert draws.one_of("abc") == "a"
    assert draws.several("abc", 2) == ["a", "b"]
    assert draws.made == [1, 0, 0, 0]
    assert Draws(None, [99]).whole(2, 3) == 3


def test_several_are_different() -> None:
    draws = Draws(Random(1))
    assert all(sorted(draws.several(range(4), 4)) == [0, 1, 2, 3] for _ in range(20))
    assert {tuple(draws.several("ab", 2)) for _ in range(50)} == {("a", "b"), ("b", "a")}


def accepts(condition: object) -> object:
    def fails(candidate: Choices) -> Choices | None:
        return candidate if condition(candidate) else None  # type: ignore[operator]

    return fails


@pytest.mark.parametrize(
    ("start", "condition", "smallest"),
    [
        ((7, 9, 3), lambda x: len(x) >= 1, (0,)),
        ((7, 9, 3), lambda x: sum(x) >= 5 and len(x) == 3, (0, 2, 3)),
        ((3, 8, 1, 6), lambda x: 6 in x, (0, 6)),
        ((5, 1, 1, 1, 1, 1), lambda x: len(x) == x[0] + 1, (0,)),
        ((2, 40, 60), lambda x: len(x) == 3 and x[1] >= 37 and x[2] >= 12, (0, 37, 12)),
        ((1, 1), lambda x: x == (1, 1), (1, 1)),
        # What only becomes possible by a choice less, by a 0, by a smaller number: another round is gone.
        ((0,) * 10, lambda x: len(x) in (10, 9, 1), (0,)),
        ((0, 2, 3), lambda x: x in ((0, 2, 3), (0, 0, 3), (0, 0)), (0, 0)),
        ((0, 4, 3), lambda x: x in ((0, 4, 3), (0, 2, 3), (0, 2)), (0, 2)),
        ((0, 4, 9, 9, 9, 9, 9, 9, 9, 9, 2), lambda x: len(x) >= 3 and x[-1] == 2, (0, 0, 2)),
    ],
)
def test_shrinking(start: Choices, condition: object, smallest: Choices) -> None:
    assert shrink(start, accepts(condition)) == smallest  # type: ignore[arg-type]


def test_the_size_that_stands_first_is_lowered_with_what_it_counts() -> None:
    """A run is left out together with 1 of the first choice, or of the one before it: no other candidate fits here."""
    assert shrink((3, 5, 6, 7), accepts(lambda x: len(x) == x[0] + 1 and 7 in x)) == (1, 7)  # type: ignore[arg-type]
    assert shrink((9, 2, 5, 6), accepts(lambda x: len(x) > 1 and len(x) == x[1] + 2 and x[0] == 9)) == (9, 0)  # type: ignore[arg-type]


def test_what_was_made_counts_not_what_was_proposed() -> None:
    assert shrink((9, 9), lambda candidate: (4, 0) if candidate[0] >= 4 else None) == (4, 0)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(0, 60))
def test_the_result_still_fails_and_is_no_larger(start: list[int], least: int) -> None:
    if sum(start) < least:
        return
    found = shrink(start, accepts(lambda x: sum(x) >= least))  # type: ignore[arg-type]
    assert sum(found) == least
    assert (len(found), found) <= (len(start), tuple(start))


# --- generators: what they promise ---------------------------------------------------------------


@given(st.integers(0, 2**32))
def test_models_keep_their_promises(seed: int) -> None:
    draws = Draws(Random(seed))
    p, r = cases.model(draws, DOUBLE, min_size=2, ties=True)
    assert len(set(r)) < len(r)
    assert all(p)
    p, r = cases.model(draws, DOUBLE, min_size=2, ties=False, increasing=True)
    assert list(r) == sorted(set(r))
    p, r = cases.model(draws, DOUBLE, constant=True)
    assert len(set(r)) == 1
    assert 1 <= len(p) == len(r) <= 4
    p = cases.probabilities(draws, DOUBLE, 3, zeros=True)
    assert max(p) > 0
    assert abs(sum(p) - 1) < 1e-15
    p = cases.probabilities(draws, DOUBLE, 3, near_degenerate=True)
    assert max(p) > 0.98
    assert min(p) > 0
    extended, rewards = cases.with_zero(draws, (p, r[:1] * 3))
    assert extended.count(0) == 1
    assert len(extended) == len(rewards) == 4
    far = cases.shifted_values(draws, 3, (1000,))
    assert all(1000 <= x <= 1003 and x.denominator == 1 for x in far)


def test_the_generators_reach_what_they_can() -> None:
    draws = Draws(Random(3))
    assert any(0 in cases.probabilities(draws, DOUBLE, 2, zeros=True) for _ in range(50))
    drawn = {cases.value(draws) for _ in range(2000)}
    assert {x for x in drawn if abs(x) > 100}  # any number, now and then
    assert len(drawn) > 50
    assert {x < 0 for x in drawn} == {True, False}
    unsorted = [cases.values(draws, DOUBLE, 3, ties=False) for _ in range(50)]
    assert any(list(x) != sorted(x) for x in unsorted)
    tied = [cases.values(draws, DOUBLE, 3, ties=True) for _ in range(50)]
    assert {x.index(next(v for v in x if x.count(v) > 1)) for x in tied} >= {0, 1}
    places = {cases.with_zero(draws, cases.model(draws, DOUBLE, min_size=3, max_size=3))[0].index(0) for _ in range(99)}
    assert places == {0, 1, 2, 3}
    assert {cases.with_zero(Draws(Random(k)), ((1,), (7,)))[1] for k in range(30)} >= {(9, 7), (7, 0)}  # type: ignore[arg-type]


def test_writing_cases() -> None:
    corner = cases.corners(("1/2 1/2", "=-1/4", 3), ("1", "=2", 1))(DOUBLE)
    assert corner[1] == Call(((1,), 2, 1))  # type: ignore[arg-type]
    assert corner[0].size == 2
    assert corner[0].measure > corner[1].measure
    assert Call((3, 1, 2)).size == 1
    assert cases.written([0.1] * 30) == f"[{', '.join(['0.1'] * 24)}, … 30 in all]"
