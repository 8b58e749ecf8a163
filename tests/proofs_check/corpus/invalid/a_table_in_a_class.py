"""where nothing answers: compare in a check"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Claim,
    Variant,
    at_least,
    at_most,
    decision,
)


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "n*n <= 400 for n = 0..40."
    scope = "all"
    expected = "certified"
    k = 0
    teeth = (Variant("wrong", k=1),)

    ROWS = [at_most(j * j, 400) for j in range(41)]

    @decision
    def table(self):
        return [*self.ROWS[:21], at_least(1, 1 + self.k)]
