"""Cases: named exact values, as they are read, shown and written as data."""

from __future__ import annotations

import json
import pickle
from collections import defaultdict, deque
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
import sympy
from flint import arb

from exactalign import Distribution, EnclosedReal, Reward, log, oo, tilt
from exactalign.exceptions import NotExactError
from proofs_check import Case, pmf
from proofs_check.exceptions import ClaimError
from proofs_check.formula.shapes import SHAPES
from proofs_check.language.cases import proportional, token
from proofs_check.language.comparisons import Comparison, equal, refuse_floats, same_truth, show


def test_values_are_read_replaced_and_kept() -> None:
    case = Case(p=pmf("1/3, 2/3"), n=2)
    assert (case.n, "n" in case, "m" in case) == (2, True, False)
    assert case.but(n=3, m=1) == Case(p=pmf("1/3, 2/3"), n=3, m=1)
    assert dict(case) == {"p": pmf("1/3, 2/3"), "n": 2}
    assert case != Case(n=2)
    assert case != {"p": pmf("1/3, 2/3"), "n": 2}
    assert hash(Case(n=2)) == hash(Case(n=2)) != hash(Case(n=3))
    assert Case(n=2, m=1) == Case(m=1, n=2)
    assert len({Case(n=2, m=1), Case(m=1, n=2), Case(n=1, m=2)}) == 2
    assert pickle.loads(pickle.dumps(case)) == case
    with pytest.raises(AttributeError, match=r"^this case has no 'm': it has p, n$"):
        _ = case.m
    with pytest.raises(AttributeError, match=r"^this case has no 'm': it has nothing$"):
        _ = Case().m
    with pytest.raises(AttributeError, match=r"^_m$"):
        _ = case._m
    with pytest.raises(AttributeError, match=r"^a case is immutable: use case.but\(n=…\)$"):
        case.n = 3


def test_how_a_case_is_shown_and_written() -> None:
    case = Case(alpha=Fraction(1, 2), r=Reward.values([0, log(2)]), w=(0, 1), x=log(3), q=pmf("1/2, 1/2"))
    assert repr(case) == "α = 1/2, r = (0, log(2)), w = (0, 1), x = log(3), q = (1/2, 1/2)"
    named = Case(mu=1, alpha_1=2, theta_max=3, **{"some eta": 4, "some x": 5})  # as formulas have them
    assert repr(named) == "μ = 1, α_1 = 2, θ_max = 3, some η = 4, some x = 5"
    assert repr(Case()) == "(no parameters)"
    assert case.to_json() == {
        "alpha": "1/2", "r": ["0", "log(2)"], "w": [0, 1], "x": "log(3)", "q": ["1/2", "1/2"],
    }  # fmt: skip
    assert Case(f={0: 1}).to_json() == {"f": {"0": 1}}
    kept = {(0, 1): {0: Fraction(1, 2), 1: Fraction(1, 2)}}
    assert Case(f={"a": pmf("1/3, 2/3")}, s=kept).to_json() == {
        "f": {"a": ["1/3", "2/3"]}, "s": {"(0, 1)": {"0": "1/2", "1": "1/2"}},
    }  # fmt: skip
    root = Case(x=EnclosedReal.of(log(2))).to_json()["x"]
    assert isinstance(root, dict)
    assert root["lower"].startswith("0.69314718055994")
    assert root["upper"] > root["lower"]
    assert Case(pair=[pmf(1), Reward.values([1])]).to_json() == {"pair": [["1"], ["1"]]}
    for other in (SHAPES[0], (SHAPES[0], {1})):  # what has no form of its own is written as text
        assert json.loads(json.dumps(Case(f=other).to_json())) == {
            "f": [str(one) for one in other] if isinstance(other, tuple) else str(other)
        }


