"""Section 4.2: best-of-N, Lemmas 5 and 6."""

from __future__ import annotations

from fractions import Fraction

from exactalign import Distribution, EnclosedReal, Reward, log
from proofs_check.formula import KL, kept
from proofs_check.formula import log as ln
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import N, p, s


def real_n_levels(p: Distribution, q: Distribution, n: Fraction) -> list[tuple[Fraction, EnclosedReal]]:
    """p(level) and π_N(level) = F≤^N − F<^N for each reward level of positive probability, rational N ≥ 1, enclosed."""
    found, below = [], Fraction(0)
    for group in Reward.log_of(q).ranking():
        own = sum((p[o] for o in group), Fraction(0))
        if own:
            found.append((own, _power(below + own, n) - _power(below, n)))
        below += own
    return found


def divergence_of_levels(levels: list[tuple[Fraction, EnclosedReal]]) -> EnclosedReal:
    """KL(π_N‖p) from the levels, with uniform ties."""
    return EnclosedReal.sum([mass * (mass / own).log() for own, mass in levels])


def _power(base: Fraction, n: Fraction) -> EnclosedReal:
    return EnclosedReal.of(0) if not base else (EnclosedReal.of(log(base)) * n).exp()


class BudgetOfBestOfN(Assertion):
    id = "A-lem6"
    place = "Lemma 6"
    title = "Best-of-N is within log N of the reference"
    statement = "KL(π_N‖p) ≤ log N for every N, every m and every reference."
    asserts = Statement(KL(kept(p, N, s), p) <= ln(N))
    formal = "lemma6"
    expected = "formal"
    notes = (
        "An outcome may be a sequence of any length, and p any law of it. No rule that keeps one of the N draws can do"
        " worse, whatever it looks at; A-lem6-sharp says more."
    )
