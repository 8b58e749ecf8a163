"""Where the √KL law stops: no constant serves heavier tails; what a variance alone gives."""

from __future__ import annotations

from typing import Final

from proofs_check.formula import (
    KL,
    E,
    Term,
    Var,
    absolutely_continuous,
    best,
    both,
    chi_squared,
    exists,
    for_all,
    function,
    law,
    outcome,
    reward,
    sqrt,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers import variables as v

_P, _PI, _R = law("p", "letters 2"), law("pi", "letters 2"), reward("r", "letters 2")
_Y: Final = outcome("y", "letters 2")
_GAIN: Final = E(_PI, _R) - E(_P, _R)


def _some_pair(*propositions: Term) -> Term:
    """There are a reference, a policy and a reward, on two letters, with all of this."""
    return exists(_P, exists(_PI, both(absolutely_continuous(_PI, _P), exists(_R, both(*propositions)))))


_UPPER: Final = _some_pair(v.tau * sqrt(Var(_P, _R) * KL(_PI, _P)) < _GAIN)
"""The constant C, here τ, times √(Var·KL) is exceeded."""
_LOWER: Final = _some_pair(
    for_all(_Y, _R(_Y) <= 0), v.tau * sqrt(E(_P, function(_Y, _R(_Y) ** 2)) * KL(_PI, _P)) < _GAIN
)
"""The same for rewards that are nowhere above 0, which have a lower tail only; with the second moment E_p r²."""


class HeavierTails(Assertion):
    id = "G-transport-heavy"
    place = "Mechanism 1, break condition, read for tails on either side"
    title = "No multiple of the variance serves every reward"
    statement = (
        "No constant C has E_π r − E_ref r ≤ C √(Var_ref(r)·KL) in all models, nor ≤ C √(E_ref r²·KL) in all whose"
        " rewards are nowhere above 0."
    )
    asserts = Statement(both(_UPPER, _LOWER))
    flaw = (
        "The first is so, the second is not. A heavy lower tail does no harm: a reward that is nowhere above 0 gains at"
        " most √(2·E_ref r²·KL), however far down it reaches."
    )
    weight = "condition"
    refuted_by = Formal(
        "lower_tail_served",
        "intros F; destruct (F 2 Rlt_0_2) as [_ (p & L & psi & Ls & pp & r & N & G)];"
        " exact (lower_tail_served p psi r L Ls pp N G). ",
    )
    mended = Statement(_UPPER)
    formal = Formal(
        "heavy_upper_tail",
        "intros C P; destruct (heavy_upper_tail C P) as (p & L & psi & Ls & r & pp & G); exists p; split; [ exact L |];"
        " exists psi; split; [ exact Ls |]; split; [ exact pp |]; exists r; exact G. ",
    )
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("G-transport-kl",)
    notes = (
        "The card says “heavier tails than sub-gaussian”, and no side. One finite model always has a finite σ², so the"
        " law holds on it with some constant; it is along a family of models that none serves: a reward 1 of small"
        " probability e, which the policy always takes, gains √(Var·KL) times about 1/√(e log(1/e)). What a lower tail"
        " costs at most: theorem lower_tail_harmless. What a variance alone gives: G-transport-chi2."
    )


class VarianceOnly(Assertion):
    id = "G-transport-chi2"
    place = "Key result 1, for heavier tails"
    title = "What a variance alone gives: √(Var·χ²)"
    statement = "E_π r − E_ref r ≤ √(Var_ref(r)·χ²(π‖π_ref)); for best-of-n at most √Var·(n − 1)/√(2n − 1)."
    asserts = Statement(
        both(
            E(v.pi, v.r) - E(v.p, v.r) <= sqrt(Var(v.p, v.r) * chi_squared(v.pi, v.p)),
            E(best(v.p, v.N, v.r), v.r) - E(v.p, v.r) <= sqrt(Var(v.p, v.r)) * (v.N - 1) / sqrt(2 * v.N - 1),
        )
    )
    formal = "variance_gains"
    expected = "formal"
    statement_uses = ("G-bon-chi2",)
