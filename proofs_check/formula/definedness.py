"""Where the operators in a term are defined: what a statement assumes beside its hypotheses."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from proofs_check.exceptions import ClaimError
from proofs_check.formula.derivatives import CONTINUOUS
from proofs_check.formula.hypotheses import conjuncts, positive_everywhere, says_the_same
from proofs_check.formula.notation import (
    absolutely_continuous,
    both,
    continuous,
    eventually,
    for_all,
    implies,
    maximum,
    minimum,
    no,
    supports,
)
from proofs_check.formula.operators import least_value
from proofs_check.formula.sorts import (
    COUNT,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    is_a,
    outcome_of,
)
from proofs_check.formula.terms import (
    BINDERS,
    LEAVES,
    LIMITS,
    Term,
    apply,
    free_variables,
    lift,
    opened,
    rebuilt,
    same,
    substitute,
    unused,
    variable,
    written,
)


def positive(term: Term) -> bool:
    """Whether the sorts alone show that a number is > 0."""
    return is_a(term.sort, POSITIVE)


def conditions_of(term: Term, under: frozenset[str] = frozenset()) -> tuple[Term, ...]:
    """What the operators in a term need to be defined; under a binder, for all values of what it binds.

    `under` are the names that “for all” binds around it: of those a condition is asked for where its guards look.

    It is kept beside the term, as its key is: a variant of a statement shares all its terms but one path to the root.
    """
    if under and term.op in _JOINED:
        return tuple(_needed(term, under))
    kept: tuple[Term, ...] | None = vars(term).get(_KEPT)
    if kept is None:
        kept = vars(term)[_KEPT] = tuple(_needed(term))
    return kept


_KEPT: Final = "conditions"
_JOINED: Final = ("and", "or", "implies", "not", "iff", "for all")


def _needed(term: Term, under: frozenset[str] = frozenset()) -> Iterator[Term]:
    held = term.args[0] if term.op in BINDERS else term
    if held.op in LEAVES and held.sort.space is not None and held.sort.space.length is not None:
        yield from conditions_of(held.sort.space.length)
    if term.op in ("E", "Var", "Pr"):
        law, f = term.args
        if f.op == "total" and law.op == "power":  # what the letters need decides for the words
            yield from conditions_of(law.args[1])
            law, f = law.args[0], f.args[0]
        if f.op in ("function", "event"):
            yield from conditions_of(law)
            yield from _on_support(law, f)
            return
    if term.op == "if":
        test, then, otherwise = term.args
        yield from conditions_of(test)
        for branch, where in ((then, test), (otherwise, no(test))):
            for condition in conditions_of(branch):
                if not follows(condition, where):
                    yield implies(where, condition)
        return
    if term.op in ("and", "or", "implies"):
        # The right side is read only where the left one leaves it open: what that says already is no condition.
        left, right = term.args
        guard = no(left) if term.op == "or" else left
        yield from conditions_of(left, under)
        facts = list(conjuncts(guard))
        for condition in conditions_of(right, under):
            if not any(follows(condition, fact) for fact in facts):
                shared = under & free_variables(guard).keys() & free_variables(condition).keys()
                without = (c for c in conditions_of(condition) if any(follows(c, fact) for fact in facts))
                yield implies(guard, condition) if shared or any(True for _ in without) else condition
        return
    for k, argument in enumerate(term.args):
        if term.op in BINDERS and k == 0:
            continue
        bound = term.args[0] if term.op in BINDERS else None
        inside = under | {term.args[0].name} if term.op == "for all" else under if term.op in _JOINED else frozenset()
        for condition in conditions_of(argument, inside):
            if bound is None or bound.name not in free_variables(condition):
                yield condition
            elif term.op == "exists":
                # As a hypothesis it would have to hold for every value, and could make the statement empty.
                if condition.key not in {part.key for part in conjuncts(term.args[1])}:
                    raise ClaimError(
                        f"“{written(term)}” is defined only with {written(condition)}: say so after “there is”"
                    )
            elif term.op == "integral":  # a proper one: defined at its ends too, in whichever order they stand
                low, high = term.args[1:3]
                if not (low.op == high.op == "number" and low.value <= high.value):
                    low, high = minimum(low, high), maximum(low, high)
                yield for_all(bound, implies(both(low <= bound, bound <= high), condition))
            elif term.op == "primitive":
                yield for_all(bound, implies(both(lift(0) < bound, bound < lift(1)), condition))
            elif term.op == "sum to":
                if not follows(condition, bound < term.args[1]):
                    yield for_all(bound, implies(bound < term.args[1], condition))
            elif term.op == "slope":  # what is open holds near the point when it holds there
                at_point = substitute(_strict(condition), {bound.name: term.args[2]})
                if not plain(at_point, ()):
                    yield at_point
            elif term.op == "limit at":
                yield from _near(condition, bound, term)
            elif term.op in LIMITS:
                yield eventually(bound, condition)
            else:
                yield for_all(bound, condition)
    args = term.args
    zero = lift(0)
    if term.op == "integral":
        yield from _continuous_inside(*args)
    if term.op in ("D", "H", "χ²", "Rényi", "H_t", "D_f"):
        needed = continuity(args[-2], args[-1])
        if needed is not None:
            yield needed
        if term.op in ("Rényi", "H_t") and (args[0].op != "number" or args[0].value == 1):
            yield args[0] != lift(1)
        if term.op == "Rényi" and not is_a(args[0].sort, NONNEGATIVE):  # below 0 it is −∞ where p has a zero of its own
            yield zero <= args[0]
    elif term.op in ("rate", "rate of tilts", "rate of the best"):  # of all tilts T(q, p, β), and KL(·‖source) of them
        if args[0].sort.kind != "positive law" and not same(args[0], args[1]):
            yield supports(args[0], _support(args[1]))
        needed = continuity(args[1], args[2]) if term.op != "rate of the best" else None
        if needed is not None:
            yield needed
    elif term.op in ("T", "Z") and args[0].sort.kind != "positive law" and not same(args[0], args[1]):
        yield supports(args[0], _support(args[1]))
    elif term.op == "LDP" and args[2].sort.kind != "positive law":
        yield supports(args[2], _letters(args[1]))
    elif term.op == "optimal" and args[1].sort.kind != "positive law":  # H(·‖q) is compared on all that is ≪ p
        of_letters = _letters_of(args[1], _support(args[2]))
        if of_letters[0].sort.kind != "positive law":
            yield supports(*of_letters)
    elif (term.op == "log" and not positive(args[0])) or (
        term.op == "^" and not is_a(args[1].sort, NATURAL) and not positive(args[0])
    ):
        yield zero < args[0]
    elif term.op == "info" and args[0].sort.kind != "positive law":
        yield from _some_letter(args[1])
        y = variable(unused("y_", args[0]), outcome_of(args[0].space))
        yield for_all(y, lift(0) < args[0](y))
    elif term.op in ("sqrt", "x log x") and not is_a(args[0].sort, NONNEGATIVE):
        yield zero <= args[0]
    elif term.op == "spacings" and not is_a(args[1].sort, NONNEGATIVE):
        yield zero <= args[1]
    elif term.op in ("type", "info"):
        yield from _some_letter(args[-1])
    elif term.op == "ranked" and (length := args[1].space.length) is not None:
        if not (args[2].op == "number" and (least_value(length) or 0) > args[2].value):
            yield args[2] < length
    elif term.op == "/" and not positive(divisor := _base(args[1])):
        yield divisor != zero


def _base(term: Term) -> Term:
    """What is not 0 exactly where a number is not: of x^2 that is x."""
    while (
        term.op == "^" and term.args[1].op == "number" and term.args[1].value >= 1 and is_a(term.args[1].sort, NATURAL)
    ):
        term = term.args[0]
    return term


def _near(condition: Term, bound: Term, limit: Term) -> Iterator[Term]:
    """What a limit at a point needs beside it: 1/(t − 1) has one at 1, and no value there.

    Else a condition is asked for at the point, strictly: then it holds near it, where all is continuous.
    """
    point = limit.args[2]
    if condition.op == "≠":
        left, right = condition.args
        apart = left.args if left.op == "-" and same(right, lift(0)) else (left, right)
        if any(same(one, bound) and same(other, point) for one, other in (apart, apart[::-1])):
            return
    rough = next((t for t in condition.subterms() if bound.name in t.free and t.op not in _NEAR), None)
    if rough is not None:
        raise ClaimError(f"nothing says that “{written(limit)}” is defined near the point: {written(condition)}")
    yield substitute(_strict(condition), {bound.name: point})


def _strict(condition: Term) -> Term:
    """A condition with < for ≤, behind its guards too: what makes it hold near a point when it holds there."""
    if condition.op in ("for all", "implies"):
        return rebuilt(condition, (condition.args[0], _strict(condition.args[1])))
    return apply("<", *condition.args) if condition.op == "≤" else condition


_NEAR: Final = CONTINUOUS - {"of"} | {"variable", "<", "≤", "≠"}
"""What a condition may be made of that holds near a point when it holds there."""


def _continuous_inside(u: Term, low: Term, high: Term, body: Term) -> Iterator[Term]:
    """An integrand has functions of the variable that are continuous from 0 on, and looks at no other values."""
    inside = variable(u.name, NONNEGATIVE) if is_a(low.sort, NONNEGATIVE) and is_a(high.sort, NONNEGATIVE) else u
    for t in body.subterms():
        if t.op == "of" and u.name in t.free:
            yield continuous(t.args[0])
            if not is_a(substitute(t.args[1], {u.name: inside}).sort, NONNEGATIVE):
                raise ClaimError(f"“{written(t)}” under an integral looks at values that are not seen to be ≥ 0")


def _some_letter(word: Term) -> Iterator[Term]:
    """The empty word has no type, and no letter to divide by."""
    length = word.space.length
    if length is not None and not is_a(length.sort, COUNT):
        yield lift(1) <= length


def follows(condition: Term, known: Term) -> bool:
    """Whether x ≠ 0 or 0 ≤ x is plain from 0 < x, x ≠ 0 from “not x = 0”, or a condition from itself."""
    if condition.op in ("≠", "≤") and known.op == "<":
        zero, x = condition.args if condition.op == "≤" else reversed(condition.args)
        return same(known.args[0], zero) and same(known.args[1], x)
    if condition.op == "≠" and known.op == "not" and known.args[0].op == "=":
        return says_the_same(attrs.evolve(condition, op="="), known.args[0])
    return says_the_same(condition, known)


def behind_guards(condition: Term) -> Iterator[Term]:
    """A condition without its guards, the first of them or more: where that is asked for, so is the condition."""
    if condition.op == "implies":
        yield condition.args[1]
        yield from behind_guards(condition.args[1])
    elif condition.op == "for all":
        yield from (for_all(condition.args[0], part) for part in behind_guards(condition.args[1]))


def plain(condition: Term, known: Sequence[Term]) -> bool:
    """Whether the sorts of what a condition is about show it, or one of the known propositions, or p ≪ q in steps;
    or that it compares two numbers, rightly."""
    if any(follows(condition, fact) for fact in known):
        return True
    if condition.op in _COMPARED and all(side.op == "number" for side in condition.args):
        return bool(_COMPARED[condition.op](*(side.value for side in condition.args)))
    if condition.op in ("≪", "supports"):
        inner, outer = condition.args if condition.op == "≪" else reversed(condition.args)
        needed = continuity(inner, outer)
        return (
            needed is None
            or reaches(needed.args[0], needed.args[1], list(known))
            or any((law := positive_everywhere(fact)) is not None and same(law, needed.args[1]) for fact in known)
        )
    if condition.op not in _SIGNS:
        return False
    zero, number = reversed(condition.args) if condition.op == "≠" else condition.args
    return same(zero, lift(0)) and is_a(number.sort, _SIGNS[condition.op])


_COMPARED: Final = {"≤": operator.le, "<": operator.lt, "=": operator.eq, "≠": operator.ne}
_SIGNS: Final = {"≠": POSITIVE, "<": POSITIVE, "≤": NONNEGATIVE}


def _on_support(law: Term, f: Term) -> Iterator[Term]:
    """What a function needs to be defined where a law has mass: an expectation looks nowhere else."""
    bound, body = opened(f, law)
    for condition in conditions_of(body, frozenset({bound.name})):
        if bound.name not in free_variables(condition):
            yield condition
        elif law.sort.kind == "positive law":
            yield for_all(bound, condition)
        elif condition.op == "<" and _is_mass_at(condition.args[1], bound):
            if continuity(law, mass := condition.args[1].args[0]) is not None:  # in E_p log p nothing is assumed
                yield supports(mass, _support(law))
        elif not follows(condition, inside := lift(0) < law(bound)):
            yield for_all(bound, implies(inside, condition))


def _is_mass_at(t: Term, bound: Term) -> bool:
    return t.op == "at" and same(t.args[1], bound) and t.args[0].sort.kind == "law" and bound.name not in t.args[0].free


def continuity(p: Term, q: Term) -> Term | None:
    """p ≪ q, reduced to the laws whose supports decide it; None when it is plain."""
    a, b = _letters_of(_support(p), _support(q))
    if b.sort.kind == "positive law" or same(a, b) or (a.op == "kept" and same(_support(a.args[0]), b)):
        return None
    return absolutely_continuous(a, b)


def _letters_of(p: Term, q: Term) -> tuple[Term, Term]:
    """For p^m and q^m the laws p and q, which decide what is said of supports."""
    while p.op == q.op == "power" and same(p.args[1], q.args[1]):
        p, q = p.args[0], q.args[0]
    return p, q


def _letters(source: Term) -> Term:
    """A law on the letters, positive at all letters of the words that a law on words can give."""
    while source.op in ("power", "kept", "best", "soft best", "T", "tilt by"):
        source = source.args[1 if source.op in ("T", "tilt by") else 0]
    return source


def _support(law: Term) -> Term:
    """A law with the same support, as simple as can be: a tilt and a best-of-N have that of their reference."""
    if law.op in ("T", "tilt by"):
        return _support(law.args[1])
    if law.op in ("best", "soft best"):
        return _support(law.args[0])
    if law.op == "power":
        return apply("power", _support(law.args[0]), law.args[1])
    return law


def reaches(start: Term, end: Term, known: list[Term]) -> bool:
    edges = [(c.args[0].key, c.args[1].key) for c in known if c.op == "≪"]
    edges += [(c.args[1].key, c.args[0].key) for c in known if c.op == "supports"]
    reached = {start.key}
    while more := {b for a, b in edges if a in reached} - reached:
        reached |= more
    return end.key in reached
