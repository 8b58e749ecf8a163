"""What a term is worth at a case: exact where it can be, else enclosed; a proposition is true or false.

A case gives every free variable its value: a law is a `Distribution`, a reward a `Reward` or a mapping, a rule a
mapping from draws to the shares of what is kept, a number exact. Sums and "for all y" go through all outcomes; nothing
here uses a closed form where the definition can be computed. What has no finite value at a case raises `NotDefined`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, Final

from exactalign import (
    AlignedFamily,
    Distribution,
    Reward,
    best_of_n,
    cross_entropy,
    kl_divergence,
    tilt,
)
from exactalign.exceptions import ExactAlignError, TooLarge, Undecided
from exactalign.numbers.arithmetic import sign_of
from exactalign.numbers.duals import Dual
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.reading import Extended
from exactalign.policies.tilting import TiltedDistribution
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import variance_proxy
from proofs_check.exceptions import ClaimError
from proofs_check.formula.functions import exponential, logarithm, power, square_root
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.sorts import Sort, Space
from proofs_check.formula.terms import Term, free_variables, same, written

Assignment = Mapping[str, Any]
"""The value of every free variable, by name."""

LARGEST_SPACE: Final = 4096
"""The most words that are listed."""


_MOST_KEPT: Final = 200_000
"""The most values of parts that one reading keeps."""

_TRIAL_BITS: Final = 2048
"""Where comparing enclosed numbers at a case gives up: two that agree so far are equal, or the case says nothing."""


class NotDefined(Exception):
    """A term has no finite value at a case."""


class NoReading(ClaimError):
    """A term cannot be evaluated: it speaks of all numbers, or of a limit."""


@dataclass(frozen=True)
class Function:
    """A reward or an event, as what it does to an outcome."""

    of: Callable[[Any], Any]

    def __call__(self, outcome: Any) -> Any:
        return self.of(outcome)


@dataclass(frozen=True)
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
        self.found: dict[tuple[object, ...], Any] = {}

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
        for found in self.case.values():
            if isinstance(found, (Distribution, Reward)):
                return tuple(found.outcomes)
        raise NoReading(f"no law of this case says what the letters of {space.alphabet} are")

    def outcomes(self, space: Space) -> tuple[Any, ...]:
        """All outcomes of a space; words are tuples of letters."""
        letters = self.letters(space)
        if space.length is None:
            return letters
        length = int(self.value(space.length))
        if len(letters) ** length > LARGEST_SPACE:
            raise TooLarge(f"{len(letters)}^{length} words are more than {LARGEST_SPACE}: give a shorter length")
        return tuple(product(letters, repeat=length))

    def value(self, t: Term) -> Any:
        if t.op == "number":
            return t.value
        if t.op == "constant":
            return t.leaf
        if t.op == "variable":
            if t.name not in self.case:
                raise ClaimError(f"the case gives no value to {written(t)}")
            found = self.case[t.name]
            return Fraction(found) if isinstance(found, int) and not isinstance(found, bool) else found
        try:
            key = (t.token, *(self.bound[name] for name in t.free if name in self.bound))
            found = self.found.get(key)
        except TypeError:  # a witness that has no hash
            return self.worked_out(t)
        if found is None:
            try:
                found = self.worked_out(t)
            except (NotDefined, Undecided) as error:
                found = _Nothing(error)
            if len(self.found) < _MOST_KEPT:
                self.found[key] = found
        if isinstance(found, _Nothing):
            raise found.error
        return found

    def worked_out(self, t: Term) -> Any:
        """The value of a term by its operator."""
        if t.op in _BOUND:
            return _BOUND[t.op](self, t)
        if t.op in ("type", "info"):
            return self.of_word(t)
        if t.op in _LAZY:
            return _LAZY[t.op](self, t)
        if t.op not in _VALUES:
            raise NoReading(f"“{written(t)}” cannot be evaluated at a case")
        arguments = [self.value(a) for a in t.args]
        if t.op not in _OF_POLYNOMIALS and any(isinstance(a, Polynomial) for a in arguments):
            raise NoReading(f"“{written(t)}” is read at numbers, not under an integral")
        try:
            found = _VALUES[t.op](*arguments)
        except (Undecided, TooLarge):
            raise
        except (ExactAlignError, ZeroDivisionError) as error:
            raise NotDefined(f"{written(t)}: {error}") from error
        if isinstance(found, Infinity):
            raise NotDefined(f"{written(t)} is infinite")
        return found

    def at(self, bound: Term, outcome: Any) -> Reading:
        """The reading in which a bound variable has a value; what was found is shared."""
        inner = Reading(self.case, self.term)
        inner.found = self.found
        inner.bound = {**self.bound, bound.name: outcome}
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
                end: int = math.ceil(self.value(high))
                return end
        raise NoReading(f"“{written(t)}” speaks of every {bound.sort}")

    def of_word(self, t: Term) -> Any:
        """The type of a word, and the information per letter; a word has at least one letter."""
        word = self.value(t.args[-1])
        if not word:
            raise NotDefined(f"{written(t)}: the word is empty")
        if t.op == "type":
            letters = self.letters(t.args[0].space.letters)
            return Distribution({y: Fraction(word.count(y), len(word)) for y in letters})
        law = self.value(t.args[0])
        if any(law[y] == 0 for y in word):
            raise NotDefined(f"{written(t)} is infinite")
        return -sum((logarithm(law[y]) for y in word), Fraction(0)) / len(word)

    def function(self, t: Term) -> Function:
        bound, body = t.args
        return Function(lambda outcome: self.at(bound, outcome).value(body))

    def polynomial(self, bound: Term, body: Term) -> Polynomial:
        """The body as a polynomial in the bound variable."""
        try:
            found = self.at(bound, Polynomial((Fraction(0), Fraction(1)))).value(body)
        except TypeError:  # an exponent, say
            found = None
        if not isinstance(found, (Polynomial, Fraction)):
            raise NoReading(f"“{written(body)}” is no polynomial in {written(bound)}")
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
        terms = [self.at(index, Fraction(k)).value(body) for k in range(int(self.value(end)))]
        return sum(terms, Fraction(0))

    def slope(self, t: Term) -> Extended:
        """By the rules of calculus, at a dual number; a law that depends on the variable has dual probabilities."""
        bound, body, point = t.args
        found = self.at(bound, Dual(self.value(point), Fraction(1))).value(body)
        return found.slope if isinstance(found, Dual) else Fraction(0)

    def some(self, t: Term) -> bool:
        bound, body = t.args
        if bound.sort.kind != "outcome":
            witness = self.case.get(f"some {bound.name}")
            if witness is None:
                raise NoReading(f"“{written(t)}” speaks of every {bound.sort}: give the case a witness")
            if not self.at(bound, witness).value(body):
                raise NoReading(f"{witness} is no witness of “{written(t)}”")
            return True
        return any(self.each(t))


def letters_in(sort: Sort, found: Any, alphabet: str) -> tuple[Any, ...] | None:
    """The letters of an alphabet, where a value of a sort over single letters of it tells them."""
    if isinstance(found, Mapping) and sort.index is not None:
        if sort.index.alphabet == alphabet:
            return tuple(found)
        found = next(iter(found.values()))
    if not isinstance(found, (Distribution, Reward)) or sort.space is None or sort.space.length is not None:
        return None
    return tuple(found.outcomes) if sort.space.alphabet == alphabet else None


def _keeps_best(rule: Mapping[tuple[Any, ...], Mapping[Any, Fraction]], _n: Any, r: Any) -> bool:
    return all(
        share == 0 or all(_entry(r, d) <= _entry(r, y) for d in draws)
        for draws, shares in rule.items()
        for y, share in shares.items()
    )


def _entry(law: Any, outcome: Any) -> Any:
    return law(outcome) if isinstance(law, Function) else law[outcome]


def _summed(law: Any, term: Callable[[Any], Any]) -> Extended:
    """Σ of a term over the support of a law."""
    return sum((term(o) for o, mass in law.items() if not (isinstance(mass, Fraction) and mass == 0)), Fraction(0))


def _both_zero(a: Any, b: Any) -> bool:
    return isinstance(a, Fraction) and isinstance(b, Fraction) and a == b == 0


def _divergence(p: Any, q: Any) -> Extended:
    if isinstance(p, Distribution) and isinstance(q, Distribution):
        return kl_divergence(p, q)
    if isinstance(p, Distribution) and isinstance(q, TiltedDistribution):
        return q.kl_from(p)
    if isinstance(p, TiltedDistribution) and isinstance(q, Distribution) and q == p.family.reference:
        return p.kl()
    return _summed(p, lambda o: p[o] * (logarithm(p[o]) - logarithm(q[o])))


def _cross_entropy(p: Any, q: Any) -> Extended:
    if isinstance(p, Distribution) and isinstance(q, Distribution):
        return cross_entropy(p, q)
    return -_summed(p, lambda o: p[o] * logarithm(q[o]))


def _tilt(q: Any, p: Any, alpha: Any) -> Distribution | TiltedDistribution:
    if isinstance(p, Distribution) and isinstance(q, Distribution):
        return tilt(p, q, alpha)
    raise NotDefined("a tilt of a tilt with an exponent that is not whole")


def _partition(q: Any, p: Any, alpha: Any) -> Extended:
    return _summed(p, lambda o: p[o] * power(q[o], alpha))


def _best(p: Any, n: Any, r: Any) -> Any:
    return best_of_n(p, Reward({o: _entry(r, o) for o in p}), int(n))


def _kept(p: Any, n: Any, rule: Mapping[tuple[Any, ...], Mapping[Any, Fraction]]) -> Distribution:
    """Σ p(l₁)…p(l_N)·s(l, y), over all draws l."""
    law = dict.fromkeys(p, Fraction(0))
    for draws in product(tuple(p), repeat=int(n)):
        weight = math.prod((p[d] for d in draws), start=Fraction(1))
        for letter, share in rule[draws].items():
            law[letter] += share * weight
    return Distribution(law)


def _tilt_by(r: Any, p: Any, a: Any) -> Distribution | TiltedDistribution | dict[Any, Dual]:
    if not isinstance(a, Dual):
        return AlignedFamily(p, Reward({o: _entry(r, o) for o in p})).at(a)
    weights = {o: mass * (a * _entry(r, o)).exp() for o, mass in p.items()}
    total = sum(weights.values(), Fraction(0))
    return {o: weight / total for o, weight in weights.items()}


def _soft_best(p: Any, n: Any, r: Any) -> dict[Any, Any]:
    """Σ p(l₁)…p(l_N)·e^r(y)/Σ e^r(lᵢ) over all draws l and their letters y."""
    law: dict[Any, Any] = dict.fromkeys(p, Fraction(0))
    odds = {o: exponential(_entry(r, o)) for o in p}
    for draws in product(tuple(p), repeat=int(n)):
        weight = math.prod((p[d] for d in draws), start=Fraction(1))
        whole = sum((odds[d] for d in draws), Fraction(0))
        for d in draws:
            law[d] += odds[d] / whole * weight
    return law


def _ranked(r: Any, word: Any, i: Any) -> Extended:
    if i >= len(word):
        raise NotDefined(f"a word of {len(word)} letters has no letter of rank {i}")
    found: Extended = sorted(_entry(r, y) for y in word)[int(i)]
    return found


def _expectation(p: Any, f: Any) -> Extended:
    return _summed(p, lambda o: p[o] * _entry(f, o))


def _probability(p: Any, happening: Any) -> Extended:
    return sum((mass for o, mass in p.items() if happening(o)), Fraction(0))


def _variance(p: Any, f: Any) -> Extended:
    mean = _expectation(p, f)
    return _summed(p, lambda o: p[o] * (_entry(f, o) - mean) * (_entry(f, o) - mean))


def _renyi(a: Any, p: Any, q: Any) -> Any:
    if isinstance(a, Fraction) and a == 1:
        raise NotDefined("the order is 1: use KL")
    return logarithm(_summed(p, lambda o: p[o] * power(p[o] / q[o], a - 1))) / (a - 1)


def _renyi_cross_entropy(t: Any, p: Any, q: Any) -> Any:
    if isinstance(t, Fraction) and t == 1:
        raise NotDefined("the order is 1: use H")
    return logarithm(_partition(q, p, t - 1)) / (1 - t)


def _spacings(n: Any, x: Any) -> Any:
    """Convolving the densities k e^{−ks}, k = 1, …, n: a sum of c_j e^{−jx}, from e^{−jx} * k e^{−ks}."""
    weights = {0: Fraction(1)}
    for k in range(1, int(n) + 1):
        shares = {j: c * Fraction(k, k - j) for j, c in weights.items()}
        weights = shares | {k: -sum(shares.values(), Fraction(0))}
    return sum((c * exponential(-j * x) for j, c in weights.items()), Fraction(0))


def _largest_budget(p: Any, q: Any) -> Extended:
    top = max(q[o] for o in p.support)
    found: Extended = -logarithm(sum((p[o] for o in p.support if q[o] == top), Fraction(0)))
    return found


def _optimal(phi: Any, q: Any, p: Any, budget: Any) -> bool:
    """By Lemma 1 of asymptotics: it is feasible and spends no more cross entropy than the optimum."""
    best = AlignedFamily(p, q).align(budget)
    return bool(_divergence(phi, p) <= budget) and bool(_cross_entropy(phi, q) == -best.expected_reward())


def _sub_gaussian(p: Any, r: Any, s: Any) -> bool:
    """Whether s is at least the smallest variance proxy, on both sides."""
    if not isinstance(p, Distribution):
        raise NotDefined("a variance proxy is found for exact laws")
    proxy = variance_proxy(RewardLaw(p, Reward({o: _entry(r, o) for o in p})))
    return bool(s >= (proxy.valid if proxy.value is None else proxy.value))


def _order(a: Any, b: Any) -> int:
    """−1, 0 or 1 as a is below, equal to or above b; raises `Undecided` for enclosed numbers that agree too far."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    difference = a - b
    if isinstance(difference, EnclosedReal):
        return difference.sign(_TRIAL_BITS)
    return sign_of(difference)


