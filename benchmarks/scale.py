"""Best-of-N at scale: guaranteed digits for N far past exact reach, and the cost of one level."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import mpmath

from benchmarks.models import PAPER_P, PAPER_Q
from benchmarks.record import Goal, Growth, Row, Section, Size, raced, timed
from exactalign import Distribution, EnclosedReal, Enclosure, MemorylessSource, Reward
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.tilting import AlignedFamily

RATE = Fraction(11, 100)
DIGITS = 30
LENGTHS: dict[Size, list[int]] = {"tiny": [4, 8], "quick": [60, 125, 250], "full": [125, 250, 500, 1000]}
BY_MPMATH: dict[Size, int] = {"tiny": 4, "quick": 60, "full": 125}
TWO: dict[Size, int] = {"tiny": 20, "quick": 10_000, "full": 100_000}
TEN: dict[Size, int] = {"tiny": 20, "quick": 200, "full": 1000}

Model = tuple[Distribution, Reward]


def run(size: Size) -> Section:
    """KL(π_N‖p^m) and KL(π_N‖φ^m) to 30 certified digits, N = ⌊exp(0.11·m)⌋."""
    section = Section(
        "scale",
        "Best-of-N at scale",
        "KL(π_N‖p^m) and KL(π_N‖φ^m) to 30 certified digits with N = ⌊exp(0.11·m)⌋, φ the optimal tilt for "
        "Δ = 11/100; from the model up, both together. mpmath sums over the same types in 50 digits and guarantees "
        "nothing.",
    )
    paper: Model = (PAPER_P, Reward.log_of(PAPER_Q))
    _exactly(section, paper)
    points = []
    for length in LENGTHS[size]:
        seconds, (levels, _, _) = timed(lambda m=length: divergences(paper, m), 3 if length < 1000 else 2)
        points.append((length, levels, seconds))
        if length == LENGTHS[size][-1]:
            section.rows.append(Row(f"K = 3, m = {length:,}", seconds, goal=Goal(seconds=10)))
    section.growth.append(Growth("Both divergences, K = 3", "m", "levels", points))
    length = BY_MPMATH[size]
    times, answers = raced({"ours": lambda: divergences(paper, length), "mpmath": lambda: by_mpmath(length)}, 2)
    gap = abs(answers["mpmath"] - answers["ours"][1].midpoint)
    section.agree(gap < Fraction(1, 10**25), "KL(π_N‖p^m) differs from mpmath's")
    section.rows.append(Row(f"K = 3, m = {length}", times["ours"], "mpmath, KL(π_N‖p^m) only", times["mpmath"]))
    two: Model = (Distribution.from_weights([2, 3]), Reward.log_weights([2, 1]))
    ten: Model = (Distribution.from_weights(range(1, 11)), Reward.values(range(10)))
    for name, model, m in (("K = 2", two, TWO[size]), ("K = 10, rewards 0..9", ten, TEN[size])):
        _exactly(section, model)
        seconds, (_, kl, _) = timed(lambda model=model, m=m: divergences(model, m), 2)
        section.agree(kl.width <= kl.upper / 10**DIGITS, "the enclosure is too wide")
        section.rows.append(Row(f"{name}, m = {m:,}", seconds, goal=Goal(seconds=10)))
    return section


def divergences(model: Model, length: int) -> tuple[int, Enclosure, Enclosure]:
    """Return the number of levels, KL(π_N‖p^m) and KL(π_N‖φ^m)."""
    reference, reward = model
    alpha = AlignedFamily(reference, reward).align(RATE).alpha
    policy = best_of_n(reference**length, reward, sample_size(RATE, length), enclosed=True)
    return len(policy.levels), policy.kl().enclose(DIGITS), policy.kl_to_tilt(alpha).enclose(DIGITS)


def _exactly(section: Section, model: Model) -> None:
    """At small sizes, the enclosures contain the exact answer."""
    reference, reward = model
    for length, n in ((1, 2), (3, 5), (5, 40)):
        source = MemorylessSource(reference, length)
        enclosed = best_of_n(source, reward, n, enclosed=True).kl()
        exact = best_of_n(source, reward, n).kl().enclose(60)
        section.agree(_overlap(enclosed, exact), f"the exact KL at m = {length}, N = {n} is outside")


def _overlap(value: EnclosedReal, other: Enclosure) -> bool:
    bounds = value.enclose(DIGITS)
    return bounds.lower <= other.upper and other.lower <= bounds.upper


def by_mpmath(length: int) -> Fraction:
    """KL(π_N‖p^m) by a sum over the types of Table 1's source in 50 digits (three outcomes)."""
    n = int(sample_size(RATE, length))
    with mpmath.workdps(50):
        logs = [mpmath.log(x) for x in (mpmath.mpf(1) / 5, mpmath.mpf(3) / 10, mpmath.mpf(1) / 2)]
        factorials = [mpmath.loggamma(k + 1) for k in range(length + 1)]
        types = []
        for a in range(length + 1):
            for b in range(length - a + 1):
                c = length - a - b
                ways = factorials[length] - factorials[a] - factorials[b] - factorials[c]
                types.append((6**a * 2**c, mpmath.exp(ways + a * logs[0] + b * logs[1] + c * logs[2])))
        types.sort()
        masses = [mass for _, mass in types]
        above = [*list(accumulate(reversed(masses)))[-2::-1], mpmath.mpf(0)]
        before, divergence = mpmath.mpf(0), mpmath.mpf(0)
        for mass, tail in zip(masses, above, strict=True):
            power = mpmath.exp(n * mpmath.log1p(-tail))
            gained, before = power - before, power
            if gained > 0:
                divergence += gained * mpmath.log(gained / mass)
        mantissa, exponent = divergence.man_exp
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
