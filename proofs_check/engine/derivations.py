"""Checks the lines of a proof: each is a term that follows from earlier ones, and the last is the conclusion.

Every line must be defined wherever the hypotheses hold: what its operators need has to be among the hypotheses and
earlier lines. A proof in which nothing is derived (the conclusion is a hypothesis) is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from proofs_check.engine.identities import decide
from proofs_check.exceptions import ClaimError
from proofs_check.formula.definedness import plain
from proofs_check.formula.derivatives import broken, kinked
from proofs_check.formula.hypotheses import says_the_same
from proofs_check.formula.sorts import NATURAL, NONNEGATIVE, POSITIVE, REAL, Sort, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import (
    BINDERS,
    LEAVES,
    SortError,
    Term,
    as_sort,
    free_variables,
    lift,
    rebuilt,
    resorted,
    same,
    substitute,
    written,
)
from proofs_check.formula.wellformed import verified
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import Line

_RELATIONS: Final = ("=", "≤", "<")
_HIGHEST_POWER: Final = 20
_MOST_TERMS: Final = 5_000

Monomials = dict[frozenset[tuple[Any, int]], Fraction | int]


class Unproved(ClaimError):
    """A line that does not follow, or a proof that does not end in the conclusion; the message says why."""


def check_lines(statement: Statement, lines: Sequence[Line]) -> None:
    """Return when the lines prove the statement; raise `Unproved` with the first that does not follow."""
    if not lines:
        raise Unproved("there are no lines")
    lines = [_anew(line) for line in lines]
    given = _assumed(statement)
    facts = list(given)
    for number, line in enumerate(lines, 1):
        try:
            _defined(line, facts, statement)
            _check(line, lines[: number - 1], facts, statement)
        except ClaimError as error:  # one of ours, or a substitution that the sorts refuse
            raise Unproved(f"line {number} ({written(line.term)}): {error}") from None
        facts += _conjuncts([line.term])
    if not same(lines[-1].term, statement.then):
        raise Unproved(f"the last line is {written(lines[-1].term)}, not {written(statement.then)}")
    if all(_known(part, given) for part in _conjuncts([statement.then])):
        raise Unproved("the conclusion is a hypothesis: nothing is proved")


def _anew(line: Line) -> Line:
    """The line with its terms built anew: what is judged has been checked from the leaves up."""
    values = {name: verified(value, anew=True) for name, value in line.values.items()}
    coefficients = {number: verified(coefficient, anew=True) for number, coefficient in line.lines.items()}
    return Line(verified(line.term, anew=True), line.rule, line.claim, values, coefficients)


def _check(line: Line, before: Sequence[Line], facts: list[Term], statement: Statement) -> None:
    if line.rule == "hypothesis":
        if not _known(line.term, _assumed(statement)):
            raise Unproved("it is no hypothesis of the claim")
    elif line.rule == "instance":
        _instance(line, facts, statement)
    elif line.rule == "algebra":
        if line.term.op != "=" or _minus(*line.term.args):
            raise Unproved(f"its two sides are not the same polynomial{_unopened(line.term)}")
        if same(*line.term.args):
            raise Unproved("its two sides are the same before any work")
    elif line.rule == "sign":
        _sign(line.term)
    elif line.rule == "identity":
        decide(line.term, facts)
    elif line.rule == "equals":
        _equals(line, before)
    elif line.rule == "linear":
        _linear(line, before, facts)
    else:
        raise Unproved(f"{line.rule!r} is no rule")


def _defined(line: Line, facts: list[Term], statement: Statement) -> None:
    """What a line says, what it puts for variables and what it multiplies by must be defined, by known facts."""
    parts = [
        line.term,
        *(v == v for v in line.values.values() if _comparable(v)),
        *(c == c for c in line.lines.values()),
    ]
    for term in parts:
        for name, v in free_variables(term).items():
            if name not in statement.variables or statement.variables[name].sort != v.sort:
                raise Unproved(f"{written(v)} is no variable of the claim")
        needed = Statement(term, given=tuple(facts)).conditions
        missing = next((condition for condition in needed if not plain(condition, facts)), None)
        if missing is not None:
            raise Unproved(f"it needs {written(missing)}, which is not known")
        for part in term.subterms():
            if part.op == "slope" and (kink := kinked(*part.args[:2])) is not None:
                raise Unproved(f"“{written(part)}” need not exist: “{written(kink)}” may have no derivative")
            if part.op == "integral" and (jump := broken(part.args[0], part.args[3])) is not None:
                raise Unproved(f"“{written(part)}” need not exist: “{written(jump)}” may jump")


def _comparable(term: Term) -> bool:
    return is_a(term.sort, REAL) or is_a(term.sort, NATURAL) or term.sort.kind in ("law", "positive law")


def _instance(line: Line, facts: list[Term], statement: Statement) -> None:
    cited = line.claim
    if not (isinstance(cited, type) and issubclass(cited, Assertion) and hasattr(cited, "term")):
        # a term that somebody put beside words is judged by nothing
        raise Unproved(f"{getattr(cited, 'id', cited)} is no claim that is a term")
    said = cited.term
    false = cited.counterexample is not None or cited.refuted_by is not None
    if false and cited.mended is None:
        raise Unproved(f"{cited.id} is false, and nothing true stands in its place")
    values = {}
    for name, v in said.variables.items():
        value = line.values.get(name, statement.variables.get(name))
        if value is None:
            raise Unproved(f"{cited.id} speaks of {written(v)}: say what it stands for")
        value = _as_number(value, v.sort)
        if value.sort.kind != v.sort.kind and not is_a(value.sort, v.sort):
            raise Unproved(f"{written(v)} of {cited.id} is {v.sort.told}, but {written(value)} is {value.sort.told}")
        values[name] = value
    for name, v in said.variables.items():  # a word of the cited length m is one of the length that stands for m
        if not is_a(values[name].sort, resorted(v, values).sort):
            raise Unproved(f"{written(values[name])} is over another space than {written(v)} of {cited.id} is there")
    for name in line.values.keys() - said.variables.keys():
        raise Unproved(f"{cited.id} has no {name}")
    for needed in (*said.given, *said.conditions):
        for part in _conjuncts([substitute(needed, values)]):
            if not (_known(part, facts) or plain(part, facts)):
                raise Unproved(f"{cited.id} needs {written(part)}, which stands in no earlier line")
    if not same(line.term, substitute(said.then, values)):
        raise Unproved(f"{cited.id} says {written(substitute(said.then, values))} there")


def _as_number(value: Term, wanted: Sort) -> Term:
    """A whole number where a real one is wanted, and 2 where a count is; the value itself where neither fits."""
    try:
        return as_sort(value, wanted, "instance", 0)
    except SortError:
        return value


def _equals(line: Line, before: Sequence[Line]) -> None:
    first, *others = line.lines
    second = others[0] if others else first  # one number, where an equation is put into itself
    old, equation = _line(first, before).term, _line(second, before).term
    if equation.op != "=":
        raise Unproved(f"line {second} is no equation")
    left, right = equation.args
    if not same(_replaced(old, left, right), _replaced(line.term, left, right)):
        raise Unproved(f"it is not line {first} with {written(right)} for {written(left)}")


def _replaced(term: Term, old: Term, new: Term) -> Term:
    """The term with one put for the other, but not where a variable of them is bound to something else."""
    if same(term, old):
        return new
    if term.op in LEAVES:
        return term
    if term.op in BINDERS:
        if term.args[0].name in {**free_variables(old), **free_variables(new)}:
            return term
        return rebuilt(term, (term.args[0], *(_replaced(a, old, new) for a in term.args[1:])))
    return rebuilt(term, tuple(_replaced(a, old, new) for a in term.args))


def _sign(term: Term) -> None:
    """The sorts of operators say what is ≥ 0 or > 0 wherever it is defined."""
    wanted = {"≤": NONNEGATIVE, "<": POSITIVE}.get(term.op)
    if wanted is None or not same(term.args[0], lift(0)):
        raise Unproved("a sign is written 0 <= t or 0 < t")
    if not is_a(term.args[1].sort, wanted):
        raise Unproved(f"what {written(term.args[1])} is made of does not show it to be {wanted.told}")


def _at_least(coefficient: Term, facts: Iterable[Term]) -> Sort:
    """Whether a coefficient is positive, at least 0 or any real, by its sort or by a fact."""
    if is_a(coefficient.sort, POSITIVE) or _known(lift(0) < coefficient, facts):
        return POSITIVE
    if is_a(coefficient.sort, NONNEGATIVE) or _known(lift(0) <= coefficient, facts):
        return NONNEGATIVE
    return REAL


def _linear(line: Line, before: Sequence[Line], facts: list[Term]) -> None:
    if line.term.op not in _RELATIONS:
        raise Unproved("it is no equation and no inequality")
    rest, strict, exact = _minus(*reversed(line.term.args)), False, True
    for number, coefficient in line.lines.items():
        term = _line(number, before).term
        if term.op not in _RELATIONS:
            raise Unproved(f"line {number} is no equation and no inequality")
        coefficient = as_sort(coefficient, REAL, "linear", 0)
        least = _at_least(coefficient, facts)
        if term.op != "=" and least == REAL:
            raise Unproved(f"line {number} is an inequality, and is taken {written(coefficient)} times")
        exact = exact and term.op == "="
        strict = strict or (term.op == "<" and least == POSITIVE)
        rest = _added(rest, _times(_polynomial(coefficient), _minus(*reversed(term.args))), -1)
    left_over = rest.pop(frozenset(), 0)
    if rest:
        added = [_line(number, before).term for number in line.lines]
        raise Unproved(f"the sum of the lines is something else{_unopened(line.term, *added)}")
    if line.term.op == "=":
        good = exact and left_over == 0
    else:
        good = left_over > 0 or (left_over == 0 and (strict or line.term.op == "≤"))
    if not good:
        raise Unproved(f"the sum of the lines leaves {left_over}, which is not enough")


def says_nothing(statement: Statement) -> bool:
    """Whether each part of the conclusion is one of the hypotheses, however written, or says t = t or t ≤ t."""
    then, given = statement.then, list(statement.given)
    while then.op == "implies":
        given, then = [*given, then.args[0]], then.args[1]
    known = [*map(_as_relation, _conjuncts(given)), ("≤", frozenset())]
    return all((part.op == "=" and same(*part.args)) or _as_relation(part) in known for part in _conjuncts([then]))


def _as_relation(t: Term) -> tuple[str, object]:
    """A relation by its sign and what it compares with 0, up to a factor; anything else by itself."""
    negated = t.op == "not"
    inner = t.args[0] if negated else t
    if inner.op not in _RELATIONS or (negated and inner.op == "="):
        return t.op, t.token
    less, more = reversed(inner.args) if negated else inner.args
    sign = {"<": "≤", "≤": "<"}[inner.op] if negated else inner.op
    try:
        found = _minus(more, less)
    except Unproved:
        return t.op, t.token
    first = Fraction(found[min(found, key=lambda monomial: sorted(map(repr, monomial)))] if found else 1)
    factor = first if sign == "=" else Fraction(abs(first))
    return sign, frozenset((monomial, Fraction(c) / factor) for monomial, c in found.items())


def _line(number: int, before: Sequence[Line]) -> Line:
    if not 1 <= number <= len(before):
        raise Unproved(f"there is no earlier line {number}")
    return before[number - 1]


def _conjuncts(terms: Iterable[Term]) -> list[Term]:
    found = []
    for term in terms:
        found += _conjuncts(term.args) if term.op == "and" else [term]
    return found


def _assumed(statement: Statement) -> list[Term]:
    return [*_conjuncts(statement.given), *statement.conditions]


def _known(term: Term, facts: Iterable[Term]) -> bool:
    return any(says_the_same(term, fact) for fact in facts)


# Polynomials in what is no sum, difference, product or power.


def _unopened(*terms: Term) -> str:
    """That a power is too high to be multiplied out, where there is one: with it the terms may yet be equal."""
    for term in terms:
        for t in term.subterms():
            if _is_power(t) and t.args[1].value > _HIGHEST_POWER:
                return f" as far as they are multiplied out: “{written(t)}” is not, above the power {_HIGHEST_POWER}"
    return ""


def _is_power(t: Term) -> bool:
    return t.op == "^" and t.args[1].op == "number" and is_a(t.args[1].sort, NATURAL)


def _minus(left: Term, right: Term) -> Monomials:
    return _added(_polynomial(left), _polynomial(right), -1)


def _added(a: Monomials, b: Monomials, times: Fraction | int = 1) -> Monomials:
    found = dict(a)
    for monomial, c in b.items():
        found[monomial] = found.get(monomial, 0) + times * c
    return {monomial: c for monomial, c in found.items() if c}


def _times(a: Monomials, b: Monomials) -> Monomials:
    if len(a) * len(b) > _MOST_TERMS:
        raise Unproved("it has too many terms")
    found: Monomials = {}
    for m, c in a.items():
        for n, d in b.items():
            powers = dict(m)
            for key, k in n:
                powers[key] = powers.get(key, 0) + k
            found = _added(found, {frozenset(powers.items()): c * d})
    return found


def _polynomial(t: Term) -> Monomials:
    if t.op == "number":
        return {frozenset(): t.value} if t.value else {}
    if t.op == "real":
        return _polynomial(t.args[0])
    if t.op in ("+", "plus", "-"):
        left, right = (_polynomial(a) for a in t.args)
        return _added(left, right, -1 if t.op == "-" else 1)
    if t.op == "neg":
        return _added({}, _polynomial(t.args[0]), -1)
    if t.op == "*":
        return _times(*map(_polynomial, t.args))
    if t.op == "/" and t.args[1].op == "number" and t.args[1].value:
        return _added({}, _polynomial(t.args[0]), 1 / t.args[1].value)
    if _is_power(t) and t.args[1].value <= _HIGHEST_POWER:
        found: Monomials = {frozenset(): 1}
        for _ in range(int(t.args[1].value)):
            found = _times(found, _polynomial(t.args[0]))
        return found
    return {frozenset({(t.key, 1)}): 1}
