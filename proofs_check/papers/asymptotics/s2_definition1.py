"""Section 2: Definition 1, the reward and its normalisation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from exactalign import Distribution, LogForm, Reward, best_of_n, log
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
    pmf,
    proof,
    search,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import exp as symbolic_exp
from proofs_check.algebra.symbolic import families, is_pmf, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, EXAMPLE_P, EXAMPLE_WEIGHTS, ONE_LETTER, W, cross_entropy


@st.composite
def weighted(draw: Any) -> Any:
    """p, two policies and positive weights e^r, with α and N."""
    size = draw(st.integers(1, 3))
    weights = draw(st.lists(st.integers(1, 6), min_size=size, max_size=size))
    policies = {name: draw(pmfs(size, zeros=True)) for name in ("p", "phi", "psi")}
    return Case(weights=tuple(weights), alpha=draw(st.integers(-2, 3)), N=draw(st.integers(1, 4)), **policies)


def _tilt_by(weights: tuple[Fraction, ...], p: Distribution, alpha: int) -> Distribution:
    """p e^{α r}, normalised, from e^r: no normalisation of the reward is used."""
    raw = [mass * w**alpha for mass, w in zip(p.probabilities, weights, strict=True)]
    return Distribution.from_probabilities([value / sum(raw) for value in raw])


def mean_reward(phi: Distribution, weights: tuple[Fraction, ...]) -> LogForm:
    """E r under φ, from e^r."""
    return LogForm.sum(mass * log(w) for mass, w in zip(phi.probabilities, weights, strict=True))


class PartitionOne(Claim):
    id = "A-def1-norm"
    place = "Definition 1"
    title = "Taking the partition function R = 1 loses no generality"
    statement = "Replacing r by r − log R, with R = Σ e^r, changes no aligned model and no best-of-N policy."
    latex = r"r \mapsto r - \log R, \quad R = \sum_y e^{r(y)} = 1"
    scope = (
        "every finite alphabet, every real reward, every p, α, Δ and N: tilts, optima, best-of-N, differences of"
        " expected rewards; with an additive reward over m letters R is the m-th power"
    )
    expected = "argued"

    hypotheses = (
        Hypothesis("the reward is finite", lambda x: all(w > 0 for w in x.weights),
                   without=Case(weights=(0, 1), p=COIN, phi=COIN, psi=COIN, alpha=-1, N=2)),
    )  # fmt: skip
    example = Case(weights=EXAMPLE_WEIGHTS, p=EXAMPLE_P, phi=EXAMPLE_P, psi=pmf("0, 1/2, 1/2"), alpha=1, N=2)
    edges = (
        Edge("K = 1", Case(weights=(2,), p=ONE_LETTER, phi=ONE_LETTER, psi=ONE_LETTER, alpha=1, N=2)),
        Edge("constant reward", Case(weights=(3, 3), p=W, phi=W, psi=COIN, alpha=2, N=3)),
        Edge("α = 0, N = 1", Case(weights=(1, 2), p=W, phi=W, psi=COIN, alpha=0, N=1)),
        Edge("zero probability", Case(weights=(4, 1, 1), p=pmf("0, 1/3, 2/3"), phi=pmf("1, 0, 0"),
                                      psi=pmf("0, 1, 0"), alpha=1, N=2)),
        Edge("a positive reward", note="Example 2 itself has R = 9 and the reward log 6 > 0"),
    )  # fmt: skip
    teeth = (
        Variant("r ↦ 2 r − log R", scale=2),
        Variant("r ↦ −r − log R", scale=-1),
    )

    scale = 1

    def normalised(self, weights: tuple[int, ...]) -> tuple[Fraction, ...]:
        """e^{r − log R}."""
        whole = sum(weights)
        return tuple(Fraction(w) ** self.scale / whole for w in weights)

    def holds(self, x: Case) -> Any:
        old, new = tuple(map(Fraction, x.weights)), self.normalised(x.weights)
        if self.scale == 1:
            yield equal(sum(new), 1, "R after the change")
        yield equal(_tilt_by(new, x.p, x.alpha), _tilt_by(old, x.p, x.alpha), "tilt")
        gain, before = (mean_reward(x.phi, weights) - mean_reward(x.psi, weights) for weights in (new, old))
        yield equal(gain, before, "difference of expected rewards")
        rewards = [Reward.log_weights(w) for w in (new, old)]
        yield equal(best_of_n(x.p, rewards[0], x.N), best_of_n(x.p, rewards[1], x.N), "best-of-N")

    @proof
    def a_constant_cancels(self) -> Iterator[Step]:
        """r′ = r − c with c = log R."""
        p, r, phi, psi = families("p r phi psi")
        alpha, c, m = symbols("alpha c m")
        new = self.scale * r[y] - c
        yield identity(
            "p e^{α r′}/Σ p e^{α r′} = p e^{α r}/Σ p e^{α r}",
            p[y] * symbolic_exp(alpha * new) / total(p[y] * symbolic_exp(alpha * new)),
            p[y] * symbolic_exp(alpha * r[y]) / total(p[y] * symbolic_exp(alpha * r[y])),
        )
        yield identity(
            "E_φ r′ − E_ψ r′ = E_φ r − E_ψ r: the same optima for every Δ, as KL(φ‖p) does not contain r",
            total(phi[y] * new) - total(psi[y] * new),
            total(phi[y] * r[y]) - total(psi[y] * r[y]),
            given=[is_pmf(phi), is_pmf(psi)],
        )
        yield identity("m letters: Σ (r_i − c) = Σ r_i − m c, and log R of the whole is m c",
                       total(r[y] - c).subs("K", m), total(r[y]).subs("K", m) - m * c)  # fmt: skip
        yield argument("r′ orders and ties the outcomes as r does, so best-of-N is the same.", tested_by="all_uses")

    @search(weighted)
    def all_uses(self, x: Case) -> Any:
        """Tilts, differences of rewards and best-of-N from weights e^r, before and after."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        p, raw, q = ["vec", "1/5", "3/10", "1/2"], ["vec", "6", "1", "2"], ["vec", "2/3", "1/9", "2/9"]
        yield relation(["best_of_n", p, raw, "2"], "=", ["best_of_n", p, q, "2"]), {"precision": "64"}
        yield relation(["/", ["*", p, raw], ["sum", ["*", p, raw]]], "=", ["tilt", q, p, "1"]), {"precision": "64"}


