"""Weighted sums of many numbers and of their squares, exact where the numbers are.

Exact numbers are polynomials in logarithms: over the monomials that occur, sums and squares of them are products of
rational matrices. So what they reduce to is asked once, not at every sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpz

from exactalign.numbers.arithmetic import simplest, total
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logpolynomials import collapsed, terms_of
from exactalign.numbers.rationals import to_fmpq
from exactalign.numbers.reading import Number

Monomial = tuple[fmpz, ...]


class Moments:
    """Numbers of which weighted sums are wanted.

    >>> from exactalign import log
    >>> Moments([log(2), log(6) - log(3)]).variance([Fraction(1, 2), Fraction(1, 2)])
    Fraction(0, 1)
    """

    def __init__(self, values: Sequence[Number]) -> None:
        self._values = values
        self._monomials: list[Monomial] = []
        self._matrix: fmpq_mat | None = None
        exact = [v for v in values if not isinstance(v, EnclosedReal)]
        if len(exact) < len(values):
            return
        rows = [terms_of(v) for v in exact]
        self._monomials = sorted({m for row in rows for m in row})
        if self._monomials:
            entries = [row.get(m, 0) for row in rows for m in self._monomials]
            self._matrix = fmpq_mat(len(rows), len(self._monomials), entries)

    def sums(self, weights: Sequence[Sequence[Fraction]]) -> list[Number]:
        """Return Σ w·value for each row of weights."""
        if any(isinstance(v, EnclosedReal) for v in self._values):
            return [simplest(total(w * v for w, v in zip(row, self._values, strict=True))) for row in weights]
        if self._matrix is None:
            return [Fraction(0)] * len(weights)
        product = _matrix(weights) * self._matrix
        return [collapsed({m: product[i, j] for j, m in enumerate(self._monomials)}) for i in range(len(weights))]

    def variance(self, weights: Sequence[Fraction]) -> Number:
        """Return Σ w·(value − mean)² for weights ≥ 0 of sum 1."""
        if any(isinstance(v, EnclosedReal) for v in self._values):
            (mean,) = self.sums([weights])
            centred = [v - mean for v in self._values]
            return simplest(total(w * (c * c) for w, c in zip(weights, centred, strict=True)))
        if self._matrix is None:
            return Fraction(0)
        row = _matrix([weights])
        mean_row = row * self._matrix
        weighted = fmpq_mat(
            len(weights),
            len(self._monomials),
            [to_fmpq(w) * self._matrix[i, j] for i, w in enumerate(weights) for j in range(len(self._monomials))],
        )
        covariance = self._matrix.transpose() * weighted - mean_row.transpose() * mean_row
        terms: dict[Monomial, fmpq] = {}
        for i, one in enumerate(self._monomials):
            for j, other in enumerate(self._monomials):
                product = tuple(sorted(one + other))
                terms[product] = terms.get(product, fmpq(0)) + covariance[i, j]
        return collapsed(terms)


def _matrix(rows: Sequence[Sequence[Fraction]]) -> fmpq_mat:
    return fmpq_mat(len(rows), len(rows[0]), [to_fmpq(w) for row in rows for w in row])
