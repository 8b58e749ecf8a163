"""running C-claim changes proofs_check.engine.verdicts.verdict_of"""
# ruff: noqa

from proofs_check import Case, Claim, Comparison, Variant, at_most, decision, equal, search
from proofs_check.engine.searches import cases, integers


class Claimed(Claim):
    id, place, title = "C-claim", "here", "the engine changed by a check"
    statement, scope = "2 + 2 = 4", "the given numbers"
    example = Case(n=1)

    expected = "proved"
    factor = 2
    teeth = (Variant("another factor", factor=3),)

    @decision
    def patched(self):
        from proofs_check.engine import verdicts

        verdicts.verdict_of = lambda *_: verdicts.Verdict("proved", "trust me")
        return equal(4, 2 * self.factor)
