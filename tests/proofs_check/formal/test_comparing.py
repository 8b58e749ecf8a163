"""Closed instances of the library's definitions: their values by hand, how they are written, how answers are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from math import e, sqrt
from math import log as ln

import pytest

from exactalign import Distribution, Reward
from exactalign.numbers.enclosures import Enclosure
from proofs_check.exceptions import ClaimError
from proofs_check.formal import comparing
from proofs_check.formal.assistant import Compiled
from proofs_check.formal.comparing import CLOSED, INSTANCES, Closed, compared
from proofs_check.formal.sources import sources
from proofs_check.formula import KL, E, choose, count, law, outcome, positive_law, real, reward
from proofs_check.formula.operators import OPERATORS
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.propositions import proposition
from proofs_check.formula.terms import written
from proofs_check.formula.values import value

p, q, a, r = law("p"), positive_law("q"), real("alpha"), reward("r")
THIRDS, HALVES = Distribution.from_probabilities(["1/3", "2/3"]), Distribution.uniform(2)

BY_HAND = {
    "k1 (": "0", "k3 (": "1/2", "k2 (": "1/2", "binomial 4": "8/81", "passk 5": "7/10", "published_passk": "1",
    "boot": "7/8",  # one in two hits, three draws
    "maxk 2": "8/3", "maximum": "5", "nth 1": "2", "INR (hits": "3", "given": "3/8", "INR (length": "2",
    "ind (best_in (law_of [1; 3; 3]) [0; 2]%nat 2": "1", "ind (best_in (law_of [1; 3; 3]) [0; 2]%nat 0": "0",
    "soft": "2/3", "kept": "2/3", "INR (nth 1 (type_of": "2",
    "ind (same_type Nat.eq_dec (letters 2) [1; 0; 1]%nat [0; 1; 1]": "1",
    "ind (same_type Nat.eq_dec (letters 2) [1; 0; 1]%nat [0; 0; 1]": "0", "ind (top": "1",
    "Table1.pi [0; 0]": "49/625", "Table1.pi [0; 1]": "21/250", "Table1.pi [0; 2]": "43/250",
    "Table1.pi [1; 0]": "21/250", "Table1.pi [1; 1]": "81/10000", "Table1.pi [1; 2]": "9/125",
    "Table1.pi [2; 0]": "43/250", "Table1.pi [2; 1]": "9/125", "Table1.pi [2; 2]": "103/400",
}  # fmt: skip


def test_the_values_of_closed_instances_are_those_found_by_hand() -> None:
    assert len(CLOSED) == len(BY_HAND)
    for instance, (words, number) in zip(CLOSED, BY_HAND.items(), strict=True):
        assert instance.coq.startswith(words)
        assert instance.value == Fraction(number), instance.coq
        assert instance.proof == ("apply near_equal; Table1.entry" if "Table1" in words else "computed")


A, B, C = (0.2, 0.3, 0.5), (2 / 3, 1 / 9, 2 / 9), (1 / 3, 2 / 3)


def kl(v: tuple[float, ...], w: tuple[float, ...]) -> float:
    return sum(x * ln(x / y) for x, y in zip(v, w, strict=True))


def tilt(w: tuple[float, ...], v: tuple[float, ...], a: float) -> tuple[float, ...]:
    found = [x * y**a for x, y in zip(v, w, strict=True)]
    return tuple(x / sum(found) for x in found)


def total(of: Callable[[float, float], float]) -> float:
    return sum(of(x, y) for x, y in zip(A, B, strict=True))


OF_TERMS = (
    ("KL(p‖q)", kl(A, B)), ("H(p‖q)", -total(lambda x, y: x * ln(y))), ("Z(q, p, α)", total(lambda x, y: x * y**2)),
    ("T(q, p, α)(y)", tilt(B, A, -1)[1]), ("KL(ψ‖T(q, p, α))", kl(B, tilt(B, A, 2))),
    ("TV(p, q)", total(lambda x, y: abs(x - y)) / 2), ("χ²(p‖q)", total(lambda x, y: x**2 / y) - 1),
    ("Σ(√p − √q)²", 2 - 2 * total(lambda x, y: sqrt(x * y))),
    ("D_α(p‖q)", ln(total(lambda x, y: x**3 / y**2)) / 2), ("H_(α)(p‖q)", ln(total(lambda x, y: x * y**2)) / -2),
    ("E_p r", 2 * 0.8), ("Var_p r", 4 * 0.2 * 0.8), ("p(y: r(y) ≤ 1)", 0.2), ("KL(p^2‖q^2)", 2 * kl(C, (0.5, 0.5))),
    ("E_(p^2) total(log q)", -2 * ln(2)), ("best of 2(p, r)(y)", (1 - 0.2**2) * 0.3 / 0.8),
    ("best of 3(p, r)(y)", 1 - (2 / 3) ** 3), ("KL(best of 2(p, r)‖p)", 0.04 * ln(0.2) + 0.96 * ln(0.96 / 0.8)),
    ("Δ_max(p, q)", ln(5)),  # all mass on the letter of highest q
    ("soft best of 2(p, r)(y)", 1 / 9 + 4 / 9 * e / (e + 1)), ("E_(p^2) (w ↦ r_(2)(w))", 1 - 4 / 9),
    ("E_(p^2) (w ↦ 0 + #(y: 0 < r(y) in w))", 2 / 3),
    ("D_f(p‖q)", total(lambda x, y: y * (2 - x / y + (x / y) ** 3))),
    ("D_α(q‖p)", -2 * ln(total(lambda x, y: sqrt(x * y)))),
    ("(p tilted by exp(α·r))(y)", 0.2 / (0.2 + 0.8 * e**-2)), ("type(w)(y) + 0·p(y)", 2 / 3),
    ("information of w under q per letter", -(2 * ln(2 / 3) + ln(1 / 3)) / 3), ("C(n, k)", 35.0),
    ("(the number of outcomes of p)/1", 3.0),
)  # fmt: skip


def test_the_values_of_terms_are_those_of_their_formulas() -> None:
    assert len(INSTANCES) == len(OF_TERMS)
    for (term, case), (words, number) in zip(INSTANCES, OF_TERMS, strict=True):
        assert written(term) == words
        assert abs(float(value(term, case)) - number) < 1e-12, words


def test_shares_of_words() -> None:
    assert comparing._chance(3, 2, lambda word: sum(word) == 1) == Fraction(3, 8)
    assert comparing._chance(2, 3, lambda word: word[0] < word[1]) == Fraction(1, 3)


def test_a_goal_says_how_far_a_term_is_from_its_value() -> None:
    case = {"p": THIRDS, "r": Reward.values([0, 3])}
    assert comparing.goal(E(p, r), case) == (
        "let A := letters 2 in let p := law_of [1/3; 2/3] in let r := law_of [0; 3] in "
        f"Rabs ({proposition(E(p, r))} - (2)) <= 1 / 10 ^ 9"
    )
    assert "- (5/2)) <=" in comparing.goal(E(p, r), case, Fraction(1, 2))
    three = {"p": Distribution.uniform(3), "r": Reward.values([0, 3, 0])}
    assert comparing.goal(E(p, r), three).startswith("let A := letters 3 in")
    near = comparing.goal(KL(p, q), {"p": HALVES, "q": THIRDS})  # ½ log 9/8
    number = Fraction(near.rsplit("- (", 1)[1].partition(")")[0])
    assert abs(number - Fraction("0.058891517828191")) < Fraction(1, 10**14)


def test_values_are_written_for_coq() -> None:
    written = comparing._written
    assert written(Polynomial((Fraction(1, 2), Fraction(-3))), a) == "(fun x => (1/2) * x ^ 0 + (-3) * x ^ 1)"
    assert written((1, 0), outcome("w", length=count("m"))) == "[1; 0]%nat"
    assert (written(1, outcome("y")), written(3, count("m"))) == ("1%nat", "3%nat")
    assert written(Fraction(1, 2), a) == "(1/2)"


INSTANCE = ((KL(p, q), {"p": THIRDS, "q": THIRDS}),)


def test_answers_are_one_for_each_instance() -> None:
    closed = [Closed(f"x{k}", Fraction(k)) for k in range(9)]
    asked = compared(INSTANCE, closed)
    assert {name: text.count("Goal (") for name, text in asked.texts.items()} == {"Instances0": 8, "Instances1": 2}
    assert (
        "Goal (Rabs (x1 - (1)) <= 1 / 10 ^ 9) \\/ True.\nProof. tryif (left; solve [ computed ])"
        in (asked.texts["Instances0"])
    )
    assert "Rabs (x1 - (3/2)) <=" in compared([], closed, Fraction(1, 2)).texts["Instances0"]
    first, second = Compiled("SAME\nOTHER\n" + "SAME\n" * 6, "", 1.0), Compiled("SAME SAME", "", 1.0)
    found = asked.read({"Instances0": first, "Instances1": second})
    assert [name for name, _ in found] == ["KL(p‖q)", *(f"x{k}" for k in range(9))]
    assert [name for name, same in found if not same] == ["x0"]
    for wrong in (second._replace(error="no"), second._replace(said="SAME")):
        with pytest.raises(ClaimError, match=f"^the definitions could not be compared: {wrong.error}$"):
            asked.read({"Instances0": first, "Instances1": wrong})


def test_one_that_is_another_is_an_error() -> None:
    asked = comparing.compare()
    total = len(INSTANCES) + len(CLOSED)
    many = {name: text.count("Goal (") for name, text in asked.texts.items()}
    same = {name: Compiled("SAME\n" * goals, "", 1.0) for name, goals in many.items()}
    assert asked.read(same) == f"{total} definitions have the values that exactalign computes"
    wrong = {**same, "Instances0": Compiled("SAME\nOTHER\n" + "SAME\n" * (many["Instances0"] - 2), "", 1.0)}
    with pytest.raises(ClaimError) as caught:
        asked.read(wrong)
    assert str(caught.value).endswith(" is not shown to have its exact value over the library's definitions")


SAID = {"ac", "convex", "strictly_convex", "keeps_best", "subgaussian", "varies", "optimal", "about", "LDP"}
RATES = {"rate", "best_rate"}


def test_every_definition_that_gives_a_number_or_a_law_is_compared() -> None:
    """Itself, or as what a compared one is made of; what is true or false has no value to compare."""
    page = dict(sources())["Definitions"]
    texts = dict(re.findall(r"^(?:Definition|Fixpoint) (\w+)(.*?\.)$", page, re.MULTILINE | re.DOTALL))
    asked = [comparing.goal(term, case) for term, case in INSTANCES] + [closed.coq for closed in CLOSED]
    compared_: set[str] = set()
    left = set(re.findall(r"\w+", " ".join(asked)))
    while left := (left & texts.keys()) - compared_:
        compared_ |= left
        left = set(re.findall(r"\w+", " ".join(texts[name] for name in left)))
    used = {word for row in OPERATORS.values() for word in re.findall(r"\w+", row.coq)} & texts.keys()
    assert len(used) > 25
    assert used - compared_ == SAID | RATES


def test_goals_are_over_as_many_letters_as_the_first_law_has_and_two_where_there_is_none() -> None:
    n, k = count("n"), count("k")
    text = comparing.goal(choose(n, k), {"n": 7, "k": 3})
    assert text == (
        f"let A := letters 2 in let n := 7%nat in let k := 3%nat in Rabs ({proposition(choose(n, k))} - (35)) "
        "<= 1 / 10 ^ 9"
    )
    assert comparing.goal(KL(q, p), {"r": 0, "q": THIRDS, "p": HALVES}).startswith("let A := letters 2 in let q := ")
    one = comparing.goal(E(p, r), {"r": Reward.values([4]), "p": Distribution.uniform(1)})
    assert one.startswith("let A := letters 1 in let p := law_of [1] in let r := law_of [4] in ")


def test_a_goal_is_off_its_value_by_what_is_asked_for() -> None:
    def number(off: Fraction) -> Fraction:
        return Fraction(comparing.goal(KL(p, q), {"p": HALVES, "q": THIRDS}, off).rsplit("- (", 1)[1].partition(")")[0])

    assert number(Fraction(1, 7)) - number(Fraction(0)) == Fraction(1, 7)
    assert number(Fraction(-2)) == number(Fraction(0)) - 2
    assert abs(number(Fraction(0)) - Fraction(ln(9 / 8) / 2)) < Fraction(1, 10**14)


def test_rewards_and_whole_numbers_are_written_for_coq() -> None:
    assert comparing._written(Reward.values([Fraction(-1, 2), 0, 3]), r) == "law_of [-1/2; 0; 3]"
    assert comparing._written(Fraction(3), count("m")) == "3%nat"
    assert comparing._written(Fraction(3), a) == comparing._written(3, a) == "(3)"
    assert comparing._written((), outcome("w", length=count("m"))) == "[]%nat"
    assert comparing._written(Polynomial((Fraction(0), Fraction(2))), a) == "(fun x => (0) * x ^ 0 + (2) * x ^ 1)"


@pytest.mark.parametrize(("goals", "files"), [(0, []), (1, [1]), (8, [8]), (9, [8, 1]), (16, [8, 8]), (17, [8, 8, 1])])
def test_eight_goals_are_in_a_file(goals: int, files: list[int]) -> None:
    asked = compared([], [Closed(f"x{k}", Fraction(k)) for k in range(goals)])
    assert [text.count("Goal (") for text in asked.texts.values()] == files
    assert all(text.startswith(comparing._PRELUDE) for text in asked.texts.values())
    said = {name: Compiled("SAME\n" * text.count("Goal ("), "", 1.0) for name, text in asked.texts.items()}
    assert asked.read(said) == [(f"x{k}", True) for k in range(goals)]
    for name in said:  # an error is one, though every goal has an answer
        with pytest.raises(ClaimError, match=r"^the definitions could not be compared: stopped$"):
            asked.read({**said, name: said[name]._replace(error="stopped")})
        with pytest.raises(ClaimError, match=r"^the definitions could not be compared: $"):
            asked.read({**said, name: said[name]._replace(said=said[name].said + "SAME")})


def test_only_the_word_of_a_proof_that_ended_counts() -> None:
    asked = compared([], [Closed("x", Fraction(1))])
    for word, same in (("SAME", True), ("OTHER", False), ("same", False), ("SAME!", False)):
        assert asked.read({"Instances0": Compiled(word, "", 1.0)}) == [("x", same)]


def test_the_first_that_is_another_is_named() -> None:
    asked = comparing.compare()
    said = {name: ["SAME"] * text.count("Goal (") for name, text in asked.texts.items()}
    said["Instances0"][1] = said["Instances1"][0] = "OTHER"
    with pytest.raises(ClaimError, match=r"^H\(p‖q\) is not shown to have its exact value over"):
        asked.read({name: Compiled(" ".join(words), "", 1.0) for name, words in said.items()})


def test_a_closed_instance_is_computed_unless_it_says_how_it_is_proved() -> None:
    texts = compared([], [Closed("x", Fraction(1, 3)), Closed("y", Fraction(2), "lra")]).texts["Instances0"]
    assert "Goal (Rabs (x - (1/3)) <= 1 / 10 ^ 9) \\/ True.\nProof. tryif (left; solve [ computed ])" in texts
    assert "Goal (Rabs (y - (2)) <= 1 / 10 ^ 9) \\/ True.\nProof. tryif (left; solve [ lra ])" in texts
    assert texts.count('then idtac "SAME" else (idtac "OTHER"; right; exact I). Qed.') == 2


def test_a_value_that_is_enclosed_is_asked_for_more_closely_than_it_is_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Third:
        def enclose(self, digits: int) -> Enclosure:
            return Enclosure(Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**digits))

    monkeypatch.setattr(comparing, "value", lambda term, case: Third())
    number = Fraction(comparing.goal(KL(p, q), {"p": HALVES, "q": THIRDS}).rsplit("- (", 1)[1].partition(")")[0])
    assert Fraction(1, 10**21) < number - Fraction(1, 3) < Fraction(1, 10**20)  # of 20 digits: near, and short
