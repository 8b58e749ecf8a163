"""What a term says at a case, in the language of the certificate kernel: the model's data, and the definition.

A statement of the kernel binds the data of the case by name and recomputes both sides of one relation from them; a
proposition becomes the relations that make it true, or false. Nothing computed here is written down as a number: what
the kernel has no definition for raises `NoCertificate`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from exactalign import Distribution, LogForm
from exactalign.exceptions import Undecided
from proofs_check.formula.expressions import SIGNS, Expressions, Fact, is_zero
from proofs_check.formula.functions import logarithm
from proofs_check.formula.measures import entry, order
from proofs_check.formula.model_data import Json, NoCertificate, expression
from proofs_check.formula.notation import KL, absolutely_continuous, log
from proofs_check.formula.sorts import NONNEGATIVE, POSITIVE
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift, written
from proofs_check.formula.values import NotDefined, Reading


def refutation(statement: Statement, case: Mapping[str, Any]) -> list[Json]:
    """Statements of the kernel that together show a counterexample: each hypothesis is true, the conclusion false."""
    writer = _Writer(statement.with_letters(case))
    facts = list(writer.signs(statement))
    facts += [fact for h in (*statement.given, *statement.conditions) for fact in writer.facts(h, truth=True)]
    return writer.statements([*facts, *writer.facts(statement.then, truth=False)])


def confirmation(statement: Statement, case: Mapping[str, Any]) -> list[Json]:
    """Statements of the kernel that together show the conclusion at a case."""
    writer = _Writer(statement.with_letters(case))
    return writer.statements(list(writer.facts(statement.then, truth=True)))


class _Writer(Expressions):
    """The relations that make propositions true or false at one case."""

    def statements(self, facts: list[Fact]) -> list[Json]:
        """One statement for each fact, each with all the data; those beside them first."""
        let = [list(entry) for entry in self.let.items()]
        found = [
            {"kind": "relation", "let": let, "left": left, "relation": sign, "right": right}
            for left, sign, right in (*self.beside, *(fact for fact in facts if not _is_plain(*fact)))
        ]
        return [fact for k, fact in enumerate(found) if fact not in found[:k]]

    # Propositions.

    def signs(self, statement: Statement) -> Iterator[Fact]:
        """That each number > 0 or ≥ 0 of the claim is one; and what the lengths of its words are, put beside."""
        for v in statement.variables.values():
            yield from self.sign(v, self.case[v.name])
            length = None if v.sort.space is None else v.space.length
            if length is not None and any(t.op in ("ceiling", "floor") for t in length.subterms()):
                self.whole(length)

    def sign(self, v: Term, given: Any) -> Iterator[Fact]:
        """That what is given for a number > 0 or ≥ 0 is one, where a value with logarithms does not say so itself."""
        sign = {POSITIVE: ">", NONNEGATIVE: ">="}.get(v.sort)
        if sign and not _is_literal(expression(given)):
            yield self.data(v), sign, "0"

    def facts(self, t: Term, *, truth: bool) -> Iterator[Fact]:
        """The relations that make a proposition true, or false."""
        if t.op in SIGNS:
            left, right = self.without_exponential(*t.args)
            yield self.number(left), SIGNS[t.op][not truth], self.number(right)
        elif t.op in ("and", "or"):
            every = truth == (t.op == "and")
            parts = t.args if every else [next(part for part in t.args if self.true(part) == truth)]
            for part in parts:
                yield from self.facts(part, truth=truth)
        elif t.op == "not":
            yield from self.facts(t.args[0], truth=not truth)
        elif t.op == "implies":
            first, second = t.args
            if truth and not self.true(first):
                yield from self.facts(first, truth=False)
            else:
                yield from () if truth else self.facts(first, truth=True)
                yield from self.facts(second, truth=truth)
        elif t.op == "iff":
            for part in t.args:
                yield from self.facts(part, truth=self.true(part))
        elif t.op in ("for all", "exists"):
            yield from self._quantified(t, truth)
        elif t.op in ("≡", "≪", "supports", "varies"):
            yield from self._about_laws(t, truth)
        elif t.op == "is":
            yield from self._same_outcome(t.args[0], t.args[1], truth)
        elif t.op == "permuted":
            counted = [self.letters(word) for word in t.args]
            if not all(counted):
                raise NoCertificate(f"the empty word has no letters to be counted: “{written(t)}”")
            v, w = (["+", *letters] for letters in counted)
            yield (v, "=", w) if truth else (["sum", ["abs", ["-", v, w]]], ">", "0")
        elif truth and t.op in _SUFFICIENT:
            yield from _SUFFICIENT[t.op](self, *t.args)
        else:
            raise NoCertificate(f"nothing is written for “{written(t)}” where it is {'true' if truth else 'false'}")

    def without_exponential(self, left: Term, right: Term) -> tuple[Term, Term]:
        """Both sides, or both logarithms: the kernel decides a = exp(b) as log a = b, where a > 0."""
        if "exp" not in (left.op, right.op):
            return left, right
        other = right if left.op == "exp" else left
        try:
            positive = other.op == "exp" or order(self.value(other), Fraction(0)) > 0
        except (NoCertificate, NotDefined, Undecided):
            return left, right
        both = [side.args[0] if side.op == "exp" else log(side) for side in (left, right)]
        return (both[0], both[1]) if positive else (left, right)

    def _same_outcome(self, y: Term, z: Term, truth: bool) -> Iterator[Fact]:
        """Of outcomes that are bound or given, the places in the vectors show it."""
        if all(o.op != "variable" or o.name in self.bound for o in (y, z)):
            return
        pairs = list(zip(self.letters(y), self.letters(z), strict=True))
        agreeing = ["+", *(["sum", ["*", a, b]] for a, b in pairs)]
        yield agreeing, "=" if truth else "<", str(len(pairs))

    def _quantified(self, t: Term, truth: bool) -> Iterator[Fact]:
        variable, body = t.args
        every = truth == (t.op == "for all")
        if every and variable.sort.kind != "outcome":
            yield from self._ending(t)
        for outcome in self._values(t, variable, every):
            with self.standing_for(variable.name, outcome):
                if every:
                    yield from self.facts(body, truth=truth)
                elif self.true(body) == truth:
                    yield from self.sign(variable, outcome)
                    yield from self.facts(body, truth=truth)
                    return

    def _ending(self, t: Term) -> Iterator[Fact]:
        """That the whole numbers that are gone through are all below the bound."""
        bound = t.args[1].args[0].args[1]
        if bound.op == "real":
            self.whole(bound)
        else:
            yield from self.facts(bound <= lift(self._end(t)), truth=True)

    def _end(self, t: Term) -> int:
        return Reading(self.case | self.bound, t).end_of(t)

    def _values(self, t: Term, variable: Term, every: bool) -> list[object]:
        """What a quantifier goes through: outcomes, whole numbers below a bound; where one will do, the witness that
        the case gives."""
        if variable.sort.kind == "outcome":
            return self.outcomes(variable.space)
        if t.op == "exists" and not every and f"some {variable.name}" in self.case:
            witness = self.case[f"some {variable.name}"]
            if not isinstance(witness, (int, Fraction, LogForm, Distribution)):
                raise NoCertificate(f"the kernel has no words for the {written(variable)} that is said to exist")
            return [Fraction(witness) if isinstance(witness, int) else witness]
        return [Fraction(k) for k in range(self._end(t))]

    def _about_laws(self, t: Term, truth: bool) -> Iterator[Fact]:
        first, second = t.args[:2]
        p, q = (self.value(law) for law in (first, second))
        places = list(range(len(self.outcomes(first.space))))
        masses = [(p[o], q[o]) for o in self.outcomes(first.space)]

        def entry(law: Term, k: int) -> Json:
            return self.entry(self.vector(law), k, len(places))

        if t.op == "≡":
            if truth:
                yield self.vector(first), "=", self.vector(second)
                return
            k = next(k for k, (a, b) in enumerate(masses) if a != b)
            yield entry(first, k), "!=", entry(second, k)
            return
        if t.op == "varies":
            inside = [k for k in places if masses[k][0] > 0]
            pair = next(((k, j) for k, j in combinations(inside, 2) if masses[k][1] != masses[j][1]), None)
            if pair is not None:
                yield from ((entry(first, k), ">", "0") for k in pair)
                yield entry(second, pair[0]), "!=", entry(second, pair[1])
                return
            yield entry(first, inside[0]), ">", "0"
            for k in set(places) - set(inside[:1]):
                constant = (entry(second, k), "=", entry(second, inside[0]))
                yield constant if k in inside else (entry(first, k), "=", "0")
            return
        if t.op == "supports":
            first, second, masses = second, first, [(b, a) for a, b in masses]
        if truth:
            for k, (a, _) in enumerate(masses):
                yield (entry(second, k), ">", "0") if a > 0 else (entry(first, k), "=", "0")
        else:
            k = next(k for k, (a, b) in enumerate(masses) if a > 0 and b == 0)
            yield entry(first, k), ">", "0"
            yield entry(second, k), "=", "0"

    # Propositions on every law, or every real number, by what suffices for them.

    def keeps_best(self, rule: Term, n: Term, reward: Term) -> Iterator[Fact]:
        """Shares are ≥ 0 with sum 1; one that is not 0 belongs to a letter of the draw, with no higher reward in it."""
        outcomes, rewards = self.outcomes(reward.space), self.vector(reward)
        size = len(outcomes)
        draws = self.listed(range(size), self.whole(n), "draws")
        zeros, ones = (["vec", *[digit] * len(draws)] for digit in "01")
        shares = self.shares(reward, n, rule)
        yield ["+", *shares], "=", ones
        for k, share in enumerate(shares):
            gaps = [["-", self.entry(rewards, j, size), self.entry(rewards, k, size)] for j in range(size)]
            higher = [["+", gap, ["abs", gap]] for gap in gaps]
            above = ["vec", *(["+", *(higher[j] for j in draw)] for draw in draws)]
            absent = ["vec", *(str(int(k not in draw)) for draw in draws)]
            yield share, ">=", zeros
            yield ["*", share, ["+", above, absent]], "=", zeros

    def optimal(self, phi: Term, q: Term, p: Term, budget: Term) -> Iterator[Fact]:
        """It is feasible, and on the letters of highest q; or a tilt that spends the budget, best by Lemma 1."""
        yield from self.facts(absolutely_continuous(phi, p), truth=True)
        masses, sizes, tilted = (self.value(law) for law in (p, q, phi))
        inside = [o for o in self.outcomes(p.space) if masses[o] > 0]
        highest = max(sizes[o] for o in inside)
        if all(sizes[o] == highest for o in inside if tilted[o] > 0):
            yield from self.facts(KL(phi, p) <= budget, truth=True)
            best = next(k for k, o in enumerate(self.outcomes(p.space)) if tilted[o] > 0)
            for k, o in enumerate(self.outcomes(p.space)):
                if masses[o] > 0:
                    yield self.entry_of(q, k), "=" if tilted[o] > 0 else "<=", self.entry_of(q, best)
                else:
                    yield self.entry_of(p, k), "=", "0"
            return
        a, b = next((a, b) for a in inside for b in inside if sizes[a] < sizes[b])
        ratio = tilted[b] * masses[a] / (tilted[a] * masses[b]) if tilted[a] > 0 else Fraction(0)
        exponent = logarithm(ratio) / logarithm(sizes[b] / sizes[a]) if ratio > 0 else None
        if not isinstance(exponent, Fraction):
            raise NoCertificate(f"{written(phi)} is no tilt by a rational exponent")
        alpha = self.bind((phi.token, exponent), "alpha", expression(exponent), "exponent")
        yield self.vector(phi), "=", ["tilt", self.positive(q, p), self.vector(p), alpha]
        yield from self.facts(KL(phi, p) == budget, truth=True)
        yield alpha, ">=", "0"

    def entry_of(self, law: Term, k: int) -> Json:
        return self.entry(self.vector(law), k, len(self.outcomes(law.space)))

    def sub_gaussian(self, p: Term, reward: Term, proxy: Term) -> Iterator[Fact]:
        """The rewards on the support are within 2√proxy of one another, which suffices by Hoeffding's lemma; of one
        letter alone that says only that the proxy is not negative."""
        masses, rewards = self.value(p), self.value(reward)
        outcomes = self.outcomes(p.space)
        inside = [k for k, o in enumerate(outcomes) if not is_zero(masses[o])]
        for k in range(len(outcomes)):
            if k not in inside:
                yield self.entry_of(p, k), "=", "0"
        if len(inside) == 1:
            yield "0", "<=", self.number(proxy)
        for j, k in combinations(inside, 2):
            gap = entry(rewards, outcomes[j]) - entry(rewards, outcomes[k])
            if order(gap * gap, 4 * self.value(proxy)) > 0:
                raise NoCertificate(f"a proxy below Hoeffding's is about every real number: {written(proxy)}")
            difference = ["-", self.entry_of(reward, j), self.entry_of(reward, k)]
            yield ["*", difference, difference], "<=", ["*", "4", self.number(proxy)]


_SUFFICIENT: Final[dict[str, Callable[..., Iterator[Fact]]]] = {
    "keeps best": _Writer.keeps_best,
    "optimal": _Writer.optimal,
    "sub-Gaussian": _Writer.sub_gaussian,
}
"""What speaks of every rule's draw, every law or every number, by finite facts that suffice for it."""


_OF_LITERALS: Final = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}


def _is_plain(left: Json, sign: str, right: Json) -> bool:
    """Whether two numbers that are written out stand as they should: an index that is below its bound, say."""
    return _is_literal(left) and _is_literal(right) and _OF_LITERALS[sign](Fraction(left), Fraction(right))


def _is_literal(e: Json) -> bool:
    """Whether an expression is a number that is written out."""
    return isinstance(e, str) and not e[0].isalpha()
