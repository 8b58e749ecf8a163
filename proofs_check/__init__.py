"""Claims of papers, decided: what is asserted, the evidence, and a verdict computed from it.

This is what a file of claims imports; `docs/claims.md` shows how to write one. Identities are written with
`proofs_check.algebra.symbolic`, strategies for searches with `proofs_check.engine.searches`.
"""

from typing import TYPE_CHECKING

from exactalign.lazy import names_of

if TYPE_CHECKING:
    from proofs_check.language.cases import Case, pmf, proportional
    from proofs_check.language.claims import Certificates, Claim, Edge, Hypothesis, Variant
    from proofs_check.language.comparisons import (
        Answer,
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

_HOMES = {
    "language.cases": "Case pmf proportional",
    "language.claims": "Certificates Claim Edge Hypothesis Variant",
    "language.comparisons": "Answer Comparison at_least at_most differ equal greater less same_truth",
    "language.evidence": "Refutation decision instances proof search witness",
    "language.headlines": "Headline",
    "language.steps": "argument exact identity theorem",
}

if not TYPE_CHECKING:  # where type checkers see the imports above, and nothing else
    __getattr__, __dir__ = names_of(__name__, _HOMES)

__all__ = [
    "Answer",
    "Case",
    "Certificates",
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
