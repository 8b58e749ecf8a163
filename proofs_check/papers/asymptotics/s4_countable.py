"""Beyond finite alphabets: what stands on a countable alphabet with a finite partition function, and what does not.

The letters are 0, 1, 2, …; q is a law on them (R = 1), so that q → 0, the best letters on the support of p are finitely
many, and Z_α = Σ p q^α ≤ 1 for every α ≥ 0. The models here have closed forms: p(k) = (1 − a)a^k and q(k) = (1 − b)b^k,
whose tilts and whose best-of-N are geometric again; and letters with the cost −log q(j) = 2^j log 2 + log Σ 2^{−2^i}.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from exactalign import LogForm, log
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Variant,
    argument,
    at_least,
    at_most,
    equal,
    greater,
    identity,
    instances,
    proof,
    search,
    theorem,
)
from proofs_check.formula import positive, real
from proofs_check.formula.terms import lift
from proofs_check.language.steps import Step

_RATIOS = st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(2, 3), Fraction(3, 4), Fraction(1, 5)])


def geometric_kl(c: Fraction, a: Fraction) -> LogForm:
    """KL of the geometric law of ratio c to that of ratio a: log((1−c)/(1−a)) + (c/(1−c)) log(c/a)."""
    return log((1 - c) / (1 - a)) + log(c / a) * (c / (1 - c))


def geometric_entropy(c: Fraction, b: Fraction) -> LogForm:
    """The cross entropy of the geometric law of ratio c to that of ratio b."""
    return -log(1 - b) - log(b) * (c / (1 - c))


class CountableStands(Claim):
    id = "A-countable"
    place = "Definition 1; Sections 2 to 4"
    title = "What stands on a countable alphabet with a finite partition function"
    statement = (
        "On a countable alphabet with R = Σ e^r finite: Definition 2's minimiser exists; Lemma 1 (one tilt, 0 < Δ <"
        " Δ_max), Lemmas 2, 3, 4, 5, 6 with log N − (N−1)/N, 9 (exponents ≥ 0), Corollary 1 and the type lemma stand;"
        " Theorem 1 for δ > 0 is a large deviation principle whose rate is that of a tilt only at the levels of tilts."
        " Theorem 3 and, without a moment of log q, Lemma 7 and Theorem 2 do not: A-countable-ldp, A-countable-reward."
    )
    latex = r"Z_\alpha = \sum_y p\,q^\alpha \le 1 \quad (\alpha \ge 0)"
    scope = "every p, q on a countable alphabet, q > 0 on the support of p, log q not constant there, 0 < δ < Δ_max"
    expected = "argued"
    proof_uses = ("thm:donsker-varadhan", "thm:bounded-convergence", "thm:gibbs", "thm:cramer", "thm:data-processing")
    example = Case(a=Fraction(1, 2), b=Fraction(1, 3), alpha=1, d=Fraction(1, 5), N=2)
    edges = (
        Edge("N = 1", Case(a=Fraction(1, 2), b=Fraction(1, 3), alpha=0, d=Fraction(1, 2), N=1)),
        Edge("Δ = 0 where E_p log q = −∞", note="φ_0 = p still, with infinite cross entropy"),
        Edge("α < 0", note="Z_α may be infinite: there is then no tilt, and Lemma 9 has no meaning"),
    )
    teeth = (
        Variant("the sign of α in Lemma 2", sign=-1),
        Variant("a tilt by α + 1", shift=1),
        Variant("log N − 2(N − 1)/N in Lemma 6", spare=2),
    )
    notes = (
        "Nothing here has a formal proof: the library is about finite alphabets. The tests are at geometric laws, where"
        " every sum is exact; they try the identities and Lemma 6, not the limits."
    )
    sign, shift, spare = 1, 0, 1

    def holds(self, x: Case) -> Answer:
        tilted = x.a * x.b ** (x.alpha + self.shift)
        budget = geometric_kl(tilted, x.a)
        gained = (geometric_entropy(x.d, x.b) - geometric_entropy(tilted, x.b)) * (x.alpha * self.sign)
        kept = x.a**x.N
        return [
            equal(geometric_kl(x.d, tilted), geometric_kl(x.d, x.a) - budget + gained, "Lemma 2's identity"),
            at_most(geometric_kl(kept, x.a), log(x.N) - Fraction(x.N - 1, x.N) * self.spare, "Lemma 6"),
        ]

    @proof
    def results(self) -> Iterator[Step]:
        """Result by result."""
        psi, lp, lq, log_z, alpha = map(real, ("log_psi", "log_p", "log_q", "log_Z", "alpha"))
        yield theorem("thm:donsker-varadhan", "the ball KL(·‖p) ≤ Δ is tight and closed; H(·‖q) = Σ ψ(−log q) is lower"
                      " semicontinuous, as −log q ≥ 0: the minimiser exists (Definition 2)")  # fmt: skip
        yield theorem("thm:bounded-convergence", "Z_α is continuous on α ≥ 0, with Z_0 = 1; α(−log q)q^α ≤ 1/e, so"
                      " KL(φ_α‖p) = −αH(φ_α‖q) − log Z_α is continuous too, 0 at α = 0 even if E_p log q = −∞,"
                      " and tends to Δ_max as α → ∞ (the best letters are finitely many)")  # fmt: skip
        yield identity(
            "log(ψ/φ) = log(ψ/p) − α log q + log Z at every letter, for log φ = log p + α log q − log Z",
            psi - (lp + alpha * lq - log_z) == psi - lp - self.sign * alpha * lq + log_z,
        )
        yield argument(
            "Lemma 2's identity KL(ψ‖φ) = KL(ψ‖p) − Δ + α(H(ψ‖q) − H(φ‖q)) is the sum of this over ψ, where H(φ‖q) is"
            " finite as α > 0: for H(ψ‖q) = ∞ Lemma 2 says nothing, else every sum converges.",
            tested_by="geometric",
        )
        yield theorem("thm:gibbs", "so Lemma 1: within the ball ψ has H(ψ‖q) ≥ H(φ‖q), with equality at φ alone;"
                      " KL(φ_α‖p) increases strictly, by the identity at two tilts, so α(Δ) is one")  # fmt: skip
        yield argument(
            "Lemmas 3, 4, 5, 9 and Corollary 1 are sums of positive terms that converge for ρ ≥ 0 and exponents ≥ 0.",
            tested_by="geometric",
        )
        yield theorem("thm:data-processing", "Lemma 6: its bound holds for every finite partition of the outcomes,"
                      " merged by their density; KL is the supremum over partitions")  # fmt: skip
        yield theorem("thm:cramer", "Theorem 1: under φ, E e^{s(−log q)} = Z_{α−s}/Z_α is finite for s ≤ α, so for"
                      " α > 0 the principle holds, with compact level sets; beyond the levels of tilts"
                      " the rate is linear, αt + log Z_α where no tilt by β < 0 exists")  # fmt: skip
        yield argument(
            "The type lemma: a tilt by α′ < α has finite variance of log q, and Chebyshev's bound with the change of"
            " measure makes P_π(S < m(ρ − η)) doubly exponentially small; above, π ≤ N p^m ≤ e^{mαη} φ^m on sequences,"
            " and ‖t − φ‖₁ of m letters has mean → 0 and bounded differences 2/m: P_φ(‖t − φ‖₁ > ε) is exponentially"
            " small. From Δ_max on: q → 0 leaves a gap below the best letters.",
            tested_by="geometric",
        )

    @search(
        lambda: st.builds(
            lambda a, b, alpha, d, n: Case(a=a, b=b, alpha=alpha, d=d, N=n),
            _RATIOS, _RATIOS, st.integers(0, 3), _RATIOS, st.integers(1, 6),
        ),
        examples=25,
    )  # fmt: skip
    def geometric(self, x: Case) -> Answer:
        """Lemma 2's identity and Lemma 6 at geometric laws, exactly."""
        return self.holds(x)


