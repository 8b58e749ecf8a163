"""Section 4.2: Example 2 and Table 1, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Final

from exactalign import Distribution, MemorylessSource, Reward, best_of_n
from proofs_check import Case, Claim, Edge, Variant, decision, differ, equal, pmf, witness
from proofs_check.engine.certify import relation
from proofs_check.papers.asymptotics.common import COIN, EXAMPLE_P, EXAMPLE_WEIGHTS, W

Pair = tuple[int, int]


class Example2Uniform(Claim):
    id = "A-ex2-uniform"
    place = "Example 2"
    title = "The reference of Example 2 is uniform"
    statement = "The reference p = (1/5, 3/10, 1/2) of the example is uniform."
    latex = r"p = \left(\tfrac15, \tfrac3{10}, \tfrac12\right) \text{ uniform}"
    scope = "the reference of Example 2"
    expected = "refuted"
    weight = "slip"
    flaw = (
        "1/5 ≠ 3/10. The numbers of the example belong to the p that is displayed: with a uniform p they would be"
        " 17/81 and 41/81 in place of 49/625 and 209/625."
    )
    edges = (Edge("a uniform reference", Case(p=Distribution.uniform(3))),)
    teeth = (Variant("a uniform reference", p=Distribution.uniform(3)),)

    p = EXAMPLE_P

    def holds(self, x: Case) -> Any:
        return [equal(probability, x.p[0]) for probability in x.p.probabilities]

    @witness
    def unequal_entries(self) -> Case:
        """The displayed probabilities differ."""
        return Case(p=self.p)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(str(self.p[0]), "!=", str(self.p[1])), {"precision": "64"}


class Example2NotProduct(Claim):
    id = "A-ex2-notproduct"
    place = "Example 2"
    title = "The best of 2 pairs is no product"
    statement = "With the numbers of Example 2, π(0,0) = 49/625 ≠ π(y₁ = 0) π(y₂ = 0)."
    latex = r"\pi_N^m(0,0) = 49/625 \ne \pi_N^m(y_1 = 0)\,\pi_N^m(y_2 = 0)"
    scope = "the numbers of Example 2; π(0,0) is the same for every tie rule"
    expected = "certified"
    teeth = (
        Variant("one draw", n=1, value=Fraction(1, 25)),
        Variant("a constant reward", weights=(1, 1, 1), value=Fraction(1, 25)),
        Variant("uniform p, as the text says", p=Distribution.uniform(3)),
    )

    p, weights, n = EXAMPLE_P, EXAMPLE_WEIGHTS, 2
    value = Fraction(49, 625)

    @decision
    def both_sides(self) -> Any:
        """The exact policy of pairs, against the product of its marginals."""
        policy = best_of_n(MemorylessSource(self.p, 2), Reward.log_weights(self.weights), self.n)
        first = sum(mass for pair, mass in policy.by_sequence() if pair[0] == 0)
        second = sum(mass for pair, mass in policy.by_sequence() if pair[1] == 0)
        joint = policy.probability((0, 0))
        return {"π(0,0)": equal(joint, self.value), "against the product": differ(joint, first * second)}

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        p, weights = ["vec", *map(str, self.p.probabilities)], ["vec", *map(str, self.weights)]
        policy = ["best_of_n", ["product", p, "2"], ["product", weights, "2"], "2"]
        joint, first, second = (_mass(policy, chosen) for chosen in ("100000000", "111000000", "100100100"))
        yield relation(joint, "!=", ["*", first, second]), {"precision": "64"}


class Example2NotClosed(Claim):
    id = "A-ex2-notclosed"
    place = "Example 2"
    title = "Memoryless sources are not closed under best-of-N"
    statement = "There are a memoryless source and a reward whose best-of-N policy over sequences is not memoryless."
    latex = r"\exists\, p, q, m, N:\ \pi_N^m \ne \pi_1 \otimes \dots \otimes \pi_m"
    scope = "shown by K = m = N = 2, the least values possible, with a uniform p, and again with p = q = (1/3, 2/3)"
    expected = "certified"
    teeth = (
        Variant("one draw", n=1),
        Variant("a constant reward", q=COIN),
    )
    notes = "With K = 1, m = 1, N = 1 or a constant reward the policy is a product, so the instance is least."

    q = pmf("1/3, 2/3")
    n = 2

    @decision
    def two_letters(self) -> Any:
        """π(2, 2) against the square of the marginal; both marginals are equal by Lemma 5."""
        found = {}
        for name, p in (("p = (1/2, 1/2)", COIN), ("p = (1/3, 2/3)", W)):
            policy = best_of_n(MemorylessSource(p, 2), Reward.log_of(self.q), self.n)
            found[f"π(2,2) for {name}"] = differ(policy.probability((1, 1)), policy.marginal(1)[1] ** 2)
        return found

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        policy = ["best_of_n", ["product", ["vec", "1/2", "1/2"], "2"], ["product", ["vec", "1", "2"], "2"], "2"]
        yield relation(_mass(policy, "0001"), "!=", ["^", _mass(policy, "0101"), "2"]), {"precision": "64"}


def _mass(policy: Any, chosen: str) -> Any:
    """The probability of the sequences marked 1, in the kernel's language."""
    return ["sum", ["*", ["vec", *chosen], policy]]


