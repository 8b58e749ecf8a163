"""a comparison holds the float 5.0: write it as a string or a Fraction"""
# ruff: noqa

from contextlib import suppress

from proofs_check import Claim, Variant, at_most, decision


class C(Claim):
    id, place = "C-claim", "1"
    title = "means"
    statement = "The mean of each of the three rows is at most 3."
    scope = "the three rows"
    expected = "certified"
    bound = 3
    rows = ((2, 4), (1, 9), (3, 3))
    teeth = (Variant("low", bound=2),)

    @decision
    def means(self):
        for row in self.rows:
            with suppress(ValueError):
                yield at_most(sum(row) // len(row) if row[0] > 1 else sum(row) / len(row), self.bound)
