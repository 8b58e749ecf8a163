"""The rules of proofs: what each of them lets pass, and that a little more is refused, with the reason."""

from __future__ import annotations

from contextlib import nullcontext
from fractions import Fraction
from typing import Any

import pytest

from proofs_check.engine import derivations
from proofs_check.engine.derivations import Unproved, check_lines
from proofs_check.formula import (
    KL,
    E,
    H,
    Sum,
    T,
    absolutely_continuous,
    both,
    count,
    exp,
    for_all,
    function,
    law,
    log,
    natural,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    reward,
    sqrt,
    supports,
    tilt_by,
)
from proofs_check.formula.notation import lift_count, more
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import SortError, Term, lift
from proofs_check.formula.wellformed import verified
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case
from proofs_check.language.claims import Claim
from proofs_check.language.derivations import Line, algebra, equals, hypothesis, identity, instance, linear, sign

x, y, z, a, b, s, t = real("x"), real("y"), real("z"), nonnegative("a"), nonnegative("b"), positive("s"), positive("t")
zero, one = lift(0), lift(1)  # names, as a linter turns “0 <= x” into “x >= 0”, which is another term
p, q, o, n, k = law("p"), positive_law("q"), outcome("o"), count("N"), natural("k")


def proves(*lines: Line, given: tuple[Term, ...] = ()) -> bool:
    """Whether the lines prove what the last of them says."""
    try:
        check_lines(Statement(lines[-1].term, given), lines)
    except Unproved:
        return False
    return True


def refused(*lines: Line, given: tuple[Term, ...] = ()) -> str:
    with pytest.raises(Unproved) as caught:
        check_lines(Statement(lines[-1].term, given), lines)
    return str(caught.value).partition("): ")[2]


SIGNS = [
    zero <= a,
    zero <= a * b,
    zero <= x**2,
    zero < s,
    zero <= s,
    zero < s * t,
    zero < exp(x),
    zero <= KL(p, q),
    zero < a + s,
    zero <= lift(0),
]


@pytest.mark.parametrize("term", SIGNS, ids=str)
def test_a_sign_that_the_sorts_show(term: Term) -> None:
    assert proves(sign(term))


@pytest.mark.parametrize(
    "term",
    [zero < a, zero <= x, zero < x**2, zero <= a - b, zero < KL(p, q), zero < lift(0), zero <= lift(-1)],
    ids=str,
)
def test_a_sign_that_they_do_not_show(term: Term) -> None:
    assert "does not show it to be a" in refused(sign(term))


@pytest.mark.parametrize("term", [a >= a, a == a, one <= s + 1, a <= 0, s != 0, both(zero <= a, zero <= b)], ids=str)
def test_what_is_no_sign(term: Term) -> None:
    assert refused(sign(term)) == "a sign is written 0 <= t or 0 < t"


ALGEBRA = [
    ((x + y) ** 2 == x**2 + 2 * x * y + y**2, True),
    ((x + y) * (x - y) == x**2 - y**2, True),
    (x / 2 + x / 2 == x, True),
    (-(x - y) == y - x, True),
    (x - x == 0, True),
    (x * y * x == x**2 * y, True),
    (x**0 == 1, True),
    (log(s) * (x + 1) == log(s) * x + log(s), True),
    ((x + y) ** 2 == x**2 + y**2, False),
    (x - y == y - x, False),
    (x / 2 == x, False),
    (x * y == x + y, False),
    (x ** lift_count(2) == x * x, True),
    (x**2 == x, False),
    (x**2 * y == x * y**2, False),
    (s / t == s * t, False),
    (2 * x == x, False),
    (x + 1 == x, False),
    (log(s * t) == log(s) + log(t), False),
]


@pytest.mark.parametrize(("term", "true"), ALGEBRA, ids=[str(term) for term, _ in ALGEBRA])
def test_an_equation_of_polynomials(term: Term, true: bool) -> None:
    assert proves(algebra(term)) == true


def test_algebra_proves_no_inequality_and_nothing_that_needs_no_work() -> None:
    assert refused(algebra(x <= x + 0)) == "its two sides are not the same polynomial"
    assert refused(algebra(x == x)) == "its two sides are the same before any work"


