"""How the exact costs grow with K, m, N and the digits asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benchmarks import alpha
from benchmarks.models import DICE_WEIGHTS, PAPER_P, PAPER_REWARD, many_outcomes
from benchmarks.record import Growth, Section, Size, timed
from exactalign import Distribution, MemorylessSource, Reward
from exactalign.policies.best_of_n import best_of_n

SIZES: dict[Size, dict[str, list[int]]] = {
    "tiny": {"K": [3, 6], "N": [2, 4], "m": [2, 4], "types": [2, 4], "digits": [20, 40]},
    "quick": {
        "K": [50, 100, 200],
        "N": [50, 100, 200],
        "m": [10, 20, 40],
        "types": [25, 50, 100],
        "digits": [100, 1000],
    },
    "full": {
        "K": [125, 250, 500, 1000, 2000],
        "N": [125, 250, 500, 1000, 2000],
        "m": [25, 50, 100, 200, 400],
        "types": [25, 50, 100, 200, 400],
        "digits": [100, 1000, 10_000, 100_000],
    },
}


def run(size: Size) -> Section:
    """Five growth tables."""
    section = Section(
        "growth",
        "How the cost grows",
        "Each row doubles the parameter, or takes ten times the digits. kB is the size of the exact numerators.",
    )
    sizes = SIZES[size]
    middle = sizes["N"][-2]

    def one_shot(count: int, n: int) -> int:
        weights, values = many_outcomes(count)
        policy = best_of_n(Distribution.from_weights(weights), Reward.values(values), n)
        section.agree(len(policy) == count, "outcomes were lost")
        return max(1, count * policy._total.bit_length() // 8000)

    def dice(length: int) -> int:
        source = MemorylessSource(Distribution.from_weights(DICE_WEIGHTS), length)
        policy = best_of_n(source, Reward.values(range(6)), 100)
        section.agree(sum(policy._gained) == policy._total, "the law does not sum to 1")
        return len(policy.levels)

    def types(length: int) -> int:
        policy = best_of_n(MemorylessSource(PAPER_P, length), PAPER_REWARD, 3)
        section.agree(sum(policy._gained) == policy._total, "the law does not sum to 1")
        return len(policy.levels)

    def digits(count: int) -> int:
        section.agree(alpha.ours(count).width * 10**count <= 1, "the enclosure is too wide")
        return count

    def table(title: str, parameter: str, unit: str, values: Iterable[int], cost: Callable[[int], int]) -> None:
        points = []
        for value in values:
            seconds, measure = timed(lambda value=value: cost(value), 3, at_most=4)
            points.append((value, measure, seconds))
        section.growth.append(Growth(title, parameter, unit, points))

    table(f"Exact one-shot policy, N = {middle}", "K", "kB", sizes["K"], lambda k: one_shot(k, middle))
    table(f"Exact one-shot policy, K = {middle}", "N", "kB", sizes["N"], lambda n: one_shot(middle, n))
    table("Exact law of six-sided sums, N = 100", "m", "levels", sizes["m"], dice)
    table("Exact law on types, K = 3, N = 3", "m", "levels", sizes["types"], types)
    table("α(Δ), certified", "digits", "digits", sizes["digits"], digits)
    return section
