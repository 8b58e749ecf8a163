"""Terms about growing length: sequences of counts and rules, limits and rates, which no case decides."""

from __future__ import annotations

import pytest

from proofs_check.engine.asserting import results_of
from proofs_check.engine.examining import examine
from proofs_check.engine.variants import bites_of
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    SortError,
    T,
    about,
    absolutely_continuous,
    best_rate,
    both,
    count,
    counts,
    diverges,
    eventually,
    exp,
    for_all,
    keeps_best,
    kept,
    law,
    limit,
    log,
    log_of,
    natural,
    positive,
    positive_law,
    principle,
    rate,
    real,
    rule,
    rules,
    total,
    written,
)
from proofs_check.formula.mutations import mutants
from proofs_check.formula.propositions import coq
from proofs_check.formula.statements import Statement, unreadable
from proofs_check.formula.values import NoReading, value
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.cases import pmf

p, q, phi = law("p"), positive_law("q"), law("phi")
m, n, c, alpha, delta = count("m"), natural("m"), positive("c"), real("alpha"), real("delta")
N, s = counts("N"), rules("s")
POLICY = kept(p**m, N(m), s(m))
BEST = for_all(n, keeps_best(s(n), N(n), total(log_of(q), n)))
DIVERGENCE = KL(POLICY, phi**m)
FINITE = eventually(m, absolutely_continuous(POLICY, phi**m))
GIVEN = (about(N, delta, c), BEST)


def test_sequences_are_functions_of_the_length() -> None:
    text = coq(Statement(both(FINITE, limit(m, DIVERGENCE / m, 0)), GIVEN))
    assert "(N : nat -> nat)" in text
    assert "(s : nat -> list (list X) -> list X -> R)" in text
    assert "(forall m_ : nat, (1 <= N m_)%nat)" in text
    assert "(forall m_ : nat, rule (words A m_) (N m_) (s m_))" in text
    assert "(about c delta N)" in text
    assert "keeps_best (words A m) (N m) (total (fun y_ => (ln (q y_)))) (s m)" in text
    assert "(exists M_ : nat, forall m : nat, (M_ <= m)%nat -> (ac (words A m)" in text
    assert (
        "is_lim_seq (fun m => ((KL (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi)) / (INR m))) 0"
        in text
    )


def test_a_sequence_is_no_number_and_a_rule_keeps_words_of_its_length() -> None:
    with pytest.raises(SortError, match="must be a count"):
        kept(p, N, rule("t"))
    with pytest.raises(SortError, match="must be a rule"):
        kept(p, 2, s(m))
    with pytest.raises(ClaimError, match="keep one of 2 numbers"):
        coq(Statement(limit(m, KL(kept(p**m, counts("M")(m), s(m)), p**m), 0), (BEST,)))


def test_a_limit_of_what_may_be_infinite_must_say_that_it_is_finite() -> None:
    """In the proof assistant KL has a value where it is infinite: a limit of such values would say nothing."""
    assumed = Statement(limit(m, DIVERGENCE, 0)).conditions
    assert [written(x) for x in assumed] == [written(FINITE)]
    assert Statement(both(FINITE, limit(m, DIVERGENCE, 0))).conditions == ()
    always = for_all(m, absolutely_continuous(POLICY, phi**m))
    assert Statement(both(always, diverges(m, DIVERGENCE))).conditions == ()
    assert Statement(limit(m, KL(kept(p**m, N(m), s(m)), T(q, p, alpha) ** m), 0)).conditions == ()


def test_a_principle_names_its_law_and_its_rate() -> None:
    tilt = T(q, p, alpha)
    text = coq(Statement(principle(n, tilt**n, q, rate(q, p, tilt))))
    assert (
        "(LDP (fun m B_ => Pr (words A m) (power (T A q p alpha)) (fun w_ => B_ (info q m w_)))"
        " (rate A q p (T A q p alpha)))"
    ) in text
    assert "(best_rate A q p alpha)" in coq(Statement(principle(n, kept(p**n, N(n), s(n)), q, best_rate(q, p, alpha))))
    other = law("r")
    assert [written(x) for x in Statement(principle(n, p**n, other, rate(other, p, p))).conditions] == [
        "r > 0 on the support of p"
    ]