def test_a_hypothesis_is_one_of_the_claim_and_alone_proves_nothing() -> None:
    assert refused(hypothesis(x <= y), given=(y <= x,)) == "it is no hypothesis of the claim"
    assert refused(hypothesis(x != y), given=(x == y,)) == "it is no hypothesis of the claim"
    check_lines(Statement(x <= y, (y == x,)), [hypothesis(x == y), linear(x <= y, {1: 1})])
    for said, given in ((x <= y, x <= y), (x == y, y == x), (x != y, y != x)):
        with pytest.raises(Unproved, match=r"^the conclusion is a hypothesis: nothing is proved$"):
            check_lines(Statement(said, (given,)), [hypothesis(said)])
    with pytest.raises(Unproved, match="there are no lines"):
        check_lines(Statement(x <= y, (x <= y,)), [])
    with pytest.raises(Unproved, match="the last line is 0 ≤ a, not 0 ≤ b"):
        check_lines(Statement(zero <= b, (zero <= a,)), [sign(zero <= b), sign(zero <= a)])
    with pytest.raises(Unproved, match="is no variable of the claim"):
        check_lines(Statement(zero <= a), [sign(zero <= s), sign(zero <= a)])
    with pytest.raises(Unproved, match="'guess' is no rule"):
        check_lines(Statement(zero <= a), [Line(zero <= a, "guess")])


def test_a_line_must_mean_something() -> None:
    assert proves(algebra(1 / x - 1 / x == 0))  # the claim itself assumes x ≠ 0
    with pytest.raises(Unproved, match="it needs x ≠ 0, which is not known"):
        check_lines(Statement(x <= x + 1), [algebra(1 / x - 1 / x == 0), linear(x <= x + 1, {})])
    check_lines(Statement(x <= x + 1, (x != 0,)), [algebra(1 / x - 1 / x == 0), linear(x <= x + 1, {})])
    with pytest.raises(Unproved, match="it needs x ≠ 0, which is not known"):
        check_lines(Statement(zero <= x, (zero <= x,)), [hypothesis(zero <= x), linear(zero <= x, {1: 1 / x * x})])


def test_what_a_line_needs_may_be_said_in_other_words() -> None:
    """x ≠ 0 and 0 ≤ x where 0 < x is a hypothesis or an earlier line; and not where 0 ≤ x or x < 1 is."""
    for t, needed in ((1 / x, "x ≠ 0"), (sqrt(x), "0 ≤ x")):
        lines = [algebra(t - t == 0), linear(x <= x + 1, {})]
        check_lines(Statement(x <= x + 1, (zero < x,)), lines)
        check_lines(Statement(x <= x + 1, (y < 0, zero < x)), lines)
        earlier = [hypothesis(zero < y), hypothesis(y <= x), linear(zero < x, {1: 1, 2: 1})]
        check_lines(Statement(x <= x + 1, (zero < y, y <= x)), [*earlier, *lines])
        for other in (x < 1, zero < y, x <= 0):
            with pytest.raises(Unproved, match=f"it needs {needed}, which is not known"):
                check_lines(Statement(x <= x + 1, (other,)), lines)


