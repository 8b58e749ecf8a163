"""What may be given to a variable of each sort of number, at the ends of its range, and to an operator."""

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, Reward, log
from exactalign.numbers.rationals import exact_text
from exactalign.numbers.written import shortened
from proofs_check.formula import (
    KL,
    E,
    SortError,
    count,
    exists,
    for_all,
    function,
    kept,
    law,
    laws,
    natural,
    nonnegative,
    outcome,
    permuted,
    positive,
    positive_law,
    positive_laws,
    real,
    real_function,
    reward,
    rule,
    size,
)
from proofs_check.formula.fits import misfit
from proofs_check.formula.notation import lift_count
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.shapes import SHAPES, Shape
from proofs_check.formula.sorts import law_on, letters
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply, variable

HALF, SMALL = Fraction(1, 2), Fraction(1, 10**9)
GIVEN: dict[Any, tuple[list[Any], list[Any]]] = {
    count: ([1, 2, Fraction(3)], [0, -1, HALF, log(2), 1.0, True]),
    natural: ([0, 1, Fraction(3)], [-1, HALF, log(2), 0.0, True]),
    positive: ([SMALL, 1, log(2), log(2) ** 2], [0, -SMALL, log(HALF), log(2) * log(HALF), 0.5]),
    nonnegative: ([0, SMALL, log(2), log(2) ** 2], [-SMALL, log(HALF), log(2) * log(HALF), 0.5]),
    real: ([0, -SMALL, log(HALF), log(2) * log(HALF)], [0.5, "1"]),
}


@pytest.mark.parametrize("sort", GIVEN, ids=lambda sort: sort.__name__)
def test_numbers_fit_up_to_the_ends_of_their_range(sort: Any) -> None:
    statement = Statement(sort("a") <= sort("a") + 1)
    fitting, others = GIVEN[sort]
    assert [misfit(statement, {"a": value}) for value in fitting] == [""] * len(fitting)
    assert all("a = " in misfit(statement, {"a": value}) for value in others)
    assert misfit(statement, {}) == "it gives no value to a"


def test_an_operator_takes_as_many_arguments_as_it_has() -> None:
    with pytest.raises(SortError, match="neg takes 1 arguments, not 2"):
        apply("neg", real("x"), real("x"))


def test_the_case_of_the_caller_is_not_changed() -> None:
    case = {"p": Distribution.uniform(2)}
    statement = Statement(KL(law("p"), law("p")) >= 0)
    assert statement.with_letters(case) != case
    assert list(case) == ["p"]


y, z, n = outcome("y"), outcome("z", "B"), count("N")
w = outcome("w", length=n)
p, q, r, f = law("p"), positive_law("q"), reward("r"), real_function("f")
family, positive_family = laws("pi", "B"), positive_laws("rho", "B")
TWO, OTHER = Distribution.uniform(2), Distribution.from_weights([1, 2])
NAMED = Distribution({"a": HALF, "b": HALF})
WITH_ZERO = Distribution.from_weights([0, 1])
LAWS = Statement(KL(p, q) + E(p, r) + r(y) <= 1)
FIT = {"p": TWO, "q": OTHER, "r": Reward.values([0, 1]), "y": 1}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"p": WITH_ZERO}, ""),
        ({"more": 3}, ""),
        ({"y": 2}, "y = 2 is no outcome of 0, 1"),
        ({"y": "a"}, 'y = "a" is no outcome of 0, 1'),
        ({"q": WITH_ZERO}, "q = (0, 1) has a zero, and is no positive law"),
        ({"q": Distribution.uniform(3)}, "p = (1/2, 1/2) is over other outcomes than the rest of the case"),
        ({"q": NAMED}, "p = (1/2, 1/2) is over other outcomes than the rest of the case"),
        ({"r": Reward.values([0, 1, 2])}, "r = (0, 1, 2) is over other outcomes than the rest of the case"),
        ({"r": TWO}, "r = {0} is no reward"),
        ({"p": Reward.values([0, 1])}, "p = {0} is no law"),
        ({"p": 3}, "p = 3 is no law"),
        ({"q": 3}, "q = 3 is no positive law"),
        ({"p": {0: HALF, 1: HALF}}, "p = {0} is no law"),
        ({"letters of A": (0, 1)}, "it says itself what the letters of A are: its laws and rewards do"),
    ],
)
def test_laws_rewards_and_outcomes_are_over_one_alphabet(changed: dict[str, Any], said: str) -> None:
    case = FIT | changed
    expected = said.format(*(str(value) for value in changed.values()))
    assert misfit(LAWS, case) == expected


