"""Numbers, laws and rewards of a term at a case, in the language of the certificate kernel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from fractions import Fraction
from itertools import count, pairwise
from math import lcm
from typing import Any, Final

from exactalign import LogForm
from exactalign.exceptions import ExactAlignError
from proofs_check.exceptions import ClaimError
from proofs_check.formula.derivatives import slope_of
from proofs_check.formula.functions import power
from proofs_check.formula.measures import entry, order
from proofs_check.formula.model_data import AXIS, Json, ModelData, NoCertificate, expression
from proofs_check.formula.notation import function, log_of, type_of
from proofs_check.formula.sorts import Space, outcome_of
from proofs_check.formula.terms import Term, apply, lift, logarithm_of, variable, written
from proofs_check.formula.values import NotDefined, Reading

Fact = tuple[Json, str, Json]
SIGNS: Final = {"=": ("=", "!="), "≠": ("!=", "="), "≤": ("<=", ">"), "<": ("<", ">=")}
"""A relation, in the kernel's language, where it is true and where it is false."""
_DIRECT: Final = {"+": "+", "-": "-", "*": "*", "/": "/", "^": "^", "log": "log", "exp": "exp", "plus": "+",
                  "D": "kl", "H": "cross_entropy", "T": "tilt", "power": "product", "abs": "abs"}  # fmt: skip
"""Operators that the kernel has, with the same arguments in the same order."""
MOST_SHOWN: Final = 64
"""The most outcomes of which one by one is shown whether they are in an event."""