LINEAR: list[tuple[Term, tuple[Term, ...], dict[int, object], bool]] = [
    (x <= z, (x <= y, y <= z), {1: 1, 2: 1}, True),
    (x < z, (x < y, y <= z), {1: 1, 2: 1}, True),
    (x < z, (x <= y, y < z), {1: 1, 2: 1}, True),
    (x <= z, (x < y, y < z), {1: 1, 2: 1}, True),
    (x < z, (x <= y, y <= z), {1: 1, 2: 1}, False),
    (x == z, (x == y, y == z), {1: 1, 2: 1}, True),
    (x == z, (x <= y, y == z), {1: 1, 2: 1}, False),
    (x <= z, (x == y, y == z), {1: 1, 2: 1}, True),
    (x < z, (x == y, y == z), {1: 1, 2: 1}, False),
    (z <= x, (x == y, y == z), {1: -1, 2: -1}, True),
    (y <= x, (x <= y,), {1: -1}, False),
    (y <= x, (x <= y,), {1: 1}, False),
    (2 * x <= 2 * y, (x <= y,), {1: 2}, True),
    (2 * x <= 2 * y, (x <= y,), {1: 1}, False),
    (2 * x < 2 * y, (x < y,), {1: 2}, True),
    (a * x <= a * y, (x <= y,), {1: a}, True),
    (a * x < a * y, (x < y,), {1: a}, False),
    (s * x < s * y, (x < y,), {1: s}, True),
    (x * x <= x * y, (x <= y,), {1: x}, False),
    (x * z == y * z, (x == y,), {1: z}, True),
    (x <= y + 1, (x <= y,), {1: 1}, True),
    (x < y + 1, (x <= y,), {1: 1}, True),
    (x <= y - 1, (x <= y,), {1: 1}, False),
    (x == y + 1, (x == y,), {1: 1}, False),
    (x <= y, (x <= z,), {1: 1}, False),
    (0 * x < lift(0), (x < y,), {1: 0}, False),
    (n * x <= n * y, (x <= y,), {1: n}, True),
    (n * x < n * y, (x < y,), {1: n}, True),
    (k * x <= k * y, (x <= y,), {1: k}, True),
    (k * x < k * y, (x < y,), {1: k}, False),
    (lift(0) < 1, (), {}, True),
    (lift(1) < 1, (), {}, False),
    (lift(1) <= 1, (), {}, True),
    (lift(1) == 1, (), {}, True),
    (lift(1) == 2, (), {}, False),
    (lift(2) <= 1, (), {}, False),
]


@pytest.mark.parametrize(
    ("term", "given", "coefficients", "true"), LINEAR, ids=[f"{term} from {given}" for term, given, _, _ in LINEAR]
)
def test_a_sum_of_relations(term: Term, given: tuple[Term, ...], coefficients: dict[int, object], true: bool) -> None:
    assert proves(*map(hypothesis, given), linear(term, coefficients), given=given) == true


def test_a_coefficient_may_be_positive_by_an_earlier_line() -> None:
    given = (x <= y, zero <= z)
    assert proves(*map(hypothesis, given), linear(x * z <= y * z, {1: z}), given=given)
    given = (x < y, zero < z)
    assert proves(*map(hypothesis, given), linear(x * z < y * z, {1: z}), given=given)
    given = (x < y, zero <= z)
    assert not proves(*map(hypothesis, given), linear(x * z < y * z, {1: z}), given=given)


def test_what_a_sum_of_relations_is_made_of() -> None:
    assert refused(hypothesis(x != y), linear(x <= y, {1: 1}), given=(x != y,)).startswith("line 1 is no equation")
    assert refused(linear(x != y, {})) == "it is no equation and no inequality"
    assert refused(linear(x <= y, {1: 1})) == "there is no earlier line 1"
    assert refused(sign(zero <= a), linear(zero <= a, {0: 1})) == "there is no earlier line 0"
    assert refused(sign(zero <= a), linear(zero <= a, {2: 1})) == "there is no earlier line 2"
    assert refused(sign(zero <= a), linear(zero < a, {1: 1})) == "the sum of the lines leaves 0, which is not enough"
    assert refused(sign(zero <= a), linear(zero <= x + a, {1: 1})) == "the sum of the lines is something else"


def test_equals_are_put_for_equals() -> None:
    given = (x == y, log(s + x**2) <= z)
    head = [hypothesis(x == y), hypothesis(log(s + x**2) <= z)]
    assert proves(*head, equals(log(s + y**2) <= z, 2, 1), given=given)
    assert not proves(*head, equals(log(s + z**2) <= z, 2, 1), given=given)
    assert not proves(*head, equals(log(s + y**2) < z, 2, 1), given=given)
    said = refused(hypothesis(x <= y), hypothesis(zero <= x), equals(zero <= y, 2, 1), given=(x <= y, zero <= x))
    assert said == "line 1 is no equation"


