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
from typing import Any, Final, NamedTuple

import attrs
import sympy
from sympy import Sum, exp, log, sqrt
from sympy.core.function import AppliedUndef

from exactalign.text.articles import with_article
from proofs_check.algebra.conditions import Condition, Fact, is_over_outcomes, needed_by
from proofs_check.algebra.forms import ANY, LOCAL, ONE, ZERO, Atom, Form, Monomial, atom_text, number, power, total_of
from proofs_check.algebra.normal_forms import Operations, cleared, shortened
from proofs_check.exceptions import ClaimError, NotDecidable

__all__ = [
    "Everywhere",
    "IdentityResult",
    "K",
    "cross_entropy",
    "decide_identity",
    "entropy",
    "everywhere",
    "exp",
    "facts",
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

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)


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


@attrs.frozen
class Everywhere:
    """A relation that holds at all outcomes that its letters may be."""

    relation: Any
    letters: tuple[sympy.Symbol, ...]

    def __str__(self) -> str:
        return f"{self.relation} for every {' and '.join(map(str, self.letters))}"


def everywhere(relation: Any, *letters: sympy.Symbol) -> Everywhere:
    """Return that a relation holds at every outcome `y` (or at all outcomes that other letters may be), as a fact.

    >>> (q,) = families("q")
    >>> print(everywhere(q[y] > 0))
    q[y] > 0 for every y
    """
    return Everywhere(relation, letters or (y,))


class Reader(Operations):
    """Reads SymPy expressions into forms, and notes what they need."""

    def __init__(self) -> None:
        super().__init__()
        self._fresh = 0

    def read(self, expression: Any, letters: Sequence[sympy.Symbol] = ()) -> Form:
        """The normal form; raises `NotDecidable` for an expression that is not understood.

        Symbols are told apart by their names, so whatever else SymPy may know of one is refused. The `letters` stand
        for any outcomes.
        """
        e = sympy.sympify(expression) if isinstance(expression, (int, Fraction)) else expression
        if isinstance(e, sympy.Basic):
            refuse_hidden(e)
            _refuse_two_meanings(e, letters)
            e = e.xreplace({letter: sympy.Symbol(f"{ANY}{place}") for place, letter in enumerate(letters)})
        return self._read(e)

    def _read(self, e: Any) -> Form:
        if isinstance(e, sympy.Rational):
            return number(Fraction(int(e.p), int(e.q)))
        if isinstance(e, sympy.Symbol):
            return power(Atom("symbol", e.name))
        if isinstance(e, sympy.Indexed):
            return power(Atom("entry", str(e.base), tuple(str(i) for i in e.indices)))
        if isinstance(e, sympy.Add):
            return total_of(self._read(arg) for arg in e.args)
        if isinstance(e, sympy.Mul):
            return self.product(self._read(arg) for arg in e.args)
        if isinstance(e, sympy.exp):
            return self.exponential(self._read(e.args[0]))
        if isinstance(e, sympy.Pow):
            return self.power(self._read(e.base), self._read(e.exp))
        if e is sympy.E:
            return power(Atom("e"))
        if isinstance(e, sympy.log):
            return self.logarithm(self._read(e.args[0]))
        if isinstance(e, sympy.Sum):
            return self._sum(e)
        if isinstance(e, AppliedUndef):
            return power(Atom("function", e.func.__name__, tuple(self._read(arg) for arg in e.args)))
        raise NotDecidable(f"{type(e).__name__} is not understood in an identity: {str(e)[:80]}")

    def _sum(self, e: Any) -> Form:
        if len(e.limits) != 1 or len(e.limits[0]) != 3:
            raise NotDecidable("write a double sum as a sum of sums, each with its two ends")
        ((index, lower, upper),) = e.limits
        self._fresh += 1
        local = f"{LOCAL}{self._fresh}"
        body = self._read(e.function.xreplace({index: sympy.Symbol(local)}))
        ends = self._read(lower), self._read(upper)
        if not is_over_outcomes(*ends):
            self.elsewhere.add(local)
        return self.sum(local, body, *ends)


def refuse_hidden(expression: sympy.Basic) -> None:
    """Raise `NotDecidable` for a symbol with more than its name: assumptions, a Dummy, or a name of our own."""
    for e in sympy.preorder_traversal(expression):
        if isinstance(e, sympy.Symbol):
            known = {key: value for key, value in e.assumptions0.items() if not (key == "commutative" and value)}
            if type(e) is not sympy.Symbol:
                raise NotDecidable(
                    f"{e} is {with_article(type(e).__name__)}: give it a name, symbols({str(e).strip('_')!r})"
                )
            if known:
                said = ", ".join(key if value else f"not {key}" for key, value in known.items())
                raise NotDecidable(f"the symbol {e} hides assumptions ({said}): say them as a hypothesis")
            name = e.name
        elif isinstance(e, AppliedUndef):
            name = e.func.__name__
            if sympy.Function(name) != e.func:
                raise NotDecidable(f"the function {name} hides assumptions: say them as a hypothesis")
        elif isinstance(e, sympy.IndexedBase):
            name = str(e.label)
        else:
            continue
        if not _NAME.fullmatch(name):
            raise NotDecidable(f"{name!r} is no name for an identity: use letters, digits and _, a letter first")


