"""How fast finite lengths reach their limits: (1/m)·KL, and the bound log N − (N − 1)/N."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from exactalign.exceptions import ParameterError
from exactalign.figures.content import Curve, Plotted
from exactalign.figures.data import FigureData
from exactalign.figures.family import model_parameters, number_of_draws, require_tilt
from exactalign.figures.limits import MAX_SERIES, positive_integers, require_visits
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.reading import decided_real
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.tilting import AlignedFamily
from exactalign.theory.closed_forms import kl_bound

LENGTHS = (1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128)
"""Lengths that are shown by default."""

GAP_SIZES = tuple(2**k for k in range(1, 15))
GAP_LENGTHS = (1, 4, 16, 64)


def convergence(
    reference: Distribution,
    reward: Reward,
    kl: Any = "11/100",
    lengths: Iterable[int] = LENGTHS,
    n: int | str = "real",
) -> FigureData:
    """Return (1/m)·KL(π_N‖p^m), which tends to Δ, and (1/m)·KL(π_N‖φ^m), which tends to 0, for N = exp(mΔ).

    N is exp(mΔ) itself ("real"), rounded ("floor", "ceil"), or a number for all m: then they tend to 0 and to
    KL(p‖φ). Also the bound log N − (N − 1)/N, per
    symbol; for real N it bounds nothing that is proved here, and is drawn as the same formula.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> [len(curve.points) for curve in convergence(p, Reward.parse("log 6, 0, log 2"), lengths=[1, 2]).curves]
    [2, 2, 2, 2]
    """
    family = AlignedFamily(reference, reward)
    alignment = require_tilt(family, kl)
    delta = decided_real(kl, "kl")
    symbols = positive_integers(lengths, "lengths")
    require_visits(reference, reward, symbols)
    numbers = []
    policy_kl, tilt_kl, formula = [], [], []
    for m in symbols:
        count = sample_size(delta, m, n) if isinstance(n, str) else n
        numbers.append(count)
        policy = best_of_n(reference**m, reward, count, enclosed=True)
        first: Plotted = LogForm() if count == 1 else policy.kl() / m
        policy_kl.append((m, first))
        tilt_kl.append((m, policy.kl_to_tilt(alignment.alpha) / m))
        formula.append((m, _bound(count) / m))
    limits = ("Δ", "0") if isinstance(n, str) else ("0", "that of the reference to it")
    curves = (
        Curve("Δ", "limit", ((symbols[0], delta), (symbols[-1], delta))),
        Curve("bound", "bound", tuple(formula)),
        Curve("KL to the reference", "series0", tuple(policy_kl)),
        Curve("KL to the optimal tilt", "series1", tuple(tilt_kl)),
    )
    return FigureData(
        "convergence",
        f"KL divergence per symbol at KL budget {kl}",
        ("m", "kl_per_symbol"),
        curves,
        ("length $m$", r"$\frac{1}{m}$ KL divergence"),
        f"KL divergence per symbol of best-of-N with N = {number_of_draws(n)}, Δ = {kl}, against the length m: to the "
        f"reference it tends to {limits[0]}, to the optimal tilt to {limits[1]}.",
        logarithmic="x",
        parameters={
            **model_parameters(reference, family.reward),
            "delta": delta,
            "alpha": alignment.alpha,
            "lengths": symbols,
            "N": numbers,
        },
    )


def gap(
    reference: Distribution, reward: Reward, sizes: Iterable[int] = GAP_SIZES, lengths: Iterable[int] = GAP_LENGTHS
) -> FigureData:
    """Return log N − (N − 1)/N − KL(π_N‖p^m) against N ≥ 2, for several lengths m.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> [curve.name for curve in gap(p, Reward.parse("log 6, 0, log 2"), [2, 4], [1, 2]).curves]
    ['m = 1', 'm = 2']
    """
    counts, symbols = positive_integers(sizes, "sizes"), positive_integers(lengths, "lengths", MAX_SERIES)
    if counts[0] < 2:
        raise ParameterError("sizes has 1: there KL and its bound are both 0, and a logarithmic axis has no 0")
    require_visits(reference, reward, symbols, len(counts))
    curves = []
    for index, m in enumerate(symbols):
        source = MemorylessSource(reference, m)
        levels = EnclosedLevelLaw(source, reward)
        points: list[tuple[Plotted, ...]] = []
        for n in counts:
            policy = EnclosedBestOfN(source, reward, n, levels=levels)
            missing = kl_bound(n) - policy.kl()
            points.append((n, missing))
        curves.append(Curve(f"m = {m}", f"series{index}", tuple(points)))
    return FigureData(
        "gap",
        "How far KL stays below its bound",
        ("n", "gap"),
        tuple(curves),
        ("draws $N$", r"$\log N-\frac{N-1}{N}-\mathrm{KL}$"),
        f"The bound log N − (N − 1)/N minus the KL divergence of best-of-N, against N from {counts[0]} to {counts[-1]}"
        f", one curve for each length {', '.join(map(str, symbols))}; never negative.",
        logarithmic="xy",
        parameters={**model_parameters(reference, reward), "lengths": symbols, "N": counts},
    )


def _bound(n: int | EnclosedReal) -> LogForm | EnclosedReal:
    """log N − (N − 1)/N, for real N too."""
    if isinstance(n, int):
        return LogForm.parse(f"log({n})") - Fraction(n - 1, n)
    return EnclosedReal(lambda: ball_of(n).log() - 1 + 1 / ball_of(n))
