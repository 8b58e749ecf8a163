"""What a hypothesis gives is compared with its test at cases as the claim's own have them, and comes to an end."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, Reward, log
from proofs_check import Case, Claim, Edge, Hypothesis, any_of, at_least, at_most, differ, equal, greater, less, pmf
from proofs_check.engine.bounded import MOST_LINES, DoesNotEnd, bounded
from proofs_check.engine.givens import compared, false_where_proved, mixes
from proofs_check.formula import KL, count, for_all, law, natural, outcome, positive_law, real, reward

y, p, r = outcome("y"), law("p"), reward("r")


def seen(test: Any, *gives: Any, example: Case, edges: tuple[Case, ...] = ()) -> tuple[bool, str] | None:
    hypothesis = Hypothesis("so", test, untried="no time", gives=gives)
    own = tuple(Edge(f"edge {k}", case) for k, case in enumerate(edges))
    claim = type("Changed", (Claim,), {"example": example, "edges": own, "hypotheses": (hypothesis,)})
    return compared(claim(), hypothesis)


@pytest.mark.parametrize("kind", [tuple, list, Reward.values])
def test_a_reward_may_be_a_list(kind: Any) -> None:
    example = Case(r=kind([0, 1]))

    def values(x: Case) -> list[Any]:
        return [entry for _, entry in x.r.items()] if isinstance(x.r, Reward) else list(x.r)

    wrong = seen(lambda x: max(values(x)) > 0, for_all(y, r(y) >= 0), example=example)
    assert wrong is not None
    assert not wrong[0]
    assert "where the hypothesis holds: for all y: 0 ≤ r(y) is false" in wrong[1]
    assert seen(lambda x: min(values(x)) >= 0, for_all(y, r(y) >= 0), example=example) is None


def test_a_law_may_be_a_list_of_its_masses() -> None:
    example = Case(p=(pmf("1/2, 1/2")[0], pmf("1/2, 1/2")[1]))
    wrong = seen(lambda x: type(x.p) is tuple and sum(x.p) == 1 and x.p[0] > 0, positive_law("p"), example=example)
    assert wrong is not None
    assert wrong[1].endswith(" has a zero, and is no positive law")
    assert seen(lambda x: min(x.p) > 0 and sum(x.p) == 1, positive_law("p"), example=example) is None


def test_a_list_that_is_to_be_a_law_has_the_sum_of_one() -> None:
    example = Case(p=(Fraction(1, 2), Fraction(1, 2)))
    for test, letter in (
        (lambda x: min(x.p) > 0, positive_law("p")),  # its sum may be another
        (lambda x: sum(x.p) == 1, law("p")),  # a mass may be below 0
        (lambda x: 0 not in x.p and sum(x.p) == 1, positive_law("p")),
    ):
        told = seen(test, letter, example=example)
        assert told is not None
        assert not told[0]
        assert "where the hypothesis holds: p = (Fraction(" in told[1] or "p = (1, 1)" in told[1]


def false_at(holds: Any, *equations: Any, **more: Any) -> Any:
    return false_where_proved(type("Changed", (Claim,), {"holds": lambda _, x: holds(x), **more})(), equations)


def test_a_claim_is_asked_where_its_proof_is_all() -> None:
    x, k = real("x"), natural("k")
    square = (x + k) ** 2 == x**2 + 2 * x * k + k**2
    own = {"example": Case(x=1, k=1), "edges": (Edge("zero", Case(x=0, k=1)),)}
    assert false_at(lambda c: equal(c.x**2, c.x), square, **own).x > 1  # at 0 and 1 it is true
    assert false_at(lambda c: at_least(c.x, 0), square, **own) is None  # no number is below 0 in its own cases
    assert false_at(lambda c: equal(2 * c.x % 2, 0), square, **own) is None  # and each is whole
    half = {"example": Case(x=Fraction(1, 2), k=1)}
    assert false_at(lambda c: equal(2 * c.x % 2, 1), square, **half).x != Fraction(1, 2)
    counted = false_at(lambda c: equal(sum(range(c.x)), c.x - 1), square, example=Case(x=2, k=1))
    assert type(counted.x) is int  # as its own are, so that a range has an end
    below = {"example": Case(x=-1, k=1)}
    assert false_at(lambda c: at_most(c.x, 0), square, **below).x > 0
    small = Hypothesis("x < 2", lambda c: c.x < 2)
    assert false_at(lambda c: less(c.x, 2), square, **own, hypotheses=(small,)) is None
    assert false_at(lambda c: equal(1, 2), square) is None  # there is no case of its own
    assert false_at(lambda c: equal(1, 2), k + 1 == 1 + k, example=Case(n=1)) is None  # its letters are none of these
    assert false_at(lambda c: equal(c.y, 2), square, **own) is None  # it has no answer


def test_other_numbers_of_its_own_cases_are_tried_as_well() -> None:
    """Those that differ there, in its own cases and beside letters that are drawn."""
    letter, x = real("letter"), real("x")
    other, square = letter + 1 == 1 + letter, (x + 1) ** 2 == x**2 + 2 * x + 1
    two = {"example": Case(n=3), "edges": (Edge("one", Case(n=1)),)}
    assert false_at(lambda c: at_most(c.n, 3), other, **two) == Case(n=4)
    assert false_at(lambda c: at_least(c.n, 1), other, **two) is None  # as there is no smaller one
    assert type(false_at(lambda c: at_most(c.n, 3), other, **two).n) is int
    assert false_at(lambda c: at_most(c.n, 12), other, **two) is None
    assert false_at(lambda c: equal(c.n, 3), other, example=Case(n=3)) is None  # it may have to be 3
    assert false_at(lambda c: equal(c.n, 3), other, example=Case(n=3), edges=(Edge("same", Case(n=3)),)) is None
    signed = {"example": Case(n=3), "edges": (Edge("below", Case(n=-1)),)}
    assert false_at(lambda c: at_least(c.n, -1), other, **signed) is None
    assert false_at(lambda c: differ(c.n, 0), other, **signed) == Case(n=0)
    halves = {"example": Case(n=Fraction(1, 2)), "edges": (Edge("one", Case(n=Fraction(1))),)}
    assert type(false_at(lambda c: at_most(c.n, 1), other, **halves).n) is Fraction
    both = {"example": Case(n=3, k=2), "edges": (Edge("one", Case(n=1, k=3)),)}
    assert false_at(lambda c: differ(c.k, 5), other, **both) == Case(n=3, k=5)
    assert false_at(lambda c: differ((c.n, c.k), (5, 9)), other, **both) == Case(n=5, k=9)
    beside = {"example": Case(x=1, k=1), "edges": (Edge("two", Case(x=1, k=2)),)}
    assert false_at(lambda c: any_of(at_most(c.x, 1), at_most(c.k, 2)), square, **beside) is not None
    few = Hypothesis("n ≤ 3", lambda c: c.n <= 3)
    assert false_at(lambda c: at_most(c.n, 3), other, **two, hypotheses=(few,)) is None


def test_a_claim_about_laws_is_asked_at_laws_like_its_own() -> None:
    p, same = law("p"), KL(law("p"), law("p")) == 0
    positive, zero = Case(p=pmf("1/2, 1/2")), Case(p=pmf("1, 0"))
    assert false_at(lambda c: [greater(mass, 0) for mass in c.p.probabilities], same, example=positive) is None
    found = false_at(lambda c: [greater(mass, 0) for mass in c.p.probabilities], same, example=zero)
    assert 0 in found.p.probabilities
    assert p.sort.kind == "law"


def test_letters_may_have_names() -> None:
    example = Case(p=Distribution({"yes": "1/2", "no": "1/2"}), y="yes")
    wrong = seen(lambda x: x.p["yes"] > 0, positive_law("p"), example=example)
    assert wrong is not None
    assert "p = (yes: 1, no: 0)), where the hypothesis holds: p = (1, 0) has a zero, and is no positive law" in wrong[1]
    assert seen(lambda x: min(x.p.probabilities) > 0, positive_law("p"), example=example) is None
    at_letter = seen(lambda x: x.p["yes"] > 0, law("p")(outcome("y")) > 0, example=example)
    assert at_letter is not None
    assert "y = no), where the hypothesis holds: 0 < p(y) is false" in at_letter[1]


def test_the_negatives_of_what_has_none_are_no_other_cases() -> None:
    uniform = Case(p=pmf("1/2, 1/2"))
    assert (
        seen(lambda x: len(set(x.p.probabilities)) == 1, positive_law("p"), example=uniform) is None
    )  # of other sizes
    fifths = Case(p=pmf("1/5, 4/5"))  # drawn as well, and after others
    assert seen(lambda x: max(x.p.probabilities) >= Fraction(4, 5), law("p"), example=fifths) is None
    only = Case(p=pmf("3/7, 4/7"))
    alone = seen(lambda x: x.p == only.p, positive_law("p"), example=only)
    assert alone == (True, "compared with it at the claim's own cases alone")


def test_values_with_logarithms_stay_as_they_are() -> None:
    example = Case(r=(log(2), 1))
    assert seen(lambda x: all(v >= 0 for v in x.r), for_all(y, r(y) >= 0), example=example) is None


def test_a_test_that_has_no_end_is_told() -> None:
    def euclid(x: Case) -> bool:
        a, b = x.a, x.b
        while a != b:
            a, b = (a - b, b) if a > b else (a, b - a)
        return bool(a == 1)

    told = seen(euclid, count("a"), real("b") > 0, example=Case(a=2, b=3))
    assert told is not None
    assert told[0]
    assert told[1].endswith(f"{MOST_LINES} lines were run, and there was no end")


def test_lines_of_other_files_are_not_counted() -> None:
    with bounded():
        assert sum(Distribution.uniform(9).probabilities) == 1
    with pytest.raises(DoesNotEnd), bounded():
        _goes_on()


def _goes_on() -> None:
    while True:
        pass


def test_several_lengths_where_the_example_has_one() -> None:
    two, three = pmf("1/2, 1/2"), pmf("1/3, 1/3, 1/3")
    assert mixes({"p": two, "r": (1, 2, 3)}, {"p": two, "r": (1, 2)})
    assert not mixes({"p": two, "r": (1, 2, 3)}, {"p": two, "r": (1, 2, 3)})
    assert not mixes({"p": three, "r": (1, 2, 3)}, {"p": two, "r": (1, 2)})
