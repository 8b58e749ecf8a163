"""Whether a case that somebody wrote down is one of a statement: every variable has a value of its sort, and plain.

A counterexample with a negative number for a positive one, or with a law over other letters, is none; and what is
compared must be numbers of ours, not objects of a class whose comparisons answer what they like.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any, Final

from exactalign import AlignedFamily, Distribution, EnclosedReal, LogForm, Reward
from exactalign.exceptions import ExactAlignError
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.rationals import exact_text
from exactalign.numbers.written import shortened
from exactalign.policies.tilting import TiltedDistribution
from exactalign.text.articles import with_article
from proofs_check.formula.measures import outcomes, words
from proofs_check.formula.names import shown_constant, shown_name
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.scopes import KINDS
from proofs_check.formula.shapes import SHAPES
from proofs_check.formula.sorts import NATURAL, Space, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, written
from proofs_check.formula.values import NotDefined, value

_NUMBERS: Final = (int, Fraction, LogForm, LogPolynomial, EnclosedReal)
_LAWS: Final = (Distribution, TiltedDistribution)


def misfit(statement: Statement, case: Mapping[str, Any]) -> str:
    """Why a case is none of the statement, in one line; "" when it is one.

    >>> from proofs_check.formula import positive
    >>> misfit(Statement(0 <= positive("a")), {"a": -1})
    'a = -1 is no real number > 0'
    """
    for name in case:
        if name.startswith("letters of "):
            return f"it says itself what the {name} are: its laws and rewards do"
    for name, v in statement.variables.items():
        if name not in case:
            return f"it gives no value to {written(v)}"
    known = statement.with_letters(case)
    try:
        found = [_misfit(v, case[name], known) for name, v in statement.variables.items()]
        found += [_misfit(v, case[f"some {v.name}"], known) for v in _sought(statement) if f"some {v.name}" in case]
        return next(filter(None, found), "") or next(_orders(statement, known), "")
    except (NotDefined, ExactAlignError, TypeError, ValueError, ArithmeticError) as error:
        return " ".join(f"{type(error).__name__}: {error}".split())


def only_enclosed(case: Mapping[str, Any]) -> str:
    """The first value of a case that a procedure encloses, in words; "" when all are exact.

    A procedure that somebody wrote can give one number at one precision, and another at the next.
    """
    for name, given in case.items():
        number = given.alpha if isinstance(given, TiltedDistribution) else given
        if isinstance(number, EnclosedReal):
            return f"{shown_name(name)} = {shortened(exact_text(given))}"
    return ""


def _sought(statement: Statement) -> Iterator[Term]:
    """What is said to exist: a case may name it, as “some t”."""
    for term in (*statement.given, statement.then):
        yield from (t.args[0] for t in term.subterms() if t.op == "exists")


def _misfit(v: Term, given: Any, case: Mapping[str, Any]) -> str:
    shown = f'"{shortened(given)}"' if isinstance(given, str) else shortened(exact_text(given))
    wrong = f"{written(v)} = {shown} is no {KINDS[v.sort.kind]}"
    if truth := next((str(part) for part in _parts(given) if isinstance(part, bool)), ""):
        return f"{written(v)} = {shown} has the truth value {truth} for a number or a letter"
    kind, space = v.sort.kind, v.sort.space
    if space is None:
        if kind == "real function":
            return "" if _is_function(given) else wrong
        return "" if _is_number(given) and _in_range(v, given) else wrong
    if odd := [type(part).__name__ for part in _parts(given) if not _is_plain(part)]:
        return f"{written(v)} has {with_article(odd[0])} in it, which is neither a number nor a text"
    if v.sort.index is not None:
        if not _is_family(v, given, case):
            return wrong
        elsewhere = set(given) != set(_listed(v.sort.index, case))
        return f"{written(v)} = {shown} has laws for other outcomes than the rest of the case" * elsewhere
    if kind == "rule":
        return "" if _is_rule(given, _listed(space, case)) else wrong
    wanted = (Reward,) if kind == "reward" else _LAWS
    if kind != "outcome" and (type(given) not in wanted or not _is_ours(given)):
        return wrong
    if kind == "positive law" and not all(map(given.__getitem__, outcomes(given))):
        return f"{written(v)} = {shortened(shown_constant(given))} has a zero, and is no positive law"
    known = _listed(space, case)
    own = [given] if kind == "outcome" else outcomes(given)
    if not known:  # nothing of the case says what the letters are: that words have their length can be seen
        length = None if space.length is None else value(space.length, case)
        fitting = length is None or all(type(w) is tuple and len(w) == length for w in own)
        return "" if fitting else f"{written(v)} = {shown} is over no words of length {length}"
    if kind == "outcome":
        return "" if given in known else f"{wrong} of {', '.join(map(str, _listed(space.letters, case)))}"
    if len(own) != len(known) or set(own) != set(known):
        return f"{written(v)} = {shortened(shown_constant(given))} is over other outcomes than the rest of the case"
    return ""


def _orders(statement: Statement, case: Mapping[str, Any]) -> Iterator[str]:
    """Laws and rewards on one space have their outcomes in one order, and the letters 0, 1, … in theirs: shown are the
    values alone, and in certificates what stands in one place belongs together."""
    first: dict[object, list[Any]] = {}
    sought = ((f"some {v.name}", v) for v in _sought(statement))
    for name, v in chain(statement.variables.items(), (entry for entry in sought if entry[0] in case)):
        given = case[name]
        said = [] if v.sort.index is None else [(v.sort.index, list(given))]
        laws = given.values() if v.sort.index is not None else [given]
        said += [(v.space, outcomes(law)) for law in laws if type(law) in (Reward, *_LAWS)]
        for space, own in said:
            if space.key not in first:
                first[space.key] = _listed(space, case) or own
            shown, places = list(map(str, own)), list(map(str, range(len(own))))
            if own != first[space.key] or (shown != places and set(shown) == set(places)):
                told = f"{shown_name(name)} = {shortened(exact_text(given))}"
                yield f"{told} has its outcomes in another order than is shown, or than others"
            if len(set(shown)) < len(shown):
                yield f"{shown_name(name)} = {shortened(exact_text(given))} has two outcomes that are shown alike"


def _parts(given: Any) -> Iterator[object]:
    """What a value is made of: the letters of laws, rewards and words, the draws and shares of a rule."""
    if isinstance(given, (Distribution, Reward, TiltedDistribution)):
        given = outcomes(given)
    if isinstance(given, dict):
        given = [*given, *given.values()]
    if isinstance(given, (tuple, list)):
        for part in given:
            yield from _parts(part)
    else:
        yield given


def _is_plain(part: object) -> bool:
    """Whether a letter or a number is of no class of its author, which could equal any other, or none."""
    return type(part) in (str, float) or _is_number(part)


def _listed(space: Space, case: Mapping[str, Any]) -> list[Any]:
    """The outcomes of a space in the order of its letters; none where nothing says what these are."""
    letters = case.get(f"letters of {space.alphabet}") if space.size is None else tuple(range(space.size))
    if letters is None or space.length is None:
        return list(letters or ())
    return list(words(letters, value(space.length, case)))


def _is_ours(given: Any) -> bool:
    """Whether a tilt is of a family of ours: another class says itself what its probabilities are."""
    if type(given) is not TiltedDistribution:
        return True
    family = given.family
    return (type(family), type(family.reference), type(family.reward)) == (AlignedFamily, Distribution, Reward)


def _is_family(v: Term, given: Any, case: Mapping[str, Any]) -> bool:
    """For every letter of the index a law over one alphabet."""
    laws = list(given.values()) if type(given) is dict else []
    letters = case.get(f"letters of {v.space.alphabet}")
    positive = v.sort.kind == "family of positive laws"
    return bool(laws) and all(
        type(p) is Distribution
        and (letters is None or set(p.outcomes) == set(letters))
        and (not positive or all(p.probabilities))
        for p in laws
    )


def _is_number(given: Any) -> bool:
    """Whether it is a number of ours, whose parts are plain integers where it is rational."""
    if type(given) is Fraction:
        return type(given.numerator) is type(given.denominator) is int
    return type(given) in _NUMBERS


def _is_function(given: Any) -> bool:
    """Whether it is a polynomial with rational coefficients, or one of the known shapes: another says itself whether it
    is convex."""
    if type(given) is Polynomial:
        coefficients = given.coefficients
        return type(coefficients) is tuple and all(type(c) in (int, Fraction) and _is_number(c) for c in coefficients)
    return any(given is shape for shape in SHAPES)


def _in_range(v: Term, given: Any) -> bool:
    if is_a(v.sort, NATURAL):
        whole = isinstance(given, (int, Fraction)) and Fraction(given).denominator == 1
        return whole and given >= (1 if v.sort.kind == "count" else 0)
    if v.sort.kind == "real":
        return True
    return bool(given > 0 if v.sort.kind == "positive real" else given >= 0)


def _is_rule(given: Any, letters: list[Any]) -> bool:
    """For all draws of one number, the shares of what is kept: exact, not negative, of what was drawn, and 1 in all."""
    if type(given) is not dict or not given:
        return False
    for draws, shares in given.items():
        masses = list(_shares(draws, shares))
        if None in masses or sum((mass for mass in masses if mass is not None), Fraction(0)) != 1:
            return False
    lengths = {len(draws) for draws in given}
    return len(lengths) == 1 and (not letters or given.keys() == set(words(letters, lengths.pop())))


def _shares(draws: Any, shares: Any) -> Iterator[Fraction | None]:
    if type(draws) is not tuple or type(shares) is not dict:
        yield None
        return
    for letter, share in shares.items():
        good = type(share) in (int, Fraction) and share >= 0 and (letter in draws or share == 0)
        yield Fraction(share) if good else None
