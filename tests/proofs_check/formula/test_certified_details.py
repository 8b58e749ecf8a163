"""Certificates of what is said of laws, words, outcomes and bounds: the facts themselves, and that others fail."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, EnclosedReal, Reward
from exactalign import log as log_number
from proofs_check import kernel, pmf
from proofs_check.engine.certificates import seal
from proofs_check.formula import (
    KL,
    E,
    Pr,
    Sum,
    Var,
    absolute,
    absolutely_continuous,
    best,
    both,
    ceiling,
    certificates,
    choose,
    constant,
    count,
    either,
    event,
    exists,
    exp,
    floor,
    for_all,
    function,
    hits,
    iff,
    implies,
    information,
    largest_budget,
    law,
    laws,
    log,
    maximum,
    minimum,
    natural,
    no,
    outcome,
    permuted,
    positive_law,
    ranked,
    rate,
    real,
    renyi_cross_entropy,
    reward,
    size,
    spacings,
    sqrt,
    squared_hellinger,
    sub_gaussian,
    sum_to,
    supports,
    total,
    type_of,
    varies,
    when,
)
from proofs_check.formula.certificates import confirmation, refutation
from proofs_check.formula.expressions import Expressions
from proofs_check.formula.model_data import NoCertificate, expression
from proofs_check.formula.notation import lift_count
from proofs_check.formula.sorts import NATURAL
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, as_sort, lift
from proofs_check.formula.values import value

p, q, psi, r, n = law("p"), positive_law("q"), law("psi"), reward("r"), count("N")
x, y, z, k = real("x"), outcome("y"), outcome("z"), natural("k")
v, w = outcome("v", length=n), outcome("w", length=n)
CASE: dict[str, Any] = {
    "p": pmf("1/5, 3/10, 1/2"), "q": pmf("2/3, 1/9, 2/9"), "psi": pmf("0, 1/4, 3/4"), "r": Reward.values([1, 0, 1]),
    "N": 2, "x": Fraction(3, 2), "y": 1, "z": 2, "v": (2, 1), "w": (1, 2), "top": pmf("0, 0, 1"),
}  # fmt: skip
KNOWN = CASE | {"letters of A": (0, 1, 2)}


def statuses(found: list[Any]) -> list[str]:
    return [kernel.check(seal("T-x", fact, {"precision": "128"})).status for fact in found]


def signs(found: list[Any]) -> list[str]:
    return [fact["relation"] for fact in found]


NUMBERS: dict[str, Term] = {
    "the smaller": minimum(KL(p, q), KL(q, p)),
    "the smaller, exchanged": minimum(KL(q, p), KL(p, q)),
    "the larger": maximum(KL(p, q), KL(q, p)),
    "the larger, exchanged": maximum(KL(q, p), KL(p, q)),
    "a root": sqrt(q(y)),
    "a size without its sign": absolute(x - 3),
    "a negative": -KL(p, q),
    "a power of a number": x**n,
    "a distance of Hellinger": squared_hellinger(psi, q),
    "a cross entropy of order 3": renyi_cross_entropy(3, p, q),
    "a sum of squares": sum_to(k, 4, k * k),
    "a total": total(r, n)(v) + total(function(y, p(y) * 2), n)(v),
    "a mean of a law with a zero": E(psi, function(y, log(psi(y)) + r(y))),
    "letters of an event": hits(event(z, p(z) < q(y)), v) + 0,
    "a binomial coefficient": choose(4, n),
    "the mass of a word": (p**n)(v),
    "the type at a letter": type_of(v)(z) + 0 * q(y),
    "information": information(q, v),
    "the largest budget on one letter": largest_budget(law("top"), q),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_what_the_kernel_finds_it_to_be(name: str) -> None:
    term = NUMBERS[name]
    bounds = EnclosedReal.of(value(term, KNOWN)).enclose(12)
    tiny = Fraction(1, 10**9)
    found = confirmation(Statement(both(bounds.lower - tiny <= term, term <= bounds.upper + tiny)), CASE)
    assert set(statuses(found)) == {"valid"}
    off = refutation(Statement(either(term < bounds.lower - tiny, bounds.upper + tiny < term)), CASE)
    assert set(statuses(off)) == {"valid"}


def entry(name: str, k: int) -> Any:
    return ["sum", ["*", name, ["vec", *(str(int(j == k)) for j in range(3))]]]


def test_what_is_said_of_two_laws() -> None:
    """≪ mass by mass, “not ≪” and “not constant” at the places where it is seen."""
    (inside,) = [confirmation(Statement(absolutely_continuous(psi, p)), CASE)]
    assert [(f["left"], f["relation"], f["right"]) for f in inside] == [
        (entry("psi", 0), "=", "0"), (entry("p", 1), ">", "0"), (entry("p", 2), ">", "0"),
    ]  # fmt: skip
    outside = refutation(Statement(absolutely_continuous(p, psi)), CASE)
    expected = [(entry("p", 0), ">", "0"), (entry("psi", 0), "=", "0")]
    assert [(f["left"], f["relation"], f["right"]) for f in outside] == expected
    for found, turned in ((inside, confirmation(Statement(supports(p, psi)), CASE)),
                          (outside, refutation(Statement(supports(psi, p)), CASE))):  # fmt: skip
        assert [(f["left"], f["relation"]) for f in turned] == [(f["left"], f["relation"]) for f in found]
        assert statuses(found) == statuses(turned) == ["valid"] * len(found)
    both_zero = CASE | {"p": pmf("0, 1/2, 1/2"), "psi": pmf("0, 0, 1")}  # seen where the one has mass, not at the first
    found = refutation(Statement(absolutely_continuous(p, psi)), both_zero)
    assert [(f["left"], f["relation"]) for f in found] == [(entry("p", 1), ">"), (entry("psi", 1), "=")]
    assert statuses(found) == ["valid"] * 2
    equal_first = CASE | {"q": pmf("2/5, 2/5, 1/5")}
    pair = confirmation(Statement(varies(p, q)), equal_first)
    assert [(f["left"], f["relation"], f["right"]) for f in pair] == [
        (entry("p", 0), ">", "0"), (entry("p", 2), ">", "0"), (entry("q", 0), "!=", entry("q", 2)),
    ]  # fmt: skip
    where = confirmation(Statement(varies(psi, q)), CASE)
    assert [f["left"] for f in where] == [entry("psi", 1), entry("psi", 2), entry("q", 1)]
    assert statuses(pair) == statuses(where) == ["valid"] * 3
    for said, write in ((varies(psi, p), refutation), (no(varies(psi, law("u"))), confirmation)):
        even = CASE | {"p": pmf("1/2, 1/4, 1/4"), "u": pmf("1/2, 1/4, 1/4")}
        found, law_ = write(Statement(said), even), "p" if write is refutation else "u"
        inside = [(entry("psi", 1), ">", "0"), (entry("psi", 0), "=", "0")]
        alike = (entry(law_, 2), "=", entry(law_, 1))
        assert [(f["left"], f["relation"], f["right"]) for f in found] == [*inside, alike]
        assert statuses(found) == ["valid"] * 3


def test_laws_differ_at_the_first_place_where_they_do() -> None:
    other = CASE | {"u": pmf("1/5, 1/2, 3/10")}
    (fact,) = refutation(Statement(p == law("u")), other)
    assert (fact["left"], fact["relation"], fact["right"]) == (entry("p", 1), "!=", entry("u", 1))
    (fact,) = confirmation(Statement(p == law("u")), other | {"u": other["p"]})
    assert (fact["left"], fact["relation"], fact["right"]) == ("p", "=", "u")


def test_connectives_show_no_more_than_they_need() -> None:
    yes, also, not_so = KL(p, p) <= 0, KL(p, q) > 0, KL(p, q) < 0
    for said, truth, expected in (
        (both(yes, also), True, ["<=", "<"]),
        (both(yes, not_so), False, [">="]),
        (both(not_so, yes), False, [">="]),
        (either(not_so, yes), True, ["<="]),
        (either(yes, also), True, ["<="]),
        (either(not_so, no(also)), False, [">=", "<"]),
        (implies(yes, also), True, ["<"]),
        (implies(not_so, no(also)), True, [">="]),
        (implies(yes, not_so), False, ["<=", ">="]),
        (iff(yes, also), True, ["<=", "<"]),
        (iff(yes, not_so), False, ["<=", ">="]),
        (iff(not_so, no(also)), True, [">=", "<"]),
        (no(not_so), True, [">="]),
        (no(yes), False, ["<="]),
        (for_all(y, q(y) > 0), True, ["<"] * 3),
        (for_all(y, p(y) < Fraction(1, 2)), False, [">="]),
        (exists(y, psi(y) == 0), True, ["="]),
        (exists(y, q(y) == 0), False, ["!="] * 3),
        (for_all(k, implies(k < n, k + KL(p, p) < 2)), True, ["<", "<"]),
        (for_all(k, implies(k < n, k + KL(p, p) < 1)), False, ["<", ">="]),
    ):
        found = (confirmation if truth else refutation)(Statement(said), CASE)
        assert signs(found) == expected, said
        assert set(statuses(found)) == {"valid"}


def test_outcomes_and_words_of_the_case() -> None:
    for said, truth, expected in (
        (y == z, False, [("<", "1")]),
        (y == outcome("u"), True, [("=", "1")]),
        (v == w, False, [("<", "2")]),
        (v == outcome("t", length=n), True, [("=", "2")]),
        (permuted(v, w), True, [("=", ["+", "w_1", "w_2"])]),
        (permuted(v, outcome("s", length=n)), False, [(">", "0")]),
    ):
        found = (confirmation if truth else refutation)(
            Statement(both(said, E(p, r) > 0) if truth else either(said, E(p, r) < 0)),
            CASE | {"u": 1, "t": (2, 1), "s": (1, 1)},
        )
        assert [(f["relation"], f["right"]) for f in found[:1]] == expected
        assert set(statuses(found)) == {"valid"}
    fact, _ = refutation(Statement(either(v == w, E(p, r) < 0)), CASE)
    assert [name for name, _ in fact["let"]] == ["v_1", "v_2", "w_1", "w_2", "p", "r"]
    assert dict(fact["let"])["v_1"] == ["vec", "0", "0", "1"]


def test_exponentials_are_compared_by_logarithms_where_the_other_side_is_positive() -> None:
    writer = Expressions(KNOWN)
    assert writer.number(exp(x)) == ["exp", "x"]
    for said, truth, left, right in (
        (exp(x) <= 5, True, "x", ["log", "5"]),
        (exp(x) >= 5, False, ["log", "5"], "x"),
        (exp(x) <= exp(2 * x), True, "x", ["*", "2", "x"]),
        (exp(x) <= -1, False, ["exp", "x"], "-1"),
        (exp(x) <= 0, False, ["exp", "x"], "0"),
        (exp(x) > 0, True, "0", ["exp", "x"]),
        (exp(x) >= 1 / (x - Fraction(3, 2)), None, ["/", "1", ["-", "x", "3/2"]], ["exp", "x"]),  # has no value
    ):
        if truth is None:
            found = [dict(zip(("left", "relation", "right"), fact, strict=True)) for fact in facts_of(said)]
        else:
            found = (confirmation if truth else refutation)(Statement(said), CASE)
            assert statuses(found) == ["valid"]
        assert [(f["left"], f["right"]) for f in found] == [(left, right)], said


def facts_of(said: Term) -> list[Any]:
    return list(certificates._Writer(KNOWN).facts(said, truth=True))


def test_hoeffding_asks_for_rewards_within_two_roots_of_the_proxy() -> None:
    case = CASE | {"r": Reward.values([7, 0, 1])}
    found = confirmation(Statement(sub_gaussian(psi, r, Fraction(1, 4))), case)  # on the support: 0 and 1
    assert [(f["left"] == entry("psi", 0), f["relation"]) for f in found] == [(True, "="), (False, "<=")]
    gap = ["-", entry("r", 1), entry("r", 2)]
    assert (found[1]["left"], found[1]["right"]) == (["*", gap, gap], ["*", "4", "1/4"])
    assert statuses(found) == ["valid"] * 2
    small = Fraction(1, 4) - Fraction(1, 10**9)
    with pytest.raises(NoCertificate, match=rf"^a proxy below Hoeffding's is about every real number: {small}$"):
        confirmation(Statement(sub_gaussian(psi, r, small)), case)
    assert len(confirmation(Statement(sub_gaussian(p, r, 13)), case)) == 3  # every pair of three


def test_a_given_alphabet_has_its_letters_without_a_case() -> None:
    letter = outcome("c", "letters 3")
    given = constant(pmf("1/5, 3/10, 1/2"))
    found = confirmation(Statement(Sum(letter, given(letter) ** 2) < 1), {})
    assert statuses(found) == ["valid"]
    assert Expressions({}).outcomes(letter.space) == [0, 1, 2]
    pairs = outcome("c", "letters 2", lift_count(2))
    assert Expressions({}).outcomes(pairs.space) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    with pytest.raises(NoCertificate, match=r"^no law of this case says what the letters of A are$"):
        Expressions({}).outcomes(y.space)
    with pytest.raises(NoCertificate, match=r"^2\^13 words are more than the 4096 that a certificate lists$"):
        Expressions({}).outcomes(outcome("c", "letters 2", lift_count(13)).space)


def test_data_in_the_language_of_the_kernel() -> None:
    for given, shown in (
        (Fraction(-3, 4), "-3/4"),
        (7, "7"),
        (pmf("1/4, 3/4"), ["vec", "1/4", "3/4"]),
        (log_number(3) * 2 + Fraction(1, 3), ["+", "1/3", ["*", "2", ["log", "3"]]]),
        (log_number(1), "0"),
        (
            log_number(2) ** 2 - log_number(3) * 2 * log_number(2) + 1,
            ["+", "0", ["*", "1"], ["*", "1", ["log", "2"], ["log", "2"]], ["*", "-2", ["log", "2"], ["log", "3"]]],
        ),
        (Reward.values([0, log_number(2)]), ["vec", "0", ["+", "0", ["*", "1", ["log", "2"]]]]),
    ):
        assert expression(given) == shown
    for given, said in (
        (True, "a bool"),
        (0.5, "a float"),
        (EnclosedReal.of(2).sqrt(), "an EnclosedReal"),
        (SortedLike(), "a SortedLike"),
    ):
        with pytest.raises(NoCertificate, match=rf"^{said} is no data that a certificate can hold$"):
            expression(given)


class SortedLike:
    """What is none of ours."""


def test_what_runs_over_all_outcomes_has_no_value_of_its_own() -> None:
    writer = Expressions(KNOWN)
    with writer.axis("y"):
        with pytest.raises(NoCertificate, match=r"^“p\(y\)” is another for each y$"):
            writer.value(p(y))
        assert writer.value(p(z)) == Fraction(1, 2)
        with writer.axis("z"), pytest.raises(NoCertificate, match=r"^y stands inside two sums at once$"):
            writer.outcome(y)
        with pytest.raises(NoCertificate, match=r"^y is no number$"):
            writer.data(y)
    assert writer.value(p(y)) == Fraction(3, 10)
    with writer.standing_for("y", 2):
        assert writer.outcome(y) == 2
    assert writer.outcome(y) == 1
    with writer.axis("v"), pytest.raises(NoCertificate, match=r"^v runs over all words$"):
        writer.letters(v)
    family = laws("F", "A")
    with writer.axis("y"), pytest.raises(NoCertificate, match=r"^“F\(y\)” is another for each y$"):
        writer.vector(family(y))


def test_kernel_words_are_missing_with_a_reason() -> None:
    writer = Expressions(KNOWN)
    for vector in (rate(p, q, p), soft_of_a_sum()):
        with pytest.raises(NoCertificate, match=rf"^{re.escape(f'the kernel has no definition for “{vector}”')}$"):
            writer.vector(vector)
    none = lift_none()
    assert writer.vector(p**none) == ["vec", "1"]  # of the empty word
    assert writer.vector(total(r, none)) == ["vec", "0"]
    with pytest.raises(NoCertificate, match=r"^the reward “\(y ↦ r\(y\) \+ 1\)” has no weights$"):
        writer.vector(best(p, n, function(y, r(y) + 1)))


def soft_of_a_sum() -> Term:
    """What is no vector."""
    return p(y) + 1


def lift_none() -> Term:
    """The whole number 0."""
    return as_sort(lift(0), NATURAL, "length", 0)


def test_forms_that_definitions_take() -> None:
    """Where a law has no zeros a mean is one sum; with zeros it is written where there is mass, the zeros beside it."""
    inverse = function(y, 1 / (p(y) + 1))
    writer = Expressions(KNOWN)
    whole = ["*", ["/", "1", ["+", "p", "1"]], ["vec", "1", "1", "1"]]
    assert writer.number(E(p, inverse)) == ["sum", ["*", "p", whole]]
    assert writer.beside == []
    parts = writer.number(E(psi, inverse))
    assert (parts[:2], len(parts)) == (["+", "0"], 4)
    assert writer.beside == [(entry("psi", 0), "=", "0")]
    for place, part in ((1, parts[2]), (2, parts[3])):
        assert part == ["*", entry("psi", place), ["/", "1", ["+", entry("p", place), "1"]]]
    writer = Expressions(KNOWN)
    assert writer.number(largest_budget(psi, p)) == ["-", "0", ["log", ["sum", ["*", "psi", ["vec", "0", "0", "1"]]]]]
    assert writer.beside == [(entry("psi", 0), "=", "0"), (entry("p", 1), "<", entry("p", 2))]
    writer = Expressions(KNOWN | {"u": pmf("2/5, 1/5, 2/5")})
    assert writer.number(largest_budget(p, law("u"))) == [
        "-",
        "0",
        ["log", ["sum", ["*", "p", ["vec", "1", "0", "1"]]]],
    ]
    assert writer.beside == [(entry("u", 1), "<", entry("u", 0)), (entry("u", 2), "=", entry("u", 0))]
    writer = Expressions(KNOWN)
    assert writer.number(total(r, n)(v)) == [
        "+", "0", ["sum", ["*", "r", "v_1"]], ["sum", ["*", "r", "v_2"]],
    ]  # fmt: skip
    with writer.axis("w"):
        assert writer.number(total(r, n)(w)) == writer.vector(total(r, n))
    gap = ["-", "r", ["sum", ["*", "p", "r"]]]
    assert writer.number(Var(p, r)) == ["sum", ["*", "p", gap, gap]]
    assert writer.number(-x) == ["-", "0", "x"]
    chosen = function(y, when(p(y) < Fraction(1, 4), 1, 2))
    assert certificates._Writer(KNOWN).vector(chosen) == ["vec", "1", "2", "2"]
    assert writer.vector(function(y, p(y) + 1)) == ["*", ["+", "p", "1"], ["vec", "1", "1", "1"]]
    assert writer.number(sqrt(q(y))) == ["^", entry("q", 1), "1/2"]
    assert writer.number(choose(4, n)) == ["*", "1", ["/", ["-", "4", "0"], "1"], ["/", ["-", "4", "1"], "2"]]
    assert writer.number(size(p)) == ["sum", ["^", "p", "0"]]
    chance = spacings(n, x)
    with pytest.raises(NoCertificate, match=rf"^{re.escape(f'the kernel has no definition for “{chance}”')}$"):
        writer.number(chance)


def test_what_is_rounded_is_shown_to_lie_beside_its_whole_number() -> None:
    """Above the one before and not above itself, or not below itself and below the next; at 0 on one side alone."""
    for term, whole, expected in (
        (ceiling(2 * x + 1), "4", [("3", "<", "t"), ("t", "<=", "4")]),
        (floor(2 * x + 1), "4", [("4", "<=", "t"), ("t", "<", "5")]),
        (ceiling(x + 1), "3", [("2", "<", "t"), ("t", "<=", "3")]),
        (floor(x + 1), "2", [("2", "<=", "t"), ("t", "<", "3")]),
        (ceiling(x - 7), "0", [("t", "<=", "0")]),
        (floor(x - 7), "0", [("t", "<", "1")]),
        (floor(x - 1), "0", [("t", "<", "1")]),
    ):
        writer = certificates._Writer(KNOWN)
        assert writer.number(term) == whole
        inside = writer.number(term.args[0])
        assert writer.beside == [
            (inside if a == "t" else a, sign, inside if b == "t" else b) for a, sign, b in expected
        ]
    with writer.axis("y"), pytest.raises(NoCertificate, match=r"is another for each y$"):
        writer.vector(function(z, when(p(y) < p(z), 1, 2)))


def test_the_ranks_of_a_word_are_shown_by_its_letters_in_ascending_order() -> None:
    given = {
        "letters of A": (0, 1, 2),
        "r": Reward.values([log_number(3), 1, Fraction(1, 2)]),
        "N": 4,
        "v": (0, 1, 2, 1),
    }
    worth = [["sum", ["*", "r", f"v_{k}"]] for k in (3, 2, 4, 1)]  # 1/2, 1, 1, log 3
    for rank in range(4):
        writer = Expressions(given)
        assert writer.number(ranked(r, v, rank)) == worth[rank]
        assert writer.beside == [(low, "<=", high) for low, high in itertools.pairwise(worth)]
    found = confirmation(Statement(both(ranked(r, v, 1) <= 1, E(p, r) <= 2)), CASE | given)
    assert statuses(found) == ["valid"] * 5


def test_a_refutation_of_what_is_true_is_refused_by_the_kernel() -> None:
    """It is written as if it were false; what is shown then of its parts is not so."""
    yes, no_ = KL(p, p) <= 0, KL(p, q) < 0
    for said, truth in (
        (implies(no_, yes), True),
        (implies(yes, yes), True),
        (implies(yes, no_), False),
        (both(yes, yes), True),
        (either(no_, no_), False),
        (no(no_), True),
        (no(yes), False),
        (for_all(y, q(y) > 0), True),
        (exists(y, q(y) == 0), False),
    ):
        try:
            found = (refutation if truth else confirmation)(Statement(said), CASE)
        except RuntimeError:  # there is no part that is false, or true
            continue
        assert "invalid" in statuses(found) or not found, said


def test_events_are_shown_letter_by_letter_or_all_at_once() -> None:
    """Who is in an event, and who is not: on both sides of each relation, and where it is met."""
    third = Fraction(3, 10)
    for relation, inside in (
        (lambda s: s <= third, "110"), (lambda s: s < third, "100"), (lambda s: s == third, "010"),
        (lambda s: s != third, "101"), (lambda s: third <= s, "011"), (lambda s: third < s, "001"),
    ):  # fmt: skip
        writer = Expressions(KNOWN)
        said = event(y, relation(p(y)))
        found = confirmation(Statement(Pr(p, said) >= 0), CASE)
        assert statuses(found) == ["valid"] * len(found)
        assert ["vec", *inside] == facts_writer(writer, said)
    many = event(y, both(p(y) <= third, r(y) <= 1))
    for letters, refused in ((64, False), (65, True)):  # the most that are shown one by one
        case = {"p": Distribution.from_weights(range(1, letters + 1)), "r": Reward.values([0] * letters)}
        if refused:
            with pytest.raises(NoCertificate, match=r"is no single relation$"):
                confirmation(Statement(Pr(p, many) >= 0), case)
        else:
            assert confirmation(Statement(Pr(p, many) >= 0), case)


def facts_writer(writer: Expressions, said: Term) -> Any:
    return certificates._Writer(writer.case).event(said)


def test_what_several_relations_rest_on_stands_before_them_all() -> None:
    """The whole numbers of both first, each with its bounds, then what is said of them."""
    u = real("u")
    case = CASE | {"x": Fraction(3, 2), "u": Fraction(7, 3), "p": pmf("1/2, 1/2"), "r": Reward.values([0, 0])}
    bounds = [("1", "<", "x"), ("x", "<=", "2"), ("2", "<", "u"), ("u", "<=", "3")]
    truth = both(ceiling(x) <= u, ceiling(u) <= 3 * x)
    found = confirmation(Statement(when(truth, log(2), 0) <= 1), case)
    told = [(fact["left"], fact["relation"], fact["right"]) for fact in found]
    assert told[:-1] == [*bounds, ("2", "<=", "u"), ("3", "<=", ["*", "3", "x"])]
    chance = Pr(p, event(y, both(ceiling(x) + 0 * r(y) <= u, ceiling(u) + 0 * r(y) <= 3 * x)))
    found = confirmation(Statement(chance <= x), case)
    assert signs(found)[:6] == ["<", "<=", "<", "<=", "<=", "<="]
    assert [fact["right"] for fact in found][:6] == ["x", "2", "u", "3", "u", ["*", "3", "x"]]
