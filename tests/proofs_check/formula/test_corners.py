"""Every third case is a corner of the sorts: by its number, and any two kinds in every combination."""

from itertools import combinations, product

import pytest

from exactalign import Reward
from proofs_check.formula import E, both, corners, count, law, natural, nonnegative, positive_law, reward, rule
from proofs_check.formula.cases import cases
from proofs_check.formula.fits import misfit
from proofs_check.formula.notation import best, keeps_best, kept
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term

p, q, r, g = law("p"), positive_law("q"), reward("r"), reward("g")
n, m, s = count("n"), natural("m"), rule("s")
STATED = Statement(both(E(p, r) <= E(q, g), E(best(p, n, r), g) <= m))


def drawn(statement: Statement = STATED, most: int = 120, far: bool = False) -> list[dict[str, object]]:
    return list(cases(statement, most=most, far=far))


def signs(found: object) -> str:
    """What the rewards of a case are like: their signs, and whether they are all equal."""
    assert isinstance(found, Reward)
    values = [x for _, x in found.items()]
    sign = "below" if max(values) < 0 else "above" if min(values) > 0 else "mixed"
    return f"equal {sign}" if len(values) > 1 and len(set(values)) == 1 else sign


def test_rewards_of_every_pattern_of_signs_meet_every_kind_of_law() -> None:
    found = {(signs(case["r"]), 0 in case["p"].probabilities) for case in drawn()}
    patterns = ("below", "above", "mixed", "equal below", "equal above", "equal mixed")
    assert found == set(product(patterns, (False, True)))


def test_two_rewards_have_different_patterns() -> None:
    assert {("below", "above"), ("above", "below"), ("below", "below")} <= {
        (signs(case["r"]), signs(case["g"])) for case in drawn()
    }


def test_laws_lie_on_one_letter_among_several() -> None:
    assert any(len(case["p"]) > 1 and 1 in case["p"].probabilities for case in drawn())


@pytest.mark.parametrize(("far", "large"), [(False, 3), (True, 6)])
def test_whole_numbers_are_least_and_large(far: bool, large: int) -> None:
    corner = drawn(most=60, far=far)
    assert {(case["n"], case["m"]) for case in corner} >= {(1, large), (large, 0)}


@pytest.mark.parametrize("far", [False, True])
def test_they_are_cases_of_the_sorts(far: bool) -> None:
    assert {misfit(STATED, case) for case in drawn(far=far)} == {""}


def test_a_rule_keeps_the_best_at_corners_too() -> None:
    ruled = Statement(E(kept(p, n, s), r) <= 3, given=(keeps_best(s, n, r),))
    inside = [ruled.holds(case) for case in drawn(ruled, most=30)]
    assert None not in inside


def test_any_two_kinds_meet_in_every_combination() -> None:
    lists = {
        "size": lambda j: corners.size(j, 0),
        "law": lambda j: tuple(sorted(corners.weights(j, 0, 3, positive=True))),
        "reward": lambda j: tuple(corners.rewards(j, 0, 3)),
        "whole": lambda j: corners.whole(j, 0, 0, 3),
    }
    for one, other in combinations(lists.values(), 2):
        every = {one(j) for j in range(420)}, {other(j) for j in range(420)}
        assert {(one(j), other(j)) for j in range(40)} == set(product(*every))


def test_the_patterns_in_their_order() -> None:
    """On three letters: what the words of each list say, by hand."""
    assert [corners.size(j, 0) for j in range(5)] == [2, 1, 3, 2, 2]
    zeros = [[1, 2, 3], [1, 1, 1], [9, 0, 0], [0, 2, 2], [5, 1, 1]]
    assert [corners.weights(j, 0, 3, positive=False) for j in range(5)] == zeros
    assert [corners.weights(j, 0, 3, positive=True) for j in range(5)] == [[x or 1 for x in row] for row in zeros]
    later = [(7, [0, 9, 0]), (8, [2, 0, 2]), (12, [0, 0, 9]), (13, [2, 2, 0]), (17, [9, 0, 0])]
    assert [(j, corners.weights(j, 0, 3, positive=False)) for j, _ in later] == later
    assert [corners.weights(j, 0, 1, positive=False) for j in range(5)] == [[1], [1], [9], [2], [5]]
    assert [corners.rewards(j, 0, 3) for j in range(7)] == [
        [-1, -2, -3], [0, 0, 0], [1, 2, 3], [1, -1, 0], [-2, -1, -1], [1, 1, 1], [-1, -1, -1]
    ]  # fmt: skip
    assert corners.rewards(3, 0, 6) == [1, -1, 0, -2, 2, 1]
    assert [corners.rewards(4, 0, size) for size in (1, 2)] == [[-1], [-2, -1]]
    assert [corners.whole(j, 0, 1, 6) for j in range(4)] == [1, 6, 2, 1]
    assert [corners.whole(j, 0, 0, 3) for j in range(4)] == [0, 3, 1, 0]


def test_a_second_of_a_kind_is_one_step_further_in_the_first_round_and_two_in_the_next() -> None:
    assert [corners.shifted(j, 0, 3) for j in range(7)] == [0, 1, 2, 0, 1, 2, 0]
    assert [corners.shifted(j, 1, 3) for j in range(7)] == [1, 2, 0, 2, 0, 1, 0]
    assert [corners.shifted(j, 2, 3) for j in range(7)] == [2, 0, 1, 1, 2, 0, 0]
    assert [corners.whole(j, 1, 1, 6) for j in range(3)] == [6, 2, 1]
    assert [corners.rewards(j, 1, 2) for j in (0, 7)] == [[0, 0], [1, 2]]
    assert [corners.weights(j, 1, 2, positive=False) for j in (0, 5)] == [[1, 1], [0, 9]]


def test_two_laws_meet_in_every_combination() -> None:
    found = {
        (tuple(sorted(corners.weights(j, 0, 3, True))), tuple(sorted(corners.weights(j, 1, 3, True))))
        for j in range(50)
    }
    ones = {one for one, _ in found}
    assert found == set(product(ones, ones))


@pytest.mark.parametrize("far", [False, True])
def test_cases_do_not_depend_on_how_a_statement_is_shown(far: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [str(case) for case in drawn(far=far)]
    with monkeypatch.context() as patch:
        patch.setattr("proofs_check.formula.statements.written", lambda *_: "shown in another way")
        assert [str(case) for case in drawn(Statement(STATED.then), far=far)] == before


def test_another_statement_has_another_digest() -> None:
    x: Term = nonnegative("x")
    assert len({Statement(x <= 1).digest, Statement(x < 1).digest, Statement(x <= 2).digest,
                Statement(x <= 1, given=(x > 0,)).digest, Statement(x <= 1, also=(m,)).digest}) == 5  # fmt: skip
    assert Statement(x <= 1).digest == Statement(nonnegative("x") <= 1).digest


def test_the_first_case_is_of_middling_size() -> None:
    """Two letters and whole numbers 2: what is false there is shown first."""
    first = drawn(most=1)[0]
    assert (first["n"], first["m"], len(first["p"]), len(first["q"])) == (2, 2, 2, 2)  # type: ignore[arg-type]
