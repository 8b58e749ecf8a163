"""Section 8, Definition 8: m-grained distributions and how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    equal,
    identity,
    proof,
    search,
    theorem,
)
from proofs_check.engine.searches import cases, integers
from proofs_check.formula import count, exists, for_all, iff, positive, real, type_of
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers.variables import k, lam, m, w, y

_WHOLE = Hypothesis("K ≥ 1 and m ≥ 1", lambda x: x.K >= 1 and x.m >= 1, untried="no letters, or no sequence")


def types(letters: int, length: int) -> set[tuple[Fraction, ...]]:
    """The types of all sequences, by going through them."""
    return {
        tuple(Fraction(sequence.count(k), length) for k in range(letters))
        for sequence in product(range(letters), repeat=length)
    }


def grained(letters: int, length: int, least: int = 0) -> set[tuple[Fraction, ...]]:
    """The distributions on the letters whose probabilities are c/length with integers c ≥ least."""
    return {
        tuple(Fraction(c, length) for c in counts)
        for counts in product(range(least, length + 1), repeat=letters)
        if sum(counts) == length
    }


_from_one = count("k")


class Grained(Assertion):
    id = "A-def8"
    place = "Definition 8"
    title = "Types are m-grained"
    statement = "The types of sequences of length m are the m-grained distributions, p(i) = c_i/m with c_i ∈ ℕ."
    asserts = Statement(iff(exists(w, type_of(w) == lam), for_all(y, exists(_from_one, m * lam(y) == _from_one))))
    flaw = (
        "With ℕ from 1 on, as elsewhere in the text (sequences Y_n and lengths m are indexed by it), a type with a"
        " missing letter is not m-grained. With 0 in ℕ it is right."
    )
    weight = "slip"
    refuted_by = "grained_from_1"
    mended = Statement(iff(exists(w, type_of(w) == lam), for_all(y, exists(k, m * lam(y) == k))))
    formal = "grained_laws"
    expected = "amended"
    corrected_expected = "formal"
    notes = "Refuted at m = 1 by the type (1, 0) of the word 0. They are the distributions with c_i ∈ {0, 1, 2, …}."


class HowManyTypes(Claim):
    id = "A-def8-count"
    place = "Definition 8"
    title = "There are polynomially many types"
    statement = "The number of types is polynomial in m."
    latex = r"|\mathcal{T}_m| = \binom{m+K-1}{K-1} \le (m+1)^{K-1}"
    scope = "every K ≥ 1 and m ≥ 1: C(m + K − 1, K − 1) ≤ (m + 1)^{K−1}, a polynomial in m for fixed K (not in K)"
    expected = "argued"
    notes = "No term: it counts the types of a length. The formal library has the bound as `types_count`."
    printed_proof_uses = ("A-def8",)
    statement_uses = ("A-def8",)
    proof_uses = ("A-def8",)

    hypotheses = (_WHOLE,)
    example = Case(K=3, m=2)
    edges = (Edge("K = 1", Case(K=1, m=3)), Edge("m = 1: K types", Case(K=4, m=1)))
    teeth = (
        Variant("exactly (m + 1)^{K−1}", count=lambda letters, m: (m + 1) ** (letters - 1)),
        Variant("at most m^{K−1}", bound=lambda letters, m: m ** (letters - 1)),
        Variant("at most (K + 1)^{m−1}", bound=lambda letters, m: (letters + 1) ** (m - 1)),
        Variant("Pascal's rule with K + 1 for K − 1", neighbour=lambda upper, lower: upper + 2 * lower),
    )

    def count(self, letters: int, m: int) -> int:
        """The number of types."""
        return comb(m + letters - 1, letters - 1)

    def bound(self, letters: Any, m: Any) -> Any:
        """The bound."""
        return (m + 1) ** (letters - 1)

    def neighbour(self, upper: Any, lower: Any) -> Any:
        """The number for (K, m) from those for (K, m − 1) and (K − 1, m)."""
        return upper + lower

    def holds(self, x: Case) -> Iterator[Answer]:
        found = len(grained(x.K, x.m))
        yield equal(found, self.count(x.K, x.m), "number of types")
        yield at_most(found, self.bound(x.K, x.m), "number of types")
        if x.K > 1 and x.m > 1:
            yield equal(found, self.neighbour(len(grained(x.K, x.m - 1)), len(grained(x.K - 1, x.m))), "recursion")

    @proof
    def recursion(self) -> Iterator[Step]:
        """Types with and without the last letter."""
        letters, m, previous = real("K"), positive("m"), real("C")
        yield theorem("A-def8", "types are the vectors of K integers ≥ 0 of sum m")
        yield argument(
            "The last count is 0, or can be lowered by 1: n(K, m) = n(K − 1, m) + n(K, m − 1), n(1, m) = n(K, 0) = 1.",
            tested_by="small_sets",
        )
        yield identity(
            "binomials obey the same rule: with C = C(m + K − 2, K − 1) they are C (m + K − 1)/m, C (K − 1)/m and C",
            self.neighbour(previous, previous * (letters - 1) / m) == previous * (m + letters - 1) / m,
        )
        yield identity(
            "the first K − 1 counts are in {0, …, m} and determine the last: at most (m + 1)^{K−1} types",
            (m + 1) ** letters / (m + 1) == self.bound(letters, m),
        )

    @search(cases(K=integers(1, 4), m=integers(1, 5)), examples=20)
    def small_sets(self, x: Case) -> Answer:
        """Types counted one by one."""
        return self.holds(x)