class Table1(Claim):
    id = "A-table1"
    place = "Table 1"
    title = "The nine entries of Table 1"
    statement = (
        "The best of 2 pairs has the probabilities 49/625, 21/250, 43/250; 21/250, 81/10000, 9/125; 43/250, 9/125, "
        "103/400 (rows y₂, columns y₁)."
    )
    latex = r"\pi_N^m(y_1, y_2)"
    scope = "the numbers of Table 1: p = (1/5, 3/10, 1/2), rewards (log 6, 0, log 2), m = N = 2, ties broken uniformly"
    expected = "certified"
    teeth = (
        Variant("every numerator one more", unit=1),
        Variant("uniform p, as the text says", p=Distribution.uniform(3)),
        Variant("the best of 3", n=3),
    )
    notes = "One check an entry; each is found by the policy's formula and again from all 81 pairs of draws."

    p, weights = EXAMPLE_P, EXAMPLE_WEIGHTS
    table: Final = (
        ("49/625", "21/250", "43/250"),
        ("21/250", "81/10000", "9/125"),
        ("43/250", "9/125", "103/400"),
    )
    unit = 0
    n = 2

    @decision
    def entry_00(self) -> Any:
        """π(0, 0)."""
        return self._entry((0, 0))

    @decision
    def entry_01(self) -> Any:
        """π(0, 1)."""
        return self._entry((0, 1))

    @decision
    def entry_02(self) -> Any:
        """π(0, 2)."""
        return self._entry((0, 2))

    @decision
    def entry_10(self) -> Any:
        """π(1, 0)."""
        return self._entry((1, 0))

    @decision
    def entry_11(self) -> Any:
        """π(1, 1)."""
        return self._entry((1, 1))

    @decision
    def entry_12(self) -> Any:
        """π(1, 2)."""
        return self._entry((1, 2))

    @decision
    def entry_20(self) -> Any:
        """π(2, 0)."""
        return self._entry((2, 0))

    @decision
    def entry_21(self) -> Any:
        """π(2, 1)."""
        return self._entry((2, 1))

    @decision
    def entry_22(self) -> Any:
        """π(2, 2)."""
        return self._entry((2, 2))

    def _entry(self, pair: Pair) -> Any:
        value = self._printed(pair)
        wrong = value + Fraction(self.unit, value.denominator)
        return {
            f"π{pair}, from the levels": equal(self._from_levels(pair), wrong),
            f"π{pair}, from all draws": equal(self._from_draws(pair), wrong),
        }

    def _printed(self, pair: Pair) -> Fraction:
        return Fraction(self.table[pair[1]][pair[0]])

    def _from_levels(self, pair: Pair) -> Fraction:
        law, weight = self._pairs()
        own = weight[pair]
        upto = sum(mass for o, mass in law.items() if weight[o] <= own)
        below = sum(mass for o, mass in law.items() if weight[o] < own)
        return law[pair] * (upto**self.n - below**self.n) / (upto - below)

    def _from_draws(self, pair: Pair) -> Fraction:
        law, weight = self._pairs()
        found = Fraction(0)
        for draws in product(law, repeat=self.n):
            winners = [o for o in draws if weight[o] == max(weight[d] for d in draws)]
            found += prod(law[o] for o in draws) * Fraction(winners.count(pair), len(winners))
        return found

    def _pairs(self) -> tuple[dict[tuple[int, ...], Fraction], dict[tuple[int, ...], int]]:
        law = {o: self.p[o[0]] * self.p[o[1]] for o in product(range(3), repeat=2)}
        return law, {o: self.weights[o[0]] * self.weights[o[1]] for o in law}

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        p, weights = ["vec", *map(str, self.p.probabilities)], ["vec", *map(str, self.weights)]
        policy = ["best_of_n", ["product", p, "2"], ["product", weights, "2"], "2"]
        entries = ["vec", *(str(self._printed((i, j))) for i, j in product(range(3), repeat=2))]
        yield relation(policy, "=", entries), {"precision": "64"}