def _same_law(p: Any, q: Any) -> bool:
    return all(p[o] == q[o] for o in p)


def _continuous(p: Any, q: Any) -> bool:
    return all(p[o] == 0 for o in p if q[o] == 0)


def _whole(rounding: Callable[[Any], int]) -> Callable[[Any], Fraction]:
    def rounded(x: Any) -> Fraction:
        if isinstance(x, Fraction):
            return Fraction(max(0, rounding(x)))
        for digits in (5, 20, 80, 320):
            bounds = x.enclose(digits)
            if rounding(bounds.lower) == rounding(bounds.upper):
                return Fraction(max(0, rounding(bounds.lower)))
        raise Undecided("a number too close to a whole one to be rounded")

    return rounded


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
    "min": min,
    "max": max,
    "choose": lambda n, k: Fraction(math.comb(int(n), int(k))),
    "plus": operator.add,
    "monus": lambda a, b: max(Fraction(0), a - b),
    "ceiling": _whole(math.ceil),
    "floor": _whole(math.floor),
    "at": _entry,
    "D": _divergence,
    "H": _cross_entropy,
    "Z": _partition,
    "T": _tilt,
    "tilt by": _tilt_by,
    "power": lambda p, m: p.power(int(m)),
    "total": lambda r, _m: Function(lambda w: sum((_entry(r, y) for y in w), Fraction(0))),
    "best": _best,
    "soft best": _soft_best,
    "ranked": _ranked,
    "hits": lambda happening, word: Fraction(sum(1 for y in word if happening(y))),
    "kept": _kept,
    "E": _expectation,
    "Pr": _probability,
    "Var": _variance,
    "TV": lambda p, q: sum((abs(p[o] - q[o]) for o in p), Fraction(0)) / 2,
    "χ²": lambda p, q: sum(((p[o] - q[o]) ** 2 / q[o] for o in p if not _both_zero(p[o], q[o])), Fraction(0)),
    "Hellinger": lambda p, q: sum((p[o] + q[o] - 2 * square_root(p[o] * q[o]) for o in p), Fraction(0)),
    "Rényi": _renyi,
    "D_f": lambda f, p, q: _summed(q, lambda o: q[o] * f(p[o] / q[o])),
    "x log x": lambda x: Fraction(0) if isinstance(x, Fraction) and x == 0 else x * logarithm(x),
    "spacings": _spacings,
    "size": lambda p: Fraction(len(p)),
    "of": lambda f, x: f(x),
    "convex": lambda f: f.is_convex(),
    "strictly convex": lambda f: f.is_convex(strictly=True),
    "continuous": lambda f: isinstance(f, Polynomial),
    "keeps best": _keeps_best,
    "is": operator.eq,
    "H_t": _renyi_cross_entropy,
    "Δ_max": _largest_budget,
    "sub-Gaussian": _sub_gaussian,
    "permuted": lambda v, w: sorted(v, key=repr) == sorted(w, key=repr),
    "term": lambda sequence, m: sequence(int(m)),
    "varies": lambda p, q: len({q[o] for o in p.support}) > 1,
    "optimal": _optimal,
    "=": lambda a, b: _order(a, b) == 0,
    "≠": lambda a, b: _order(a, b) != 0,
    "≤": lambda a, b: _order(a, b) <= 0,
    "<": lambda a, b: _order(a, b) < 0,
    "≡": _same_law,
    "≪": _continuous,
    "supports": lambda q, p: _continuous(p, q),
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
