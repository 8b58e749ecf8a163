"""pass@k from n samples of which c are right."""

from __future__ import annotations

from proofs_check.formula import choose, more, sum_to
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import c, k, n_samples, theta


class PassAtK(Assertion):
    id = "E-passk"
    place = "human-eval"
    title = "The unbiased estimate of pass@k"
    statement = "1 − C(n−c,k)/C(n,k) is unbiased for pass@k, k ≤ n."
    asserts = Statement(
        sum_to(
            c,
            more(n_samples),
            choose(n_samples, c)
            * theta**c
            * (1 - theta) ** apply("monus", n_samples, c)
            * (1 - choose(apply("monus", n_samples, c), k) / choose(n_samples, k)),
        )
        == 1 - (1 - theta) ** k,
        given=(k <= n_samples, theta >= 0, theta <= 1),
    )
    formal = "passk_claim"
    expected = "formal"
    notes = "c is the number of right samples among n independent ones, each right with probability θ: binomial."
