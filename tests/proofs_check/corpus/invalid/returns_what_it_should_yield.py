"""a generator returns a Comparison, at which nothing looks: yield it"""

from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, equal, instances, pmf


class Squares(Claim):
    id = "BAD-returned"
    place = "Section 1"
    title = "The squares of the masses sum to 1"
    statement = "All masses of a law are in [0, 1], and their squares sum to 1."
    scope = "every p"
    expected = "certified"
    example = Case(p=pmf("1"))
    edges = (Edge("another letter", Case(p=pmf("1, 0"))),)
    most = 1
    teeth = (Variant("at most 0", most=0),)

    def holds(self, x):
        for mass in x.p.probabilities:
            yield at_least(mass, 0)
            yield at_most(mass, self.most)
        return equal(sum(mass * mass for mass in x.p.probabilities), 1)

    @instances([Case(p=pmf("1/2, 1/2")), Case(p=pmf("1/4, 3/4"))])
    def few(self, x):
        return self.holds(x)
