"""Section 7: the three cases of the proof of Theorem 3, by the level t."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

from exactalign import AlignedFamily, Distribution, LogForm, RateFunction, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Refutation,
    Variant,
    argument,
    at_least,
    equal,
    exact,
    greater,
    identity,
    less,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, is_pmf, kl, symbols, tilted, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import cases, fractions, integers, models, pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, REVERSED, W
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence


class SetsInCaseA(Claim):
    id = "A-thm3-a-sets"
    place = "proof of Theorem 3, case (a)"
    title = "The upper bound through the set D"
    statement = "For t ∈ (H(q), log 1/ζ) the infimum of KL(·‖p) over D = {H(γ‖q) ≤ t} is KL(T(q, p, α(t))‖p)."
    latex = r"\inf_{H(\gamma\|q)\le t} D(\gamma\|p) = D(T(q,p,\alpha(t))\|p)"
    flaw = (
        "Two errors. D contains p as soon as t ≥ H(p‖q), so the infimum is 0 and the bound says nothing. "
        "And α(t) belongs "
        "to the tilts of u: T(q, p, α(t)) is not on the level t; the parameter must be β(t). (2ε/α(t) also breaks for "
        "α(t) ≤ 0.)"
    )
    corrected = (
        "For a < t ≤ H(p‖q), where β(t) ≥ 0: the infimum over D is KL(T(q, p, β(t))‖p), attained there "
        "only. The cases are "
        "to be split at H(p‖q), not at H(q); above it the set E does the same (A-thm3-b-sets)."
    )
    corrected_latex = r"\inf_{H(\gamma\|q)\le t} D(\gamma\|p) = D(T(q,p,\beta(t))\|p),\quad a<t\le H(p\|q)"
    scope = "every finite K, every p (zeros allowed), every q > 0 on its support, every β(t) ≥ 0"
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-lem8-D", "thm:sanov")
    proof_uses = ("A-lem2-identity", "thm:gibbs")

    factor = 1
    side = 1
    """1 for D (cross entropy at most t), −1 for E (at least t)."""

    def base(self, p: Distribution) -> Distribution:
        """Whose tilts give the level t."""
        return p

    as_printed = Variant("as printed", base=lambda p: Distribution.uniform(len(p)))
    hypotheses = (
        Hypothesis("β(t) ≥ 0, that is t ≤ H(p‖q)", lambda x: x.beta >= 0,
                   without=Case(p=W, q=W, psi=W, beta=-1), added=True),
    )  # fmt: skip
    example = Case(p=W, q=W, psi=pmf("0, 1"), beta=1)
    edges: ClassVar[tuple[Edge, ...]] = (
        Edge("β = 0: t = H(p‖q), infimum 0", Case(p=W, q=W, psi=W, beta=0)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, beta=1)),
        Edge("constant reward", Case(p=W, q=COIN, psi=COIN, beta=1)),
        Edge("ψ = T", Case(p=W, q=W, psi=pmf("1/5, 4/5"), beta=1)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), psi=pmf("0, 1, 0"), beta=1)),
    )
    teeth = (
        Variant("the level of the tilt of u", base=lambda p: Distribution.uniform(len(p))),
        Variant("the other set", side=-1),
        Variant("twice the divergence", factor=2),
    )

    def holds(self, x: Case) -> Any:
        level = -AlignedFamily(self.base(x.p), x.q).expected_reward(x.beta)
        family = AlignedFamily(x.p, x.q)
        value, own = self.factor * family.kl(x.beta), -family.expected_reward(x.beta)
        of_psi = h(x.psi, x.q)
        inside = of_psi <= level if self.side > 0 else of_psi >= level
        same = self.base(x.p) == x.p  # then the level is that of the tilt, by definition
        on_level = same if same else equal(own, level, "the tilt is on the level t")
        found = [at_least(kl_divergence(x.psi, x.p), value, "KL(ψ‖p) for ψ in the set")] if inside else []
        return [*found, on_level]

    def certificates(self) -> Any:
        """The witness: p is in D, and the printed infimum is positive."""
        let = [("p", expression(pmf("1/5, 4/5"))), ("u", expression(COIN))]
        level = ["cross_entropy", ["tilt", "p", "u", "1/2"], "p"]
        yield relation(["cross_entropy", "p", "p"], "<", level, let=let), {"precision": "64"}
        yield relation(["kl", ["tilt", "p", "p", "1/2"], "p"], ">", "0", let=let[:1]), {"precision": "64"}

    @witness
    def vacuous(self) -> Case:
        """p = q = ψ = (1/5, 4/5), α(t) = 1/2: p itself is in D, at divergence 0 from p."""
        p = pmf("1/5, 4/5")
        return Case(p=p, q=p, psi=p, beta=Fraction(1, 2))

    @proof
    def projection(self) -> Iterator[Step]:
        """The I-projection on a half space, from the identity of Lemma 2."""
        p, q, psi = families("p q psi")
        (beta,) = symbols("beta")
        tau = tilted(q[y], p[y], beta)
        yield theorem("A-lem2-identity", "with α = β, φ = T(q, p, β), rearranged:")
        yield identity(
            "KL(ψ‖p) = KL(ψ‖T) + KL(T‖p) + β (t − H(ψ‖q)), t = H(T‖q)",
            kl(psi[y], p[y]),
            kl(psi[y], tau)
            + self.factor * kl(tau, p[y])
            + beta * (cross_entropy(tau, q[y]) - cross_entropy(psi[y], q[y])),
            given=[is_pmf(psi)],
        )
        yield theorem(
            "thm:gibbs", "KL(ψ‖T) ≥ 0, and the last term is ≥ 0 on the set: KL(ψ‖p) ≥ KL(T‖p), equal for ψ = T only"
        )

    @search(models(beta=integers(0, 3), also={"psi": "pmf"}, zeros=True))
    def random_laws(self, x: Case) -> Any:
        """Exact: laws in the set against the infimum."""
        return self.holds(x)


class SetsInCaseB(SetsInCaseA):
    id = "A-thm3-b-sets"
    place = "proof of Theorem 3, case (b)"
    title = "The upper bound through the set E"
    statement = "For t ∈ (0, H(q)) the infimum of KL(·‖p) over E = {H(γ‖q) ≥ t} is KL(T(q, p, α(t))‖p)."
    latex = r"\inf_{H(\gamma\|q)\ge t} D(\gamma\|p) = D(T(q,p,\alpha(t))\|p)"
    flaw = (
        "E contains p whenever H(p‖q) ≥ t, and the infimum is 0 (for p = q always, so that D and E are exchanged); and "
        "α(t) is the parameter of another family, as in case (a)."
    )
    corrected = "For H(p‖q) ≤ t < b, where β(t) ≤ 0: the infimum over E is KL(T(q, p, β(t))‖p), attained there only."
    corrected_latex = r"\inf_{H(\gamma\|q)\ge t} D(\gamma\|p) = D(T(q,p,\beta(t))\|p),\quad H(p\|q)\le t<b"
    scope = "every finite K, every p (zeros allowed), every q > 0 on its support, every β(t) ≤ 0"
    printed_proof_uses = ("A-lem8-E", "thm:sanov")

    side = -1
    hypotheses = (
        Hypothesis("β(t) ≤ 0, that is t ≥ H(p‖q)", lambda x: x.beta <= 0,
                   without=Case(p=W, q=W, psi=W, beta=1), added=True),
    )  # fmt: skip
    example = Case(p=W, q=W, psi=pmf("1, 0"), beta=-1)
    edges = (
        Edge("β = 0: t = H(p‖q), infimum 0", Case(p=W, q=W, psi=W, beta=0)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, beta=-1)),
        Edge("constant reward", Case(p=W, q=COIN, psi=COIN, beta=-1)),
        Edge("ψ = T", Case(p=W, q=W, psi=COIN, beta=-1)),
    )
    teeth = (
        Variant("the level of the tilt of u", base=lambda p: Distribution.uniform(len(p))),
        Variant("the other set", side=1),
        Variant("twice the divergence", factor=2),
    )

    def certificates(self) -> Any:
        """The witness: p is in E."""
        let = [("p", expression(W)), ("u", expression(COIN))]
        level = ["cross_entropy", ["tilt", "p", "u", "2"], "p"]
        yield relation(["cross_entropy", "p", "p"], ">", level, let=let), {"precision": "64"}

    @witness
    def vacuous(self) -> Case:
        """p = q = ψ = (1/3, 2/3), α(t) = 2: p itself is in E, at divergence 0 from p."""
        return Case(p=W, q=W, psi=W, beta=2)

    @search(models(beta=integers(-3, 0), also={"psi": "pmf"}, zeros=True))
    def random_laws(self, x: Case) -> Any:
        """Exact: laws in the set against the infimum."""
        return self.holds(x)


class InteriorOfB(Claim):
    id = "A-thm3-a-interior"
    place = "proof of Theorem 3, case (a)"
    title = "Whether B(q, α, 0) lies in the interior of B(q, α, ε)"
    statement = "B(q, α, 0) ⊂ int B(q, α, ε) for every ε > 0, B(q, α, ε) = {φ : 0 ≤ H(T(q, α)‖q) − H(φ‖q) ≤ ε}."
    latex = r"\mathcal B(q,\alpha,0) \subset \operatorname{int} \mathcal B(q,\alpha,\epsilon)"
    flaw = (
        "B is one-sided: points with a slightly larger cross entropy than T(q, α), arbitrarily near, are "
        "outside. For q not "
        "constant no point of B(q, α, 0) is in the interior."
    )
    corrected = (
        "B(q, α, 0) ⊂ cl int B(q, α, ε): moving φ towards the best letter lowers H(φ‖q) strictly. That "
        "is enough for the "
        "lower bound, as KL(·‖p) is continuous for p > 0."
    )
    corrected_latex = (
        r"\mathcal B(q,\alpha,0) \subset \operatorname{cl}\operatorname{int} \mathcal B(q,\alpha,\epsilon)"
    )
    scope = (
        "every finite K, every q > 0 that is not constant, every level c = H(T(q, α)‖q), which is above a, every ε > 0"
    )
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-lem8-B", "thm:sanov")

    def direction(self, q: Distribution) -> Distribution:
        """Towards which law the point is moved."""
        best = max(q.probabilities)
        return q.condition([o for o in q if q[o] == best])

    as_printed = Variant("as printed: in every direction", direction=lambda q: q.condition(
        [o for o in q if q[o] == min(q.probabilities)]))  # fmt: skip
    hypotheses = (
        Hypothesis("c = H(φ‖q) is above the least value a", lambda x: h(x.phi, x.q) > -log(max(x.q.probabilities)),
                   without=Case(q=W, phi=pmf("0, 1"), s=Fraction(1, 9), eps=Fraction(1))),
        Hypothesis("0 < s ≤ 1 and s (c − a) < ε",
                   lambda x: 0 < x.s <= 1 and x.s * (h(x.phi, x.q) + log(max(x.q.probabilities))) < x.eps,
                   without=Case(q=W, phi=pmf("1, 0"), s=Fraction(1), eps=Fraction(1, 3))),
    )  # fmt: skip
    example = Case(q=W, phi=W, s=Fraction(1, 9), eps=Fraction(1))
    edges = (
        Edge("K = 1, constant: B is everything", Case(q=ONE_LETTER, phi=ONE_LETTER, s=Fraction(1, 2), eps=Fraction(1))),
        Edge("φ on the boundary of the simplex", Case(q=W, phi=pmf("1, 0"), s=Fraction(1, 9), eps=Fraction(1))),
        Edge(
            "several best letters",
            Case(q=pmf("1/5, 2/5, 2/5"), phi=pmf("1/5, 2/5, 2/5"), s=Fraction(1, 9), eps=Fraction(1)),
        ),
    )
    teeth = (
        Variant("towards the worst letter", direction=lambda q: q.condition(
            [o for o in q if q[o] == min(q.probabilities)])),
        Variant("no move", direction=lambda q: None),  # noqa: ARG005
    )  # fmt: skip

    def holds(self, x: Case) -> Any:
        target = self.direction(x.q)
        moved = x.phi if target is None else x.phi.mix(target, x.s)
        drop = h(x.phi, x.q) - h(moved, x.q)
        return [less(LogForm.of(0), drop, "the drop of H(φ‖q)"), less(drop, x.eps, "the drop of H(φ‖q)")]

    def certificates(self) -> Any:
        """The witness: a point near q with a larger cross entropy."""
        let = [("q", expression(W))]
        moved = ["vec", str(Fraction(1, 3) + Fraction(1, 100)), str(Fraction(2, 3) - Fraction(1, 100))]
        yield relation(["cross_entropy", moved, "q"], ">", ["cross_entropy", "q", "q"], let=let), {"precision": "64"}

    @witness
    def above_the_level(self) -> Refutation:
        """q = (1/3, 2/3), α = 1, φ = q ∈ B(q, 1, 0): every (1/3 + s, 2/3 − s), s > 0, has a larger cross entropy."""
        case = Case(q=W, phi=W, s=Fraction(1, 9), eps=Fraction(1))
        phi, psi, q = families("phi psi q")
        (s,) = symbols("s")
        target = self.direction(W)
        return Refutation(
            case,
            because=[
                identity(
                    "H((1 − s)φ + sψ‖q) − H(φ‖q) = s (H(ψ‖q) − H(φ‖q))",
                    cross_entropy((1 - s) * phi[y] + s * psi[y], q[y]) - cross_entropy(phi[y], q[y]),
                    s * (cross_entropy(psi[y], q[y]) - cross_entropy(phi[y], q[y])),
                ),
                exact("towards ψ = (1, 0) it grows, for every s > 0", greater(h(target, W), h(W, W), "H(ψ‖q)")),
            ],
        )

    @proof
    def towards_the_best(self) -> Iterator[Step]:
        """H(·‖q) is affine."""
        phi, q = families("phi q")
        s, best = symbols("s q_max")
        target = self.direction(W)
        moved = phi[y] if target is None else (1 - s) * phi[y]
        yield identity(
            "H((1 − s)φ + sδ_best‖q) = (1 − s)H(φ‖q) + s a: the drop is s (c − a), a = −log max q",
            cross_entropy(phi[y], q[y]) - (cross_entropy(moved, q[y]) - s * symbolic_log(best)),
            s * (cross_entropy(phi[y], q[y]) + symbolic_log(best)),
        )
        yield argument(
            "For 0 < s (c − a) < ε the drop is in (0, ε), an open condition: these points are interior "
            "to B(q, α, ε), and"
            " tend to φ as s → 0.",
            tested_by="moves",
        )

    @search(cases(q=pmfs(2), phi=pmfs(2, zeros=True), s=fractions("1/8", 1, 8), eps=fractions("1/2", 4, 4)))
    def moves(self, x: Case) -> Any:
        """Exact."""
        return self.holds(x)


class CaseC(Claim):
    id = "A-thm3-c"
    place = "proof of Theorem 3, case (c)"
    title = "Where the rate function vanishes"
    statement = "At t = H(q): p ∈ B(q, 1, ε), and J(t) = 0."
    latex = r"p\in\mathcal B(q,1,\epsilon),\quad J_0(H(q)) = 0"
    flaw = "p has cross entropy H(p‖q), not H(q): in general p is in no B(q, 1, ε), and J_0(H(q)) > 0."
    corrected = (
        "J_0(t) = 0 exactly at t = H(p‖q), β(t) = 0 (the only β there unless the reward is constant). So "
        "J_0(H(q)) = 0 exactly if H(p‖q) = H(q), for example if p = q."
    )
    corrected_latex = r"J_0(t) = 0 \iff t = H(p\|q)"
    scope = "every finite K, every p (zeros allowed), every q > 0 on its support"
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-lem8-B",)
    proof_uses = ("thm:gibbs", "A-thm3")

    def zero(self, p: Distribution, q: Distribution) -> Any:
        """Where the rate function vanishes."""
        return h(p, q)

    no_tilt = 0
    as_printed = Variant("as printed", zero=lambda p, q: h(q, q))  # noqa: ARG005
    hypotheses = (
        Hypothesis("q is positive on the support of p", lambda x: all(x.q[o] > 0 for o in x.p.support),
                   without=Case(p=COIN, q=pmf("1, 0"))),
    )  # fmt: skip
    example = Case(p=REVERSED, q=W)
    edges = (
        Edge("p = q: as printed", Case(p=W, q=W)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER)),
        Edge("constant reward", Case(p=W, q=COIN)),
        Edge("H(q) outside [a, b]", Case(p=pmf("0, 1, 0"), q=pmf("1/6, 1/3, 1/2"))),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"))),
    )
    teeth = (
        Variant("t = H(q)", zero=lambda p, q: h(q, q)),  # noqa: ARG005
        Variant("t = H(p)", zero=lambda p, q: h(p, p)),  # noqa: ARG005
        Variant("β = 1", no_tilt=1),
    )

    def holds(self, x: Case) -> Any:
        rate = RateFunction(AlignedFamily(x.p, x.q))
        own = LogForm.of(h(x.q, x.q))
        at_zero = rate.at(self.zero(x.p, x.q))
        return [
            equal(at_zero, LogForm.of(0), "J at its zero"),
            same_truth(rate.at(own) == 0, own == h(x.p, x.q), "J(H(q)) = 0 exactly if H(q) = H(p‖q)"),
        ]

    @witness
    def reversed_roles(self) -> Case:
        """p = (2/3, 1/3), q = (1/3, 2/3): J_0(H(q)) = KL(q‖p) = (1/3) log 2."""
        return Case(p=REVERSED, q=W)

    @proof
    def gibbs(self) -> Iterator[Step]:
        """J_0(t) = KL(T‖p) vanishes for T = p only."""
        p, q = families("p q")
        yield theorem("A-thm3", "J_0(t) = KL(T(q, p, β(t))‖p) on (a, b), −log p(best), −log p(worst) at its ends")
        yield identity("T(q, p, 0) = p", tilted(q[y], p[y], self.no_tilt), p[y], given=[is_pmf(p)])
        yield theorem(
            "thm:gibbs",
            "KL(T‖p) = 0 exactly if T = p, and then t = H(T‖q) = H(p‖q); the ends have p(best) < 1, or "
            "the reward is constant",
        )
        yield exact("H(p‖q) = H(q) for p = q", self.holds(Case(p=W, q=W)))

    @search(models(zeros=True, max_size=3), examples=60)
    def random_models(self, x: Case) -> Any:
        """The rate function of the package, exact or enclosed."""
        return self.holds(x)
