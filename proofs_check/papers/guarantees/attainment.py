"""How tight the √KL law is: closed forms of the smallest proxy, and the policies that reach the bound."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy
from hypothesis import strategies as st

from exactalign import Distribution, kl_divergence, log
from exactalign.theory import RewardLaw
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
    less,
    pmf,
    proof,
    proportional,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import exp, sqrt, symbols
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import pmfs
from proofs_check.formula import KL, E, both, function, iff, sub_gaussian, tilt_by
from proofs_check.formula import exp as exponential
from proofs_check.formula import sqrt as root
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.proxies import dominated, gain_of, law_of, proxy_parts, within
from proofs_check.papers.models import COIN, ONE_LETTER


@st.composite
def outer_masses(draw: Any, /) -> Case:
    """a ≥ c ≥ 1, b with b² ≤ 16ac, and z."""
    c = draw(st.integers(1, 4))
    a = draw(st.integers(c, 9))
    b = draw(st.integers(0, max(k for k in range(40) if k * k <= 16 * a * c)))
    z = draw(st.sampled_from([Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(7), Fraction(1, 5)]))
    return Case(a=a, b=b, c=c, z=z)


class SmallestProxy(Claim):
    id = "G-proxy"
    place = "Mechanism 1: the variance proxy"
    title = "The smallest variance proxy of two, and of three equally spaced rewards"
    statement = (
        "Three rewards h apart, of probabilities a, b, c with b² ≤ 16ac, have σ² = 2h²(a − c)/log(a/c); two rewards s"
        " apart, of probabilities 1 − p and p, have σ² = s²(1 − 2p)/(2 log((1−p)/p)) (Kearns and Saul)."
    )
    latex = (
        r"\sigma^2 = \frac{2h^2(a-c)}{\log(a/c)}\ (b^2 \le 16ac), \qquad"
        r" \sigma^2 = \frac{s^2(1-2p)}{2\log\frac{1-p}{p}}"
    )
    scope = (
        "every a ≥ c > 0 and b ≥ 0 with b² ≤ 16ac (a < c: mirrored; a = c: the limit 2h²a); two rewards are b = 0,"
        " s = 2h. For a > c it is the upper proxy, attained at λ* = log(a/c)/h only, where the tilt is (c, b, a)"
    )
    expected = "argued"
    proof_uses = ("thm:bernoulli",)
    notes = (
        "Rewards 0, h, 2h with h = 1; the general h scales. For b² > 16ac it is a critical value, which may or may"
        " not be the maximum."
    )

    hypotheses = (
        Hypothesis("a ≥ c > 0", lambda x: x.a >= x.c > 0, untried="a level is missing, or the mirror image is meant"),
        Hypothesis("b² ≤ 16ac", lambda x: x.b**2 <= 16 * x.a * x.c, without=Case(a=2, b=9, c=1, z=Fraction(20))),
        Hypothesis("z = e^λ > 0, z ≠ 1", lambda x: x.z > 0 and x.z != 1, untried="λ = 0 is a limit, the variance"),
    )
    example = Case(a=3, b=1, c=1, z=Fraction(2))
    edges = (
        Edge("two levels: b = 0", Case(a=4, b=0, c=1, z=Fraction(2))),
        Edge("a = c", Case(a=1, b=4, c=1, z=Fraction(2))),
        Edge("b² = 16ac", Case(a=4, b=8, c=1, z=Fraction(3))),
        Edge("λ < 0", Case(a=4, b=3, c=1, z=Fraction(1, 2))),
        Edge("the maximiser λ* = log(a/c)", Case(a=4, b=3, c=1, z=Fraction(4))),
    )
    teeth = (
        Variant("the variance", top=lambda a, b, c: a + c - (a - c) ** 2 / (a + b + c), logarithm=False),
        Variant("half of it", top=lambda a, b, c: a - c),  # noqa: ARG005
        Variant("a + c for a − c", top=lambda a, b, c: 2 * (a + c)),  # noqa: ARG005
    )
    logarithm = True

    def top(self, a: Any, b: Any, c: Any) -> Any:  # noqa: ARG002 (a variant uses b)
        """The top of σ² for h = 1; the bottom is log(a/c)."""
        return 2 * (a - c)

    def holds(self, x: Case) -> Answer:
        total = x.a + x.b + x.c
        a, b, c = (Fraction(v) / total for v in (x.a, x.b, x.c))
        top: Any
        bottom: Any
        if a == c:
            top, bottom = 2 * a, Fraction(1)
        else:
            top, bottom = self.top(a, b, c), log(a / c) if self.logarithm else Fraction(1)
        found = []
        if a != c:
            best = log(a / c)
            twice = 2 * (log(a + b * (a / c) + c * (a / c) ** 2) - (b + 2 * c) * best)
            sides = (twice, best * top) if bottom == best else (twice * bottom, (best * best) * top)
            found.append(equal(*sides, "2ψ(λ*) = σ²λ*², up to the common factor"))
        if x.z != a / c:
            lam = log(x.z)
            twice = 2 * (log(a + b * x.z + c * x.z**2) - (b + 2 * c) * lam)
            found.append(less(twice * bottom, lam * lam * top, "2ψ(λ) < σ²λ²"))
        return found

    @proof
    def even_in_the_middle(self) -> Iterator[Step]:
        """At λ = L/2 + t, L = log(a/c), the difference σ²λ²/2 − ψ(λ) is an even function of t, convex in t²."""
        a, b, c, t, q, w, level = symbols("a b c t q w M")
        big = symbolic_log(a) - symbolic_log(c)
        kappa = self.top(a, b, c) / big
        root = sqrt(a * c)
        lam = big / 2 + symbolic_log(w)
        middle = level - root * (w + 1 / w)
        yield identity(
            "rewards −1, 0, 1; w = e^t, M = b + 2√(ac) cosh t > 0: σ²λ²/2 − ψ(λ) = σ²(t² + L²/4)/2 − (a − c)L/2 − log M"
            " =: d(t)",
            kappa * lam**2 / 2 - symbolic_log(a * exp(-lam) + middle + c * exp(lam)) - lam * (a - c),
            kappa * (symbolic_log(w) ** 2 + big**2 / 4) / 2 - (a - c) * big / 2 - symbolic_log(level),
        )
        yield identity(
            "d = 0 at λ = 0, that is at t = −L/2, when M is a + b + c = 1",
            kappa * (big**2 / 4 + big**2 / 4) / 2,
            (a - c) * big / 2,
        )
        yield identity("as it is there", b + root * (exp(big / 2) + exp(-big / 2)), a + b + c)
        yield identity(
            "d′ = 0 there: σ²L/2 = a − c, and √(ac)(e^{L/2} − e^{−L/2}) = a − c",
            kappa * big / 2,
            root * (exp(big / 2) - exp(-big / 2)),
        )
        cosh, sinh = (exp(t) + exp(-t)) / 2, (exp(t) - exp(-t)) / 2
        yield identity(
            "with q = 2√(ac)/(b + 2√(ac)) ≥ 1/3 (as b ≤ 4√(ac)): (1 − q + q cosh t)/sinh t ="
            " (2 + cosh t)/(3 sinh t) + (q − 1/3) tanh(t/2)",
            (1 - q + q * cosh) / sinh,
            (2 + cosh) / (3 * sinh) + (q - sympy.Rational(1, 3)) * (exp(t) - 1) / (exp(t) + 1),
            given=[],
        )
        yield identity(
            "(t(2 + cosh t)/sinh t)′ sinh² t = 2 sinh t + ½ sinh 2t − 2t cosh t − t",
            sympy.diff(t * (2 + cosh) / sinh, t) * sinh**2,
            2 * sinh + (exp(2 * t) - exp(-2 * t)) / 4 - 2 * t * cosh - t,
        )
        yield theorem(
            "thm:bernoulli", "4^{k−1} ≥ 1 + 3(k − 1) ≥ k: no term of its series Σ (4^k − 4k) t^{2k+1}/(2k + 1)! is < 0"
        )
        yield argument(
            "So t(1 − q + q cosh t)/sinh t increases strictly for t > 0 (t tanh(t/2) does): the derivative of log(b +"
            " 2√(ac) cosh t) by t² decreases strictly, and d is strictly convex in t². With value and slope 0 at t² ="
            " L²/4, d > 0 but at t = ±L/2, that is at λ = 0 and λ = L. a = c: the same with L = 0, σ² = 2a.",
            tested_by="tilts",
        )

    @instances(
        [
            Case(a=4, b=0, c=1, z=Fraction(5)),
            Case(a=4, b=3, c=1, z=Fraction(5)),
            Case(a=4, b=8, c=1, z=Fraction(3)),
            Case(a=1, b=4, c=1, z=Fraction(2)),
        ]
    )  # fmt: skip
    def given_laws(self, x: Case) -> Answer:
        """Equality at λ* in log forms, and a strict bound next to it."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        """2ψ(λ*) = 2(a − c)λ* at λ* = log(a/c), for (4, 3, 1)/8 and for two levels."""
        for weights in ((4, 3, 1), (4, 0, 1)):
            a, b, c = (Fraction(w, sum(weights)) for w in weights)
            z = a / c
            moment = ["log", ["+", str(a), ["*", str(b), str(z)], ["*", str(c), str(z * z)]]]
            centred = ["-", moment, ["*", str(b + 2 * c), ["log", str(z)]]]
            right = ["*", str(self.top(a, b, c)), ["log", str(z)]]
            yield relation(["*", "2", centred], "=", right), {"precision": "64"}

    @search(outer_masses, examples=60)
    def tilts(self, x: Case) -> Answer:
        """2ψ(λ) against σ²λ² at λ = log z, and equality at λ* in log forms."""
        return self.holds(x)


@st.composite
def lattice_models(draw: Any, /) -> Case:
    """Two levels, or three equally spaced ones with b² ≤ 16ac; π is often the mirror image of p."""
    size = draw(st.integers(1, 3))
    p = draw(pmfs(size))
    if size == 3 and p[1] ** 2 > 16 * p[0] * p[2]:
        p = proportional(p.weights[0], 1, p.weights[2])
    mirror = Distribution.from_weights(p.weights[::-1])
    return Case(p=p, r=tuple(range(size)), pi=draw(st.one_of(st.just(mirror), pmfs(size, zeros=True))))


def _gain(f: Term) -> Term:
    """What the policy gains over the reference, in a reward."""
    return E(v.pi, f) - E(v.p, f)


class Attained(Assertion):
    id = "G-limit"
    place = "Key result 1: “no alignment algorithm can surpass” the law"
    title = "The √KL law is a limit, and which policies reach it"
    statement = (
        "No policy improves the reward by more than √(2σ²KL); a policy reaches it exactly when it is the tilt p_λ,"
        " λ = improvement/σ², and the moment generating function reaches its Gaussian bound there, ψ(λ) = λ²σ²/2."
    )
    asserts = Statement(
        both(
            _gain(v.r) <= root(2 * v.proxy * KL(v.pi, v.p)),
            iff(
                _gain(v.r) == root(2 * v.proxy * KL(v.pi, v.p)),
                both(
                    v.pi == tilt_by(v.r, v.p, _gain(v.r) / v.proxy),
                    E(v.p, function(v.y, exponential(_gain(v.r) / v.proxy * (v.r(v.y) - E(v.p, v.r)))))
                    == exponential(_gain(v.r) * _gain(v.r) / (2 * v.proxy)),
                ),
            ),
        ),
        given=(v.proxy > 0, sub_gaussian(v.p, v.r, v.proxy), E(v.p, v.r) <= E(v.pi, v.r)),
    )
    formal = "transport_reached"
    expected = "formal"
    statement_uses = ("G-transport-kl",)
    notes = "Within a budget B nobody gains more than √(2σ²B): theorem transport_budget. Models: G-limit-mirror."


class WhoAttains(Claim):
    id = "G-limit-mirror"
    place = "Key result 1: “no alignment algorithm can surpass” the law"
    title = "The upper proxy is reached between mirror images"
    statement = (
        "No policy improves the reward by more than √(2σ²KL); a policy reaches it (with an improvement > 0) exactly"
        " when it is a tilt p_λ, λ > 0, at which 2ψ(λ)/λ² has its maximum σ²."
    )
    latex = (
        r"E_\pi r - E_p r \le \sqrt{2\sigma_+^2\mathrm{KL}(\pi\|p)},\ \text{with equality} > 0 \iff"
        r" \pi = p_\lambda,\ \lambda > 0,\ \frac{2\psi(\lambda)}{\lambda^2} = \sigma_+^2"
    )
    scope = (
        "every finite alphabet, p, r not constant on supp p (a constant r never improves), and π ≪ p, σ² the upper"
        " proxy. For two rewards (the better one the rarer), and"
        " three equally spaced ones with a > c and b² ≤ 16ac, that is one policy: the mirror image of p"
    )
    expected = "argued"
    statement_uses = ("G-transport-kl", "G-proxy")
    proof_uses = ("G-transport-kl", "G-transport-dv", "G-proxy")
    notes = (
        "So on a finite model the law is reached at finitely many budgets at most (2ψ/λ² is analytic and not"
        " constant), and beyond −log p(best) the reward saturates. A Gaussian reward reaches it at every tilt. When"
        " the maximum is the limit at λ → 0 (σ² is the variance), no policy reaches it, and tilts come as near as one"
        " likes. The constant σ² cannot be lowered (G-transport-kl)."
    )

    hypotheses = (
        Hypothesis("π ≪ p", dominated, without=Case(p=pmf("1, 0"), r=(0, 1), pi=pmf("0, 1"))),
        Hypothesis(
            "at instances: one to three equally spaced rewards with b² ≤ 16ac, where the maximiser is known",
            lambda x: len(x.p) < 3 or x.p[1] ** 2 <= 16 * x.p[0] * x.p[2],
            without=Case(p=pmf("1/6, 3/4, 1/12"), r=(0, 1, 2), pi=pmf("1/12, 3/4, 1/6")),
        ),
    )
    example = Case(p=pmf("4/5, 1/5"), r=(0, 1), pi=pmf("1/5, 4/5"))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, r=(0,), pi=ONE_LETTER)),
        Edge("KL = 0", Case(p=pmf("4/5, 1/5"), r=(0, 1), pi=pmf("4/5, 1/5"))),
        Edge("p = 1/2: reached by no policy", Case(p=COIN, r=(0, 1), pi=pmf("49/100, 51/100"))),
        Edge("p > 1/2: reached by no policy", Case(p=pmf("1/5, 4/5"), r=(0, 1), pi=pmf("0, 1"))),
        Edge("constant reward", Case(p=COIN, r=(1, 1), pi=pmf("1/5, 4/5"))),
        Edge("zero probability in π", Case(p=pmf("4/5, 1/5"), r=(0, 1), pi=pmf("0, 1"))),
        Edge("Δ ≥ Δ_max", note="the improvement stays max r − E_p r, the bound grows on"),
    )
    teeth = (
        Variant("reached by no policy", attains=lambda x, law: False),  # noqa: ARG005
        Variant("reached by every policy that improves", attains=lambda x, law: True),  # noqa: ARG005
        Variant("a constant 1", constant=1),
    )
    constant: Any = 2

    def attains(self, x: Case, law: RewardLaw) -> bool:
        """Whether π is the tilt at the maximiser: the mirror image of p, when that gains."""
        return is_mirror(x.pi, law) and law.masses[0] > law.masses[-1]

    def holds(self, x: Case) -> Answer:
        law, gain = law_of(x.p, x.r), gain_of(x.pi, x.p, x.r)
        bound = within(gain, self.constant, proxy_parts(law), kl_divergence(x.pi, x.p), "E_π r − E_p r")
        if gain <= 0:
            return bound
        return (equal if self.attains(x, law) else less)(bound.left, bound.right, bound.label)

    @proof
    def equality(self) -> Iterator[Step]:
        """Equality in both inequalities of the proof of the √KL law."""
        d, s, lam, psi, slope = symbols("D s lam psi slope")
        yield theorem("G-transport-kl", "the bound; put λ = √(2KL/σ²) > 0 when the improvement is > 0")
        best = sqrt(2 * d / s)
        yield identity(
            "if the improvement is √(2σ²KL), then λ·improvement = KL + λ²σ²/2",
            best * sqrt(self.constant * s * d),
            d + best**2 * s / 2,
        )
        yield theorem(
            "G-transport-dv",
            "and KL + λ²σ²/2 ≥ KL + ψ(λ) ≥ λ·improvement: so ψ(λ) = λ²σ²/2, and π = p_λ, the only case of equality",
        )
        proxy = psi - s * lam**2 / 2
        flat = 2 * slope / lam**2 - 4 * psi / lam**3
        yield identity(
            "conversely, where 2ψ/λ² = σ² is the maximum over λ > 0, its derivative 2ψ′/λ² − 4ψ/λ³ is 0: the"
            " improvement ψ′ of p_λ is σ²λ",
            slope,
            s * lam,
            given=[proxy, flat],
        )
        yield identity(
            "and twice KL(p_λ‖p) = λψ′ − ψ is σ²λ², so √(2σ²KL) = σ²λ",
            self.constant * (lam * slope - psi),
            s * lam**2,
            given=[proxy, flat],
        )

    @proof
    def mirror_images(self) -> Iterator[Step]:
        """Two and three levels: the mirror image reaches the bound, for all probabilities."""
        p, a, b, c = symbols("p a b c")
        odds = symbolic_log(1 - p) - symbolic_log(p)
        yield theorem("G-proxy", "σ² and the only maximiser; its tilt is the mirror image")
        yield identity(
            "two rewards: (1 − 2p)² = 2·(1 − 2p)/(2 log((1−p)/p))·KL(mirror image‖p)",
            (1 - 2 * p) ** 2,
            self.constant * (1 - 2 * p) / (2 * odds) * ((1 - p) * odds - p * odds),
        )
        odds = symbolic_log(a) - symbolic_log(c)
        yield identity(
            "three rewards: ((b + 2a) − (b + 2c))² = 2·2(a − c)/log(a/c)·KL((c, b, a)‖(a, b, c))",
            ((b + 2 * a) - (b + 2 * c)) ** 2,
            self.constant * 2 * (a - c) / odds * (a * odds - c * odds),
        )
        (e,) = symbols("e")
        yield identity(
            "that tilt, at e^λ = a/c with rewards −1, 0, 1, takes (a, b, c) to a e^{−λ} = c, b, c e^λ = a",
            a / e,
            c,
            given=[c * e - a],
        )

    @instances(
        [
            Case(p=pmf("4/5, 1/5"), r=(0, 1), pi=pmf("1/5, 4/5")),
            Case(p=pmf("4/5, 1/5"), r=(0, 1), pi=pmf("0, 1")),
            Case(p=pmf("1/2, 3/8, 1/8"), r=(0, 1, 2), pi=pmf("1/8, 3/8, 1/2")),
            Case(p=pmf("1/5, 4/5"), r=(0, 1), pi=pmf("1/10, 9/10")),
        ]
    )  # fmt: skip
    def given_models(self, x: Case) -> Answer:
        """3/5 = √(2σ²KL) for (4/5, 1/5) → (1/5, 4/5), and ¾ for three levels: in log forms."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        """(E_π r − E_p r)² = 2σ²KL(π‖p) at two mirror images, times the bottom of σ²."""
        for text in ("4/5, 1/5", "1/2, 3/8, 1/8"):
            p = pmf(text)
            x = Case(p=p, r=tuple(range(len(p))), pi=Distribution.from_weights(p.weights[::-1]))
            law, gain = law_of(x.p, x.r), gain_of(x.pi, x.p, x.r)
            top, bottom = proxy_parts(law)
            names = [("p", expression(x.p)), ("q", expression(x.pi))]
            spent = ["sum", ["*", "q", ["log", ["/", "q", "p"]]]]
            left = ["*", str(gain**2), expression(bottom)]
            yield relation(left, "=", ["*", str(2 * top), spent], let=names), {"precision": "64"}

    @search(lattice_models, examples=60)
    def small_models(self, x: Case) -> Answer:
        """Equality at the mirror image, and nowhere else."""
        return self.holds(x)


def is_mirror(policy: Distribution, law: RewardLaw) -> bool:
    """Whether a policy gives the levels the masses of the reference in the opposite order."""
    return law.policy_masses(policy) == law.masses[::-1]
