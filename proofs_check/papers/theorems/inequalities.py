"""The named theorems: a line of a proof cites one by matching terms, and its hypotheses stand in earlier lines.

Each is a claim like any other: cases of its sorts are tried, wrong variants of it must fail, and the proof assistant
has a theorem of which it is an instance.
"""

from __future__ import annotations

from proofs_check.formula import (
    KL,
    TV,
    E,
    Pr,
    Sum,
    Var,
    absolute,
    event,
    exp,
    for_all,
    function,
    iff,
    log,
    positive,
    renyi,
    sqrt,
    sub_gaussian,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import N, a, b_order, g, high, low, p, q, r, x, y

_c = positive("c")
_u = x


class Gibbs(Assertion):
    id = "T-gibbs"
    place = "Cover & Thomas, Theorem 2.6.3"
    title = "Gibbs: a KL divergence is not negative"
    asserts = Statement(KL(p, q) >= 0)
    formal = "KL_nonneg"
    expected = "formal"


class GibbsEquality(Assertion):
    id = "T-gibbs-equality"
    place = "Cover & Thomas, Theorem 2.6.3"
    title = "Gibbs: it is 0 only between equal laws"
    asserts = Statement(iff(KL(p, q) == 0, for_all(y, p(y) == q(y))))
    formal = "KL_zero_iff"
    expected = "formal"


class LogSum(Assertion):
    id = "T-log-sum"
    place = "Cover & Thomas, Theorem 2.7.1"
    title = "The log-sum inequality, for positive numbers"
    asserts = Statement(
        Sum(y, r(y)) * log(Sum(y, r(y)) / Sum(y, g(y))) <= Sum(y, r(y) * log(r(y) / g(y))),
        given=(for_all(y, r(y) > 0), for_all(y, g(y) > 0)),
    )
    formal = Formal(
        "log_sum Sum_nonneg",
        "intros X dec A r g nodup Pr Pg Ng Q N1 N2."
        " assert (Sg : 0 <= Sum A g) by (apply Sum_nonneg; intros z I; apply Rlt_le, Pg, I)."
        " assert (Sr : 0 <= Sum A r) by (apply Sum_nonneg; intros z I; apply Rlt_le, Pr, I)."
        " destruct Sg as [Sg | Sg]; [ | exfalso; apply Ng; now symmetry]."
        " destruct Sr as [Sr | Sr]; [ | exfalso; change (0 < Sum A r / Sum A g) in Q;"
        " rewrite <- Sr in Q; unfold Rdiv in Q; rewrite Rmult_0_l in Q; lra]."
        " apply (log_sum A r g); try assumption; intros z I; [apply Rlt_le, Pr, I | apply Rlt_le, Pg, I | ]."
        " intros Z0; pose proof (Pg z I); lra. ",
    )
    expected = "formal"


class Bernoulli(Assertion):
    id = "T-bernoulli"
    place = "Mitrinović, Analytic Inequalities, 2.4"
    title = "Bernoulli's inequality, for a whole number"
    asserts = Statement(1 - N * _u <= (1 - _u) ** N, given=(_u >= 0, _u <= 1))
    formal = "bernoulli_pow"
    expected = "formal"


class Exponential(Assertion):
    id = "T-exp"
    place = "Hardy, Littlewood & Pólya, Inequalities, 5.5"
    title = "A logarithm is at most its argument less 1"
    asserts = Statement(log(x) <= x - 1, given=(x > 0,))
    formal = "ln_le_sub1"
    expected = "formal"


class Jensen(Assertion):
    id = "T-jensen"
    place = "Cover & Thomas, Theorem 2.6.2"
    title = "Jensen, for the exponential"
    asserts = Statement(E(p, r) <= log(E(p, function(y, exp(r(y))))))
    formal = Formal(
        "donsker_varadhan KL_self",
        "intros; match goal with L : law ?A ?p |- Ex ?A ?p ?r <= _ =>"
        " pose proof (donsker_varadhan A p L r p L (fun _ _ z => z)) as D; rewrite (KL_self A p) in D; lra end. ",
    )
    expected = "formal"


class Pinsker(Assertion):
    id = "T-pinsker"
    place = "Cover & Thomas, Lemma 11.6.1"
    title = "Pinsker's inequality"
    asserts = Statement(TV(p, q) <= sqrt(KL(p, q) / 2))
    formal = "pinsker"
    expected = "formal"


class Markov(Assertion):
    id = "T-markov"
    place = "Billingsley, (21.12)"
    title = "Markov's inequality"
    asserts = Statement(Pr(p, event(y, _c <= r(y))) <= E(p, r) / _c, given=(for_all(y, r(y) >= 0),))
    formal = "markov"
    expected = "formal"


class Chebyshev(Assertion):
    id = "T-chebyshev"
    place = "Billingsley, (21.13)"
    title = "Chebyshev's inequality"
    asserts = Statement(Pr(p, event(y, _c <= absolute(r(y) - E(p, r)))) <= Var(p, r) / (_c * _c))
    formal = "chebyshev"
    expected = "formal"


class HoeffdingLemma(Assertion):
    id = "T-hoeffding-lemma"
    place = "Boucheron, Lugosi & Massart, Lemma 2.2"
    title = "Hoeffding's lemma: a bounded reward is sub-Gaussian"
    asserts = Statement(
        sub_gaussian(p, r, (high - low) * (high - low) / 4),
        given=(for_all(y, low <= r(y)), for_all(y, r(y) <= high)),
    )
    formal = Formal("hoeffding", "intros; apply hoeffding; [ assumption | intros; split; auto ]. ")
    expected = "formal"


class RenyiMonotone(Assertion):
    id = "T-renyi-monotone"
    place = "van Erven & Harremoës 2014, Theorem 3"
    title = "A Rényi divergence grows with its order"
    asserts = Statement(renyi(a, p, q) <= renyi(b_order, p, q), given=(a <= b_order,))
    formal = "Renyi_monotone"
    expected = "formal"
