"""The checks of the expected best of n draws, of a model or from a pool with replacement, and of a second reward.

`expected-best` is called with (probabilities, rewards, n), or with (scores, n) where `of="pool"`: the same law, every
score having the same probability. `golden-under-proxy` is called with (probabilities, proxy, golden, n).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs
from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import (
    Call,
    Parameter,
    Role,
    Vector,
    corners,
    model,
    numbers,
    probabilities,
    shifted_values,
    values,
    with_zero,
)
from exactalign.testing.conformance.checks import Check, Kind, Oracle, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.error_bounds import BestOfNErrors, Level
from exactalign.testing.conformance.findings import Expected
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.kinds.best_of_n import CLOSE, capped, drawn, scaled
from exactalign.testing.conformance.kinds.best_of_n_oracles import gained, is_small

Model = Callable[[Call], tuple[Vector, Vector, Vector, int]]
"""Reads a case as probabilities, the rewards that choose, the rewards whose mean is asked for, and n."""


def _of_model(case: Call) -> tuple[Vector, Vector, Vector, int]:
    return case.vector(0), case.vector(1), case.vector(1), case.whole(2)


def _of_pool(case: Call) -> tuple[Vector, Vector, Vector, int]:
    scores = case.vector(0)
    return (Fraction(1, len(scores)),) * len(scores), scores, scores, case.whole(1)


def _of_two(case: Call) -> tuple[Vector, Vector, Vector, int]:
    return case.vector(0), case.vector(1), case.vector(2), case.whole(3)


def _oracle(read: Model) -> Oracle:
    """Σ π_N(y)·g(y): by levels of the reward that chooses, each with the mean of g on it."""

    def oracle(subject: Subject, case: Call) -> list[Expected]:
        p, chooses, counts, n = read(case)
        errors = BestOfNErrors.of(subject.form, p, chooses, n)
        means = [sum((errors.p[i] * counts[i] for i in x.members), Fraction(0)) / x.mass for x in errors.levels]
        error = errors.mean(counts)
        if is_small(errors):
            terms = [(x.upto**n - x.below**n) * mean for x, mean in zip(errors.levels, means, strict=True)]
            return [Expected(sum(terms, Fraction(0)), error)]
        return [Expected(EnclosedReal(lambda: _enclosed(errors.levels, means, n)), error)]

    return oracle


def _enclosed(levels: list[Level], means: list[Fraction], n: int) -> arb:
    terms = [gained(level, n) * ball_of(mean) for level, mean in zip(levels, means, strict=True)]
    return sum(terms, arb(0))


_MODEL = _oracle(_of_model)
_POOL = _oracle(_of_pool)
_GOLDEN = _oracle(_of_two)


def _zeros(draws: Draws, form: Format) -> Call:
    return Call((*with_zero(draws, model(draws, form, max_size=3)), draws.whole(2, 8)))


def _shifted(draws: Draws, form: Format) -> Call:
    count = draws.whole(2, 4)
    return Call((probabilities(draws, form, count), shifted_values(draws, count), draws.whole(2, 8)))


def _many(draws: Draws, form: Format) -> Call:
    p, r = model(draws, form, min_size=2, max_size=3)
    return Call((p, r, draws.whole(1, draws.one_of((100, 2000, form.most_draws)))))


def _pool(low: int = 1, high: int = 6, n: tuple[int, int] = (1, 12), **options: Any) -> Callable[[Draws, Format], Call]:
    return lambda draws, form: Call((values(draws, form, draws.whole(low, high), **options), draws.whole(*n)))


def _pool_shifted(draws: Draws, _form: Format) -> Call:
    count = draws.whole(2, 6)
    return Call((shifted_values(draws, count), draws.whole(1, 8)))


def _pool_twice(draws: Draws, form: Format) -> Call:
    return Call((values(draws, form, draws.whole(1, 3)) * 2, draws.whole(1, 8)))


_WHAT = "E r(Y) = Σ r·(F≤^N − F<^N) over the levels of the reward"
_HALF = "1/2 1/2"


def _model_checks() -> tuple[Check, ...]:
    judge = value_judge(_MODEL, scalar=True)
    return (
        Check(
            "formula", _WHAT, corners((_HALF, "0 1", 2), ("1/4 3/4", "0 1", 3)), drawn(min_size=2, ties=False), judge
        ),
        Check(
            "unsorted",
            "the order in which the outcomes are listed changes nothing",
            corners((_HALF, "1 0", 2), ("1/4 3/4", "1 0", 2), ("1/2 1/8 3/8", "0 2 -1", 3)),
            drawn(min_size=2, ties=False),
            judge,
        ),
        Check(
            "ties",
            "outcomes of equal reward count together",
            corners((_HALF, "1 1", 2), ("1/4 1/2 1/4", "1 0 1", 3)),
            drawn(min_size=2, ties=True),
            judge,
        ),
        Check(
            "zero-probabilities",
            "an outcome of probability 0 plays no part, however high its reward",
            corners(("0 1", "1 0", 2), ("1 0", "0 9", 3), ("0 1/2 1/2", "1 0 1", 2)),
            _zeros,
            judge,
        ),
        Check(
            "constant-reward",
            "a constant reward has that mean",
            corners((_HALF, "2 2", 3), ("1", "-3", 2)),
            drawn((1, 8), constant=True),
            judge,
        ),
        Check(
            "one-draw",
            "N = 1 is the mean of the reference",
            corners((_HALF, "0 1", 1)),
            drawn((1, 1), zeros=True),
            judge,
        ),
        Check(
            "shift",
            "a constant added to every reward adds that constant",
            corners((_HALF, "1000 1001", 2), (_HALF, "-1000 -1001", 2)),
            _shifted,
            judge,
        ),
        Check(
            "near-degenerate",
            "outcomes of very small probability keep their reward's place",
            corners(("1/1000000000000000000000 1", "1 0", 2), ("1 1/1000000000000000000000", "1 0", 2)),
            drawn(min_size=2, max_size=3, near_degenerate=True),
            judge,
        ),
        Check(
            "many-draws",
            "the same law at large N, up to the best reward",
            capped(corners((_HALF, "0 1", 30), (_HALF, "0 1", 1000), ("1/1024 1023/1024", "1 0", 1_000_000))),
            _many,
            judge,
            any_n=True,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners((_HALF, "1 0", 2), ("1/4 1/4 1/2", "2 0 1", 3)),
            drawn(),
            repeatable(_MODEL, scalar=True),
        ),
    )


def _pool_checks() -> tuple[Check, ...]:
    judge = value_judge(_POOL, scalar=True)
    return (
        Check(
            "formula",
            "Σ s_(i)·((i/m)^n − ((i−1)/m)^n) over the m sorted scores: n draws with replacement",
            corners(("0 1", 1), ("0 1", 2), ("0 1 2", 2), ("0 1 2 3", 3)),
            _pool(2, ties=False),
            judge,
        ),
        Check(
            "unsorted",
            "the order in which the scores are listed changes nothing",
            corners(("1 0", 2), ("2 0 1", 2)),
            _pool(2),
            judge,
        ),
        Check(
            "ties", "equal scores count as often as they occur", corners(("0 0", 2), ("1 0 1 0", 3)), _pool_twice, judge
        ),
        Check("mean", "n = 1 is the mean", corners(("0 1", 1), ("3", 1)), _pool(1, 8, (1, 1)), judge),
        Check(
            "more-draws-than-scores",
            "n may exceed the number of scores, as draws are put back: the maximum is only its limit",
            corners(("0 1", 2), ("0 1", 3), ("0 1 2", 10)),
            _pool(2, 4, (5, 30)),
            judge,
        ),
        Check(
            "shift",
            "a constant added to every score adds that constant",
            corners(("1000 1001", 1), ("-1000 -1001", 2)),
            _pool_shifted,
            judge,
        ),
        Check(
            "many-draws",
            "the same law at large n",
            capped(corners(("0 1", 30), ("0 1", 1000), ("1 0 2", 100_000))),
            _pool(2, 4, (1, 3000)),
            judge,
            any_n=True,
        ),
        Check(
            "many-scores",
            "the same law for a thousand scores",
            lambda form: [
                Call((numbers(form, " ".join(f"{7 * k % 1000}/8" for k in range(1000))), n)) for n in (1, 4, 300)
            ],
            None,
            judge,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners(("2 0 1", 2)),
            _pool(),
            repeatable(_POOL, scalar=True),
        ),
    )


def _variant(options: Mapping[str, Any]) -> Kind:
    of = options.get("of", "model")
    if of not in ("model", "pool"):
        raise ParameterError(f"of is {of!r}: give model or pool")
    return _BEST_OF_POOL if of == "pool" else EXPECTED_BEST


EXPECTED_BEST = Kind(
    "expected-best",
    (
        Parameter("probabilities", Role.PROBABILITIES, batched=True),
        Parameter("rewards", Role.REWARDS, batched=True),
        Parameter("n", Role.WHOLE),
    ),
    "the expected reward of best-of-n: of a finite model, or of n draws with replacement from a pool (of=pool)",
    _model_checks(),
    oracle=_MODEL,
    scalar=True,
    options={"of": "model, with (probabilities, rewards, n); or pool, with (scores, n)"},
    variant=_variant,
)

_BEST_OF_POOL = attrs.evolve(
    EXPECTED_BEST,
    parameters=(Parameter("scores", Role.REWARDS, batched=True), Parameter("n", Role.WHOLE)),
    checks=_pool_checks(),
    oracle=_POOL,
    features={"more draws than scores": lambda case: case.whole(1) > case.size},
)


# --- a second reward ------------------------------------------------------------------------------


def _golden(n: tuple[int, int] = (2, 8), *, same: bool = False, constant: bool = False, **options: Any) -> Any:
    def build(draws: Draws, form: Format) -> Call:
        p, proxy = model(draws, form, constant=constant, **options)
        golden = proxy if same else values(draws, form, len(p))
        return Call((p, proxy, golden, draws.whole(*n)))

    return build


def _golden_zeros(draws: Draws, form: Format) -> Call:
    p, proxy = with_zero(draws, model(draws, form, max_size=3))
    return Call((p, proxy, values(draws, form, len(p)), draws.whole(2, 8)))


def _golden_shifted(draws: Draws, form: Format) -> Call:
    count = draws.whole(2, 4)
    p, proxy = probabilities(draws, form, count), shifted_values(draws, count)
    return Call((p, proxy, values(draws, form, count), draws.whole(2, 8)))


def _golden_scaled(draws: Draws, form: Format) -> Call:
    p, proxy, n = scaled(draws, form).arguments
    assert isinstance(p, tuple)
    return Call((p, proxy, values(draws, form, len(p)), n))


def _golden_many(draws: Draws, form: Format) -> Call:
    p, proxy = model(draws, form, min_size=2, max_size=3)
    n = draws.whole(1, draws.one_of((100, 2000, form.most_draws)))
    return Call((p, proxy, values(draws, form, len(p)), n))


_GOLDEN_VALUE = value_judge(_GOLDEN, scalar=True)

GOLDEN_UNDER_PROXY = Kind(
    "golden-under-proxy",
    (
        Parameter("probabilities", Role.PROBABILITIES, batched=True),
        Parameter("proxy", Role.REWARDS, batched=True),
        Parameter("golden", Role.REALS, batched=True),
        Parameter("n", Role.WHOLE),
    ),
    "the expected golden reward of best-of-n by the proxy, ties of the proxy broken uniformly between draws",
    (
        Check(
            "formula",
            "E g(Y) = Σ π_N(y)·g(y), π_N the best-of-N policy of the proxy",
            corners((_HALF, "0 1", "0 1", 2), (_HALF, "0 1", "1 0", 2), ("1/4 3/4", "1 0", "5 3", 3)),
            _golden(min_size=2, ties=False),
            _GOLDEN_VALUE,
        ),
        Check(
            "proxy-ties",
            "draws that the proxy cannot tell apart are kept at random, never the one of the better golden reward",
            corners((_HALF, "0 0", "0 1", 2), (_HALF, "1 1", "1 0", 2), ("1/4 1/2 1/4", "1 0 1", "0 1 2", 3)),
            _golden(min_size=2, ties=True),
            _GOLDEN_VALUE,
        ),
        Check(
            "constant-proxy",
            "a constant proxy chooses nothing: the mean of the reference",
            corners((_HALF, "0 0", "0 1", 3), ("1/4 3/4", "2 2", "3 1", 5)),
            _golden(min_size=2, constant=True),
            _GOLDEN_VALUE,
        ),
        Check(
            "same-reward",
            "a golden reward that is the proxy: the expected best",
            corners((_HALF, "0 1", "0 1", 2), ("1/4 3/4", "1 0", "1 0", 2)),
            _golden(min_size=2, same=True),
            _GOLDEN_VALUE,
        ),
        Check(
            "zero-probabilities",
            "an outcome of probability 0 plays no part",
            corners(("0 1", "1 0", "9 2", 2), ("0 1/2 1/2", "9 0 1", "7 1 2", 2)),
            _golden_zeros,
            _GOLDEN_VALUE,
        ),
        Check(
            "one-draw",
            "N = 1 is the mean of the reference",
            corners((_HALF, "0 1", "3 5", 1)),
            _golden((1, 1)),
            _GOLDEN_VALUE,
        ),
        Check(
            "proxy-shift",
            "a constant added to the proxy changes nothing",
            corners((_HALF, "1000 1001", "0 1", 2), (_HALF, "-1000 -1001", "0 1", 2), (_HALF, CLOSE, "0 1", 2)),
            _golden_shifted,
            _GOLDEN_VALUE,
        ),
        Check(
            "proxy-scale",
            "only the order of the proxy counts: a positive factor changes nothing",
            corners((_HALF, "0 1/1125899906842624", "0 1", 2), (_HALF, "0 1048576", "1 0", 2)),
            _golden_scaled,
            _GOLDEN_VALUE,
        ),
        Check(
            "many-draws",
            "the same law at large N: the golden reward of what the proxy likes best, good or bad",
            capped(
                corners(
                    (_HALF, "0 1", "1 0", 30), (_HALF, "0 1", "1 0", 1000), ("1/1024 1023/1024", "1 0", "1 0", 10_000)
                )
            ),
            _golden_many,
            _GOLDEN_VALUE,
            any_n=True,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners((_HALF, "1 0", "2 3", 2)),
            _golden(),
            repeatable(_GOLDEN, scalar=True),
        ),
    ),
    oracle=_GOLDEN,
    scalar=True,
)
