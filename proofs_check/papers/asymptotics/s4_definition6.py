"""Section 4.1: types, their rewards, and why the type is all that matters."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import sympy
from hypothesis import strategies as st

from exactalign import Distribution
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
    exact,
    identity,
    instances,
    pmf,
    proof,
    proportional,
    same_truth,
    search,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, is_pmf, symbols, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.algebra.symbolic import total as summed
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import integers
from proofs_check.formula import best, both, total, type_of
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import EXAMPLE_Q, W
from proofs_check.papers.models import COIN, ONE_LETTER
from proofs_check.papers.variables import N, m, p, r, v, w


def types(m: int, size: int) -> Iterator[tuple[int, ...]]:
    """The counts of all types of words of length m."""
    if size == 1:
        yield (m,)
        return
    for first in range(m + 1):
        for rest in types(m - first, size - 1):
            yield (first, *rest)


def likelihood(q: Distribution, counts: tuple[int, ...]) -> Fraction:
    """Π q_k^{n_k}, for integer exponents."""
    return prod((q[k] ** n for k, n in enumerate(counts)), start=Fraction(1))


@st.composite
def _alignment(draw: Any, /, **more: Any) -> Case:
    weights = draw(st.lists(st.sampled_from([1, 2, 3, 4, 6, 8, 9]), min_size=1, max_size=3))
    return Case(q=Distribution.from_weights(weights), **{name: draw(strategy) for name, strategy in more.items()})


class DistinctRewards(Claim):
    id = "A-asm2-distinct"
    place = "after Assumption 2"
    title = "When distinct types have distinct rewards"
    statement = "q ∈ S_ζ is equivalent to a reward that is bounded, additive, and distinct for all possible types."
    latex = r"q \in \mathcal S^K_\zeta \iff r \text{ bounded, additive, and distinct on distinct types}"
    flaw = (
        "Distinct entries do not give distinct rewards of types: q = (1, 2, 4)/7 satisfies Assumption 2 "
        "(ζ < 1/7), and at "
        "m = 2 the types (1/2, 0, 1/2) and (0, 1, 0) have the same reward. For m = 1, and for K ≤ 2, the "
        "equivalence holds."
    )
    corrected = (
        "At length m, distinct types have distinct rewards exactly if no integers n ≠ 0 have Σ n_k = 0, "
        "Σ |n_k| ≤ 2m and "
        "Π q_k^{n_k} = 1; at all lengths, exactly if the numbers log(q_k/q_K), k < K, are linearly independent over Q."
    )
    corrected_latex = r"\nexists\, n\in\mathbb Z^K\setminus 0:\ \sum n_k=0,\ \sum|n_k|\le 2m,\ \prod q_k^{n_k}=1"
    scope = "every K, every m ≥ 1, every q > 0"
    expected = "amended"
    weight = "false"
    notes = (
        "q = (6, 1, 2)/9 of Example 2 has distinct rewards for all types at every length. No later proof needs that."
    )

    by_entries = False

    def reach(self, m: int) -> int:
        """The largest Σ|n|."""
        return 2 * m

    balanced = True
    as_printed = Variant("as printed: distinct entries", by_entries=True)
    hypotheses = (Hypothesis("q > 0", lambda x: min(x.q.probabilities) > 0, without=Case(q=pmf("0, 1/3, 2/3"), m=2)),)
    example = Case(q=EXAMPLE_Q, m=3)
    edges = (
        Edge("K = 1: one type", Case(q=ONE_LETTER, m=3)),
        Edge("K = 2: distinct entries suffice", Case(q=W, m=4)),
        Edge("m = 1: distinct entries suffice", Case(q=proportional(1, 2, 4), m=1)),
        Edge("ties", Case(q=COIN, m=2)),
        Edge("constant reward", Case(q=Distribution.uniform(3), m=2)),
    )
    teeth = (
        Variant("distinct entries", by_entries=True),
        Variant("Σ |n| ≤ m", reach=lambda m: m),
        Variant("without Σ n = 0", balanced=False),
    )

    def relations(self, q: Distribution, m: int) -> Iterator[tuple[int, ...]]:
        """The vectors n ≠ 0 of the criterion, before the product is looked at."""
        for n in product(range(-m, m + 1), repeat=len(q)):
            if any(n) and sum(map(abs, n)) <= self.reach(m) and (sum(n) == 0 or not self.balanced):
                yield n

    def holds(self, x: Case) -> Answer:
        rewards = [likelihood(x.q, counts) for counts in types(x.m, len(x.q))]
        if 0 in x.q.probabilities:
            likelihood(x.q, (-1,) * len(x.q))  # has no meaning
        if self.by_entries:
            criterion = len(set(x.q.probabilities)) == len(x.q)
        else:
            criterion = all(likelihood(x.q, n) != 1 for n in self.relations(x.q, x.m))
        return same_truth(len(set(rewards)) == len(rewards), criterion, "distinct types have distinct rewards")

    @witness
    def geometric(self) -> Case:
        """q = (1, 2, 4)/7, m = 2: q_1 q_3 = q_2² = 4/49; 7 is the least denominator for K = 3."""
        return Case(q=proportional(1, 2, 4), m=2)

    def certificates(self) -> Certificates:
        """The tie of the witness."""
        yield relation(["*", "1/7", "4/7"], "=", ["*", "2/7", "2/7"]), {"precision": "64"}

    @proof
    def differences(self) -> Iterator[Step]:
        """Two types of equal reward differ by such a vector n, and each n is such a difference."""
        lam, mu, q, n = families("lambda mu q n")
        m, c = symbols("m q_K")
        yield identity(
            "the rewards differ by Σ n log q with n = m(λ − μ)",
            -m * cross_entropy(lam[y], q[y]) + m * cross_entropy(mu[y], q[y]),
            summed(m * (lam[y] - mu[y]) * symbolic_log(q[y])),
        )
        yield identity("Σ n = 0", summed(m * (lam[y] - mu[y])), 0, given=[is_pmf(lam), is_pmf(mu)])
        for size, length in ((2, 4), (3, 3), (4, 2)):
            listed = list(types(length, size))
            found = {tuple(a - b for a, b in zip(s, t, strict=True)) for s in listed for t in listed if s != t}
            yield exact(
                f"the differences of two types are the n with Σ n = 0, Σ|n| ≤ 2m: K = {size}, m = {length}",
                found == set(self.relations(Distribution.uniform(size), length)),
            )
        yield argument(
            "In general |n| adds up to at most 2m for counts that add up to m; conversely n⁺ and n⁻ have "
            "the same sum s ≤ m,"
            " and adding the same m − s letters to both makes them the counts of two types.",
            tested_by="all_types",
        )
        yield identity(
            "with Σ n = 0: Σ n log q = Σ n log(q/q_K), which is a relation between log(q_k/q_K), k < K",
            summed(n[y] * symbolic_log(q[y])),
            summed(n[y] * symbolic_log(q[y] / c)),
            given=[summed(n[y])],
        )
        small = [w for w in product(range(1, 5), repeat=3) if sum(w) < 7 and len(set(w)) == 3]
        yield exact(
            f"K = 3, denominators below 7 ({len(small)} orders of 1, 2, 3): no relation, as the prime factors show",
            all(not integer_relation(proportional(*w)) for w in small),
        )
        yield argument(
            "A rational relation between them becomes an integer one by clearing denominators, with n_K "
            "= −Σ n_k; it is a"
            " tie at m = Σ|n|/2. With none there is no tie at any length.",
            tested_by="all_lengths",
        )

    @search(_alignment(m=integers(1, 3)), examples=60)
    def all_types(self, x: Case) -> Answer:
        """Exact: all types against the criterion."""
        return self.holds(x)

    @instances(
        [Case(q=proportional(*w), m=m) for w, m in (
            ((1, 2, 4), 2), ((1, 2, 4), 1), ((6, 1, 2), 4), ((1, 2, 3), 4), ((1, 2), 5), ((3, 2, 1), 2), ((1, 2, 8), 3),
            ((2, 3, 6, 1), 2),
        )]
    )  # fmt: skip
    def all_lengths(self, x: Case) -> Answer:
        """Prime factors decide independence over Q; a relation that they find is a tie at m = Σ|n|/2."""
        relation_found = integer_relation(x.q)
        found = [self.holds(x)]
        if relation_found:
            up = tuple(max(n, 0) for n in relation_found)
            down = tuple(max(-n, 0) for n in relation_found)
            found += [equal(sum(up), sum(down), "lengths"), equal(likelihood(x.q, up), likelihood(x.q, down), "a tie")]
        else:
            rewards = [likelihood(x.q, counts) for counts in types(x.m, len(x.q))]
            found.append(equal(len(set(rewards)), len(rewards), "different rewards"))
        return found


def integer_relation(q: Distribution) -> tuple[int, ...]:
    """Integers n ≠ 0 with Σ n = 0 and Π q^n = 1, from the prime factors of the weights; () when there are none."""
    factored = [sympy.factorint(w) for w in q.weights]
    primes = sorted({prime for f in factored for prime in f})
    rows = [[1] * len(q), *([f.get(prime, 0) for f in factored] for prime in primes)]
    kernel = sympy.Matrix(rows).nullspace()
    if not kernel:
        return ()
    scale = sympy.ilcm(*(entry.q for entry in kernel[0]))
    return tuple(int(entry * scale) for entry in kernel[0])


class TypeIsSufficient(Assertion):
    id = "A-def6-sufficient"
    place = "after Definition 6"
    title = "The type is a sufficient statistic"
    statement = "The type of a sequence is a sufficient statistic for a memoryless source."
    asserts = Statement(
        both(
            (p**m)(v) == (p**m)(w),
            best(p**m, N, total(r, m))(v) == best(p**m, N, total(r, m))(w),
        ),
        given=(type_of(v) == type_of(w),),
    )
    formal = "equally_likely"
    expected = "formal"
    notes = (
        "Given the type all words are equally likely, whatever the source: 1/|T| each (theorem type_sufficient)."
        " So they are"
        " under best-of-N by a total, with uniform ties."
    )
