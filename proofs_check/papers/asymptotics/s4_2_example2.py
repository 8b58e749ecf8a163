"""Section 4.2: Example 2 and Table 1."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from exactalign import Distribution, MemorylessSource, Reward, best_of_n
from proofs_check import Claim, Variant, decision, equal
from proofs_check.engine.certify import relation
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_WEIGHTS


class Example2Marginal(Claim):
    id = "A-ex2-marginal"
    place = "Example 2"
    title = "The marginals of the best of 2 pairs"
    statement = "With p = (1/5, 3/10, 1/2), rewards (log 6, 0, log 2) and m = N = 2: π(y₁ = 0) = π(y₂ = 0) = 209/625."
    latex = r"\pi_N^m(y_1 = 0) = \pi_N^m(y_2 = 0) = 209/625"
    scope = "the numbers of Example 2 (ties broken uniformly)"
    expected = "certified"
    teeth = (
        Variant("a numerator one less", value=Fraction(208, 625)),
        Variant("uniform p, as the text says", p=Distribution.uniform(3)),
    )

    p = EXAMPLE_P
    value = Fraction(209, 625)

    @decision
    def both_marginals(self) -> Any:
        """From the policy by reward levels, and again by going through all 81 pairs of draws."""
        policy = best_of_n(MemorylessSource(self.p, 2), Reward.log_weights(EXAMPLE_WEIGHTS), 2)
        drawn = self._by_all_draws()
        return {
            "π(y₁ = 0)": equal(policy.marginal(1)[0], self.value),
            "π(y₁ = 0), all draws": equal(sum(mass for o, mass in drawn.items() if o[0] == 0), self.value),
            "π(y₂ = 0), all draws": equal(sum(mass for o, mass in drawn.items() if o[1] == 0), self.value),
        }

    def _by_all_draws(self) -> dict[tuple[int, ...], Fraction]:
        law = {o: self.p[o[0]] * self.p[o[1]] for o in product(range(3), repeat=2)}
        weight = {o: EXAMPLE_WEIGHTS[o[0]] * EXAMPLE_WEIGHTS[o[1]] for o in law}
        policy = dict.fromkeys(law, Fraction(0))
        for draws in product(law, repeat=2):
            best = max(weight[o] for o in draws)
            winners = [o for o in draws if weight[o] == best]
            for o in winners:
                policy[o] += law[draws[0]] * law[draws[1]] / len(winners)
        return policy

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        p, weights = ["vec", *map(str, self.p.probabilities)], ["vec", *map(str, EXAMPLE_WEIGHTS)]
        policy = ["best_of_n", ["product", p, "2"], ["product", weights, "2"], "2"]
        for chosen in (("1", "1", "1", "0", "0", "0", "0", "0", "0"), ("1", "0", "0") * 3):  # y₁ = 0, y₂ = 0
            marginal = ["sum", ["*", ["vec", *chosen], policy]]
            yield relation(marginal, "=", str(self.value)), {"precision": "64"}