@pytest.mark.parametrize(
    ("letters", "shown"),
    [
        ([0, 1], "(1/2, 1/2)"),
        ([1, 0], "(1: 1/2, 0: 1/2)"),
        ([2, 5], "(2: 1/2, 5: 1/2)"),
        ([0, "1"], "(0: 1/2, 1: 1/2)"),
        ([(0,), (1,)], "(1/2, 1/2)"),
        ([(1,), (0,)], "((1,): 1/2, (0,): 1/2)"),
        ([("a",), ("b",)], "((a,): 1/2, (b,): 1/2)"),
        ([(0, 0), (0, 10**9)], "((0, 0): 1/2, (0, 1000000000): 1/2)"),
    ],
)
def test_letters_that_are_not_in_order_are_named(letters: list[Any], shown: str) -> None:
    assert repr(Case(q=Distribution(dict.fromkeys(letters, Fraction(1, 2))))) == f"q = {shown}"
    assert repr(Case(r=Reward(dict.fromkeys(letters, Fraction(1, 2))))) == f"r = {shown}"


def test_letters_that_are_not_in_order_are_in_the_json() -> None:
    """Without them y = "yes" has no probability there."""
    law, values = Distribution({"no": "1/3", "yes": "2/3"}), Reward({"no": 0, "yes": log(2)})
    case = Case(p=law, r=values, y="yes", k={"easy": law}, w=("yes", "no"))
    assert case.to_json() == {
        "p": {"no": "1/3", "yes": "2/3"}, "r": {"no": "0", "yes": "log(2)"}, "y": "yes",
        "k": {"easy": {"no": "1/3", "yes": "2/3"}}, "w": ["yes", "no"],
    }  # fmt: skip
    assert Case(p=law.power(2)).to_json()["p"] == {
        "(no, no)": "1/9", "(no, yes)": "2/9", "(yes, no)": "2/9", "(yes, yes)": "4/9",
    }  # fmt: skip
    assert Case(p=pmf("1/3, 2/3").power(2)).to_json()["p"] == ["1/9", "2/9", "2/9", "4/9"]
    assert Case(p=Distribution({1: "1/3", "1": "2/3"})).to_json()["p"] == [[1, "1/3"], ["1", "2/3"]]
    alike = Case(k={(1, "1"): pmf(1), ("1", 1): pmf(1)}).to_json()["k"]
    assert alike == [[[1, "1"], ["1"]], [["1", 1], ["1"]]]


def test_a_tilt_is_shown_by_what_it_is_made_of() -> None:
    """Digits alone say of no law which one it is."""
    tilted = tilt(pmf("1/3, 2/3"), Distribution({0: "1/4", 1: "3/4"}), Fraction(1, 2))
    case = Case(p=tilted)
    assert repr(case) == "p = (1/3, 2/3)·exp(1/2·(-2*log(2), -2*log(2) + log(3)))/Z"
    assert case.to_json()["p"] == {"p": ["1/3", "2/3"], "r": ["-2*log(2)", "-2*log(2) + log(3)"], "alpha": "1/2"}


def test_laws_from_probabilities_and_weights() -> None:
    assert pmf("1/3 , 2/3") == pmf("1/3", Fraction(2, 3)) == proportional(1, 2)
    assert pmf(1) == pmf("1") == proportional(7)
    with pytest.raises(ClaimError, match=r"^proportional\(\) needs at least one weight$"):
        proportional()


HALF = sympy.Float("0.5")


