"""Section 4.2, after Lemma 6: the KL budget that both policies keep, and what rounding N does to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import (
    EnclosedBestOfN,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
    sample_size,
)
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    equal,
    identity,
    instances,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.searches import fractions, integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, REVERSED, W


class SameBudget(Claim):
    id = "A-budget"
    place = "after Lemma 6"
    title = "Both policies keep the same KL budget"
    statement = (
        "For N = exp(mδ), best-of-N and φ_δ^m satisfy the same bound: their KL to p^m is at most mδ; read here with"
        " exp(mδ) rounded up to an integer."
    )
    latex = r"N = e^{m\delta} \Rightarrow D(\pi_N^m\|p^m) \le m\delta,\ D(\phi_\delta^m\|p^m) \le m\delta"
    flaw = (
        "exp(mδ) is rarely an integer (the figure rounds exp(mδ) ≈ 3), and the rounding matters: what is refuted is the"
        " reading N = ⌈exp(mδ)⌉, with which best-of-N can exceed the budget. For the exact real N = exp(mδ) and for N"
        " rounded down the statement is proved."
    )
    corrected = "It holds for real N = exp(mδ) and for N rounded down, with (N − 1)/N to spare for best-of-N."
    corrected_latex = r"N \le e^{m\delta} \Rightarrow D_{\mathrm{KL}}(\pi_N^m\|p^m) \le m\delta - \frac{N-1}{N}"
    scope = (
        "every finite alphabet, p, q > 0, m and δ ≥ 0; 1 ≤ N ≤ exp(mδ): integer N with every rule that keeps one draw,"
        " real N with uniform ties"
    )
    expected = "amended"
    weight = "condition"
    printed_proof_uses = ("A-lem6",)
    as_printed = Variant("as printed, N rounded up", rounding="ceil", with_spare=False)
    with_spare = True
    statement_uses = ("A-lem1",)
    proof_uses = ("A-lem6-sharp",)

    hypotheses = (
        Hypothesis("δ ≥ 0", lambda x: x.delta >= 0, untried="a negative budget is met by no policy"),
        Hypothesis(
            "N ≥ 1",
            lambda x: sample_size(x.delta, x.m) >= 1,
            untried="exp(mδ) ≥ 1 for δ ≥ 0; fewer than one draw is no policy",
        ),
    )
    example = Case(p=W, q=REVERSED, m=2, delta=log(2) / 2)
    edges = (
        Edge("δ = 0: N = 1", Case(p=W, q=REVERSED, m=2, delta=Fraction(0))),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, m=2, delta=Fraction(1))),
        Edge("constant reward", Case(p=W, q=COIN, m=1, delta=Fraction(1))),
        Edge("Δ beyond Δ_max", Case(p=W, q=W, m=1, delta=Fraction(2))),
        Edge("N an exact exponential", Case(p=W, q=REVERSED, m=1, delta=log(3))),
    )
    teeth = (
        Variant("N rounded up", rounding="ceil"),
        Variant("twice the spare", spare=lambda n: 2 * (n - 1) / n),
        Variant("equality", relation=equal),
    )

    rounding = "floor"
    relation = staticmethod(at_most)

    def spare(self, n: Any) -> Any:
        """What best-of-N leaves of the budget."""
        return (n - 1) / n

    def holds(self, x: Case) -> Any:
        budget = LogForm.of(x.delta) * x.m
        n = sample_size(x.delta, x.m, self.rounding)
        assert isinstance(n, int)
        source, weights = x.p.power(x.m), x.q.power(x.m)
        policy = best_of_n(source, Reward.log_of(weights), n)
        spare = self.spare(Fraction(n)) if self.with_spare else 0
        return self.relation(kl_divergence(policy, source), budget - spare, "KL of best-of-N")

    @witness
    def rounded_up(self) -> Case:
        """m = 1, δ = 1/10: N = 2, and KL > 1/10."""
        return Case(p=W, q=REVERSED, m=1, delta=Fraction(1, 10))

    @proof
    def from_lemma_6(self) -> Iterator[Step]:
        """Lemma 6, sharpened, and log N ≤ mδ."""
        n, budget = symbols("N b")
        yield theorem("A-lem6-sharp", "KL(π_N^m‖p^m) ≤ log N − (N − 1)/N")
        yield identity(
            "at log N = mδ, the largest N, this is mδ − (N − 1)/N",
            symbolic_log(n) - (n - 1) / n,
            budget - self.spare(n),
            given=[symbolic_log(n) - budget],
        )
        yield argument(
            "For smaller N, log N − (N − 1)/N ≤ mδ − (N − 1)/N still. The KL of φ_δ^m is m KL(φ_δ‖p) ≤ mδ by its"
            " definition.",
            tested_by="small_budgets",
        )

    @search(lambda: models(min_size=2, max_size=3, m=integers(1, 2), delta=fractions(0, "6/5", 10)), examples=60)
    def small_budgets(self, x: Case) -> Any:
        """The exact policy at rational budgets."""
        return self.holds(x)

    @instances([Case(p=W, q=REVERSED, m=m, delta=Fraction(1, 10)) for m in (1, 3, 11)])
    def exact_real_n(self, x: Case) -> Any:
        """The real N = exp(mδ), with uniform ties, enclosed."""
        budget = LogForm.of(x.delta) * x.m
        n = sample_size(x.delta, x.m, "real")
        assert isinstance(n, EnclosedReal)
        policy = EnclosedBestOfN(MemorylessSource(x.p, x.m), Reward.log_of(x.q), n)
        return at_most(policy.kl_to_tilt(Fraction(0)), budget - self.spare(n), "KL of best-of-N, real N")
