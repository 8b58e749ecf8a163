"""Section 4.1: the reward contours of Example 1."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import Distribution, EnclosedReal, LogForm, log
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
    pmf,
    proof,
    proportional,
    search,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, is_pmf, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import models
from proofs_check.language.comparisons import Comparison
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, REVERSED, W, tilt


def slopes(p: Distribution) -> list[LogForm]:
    """log p(y)/p(last) for the letters but the last: the gradient of φ ↦ −H(φ‖p) on the simplex."""
    *_, last = p
    return [log(p[o] / p[last]) for o in p if o != last]


def minors(a: list[LogForm], b: list[LogForm]) -> list[EnclosedReal]:
    """The 2 × 2 determinants of two vectors."""
    e, f = [EnclosedReal.of(v) for v in a], [EnclosedReal.of(v) for v in b]
    return [e[i] * f[j] - e[j] * f[i] for i in range(len(e)) for j in range(i)]


def parallel(a: list[LogForm], b: list[LogForm]) -> bool:
    """Whether a = κ b for a number κ ≠ 0: rational κ are tried, else a determinant must be seen to differ from 0."""
    for top in (1, 2, 3, -1, -2, -3):
        for bottom in (1, 2, 3):
            if all(v * bottom == w * top for v, w in zip(a, b, strict=True)):
                return True
    if any(not v for v in (*a, *b)) and [bool(v) for v in a] != [bool(w) for w in b]:
        return False
    return not any(Comparison(d, "≠", Fraction(0)).decide() for d in minors(a, b))


class RewardContour(Claim):
    id = "A-ex1-contour"
    place = "Example 1"
    title = "The reward contour"
    statement = "A reward contour is {φ : H(φ‖p) = c}."
    latex = r"\{\phi: H(\phi\|p) = c\}"
    flaw = (
        "The reward is −H(φ‖q), not −H(φ‖p). With the p and q of the example, no contour of the one through an "
        "interior point of the simplex is a contour of the other: the gradients (log p_i/p_3) and (log q_i/q_3) are "
        "not parallel."
    )
    corrected = (
        "A reward contour is {φ : H(φ‖q) = c}; one through an interior point of the simplex is also one of H(·‖p) "
        "exactly if log p = κ log q + const, κ ≠ 0."
    )
    corrected_latex = r"\{\phi: H(\phi\|q) = c\}"
    scope = (
        "every finite K ≥ 3 (for fewer letters contours are points), every p > 0 and q > 0; for the second part "
        "contours through interior points, as the extreme ones can be shared: δ₁ alone is one of both in the example"
    )
    expected = "amended"
    weight = "slip"

    def function(self, p: Any, q: Any) -> Any:  # noqa: ARG002
        """H(φ‖·) is taken to this law."""
        return q

    related = 1
    as_printed = Variant("as printed", function=lambda p, q: p)  # noqa: ARG005
    hypotheses = (
        Hypothesis(
            "p and q are positive",
            lambda x: min(*x.p.probabilities, *x.q.probabilities) > 0,
            without=Case(p=EXAMPLE_P, q=pmf("1/2, 1/2, 0")),
        ),
        Hypothesis("K ≥ 3", lambda x: len(x.p) > 2, without=Case(p=W, q=REVERSED),
                   unused="for one or two letters the contours of any two rewards that are not constant are points"),
    )  # fmt: skip
    example = Case(p=EXAMPLE_P, q=EXAMPLE_Q)
    edges = (
        Edge("p proportional to q²", Case(p=proportional(1, 4, 16), q=proportional(1, 2, 4))),
        Edge("p = q", Case(p=EXAMPLE_Q, q=EXAMPLE_Q)),
        Edge(
            "an extreme contour",
            note="a face, which may be shared: in the example δ₁, the best letter of q, the worst of p",
        ),
        Edge("constant reward", note="the only contour is the whole simplex"),
    )
    teeth = (
        Variant("H(φ‖p)", function=lambda p, q: p),  # noqa: ARG005
        Variant("κ = 0 allowed", related=0),
    )

    def holds(self, x: Case) -> Answer:
        return parallel(slopes(self.function(x.p, x.q)), slopes(x.q))

    @witness
    def of_the_example(self) -> Case:
        """p = (1/5, 3/10, 1/2), q = (2/3, 1/9, 2/9): log(5/2) log 2 + log(5/3) log 3 > 0."""
        return Case(p=EXAMPLE_P, q=EXAMPLE_Q)

    def certificates(self) -> Certificates:
        """The determinant of the two gradients at the example is not 0."""
        a, b = ([expression(v) for v in slopes(d)] for d in (EXAMPLE_P, EXAMPLE_Q))
        yield relation(["*", a[0], b[1]], "!=", ["*", a[1], b[0]]), {"precision": "64"}

    @proof
    def linear(self) -> Iterator[Step]:
        """The reward and its contours are those of −H(φ‖q)."""
        phi, p, q = families("phi p q")
        kappa, c = symbols("kappa c")
        yield identity(
            "E_φ r = −H(φ‖q) for r = log q",
            total(phi[y] * symbolic_log(q[y])),
            -cross_entropy(phi[y], self.function(p, q)[y]),
        )
        yield identity(
            "log p = κ log q + c gives H(φ‖p) = κ H(φ‖q) − c: the same contours for κ ≠ 0",
            -total(phi[y] * (kappa * symbolic_log(q[y]) + c)),
            kappa * cross_entropy(phi[y], q[y]) - c,
            given=[is_pmf(phi)],
        )
        yield argument(
            "Conversely, let two functions, affine on the simplex, share a contour through an interior point. If one is"
            " constant, that is the whole simplex and so is the other: κ = 1. If not, near the point it is a piece of a"
            " hyperplane, to which both gradients along the simplex are normal: log p_i/p_K = κ log q_i/q_K, κ ≠ 0.",
            tested_by=("gradients", "powers"),
        )

    @search(models(min_size=3, max_size=4), examples=50)
    def gradients(self, x: Case) -> Answer:
        """The gradients along the simplex."""
        return self.holds(x)

    @instances(
        [Case(p=EXAMPLE_P, q=EXAMPLE_Q, kappa=k) for k in (-2, -1, 0, 1, 2, 3)]
        + [Case(p=EXAMPLE_P, q=proportional(2, 5, 7), kappa=2)]
    )
    def powers(self, x: Case) -> Answer:
        """p ∝ q^κ shares the contours of q exactly for κ ≠ 0."""
        p = tilt(Distribution.uniform(len(x.q)), x.q, x.kappa)
        return equal(parallel(slopes(p), slopes(x.q)), x.kappa != 0 or not self.related, "contours shared")
