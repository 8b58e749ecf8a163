"""Numbers, laws and rewards of a term at a case, in the language of the certificate kernel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any, Final

from exactalign import LogForm
from exactalign.exceptions import ExactAlignError
from proofs_check.formula.model_data import AXIS, Json, ModelData, NoCertificate, expression
from proofs_check.formula.terms import Term, logarithm_of, written
from proofs_check.formula.values import value

Fact = tuple[Json, str, Json]
SIGNS: Final = {"=": ("=", "!="), "≠": ("!=", "="), "≤": ("<=", ">"), "<": ("<", ">=")}
"""A relation, in the kernel's language, where it is true and where it is false."""
_DIRECT: Final = {"+": "+", "-": "-", "*": "*", "/": "/", "^": "^", "log": "log", "exp": "exp", "plus": "+",
                  "D": "kl", "H": "cross_entropy", "T": "tilt", "power": "product", "abs": "abs"}  # fmt: skip
"""Operators that the kernel has, with the same arguments in the same order."""


class Expressions(ModelData):
    """The expressions of one case: its data by name, and what bound variables stand for."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.beside: list[Fact] = []  # what an indicator of an event rests on

    def facts(self, t: Term, *, truth: bool) -> Iterator[Fact]:
        """The relations that make a proposition true, or false."""
        raise NotImplementedError

    def true(self, t: Term) -> bool:
        """Whether a proposition holds, bound variables having the outcomes that they stand for."""
        return bool(value(t, self.case | self.bound))

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
        if t.op in _DIRECT:
            return [_DIRECT[t.op], *(self.number(x) for x in t.args)]
        if t.op in _NUMBERS:
            return _NUMBERS[t.op](self, *t.args)
        raise NoCertificate(f"the kernel has no definition for “{written(t)}”")

    def at(self, f: Term, y: Term) -> Json:
        if f.op == "function":
            with self.standing_for(f.args[0].name, self.outcome(y)):
                return self.number(f.args[1])
        outcome = self.outcome(y)
        vector = self.vector(f)
        if outcome is AXIS:
            return vector
        known = self.outcomes(f.space)
        return self.entry(vector, known.index(outcome), len(known))

    def sum(self, y: Term, body: Term) -> Json:
        try:
            with self.axis(y.name):
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
        for k in range(int(value(end, self.case | self.bound))):
            with self.standing_for(i.name, Fraction(k)):
                parts.append(self.number(body))
        return ["+", "0", *parts]

    def expectation(self, p: Term, f: Term) -> Json:
        if f.op == "function" and (q := logarithm_of(f)) is not None:
            return ["-", "0", ["cross_entropy", self.vector(p), self.vector(q)]]
        return ["sum", ["*", self.vector(p), self.vector(f)]]

    def variance(self, p: Term, f: Term) -> Json:
        gap = ["-", self.vector(f), self.expectation(p, f)]
        return ["sum", ["*", self.vector(p), gap, gap]]

    def probability(self, p: Term, happening: Term) -> Json:
        """Σ of p over an event, whose outcomes are shown beside it to be the right ones."""
        if happening.op != "event" or happening.args[1].op not in SIGNS:
            raise NoCertificate(f"the event “{written(happening)}” is no single relation")
        y, relation = happening.args
        inside = []
        for o in self.outcomes(y.space):
            with self.standing_for(y.name, o):
                inside.append(self.true(relation))
        with self.axis(y.name):
            gap = ["-", *(self.number(side) for side in reversed(relation.args))]
        if relation.op in ("=", "≠"):
            gap = ["*", gap, gap]
        zeros = ["vec", *["0"] * len(inside)]
        member, other = (["vec", *(str(int(x is wanted)) for x in inside)] for wanted in (True, False))
        if relation.op in ("≤", "<"):  # right − left ≥ 0 (or > 0) at members, and the reverse at all others
            strict = relation.op == "<"
            at_member = ["+", ["*", member, gap], other]
            at_other = ["+", ["*", other, ["-", "0", gap]], member]
            self.beside += [(at_member, ">" if strict else ">=", zeros), (at_other, ">=" if strict else ">", zeros)]
        else:
            same, rest = (member, other) if relation.op == "=" else (other, member)
            self.beside += [(["*", same, gap], "=", zeros), (["+", ["*", rest, gap], same], ">", zeros)]
        return ["sum", ["*", self.vector(p), member]]

    # Vectors: laws and rewards.

    def vector(self, t: Term) -> Json:
        """An expression for a law or a reward, in the order of its outcomes."""
        if t.op in ("variable", "constant"):
            return self.data(t)
        if t.op == "T":
            return ["tilt", self.vector(t.args[0]), self.vector(t.args[1]), self.number(t.args[2])]
        if t.op == "power":
            return ["product", self.vector(t.args[0]), self.number(t.args[1])]
        if t.op == "best":
            p, n, reward = t.args
            return ["best_of_n", self.vector(p), self.weights(reward), self.number(n)]
        if t.op == "total":
            return self._total(t)
        if t.op == "function":
            with self.axis(t.args[0].name):
                inside = self.number(t.args[1])
            return ["*", inside, ["vec", *["1"] * len(self.outcomes(t.args[0].space))]]
        if t.op == "kept":
            return self._kept(*t.args)
        raise NoCertificate(f"the kernel has no definition for “{written(t)}”")

    def weights(self, reward: Term) -> Json:
        """Weights > 0 whose order is that of the rewards, and which multiply where rewards add."""
        if reward.op == "total":
            return ["product", self.weights(reward.args[0]), self.number(reward.args[1])]
        if reward.op == "function" and (q := logarithm_of(reward)) is not None:
            return self.vector(q)
        if reward.op not in ("variable", "constant"):
            raise NoCertificate(f"the reward “{written(reward)}” has no weights")
        given = reward.leaf if reward.op == "constant" else self.case[reward.name]
        forms = [LogForm.of(form) for _, form in given.items()]
        if all(form.is_rational for form in forms):
            values = [form.as_rational() for form in forms]
            unit = lcm(*(v.denominator for v in values))
            return ["vec", *(str(Fraction(2) ** int(v * unit)) for v in values)]
        try:
            return ["vec", *(expression(form.exp()) for form in forms)]
        except ExactAlignError:
            raise NoCertificate(f"the rewards {written(reward)} are neither rational nor logarithms") from None

    def _total(self, t: Term) -> Json:
        reward, length = t.args
        if reward.op == "function" and (q := logarithm_of(reward)) is not None:
            return ["log", ["product", self.vector(q), self.number(length)]]
        one, size = self.vector(reward), len(self.outcomes(reward.space))
        words = product(range(size), repeat=int(value(length, self.case | self.bound)))
        return ["vec", *(["+", *(self.entry(one, k, size) for k in word)] for word in words)]

    def _kept(self, p: Term, n: Term, rule: Term) -> Json:
        shares: Mapping[Any, Mapping[Any, Fraction]] = self.case[rule.name]
        outcomes = self.outcomes(p.space)
        draws = list(product(outcomes, repeat=int(value(n, self.case | self.bound))))
        chances = ["product", self.vector(p), self.number(n)]
        return ["vec", *(["sum", ["*", chances, ["vec", *(str(shares[d].get(y, Fraction(0))) for d in draws)]]]
                         for y in outcomes)]  # fmt: skip


def _two(formula: Any) -> object:
    return lambda w, p, q: formula(w.vector(p), w.vector(q))


_NUMBERS: Final[dict[str, Any]] = {
    "at": Expressions.at,
    "sum": Expressions.sum,
    "sum to": Expressions.sum_to,
    "E": Expressions.expectation,
    "Var": Expressions.variance,
    "Pr": Expressions.probability,
    "Z": lambda w, q, p, a: ["sum", ["*", w.vector(p), ["^", w.vector(q), w.number(a)]]],
    "TV": _two(lambda p, q: ["/", ["sum", ["abs", ["-", p, q]]], "2"]),
    "χ²": _two(lambda p, q: ["sum", ["/", ["^", ["-", p, q], "2"], q]]),
    "Hellinger": _two(lambda p, q: ["sum", ["^", ["-", ["^", p, "1/2"], ["^", q, "1/2"]], "2"]]),
    "Rényi": lambda w, a, p, q: [
        "/",
        ["log", ["sum", ["*", ["^", w.vector(p), w.number(a)], ["^", w.vector(q), ["-", "1", w.number(a)]]]]],
        ["-", w.number(a), "1"],
    ],
    "H_t": lambda w, t, p, q: [
        "/",
        ["log", ["sum", ["*", w.vector(p), ["^", w.vector(q), ["-", w.number(t), "1"]]]]],
        ["-", "1", w.number(t)],
    ],
}
"""Definitions of operators that the kernel has not, over those that it has."""
