"""Section 4.1: types, their rewards, and why the type is all that matters."""

from __future__ import annotations

from proofs_check import Case, proportional
from proofs_check.formula import (
    Sum,
    absolute,
    best,
    both,
    exists,
    for_all,
    iff,
    implies,
    log,
    log_of,
    natural,
    total,
    type_of,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.asymptotics.limits import distinct
from proofs_check.papers.variables import N, i, m, p, r, v, w, y
from proofs_check.papers.variables import q_positive as q

_j = natural("j")
_reward = total(log_of(q), m)
_is_integer = for_all(y, exists(i, exists(_j, r(y) == i - _j)))


class DistinctRewards(Assertion):
    id = "A-asm2-distinct"
    place = "after Assumption 2"
    title = "When distinct types have distinct rewards"
    statement = "q ∈ S_ζ is equivalent to a reward that is bounded, additive, and distinct for all possible types."
    asserts = Statement(type_of(v) == type_of(w), given=(distinct(q), _reward(v) == _reward(w)))
    flaw = (
        "Distinct entries do not give distinct rewards of types: q = (1, 2, 4)/7 satisfies Assumption 2 (ζ <"
        " 1/7), and at m = 2"
        " the types (1/2, 0, 1/2) and (0, 1, 0) have the same reward. For m = 1, and for K ≤ 2, the equivalence holds."
    )
    weight = "false"
    counterexample = Case(q=proportional(1, 2, 4), m=2, v=(0, 2), w=(1, 1))
    mended = Statement(
        iff(
            for_all(
                r,
                implies(
                    both(
                        both(_is_integer, Sum(y, r(y)) == 0),
                        both(Sum(y, absolute(r(y))) <= 2 * m, Sum(y, r(y) * log(q(y))) == 0),
                    ),
                    for_all(y, r(y) == 0),
                ),
            ),
            for_all(v, for_all(w, implies(_reward(v) == _reward(w), type_of(v) == type_of(w)))),
        )
    )
    formal = Formal("distinct_rewards", "intros; apply iff_sym; apply distinct_rewards; assumption. ")
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "At length m distinct types have distinct rewards exactly if no integers n ≠ 0 have Σ n = 0, Σ |n| ≤ 2m"
        " and Σ n log q ="
        " 0; so at all lengths exactly if the log(q_k/q_K), k < K, are linearly independent over the rationals."
        " q = (6, 1, 2)/9"
        " of Example 2 has distinct rewards for all types at every length. No later proof needs that."
    )


class TypeIsSufficient(Assertion):
    id = "A-def6-sufficient"
    place = "after Definition 6"
    title = "The type is a sufficient statistic"
    statement = "The type of a sequence is a sufficient statistic for a memoryless source."
    asserts = Statement(
        both(
            (p**m)(v) == (p**m)(w),
            best(p**m, N, total(r, m))(v) == best(p**m, N, total(r, m))(w),
        ),
        given=(type_of(v) == type_of(w),),
    )
    formal = "equally_likely"
    expected = "formal"
    notes = (
        "Given the type all words are equally likely, whatever the source: 1/|T| each (theorem type_sufficient)."
        " So they are"
        " under best-of-N by a total, with uniform ties."
    )
