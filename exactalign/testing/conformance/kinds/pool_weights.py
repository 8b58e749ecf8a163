"""The checks of the weights of pooled samples under best-of-k, called with (scores, k).

The weight of a sample is its probability of being the one that is kept: of k drawn without replacement, or with it
where `replacement=True`. Samples with equal scores have equal weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from exactalign.exceptions import ParameterError
from exactalign.testing.conformance.answers import Unreadable, short_text, vector
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter, Role, Vector, corners
from exactalign.testing.conformance.checks import Check, Kind, Oracle, repeatable, value_judge
from exactalign.testing.conformance.error_bounds import pool_weight_error
from exactalign.testing.conformance.findings import Deviation, Expected, answer_text, no_answer
from exactalign.testing.conformance.kinds.best_at_k import (
    constant,
    long_lists,
    refused,
    scores,
    shifted,
    too_few,
    weights,
)


def shared(scores: Vector, by_rank: list[Fraction]) -> list[Fraction]:
    """Return the weights by position: of the ranks that equal scores hold, each gets the mean.

    >>> [str(w) for w in shared((Fraction(1), Fraction(0), Fraction(1)), weights(3, 2))]
    ['1/2', '0', '1/2']
    """
    held: dict[Fraction, list[Fraction]] = {}
    for score, weight in zip(sorted(scores), by_rank, strict=True):
        held.setdefault(score, []).append(weight)
    mean = {score: sum(ranks, Fraction(0)) / len(ranks) for score, ranks in held.items()}
    return [mean[score] for score in scores]


def _oracle(*, replacement: bool) -> Oracle:
    def oracle(subject: Subject, case: Call) -> list[Expected]:
        found, k = case.vector(0), case.whole(1)
        m = len(found)
        by_rank = [Fraction(i + 1, m) ** k - Fraction(i, m) ** k for i in range(m)] if replacement else weights(m, k)
        return [
            Expected(w, pool_weight_error(subject.form, m, k, w, replacement=replacement))
            for w in shared(found, by_rank)
        ]

    return oracle


def _sum(subject: Subject, case: Call) -> Deviation | None:
    """Weights in [0, 1] with sum 1, without looking at the right answer."""
    answer = subject.call(case)
    if answer.raised is not None:
        return no_answer(answer, "weights ≥ 0 with sum 1")
    try:
        found = vector(answer.value, case.size)
    except Unreadable as problem:
        return Deviation(short_text(answer.value), "weights ≥ 0 with sum 1", str(problem))
    entries = [x for x in found if isinstance(x, Fraction)]
    error = sum((e.error for e in _oracle(replacement=True)(subject, case)), Fraction(0)) * subject.slack
    if len(entries) == len(found) and min(entries) >= 0 and abs(sum(entries, Fraction(0)) - 1) <= error:
        return None
    return Deviation(answer_text(found, False), "weights ≥ 0 with sum 1", "no such weights")


def _checks(*, replacement: bool) -> tuple[Check, ...]:
    oracle = _oracle(replacement=replacement)
    judge = value_judge(oracle, scalar=False)
    formula = "(i/n)^k − ((i−1)/n)^k" if replacement else "C(i−1, k−1)/C(n, k)"
    found = (
        Check(
            "formula",
            f"the i-th smallest of n scores has the weight {formula}",
            corners(("0 1", 1), ("0 1", 2), ("0 1 2", 2), ("0 1 2 3", 3)),
            scores(2, 6, increasing=True),
            judge,
        ),
        Check(
            "unsorted",
            "weights stand where their scores do, in whatever order these are listed",
            corners(("1 0", 2), ("2 0 1", 2)),
            scores(2, 6),
            judge,
        ),
        Check(
            "ties",
            "samples with equal scores have equal weights",
            corners(("0 0", 2), ("1 1 0", 2), ("1 0 1 0", 3)),
            scores(1, 3, twice=True),
            judge,
        ),
        Check("constant-reward", "equal scores have weights 1/n", corners(("2 2", 1), ("0 0 0", 2)), constant, judge),
        Check("shift", "a constant added to every score changes nothing", corners(("1000 1001", 2)), shifted, judge),
        Check("one-draw", "k = 1 gives 1/n to each", corners(("0 1", 1), ("2 0 1", 1)), None, judge),
        Check(
            "weights",
            "weights are ≥ 0 and sum to 1",
            corners(("0 1", 2), ("1 0 1", 2)),
            scores(1, 8),
            _sum,
            of_logs=False,
        ),
        Check(
            "many-samples",
            "the same law for thousands of samples",
            lambda form: [case for case in long_lists(form) if case.size <= 1040],
            None,
            judge,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners(("2 0 1", 2)),
            scores(1, 6),
            repeatable(oracle, scalar=False),
        ),
    )
    if replacement:
        return found
    refusal = Check(
        "too-few-samples",
        "k > n has no such weights: refuse (an exception, None or NaN)",
        corners(("0", 2), ("0 1", 3)),
        too_few,
        refused,
    )
    return (*found, refusal)


def _variant(options: Mapping[str, Any]) -> Kind:
    chosen = options.get("replacement", False)
    if chosen not in (True, False, "yes", "no"):
        raise ParameterError(f"replacement is {chosen!r}: give yes or no")
    return _WITH_REPLACEMENT if chosen in (True, "yes") else POOL_WEIGHTS


POOL_WEIGHTS = Kind(
    "pool-weights",
    (Parameter("scores", Role.REWARDS, batched=True), Parameter("k", Role.WHOLE)),
    "the probability of each of n pooled samples to be the best of k drawn without replacement, ties shared evenly",
    _checks(replacement=False),
    oracle=_oracle(replacement=False),
    gives_probabilities=True,
    options={"replacement": "yes where draws are put back (no if not said)"},
    variant=_variant,
)

_WITH_REPLACEMENT = attrs.evolve(POOL_WEIGHTS, checks=_checks(replacement=True), oracle=_oracle(replacement=True))
