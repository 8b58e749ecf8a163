"""Finite-length exponents beside the rate functions that they tend to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from exactalign.exceptions import Undecided
from exactalign.figures.content import Curve, Plotted
from exactalign.figures.data import FigureData
from exactalign.figures.family import grid, model_parameters, number_of_draws, require_tilt
from exactalign.figures.limits import MAX_SERIES, positive_integers, require_visits
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.laws.rewards import Reward
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.reading import Number, decided_real
from exactalign.policies.large_deviations import BestOfNRateFunction, RateFunction, TailProbability
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.tilting import AlignedFamily

_STEPS = 120
_MARKED = 24


def rates(
    reference: Distribution,
    reward: Reward,
    kl: Any = "11/100",
    lengths: Iterable[int] = (20, 80),
    n: int | str = "floor",
) -> FigureData:
    """Return −(1/m)·log P of tail events of t, minus the reward per symbol, beside the rate functions.

    The curves are J_0 (reference), J_Δ (optimal tilt) and the rate of best-of-N with N = exp(mΔ); the marks are
    exponents of p^m and of best-of-N at finite m: of T ≤ t below the typical t of the law, of T ≥ t above it.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> figure = rates(p, Reward.parse("log 6, 0, log 2"), lengths=[4])
    >>> [curve.name for curve in figure.curves][:3]
    ['reference', 'optimal tilt', 'best-of-N']
    """
    family = AlignedFamily(reference, reward)
    alignment = require_tilt(family, kl)
    symbols = positive_integers(lengths, "lengths", MAX_SERIES)
    require_visits(reference, reward, symbols)
    base, tilted, best = (
        RateFunction(family),
        RateFunction.of_alignment(alignment),
        BestOfNRateFunction(family, kl),
    )
    low, high = base.domain
    fine = [low + (high - low) * u for u in grid(0, 1, _STEPS)]
    coarse = [low + (high - low) * u for u in grid(0, 1, _MARKED)]
    numbers = []
    curves = [
        Curve("reference", "rate-reference", tuple((t, base.at(t)) for t in fine)),
        Curve("optimal tilt", "rate-tilt", tuple((t, tilted.at(t)) for t in fine)),
        Curve("best-of-N", "rate-best", tuple(_decided(best, fine))),
    ]
    for index, m in enumerate(symbols):
        source = MemorylessSource(reference, m)
        levels = EnclosedLevelLaw(source, reward)
        count = sample_size(kl, m, n) if isinstance(n, str) else n
        numbers.append(count)
        exponents: dict[str, list[tuple[Plotted, ...]]] = {"reference": [], "best": []}
        for t in coarse:
            tails, _ = _tail(source, levels, t, base.mean())
            exponents["reference"].append((t, tails.exponent(tails.reference())))
            tails, below = _tail(source, levels, t, best.typical())
            if below:  # above the typical t the exponent grows exponentially in m, off any scale
                exponents["best"].append((t, tails.exponent(tails.best_of_n(count))))
        for law, points in exponents.items():
            name = "reference" if law == "reference" else "best-of-N"
            curves.append(Curve(f"{name}, m = {m}", f"finite-{law}{index}", tuple(points)))
    return FigureData(
        "rates",
        f"Rates at KL budget {kl}",
        ("t", "rate"),
        tuple(curves),
        (r"$t$, minus the reward per symbol", r"rate, and $-\frac{1}{m}\log P$"),
        f"Rate functions of minus the reward per symbol under the reference, the optimal tilt of KL budget Δ = {kl} "
        f"and best-of-N with N = exp(mΔ), with exponents at length {', '.join(map(str, symbols))} and N = "
        f"{number_of_draws(n)}; the rate of best-of-N is the reference's lowered by Δ, and infinite above its typical "
        "value.",
        parameters={
            **model_parameters(reference, family.reward),
            "delta": decided_real(kl, "kl"),
            "alpha": alignment.alpha,
            "lengths": symbols,
            "N": numbers,
        },
    )


def _decided(rate: BestOfNRateFunction, points: Iterable[LogForm]) -> Iterator[tuple[Plotted, ...]]:
    """The rate of best-of-N at all t but one: where t cannot be told from t_δ, the jump, there is no point."""
    for t in points:
        with suppress(Undecided):
            yield t, rate.at(t)


def _tail(
    source: MemorylessSource, levels: EnclosedLevelLaw, t: LogForm, typical: Number
) -> tuple[TailProbability, bool]:
    """The event T ≤ t when t is at most the typical one, else T ≥ t; T is minus the reward per symbol."""
    try:
        below = bool(t <= typical)
    except Undecided:  # t is the typical one as far as can be told: both events are as good
        below = True
    threshold: dict[str, Any] = {"at_least": -t} if below else {"at_most": -t}
    return TailProbability(source, levels.reward, levels=levels, **threshold), below
