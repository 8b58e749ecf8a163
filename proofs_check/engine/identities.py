"""Identities between sums over outcomes, entries of laws, logarithms and powers, read from terms for the normal form.

A law may have zeros. Every sum here is over the outcomes where a law has mass (its carrier): that of p in KL(p‖q), in
H(p‖q), in E_p f and in Z(q, p, α). There p is positive, and so is q wherever p ≪ q or "q > 0 on the support of p" is
known. A family of entries is told apart by the law and by the carrier, and sums to 1 only where the carrier has all of
its mass. What the normal form needs beside that (a positive logarithm, a divisor that is not 0) must be a sort of a
variable, a hypothesis or an earlier line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import sympy

from proofs_check.algebra.conditions import Condition, still_open
from proofs_check.algebra.forms import Form, split
from proofs_check.algebra.normal_forms import Reader
from proofs_check.algebra.symbolic import decide_identity, needed_by
from proofs_check.exceptions import ClaimError, NotDecidable
from proofs_check.formula.sorts import COUNT, NONNEGATIVE, POSITIVE, REAL, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, free_variables, lift, same, written

_EVERYWHERE: Final = ""
"""The carrier of a sum over all letters."""


class Undischarged(ClaimError):
    """An identity that is not decided, or that needs what is not known."""


def decide(equation: Term, facts: Sequence[Term]) -> None:
    """Return when an equation holds by the normal form and the facts; raise `Undischarged` with the reason."""
    if equation.op != "=":
        raise Undischarged("an identity is an equation between numbers")
    if same(*equation.args):
        raise Undischarged("its two sides are the same before any work")
    reading = _Reading(facts)
    try:
        reading.free_outcomes(equation)
        left, right = (reading.number(side) for side in equation.args)
        result = decide_identity(left, right, reading.relations())
    except NotDecidable as error:
        raise Undischarged(reading.told(str(error))) from None
    if not result.proved:
        raise Undischarged(f"its two sides differ by {reading.told(result.remainder)}")
    needed = [condition for condition in result.conditions if condition.kind != "given"]  # a law sums to 1
    open_ = still_open(needed, reading.facts())
    if open_:  # 1 + H(p‖q), which the normal form writes with a minus, is seen to be positive from its parts
        open_ = still_open(needed, reading.facts(filter(reading.seen_positive, equation.subterms())))
    if open_:
        raise Undischarged(f"it needs {reading.told(open_[0])}, which is not known")


class _Reading:
    """Terms as SymPy expressions under names of our own, which no variable of a claim can be mistaken for."""

    def __init__(self, known: Sequence[Term]) -> None:
        self.known = known
        self.names: dict[tuple[object, ...], str] = {}
        self.shown: dict[str, str] = {}
        self.families: dict[str, tuple[Term, str]] = {}
        self.reals: dict[str, Term] = {}
        self.index: dict[str, Any] = {}  # outcome variable → its index
        self.free: dict[str, Any] = {}  # the same, of those that nothing binds
        self.carrier: dict[str, str] = {}  # index → where it runs
        self.laws: dict[str, Term] = {}  # carrier → a law with this support

    # Names.

    def name(self, shown: str, *key: object) -> str:
        if key not in self.names:
            self.names[key] = f"v{len(self.names)}"
            self.shown[self.names[key]] = shown
        return self.names[key]

    def told(self, text: str) -> str:
        """A message with the names of the claim in it."""
        return re.sub(r"\bv\d+\b", lambda found: self.shown.get(found[0], found[0]), text)

    def fresh(self, carrier: str) -> sympy.Expr:
        name = self.name("y", "index", len(self.names))
        self.carrier[name] = carrier
        return sympy.Symbol(name)

    # Supports.

    def support(self, law: Term) -> str:
        """The name of where a law has mass: a tilt has it where its reference has."""
        while law.op in ("T", "tilt by"):
            law = law.args[1]
        if law.sort.kind == "positive law":
            return _EVERYWHERE
        name = self.name(f"the support of {written(law)}", "support", law.key)
        self.laws[name] = law
        return name

    def covers(self, law: Term, carrier: str) -> bool:
        """Whether a law is known to be positive on a carrier."""
        if law.sort.kind == "positive law" or self.support(law) == carrier:
            return True
        if carrier == _EVERYWHERE:
            return False
        edges = [(f.args[0], f.args[1]) for f in self.known if f.op == "≪"]
        edges += [(f.args[1], f.args[0]) for f in self.known if f.op == "supports"]
        reached = {carrier}
        while more := {self.support(b) for a, b in edges if self.support(a) in reached} - reached:
            reached |= more
        return self.support(law) in reached

    def free_outcomes(self, equation: Term) -> None:
        """Each free outcome runs where both sides have a factor with mass; elsewhere both are 0."""
        for name, v in free_variables(equation).items():
            if v.sort.kind == "outcome":
                shared = self.vanishing(equation.args[0], name) & self.vanishing(equation.args[1], name)
                carrier = min(shared, default=_EVERYWHERE)
                self.index[name] = self.fresh(carrier)
                self.shown[str(self.index[name])] = written(v)
        self.free = dict(self.index)

    def vanishing(self, t: Term, y: str) -> set[str]:
        """The carriers outside of which a number is 0."""
        if t.op == "at" and t.args[1].op == "variable" and t.args[1].name == y and t.args[0].sort.kind != "reward":
            return {self.support(t.args[0])}
        if t.op == "*":
            return self.vanishing(t.args[0], y) | self.vanishing(t.args[1], y)
        if t.op in ("+", "-"):
            return self.vanishing(t.args[0], y) & self.vanishing(t.args[1], y)
        return self.vanishing(t.args[0], y) if t.op in ("/", "neg") else set()

    # Numbers.

    def number(self, t: Term) -> sympy.Expr:
        if t.op == "number":
            return sympy.Rational(t.value.numerator, t.value.denominator)
        if t.op == "real":
            return self.number(t.args[0])
        if t.op in _ARITHMETIC:
            return _ARITHMETIC[t.op](*(self.number(a) for a in t.args))
        if t.op == "at":
            return self.entry(t.args[0], self.outcome(t.args[1]))
        if t.op == "sum":
            return self.summed(t.args[0], t.args[1])
        if t.op in _SUMS:
            return _SUMS[t.op](self, *t.args)
        if any(v.sort.kind == "outcome" and name in self.index for name, v in free_variables(t).items()):
            raise NotDecidable(f"“{written(t)}” is not understood in an identity")
        name = self.name(written(t), "real", t.key)
        self.reals[name] = t
        return sympy.Symbol(name)

    def outcome(self, y: Term) -> sympy.Expr:
        if y.op != "variable" or y.name not in self.index:
            raise NotDecidable(f"the outcome {written(y)} is not understood in an identity")
        return self.index[y.name]

    def total(self, carrier: str, body: Any) -> sympy.Expr:
        """Σ over a carrier, of a function of the index."""
        index = self.fresh(carrier)
        size = sympy.Symbol(self.name("the number of letters", "size", carrier))
        return sympy.Sum(body(index), (index, 1, size))

    def summed(self, y: Term, body: Term) -> sympy.Expr:
        if y.space.length is not None:
            raise NotDecidable("a sum over words is not understood in an identity")
        where = min(self.vanishing(body, y.name), default=self.everywhere(y))
        return self.total(where, lambda i: self.standing_for(y.name, i, body))

    def everywhere(self, y: Term) -> str:
        return _EVERYWHERE if y.space.alphabet == "A" else self.name(y.space.alphabet, "alphabet", y.space.alphabet)

    def standing_for(self, name: str, index: Any, body: Term) -> sympy.Expr:
        before = dict(self.index)
        self.index[name] = index
        try:
            return self.number(body)
        finally:
            self.index = before

    def entry(self, law: Term, i: Any) -> sympy.Expr:
        """The entry of a law, or the value of a reward, at an index."""
        if law.op == "T":
            q, p, alpha = law.args
            return self.entry(p, i) * self.entry(q, i) ** self.number(alpha) / self.partition(q, p, alpha)
        if law.op == "tilt by":
            r, p, a = law.args
            norm = self.total(
                self.support(p), lambda j: self.entry(p, j) * sympy.exp(self.number(a) * self.entry(r, j))
            )
            return self.entry(p, i) * sympy.exp(self.number(a) * self.entry(r, i)) / norm
        if law.op == "function":
            return self.standing_for(law.args[0].name, i, law.args[1])
        if law.space.alphabet != "A" or law.space.length is not None:
            raise NotDecidable(f"“{written(law)}” is over more than the letters of one alphabet")
        for name in free_variables(law).keys() & self.index.keys():
            if self.index[name] is not self.free.get(name):  # another law for every value of what is summed over
                raise NotDecidable(f"“{written(law)}”, which depends on the bound {name}, is not understood")
        carrier = self.carrier[str(i)]
        name = self.name(written(law), "family", law.key, carrier)
        self.families[name] = (law, carrier)
        return sympy.IndexedBase(name)[i]

    def partition(self, q: Term, p: Term, alpha: Term) -> sympy.Expr:
        return self.total(self.support(p), lambda j: self.entry(p, j) * self.entry(q, j) ** self.number(alpha))

    # What is known.

    def _laws(self) -> Iterator[tuple[str, Term, str]]:
        for name, (law, carrier) in self.families.items():
            if law.sort.kind in ("law", "positive law"):
                yield name, law, carrier

    def relations(self) -> list[sympy.Expr]:
        """Σ = 1 for every family with all of its mass on its carrier."""
        return [self.whole(name, carrier) for name, _, carrier in self._complete()]

    def whole(self, name: str, carrier: str) -> sympy.Expr:
        return self.total(carrier, lambda i: sympy.IndexedBase(name)[i]) - 1

    def _complete(self) -> Iterator[tuple[str, Term, str]]:
        for name, law, carrier in self._laws():
            if carrier == _EVERYWHERE or self.support(law) == carrier or self.covers_all(law, carrier):
                yield name, law, carrier

    def covers_all(self, law: Term, carrier: str) -> bool:
        """Whether a law is known to have no mass outside a carrier."""
        return self.covers(self.laws[carrier], self.support(law)) if carrier in self.laws else False

    def facts(self, positive: Iterable[Term] = ()) -> list[str]:
        """What discharges conditions, in the words of the normal form; `positive` are > 0 by their sorts.

        A sign is told of what a term is read as, and √(x²) is read as x, where x > 0. So it is told only where what the
        reading needs is known without it.
        """
        signs = [*self.signs(), *((t, "> 0") for t in positive)]
        waiting = [(sign, *read) for t, sign in signs if (read := self.read(t)) is not None]
        indices = [*self.carrier, "y"]
        found = [
            f"{name}[{i}] > 0" for name, law, carrier in self._laws() if self.covers(law, carrier) for i in indices
        ]
        found += [f"{name} > 0" for name, t in self.reals.items() if is_a(t.sort, POSITIVE) or is_a(t.sort, COUNT)]
        while clear := [entry for entry in waiting if not still_open(entry[2], found)]:
            waiting = [entry for entry in waiting if entry not in clear]
            found += [fact for sign, form, _ in clear for fact in _told_of(form, sign)]
        return found

    def seen_positive(self, t: Term) -> bool:
        """Whether a part is > 0 by its sort, and defined by what is known: e^(log x) where x > 0 says nothing of x."""
        return is_a(t.sort, POSITIVE) and not Statement(t == t, given=tuple(self.known)).conditions

    def signs(self) -> Iterator[tuple[Term, str]]:
        """What the facts say of the signs of numbers."""
        for fact in self.known:
            zero = 0 if fact.op == "<" or same(fact.args[0], lift(0)) else 1
            if fact.op in ("<", "≠") and is_a(fact.args[0].sort, REAL) and same(fact.args[zero], lift(0)):
                t = fact.args[1 - zero]
                yield t, "> 0" if fact.op == "<" or is_a(t.sort, NONNEGATIVE) else "≠ 0"

    def read(self, t: Term) -> tuple[Form, list[Condition]] | None:
        """A number as a form, and what that needs; None for one that is not understood."""
        reader = Reader()
        try:
            return reader.read(self.number(t)), needed_by(reader)
        except NotDecidable:
            return None


def _told_of(form: Form, sign: str) -> list[str]:
    """A sign of all, and of what is left when a number is taken out: for 2 + 2 x that is 1 + x."""
    if not form:
        return []  # contradictory hypotheses: of 0 nothing is left
    content, rest = split(form)
    told = [form, rest] if content.constant() else [form]
    return [f"{text} {sign}" for f in told for text in (f, f"({f})")]


def _divergence(r: _Reading, p: Term, q: Term) -> sympy.Expr:
    return r.total(r.support(p), lambda i: r.entry(p, i) * (sympy.log(r.entry(p, i)) - sympy.log(r.entry(q, i))))


def _cross_entropy(r: _Reading, p: Term, q: Term) -> sympy.Expr:
    return -r.total(r.support(p), lambda i: r.entry(p, i) * sympy.log(r.entry(q, i)))


def _mean(r: _Reading, p: Term, f: Term) -> sympy.Expr:
    return r.total(r.support(p), lambda i: r.entry(p, i) * r.entry(f, i))


def _variance(r: _Reading, p: Term, f: Term) -> sympy.Expr:
    return r.total(r.support(p), lambda i: r.entry(p, i) * r.entry(f, i) ** 2) - _mean(r, p, f) ** 2


def _chi_squared(r: _Reading, p: Term, q: Term) -> sympy.Expr:
    return r.total(r.support(q), lambda i: (r.entry(p, i) - r.entry(q, i)) ** 2 / r.entry(q, i))


def _renyi(r: _Reading, a: Term, p: Term, q: Term) -> sympy.Expr:
    order = r.number(a)
    inside = r.total(r.support(p), lambda i: r.entry(p, i) ** order * r.entry(q, i) ** (1 - order))
    return sympy.log(inside) / (order - 1)


def _renyi_cross_entropy(r: _Reading, t: Term, p: Term, q: Term) -> sympy.Expr:
    order = r.number(t)
    return sympy.log(r.total(r.support(p), lambda i: r.entry(p, i) * r.entry(q, i) ** (order - 1))) / (1 - order)


_SUMS: Final[dict[str, Any]] = {
    "D": _divergence,
    "H": _cross_entropy,
    "E": _mean,
    "Var": _variance,
    "χ²": _chi_squared,
    "Z": _Reading.partition,
    "Rényi": _renyi,
    "H_t": _renyi_cross_entropy,
}

_ARITHMETIC: Final[dict[str, Any]] = {
    "+": lambda a, b: a + b,
    "plus": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "neg": lambda a: -a,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "log": sympy.log,
    "exp": sympy.exp,
    "sqrt": sympy.sqrt,
}