class CountableReward(Claim):
    id = "A-countable-reward"
    place = "Lemma 7 and Theorem 2, on a countable alphabet"
    title = "Lemma 7 and Theorem 2 need a moment of log q"
    statement = (
        "On a countable alphabet Lemma 7 and Theorem 2 hold for 0 < δ < Δ_max if E_p|log q|^ε is finite for some ε > 0;"
        " otherwise H(π_N^m‖q^m) and KL(π_N^m‖φ_δ^m) are infinite at every m and N."
    )
    latex = (
        r"H(\pi_N^m\|q^m) < \infty \text{ for large } m \iff \exists\varepsilon>0:\ E_p|\log q|^\varepsilon < \infty"
    )
    scope = "every p, q on a countable alphabet, q > 0 on the support of p, N = exp(mδ) up to a factor"
    expected = "argued"
    statement_uses = ("A-countable",)
    proof_uses = ("A-countable", "thm:markov")
    example = Case(N=2, last=40)
    edges = (
        Edge("N = 1", Case(N=1, last=20)),
        Edge("finite alphabets", note="every moment is finite"),
        Edge("δ ≥ Δ_max", note="Theorem 2 fails as it does on finite alphabets (A-thm2-past)"),
    )
    teeth = (
        Variant("a cost of j in place of 2^j", cost=lambda j: j),
        Variant("the tail to the power 2N", power=2),
    )
    power = 1
    notes = "The model without a moment: P_p(J ≥ j) = 1/j and −log q(j) = 2^j log 2 + a constant, j ≥ 1."

    def cost(self, j: int) -> int:
        """The cost −log q(j), in units of log 2, less its constant."""
        return 1 << j

    def holds(self, x: Case) -> Answer:
        """Σ_{j ≤ last} cost(j) P_π(J = j) for the best of N letters, J = the least: its terms grow past every bound."""
        reached = sum(
            (self.cost(j) * (Fraction(1, j**x.N) - Fraction(1, (j + 1) ** x.N)) for j in range(1, x.last + 1)),
            Fraction(0),
        )
        return greater(reached, Fraction(2**x.last, (x.last + 1) ** (x.N + 1)), f"the cost up to {x.last}")

    @proof
    def both_directions(self) -> Iterator[Step]:
        """The tail of the cost under best-of-N is the N-th power of that under p^m."""
        x, n = positive("x"), positive("N")
        yield identity("x (x^{−1/N})^N = 1", x * (x ** (-1 / n)) ** (n * self.power) == 1)
        yield argument(
            "P_π(S ≤ −x) = P_{p^m}(S ≤ −x)^N, at least P_p(−log q ≥ x)^N as all costs are ≥ 0. If E_π|S| is finite,"
            " then x P_p(−log q ≥ x)^N → 0, so P_p(−log q ≥ x) = O(x^{−1/N}) and E_p|log q|^ε is finite for ε < 1/N.",
            tested_by="without_a_moment",
        )
        yield theorem("thm:markov", "conversely P_{p^m}(S ≤ −x) ≤ m P_p(−log q ≥ x/m) ≤ C m^{1+ε} x^{−ε}: at most"
                      " ½ (x/M)^{−ε} from M = (2C m^{1+ε})^{1/ε} on")  # fmt: skip
        yield theorem("A-countable", "P_π(S < m(ρ − η)) ≤ exp(−e^{cm})")
        yield argument(
            "So E_π[|S|; S < m(ρ − η)] is at most M exp(−e^{cm}) + M 2^{−N}(1 + 1/(εN − 1)), which tends to 0 for"
            " N = exp(mδ): Lemma 7. Theorem 2 follows by Lemma 2's identity"
            " and Lemma 6, and is infinite with H(π_N^m‖q^m).",
            tested_by="without_a_moment",
        )

    @instances([Case(N=n, last=last) for n in (1, 2, 5) for last in (20, 40, 80)])
    def without_a_moment(self, x: Case) -> Answer:
        """The partial sums of E_π(−log q)/log 2, exactly."""
        return self.holds(x)


