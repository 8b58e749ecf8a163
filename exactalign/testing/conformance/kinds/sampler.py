"""The checks of best-of-N samplers, called with (probabilities, rewards, n, size, seed); they return positions.

Counts are tested against their exact binomial laws. A check fails when some count lies so far out that
its two-sided tail is provably below the check's share of `false_alarm`: the cases are fixed in advance, so the
probability that a right sampler with independent seeds fails any check is at most `false_alarm`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import comb
from typing import Any

from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.laws.rewards import Reward
from exactalign.numbers.decimals import decimal_text
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.precision import working_precision
from exactalign.numbers.rationals import rational
from exactalign.policies.best_of_n import best_of_n
from exactalign.testing.conformance.answers import Returned, Unreadable, vector
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter, Role, Vector, numbers, reference
from exactalign.testing.conformance.checks import Check, Judge, Kind
from exactalign.testing.conformance.findings import Deviation, exact_text, no_answer
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.kinds.best_of_n import CLOSE

SIZE = 4000
"""Samples drawn in one call: a probability off by about 0.05 is found almost surely."""

FALSE_ALARM = Fraction(1, 10**6)
"""Default probability that a right sampler fails any check of one run."""

_BITS = 128


def two_sided_tail(count: int, size: int, probability: Fraction) -> arb:
    """Return 2·min(P(X ≤ count), P(X ≥ count)) for X binomial, as a ball.

    >>> two_sided_tail(0, 2, Fraction(1, 2)) < arb("0.51"), two_sided_tail(1, 2, Fraction(1, 2)) > 1
    (True, True)
    """
    with working_precision(_BITS):
        low, high = _tail(count, size, probability), _tail(size - count, size, 1 - probability)
        return 2 * (low if low < high else high)


def _tail(count: int, size: int, probability: Fraction) -> arb:
    """P(X ≤ count)."""
    if probability == 0:
        return arb(1)
    if probability == 1:
        return arb(1) if count >= size else arb(0)
    if count > size // 2:
        return 1 - _tail(size - count - 1, size, 1 - probability)
    other = ball_of(1 - probability)
    ratio = ball_of(probability) / other
    term, total = other**size, arb(0)
    for k in range(count + 1):
        total += term
        term = term * ratio * (size - k) / (k + 1)
    return total


def _alarm(options: Mapping[str, Any]) -> Fraction:
    alarm = rational(options.get("false_alarm", FALSE_ALARM), "false_alarm")
    if not 0 < alarm < 1:
        raise ParameterError(f"false_alarm is {alarm}: give a probability between 0 and 1")
    return alarm


def _share(subject: Subject, tests: int) -> Fraction:
    """The false-alarm probability of one of `tests` tests of one check."""
    return _alarm(subject.options) / (tests * len(SAMPLER.checks))


def _variant(options: Mapping[str, Any]) -> Kind:
    """Refuse options before anything is called."""
    _alarm(options)
    return SAMPLER


def _model(case: Call) -> tuple[Vector, Vector, int, int]:
    p, r, n, size, _ = case.arguments
    assert isinstance(p, tuple)
    assert isinstance(r, tuple)
    assert isinstance(n, int)
    assert isinstance(size, int)
    return p, r, n, size


def _positions(answer: Returned, case: Call) -> list[int] | Deviation:
    p, _, _, size = _model(case)
    exact = f"{size} positions from 0 to {len(p) - 1}"
    if answer.raised is not None:
        return no_answer(answer, exact)
    try:
        found = vector(answer.value, size)
    except Unreadable as problem:
        return Deviation(str(problem), exact, "not a list of positions")
    for entry in found:
        if not isinstance(entry, Fraction) or entry.denominator != 1 or not 0 <= entry < len(p):
            return Deviation(f"an entry {entry}", exact, "no position of an outcome")
        if not p[entry.numerator]:
            return Deviation(f"outcome {entry.numerator}", exact, "an outcome of probability 0 was drawn")
    return [entry.numerator for entry in found if isinstance(entry, Fraction)]


def policy(case: Call) -> Vector:
    """The exact best-of-n probabilities of a case."""
    p, r, n, _ = _model(case)
    return best_of_n(reference(p), Reward.values(r), n).probabilities


def _frequencies(cases: int) -> Judge:
    def judge(subject: Subject, case: Call) -> Deviation | None:
        drawn = _positions(subject.call(case), case)
        if isinstance(drawn, Deviation):
            return drawn
        exact = policy(case)
        limit = _share(subject, cases * 16)
        for position, probability in enumerate(exact):
            count = drawn.count(position)
            tail = two_sided_tail(count, len(drawn), probability)
            with working_precision(_BITS):
                if tail < ball_of(limit):
                    counts = [drawn.count(k) for k in range(len(exact))]
                    expected = [x * len(drawn) for x in exact]
                    return Deviation(
                        f"counts {counts} of {len(drawn)}",
                        f"{exact_text(exact, False)}, expected counts {[round(x) for x in expected]}",
                        f"outcome {position} was drawn {count} times instead of about {round(expected[position])}: "
                        f"a tail of {_size_of(tail)}, alarm below {decimal_text(limit, digits=2)}",
                    )
        return None

    return judge


def _size_of(tail: arb) -> str:
    if tail < arb(10) ** -300:
        return "less than 10^-300"
    return decimal_text(bounds_of(tail).upper, digits=2)


_Pairing = Callable[[list[int]], Iterable[tuple[int, int]]]

_PAIRINGS: Mapping[str, _Pairing] = {
    "neighbouring": lambda d: zip(d[::2], d[1::2], strict=False),
    "neighbouring (from the second on)": lambda d: zip(d[1::2], d[2::2], strict=False),
    "next but one": lambda d: zip(d[::4] + d[1::4], d[2::4] + d[3::4], strict=False),
    "quarter a sample apart": lambda d: zip(
        d[: len(d) // 4] + d[len(d) // 2 : 3 * len(d) // 4], d[len(d) // 4 : len(d) // 2] + d[3 * len(d) // 4 :],
        strict=False,
    ),
    "half a sample apart": lambda d: zip(d[: len(d) // 2], d[len(d) // 2 :], strict=False),
    "mirrored": lambda d: zip(d[: len(d) // 2], d[: len(d) // 2 - 1 : -1], strict=False),
}  # fmt: skip
"""Which draws are compared: no draw is in two pairs of one pairing, so that agreements are binomial."""


def _independence(subject: Subject, case: Call) -> Deviation | None:
    """Two draws agree with probability Σ π², wherever they stand."""
    drawn = _positions(subject.call(case), case)
    if isinstance(drawn, Deviation):
        return drawn
    agree = sum((x * x for x in policy(case)), Fraction(0))
    for how, pairing in _PAIRINGS.items():
        pairs = list(pairing(drawn))
        count = sum(a == b for a, b in pairs)
        tail = two_sided_tail(count, len(pairs), agree)
        with working_precision(_BITS):
            if tail < ball_of(_share(subject, 2 * len(_PAIRINGS))):
                return Deviation(
                    f"{count} of {len(pairs)} pairs that are {how} agree",
                    f"about {round(agree * len(pairs))}",
                    f"draws are not independent: a tail of {_size_of(tail)}",
                )
    return None


_SEEDS, _COUNTED, _WINDOW = 100, 400, 5
"""Seeds of which the counts are compared, draws with each, and how near the mean is called near: about half are."""


def _spread(subject: Subject, case: Call) -> Deviation | None:
    """The last outcome's count is near its mean as often as a binomial one: neither always nor hardly ever."""
    p, r, n, size = _model(case)
    probability = policy(case)[-1]
    mean = round(probability * size)
    window = range(max(0, mean - _WINDOW), min(size, mean + _WINDOW) + 1)
    near = sum((comb(size, k) * probability**k * (1 - probability) ** (size - k) for k in window), Fraction(0))
    counts = []
    for seed in range(1, _SEEDS + 1):
        call = Call((p, r, n, size, seed))
        drawn = _positions(subject.call(call), call)
        if isinstance(drawn, Deviation):
            return drawn
        counts.append(drawn.count(len(p) - 1))
    found = sum(count in window for count in counts)
    tail = two_sided_tail(found, _SEEDS, near)
    with working_precision(_BITS):
        if tail < ball_of(_share(subject, 1)):
            return Deviation(
                f"{found} of {_SEEDS} counts lie within {_WINDOW} of {mean}",
                f"about {round(near * _SEEDS)}",
                f"counts vary too {'little' if found > near * _SEEDS else 'much'} from seed to seed: "
                f"a tail of {_size_of(tail)}",
            )
    return None


