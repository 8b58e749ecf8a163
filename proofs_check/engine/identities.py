"""Identities between sums over outcomes, entries of laws, logarithms and powers: terms, read into normal forms.

A law may have zeros. Every sum here is over the outcomes where a law has mass (its carrier): that of p in KL(p‖q), in
H(p‖q), in E_p f and in Z(q, p, α). There p is positive, and so is q wherever p ≪ q or "q > 0 on the support of p" is
known. A product runs where its laws have mass: E_q (p/q)·r is E_p r where p ≪ q. A family of entries is told apart by
the law and by the carrier, and sums to 1 only where the law has mass. What an operation needs beside that (a positive
logarithm, a divisor that is not 0) must be a sort of a variable, a hypothesis or an earlier line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Final

from proofs_check.algebra.conditions import Condition, Fact, needed_by, still_open, with_indices
from proofs_check.algebra.forms import (
    ANY,
    LOCAL,
    OURS,
    UNIT,
    ZERO,
    Atom,
    Form,
    Monomial,
    number,
    power,
    replaced,
    total_of,
)  # fmt: skip
from proofs_check.algebra.normal_forms import Operations, cleared, shortened
from proofs_check.exceptions import ClaimError, NotDecidable
from proofs_check.formula.hypotheses import positive_everywhere
from proofs_check.formula.sorts import COUNT, NATURAL, NONNEGATIVE, POSITIVE, REAL, Sort, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, apply, free_variables, lift, same, written

_LAWS: Final = ("law", "positive law")
_EVERYWHERE: Final = ""
"""The carrier of a sum over all letters."""
_ANY: Final = f"{ANY}0"
_BOUND_LETTER: Final = re.compile(r"(?:(?<=Σ_)|\b)[yzw]\b")
"""How a form shows what its sums bind; all else has names of our own in it."""


class Undischarged(ClaimError):
    """An identity that is not decided, or that needs what is not known."""


class _Unread(NotDecidable):
    """What is not understood, told in the names of the claim already."""


class _Differs(Undischarged):
    """An identity whose two sides have different forms."""


def decide(equation: Term, facts: Sequence[Term]) -> None:
    """Return when an equation holds by the normal form and the facts; raise `Undischarged` with the reason.

    Where it does not, another form is tried, which has what is under a logarithm over one line and needs more.
    """
    if equation.op != "=":
        raise Undischarged("an identity is an equation between numbers")
    if same(*equation.args):
        raise Undischarged("its two sides are the same before any work")
    try:
        _decide(equation, _Reading(facts))
    except Undischarged as first:
        try:
            _decide(equation, _Reading(facts, over_one_line=True))
        except Undischarged as second:
            raise (second if isinstance(first, _Differs) and not isinstance(second, _Differs) else first) from None


def discharged(condition: Term, facts: Sequence[Term]) -> bool:
    """Whether a condition on the sign of a number follows from facts, as it would for an identity that needs it."""
    reading = _Reading(facts)
    read = [(sign, *found) for t, sign in _signs(condition) if (found := reading.read(t)) is not None]
    return any(not still_open([*needs, Condition(sign, form, "")], reading.facts()) for sign, form, needs in read)


def _decide(equation: Term, reading: _Reading) -> None:
    try:
        reading.free_outcomes(equation)
        left, right = (reading.number(side) for side in equation.args)
        _, rest = cleared(left - right, reading.operations.bases)
    except _Unread as error:
        raise Undischarged(str(error)) from None
    except NotDecidable as error:
        raise Undischarged(reading.told(str(error))) from None
    if rest:
        raise _Differs(f"its two forms differ by {reading.gap(left - right)}")
    needed = needed_by(reading.operations)
    open_ = still_open(needed, reading.facts())
    if open_:  # 1 + H(p‖q), which the normal form writes with a minus, is seen to be positive from its parts
        open_ = still_open(needed, reading.facts(reading.seen(equation)))
    if open_:
        raise Undischarged(f"it needs {reading.told(open_[0])}, which is not known")


class _Reading:
    """Terms as forms under names of our own, which no variable of a claim can be mistaken for."""

    def __init__(self, known: Sequence[Term], *, over_one_line: bool = False) -> None:
        self.known = known
        self.operations = Operations(over_one_line=over_one_line)
        self.names: dict[tuple[object, ...], str] = {}
        self.shown: dict[str, str] = {}
        self.families: dict[str, tuple[Term, str]] = {}
        self.reals: dict[str, Term] = {}
        self.index: dict[str, str] = {}  # outcome variable → its index
        self.free: dict[str, str] = {}  # the same, of those that nothing binds
        self.carrier: dict[str, str] = {}  # index → where it runs
        self.laws: dict[str, Term] = {}  # carrier → a law with this support
        self.positive = {_source(law).key for fact in known if (law := positive_everywhere(fact)) is not None}

    # Names.

    def name(self, shown: str, *key: object) -> str:
        if key not in self.names:
            self.names[key] = f"{OURS}{len(self.names)}"
            self.shown[self.names[key]] = shown
        return self.names[key]

    def told(self, text: str) -> str:
        """A message with the names of the claim in it, from which the letters of sums are told apart."""
        free = (v for fact in self.known for v in free_variables(fact).values() if v.sort.kind == "outcome")
        taken = {*self.shown.values(), *map(written, free)}
        text = _BOUND_LETTER.sub(lambda found: found[0] + "′" * (found[0] in taken), with_indices(text))
        return re.sub(rf"\b{OURS}\d+\b", lambda found: self.shown.get(found[0], found[0]), text)

    def gap(self, form: Form) -> str:
        """What is left, in words, which do not show over which letters a sum is."""
        sizes = {name for key, name in self.names.items() if key[0] == "size"}

        def anywhere(atom: Atom) -> Atom:
            if atom.kind == "entry":
                return Atom("entry", self.family(self.families[atom.name][0], _EVERYWHERE), atom.parts)
            return Atom("symbol", "size") if atom.name in sizes else atom

        alike = len(replaced(form, anywhere).terms) < len(form.terms)
        carriers = {self.families[atom.name][1] for atom in form.atoms() if atom.kind == "entry"} - {_EVERYWHERE}
        over = f", over {' and '.join(sorted(map(self.told, carriers)))}" * bool(carriers)
        return self.told(shortened(form)) + (
            ", where what reads alike need not be over the same letters" if alike else over
        )

    def symbol(self, shown: str, *key: object) -> Form:
        return power(Atom("symbol", self.name(shown, *key)))

    # Supports.

    def support(self, law: Term) -> str:
        """The name of where a law has mass: the same for all laws that are known to have it at the same places."""
        own = self.own_support(law)
        return min(other for other in self.around(own) if own in self.around(other))

    def own_support(self, law: Term) -> str:
        """A name by the law alone: a tilt has mass where its reference has."""
        law = _source(law)
        if law.sort.kind == "positive law" or law.key in self.positive:
            return _EVERYWHERE
        name = self.name(f"the support of {written(law)}", "support", law.key)
        self.laws[name] = law
        return name

    def around(self, carrier: str) -> set[str]:
        """The supports that are known to hold all of a carrier."""
        edges = [(f.args[0], f.args[1]) for f in self.known if f.op == "≪"]
        edges += [(f.args[1], f.args[0]) for f in self.known if f.op == "supports"]
        reached = {carrier, _EVERYWHERE}
        while more := {self.own_support(b) for a, b in edges if self.own_support(a) in reached} - reached:
            reached |= more
        return reached

    def covers(self, law: Term, carrier: str) -> bool:
        """Whether a law is known to be positive on a carrier."""
        return self.own_support(law) in self.around(carrier)

    def free_outcomes(self, equation: Term) -> None:
        """Each free outcome runs where both sides have a factor with mass; elsewhere both are 0."""
        for name, v in free_variables(equation).items():
            if v.sort.kind == "outcome":
                shared = self.vanishing(equation.args[0], name) & self.vanishing(equation.args[1], name)
                carrier = min(shared, default=_EVERYWHERE)
                self.index[name] = self.name(written(v), "index", name)
                self.carrier[self.index[name]] = carrier
        self.free = dict(self.index)

    def vanishing(self, t: Term, y: str) -> set[str]:
        """The carriers outside of which a number is 0."""
        if t.op == "E" and t.args[1].op == "function":
            return self.vanishing(apply("sum", *t.args[1].args), y)
        if t.op == "at" and t.args[1].op == "variable" and t.args[1].name == y and t.args[0].sort.kind != "reward":
            return {self.support(t.args[0])}
        if t.op == "*":
            return self.vanishing(t.args[0], y) | self.vanishing(t.args[1], y)
        if t.op in ("+", "-"):
            return self.vanishing(t.args[0], y) & self.vanishing(t.args[1], y)
        if t.op == "sum":
            return self.vanishing(t.args[1], y) if t.args[0].name != y else set()
        return self.vanishing(t.args[0], y) if t.op in ("/", "neg") else set()

    # Numbers.

    def number(self, t: Term) -> Form:
        if t.op == "number":
            return number(t.value)
        if t.op == "real":
            return self.number(t.args[0])
        if t.op == "^":
            base, exponent = map(self.number, t.args)
            return self.operations.power(base, exponent, natural=is_a(t.args[1].sort, NATURAL))
        if t.op in _ARITHMETIC:
            return _ARITHMETIC[t.op](self.operations, *(self.number(a) for a in t.args))
        if t.op == "at":
            return self.entry(t.args[0], self.outcome(t.args[1]))
        if t.op == "sum":
            return self.summed(t.args[0], t.args[1])
        if t.op in _SUMS:
            return _SUMS[t.op](self, *t.args)
        if any(v.sort.kind == "outcome" and name in self.index for name, v in free_variables(t).items()):
            raise _Unread(f"“{written(t)}” is not understood in an identity")
        self.reals[self.name(written(t), "real", t.key)] = t
        return self.symbol(written(t), "real", t.key)

    def outcome(self, y: Term) -> str:
        if y.op != "variable" or y.name not in self.index:
            raise _Unread(f"the outcome {written(y)} is not understood in an identity")
        return self.index[y.name]

    def total(self, carrier: str, body: Callable[[str], Form]) -> Form:
        """Σ over a carrier, of a function of the index; each product runs only where its laws have mass."""
        index = f"{LOCAL}{len(self.carrier)}"
        self.carrier[index] = carrier
        found: dict[str, Form] = {}
        for monomial, c in body(index).terms.items():
            where = self.narrowed(monomial, index)
            found[where] = found.get(where, ZERO) + self.moved(Form({monomial: c}), index, where)
        sizes = {where: self.symbol("the number of letters", "size", where) for where in found}
        return self.whole(total_of(self.operations.sum(index, found[where], sizes[where]) for where in found))

    def narrowed(self, monomial: Monomial, index: str) -> str:
        """Where a product is summed: over the support of one of its laws, as the product is 0 outside; or where its
        index runs, if none of these supports is known to lie there.

        It is always the same one, whatever was read before: none that is known to be larger than another, since more
        is positive on the smaller.
        """
        factors = [atom for atom, k in monomial if atom.parts == (index,) and (k.constant() or 0) > 0]
        laws = [law for atom in factors if (law := self.families[atom.name][0]).sort.kind in _LAWS]
        inside = {self.support(law) for law in laws} - {_EVERYWHERE}
        carrier = self.carrier[index]
        if not any(self.lies_in(support, carrier) for support in inside):
            return carrier
        return min(s for s in inside if all(self.lies_in(s, other) for other in inside if self.lies_in(other, s)))

    def lies_in(self, inner: str, outer: str) -> bool:
        """Whether a carrier is known to have nothing outside another."""
        return outer in (_EVERYWHERE, inner) or (outer in self.laws and self.covers(self.laws[outer], inner))

    def moved(self, form: Form, index: str, where: str) -> Form:
        """A form whose entries at an index are those on another carrier, over which the index then runs."""

        def on_it(atom: Atom) -> Atom:
            at_it = atom.kind == "entry" and atom.parts == (index,)
            return Atom("entry", self.family(self.families[atom.name][0], where), atom.parts) if at_it else atom

        return form if where == self.carrier[index] else replaced(form, on_it)

    def whole(self, form: Form) -> Form:
        """A form in which Σ of a law is 1, where the sum is over all of its mass."""
        terms: dict[Monomial, Fraction] = {}
        for monomial, c in form.terms.items():
            rest = frozenset((atom, k) for atom, k in monomial if not self.is_whole(atom))
            terms[rest] = terms.get(rest, Fraction(0)) + c
        return Form(terms)

    def is_whole(self, atom: Atom) -> bool:
        if atom.kind != "sum":
            return False
        for name, (law, carrier) in self.families.items():
            if atom.parts[0] == power(Atom("entry", name, (atom.name,))):
                return law.sort.kind in _LAWS and self.support(law) == carrier
        return False

    def summed(self, y: Term, body: Term) -> Form:
        if y.space.length is not None:
            raise _Unread("a sum over words is not understood in an identity")
        where = min(self.vanishing(body, y.name), default=self.everywhere(y))
        return self.total(where, lambda i: self.standing_for(y.name, i, body))

    def everywhere(self, y: Term) -> str:
        return _EVERYWHERE if y.space.alphabet == "A" else self.name(y.space.alphabet, "alphabet", y.space.alphabet)

    def standing_for(self, name: str, index: str, body: Term) -> Form:
        before = dict(self.index)
        self.index[name] = index
        try:
            return self.number(body)
        finally:
            self.index = before

    def entry(self, law: Term, i: str) -> Form:
        """The entry of a law, or the value of a reward, at an index."""
        if law.op in ("T", "tilt by"):
            by, p, a = law.args
            return self.tilted(by, p, a, i) * self.inverse(
                self.total(self.support(p), lambda j: self.tilted(by, p, a, j))
            )
        if law.op == "function":
            return self.standing_for(law.args[0].name, i, law.args[1])
        if law.space.alphabet != "A" or law.space.length is not None:
            other = "another alphabet" if law.space.length is None else "words"
            raise _Unread(f"“{written(law)}” is over {other}: in an identity one over the letters of A is read")
        for name in free_variables(law).keys() & self.index.keys():
            if self.index[name] != self.free.get(name):  # another law for every value of what is summed over
                raise _Unread(f"“{written(law)}”, which depends on the bound {name}, is not understood")
        return power(Atom("entry", self.family(law, self.carrier[i]), (i,)))

    def family(self, law: Term, carrier: str) -> str:
        """The name of the entries of a law, or of the values of a reward, on a carrier."""
        name = self.name(written(law), "family", law.key, carrier)
        self.families[name] = (law, carrier)
        return name

    def tilted(self, by: Term, p: Term, a: Term, i: str) -> Form:
        """p·q^a for a law q, p·e^(a r) for a reward r."""
        if by.sort.kind == "reward":
            return self.entry(p, i) * self.operations.exponential(self.number(a) * self.entry(by, i))
        return self.entry(p, i) * self.operations.power(self.entry(by, i), self.number(a))

    def inverse(self, form: Form) -> Form:
        return self.operations.power(form, number(-1))

    def log(self, law: Term, i: str) -> Form:
        return self.operations.logarithm(self.entry(law, i))

    # What is known.

    def facts(self, seen: Iterable[tuple[Term, str]] = ()) -> list[Fact]:
        """What discharges conditions; `seen` are signs by sorts."""
        reads = [(sign, *read) for t, sign in (*self.signs(), *seen) if (read := self.read(t)) is not None]
        found = [Fact(form, sign, needs=tuple(needs)) for sign, form, needs in reads]
        for name, (law, carrier) in self.families.items():
            if law.sort.kind in _LAWS:
                entry = power(Atom("entry", name, (_ANY,)))
                found += [Fact(entry, "> 0" if self.covers(law, carrier) else "≥ 0", _ANY)]
        found += self.at_every_letter()
        numbers = [(name, _sign_of(t.sort)) for name, t in self.reals.items()]
        numbers += [(name, "> 0") for key, name in self.names.items() if key[0] == "size"]  # no support is empty
        return found + [Fact(power(Atom("symbol", name)), sign) for name, sign in numbers if sign]

    def at_every_letter(self) -> Iterator[Fact]:
        """What the facts say of every letter, read on each carrier: r(y) ≥ 0 for all y."""
        said = [fact.args for fact in self.known if fact.op == "for all" and fact.args[0].sort.kind == "outcome"]
        for (y, comparison), carrier in product(said, {carrier for _, carrier in self.families.values()}):
            self.carrier[_ANY], before = carrier, dict(self.index)
            self.index[y.name] = _ANY
            reads = [(sign, *read) for t, sign in _signs(comparison) if (read := self.read(t)) is not None]
            yield from (Fact(form, sign, _ANY, tuple(needs)) for sign, form, needs in reads)
            self.index = before

    def seen(self, equation: Term) -> Iterator[tuple[Term, str]]:
        """The signs of parts by their sorts, where what is known defines them: e^(log x) > 0 says nothing of x."""
        for t in equation.subterms():
            sign = _sign_of(t.sort)
            if sign and not Statement(t == t, given=tuple(self.known)).conditions:
                yield t, sign

    def signs(self) -> Iterator[tuple[Term, str]]:
        """What the facts say of the signs of numbers, and of differences."""
        for fact in self.known:
            yield from _signs(fact)
            if fact.op in ("<", "≤") and fact.args[0].op == "number" and fact.args[0].value > 0:
                yield fact.args[1], "> 0"  # x ≥ 1

    def read(self, t: Term) -> tuple[Form, list[Condition]] | None:
        """A number as a form, and what that needs; None for one that is not understood."""
        before, self.operations = self.operations, Operations(over_one_line=self.operations.over_one_line)
        try:
            return self.number(t), needed_by(self.operations)
        except NotDecidable:
            return None
        finally:
            self.operations = before


def _signs(fact: Term) -> Iterator[tuple[Term, str]]:
    """What a comparison says of the sign of a number, or of a difference."""
    if fact.op in ("<", "≤", "≠") and all(is_a(side.sort, REAL) for side in fact.args):
        less, more = fact.args
        if fact.op == "≠" and same(more, lift(0)):
            less, more = more, less
        t = more if same(less, lift(0)) else more - less
        positive = fact.op == "<" or (fact.op == "≠" and is_a(t.sort, NONNEGATIVE))
        yield t, "> 0" if positive else "≥ 0" if fact.op == "≤" else "≠ 0"


def _source(law: Term) -> Term:
    """What a law tilts, or the law itself: they have mass at the same places."""
    while law.op in ("T", "tilt by"):
        law = law.args[1]
    return law


def _sign_of(sort: Sort) -> str:
    if is_a(sort, POSITIVE) or is_a(sort, COUNT):
        return "> 0"
    return "≥ 0" if is_a(sort, NONNEGATIVE) or is_a(sort, NATURAL) else ""


def _divergence(r: _Reading, p: Term, q: Term) -> Form:
    return r.total(r.support(p), lambda i: r.entry(p, i) * (r.log(p, i) - r.log(q, i)))


def _cross_entropy(r: _Reading, p: Term, q: Term) -> Form:
    return -r.total(r.support(p), lambda i: r.entry(p, i) * r.log(q, i))


def _mean(r: _Reading, p: Term, f: Term) -> Form:
    return r.total(r.support(p), lambda i: r.entry(p, i) * r.entry(f, i))


def _variance(r: _Reading, p: Term, f: Term) -> Form:
    mean = _mean(r, p, f)
    return r.total(r.support(p), lambda i: r.entry(p, i) * r.entry(f, i) * r.entry(f, i)) - mean * mean


def _chi_squared(r: _Reading, p: Term, q: Term) -> Form:
    def share(i: str) -> Form:
        gap = r.entry(p, i) - r.entry(q, i)
        return gap * gap * r.inverse(r.entry(q, i))

    return r.total(r.support(q), share)


def _hellinger(r: _Reading, p: Term, q: Term) -> Form:
    def share(i: str) -> Form:
        first, second = (r.operations.power(r.entry(law, i), number(Fraction(1, 2))) for law in (p, q))
        return (first - second) * (first - second)

    return r.total(_EVERYWHERE, share)


def _size(r: _Reading, p: Term) -> Form:
    if p.space.length is not None:
        raise _Unread(f"how many words “{written(p)}” is over is not understood in an identity")
    return r.total(r.everywhere(p), lambda _: UNIT)


def _partition(r: _Reading, q: Term, p: Term, alpha: Term) -> Form:
    return r.total(r.support(p), lambda i: r.tilted(q, p, alpha, i))


def _power_sum(r: _Reading, p: Term, q: Term, own: Form, other: Form) -> Form:
    """log Σ p^own q^other, over the support of p."""
    power_ = r.operations.power
    return r.operations.logarithm(
        r.total(r.support(p), lambda i: power_(r.entry(p, i), own) * power_(r.entry(q, i), other))
    )


def _renyi(r: _Reading, a: Term, p: Term, q: Term) -> Form:
    order = r.number(a)
    return _power_sum(r, p, q, order, UNIT - order) * r.inverse(order - UNIT)


def _renyi_cross_entropy(r: _Reading, t: Term, p: Term, q: Term) -> Form:
    order = r.number(t)
    return _power_sum(r, p, q, UNIT, order - UNIT) * r.inverse(UNIT - order)


_SUMS: Final[dict[str, Callable[..., Form]]] = {
    "D": _divergence,
    "H": _cross_entropy,
    "E": _mean,
    "Var": _variance,
    "χ²": _chi_squared,
    "Hellinger": _hellinger,
    "size": _size,
    "Z": _partition,
    "Rényi": _renyi,
    "H_t": _renyi_cross_entropy,
}

_ARITHMETIC: Final[dict[str, Callable[..., Form]]] = {
    "+": lambda _, a, b: a + b,
    "plus": lambda _, a, b: a + b,
    "-": lambda _, a, b: a - b,
    "neg": lambda _, a: -a,
    "*": lambda _, a, b: a * b,
    "/": lambda o, a, b: a * o.power(b, number(-1)),
    "log": Operations.logarithm,
    "exp": Operations.exponential,
    "sqrt": lambda o, a: o.power(a, number(Fraction(1, 2))),
}
