"""Statements for the proof assistant: events are booleans, or refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exactalign import Reward, log
from proofs_check import pmf
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    E,
    Pr,
    Sum,
    absolute,
    absolutely_continuous,
    best,
    both,
    ceiling,
    constant,
    count,
    counts,
    either,
    event,
    exists,
    for_all,
    function,
    information,
    integral,
    keeps_best,
    kept,
    law,
    laws,
    more,
    natural,
    nonnegative,
    outcome,
    permuted,
    positive,
    positive_law,
    positive_laws,
    real,
    reward,
    rule,
    rules,
    slope,
    sqrt,
    supports,
    tilt_by,
    total,
    type_of,
    when,
)
from proofs_check.formula.notation import lift_count, no, real_function, x_log_x
from proofs_check.formula.propositions import coq, form
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term

p, q, r, x = law("p"), positive_law("q"), reward("r"), real("x")
y, z = outcome("y"), outcome("z")
a, s, n, m, k = nonnegative("a"), positive("s"), count("n"), count("m"), natural("k")
w, longer, f, u = outcome("w", length=n), outcome("w3", length=n), real_function("f"), rule("u")
b, psi = outcome("b", "B"), law("psi", length=m)


def of_event(body: Term) -> str:
    return coq(Statement(Pr(p, event(y, body)) <= 1))


def test_outcomes_are_gone_through_in_an_event() -> None:
    some, every = of_event(exists(z, r(z) < r(y))), of_event(for_all(z, r(z) < r(y)))
    assert "(existsb (fun z => (Rltb (r z) (r y)))" in some
    assert "(forallb (fun z => (Rltb (r z) (r y)))" in every
    assert some.replace("existsb", "forallb") == every


def test_an_event_that_no_boolean_says_is_refused() -> None:
    for body in (exists(x, r(y) < x), for_all(x, r(y) < x)):
        with pytest.raises(ClaimError, match="no event that can be written"):
            of_event(body)


def test_types_of_words_of_two_lengths_are_no_event_of_counts() -> None:
    """aa and a are of one type, and have other counts."""
    m = count("m")
    v, w, longer = outcome("v", length=m), outcome("w", length=m), outcome("w", length=count("n"))
    assert "(same_type dec A v w)" in coq(Statement(Pr(p**m, event(w, type_of(w) == type_of(v))) <= 1))
    with pytest.raises(ClaimError, match="no event that can be written"):
        coq(Statement(Pr(p ** count("n"), event(longer, type_of(longer) == type_of(v))) <= 1))
    for other in (absolutely_continuous(type_of(w), type_of(v)), supports(type_of(w), type_of(v))):
        with pytest.raises(ClaimError, match="no event that can be written"):
            coq(Statement(Pr(p**m, event(w, other)) <= 1))


LETTERS = "forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) "
BOTH = (
    "forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (X_B : Type)"
    " (dec_B : forall x y : X_B, {x = y} + {x <> y}) (B : list X_B) "
)
EACH = "(forall x_, In x_ B -> "
SAID: list[tuple[Term, str]] = [
    (x <= 1, "forall (x : R),\n  (x <= 1)"),
    (a <= 1, "forall (a : R),\n  0 <= a ->\n  (a <= 1)"),
    (s <= 1, "forall (s : R),\n  0 < s ->\n  (s <= 1)"),
    (n <= 1, "forall (n : nat),\n  (1 <= n)%nat ->\n  ((INR n) <= 1)"),
    (k <= 1, "forall (k : nat),\n  ((INR k) <= 1)"),
    (f(x) <= 1, "forall (f : R -> R) (x : R),\n  ((f x) <= 1)"),
    (p(y) <= 1, LETTERS + "(p : X -> R) (y : X),\n  NoDup A -> law A p -> In y A ->\n  ((p y) <= 1)"),
    (q(y) <= 1, LETTERS + "(q : X -> R) (y : X),\n  NoDup A -> law A q -> positive A q -> In y A ->\n  ((q y) <= 1)"),
    (r(y) <= 1, LETTERS + "(r : X -> R) (y : X),\n  NoDup A -> In y A ->\n  ((r y) <= 1)"),
    (
        psi(outcome("w", length=m)) <= 1,
        LETTERS + "(psi : (list X) -> R) (w : list X) (m : nat),\n"
        "  NoDup A -> law (words A m) psi -> In w (words A m) -> (1 <= m)%nat ->\n  ((psi w) <= 1)",
    ),
    (
        laws("F", "B")(b)(y) <= 1,
        BOTH + "(F : X_B -> X -> R) (b : X_B) (y : X),\n"
        f"  NoDup A -> NoDup B -> {EACH}law A (F x_)) -> In b B -> In y A ->\n  (((F b) y) <= 1)",
    ),
    (
        positive_laws("P", "B")(b)(y) <= 1,
        BOTH + "(P : X_B -> X -> R) (b : X_B) (y : X),\n"
        f"  NoDup A -> NoDup B -> {EACH}law A (P x_)) -> {EACH}positive A (P x_)) -> In b B -> In y A ->\n"
        "  (((P b) y) <= 1)",
    ),
    (
        E(kept(p, n, u), r) <= 1,
        LETTERS + "(p : X -> R) (r : X -> R) (u : list X -> X -> R) (n : nat),\n"
        "  NoDup A -> law A p -> rule A n u -> (1 <= n)%nat ->\n  ((Ex A (kept A n p u) r) <= 1)",
    ),
    (
        for_all(k, E(kept(p**k, counts("M")(k), rules("us")(k)), total(r, k)) <= 1),
        LETTERS + "(p : X -> R) (r : X -> R) (us : nat -> list (list X) -> list X -> R) (M : nat -> nat),\n"
        "  NoDup A -> law A p -> (forall m_ : nat, rule (words A m_) (M m_) (us m_)) ->"
        " (forall m_ : nat, (1 <= M m_)%nat) ->\n"
        "  (forall k : nat, ((Ex (words A k) (kept (words A k) (M k) (power p) (us k)) (total r)) <= 1))",
    ),
    (
        law("t", "letters 3")(outcome("c", "letters 3")) <= 1,
        "forall (t : nat -> R) (c : nat),\n  law (letters 3) t -> In c (letters 3) ->\n  ((t c) <= 1)",
    ),
    (x <= Fraction(1, 2), "forall (x : R),\n  (x <= (1 / 2))"),
    (x <= -2, "forall (x : R),\n  (x <= (-2))"),
    (x <= Fraction(-1, 2), "forall (x : R),\n  (x <= (-1 / 2))"),
    (x**2 <= k, "forall (k : nat) (x : R),\n  ((x ^ 2%nat) <= (INR k))"),
    (s**x <= x**k, "forall (k : nat) (s : R) (x : R),\n  0 < s ->\n  ((Rpower s x) <= (x ^ k))"),
    (x**n <= 1, "forall (n : nat) (x : R),\n  (1 <= n)%nat ->\n  ((x ^ n) <= 1)"),
    (s ** (0 + n) <= 1, "forall (n : nat) (s : R),\n  (1 <= n)%nat -> 0 < s ->\n  ((Rpower s (0 + (INR n))) <= 1)"),
    (1 / x <= 1, "forall (x : R),\n  (x <> 0) ->\n  ((1 / x) <= 1)"),
    (for_all(real("alpha"), real("alpha") <= x), "forall (x : R),\n  (forall alpha : R, (alpha <= x))"),
    (exists(positive("C"), positive("C") <= x), "forall (x : R),\n  (exists C_v : R, 0 < C_v /\\ (C_v <= x))"),
    (for_all(s, s <= x), "forall (x : R),\n  (forall s : R, 0 < s -> (s <= x))"),
    (exists(n, n <= x), "forall (x : R),\n  (exists n : nat, (1 <= n)%nat /\\ ((INR n) <= x))"),
    (for_all(k, k <= x), "forall (x : R),\n  (forall k : nat, ((INR k) <= x))"),
    (
        exists(law("g"), KL(law("g"), q) <= 1),
        LETTERS + "(q : X -> R),\n  NoDup A -> law A q -> positive A q ->\n"
        "  (exists g : X -> R, law A g /\\ ((KL A g q) <= 1))",
    ),
    (
        for_all(y, p(y) <= 1),
        LETTERS + "(p : X -> R),\n  NoDup A -> law A p ->\n  (forall y : X, In y A -> ((p y) <= 1))",
    ),
    (
        Sum(outcome("o", "letters 2"), constant(pmf("1/3, 2/3"))(outcome("o", "letters 2"))) <= 1,
        "((Sum (letters 2) (fun o => ((law_of [1/3; 2/3]) o))) <= 1)",
    ),
    (constant(Reward.values([0, log(2)]))(constant(1, 2)) <= 1, "(((law_of [(0); (0) + (1) * ln (2)]) 1%nat) <= 1)"),
    (
        (constant(pmf("1/3, 2/3")) ** lift_count(2))(constant((0, 1), 2, 2)) <= 1,
        "(((power (law_of [1/3; 2/3])) [0; 1]%nat) <= 1)",
    ),
]


@pytest.mark.parametrize(("term", "text"), SAID, ids=[str(term) for term, _ in SAID])
def test_what_the_sorts_say_stands_before_the_conclusion(term: Term, text: str) -> None:
    assert coq(Statement(term)) == text


def test_hypotheses_stand_in_their_order_before_the_conclusion() -> None:
    text = coq(Statement(KL(p, law("g")) <= x, (x <= 1, a <= x)))
    assert text == LETTERS + (
        "(p : X -> R) (g : X -> R) (a : R) (x : R),\n  NoDup A -> law A p -> law A g -> 0 <= a ->\n"
        "  (x <= 1) ->\n  (a <= x) ->\n  (ac A p g) ->\n  ((KL A p g) <= x)"
    )


@pytest.mark.parametrize(
    ("term", "empty"),
    [
        (p(y) <= 1, []),
        (r(y) <= 1, []),
        (for_all(y, r(y) <= 1), ["A"]),
        (for_all(w, total(r, n)(w) <= 1), ["A"]),
        (psi(outcome("w", length=m)) <= 1, []),
        (law("g", length=k)(outcome("v", length=k)) <= 1, ["A"]),  # the empty word is one of no letters
        (laws("F", "B")(b)(y) <= 1, []),
        (for_all(b, E(laws("F", "B")(b), r) <= 1), ["A", "B"]),
        (for_all(b, E(laws("F", "B")(b), r) <= law("mu", "B")(b)), []),
        (for_all(y, E(laws("F", "A")(y), r) <= 1), ["A"]),
        (x <= 1, []),
    ],
    ids=str,
)
def test_an_alphabet_is_said_not_to_be_empty_where_no_variable_says_it(term: Term, empty: list[str]) -> None:
    said = coq(Statement(term), lettered=True)
    assert [name for name in "AB" if f" {name} <> nil ->" in said] == empty
    assert "<> nil" not in coq(Statement(term))


EVENTS: list[tuple[Term, str]] = [
    (r(y) < 1, "(Rltb (r y) 1)"),
    (r(y) <= 1, "(Rleb (r y) 1)"),
    (r(y) == 1, "(if Req_EM_T (r y) 1 then true else false)"),
    (r(y) != 1, "(negb (if Req_EM_T (r y) 1 then true else false))"),
    (y == z, "(if dec y z then true else false)"),
    (both(r(y) < 1, r(y) <= 2), "(andb (Rltb (r y) 1) (Rleb (r y) 2))"),
    (either(r(y) < 1, r(y) <= 2), "(orb (Rltb (r y) 1) (Rleb (r y) 2))"),
    (no(r(y) < 1), "(negb (Rltb (r y) 1))"),
    (for_all(z, r(z) < r(y)), "(forallb (fun z => (Rltb (r z) (r y))) A)"),
    (exists(z, r(z) < r(y)), "(existsb (fun z => (Rltb (r z) (r y))) A)"),
]


@pytest.mark.parametrize(("body", "text"), EVENTS, ids=[str(body) for body, _ in EVENTS])
def test_an_event_is_the_boolean_of_what_it_says(body: Term, text: str) -> None:
    assert of_event(body).endswith(f"\n  ((Pr A p (fun y => {text})) <= 1)")
    assert coq(Statement(when(body, 1, x) <= 2)).endswith(f"\n  ((if {text} then 1 else x) <= 2)")


def test_events_of_words_use_what_decides_words() -> None:
    same = coq(Statement(Pr(p**n, event(w, w == longer)) <= 1))
    assert "(fun w => (if (list_eq_dec dec) w w3 then true else false))" in same
    every = coq(Statement(Pr(p**n, event(w, for_all(longer, total(r, n)(longer) <= 1))) <= 1))
    assert "(fun w => (forallb (fun w3 => (Rleb ((total r) w3) 1)) (words A n)))" in every


def test_log_forms() -> None:
    assert form(log(3) * 2 + Fraction(1, 3)) == "(1/3) + (2) * ln (3)"
    assert form(log(1)) == "(0)"


NOT_WRITTEN: list[tuple[Term, str]] = [
    (
        E(kept(p, n, u), r) + E(kept(p, m, u), r) <= 1,
        "the rule u keeps one of 2 numbers of draws: give it one",
    ),
    (for_all(n, E(kept(p, n, u), r) <= 1), "n is bound, and the rule u is not: bind both"),
    (ceiling(x) <= 1, "“max(⌈x⌉, 0)” is not written for the proof assistant: its library rounds no numbers"),
    (
        slope(x, absolute(x), a) <= 1,
        "the derivative of “|x|” is not written for the proof assistant: “|x|” may have none",
    ),
    (
        slope(x, 2 * sqrt(x), s) <= 1,
        "the derivative of “2·√(x)” is not written for the proof assistant: “√(x)” may have none",
    ),
    (
        integral(x, 0, 1, ceiling(x)) <= 1,
        "the integral of “max(⌈x⌉, 0)” is not written for the proof assistant: “max(⌈x⌉, 0)” may jump",
    ),
    (
        law("p", "KL")(outcome("y", "KL")) <= 1,
        "the alphabet KL has the name of a variable or of a definition: give it another",
    ),
    (
        law("p", "B")(b) <= real("X_B"),
        "the alphabet B has the name of a variable or of a definition: give it another",
    ),
    (
        law("p", "B")(b) <= real("dec_B"),
        "the alphabet B has the name of a variable or of a definition: give it another",
    ),
]


NOT_WRITTEN += [  # a variable D is written as D_v
    (
        law("D", "D_v")(outcome("y", "D_v")) <= 1,
        "the alphabet D_v has the name of a variable or of a definition: give it another",
    ),
]
sequence, keepers = counts("M"), rules("us")
tilted, y_ = tilt_by(function(z, r(z) * r(outcome("y_"))), p, x), outcome("y_")
NOT_WRITTEN += [
    (E(tilted, r) <= 1, "y_ stands for the outcomes of a tilt in Coq: give the variable another name"),
    (
        Pr(p**n, event(w, type_of(w) == p)) <= 1,
        "“type(w) = p” is no event that can be written for the proof assistant",
    ),
    (
        Pr(p**n, event(w, permuted(w, longer))) <= 1,
        "“w3 has the letters of w, in some order” is no event that can be written for the proof assistant",
    ),
    (
        Pr(p**n, event(w, p == type_of(w))) <= 1,
        "“p = type(w)” is no event that can be written for the proof assistant",
    ),
    (
        for_all(k, E(kept(p**k, n, keepers(k)), total(r, k)) <= 1),
        "the rule us_k keeps one of another number of draws in “kept of n(p^k, us_k)”",
    ),
    (
        for_all(k, E(kept(p**k, sequence(m), keepers(k)), total(r, k)) <= 1),
        "the rule us_k keeps one of another number of draws in “kept of M_m(p^k, us_k)”",
    ),
    (
        for_all(
            k,
            both(
                E(kept(p**k, sequence(k), keepers(k)), total(r, k)) <= 1,
                keeps_best(keepers(k), counts("L")(k), total(r, k)),
            ),
        ),
        "the rules us keep one of 2 numbers of draws: give them one",
    ),
]


@pytest.mark.parametrize(("term", "words"), NOT_WRITTEN, ids=[words for _, words in NOT_WRITTEN])
def test_what_is_not_written_and_why(term: Term, words: str) -> None:
    with pytest.raises(ClaimError) as caught:
        coq(Statement(term))
    assert str(caught.value) == words


def test_roots_of_what_is_positive_have_derivatives() -> None:
    for of in (sqrt, x_log_x):
        assert "Derive" in coq(Statement(slope(x, of(1 + x**2), a) <= 1, (x <= 1,)))


def test_a_tilt_names_the_outcomes_in_its_exponent_and_another_y_may_stand_beside_it() -> None:
    """Only where the reward speaks of a y_ from outside would one be taken for the other."""
    other = positive_law("g")
    for reward_, written_ in (
        (r, "(fun y_ => exp (r y_))"),
        (function(y_, r(y_)), "(fun y_ => exp ((fun y_ => (r y_)) y_))"),
    ):
        text = coq(Statement(E(tilt_by(reward_, p, x), r) <= r(y_) + E(other, r)))
        assert f"(Ex A (T A {written_} p x) r)" in text
        assert "(y_ : X)" in text


def test_a_rule_says_of_how_many_draws_once() -> None:
    both_say = both(E(kept(p, n, u), r) <= 1, keeps_best(u, n, r))
    for statement in (Statement(both_say), Statement(both_say.args[0], (both_say.args[1],))):
        assert coq(statement).count("rule A n u") == 1
    apart = Statement(both(E(kept(p, n, u), r) <= 1, E(kept(p, m, rule("v")), r) <= 1))
    assert "rule A n u" in coq(apart)
    assert "rule A m v" in coq(apart)
    sequences = for_all(
        k,
        both(
            E(kept(p**k, sequence(k), keepers(k)), total(r, k)) <= 1,
            keeps_best(keepers(k), sequence(k), total(r, k)),
        ),
    )
    assert coq(Statement(sequences)).count("rule (words A m_) (M m_) (us m_)") == 1
    bound = for_all(rule("v"), E(kept(p, n, rule("v")), r) <= 1)
    assert "(forall v : list X -> X -> R, rule A n v -> " in coq(Statement(bound))
    both_bound = for_all(n, for_all(rule("v"), E(kept(p, n, rule("v")), r) <= 1))
    assert "(forall n : nat, (1 <= n)%nat -> (forall v : list X -> X -> R, rule A n v -> " in coq(Statement(both_bound))


def test_integrals_of_what_does_not_jump_are_written() -> None:
    constant_in_it = best(p, n, r)(y)
    for body, text in (
        (x * x, "(x * x)"),
        (x * constant_in_it, "(x * ((best_of dec A n p r) y))"),
        (x, "x"),
        (x + 1, "(x + 1)"),
    ):
        said = coq(Statement(integral(x, 0, 1, body) <= 1))
        assert said.endswith(f"((RInt (fun x => {text}) 0 1) <= 1)")
    for body, part in ((when(x <= a, 1, 2), "(1 if x ≤ a, else 2)"), (2 * when(x <= a, 1, 2), "(1 if x ≤ a, else 2)")):
        with pytest.raises(ClaimError) as caught:
            coq(Statement(integral(x, 0, 1, body) <= 1))
        assert str(caught.value).endswith(f" is not written for the proof assistant: “{part}” may jump")
    assert "Derive" in coq(Statement(slope(x, x * constant_in_it, a) <= 1))
    assert "Derive" in coq(Statement(slope(x, x * when(a <= 1, 2, 3), a) <= 1))


def test_the_length_of_a_word_is_written_as_a_term_is() -> None:
    longer_still = outcome("v", length=more(n))
    assert "(info q (n + 1%nat)%nat v)" in coq(Statement(information(q, longer_still) <= 1))
    assert "(KL A (freq dec v) q)" in coq(Statement(KL(type_of(longer_still), q) <= 1))
    assert "(info q C_v v)" in coq(Statement(information(q, outcome("v", length=count("C"))) <= 1))
    over_b = outcome("v", "B", length=n)
    assert "(KL B (freq dec_B v) g)" in coq(Statement(KL(type_of(over_b), positive_law("g", "B")) <= 1))
