"""The checks of pass@k, called with (n, c, k): n samples, of which c are right, and k tries."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exactalign.estimators.at_k import pass_at_k, resampled_pass_at_k
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter, Role, corners
from exactalign.testing.conformance.checks import Check, Kind, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.error_bounds import pass_at_k_error
from exactalign.testing.conformance.findings import Deviation, Expected
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.kinds.best_at_k import refused


def oracle(subject: Subject, case: Call) -> list[Expected]:
    """1 − C(n−c, k)/C(n, k), exactly."""
    n, c, k = case.whole(0), case.whole(1), case.whole(2)
    value = pass_at_k(n, c, k)
    return [Expected(value, pass_at_k_error(subject.form, c, k, 1 - value))]


def _resampled(subject: Subject, case: Call) -> list[Expected]:
    n, c, k = case.whole(0), case.whole(1), case.whole(2)
    value = resampled_pass_at_k(n, c, k)
    return [Expected(value, pass_at_k_error(subject.form, c, k, 1 - value))]


def _failing(subject: Subject, case: Call) -> list[Expected]:
    return [Expected(1 - e.value, e.error) for e in oracle(subject, case) if isinstance(e.value, Fraction)]


def _formula(draws: Draws, _form: Format) -> Call:
    n = draws.whole(2, 40)
    return Call((n, draws.whole(0, n), draws.whole(1, n)))


def _few_right(draws: Draws, _form: Format) -> Call:
    """0 < c < k, and still enough wrong ones for k wrong tries."""
    c = draws.whole(1, 6)
    k = draws.whole(c + 1, c + 6)
    return Call((draws.whole(c + k, c + k + 20), c, k))


def _few_wrong(draws: Draws, _form: Format) -> Call:
    """n − c < k: no k tries are all wrong."""
    n = draws.whole(1, 20)
    k = draws.whole(1, n)
    return Call((n, n - draws.whole(0, k - 1), k))


def _none_right(draws: Draws, _form: Format) -> Call:
    n = draws.whole(1, 30)
    return Call((n, 0, draws.whole(1, n)))


def _all_right(draws: Draws, _form: Format) -> Call:
    n = draws.whole(1, 30)
    return Call((n, n, draws.whole(1, n)))


def _one_try(draws: Draws, _form: Format) -> Call:
    n = draws.whole(1, 60)
    return Call((n, draws.whole(0, n), 1))


def _too_many(draws: Draws, _form: Format) -> Call:
    n = draws.whole(1, 10)
    return Call((n, draws.whole(0, n), n + draws.whole(1, 10)))


def _no_tries(draws: Draws, _form: Format) -> Call:
    n = draws.whole(1, 30)
    return Call((n, draws.whole(0, n), 0))


def _nothing_or_refused(subject: Subject, case: Call) -> Deviation | None:
    """No try is right, so 0; a function that is for k ≥ 1 may say so."""
    return refused(subject, case) and _VALUE(subject, case)


def _long(_form: Format) -> Sequence[Call]:
    return [Call(case) for case in ((200, 3, 100), (1000, 10, 100), (2000, 700, 1000), (10_000, 1, 5000))]


_VALUE = value_judge(
    oracle,
    scalar=True,
    known={"1 − (1 − c/n)^k, which is biased": _resampled, "the probability that all k fail": _failing},
)

PASS_AT_K = Kind(
    "pass-at-k",
    (
        Parameter("n", Role.WHOLE, batched=True),
        Parameter("c", Role.WHOLE, batched=True, plain=1),
        Parameter("k", Role.WHOLE),
    ),
    "the unbiased estimate of pass@k from n ≥ k samples of which c are right: 1 − C(n−c,k)/C(n,k)",
    (
        Check(
            "formula",
            "1 − C(n−c, k)/C(n, k): the share of k-subsets with a right sample",
            corners((2, 1, 1), (4, 1, 2), (5, 2, 3), (10, 3, 5)),
            _formula,
            _VALUE,
        ),
        Check(
            "few-right",
            "0 < c < k is no certainty: k tries can all be wrong as long as n − c ≥ k",
            corners((3, 1, 2), (5, 2, 3), (10, 1, 9)),
            _few_right,
            _VALUE,
        ),
        Check(
            "few-wrong",
            "n − c < k: some of any k tries is right, so 1",
            corners((1, 1, 1), (3, 2, 2)),
            _few_wrong,
            _VALUE,
        ),
        Check("none-right", "c = 0 gives 0", corners((1, 0, 1), (5, 0, 5), (10, 0, 3)), _none_right, _VALUE),
        Check("all-right", "c = n gives 1", corners((1, 1, 1), (5, 5, 1), (10, 10, 10)), _all_right, _VALUE),
        Check("one-try", "k = 1 gives c/n", corners((2, 1, 1), (3, 1, 1), (7, 5, 1)), _one_try, _VALUE),
        Check(
            "no-tries",
            "k = 0 gives 0, or is refused",
            corners((1, 1, 0), (5, 0, 0), (5, 2, 0)),
            _no_tries,
            _nothing_or_refused,
        ),
        Check(
            "too-few-samples",
            "k > n has no unbiased estimate: refuse (an exception, None or NaN), also when all are right",
            corners((1, 0, 2), (1, 1, 2), (5, 3, 6), (5, 0, 1000)),
            _too_many,
            refused,
        ),
        Check(
            "many-samples",
            "the same law for thousands of samples: binomial coefficients must not overflow",
            _long,
            None,
            _VALUE,
        ),
        Check(
            "repeatable",
            "the same call gives the same answer",
            corners((5, 2, 3)),
            _formula,
            repeatable(oracle, scalar=True),
        ),
    ),
    oracle=oracle,
    scalar=True,
    features={
        "c ≥ k and n − c ≥ k": lambda case: case.whole(2) <= min(case.whole(1), case.whole(0) - case.whole(1)),
        "0 < c < k": lambda case: 0 < case.whole(1) < case.whole(2),
        "k > n": lambda case: case.whole(2) > case.whole(0),
        "n − c < k ≤ n": lambda case: case.whole(0) - case.whole(1) < case.whole(2) <= case.whole(0),
        "c = 0": lambda case: not case.whole(1),
    },
)
