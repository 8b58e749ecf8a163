"""Section 2, Definition 3: which policy best-of-N is, and its probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Final

from exactalign import Distribution, Reward
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    equal,
    identity,
    instances,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import integers, models, st
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, EXAMPLE_WEIGHTS, W
from proofs_check.papers.models import COIN, ONE_LETTER

BLIND: Final = ("uniform", "first", "last")
"""Tie rules that choose a draw by its position: at random among the tied draws, the first of them, the last."""
SEEING: Final = ("smallest", "largest", "uniform outcome")
"""Tie rules that look at the tied outcomes: the smallest, the largest, one of the different ones at random."""


def kept_shares(rule: str, draws: Sequence[int], tied: list[int]) -> dict[int, Fraction]:
    """With which probability each outcome is kept, given the draws and the positions that tie for the best reward."""
    outcomes = sorted(draws[i] for i in tied)
    if rule == "uniform":
        return {o: Fraction(outcomes.count(o), len(outcomes)) for o in outcomes}
    if rule == "uniform outcome":
        return {o: Fraction(1, len(set(outcomes))) for o in outcomes}
    fixed = {"first": draws[tied[0]], "last": draws[tied[-1]], "smallest": outcomes[0], "largest": outcomes[-1]}
    return {fixed[rule]: Fraction(1)}


def law_of_best(p: Distribution, q: Distribution, n: int, rule: str) -> Distribution:
    """The law of the best of n draws by the reward log q, by going through all K^n samples."""
    law = [Fraction(0)] * len(p)
    for draws in product(range(len(p)), repeat=n):
        mass = prod((p[o] for o in draws), start=Fraction(1))
        if mass:
            best = max(q[o] for o in draws)
            tied = [i for i, o in enumerate(draws) if q[o] == best]
            for outcome, share in kept_shares(rule, draws, tied).items():
                law[outcome] += mass * share
    return Distribution.from_probabilities(law)


def levels(p: Distribution, q: Distribution) -> Iterator[tuple[tuple[Any, ...], Fraction, Fraction]]:
    """The reward levels that p can reach, from the lowest: outcomes, F≤ and F<."""
    below = Fraction(0)
    for group in Reward.log_of(q).ranking():
        mass = sum((p[o] for o in group), Fraction(0))
        if mass:
            yield group, below + mass, below
        below += mass


def _separates(p: Distribution, q: Distribution) -> bool:
    """Whether q is different at different outcomes of positive p."""
    return len({q[o] for o in p.support}) == len(p.support)


class OnePolicy(Claim):
    id = "A-def3-pmf"
    place = "Definition 3"
    title = "The arg max over N draws as the definition of a policy"
    statement = "Best-of-N, the arg max of the reward over N draws, defines one policy π_N."
    latex = r"\pi_N:\ Y = \arg\max_{X_1, \dots, X_N} r(X_i),\quad X_i \sim p \text{ i.i.d.}"
    flaw = (
        "Draws can tie, and the rule that breaks ties changes the policy. Distinct rewards of letters do not help:"
        " for m ≥ 2, sequences that are permutations of each other always tie."
    )
    corrected = (
        "For every rule the reward of the kept draw has the same law: P(level) = F≤^N − F<^N. All rules that choose by"
        " the positions of the tied draws give one policy. For N ≥ 2 all rules whatsoever give one policy exactly"
        " when the reward is injective on the support of p."
    )
    corrected_latex = r"P(r(Y) = \ell) = F_\le(\ell)^N - F_<(\ell)^N"
    scope = "every finite alphabet (sequences included), every p, every real reward, every integer N ≥ 1"
    expected = "amended"
    weight = "condition"
    as_printed = Variant("as printed", one_policy=lambda *_: True, always=lambda *_: True)
    proof_uses = ("A-def3-pmf-formula",)

    hypotheses = (Hypothesis("N is a positive integer", lambda x: x.N >= 1, untried="no draw, no best"),)
    example = Case(p=W, q=W, N=2, rule="first", other="largest")
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=2, rule="first", other="largest")),
        Edge("N = 1", Case(p=COIN, q=COIN, N=1, rule="smallest", other="largest")),
        Edge("constant reward", Case(p=W, q=COIN, N=3, rule="uniform", other="uniform outcome")),
        Edge("ties", Case(p=EXAMPLE_P, q=pmf("1/4, 1/4, 1/2"), N=2, rule="first", other="uniform")),
        Edge("a tie off the support only", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/4, 1/4, 1/2"), N=2, rule="smallest",
                                                other="largest")),
        Edge("non-integer N", note="no draws; the formula of A-def3-pmf-formula still gives a distribution"),
    )  # fmt: skip
    teeth = (
        Variant("every two rules agree", one_policy=lambda *_: True),
        Variant("a random one of the tied outcomes is a random one of the tied draws", blind=(*BLIND, SEEING[-1])),
        Variant("all rules agree for N ≤ 2", always=lambda separated, n: separated or n <= 2),
        Variant("one draw fewer in the law of the level", draws=lambda n: n - 1),
    )

    blind: tuple[str, ...] = BLIND

    def one_policy(self, blind: bool, separated: bool, n: int) -> bool:
        """Whether two given rules must agree."""
        return blind or separated or n == 1

    def always(self, separated: bool, n: int) -> bool:
        """Whether all rules agree."""
        return separated or n == 1

    def draws(self, n: Any) -> Any:
        """The exponent in the law of the level."""
        return n

    def holds(self, x: Case) -> Iterator[Answer]:
        laws = {rule: law_of_best(x.p, x.q, x.N, rule) for rule in {x.rule, x.other, "smallest", "largest"}}
        n, separated = self.draws(x.N), _separates(x.p, x.q)
        if self.one_policy({x.rule, x.other} <= set(self.blind), separated, x.N):
            yield equal(laws[x.rule], laws[x.other], f"{x.rule} and {x.other}")
        for rule in sorted(laws):
            for group, upto, below in levels(x.p, x.q):
                yield equal(sum(laws[rule][o] for o in group), upto**n - below**n, f"level {group}, {rule}")
        same = equal(laws["smallest"], laws["largest"], "all rules agree")
        yield same_truth(same, self.always(separated, x.N), f"[{same}] and [reward injective or N = 1]")

    @witness
    def two_equal_rewards(self) -> Case:
        """The least possible: K = N = 2 and one tie."""
        return Case(p=COIN, q=COIN, N=2, rule="first", other="largest")

    @witness
    def sequences(self) -> Case:
        """Within Assumptions 1 and 2: the pairs of letters from p = q = (1/3, 2/3), in lexicographic order, N = 2."""
        pairs = pmf("1/9, 2/9, 2/9, 4/9")
        return Case(p=pairs, q=pairs, N=2, rule="uniform", other="smallest")

    @proof
    def rules(self) -> Iterator[Step]:
        """The level first, then which of its outcomes."""
        upto, below, own, other, n = symbols("F_upto F_below s t N")
        yield argument(
            "Whatever the rule, the kept reward is the largest of N independent ones: it is at most ℓ with probability"
            " F≤^N, below ℓ with probability F<^N.",
            tested_by="all_samples",
        )
        yield theorem("A-def3-pmf-formula", "rules that choose by position all have the policy of the formula")
        yield identity(
            "whose sum over a level of mass F≤ − F< is F≤^N − F<^N as well",
            (upto - below) * (upto**n - below**n) / (upto - below),
            upto ** self.draws(n) - below ** self.draws(n),
        )
        yield argument(
            "If the reward is injective on the support, a level is one outcome, and the law of the level is the policy."
            " If not, let y ≠ y′ of positive probability s and t tie. Compare the rule that prefers y, then y′, then"
            " the rest with the one that prefers y′, then y. They differ exactly when both y and y′ are drawn and"
            " nothing better is; this has positive probability when N ≥ 2: one draw y, all others y′.",
            tested_by="all_samples",
        )
        yield identity(
            "for N = 2 the difference is F≤² − (F≤ − s)² − (F≤ − t)² + (F≤ − s − t)² = 2 s t",
            upto**2 - (upto - own) ** 2 - (upto - other) ** 2 + (upto - own - other) ** 2,
            2 * own * other,
        )

    @search(
        lambda: models(max_size=3, max_weight=3, zeros=True, N=integers(1, 3), rule=st.sampled_from(BLIND + SEEING),
                       other=st.sampled_from(BLIND + SEEING)),
        examples=80,
    )  # fmt: skip
    def all_samples(self, x: Case) -> Answer:
        """Six rules, exactly, from all K^N samples."""
        return self.holds(x)

    @instances([Case(p=W, q=COIN, N=3, rule="uniform", other=other) for other in SEEING])
    def three_draws_of_a_tie(self, x: Case) -> Answer:
        """p = (1/3, 2/3), all outcomes tied, N = 3: where two tied draws can be the same outcome."""
        return self.holds(x)


class OneDraw(Claim):
    id = "A-def3-pmf-one"
    place = "Definition 3"
    title = "Best of one draw is the reference"
    statement = "π_1 = p."
    latex = r"\pi_1 = p"
    scope = "every finite alphabet, every p, every real reward, every tie rule"
    expected = "tested"
    statement_uses = ("A-def3-pmf",)

    hypotheses = (Hypothesis("p is a distribution", lambda _: True, untried="it is one by its type"),)
    example = Case(p=W, q=W, rule="first")
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, rule="first")),
        Edge("constant reward", Case(p=W, q=COIN, rule="largest")),
        Edge("zero probability", Case(p=pmf("1, 0"), q=W, rule="last")),
    )
    teeth = (Variant("π_2 = p", draws=2),)

    draws: int = 1

    def holds(self, x: Case) -> Answer:
        return equal(law_of_best(x.p, x.q, self.draws, x.rule), x.p)

    @proof
    def one_index(self) -> Iterator[Step]:
        """One draw is kept, whatever the rule."""
        own, upto, below = symbols("p_y F_upto F_below")
        yield argument("The only draw is the best, and is kept by every rule; it has the law p.", tested_by="all_rules")
        yield identity(
            "in the formula of the policy the quotient is 1",
            own * (upto**self.draws - below**self.draws) / (upto - below),
            own,
        )

    @search(lambda: models(zeros=True, rule=st.sampled_from(BLIND + SEEING)), examples=40)
    def all_rules(self, x: Case) -> Answer:
        """Six rules."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        p = expression(EXAMPLE_P)
        yield relation(["best_of_n", p, ["vec", *map(str, EXAMPLE_WEIGHTS)], "1"], "=", p), {"precision": "64"}