def test_equals_are_put_under_a_binder_only_where_their_variables_are_free() -> None:
    inside = (x == y, Sum(o, x * p(o)) <= 1)
    head = [hypothesis(g) for g in inside]
    assert proves(*head, equals(Sum(o, y * p(o)) <= 1, 2, 1), given=inside)
    assert not proves(*head, equals(Sum(o, z * p(o)) <= 1, 2, 1), given=inside)
    # p(o) = q(o) at one letter o says nothing of the sum over all letters.
    bound = (p(o) == q(o), Sum(o, p(o) * x) <= 1)
    head = [hypothesis(g) for g in bound]
    assert not proves(*head, equals(Sum(o, q(o) * x) <= 1, 2, 1), given=bound)
    both_sides = (x == q(o), Sum(o, x * p(o)) <= 1)
    head = [hypothesis(g) for g in both_sides]
    assert not proves(*head, equals(Sum(o, q(o) * p(o)) <= 1, 2, 1), given=both_sides)
    every = (for_all(o, p(o) <= x), x == y)
    head = [hypothesis(g) for g in every]
    assert proves(*head, equals(for_all(o, p(o) <= y), 1, 2), given=every)


def test_powers_and_quotients_are_taken_apart_only_where_they_are_polynomials() -> None:
    assert proves(algebra((x + 1) ** 3 == x**3 + 3 * x**2 + 3 * x + 1))
    assert proves(algebra((x + 1) * (x + 1) ** 19 == (x + 1) ** 20))
    high = "its two sides are not the same polynomial as far as they are multiplied out: “(x + 1)^21” is not"
    assert refused(algebra((x + 1) * (x + 1) ** 20 == (x + 1) ** 21)) == f"{high}, above the power 20"
    zeroes = sign(zero <= a**21), linear(zero <= a**20 * a, {1: 1})
    assert refused(*zeroes).endswith(" as far as they are multiplied out: “a^21” is not, above the power 20")
    assert proves(algebra(x / Fraction(1, 3) == 3 * x))
    assert proves(algebra((n + k) * 2 == 2 * n + 2 * k))
    assert proves(
        algebra(2 * E(p, function(o, log(q(o)))) - E(p, function(o, log(q(o)))) == E(p, function(o, log(q(o)))))
    )


def test_an_equation_is_put_into_itself() -> None:
    assert proves(hypothesis(x == y), equals(y == y, 1, 1), given=(x == y,))
    assert not proves(hypothesis(x == y), equals(y == z, 1, 1), given=(x == y,))


r, w, psi, phi = reward("r"), outcome("w"), law("psi"), positive_law("phi")
normalised = Sum(w, q(w) * exp(x * r(w)))
IDENTITIES = [
    (T(phi, q, x)(o) * Sum(w, q(w) * phi(w) ** x) == q(o) * phi(o) ** x, (), True),
    (T(phi, q, x)(o) * Sum(w, q(w) * phi(w) ** x) == phi(o) * q(o) ** x, (), False),
    (tilt_by(r, q, x)(o) * normalised == q(o) * exp(x * r(o)), (), True),
    (tilt_by(r, q, x)(o) * normalised == q(o) * exp(r(o)), (), False),
    (log(tilt_by(r, q, x)(o)) == log(q(o)) + x * r(o) - log(normalised), (), True),
    (log(tilt_by(r, q, x)(o)) == log(q(o)) + x * r(o), (), False),
    (log(n * s) == log(n) + log(s), (), True),
    (log(k * s) == log(k) + log(s), (k > 0,), True),
    (sqrt(a * s) == sqrt(a) * sqrt(s), (), True),
    (sqrt(a / s) * sqrt(s / a) == 1, (a != 0,), True),
    (sqrt(x * s) == sqrt(x) * sqrt(s), (x != 0,), True),
    (3 / (2 + 2 * x) == 1 / (2 + 2 * x) + 2 / (2 + 2 * x), (), True),
    ((1 + H(p, q)) ** x * (1 + H(p, q)) == (1 + H(p, q)) ** (x + 1), (), True),
    (log(s * (1 + x)) == log(s) + log(1 + x), (x > -1, zero < 1 + x), True),
    (log(x * y) == log(x) + log(y), (x > 0,), True),
    (log(x * y) == log(x) + log(y), (x - x != 0,), True),
    (sqrt(x**2) == x, (sqrt(x**2) > 0,), False),
    (sqrt(x**2) == x, (sqrt(x**2) != 0,), False),
    (exp(log(x**2) / 2) == x, (), False),
    ((x + y) ** n * (x + y) == (x + y) ** (n + 1), (x > 0, sqrt(x**2) + y > 0), True),
]


