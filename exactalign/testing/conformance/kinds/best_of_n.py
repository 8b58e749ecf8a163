"""The checks of best-of-N functions: `pmf`, `kl`, `win-rate`, all called with (probabilities, rewards, n)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import attrs

from exactalign.numbers.logforms import log
from exactalign.testing.conformance.answers import Unreadable, number, short_text, vector
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import (
    Call,
    Parameter,
    Role,
    corners,
    model,
    probabilities,
    shifted_values,
    with_zero,
)
from exactalign.testing.conformance.checks import Check, Judge, Kind, Oracle, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.findings import Deviation, answer_text, no_answer, within
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.kinds.best_of_n_oracles import errors_of, kl_oracle, pmf_oracle, win_rate_oracle

PARAMETERS = (
    Parameter("probabilities", Role.PROBABILITIES, batched=True),
    Parameter("rewards", Role.REWARDS, batched=True),
    Parameter("n", Role.WHOLE),
)

_FEW = (2, 8)

CLOSE = "1125899906842625/1125899906842624 1"
"""Rewards 1 + 2⁻⁵⁰ and 1: different in float64, equal in float32."""


def drawn(n: tuple[int, int] = _FEW, **options: Any) -> Callable[[Draws, Format], Call]:
    """Return a generator of models with an n in a range."""
    return lambda draws, form: Call((*model(draws, form, **options), draws.whole(*n)))


def _zeros(draws: Draws, form: Format) -> Call:
    return Call((*with_zero(draws, model(draws, form, max_size=3)), draws.whole(*_FEW)))


def _shifted(draws: Draws, form: Format) -> Call:
    count = draws.whole(2, 4)
    return Call((probabilities(draws, form, count), shifted_values(draws, count), draws.whole(*_FEW)))


def scaled(draws: Draws, form: Format) -> Call:
    """Rewards times a power of two: exact, and of the same order."""
    p, r = model(draws, form, min_size=2)
    power = draws.whole(0, 120)
    half = (power + 1) // 2
    factor = Fraction(2) ** (-half if power % 2 else half)
    return Call((p, tuple(x * factor for x in r), draws.whole(*_FEW)))


def capped(build: Callable[[Format], Sequence[Call]]) -> Callable[[Format], Sequence[Call]]:
    """Return the same cases, n being at most what the format allows."""
    return lambda form: [Call((*c.arguments[:-1], min(c.whole(-1), form.most_draws))) for c in build(form)]


def _many(draws: Draws, form: Format) -> Call:
    p, r = model(draws, form, min_size=2, max_size=3)
    return Call((p, r, draws.whole(1, draws.one_of((100, 2000, form.most_draws)))))


def _checks(judge: Judge, again: Judge, functional: str = "") -> tuple[Check, ...]:
    """The checks that all three kinds share; `functional` says what is made of the policy."""
    half = "1/2 1/2"
    shared = (
        Check(
            "formula",
            "π_N(y) = p(y)·(F≤^N − F<^N)/(F≤ − F<), rewards distinct and in increasing order",
            corners((half, "0 1", 2), ("1/3 2/3", "0 1", 2), ("1/8 3/8 1/2", "-1 0 2", 3)),
            drawn(min_size=2, ties=False, increasing=True),
            judge,
        ),
        Check(
            "unsorted",
            "F≤ sums p over rewards up to r(y), in whatever order the outcomes are listed",
            corners((half, "1 0", 2), ("1/4 3/4", "1 0", 2), ("1/2 1/8 3/8", "0 2 -1", 3)),
            drawn(min_size=2, ties=False),
            judge,
        ),
        Check(
            "ties",
            "outcomes of equal reward share F≤^N − F<^N in proportion to p",
            corners((half, "0 0", 2), ("1/4 3/4", "1 1", 2), ("1/4 1/2 1/4", "1 0 1", 3)),
            drawn(min_size=2, ties=True),
            judge,
        ),
        Check(
            "zero-probabilities",
            "an outcome of probability 0 has π_N(y) = 0 and changes no other, wherever its reward lies",
            corners(("0 1", "0 1", 2), ("1 0", "0 1", 2), ("0 1/2 1/2", "1 0 1", 2), ("0 0 1", "0 1 0", 3)),
            _zeros,
            judge,
        ),
        Check(
            "constant-reward",
            "a constant reward changes nothing: π_N = p",
            corners((half, "0 0", 3), ("1/8 7/8", "-2 -2", 5)),
            drawn(min_size=2, constant=True),
            judge,
        ),
        Check(
            "one-draw",
            "N = 1 chooses nothing: π_1 = p",
            corners((half, "0 1", 1), ("1/4 3/4", "1 0", 1), ("1/4 1/4 1/2", "0 1 0", 1)),
            drawn((1, 1)),
            judge,
        ),
        Check(
            "one-outcome",
            "a single outcome has probability 1 for every N",
            corners(("1", "0", 1), ("1", "-3", 2), ("1", "7", 10_000)),
            None,
            judge,
        ),
        Check(
            "shift",
            "a constant added to every reward changes nothing",
            corners((half, "1000 1001", 2), (half, "-1000 -1001", 2), (half, "1048576 1048577", 2), (half, CLOSE, 2)),
            _shifted,
            judge,
        ),
        Check(
            "scale",
            "only the order of the rewards counts: a positive factor changes nothing",
            corners((half, "0 1/1048576", 2), (half, "0 1048576", 2)),
            scaled,
            judge,
        ),
        Check(
            "near-degenerate",
            "outcomes of very small probability keep their reward's place",
            corners(
                ("1/1000000000000000000000 1", "1 0", 2),
                ("1 1/1000000000000000000000", "1 0", 2),
                ("1/1000000000000000000000 1", "0 0", 3),
            ),
            drawn(min_size=2, max_size=3, near_degenerate=True),
            judge,
        ),
        Check(
            "many-draws",
            "the same law at large N: powers must neither underflow to NaN nor lose the lowest level",
            capped(corners((half, "0 1", 30), (half, "0 1", 1000), ("1/1024 1023/1024", "1 0", 1_000_000))),
            _many,
            judge,
            any_n=True,
        ),
        Check(
            "many-outcomes",
            "the same law with up to 24 outcomes",
            corners((" ".join(["1/16"] * 16), " ".join(str(5 * k % 16) for k in range(16)), 4)),
            drawn(min_size=5, max_size=24),
            judge,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners(("1/2 1/2", "1 0", 2), ("1/4 1/4 1/2", "2 0 1", 3)),
            drawn(),
            again,
        ),
    )
    return tuple(attrs.evolve(one, law=one.law + functional) for one in shared)


def _judges(oracle: Oracle, *, scalar: bool) -> tuple[Judge, Judge]:
    """Judges by value, and by repeating the call."""
    return value_judge(oracle, scalar=scalar), repeatable(oracle, scalar=scalar)


def _probabilities_judge(subject: Subject, case: Call) -> Deviation | None:
    """Entries in [0, 1 + error] with sum 1 up to the errors, without looking at the right answer."""
    answer = subject.call(case)
    _, _, _, error = errors_of(subject, case)
    slack = sum(error.pmf(), Fraction(0)) * subject.slack
    if answer.raised is not None:
        return no_answer(answer, "a probability distribution")
    try:
        found = vector(answer.value, case.size)
    except Unreadable as problem:
        return Deviation(short_text(answer.value), "a probability distribution", str(problem))
    entries = [x for x in found if isinstance(x, Fraction)]
    if len(entries) < len(found):
        return Deviation(answer_text(found, False), "finite numbers", "an entry is not finite")
    if min(entries) < 0:
        return Deviation(answer_text(found, False), "probabilities ≥ 0", "an entry is negative")
    total = sum(entries, Fraction(0))
    if not within(total, Fraction(1), slack):
        return Deviation(answer_text(found, False), "a sum of 1", f"the sum is {float(total)!r}")
    return None


def _bounds_judge(lower: str, upper: str, bound: Callable[[int], Any], oracle: Oracle) -> Judge:
    def judge(subject: Subject, case: Call) -> Deviation | None:
        n = case.arguments[2]
        assert isinstance(n, int)
        answer = subject.call(case)
        exact = f"between {lower} and {upper}"
        if answer.raised is not None:
            return no_answer(answer, exact)
        try:
            found = number(answer.value)
        except Unreadable as problem:
            return Deviation(short_text(answer.value), exact, str(problem))
        if not isinstance(found, Fraction):
            return Deviation(answer_text([found], True), exact, "not finite")
        (expected,) = oracle(subject, case)
        slack = expected.error * subject.slack
        low = Fraction(0) if lower == "0" else Fraction(1, 2)
        top = bound(n)
        if found < low - slack or not (found <= top or within(found, top, slack)):
            return Deviation(answer_text([found], True), exact, "out of bounds")
        return None

    return judge


_PMF, _PMF_AGAIN = _judges(pmf_oracle, scalar=False)
_KL, _KL_AGAIN = _judges(kl_oracle, scalar=True)
_WIN, _WIN_AGAIN = _judges(win_rate_oracle, scalar=True)

PMF = Kind(
    "pmf",
    PARAMETERS,
    "the probabilities of the best-of-n policy, in the order of the outcomes, ties broken uniformly between draws",
    (
        *_checks(_PMF, _PMF_AGAIN),
        Check(
            "probabilities",
            "Σ π_N(y) = 1 and π_N(y) ≥ 0",
            corners(("1/2 1/2", "0 0", 2), ("1/4 1/4 1/2", "1 0 1", 2), ("1/8 7/8", "1 0", 100)),
            drawn((1, 50), max_size=6, zeros=True),
            _probabilities_judge,
            of_logs=False,
        ),
    ),
    oracle=pmf_oracle,
    gives_probabilities=True,
)

KL = Kind(
    "kl",
    PARAMETERS,
    "KL(π_N‖p) in nats, for the best-of-n policy of a finite model",
    (
        *_checks(_KL, _KL_AGAIN, "; KL = Σ π_N log(π_N/p)"),
        Check(
            "finite-model",
            "KL(π_N‖p) = Σ π_N log(π_N/p), strictly below log N − (N−1)/N on every finite model when N ≥ 2",
            corners(("1/2 1/2", "0 1", 2), ("1/4 1/4 1/4 1/4", "0 1 2 3", 2), ("1/2 1/2", "0 1", 8)),
            drawn(min_size=2, ties=False),
            _KL,
        ),
        Check(
            "bounds",
            "0 ≤ KL(π_N‖p) ≤ log N − (N−1)/N",
            corners(("1/2 1/2", "0 1", 2), ("1", "0", 5), ("1/4 1/4 1/2", "0 1 0", 1)),
            drawn((1, 50), zeros=True),
            _bounds_judge("0", "log N − (N−1)/N", lambda n: log(n) - Fraction(n - 1, n), kl_oracle),
        ),
    ),
    oracle=kl_oracle,
    scalar=True,
)

WIN_RATE = Kind(
    "win-rate",
    PARAMETERS,
    "P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y from the best-of-n policy and X from p, independent",
    (
        *_checks(_WIN, _WIN_AGAIN, "; win rate = Σ π_N(y)·(F< + F≤)/2"),
        Check(
            "bounds",
            "1/2 ≤ win rate ≤ N/(N+1)",
            corners(("1/2 1/2", "0 1", 2), ("1", "0", 5), ("1/4 1/4 1/2", "0 1 0", 1)),
            drawn((1, 50), zeros=True),
            _bounds_judge("1/2", "N/(N+1)", lambda n: Fraction(n, n + 1), win_rate_oracle),
        ),
    ),
    oracle=win_rate_oracle,
    scalar=True,
)
