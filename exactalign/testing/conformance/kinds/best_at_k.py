"""The checks of estimates of the expected best of k from n ≥ k scored samples, called with (scores, k)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb

from exactalign.testing.conformance.answers import is_refusal, short_text
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import (
    Call,
    Parameter,
    Role,
    corners,
    rounded,
    shifted_values,
    values,
)
from exactalign.testing.conformance.checks import Check, Kind, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.error_bounds import order_statistic_error
from exactalign.testing.conformance.findings import Deviation, Expected
from exactalign.testing.conformance.formats import Format


def weights(count: int, n: int) -> list[Fraction]:
    """Return C(i−1, n−1)/C(N, n) for i = 1..N: the share of n-subsets whose maximum is the i-th score.

    >>> [str(w) for w in weights(3, 2)]
    ['0', '1/3', '2/3']
    """
    total = comb(count, n)
    return [Fraction(comb(i, n - 1), total) for i in range(count)]


def oracle(subject: Subject, case: Call) -> list[Expected]:
    """The mean over all n-subsets of their maximum, exactly."""
    scores, n = case.vector(0), case.whole(1)
    coefficients = weights(len(scores), n)
    value = sum((w * s for w, s in zip(coefficients, sorted(scores), strict=True)), Fraction(0))
    return [Expected(value, order_statistic_error(subject.form, scores, coefficients))]


def scores(low: int, high: int, *, increasing: bool = False, twice: bool = False) -> Callable[[Draws, Format], Call]:
    """Return a generator of scores with an n from 1 to their number."""

    def build(draws: Draws, form: Format) -> Call:
        found = values(draws, form, draws.whole(low, high), ties=False if increasing else None)
        found = tuple(sorted(found)) if increasing else found * 2 if twice else found
        return Call((found, draws.whole(1, len(found))))

    return build


def _mean(draws: Draws, form: Format) -> Call:
    return Call((values(draws, form, draws.whole(1, 8)), 1))


def _maximum(draws: Draws, form: Format) -> Call:
    found = values(draws, form, draws.whole(1, 8))
    return Call((found, len(found)))


def shifted(draws: Draws, _form: Format) -> Call:
    """Scores far from 0, exact in either format."""
    count = draws.whole(2, 6)
    return Call((shifted_values(draws, count, (1, -1, 1000, -1000, 2**20)), draws.whole(1, count)))


def constant(draws: Draws, form: Format) -> Call:
    """Equal scores."""
    found = values(draws, form, 1) * draws.whole(1, 6)
    return Call((found, draws.whole(1, len(found))))


def too_few(draws: Draws, form: Format) -> Call:
    """More draws than scores."""
    found = values(draws, form, draws.whole(1, 5))
    return Call((found, len(found) + draws.whole(1, 4)))


def refused(subject: Subject, case: Call) -> Deviation | None:
    """Judge a case that has no answer: an exception, None or NaN is right."""
    answer = subject.call(case)
    if is_refusal(answer):
        return None
    shown = answer.error or short_text(answer.value)
    return Deviation(shown, "none exists: an exception, None or NaN", "a number where there is no estimate")


def long_lists(form: Format) -> Sequence[Call]:
    """Up to 2,000 scores."""
    return [
        Call((rounded(form, [Fraction(7 * k % size, 8) for k in range(size)]), n))
        for size, n in ((60, 30), (400, 200), (1040, 520), (2000, 1000), (2000, 2))
    ]


PARAMETERS = (Parameter("scores", Role.REWARDS, batched=True), Parameter("k", Role.WHOLE))

_VALUE = value_judge(oracle, scalar=True)

BEST_AT_K = Kind(
    "best-at-k",
    PARAMETERS,
    "the unbiased estimate of the expected best of k from n ≥ k scores, Σ C(i−1,k−1)/C(n,k)·s_(i)",
    (
        Check(
            "formula",
            "Σ C(i−1, k−1)/C(n, k)·s_(i) over the sorted scores: the mean of the maximum over all k-subsets",
            corners(("0 1", 1), ("0 1", 2), ("0 1 2", 2), ("0 0 0 1", 2)),
            scores(1, 6, increasing=True),
            _VALUE,
        ),
        Check(
            "unsorted",
            "the order in which the scores are listed changes nothing",
            corners(("1 0", 2), ("2 0 1", 2), ("1 0 0", 2)),
            scores(2, 6),
            _VALUE,
        ),
        Check(
            "ties",
            "equal scores count as often as they occur",
            corners(("0 0", 2), ("1 1 0", 2), ("1 0 1 0", 3)),
            scores(1, 3, twice=True),
            _VALUE,
        ),
        Check(
            "mean",
            "k = 1 is the mean",
            corners(("0 1", 1), ("3", 1), ("1 -1 2", 1)),
            _mean,
            _VALUE,
        ),
        Check(
            "maximum",
            "k = n is the maximum",
            corners(("0 1", 2), ("3", 1), ("-1 -2 -3", 3)),
            _maximum,
            _VALUE,
        ),
        Check(
            "shift",
            "a constant added to every score adds that constant: the coefficients sum to 1",
            corners(("1000 1001", 1), ("-1000 -1001", 2), ("1048576 1048577 1048578", 2)),
            shifted,
            _VALUE,
        ),
        Check(
            "constant-reward",
            "equal scores give that score",
            corners(("2 2", 1), ("-5 -5 -5", 2), ("0 0 0 0", 3)),
            constant,
            _VALUE,
        ),
        Check(
            "too-few-samples",
            "k > n has no unbiased estimate: refuse (an exception, None or NaN) instead of extrapolating",
            corners(("0", 2), ("0 1", 3), ("0 1 2", 1000)),
            too_few,
            refused,
        ),
        Check(
            "no-draws",
            "k = 0 is the maximum of nothing: refuse",
            corners(("0 1", 0), ("0 1", -1)),
            None,
            refused,
        ),
        Check(
            "many-samples",
            "the same law for thousands of samples: binomial coefficients must not overflow",
            long_lists,
            None,
            _VALUE,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners(("2 0 1", 2)),
            scores(1, 6),
            repeatable(oracle, scalar=True),
        ),
    ),
    oracle=oracle,
    scalar=True,
)