def test_every_variable_has_a_value_and_the_first_without_one_is_named() -> None:
    for name, left in (("q", FIT.keys() - {"q"}), ("r", FIT.keys() - {"r"})):
        assert misfit(LAWS, {key: FIT[key] for key in FIT if key in left}) == f"it gives no value to {name}"


def test_words_are_of_their_length() -> None:
    statement = Statement((p**n)(w) <= 1)
    assert misfit(statement, {"p": TWO, "N": 2, "w": (0, 1)}) == ""
    for word in ((0,), (0, 1, 1), (0, 2), 0):
        assert misfit(statement, {"p": TWO, "N": 2, "w": word}) == f"w = {word} is no outcome of 0, 1"
    on_words = Statement(KL(law("p", length=n), q**n) <= 1)
    assert misfit(on_words, {"p": TWO.power(2), "q": TWO, "N": 2}) == ""
    assert misfit(on_words, {"p": TWO, "q": TWO, "N": 2}).endswith("is over other outcomes than the rest of the case")
    assert misfit(on_words, {"p": TWO.power(2), "q": TWO, "N": 1}).endswith("than the rest of the case")


def test_words_alone_are_of_their_length_and_a_law_on_them_lists_all() -> None:
    """Where nothing is over the letters themselves, those of the words are all that there are."""
    two = Statement(permuted(w, outcome("v", length=n)))
    assert misfit(two, {"N": 2, "w": ("a", 1), "v": (1, "a")}) == ""
    for word in ((0,), (0, 1, 1), "ab", 0):
        told = f'"{word}"' if isinstance(word, str) else str(word)  # no letter 1 is meant where "1" stands
        assert misfit(two, {"N": 2, "w": (0, 1), "v": word}) == f"v = {told} is over no words of length 2"
    alone, some = Statement(size(law("p", length=n)) <= 1), TWO.power(2)
    assert misfit(alone, {"N": 2, "p": some}) == ""
    assert misfit(alone, {"N": 2, "p": Distribution({("a", "a"): 1})}) == ""
    for given, length in ((TWO, 2), (TWO, 1), (some, 1), (some, 4), (Distribution({(0, 1): 1}), 2)):
        assert "is over " in misfit(alone, {"N": length, "p": given})
    assert "another order" in misfit(alone, {"N": 2, "p": Distribution(dict(reversed([*some.items()])))})
    of_none = Statement(size(law("p", length=natural("k"))) <= 1)
    assert misfit(of_none, {"k": 0, "p": Distribution({(): 1})}) == ""
    assert misfit(of_none, {"k": 0, "p": TWO}) == f"p = {TWO} is over no words of length 0"


def test_letters_are_plain_wherever_they_stand() -> None:
    """One of a class of its own could equal any other, or not even itself."""

    class Odd(str):
        def __bool__(self) -> bool:
            return False

    odd = Odd("a")
    on_odd = Distribution({odd: HALF, "b": HALF})
    for statement, case in (
        (Statement(y == y), {"y": odd}),
        (Statement(law("p")(y) <= 1), {"p": on_odd, "y": "b"}),
        (Statement(for_all(z, KL(family(z), q) <= 1)), {"q": NAMED, "pi": {odd: NAMED, "b": NAMED}}),
        (Statement(permuted(w, w)), {"N": 1, "w": (odd,)}),
    ):
        assert "has an Odd in it, which is neither a number nor a text" in misfit(statement, case)


