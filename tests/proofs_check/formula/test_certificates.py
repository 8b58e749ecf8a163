"""Certificates of terms: the kernel agrees with what the term says at random cases, and sees the model's data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, EnclosedReal, Reward
from exactalign import log as log_number
from proofs_check import kernel, pmf
from proofs_check.engine.certificates import seal
from proofs_check.engine.certify import evidence_of, is_finished, relation
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Pr,
    Sum,
    T,
    Var,
    Z,
    best,
    both,
    ceiling,
    chi_squared,
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
    implies,
    information,
    keeps_best,
    kept,
    largest_budget,
    law,
    laws,
    less_one,
    limit,
    log,
    log_of,
    more,
    natural,
    nonnegative,
    optimal,
    outcome,
    permuted,
    positive,
    positive_law,
    ranked,
    real,
    renyi,
    renyi_cross_entropy,
    reward,
    rule,
    size,
    slope,
    soft_best,
    sub_gaussian,
    tilt_by,
    total,
    type_of,
    when,
)
from proofs_check.formula.certificates import confirmation, refutation
from proofs_check.formula.expressions import Expressions
from proofs_check.formula.model_data import NoCertificate, expression
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import MOST_DIGITS, SortError, Term, lift
from proofs_check.formula.values import NoReading, value
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case

p, q, psi = law("p"), positive_law("q"), law("psi")
r, y, n = reward("r"), outcome("y"), count("N")
w, v, x = (outcome(name, length=n) for name in "wvx")
s, t, family = rule("s"), real("t"), laws("F", "A")
CASE = {
    "p": pmf("1/5, 3/10, 1/2"), "q": pmf("2/3, 1/9, 2/9"), "psi": pmf("0, 1/4, 3/4"), "r": Reward.values([1, 0, 1]),
    "N": 2, "y": 1, "v": (2, 1), "F": {0: pmf("1/3, 1/3, 1/3"), 1: pmf("1/4, 1/4, 1/2"), 2: pmf("0, 1, 0")},
    "s": {(a, b): {max(a, b): Fraction(1, 3), a: Fraction(2, 3)} if b > a else {a: Fraction(1)}
          for a in range(3) for b in range(3)},
}  # fmt: skip

NUMBERS = {
    "a divergence with a zero": KL(psi, q),
    "a cross entropy": H(psi, q),
    "a tilt": KL(T(q, p, 2), p),
    "a partition function": Z(q, p, -1),
    "best of two words, ties": KL(best(p**n, n, total(log_of(q), n)), p**n),
    "best by rewards": KL(best(p, n, r), p),
    "an expectation": E(p, r),
    "an expectation of a logarithm with a zero": E(psi, log_of(q)),
    "a variance": Var(p, log_of(q)),
    "a sum": Sum(y, p(y) * (log(q(y)) - H(p, q))),
    "an entry": q(y) - p(y),
    "a function at an outcome": function(outcome("u"), q(outcome("u")) * r(outcome("u")))(y),
    "a distance": TV(p, q),
    "chi squared": chi_squared(psi, q),
    "a Rényi divergence": renyi(2, psi, q),
    "a Rényi divergence of order 0, with a zero": renyi(0, psi, q),
    "Rényi divergences of bound orders": sum(
        (Sum(u, q(u) * renyi(2 + q(u), psi, q)) for u in (outcome("y_"), outcome("y_0"))), lift(0)
    ),
    "Rényi divergences of bound orders, without a zero": Sum(y, q(y) * renyi(2 + q(y), p, q)),
    "Rényi cross entropies of bound orders": Sum(y, q(y) * renyi_cross_entropy(2 + q(y), p, q)),
    "partition functions of bound exponents": Sum(y, q(y) * Z(q, p, r(y))),
    "entries of tilts by bound exponents": Sum(y, T(q, p, r(y))(y) * KL(T(q, p, r(y)), p)),
    "an event": Pr(p, event(y, q(y) <= p(y))),
    "an event of words": Pr(p**n, event(w, total(r, n)(w) < 2)),
    "an event of two conditions": Pr(p, event(y, implies(q(y) < Fraction(1, 5), r(y) < 1))),
    "a type": H(type_of(v), q),
    "words of one type": Pr(p**n, event(w, type_of(w) == type_of(v))),
    "information": information(q, v),
    "the total of a word": total(r, n)(v),
    "a mean of totals": E(p**n, function(w, (total(r, n)(w) - n) ** 2)),
    "a mean on the support alone": E(psi, function(y, log(psi(y)))),
    "rounded up": ceiling(exp(n * KL(p, q))),
    "rounded down, to 0": floor(KL(p, q)),
    "a power of two, rounded": floor(exp(n * log(2))),
    "no less than 0": less_one(less_one(less_one(n))),
    "a binomial coefficient": choose(more(n, 3), n) + choose(n, more(n)),
    "one of two numbers": when(H(p, q) < 1, 2, KL(p, q)),
    "one of two, in a sum": Sum(y, when(psi(y) > 0, psi(y), 3)),
    "the largest budget": largest_budget(p, q),
    "the largest budget, with a zero": largest_budget(psi, q),
    "a size": size(p),
    "letters in an event": hits(event(y, r(y) < 1), v),
    "a rank": ranked(r, v, 0),
    "a tilt by rewards": KL(tilt_by(r, p, 2), p),
    "soft best": E(soft_best(p, n, r), r),
    "a kept draw": E(kept(p, n, s), r),
    "a law of a family": KL(psi, family(y)),
    "a slope": slope(t, KL(tilt_by(r, q, t + 1), q), 0),
    "a slope in a sum": E(p, function(y, slope(t, log(tilt_by(r, q, t)(y)), 0) ** 2)),
}


def said(statement: Any, status: str = "valid") -> None:
    outcome_ = kernel.check(seal("T-x", statement, {"precision": "256"}))
    assert outcome_.status == status, outcome_.reason


@pytest.mark.parametrize("name", NUMBERS)
def test_the_kernel_recomputes_what_the_term_is_worth(name: str) -> None:
    term = NUMBERS[name]
    bounds = EnclosedReal.of(value(term, CASE)).enclose(12)
    for statement in (Statement(bounds.lower <= term), Statement(term <= bounds.upper)):
        for found in confirmation(statement, CASE):
            said(found)
            assert not is_finished(found)
    for statement in (Statement(term <= bounds.lower - 1), Statement(bounds.upper + 1 <= term)):
        for found in refutation(statement, CASE):
            said(found)


def test_a_refutation_shows_every_hypothesis_and_the_falsehood() -> None:
    statement = Statement(KL(psi, q) <= KL(p, q), given=(H(psi, q) <= H(p, q),))
    case = CASE | {"psi": pmf("1, 0, 0")}
    assert statement.holds(case) is True
    false = Statement(KL(p, q) < KL(psi, q), given=(H(psi, q) <= H(p, q),))
    found = refutation(false, case | {"p": pmf("0, 1, 0")})
    assert [fact["relation"] for fact in found] == ["<=", ">="]
    for fact in found:
        said(fact)
        assert {"p", "q", "psi"} >= {name for name, _ in fact["let"]}


def test_a_refutation_shows_that_a_number_of_logarithms_has_the_sign_that_the_claim_asks_for() -> None:
    a, b = positive("a"), nonnegative("b")
    found = refutation(Statement(a + b < 1), {"a": log_number(2), "b": log_number(3)})
    assert [(fact["left"], fact["relation"]) for fact in found] == [("a", ">"), ("b", ">="), (["+", "a", "b"], ">=")]
    for fact in found:
        said(fact)
    assert len(refutation(Statement(a + b < 1), {"a": 1, "b": 0})) == 1


def test_small_and_capital_letters_are_two_names() -> None:
    (found,) = refutation(Statement(n <= natural("n")), {"N": 3, "n": 2})
    assert (found["let"], found["left"], found["right"]) == ([["N", "3"], ["n", "2"]], "N", "n")
    said(found)


def test_a_witness_shows_that_there_is_one_and_not_that_there_is_none() -> None:
    above = Statement(exists(t, KL(p, q) < t))
    (found,) = confirmation(above, CASE | {"some t": Fraction(1)})
    said(found)
    assert (found["left"], found["relation"]) == (["kl", "p", "q"], "<")
    for write, case in ((confirmation, CASE), (refutation, CASE | {"some t": Fraction(0)})):
        with pytest.raises(NoReading, match=r"^“there is t with KL\(p‖q\) < t” speaks of every real$"):
            write(above, case)


def test_a_witness_may_be_a_logarithm_or_a_law_and_is_nothing_of_another_kind() -> None:
    above = Statement(exists(t, KL(p, q) < t))
    for witness, shown in ((log_number(7), ["+", "0", ["*", "1", ["log", "7"]]]), (Fraction(2), "2")):
        (found,) = confirmation(above, CASE | {"some t": witness})
        said(found)
        assert found["right"] == shown
    far = Statement(exists(psi, KL(psi, q) > 0))
    (found,) = confirmation(far, {"q": CASE["q"], "some psi": CASE["p"]})
    said(found)
    assert found["right"] == ["kl", ["vec", "1/5", "3/10", "1/2"], "q"]
    size_ = positive("size")
    shown_of = refutation(
        Statement(E(p, r) < 0, given=(exists(size_, size_ > 0),)), CASE | {"some size": log_number(7)}
    )
    assert (["+", "0", ["*", "1", ["log", "7"]]], ">", "0") in sides(shown_of)[:1]
    least = Statement(exists(r, E(p, r) < 0))
    with pytest.raises(NoCertificate, match=r"^the kernel has no words for the r that is said to exist$"):
        confirmation(least, {"p": CASE["p"], "some r": Reward.values([-1, -1, -1])})


def test_connectives_become_relations() -> None:
    both = Statement(implies(KL(p, q) < 0, KL(p, q) == 0))
    assert [fact["relation"] for fact in confirmation(both, CASE)] == [">="]
    for fact in confirmation(both, CASE):
        said(fact)


def test_what_the_kernel_has_no_words_for_is_refused_with_a_reason() -> None:
    with pytest.raises(NoCertificate, match=r"^nothing is written for “.*” where it is true$"):
        confirmation(Statement(limit(n, KL(p, q) / n, 0)), CASE)
    with pytest.raises(NoCertificate, match="about every real number"):
        confirmation(Statement(sub_gaussian(p, r, Fraction(1, 5))), CASE)
    with pytest.raises(NoCertificate, match=r"^nothing is written for “.*” where it is false$"):
        refutation(Statement(sub_gaussian(p, r, Fraction(1, 5))), CASE)


IDENTITY = {"kind": "identity", "variables": ["x"], "left": "x", "right": "x"}


def test_finished_numbers_are_not_certificates() -> None:
    assert is_finished(relation("1/4", "<=", ["log", "3"]))
    assert is_finished({"kind": "logform-sign", "sign": "1", "form": ["log", "2"]})
    assert not is_finished(relation(["sum", ["vec", "1/4", "1/4"]], "<=", "1"))
    assert not is_finished(relation(["^", "x", "2"], "<=", "1", [("x", "1/2")]))
    assert not is_finished(relation(["+", "1/2", ["sum", ["vec", "1/4", "1/4"]]], "<=", "1"))
    assert not is_finished(IDENTITY)


i, z, other = natural("i"), outcome("z"), outcome("other")
PROPOSITIONS = {
    "keeps a best draw": (keeps_best(s, n, reward("up")), True),
    "spends the budget on a tilt": (optimal(T(q, p, 2), q, p, KL(T(q, p, 2), p)), True),
    "sits on the best letters": (optimal(law("top"), q, p, 5), True),
    "Hoeffding's proxy": (sub_gaussian(p, r, Fraction(1, 4)), True),
    "a rearranged word": (permuted(v, w), True),
    "another word": (permuted(v, x), False),
    "the same outcome": (y == z, True),
    "another outcome": (y == other, False),
    "an exponential": (exp(n * log(2)) == 4, True),
    "an exponential below 1": (exp(-n * log(2)) == Fraction(1, 4), True),
    "an exponential below a number": (exp(n * log(2)) < 4, False),
    "below a whole number": (for_all(i, implies(i < more(n), choose(more(n), i) <= 3)), True),
    "not below a whole number": (for_all(i, implies(i < more(n), choose(more(n), i) <= 2)), False),
    "the first of two holds": (either(KL(p, p) <= 0, 1 / psi(other) < 1), True),
}


def shown(proposition: Any, truth: bool) -> list[Any]:
    case = CASE | {"up": Reward.values([0, 1, 2]), "top": pmf("1, 0, 0"), "z": 1, "other": 0, "w": (1, 2), "x": (1, 1)}
    case["s"] = {(a, b): {max(a, b): Fraction(1)} for a in range(3) for b in range(3)}
    return (confirmation if truth else refutation)(Statement(both(proposition, KL(p, p) == 0)), case)


@pytest.mark.parametrize("name", PROPOSITIONS)
def test_a_proposition_is_shown_by_relations_of_the_data(name: str) -> None:
    proposition, truth = PROPOSITIONS[name]
    found = shown(proposition, truth)
    assert found
    for statement in found:
        said(statement)
    assert not all(map(is_finished, found))  # α ≥ 0 is about its datum alone


def test_what_is_shown_of_a_rule_fails_for_one_that_keeps_a_worse_draw() -> None:
    found = confirmation(Statement(keeps_best(s, n, reward("up"))), CASE | {"up": Reward.values([0, 1, 2])})
    statuses = {kernel.check(seal("T-x", statement, {"precision": "256"})).status for statement in found}
    assert "invalid" in statuses


def test_what_is_shown_of_an_optimum_fails_for_another_law() -> None:
    for law_, budget in ((T(q, p, -1), KL(T(q, p, -1), p)), (T(q, p, 2), KL(T(q, p, 3), p)), (law("top"), 0)):
        found = confirmation(Statement(optimal(law_, q, p, budget)), CASE | {"top": pmf("1, 0, 0")})
        statuses = {kernel.check(seal("T-x", statement, {"precision": "256"})).status for statement in found}
        assert "invalid" in statuses
    with pytest.raises(NoCertificate, match="no tilt by a rational exponent"):
        confirmation(Statement(optimal(psi, q, p, 3)), CASE)


def test_an_optimum_is_among_the_letters_that_the_reference_has() -> None:
    """Where q is largest the law p has no mass: neither has what is best on its budget."""
    case = CASE | {"psi": pmf("0, 1/4, 3/4"), "top": pmf("0, 0, 1")}
    for law_, budget in ((law("top"), lift(1)), (T(q, psi, 2), KL(T(q, psi, 2), psi))):
        found = confirmation(Statement(optimal(law_, q, psi, budget)), case)
        assert found
        for statement in found:
            said(statement)
    case["r"] = Reward.values([0, 1, 2])
    of_best = confirmation(Statement(optimal(law("top"), q, best(psi, 2, r), 1)), case)
    reference = ["best_of_n", "psi", "weights", "2"]
    assert (["sum", ["*", reference, ["vec", "1", "0", "0"]]], "=", "0") in sides(of_best)


def sides(found: list[Any]) -> list[tuple[Any, str, Any]]:
    return [(fact["left"], fact["relation"], fact["right"]) for fact in found]


def test_a_proxy_of_a_reward_on_one_letter_is_not_negative() -> None:
    found = confirmation(Statement(sub_gaussian(law("top"), r, t * t)), CASE | {"top": pmf("0, 0, 1"), "t": 2})
    assert ("0", "<=", ["*", "t", "t"]) in sides(found)
    for statement in found:
        said(statement)


@pytest.mark.parametrize(
    ("term", "worth"),
    [
        (T(law("g"), psi, -1)(y), Fraction(2, 3)),
        (Z(law("g"), psi, -2), Fraction(45, 8)),
        (Z(psi, psi, 0), Fraction(1)),
        (chi_squared(psi, law("g")), Fraction(1, 8)),
        (renyi_cross_entropy(0, psi, law("g")), log_number(Fraction(9, 4))),
    ],
    ids=str,
)
def test_zeros_of_what_tilts_are_put_aside_where_the_law_has_none_of_its_mass(term: Term, worth: Any) -> None:
    case = {"g": pmf("0, 1/3, 2/3"), "psi": pmf("0, 1/2, 1/2"), "y": 1}
    assert value(term, case | {"letters of A": (0, 1, 2)}) == worth
    found = refutation(Statement(term < constant_(worth)), case)
    for statement in found:
        said(statement)
    assert (["sum", ["*", "psi", ["vec", "1", "0", "0"]]], "=", "0") in sides(found)


def constant_(worth: Any) -> Term:
    return lift(worth) if isinstance(worth, Fraction) else log(worth.exp())


def test_the_best_of_empty_words_is_the_empty_word() -> None:
    (found,) = confirmation(
        Statement(KL(best(p ** natural("k"), n, total(r, natural("k"))), p ** natural("k")) <= 0), CASE | {"k": 0}
    )
    said(found)


def test_odds_that_are_no_rationals_are_exponentials() -> None:
    case = {"p": pmf("1/2, 1/2"), "r": Reward.values([0, log_number(2) / 2])}
    (found,) = confirmation(Statement(E(tilt_by(r, p, 2), r) > log(2) / 4), case)
    assert found["left"][0] == "/"
    said(found)


def test_data_is_not_named_as_the_sides_of_a_relation_are() -> None:
    left, right = real("left"), real("right")
    for statement in refutation(Statement(left + right <= left * right), {"left": 2, "right": Fraction(1, 2)}):
        said(statement)


def test_a_witness_of_what_exists_is_none_against_what_holds_for_all() -> None:
    """The case names a number of the same name, at which the body is true: it is another that refutes."""
    statement = Statement(for_all(i, implies(i < more(n), choose(more(n), i) <= 2)))
    assert refutation(statement, CASE | {"some i": 0}) == refutation(statement, CASE) != []


@pytest.mark.parametrize("body", [floor(t), exp(t) ** t])
def test_a_derivative_without_a_rule_has_no_certificate(body: Term) -> None:
    with pytest.raises(NoCertificate, match="there is no rule for the derivative of"):
        confirmation(Statement(slope(t, body, 1) <= 1), CASE)


def test_what_makes_a_proposition_true_is_the_writers_to_say() -> None:
    with pytest.raises(NotImplementedError):
        Expressions(CASE).facts(lift(1) <= 2, truth=True)


def test_long_constants_that_are_shown_alike_keep_their_own_names() -> None:
    one = [Fraction(1, 40)] * 40
    other = [*one[:-2], Fraction(1, 20), Fraction(0)]
    a, b = (constant(Distribution(dict(enumerate(masses)))) for masses in (one, other))
    assert repr(a.leaf) == repr(b.leaf)
    (found,) = confirmation(Statement(KL(a, a) < KL(b, a)), {})
    said(found)
    assert len(found["let"]) == 2


def test_numbers_that_are_only_written_out_are_left_out() -> None:
    assert [fact["left"] for fact in confirmation(Statement(both(lift(2) == 2, KL(p, p) == 0)), CASE)] == [
        ["kl", "p", "p"]
    ]
    for truth in (lift(1) < 2, lift(1) <= 2, lift(1) != 2):
        assert [fact["left"] for fact in confirmation(Statement(both(truth, KL(p, p) == 0)), CASE)] == [
            ["kl", "p", "p"]
        ]
    wrong = confirmation(Statement(both(lift(2) <= 1, KL(p, p) == 0)), CASE)  # what is false stays, to be found out
    assert [fact["left"] for fact in wrong] == ["2", ["kl", "p", "p"]]


def test_the_rewards_of_a_policy_are_data_to_which_its_weights_are_tied() -> None:
    found = confirmation(Statement(KL(best(p, n, r), p) <= 1), CASE)
    assert all(["r", ["vec", "1", "0", "1"]] in statement["let"] for statement in found)
    ties = next(statement for statement in found if statement["left"] == ["log", "weights"])
    said(ties)
    said(
        ties | {"let": [[name, e if name != "weights" else ["vec", "2", "1", "4"]] for name, e in ties["let"]]},
        "invalid",
    )


class False_(Assertion):
    id, place, title, expected, weight = "T-false", "here", "No divergence", "refuted", "false"
    asserts = Statement(KL(p, q) == 0)
    flaw = "only for p = q"
    counterexample = Case(p=pmf("1/2, 1/2"), q=pmf("1/3, 2/3"))


def test_a_refuted_claim_is_certified_from_the_data_of_its_counterexample() -> None:
    ((statement, evidence),) = evidence_of(False_).statements
    assert statement["let"] == [["p", ["vec", "1/2", "1/2"]], ["q", ["vec", "1/3", "2/3"]]]
    assert (statement["left"], statement["relation"], statement["right"]) == (["kl", "p", "q"], "!=", "0")
    assert evidence == {"precision": "64"}


def test_a_claim_refuted_against_its_author_is_certified_as_well() -> None:
    class Unexpected(Assertion):
        id, place, title, expected = "T-unexpected", "here", "A false bound", "tested"
        asserts = Statement(KL(p, q) <= 0)

    statements = evidence_of(Unexpected).statements
    assert [s["relation"] for s, _ in statements] == [">"]
    assert statements[0][0]["let"]


def test_the_weights_of_a_tilt_by_rewards_are_tied_to_the_rewards() -> None:
    case = CASE | {"r": Reward.parse("log 6, 0, log 2", None)}
    found = confirmation(Statement(KL(tilt_by(r, p, 2), p) > 0), case)
    assert (["log", "odds"], "=", "r") in [(one["left"], one["relation"], one["right"]) for one in found]
    for statement in found:
        said(statement)


KNOWN = CASE | {"letters of A": (0, 1, 2)}


def test_rewards_that_are_logarithms_of_a_law_are_written_as_the_law() -> None:
    """Their exponentials are its masses, which are given: nothing is enclosed, and nothing has to be shown beside."""
    written = Expressions(KNOWN)
    q_, p_, n_ = (written.data(t) for t in (q, p, n))
    assert written.vector(tilt_by(log_of(q), p, 2)) == ["tilt", q_, p_, "2"]
    assert written.weights(log_of(q)) == q_
    assert written.weights(total(log_of(q), n)) == ["product", q_, n_]
    assert written.vector(total(log_of(q), n)) == ["log", ["product", q_, n_]]
    assert written.number(E(p, log_of(q))) == ["-", "0", ["cross_entropy", p_, q_]]
    assert written.beside == []
    other = function(y, log(q(y)) + 1)
    assert written.odds(other) == ["exp", written.vector(other)]
    with pytest.raises(NoCertificate, match=r"^the reward “.*” has no weights$"):
        written.weights(other)


def test_rewards_are_tied_to_their_weights() -> None:
    """By powers of 2 where they are rational, by their exponentials where they are logarithms; beside it stands why."""
    for rewards, weights, tied in (
        ([1, 0, 1], ["vec", "2", "1", "2"], [["log", "2"]]),
        ([Fraction(1, 2), Fraction(-1, 3), 0], ["vec", "8", "1/4", "1"], ["6", ["log", "2"]]),
        ([log_number(3), log_number(Fraction(1, 2)), 0], ["vec", "3", "1/2", "1"], []),
    ):
        written = Expressions(KNOWN | {"r": Reward.values(rewards)})
        name = written.weights(r)
        data = written.data(r)
        assert written.beside == [(["log", name], "=", ["*", data, *tied] if tied else data)]
        assert written.let[name] == weights
    written = Expressions(KNOWN | {"r": Reward.values([log_number(3) + 1, 1, 0])})
    with pytest.raises(NoCertificate, match=r"^rewards that are not all rational, nor all logarithms of rationals$"):
        written.weights(r)
    assert written.odds(r) == ["exp", written.data(r)]
    written = Expressions(KNOWN | {"r": Reward.values([log_number(3), log_number(2), 0])})
    name = written.odds(r)
    assert (written.let[name], written.beside) == (["vec", "3", "2", "1"], [(["log", name], "=", written.data(r))])


def test_a_number_of_a_certificate_has_no_more_digits_than_one_of_a_term() -> None:
    longest, long = 10**MOST_DIGITS - 1, 10**MOST_DIGITS
    for number in (longest, -longest, Fraction(1, longest)):
        assert Fraction(expression(number)) == number == lift(number).leaf
    for number in (long, -long, Fraction(1, long)):
        with pytest.raises(NoCertificate, match=f"^a number of more than {MOST_DIGITS} digits, which no certificate"):
            expression(number)
        with pytest.raises(SortError, match=f"^a number in a term has at most {MOST_DIGITS} digits: write a power"):
            lift(number)
