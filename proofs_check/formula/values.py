"""What a term is worth at a case: exact where it can be, else enclosed; a proposition is true or false.

A case gives every free variable its value: a law is a `Distribution`, a reward a `Reward` or a mapping, a rule a
mapping from draws to the shares of what is kept, a number exact. Sums and "for all y" go through all outcomes; nothing
here uses a closed form where the definition can be computed. What has no finite value at a case raises `NotDefined`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import attrs

from exactalign import (
    Distribution,
    LogForm,
    Reward,
)
from exactalign.exceptions import ExactAlignError, Indeterminate, LogFormError, ParameterError, TooLarge, Undecided
from exactalign.numbers.duals import Dual
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.rationals import exact_text
from exactalign.numbers.reading import Extended, short_number
from exactalign.numbers.written import shortened
from exactalign.policies.tilting import TiltedDistribution
from proofs_check.exceptions import ClaimError
from proofs_check.formula import measures
from proofs_check.formula.functions import binomial, exponential, larger, logarithm, power, smaller, square_root
from proofs_check.formula.measures import LARGEST_SPACE, Function, NotDefined, Told
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.sorts import Sort, Space
from proofs_check.formula.terms import Term, free_variables, same, written

__all__ = [
    "LARGEST_SPACE", "Assignment", "NoReading", "NotDefined", "Reading", "holds", "letters_in", "letters_in_words",
    "value",
]  # fmt: skip

Assignment = Mapping[str, Any]
"""The value of every free variable, by name."""

_MOST_KEPT: Final = 200_000
"""The most values of parts that one reading keeps."""


class NoReading(Told, ClaimError):
    """A term cannot be evaluated: it speaks of all numbers, or of a limit."""


@attrs.frozen(slots=False)
class _Nothing:
    """Why a part has no value."""

    error: Exception


def value(term: Term, case: Assignment) -> Any:
    """The value of a term at a case; raises `NotDefined`, `Undecided`, or `NoReading`."""
    return Reading(case, term).value(term)


def holds(proposition: Term, case: Assignment) -> bool | None:
    """Whether a proposition is true at a case; None where something in it has no finite value."""
    try:
        return bool(value(proposition, case))
    except NotDefined:
        return None


class Reading:
    """A case, at which terms are read: what a part is worth is found once, for each value of what binds it."""

    def __init__(self, case: Assignment, term: Term) -> None:
        self.case = dict(case)
        self.term = term
        self.bound: dict[str, Any] = {}
        self.found: dict[int | tuple[Any, ...], Any] = {}
        self.within: dict[object, Reading] = {}
        self.moving = ""
        self.moved: dict[tuple[int, Fraction], Dual] = {}
        self.assumed: dict[tuple[int, ...], bool | _Nothing] = {}

    def forget(self) -> None:
        """Let go of what was found: functions and errors among it hold this reading, which holds them, and such circles
        of objects are freed late, after all objects were looked through."""
        self.found.clear()
        self.assumed.clear()

    def letters(self, space: Space) -> tuple[Any, ...]:
        """The letters of an alphabet: those of the laws and rewards over it."""
        if space.size is not None:
            return tuple(range(space.size))
        name = f"letters of {space.alphabet}"
        if name in self.case:
            return tuple(self.case[name])
        for variable in free_variables(self.term).values():
            letters = letters_in(variable.sort, self.case.get(variable.name), space.alphabet)
            if letters is not None:
                return letters
        raise NoReading(f"no law of this case says what the letters of {space.alphabet} are")

    def outcomes(self, space: Space) -> tuple[Any, ...]:
        """All outcomes of a space; words are tuples of letters."""
        letters = self.letters(space)
        if space.length is None:
            return letters
        return tuple(measures.words(letters, self.value(space.length)))

    def value(self, t: Term) -> Any:
        op = t.op
        if op == "number" or op == "constant":
            return t.leaf
        if op == "variable":
            try:
                found = self.case[t.leaf]
            except KeyError:
                raise ClaimError(f"the case gives no value to {written(t)}") from None
            if found.__class__ is int:
                return _whole(found)
            return Fraction(found) if isinstance(found, int) and not isinstance(found, bool) else found
        key: int | tuple[Any, ...] = t.token
        if self.bound and not self.bound.keys().isdisjoint(t.free):
            key = (key, *map(self.bound.get, t.free))  # which of them is bound, as well as to what
        try:
            found = self.found.get(key)
        except TypeError:  # a witness that has no hash
            return self.worked_out(t)
        if found is None:
            try:
                found = self.worked_out(t)
            except (NotDefined, Undecided) as error:
                found = _Nothing(error)
            except NoReading as error:
                if self.moving:  # inside a derivative it may be the place, not the part, that is not read
                    raise
                found = _Nothing(error)
            if len(self.found) < _MOST_KEPT:
                self.found[key] = found
        if found.__class__ is _Nothing:
            try:
                raise found.error.with_traceback(None)  # else it would hold the frames of every time it was raised
            finally:
                del found  # which the frame would hold that the error holds
        return found

    def all_hold(self, terms: tuple[Term, ...], tokens: tuple[int, ...]) -> bool:
        """Whether all terms are true, of which the tokens are given; read up to the first that is not."""
        found = self.assumed.get(tokens)
        if found is None:
            try:
                found = all(self.value(t) for t in terms)
            except (NotDefined, Undecided) as error:
                found = _Nothing(error)
            self.assumed[tokens] = found
        if isinstance(found, _Nothing):
            try:
                raise found.error.with_traceback(None)
            finally:
                del found
        return found

    def worked_out(self, t: Term) -> Any:
        """The value of a term by its operator."""
        if self.moving and t.sort.kind == "proposition" and self.moving in t.free:
            raise NoReading("“{}” is read at numbers, not where {} moves in a derivative", t, self.moving)
        if (rule := _OF_TERMS.get(t.op)) is not None:
            return rule(self, t)
        if (of := _VALUES.get(t.op)) is None:
            raise NoReading("“{}” cannot be evaluated at a case", t)
        arguments = [self.value(a) for a in t.args]
        if t.op not in _OF_POLYNOMIALS and Polynomial in map(type, arguments):
            raise NoReading("“{}” is read at numbers, not under an integral", t)
        try:
            found = of(*arguments)
        except (Undecided, TooLarge):
            raise
        except ZeroDivisionError as error:  # whose own words are those of a class of numbers: Fraction(1, 0)
            raise NotDefined("{}: a division by 0", t) from error
        except (ParameterError, LogFormError, Indeterminate) as error:
            raise NotDefined("{}: {}", t, error) from error
        except ExactAlignError as error:  # of these readings, not of what is read
            if self.moving in t.free:
                raise Undecided(f"no rule gives the derivative of “{written(t)}” at a case") from error
            raise Undecided(f"{written(t)}: {error}") from error
        if isinstance(found, Infinity):
            raise NotDefined("{} is infinite", t)
        return found

    def at(self, bound: Term, outcome: Any) -> Reading:
        """The reading in which a bound variable has a value; what was found is shared, and the reading kept."""
        try:
            inner = self.within.get((bound.token, outcome))
        except TypeError:  # a witness that has no hash
            return self._bind(bound, outcome)
        if inner is None:
            inner = self._bind(bound, outcome)
            if len(self.within) <= LARGEST_SPACE:
                self.within[bound.token, outcome] = inner
        return inner

    def _bind(self, bound: Term, outcome: Any) -> Reading:
        inner = Reading(self.case, self.term)
        inner.found = self.found
        inner.bound = {**self.bound, bound.name: outcome}
        inner.moving = bound.name if isinstance(outcome, Dual) else self.moving * (self.moving != bound.name)
        if bound.sort.space is not None:
            inner.case[f"letters of {bound.space.alphabet}"] = self.letters(bound.space)
        inner.case[bound.name] = outcome
        return inner

    def each(self, t: Term) -> list[Any]:
        """What a body is worth at every outcome of the bound variable."""
        bound, body = t.args[0], t.args[-1]
        if bound.sort.kind != "outcome":
            return [self.at(bound, Fraction(k)).value(body) for k in range(self.end_of(t))]
        return [self.at(bound, y).value(body) for y in self.outcomes(bound.space)]

    def end_of(self, t: Term) -> int:
        """The whole number that the bound one is below, where what is said of it begins with that."""
        bound, body = t.args[0], t.args[-1]
        if bound.sort.kind == "natural number" and body.op == "implies" and body.args[0].op == "<":
            low, high = body.args[0].args
            if low.op == "real" and same(low.args[0], bound) and bound.name not in free_variables(high):
                return self.few(t, math.ceil(self.value(high)))
        raise NoReading("“{}” speaks of every {}", t, bound.sort)

    def few(self, t: Term, count: int) -> int:
        """As many as can be gone through one by one; raises `TooLarge` for more."""
        if count > LARGEST_SPACE:
            many = f"{short_number(count)} numbers, more than {LARGEST_SPACE}"
            raise TooLarge(f"“{written(t)}” goes through {many}: give a smaller end")
        return count

    def of_word(self, t: Term) -> Any:
        """The type of a word, and the information per letter; a word has at least one letter."""
        word = self.value(t.args[-1])
        if not word:
            raise NotDefined("{}: the word is empty", t)
        if t.op == "type":
            letters = self.letters(t.args[0].space.letters)
            return Distribution({y: Fraction(word.count(y), len(word)) for y in letters})
        law = self.value(t.args[0])
        if any(law[y] == 0 for y in word):
            raise NotDefined("{} is infinite", t)
        return -sum((logarithm(law[y]) for y in word), Fraction(0)) / len(word)

    def function(self, t: Term) -> Function:
        bound, body = t.args
        return Function(lambda outcome: self.at(bound, outcome).value(body))

    def polynomial(self, bound: Term, body: Term) -> Polynomial:
        """The body as a polynomial in the bound variable."""
        outer = (name for name, found in self.bound.items() if type(found) is Polynomial and name != bound.name)
        if any(name in body.free for name in outer):
            raise NoReading("“{}” stands under two integrals, which are not read at a case", body)
        try:
            found = self.at(bound, Polynomial((Fraction(0), Fraction(1)))).value(body)
        except TypeError:  # an exponent, say
            found = None
        if not isinstance(found, (Polynomial, Fraction)):
            raise NoReading("“{}” is no polynomial in {}", body, bound)
        return found if isinstance(found, Polynomial) else Polynomial((found,))

    def integral(self, t: Term) -> Any:
        bound, low, high, body = t.args
        primitive = self.polynomial(bound, body).primitive()
        return primitive(self.value(high)) - primitive(self.value(low))

    def primitive(self, t: Term) -> bool:
        bound, function, body = t.args
        gap = self.value(function).derivative() - self.polynomial(bound, body)
        return not any(gap.coefficients)

    def sum_to(self, t: Term) -> Any:
        index, end, body = t.args
        terms = [self.at(index, Fraction(k)).value(body) for k in range(self.few(t, int(self.value(end))))]
        return sum(terms, Fraction(0))

    def slope(self, t: Term) -> Extended:
        """By the rules of calculus, at a dual number; a law that depends on the variable has dual probabilities.

        Where the body has a value and the rules give no derivative, as at a kink, nothing is decided: no condition of a
        statement leaves that out.
        """
        bound, body, point = t.args
        where = self.value(point)
        if isinstance(where, Dual) or any(isinstance(v, Dual) for v in self.bound.values()):
            raise NoReading("“{}” is a derivative within another, which is not read at a case", t)
        try:
            found = self.at(bound, self._moved(bound, where)).value(body)
        except NotDefined:
            self.at(bound, where).value(body)
            at = f"{written(bound)} = {shortened(exact_text(where))}"
            raise Undecided(f"“{written(body)}” has no derivative at {at}, or none that the rules find") from None
        except (TypeError, AttributeError):
            raise NoReading("there is no rule for the derivative of “{}” at a case", body) from None
        return found.slope if isinstance(found, Dual) else Fraction(0)

    def _moved(self, bound: Term, where: Any) -> Dual:
        """The bound variable where it moves: one for each place, so that what is found there is found once."""
        moved = Dual(where, Fraction(1))
        return self.moved.setdefault((bound.token, where), moved) if type(where) is Fraction else moved

    def some(self, t: Term) -> bool:
        bound, body = t.args
        if bound.sort.kind != "outcome":
            witness = self.case.get(f"some {bound.name}")
            if witness is None:
                raise NoReading("“{}” speaks of every {}: give the case a witness", t, bound.sort)
            if not self.at(bound, witness).value(body):
                raise NoReading("{} is no witness of “{}”", shortened(exact_text(witness)), t)
            return True
        return any(self.each(t))


_whole: Final = lru_cache(maxsize=1024)(Fraction)
"""A whole number of a case, as a number of formulas: the same few are asked for again and again."""


def letters_in(sort: Sort, found: Any, alphabet: str) -> tuple[Any, ...] | None:
    """The letters of an alphabet, where a value of a sort over single letters of it tells them."""
    if isinstance(found, Mapping) and sort.index is not None:
        if sort.index.alphabet == alphabet:
            return tuple(found)
        found = next(iter(found.values()), None)
    if not isinstance(found, _LISTED) or sort.space is None or sort.space.length is not None:
        return None
    return tuple(measures.outcomes(found)) if sort.space.alphabet == alphabet else None


def letters_in_words(sort: Sort, found: Any, alphabet: str) -> tuple[Any, ...] | None:
    """The letters of an alphabet, where a law on words over it, which lists all of them, is all that tells them."""
    if not isinstance(found, _LISTED) or sort.space is None or sort.space.length is None:
        return None
    if sort.space.alphabet != alphabet:
        return None
    letters = dict.fromkeys(letter for word in measures.outcomes(found) if isinstance(word, tuple) for letter in word)
    places = range(len(letters))
    return tuple(places if letters.keys() == set(places) else letters) or None


_LISTED: Final = (Distribution, Reward, TiltedDistribution)
"""What lists the outcomes that it is over."""


_VALUES: Final[dict[str, Callable[..., Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "neg": operator.neg,
    "*": operator.mul,
    "/": operator.truediv,
    "^": power,
    "real": lambda n: n,
    "log": logarithm,
    "exp": exponential,
    "sqrt": square_root,
    "abs": abs,
    "min": smaller,
    "max": larger,
    "choose": binomial,
    "plus": operator.add,
    "monus": lambda a, b: max(Fraction(0), a - b),
    "ceiling": measures.whole(math.ceil),
    "floor": measures.whole(math.floor),
    "at": measures.entry,
    "D": measures.divergence,
    "H": measures.cross_entropy_of,
    "Z": measures.partition,
    "T": measures.tilt_of,
    "tilt by": measures.tilt_by,
    "power": measures.power_of,
    "total": measures.total,
    "best": measures.best,
    "soft best": measures.soft_best,
    "ranked": measures.ranked,
    "hits": lambda happening, word: Fraction(sum(1 for y in word if happening(y))),
    "kept": measures.kept,
    "E": measures.expectation,
    "Pr": measures.probability,
    "Var": measures.variance,
    "TV": measures.total_variation,
    "χ²": measures.chi_squared,
    "Hellinger": measures.hellinger,
    "Rényi": measures.renyi,
    "D_f": lambda f, p, q: measures.summed(q, lambda o: q[o] * f(p[o] / q[o])),
    "x log x": lambda x: Fraction(0) if isinstance(x, (Fraction, LogForm)) and x == 0 else x * logarithm(x),
    "spacings": measures.spacings,
    "size": lambda p: Fraction(len(p)),
    "of": lambda f, x: f(x),
    "convex": lambda f: f.is_convex(),
    "strictly convex": lambda f: f.is_convex(strictly=True),
    "continuous": lambda f: f.is_continuous,
    "keeps best": measures.keeps_best,
    "is": operator.eq,
    "H_t": measures.renyi_cross_entropy,
    "Δ_max": measures.largest_budget,
    "sub-Gaussian": measures.sub_gaussian,
    "permuted": lambda v, w: sorted(v, key=repr) == sorted(w, key=repr),
    "term": lambda sequence, m: sequence(int(m)),
    "varies": measures.varies,
    "optimal": measures.optimal,
    "=": lambda a, b: measures.order(a, b) == 0,
    "≠": lambda a, b: measures.order(a, b) != 0,
    "≤": lambda a, b: measures.order(a, b) <= 0,
    "<": lambda a, b: measures.order(a, b) < 0,
    "≡": measures.same_law,
    "≪": measures.continuous,
    "supports": lambda q, p: measures.continuous(p, q),
    "not": operator.not_,
}

_OF_POLYNOMIALS: Final = frozenset(
    {"+", "-", "*", "/", "neg", "^", "real", "of", "D_f", "convex", "strictly convex", "continuous"}
)
"""What takes a function, or a polynomial that stands for the variable of an integral."""

_BOUND: Final[dict[str, Callable[[Reading, Term], Any]]] = {
    "sum": lambda reading, t: sum(reading.each(t), Fraction(0)),
    "sum to": Reading.sum_to,
    "integral": Reading.integral,
    "slope": Reading.slope,
    "primitive": Reading.primitive,
    "function": Reading.function,
    "event": Reading.function,
    "for all": lambda reading, t: all(reading.each(t)),
    "exists": Reading.some,
}

# The right side is read only where the left one leaves it open: it may have no value elsewhere.
_LAZY: Final[dict[str, Callable[[Reading, Term], Any]]] = {
    "if": lambda reading, t: reading.value(t.args[1 if reading.value(t.args[0]) else 2]),
    "and": lambda reading, t: bool(reading.value(t.args[0])) and bool(reading.value(t.args[1])),
    "or": lambda reading, t: bool(reading.value(t.args[0])) or bool(reading.value(t.args[1])),
    "implies": lambda reading, t: not reading.value(t.args[0]) or bool(reading.value(t.args[1])),
    "iff": lambda reading, t: bool(reading.value(t.args[0])) == bool(reading.value(t.args[1])),
}

_OF_TERMS: Final = {**_BOUND, **_LAZY, "type": Reading.of_word, "info": Reading.of_word}
"""Operators that see to their arguments themselves."""
