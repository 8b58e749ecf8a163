""""""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place = "C-claim", "1"
    title = "Euclid's pairs"
    statement = "From (n, 12), n ≤ 12, the first step of Euclid's algorithm leads to (12, n mod 12)."
    scope = "1 ≤ n ≤ 12"
    expected = "tested"
    shift = 0
    example = Case(n=3)
    edges = (Edge("one", Case(n=1)), Edge("twelve", Case(n=12)))
    teeth = (Variant("shifted", shift=1),)

    def holds(self, x):
        pair, found = [x.n, 12], []
        while pair[1]:
            pair[:] = [pair[1], pair[0] % pair[1]]
            if not found:
                found.append(equal(pair, [12, (x.n + self.shift) % 12]))
        return found

    @search(cases(n=integers(1, 12)))
    def go(self, x):
        return self.holds(x)
