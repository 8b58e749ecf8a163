"""Claims of papers, decided: what is asserted, the evidence, and a verdict computed from it.

This is what a file of claims imports; `docs/claims.md` shows how to write one. Identities are written with
`proofs_check.algebra.symbolic`, strategies for searches with `proofs_check.engine.searches`.
"""

from proofs_check.language.cases import Case, pmf, proportional
from proofs_check.language.claims import Claim, Edge, Hypothesis, Variant
from proofs_check.language.comparisons import (
    Comparison,
    at_least,
    at_most,
    differ,
    equal,
    greater,
    less,
    same_truth,
)
from proofs_check.language.evidence import Refutation, decision, instances, proof, search, witness
from proofs_check.language.headlines import Headline
from proofs_check.language.steps import argument, exact, identity, theorem

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