def test_families_have_a_law_for_each_letter() -> None:
    for v, zeros in ((family, True), (positive_family, False)):
        statement = Statement(KL(v(z), q) <= 1)
        good = {v.name: {0: TWO, 1: OTHER}, "q": TWO, "z": 1}
        assert misfit(statement, good) == ""
        kind = "family of laws" if zeros else "family of positive laws"
        for laws_, fits in (
            ({0: TWO, 1: WITH_ZERO}, zeros),
            ({}, False),
            ({0: TWO, 1: NAMED}, False),
            ({0: TWO, 1: 3}, False),
            ([TWO, OTHER], False),
        ):
            found = misfit(statement, good | {v.name: laws_})
            assert (found == "") == fits
            assert fits or f"is no {kind}" in found or "letters" in found, found


def test_families_have_laws_for_the_same_letters() -> None:
    """Of two families one may not show a law at which nothing is read, or lack one that is."""
    statement = Statement(for_all(z, KL(family(z), positive_family(z)) <= 1))
    two, three = {0: TWO, 1: OTHER}, {0: TWO, 1: OTHER, 2: TWO}
    assert misfit(statement, {"pi": two, "rho": dict(two)}) == ""
    for pi, rho in ((two, three), (three, two), (two, {"a": TWO, "b": OTHER})):
        assert misfit(statement, {"pi": pi, "rho": rho}).endswith("laws for other outcomes than the rest of the case")
    weighted = Statement(E(law("mu", "B"), function(z, KL(family(z), family(z)))) <= 1)
    assert misfit(weighted, {"mu": OTHER, "pi": two}) == ""
    assert misfit(weighted, {"mu": OTHER, "pi": three}).endswith("laws for other outcomes than the rest of the case")


def test_outcomes_stand_in_one_order() -> None:
    """Shown are the values alone: (1/3, 2/3) twice would be two laws, and a certificate would pair other letters."""
    ab, ba = ({x: Fraction(k, 3) for k, x in enumerate(letters, 1)} for letters in ("ab", "ba"))
    p, g, f = law("p"), reward("g"), laws("F", "A")
    two = Statement(KL(p, q) + E(p, g) <= 1)
    assert misfit(two, {"p": Distribution(ab), "q": Distribution(ab), "g": Reward({"a": 0, "b": 1})}) == ""
    assert "another order" in misfit(two, {"p": Distribution(ba), "q": Distribution(ab), "g": Reward({"a": 0, "b": 1})})
    assert "another order" in misfit(two, {"p": Distribution(ab), "q": Distribution(ab), "g": Reward({"b": 1, "a": 0})})
    given = {"q": Distribution(ab), "F": {"a": Distribution(ab), "b": Distribution(ba)}, "z": "a"}
    assert "another order" in misfit(Statement(KL(f(outcome("z")), q) <= 1), given)
    # on words, where no law says what the letters are
    words = [law(name, length=lift_count(2)) for name in "uv"]
    one = Distribution.from_probabilities(["1/3", "2/3"]).power(2)
    other = Distribution(dict(reversed([*one.items()])))
    assert misfit(Statement(KL(*words) <= 1), {"u": one, "v": one}) == ""
    assert "another order" in misfit(Statement(KL(*words) <= 1), {"u": one, "v": other})
    # of one law, the letters 0, 1, … in theirs, and none that is shown as another one
    one_law = Statement(q(outcome("z")) <= 1)
    for first, second, told in ((1, 0, "another order"), ("1", "0", "another order"), (1, "1", "shown alike")):
        assert told in misfit(one_law, {"q": Distribution({first: HALF, second: HALF}), "z": first})
    assert misfit(one_law, {"q": Distribution({"y": HALF, "x": HALF}), "z": "y"}) == ""


