"""End of Section 2: the reward–KL curve, averaged over prompts; the reward is log q, so its mean is −H(·‖q)."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from exactalign import log
from proofs_check import Case, pmf, proportional
from proofs_check.formula import KL, E, H, T, Term, both, exists, for_all, function, implies, largest_budget, optimal
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import (
    D,
    Delta,
    alpha_nonnegative,
    beta_nonnegative,
    mu,
    p_prompts,
    phi_prompts,
    psi_prompts,
    q_prompts,
    x_prompt,
)

_P, _Q, _PSI, _PHI = (family(x_prompt) for family in (p_prompts, q_prompts, psi_prompts, phi_prompts))


def average(value: Term) -> Term:
    """The average over prompts."""
    return E(mu, function(x_prompt, value))


def _tilts(exponent: Term) -> Term:
    return T(_Q, _P, exponent)


_OPTIMAL_EACH: Final = for_all(x_prompt, optimal(_PHI, _Q, _P, Delta))
_CHEAP, _DEAR = pmf("1/4, 3/4"), pmf("0, 1")
_TARGET: Final = pmf("1/17, 16/17")
_BUDGET: Final = log(2) - log(17) + log(16) * Fraction(16, 17)
"""KL(_TARGET‖COIN)."""


class Dominance(Assertion):
    id = "A-dominance"
    place = "end of Section 2"
    title = "The aligned family dominates on the averaged reward–KL curve"
    statement = (
        "On the curve of expected reward against expected KL, averaged over prompts, the optimal aligned model (the"
        " same Δ for every prompt) dominates every technique."
    )
    asserts = Statement(
        average(H(_PHI, _Q)) <= average(H(_PSI, _Q)),
        given=(_OPTIMAL_EACH, average(KL(_PSI, _P)) <= average(KL(_PHI, _P))),
    )
    flaw = (
        "A technique can spend more divergence on prompts where it buys more reward, and then has a smaller average"
        " KL and a larger average reward."
    )
    weight = "false"
    counterexample = Case(
        mu=COIN, p={0: COIN, 1: COIN}, q={0: W, 1: proportional(1, 16)}, psi={0: _CHEAP, 1: _DEAR},
        phi={0: _TARGET, 1: _TARGET}, Delta=_BUDGET,
    )  # fmt: skip
    mended = Statement(
        average(H(_tilts(alpha_nonnegative), _Q)) <= average(H(_PSI, _Q)),
        given=(average(KL(_PSI, _P)) <= average(KL(_tilts(alpha_nonnegative), _P)),),
    )
    formal = "one_exponent_dominates"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "With one exponent α for all prompts, not one Δ, the tilts dominate. The witness: rewards (0, log 2) and"
        " (0, log 16) over a fair coin, where φ_Δ is (1/17, 16/17) on both prompts, whatever the reward; ψ saves on the"
        " first prompt and takes the best outcome of the second. With one Δ the optimum dominates whatever keeps to Δ"
        " on each prompt: A-dominance-perprompt."
    )


class CommonExponent(Assertion):
    id = "A-dominance-alpha"
    place = "end of Section 2"
    title = "The common exponent for an average budget"
    statement = "For every average budget below the average of Δ_max there is exactly one common exponent α ≥ 0."
    asserts = Statement(
        exists(
            alpha_nonnegative,
            both(
                average(KL(_tilts(alpha_nonnegative), _P)) == D,
                for_all(
                    beta_nonnegative,
                    implies(average(KL(_tilts(beta_nonnegative), _P)) == D, beta_nonnegative == alpha_nonnegative),
                ),
            ),
        ),
        given=(average(largest_budget(_P, _Q)) > D,),
    )
    formal = "one_common_exponent"
    expected = "formal"
    statement_uses = ("A-lem1-alpha",)
    example = Case(mu=COIN, p={0: COIN, 1: COIN}, q={0: W, 1: COIN}, D=0)


class DominancePerPrompt(Assertion):
    id = "A-dominance-perprompt"
    place = "end of Section 2"
    title = "The aligned model dominates for each prompt"
    statement = "KL(ψ(·|x)‖p(·|x)) ≤ Δ for every prompt implies E_x E_ψ r ≤ E_x E_{φ_Δ} r."
    asserts = Statement(
        average(H(_PHI, _Q)) <= average(H(_PSI, _Q)),
        given=(_OPTIMAL_EACH, for_all(x_prompt, KL(_PSI, _P) <= Delta)),
    )
    formal = "each_prompt_dominates"
    expected = "formal"
    statement_uses = ("A-def2-argmin", "A-eq1-equiv")
    example = Case(
        mu=COIN, p={0: COIN, 1: COIN}, q={0: W, 1: proportional(1, 16)}, psi={0: _CHEAP, 1: COIN},
        phi={0: _TARGET, 1: _TARGET}, Delta=_BUDGET,
    )  # fmt: skip
