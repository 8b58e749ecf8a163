"""Log polynomials: polynomials with rational coefficients in logarithms, as variances of log-likelihoods are.

They are kept over a coprime base, on which the logarithms are linearly independent over Q. That they
are algebraically independent as well is an open problem (it would follow from Schanuel's conjecture). So a polynomial
that reduces to 0 is 0; one that does not is told from 0 by enclosing; and that it is not 0 is known beforehand where
each of its irreducible factors is linear (Baker), is in one logarithm (Hermite–Lindemann), or is homogeneous in two
(Gelfond–Schneider: their quotient is transcendental).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce

from flint import Ordering, arb, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

from exactalign.exceptions import Undecided
from exactalign.numbers.coprime import coprime_base, exponents
from exactalign.numbers.enclosed import EnclosedReal, Refinable, certain_digits
from exactalign.numbers.enclosures import floor_of, sign_of_ball
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import COMPARISON_BITS, refine
from exactalign.numbers.rationals import format_integer, rational, to_fmpq
from exactalign.numbers.written import joined, latex_number, shortened

MAX_MONOMIALS = 200_000
"""Most monomials of a product that is written out; past that a product is enclosed."""

_FACTORED_BITS = 80
_FACTORED_MONOMIALS = 200
_FACTORED_DEGREE = 12
_DIVIDED_LOGARITHMS = 64
_LONG_MONOMIALS = 20

Monomial = tuple[fmpz, ...]  # the arguments of the logarithms that are multiplied, sorted; () for 1
Terms = dict[Monomial, fmpq]


class LogPolynomial(Refinable):
    """An exact real Σ c·log a₁·…·log aₖ of degree 2 or more, with rational c.

    It comes from products and powers of log forms; what reduces to a log form or a rational is returned as one. `==`
    and the order are decided as far as the module says, else `Undecided` says so.

    >>> from exactalign import log
    >>> log(2) * log(6) - log(2) * log(3), log(2) ** 2 > log(2), (log(2) + 1) ** 2 - log(2) ** 2
    (LogPolynomial('log(2)^2'), False, LogForm('1 + 2*log(2)'))
    """

    __slots__ = ("_is_nonzero", "_sign", "_terms")

    _terms: Terms
    _sign: int | None
    _is_nonzero: bool | None

    def __init__(self, terms: Mapping[Monomial, fmpq]) -> None:
        """Terms over a coprime base, of degree 2 at least: `collapsed` makes them."""
        self._terms = dict(terms)
        self._sign = None
        self._is_nonzero = None
        self._cached = None

    @property
    def terms(self) -> tuple[tuple[Fraction, tuple[int, ...]], ...]:
        """The pairs (c, (a₁, …, aₖ)), by degree and then by arguments."""
        return tuple((rational(self._terms[m]), tuple(map(int, m))) for m in self._ordered())

    @property
    def degree(self) -> int:
        """The largest number of logarithms that are multiplied."""
        return max(map(len, self._terms))

    def monomials(self) -> Terms:
        """Return {arguments: coefficient}, as held inside."""
        return dict(self._terms)

    def sign(self) -> int:
        """Return 1 or −1; raise `Undecided` when the number is neither told from 0 nor known not to be 0."""
        if self._sign is None:
            limit = None if self._known_nonzero() else COMPARISON_BITS
            self._sign = refine(
                lambda bits: sign_of_ball(self.ball(bits)) or None,
                f"whether {self.short_text()} is 0 could not be decided: {COMPARISON_BITS} bits do not tell it from 0, "
                "and that these logarithms satisfy no such equation is not known",
                limit=limit,
            )
        return self._sign

    def is_zero(self) -> bool:
        """Whether the value is 0: False, since what reduces to 0 is no log polynomial, or `Undecided`."""
        return not self._known_nonzero() and self.sign() == 0

    def __neg__(self) -> LogPolynomial:
        return LogPolynomial({m: -c for m, c in self._terms.items()})

    def __pos__(self) -> LogPolynomial:
        return self

    def __abs__(self) -> LogPolynomial:
        return -self if self.sign() < 0 else self

    def __bool__(self) -> bool:
        return not self.is_zero()

    def __hash__(self) -> int:
        """From the value, since equal polynomials can stand over different bases."""
        whole = refine(lambda bits: floor_of(self.ball(bits), bits), "the hash could not be decided", start=128)
        return hash((LogPolynomial, whole))

    def __reduce__(self) -> tuple[object, ...]:
        return collapsed, (self._terms,)

    def __str__(self) -> str:
        return self._written(lambda a: f"log({format_integer(a)})", lambda text, k: f"{text}^{k}", "*")

    def __repr__(self) -> str:
        return f"LogPolynomial({self.short_text()!r})"

    def latex(self) -> str:
        r"""Return the polynomial as LaTeX, without dollar signs.

        >>> from exactalign import log
        >>> print((log(2) ** 2 * log(3) / 2 - 1).latex())
        -1 + \frac{1}{2} \left(\log 2\right)^{2} \log 3
        """
        return self._written(
            lambda a: rf"\log {format_integer(a)}", lambda text, k: rf"\left({text}\right)^{{{k}}}", " ", latex=True
        )

    def is_long(self) -> bool:
        """Whether writing the polynomial out would fill a page."""
        return len(self._terms) > _LONG_MONOMIALS or sum(a.bit_length() for m in self._terms for a in m) > 2_000

    def short_text(self) -> str:
        """Return the polynomial as text of some 200 characters; a long one by its size and value."""
        if not self.is_long():
            return shortened(str(self))
        try:
            digits = certain_digits(EnclosedReal.of(self), 12)
        except Undecided:
            digits = "too large or too close to 0 to be written out"
        return f"{len(self._terms)} products of logarithms, {digits}"

    def _evaluate(self) -> arb:
        logs = {a: arb(a).log() for a in _arguments(self._terms)}
        total = arb(0)
        for monomial, coefficient in self._terms.items():
            product = arb(coefficient.p) / arb(coefficient.q)
            for argument in monomial:
                product *= logs[argument]
            total += product
        return total

    def _known_nonzero(self) -> bool:
        if self._is_nonzero is None:
            self._is_nonzero = _is_surely_nonzero(self._terms)
        return self._is_nonzero or self._sign is not None

    def _ordered(self) -> list[Monomial]:
        return sorted(self._terms, key=lambda m: (len(m), m))

    def _written(self, log_text, power_text, gap, latex=False) -> str:  # type: ignore[no-untyped-def]
        pairs = []
        for monomial in self._ordered():
            if monomial:
                factors = {a: monomial.count(a) for a in monomial}
                texts = [log_text(a) if k == 1 else power_text(log_text(a), k) for a, k in factors.items()]
                pairs.append((rational(self._terms[monomial]), gap.join(texts)))
        constant = rational(self._terms.get((), fmpq(0)))
        return joined(constant, pairs, latex_number, " ") if latex else joined(constant, pairs)


LogNumber = Fraction | LogForm | LogPolynomial
"""The numbers that are exact: polynomials in logarithms, of any degree."""


def terms_of(value: LogNumber) -> Terms:
    """Return a rational, log form or log polynomial as {arguments: coefficient}."""
    if isinstance(value, LogPolynomial):
        return value.monomials()
    if isinstance(value, Fraction):
        return {(): to_fmpq(value)} if value else {}
    integers, denominator = value.integer_terms()
    terms: Terms = {(argument,): fmpq(c, denominator) for argument, c in integers.items()}
    if value.constant:
        terms[()] = to_fmpq(value.constant)
    return terms


def collapsed(terms: Mapping[Monomial, fmpq]) -> LogNumber:
    """Return Σ c·log a₁·…·log aₖ in the strongest kind: a rational, a log form, or a log polynomial.

    >>> collapsed({(fmpz(2),): fmpq(3), (): fmpq(1, 2)}), collapsed({})
    (LogForm('1/2 + 3*log(2)'), Fraction(0, 1))
    """
    reduced = _reduced(terms)
    degree = max(map(len, reduced), default=0)
    if degree > 1:
        return LogPolynomial(reduced)
    constant = rational(reduced.pop((), fmpq(0)))
    return LogForm(constant, [(rational(c), m[0]) for m, c in reduced.items()]) if reduced else constant


def sum_of(values: Iterable[LogNumber]) -> LogNumber:
    """Return the sum of exact numbers."""
    collected: Terms = {}
    for value in values:
        for monomial, c in terms_of(value).items():
            _add(collected, monomial, c)
    return collapsed(collected)


def product_of(left: LogNumber, right: LogNumber) -> LogNumber | None:
    """Return the product of exact numbers, or None when it would have over `MAX_MONOMIALS` monomials.

    >>> from exactalign import log
    >>> product_of(log(4), log(2))
    LogPolynomial('2*log(2)^2')
    """
    for one, other in ((left, right), (right, left)):
        if isinstance(one, LogForm) and isinstance(other, LogForm) and not one.integer_terms()[0]:  # rewards are such
            scaled = other * one.constant
            return scaled.as_rational() if scaled.is_rational else scaled
    first, second = terms_of(left), terms_of(right)
    if len(first) * len(second) > MAX_MONOMIALS:
        return None
    return collapsed(_multiplied(first, second))


def exact_quotient(top: LogNumber, bottom: LogPolynomial | LogForm) -> LogNumber | None:
    """Return top/bottom when it is an exact number again, else None (it then may still be one, unknown to anybody).

    >>> from exactalign import log
    >>> exact_quotient(log(2) * log(3), log(9))
    LogForm('1/2*log(2)')
    """
    above, below = terms_of(top), terms_of(bottom)
    base = _base(_arguments(above) | _arguments(below))
    if len(base) > _DIVIDED_LOGARITHMS:
        return None
    context, names = _context(base)
    divisor = _as_mpoly(_over(below, base), context, names)
    quotient, rest = divmod(_as_mpoly(_over(above, base), context, names), divisor)
    if rest:
        return None
    return collapsed({_monomial(powers, base): c for powers, c in quotient.to_dict().items()})


def _reduced(terms: Mapping[Monomial, fmpq]) -> Terms:
    """The same sum over a coprime base, without zeros."""
    return _over(terms, _base(_arguments(terms)))


def _arguments(terms: Mapping[Monomial, fmpq]) -> set[fmpz]:
    return {argument for monomial in terms for argument in monomial}


def _base(arguments: set[fmpz]) -> list[fmpz]:
    if all(argument.bit_length() <= _FACTORED_BITS for argument in arguments):
        return sorted({prime for argument in arguments for prime, _ in argument.factor()})
    return coprime_base(arguments)


def _over(terms: Mapping[Monomial, fmpq], base: list[fmpz]) -> Terms:
    members = set(base)
    linear: dict[fmpz, Terms] = {}
    for argument in _arguments(terms):
        if argument in members:
            linear[argument] = {(argument,): fmpq(1)}
        else:
            powers = zip(base, exponents(argument, base), strict=True)
            linear[argument] = {(element,): fmpq(power) for element, power in powers if power}
    total: Terms = {}
    for monomial, coefficient in terms.items():
        if all(argument in members for argument in monomial):
            _add(total, monomial, coefficient)
            continue
        start: Terms = {(): coefficient}
        for expanded, c in reduce(_multiplied, (linear[a] for a in monomial), start).items():
            _add(total, expanded, c)
    return {m: c for m, c in total.items() if c != 0}


def _multiplied(left: Terms, right: Terms) -> Terms:
    product: Terms = {}
    for one, c in left.items():
        for other, d in right.items():
            _add(product, tuple(sorted(one + other)), c * d)
    return product


def _add(terms: Terms, monomial: Monomial, coefficient: fmpq) -> None:
    before = terms.get(monomial)
    terms[monomial] = coefficient if before is None else before + coefficient


def _is_surely_nonzero(terms: Terms) -> bool:
    """Whether a polynomial ≠ 0 over a coprime base is known to have a value ≠ 0, by the theorems of the module."""
    base = sorted(_arguments(terms))
    if len(base) == 1:
        return True
    if len(terms) > _FACTORED_MONOMIALS or max(map(len, terms)) > _FACTORED_DEGREE:
        return False
    context, names = _context(base)
    _, factors = _as_mpoly(terms, context, names).factor()
    return all(_is_decided(factor) for factor, _ in factors)


def _is_decided(factor: fmpq_mpoly) -> bool:
    powers = factor.to_dict()
    degrees = {sum(p) for p in powers}
    logarithms = {i for p in powers for i, k in enumerate(p) if k}
    return max(degrees) <= 1 or len(logarithms) <= 1 or (len(logarithms) == 2 and len(degrees) == 1)


def _context(base: list[fmpz]) -> tuple[fmpq_mpoly_ctx, dict[fmpz, int]]:
    context = fmpq_mpoly_ctx.get([f"x{i}" for i in range(len(base))], Ordering.lex)
    return context, {element: i for i, element in enumerate(base)}


def _as_mpoly(terms: Terms, context: fmpq_mpoly_ctx, places: dict[fmpz, int]) -> fmpq_mpoly:
    data = {}
    for monomial, c in terms.items():
        powers = [0] * len(places)
        for argument in monomial:
            powers[places[argument]] += 1
        data[tuple(powers)] = c
    return context.from_dict(data)


def _monomial(powers: tuple[int, ...], base: list[fmpz]) -> Monomial:
    return tuple(element for element, k in zip(base, powers, strict=True) for _ in range(int(k)))
