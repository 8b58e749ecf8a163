"""What the cases of a statement are drawn from: its variables, the numbers in it, and what its hypotheses ask for."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import inf
from typing import Any, Final

import attrs

from exactalign import LogForm
from proofs_check.formula.hypotheses import (
    bounds_of,
    ceiling_of,
    definition,
    density,
    edge,
    optimum,
    parts_of,
    range_of,
    whole_variable,
)
from proofs_check.formula.meeting import NO_VALUE
from proofs_check.formula.own_numbers import MANY_LETTERS
from proofs_check.formula.sorts import NATURAL, REAL, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.formula.values import value

_SMALL_REWARDS: Final = (0, 1, 2)
_EXPONENTS: Final = (2, 1, 3)
FAR_LARGEST: Final = 6  # the same, over two letters, or where no words and draws are listed
FAR_NUMBERS: Final = (5, 7, 12)
_MOST_LETTERS: Final = {0: 256, 1: 256, 2: 40}
"""So many, where what goes through letters one by one is within so many others that do."""
_BINDERS: Final = frozenset({"sum", "sum to", "for all", "exists", "spacings", "best", "kept", "power"})
_ONE_BY_ONE: Final = 40
"""So many, where one sum at a time goes through them."""
_SUMMED: Final = 200  # so many, where it is the end of a sum, and nothing else goes through anything
_OF_POLYNOMIALS: Final = frozenset({"integral", "primitive", "slope"})


@attrs.frozen(slots=False)
class Source:
    """What all cases of a statement are drawn from."""

    statement: Statement

    @cached_property
    def variables(self) -> list[tuple[str, Term]]:
        """The variables, with those first that lengths of words and numbers of draws depend on."""
        left = sorted(self.statement.variables.items(), key=lambda entry: not is_a(entry[1].sort, NATURAL))
        found: list[tuple[str, Term]] = []
        while left:
            waits = {name for name, _ in left}
            found.append(next((entry for entry in left if waits.isdisjoint(self.awaited_by(entry[1]))), left[0]))
            left.remove(found[-1])
        return found

    def counts_of(self, v: Term) -> list[Term]:
        """The numbers of draws of which a rule keeps one."""
        terms = [t for term in (*self.statement.given, self.statement.then) for t in term.subterms()]
        return [t.args[1] for t in terms if t.op == "kept" and t.args[2].op == "variable" and t.args[2].name == v.name]

    def awaited_by(self, v: Term) -> set[str]:
        """The names of what has a value before a word, a law on words or a rule can be drawn."""
        length = None if v.sort.space is None else v.space.length
        of = self.counts_of(v) if v.sort.kind == "rule" else [] if length is None else [length]
        return {name for term in of for name in term.free if name in self.statement.variables}

    @cached_property
    def awaited(self) -> set[str]:
        """What is no whole number, and has its last value before some word or rule is drawn."""
        names = {name for v in self.statement.variables.values() for name in self.awaited_by(v)}
        return {name for name in names if not is_a(self.statement.variables[name].sort, NATURAL)}

    @cached_property
    def late(self) -> set[str]:
        """What is drawn after those."""
        return {name for name, v in self.variables if not self.awaited_by(v).isdisjoint(self.awaited)}

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return (*self.statement.given, *self.statement.conditions, self.statement.then)

    @cached_property
    def kinds(self) -> set[str]:
        return {v.sort.kind for v in self.statement.variables.values()}

    @cached_property
    def only_numbers(self) -> bool:
        return all(v.sort.space is None for v in self.statement.variables.values())

    @cached_property
    def lists_words(self) -> bool:
        """Whether a value is drawn word by word, or draw by draw."""
        lengths = [v.space.length for v in self.statement.variables.values() if v.sort.space is not None]
        return "rule" in self.kinds or any(length is not None for length in lengths)

    @cached_property
    def needs_polynomials(self) -> bool:
        """Whether a function is integrated or differentiated: of polynomials this is exact."""
        return any(t.op in _OF_POLYNOMIALS for term in self._terms for t in term.subterms())

    @cached_property
    def exponents(self) -> set[str]:
        """The variables that stand in exponents: whole ones keep values exact."""
        found: set[str] = set()
        for term in self._terms:
            for t in term.subterms():
                if t.op in ("T", "Z", "^"):
                    found |= {s.name for s in t.args[-1].subterms() if s.op == "variable"}
                if t.op in ("Rényi", "H_t"):
                    found |= {s.name for s in t.args[0].subterms() if s.op == "variable"}
        return found

    @cached_property
    def constants(self) -> list[Any]:
        """The exact numbers that stand in the statement, or are what a part of it is worth; not those of every case."""
        found: list[Any] = []
        for term in (*self.statement.given, self.statement.then):
            for t in term.subterms():
                if not t.free and is_a(t.sort, REAL):
                    with suppress(*NO_VALUE):
                        found.append(value(t, {}))
        exact = (c for c in found if isinstance(c, (Fraction, LogForm)))  # an enclosed one is no key
        return [c for c in dict.fromkeys(exact) if c not in (0, 1)]

    @cached_property
    def binders(self) -> set[str]:
        """The operators that go through something one by one, which a large number makes long."""
        return {t.op for term in self._terms for t in term.subterms() if t.op in _BINDERS}

    def takes(self, v: Term, c: Any) -> bool:
        """Whether a variable can have a number in it, and the statement be read then in no long time."""
        kind, whole = v.sort.kind, isinstance(c, Fraction) and c.denominator == 1
        if v.sort.index is not None or (v.sort.space is not None and v.space.length is not None):
            return False
        if kind in ("law", "positive law"):
            return isinstance(c, Fraction) and 0 < c < 1
        if kind == "real function":
            return isinstance(c, Fraction)
        if is_a(v.sort, NATURAL):
            few = "power" in self.binders or not (self.only_numbers or self.binders)
            slow = FAR_NUMBERS[-1] if self.is_slow else _SUMMED
            large = FAR_LARGEST if few else slow if self.binders else c
            return whole and (1 if kind == "count" else 0) <= c <= large
        if v.name in self.exponents and not (whole and abs(c) <= FAR_NUMBERS[-1]):
            return False
        return kind in ("real", "reward") or (c > 0 and kind in ("positive real", "nonnegative real"))

    @cached_property
    def bounds(self) -> list[tuple[str, Term, bool]]:
        """Each real variable that is bounded, by what, and whether it is that: those first on which others depend."""
        said = [options for h in self.parts if (options := list(bounds_of(h)))]
        left: list[tuple[str, Term, bool]] = []
        for options in sorted(said, key=len):  # of v = w the one that nothing else says
            taken = {name for name, _, strict in left if strict}
            left.append(next((one for one in options if one[0] not in taken), options[0]))
        found: list[tuple[str, Term, bool]] = []
        while left:
            waits = {name for name, _, strict in left if strict}
            ready = (k for k, (name, term, _) in enumerate(left) if not (waits - {name}) & set(term.free))
            found.append(left.pop(next(ready, 0)))
        return found

    @cached_property
    def parts(self) -> list[Term]:
        """The hypotheses one by one: what is said of every letter, too."""
        return list(chain.from_iterable(map(parts_of, self.statement.given)))

    @cached_property
    def definitions(self) -> list[tuple[Term, Term]]:
        """Each law or reward that is said to be something at every letter, and what."""
        return [found for h in self.parts if (found := definition(h)) is not None]

    @cached_property
    def optima(self) -> list[list[tuple[Term, Term, Term, Term]]]:
        """Each law that is the best within a budget, and that: what they may be, other tilts for other budgets."""
        found = [options for h in self.parts if (options := optimum(h, _EXPONENTS)) is not None]
        budgets = list(dict.fromkeys(options[0][2].name for options in found))
        turns = [budgets.index(options[0][2].name) % len(_EXPONENTS) for options in found]
        return [options[turn:] + options[:turn] for options, turn in zip(found, turns, strict=True)]

    @cached_property
    def ceilings(self) -> list[tuple[Term, Term]]:
        """Each real variable that is bounded from above, and by what."""
        return [found for h in self.parts if (found := ceiling_of(h)) is not None]

    @cached_property
    def ranges(self) -> list[tuple[Term, Term, bool]]:
        """Each reward that is bounded at every letter, by what, and whether from below."""
        return [found for h in self.parts if (found := range_of(h)) is not None]

    @cached_property
    def moved(self) -> dict[str, Fraction]:
        """By how much rewards of small cases, which are 0, 1 and 2, are moved, where bounds leave few of these."""
        found: dict[str, Fraction] = {}
        for r, term, above in self.ranges:
            bound = _number_of(term)
            if bound is not None and (bound >= _SMALL_REWARDS[-1] if above else bound < _SMALL_REWARDS[1]):
                found[r.name] = bound if above else Fraction(0) if bound >= 0 else bound - _SMALL_REWARDS[-1]
        return found

    @cached_property
    def ends(self) -> dict[str, tuple[Fraction, Fraction]]:
        """The least and the largest value of each reward that two numbers bound."""
        said = [(r.name, _number_of(term), above) for r, term, above in self.ranges]
        low = {name: bound for name, bound, above in said if bound is not None and above}
        high = {name: bound for name, bound, above in said if bound is not None and not above}
        return {name: (low[name], high[name]) for name in low if name in high}

    @cached_property
    def equations(self) -> list[Term]:
        """The equations between numbers that are no bound of a variable."""
        return [h for h in self.parts if h.op == "=" and not any(bounds_of(h)) and is_a(h.args[0].sort, REAL)]

    @cached_property
    def proxies(self) -> list[tuple[Term, Term, Term]]:
        """Each real variable that is said to be a variance proxy, with the law and the reward."""
        said = (h.args for h in self.parts if h.op == "sub-Gaussian")
        return [(s, law, reward) for law, reward, s in said if s.op == "variable"]

    @cached_property
    def edges(self) -> list[tuple[Term, Term, bool]]:
        """Each real variable that bounds something at every letter, the function, and whether from above."""
        return [found for h in self.parts if (found := edge(h)) is not None]

    @cached_property
    def densities(self) -> list[tuple[Term, Term]]:
        """Each law whose density by another law is bounded, and that."""
        return [found for h in self.parts if (found := density(h)) is not None]

    @cached_property
    def least(self) -> list[tuple[str, Term, bool]]:
        """Each whole number with a term that it is at least, and whether it is above it."""
        return [
            (v.name, h.args[0], h.op == "<")
            for h in self.parts
            if h.op in ("≤", "<") and (v := whole_variable(h.args[1])) is not None
        ]

    @cached_property
    def largest(self) -> float:
        """The largest whole number with which the statement is read in no long time."""
        if self.lists_words or self.lists_draws:
            return FAR_LARGEST
        if not self.is_slow:
            return _SUMMED if self.binders else inf
        short = max(map(_nested, self._terms)) <= 1 and "spacings" not in self.binders
        return _ONE_BY_ONE if short and self.binders else FAR_NUMBERS[-1] if self.binders else inf

    @cached_property
    def is_slow(self) -> bool:
        """Whether it takes long to read at many small numbers: more than a sum up to one of them."""
        return self.needs_polynomials or not self.binders <= {"sum to"} or max(map(_nested, self._terms)) > 1

    @cached_property
    def asks_for_letters(self) -> bool:
        """Whether a hypothesis says how many letters there are."""
        return any(t.op == "size" for h in self.parts for t in h.subterms())

    @cached_property
    def most_letters(self) -> int:
        """The most letters with which the statement is read in no long time, where a number in it asks for so many."""
        deep = max(map(_nested, self._terms))
        return MANY_LETTERS if self.lists_words or self.lists_draws else _MOST_LETTERS.get(deep, MANY_LETTERS)

    @cached_property
    def lists_draws(self) -> bool:
        """Whether what is read goes through words, or through draws: the best of many has a formula."""
        return self.keeps or "power" in self.binders

    @cached_property
    def keeps(self) -> bool:
        """Whether what is kept of some draws is found by going through them."""
        return any(t.op in ("soft best", "kept") for term in self._terms for t in term.subterms())

    @cached_property
    def draws(self) -> set[str]:
        """The variables in numbers of draws of which the best is kept."""
        return {name for term in self._terms for t in term.subterms() if t.op == "best" for name in t.args[1].free}


def _number_of(function: Term) -> Fraction | None:
    """The number that a function is at every letter, where it is one that is given."""
    bound, body = function.args
    if not (body.free or bound.name in body.free):
        with suppress(*NO_VALUE):
            found = value(body, {})
            return found if isinstance(found, Fraction) else None
    return None


def _nested(term: Term) -> int:
    """How many operators within one another go through letters or numbers one by one; the best of many does not."""
    return (term.op in _BINDERS and term.op != "best") + max(map(_nested, term.args), default=0)
