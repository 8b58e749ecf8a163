"""What an identity needs: positive arguments of logarithms, roots of what is ≥ 0, divisors that are not 0, and what it
is given.

A condition is discharged by facts that the hypotheses of a claim give, in words: "q[y] > 0", "m ≠ 0",
"ψ is a law" (Σψ = 1, and no more). From these only what is seen at once follows: a product, a power, a sum and a sum
over outcomes of positive things are positive, and what is positive is not 0; and so with what is ≥ 0. Of a number
in which no sum, no outcome and no e stands the sign can be given as it is shown; of any other it cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import attrs

from proofs_check.algebra.forms import BOUND, LOCAL, OURS, UNIT, Atom, Form, atom_text, power, shown
from proofs_check.algebra.normal_forms import Operations

_OUTCOME: Final = re.compile(rf"[yzw]|[{LOCAL}{BOUND}{OURS}]\d+")
"""A letter of outcomes, or an index of a sum: another letter may be any number."""
_SIZE: Final = re.compile(rf"K|{OURS}\d+")
_SIGN: Final = re.compile(r"(?P<name>\w+)(?:\[(?P<letters>[^\[\]]+)\])? (?P<sign>[>≥≠]) 0")
_LOCAL_NAME: Final = re.compile(rf"{LOCAL}[0-9]+")
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ZERO_FIRST: Final = re.compile(r"^0 ([<≤≠=]) ([^<>≤≥≠=]+)$")
_TURNED: Final = {"<": ">", "≤": "≥", "≠": "≠", "=": "="}


Fact = str | tuple[Form, str]
"""What is known, in words or as a form with its sign: "> 0", "≥ 0" or "≠ 0"."""


class Condition(NamedTuple):
    """One condition: what must be positive, ≥ 0, not zero, or (a relation that was given) zero; and how it reads."""

    kind: str  # "> 0", "≥ 0", "≠ 0", "given"
    subject: Form
    words: str
    elsewhere: frozenset[str] = frozenset()  # the indices of sums in it that run over other numbers than outcomes

    def __str__(self) -> str:
        return self.words


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
    """Return the words of the conditions that do not follow from the facts: words, or forms with a sign.

    >>> from proofs_check.algebra.symbolic import decide_identity, log, symbols
    >>> u, = symbols("u")
    >>> needed = decide_identity(log(u**2), 2 * log(u)).conditions
    >>> still_open(needed, []), still_open(needed, ["u > 0"])
    (('u > 0',), ())
    """
    known = frozenset(_read(fact) if isinstance(fact, str) else fact for fact in facts)
    return tuple(dict.fromkeys(c.words for c in conditions if not _follows(c, known)))


def _follows(condition: Condition, known: frozenset[Any]) -> bool:
    subject, what = condition.subject, _Known(known, condition.elsewhere)
    if condition.kind == "given":
        return _plain(condition.words) in known
    if (subject, condition.kind) in known or (_is_without_outcomes(subject) and _plain(condition.words) in known):
        return True
    if _positive(subject, what):
        return True
    if condition.kind == "≥ 0":
        return _nonnegative(subject, what)
    return condition.kind == "≠ 0" and _nonzero(subject, what)


@attrs.frozen
class _Known:
    """Facts, and the indices of sums that run over other numbers than the outcomes 1, …, K."""

    facts: frozenset[Any]
    elsewhere: frozenset[str]

    def says(self, atom: Atom, sign: str) -> bool:
        """Whether a sign of an atom is a fact: of all entries of a family, where it is one of an outcome."""
        if (power(atom), sign) in self.facts:
            return True
        if atom.kind == "symbol":  # of an index of a sum no words are a fact
            return not _is_bound(atom.name) and any((name, "", sign) in self.facts for name in _names(atom))
        if atom.kind != "entry":
            return _is_without_outcomes(power(atom)) and f"{atom_text(atom)} {sign}" in self.facts
        letters = [", ".join(atom.parts)] if not any(map(_is_bound, atom.parts)) else []
        if len(set(atom.parts)) == 1 and _OUTCOME.fullmatch(atom.parts[0]) and atom.parts[0] not in self.elsewhere:
            letters.append(", ".join("y" for _ in atom.parts))
        return any((name, letter, sign) in self.facts for name in _names(atom) for letter in letters)

    def under(self, atom: Atom) -> _Known:
        """The same under a sum."""
        inside = is_over_outcomes(*atom.parts[1:])
        return self if inside else _Known(self.facts, self.elsewhere | {atom.name})


_READ_AS_OURS: Final = (("function", "log"), ("function", "exp"), ("symbol", "e"))


def _names(atom: Atom) -> set[str]:
    return {atom.name, shown(atom.name)}


def _is_bound(index: str) -> bool:
    return index.startswith((LOCAL, BOUND))


def _is_without_outcomes(form: Form) -> bool:
    """Whether its text says all of it: no index of a sum, no outcome, and nothing that a name could be taken for."""
    return not any(
        atom.kind in ("entry", "sum", "e") or _is_bound(atom.name) or (atom.kind, atom.name) in _READ_AS_OURS
        for atom in form.atoms()
    )


def is_over_outcomes(lower: Form, upper: Form) -> bool:
    """Whether a sum is over outcomes alone: from 1 or more on, to K (or to the number of letters of a term)."""
    start = lower.constant()
    sizes = [atom for atom in upper.atoms() if atom.kind == "symbol" and _SIZE.fullmatch(atom.name)]
    return start is not None and start >= 1 and any(upper == power(atom) for atom in sizes)


def _positive(form: Form, known: _Known) -> bool:
    """Whether every term is a positive number times positive atoms (e to anything, a positive base to anything)."""
    if (form, "> 0") in known.facts:
        return True
    return bool(form.terms) and all(
        c > 0 and all(_positive_atom(atom, known) for atom, _ in monomial) for monomial, c in form.terms.items()
    )


def _positive_atom(atom: Atom, known: _Known) -> bool:
    if atom.kind in ("e", "prime") or known.says(atom, "> 0"):
        return True
    if atom.kind == "sum" and not _has_terms(atom.parts[1], atom.parts[2], known):
        return False
    return atom.kind in ("base", "sum") and _positive(atom.parts[0], _under(atom, known))


def _nonnegative(form: Form, known: _Known) -> bool:
    """Whether every term is a positive number times even powers, and other powers of what is ≥ 0."""
    if (form, "≥ 0") in known.facts:
        return True
    return all(
        c > 0 and all(_is_even(exponent) or _nonnegative_atom(atom, known) for atom, exponent in monomial)
        for monomial, c in form.terms.items()
    )


def _is_even(exponent: Form) -> bool:
    constant = exponent.constant()
    return constant is not None and constant % 2 == 0


def _nonnegative_atom(atom: Atom, known: _Known) -> bool:
    if _positive_atom(atom, known) or known.says(atom, "≥ 0"):
        return True
    return atom.kind in ("base", "sum") and _nonnegative(atom.parts[0], _under(atom, known))


def _has_terms(lower: Form, upper: Form, known: _Known) -> bool:
    """Whether a sum goes from 1 to all outcomes, to a number, or to what is known to be positive: another may be
    empty."""
    if lower != UNIT or is_over_outcomes(lower, upper):
        return lower == UNIT
    named = [atom for atom in upper.atoms() if atom.kind == "symbol" and not _is_bound(atom.name)]
    if len(named) == 1 and upper == power(named[0]):
        return known.says(named[0], "> 0")
    return (upper.constant() or 0) >= 1


def _nonzero(form: Form, known: _Known) -> bool:
    """Whether it is known itself, or a single product has only factors that are known not to be 0."""
    if (form, "≠ 0") in known.facts:
        return True
    return len(form.terms) == 1 and all(
        _positive_atom(atom, known) or _nonzero_atom(atom, known) for monomial in form.terms for atom, _ in monomial
    )


def _nonzero_atom(atom: Atom, known: _Known) -> bool:
    form = atom.parts[0] if atom.kind == "base" else power(atom)
    return (form, "≠ 0") in known.facts or known.says(atom, "≠ 0")


def _under(atom: Atom, known: _Known) -> _Known:
    return known.under(atom) if atom.kind == "sum" else known


def _plain(words: str) -> str:
    """Up to blanks, and to the side on which 0 stands."""
    return _ZERO_FIRST.sub(lambda found: f"{found[2]} {_TURNED[found[1]]} 0", " ".join(words.split()))


def _read(words: str) -> Any:
    """A fact of a number or of an entry by its name, letters and sign, any other as it is written.

    Of the outcome y it is one of every outcome; of another letter it is one of that letter.
    """
    words = _plain(words)
    if (found := _SIGN.fullmatch(words)) is None:
        return words
    letters = [part.strip() for part in (found["letters"] or "").split(",")]
    return found["name"], ", ".join(letters), f"{found['sign']} 0"
