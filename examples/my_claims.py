"""Three claims about best-of-N and tilts.

proofs-check run examples/my_claims.py
"""

from itertools import pairwise

from exactalign import Reward, cross_entropy, kl_divergence, log, rational
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.tilting import tilt
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_least, at_most, equal, identity, pmf, proof, search
from proofs_check.engine.searches import integers, models, pmfs, st
from proofs_check.formula import KL, H, T, Z, positive_law, real
from proofs_check.formula import log as logarithm

P, Q, ALPHA = positive_law("p"), positive_law("q"), real("alpha")


class PriceOfATilt(Claim):
    """True: an identity for every number of outcomes, and tried on small models as well."""

    id = "MY-price"
    place = "Lemma 1"
    title = "What a tilt costs"
    statement = "KL(T‖p) = −α·H(T‖q) − log Σ p q^α for T = T(q, p, α)."
    latex = r"D(T\|p) = -\alpha H(T\|q) - \log \sum_y p(y) q(y)^\alpha"
    scope = "every finite K, all real α, every p and q > 0"
    expected = "argued"

    def factor(self, alpha):
        return -alpha

    def holds(self, x):
        t = tilt(x.p, x.q, x.alpha)
        partition = sum(x.p[o] * x.q[o] ** x.alpha for o in x.p)
        return equal(kl_divergence(t, x.p), self.factor(x.alpha) * cross_entropy(t, x.q) - log(partition))

    hypotheses = (
        Hypothesis(
            "p and q are positive",
            lambda x: all(mass > 0 for mass in (*x.p.probabilities, *x.q.probabilities)),
            gives=(P, Q),  # what the identity assumes of its letters
            without=Case(p=pmf("1/2, 1/2"), q=pmf("1, 0"), alpha=-1),
        ),
    )
    example = Case(p=pmf("1/3, 2/3"), q=pmf("1/4, 3/4"), alpha=2)
    edges = (
        Edge("K = 1", Case(p=pmf("1"), q=pmf("1"), alpha=2)),
        Edge("α = 0", Case(p=pmf("1/3, 2/3"), q=pmf("1/4, 3/4"), alpha=0)),
    )
    teeth = (
        Variant("the sign of α", factor=lambda alpha: alpha),
        Variant("1 − α for α", factor=lambda alpha: alpha - 1),
    )

    @proof
    def normal_form(self):
        t = T(Q, P, ALPHA)
        yield identity(
            "both sides, in Σ p q^α and Σ p q^α log q",
            KL(t, P) == self.factor(ALPHA) * H(t, Q) - logarithm(Z(Q, P, ALPHA)),
        )

    @search(models(alpha=integers(-3, 3)))
    def integer_exponents(self, x):
        return self.holds(x)


class OftenQuoted(Claim):
    """False: nobody has to write a witness down, the search finds the smallest one."""

    id = "MY-equality"
    place = "Section 2"
    title = "The KL divergence of best-of-N, as often quoted"
    statement = "KL(π_N‖p) = log N − (N−1)/N when no two outcomes have the same reward."
    scope = "every finite p with at least two outcomes, every N ≥ 2"
    expected = "refuted"
    weight = "false"

    def compared(self, left, right):
        return equal(left, right)

    def holds(self, x):
        policy = best_of_n(x.p, Reward.values(range(len(x.p))), x.n)
        return self.compared(kl_divergence(policy, x.p), log(x.n) - rational(x.n - 1) / x.n)

    # Of a false claim the teeth are repaired variants: the search must leave them alone.
    teeth = (Variant("at most", compared=at_most),)

    @search(st.fixed_dictionaries({"p": st.integers(2, 4).flatmap(pmfs), "n": integers(2, 6)}))
    def small_models(self, x):
        return self.holds(x)


class Golden(Claim):
    """True only under a condition: the search finds which of the conditions listed is enough."""

    id = "MY-golden"
    place = "Section 3"
    title = "Selection by a proxy never lowers the golden reward"
    statement = "E[g] under best-of-N by the proxy r is at least E[g] under the reference."
    scope = "2 or 3 outcomes with small weights and scores, N from 2 to 4"
    expected = "amended"
    weight = "false"
    corrected_expected = "tested"

    def compared(self, left, right):
        return at_least(left, right)

    def holds(self, x):
        policy = best_of_n(x.p, Reward.values(x.r), x.n)
        golden = dict(enumerate(x.g))
        return self.compared(policy.expectation(golden), x.p.expectation(golden))

    # Weakest first. What the search cannot break becomes the condition of the corrected statement.
    conditions = (
        Hypothesis("the best outcome of r is a best one of g", lambda x: x.g[x.r.index(max(x.r))] == max(x.g)),
        Hypothesis("the worst outcome of r is a worst one of g", lambda x: x.g[x.r.index(min(x.r))] == min(x.g)),
        Hypothesis("g is a non-decreasing function of r", lambda x: in_order(x)),
    )
    example = Case(p=pmf("1/3, 2/3"), r=(0, 1), g=(0, 1), n=2)
    edges = (
        Edge("constant proxy", Case(p=pmf("1/3, 2/3"), r=(1, 1), g=(0, 0), n=2)),
        Edge("N = 1", Case(p=pmf("1/3, 2/3"), r=(0, 1), g=(0, 1), n=1)),
    )
    teeth = (Variant("the other direction", compared=at_most),)

    @search(
        st.one_of(
            st.fixed_dictionaries(
                {
                    "p": pmfs(size),
                    "r": st.tuples(*[integers(0, 3)] * size),
                    "g": st.tuples(*[integers(0, 3)] * size),
                    "n": integers(2, 4),
                }
            )
            for size in (2, 3)
        ),
        examples=200,  # with a hundred it does not find what refutes the first condition
    )
    def small_models(self, x):
        return self.holds(x)


def in_order(x):
    """Whether g is a non-decreasing function of r."""
    pairs = sorted(zip(x.r, x.g, strict=True))
    return all(a[1] <= b[1] for a, b in pairwise(pairs)) and len(set(pairs)) == len(set(x.r))