class CountableDeviations(Claim):
    id = "A-countable-ldp"
    place = "Theorem 3, on a countable alphabet"
    title = "Theorem 3 needs an exponential moment"
    statement = (
        "On a countable alphabet Theorem 3 fails as soon as E_p q^{−s} = ∞ for every s > 0: P(T ≥ t), for"
        " T = −(1/m) log q^m(Y^m), then does not decay exponentially at any t, so no rate function has compact level"
        " sets (Definition 7), and no tilt has a level t ≥ E_p(−log q) other than that of p. With one finite E_p q^{−s}"
        " the principle holds."
    )
    latex = r"\tfrac1m \log P\left(-\tfrac1m \log q^m(Y^m) \ge t\right) \to 0"
    scope = "every p, q on a countable alphabet; the instances: p(j) = 3·4^{−j}, −log q(j) = 2^j log 2 + a constant"
    expected = "argued"
    statement_uses = ("A-countable", "A-thm3")
    proof_uses = ("thm:cramer",)
    example = Case(m=64, t=10)
    edges = (Edge("finite alphabets", note="every exponential moment is finite"),)
    teeth = (
        Variant("an exponential bound e^{−m/4}", slow=False),
        Variant("a tail 4/x, the root of what it is", order=1),
    )
    slow, order = True, 2

    def holds(self, x: Case) -> Answer:
        """P(Σ 2^{J_i} ≥ m t) is at least P(J_1 ≥ j) = 4^{1−j} with 2^j ≥ m t, at least 1/(4(mt)²)·4; mean 3."""
        j = (x.m * x.t - 1).bit_length()
        exponent = log(4) * (j - 1) / x.m
        bound = log(4 * x.m**2 * x.t**2) / x.m if self.slow else LogForm.of(Fraction(1, 4))
        relation = at_most if self.slow else at_least
        return [at_least(Fraction(2**j), x.m * x.t, "one letter is enough"), relation(exponent, bound, f"m = {x.m}")]

    @proof
    def one_letter(self) -> Iterator[Step]:
        """One letter makes the deviation."""
        j = real("j")
        yield identity(
            "in the model P(J ≥ j) = 4^{1−j} is 4/x² at x = 2^j", 4 * lift(2) ** (-self.order * j) == lift(4) ** (1 - j)
        )
        yield argument(
            "T ≥ t if one letter has −log q ≥ mt, as costs are ≥ 0. If limsup (1/m) log P_p(−log q ≥ mt) < 0 for some"
            " t, then P_p(−log q ≥ x) decays exponentially along x = mt, hence everywhere, and E_p q^{−s} is finite for"
            " some s > 0. So the limsup is 0 for every t.",
            tested_by="heavy",
        )
        yield argument(
            "A principle would give inf over [t, ∞) of J = 0 for every t; with compact level sets the infimum is"
            " attained, so J = 0 beyond every t, and {J ≤ 0} is not bounded. A tilt by β < 0 would need Z_β < ∞.",
            tested_by="heavy",
        )
        yield theorem("thm:cramer", "conversely an exponential moment of −log q ≥ 0 gives the principle, with compact"
                      " level sets; its rate is KL of a tilt at the levels of tilts, and linear beyond")  # fmt: skip

    @instances([Case(m=m, t=10) for m in (64, 1024, 2**20)])
    def heavy(self, x: Case) -> Answer:
        """−(1/m) log P(T ≥ t) is at most (2 log 2mt)/m, t more than three times the mean."""
        return self.holds(x)
