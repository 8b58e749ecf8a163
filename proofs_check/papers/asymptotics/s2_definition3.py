"""Section 2, Definition 3: which policy best-of-N is, and its probabilities."""

from __future__ import annotations

from typing import Final

from exactalign import Reward
from proofs_check import Case, pmf
from proofs_check.formula import Pr, Term, best, both, either, event, exists, for_all, implies, keeps_best, kept
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import selection
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import N, p, r, s, s_other, y, z


def at_most(outcome: Term) -> Term:
    """F≤: the probability under p of a reward of at most that of an outcome."""
    return Pr(p, event(z, r(z) <= r(outcome)))


def below(outcome: Term) -> Term:
    """F<: the probability under p of a lower reward."""
    return Pr(p, event(z, r(z) < r(outcome)))


def tied(outcome: Term) -> Term:
    """The probability under p of the same reward."""
    return Pr(p, event(z, r(z) == r(outcome)))


_INJECTIVE: Final = for_all(y, for_all(z, implies(both(p(y) > 0, p(z) > 0, r(y) == r(z)), y == z)))
"""The reward tells apart all outcomes that have a chance."""


class OnePolicy(Assertion):
    id = "A-def3-pmf"
    place = "Definition 3"
    title = "The arg max over N draws as the definition of a policy"
    statement = "Best-of-N, the arg max of the reward over N draws, defines one policy π_N."
    asserts = Statement(
        kept(p, N, s) == kept(p, N, s_other),
        given=(keeps_best(s, N, r), keeps_best(s_other, N, r)),
    )
    flaw = (
        "Draws can tie, and the rule that breaks ties changes the policy. Distinct rewards of letters do not help:"
        " for m ≥ 2, sequences that are permutations of each other always tie."
    )
    weight = "condition"
    counterexample = Case(
        p=pmf("1/2, 1/4, 1/4"), r=Reward.values((0, 1, 1)), N=2, s=selection(3, 2, lambda drawn: drawn[0] or drawn[1]),
        s_2=selection(3, 2, max),
    )  # fmt: skip
    degenerate = Case(
        p=COIN, r=Reward.values((0, 0)), N=2, s=selection(2, 2, lambda drawn: drawn[0]), s_2=selection(2, 2, max)
    )
    mended = Statement(
        both(
            for_all(y, Pr(kept(p, N, s), event(z, r(z) == r(y))) == at_most(y) ** N - below(y) ** N),
            implies(either(N == 1, _INJECTIVE), kept(p, N, s) == best(p, N, r)),
        ),
        given=(keeps_best(s, N, r),),
    )
    formal = "best_rules_agree"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "The law of the level never depends on how ties are broken; where two outcomes that have a chance tie and"
        " N ≥ 2, the policy does (A-def3-pmf-ties)."
    )


class TiesMatter(Assertion):
    id = "A-def3-pmf-ties"
    place = "Definition 3"
    title = "With a tie there are several policies"
    statement = "When two outcomes that have a chance tie and N ≥ 2, some rule that keeps a best draw has another law."
    asserts = Statement(
        exists(s, both(keeps_best(s, N, r), best(p, N, r)(y) < kept(p, N, s)(y))),
        given=(N >= 2, y != z, p(y) > 0, p(z) > 0, r(y) == r(z)),
    )
    formal = "ties_need_a_rule"
    expected = "formal"
    example = Case(
        p=COIN, r=Reward.values((0, 0)), N=2, y=0, z=1,
        **{"some s": selection(2, 2, lambda drawn: min(drawn))},
    )  # fmt: skip


class OneDraw(Assertion):
    id = "A-def3-pmf-one"
    place = "Definition 3"
    title = "Best of one draw is the reference"
    statement = "π_1 = p, whatever the rule."
    asserts = Statement(kept(p, 1, s) == p)
    formal = "kept_one"
    expected = "formal"
    statement_uses = ("A-def3-pmf",)


class PmfFormula(Assertion):
    id = "A-def3-pmf-formula"
    place = "Definition 3"
    title = "The probabilities of best-of-N"
    statement = (
        "π_N(y) = p(y) (F≤^N − F<^N)/(F≤ − F<), with F≤ and F< the probabilities under p of a reward of at most, and"
        " of less than, r(y); ties broken uniformly."
    )
    asserts = Statement(best(p, N, r)(y) == p(y) / tied(y) * (at_most(y) ** N - below(y) ** N))
    formal = "best_of_probability"
    expected = "formal"
    notes = "F≤ − F< is P(r = r(y)). For p(y) = 0 the policy is 0."
