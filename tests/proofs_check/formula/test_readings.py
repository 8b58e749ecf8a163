"""The readings of a term agree: exact values against sums over mpmath, mutants, words, propositions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, Reward
from exactalign.exceptions import TooLarge, Undecided
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Pr,
    SortError,
    Sum,
    T,
    Term,
    Var,
    Z,
    best,
    both,
    chi_squared,
    constant,
    count,
    event,
    exists,
    exp,
    for_all,
    function,
    hits,
    implies,
    kept,
    largest_budget,
    law,
    limit_at,
    log,
    log_of,
    maximum,
    minimum,
    natural,
    nonnegative,
    outcome,
    positive_law,
    ranked,
    real,
    renyi,
    renyi_cross_entropy,
    reward,
    rule,
    same,
    slope,
    soft_best,
    sqrt,
    squared_hellinger,
    sum_to,
    tilt_by,
    total,
    varies,
    when,
    written,
)
from proofs_check.formula.cases import cases
from proofs_check.formula.mutations import mutants
from proofs_check.formula.notation import lift_count
from proofs_check.formula.operators import OPERATORS
from proofs_check.formula.propositions import coq
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import free_variables, lift, substitute
from proofs_check.formula.values import LARGEST_SPACE, NoReading, NotDefined, value
from tests.proofs_check.formula import numeric

p, q, psi, r, s = law("p"), positive_law("q"), law("psi"), reward("r"), rule("s")
alpha, beta, N, m, y, z = real("alpha"), real("beta"), count("N"), count("m"), outcome("y"), outcome("z")

turn, pair = real("t"), outcome("w", length=lift_count(2))

LAWS = [
    p, psi, q, T(q, p, alpha), T(q, psi, 2), tilt_by(r, p, alpha), best(p, N, r), best(p, 2, log_of(q)), kept(p, N, s),
    soft_best(p, 2, r),
]  # fmt: skip
LEAVES = [
    alpha, beta, p(y), q(y), N + 0, KL(psi, q), KL(T(q, p, alpha), q), H(psi, q), Z(q, p, alpha), E(p, r), Var(p, r),
    Pr(p, event(y, r(y) <= 1)), Sum(z, p(z) * r(z)), log(q(y)), TV(p, q), chi_squared(p, q), squared_hellinger(p, q),
    renyi(2, p, q), renyi(Fraction(1, 2), p, q), renyi_cross_entropy(3, p, q), largest_budget(p, q),
    KL(best(p, N, r), q), KL(kept(p, N, s), q), KL(p**2, q**2), E(p**2, total(log_of(q), 2)), best(p, N, r)(y),
    KL(best(p**2, 2, total(r, 2)), q**2), sqrt(p(y)), exp(-p(y)), when(r(y) <= 1, p(y), 2),
    E(p**2, function(pair, ranked(r, pair, 0))), E(p**2, function(pair, 0 + hits(event(y, r(y) <= 1), pair))),
    slope(turn, KL(tilt_by(r, q, turn), q), 0),
    slope(turn, E(tilt_by(r, psi, turn), log_of(q)), 0),
    E(q, function(y, slope(turn, log(tilt_by(r, q, turn)(y)) ** 2, 0))),
]  # fmt: skip


@st.composite
def terms(draw: Any, depth: int = 2) -> Term:
    """Small terms over the leaves."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(LEAVES))
    left, right = draw(terms(depth - 1)), draw(terms(depth - 1))
    combine = draw(
        st.sampled_from([
            lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, minimum, maximum,
            lambda a, b: a / (1 + Sum(z, q(z) * q(z)) + b * 0), lambda a, _: -a, lambda a, _: a**2,
        ])
    )  # fmt: skip
    return combine(left, right)


def one_case(seed: int) -> tuple[dict[str, Any], int]:
    statement = Statement(both(*(t == t for t in (alpha, beta, p(y), q(y), E(p, r), KL(kept(p, N, s), psi)))))
    found = next(cases(statement, seed=str(seed)))
    size = len(found["p"])
    return found, size


