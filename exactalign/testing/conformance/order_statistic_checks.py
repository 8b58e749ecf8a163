"""The checks of estimators of E[best-of-n reward] from N ≥ n scored samples, called with (scores, n)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from exactalign.testing.conformance.answers import Subject, is_refusal
from exactalign.testing.conformance.cases import Call, Vector, rounded
from exactalign.testing.conformance.error_bounds import order_statistic_error
from exactalign.testing.conformance.findings import Deviation, Expected
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.kinds import Check, Kind, repeatable, value_judge


def weights(count: int, n: int) -> list[Fraction]:
    """Return C(i−1, n−1)/C(N, n) for i = 1..N: the share of n-subsets whose maximum is the i-th score.

    >>> [str(w) for w in weights(3, 2)]
    ['0', '1/3', '2/3']
    """
    total = comb(count, n)
    return [Fraction(comb(i, n - 1), total) for i in range(count)]


def oracle(subject: Subject, case: Call) -> list[Expected]:
    """The mean over all n-subsets of their maximum, exactly."""
    scores, n = case.arguments
    assert isinstance(scores, tuple)
    assert isinstance(n, int)
    coefficients = weights(len(scores), n)
    value = sum((w * s for w, s in zip(coefficients, sorted(scores), strict=True)), Fraction(0))
    return [Expected(value, order_statistic_error(subject.form, scores, coefficients))]


def _score_lists(form: Format, low: int, high: int, **options: Any) -> SearchStrategy[Vector]:
    numbers = st.builds(Fraction, st.integers(-6, 6), st.integers(1, 3))
    return st.lists(numbers, min_size=low, max_size=high, **options).map(lambda x: rounded(form, x))


def _with_n(scores: SearchStrategy[Vector], low: int = 1) -> SearchStrategy[Call]:
    return scores.flatmap(lambda x: st.integers(min(low, len(x)), len(x)).map(lambda n: Call((x, n))))


def _drawn(
    low: int, high: int, change: Callable[[Vector], Vector] = tuple, **options: Any
) -> Callable[[Format], SearchStrategy[Call]]:
    return lambda form: _with_n(_score_lists(form, low, high, **options).map(change))


def _corners(*written: tuple[str, int]) -> Callable[[Format], Sequence[Call]]:
    return lambda form: [Call((rounded(form, [Fraction(x) for x in s.split()]), n)) for s, n in written]


def _too_few(form: Format) -> SearchStrategy[Call]:
    scores = _score_lists(form, 1, 5)
    return st.tuples(scores, st.integers(1, 4)).map(lambda drawn: Call((drawn[0], len(drawn[0]) + drawn[1])))


def _refusal(subject: Subject, case: Call) -> Deviation | None:
    answer = subject.call(case)
    if is_refusal(answer):
        return None
    shown = answer.error or repr(answer.value)[:200]
    return Deviation(shown, "none exists: an exception, None or NaN", "a number where there is no estimate")


def _shift(_form: Format) -> SearchStrategy[Call]:
    """Scores that differ by whole numbers, far from 0: exact in either format."""
    scores = st.lists(st.integers(0, 3), min_size=2, max_size=6)
    shifts = st.sampled_from([1, -1, 1000, -1000, 2**20])
    moved = st.tuples(scores, shifts).map(lambda drawn: tuple(Fraction(x + drawn[1]) for x in drawn[0]))
    return _with_n(moved)


_VALUE = value_judge(oracle, scalar=True)

ORDER_STATISTIC = Kind(
    "order-statistic",
    "(scores, n)",
    "the unbiased estimate of the expected best of n from N ≥ n scores, Σ C(i−1,n−1)/C(N,n)·s_(i)",
    (
        Check(
            "formula",
            "Σ C(i−1, n−1)/C(N, n)·s_(i) over the sorted scores: the mean of the maximum over all n-subsets",
            _corners(("0 1", 1), ("0 1", 2), ("0 1 2", 2), ("0 0 0 1", 2)),
            _drawn(1, 6, lambda x: tuple(sorted(x))),
            _VALUE,
        ),
        Check(
            "unsorted",
            "the order in which the scores are listed changes nothing",
            _corners(("1 0", 2), ("2 0 1", 2), ("1 0 0", 2)),
            _drawn(2, 6),
            _VALUE,
        ),
        Check(
            "ties",
            "equal scores count as often as they occur",
            _corners(("0 0", 2), ("1 1 0", 2), ("1 0 1 0", 3)),
            lambda form: _with_n(_score_lists(form, 1, 3).map(lambda x: x + x)),
            _VALUE,
        ),
        Check(
            "mean",
            "n = 1 is the mean",
            _corners(("0 1", 1), ("3", 1), ("1 -1 2", 1)),
            lambda form: _score_lists(form, 1, 8).map(lambda x: Call((x, 1))),
            _VALUE,
        ),
        Check(
            "maximum",
            "n = N is the maximum",
            _corners(("0 1", 2), ("3", 1), ("-1 -2 -3", 3)),
            lambda form: _score_lists(form, 1, 8).map(lambda x: Call((x, len(x)))),
            _VALUE,
        ),
        Check(
            "shift",
            "a constant added to every score adds that constant: the coefficients sum to 1",
            _corners(("1000 1001", 1), ("-1000 -1001", 2), ("1048576 1048577 1048578", 2)),
            _shift,
            _VALUE,
        ),
        Check(
            "constant-reward",
            "equal scores give that score",
            _corners(("2 2", 1), ("-5 -5 -5", 2), ("0 0 0 0", 3)),
            lambda form: _with_n(
                st.tuples(_score_lists(form, 1, 1), st.integers(1, 6)).map(lambda drawn: drawn[0] * drawn[1])
            ),
            _VALUE,
        ),
        Check(
            "too-few-samples",
            "n > N has no unbiased estimate: refuse (an exception, None or NaN) instead of extrapolating",
            _corners(("0", 2), ("0 1", 3), ("0 1 2", 1000)),
            _too_few,
            _refusal,
        ),
        Check(
            "no-draws",
            "n = 0 is the maximum of nothing: refuse",
            _corners(("0 1", 0), ("0 1", -1)),
            None,
            _refusal,
        ),
        Check(
            "many-samples",
            "the same law for thousands of samples: binomial coefficients must not overflow",
            lambda form: [
                Call((rounded(form, [Fraction(7 * k % size, 8) for k in range(size)]), n))
                for size, n in ((60, 30), (400, 200), (1040, 520), (2000, 1000), (2000, 2))
            ],
            None,
            _VALUE,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            _corners(("2 0 1", 2)),
            _drawn(1, 6),
            repeatable(oracle, scalar=True),
        ),
    ),
)