class PmfFormula(Claim):
    id = "A-def3-pmf-formula"
    place = "Definition 3"
    title = "The probabilities of best-of-N"
    statement = (
        "π_N(y) = p(y) (F≤^N − F<^N)/(F≤ − F<), with F≤ and F< the probabilities under p of a reward of at most, and"
        " of less than, r(y); for p(y) > 0, otherwise 0."
    )
    latex = r"\pi_N(y) = p(y)\,\frac{F_\le^N - F_<^N}{F_\le - F_<} = p(y) \sum_{j=0}^{N-1} F_\le^j F_<^{N-1-j}"
    scope = (
        "every finite alphabet (sequences included), every p, every real reward, every integer N ≥ 1, every tie rule"
        " that chooses by the positions of the tied draws"
    )
    expected = "argued"

    notes = "In the sum 0⁰ = 1: on the worst level F< = 0, and the sum is F≤^{N−1}."

    hypotheses = (
        Hypothesis(
            "ties are broken by position",
            lambda x: x.rule in BLIND,
            without=Case(p=COIN, q=COIN, N=2, rule="largest"),
        ),
        Hypothesis("N is a positive integer", lambda x: x.N >= 1, untried="no draw, no best"),
    )
    example = Case(p=W, q=W, N=2, rule="uniform")
    edges = (
        Edge("N = 1: p", Case(p=EXAMPLE_P, q=EXAMPLE_Q, N=1, rule="last")),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=3, rule="first")),
        Edge("constant reward: p", Case(p=W, q=COIN, N=3, rule="first")),
        Edge("ties", Case(p=EXAMPLE_P, q=pmf("1/4, 1/4, 1/2"), N=3, rule="uniform")),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/4, 1/4"), N=2, rule="first")),
        Edge("non-integer N", note="no draws, but the first form still sums to 1, level by level"),
    )
    teeth = (
        Variant("without the share p(y)/p(level)", probability=lambda _, upto, below, n: upto**n - below**n),
        Variant(
            "N − 1 draws",
            probability=lambda own, upto, below, n: own * (upto ** (n - 1) - below ** (n - 1)) / (upto - below),
        ),
        Variant("worst-of-N", probability=lambda own, upto, below, n: own * ((1 - below) ** n - (1 - upto) ** n)
                / (upto - below)),
    )  # fmt: skip

    def probability(self, own: Any, upto: Any, below: Any, n: Any) -> Any:
        """π_N(y) from p(y), F≤, F< and N."""
        return own * (upto**n - below**n) / (upto - below)

    def holds(self, x: Case) -> Iterator[Answer]:
        policy = law_of_best(x.p, x.q, x.N, x.rule)
        for group, upto, below in levels(x.p, x.q):
            for o in group:
                yield equal(policy[o], self.probability(x.p[o], upto, below, x.N), f"π({o})")

    @proof
    def level_then_outcome(self) -> Iterator[Step]:
        """First the level of the kept draw, then the draw given the positions that reach this level."""
        own, upto, below, n, geometric = symbols("p_y F_upto F_below N S")
        yield argument(
            "The best of N independent rewards is at most r(y) with probability F≤^N and less with probability F<^N:"
            " the kept draw has the level of y with probability F≤^N − F<^N.",
            tested_by="all_samples",
        )
        yield argument(
            "Given which positions reach this level, and that none exceeds it, the draws there are independent with"
            " law p(·|level). The rule chooses a position from these positions alone, so the kept draw has the law"
            " p(·|level), whatever they are.",
            tested_by="all_samples",
        )
        yield identity(
            "p(y)/p(level) · (F≤^N − F<^N), with p(level) = F≤ − F<",
            own / (upto - below) * (upto**n - below**n),
            self.probability(own, upto, below, n),
        )
        yield identity(
            "the quotient is the sum S_N of F≤^j F<^{N−1−j}: by induction, from S_1 = 1 and S_{N+1} = F≤ S_N + F<^N",
            (upto - below) * (upto * geometric + below**n),
            upto ** (n + 1) - below ** (n + 1),
            given=[(upto - below) * geometric - (upto**n - below**n)],
        )

    @search(lambda: models(max_weight=4, zeros=True, N=integers(1, 4), rule=st.sampled_from(BLIND)), examples=60)
    def all_samples(self, x: Case) -> Answer:
        """The law of the kept draw from all K^N samples, for three rules."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        """The kernel computes the formula; the other side is what all samples give."""
        for weights, n in ((EXAMPLE_WEIGHTS, 3), ((2, 1, 1), 3)):
            q = Distribution.from_weights(weights)
            formula = ["best_of_n", expression(EXAMPLE_P), ["vec", *map(str, weights)], str(n)]
            yield relation(formula, "=", expression(law_of_best(EXAMPLE_P, q, n, "first"))), {"precision": "64"}