@pytest.mark.parametrize(
    "value",
    [
        0.5, 1j, Decimal("0.5"), [1, 0.5], (1, (2, 0.5)), {"a": 0.5}, HALF, HALF * sympy.Symbol("x"),
        [1 + sympy.sqrt(HALF * sympy.Symbol("x"))], {0.5: 1}, {(0, 0.5): 1},
    ],
)  # fmt: skip
def test_rounded_numbers_are_refused_wherever_they_stand(value: Any) -> None:
    with pytest.raises(NotExactError, match=r"^case value n holds the \w+ .*: write it as a string or a Fraction$"):
        Case(n=value)
    symbolic = (sympy.Rational(1, 2), sympy.sqrt(2) * sympy.Symbol("x"), sympy.pi)
    for exact in (1, Fraction(1, 2), True, "0.5", [1, 2], {"0.5": 1}, log(2), EnclosedReal(arb.pi), *symbolic):
        refuse_floats(exact, "a place")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ((1,), "(1,)"),
        ([1, (2,)], "(1, (2,))"),
        ({(0, 1): {0: 1}}, "(0, 1): 0: 1"),
        (Reward.values([0, log(2)]), "(0, log(2))"),
        ((), "()"),
        ([pmf(1), oo], "((1), ∞)"),
        (oo, "∞"),
        (-oo, "−∞"),
        (Distribution.from_weights([1, 2]), "(1/3, 2/3)"),
        ("x" * 160, "x" * 160),
        ("x" * 100 + "y" * 61, "x" * 80 + " … " + "x" * 19 + "y" * 61),
    ],
)
def test_values_in_formulas(value: Any, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize(
    ("sign", "below", "level", "above"),
    [
        ("<", True, False, False),
        ("≤", True, True, False),
        ("=", False, True, False),
        ("≠", True, False, True),
        ("≥", False, True, True),
        (">", False, False, True),
    ],
)
def test_comparisons(sign: str, below: bool, level: bool, above: bool) -> None:
    for left, truth in ((1, below), (2, level), (Fraction(5, 2), above)):
        comparison = Comparison(left, sign, 2, "two")
        assert comparison.truth() is truth
        assert str(comparison) == f"two: {left} {sign} 2"
    assert same_truth(equal(1, 1), comparison).truth() is above
    assert same_truth(equal(1, 2), comparison).truth() is not above


def test_no_check_changes_a_case_in_its_place() -> None:
    given = [2, [1, 3]]
    case = Case(r=given, s={"a": [1]}, t=(1, [2]))
    given.sort(key=str)
    case.r.append(5)
    case.s["a"].append(2)
    dict(case)["t"][1].append(3)
    assert (case.r, case.s) == ([2, [1, 3], 5], {"a": [1, 2]})  # whoever changes what he was given has it so
    again = case.but()
    assert (again.r, again.s, again.t) == ([2, [1, 3]], {"a": [1]}, (1, [2]))  # of the kinds that they were
    assert case == Case(t=(1, [2]), r=[2, [1, 3]], s={"a": [1]})


def test_what_a_check_takes_out_of_a_set_stays_in_the_case() -> None:
    case = Case(s={1, 2}, pairs=[{3}])
    case.s.clear()
    case.pairs[0].clear()
    again = case.but()
    assert (again.s, again.pairs, dict(case)["s"]) == ({1, 2}, [{3}], {1, 2})


def test_the_order_of_names_tells_no_case_from_another() -> None:
    assert token(Case(a=1, b=0)) == token(Case(b=0, a=1)) != token(Case(a=0, b=1))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (1, Fraction(1), True), (1, "1", False), (1, True, False), (Fraction(1, 2), "1/2", False), (1, 2, False),
        ((1, 2), (Fraction(1), 2), True), ((1, 2), [1, 2], False), ((1, 2), (2, 1), False),
        ({1, 2}, {2, 1}, True), ({8, 0}, {0, 8}, True), ({1}, {2}, False), ({1: 2, 3: 4}, {3: 4, 1: 2}, True),
        (pmf("1/3, 2/3"), Distribution({1: "2/3", 0: "1/3"}), True), (pmf("1/3, 2/3"), pmf("2/3, 1/3"), False),
        (Reward.values([0, 1]), Reward.values([0, Fraction(1)]), True), (Reward.values([0, 1]), (0, 1), False),
        (log(2), log(4) / 2, True), (log(2), log(3), False),
    ],
)  # fmt: skip
def test_what_is_equal_is_one_case(one: Any, other: Any, alike: bool) -> None:
    assert (token(Case(x=one)) == token(Case(x=other))) is alike


@dataclass(eq=False)
class Node:
    children: list[Any]


@pytest.mark.parametrize(
    "value",
    [
        deque([1]),
        defaultdict(int),
        Node([]),
        object(),
        MappingProxyType({}),
        [Node([])],
        ({"a": (object(),)},),
        len,
        Case,
    ],
)
def test_what_is_no_data_is_refused(value: Any) -> None:
    with pytest.raises(ClaimError, match=r"^case value n holds an? \w+: a case holds numbers, texts, laws,"):
        Case(n=value)


