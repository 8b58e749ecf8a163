"""Section 3: Lemma 2, and the identity behind it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, log, oo
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
    less,
    pmf,
    proof,
    proportional,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, is_pmf, kl, symbols, tilted, total, y
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.s3_lemma1 import VARIED

_VEC_W: Final = ["vec", "1/3", "2/3"]
_THIRDS: Final = pmf("1/3, 1/3, 1/3")
_EQUALITY: Final = Case(
    p=_THIRDS, q=proportional(1, 2, 4), psi=proportional(1, 16, 4), slack=0,
    Delta=kl_divergence(proportional(1, 4, 16), _THIRDS),
)  # fmt: skip


@st.composite
def _budgeted(draw: Any) -> Any:
    """p, q, ψ (often near p), the budget Δ of an integer tilt, and what ε exceeds the least value by."""
    model = draw(VARIED)
    delta = AlignedFamily(model.p, model.q).kl(draw(st.sampled_from((1, 2, 3, 0))))
    psi = model.psi.mix(model.p, draw(st.sampled_from((Fraction(1, 2), Fraction(4, 5), 0, 1))))
    return model.but(psi=psi, Delta=delta, slack=draw(st.sampled_from((Fraction(0), Fraction(1, 2)))))


def _below_the_largest(x: Case) -> bool:
    """Whether Δ < Δ_max = −log p(best outcomes)."""
    best = max(x.q[o] for o in x.p.support)
    return bool(x.Delta < -log(sum(x.p[o] for o in x.p.support if x.q[o] == best)))


class Lemma2(Claim):
    id = "A-lem2"
    place = "Lemma 2"
    title = "Nearly optimal models are near the optimum"
    statement = "KL(ψ‖p) ≤ Δ and H(ψ‖q) ≤ H(φ_Δ‖q) + ε imply KL(ψ‖φ_Δ) ≤ α(Δ) ε."
    latex = (
        r"D(\psi\|p) \le \Delta,\ H(\psi\|q) \le H(\phi_\Delta\|q) + \epsilon"
        r" \Rightarrow D(\psi\|\phi_\Delta) \le \alpha(\Delta)\,\epsilon"
    )
    flaw = "Where α(Δ) does not exist (Δ ≥ Δ_max) KL(ψ‖φ_Δ) can be ∞ for a finite ε: no number can play α(Δ)."
    corrected = (
        "It holds for 0 ≤ Δ < Δ_max; exactly, KL(ψ‖φ_Δ) = α(Δ) (H(ψ‖q) − H(φ_Δ‖q)) − (Δ − KL(ψ‖p)). There is equality"
        " exactly when KL(ψ‖p) = Δ and (Δ = 0 or H(ψ‖q) = H(φ_Δ‖q) + ε)."
    )
    corrected_latex = r"D(\psi\|\phi_\Delta) = \alpha(\Delta)\,(H(\psi\|q) - H(\phi_\Delta\|q)) - (\Delta - D(\psi\|p))"
    scope = "every finite K, every p, every q > 0 on the support of p, 0 ≤ Δ < Δ_max, every ψ, every real ε"
    expected = "amended"
    weight = "condition"
    printed_proof_uses = ("A-lem1", "A-lem2-identity")
    statement_uses = ("A-lem1", "A-lem1-alpha")
    proof_uses = ("A-lem1-alpha", "A-lem2-identity")
    notes = (
        "At Δ = Δ_max, where φ_Δ = p(·|M), what is true instead is ψ(not M) ≤ ε/g, with g the gap between the two"
        " largest rewards on the support of p: ε ≥ g ψ(not M)."
    )

    hypotheses = (
        Hypothesis(
            "q is positive on the support of p",
            lambda x: all(x.q[o] > 0 for o in x.p.support),
            without=Case(p=COIN, q=pmf("1, 0"), psi=COIN, Delta=Fraction(1, 2), slack=0),
        ),
        Hypothesis(
            "Δ < Δ_max",
            _below_the_largest,
            without=Case(p=W, q=W, psi=W, Delta=log(2), slack=0),
            added=True,
        ),
        Hypothesis("Δ ≥ 0", lambda x: x.Delta >= 0, without=Case(p=W, q=W, psi=W, Delta=Fraction(-1), slack=0)),
        Hypothesis("ε ≥ H(ψ‖q) − H(φ‖q)", lambda x: x.slack >= 0,
                   without=Case(p=COIN, q=W, psi=pmf("1/3, 2/3"), Delta=kl_divergence(W, COIN),
                                slack=Fraction(-1))),
    )  # fmt: skip
    example = Case(p=W, q=W, psi=W, Delta=kl_divergence(pmf("1/5, 4/5"), W), slack=0)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, Delta=Fraction(0), slack=0)),
        Edge("Δ = 0: ψ = p", Case(p=W, q=W, psi=W, Delta=Fraction(0), slack=Fraction(1))),
        Edge("equality: Δ = KL(ψ‖p)", _EQUALITY),
        Edge("Δ = Δ_max", Case(p=W, q=W, psi=W, Delta=log(Fraction(3, 2)), slack=0)),
        Edge("constant reward", Case(p=W, q=COIN, psi=COIN, Delta=Fraction(1), slack=0)),
        Edge("zero probability", Case(p=pmf("0, 1/2, 1/2"), q=pmf("1/2, 1/3, 1/6"), psi=pmf("0, 1/2, 1/2"),
                                      Delta=kl_divergence(pmf("2/3, 1/3"), COIN), slack=0)),
    )  # fmt: skip
    teeth = (
        Variant("ε for α ε", bound=lambda _, epsilon: epsilon),
        Variant("α ε/2 for α ε", bound=lambda alpha, epsilon: alpha * epsilon / 2),
        Variant("ψ outside the ball too", budgeted=False),
        Variant("equality at the least ε, always", tight=lambda _, at_least_epsilon, _alpha: at_least_epsilon),
    )

    budgeted = True

    def bound(self, alpha: Any, epsilon: Any) -> Any:
        """The bound on KL(ψ‖φ_Δ)."""
        return alpha * epsilon

    def tight(self, full_budget: bool, at_least_epsilon: bool, alpha: Any) -> bool:
        """When there is equality."""
        return full_budget and (alpha == 0 or at_least_epsilon)

    def holds(self, x: Case) -> Any:
        found = AlignedFamily(x.p, x.q).align(x.Delta)
        start = kl_divergence(x.psi, x.p)
        if found.alpha is None:
            return less(kl_divergence(x.psi, found.policy), oo, "KL(ψ‖φ_Δ), to have a bound")
        if start == oo or (self.budgeted and start > x.Delta):
            return True
        phi = found.policy
        if not isinstance(phi, Distribution):
            gain = h(x.psi, x.q) + phi.expected_reward()
            return at_most(phi.kl_from(x.psi), self.bound(found.alpha, gain + x.slack), "KL(ψ‖φ_Δ)")
        divergence, gain = kl_divergence(x.psi, phi), h(x.psi, x.q) - h(phi, x.q)
        bound = self.bound(found.alpha, gain + x.slack)
        same = equal(divergence, bound, "equality")
        return [
            at_most(divergence, bound, "KL(ψ‖φ_Δ)"),
            equal(divergence, found.alpha * gain - (x.Delta - start), "exactly"),
            same_truth(same, self.tight(start == x.Delta, x.slack == 0, found.alpha), f"[{same}]"),
        ]

    @witness
    def no_parameter(self) -> Case:
        """Δ = log 2 > Δ_max = log(3/2), φ_Δ = (0, 1), ψ = p: ε = (1/3) log 2, and KL(ψ‖φ_Δ) = ∞."""
        return Case(p=W, q=W, psi=W, Delta=log(2), slack=0)

    @proof
    def from_the_identity(self) -> Iterator[Step]:
        """The identity, with KL(φ_Δ‖p) = Δ, which the printed line does not say."""
        alpha, delta, start, gain, slack, epsilon = symbols("alpha Delta D g s epsilon")
        yield theorem("A-lem1-alpha", "α = α(Δ) ≥ 0 exists, and φ_Δ = T(q, p, α) has KL(φ_Δ‖p) = Δ")
        yield theorem("A-lem2-identity", "so KL(ψ‖φ_Δ) = KL(ψ‖p) − Δ + α (H(ψ‖q) − H(φ_Δ‖q))")
        yield identity(
            "with H(ψ‖q) − H(φ_Δ‖q) = ε − s: KL(ψ‖φ_Δ) = α ε − (Δ − KL(ψ‖p)) − α s",
            start - delta + alpha * gain,
            self.bound(alpha, epsilon) - (delta - start) - alpha * slack,
            given=[gain - (epsilon - slack)],
        )
        yield argument(
            "The last two terms are ≤ 0 when KL(ψ‖p) ≤ Δ and s ≥ 0, and vanish together only in the case of equality.",
            tested_by="integer_exponents",
        )

    @search(_budgeted, examples=60)
    def integer_exponents(self, x: Case) -> Any:
        """Exactly, with Δ the divergence of an integer tilt."""
        return self.holds(x)

    @instances([_EQUALITY, _EQUALITY.but(slack=Fraction(1, 2)), _EQUALITY.but(psi=pmf("1/4, 1/4, 1/2"))])
    def three_letters(self, x: Case) -> Any:
        """α = 2; ψ = (1, 16, 4)/21 is as far from p as φ = (1, 4, 16)/21: KL(ψ‖φ) = 2 ε."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        psi, phi = ["vec", "1/21", "16/21", "4/21"], ["vec", "1/21", "4/21", "16/21"]
        yield relation(["kl", psi, phi], "=", ["*", "8/7", ["log", "2"]]), {"precision": "64"}
        yield relation(["kl", ["vec", "0", "1"], _VEC_W], "<", ["log", "2"]), {"precision": "64"}