def _seeds(subject: Subject, case: Call) -> Deviation | None:
    p, r, n, size = _model(case)
    answers = []
    for seed in (1, 1, 2):
        answers.append(subject.call(Call((p, r, n, size, seed))))
        if subject.mutated:
            return Deviation("the arguments were changed", "arguments as they were given", "changed in place")
    lists = [_positions(answer, case) for answer in answers]
    for found in lists:
        if isinstance(found, Deviation):
            return found
    if lists[0] != lists[1]:
        return Deviation("two different samples", "the same sample", "the same seed gives different draws")
    if lists[0] == lists[2]:
        return Deviation("two equal samples", "different samples", "different seeds give the same draws")
    return None


def _corners(*written: tuple[str, str, int]) -> Callable[[Format], Sequence[Call]]:
    return lambda form: [
        Call((numbers(form, p), numbers(form, r), n, SIZE, seed)) for seed, (p, r, n) in enumerate(written, start=1)
    ]


def _check(name: str, law: str, *written: tuple[str, str, int], judge: Any = None) -> Check:
    return Check(name, law, _corners(*written), None, judge or _frequencies(len(written)))


SAMPLER = Kind(
    "sampler",
    (
        Parameter("probabilities", Role.PROBABILITIES),
        Parameter("rewards", Role.REWARDS),
        Parameter("n", Role.WHOLE),
        Parameter("size", Role.WHOLE),
        Parameter("seed", Role.WHOLE),
    ),
    "`size` independent draws from the best-of-n policy, as positions of outcomes",
    (
        _check(
            "frequencies",
            "each outcome's count is binomial with π_N(y) = p(y)·(F≤^N − F<^N)/(F≤ − F<)",
            ("1/2 1/2", "0 1", 2),
            ("1/4 3/4", "0 1", 2),
            ("1/4 1/4 1/2", "0 1 2", 3),
            ("1/8 3/8 1/2", "-1 0 2", 4),
        ),
        _check(
            "unsorted",
            "the same, in whatever order the outcomes are listed",
            ("1/2 1/2", "1 0", 2),
            ("1/4 3/4", "1 0", 2),
            ("1/2 1/4 1/4", "1 2 0", 3),
        ),
        _check(
            "ties",
            "ties between draws are broken uniformly, so tied outcomes keep their ratio",
            ("1/2 1/2", "0 0", 2),
            ("1/4 3/4", "1 1", 2),
            ("1/4 1/4 1/2", "1 0 1", 3),
            ("1/2 1/4 1/4", "0 0 0", 4),
        ),
        _check(
            "zero-probabilities",
            "an outcome of probability 0 is never drawn, wherever its reward lies",
            ("0 1", "1 0", 2),
            ("0 1/2 1/2", "9 0 1", 2),
            ("1/2 0 1/2", "0 9 1", 50),
        ),
        _check("constant-reward", "a constant reward changes nothing", ("1/4 3/4", "2 2", 5), ("1", "0", 3)),
        _check("one-draw", "N = 1 draws from p", ("1/2 1/2", "0 1", 1), ("1/4 1/4 1/2", "2 0 1", 1)),
        _check(
            "shift",
            "a constant added to every reward changes nothing",
            ("1/2 1/2", "1000 1001", 2),
            ("1/2 1/2", "-1000 -1001", 2),
            ("1/2 1/2", CLOSE, 2),
        ),
        _check(
            "many-draws",
            "the same law at large N",
            ("1/128 127/128", "1 0", 100),
            ("1/256 255/256", "1 0", 200),
        ),
        _check(
            "scale",
            "only the order of the rewards counts: a positive factor changes nothing",
            ("1/2 1/2", "0 1/1125899906842624", 2),
            ("1/2 1/2", "0 1048576", 2),
        ),
        Check(
            "spread",
            f"with {_SEEDS} seeds the counts vary as binomial ones do",
            lambda form: [Call((numbers(form, "1/2 1/2"), numbers(form, "0 1"), 2, _COUNTED, 1))],
            None,
            _spread,
        ),
        _check(
            "independence",
            "two draws agree with probability Σ π²: neighbours, a quarter or half of the sample apart, mirrored",
            ("1/2 1/2", "0 1", 2),
            ("1/4 1/4 1/2", "0 1 0", 2),
            judge=_independence,
        ),
        _check(
            "seeds",
            "the same seed repeats the draws, another seed gives others (equal by chance below 2^-2000); "
            "a call leaves its arguments alone",
            ("1/4 3/4", "1 0", 2),
            judge=_seeds,
        ),
    ),
    options={"false_alarm": "the probability that a right sampler fails: 1/10^6 if not said"},
    variant=_variant,
)
