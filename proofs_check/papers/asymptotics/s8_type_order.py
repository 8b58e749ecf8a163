"""Section 4.2 and its proof: types of best-of-N, the lemma before Lemma 7."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from exactalign import Distribution, LogForm, cross_entropy, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    identity,
    proof,
    same_truth,
    search,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import families, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W


@st.composite
def _sequence_and_type(draw: Any) -> Case:
    """q, and the letter counts of a sequence and of a type of the same length."""
    q = draw(pmfs(max_size=3))
    m = draw(st.integers(1, 4))
    letters = st.lists(st.integers(0, len(q) - 1), min_size=m, max_size=m)
    counts = [[drawn.count(k) for k in range(len(q))] for drawn in (draw(letters), draw(letters))]
    return Case(q=q, counts=tuple(counts[0]), type=tuple(counts[1]))


class OrderOfTypes(Claim):
    id = "A-type-order"
    place = "after (9)"
    title = "Rewards in terms of the cross entropy of types"
    statement = "r(X) ≤ r(λ) if and only if H(t(X)‖q) ≤ H(λ‖q), for a sequence X with type t(X) and a type λ."
    latex = r"r(X) \le r(\lambda) \iff H(t(X)\|q) \le H(\lambda\|q)"
    flaw = "The sign: the total reward of a sequence is −m H(t‖q), so the order is reversed."
    corrected = "r(X) ≤ r(λ) if and only if H(t(X)‖q) ≥ H(λ‖q)."
    corrected_latex = r"r(X) \le r(\lambda) \iff H(t(X)\|q) \ge H(\lambda\|q)"
    scope = "every finite K, every m ≥ 1, every q > 0, all types"
    expected = "amended"
    weight = "slip"
    as_printed = Variant("as printed", relation=at_most, factor=1)

    hypotheses = (
        Hypothesis(
            "X and λ have the same length",
            lambda x: sum(x.counts) == sum(x.type),
            without=Case(q=W, counts=(1, 0), type=(0, 3)),
        ),
    )
    example = Case(q=W, counts=(1, 0), type=(0, 1))
    edges = (
        Edge("K = 1", Case(q=ONE_LETTER, counts=(2,), type=(2,))),
        Edge("constant reward", Case(q=COIN, counts=(2, 0), type=(1, 1))),
        Edge("equal types", Case(q=W, counts=(1, 1), type=(1, 1))),
    )
    teeth = (
        Variant("≤ for ≥", relation=at_most, factor=1),
        Variant("the reward without its factor m", factor=-2),
    )

    relation = staticmethod(at_least)
    factor = -1

    def holds(self, x: Case) -> Any:
        order = at_most(_reward(x.counts, x.q), _reward(x.type, x.q))
        h_x, h_type = (cross_entropy(Distribution.from_weights(c), x.q) for c in (x.counts, x.type))
        return same_truth(order, self.relation(h_x, h_type), f"[{order}] and [{self.relation(h_x, h_type)}]")

    @witness
    def one_letter_long(self) -> Case:
        """m = 1: X is the likelier letter, λ the other."""
        return Case(q=W, counts=(1, 0), type=(0, 1))

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        """At the witness r(X) < r(λ), and yet H(t(X)‖q) > H(λ‖q)."""
        q = expression(W)
        yield relation(["log", "1/3"], "<", ["log", "2/3"]), {"precision": "64"}
        sides = (["cross_entropy", ["vec", *letter], q] for letter in (("1", "0"), ("0", "1")))
        yield relation(next(sides), ">", next(sides)), {"precision": "64"}

    @proof
    def reward_of_a_type(self) -> Iterator[Step]:
        """The reward of a sequence depends on its type alone."""
        t, q = families("t q")
        (m,) = symbols("m")
        yield identity(
            "r(X) = Σ_k m t_k log q_k = −m H(t‖q): letter k occurs m t_k times",
            total(m * t[y] * symbolic_log(q[y])),
            self.factor * m * symbolic_cross_entropy(t[y], q[y]),
        )
        yield argument("m > 0, so a larger reward is a smaller cross entropy.", tested_by="all_types")

    @search(_sequence_and_type)
    def all_types(self, x: Case) -> Any:
        """Both sides of the equivalence, decided."""
        return self.holds(x)


def _reward(counts: tuple[int, ...], q: Distribution) -> LogForm:
    return LogForm.sum(n * log(q[letter]) for letter, n in enumerate(counts))
