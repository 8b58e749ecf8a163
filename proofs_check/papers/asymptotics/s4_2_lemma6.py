"""Section 4.2: best-of-N, Lemmas 5 and 6."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, Reward, log
from proofs_check import (
    Case,
)
from proofs_check.engine.searches import pmfs
from proofs_check.formula import KL, kept
from proofs_check.formula import log as ln
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import N, p, s


@st.composite
def selection_rules(draw: Any) -> Case:
    """p, N, and which of the N draws is kept, for each of the K^N possible samples."""
    p = draw(pmfs(max_size=3, zeros=True))
    n = draw(st.integers(1, 3))
    samples = len(p) ** n
    rule = draw(st.lists(st.integers(0, n - 1), min_size=samples, max_size=samples))
    return Case(p=p, N=n, rule=tuple(rule))


def kept_draw(x: Case) -> Distribution:
    """The law of the draw that the rule keeps, from all K^N samples."""
    kept = [Fraction(0)] * len(x.p)
    for sample, index in zip(product(range(len(x.p)), repeat=x.N), x.rule, strict=True):
        kept[sample[index]] += prod((x.p[letter] for letter in sample), start=Fraction(1))
    return Distribution.from_probabilities(kept)


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
