"""Models, rules of selection and what they keep, that claims of several papers share."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Final

from hypothesis import strategies as st

from exactalign import Distribution
from proofs_check.engine.searches import pmfs
from proofs_check.language.cases import Case, pmf

COIN: Final = pmf("1/2, 1/2")
"""With the rewards 0 and 1: the smallest model in which best-of-n differs from its reference."""
ONE_LETTER: Final = pmf("1")


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
