"""Log forms: the reals r + Σ cᵢ·log aᵢ with rational r, cᵢ and positive rational aᵢ, decided exactly.

Entropies, cross entropies, KL divergences and log-likelihoods of rational distributions are log forms.
Their order is decidable. A form that is not 0 shows it once enclosed finely enough. A form that is 0
is told by algebra: over a coprime base the logarithms are linearly independent over Q, and a rational
r ≠ 0 never cancels them, since e^r is transcendental (Hermite–Lindemann).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, overload

from flint import arb, fmpq, fmpz

from exactalign.exceptions import ExactAlignError, LogFormError, Undecided, WrongKind
from exactalign.extras import require_extra
from exactalign.numbers.arguments import checked, tuples
from exactalign.numbers.coprime import accumulate, over_a_base, product, relation_is_trivial, stands_alone, whole_powers
from exactalign.numbers.enclosed import EnclosedReal, Refinable, certain_digits
from exactalign.numbers.enclosures import Enclosure, floor_of, sign_of_ball
from exactalign.numbers.parsing import parse
from exactalign.numbers.precision import bits_for, first_told, refine
from exactalign.numbers.rationals import format_rational, fraction, from_fmpq, rational, to_fmpq
from exactalign.numbers.written import SHORT, joined, latex_log, latex_number, shortened

if TYPE_CHECKING:
    import sympy

# Equality is tried by algebra once enclosures at this precision leave it open: late where a coprime base is dear.
_ALGEBRA_BITS = 256
_ALGEBRA_BITS_LARGE = 1 << 13
_LARGE_FORM_BITS = 1 << 20
_MANY_TERMS = 20
_GUARD_BITS = 64
_FACTOR_BITS = 80
_CANONICAL_TERMS = 400
_FACTORED_TERMS = 3_200


class LogForm(Refinable):
    """An exact real r + Σ cᵢ·log aᵢ.

    Built with `LogForm.of` (a rational), `log` (log a), `LogForm.parse` (text) and arithmetic:
    `+` and `−` with log forms and rationals, `*` and `/` with rationals (a product of log forms is a log polynomial,
    a quotient rational or enclosed). `==`, `<`, `sign` and `hash` are exact and always end. `enclose(digits)` gives
    guaranteed bounds, `float()` the nearest float.

    >>> log(4) == 2 * log(2), log("9/8") < Fraction(1, 8), hash(log(6)) == hash(log(2) + log(3))
    (True, True, True)
    >>> log(6) / 2 - log(3) / 2 + 1
    LogForm('1 + 1/2*log(2)')
    """

    __slots__ = ("_constant", "_denominator", "_sign", "_terms")

    _constant: fmpq
    _denominator: fmpz
    _terms: dict[fmpz, fmpz]  # integer argument > 1 → coefficient ≠ 0, over _denominator
    _sign: int | None

    @checked
    def __init__(self, constant: Any = 0, terms: Iterable[tuple[Any, Any]] = ()) -> None:
        """r and the pairs (cᵢ, aᵢ), all rational-like, every aᵢ positive."""
        pairs = [(rational(c, "coefficient"), _positive(a)) for c, a in tuples(terms, 2, "terms")]
        denominator = reduce(lambda d, pair: d.lcm(fmpz(pair[0].denominator)), pairs, fmpz(1))
        collected: dict[fmpz, fmpz] = {}
        for coefficient, argument in pairs:
            weight = fmpz(coefficient.numerator) * (denominator // coefficient.denominator)
            accumulate(collected, fmpz(argument.numerator), weight)
            accumulate(collected, fmpz(argument.denominator), -weight)
        self._set(to_fmpq(rational(constant, "constant")), collected, denominator)

    @classmethod
    def from_integers(
        cls, terms: Iterable[tuple[fmpz, fmpz]], denominator: fmpz | int = 1, constant: Fraction | fmpq | int = 0
    ) -> LogForm:
        """Return constant + (1/denominator)·Σ cᵢ·log aᵢ from integers cᵢ and positive integers aᵢ.

        The fast door for sums over levels: no gcd is taken. Raises `WrongKind` for what is made of no integers, and
        `LogFormError` for an argument that is not positive and a denominator 0.

        >>> LogForm.from_integers([(fmpz(3), fmpz(2))], 4)
        LogForm('3/4*log(2)')
        """
        collected: dict[fmpz, fmpz] = {}
        try:
            for c, a in terms:
                accumulate(collected, a if type(a) is fmpz else fmpz(a), c if type(c) is fmpz else fmpz(c))
            if collected and min(collected) <= 0:
                _positive(min(collected))  # which says why
            r = to_fmpq(constant) if type(constant) is Fraction else fmpq(constant)  # type: ignore[arg-type]
            bottom = fmpz(denominator)
            if not bottom:
                raise LogFormError("the denominator of LogForm.from_integers is 0: give another integer")
            return cls.__new__(cls)._set(r, collected, bottom)
        except ExactAlignError:  # of what the terms come from
            raise
        except (TypeError, ValueError, ZeroDivisionError):
            wanted = "pairs (coefficient, argument) of integers, an integer denominator, a rational constant"
            raise WrongKind(f"what LogForm.from_integers is given is not made of integers: give {wanted}") from None

    @classmethod
    def of(cls, value: Any) -> LogForm:
        """Return a log form, or a rational-like value as one."""
        if isinstance(value, LogForm):
            return value
        return cls.from_integers((), 1, rational(value, "constant"))

    @classmethod
    def parse(cls, text: str) -> LogForm:
        """Read a log form such as `"1/2 + 3*log(6) - log(2/3)"`, `"log 6"` or `"0.3"`.

        >>> LogForm.parse("1/2 + 3*log(6) - log(2/3)") == Fraction(1, 2) + 2 * log(18)
        True
        """
        return parse(text, _Reading())

    @classmethod
    @checked
    def sum(cls, forms: Iterable[LogForm]) -> LogForm:
        """Return the sum of many log forms, over one common denominator."""
        items = list(forms)
        denominator = reduce(lambda d, form: d.lcm(form._denominator), items, fmpz(1))
        collected, constant = dict[fmpz, fmpz](), fmpq(0)
        for form in items:
            scale = denominator // form._denominator
            constant += form._constant
            for argument, coefficient in form._terms.items():
                accumulate(collected, argument, coefficient * scale)
        return cls.__new__(cls)._set(constant, collected, denominator)

    @property
    def constant(self) -> Fraction:
        """The rational part r."""
        return from_fmpq(self._constant)

    @property
    def terms(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The pairs (cᵢ, aᵢ) in canonical order (see `canonical`)."""
        return self.canonical()[1]

    @property
    def is_rational(self) -> bool:
        """Whether the value is rational: exactly when the logarithms cancel."""
        return self._logs_cancel()

    def integer_terms(self) -> tuple[dict[fmpz, fmpz], fmpz]:
        """Return {integer argument: integer coefficient} and the common denominator, as held inside."""
        return dict(self._terms), self._denominator

    def as_rational(self) -> Fraction:
        """Return the value as a `Fraction`; raise `LogFormError` when it is irrational.

        >>> (2 * log(3) - log(9) + 1).as_rational()
        Fraction(1, 1)
        """
        if not self._logs_cancel():
            raise LogFormError(f"{self.short_text()} is irrational")
        return self.constant

    def exp(self) -> Fraction:
        """Return e^x when that is rational, else raise `LogFormError`.

        >>> (log(2) + 2 * log(3)).exp()
        Fraction(18, 1)
        """
        factors = whole_powers(self._over_a_base(), self._denominator) if self._constant == 0 else None
        if factors is None:
            raise LogFormError(f"exp({self.short_text()}) is not rational")
        if sum(abs(power) * factor.bit_length() for factor, power in factors) > 1 << 30:
            raise LogFormError(f"exp({self.short_text()}) has over {1 << 30} bits")
        return rational(reduce(lambda found, pair: found * fmpq(pair[0]) ** pair[1], factors, fmpq(1)))

    def sign(self) -> int:
        """Decide the sign: −1, 0 or 1. Always ends."""
        if self._sign is None:
            self._sign = self._decide_sign()
        return self._sign

    def enclose(self, digits: int = 15) -> Enclosure:
        """Return rational bounds that agree to `digits` significant digits; both are the value when it is rational.

        >>> (log(4) - 2 * log(2)).enclose(5)
        Enclosure(0, 0)
        """
        bits = min(bits_for(digits) + _GUARD_BITS, _ALGEBRA_BITS_LARGE)  # refuses digits past the limit
        if len(self._terms) >= _MANY_TERMS:
            self.ball(bits)  # one evaluation answers all that is asked next
        if self._logs_cancel():
            return Enclosure(self.constant, self.constant)
        return super().enclose(digits)

    def is_zero(self) -> bool:
        """Whether the value is 0: by algebra, since r ≠ 0 never cancels logarithms; no sign is asked for."""
        return self._constant == 0 and self._logs_cancel()

    @overload
    def __add__(self, other: LogForm | Fraction | int) -> LogForm: ...
    @overload
    def __add__(self, other: EnclosedReal) -> EnclosedReal: ...
    @overload
    def __add__(self, other: Any) -> Any: ...
    def __add__(self, other: Any) -> object:
        found = self._plus(other)
        return super().__add__(other) if found is None else found

    @overload
    def __radd__(self, other: LogForm | Fraction | int) -> LogForm: ...
    @overload
    def __radd__(self, other: Any) -> Any: ...
    def __radd__(self, other: Any) -> object:
        return self + other

    def __neg__(self) -> LogForm:
        return self._scaled(fmpz(-1), fmpz(1))

    def __pos__(self) -> LogForm:
        return self

    @overload
    def __sub__(self, other: LogForm | Fraction | int) -> LogForm: ...
    @overload
    def __sub__(self, other: EnclosedReal) -> EnclosedReal: ...
    @overload
    def __sub__(self, other: Any) -> Any: ...
    def __sub__(self, other: Any) -> object:
        found = self._plus(other, -1)
        return super().__sub__(other) if found is None else found

    @overload
    def __rsub__(self, other: LogForm | Fraction | int) -> LogForm: ...
    @overload
    def __rsub__(self, other: Any) -> Any: ...
    def __rsub__(self, other: Any) -> object:
        operand = _exact(other)
        return super().__rsub__(other) if operand is None else operand._plus(self, -1)

    @overload
    def __mul__(self, other: Fraction | int) -> LogForm: ...
    @overload
    def __mul__(self, other: Any) -> Any: ...
    def __mul__(self, other: Any) -> object:
        if not _is_rational(other):
            return super().__mul__(other)
        return self if other == 1 else self._scaled(fmpz(other.numerator), fmpz(other.denominator))

    @overload
    def __rmul__(self, other: Fraction | int) -> LogForm: ...
    @overload
    def __rmul__(self, other: Any) -> Any: ...
    def __rmul__(self, other: Any) -> object:
        return self * other

    @overload
    def __truediv__(self, other: Fraction | int) -> LogForm: ...
    @overload
    def __truediv__(self, other: Any) -> Any: ...
    def __truediv__(self, other: Any) -> object:
        if not _is_rational(other):
            return super().__truediv__(other)
        if other == 0:
            raise ZeroDivisionError("log form divided by 0")
        return self._scaled(fmpz(other.denominator), fmpz(other.numerator))

    def __abs__(self) -> LogForm:
        return -self if self.sign() < 0 else self

    def __bool__(self) -> bool:
        return not self.is_zero()

    def __eq__(self, other: object) -> bool:
        operand = _exact(other)
        if operand is None:
            return super().__eq__(other)
        return (self - operand).is_zero()

    def __lt__(self, other: Any) -> bool:
        operand = _exact(other)
        return super().__lt__(other) if operand is None else (self - operand).sign() < 0

    def __gt__(self, other: Any) -> bool:
        operand = _exact(other)
        return super().__gt__(other) if operand is None else (self - operand).sign() > 0

    def __le__(self, other: Any) -> bool:
        operand = _exact(other)
        return super().__le__(other) if operand is None else (self - operand).sign() <= 0

    def __ge__(self, other: Any) -> bool:
        operand = _exact(other)
        return super().__ge__(other) if operand is None else (self - operand).sign() >= 0

    def __hash__(self) -> int:
        """Equal values hash alike: from the value itself, since equal forms can be written with other logs."""
        if self._logs_cancel():
            return hash(self.constant)
        # Ends: an irrational value is no multiple of 2^-64.
        return hash((LogForm, refine(lambda bits: floor_of(self.ball(bits), bits), "the hash", start=128, limit=None)))

    def __float__(self) -> float:
        return float(self.constant) if self._logs_cancel() else super().__float__()

    def __reduce__(self) -> tuple[object, ...]:
        return LogForm.from_integers, ([(c, a) for a, c in self._terms.items()], self._denominator, self._constant)

    def __str__(self) -> str:
        return joined(self.constant, [(c, f"log({format_rational(a)})") for c, a in self.terms])

    def __repr__(self) -> str:
        return f"LogForm({self.short_text()!r})"

    def latex(self) -> str:
        r"""Return the canonical form as LaTeX, without dollar signs.

        >>> print((1 - log("2/3") / 2).latex())
        1 + \frac{1}{2} \log 3 - \frac{1}{2} \log 2
        """
        return joined(self.constant, [(c, latex_log(a)) for c, a in self.terms], latex_number, " ")

    def to_sympy(self) -> sympy.Expr:
        """Return the form as a SymPy expression.

        >>> log(6).to_sympy()
        log(6)
        """
        require_extra("sympy")
        import sympy

        return sympy.Add(self.constant, *(c * sympy.log(a) for c, a in self.terms))

    def is_long(self) -> bool:
        """Whether writing the form out would take long (its arguments are factored) or fill a page."""
        return bool(self._bits() + sum(c.bit_length() for c in self._terms.values()) > 16 * SHORT)

    def short_text(self) -> str:
        """Return the form as text of some 200 characters at most; a long one is described by its size and value.

        >>> (log(6) - 1).short_text(), LogForm.sum(log(k) for k in range(2, 1000)).short_text()
        ('-1 + log(6)', '998 logarithms, 5905.22042320…')
        """
        if self.is_long():
            try:  # enclosed, not decided to be 0, which can take long
                digits = certain_digits(EnclosedReal.of(self), 12)
            except Undecided:
                digits = "too large or too close to 0 to be written out"
            return f"{len(self._terms)} logarithms, {digits}"
        return shortened(str(self))

    def canonical(self) -> tuple[Fraction, tuple[tuple[Fraction, Fraction], ...]]:
        """Return r and the pairs (cᵢ, aᵢ) over primes, those with coefficients ±c gathered in one logarithm.

        Equal forms give the same answer whenever their arguments are below 2^80 (they are factored);
        past that the arguments are reduced to a coprime base, and past some hundred terms left as built.
        """
        gathered: dict[fmpz, tuple[list[fmpz], list[fmpz]]] = {}
        limit = _FACTORED_TERMS if self._is_short else _CANONICAL_TERMS
        is_left = len(self._terms) > limit or self._bits() > _LARGE_FORM_BITS
        for element, coefficient in sorted((self._terms if is_left else self._over_a_base()).items()):
            if coefficient != 0:
                top, bottom = gathered.setdefault(abs(coefficient), ([], []))
                (top if coefficient > 0 else bottom).append(element)
        pairs = []
        for size, sides in gathered.items():
            common = fraction(size, self._denominator)
            pairs += [(c, Fraction(int(product(s)))) for c, s in zip((common, -common), sides, strict=True) if s]
        return self.constant, tuple(pairs)

    def _over_a_base(self) -> dict[fmpz, fmpz]:
        """{element: coefficient of its logarithm} over primes, or over a coprime base where factoring takes long."""
        if len(self._terms) > _FACTORED_TERMS or not self._is_short:
            return over_a_base(self._terms)
        powers: dict[fmpz, fmpz] = {}
        for argument, coefficient in self._terms.items():
            for prime, power in argument.factor():
                powers[prime] = powers.get(prime, fmpz(0)) + coefficient * power
        return powers

    @property
    def _is_short(self) -> bool:
        return all(argument.bit_length() <= _FACTOR_BITS for argument in self._terms)

    def _set(self, constant: fmpq, terms: dict[fmpz, fmpz], denominator: fmpz) -> LogForm:
        self._constant = constant
        self._terms = terms if all(terms.values()) else {a: c for a, c in terms.items() if c}
        self._denominator = denominator
        self._sign = None
        self._cached = None
        return self

    def _plus(self, other: Any, sign: int = 1) -> LogForm | None:
        """self + sign·other for a log form or a rational, None for other kinds; mostly over one denominator."""
        if not isinstance(other, LogForm):
            if not _is_rational(other):
                return None
            constant = self._constant + sign * fmpq(other.numerator, other.denominator)
            return LogForm.__new__(LogForm)._set(constant, self._terms, self._denominator)
        if self._denominator != other._denominator:
            return LogForm.sum((self, other if sign == 1 else -other))
        collected = self._terms.copy()
        for argument, coefficient in other._terms.items():
            accumulate(collected, argument, sign * coefficient)
        return LogForm.__new__(LogForm)._set(self._constant + sign * other._constant, collected, self._denominator)

    def _scaled(self, top: fmpz, bottom: fmpz) -> LogForm:
        if bottom < 0:
            top, bottom = -top, -bottom
        terms = {a: c * top for a, c in self._terms.items()}
        return LogForm.__new__(LogForm)._set(self._constant * fmpq(top, bottom), terms, self._denominator * bottom)

    def _evaluate(self) -> arb:
        constant = arb(self._constant.p) / self._constant.q
        if not self._terms:
            return constant
        total = sum((arb(argument).log() * coefficient for argument, coefficient in self._terms.items()), arb(0))
        return total / self._denominator + constant

    def _bits(self) -> int:
        return sum(argument.bit_length() for argument in self._terms)

    def _known_nonzero(self) -> bool:
        return True  # only one whose logarithms do not cancel is enclosed step by step, and it is irrational

    def _decide_sign(self) -> int:
        if not self._terms:
            return (self._constant > 0) - (self._constant < 0)
        algebra_at = _ALGEBRA_BITS if self._bits() < _LARGE_FORM_BITS else _ALGEBRA_BITS_LARGE
        asked = False

        def told(bits: int) -> int | None:
            nonlocal asked
            sign = sign_of_ball(self.ball(bits))
            if sign is None and bits >= algebra_at and not asked:
                asked = True
                return 0 if self.is_zero() else None
            return sign

        return refine(told, "the sign", limit=None)  # ends: a form that is not 0 is separated from it

    def _logs_cancel(self) -> bool:
        if not self._terms:
            return True
        if stands_alone(self._terms):
            return False
        logs = self if self._constant == 0 else self - self.constant
        algebra_at = _ALGEBRA_BITS if self._bits() < _LARGE_FORM_BITS else _ALGEBRA_BITS_LARGE
        if first_told(lambda bits: sign_of_ball(logs.ball(bits)), 128, algebra_at) is not None:
            return False
        return relation_is_trivial(list(self._terms.values()), list(self._terms))


