"""Key result 2 in closed form: total variation, and the Rényi divergences with their limits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

import sympy

from exactalign.numbers.arithmetic import logarithm, power, total
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    equal,
    greater,
    identity,
    instances,
    less,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import st
from proofs_check.language.steps import Step
from proofs_check.papers.guarantees.common import (
    COIN,
    FINE_CASES,
    ONE_LETTER,
    SYMBOLIC,
    TIED_MODEL,
    best_of_n_models,
    law_of,
    mean_over,
)


class BestOfNTotalVariation(Claim):
    id = "G-bon-tv"
    place = "Key result 2, for total variation"
    title = "The total variation distance of best-of-n"
    statement = "TV(π⁽ⁿ⁾, π_ref) ≤ (1/n)^{1/(n−1)} − (1/n)^{n/(n−1)}, for TV = ½ Σ|π − p|."
    latex = r"\mathrm{TV}(\pi^{(n)},\pi_{\mathrm{ref}}) \le (1/n)^{1/(n-1)} - (1/n)^{n/(n-1)}"
    scope = (
        "every finite π_ref and reward, with ties and zero probabilities; every real n > 1; equality exactly when some "
        "level of the reward has F_k = n^{−1/(n−1)}, such as F_k = 1/2 at n = 2, where the bound is 1/4"
    )
    expected = "argued"
    proof_uses = ("G-bon-f",)
    notes = "At n = 1 the exponent 1/(n − 1) has no value; the distance is 0 there, which is the limit of the bound."
    hypotheses = (Hypothesis("n > 1", lambda x: x.n > 1, without=Case(p=COIN, r=(0, 1), n=1)),)
    example = Case(p=COIN, r=(0, 1), n=2)
    edges = (
        Edge("n = 1", note="the printed formula has no value; both sides tend to 0"),
        Edge("K = 1", Case(p=ONE_LETTER, r=(0,), n=2)),
        Edge("constant reward", Case(p=COIN, r=(1, 1), n=4)),
        Edge("zero probability", Case(p=pmf("1/2, 0, 1/2"), r=(0, 1, 2), n=2)),
        Edge("non-integer n", Case(p=pmf("1/3, 2/3"), r=(0, 1), n=Fraction(5, 2))),
    )
    teeth = (
        Variant("without the ½", half=Fraction(1)),
        Variant("strict for every n > 1", attained=lambda x: False),  # noqa: ARG005
        Variant(
            "the bound for Σ|π − p|", value=lambda n, power: 2 * (power(1 / n, 1 / (n - 1)) - power(1 / n, n / (n - 1)))
        ),
        Variant("the exponents 1/n and 1", value=lambda n, power: power(1 / n, 1 / n) - 1 / n),
    )
    half: ClassVar[Fraction] = Fraction(1, 2)

    def value(self, n: Any, power: Any) -> Any:
        """The closed form."""
        return power(1 / n, 1 / (n - 1)) - power(1 / n, n / (n - 1))

    def attained(self, x: Case) -> bool:
        """Whether a level ends at the quantile where the density of best-of-n is 1."""
        n = Fraction(x.n)
        return any(equal(mass, power(1 / n, 1 / (n - 1))).decide() for mass in law_of(x).cumulative[1:])

    def distance(self, x: Case) -> Any:
        """½ Σ|π − p| over the levels."""
        law = law_of(x)
        changes = [gain - mass for gain, mass in zip(law.best_of_n(x.n), law.masses, strict=True)]
        return self.half * total(-change if change < 0 else change for change in changes)

    def holds(self, x: Case) -> Any:
        return (equal if self.attained(x) else less)(self.distance(x), self.value(Fraction(x.n), power))

    @proof
    def integral(self) -> Iterator[Step]:
        """f = ½|x − 1|; h(u) = n u^{n−1} is below 1 up to u₀ = n^{−1/(n−1)}. Here n = m + 1."""
        m, u = symbols("m u")
        n = m + 1
        turn = n ** (-1 / m)
        yield theorem(
            "G-bon-f", "the bound, with f = ½|x − 1|; equality exactly when no level has 1 inside the range of h"
        )
        yield identity("h(u₀) = 1", n * turn**m, 1)
        yield argument("h increases, so 1 − h is positive before u₀ and negative after it.", tested_by="sharp")
        yield identity("1 − h is the derivative of u − uⁿ, which is 0 at 0 and at 1: ½∫|1 − h| = u₀ − u₀ⁿ",
                       sympy.diff(u - u**n, u), 1 - n * u**m)  # fmt: skip
        yield identity(
            "that is 2·½ times the closed form", turn - turn**n, 2 * self.half * self.value(n, SYMBOLIC.power)
        )

    @search(best_of_n_models(), examples=60)
    def finite_models(self, x: Case) -> Any:
        """Both sides at integer n, with the equality cases."""
        return self.holds(x)

    @instances(FINE_CASES)
    def sharp(self, x: Case) -> Any:
        """With 64 equally likely rewards the distance is within 1/100 of the bound."""
        return less(self.value(Fraction(x.n), power) - Fraction(1, 100), self.distance(x))

    @instances(
        [
            Case(p=COIN, r=(0, 1), n=2),
            Case(p=pmf("1/2, 1/4, 1/4"), r=(0, 1, 2), n=2),
            Case(p=pmf("4/9, 5/9"), r=(0, 1), n=Fraction(3, 2)),
        ]
    )
    def equality_cases(self, x: Case) -> Any:
        """The bound is attained on a finite alphabet: 1/4 at n = 2, 4/27 at n = 3/2."""
        return same_truth(equal(self.distance(x), self.value(Fraction(x.n), power)), self.attained(x))

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        coin = ["vec", "1/2", "1/2"]
        policy = ["best_of_n", coin, ["vec", "1", "2"], "2"]
        yield relation(["sum", ["*", ["vec", "0", "1"], ["-", policy, coin]]], "=", "1/4"), {"precision": "64"}


class BestOfNRenyi(Claim):
    id = "G-bon-renyi"
    place = "Key result 2, for Rényi divergences"
    title = "The Rényi divergences of best-of-n"
    statement = (
        "D_a(π⁽ⁿ⁾‖π_ref) ≤ (1/(a − 1)) log(n^a/(a(n − 1) + 1)); the bound tends to log n − (n − 1)/n for a → 1 and to "
        "log n for a → ∞."
    )
    latex = r"D_a(\pi^{(n)}\|\pi_{\mathrm{ref}}) \le \frac{1}{a-1}\log\frac{n^a}{a(n-1)+1}"
    scope = (
        "every finite π_ref and reward, with ties and zero probabilities; every real n ≥ 1; every real order a > 0, a "
        "≠ 1; equality for n = 1 only; the inequality is reversed for −1/(n − 1) < a < 0"
    )
    expected = "argued"
    proof_uses = ("G-bon-f", "G-bon-kl")
    hypotheses = (
        Hypothesis("n ≥ 1", lambda x: x.n >= 1, without=Case(p=COIN, r=(0, 1), n=Fraction(1, 2), a=Fraction(2))),
        Hypothesis("a > 0", lambda x: x.a > 0, without=Case(p=COIN, r=(0, 1), n=2, a=Fraction(-1, 2))),
        Hypothesis("a ≠ 1", lambda x: x.a != 1, without=Case(p=COIN, r=(0, 1), n=2, a=Fraction(1))),
    )
    example = Case(p=COIN, r=(0, 1), n=2, a=Fraction(2))
    edges = (
        Edge("n = 1: both sides are 0", Case(p=COIN, r=(0, 1), n=1, a=Fraction(2))),
        Edge("K = 1", Case(p=ONE_LETTER, r=(0,), n=2, a=Fraction(3))),
        Edge("constant reward", Case(p=COIN, r=(1, 1), n=2, a=Fraction(1, 2))),
        Edge("zero probability", Case(p=pmf("1/2, 0, 1/2"), r=(0, 1, 2), n=2, a=Fraction(2))),
        Edge("non-integer n and a", Case(p=COIN, r=(0, 1), n=Fraction(5, 2), a=Fraction(3, 2))),
        Edge("a = 1", note="the limit, log n − (n − 1)/n, is the bound on KL"),
        Edge("a → ∞", note="the limit, log n, bounds log max π/p, since w_L = (1 − F_{L−1}ⁿ)/(1 − F_{L−1}) < n"),
    )
    teeth = (
        Variant("a n − 1 + 1 in the denominator", moment_divisor=lambda n, a: a * n - 1 + 1),
        Variant("the reversed inequality", relation=greater),
    )
    relation: ClassVar[Any] = staticmethod(less)

    def moment_divisor(self, n: Any, a: Any) -> Any:
        """∫ h(u)^a du is n^a over this."""
        return a * (n - 1) + 1

    def value(self, n: Any, a: Any, log: Any) -> Any:
        """The closed form, multiplied by a − 1."""
        return a * log(n) - log(self.moment_divisor(n, a))

    def bound(self, x: Case) -> Any:
        """The closed form at an instance."""
        return self.value(Fraction(x.n), x.a, logarithm) / (x.a - 1)

    def divergence(self, x: Case) -> Any:
        """(1/(a − 1)) log Σ p w^a."""
        law = law_of(x)
        return logarithm(mean_over(law.masses, [power(w, x.a) for w in law.ratios(x.n)])) / (x.a - 1)

    def holds(self, x: Case) -> Any:
        return (self.relation if x.n > 1 else equal)(self.divergence(x), self.bound(x))

    @proof
    def integral(self) -> Iterator[Step]:
        """The power x^a is strictly convex for a > 1 and strictly concave for 0 < a < 1."""
        n, u, a = symbols("n u a")
        divisor = self.moment_divisor(n, a)
        yield theorem(
            "G-bon-f", "with f = x^a − 1 for a > 1, f = 1 − x^a for a < 1: strict for n > 1, as (a − 1)f keeps its sign"
        )
        yield identity("the antiderivative of h^a", sympy.diff(n**a * u**divisor / divisor, u), (n * u ** (n - 1)) ** a)
        yield argument(
            "As u^{a(n−1)+1} → 0 for u → 0, ∫h^a = n^a/(a(n − 1) + 1); log/(a − 1) decreases for a < 1 and increases "
            "for a > 1.",
            tested_by=("finite_models", "limits"),
        )
        yield identity("at a = 1 the numerator of the bound is 0", self.value(n, 1, sympy.log), 0)
        yield theorem("G-bon-kl", "log n − (n − 1)/n bounds KL")
        yield identity(
            "it is the derivative of the numerator at a = 1: the limit of the bound for a → 1",
            sympy.diff(self.value(n, a, sympy.log), a).subs(a, 1),
            sympy.log(n) - (n - 1) / n,
        )
        yield identity(
            "the bound is log n, less a remainder",
            self.value(n, a, sympy.log) / (a - 1),
            sympy.log(n) + (sympy.log(n) - sympy.log(a * (n - 1) + 1)) / (a - 1),
        )
        yield argument("The remainder tends to 0 for a → ∞: logarithms grow slower than a.", tested_by="limits")

    @search(
        best_of_n_models(a=st.sampled_from([Fraction(2), Fraction(3), Fraction(1, 2), Fraction(3, 2), Fraction(1, 3)])),
        examples=60,
    )
    def finite_models(self, x: Case) -> Any:
        """Both sides, exactly or by enclosures."""
        return self.holds(x)

    @instances([Case(p=COIN, r=(0, 1), n=n, a=Fraction(1001, 1000)) for n in (2, 4, Fraction(5, 2))])
    def limits(self, x: Case) -> Any:
        """The bound increases in a: within 1/100 of that of KL near a = 1, of log n at a = 10⁴."""
        n = Fraction(x.n)
        kl, below = log_form(n), x.but(a=2 - x.a)
        high = x.but(a=Fraction(10**4))
        return [
            less(self.bound(below), kl),
            less(kl, self.bound(x)),
            less(self.bound(x) - Fraction(1, 100), self.bound(below)),
            less(self.bound(high), logarithm(n)),
            less(logarithm(n) - Fraction(1, 100), self.bound(high)),
        ]

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield (
            relation(["log", ["sum", ["/", ["*", "pi", "pi"], "p"]]], "<", ["log", "9/5"], let=TIED_MODEL),
            {"precision": "64"},
        )


def log_form(n: Fraction) -> Any:
    """log n − (n − 1)/n."""
    return logarithm(n) - (n - 1) / n
