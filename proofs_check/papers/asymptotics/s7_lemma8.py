"""Section 7: the range of the mismatched information, and Lemma 8, the sets D, E and B of types."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, LogForm, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    equal,
    exact,
    identity,
    less,
    pmf,
    proof,
    search,
)
from proofs_check.algebra.symbolic import cross_entropy, families, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import fractions, pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.finite_length import information


def in_s_zeta(q: Distribution, zeta: Fraction) -> bool:
    """Whether q has entries above ζ, all different (Assumption 1)."""
    return min(q.probabilities) > zeta and len(set(q.probabilities)) == len(q)


@st.composite
def regular_models(draw: Any, /, **more: Any) -> Case:
    """p and q with distinct entries above a ζ > 0 on 1 to 4 letters, and more values."""
    size = draw(st.integers(1, 4))
    weights = st.lists(st.integers(1, 9), min_size=size, max_size=size, unique=True)
    p, q = Distribution.from_weights(draw(weights)), Distribution.from_weights(draw(weights))
    zeta = min(*p.probabilities, *q.probabilities) * draw(
        st.fractions(0, 1, max_denominator=8).filter(lambda s: 0 < s < 1)
    )
    return Case(p=p, q=q, zeta=zeta, **{name: draw(strategy) for name, strategy in more.items()})


ASSUMED = Hypothesis(
    "p and q have distinct entries above ζ",
    lambda x: in_s_zeta(x.p, x.zeta) and in_s_zeta(x.q, x.zeta),
    without=Case(p=W, q=pmf("1/9, 8/9"), zeta=Fraction(1, 5), m=1),
)
ZETA_POSITIVE = Hypothesis("ζ > 0", lambda x: x.zeta > 0, without=Case(p=W, q=W, zeta=Fraction(0), m=1))


class RangeOfInformation(Claim):
    id = "A-thm3-range"
    place = "proof of Theorem 3"
    title = "The range of the mismatched information"
    statement = "−(1/m) log q^m(Y^m) takes values in [0, log 1/ζ]."
    latex = r"-\tfrac1m \log q^m(Y^m) \in [0, \log\tfrac1\zeta]"
    scope = (
        "every finite K, every ζ > 0 (which the source does not say, but needs), p and q in S_ζ, all m ≥ "
        "1; the range is"
        " [a, b], a = −log max q > 0 for K ≥ 2, b = −log min q < log 1/ζ, and both of its ends are attained"
    )
    expected = "argued"

    def top(self, x: Case) -> LogForm:
        """The upper end."""
        return -log(x.zeta)

    bottom = LogForm.of(0)
    hypotheses = (ASSUMED, ZETA_POSITIVE)
    example = Case(p=W, q=W, zeta=Fraction(1, 4), m=2)
    edges = (
        Edge("K = 1: the value is 0", Case(p=ONE_LETTER, q=ONE_LETTER, zeta=Fraction(1, 2), m=2)),
        Edge("m = 1", Case(p=W, q=W, zeta=Fraction(1, 4), m=1)),
        Edge("constant reward", note="excluded by the distinct entries for K ≥ 2; the value is then log K"),
    )
    teeth = (
        Variant("[0, log K]", top=lambda x: log(len(x.q))),
        Variant("[log 2, log 1/ζ]", bottom=log(2)),
    )

    def holds(self, x: Case) -> Any:
        for value, _ in information(x.p, x.q, x.m):
            yield from (value >= self.bottom, value <= self.top(x))
        family = AlignedFamily(x.p, x.q)
        values = [value for value, _ in information(x.p, x.q, x.m)]
        yield equal(min(values), -family.values[-1], "the least value")
        yield equal(max(values), -family.values[0], "the largest value")
        if len(x.q) > 1:
            yield less(LogForm.of(0), min(values), "the least value is positive")
            yield less(max(values), -log(x.zeta), "the largest value is below log 1/ζ")

    @proof
    def letters(self) -> Iterator[Step]:
        """A_m is a mean of numbers −log q(y) with ζ < q(y) ≤ 1."""
        t, q = families("t q")
        m, zeta = symbols("m zeta")
        yield identity(
            "A_m = Σ t(y)·(−log q(y)), t the type: a mean, as the counts m t(y) add up to m",
            -symbolic_log(q[y] ** (m * t[y])) / m,
            t[y] * -symbolic_log(q[y]),
        )
        yield identity(
            "log 1/ζ − (−log q) = log(q/ζ)", -symbolic_log(zeta) + symbolic_log(q[y]), symbolic_log(q[y] / zeta)
        )
        yield argument(
            "ζ < q(y) ≤ 1 gives 0 ≤ −log q(y) < log 1/ζ, and a mean lies between the least and the "
            "largest; the sequences"
            " of one letter attain both. For K ≥ 2, q(y) < 1 and all inequalities are strict.",
            tested_by="random_models",
        )
        yield exact("at one instance", list(self.holds(self.example)))

    @search(regular_models(m=st.integers(1, 4)))
    def random_models(self, x: Case) -> Any:
        """Exact: all values of A_m."""
        return list(self.holds(x))


@st.composite
def words(draw: Any) -> Case:
    """q, α, ε and the counts of a type of a word."""
    q = draw(pmfs(max_size=3, max_weight=5))
    counts = draw(st.lists(st.integers(0, 3), min_size=len(q), max_size=len(q)).filter(any))
    return Case(q=q, alpha=draw(st.integers(-2, 3)), eps=draw(fractions(0, 2, 8)), counts=tuple(counts))


def gap(x: Case) -> tuple[LogForm, LogForm]:
    """−(1/m) log q(y^m) − c from the letters, and H(t(y^m)‖q) − c from the type; c = H(T(q, α)‖q)."""
    m = sum(x.counts)
    centre = h(tilt(Distribution.uniform(len(x.q)), x.q, x.alpha), x.q)
    of_word = -LogForm.sum(log(x.q[k]) for k, n in enumerate(x.counts) for _ in range(n)) / m
    return of_word - centre, h(Distribution.from_weights(x.counts), x.q) - centre


def is_the_cross_entropy() -> Step:
    """−(1/m) log q(y^m) = H(t‖q), exactly."""
    t, q = families("t q")
    (m,) = symbols("m")
    return identity(
        "−(1/m) log q(y^m) = H(t(y^m)‖q) exactly, as letter y occurs m t(y) times",
        -total(symbolic_log(q[y] ** (m * t[y]))) / m,
        cross_entropy(t[y], q[y]),
    )


UNUSED = (
    Hypothesis("α > 0", lambda x: x.alpha > 0, without=Case(q=W, alpha=-1, eps=Fraction(1, 2), counts=(1, 1)),
               unused="c may be any number"),
    Hypothesis("the length is large enough", lambda x: sum(x.counts) > 1,
               without=Case(q=W, alpha=1, eps=Fraction(1, 2), counts=(0, 1)),
               unused="the relation is exact at every length (the n of the lemma does not occur in it)"),
    Hypothesis("ε ≥ 0", lambda x: x.eps >= 0, without=Case(q=W, alpha=1, eps=Fraction(-1, 2), counts=(0, 1)),
               unused="for ε < 0 the premise is empty"),
)  # fmt: skip
EXAMPLE = Case(q=W, alpha=1, eps=Fraction(1, 3), counts=(1, 2))
EDGES = (
    Edge("ε = 0: the type of T itself", Case(q=W, alpha=1, eps=Fraction(0), counts=(1, 2))),
    Edge("K = 1", Case(q=ONE_LETTER, alpha=1, eps=Fraction(0), counts=(2,))),
    Edge("constant reward", Case(q=COIN, alpha=1, eps=Fraction(0), counts=(2, 0))),
    Edge("α = 0", Case(q=W, alpha=0, eps=Fraction(1, 2), counts=(1, 1))),
    Edge("m = 1", Case(q=W, alpha=1, eps=Fraction(1), counts=(1, 0))),
)
SCOPE = "every finite K, every q > 0, all real α (or any number c for H(T(q, α)‖q)), every ε, every length m ≥ 1"


class InclusionD(Claim):
    id = "A-lem8-D"
    place = "Lemma 8, first line"
    title = "Words of typical likelihood have their type in D"
    statement = "If |−(1/m) log q(y^m) − H(T(q, α)‖q)| ≤ ε, then t(y^m) ∈ D(q, α, 2ε), for α > 0 and large lengths."
    latex = (
        r"|-\tfrac1m\log q(y^m) - H(T(q,\alpha)\|q)| \le \epsilon \Rightarrow t(y^m)\in\mathcal D(q,\alpha,2\epsilon)"
    )
    scope = SCOPE + "; the factor 2 is not needed"
    expected = "argued"

    slack: Any = 2
    converse = False
    hypotheses = UNUSED
    example = EXAMPLE
    edges = EDGES
    teeth = (
        Variant("D(q, α, ε/2)", slack=Fraction(1, 2)),
        Variant("the converse", converse=True),
    )

    def implies(self, gap_of_word: Any, gap_of_type: Any, eps: Fraction) -> bool:
        """The implication, from the two gaps."""
        near, inside = abs(gap_of_word) <= eps, gap_of_type <= self.slack * eps
        return (not inside or near) if self.converse else (not near or inside)

    def holds(self, x: Case) -> Any:
        of_word, of_type = gap(x)
        return [equal(of_word, of_type, "−(1/m) log q − c"), self.implies(of_word, of_type, x.eps)]

    def certificates(self) -> Any:
        """−(1/m) log q(y^m) = H(t‖q) at the example."""
        x = self.example
        law = expression(Distribution.from_weights(x.counts))
        word = ["+", *(["*", str(-n), ["log", str(x.q[k])]] for k, n in enumerate(x.counts))]
        mean = ["*", str(Fraction(1, sum(x.counts))), word]
        yield relation(mean, "=", ["cross_entropy", law, expression(x.q)]), {"precision": "64"}

    @proof
    def exact_relation(self) -> Iterator[Step]:
        """An interval within an interval."""
        yield is_the_cross_entropy()
        gaps = [Fraction(k, 4) for k in range(-8, 9)]
        yield exact(
            "with g = H(t‖q) − c: |g| ≤ ε gives g ≤ ε ≤ 2ε; on a grid of g and ε",
            all(self.implies(g, g, e) for g in gaps for e in gaps if e >= 0),
        )
        yield argument("|g| ≤ ε means −ε ≤ g ≤ ε, hence ε ≥ 0 and g ≤ ε ≤ 2ε.", tested_by="all_types")

    @search(words())
    def all_types(self, x: Case) -> Any:
        """Exact log forms; the likelihood letter by letter, the cross entropy from the type."""
        return self.holds(x)


class InclusionE(InclusionD):
    id = "A-lem8-E"
    place = "Lemma 8, second line"
    title = "Words of typical likelihood have their type in E"
    statement = "If |−(1/m) log q(y^m) − H(T(q, α)‖q)| ≤ ε, then t(y^m) ∈ E(q, α, 2ε), for α > 0 and large lengths."
    latex = (
        r"|-\tfrac1m\log q(y^m) - H(T(q,\alpha)\|q)| \le \epsilon \Rightarrow t(y^m)\in\mathcal E(q,\alpha,2\epsilon)"
    )
    teeth = (
        Variant("E(q, α, ε/2)", slack=Fraction(1, 2)),
        Variant("the converse", converse=True),
    )

    def implies(self, gap_of_word: Any, gap_of_type: Any, eps: Fraction) -> bool:
        """The implication, from the two gaps."""
        near, inside = abs(gap_of_word) <= eps, gap_of_type >= -self.slack * eps
        return (not inside or near) if self.converse else (not near or inside)

    @proof
    def exact_relation(self) -> Iterator[Step]:
        """An interval within an interval."""
        yield is_the_cross_entropy()
        gaps = [Fraction(k, 4) for k in range(-8, 9)]
        yield exact(
            "with g = H(t‖q) − c: |g| ≤ ε gives g ≥ −ε ≥ −2ε; on a grid of g and ε",
            all(self.implies(g, g, e) for g in gaps for e in gaps if e >= 0),
        )
        yield argument("|g| ≤ ε means −ε ≤ g ≤ ε, hence ε ≥ 0 and g ≥ −ε ≥ −2ε.", tested_by="all_types")

    @search(words())
    def all_types(self, x: Case) -> Any:
        """Exact log forms; the likelihood letter by letter, the cross entropy from the type."""
        return self.holds(x)


class InclusionB(InclusionD):
    id = "A-lem8-B"
    place = "Lemma 8, third line"
    title = "Words with their type in B have typical likelihood"
    statement = "If t(y^m) ∈ B(q, α, ε), then |−(1/m) log q(y^m) − H(T(q, α)‖q)| ≤ ε, for α > 0 and large lengths."
    latex = (
        r"t(y^m)\in\mathcal B(q,\alpha,\epsilon) \Rightarrow |-\tfrac1m\log q(y^m) - H(T(q,\alpha)\|q)| \le \epsilon"
    )
    scope = SCOPE
    slack = 1
    teeth = (
        Variant("B(q, α, 2ε)", slack=2),
        Variant("the converse", converse=True),
    )

    def implies(self, gap_of_word: Any, gap_of_type: Any, eps: Fraction) -> bool:
        """The implication, from the two gaps."""
        near, inside = abs(gap_of_word) <= eps, 0 <= -gap_of_type <= self.slack * eps
        return (not near or inside) if self.converse else (not inside or near)

    @proof
    def exact_relation(self) -> Iterator[Step]:
        """An interval within an interval."""
        yield is_the_cross_entropy()
        gaps = [Fraction(k, 4) for k in range(-8, 9)]
        yield exact(
            "with g = H(t‖q) − c: −g ∈ [0, ε] gives |g| ≤ ε; on a grid of g and ε",
            all(self.implies(g, g, e) for g in gaps for e in gaps if e >= 0),
        )
        yield argument("0 ≤ −g ≤ ε means |g| = −g ≤ ε.", tested_by="all_types")

    @search(words())
    def all_types(self, x: Case) -> Any:
        """Exact log forms; the likelihood letter by letter, the cross entropy from the type."""
        return self.holds(x)
