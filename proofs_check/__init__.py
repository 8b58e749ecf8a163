"""Claims of papers, decided: what is asserted, the evidence, and a verdict computed from it.

This is what a file of claims imports; `docs/claims.md` shows how to write one. Proofs by lines are written with
`proofs_check.language.derivations`, strategies for searches with `proofs_check.engine.searches`.
"""

# ruff: noqa: F403, F405 (the words of formulas are listed in `formula`, and below)
from typing import TYPE_CHECKING

from exactalign.lazy import names_of

if TYPE_CHECKING:
    from exactalign import Reward
    from proofs_check.formula import *
    from proofs_check.formula.statements import Statement
    from proofs_check.language.assertions import Assertion, Formal
    from proofs_check.language.cases import Case, pmf, proportional
    from proofs_check.language.claims import Certificates, Claim, Edge, Hypothesis, Variant
    from proofs_check.language.comparisons import (
        Answer,
        Comparison,
        any_of,
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
    "formula": """
        KL TV E H Pr SortError Sum T Term Var Z about absolute absolutely_continuous best best_rate both ceiling
        chi_squared choose constant continuous convex count counts diverges either event eventually exists exp
        f_divergence floor for_all function hits iff implies information integral keeps_best kept
        large_deviations largest_budget law laws less_one limit limit_at log log_of maximum minimum more natural
        no nonnegative optimal outcome permuted positive positive_law positive_laws primitive principle ranked
        rate real real_function renyi renyi_cross_entropy reward rule rules same size slope soft_best spacings
        sqrt squared_hellinger sub_gaussian sum_to supports tilt_by total type_of varies when written x_log_x
    """,
    "formula.statements": "Statement",
    "language.assertions": "Assertion Formal",
    "language.cases": "Case Reward pmf proportional",
    "language.claims": "Certificates Claim Edge Hypothesis Variant",
    "language.comparisons": "Answer Comparison any_of at_least at_most differ equal greater less same_truth",
    "language.evidence": "Refutation decision instances proof search witness",
    "language.headlines": "Headline",
    "language.steps": "argument exact identity theorem",
}

if not TYPE_CHECKING:  # where type checkers see the imports above, and nothing else
    __getattr__, __dir__ = names_of(__name__, _HOMES)

__all__ = [
    "KL",
    "TV",
    "Answer",
    "Assertion",
    "Case",
    "Certificates",
    "Claim",
    "Comparison",
    "E",
    "Edge",
    "Formal",
    "H",
    "Headline",
    "Hypothesis",
    "Pr",
    "Refutation",
    "Reward",
    "SortError",
    "Statement",
    "Sum",
    "T",
    "Term",
    "Var",
    "Variant",
    "Z",
    "about",
    "absolute",
    "absolutely_continuous",
    "any_of",
    "argument",
    "at_least",
    "at_most",
    "best",
    "best_rate",
    "both",
    "ceiling",
    "chi_squared",
    "choose",
    "constant",
    "continuous",
    "convex",
    "count",
    "counts",
    "decision",
    "differ",
    "diverges",
    "either",
    "equal",
    "event",
    "eventually",
    "exact",
    "exists",
    "exp",
    "f_divergence",
    "floor",
    "for_all",
    "function",
    "greater",
    "hits",
    "identity",
    "iff",
    "implies",
    "information",
    "instances",
    "integral",
    "keeps_best",
    "kept",
    "large_deviations",
    "largest_budget",
    "law",
    "laws",
    "less",
    "less_one",
    "limit",
    "limit_at",
    "log",
    "log_of",
    "maximum",
    "minimum",
    "more",
    "natural",
    "no",
    "nonnegative",
    "optimal",
    "outcome",
    "permuted",
    "pmf",
    "positive",
    "positive_law",
    "positive_laws",
    "primitive",
    "principle",
    "proof",
    "proportional",
    "ranked",
    "rate",
    "real",
    "real_function",
    "renyi",
    "renyi_cross_entropy",
    "reward",
    "rule",
    "rules",
    "same",
    "same_truth",
    "search",
    "size",
    "slope",
    "soft_best",
    "spacings",
    "sqrt",
    "squared_hellinger",
    "sub_gaussian",
    "sum_to",
    "supports",
    "theorem",
    "tilt_by",
    "total",
    "type_of",
    "varies",
    "when",
    "witness",
    "written",
    "x_log_x",
]  # fmt: skip