def test_what_is_said_to_exist_and_the_index_of_a_family_stand_in_order_too() -> None:
    ordered, turned = Distribution.uniform(2), Distribution({1: HALF, 0: HALF})
    statement = Statement(exists(law("v"), KL(law("v"), q) <= 1))
    assert misfit(statement, {"q": ordered, "some v": ordered}) == ""
    assert misfit(statement, {"q": ordered, "some v": turned}).startswith(
        "some v = Distribution({1: '1/2', 0: '1/2'}) has its"
    )
    family = laws("F", "B")
    for index, told in (((0, 1), ""), ((1, 0), "another order"), (("b", "a"), ""), ((0, "0"), "shown alike")):
        given = {"F": dict.fromkeys(index, ordered), "x": index[0], "y": 0}
        assert told in misfit(Statement(family(outcome("x", "B"))(outcome("y")) <= 1), given)
        assert (told == "") is (misfit(Statement(family(outcome("x", "B"))(outcome("y")) <= 1), given) == "")


def test_functions_of_a_real_number() -> None:
    statement = Statement(f(real("x")) <= 1)
    for value in (Polynomial((HALF, 2)), SHAPES[0]):
        assert misfit(statement, {"f": value, "x": 1}) == ""
    foreign, below = Fraction(1, 2), Fraction(1, 2)
    another = type("Another", (int,), {})(3)  # could multiply otherwise
    foreign._numerator = below._denominator = another  # type: ignore[attr-defined]
    own = Shape("(1 if x ≥ 1, else 0)", lambda x: -x * x, convex=True)  # it would say itself whether it is convex
    for other in (lambda x: x, 3, TWO, own, *(Polynomial((HALF, one)) for one in (True, log(2), foreign, below)),
                  Polynomial([HALF, 2])):  # type: ignore[arg-type]  # fmt: skip
        assert misfit(statement, {"f": other, "x": 1}) == f"f = {other} is no function of a real number"


def test_what_is_said_to_exist_may_be_named() -> None:
    statement = Statement(exists(positive("t"), positive("t") <= real("x")))
    assert misfit(statement, {"x": 1}) == ""
    assert misfit(statement, {"x": 1, "some t": HALF}) == ""
    assert misfit(statement, {"x": 1, "some t": -1}) == "t = -1 is no real number > 0"


def test_a_given_alphabet_has_its_letters() -> None:
    three = variable("p", law_on(letters(3)))
    statement = Statement(size(three) <= 3)
    assert misfit(statement, {"p": Distribution.uniform(3)}) == ""
    assert misfit(statement, {"p": TWO}).endswith("is over other outcomes than the rest of the case")


t_, x_ = positive("t"), real("x")
SOUGHT = Statement(x_ <= 1, (exists(t_, t_ <= x_),))
KEPT = Statement(E(kept(p, n, rule("s")), r) <= 1)
RULED = {"p": TWO, "r": Reward.values([0, 1]), "N": 1}
WORDS = Statement((p**n)(w) <= 1)


@pytest.mark.parametrize(
    ("statement", "case", "said"),
    [
        (SOUGHT, {"x": 1, "some t": 1}, ""),
        (SOUGHT, {"x": 1, "some t": -1}, "t = -1 is no real number > 0"),  # what is assumed to exist counts, too
        (Statement(x_ <= 1), {"x": 1, "some t": -1}, ""),
        (WORDS, {"p": TWO, "N": 10**9, "w": (0,)},
         "TooLarge: 2^1000000000 words are more than 4096: give a shorter length"),
        (Statement(E(family(z), r) <= 1), {"pi": {0: TWO, 1: OTHER}, "r": Reward.values([0, 1]), "z": 2},
         "z = 2 is no outcome of 0, 1"),
        (Statement(size(family(z)) <= 1), {"pi": {0: TWO, 1: Distribution.uniform(3)}, "z": 0}, "no family of laws"),
        (Statement(size(positive_family(z)) <= 1), {"rho": {0: TWO, 1: WITH_ZERO}, "z": 0},
         "no family of positive laws"),
        (Statement(size(positive_family(z)) <= 1), {"rho": {0: TWO, 1: OTHER}, "z": 0}, ""),
        (KEPT, RULED | {"s": {(0,): {0: 1}, (1,): {1: 1}}}, ""),
        (KEPT, RULED | {"s": {(0,): {0: 1}, (1,): {1: 2}}}, "no rule that keeps one of the draws"),
        (KEPT, RULED | {"s": {(0,): {0: 1}}}, "no rule that keeps one of the draws"),
        (Statement(natural("k") <= 1), {"k": -1}, "k = -1 is no whole number ≥ 0"),
        (Statement(count("N") <= 1), {"N": 0}, "N = 0 is no whole number ≥ 1"),
        (Statement(nonnegative("a") <= 1), {"a": -SMALL}, "a = -1/1000000000 is no real number ≥ 0"),
        (Statement(positive("a") <= 1), {"a": 0}, "a = 0 is no real number > 0"),
        (Statement(x_ <= 1), {"x": 0.5}, "x = 0.5 is no real number"),
    ],
)  # fmt: skip
def test_why_a_case_is_none(statement: Statement, case: dict[str, Any], said: str) -> None:
    found = misfit(statement, case)
    assert found == said or (said.startswith("no ") and found.endswith(f" is {said}"))