@pytest.mark.parametrize(("equation", "given", "true"), IDENTITIES, ids=[str(term) for term, _, _ in IDENTITIES])
def test_what_an_identity_needs_is_seen_from_sorts_and_facts(
    equation: Term, given: tuple[Term, ...], true: bool
) -> None:
    assert proves(identity(equation), given=given) == true


def cited(then: Term, *given: Term) -> type[Assertion]:
    return type("Cited", (Assertion,), {"id": "D-cited", "asserts": Statement(then, given)})


CITED = [
    (zero <= KL(p, psi), (), zero <= KL(q, phi), {"p": q, "psi": phi}, (), True),
    (zero <= KL(p, psi), (), zero <= KL(p, p), {"psi": p}, (), True),
    (x / y <= 1, (), x / exp(x) <= 1, {"y": exp(x)}, (), True),
    (log(x) <= x, (x > 0,), log(n) <= n, {"x": n}, (), True),
    (n * x <= x + n, (), 2 * x <= x + 2, {"N": 2}, (), True),
    (x <= y, (absolutely_continuous(p, psi),), x <= y, {}, (supports(psi, p),), True),
    (x <= y, (absolutely_continuous(p, psi),), x <= y, {}, (absolutely_continuous(psi, p),), False),
    (x <= y, (absolutely_continuous(p, psi),), x <= y, {"p": q}, (), False),
    (x <= y, (zero < x,), x <= y, {}, (zero <= x,), False),
    (x <= y, (x != 0,), x <= y, {}, (zero <= x,), False),
    (x <= y, (x != 1,), s <= y, {"x": s}, (), False),
    (n * x <= x + n, (), lift(0) * x <= x + 0, {"N": 0}, (), False),
    (n * x <= x + n, (), Fraction(1, 2) * x <= x + Fraction(1, 2), {"N": Fraction(1, 2)}, (), False),
]


@pytest.mark.parametrize(("said", "needs", "line", "values", "given", "true"), CITED)
def test_citing_needs_what_sorts_do_not_show(
    said: Term, needs: tuple[Term, ...], line: Term, values: dict[str, Any], given: tuple[Term, ...], true: bool
) -> None:
    statement = Statement(line, given, (p, psi, q, phi, x, y, s, n))
    with nullcontext() if true else pytest.raises(Unproved):
        check_lines(statement, [instance(cited(said, *needs), line, **values)])


class InWords(Claim):
    id, place, title = "D-words", "here", "In words"


OTHER = positive_law("g", "B")
CITATIONS: list[tuple[type[Claim], Term, dict[str, Any], str]] = [
    (InWords, x <= y, {}, "D-words is no claim that is a term"),
    (type("Put", (InWords,), {"term": Statement(x <= y)}), x <= y, {}, "D-words is no claim that is a term"),
    (type("Bare", (Assertion,), {"id": "D-bare"}), x <= y, {}, "D-bare is no claim that is a term"),
    (cited(zero <= KL(q, q)), x <= y, {"q": OTHER}, "g is over another space than q of D-cited is there"),
    (
        type("False_", (cited(x <= y),), {"counterexample": Case(x=1, y=0)}),
        x <= y,
        {},
        "D-cited is false, and nothing true stands in its place",
    ),
    (cited(x <= z), x <= y, {}, "D-cited speaks of z: say what it stands for"),
    (cited(zero <= KL(p, psi)), zero <= KL(p, psi), {"p": x}, "p of D-cited is a law, but x is a real"),
    (cited(s <= t), x <= s, {"s": x, "t": s}, "s of D-cited is a positive real, but x is a real"),
    (cited(x <= y), x <= y, {"z": y}, "D-cited has no z"),
    (cited(x <= y, x < y), x <= y, {}, "D-cited needs x < y, which stands in no earlier line"),
    (cited(x <= y, both(x != y, x < y)), x <= y, {}, "D-cited needs x ≠ y, which stands in no earlier line"),
    (cited(x <= y), y <= x, {}, "D-cited says x ≤ y there"),
    (cited(x <= y), x <= x, {"x": y, "y": x}, "D-cited says y ≤ x there"),
    (cited(x <= y, zero < x / y), s <= y, {"x": s}, "D-cited needs 0 < s/y, which stands in no earlier line"),
]