@settings(max_examples=150, deadline=None)
@given(terms(), st.integers(0, 200))
def test_the_exact_value_is_that_of_plain_sums(t: Term, seed: int) -> None:
    case, size = one_case(seed)
    try:
        exact = value(t, case)
    except (NotDefined, Undecided):
        return
    with mpmath.workdps(40):
        plain = numeric.evaluate(t, case, size)
        assert abs(numeric.number(exact) - plain) < mpmath.mpf(10) ** -25, written(t)


@pytest.mark.parametrize("t", LAWS, ids=written)
def test_laws_are_those_of_plain_sums(t: Term) -> None:
    for seed in range(6):
        case, size = one_case(seed)
        try:
            exact = value(t, case)
        except NotDefined:
            continue
        with mpmath.workdps(40):
            plain = numeric.evaluate(t, case, size)
            for letter in range(size):
                assert abs(numeric.number(exact[letter]) - plain[letter]) < mpmath.mpf(10) ** -25


def test_a_wrong_reading_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison has teeth: exchanged arguments of a divergence are seen."""
    swapped = dict(numeric._OPERATORS, D=lambda a, b: sum(numeric._xlog(b[k], a[k]) for k in a))
    monkeypatch.setattr(numeric, "_OPERATORS", swapped)
    case = {"p": Distribution.from_weights([1, 2]), "q": Distribution.from_weights([1, 1])}
    assert abs(numeric.evaluate(KL(p, q), case, 2) - numeric.number(value(KL(p, q), case))) > 1e-3


def test_every_operator_is_valued_or_said_not_to_be() -> None:
    from proofs_check.formula import values

    known = {*values._VALUES, *values._BOUND, *values._LAZY, "type", "info", "limit", "limit at", "diverges"}
    known |= {"LDP", "rate", "rate of tilts", "rate of the best", "eventually", "about"}
    assert set(OPERATORS) <= known


def test_words_and_latex_say_where_a_statement_is_defined() -> None:
    said = Statement(log(real("x")) <= real("x"))
    assert said.words == "For every real number x with 0 < x: log(x) ≤ x"
    assert said.latex == r"x \in \mathbb{R}:\quad 0 < x \ \Rightarrow\ \log(x) \le x"


def test_words_and_latex_say_where_brackets_are_needed() -> None:
    a, b, c = real("a"), real("b"), real("c")
    assert written(a - (b - c)) == "a − (b − c)"
    assert written((a - b) - c) == "a − b − c"
    assert written(a * (b + c)) == "a·(b + c)"
    assert written((a / b) / c) == "a/b/c"
    assert written(a / (b * c)) == "a/(b·c)"
    assert written((a**b) ** c) == "(a^b)^c"
    assert written(-(a + b)) == "−(a + b)"
    assert written(a * Fraction(1, 2)) == "a·(1/2)"
    assert r"\frac{a}{b\,c}" in written(a / (b * c), latex=True)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: apply_float(), "exact number"),
        (lambda: Statement(alpha), "proposition"),
        (lambda: KL(p, r), "must be a law"),
        (lambda: best(p, alpha, r), "must be a count"),
        (lambda: bool(alpha == beta), "neither true nor false"),
        (lambda: Statement(both(real("x") == 1, outcome("x") == alpha)), "must be an outcome"),
        (lambda: real("a b"), "no name"),
        (lambda: KL(law("p", "A"), law("p", "B")), "must be a law"),
    ],
)
def test_what_is_no_formula_is_refused(build: Any, message: str) -> None:
    with pytest.raises((ClaimError, SortError), match=message):
        build()


def apply_float() -> Term:
    return real("a") + 0.5


def test_two_sorts_for_one_name_are_refused() -> None:
    with pytest.raises(ClaimError, match="one sort"):
        free_variables(real("a") * nonnegative("a"))


def test_conditions_are_generated_and_not_repeated() -> None:
    q_any = law("q")
    found = Statement(KL(psi, T(q_any, p, alpha)) == H(psi, q_any)).conditions
    assert [written(c) for c in found] == ["q > 0 on the support of p", "ψ ≪ p"]
    assert Statement(KL(best(p, N, r), p) <= log(N)).conditions == ()
    assert Statement(KL(p, q) >= 0).conditions == ()
    inside = Statement(for_all(y, log(p(y)) <= 0)).conditions
    assert [written(c) for c in inside] == ["for all y: 0 < p(y)"]


def test_a_hypothesis_that_says_a_condition_is_not_said_twice() -> None:
    x = real("x")
    assert Statement(log(x) <= x, given=(x > 0,)).conditions == ()
    assert [written(c) for c in Statement(log(x) <= x).conditions] == ["0 < x"]


def test_outside_its_hypotheses_a_statement_says_nothing() -> None:
    x = real("x")
    claim = Statement(log(x) <= 0, given=(x <= 1,))
    assert claim.holds({"x": Fraction(1, 2)}) is True
    assert claim.holds({"x": Fraction(2)}) is None
    assert claim.holds({"x": Fraction(-1)}) is None
    assert Statement(log(x) <= 0).holds({"x": Fraction(2)}) is False


def test_exists_needs_a_true_witness() -> None:
    claim = Statement(exists(alpha, alpha * alpha == 2 * beta))
    assert claim.holds({"beta": Fraction(2), "some alpha": Fraction(2)}) is True
    with pytest.raises(NoReading):
        claim.holds({"beta": Fraction(2)})
    with pytest.raises(NoReading, match="no witness"):
        claim.holds({"beta": Fraction(2), "some alpha": Fraction(1)})
    assert Statement(exists(y, p(y) == 0)).holds({"p": Distribution.from_weights([0, 1])}) is True


@pytest.mark.parametrize("over", [0, 1])
def test_more_numbers_than_can_be_gone_through_are_refused(over: int) -> None:
    i, end = natural("i"), lift(LARGEST_SPACE + over)
    for t, truth in (
        (for_all(i, implies(i < end, i < end)), True),
        (sum_to(i, LARGEST_SPACE + over, i * 0 + 1), LARGEST_SPACE),
    ):
        if over:
            with pytest.raises(TooLarge, match=f"goes through {LARGEST_SPACE + 1} numbers, more than {LARGEST_SPACE}"):
                value(t, {})
        else:
            assert value(t, {}) == truth


def test_substitution_does_not_capture() -> None:
    body = Sum(y, p(y) * alpha)
    assert same(substitute(body, {"alpha": beta}), Sum(y, p(y) * beta))
    with pytest.raises(ClaimError, match="rename"):
        substitute(body, {"alpha": q(y)})
    assert same(substitute(body, {"y": z}), body)


def truth(statement: Statement, case: dict[str, Any]) -> bool | None:
    """Whether it holds at a case; None too where two enclosures cannot be told apart."""
    try:
        return statement.holds(case)
    except Undecided:
        return None


GIBBS = Statement(KL(p, q) >= 0)
IDENTITY = Statement(
    KL(psi, T(q, p, alpha)) == KL(psi, p) - KL(T(q, p, alpha), p) + alpha * (H(psi, q) - H(T(q, p, alpha), q))
)


@pytest.mark.parametrize("statement", [GIBBS, IDENTITY, Statement(KL(kept(p, N, s), p) <= log(N))], ids=str)
def test_a_true_statement_is_false_at_no_case_and_some_mutant_is(statement: Statement) -> None:
    drawn = list(cases(statement, most=60))
    truths = [truth(statement, c) for c in drawn]
    assert False not in truths
    assert truths.count(True) > 20
    refuted = [
        label
        for label, wrong in mutants(statement)
        if not isinstance(wrong, str) and any(truth(wrong, c) is False for c in drawn)
    ]
    assert len(refuted) >= 2


def test_mutants_keep_every_variable_quantified() -> None:
    for _, wrong in mutants(Statement(p(y) <= 1, given=(alpha <= beta, varies(p, q)))):
        assert not isinstance(wrong, str)
        assert set(wrong.variables) == {"p", "y", "alpha", "beta", "q"}


def test_cases_are_the_same_at_every_run_and_have_the_edge_cases_of_their_sorts() -> None:
    statement = Statement(E(best(p, N, r), r) >= E(p, r))
    first, second = list(cases(statement, most=80)), list(cases(statement, most=80))
    assert first == second
    assert any(len(c["p"]) == 1 for c in first)
    assert any(0 in c["p"].probabilities for c in first)
    assert any(c["p"] == Distribution.uniform(len(c["p"])) for c in first)
    assert any(len({c["r"][o] for o in c["r"]}) < len(c["r"]) for c in first)
    assert any(c["N"] == 1 for c in first)


def test_a_proposition_assumes_what_the_sorts_say() -> None:
    text = coq(Statement(KL(kept(p, N, s), p) <= log(N)))
    for part in ("NoDup A", "law A p", "(1 <= N)%nat", "rule A N s", "(KL A (kept A N p s) p)", "(ln (INR N))"):
        assert part in text
    text = coq(Statement(KL(best(p**m, N, total(log_of(q), m)), p**m) <= log(N)))
    assert "(best_of (list_eq_dec dec) (words A m) N (power p) (total (fun y_ => (ln (q y_)))))" in text
    assert "positive A q" in text


def test_bound_letters_are_not_free() -> None:
    assert set(free_variables(Sum(y, p(y) * r(y)))) == {"p", "r"}
    assert set(free_variables(Pr(p, event(y, r(y) <= alpha)))) == {"p", "r", "alpha"}
    assert set(Statement(for_all(y, p(y) <= 1)).variables) == {"p"}


def test_functions_of_an_outcome_are_read_as_rewards() -> None:
    case = {"p": Distribution.from_weights([1, 3]), "r": Reward.values([2, 4])}
    assert value(E(p, function(y, r(y) * r(y))), case) == 13


def test_given_laws_make_a_closed_statement() -> None:
    coin, given_reward = constant(Distribution.from_weights([1, 2])), constant(Reward.values([0, 1]))
    word = constant((0, 1), 2, 2)
    policy = best(coin**2, 2, total(given_reward, 2))
    claim = Statement(policy(word) == Fraction(16, 81) * 1 - Fraction(4, 81))
    assert claim.is_closed
    with mpmath.workdps(30):
        assert value(policy(word), {}) == Fraction(12, 81)
    assert coq(claim).startswith("(((best_of (list_eq_dec Nat.eq_dec) (words (letters 2) 2%nat) 2%nat")
    assert "(law_of [1/3; 2/3])" in coq(claim)
    with pytest.raises(SortError):
        KL(coin, constant(Distribution.uniform(3)))


def test_a_limit_asks_nothing_of_single_values() -> None:
    t = real("t")
    claim = Statement(limit_at(t, renyi_cross_entropy(t, p, q), 1, H(p, q)))
    assert claim.conditions == ()
    assert [written(c) for c in Statement(limit_at(t, t * log(alpha), 1, 0)).conditions] == ["0 < α"]


def test_what_exists_is_defined() -> None:
    """A condition on what is said to exist is no hypothesis for all: there it could make the statement empty."""
    a = real("a")
    with pytest.raises(ClaimError, match="say so after"):
        _ = Statement(exists(a, renyi(a, p, q) <= 1)).conditions
    assert Statement(exists(a, both(a != 1, a >= 0, renyi(a, p, q) <= 1))).conditions == ()


def test_what_is_asserted_later_is_assumed_where_it_is_needed_before() -> None:
    q, y = law("q"), outcome("y")
    guard, needs = for_all(y, q(y) > 0), -Sum(y, log(q(y))) >= 0
    assert [str(c) for c in Statement(both(needs, guard)).conditions] == [str(guard)]
    assert not Statement(both(guard, needs)).conditions
