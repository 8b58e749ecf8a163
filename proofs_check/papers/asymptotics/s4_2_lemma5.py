"""Section 4.2, Lemma 5: best-of-N over sequences is exchangeable."""

from __future__ import annotations

from proofs_check.formula import best, permuted, total
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import N, m, p, r, v, w


class Exchangeable(Assertion):
    id = "A-lem5"
    place = "Lemma 5"
    title = "Best-of-N over sequences is exchangeable"
    statement = "With ties broken uniformly at random, π_N^m is exchangeable."
    asserts = Statement(best(p**m, N, total(r, m))(v) == best(p**m, N, total(r, m))(w), given=(permuted(v, w),))
    formal = "lemma5_memoryless"
    expected = "formal"
    notes = (
        "Uniform choice among the tied draws is more than is needed: what counts is that the rule looks at the rewards"
        " of the draws only. A rule that prefers one of two tied sequences by the order of their letters, (0, 1) before"
        " (1, 0) say, breaks the symmetry."
    )