class ValuesMove(Claim):
    id = "A-def1-norm-values"
    place = "Definition 2, Lemma 3"
    title = "Displays with r, when R is not 1"
    statement = "H(φ‖q) = −E_φ r and (1/ρ) log E_φ e^{ρ r} = −H_{1+ρ}(φ‖q), for q ∝ e^r, also when R ≠ 1."
    latex = r"H(\phi\|q) = -E_\phi r,\quad \tfrac1\rho\log E_\phi e^{\rho r} = -H_{1+\rho}(\phi\|q)"
    flaw = "Policies do not change with R, but these values do."
    corrected = "H(φ‖q) = log R − E_φ r and (1/ρ) log E_φ e^{ρ r} = −H_{1+ρ}(φ‖q) + log R."
    corrected_latex = (
        r"H(\phi\|q) = \log R - E_\phi r,\quad \tfrac1\rho\log E_\phi e^{\rho r} = -H_{1+\rho}(\phi\|q) + \log R"
    )
    scope = "every finite alphabet, every real reward, every φ, every real ρ ≠ 0"
    expected = "amended"
    corrected_expected = "tested"
    weight = "condition"
    as_printed = Variant("as printed", shift=lambda _: 0)
    statement_uses = ("A-def1-norm",)

    hypotheses = (
        Hypothesis("the reward is finite", lambda x: all(w > 0 for w in x.weights),
                   without=Case(weights=(0, 1), phi=COIN, rho=1)),
        Hypothesis("ρ ≠ 0", lambda x: x.rho != 0, without=Case(weights=(1, 2), phi=COIN, rho=0)),
    )  # fmt: skip
    example = Case(weights=EXAMPLE_WEIGHTS, phi=EXAMPLE_P, rho=1)
    edges = (
        Edge("K = 1", Case(weights=(2,), phi=ONE_LETTER, rho=1)),
        Edge("R = 1", Case(weights=(Fraction(1, 3), Fraction(2, 3)), phi=COIN, rho=2)),
        Edge("constant reward", Case(weights=(3, 3), phi=W, rho=-1)),
        Edge("zero probability", Case(weights=(1, 2), phi=pmf("0, 1"), rho=1)),
    )
    teeth = (
        Variant("the sign of log R", shift=lambda log_r: -log_r),
        Variant("without log R", shift=lambda _: 0),
    )

    def shift(self, log_r: Any) -> Any:
        """What log R adds."""
        return log_r

    def holds(self, x: Case) -> Any:
        weights = tuple(map(Fraction, x.weights))
        shift = self.shift(log(sum(weights)))
        q = Distribution.from_weights(weights)
        yield equal(cross_entropy(x.phi, q), shift - mean_reward(x.phi, weights), "H(φ‖q)")
        raw, own = (sum(mass * w**x.rho for mass, w in zip(x.phi.probabilities, values, strict=True))
                    for values in (weights, q.probabilities))  # fmt: skip
        renyi = -log(own) / x.rho  # H_{1+ρ}
        yield equal(log(raw) / x.rho, -renyi + shift, "moment")

    @witness
    def one_outcome(self) -> Case:
        """The smallest: K = 1, r = log 2. H(φ‖q) = 0, not −log 2."""
        return Case(weights=(2,), phi=ONE_LETTER, rho=1)

    @proof
    def normal_form(self) -> Iterator[Step]:
        """q = e^r/R."""
        phi, w = families("phi w")
        (rho,) = symbols("rho")
        whole = total(w[y])
        q = w[y] / whole
        yield identity(
            "H(φ‖q) = log R − E_φ r, with w = e^r",
            symbolic_cross_entropy(phi[y], q),
            self.shift(symbolic_log(whole)) - total(phi[y] * symbolic_log(w[y])),
            given=[is_pmf(phi)],
        )
        yield identity(
            "(1/ρ) log E_φ e^{ρ r} = −H_{1+ρ}(φ‖q) + log R",
            symbolic_log(total(phi[y] * w[y] ** rho)) / rho,
            symbolic_log(total(phi[y] * q**rho)) / rho + self.shift(symbolic_log(whole)),
        )

    @search(lambda: weighted().map(lambda x: x.but(rho=x.alpha)))
    def integer_orders(self, x: Case) -> Any:
        """Equality of log forms."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        phi, q = ["vec", "1/5", "3/10", "1/2"], ["vec", "2/3", "1/9", "2/9"]
        mean = ["+", ["*", "1/5", ["log", "6"]], ["*", "1/2", ["log", "2"]]]
        yield relation(["cross_entropy", phi, q], "=", ["-", ["log", "9"], mean]), {"precision": "64"}


class RewardSign(Claim):
    id = "A-def1-sign"
    place = "Definition 1, Assumption 2"
    title = "The reward as a log-likelihood"
    statement = "The reward is the negative log-likelihood of a distribution q."
    latex = r"r(y) = -\log q(y)"
    flaw = (
        "With R = Σ e^r = 1 the reward is the log-likelihood itself, ≤ 0. With the printed sign Σ 1/q = 1 would be"
        " needed, possible for one outcome only; and the alignment would prefer the outcomes unlikely under q."
    )
    corrected = "r = log q for the distribution q = e^r; −r = −log q ≥ 0."
    corrected_latex = r"r(y) = \log q(y)"
    scope = "every finite alphabet, every real reward with Σ e^r = 1"
    expected = "amended"
    corrected_expected = "tested"
    weight = "slip"
    as_printed = Variant("as printed", sign=-1)
    statement_uses = ("A-def1-norm",)

    hypotheses = (Hypothesis("q is positive", lambda x: all(v > 0 for v in x.q.probabilities),
                             without=Case(q=pmf("0, 1"))),)  # fmt: skip
    example = Case(q=W)
    edges = (
        Edge("K = 1: both signs, r = 0", Case(q=ONE_LETTER)),
        Edge("constant reward", Case(q=COIN)),
    )
    teeth = (
        Variant("r = −log q", sign=-1),
        Variant("r = 2 log q", sign=2),
    )

    sign = 1

    def holds(self, x: Case) -> Any:
        weights = [(self.sign * Reward.log_of(x.q)[o]).exp() for o in x.q]
        yield equal(sum(weights), 1, "Σ e^r")
        for o in x.q:
            yield at_most(self.sign * log(x.q[o]), 0, f"r({o})")

    @witness
    def two_outcomes(self) -> Case:
        """q = (1/3, 2/3): Σ e^{−log q} = 3 + 3/2."""
        return Case(q=W)

    @proof
    def normal_form(self) -> Iterator[Step]:
        """q = e^r is a distribution, and log q = r."""
        q = families("q")[0]
        yield identity("Σ e^{log q} = Σ q = 1", total(q[y] ** self.sign), 1, given=[is_pmf(q)])
        yield argument("So q ≤ 1 and r ≤ 0. Conversely e^r ≥ 0 has the sum R = 1.", tested_by="all_alignments")

    @search(lambda: pmfs().map(lambda q: Case(q=q)), examples=50)
    def all_alignments(self, x: Case) -> Any:
        """Exact sums."""
        return self.holds(x)
