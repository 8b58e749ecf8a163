"""Key result 2 in closed form: KL, reverse KL, χ² and Hellinger divergences of best-of-n."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

import sympy

from proofs_check import (
    Case,
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
    search,
    theorem,
)
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.certify import relation
from proofs_check.language.steps import Step
from proofs_check.papers.guarantees.common import (
    COIN,
    FINE_CASES,
    NUMERIC,
    ONE_LETTER,
    SYMBOLIC,
    TIED_MODEL,
    Functions,
    best_of_n_models,
    law_of,
    mean_over,
)

SCOPE = "every finite π_ref and reward, with ties and zero probabilities; every real n ≥ 1; equality for n = 1 only"


def root(x: Any, by: Functions) -> Any:
    """√x."""
    return by.power(x, sympy.Rational(1, 2) if by is SYMBOLIC else Fraction(1, 2))


class ClosedForm(Claim):
    """D_f(π⁽ⁿ⁾‖π_ref) ≤ ∫ f(n u^{n−1}) du, strictly for n > 1, with the integral in closed form."""

    expected = "argued"
    proof_uses = ("G-bon-f",)
    hypotheses = (Hypothesis("n ≥ 1", lambda x: x.n >= 1, without=Case(p=COIN, r=(0, 1), n=Fraction(1, 2))),)
    example = Case(p=COIN, r=(0, 1), n=2)
    edges = (
        Edge("n = 1: both sides are 0", Case(p=COIN, r=(0, 1), n=1)),
        Edge("K = 1", Case(p=ONE_LETTER, r=(0,), n=2)),
        Edge("constant reward: the policy is the reference", Case(p=COIN, r=(1, 1), n=4)),
        Edge("ties", Case(p=pmf("1/2, 1/4, 1/4"), r=(0, 1, 1), n=3)),
        Edge("zero probability", Case(p=pmf("1/2, 0, 1/2"), r=(0, 1, 2), n=2)),
        Edge("non-integer n", Case(p=COIN, r=(0, 1), n=Fraction(5, 2))),
    )
    generator_words: ClassVar[str]

    def value(self, n: Any, by: Functions) -> Any:
        """The closed form."""
        raise NotImplementedError

    def generator(self, x: Any, by: Functions) -> Any:
        """f(x)."""
        raise NotImplementedError

    def antiderivative(self, n: Any, u: Any) -> Any:
        """An antiderivative of f(n u^{n−1}) that vanishes at u → 0."""
        raise NotImplementedError

    def divergence(self, x: Case) -> Any:
        """Σ p f(w) over the levels, for the ratios w = π⁽ⁿ⁾/π_ref."""
        law = law_of(x)
        return mean_over(law.masses, [self.generator(w, NUMERIC) for w in law.ratios(x.n)])

    def closed_form(self, x: Case) -> Any:
        """The closed form at an instance."""
        return self.value(Fraction(x.n), NUMERIC)

    def holds(self, x: Case) -> Any:
        return (less if x.n > 1 else equal)(self.divergence(x), self.closed_form(x))

    @proof
    def integral(self) -> Iterator[Step]:
        """The bound for every f-divergence, integrated for real n."""
        n, u = symbols("n u")
        yield theorem("G-bon-f", f"the bound, with {self.generator_words}, strictly convex: strict for n > 1")
        yield identity(
            "the antiderivative has the derivative f(n u^{n−1})",
            sympy.diff(self.antiderivative(n, u), u),
            sympy.expand_log(self.generator(n * u ** (n - 1), SYMBOLIC)),
        )
        yield argument(
            "At u → 0 the antiderivative vanishes: each term has a factor u^c or u^c log u, c > 0.", tested_by="sharp"
        )
        yield identity(
            "at u = 1 it is the closed form", self.antiderivative(n, sympy.Integer(1)), self.value(n, SYMBOLIC)
        )

    @search(best_of_n_models(), examples=60)
    def finite_models(self, x: Case) -> Any:
        """Both sides at integer n, decided."""
        return self.holds(x)

    @instances(FINE_CASES)
    def sharp(self, x: Case) -> Any:
        """With 64 equally likely rewards the bound is strict, but by less than 1/20."""
        found = self.divergence(x)
        return [less(found, self.closed_form(x)), less(self.closed_form(x) - Fraction(1, 20), found)]


class BestOfNKl(ClosedForm):
    id = "G-bon-kl"
    place = "Key result 2, Mechanism 2"
    title = "The KL divergence of best-of-n"
    statement = "KL(π⁽ⁿ⁾‖π_ref) ≤ log n − (n − 1)/n."
    latex = r"\mathrm{KL}(\pi^{(n)}\|\pi_{\mathrm{ref}}) \le \log n - \frac{n-1}{n}"
    scope = f"{SCOPE}; no assumption that the reward is one-to-one or has a stochastic inverse"
    printed_proof_uses = ("G-renyi-rep",)
    generator_words = "f = x log x"
    teeth = (
        Variant("log n − 1", value=lambda n, by: by.log(n) - 1),
        Variant("n + 1 in the denominator", value=lambda n, by: by.log(n) - (n - 1) / (n + 1)),
        Variant("half of log n", value=lambda n, by: by.log(n) / 2 - (n - 1) / (2 * n)),
    )

    def value(self, n: Any, by: Functions) -> Any:
        return by.log(n) - (n - 1) / n

    def generator(self, x: Any, by: Functions) -> Any:
        return x * by.log(x)

    def antiderivative(self, n: Any, u: Any) -> Any:
        return u**n * sympy.log(n) + (n - 1) * (u**n * sympy.log(u) - u**n / n)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(["kl", "pi", "p"], "<", ["-", ["log", "3"], "2/3"], let=TIED_MODEL), {"precision": "64"}


class BestOfNReverseKl(ClosedForm):
    id = "G-bon-kl-rev"
    place = "Key result 2, for the reverse divergence"
    title = "The reverse KL divergence of best-of-n"
    statement = "KL(π_ref‖π⁽ⁿ⁾) ≤ n − 1 − log n."
    latex = r"\mathrm{KL}(\pi_{\mathrm{ref}}\|\pi^{(n)}) \le n - 1 - \log n"
    scope = f"{SCOPE}; the value itself for a reward without atoms"
    generator_words = "f = −log x"
    teeth = (
        Variant("the forward bound", value=lambda n, by: by.log(n) - (n - 1) / n),
        Variant("n for n − 1", value=lambda n, by: n - by.log(n)),
    )

    def value(self, n: Any, by: Functions) -> Any:
        return n - 1 - by.log(n)

    def generator(self, x: Any, by: Functions) -> Any:
        return -by.log(x)

    def antiderivative(self, n: Any, u: Any) -> Any:
        return -u * sympy.log(n) - (n - 1) * (u * sympy.log(u) - u)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(["kl", "p", "pi"], "<", ["-", "2", ["log", "3"]], let=TIED_MODEL), {"precision": "64"}


class BestOfNChiSquared(ClosedForm):
    id = "G-bon-chi2"
    place = "Key result 2, for χ²"
    title = "The χ² divergence of best-of-n"
    statement = "χ²(π⁽ⁿ⁾‖π_ref) ≤ (n − 1)²/(2n − 1)."
    latex = r"\chi^2(\pi^{(n)}\|\pi_{\mathrm{ref}}) \le \frac{(n-1)^2}{2n-1}"
    scope = f"{SCOPE}; n = 2: 1/3"
    generator_words = "f = (x − 1)²"
    teeth = (
        Variant("2n + 1 in the denominator", value=lambda n, by: (n - 1) ** 2 / (2 * n + 1)),  # noqa: ARG005
        Variant("f = x², not less 1", generator=lambda x, by: x * x),  # noqa: ARG005
    )

    def value(self, n: Any, by: Functions) -> Any:  # noqa: ARG002
        return (n - 1) ** 2 / (2 * n - 1)

    def generator(self, x: Any, by: Functions) -> Any:  # noqa: ARG002
        return (x - 1) * (x - 1)

    def antiderivative(self, n: Any, u: Any) -> Any:
        return n**2 * u ** (2 * n - 1) / (2 * n - 1) - 2 * u**n + u

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        change = ["-", "pi", "p"]
        yield relation(["sum", ["/", ["*", change, change], "p"]], "<", "4/5", let=TIED_MODEL), {"precision": "64"}


class BestOfNHellinger(ClosedForm):
    id = "G-bon-hellinger"
    place = "Key result 2, for the Hellinger distance"
    title = "The squared Hellinger distance of best-of-n"
    statement = "H²(π⁽ⁿ⁾, π_ref) ≤ 2(1 − √n)²/(n + 1), for H² = Σ(√π − √p)², without a factor ½."
    latex = r"H^2(\pi^{(n)},\pi_{\mathrm{ref}}) \le \frac{2(1-\sqrt n)^2}{n+1}"
    scope = SCOPE
    generator_words = "f = (1 − √x)²"
    teeth = (
        Variant("the value for the convention with ½", value=lambda n, by: (1 - 2 * root(n, by) + n) / (n + 1)),
        Variant("n for √n", value=lambda n, by: 2 * (1 - n) ** 2 / (n + 1)),  # noqa: ARG005
    )

    def value(self, n: Any, by: Functions) -> Any:
        return 2 * (1 - 2 * root(n, by) + n) / (n + 1)

    def generator(self, x: Any, by: Functions) -> Any:
        return 1 - 2 * root(x, by) + x

    def antiderivative(self, n: Any, u: Any) -> Any:
        return u - 4 * sympy.sqrt(n) * u ** ((n + 1) / 2) / (n + 1) + u**n

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        change = ["-", ["^", "pi", "1/2"], ["^", "p", "1/2"]]
        bound = ["*", "1/2", ["^", ["-", "1", ["^", "3", "1/2"]], "2"]]
        yield relation(["sum", ["*", change, change]], "<", bound, let=TIED_MODEL), {"precision": "64"}