class TiltIdentity(Claim):
    id = "A-lem2-identity"
    place = "(2)–(3), proof of Lemma 2"
    title = "The KL divergence to a tilt, by KL to the reference and cross entropy"
    statement = "KL(ψ‖φ) = KL(ψ‖p) − KL(φ‖p) + α (H(ψ‖q) − H(φ‖q)) for φ = T(q, p, α)."
    latex = r"D(\psi\|\phi) = D(\psi\|p) - D(\phi\|p) + \alpha\,(H(\psi\|q) - H(\phi\|q)),\quad \phi = T(q,p,\alpha)"
    scope = (
        "every finite K, all real α, every p, q > 0 on the support of p, every ψ ≪ p; and every ψ when q > 0 everywhere"
        " (both sides are ∞ if not ψ ≪ p)"
    )
    expected = "tested"

    hypotheses = (
        Hypothesis(
            "q is positive on the support of p",
            lambda x: all(x.q[o] > 0 for o in x.p.support),
            without=Case(p=COIN, q=pmf("1, 0"), psi=COIN, alpha=1),
        ),
        Hypothesis(
            "ψ ≪ p, or q is positive everywhere",
            lambda x: set(x.psi.support) <= set(x.p.support) or all(x.q[o] > 0 for o in x.q),
            without=Case(p=pmf("1, 0"), q=pmf("1, 0"), psi=COIN, alpha=-1),
        ),
        Hypothesis("ψ sums to 1", lambda _: True, untried="ψ is a distribution by its type; the proof uses Σψ = 1"),
    )
    example = Case(p=W, q=W, psi=pmf("0, 1"), alpha=1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, alpha=1)),
        Edge("α = 0", Case(p=W, q=W, psi=COIN, alpha=0)),
        Edge("ψ = φ", Case(p=W, q=W, psi=pmf("1/5, 4/5"), alpha=1)),
        Edge("constant reward", Case(p=W, q=COIN, psi=pmf("1, 0"), alpha=2)),
        Edge("ψ not absolutely continuous: ∞ = ∞", Case(p=pmf("1, 0"), q=COIN, psi=COIN, alpha=1)),
        Edge("negative α", Case(p=W, q=W, psi=pmf("1, 0"), alpha=-2)),
    )
    teeth = (
        Variant("the sign of α", sign=-1),
        Variant("without KL(φ‖p)", reference_share=0),
        Variant("φ tilted by α + 1", exponent=lambda alpha: alpha + 1),
    )

    sign = 1
    reference_share = 1

    def exponent(self, alpha: Any) -> Any:
        """The exponent of φ."""
        return alpha

    def holds(self, x: Case) -> Any:
        start = kl_divergence(x.psi, x.p)
        if start == oo and h(x.psi, x.q) == oo:
            return x.alpha > 0  # ∞ = ∞; otherwise the right side is ∞ − ∞ or has 0·∞
        phi = tilt(x.p, x.q, self.exponent(x.alpha))
        left = kl_divergence(x.psi, phi)
        if start == oo:
            return equal(left, start)
        gain = x.alpha * (h(x.psi, x.q) - h(phi, x.q))
        return equal(left, start - self.reference_share * kl_divergence(phi, x.p) + self.sign * gain)

    @proof
    def normal_form(self) -> Iterator[Step]:
        """log φ = log p + α log q − log Z on the support of p, with Z = Σ p q^α; both lines integrate it."""
        p, q, psi = families("p q psi")
        (alpha,) = symbols("alpha")
        phi = tilted(q[y], p[y], self.exponent(alpha))
        yield identity("φ is a distribution", total(phi), 1)
        yield identity(
            "the identity, both sides linear in Σ ψ log ψ, Σ ψ log p, Σ ψ log q and log Z",
            kl(psi[y], phi),
            kl(psi[y], p[y])
            - self.reference_share * kl(phi, p[y])
            + self.sign * alpha * (cross_entropy(psi[y], q[y]) - cross_entropy(phi, q[y])),
            given=[is_pmf(psi)],
        )

    @search(models(alpha=integers(-3, 3), zeros=True, also={"psi": "pmf"}))
    def integer_exponents(self, x: Case) -> Any:
        """Equality of log forms at integer exponents, ψ outside the support of p included."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        """The identity for K = 3, in the logarithms: log φ = log p + α log q − log Z, Σψ = Σφ = 1."""

        def mean(law: str, *parts: Any) -> Any:
            return ["+", *(["*", f"{law}{k}", entry] for k, entry in enumerate(parts))]

        letters = range(3)
        log_phi = [["-", ["+", f"lp{k}", ["*", "alpha", f"lq{k}"]], "lz"] for k in letters]
        own, reward = [f"lpsi{k}" for k in letters], [f"lq{k}" for k in letters]
        left = ["-", mean("psi", *own), mean("psi", *log_phi)]
        start = mean("psi", *(["-", f"lpsi{k}", f"lp{k}"] for k in letters))
        spent = mean("phi", *(["-", log_phi[k], f"lp{k}"] for k in letters))
        gain = ["-", mean("phi", *reward), mean("psi", *reward)]
        families = ("psi", "phi", "lpsi", "lp", "lq")
        yield (
            {
                "kind": "identity",
                "variables": ["alpha", "lz", *(f"{name}{k}" for name in families for k in letters)],
                "given": [[["+", *(f"{name}{k}" for k in letters)], "1"] for name in ("psi", "phi")],
                "left": left,
                "right": ["+", ["-", start, spent], ["*", "alpha", gain]],
            },
            {"cofactors": ["lz", ["*", "-1", "lz"]]},
        )
