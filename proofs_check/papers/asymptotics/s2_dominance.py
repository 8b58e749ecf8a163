"""End of Section 2: the reward–KL curve, averaged over prompts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Final

from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, EnclosedReal, LogForm, kl_divergence, oo
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    identity,
    instances,
    pmf,
    proof,
    proportional,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import families, is_pmf, symbols, tilted, y
from proofs_check.algebra.symbolic import kl as symbolic_kl
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import W, cross_entropy, tilt
from proofs_check.papers.models import COIN, ONE_LETTER


@st.composite
def _two_prompts(draw: Any) -> Any:
    """Two prompts of any probability, each with p, q and a competitor ψ, and an exponent α."""
    some = models(min_size=draw(st.sampled_from((2, 2, 1))), max_size=3, max_weight=5, also={"psi": "pmf"})
    first, second = draw(some), draw(some)
    both = {name: (getattr(first, name), getattr(second, name)) for name in ("p", "q", "psi")}
    if draw(st.booleans()):  # a competitor that is feasible
        mixed = draw(st.sampled_from((Fraction(1, 2), Fraction(4, 5))))
        both["psi"] = tuple(psi.mix(p, mixed) for psi, p in zip(both["psi"], both["p"], strict=True))
    return Case(mu=Distribution.from_weights(draw(st.tuples(*[st.integers(1, 3)] * 2))), alpha=draw(st.integers(0, 3)),
                **both)  # fmt: skip


def _reward(policy: Any, q: Distribution) -> Any:
    """The expected reward, r = log q."""
    return -cross_entropy(policy, q) if isinstance(policy, Distribution) else policy.expected_reward()


def _mean(mu: Distribution, values: Iterator[Any]) -> Any:
    """The average over prompts."""
    weighted = [value * mass for value, mass in zip(values, mu.probabilities, strict=True)]
    if all(isinstance(value, LogForm) for value in weighted):
        return LogForm.sum(weighted)
    return EnclosedReal.sum(EnclosedReal.of(value) for value in weighted)


class _Curve(Claim):
    """Competitors against aligned models, prompt by prompt."""

    place = "end of Section 2"
    hypotheses: ClassVar[tuple[Hypothesis, ...]] = (
        Hypothesis(
            "q is positive", lambda x: all(value > 0 for q in x.q for value in q.probabilities),
            without=Case(mu=pmf("1"), p=(COIN,), q=(pmf("1, 0"),), psi=(COIN,), alpha=1),
        ),
    )  # fmt: skip
    example = Case(mu=COIN, p=(COIN, COIN), q=(W, proportional(1, 16)), psi=(pmf("1/4, 3/4"), COIN), alpha=1)
    edges = (
        Edge("one prompt", Case(mu=pmf("1"), p=(W,), q=(W,), psi=(COIN,), alpha=2)),
        Edge("K = 1 for one prompt", Case(mu=COIN, p=(ONE_LETTER, W), q=(ONE_LETTER, W), psi=(ONE_LETTER, COIN),
                                          alpha=1)),
        Edge("α = 0", Case(mu=COIN, p=(W, COIN), q=(W, W), psi=(W, COIN), alpha=0)),
        Edge("constant reward for one prompt", Case(mu=COIN, p=(W, COIN), q=(COIN, W), psi=(COIN, COIN), alpha=1)),
    )  # fmt: skip

    def _aligned(self, x: Case) -> list[Any]:
        return [tilt(p, q, x.alpha) for p, q in zip(x.p, x.q, strict=True)]


_TWO_PROMPTS: Final = Case(
    mu=COIN, p=(COIN, COIN), q=(W, proportional(1, 16)), psi=(pmf("1/4, 3/4"), pmf("0, 1")), alpha=4
)


class Dominance(_Curve):
    id = "A-dominance"
    title = "The aligned family dominates on the averaged reward–KL curve"
    statement = (
        "On the curve of expected reward against expected KL, averaged over prompts, the optimal aligned model (the"
        " same Δ for every prompt) dominates every technique."
    )
    latex = (
        r"E_x D(\psi\|p) \le E_x D(\phi_\Delta\|p) \Rightarrow E_x E_\psi r \le E_x E_{\phi_\Delta} r,"
        r"\quad \psi \text{ any}"
    )
    flaw = (
        "A technique can spend more divergence on prompts where it buys more reward, and then has a smaller average"
        " KL and a larger average reward."
    )
    corrected = (
        "With one exponent α ≥ 0 for all prompts, φ(·|x) = T(q_x, p_x, α) dominates: E_x KL(ψ‖p) ≤ E_x KL(φ‖p) implies"
        " E_x E_ψ r ≤ E_x E_φ r. (With one Δ for all prompts it does for each prompt: A-dominance-perprompt.)"
    )
    corrected_latex = r"\phi(\cdot|x) = T(q_x, p_x, \alpha), \text{ one } \alpha \text{ for all } x"
    scope = "finitely many prompts of any probabilities, every finite K for each, all p, q > 0, ψ, every real α ≥ 0"
    expected = "amended"
    weight = "false"
    as_printed = Variant("as printed: one Δ", one_budget=True)
    proof_uses = ("A-lem2-identity", "thm:gibbs")
    hypotheses = (
        Hypothesis("α ≥ 0", lambda x: x.alpha >= 0,
                   without=Case(mu=pmf("1"), p=(W,), q=(W,), psi=(W,), alpha=-1)),
        *_Curve.hypotheses,
    )  # fmt: skip
    teeth = (
        Variant("one Δ for all prompts", one_budget=True),
        Variant("φ tilted by α + 1", exponent=lambda alpha: alpha + 1),
        Variant("without a bound on KL", budgeted=False),
    )

    one_budget = False
    budgeted = True

    def exponent(self, alpha: Any) -> Any:
        """The exponent of the aligned models, in the proof."""
        return alpha

    def _aligned(self, x: Case) -> list[Any]:
        if not self.one_budget:
            return super()._aligned(x)
        budget = AlignedFamily(x.p[0], x.q[0]).kl(x.alpha)  # Δ: what the first prompt spends
        return [AlignedFamily(p, q).align(budget).policy for p, q in zip(x.p, x.q, strict=True)]

    def holds(self, x: Case) -> Answer:
        policies = self._aligned(x)
        spent = [kl_divergence(psi, p) for psi, p in zip(x.psi, x.p, strict=True)]
        if oo in spent:
            return True
        allowed = [kl_divergence(t, p) if isinstance(t, Distribution) else t.kl()
                   for t, p in zip(policies, x.p, strict=True)]  # fmt: skip
        if self.budgeted and not _mean(x.mu, iter(spent)) <= _mean(x.mu, iter(allowed)):
            return True
        left = _mean(x.mu, (_reward(psi, q) for psi, q in zip(x.psi, x.q, strict=True)))
        right = _mean(x.mu, (_reward(t, q) for t, q in zip(policies, x.q, strict=True)))
        return at_most(left, right, "average reward")

    @witness
    def two_prompts(self) -> Case:
        """Rewards (0, log 2) and (0, log 16) over a fair coin: φ_Δ = (1/17, 16/17) on both prompts, whatever the
        reward; ψ saves on the first prompt and takes the best outcome of the second."""
        return _TWO_PROMPTS

    @proof
    def averaged_identity(self) -> Iterator[Step]:
        """The identity of Lemma 2 for each prompt, averaged: this needs one α."""
        p, q, psi = families("p q psi")
        alpha, spent, allowed, gain, far = symbols("alpha D_psi D_phi g E")
        phi = tilted(q[y], p[y], self.exponent(alpha))
        yield theorem("A-lem2-identity", "for each prompt")
        yield identity(
            "α (E_φ r − E_ψ r) = KL(ψ‖φ) + KL(φ‖p) − KL(ψ‖p), with r = log q, for each prompt",
            alpha * (symbolic_cross_entropy(psi[y], q[y]) - symbolic_cross_entropy(phi, q[y])),
            symbolic_kl(psi[y], phi) + symbolic_kl(phi, p[y]) - symbolic_kl(psi[y], p[y]),
            given=[is_pmf(psi)],
        )
        yield theorem("thm:gibbs", "KL(ψ‖φ) ≥ 0 for each prompt, so its average E is ≥ 0")
        yield identity(
            "averaged: α g = E + (E_x KL(φ‖p) − E_x KL(ψ‖p)), with g what φ has more of average reward",
            alpha * gain,
            far + (allowed - spent),
            given=[alpha * gain - far - allowed + spent],
        )
        yield argument(
            "Both terms are ≥ 0, so g ≥ 0 for α > 0. For α = 0 the bound says E_x KL(ψ‖p) ≤ 0, so ψ = p = φ for every"
            " prompt of positive probability.",
            tested_by="pairs_of_prompts",
        )

    @search(_two_prompts, examples=50)
    def pairs_of_prompts(self, x: Case) -> Answer:
        """Two prompts, exact averages."""
        return self.holds(x)

    @instances([_TWO_PROMPTS, _TWO_PROMPTS.but(alpha=1), _TWO_PROMPTS.but(alpha=0)])
    def the_two_prompts(self, x: Case) -> Answer:
        """The prompts of the witness, with one α."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        coin, phi = ["vec", "1/2", "1/2"], ["vec", "1/17", "16/17"]
        first, second = ["vec", "1/4", "3/4"], ["vec", "0", "1"]
        yield (
            relation(["+", ["kl", first, coin], ["kl", second, coin]], "<", ["*", "2", ["kl", phi, coin]]),
            {"precision": "64"},
        )
        for w, alpha in ((["vec", "1/3", "2/3"], "4"), (["vec", "1/17", "16/17"], "1")):
            yield relation(["tilt", w, coin, alpha], "=", phi), {"precision": "64"}
        scores = [["*", a, ["log", b]] for a, b in (("3/4", "2"), ("1", "16"), ("16/17", "2"), ("16/17", "16"))]
        yield relation(["+", *scores[:2]], ">", ["+", *scores[2:]]), {"precision": "64"}


