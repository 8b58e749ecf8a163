"""Best-of-N on words of growing length, N = exp(mδ): the terms that the claims about limits share; no claims here.

N_m is exp(mδ) up to a factor c at every m, so that it may be rounded, and the rule s_m keeps a draw of highest reward,
whichever: every rule for ties. Where a statement is refuted, N_m = exp(mδ) is meant exactly, and Assumptions 1 and 2
are hypotheses in full.
"""

from __future__ import annotations

from typing import Any, Final

from proofs_check.formula import (
    Term,
    about,
    absolutely_continuous,
    eventually,
    exp,
    for_all,
    implies,
    keeps_best,
    kept,
    largest_budget,
    log,
    log_of,
    natural,
    optimal,
    total,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal
from proofs_check.papers.variables import delta, factor, keepers, numbers, p, phi, y, z, zeta_positive
from proofs_check.papers.variables import q_positive as q

LENGTH: Final = natural("m")


def policy(m: Term) -> Term:
    """π_N^m: the law of the word that is kept."""
    return kept(p**m, numbers(m), keepers(m))


def reward(m: Term) -> Term:
    """log q^m, on words of length m."""
    return total(log_of(q), m)


KEEPS_BEST: Final = for_all(LENGTH, keeps_best(keepers(LENGTH), numbers(LENGTH), reward(LENGTH)))


def draws(budget: Any = delta) -> tuple[Term, ...]:
    """N_m is exp(mδ) up to a factor, and one of the best draws is kept."""
    return (about(numbers, budget, factor), KEEPS_BEST)


EXACT_DRAWS: Final = (for_all(LENGTH, numbers(LENGTH) == exp(LENGTH * delta)), KEEPS_BEST)
"""N_m = exp(mδ), and one of the best draws is kept."""
OPTIMUM: Final = optimal(phi, q, p, delta)
"""φ = φ_δ: the optimum of Definition 2 for one letter."""
BELOW: Final = (delta > 0, delta < largest_budget(p, q))
"""0 < δ < Δ_max."""


def distinct(law: Term) -> Term:
    """The entries of the law are distinct."""
    return for_all(y, for_all(z, implies(law(y) == law(z), y == z)))


def regular(law: Term) -> tuple[Term, ...]:
    """The law is in S_ζ (Assumption 1)."""
    return (for_all(y, zeta_positive < law(y)), distinct(law))


ASSUMPTIONS: Final = (*regular(p), *regular(q))
"""Assumptions 1 and 2."""
PRINTED_RANGE: Final = (delta >= 0, delta <= log(1 / zeta_positive))
"""0 ≤ δ ≤ log 1/ζ."""


def finite(m: Term, law: Term, other: Term) -> Term:
    """KL(law‖other) is finite for all large m."""
    return eventually(m, absolutely_continuous(law, other))


_MODEL: Final = {
    "p": "model_p",
    "q": "model_q",
    "phi": "model_phi",
    "s": "model_s",
    "N": "model_N",
    "c": "2",
    "delta": "model_delta",
    "alpha": "1",
    "eps": "1",
    "t": "(1/2)",
}


def can_hold(statement: Statement, **values: str) -> Formal:
    """The hypotheses hold together in the model p = (1/3, 2/3), q = (2/3, 1/3), α = 1 of the library."""
    given = " ".join(_MODEL[name] if name not in values else values[name] for name in statement.variables)
    script = f"intros F. assert (0 = 1); [apply (F nat Nat.eq_dec (letters 2) {given}); model|lra]."
    return Formal("model_optimal", script=script)
