"""α(Δ) to many digits: certified, against mpmath's findroot and a bare Newton iteration, which certify nothing."""

from __future__ import annotations

from fractions import Fraction

import mpmath
from flint import arb

from benchmarks.models import PAPER_P, PAPER_Q
from benchmarks.page import seconds
from benchmarks.record import Goal, Row, Section, Size, brief, raced
from exactalign import Enclosure
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.precision import working_precision
from exactalign.policies.tilting import AlignedFamily

DIGITS: dict[Size, list[int]] = {"tiny": [20], "quick": [50, 1000], "full": [50, 1000, 10_000]}
_GUARD = 20
_START_BITS = 53


def run(size: Size) -> Section:
    """α for p = (1/5, 3/10, 1/2), q = (2/3, 1/9, 2/9), Δ = 11/100."""
    section = Section(
        "alpha",
        "α(Δ) to many digits",
        "p = (1/5, 3/10, 1/2), q = (2/3, 1/9, 2/9), Δ = 11/100. Ours starts from p, q and the text of Δ: it decides "
        "exactly which case holds, finds the root, and proves every digit. The other two are given a good start, 0.7, "
        "and prove nothing: the Newton iteration has the logarithms of this one model written into it. With few digits "
        "the fixed cost of reading the model, of deciding and of certifying is most of our time, most of it in Python "
        "itself and not in python-flint; the parts are measured below.",
    )
    for digits in DIGITS[size]:
        often = 30 if digits <= 1000 and size != "tiny" else 1  # a millisecond alone cannot be timed well
        race = {
            "ours": brief(lambda d=digits: ours(d), often),
            "mpmath": lambda d=digits: by_mpmath(d),
            "flint": brief(lambda d=digits: by_newton(d), often),
        }
        times, answers = raced(race, 5, at_most=12)
        times["ours"] /= often
        times["flint"] /= often
        enclosure: Enclosure = answers["ours"]
        section.agree(enclosure.width <= Fraction(1, 10**digits), "the enclosure is too wide")
        for name in ("mpmath", "flint"):
            gap = abs(answers[name] - enclosure.midpoint)
            section.agree(gap < Fraction(1, 10 ** (digits - 1)), f"α differs from {name}'s")
        last = digits == 10_000
        case = f"{digits:,} digits"
        section.rows.append(
            Row(case, times["ours"], "mpmath.findroot", times["mpmath"], Goal(faster=5) if last else None)
        )
        section.rows.append(
            Row(
                case,
                times["ours"],
                "python-flint, bare Newton",
                times["flint"],
                Goal(faster=1 / (2 if digits < 1000 else 1.5)),
            )
        )
        if digits <= 1000:
            section.facts.append(_parts(digits))
    return section


def _parts(digits: int) -> str:
    """Where our time goes, each part timed with all that is before it."""
    stages = {
        "the model": lambda: AlignedFamily(PAPER_P, PAPER_Q),
        "Δ read, α proved to lie within a small ball": lambda: AlignedFamily(PAPER_P, PAPER_Q).align("11/100"),
        "all digits, as rational bounds": lambda: ours(digits),
    }
    times, _ = raced({name: brief(stage, 30) for name, stage in stages.items()}, 9)
    parts, before = [], 0.0
    for name, time in times.items():
        parts.append(f"{name} {seconds(max(time - before, 0) / 30)}")
        before = time
    return f"{digits:,} digits: {'; '.join(parts)}."


def ours(digits: int) -> Enclosure:
    """The certified answer, from the model up."""
    alpha = AlignedFamily(PAPER_P, PAPER_Q).align("11/100").alpha
    assert alpha is not None
    assert not isinstance(alpha, Fraction)
    return alpha.enclose(digits)


def by_mpmath(digits: int) -> Fraction:
    """mpmath.findroot on KL(α) = Δ, at the precision wanted."""
    with mpmath.workdps(digits + 10):
        masses = [mpmath.mpf(mass) / 10 for mass in (2, 3, 5)]
        rewards = [mpmath.log(6), mpmath.mpf(0), mpmath.log(2)]
        divergence = mpmath.mpf(11) / 100

        def excess(x: mpmath.mpf) -> mpmath.mpf:
            parts = [mass * mpmath.exp(x * reward) for mass, reward in zip(masses, rewards, strict=True)]
            z = mpmath.fsum(parts)
            return x * mpmath.fdot(parts, rewards) / z - mpmath.log(z) - divergence

        root = mpmath.findroot(excess, mpmath.mpf(7) / 10)
        mantissa, exponent = root.man_exp
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def by_newton(digits: int) -> Fraction:
    """Newton's iteration in python-flint, the precision doubled from step to step; nothing is proved."""
    plan = [int(digits * 3.3219281) + _GUARD]
    while plan[-1] > _START_BITS:
        plan.append(plan[-1] // 2 + 4)
        if plan[-1] >= plan[-2]:
            break
    x = arb("0.7")
    for bits in [_START_BITS, _START_BITS, *reversed(plan)]:
        with working_precision(bits + _GUARD):
            first, second = arb(6).log(), arb(2).log()
            high, middle = 2 * (x * first).exp(), 5 * (x * second).exp()
            z = high + 3 + middle
            mean = (high * first + middle * second) / z
            variance = (high * first * first + middle * second * second) / z - mean * mean
            excess = x * mean - (z / 10).log() - arb(11) / 100
            x = (x - excess / (x * variance)).mid()
    return bounds_of(x).lower
