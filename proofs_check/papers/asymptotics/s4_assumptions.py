"""Section 4.1: Assumptions 1 and 2."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy
from hypothesis import strategies as st

from exactalign import Distribution, LogForm, log
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    equal,
    exact,
    identity,
    instances,
    less,
    pmf,
    proof,
    same_truth,
    search,
    witness,
)
from proofs_check.algebra.symbolic import K, cross_entropy, families, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import cases, fractions, integers, pmfs
from proofs_check.language.comparisons import Comparison
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import W, in_s_zeta
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.s4_definition6 import types
from proofs_check.papers.models import COIN, ONE_LETTER


class InteriorOfTheSimplex(Claim):
    id = "A-asm1-set"
    place = "Assumption 1"
    title = "The set S_ζ"
    statement = "S_ζ^K = {p : Σ p_k = 1, p_k > ζ, p_k ≠ p_k′ for k ≠ k′} is the interior of the simplex."
    latex = r"\mathcal S^K_\zeta = \operatorname{int} \Delta_K"
    flaw = (
        "Interior points with two equal entries, or with an entry not above ζ, are missing. (The source "
        "does not say that "
        "ζ > 0; its bound log 1/ζ needs it.)"
    )
    corrected = (
        "S_ζ (ζ ≥ 0) is a subset of the interior, open in it, and equal to it only if K = 1, and then if and only if "
        "ζ < 1; the union of the S_ζ over "
        "ζ > 0 is the set of interior points with pairwise different entries."
    )
    corrected_latex = r"\bigcup_{\zeta>0} \mathcal S^K_\zeta = \{p \in \operatorname{int}\Delta_K: p_k \ne p_{k'}\}"
    scope = "every K; every point of the simplex"
    expected = "amended"
    weight = "slip"

    def member(self, p: Distribution, zeta: Fraction) -> bool:
        """Whether p ∈ S_ζ."""
        return in_s_zeta(p, zeta)

    def interior(self, p: Distribution) -> bool:
        """Whether p is claimed to lie in S_ζ for a small ζ > 0."""
        return min(p.probabilities) > 0 and len(set(p.probabilities)) == len(p)

    as_printed = Variant("as printed", interior=lambda p: min(p.probabilities) > 0)
    hypotheses = (
        Hypothesis("0 < ζ < min p, when that is positive", lambda x: 0 < x.share < 1,
                   without=Case(p=W, share=Fraction(1))),
    )  # fmt: skip
    example = Case(p=W, share=Fraction(3, 4))
    edges = (
        Edge("K = 1: all of the simplex", Case(p=ONE_LETTER, share=Fraction(1, 2))),
        Edge("ties", Case(p=COIN, share=Fraction(1, 2))),
        Edge("zero probability: on the boundary", Case(p=pmf("0, 1/3, 2/3"), share=Fraction(1, 2))),
    )
    teeth = (
        Variant("the whole interior", interior=lambda p: min(p.probabilities) > 0),
        Variant(
            "entries ≥ ζ", member=lambda p, zeta: min(p.probabilities) >= zeta and len(set(p.probabilities)) == len(p)
        ),
        Variant("all points with different entries", interior=lambda p: len(set(p.probabilities)) == len(p)),
    )

    def holds(self, x: Case) -> Answer:
        zeta = x.share * min(x.p.probabilities)
        found = [same_truth(self.member(x.p, zeta) and zeta > 0, self.interior(x.p), "p in S_ζ for a ζ > 0")]
        found.append(Comparison(self.member(x.p, min(x.p.probabilities)), "=", False, "p in S_ζ for ζ = min p"))
        return found

    @witness
    def tie(self) -> Case:
        """The centre (1/2, 1/2) of the segment is an interior point and lies in no S_ζ."""
        return Case(p=COIN, share=Fraction(1, 2))

    @proof
    def definition(self) -> Iterator[Step]:
        """Unfold the definition."""
        p, q = families("p q")
        s, zeta = symbols("s zeta")
        yield exact("1/2 = 1/2: the centre is in no S_ζ", self.holds(Case(p=COIN, share=Fraction(1, 2))))
        yield exact("(1/5, 4/5) is interior, with different entries, and not in S_{1/4}",
                    not self.member(pmf("1/5, 4/5"), Fraction(1, 4)))  # fmt: skip
        yield exact(
            "the bound is strict: (1/4, 3/4) is not in S_{1/4}", not self.member(pmf("1/4, 3/4"), Fraction(1, 4))
        )
        yield identity(
            "openness: moving p towards q by s changes entry differences by s((q − p)(y) − (q − p)(z)), "
            "and slacks p − ζ"
            " by s(q − p): affine in s, so a strict inequality stays strict for small s",
            (1 - s) * p[y] + s * q[y] - zeta,
            (p[y] - zeta) + s * (q[y] - p[y]),
        )
        yield argument(
            "p ∈ S_ζ for a ζ > 0 exactly if the smallest entry is positive (take ζ below it) and no two "
            "entries agree; for"
            " K ≥ 2 the centre of the simplex is an interior point that is missing.",
            tested_by="points",
        )

    @search(cases(p=pmfs(zeros=True), share=fractions("1/8", "7/8", 8)))
    def points(self, x: Case) -> Answer:
        """Points of the simplex, with zeros and ties."""
        return self.holds(x)


class EmptyOrNot(Claim):
    id = "A-asm1-set-empty"
    place = "Assumption 1"
    title = "For which ζ the set S_ζ is not empty"
    statement = "S_ζ^K is not empty exactly if ζ < 1/K (for K ≥ 2)."
    latex = r"\mathcal S^K_\zeta \ne \emptyset \iff \zeta < 1/K"
    scope = "every K ≥ 1, every ζ ≥ 0"
    expected = "argued"

    def bound(self, size: Any) -> Any:
        """The bound on ζ."""
        return 1 / sympy.Integer(size) if isinstance(size, int) else 1 / size

    strict = True
    hypotheses = (
        Hypothesis(
            "ζ ≥ 0", lambda x: x.zeta >= 0, without=Case(K=2, zeta=Fraction(-1)), unused="ζ < 0 is no condition"
        ),
    )
    example = Case(K=2, zeta=Fraction(1, 3))
    edges = (
        Edge("K = 1, ζ < 1", Case(K=1, zeta=Fraction(1, 2))),
        Edge("K = 1, ζ = 1", Case(K=1, zeta=Fraction(1))),
        Edge("ζ = 1/K", Case(K=3, zeta=Fraction(1, 3))),
        Edge("ζ = 0", Case(K=3, zeta=Fraction(0))),
    )
    teeth = (
        Variant("ζ ≤ 1/K", strict=False),
        Variant("ζ < 1/(K + 1)", bound=lambda size: 1 / (sympy.sympify(size) + 1)),
    )

    def _claimed(self, x: Case) -> bool:
        bound = self.bound(x.K)
        limit = Fraction(int(bound.p), int(bound.q))
        return bool(x.zeta < limit if self.strict else x.zeta <= limit)

    def holds(self, x: Case) -> Answer:
        if not self._claimed(x):
            return at_most(1, x.K * x.zeta, "Σ p_k > Kζ is impossible")
        if x.K * x.zeta >= 1:
            return less(x.K * x.zeta, 1, "K entries above ζ that add up to 1")
        step = (Fraction(1, x.K) - x.zeta) / x.K
        centred = [Fraction(1, x.K) + step * (2 * k - x.K + 1) / 2 for k in range(x.K)]
        return in_s_zeta(Distribution.from_probabilities(centred), x.zeta)

    @proof
    def spread(self) -> Iterator[Step]:
        """ζ ≥ 1/K: the entries would add up to more than 1. ζ < 1/K: spread the uniform distribution a little."""
        (c,) = families("c")
        (s,) = symbols("s")
        yield identity(
            "the entries 1/K + s c(y) add up to 1, c(y) = y − (K + 1)/2, which add up to 0",
            total(self.bound(K) + s * c[y]),
            1,
            given=[total(c[y])],
        )
        yield argument(
            "They are different for s > 0, and above ζ for s K/2 < 1/K − ζ. If all p_k > ζ ≥ 1/K then Σ p_k > 1.",
            tested_by="sizes",
        )

    @search(cases(K=integers(1, 6), zeta=fractions(0, 1, 12)))
    def sizes(self, x: Case) -> Answer:
        """A member is written down, or its sum is too large."""
        return self.holds(x)

    @instances([Case(K=k, zeta=Fraction(1, k)) for k in (1, 2, 3, 5)])
    def at_the_bound(self, x: Case) -> Answer:
        """ζ = 1/K."""
        return self.holds(x)


@st.composite
def _regular_rewards(draw: Any, /, **more: Any) -> Case:
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True))
    q = Distribution.from_weights(weights)
    zeta = min(q.probabilities) * draw(st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(7, 8)]))
    return Case(q=q, zeta=zeta, **{name: draw(strategy) for name, strategy in more.items()})


class BoundedReward(Claim):
    id = "A-asm2-bounded"
    place = "Assumption 2"
    title = "The reward is bounded from above"
    statement = "The reward r(y^m) = log q^m(y^m) is bounded from above."
    latex = r"r(y^m) = \sum_i \log q(y_i) \le 0"
    scope = (
        "every K, every m, ζ ≥ 0, q in S_ζ, with r = log q^m: r < m log(1 − (K − 1)ζ) ≤ 0 for K ≥ 2, one "
        "bound 0 for all m;"
        " from below by m log ζ, which is not uniform in m. With the printed sign r = −log q^m there is "
        "no bound that is"
        " uniform in m"
    )
    expected = "argued"

    def ceiling(self, zeta: Fraction, size: int) -> LogForm:
        """What one letter adds at most."""
        return log(1 - (size - 1) * zeta)

    sign = 1
    hypotheses = (
        Hypothesis(
            "q has distinct entries above ζ",
            lambda x: in_s_zeta(x.q, x.zeta),
            without=Case(q=pmf("1/9, 8/9"), zeta=Fraction(2, 5), m=1),
        ),
    )
    example = Case(q=W, zeta=Fraction(1, 4), m=2)
    edges = (
        Edge("K = 1: r = 0", Case(q=ONE_LETTER, zeta=Fraction(1, 2), m=2)),
        Edge("ζ = 0", Case(q=W, zeta=Fraction(0), m=2)),
        Edge("m = 1", Case(q=W, zeta=Fraction(1, 4), m=1)),
    )
    teeth = (
        Variant("r = −log q", sign=-1),
        Variant("each letter adds at most log 1/2", ceiling=lambda zeta, size: log("1/2")),  # noqa: ARG005
    )

    def holds(self, x: Case) -> Iterator[Answer]:
        ceiling = self.ceiling(x.zeta, len(x.q)) * x.m
        for counts in types(x.m, len(x.q)):
            reward = self.sign * LogForm.sum(n * log(x.q[k]) for k, n in enumerate(counts))
            yield (at_most if len(x.q) == 1 else less)(reward, ceiling, "r")
            yield at_most(reward, LogForm.of(0), "r")

    @proof
    def letters(self) -> Iterator[Step]:
        """Each letter adds log q ≤ log max q."""
        q, n = families("q n")
        size, m = symbols("top m")
        yield identity(
            "r = Σ n(y) log q(y), n the counts",
            self.sign * total(n[y] * symbolic_log(q[y])),
            total(symbolic_log(q[y] ** n[y])),
        )
        yield identity(
            "given Σ n = m: r = m log(top) − Σ n log(top/q), with top = 1 − (K − 1)ζ for K letters",
            self.sign * total(n[y] * symbolic_log(q[y])),
            m * symbolic_log(size) - total(n[y] * (symbolic_log(size) - symbolic_log(q[y]))),
            given=[total(n[y]) - m],
        )
        yield argument(
            "q(y) = 1 − (the other K − 1 entries) < 1 − (K − 1)ζ for K ≥ 2, so all terms of the last sum "
            "are ≥ 0 and one is"
            " > 0; and 1 − (K − 1)ζ ≤ 1.",
            tested_by="all_types",
        )

    @search(_regular_rewards(m=integers(1, 4)))
    def all_types(self, x: Case) -> Answer:
        """Exact rewards of all types."""
        return list(self.holds(x))


@st.composite
def _words(draw: Any) -> Case:
    q = draw(pmfs(max_size=4))
    return Case(q=q, word=tuple(draw(st.lists(st.integers(0, len(q) - 1), min_size=1, max_size=6))))


class LinearReward(Claim):
    id = "A-asm2-linear"
    place = "Assumption 2"
    title = "In what sense the reward is linear"
    statement = "The reward is linear in the outcome."
    latex = r"r(y^m)\ \text{is linear in}\ y^m"
    flaw = "Outcomes are labels; as a function of the label r is neither linear nor affine."
    corrected = (
        "The reward is additive over positions, and linear in the type: r(y^m) = m Σ_k t_k(y^m) log q_k = −m "
        "H(t(y^m)‖q)."
    )
    corrected_latex = r"r(y^m) = m\sum_k t_k(y^m)\log q_k = -m\,H(t(y^m)\|q)"
    scope = "every K, every m ≥ 1, every q > 0"
    expected = "amended"
    corrected_expected = "tested"
    weight = "slip"

    of_labels = False

    def scale(self, m: Any) -> Any:
        """What multiplies the cross entropy of the type."""
        return m

    as_printed = Variant("as printed, in the label", of_labels=True)
    hypotheses = (
        Hypothesis("q > 0", lambda x: min(x.q.probabilities) > 0, without=Case(q=pmf("0, 1/3, 2/3"), word=(0,))),
    )
    example = Case(q=W, word=(0, 1, 1))
    edges = (
        Edge("m = 1", Case(q=W, word=(1,))),
        Edge("K = 1", Case(q=ONE_LETTER, word=(0, 0))),
        Edge("constant reward", Case(q=COIN, word=(0, 1))),
    )
    teeth = (
        Variant("without m", scale=lambda m: 1),  # noqa: ARG005
        Variant("+H", scale=lambda m: -m),
        Variant("linear in the label", of_labels=True),
    )

    def holds(self, x: Case) -> Answer:
        if self.of_labels:  # labels 1, …, K: r(k) = k r(1)
            return [equal(log(x.q[k]), log(x.q[0]) * (k + 1), f"r({k + 1})") for k in range(len(x.q))]
        reward = LogForm.sum(log(x.q[k]) for k in x.word)
        law = Distribution.from_weights([x.word.count(k) for k in range(len(x.q))])
        return equal(reward, -h(law, x.q) * self.scale(len(x.word)), "r(y^m)")

    @witness
    def two_labels(self) -> Case:
        """q = (1/3, 2/3): r(2) = log(2/3) is not 2 r(1) = −2 log 3."""
        return Case(q=W, word=(1,))

    @proof
    def counts(self) -> Iterator[Step]:
        """Collect equal letters."""
        t, q = families("t q")
        (m,) = symbols("m")
        yield identity(
            "log Π q(y)^{m t(y)} = −m H(t‖q)",
            total(symbolic_log(q[y] ** (m * t[y]))),
            -self.scale(m) * cross_entropy(t[y], q[y]),
        )
        three = Case(q=pmf("1/2, 1/3, 1/6"), word=(0, 2))
        yield exact("not affine in the label either: r(1) + r(3) ≠ 2 r(2) for q = (1/2, 1/3, 1/6)",
                    log(three.q[0]) + log(three.q[2]) != 2 * log(three.q[1]))  # fmt: skip

    @search(_words())
    def all_words(self, x: Case) -> Answer:
        """Letter by letter against the type."""
        return self.holds(x)
