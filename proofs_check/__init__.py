"""Claims of papers, decided: what is asserted, the evidence, and a verdict computed from it.

This is what a file of claims imports; `docs/claims.md` shows how to write one. Identities are written with
`proofs_check.symbolic`, strategies for searches with `proofs_check.searches`.
"""

from proofs_check.cases import Case, pmf, proportional
from proofs_check.claims import Claim, Edge, Hypothesis, Variant
from proofs_check.comparisons import (
    Comparison,
    at_least,
    at_most,
    differ,
    equal,
    greater,
    less,
    same_truth,
)
from proofs_check.evidence import Refutation, decision, instances, proof, search, witness
from proofs_check.headlines import Headline
from proofs_check.steps import argument, exact, identity, theorem

__all__ = [
    "Case",
    "Claim",
    "Comparison",
    "Edge",
    "Headline",
    "Hypothesis",
    "Refutation",
    "Variant",
    "argument",
    "at_least",
    "at_most",
    "decision",
    "differ",
    "equal",
    "exact",
    "greater",
    "identity",
    "instances",
    "less",
    "pmf",
    "proof",
    "proportional",
    "same_truth",
    "search",
    "theorem",
    "witness",
]