@pytest.mark.parametrize("name", ["apart", "but", "names", "names_read", "to_json", "_given"])
def test_no_value_has_the_name_of_what_a_case_does(name: str) -> None:
    with pytest.raises(ClaimError, match=rf"^case value {name} has the name of what a case does, or a _ before it: "):
        Case(**{name: 1})


def test_a_case_is_no_value_of_a_case() -> None:
    with pytest.raises(ClaimError, match=r"^case value n holds a Case: a case holds numbers"):
        Case(n=Case(row=[1]))


def test_what_holds_itself_is_refused() -> None:
    ring: list[Any] = []
    ring.append(ring)
    node = Node([])
    node.children.append(node)
    with pytest.raises(ClaimError, match=r"^case value n holds a Node: a case holds numbers"):
        Case(n=node)
    with pytest.raises(ClaimError, match=r"^case value n holds itself$"):
        Case(n=ring)


def test_what_is_read_of_a_case_is_noted() -> None:
    case = Case(a=1, b=2, c=3)
    other, apart = case.but(b=5, d=0), case.apart()
    assert (other.a, other.b, apart.c) == (1, 5, 3)
    assert (case.names_read(), other.names_read(), apart.names_read()) == ({"a"}, {"a", "b"}, {"c"})
    assert (token(case), repr(case)) == (token(apart), "a = 1, b = 2, c = 3")
    assert case.names_read() == {"a"}
    assert other.d == 0
    assert dict(case) == dict(apart)
    assert case.names_read() == apart.names_read() == case.names() == {"a", "b", "c"}
    one, two, three = case.apart(), case.apart(), case.apart()
    assert one in [two]
    assert three.to_json() == {"a": 1, "b": 2, "c": 3}
    assert one.names_read() == two.names_read() == three.names_read() == {"a", "b", "c"}


class Step(Enum):
    SMALL = 0.1
    LISTED = [1]  # noqa: RUF012 (as a hasty author does)
    NAMED = "named"


def test_what_a_letter_of_an_enumeration_stands_for_is_data_too() -> None:
    assert Case(n=Step.NAMED).n is Step.NAMED
    with pytest.raises(NotExactError, match=r"^case value n holds the float 0.1: "):
        Case(n=Step.SMALL)
    with pytest.raises(ClaimError, match=r"^case value n holds a list in a Step, which is not copied: give a tuple$"):
        Case(n=(1, Step.LISTED))


@pytest.mark.parametrize("value", [iter([1]), (n for n in (1, 2)), filter(None, [1])])
def test_what_is_used_up_is_no_value(value: Any) -> None:
    with pytest.raises(ClaimError, match=r"^case value n is used up where it is read: give a tuple$"):
        Case(n=value)


def test_numbers_of_numpy_are_no_values() -> None:
    numpy = pytest.importorskip("numpy")
    for value in (numpy.int64(2**62), (numpy.int64(1),), numpy.array([1, 2]), {"a": numpy.bool_(True)}):
        with pytest.raises(NotExactError, match=r"^case value n holds the numpy \w+ .*: give numbers of Python"):
            Case(n=value)


@dataclass(frozen=True)
class Rule:
    name: str
    of: Any = ()


class Named(NamedTuple):
    name: str
    entries: Any = ()


@pytest.mark.parametrize("made", [Rule, Named])
def test_what_cannot_change_is_itself(made: Any) -> None:
    fixed = made("greedy", (1, 2))
    case = Case(r=fixed, rules=(fixed, {"one": fixed}), none=None)
    assert case.r is case.rules[0] is case.rules[1]["one"] is fixed
    with pytest.raises(
        ClaimError, match=rf"^case value r holds a list in a {made.__name__}, which is not copied: give"
    ):
        Case(r=made("sorted", [2, 1]))


def test_what_is_hidden_of_a_model_tells_cases_apart() -> None:
    assert token(Case(r=Rule("a", 1))) != token(Case(r=Rule("a", 2))) == token(Case(r=Rule("a", Fraction(2))))


def test_lists_that_two_values_share_are_shared_in_the_case() -> None:
    shared = [1]
    case = Case(a=shared, b={"x": shared}, c=(shared,))
    case.a.append(2)
    assert (case.b, case.c, shared) == ({"x": [1, 2]}, ([1, 2],), [1])