class Expressions(ModelData):
    """The expressions of one case: its data by name, and what bound variables stand for."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.beside: list[Fact] = []  # what is chosen here rests on: who is in an event, which whole number is next

    def facts(self, t: Term, *, truth: bool) -> Iterator[Fact]:
        """The relations that make a proposition true, or false."""
        raise NotImplementedError

    def true(self, t: Term) -> bool:
        """Whether a proposition holds, bound variables having the outcomes that they stand for."""
        return bool(self.value(t))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What a failing attempt has put beside is taken back."""
        before = len(self.beside)
        try:
            yield
        except NoCertificate:
            del self.beside[before:]
            raise

    def whole(self, t: Term) -> int:
        """The whole number that a term is; of one that is rounded, the bounds that say so are put beside."""
        found = int(self.value(t))
        self.number(t)
        return found

    # Numbers.

    def number(self, t: Term) -> Json:
        """An expression for a number; inside a sum it may be a vector, with an entry for each outcome."""
        if t.op == "number":
            return str(t.value)
        if t.op == "variable":
            return self.data(t)
        if t.op == "real":
            return self.number(t.args[0])
        if t.op == "neg":
            return ["-", "0", self.number(t.args[0])]
        if t.op == "sqrt":
            return ["^", self.number(t.args[0]), "1/2"]
        if t.op in ("min", "max"):
            a, b = (self.number(x) for x in t.args)
            return ["/", ["+" if t.op == "max" else "-", ["+", a, b], ["abs", ["-", a, b]]], "2"]
        if t.op in ("D", "H"):
            return [_DIRECT[t.op], *(self.vector(law) for law in t.args)]
        if t.op in ("ceiling", "floor"):
            return self.rounded(t)
        if t.op in _DIRECT:
            return [_DIRECT[t.op], *(self.number(x) for x in t.args)]
        if t.op in _NUMBERS:
            return _NUMBERS[t.op](self, *t.args)
        raise NoCertificate(f"the kernel has no definition for “{written(t)}”")

    def one_number(self, t: Term) -> Json:
        """A number that stands beside a law, whose entries are not those of a sum around both."""
        self.demand_one(t)
        return self.number(t)

    def at(self, f: Term, y: Term) -> Json:
        if f.op == "function":
            with self.standing_for(f.args[0].name, self.outcome(y)):
                return self.number(f.args[1])
        outcome = self.outcome(y)
        if f.op == "total" and outcome is not AXIS:
            reward, indicators = self.vector(f.args[0]), self.letters(y)
            return ["+", "0", *(["sum", ["*", reward, indicator]] for indicator in indicators)]
        vector = self.vector(f)
        if outcome is AXIS:
            return vector
        known = self.outcomes(f.space)
        return self.entry(vector, known.index(outcome), len(known))

    def sum(self, y: Term, body: Term) -> Json:
        try:
            with self.attempt(), self.axis(y.name):
                inside = self.number(body)
        except NoCertificate:
            parts = []
            for outcome in self.outcomes(y.space):
                with self.standing_for(y.name, outcome):
                    parts.append(self.number(body))
            return ["+", *parts]
        return ["sum", ["*", inside, ["vec", *["1"] * len(self.outcomes(y.space))]]]

    def sum_to(self, i: Term, end: Term, body: Term) -> Json:
        parts = []
        for k in range(self.whole(end)):
            with self.standing_for(i.name, Fraction(k)):
                parts.append(self.number(body))
        return ["+", "0", *parts]

    def expectation(self, p: Term, f: Term) -> Json:
        """Σ of p times f; where p has zeros, f is written on the support alone, and the zeros are shown beside it."""
        f = _of_words(f)
        if f.op != "function":
            return ["sum", ["*", self.vector(p), self.vector(f)]]
        if (q := logarithm_of(f)) is not None and q.sort.kind != "reward":
            return ["-", "0", ["cross_entropy", self.vector(p), self.vector(q)]]
        law, vector, outcomes = self.value(p), self.vector(p), self.outcomes(p.space)
        if not self.has_zeros(p):
            return ["sum", ["*", vector, self.vector(f)]]
        parts: list[Json] = ["0"]
        for k, o in enumerate(outcomes):
            mass = self.entry(vector, k, len(outcomes))
            if is_zero(law[o]):
                self.beside.append((mass, "=", "0"))
                continue
            with self.standing_for(f.args[0].name, o):
                parts.append(["*", mass, self.number(f.args[1])])
        return ["+", *parts]

    def has_zeros(self, p: Term) -> bool:
        law = self.value(p)
        return any(is_zero(law[o]) for o in self.outcomes(p.space))

    def variance(self, p: Term, f: Term) -> Json:
        """E_p (f − E_p f)²."""
        f = _of_words(f)
        if f.op == "function" and self.has_zeros(p):
            y = _unused_outcome(p.space, p, f)
            return self.expectation(p, function(y, (f(y) - apply("E", p, f)) ** 2))
        gap = ["-", self.vector(f), self.expectation(p, f)]
        return ["sum", ["*", self.vector(p), gap, gap]]

    def renyi(self, a: Term, p: Term, q: Term) -> Json:
        """(1/(a − 1)) log E_p (p/q)^(a−1): where p has zeros, p^a q^(1−a) is not 0 there for a = 0."""
        order_of = self.one_number(a)
        if self.has_zeros(p):
            y = _unused_outcome(p.space, a, p, q)
            inside = self.expectation(p, function(y, (p(y) / q(y)) ** (a - 1)))
        else:
            first, second = self.vector(p), self.vector(q)
            inside = ["sum", ["*", ["^", first, order_of], ["^", second, ["-", "1", order_of]]]]
        return ["/", ["log", inside], ["-", order_of, "1"]]

    def probability(self, p: Term, happening: Term) -> Json:
        """Σ of p over an event, whose outcomes are shown beside it to be the right ones."""
        return ["sum", ["*", self.vector(p), self.event(happening, p)]]

    def event(self, happening: Term, law: Term | None = None) -> Json:
        """The indicator of an event; where a law has no mass and the event no meaning it is 0, and nothing is shown."""
        y, proposition = happening.args
        self.demand_one(happening)
        outcomes, reading = self.outcomes(y.space), Reading(self.case | self.bound, happening)
        read: list[Any] = []
        for o in outcomes:
            try:
                read.append(bool(reading.at(y, o).value(proposition)))
            except NotDefined:
                if law is None or not is_zero(self.value(law)[o]):
                    raise
                read.append(None)
        inside = [bool(x) for x in read]
        member, other = (["vec", *(str(int(x is wanted)) for x in inside)] for wanted in (True, False))
        try:
            if None in read:
                raise NoCertificate(f"“{written(proposition)}” has no meaning where there is no mass")
            with self.attempt():
                self.beside += self._all_at_once(y, proposition, member, other)
        except NoCertificate:
            if len(outcomes) > MOST_SHOWN:
                raise
            for o, wanted in zip(outcomes, read, strict=True):
                if wanted is not None:
                    with self.standing_for(y.name, o):
                        self.beside += list(self.facts(proposition, truth=wanted))
        return member

    def _all_at_once(self, y: Term, relation: Term, member: Json, other: Json) -> list[Fact]:
        """Relations of vectors that show who is in an event and who is not."""
        if relation.op not in SIGNS:
            raise NoCertificate(f"“{written(relation)}” is no single relation")
        with self.axis(y.name):
            gap = ["-", *(self.number(side) for side in reversed(relation.args))]
        if relation.op in ("=", "≠"):
            gap = ["*", gap, gap]
        zeros = ["vec", *["0"] * (len(member) - 1)]
        if relation.op in ("≤", "<"):  # right − left ≥ 0 (or > 0) at members, and the reverse at all others
            strict = relation.op == "<"
            at_member = ["+", ["*", member, gap], other]
            at_other = ["+", ["*", other, ["-", "0", gap]], member]
            return [(at_member, ">" if strict else ">=", zeros), (at_other, ">=" if strict else ">", zeros)]
        same, rest = (member, other) if relation.op == "=" else (other, member)
        return [(["*", same, gap], "=", zeros), (["+", ["*", rest, gap], same], ">", zeros)]

    def chosen(self, condition: Term, one: Term, another: Term) -> Json:
        """The number that a condition chooses; that it does is shown beside it."""
        truth = self.true(condition)
        self.beside += list(self.facts(condition, truth=truth))
        return self.number(one if truth else another)

    def rounded(self, t: Term) -> Json:
        """⌈x⌉ or ⌊x⌋ as the whole number, with the two bounds on x that make it so."""
        (x,), n = t.args, self.value(t)
        whole = expression(n)
        below, above = (lift(n - 1) < x, x <= n) if t.op == "ceiling" else (n <= x, x < n + 1)
        for bound in (above,) if n == 0 else (below, above):
            self.beside += list(self.facts(bound, truth=True))
        return whole

    def binomial(self, n: Term, k: Term) -> Json:
        """C(n, k) = n (n − 1) ⋯ (n − k + 1)/k!."""
        top = self.number(n)
        return ["*", "1", *(["/", ["-", top, str(i)], str(i + 1)] for i in range(self.whole(k)))]

    def difference(self, a: Term, b: Term) -> Json:
        """max(a − b, 0) = (d + |d|)/2."""
        gap = ["-", self.number(a), self.number(b)]
        return ["/", ["+", gap, ["abs", gap]], "2"]

    def slope(self, t: Term, body: Term, point: Term) -> Json:
        """A derivative, by the rules of calculus."""
        try:
            moved = slope_of(t, body, point)
        except ClaimError as error:
            raise NoCertificate(str(error)) from None
        return self.number(moved)

    def hits(self, happening: Term, word: Term) -> Json:
        letters = self.letters(word)
        return ["sum", ["*", self.event(happening), ["+", *letters]]] if letters else "0"

    def ranked(self, reward: Term, word: Term, rank: Term) -> Json:
        """The reward of that rank; that the letters are in ascending order is shown beside it."""
        values = [["sum", ["*", self.vector(reward), indicator]] for indicator in self.letters(word)]
        worth = [entry(self.value(reward), letter) for letter in self.outcome(word)]
        ascending = sorted(range(len(values)), key=worth.__getitem__)
        self.beside += [(values[j], "<=", values[k]) for j, k in pairwise(ascending)]
        return values[ascending[self.whole(rank)]]

    def largest_budget(self, p: Term, q: Term) -> Json:
        """−log of the mass of p where q is largest on its support, which is shown beside it."""
        masses, sizes, outcomes = self.value(p), self.value(q), self.outcomes(p.space)
        inside = [k for k, o in enumerate(outcomes) if not is_zero(masses[o])]
        ranking = {k: sizes[outcomes[k]] for k in inside}
        first = inside[0]
        for k in inside:
            first = k if order(ranking[k], ranking[first]) > 0 else first
        top = [k for k in inside if order(ranking[k], ranking[first]) == 0]
        member = ["vec", *(str(int(k in top)) for k in range(len(outcomes)))]
        mass, size = ([self.entry(self.vector(law), k, len(outcomes)) for k in range(len(outcomes))] for law in (p, q))
        for k in range(len(outcomes)):
            if k not in inside:
                self.beside.append((mass[k], "=", "0"))
            elif k != first:
                self.beside.append((size[k], "=" if k in top else "<", size[first]))
        return ["-", "0", ["log", ["sum", ["*", self.vector(p), member]]]]

    # Vectors: laws and rewards.

    def vector(self, t: Term) -> Json:
        """An expression for a law or a reward, in the order of its outcomes: one, not another for each entry."""
        self.demand_one(t)
        if t.op in ("variable", "constant"):
            return self.data(t)
        if t.op == "T":
            return ["tilt", self.positive(*t.args[:2]), self.vector(t.args[1]), self.number(t.args[2])]
        if t.op == "power":
            if self.whole(t.args[1]) == 0:  # the empty word, which the kernel has no product for
                return ["vec", "1"]
            return ["product", self.vector(t.args[0]), self.number(t.args[1])]
        if t.op == "best":
            p, n, reward = t.args
            return ["best_of_n", self.vector(p), self.weights(reward), self.number(n)]
        if t.op == "total":
            return self._total(t)
        if t.op == "function":
            return self.each(*t.args)
        if t.op == "at":
            return self._of_family(*t.args)
        if t.op == "type":
            indicators = self.letters(t.args[0])
            return ["/", ["+", *indicators], str(len(indicators))]
        if t.op == "tilt by":
            return ["tilt", self.odds(t.args[0]), self.vector(t.args[1]), self.number(t.args[2])]
        if t.op == "soft best":
            return self._soft(*t.args)
        if t.op == "kept":
            return self._kept(*t.args)
        raise NoCertificate(f"the kernel has no definition for “{written(t)}”")

    def positive(self, q: Term, *without: Term) -> Json:
        """q, with 1 in the place of its zeros; that some laws have no mass there is shown beside it."""
        law, outcomes = self.value(q), self.outcomes(q.space)
        zeros = [k for k, o in enumerate(outcomes) if is_zero(law[o])]
        if not zeros:
            return self.vector(q)
        self.beside += [(self.entry(self.vector(p), k, len(outcomes)), "=", "0") for p in without for k in zeros]
        return ["+", self.vector(q), ["vec", *(str(int(k in zeros)) for k in range(len(outcomes)))]]

    def weights(self, reward: Term) -> Json:
        """Weights > 0 whose order is that of the rewards, and which multiply where rewards add."""
        if reward.op == "total":
            empty = self.whole(reward.args[1]) == 0
            return ["vec", "1"] if empty else ["product", self.weights(reward.args[0]), self.number(reward.args[1])]
        if (q := logarithm_of(reward)) is not None:
            return self.vector(q)
        if reward.op not in ("variable", "constant"):
            raise NoCertificate(f"the reward “{written(reward)}” has no weights")
        given = reward.leaf if reward.op == "constant" else self.case[reward.name]
        forms = [LogForm.of(form) for _, form in given.items()]
        rewards = self.data(reward)
        if all(form.is_rational for form in forms):
            values = [form.as_rational() for form in forms]
            unit = lcm(*(v.denominator for v in values))
            weights = ["vec", *(expression(power(Fraction(2), v * unit)) for v in values)]
            rewards = ["*", rewards, *([] if unit == 1 else [expression(unit)]), ["log", "2"]]
        else:
            weights = self._exponentials(forms)
        name = self.bind(("weights of", reward.token), "weights", weights, _of("weights", reward))
        self.beside.append((["log", name], "=", rewards))
        return name

    def odds(self, reward: Term) -> Json:
        """The exponentials of rewards: rationals where the rewards are logarithms of rationals."""
        if (q := logarithm_of(reward)) is not None:
            return self.vector(q)
        if reward.op in ("variable", "constant"):
            given = reward.leaf if reward.op == "constant" else self.case[reward.name]
            forms = [LogForm.of(form) for _, form in given.items()]
            if not any(form.is_rational and form != 0 for form in forms):
                with suppress(NoCertificate):  # e^(½ log 2) is no rational
                    odds = self._exponentials(forms)
                    name = self.bind(("odds of", reward.token), "odds", odds, _of("odds", reward))
                    self.beside.append((["log", name], "=", self.data(reward)))
                    return name
        return ["exp", self.vector(reward)]

    @staticmethod
    def _exponentials(forms: list[LogForm]) -> Json:
        try:
            return ["vec", *(expression(form.exp()) for form in forms)]
        except ExactAlignError:
            raise NoCertificate("rewards that are not all rational, nor all logarithms of rationals") from None

    def each(self, y: Term, body: Term) -> Json:
        """A function of an outcome, as the vector of its values."""
        outcomes = self.outcomes(y.space)
        try:
            with self.attempt(), self.axis(y.name):
                return ["*", self.number(body), ["vec", *["1"] * len(outcomes)]]
        except NoCertificate:
            if AXIS in self.bound.values():  # each entry would be a vector itself
                raise
            parts = []
            for o in outcomes:
                with self.standing_for(y.name, o):
                    parts.append(self.number(body))
            return ["vec", *parts]

    def _of_family(self, family: Term, x: Term) -> Json:
        """A law of a family, bound by the name of the family and the place of its index."""
        where = self.outcome(x)
        place = self.outcomes(x.space).index(where)
        law, name, letter = expression(self.case[family.name][where]), family.name, _letter(where, place)
        return self.bind((name, place), f"{name}_{letter}", law, f"{name}_at_{letter}")

    def _total(self, t: Term) -> Json:
        reward, length = t.args
        if (many := self.whole(length)) == 0:
            return ["vec", "0"]
        if (q := logarithm_of(reward)) is not None:
            return ["log", ["product", self.vector(q), self.number(length)]]
        one, size = self.vector(reward), len(self.outcomes(reward.space))
        listed = self.listed(range(size), many, "words")
        return ["vec", *(["+", *(self.entry(one, k, size) for k in word)] for word in listed)]

    def _kept(self, p: Term, n: Term, rule: Term) -> Json:
        chances = ["product", self.vector(p), self.number(n)]
        return ["vec", *(["sum", ["*", chances, share]] for share in self.shares(p, n, rule))]

    def shares(self, p: Term, n: Term, rule: Term) -> list[str]:
        """Of every outcome, how often a rule keeps it, draw by draw."""
        shares: Mapping[Any, Mapping[Any, Fraction]] = self.case[rule.name]
        outcomes = self.outcomes(p.space)
        draws = self.listed(outcomes, self.whole(n), "draws")
        kept = (["vec", *(expression(shares[d].get(y, 0)) for d in draws)] for y in outcomes)
        letters, name = (_letter(y, k) for k, y in enumerate(outcomes)), rule.name
        named = zip(letters, kept, strict=True)
        return [self.bind((name, k), f"{name}_{y}", share, f"{name}_at_{y}") for k, (y, share) in enumerate(named)]

    def _soft(self, p: Term, n: Term, reward: Term) -> Json:
        """Of a draw from the support, each position is kept with odds e^r; that p is 0 elsewhere is shown beside it."""
        law, odds, size = self.vector(p), self.odds(reward), len(self.outcomes(p.space))
        inside = self.support(p)
        draws = self.listed(inside, self.whole(n), "draws")
        drawn = law if len(inside) == size else ["vec", *(self.entry(law, k, size) for k in inside)]
        copies = {k: ["vec", *(str(draw.count(k)) for draw in draws)] for k in inside}
        wholes = ["+", *(["*", self.entry(odds, k, size), often] for k, often in copies.items())]
        chances = ["/", ["product", drawn, self.number(n)], wholes]
        kept = (["sum", ["*", chances, copies[k]]] if k in copies else "0" for k in range(size))
        return ["*", odds, ["vec", *kept]]

    def support(self, p: Term) -> list[int]:
        """The places at which a law has mass; that it has none elsewhere is put beside."""
        law, outcomes = self.value(p), self.outcomes(p.space)
        zeros = [k for k, o in enumerate(outcomes) if is_zero(law[o])]
        self.beside += [(self.entry(self.vector(p), k, len(outcomes)), "=", "0") for k in zeros]
        return [k for k in range(len(outcomes)) if k not in zeros]