def test_the_tilts_of_a_rate_are_defined_and_its_divergences_finite() -> None:
    """In Coq 0^β is 1 and a logarithm of 0 is 0: a principle with a rate by tilts that are none could be proved."""
    one, other, source = law("q_1"), law("q_2"), law("s")
    needed = ["q_2 > 0 on the support of p", "p ≪ s", "q_1 > 0 on the support of s"]
    for ends in (True, False):
        said = Statement(principle(n, source**n, one, rate(other, p, source, ends)))
        assert [written(x) for x in said.conditions] == needed
    said = Statement(principle(n, p**n, one, best_rate(other, p, alpha)))
    assert [written(x) for x in said.conditions] == [needed[0], "q_1 > 0 on the support of p"]
    assert Statement(principle(n, p**n, q, rate(q, p, T(q, p, alpha)))).conditions == ()


def test_the_source_of_a_principle_is_defined() -> None:
    """In Coq the tilt of p^m by a law that is 0 somewhere is one of p^m elsewhere, and no tilt."""
    one, other = law("q_1"), law("q_2")
    said = Statement(principle(n, T(one**n, p**n, alpha), q, rate(q, p, p)))
    assert [written(x) for x in said.conditions] == ["from some m on: q_1^m > 0 on the support of p^m"]
    said = Statement(principle(n, T(q**n, other**n, alpha), one, rate(q, p, p)))
    assert [written(x) for x in said.conditions] == ["q_1 > 0 on the support of q_2"]


def test_wrong_variants_of_limits() -> None:
    labels = {label for label, _ in mutants(Statement(both(FINITE, diverges(m, DIVERGENCE)), GIVEN))}
    assert f"the limit 0 of {written(DIVERGENCE)}" in labels
    assert "without the hypothesis N_m is exp(m·δ) up to a factor c at every m" in labels
    labels = {label for label, _ in mutants(Statement(principle(n, p**n, q, best_rate(q, p, alpha))))}
    assert labels == {"the rate of the tilt", "the rate of p", "q any law"}
    labels = {label for label, _ in mutants(Statement(limit(m, exp(-m), 0)))}
    assert "the limit 0 doubled, plus 1" in labels


def test_no_case_decides_a_limit() -> None:
    closed = limit(m, 1 / m, 0)
    assert unreadable(Statement(closed))
    assert not unreadable(Statement(KL(p, q) >= 0))
    with pytest.raises(NoReading):
        value(closed, {})

    class Closed(Assertion):
        id = "X-closed"
        place = title = "a limit without free variables"
        asserts = Statement(closed)

    assert [(found.kind, found.status) for found in results_of(Closed, examine(Closed))] == [("closed", "undecided")]


def test_a_rule_that_keeps_a_best_draw_is_seen_at_a_single_length() -> None:
    case = {"q": pmf("1/3, 2/3"), "s": lambda _: {(a, b): {max(a, b): 1} for a in (0, 1) for b in (0, 1)}}
    one = keeps_best(s(1), 2, total(log_of(q), 1))
    words = {"s": lambda _: {((a,), (b,)): {(max(a, b),): 1} for a in (0, 1) for b in (0, 1)}}
    assert value(one, case | words)
    worst = {"s": lambda _: {((a,), (b,)): {(min(a, b),): 1} for a in (0, 1) for b in (0, 1)}}
    assert not value(one, case | worst)


def test_hypotheses_that_no_case_decides_need_a_theorem() -> None:
    """Without one the statement may say nothing, and that is a problem."""

    class Alone(Assertion):
        id = "X-alone"
        place = title = "a limit with hypotheses"
        asserts = Statement(limit(m, log(m) / N(m), 0), GIVEN)

    examined = examine(Alone)
    assert examined.unreadable
    assert not examined.satisfied
    assert examined.inside == examined.outside == 0, "it is tried at no case"
    _, lines, problems = bites_of(Alone, examined)
    assert any("may say nothing" in problem for problem in problems)
    assert [line.ok for line in lines if line.kind == "hypotheses"] == [False]

    class Shown(Alone):
        id = "X-shown"
        possible = Formal("model_optimal", script="intros F. ")

    found = Shown.formal_possibility()
    assert found is not None
    contradiction, theorem = found
    assert theorem.denies, "what is proved is that the hypotheses do not contradict each other"
    assert [written(g) for g in contradiction.given] == [
        written(g) for g in (*Alone.term.given, *Alone.term.conditions)
    ]
    assert set(contradiction.variables) == set(Alone.term.variables)
    assert coq(contradiction).endswith("(0 = 1)")
    assert Shown.term is Alone.term
