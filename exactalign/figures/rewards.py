"""What KL divergence buys: best-of-N beside the optimal tilt, and a proxy reward beside the golden one."""

from __future__ import annotations

from collections.abc import Iterable

from exactalign.figures.content import Curve, Plotted
from exactalign.figures.data import FigureData
from exactalign.figures.family import along_family, model_parameters, require_varied
from exactalign.figures.limits import MAX_SERIES, positive_integers, require_bits, require_visits
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.laws.rewards import Reward
from exactalign.numbers.logforms import LogForm
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.tilting import AlignedFamily
from exactalign.theory.golden import GoldenModel, Policy, overoptimization_model

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)
"""Sample sizes N that are shown by default."""


def tradeoff(
    reference: Distribution, reward: Reward, sizes: Iterable[int] = SIZES, lengths: Iterable[int] = (1, 10)
) -> FigureData:
    """Return reward against KL divergence, both per symbol: best-of-N for several N, and the optimal tilt.

    No policy lies above the curve of the tilt T(q, p, α), α ≥ 0. Best-of-N is drawn for each length m.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> [curve.name for curve in tradeoff(p, Reward.parse("log 6, 0, log 2"), [1, 2], [1]).curves]
    ['optimal tilt', 'best-of-N, m = 1']
    """
    family = AlignedFamily(reference, reward)
    require_varied(family)
    counts, symbols = positive_integers(sizes, "sizes"), positive_integers(lengths, "lengths", MAX_SERIES)
    require_visits(reference, reward, symbols, len(counts))
    optimal = along_family(family, lambda alpha: (family.kl(alpha), family.expected_reward(alpha)))
    curves = [Curve("optimal tilt", "optimal", optimal)]
    for index, m in enumerate(symbols):
        source = MemorylessSource(reference, m)
        levels = EnclosedLevelLaw(source, reward)
        points: list[tuple[Plotted, ...]] = []
        for n in counts:
            policy = EnclosedBestOfN(source, reward, n, levels=levels)
            divergence: Plotted = LogForm() if n == 1 else policy.kl() / m
            points.append((divergence, policy.expected_reward() / m))
        curves.append(Curve(f"best-of-N, m = {m}", f"series{index}", tuple(points)))
    return FigureData(
        "tradeoff",
        "Reward against KL divergence",
        ("kl_per_symbol", "reward_per_symbol"),
        tuple(curves),
        (r"KL divergence from $p$, per symbol", "expected reward, per symbol"),
        f"Expected reward against KL divergence, both per symbol. The optimal tilt is an increasing concave curve; "
        f"best-of-N, for N from {counts[0]} to {counts[-1]} and length {', '.join(map(str, symbols))}, is "
        "never above it.",
        parameters={**model_parameters(reference, family.reward), "lengths": symbols, "N": counts},
    )


def golden(model: GoldenModel | None = None, sizes: Iterable[int] = SIZES) -> FigureData:
    """Return proxy and golden improvement against KL divergence, along best-of-n and along the tilt.

    Without a model it is `guarantees.overoptimization_model()`.

    >>> [curve.name for curve in golden(sizes=[1, 2]).curves][2:]
    ['proxy, best-of-n', 'golden, best-of-n']
    """
    chosen = overoptimization_model() if model is None else model
    family = AlignedFamily(chosen.reference, chosen.proxy)
    require_varied(family, "proxy reward")
    counts = positive_integers(sizes, "sizes")
    require_bits(chosen.reference.total, len(family.groups), counts)

    def point(policy: Policy) -> tuple[Plotted, ...]:
        parts = chosen.decompose(policy)
        return parts.kl, parts.proxy_improvement, parts.golden_improvement

    tilts = along_family(family, lambda alpha: point(family.at(alpha)))
    one_shot = tuple(point(chosen.best_of_n(n)) for n in counts)
    curves = [
        Curve(f"{which}, {kind}", role, tuple((found[0], found[column]) for found in points))
        for kind, points, marked in (("tilt", tilts, ""), ("best-of-n", one_shot, "-points"))
        for which, role, column in (("proxy", f"proxy{marked}", 1), ("golden", f"golden{marked}", 2))
    ]
    return FigureData(
        "golden",
        "Proxy against golden reward",
        ("kl", "improvement"),
        tuple(curves),
        (r"KL divergence from $p$", "improvement over $p$"),
        f"Improvement of the proxy and of the golden reward over the reference against KL divergence, along the tilt "
        f"and along best-of-n for n from {counts[0]} to {counts[-1]}.",
        parameters={
            **model_parameters(chosen.reference, chosen.proxy),
            "golden": tuple(chosen.golden[outcome] for outcome in chosen.reference.outcomes),
            "N": counts,
        },
    )