@pytest.mark.parametrize(("claim", "line", "values", "said"), CITATIONS)
def test_why_a_claim_is_not_cited(claim: type[Assertion], line: Term, values: dict[str, Any], said: str) -> None:
    statement = Statement(line, (y != 0,) if "0 < s/y" in said else (), (p, psi, x, y, s, o, OTHER))
    with pytest.raises(Unproved) as caught:
        check_lines(statement, [instance(claim, line, **values)])
    assert str(caught.value) == f"line 1 ({line}): {said}"


def test_words_have_the_length_that_is_put_for_that_of_the_claim() -> None:
    long, short = outcome("u", length=n), outcome("v", length=lift_count(2))
    claim = cited(zero <= (p**n)(outcome("w", length=n)))
    for length, word in ((n, long), (lift_count(2), short), (more(n), outcome("t", length=more(n)))):
        line = zero <= (p**length)(word)
        check_lines(Statement(line), [instance(claim, line, N=length, w=word)])
    line = zero <= (p**n)(long)
    for wrong in (short, outcome("u", "B", n)):
        with pytest.raises(Unproved, match=r": [uv] is over another space than w of D-cited is there$"):
            check_lines(Statement(line, (), (wrong,) if wrong is short else ()), [instance(claim, line, w=wrong)])
    with pytest.raises(Unproved, match=r": w of D-cited is an outcome, but p is a law$"):
        check_lines(Statement(line), [instance(claim, line, w=p)])
    with pytest.raises(Unproved, match=r": u is over another space than w of D-cited is there$"):
        check_lines(Statement(line), [instance(claim, line, N=2, w=long)])


def test_what_was_amended_is_cited_as_it_is_true() -> None:
    false = type("Slip", (cited(x < x + a),), {"counterexample": Case(x=1, a=0), "mended": Statement(x <= x + a)})
    statement = Statement(x <= x + a)
    check_lines(statement, [instance(false, x <= x + a)])
    with pytest.raises(Unproved, match=r"D-cited says x ≤ x \+ a there$"):
        check_lines(Statement(x < x + a), [instance(false, x < x + a)])


def test_why_lines_do_not_follow() -> None:
    given = (x <= y, x == z, zero <= z)
    head = [hypothesis(term) for term in given]
    assert refused(*head[:2], linear(z * x <= z * y, {1: z}), given=given[:2]) == (
        "line 1 is an inequality, and is taken z times"
    )
    assert proves(*head, linear(z * x <= z * y, {1: z}), given=given)
    assert refused(*head, equals(y <= y, 1, 2), given=given) == "it is not line 1 with z for x"
    assert refused(*head, equals(z <= y, 1, 4), given=given) == "there is no earlier line 4"
    assert proves(*head, equals(z <= y, 1, 2), given=given)
    assert (
        refused(*head, linear(x <= y - 1, {1: 1}), given=given) == "the sum of the lines leaves -1, which is not enough"
    )
    assert (
        refused(*head, linear(x == z + 1, {2: 1}), given=given) == "the sum of the lines leaves 1, which is not enough"
    )
    assert refused(linear(x <= x + w_of(p), {})) == "the sum of the lines is something else"


def w_of(first: Term) -> Term:
    return KL(first, first) - 1


