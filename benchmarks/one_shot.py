"""One draw space with many outcomes: the exact policy against the bare integer powers it cannot do without."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from flint import fmpz

from benchmarks import peers
from benchmarks.models import many_outcomes
from benchmarks.record import Goal, Row, Section, Size, raced
from exactalign import Distribution, Reward, kl_divergence
from exactalign.policies.best_of_n import best_of_n

SIZES: dict[Size, tuple[int, int]] = {"tiny": (12, 7), "quick": (300, 300), "full": (1000, 1000)}


def run(size: Size) -> Section:
    """The exact PMF of best-of-N over K outcomes with 53-bit weights and distinct rewards."""
    count, n = SIZES[size]
    section = Section(
        "one-shot",
        "One draw space with many outcomes",
        "The exact probabilities of best-of-N with 53-bit numerators and distinct rewards, from the model as lists "
        "of integers. *Bare powers* are the K powers F^N alone, of the same integers. *Fraction* and *SymPy* know the "
        "ranking already.",
    )
    weights, values = many_outcomes(count)
    order = sorted(range(count), key=values.__getitem__)
    upto = list(accumulate(weights[i] for i in order))
    large = [fmpz(mass) for mass in upto]
    total = upto[-1]

    def ours() -> Distribution:
        return best_of_n(Distribution.from_weights(weights), Reward.values(values), n)

    def by_differences(number: Callable[[int, int], Any]) -> list[Any]:
        powers = [number(0, 1), *(number(mass, total) ** n for mass in upto)]
        return [high - low for low, high in pairwise(powers)]

    times, answers = raced({"ours": ours, "bare": lambda: [mass**n for mass in large]}, 7)
    policy = answers["ours"]
    case = f"K = {count}, N = {n}"
    section.rows.append(Row(case, times["ours"], "python-flint, bare powers", times["bare"], Goal(faster=1 / 3)))
    slow, exact = raced({"Fraction": lambda: by_differences(Fraction)}, 1)
    section.rows.append(Row(case, times["ours"], "Fraction", slow["Fraction"], Goal(faster=30)))
    by_rank = [policy.probability(i) for i in order]
    section.agree(by_rank == exact["Fraction"], "the probabilities differ from Fraction's")
    if peers.installed("sympy"):
        from sympy import Rational

        symbolic, numbers = raced({"SymPy": lambda: by_differences(Rational)}, 1)
        same = all(
            int(s.p) == f.numerator and int(s.q) == f.denominator
            for s, f in zip(numbers["SymPy"], by_rank, strict=True)
        )
        section.agree(same, "the probabilities differ from SymPy's")
        section.rows.append(Row(case, times["ours"], "SymPy Rational", symbolic["SymPy"]))
    _kl(section, policy, Distribution.from_weights(weights), case)
    return section


def _kl(section: Section, policy: Distribution, reference: Distribution, case: str) -> None:
    """KL(π_N‖p) to 30 certified digits, against dit's floating point."""

    def ours() -> Any:
        return kl_divergence(policy, reference).enclose(30)

    if not peers.installed("dit"):
        return
    import dit

    labels = [str(i).zfill(5) for i in range(len(policy))]
    first, second = (dit.Distribution(labels, list(map(float, d.probabilities))) for d in (policy, reference))
    times, answers = raced({"ours": ours, "dit": lambda: dit.divergences.kullback_leibler_divergence(first, second)}, 2)
    from math import log

    exact = answers["ours"].midpoint
    error = abs(Fraction(answers["dit"] * log(2)) - exact) / exact
    section.agree(error < Fraction(1, 10**9), "the KL divergence is far from dit's")
    section.rows.append(
        Row(
            f"KL(π‖p), {case}",
            times["ours"],
            "dit (floats)",
            times["dit"],
            note=f"30 certified digits against floats off by {float(error):.0e}",
        )
    )
