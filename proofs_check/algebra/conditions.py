"""What an identity needs: positive arguments of logarithms, roots of what is ≥ 0, divisors that are not 0.

A condition is discharged by facts: signs of forms, which are read as the identity is, so that nothing is compared as
it is shown. A fact may be one of every outcome of a family of entries. From facts only what is seen at once follows: a
product, a power, a sum and a sum over outcomes (there is always one) of positive things are positive, and what is
positive is not 0; and so with what is ≥ 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from proofs_check.algebra.forms import LOCAL, Atom, Form, bound_in, power, renamed, split
from proofs_check.algebra.normal_forms import Operations

_LOCAL_NAME: Final = re.compile(rf"{LOCAL}[0-9]+")
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Condition(NamedTuple):
    """One condition: what must be positive, ≥ 0 or not 0; and how it reads."""

    kind: str  # "> 0", "≥ 0", "≠ 0"
    subject: Form
    words: str

    def __str__(self) -> str:
        return self.words


class Fact(NamedTuple):
    """What is known of a form: its sign, for every outcome that its `letter` may be.

    What is known is told of a term, and √(x²) is read as x, where x ≥ 0: it is a fact only where what the reading
    `needs` is known without it.
    """

    form: Form
    sign: str
    letter: str = ""
    needs: tuple[Condition, ...] = ()


def needed_by(operations: Operations) -> list[Condition]:
    """What the operations that have made some forms need."""
    positive = {a: power(a) for a in operations.positive if a.kind not in ("prime", "e")}
    roots = [power(a) for a in operations.nonnegative - operations.positive if a.kind not in ("prime", "e")]
    zero = (form for form in operations.nonzero if form not in positive.values())
    return [*_told(positive.values(), "> 0"), *_told(roots, "≥ 0"), *_told(zero, "≠ 0")]


def _told(forms: Iterable[Form], sign: str) -> list[Condition]:
    """Conditions on forms, sorted by how they read; one that reads as another is told once for each form."""
    found = [Condition(sign, form, f"{with_indices(str(form))} {sign}") for form in forms]
    return sorted(set(found), key=lambda condition: condition.words)


def with_indices(text: str) -> str:
    """The index of a sum around a condition reads y; several, or one beside what a sum in it binds, are told apart."""
    indices = list(dict.fromkeys(_LOCAL_NAME.findall(text)))
    if len(indices) == 1 and not re.search(r"\by\b", text):
        return text.replace(indices[0], "y")
    for place, index in enumerate(indices, 1):
        text = re.sub(rf"{index}\b", f"y{str(place).translate(_SUBSCRIPTS)}", text)
    return text


def still_open(conditions: Sequence[Condition], facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return the words of the conditions that do not follow from the facts."""
    known = _established(facts)
    return tuple(dict.fromkeys(c.words for c in conditions if not _follows(c, known)))


def _established(facts: Iterable[Fact]) -> frozenset[Fact]:
    """The facts whose reading needs nothing that is not known before, and what they tell."""
    waiting, known = list(facts), frozenset[Fact]()
    while clear := [fact for fact in waiting if all(_follows(condition, known) for condition in fact.needs)]:
        waiting = [fact for fact in waiting if fact not in clear]
        known = known.union(*map(_told_by, clear))
    return known


def _told_by(fact: Fact) -> Iterator[Fact]:
    """A sign of all, up to a positive number that it is taken times: for 2 + 2 x that of 1 + x.

    Of a product that is not 0 no factor is 0: for x·y + x neither x nor y + 1.
    """
    form, sign, letter, _ = fact
    if not form:
        return  # contradictory hypotheses: of 0 nothing is left
    content, rest = split(form)
    ((monomial, c),) = content.terms.items()
    alike = (form, form.scaled(1 / abs(c)))
    yield from (Fact(f, sign, letter) for f in alike)
    if sign != "≥ 0":
        factors = [atom.parts[0] if atom.kind == "base" else power(atom) for atom, k in monomial if k.constant()]
        yield from (Fact(f, "≠ 0", letter) for g in (*alike, rest, *factors) for f in (g, -g))


def _says(facts: frozenset[Fact], form: Form, sign: str) -> bool:
    """Whether the sign of a form is a fact, or an instance of one of every outcome: of one that no sum in it binds."""
    if Fact(form, sign) in facts:
        return True
    outcomes = {index for atom in form.atoms() if atom.kind == "entry" for index in atom.parts}
    of_all = [fact for fact in facts if fact.letter and fact.sign == sign]
    return any(
        form == renamed(fact.form, fact.letter, outcome)
        for fact in of_all
        for outcome in outcomes - bound_in(fact.form)
    )


def _follows(condition: Condition, known: frozenset[Fact]) -> bool:
    kind, subject, _ = condition
    if _says(known, subject, kind) or _positive(subject, known):
        return True
    return _nonnegative(subject, known) if kind == "≥ 0" else kind == "≠ 0" and _nonzero(subject, known)


def _positive(form: Form, known: frozenset[Fact]) -> bool:
    """Whether every term is a positive number times positive atoms (e to anything, a positive base to anything)."""
    if _says(known, form, "> 0"):
        return True
    return bool(form.terms) and all(
        c > 0 and all(_positive_atom(atom, known) for atom, _ in monomial) for monomial, c in form.terms.items()
    )


def _positive_atom(atom: Atom, known: frozenset[Fact]) -> bool:
    if atom.kind in ("e", "prime") or _says(known, power(atom), "> 0"):
        return True
    return atom.kind in ("base", "sum") and _positive(atom.parts[0], known)  # no sum over outcomes is empty


def _nonnegative(form: Form, known: frozenset[Fact]) -> bool:
    """Whether every term is a positive number times even powers, and other powers of what is ≥ 0."""
    if _says(known, form, "≥ 0"):
        return True
    return all(
        c > 0 and all(_is_even(exponent) or _nonnegative_atom(atom, known) for atom, exponent in monomial)
        for monomial, c in form.terms.items()
    )


def _is_even(exponent: Form) -> bool:
    constant = exponent.constant()
    return constant is not None and constant % 2 == 0


def _nonnegative_atom(atom: Atom, known: frozenset[Fact]) -> bool:
    if _positive_atom(atom, known) or _says(known, power(atom), "≥ 0"):
        return True
    return atom.kind in ("base", "sum") and _nonnegative(atom.parts[0], known)


def _nonzero(form: Form, known: frozenset[Fact]) -> bool:
    """Whether it is known itself, or a single product has only factors that are known not to be 0."""
    if _says(known, form, "≠ 0"):
        return True
    return len(form.terms) == 1 and all(
        _positive_atom(atom, known) or _says(known, atom.parts[0] if atom.kind == "base" else power(atom), "≠ 0")
        for monomial in form.terms
        for atom, _ in monomial
    )