@pytest.mark.parametrize(
    ("name", "given", "truth"),
    [
        ("y", True, True),
        ("y", False, False),
        ("x", True, True),
        ("w", (0, True), True),
        ("w", (False, 1), False),
        ("p", Distribution({False: HALF, 1: HALF}), False),
        ("p", Distribution({0: HALF, True: HALF}), True),
        ("r", Reward({0: 1, True: 2}), True),
        ("pi", {0: TWO, True: OTHER}, True),
        ("pi", {0: TWO, 1: Distribution({0: HALF, True: HALF})}, True),
        ("s", {(0,): {0: 1}, (True,): {1: 1}}, True),
        ("s", {(0,): {0: True}, (1,): {1: 1}}, True),
        ("s", {(0,): {False: 1}, (1,): {1: 1}}, False),
    ],
)
def test_a_truth_value_is_no_number_and_no_letter(name: str, given: Any, truth: bool) -> None:
    """It equals 0 or 1, wherever it stands, and is shown as something else."""
    v = {"y": y, "x": x_, "w": outcome("w", length=lift_count(2)), "p": p, "r": r, "pi": family, "s": rule("s")}[name]
    found = misfit(Statement(count("N") <= 1, also=(v,)), {"N": 1, name: given})
    assert found.startswith(f"{v} = ")
    assert found.endswith(f" has the truth value {truth} for a number or a letter")


def test_a_rule_over_letters_that_nothing_tells() -> None:
    """Of which draws it is one cannot be seen, but that they are of one number, and that what is kept was drawn."""
    alone = Statement(count("N") <= 1, also=(rule("s"),))
    for given, fits in (
        ({("a", "b"): {"a": 1}}, True),
        ({("a", "b"): {"a": HALF, "b": HALF}}, True),
        ({("a", "b"): {"a": HALF, "c": 0, "b": HALF}}, True),
        ({("a", "b"): {"a": HALF, "c": HALF}}, False),
        ({("a", "b"): {"a": HALF}}, False),
        ({("a", "b"): {"a": 2, "b": -1}}, False),
        ({("a", "b"): {"a": 1}, ("a",): {"a": 1}}, False),
        ({("a", "b"): {"a": 1.0}}, False),
        ({("a", "b"): {"a": log(2)}}, False),
        ({"ab": {"a": 1}}, False),
        ({("a", "b"): ["a"]}, False),
        ({}, False),
    ):
        found = misfit(alone, {"N": 1, "s": given})
        assert (found == "") is fits, given
        assert fits or found.endswith("is no rule that keeps one of the draws")


def test_what_does_not_fit_is_shown_shortened() -> None:
    long = 10**300
    found = misfit(LAWS, FIT | {"p": long})
    assert found == f"p = {shortened(exact_text(long))} is no law"
    assert len(found) < 250
