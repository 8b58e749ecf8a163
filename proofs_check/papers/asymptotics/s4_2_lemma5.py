"""Section 4.2, Lemma 5: best-of-N over sequences is exchangeable, and which tie rules that needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import permutations, product
from math import prod
from typing import Any

from hypothesis import strategies as st

from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Refutation,
    Variant,
    argument,
    equal,
    identity,
    pmf,
    proof,
    search,
    witness,
)
from proofs_check.algebra.symbolic import log, symbols
from proofs_check.engine.searches import models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W

Chooser = Callable[[tuple[tuple[int, ...], ...], list[int]], dict[int, Fraction]]


def _first(_: Any, tied: list[int]) -> dict[int, Fraction]:
    return {tied[0]: Fraction(1)}


def _last(_: Any, tied: list[int]) -> dict[int, Fraction]:
    return {tied[-1]: Fraction(1)}


def _uniform(_: Any, tied: list[int]) -> dict[int, Fraction]:
    return {index: Fraction(1, len(tied)) for index in tied}


def _lexicographic(draws: tuple[tuple[int, ...], ...], tied: list[int]) -> dict[int, Fraction]:
    return {min(tied, key=lambda index: draws[index]): Fraction(1)}


_RULES: dict[str, Chooser] = {
    "first": _first, "last": _last, "uniform": _uniform, "lexicographic": _lexicographic,
}  # fmt: skip


@st.composite
def _small_runs(draw: Any) -> Case:
    model = draw(models(max_size=3, max_weight=4, zeros=True))
    m, n = draw(st.sampled_from([(2, 2), (3, 1), (1, 3)]))
    return Case(p=model.p, q=model.q, m=m, N=n, ties=draw(st.sampled_from(["uniform", "first", "last"])))


class _Exchangeable(Claim):
    """The policy over sequences, by going through all samples, and its invariance under permutations."""

    place = "Lemma 5"
    latex = r"\pi_N^m(x_{\sigma(1)}, \dots, x_{\sigma(m)}) = \pi_N^m(x_1, \dots, x_m)"

    def position_weight(self, position: int) -> int:
        """How often the letter at a position counts in the reward."""
        return 1 if position >= 0 else 0

    def policy(self, x: Case) -> dict[tuple[int, ...], Fraction]:
        """The law of the kept sequence: the best of N draws, ties by the rule of the case."""
        law = {o: prod((x.p[k] for k in o), start=Fraction(1)) for o in product(range(len(x.p)), repeat=x.m)}
        reward = {o: prod(x.q[k] ** self.position_weight(i) for i, k in enumerate(o)) for o in law}
        found = dict.fromkeys(law, Fraction(0))
        for draws in product(law, repeat=x.N):
            mass = prod(law[o] for o in draws)
            best = max(reward[o] for o in draws)
            tied = [index for index, o in enumerate(draws) if reward[o] == best]
            for index, share in _RULES[x.ties](draws, tied).items():
                found[draws[index]] += mass * share
        return found

    def holds(self, x: Case) -> Any:
        policy = self.policy(x)
        return [
            equal(policy[tuple(o[i] for i in order)], mass, f"π{o} under the order {order}")
            for o, mass in policy.items()
            for order in permutations(range(x.m))
        ]


class Exchangeable(_Exchangeable):
    id = "A-lem5"
    title = "Best-of-N over sequences is exchangeable"
    statement = "With ties broken uniformly at random, π_N^m is exchangeable."
    scope = (
        "every finite alphabet, every p, q, m and integer N ≥ 1; every tie rule that looks at the rewards of the draws"
        " only (uniform among the tied draws, the first of them, …)"
    )
    expected = "tested"

    hypotheses = (
        Hypothesis(
            "the tie rule looks at the rewards only",
            lambda x: x.ties != "lexicographic",
            without=Case(p=W, q=W, m=2, N=2, ties="lexicographic"),
        ),
        Hypothesis(
            "p and q have distinct entries (Assumptions 1 and 2)",
            lambda x: len(set(x.p.probabilities)) == len(x.p) and len(set(x.q.probabilities)) == len(x.q),
            without=Case(p=COIN, q=COIN, m=2, N=2, ties="uniform"),
            unused="ties of letters change nothing in the argument",
        ),
    )
    example = Case(p=W, q=W, m=2, N=2, ties="uniform")
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, m=2, N=2, ties="uniform")),
        Edge("N = 1", Case(p=W, q=W, m=3, N=1, ties="uniform")),
        Edge("m = 1", Case(p=W, q=W, m=1, N=3, ties="uniform")),
        Edge("constant reward", Case(p=W, q=COIN, m=2, N=2, ties="uniform")),
        Edge("zero probability", Case(p=pmf("0, 1/2, 1/2"), q=pmf("1/2, 1/3, 1/6"), m=2, N=2, ties="first")),
    )
    teeth = (Variant("a reward of the first letter only", position_weight=lambda position: 1 if position == 0 else 0),)

    @proof
    def swapping_two_positions(self) -> Iterator[Step]:
        """Swap two positions in all draws at once: nothing that decides the choice changes."""
        a, b, p_a, p_b, rest = symbols("q_a q_b p_a p_b rest")
        i, j = self.position_weight(0), self.position_weight(1)
        yield identity("the probability of a draw is unchanged", rest * p_a * p_b, rest * p_b * p_a)
        yield identity(
            "the reward of a draw is unchanged", rest + i * log(a) + j * log(b), rest + i * log(b) + j * log(a)
        )
        yield argument(
            "So the N draws with two positions swapped have the law of the N draws, and the same rewards: the rule"
            " keeps the same index. The kept sequence is therefore swapped, and has the law it had. Swaps generate all"
            " permutations.",
            tested_by="all_samples",
        )

    @search(_small_runs, examples=40)
    def all_samples(self, x: Case) -> Any:
        """The exact policy from all K^(mN) samples, for three rules, at every sequence and permutation."""
        return self.holds(x)


class EveryTieRule(_Exchangeable):
    id = "A-lem5-tie"
    title = "Exchangeability for every tie rule"
    statement = "π_N^m is exchangeable whatever the tie rule."
    scope = "best-of-N with a rule that looks at the tied sequences themselves"
    expected = "refuted"
    weight = "condition"
    flaw = (
        "A rule that prefers one of two tied sequences by their letters breaks the symmetry. Lemma 5 needs that the"
        " rule looks at the rewards only; uniform choice is one such rule, not the only one (see A-lem5)."
    )
    edges = (
        Edge("N = 1", Case(p=W, q=W, m=2, N=1, ties="lexicographic")),
        Edge("m = 1", Case(p=W, q=W, m=1, N=2, ties="lexicographic")),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, m=2, N=2, ties="lexicographic")),
        Edge("constant reward", Case(p=W, q=COIN, m=2, N=2, ties="lexicographic")),
    )
    teeth = (
        Variant("the first tied draw", ties="first"),
        Variant("a uniform tied draw", ties="uniform"),
    )
    ties = "lexicographic"

    @witness
    def lexicographic(self) -> Refutation:
        """m = N = 2: the sequences (0, 1) and (1, 0) tie, and the rule prefers the former: 16/81 against 8/81."""
        return Refutation(Case(p=W, q=W, m=2, N=2, ties=self.ties))