def _letter(letter: object, place: int) -> str:
    """A letter in a name, or that it is the one at a place, counted from 0."""
    shown = str(letter) if isinstance(letter, int | str) else ""
    return shown if shown.isascii() and shown.isalnum() else f"place_{place}"


def _of(what: str, reward: Term) -> str:
    """What is made of a reward, by its name if it has one."""
    return f"{what}_of_{reward.name}" if reward.op == "variable" else ""


def is_zero(mass: Any) -> bool:
    """Whether a probability is the rational 0; one that is only enclosed is taken as positive."""
    return isinstance(mass, Fraction) and mass == 0


def _of_words(f: Term) -> Term:
    """The total of log q over a word as log q^m of the word, which is read where it has mass alone."""
    q = logarithm_of(f.args[0]) if f.op == "total" else None
    return f if q is None or q.sort.kind == "reward" else log_of(apply("power", q, f.args[1]))


def _unused_outcome(space: Space, *terms: Term) -> Term:
    used = {name for t in terms for name in t.free}
    return variable(next(name for k in count() if (name := f"y_{k}") not in used), outcome_of(space))


def _two(formula: Any) -> object:
    return lambda w, p, q: formula(w.vector(p), w.vector(q))


_NUMBERS: Final[dict[str, Any]] = {
    "at": Expressions.at,
    "sum": Expressions.sum,
    "sum to": Expressions.sum_to,
    "E": Expressions.expectation,
    "Var": Expressions.variance,
    "Pr": Expressions.probability,
    "if": Expressions.chosen,
    "choose": Expressions.binomial,
    "monus": Expressions.difference,
    "hits": Expressions.hits,
    "ranked": Expressions.ranked,
    "Δ_max": Expressions.largest_budget,
    "slope": Expressions.slope,
    "info": lambda w, q, word: ["cross_entropy", w.vector(type_of(word)), w.vector(q)],
    "size": lambda w, p: ["sum", ["^", w.vector(p), "0"]],
    "Z": lambda w, q, p, a: ["sum", ["*", w.vector(p), ["^", w.positive(q, p), w.one_number(a)]]],
    "TV": _two(lambda p, q: ["/", ["sum", ["abs", ["-", p, q]]], "2"]),
    "χ²": lambda w, p, q: ["sum", ["/", ["^", ["-", w.vector(p), w.vector(q)], "2"], w.positive(q, p, q)]],
    "Hellinger": _two(lambda p, q: ["sum", ["^", ["-", ["^", p, "1/2"], ["^", q, "1/2"]], "2"]]),
    "Rényi": Expressions.renyi,
    "H_t": lambda w, t, p, q: [
        "/",
        ["log", ["sum", ["*", w.vector(p), ["^", w.positive(q, p), ["-", w.one_number(t), "1"]]]]],
        ["-", "1", w.one_number(t)],
    ],
}
"""Definitions of operators that the kernel has not, over those that it has."""
