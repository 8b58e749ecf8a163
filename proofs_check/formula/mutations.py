"""Wrong variants of a statement, made by machine: a check or a proof that accepts a false one of them has no teeth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from proofs_check.exceptions import ClaimError
from proofs_check.formula.operators import RELATIONS
from proofs_check.formula.sorts import outcome_of, wider
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import (
    SortError,
    Term,
    apply,
    rebuilt,
    same,
    substitute,
    unused,
    variable,
    written,
)

_SWAPPED = frozenset({"D", "H", "T", "Z", "-", "/", "χ²", "Rényi", "D_f"})


class Mutant(NamedTuple):
    """What was changed, and the changed statement; or why it is none, so that it needs no refutation."""

    label: str
    statement: Statement | str


@lru_cache(maxsize=4)
def mutants(statement: Statement) -> tuple[Mutant, ...]:
    """The variants that differ in one place: relation, factor, sign, order of arguments, hypothesis, sort.

    Some of them are true, because the statement is stronger than it had to be. They are made once for the cases and
    for the record of the proof assistant; a statement is known by its identity, never by what it says.
    """
    times: Counter[str] = Counter()
    found = []
    for label, wrong in _mutants(statement):
        times[label] += 1
        found.append(Mutant(label if times[label] == 1 else f"{label}, at place {times[label]} of it", wrong))
    return tuple(found)


def _mutants(statement: Statement) -> Iterator[Mutant]:
    for label, then in _variants(statement.then):
        yield Mutant(label, _defined(statement.but(then=then)))
    for k, hypothesis in enumerate(statement.given):
        rest = (*statement.given[:k], *statement.given[k + 1 :])
        yield Mutant(f"without the hypothesis {written(hypothesis)}", statement.but(given=rest))
    for name, v in statement.variables.items():
        sort = wider(v.sort)
        if sort is None or v.sort.kind == "count":
            continue
        widened = variable(name, sort)
        label = f"{written(v)} any {sort}"
        try:
            given = tuple(substitute(g, {name: widened}) for g in statement.given)
            then = substitute(statement.then, {name: widened})
        except SortError as error:
            yield Mutant(label, str(error))
            continue
        others = tuple(o for o in statement.variables.values() if o.name != name)
        yield Mutant(label, _defined(Statement(then, given, (*others, widened))))


def _defined(statement: Statement) -> Statement | str:
    """The statement, or why it is none: what it says to exist need not be defined."""
    try:
        _ = statement.conditions
    except ClaimError as error:
        return str(error)
    return statement


def _variants(term: Term) -> Iterator[tuple[str, Term]]:
    """Terms that differ from a term in one place."""
    op, args = term.op, term.args
    if op in ("+", "-"):
        yield f"the other sign in {written(term)}", apply("-" if op == "+" else "+", *args)
    if op == "neg":
        yield f"{written(args[0])} for {written(term)}", args[0]
    if op in RELATIONS:
        yield from _relations(op, args)
    if op == "≡":
        y = variable(unused("y_", *args), outcome_of(args[0].space))
        yield f"twice the right side in {written(term)}", apply("for all", y, args[0](y) == 2 * args[1](y))
    if op == "limit":
        yield f"the limit {written(args[2])} doubled, plus 1", apply(op, args[0], args[1], 2 * args[2] + 1)
    if op == "if":
        yield f"the cases exchanged in {written(term)}", apply(op, args[0], args[2], args[1])
    if op == "slope":
        with suppress(ClaimError):  # what is bound in the body may have the name of something in the point
            yield f"the value for the derivative in {written(term)}", substitute(args[1], {args[0].name: args[2]})
    if op == "diverges":
        yield f"the limit 0 of {written(args[1])}", apply("limit", *args, 0)
    if op == "rate":
        yield f"the tilts T({written(args[1])}, {written(args[0])}, β)", apply(op, args[1], args[0], args[2])
        yield "no rate at the ends of the range", apply("rate of tilts", *args)
    if op == "rate of the best":
        yield "the rate of the tilt", apply("rate", args[0], args[1], apply("T", *args))
        yield f"the rate of {written(args[1])}", apply("rate", args[0], args[1], args[1])
    if op == "about":
        yield f"twice the exponent of {written(args[0])}", apply(op, args[0], 2 * args[1], args[2])
    if op == "not":
        yield f"without the “not” of {written(term)}", args[0]
    if op == "implies":
        yield f"the converse of {written(term)}", apply(op, args[1], args[0])
    if op in _SWAPPED:
        first, second = (1, 2) if op in ("Rényi", "D_f") else (0, 1)
        if not same(args[first], args[second]):
            swapped = list(args)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            with suppress(SortError):
                yield f"the arguments swapped in {written(term)}", apply(op, *swapped)
    for k in range(len(args)):  # that a variable is bound has no variants
        for label, changed in _variants(args[k]):
            try:
                yield label, rebuilt(term, (*args[:k], changed, *args[k + 1 :]))
            except SortError:
                continue


def _relations(op: str, args: tuple[Term, ...]) -> Iterator[tuple[str, Term]]:
    left, right = args
    text = f"{written(left)} {op} {written(right)}"
    if op in ("≤", "<"):
        yield f"the sides swapped in {text}", apply(op, right, left)
    if op in ("≤", "="):
        yield f"< for {op} in {text}", apply("<", left, right)
    if op == "≠":
        yield f"= for ≠ in {text}", apply("=", left, right)
    for label, first, second in (("right", left, 2 * right), ("left", 2 * left, right)):
        yield f"twice the {label} side in {text}", apply(op, first, second)
    if op == "=":
        yield f"1 added on the right in {text}", apply(op, left, right + 1)
