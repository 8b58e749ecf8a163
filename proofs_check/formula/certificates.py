"""What a term says at a case, in the language of the certificate kernel: the model's data, and the definition.

A statement of the kernel binds the data of the case by name and recomputes both sides of one relation from them; a
proposition becomes the relations that make it true, or false. Nothing computed here is written down as a number: what
the kernel has no definition for raises `NoCertificate`, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs_check.formula.expressions import SIGNS, Expressions, Fact
from proofs_check.formula.model_data import Json, NoCertificate
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, written
from proofs_check.formula.values import value


def refutation(statement: Statement, case: Mapping[str, Any]) -> list[Json]:
    """Statements of the kernel that together show a counterexample: each hypothesis is true, the conclusion false."""
    writer = _Writer(statement.with_letters(case))
    facts = [fact for h in (*statement.given, *statement.conditions) for fact in writer.facts(h, truth=True)]
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
            for left, sign, right in (*self.beside, *facts)
        ]
        return [fact for k, fact in enumerate(found) if fact not in found[:k]]

    # Propositions.

    def facts(self, t: Term, *, truth: bool) -> Iterator[Fact]:
        """The relations that make a proposition true, or false."""
        if t.op in SIGNS:
            yield self.number(t.args[0]), SIGNS[t.op][not truth], self.number(t.args[1])
        elif t.op in ("and", "or"):
            every = truth == (t.op == "and")
            parts = [part for part in t.args if every or self.true(part) == truth]
            for part in parts if every else parts[:1]:
                yield from self.facts(part, truth=truth)
        elif t.op == "not":
            yield from self.facts(t.args[0], truth=not truth)
        elif t.op == "implies":
            first, second = t.args
            if not truth or self.true(second):
                yield from () if truth else self.facts(first, truth=True)
                yield from self.facts(second, truth=truth)
            else:
                yield from self.facts(first, truth=False)
        elif t.op == "iff":
            for part in t.args:
                yield from self.facts(part, truth=self.true(part))
        elif t.op in ("for all", "exists") and t.args[0].sort.space is not None:
            yield from self._quantified(t, truth)
        elif t.op in ("≡", "≪", "supports", "varies"):
            yield from self._about_laws(t, truth)
        else:
            raise NoCertificate(f"“{written(t)}” is no relation that the kernel knows")

    def _quantified(self, t: Term, truth: bool) -> Iterator[Fact]:
        variable, body = t.args
        every = truth == (t.op == "for all")
        for outcome in self.outcomes(variable.space):
            with self.standing_for(variable.name, outcome):
                if every:
                    yield from self.facts(body, truth=truth)
                elif self.true(body) == truth:
                    yield from self.facts(body, truth=truth)
                    return

    def _about_laws(self, t: Term, truth: bool) -> Iterator[Fact]:
        first, second = t.args[:2]
        p, q = (value(law, self.case | self.bound) for law in (first, second))
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
            pair = next(((k, j) for k in inside for j in inside if masses[k][1] != masses[j][1]), None)
            if (pair is not None) != truth or pair is None:
                raise NoCertificate(f"“{written(t)}” is false, which is not written as relations")
            yield from ((entry(first, k), ">", "0") for k in pair)
            yield entry(second, pair[0]), "!=", entry(second, pair[1])
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