def log(value: Any) -> LogForm:
    """Return the natural logarithm of a positive rational, exactly.

    >>> log("1/2") + log(2) == 0
    True
    """
    if not isinstance(value, Fraction) or value.numerator <= 0:
        return LogForm(0, [(1, value)])  # which reads it, or says why it has no logarithm
    return LogForm.from_integers(((fmpz(1), fmpz(value.numerator)), (fmpz(-1), fmpz(value.denominator))))


def _positive(value: Any) -> Fraction:
    argument = rational(value, "argument of log")
    if argument <= 0:
        raise LogFormError(f"log({format_rational(argument)}) is not a real number: the argument must be positive")
    return argument


def _is_rational(value: Any) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def _exact(value: Any) -> LogForm | None:
    """A log form of a log form or a rational; None for the other kinds, which `arithmetic` sees to."""
    return LogForm.of(value) if isinstance(value, LogForm) or _is_rational(value) else None


class _Reading:
    """What the parser makes of what it reads."""

    def number(self, value: Fraction) -> LogForm:
        return LogForm.from_integers((), 1, value)

    def log(self, argument: Fraction) -> LogForm:
        return log(argument)

    def sum(self, values: Iterable[LogForm]) -> LogForm:
        return LogForm.sum(values)

    def scaled(self, value: LogForm, factor: Fraction) -> LogForm:
        return value * factor

    def rational(self, value: LogForm) -> Fraction | None:
        return value.as_rational() if value.is_rational else None

    def bits(self, value: LogForm) -> int:
        return max(value.constant.numerator.bit_length(), value.constant.denominator.bit_length())