class DominancePerPrompt(_Curve):
    id = "A-dominance-perprompt"
    title = "The aligned model dominates for each prompt"
    statement = "KL(ψ(·|x)‖p(·|x)) ≤ Δ for every prompt implies E_x E_ψ r ≤ E_x E_{φ_Δ} r."
    latex = r"\forall x: D(\psi\|p) \le \Delta \Rightarrow E_x E_\psi r \le E_x E_{\phi_\Delta} r"
    scope = "finitely many prompts of any probabilities, every finite K for each, all p, q > 0, ψ, every Δ ≥ 0"
    expected = "argued"
    statement_uses = ("A-def2-argmin", "A-eq1-equiv")
    proof_uses = ("A-def2-argmin", "A-eq1-equiv")
    teeth = (
        Variant("the budget on average only", each=False),
        Variant("twice the reward, which is negative", share=2),
    )

    each = True
    share: Any = 1

    def holds(self, x: Case) -> Answer:
        delta = AlignedFamily(x.p[0], x.q[0]).kl(x.alpha)
        if self.each:
            delta = max((AlignedFamily(p, q).kl(x.alpha) for p, q in zip(x.p, x.q, strict=True)), default=delta)
        spent = [kl_divergence(psi, p) for psi, p in zip(x.psi, x.p, strict=True)]
        if oo in spent or (max(spent) if self.each else _mean(x.mu, iter(spent))) > delta:
            return True
        policies = [AlignedFamily(p, q).align(delta).policy for p, q in zip(x.p, x.q, strict=True)]
        left = _mean(x.mu, (_reward(psi, q) for psi, q in zip(x.psi, x.q, strict=True)))
        right = _mean(x.mu, (_reward(t, q) * self.share for t, q in zip(policies, x.q, strict=True)))
        return at_most(left, right, "average reward")

    @proof
    def definition(self) -> Iterator[Step]:
        """Definition 2 for each prompt."""
        gap, least, own = symbols("g H_phi H_psi")
        yield theorem("A-def2-argmin", "for each prompt H(·‖q) has a minimiser φ_Δ(·|x) over the ball")
        yield theorem("A-eq1-equiv", "φ_Δ(·|x) has the largest expected reward in the ball, for each prompt")
        yield identity(
            "E_φ r − E_ψ r = H(ψ‖q) − H(φ‖q), a gap ≥ 0 for each prompt, so its average is",
            -self.share * least + own,
            gap,
            given=[gap - (own - least)],
        )

    @search(_two_prompts, examples=40)
    def pairs_of_prompts(self, x: Case) -> Answer:
        """Two prompts, Δ the larger divergence of two integer tilts."""
        return self.holds(x)

    @instances([_TWO_PROMPTS, _TWO_PROMPTS.but(psi=(COIN, pmf("1/17, 16/17")))])
    def the_two_prompts(self, x: Case) -> Answer:
        """Δ = KL((1/17, 16/17)‖p): ψ of the witness is outside the ball, another inside."""
        return self.holds(x)
