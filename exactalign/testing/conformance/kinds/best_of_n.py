"""The checks of best-of-N functions: `pmf`, `kl`, `win-rate`, all called with (probabilities, rewards, n)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from exactalign.numbers.logforms import log
from exactalign.testing import strategies
from exactalign.testing.conformance.answers import Subject, Unreadable, number, vector
from exactalign.testing.conformance.cases import (
    Call,
    Vector,
    cases,
    model,
    models,
    near_degenerate_models,
    rounded,
    with_zero,
)
from exactalign.testing.conformance.checks import Check, Judge, Kind, Oracle, repeatable, value_judge
from exactalign.testing.conformance.findings import Deviation, answer_text, within
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.kinds.best_of_n_oracles import errors_of, kl_oracle, pmf_oracle, win_rate_oracle

_SIGNATURE = "(probabilities, rewards, n)"


def _few() -> SearchStrategy[int]:
    return strategies.sample_sizes(min_value=2, max_value=8)


def _many(form: Format) -> SearchStrategy[int]:
    return st.one_of(st.integers(1, 100), st.integers(1, 2000), st.integers(1, form.most_draws))


def _corners(*written: tuple[str, str, int]) -> Callable[[Format], Sequence[Call]]:
    def build(form: Format) -> Sequence[Call]:
        return [Call((*model(form, p, r), min(n, form.most_draws))) for p, r, n in written]

    return build


def _shifted(form: Format) -> SearchStrategy[Call]:
    """Small whole rewards plus a large whole number: exact in either format."""
    shifts = st.sampled_from([1, -1, 1000, -1000, 2**20, -(2**20)])

    def build(drawn: tuple[Any, list[int], int, int]) -> Call:
        p, rewards, shift, n = drawn
        return Call((rounded(form, p.probabilities), tuple(Fraction(r + shift) for r in rewards), n))

    def extend(p: Any) -> SearchStrategy[Call]:
        rewards = st.lists(st.integers(0, 3), min_size=len(p), max_size=len(p))
        return st.tuples(st.just(p), rewards, shifts, _few()).map(build)

    return strategies.distributions(min_size=2, zeros=False).flatmap(extend)


def _scaled(form: Format) -> SearchStrategy[Call]:
    """Rewards times a power of two: exact, and of the same order."""
    powers = st.integers(-60, 60).map(lambda k: Fraction(2) ** k)

    def build(drawn: tuple[tuple[Vector, Vector], Fraction, int]) -> Call:
        (p, r), power, n = drawn
        return Call((p, tuple(x * power for x in r), n))

    return st.tuples(models(form, min_size=2, kind="rational", zeros=False), powers, _few()).map(build)


def _checks(judge: Judge, again: Judge, functional: str = "") -> tuple[Check, ...]:
    """The checks that all three kinds share; `functional` says what is made of the policy."""
    half = "1/2 1/2"
    shared = (
        Check(
            "formula",
            "π_N(y) = p(y)·(F≤^N − F<^N)/(F≤ − F<), rewards distinct and in increasing order",
            _corners((half, "0 1", 2), ("1/3 2/3", "0 1", 2), ("1/8 3/8 1/2", "-1 0 2", 3)),
            lambda form: cases(
                models(form, increasing=True, min_size=2, zeros=False, ties=False, kind="rational"), _few()
            ),
            judge,
        ),
        Check(
            "unsorted",
            "F≤ sums p over rewards up to r(y), in whatever order the outcomes are listed",
            _corners((half, "1 0", 2), ("1/4 3/4", "1 0", 2), ("1/2 1/8 3/8", "0 2 -1", 3)),
            lambda form: cases(models(form, min_size=2, zeros=False, ties=False), _few()),
            judge,
        ),
        Check(
            "ties",
            "outcomes of equal reward share F≤^N − F<^N in proportion to p",
            _corners((half, "0 0", 2), ("1/4 3/4", "1 1", 2), ("1/4 1/2 1/4", "1 0 1", 3)),
            lambda form: cases(models(form, min_size=2, zeros=False, ties=True), _few()),
            judge,
        ),
        Check(
            "zero-probabilities",
            "an outcome of probability 0 has π_N(y) = 0 and changes no other, wherever its reward lies",
            _corners(("0 1", "0 1", 2), ("1 0", "0 1", 2), ("0 1/2 1/2", "1 0 1", 2), ("0 0 1", "0 1 0", 3)),
            lambda form: cases(with_zero(models(form, max_size=3)), _few()),
            judge,
        ),
        Check(
            "constant-reward",
            "a constant reward changes nothing: π_N = p",
            _corners((half, "0 0", 3), ("1/8 7/8", "-2 -2", 5)),
            lambda form: cases(models(form, constant=True, min_size=2, zeros=False), _few()),
            judge,
        ),
        Check(
            "one-draw",
            "N = 1 chooses nothing: π_1 = p",
            _corners((half, "0 1", 1), ("1/4 3/4", "1 0", 1), ("1/4 1/4 1/2", "0 1 0", 1)),
            lambda form: cases(models(form, zeros=False), st.just(1)),
            judge,
        ),
        Check(
            "one-outcome",
            "a single outcome has probability 1 for every N",
            _corners(("1", "0", 1), ("1", "-3", 2), ("1", "7", 10_000)),
            None,
            judge,
        ),
        Check(
            "shift",
            "a constant added to every reward changes nothing",
            _corners((half, "1000 1001", 2), (half, "-1000 -1001", 2), (half, "1048576 1048577", 2)),
            _shifted,
            judge,
        ),
        Check(
            "scale",
            "only the order of the rewards counts: a positive factor changes nothing",
            _corners((half, "0 1/1048576", 2), (half, "0 1048576", 2)),
            _scaled,
            judge,
        ),
        Check(
            "near-degenerate",
            "outcomes of very small probability keep their reward's place",
            _corners(
                ("1/1000000000000000000000 1", "1 0", 2),
                ("1 1/1000000000000000000000", "1 0", 2),
                ("1/1000000000000000000000 1", "0 0", 3),
            ),
            lambda form: cases(near_degenerate_models(form), _few()),
            judge,
        ),
        Check(
            "many-draws",
            "the same law at large N: powers must neither underflow to NaN nor lose the lowest level",
            _corners((half, "0 1", 30), (half, "0 1", 1000), ("1/1024 1023/1024", "1 0", 1_000_000)),
            lambda form: cases(models(form, min_size=2, max_size=3, zeros=False), _many(form)),
            judge,
            any_n=True,
        ),
        Check(
            "many-outcomes",
            "the same law with up to 24 outcomes",
            _corners((" ".join(["1/16"] * 16), " ".join(str(5 * k % 16) for k in range(16)), 4)),
            lambda form: cases(models(form, min_size=5, max_size=24, kind="rational", zeros=False), _few()),
            judge,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            _corners(("1/2 1/2", "1 0", 2), ("1/4 1/4 1/2", "2 0 1", 3)),
            lambda form: cases(models(form, zeros=False), _few()),
            again,
        ),
    )
    return tuple(replace(one, law=one.law + functional) for one in shared)


def _judges(oracle: Oracle, *, scalar: bool) -> tuple[Judge, Judge]:
    """Judges by value, and by repeating the call."""
    return value_judge(oracle, scalar=scalar), repeatable(oracle, scalar=scalar)


def _probabilities_judge(subject: Subject, case: Call) -> Deviation | None:
    """Entries in [0, 1 + error] with sum 1 up to the errors, without looking at the right answer."""
    answer = subject.call(case)
    _, _, _, error = errors_of(subject, case)
    slack = sum(error.pmf(), Fraction(0)) * subject.slack
    if answer.raised is not None:
        return Deviation(answer.error, "a probability distribution", "no answer", raised=True)
    try:
        found = vector(answer.value, case.size)
    except Unreadable as problem:
        return Deviation(repr(answer.value)[:200], "a probability distribution", str(problem))
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
            return Deviation(answer.error, exact, "no answer", raised=True)
        try:
            found = number(answer.value)
        except Unreadable as problem:
            return Deviation(repr(answer.value)[:200], exact, str(problem))
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
    _SIGNATURE,
    "the probabilities of the best-of-n policy, in the order of the outcomes, ties broken uniformly between draws",
    (
        *_checks(_PMF, _PMF_AGAIN),
        Check(
            "probabilities",
            "Σ π_N(y) = 1 and π_N(y) ≥ 0",
            _corners(("1/2 1/2", "0 0", 2), ("1/4 1/4 1/2", "1 0 1", 2), ("1/8 7/8", "1 0", 100)),
            lambda form: cases(models(form, max_size=6), st.integers(1, 50)),
            _probabilities_judge,
        ),
    ),
)

KL = Kind(
    "kl",
    _SIGNATURE,
    "KL(π_N‖p) in nats, for the best-of-n policy of a finite model",
    (
        *_checks(_KL, _KL_AGAIN, "; KL = Σ π_N log(π_N/p)"),
        Check(
            "finite-model",
            "KL(π_N‖p) = Σ π_N log(π_N/p), strictly below log N − (N−1)/N on every finite model when N ≥ 2",
            _corners(("1/2 1/2", "0 1", 2), ("1/4 1/4 1/4 1/4", "0 1 2 3", 2), ("1/2 1/2", "0 1", 8)),
            lambda form: cases(models(form, min_size=2, zeros=False, ties=False), _few()),
            _KL,
        ),
        Check(
            "bounds",
            "0 ≤ KL(π_N‖p) ≤ log N − (N−1)/N",
            _corners(("1/2 1/2", "0 1", 2), ("1", "0", 5), ("1/4 1/4 1/2", "0 1 0", 1)),
            lambda form: cases(models(form), st.integers(1, 50)),
            _bounds_judge("0", "log N − (N−1)/N", lambda n: log(n) - Fraction(n - 1, n), kl_oracle),
        ),
    ),
)

WIN_RATE = Kind(
    "win-rate",
    _SIGNATURE,
    "P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y from the best-of-n policy and X from p, independent",
    (
        *_checks(_WIN, _WIN_AGAIN, "; win rate = Σ π_N(y)·(F< + F≤)/2"),
        Check(
            "bounds",
            "1/2 ≤ win rate ≤ N/(N+1)",
            _corners(("1/2 1/2", "0 1", 2), ("1", "0", 5), ("1/4 1/4 1/2", "0 1 0", 1)),
            lambda form: cases(models(form), st.integers(1, 50)),
            _bounds_judge("1/2", "N/(N+1)", lambda n: Fraction(n, n + 1), win_rate_oracle),
        ),
    ),
)
