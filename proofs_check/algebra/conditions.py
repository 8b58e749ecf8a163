"""What an identity needs: positive arguments of logarithms, roots of what is ≥ 0, divisors that are not 0, and what it
is given.

A condition is discharged by facts that the hypotheses of a claim give, in words: "q[y] > 0", "m ≠ 0",
"ψ is a law" (Σψ = 1, and no more). From these only what is seen at once follows: a product, a power, a sum and a sum
over outcomes of positive things are positive, and what is positive is not 0; and so with what is ≥ 0. Anything else
has to be given itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from proofs_check.algebra.forms import BOUND, LOCAL, UNIT, Atom, Form, atom_text, is_size, power
from proofs_check.algebra.normal_forms import Operations

_LOCAL_INDEX: Final = re.compile(r"\[(?:[yzw]|[ℓι][0-9]+)\]")
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

    def __str__(self) -> str:
        return self.words


def needed_by(operations: Operations) -> list[Condition]:
    """What the operations that have made some forms need."""
    positive = {a: power(a) for a in operations.positive if a.kind not in ("prime", "e")}
    roots = [power(a) for a in operations.nonnegative - operations.positive if a.kind not in ("prime", "e")]
    zero = (form for form in operations.nonzero if form not in positive.values())
    return [*_told(positive.values(), "> 0"), *_told([*roots, *operations.counts], "≥ 0"), *_told(zero, "≠ 0")]


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
    known = {_fact(fact) if isinstance(fact, str) else fact for fact in facts}
    return tuple(dict.fromkeys(c.words for c in conditions if not _follows(c, known)))


def _follows(condition: Condition, known: set[Fact]) -> bool:
    if _is_known(condition.words, condition.subject, known):
        return True
    if condition.kind == "given":
        return False
    if _positive(condition.subject, known):
        return True
    if condition.kind == "≥ 0":
        return _nonnegative(condition.subject, known)
    return condition.kind == "≠ 0" and _nonzero(condition.subject, known)


def _positive(form: Form, known: set[Fact]) -> bool:
    """Whether every term is a positive number times positive atoms (e to anything, a positive base to anything)."""
    if (form, "> 0") in known:
        return True
    return bool(form.terms) and all(
        c > 0 and all(_positive_atom(atom, known) for atom, _ in monomial) for monomial, c in form.terms.items()
    )


def _positive_atom(atom: Atom, known: set[Fact]) -> bool:
    if atom.kind in ("e", "prime") or _is_told(atom, "> 0", known):
        return True
    if atom.kind == "sum" and not _has_terms(*atom.parts[1:]):
        return False
    return atom.kind in ("base", "sum") and _positive(atom.parts[0], known)


def _nonnegative(form: Form, known: set[Fact]) -> bool:
    """Whether every term is a positive number times even powers, and other powers of what is ≥ 0."""
    if (form, "≥ 0") in known:
        return True
    return all(
        c > 0 and all(_is_even(exponent) or _nonnegative_atom(atom, known) for atom, exponent in monomial)
        for monomial, c in form.terms.items()
    )


def _is_even(exponent: Form) -> bool:
    constant = exponent.constant()
    return constant is not None and constant % 2 == 0


def _nonnegative_atom(atom: Atom, known: set[Fact]) -> bool:
    if _positive_atom(atom, known) or _is_told(atom, "≥ 0", known):
        return True
    return atom.kind in ("base", "sum") and _nonnegative(atom.parts[0], known)


def _has_terms(lower: Form, upper: Form) -> bool:
    """Whether a sum goes from 1 to a number or to one that has a name, as all outcomes have: another may be empty."""
    return lower == UNIT and (is_size(upper) or (upper.constant() or 0) >= 1)


def _nonzero(form: Form, known: set[Fact]) -> bool:
    """Whether it is known itself, or a single product has only factors that are known not to be 0."""
    if (form, "≠ 0") in known:
        return True
    return len(form.terms) == 1 and all(
        _positive_atom(atom, known) or _nonzero_atom(atom, known) for monomial in form.terms for atom, _ in monomial
    )


def _nonzero_atom(atom: Atom, known: set[Fact]) -> bool:
    form = atom.parts[0] if atom.kind == "base" else power(atom)
    return (form, "≠ 0") in known or _is_known(f"{atom_text(atom)} ≠ 0", power(atom), known)


def _is_told(atom: Atom, sign: str, known: set[Fact]) -> bool:
    return (power(atom), sign) in known or _is_known(f"{atom_text(atom)} {sign}", power(atom), known)


def _is_known(words: str, subject: Form, known: set[Fact]) -> bool:
    """Whether it is a fact of every outcome y, or, where nothing is bound in it, one of the letters that it names."""
    return _normal(words) in known or (not _binds(subject) and _plain(words) in known)


def _binds(form: Form) -> bool:
    """Whether an index of a sum stands in it."""
    return any(LOCAL in letter or BOUND in letter for letter in _letters(form))


def _letters(form: Form) -> Iterator[str]:
    for atom in form.atoms():
        if atom.kind in ("entry", "sum"):
            yield from (part for part in (atom.name, *atom.parts) if isinstance(part, str))


def _plain(words: str) -> str:
    """Up to blanks, and to the side on which 0 stands."""
    return _ZERO_FIRST.sub(lambda found: f"{found[2]} {_TURNED[found[1]]} 0", " ".join(words.split()))


def _normal(words: str) -> str:
    """Up to the letter of an outcome as well; where there are two letters, each keeps its own."""
    words = _plain(words)
    return _LOCAL_INDEX.sub("[y]", words) if len(set(_LOCAL_INDEX.findall(words))) == 1 else words


def _fact(words: str) -> str:
    """A fact of y is one of every outcome; one of z or w is of that letter alone, which may be free."""
    return _plain(words) if set(_LOCAL_INDEX.findall(words)) & {"[z]", "[w]"} else _normal(words)
