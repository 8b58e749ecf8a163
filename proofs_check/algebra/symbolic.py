"""Identities with a symbolic number of outcomes, decided by a normal form.

Write an identity with SymPy: families p, q, ψ indexed by the outcome `y`, sums over all outcomes with `total`, and
logarithms. `decide_identity` reads both sides into normal forms (`normal_forms`) and shows that their
difference lies in the ideal of the side relations, such as Σψ = 1, by a Gröbner basis over Q. It answers
"proved", with the side conditions it used, or "not proved", with what remains; it never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import sympy
from sympy import Sum, exp, log, sqrt

from proofs_check.algebra.conditions import Condition
from proofs_check.algebra.forms import LOCAL, ONE, UNIT, ZERO, Atom, Form, Monomial, atom_text, number, power, total_of
from proofs_check.algebra.normal_forms import HIGHEST_POWER, Reader
from proofs_check.exceptions import ClaimError, NotDecidable

__all__ = [
    "IdentityResult",
    "K",
    "cross_entropy",
    "decide_identity",
    "entropy",
    "exp",
    "families",
    "is_pmf",
    "kl",
    "log",
    "sqrt",
    "symbols",
    "tilted",
    "total",
    "y",
    "z",
]  # fmt: skip

K = sympy.Symbol("K")
"""The number of outcomes."""
y = sympy.Symbol("y")
"""The outcome over which `total` sums."""
z = sympy.Symbol("z")
"""A second outcome, for sums inside sums."""

_LONGEST_REST = 300
_LOCAL_INDEX = re.compile(rf"{LOCAL}[0-9]+")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def families(names: str) -> list[sympy.IndexedBase]:
    """Return indexed families, one per name: `p, q = families("p q")`; an entry is `p[y]`."""
    return [sympy.IndexedBase(name) for name in names.split()]


def symbols(names: str) -> list[sympy.Symbol]:
    """Return symbols, one per name: `alpha, Z = symbols("alpha Z")`."""
    return [sympy.Symbol(name) for name in names.split()]


def total(summand: Any, over: Any = y) -> sympy.Expr:
    """Return Σ_{y=1}^K of an expression in `y` (or in the index `over`)."""
    return Sum(summand, (over, 1, K))


def is_pmf(family: sympy.IndexedBase) -> sympy.Expr:
    """Return the relation Σ_y family[y] = 1, to be given to an identity."""
    return total(family[y]) - 1


def kl(a: Any, b: Any) -> sympy.Expr:
    """Return Σ a·(log a − log b) for two expressions in `y`."""
    return total(a * (log(a) - log(b)))


def cross_entropy(a: Any, b: Any) -> sympy.Expr:
    """Return −Σ a·log b for two expressions in `y`."""
    return -total(a * log(b))


def entropy(a: Any) -> sympy.Expr:
    """Return −Σ a·log a for an expression in `y`."""
    return -total(a * log(a))


def tilted(q: Any, p: Any, alpha: Any) -> sympy.Expr:
    """Return the entry at `y` of T(q, p, α): p·q^α/Σ p·q^α, for two expressions in `y`."""
    weight = p * q**alpha
    return weight / total(weight)


class IdentityResult(NamedTuple):
    """Whether an identity was proved, what it needs, what remains if it was not, and whether there was nothing to do.

    It needs positive logarithms, divisors that are not 0, and all that was given. It is trivial when its two sides are
    the same before any work, or when it was given itself.
    """

    proved: bool
    conditions: tuple[Condition, ...]
    remainder: str
    trivial: bool


def decide_identity(left: Any, right: Any, given: Sequence[Any] = ()) -> IdentityResult:
    """Decide left = right modulo the relations `given` (each an expression that is 0, or an `Eq`).

    >>> psi, q = families("psi q")
    >>> alpha, = symbols("alpha")
    >>> decide_identity(total(psi[y] * log(q[y] ** alpha * 2)), log(2) - alpha * cross_entropy(psi[y], q[y]),
    ...                 given=[is_pmf(psi)]).proved
    True
    >>> decide_identity(total(psi[y]) + 1, 1).remainder
    'Σ_y(ψ[y])'
    """
    reader = Reader()
    difference = reader.read(left) - reader.read(right)
    pairs = [(r.lhs, r.rhs) if isinstance(r, sympy.Equality) else (r, 0) for r in given]
    relations = [reader.read(lhs) - reader.read(rhs) for lhs, rhs in pairs]
    trivial = sympy.sympify(left) == sympy.sympify(right) or any(difference in (r, -r) for r in relations if r)
    conditions = [Condition("given", r, _given_words(r, *pair)) for r, pair in zip(relations, pairs, strict=True)]
    conditions += needed_by(reader)
    cleared = None if any(relations) else _cleared(difference, reader.bases)
    if cleared is not None:
        rest = difference if cleared else cleared
    else:
        relations += [power(atom) - meaning for atom, meaning in reader.bases.items()]
        rest = _reduced(difference, relations) if difference else difference
    text = str(rest)
    shown = text if len(text) <= _LONGEST_REST else f"{text[:_LONGEST_REST]} …"
    return IdentityResult(not rest, tuple(conditions), "" if not rest else shown, trivial)


def needed_by(reader: Reader) -> list[Condition]:
    """What the forms that a reader has read need, to be what was read."""
    positive = {a: power(a) for a in reader.positive if a.kind not in ("prime", "e")}
    zero = (form for form in reader.nonzero if form not in positive.values())
    return [*_told(positive.values(), "> 0"), *_told(zero, "≠ 0")]


def identity_latex(left: Any, right: Any, given: Sequence[Any] = ()) -> str:
    r"""Return left = right, and what is given, as one formula.

    >>> psi, = families("psi")
    >>> print(identity_latex(total(psi[y] / 2), Fraction(1, 2), given=[is_pmf(psi)]))
    \sum_{y} \frac{{\psi}_{y}}{2} = \frac{1}{2} \quad\text{given } \sum_{y} {\psi}_{y} = 1
    """
    relations = [r if isinstance(r, sympy.Equality) else _balanced(r) for r in given]
    assumed = r" \text{ and } ".join(_equation(r.lhs, r.rhs) for r in relations)
    return _equation(left, right) + (rf" \quad\text{{given }} {assumed}" if assumed else "")


def _balanced(relation: sympy.Expr) -> sympy.Equality:
    """relation = 0 with its number on the other side."""
    constant, rest = relation.as_coeff_Add()
    return sympy.Eq(rest, -constant, evaluate=False)


def _equation(left: Any, right: Any) -> str:
    sides = (sympy.Rational(*x.as_integer_ratio()) if isinstance(x, Fraction) else x for x in (left, right))
    found = " = ".join(sympy.latex(side) for side in sides)
    return re.sub(r"\\sum_\{(\w+)=1\}\^\{K\}", r"\\sum_{\1}", found)


def _told(forms: Iterable[Form], sign: str) -> list[Condition]:
    """Conditions on forms, sorted by how they read; one that reads as another is told once for each form."""
    found = [Condition(sign, form, f"{_with_indices(str(form))} {sign}") for form in forms]
    return sorted(set(found), key=lambda condition: condition.words)


def _with_indices(text: str) -> str:
    """The index of a sum around a condition reads y; several, or one beside what a sum in it binds, are told apart."""
    indices = list(dict.fromkeys(_LOCAL_INDEX.findall(text)))
    if len(indices) == 1 and not re.search(r"\by\b", text):
        return text.replace(indices[0], "y")
    for place, index in enumerate(indices, 1):
        text = re.sub(rf"{index}\b", f"y{str(place).translate(_SUBSCRIPTS)}", text)
    return text


def _given_words(relation: Form, left: Any, right: Any) -> str:
    """A relation that was given, as a fact of a claim would say it."""
    entries = [atom for atom in relation.atoms() if atom.kind == "entry"]
    if len(entries) == 1 and relation == Reader().read(is_pmf(sympy.IndexedBase(entries[0].name))):
        return f"{atom_text(entries[0]).partition('[')[0]} is a law"
    return f"{sympy.sympify(left)} = {sympy.sympify(right)}"


def _cleared(difference: Form, bases: dict[Atom, Form]) -> Form | None:
    """`difference` times powers of the sums in it that leave none of them below a line; None where one has another
    exponent than a whole number. It ends, where a Gröbner basis may not: higher powers than are read are refused, and
    products of too many terms."""
    form = difference
    for atom, meaning in reversed(bases.items()):  # a sum within another is read before it
        found = [(dict(monomial), c) for monomial, c in form.terms.items()]
        exponents = [monomial.pop(atom, ZERO).constant() for monomial, _ in found]
        if any(k is None or k.denominator != 1 for k in exponents):
            return None
        whole = [int(k or 0) for k in exponents]
        least = min([0, *whole])
        highest = max([0, *whole]) - least
        if highest > HIGHEST_POWER:
            raise NotDecidable(f"the power {highest} of a sum is too high")
        powers = [UNIT]
        while len(powers) <= highest:
            powers.append(powers[-1] * meaning)
        parts = ((Form({frozenset(m.items()): c}), k - least) for (m, c), k in zip(found, whole, strict=True))
        by_power: dict[int, Form] = {}
        for part, k in parts:
            by_power[k] = by_power.get(k, ZERO) + part
        form = total_of(part * powers[k] for k, part in by_power.items())
    return form


def _reduced(difference: Form, relations: Iterable[Form]) -> Form:
    """`difference` modulo the ideal of the relations; ZERO when it is shown to lie in it."""
    forms = [difference, *(r for r in relations if r)]
    ring = _Generators(forms)
    polys = [ring.polynomial(form) for form in forms]
    ideal = polys[1:] + ring.inverses()
    basis = sympy.groebner(ideal, *ring.symbols, order="grevlex", domain="QQ")
    if basis.exprs == [1]:
        raise ClaimError("the relations that an identity is given contradict each other, or make a divisor 0")
    _, remainder = basis.reduce(polys[0])
    return ring.form(remainder)


class _Generators:
    """Polynomial variables for the powers that occur: atom^t for each part t of an exponent, and inverses."""

    def __init__(self, forms: Sequence[Form]) -> None:
        powers: dict[tuple[Atom, Monomial], list[Fraction]] = {}
        for form in forms:
            for monomial in form.terms:
                for atom, exponent in monomial:
                    for part, c in exponent.terms.items():
                        powers.setdefault((atom, part), []).append(c)
        self.unit: dict[tuple[Atom, Monomial], int] = {}
        self.variable: dict[tuple[Atom, Monomial], Any] = {}
        self.inverse: dict[tuple[Atom, Monomial], Any] = {}
        # By how they read: factors are a set, and what is left would be written in another order each time.
        ordered = sorted(powers.items(), key=lambda item: (atom_text(item[0][0]), str(Form({item[0][1]: Fraction(1)}))))
        for position, (key, values) in enumerate(ordered):
            self.unit[key] = lcm(*(c.denominator for c in values))
            self.variable[key] = sympy.Symbol(f"g{position}")
            if any(c < 0 for c in values):
                self.inverse[key] = sympy.Symbol(f"h{position}")

    @property
    def symbols(self) -> list[sympy.Symbol]:
        return [*self.inverse.values(), *self.variable.values()]

    def inverses(self) -> list[sympy.Expr]:
        return [self.variable[key] * inverse - 1 for key, inverse in self.inverse.items()]

    def polynomial(self, form: Form) -> sympy.Expr:
        terms = []
        for monomial, c in form.terms.items():
            factors: list[Any] = [sympy.Rational(c.numerator, c.denominator)]
            for atom, exponent in monomial:
                for part, k in exponent.terms.items():
                    key = (atom, part)
                    times = int(k * self.unit[key])
                    factors.append(self.variable[key] ** times if times > 0 else self.inverse[key] ** -times)
            terms.append(sympy.Mul(*factors))
        return sympy.Add(*terms)

    def form(self, polynomial: Any) -> Form:
        names = {symbol: (key, 1) for key, symbol in self.variable.items()}
        names |= {symbol: (key, -1) for key, symbol in self.inverse.items()}
        result = number(0)
        for powers, c in sympy.Poly(polynomial, *self.symbols).terms():
            term = Form({ONE: Fraction(int(c.p), int(c.q))})
            for symbol, times in zip(self.symbols, powers, strict=True):
                if times:
                    (atom, part), sign = names[symbol]
                    term = term * power(atom, Form({part: Fraction(sign * times, self.unit[atom, part])}))
            result = result + term
        return result
