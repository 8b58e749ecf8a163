"""What an identity needs: positive arguments of logarithms, roots of what is ≥ 0, divisors that are not 0, and what it
is given.

A condition is discharged by facts: signs of forms, which are read as the identity is, so that nothing is compared as
it is shown. A fact may be one of every outcome; then it is one of what a sum over outcomes binds, and of no other
letter. From facts only what is seen at once follows: a product, a power, a sum and a sum over outcomes of positive
things are positive, and what is positive is not 0; and so with what is ≥ 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

import attrs

from proofs_check.algebra.forms import ANY, BOUND, LOCAL, OURS, UNIT, Atom, Form, power, renamed, split
from proofs_check.algebra.normal_forms import Operations

_OUTCOME: Final = re.compile(rf"\b[{LOCAL}{BOUND}{OURS}{ANY}]\d+\b")
"""An index of a sum, or a letter of outcomes of a term: a letter of a user may be any number."""
_SIZE: Final = re.compile(rf"K|{OURS}\d+")
_LOCAL_NAME: Final = re.compile(rf"{LOCAL}[0-9]+")
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Condition(NamedTuple):
    """One condition: what must be positive, ≥ 0, not 0, or (a relation that was given) 0; and how it reads."""

    kind: str  # "> 0", "≥ 0", "≠ 0", "= 0"
    subject: Form
    words: str
    elsewhere: frozenset[str] = frozenset()  # the indices of sums in it that run over other numbers than outcomes

    def __str__(self) -> str:
        return self.words


class Fact(NamedTuple):
    """What is known of a form: its sign, or that it is 0, for all outcomes that its `letters` may be.

    What is known is told of a term, and √(x²) is read as x, where x ≥ 0: it is a fact only where what the reading
    `needs` is known without it.
    """

    form: Form
    sign: str
    letters: tuple[str, ...] = ()
    needs: tuple[Condition, ...] = ()


def needed_by(operations: Operations) -> list[Condition]:
    """What the operations that have made some forms need."""
    positive = {a: power(a) for a in operations.positive if a.kind not in ("prime", "e")}
    roots = [power(a) for a in operations.nonnegative - operations.positive if a.kind not in ("prime", "e")]
    zero = (form for form in operations.nonzero if form not in positive.values())
    found = [*_told(positive.values(), "> 0"), *_told([*roots, *operations.counts], "≥ 0"), *_told(zero, "≠ 0")]
    return [condition._replace(elsewhere=frozenset(operations.elsewhere)) for condition in found]


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
    """Return the words of the conditions that do not follow from the facts.

    >>> from proofs_check.algebra.symbolic import decide_identity, facts, log, symbols
    >>> u, = symbols("u")
    >>> needed = decide_identity(log(u**2), 2 * log(u)).conditions
    >>> still_open(needed, []), still_open(needed, facts(u > 0))
    (('u > 0',), ())
    """
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
    form, sign, letters, _ = fact
    if not form:
        return  # contradictory hypotheses: of 0 nothing is left
    content, rest = split(form)
    ((monomial, c),) = content.terms.items()
    alike = (form, form.scaled(1 / abs(c)))
    yield from (Fact(f, sign, letters) for f in alike)
    if sign == "= 0":
        yield from (Fact(-f, sign, letters) for f in alike)
    elif sign != "≥ 0":
        factors = [atom.parts[0] if atom.kind == "base" else power(atom) for atom, k in monomial if k.constant()]
        yield from (Fact(f, "≠ 0", letters) for g in (*alike, rest, *factors) for f in (g, -g))


@attrs.frozen
class _Known:
    """Facts, and the indices of sums that run over other numbers than the outcomes 1, …, K."""

    facts: frozenset[Fact]
    elsewhere: frozenset[str]

    def says(self, form: Form, sign: str) -> bool:
        """Whether the sign of a form is a fact, or an instance of one of every outcome."""
        if Fact(form, sign) in self.facts:
            return True
        of_all = [fact for fact in self.facts if fact.letters and fact.sign == sign]
        return bool(of_all) and any(form in _instances(fact, self.outcomes(form)) for fact in of_all)

    def outcomes(self, form: Form) -> set[str]:
        """The outcomes in a form."""
        texts = {text for atom in form.atoms() for text in (atom.name, *atom.parts) if isinstance(text, str)}
        return {name for text in texts for name in _OUTCOME.findall(text)} - self.elsewhere

    def under(self, atom: Atom) -> _Known:
        """The same under a sum."""
        inside = atom.kind != "sum" or is_over_outcomes(*atom.parts[1:])
        return self if inside else _Known(self.facts, self.elsewhere | {atom.name})


def _instances(fact: Fact, outcomes: set[str]) -> Iterator[Form]:
    """A fact of every outcome, of each of these; none that a sum in it binds, which would take W(z, y) for W(y, y)."""
    bound = {atom.name for atom in fact.form.atoms() if atom.kind == "sum"}
    for chosen in product(sorted(outcomes - bound), repeat=len(fact.letters)):
        form = fact.form
        for letter, outcome in zip(fact.letters, chosen, strict=True):
            form = renamed(form, letter, outcome)
        yield form


def _follows(condition: Condition, facts: frozenset[Fact]) -> bool:
    subject, known = condition.subject, _Known(facts, condition.elsewhere)
    if known.says(subject, condition.kind):
        return True
    if condition.kind == "= 0":
        return not subject
    if _positive(subject, known):
        return True
    if condition.kind == "≥ 0":
        return _nonnegative(subject, known)
    return condition.kind == "≠ 0" and _nonzero(subject, known)


def is_over_outcomes(lower: Form, upper: Form) -> bool:
    """Whether a sum is over outcomes alone: from 1 or more on, to K (or to the number of letters of a term)."""
    start = lower.constant()
    sizes = [atom for atom in upper.atoms() if atom.kind == "symbol" and _SIZE.fullmatch(atom.name)]
    return start is not None and start >= 1 and any(upper == power(atom) for atom in sizes)


def _positive(form: Form, known: _Known) -> bool:
    """Whether every term is a positive number times positive atoms (e to anything, a positive base to anything)."""
    if known.says(form, "> 0"):
        return True
    return bool(form.terms) and all(
        c > 0 and all(_positive_atom(atom, known) for atom, _ in monomial) for monomial, c in form.terms.items()
    )


def _positive_atom(atom: Atom, known: _Known) -> bool:
    if atom.kind in ("e", "prime") or known.says(power(atom), "> 0"):
        return True
    if atom.kind == "sum" and not _has_terms(atom.parts[1], atom.parts[2], known):
        return False
    return atom.kind in ("base", "sum") and _positive(atom.parts[0], known.under(atom))


def _nonnegative(form: Form, known: _Known) -> bool:
    """Whether every term is a positive number times even powers, and other powers of what is ≥ 0."""
    if known.says(form, "≥ 0"):
        return True
    return all(
        c > 0 and all(_is_even(exponent) or _nonnegative_atom(atom, known) for atom, exponent in monomial)
        for monomial, c in form.terms.items()
    )


def _is_even(exponent: Form) -> bool:
    constant = exponent.constant()
    return constant is not None and constant % 2 == 0


def _nonnegative_atom(atom: Atom, known: _Known) -> bool:
    if _positive_atom(atom, known) or known.says(power(atom), "≥ 0"):
        return True
    return atom.kind in ("base", "sum") and _nonnegative(atom.parts[0], known.under(atom))


def _has_terms(lower: Form, upper: Form, known: _Known) -> bool:
    """Whether a sum goes from 1 to all outcomes, to a number, or to what is known to be positive: another may be
    empty."""
    if lower != UNIT or is_over_outcomes(lower, upper):
        return lower == UNIT
    return (upper.constant() or 0) >= 1 or known.says(upper, "> 0")


def _nonzero(form: Form, known: _Known) -> bool:
    """Whether it is known itself, or a single product has only factors that are known not to be 0."""
    if known.says(form, "≠ 0"):
        return True
    return len(form.terms) == 1 and all(
        _positive_atom(atom, known) or known.says(atom.parts[0] if atom.kind == "base" else power(atom), "≠ 0")
        for monomial in form.terms
        for atom, _ in monomial
    )
