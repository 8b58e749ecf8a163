"""Random p and q of named laws, as exact rationals from a seeded generator; no claims here.

Section 5 speaks of "random p and q" and names no law. These are four, each drawn independently for p and for q:

    uniform weights    K integers, each uniform on 1, …, 2^20 − 1
    flat Dirichlet     the K gaps that K − 1 different uniform cuts leave of 2^20: Dirichlet(1, …, 1), in steps
    grid of 60ths      the same in steps of 1/60, so that tied rewards occur
    log-uniform        K integers whose number of binary digits is uniform on 1, …, 20, then uniform with that number
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from exactalign import AlignedFamily, Distribution, EnclosedReal, Reward, best_of_n
from proofs_check.language.cases import Case

_FINE: Final = 1 << 20


def _uniform(source: random.Random, letters: int) -> list[int]:
    return [source.randrange(1, _FINE) for _ in range(letters)]


def _gaps(source: random.Random, letters: int, parts: int) -> list[int]:
    cuts = [0, *sorted(source.sample(range(1, parts), letters - 1)), parts]
    return [high - low for low, high in pairwise(cuts)]


def _log_uniform(source: random.Random, letters: int) -> list[int]:
    digits = [source.randrange(20) for _ in range(letters)]
    return [source.randrange(1 << d, 2 << d) for d in digits]


LAWS: Final[dict[str, Callable[[random.Random, int], list[int]]]] = {
    "uniform weights": _uniform,
    "flat Dirichlet": lambda source, letters: _gaps(source, letters, _FINE),
    "grid of 60ths": lambda source, letters: _gaps(source, letters, 60),
    "log-uniform": _log_uniform,
}
"""The weights of K letters, by the name of their law."""


def sampled(law: str, letters: int, n: int, seed: int) -> Case:
    """p and q on so many letters with weights of a named law, from a generator with this seed; N = n."""
    source = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    p, q = (Distribution.from_weights(LAWS[law](source, letters)) for _ in "pq")
    return Case(p=p, q=q, N=n)


def enclosed_divergence(x: Case) -> EnclosedReal:
    """KL(π_N‖φ_Δ) with Δ = KL(π_N‖p), enclosed; 0 for a constant reward or N = 1.

    π_N/p is largest on the best letters, and less than 1/p(best) there, so that Δ < Δ_max and α(Δ) exists.
    """
    family = AlignedFamily(x.p, x.q)
    if family.is_constant or x.N == 1:
        return EnclosedReal.of(0)
    policy = best_of_n(x.p, Reward.log_of(x.q), x.N, enclosed=True)
    found: EnclosedReal = policy.kl_to_tilt(family.alpha_for_kl(policy.kl()))
    return found