_SIGNS: Final = {sympy.StrictGreaterThan: "> 0", sympy.GreaterThan: "≥ 0", sympy.Ne: "≠ 0", sympy.Eq: "= 0"}


def facts(*relations: Any) -> tuple[Fact, ...]:
    """Read what is known, each a relation or an expression that is 0; raises `ClaimError` for anything else.

    >>> (u,) = symbols("u")
    >>> print(*(f"{fact.form} {fact.sign}" for fact in facts(2 < u, sympy.Ne(u, 3))), sep=" and ")
    u − 2 > 0 and u − 3 ≠ 0
    >>> facts("u > 0")
    Traceback (most recent call last):
    ...
    proofs_check.exceptions.ClaimError: 'u > 0' is no fact: write a relation of SymPy, such as q[y] > 0, …
    """
    return tuple(map(_fact, relations))


def _fact(given: Any) -> Fact:
    relation, letters = (given.relation, given.letters) if isinstance(given, Everywhere) else (given, ())
    if isinstance(relation, (sympy.StrictLessThan, sympy.LessThan)):
        relation = relation.reversed
    sides, sign = ((relation, 0), "= 0") if isinstance(relation, sympy.Expr) else (getattr(relation, "args", ()), "")
    sign = sign or _SIGNS.get(type(relation), "")
    if not sign:
        raise ClaimError(
            f"{str(given)!r} is no fact: write a relation of SymPy, such as q[y] > 0, everywhere(q[y] > 0) or is_pmf(q)"
        )
    if unused := [str(letter) for letter in letters if letter not in relation.free_symbols]:
        raise ClaimError(f"everywhere({relation}) is of no outcome {unused[0]}: it does not occur there")
    reader = Reader()
    left, right = (reader.read(side, letters) for side in sides)
    marks = tuple(f"{ANY}{place}" for place in range(len(letters)))
    return Fact(left - right, sign, marks, tuple(needed_by(reader)))


def _refuse_two_meanings(expression: sympy.Basic, letters: Iterable[sympy.Symbol]) -> None:
    """Raise `NotDecidable` for a family that is called as an index: what stands for the index would stand for it."""
    indices = {limit[0] for e in expression.atoms(Sum) for limit in e.limits} | set(letters)
    for family in expression.atoms(sympy.IndexedBase):
        if family.label in indices:
            raise NotDecidable(f"{family.label} is the name of a family and of an outcome: give one another name")


class IdentityResult(NamedTuple):
    """Whether an identity was proved, what it needs, what remains if it was not, and whether there was nothing to do.

    It needs positive logarithms, divisors that are not 0, and all that was given. It is trivial when its two sides are
    the same before any work, or when it was given itself, up to a number that both of its sides are taken times.
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
    trivial = sympy.sympify(left) == sympy.sympify(right) or any(_restates(difference, r) for r in relations)
    conditions = [Condition("= 0", r, _given_words(r, *pair)) for r, pair in zip(relations, pairs, strict=True)]
    conditions += needed_by(reader)
    rest = difference
    if not cleared(difference, reader.bases)[1]:
        rest = ZERO
    elif any(relations):
        rest = _reduced(difference, [*relations, *(power(atom) - meaning for atom, meaning in reader.bases.items())])
    return IdentityResult(not rest, tuple(conditions), shortened(rest) if rest else "", trivial)


def _restates(difference: Form, relation: Form) -> bool:
    """Whether a difference that is not 0 at once is a number times what was given to be 0."""
    ratios = {c / relation.terms[m] for m, c in difference.terms.items() if m in relation.terms}
    return len(ratios) == 1 and difference.terms.keys() == relation.terms.keys()


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


def _given_words(relation: Form, left: Any, right: Any) -> str:
    """A relation that was given, as a fact of a claim would say it."""
    entries = [atom for atom in relation.atoms() if atom.kind == "entry"]
    if len(entries) == 1 and relation == Reader().read(is_pmf(sympy.IndexedBase(entries[0].name))):
        return f"{atom_text(entries[0]).partition('[')[0]} is a law"
    return f"{sympy.sympify(left)} = {sympy.sympify(right)}"


def _reduced(difference: Form, relations: Iterable[Form]) -> Form:
    """`difference` modulo the ideal of the relations; ZERO when it is shown to lie in it."""
    forms = [difference, *(r for r in relations if r)]
    with sympy.evaluate(True):
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