def test_what_is_said_to_be_put_for_a_variable_is_defined_and_of_the_claim() -> None:
    said = cited(x <= x)
    statement = Statement(y <= y, (), (y, p))
    for value, words in ((1 / y, "it needs y ≠ 0, which is not known"),
                         (sqrt(y), "it needs 0 ≤ y, which is not known"), (z, "z is no variable of the claim"),
                         (law("x"), "x is no variable of the claim")):  # fmt: skip
        with pytest.raises(Unproved, match=rf"^line 1 \(y ≤ y\): {words}$"):
            check_lines(statement, [instance(said, y <= y, x=value)])
    with pytest.raises(Unproved, match="p is no variable of the claim"):
        check_lines(Statement(y <= y, (), (y, positive_law("p"))), [sign(zero <= KL(p, p))])


def test_products_have_so_many_terms_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derivations, "_MOST_TERMS", 6)
    two, three, four = x + y, x + y + z, x + y + z + a
    assert proves(algebra(two * three == three * two + 0))
    assert refused(algebra(two * four == four * two + 0)) == "it has too many terms"


def test_the_conclusion_is_to_be_derived_in_all_of_its_parts_that_are_not_given() -> None:
    """One part may be a hypothesis; all of them may not."""
    whole = both(zero <= x, x <= y)
    cites = instance(cited(whole), whole)
    check_lines(Statement(whole, (zero <= x,)), [cites])
    for given in ((whole,), (zero <= x, x <= y)):
        with pytest.raises(Unproved, match=r"^the conclusion is a hypothesis: nothing is proved$"):
            check_lines(Statement(whole, given), [cites])
    with pytest.raises(Unproved, match=r"^the last line is 0 ≤ a, not 0 ≤ a and 0 ≤ b$"):
        check_lines(Statement(both(zero <= a, zero <= b)), [sign(zero <= b), sign(zero <= a)])
    with pytest.raises(Unproved, match=r"^line 2 \(0 < a\): what a is made of does not show it to be a positive real$"):
        check_lines(Statement(zero < a), [sign(zero <= a), sign(zero < a)])


def test_nothing_is_taken_over_of_terms_that_were_built_before() -> None:
    """What was put into one of them afterwards is seen: in a line, in what it puts for a variable, in a coefficient."""
    changed = verified(x - 77)
    object.__setattr__(changed, "sort", s.sort)
    for line in (
        Line(verified(changed == changed), "algebra"),
        instance(InWords, zero <= a, x=changed),
        linear(zero <= a, {1: changed}),
    ):
        with pytest.raises(SortError, match=r"^“x − 77” is a real, not a positive real$"):
            check_lines(Statement(zero <= a), [line])


def test_what_a_cited_claim_needs_is_known_from_parts_of_hypotheses_and_of_earlier_lines() -> None:
    needs = cited(zero <= y - x, x <= y)
    whole = both(x <= y, zero <= y)
    said = cited(whole, zero <= x)
    assert proves(instance(needs, zero <= y - x), given=(whole,))
    assert proves(hypothesis(x <= y), linear(2 * x <= 2 * y, {1: 2}), given=(whole,))
    assert proves(instance(said, whole), instance(needs, zero <= y - x), given=(zero <= x,))
    given = (x <= y, y <= z)
    lines = [*map(hypothesis, given), linear(x <= z, {1: 1, 2: 1}), instance(needs, zero <= z - x, y=z)]
    assert proves(*lines, given=given)
    assert not proves(*lines[:2], lines[3], given=given)


def test_a_coefficient_is_a_number() -> None:
    with pytest.raises(Unproved, match=r": argument 1 of linear must be a real, but p is a law$"):
        check_lines(Statement(x <= y, (x <= y,), (p,)), [hypothesis(x <= y), linear(x <= y, {1: p})])


def test_a_product_of_one_term_too_many_is_refused() -> None:
    long = {frozenset({(k, 1)}): Fraction(1) for k in range(5_001)}
    with pytest.raises(Unproved, match=r"^it has too many terms$"):
        derivations._times(long, {frozenset(): Fraction(1)})
