"""What every claim must have, and what no claim may change: refused when a file is loaded, in one line.

A claim says what is asserted and gives evidence. How it is judged is not its own: what belongs to the engine cannot be
overridden, and what is judged is of our classes exactly.
"""

from __future__ import annotations

import re
from inspect import getattr_static
from types import FunctionType
from typing import Any, Final

from exactalign.text.articles import with_article
from proofs_check.exceptions import ClaimError
from proofs_check.formula.fits import only_enclosed
from proofs_check.formula.hypotheses import conjuncts
from proofs_check.formula.sorts import PROPOSITION
from proofs_check.formula.terms import Term, written
from proofs_check.language.assertions import FROM_TERM, PLAIN, Assertion, Formal, scope
from proofs_check.language.cases import Case
from proofs_check.language.claims import (
    FALSE_AS_PRINTED,
    NEVER_A_PASS,
    VERDICTS,
    WEIGHTS,
    Claim,
    Edge,
    Hypothesis,
    Variant,
)
from proofs_check.language.derivations import RULES, Line
from proofs_check.language.evidence import checks_of
from proofs_check.language.slips import demand_no_slips

_TEXTS: Final = (
    "id", "place", "title", "statement", "latex", "scope", "expected", "flaw", "weight", "corrected", "corrected_latex",
    "corrected_expected", "not_checkable", "notes",
)  # fmt: skip
_OF_THE_AUTHOR: Final = frozenset({"holds", "certificates"})
"""The methods that a claim may write itself."""
_ENTRIES: Final = {"hypotheses": Hypothesis, "conditions": Hypothesis, "teeth": Variant, "edges": Edge}
"""Of which class the entries of a tuple are; those of the others are ids."""
_WORDS: Final = {Hypothesis: ("text", "unused", "untried"), Edge: ("name", "note"), Variant: ("label",)}
"""What of these is told, and is text."""
READ: Final[dict[str, type]] = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys((*_ENTRIES, "statement_uses", "proof_uses", "printed_proof_uses"), tuple),
    **dict.fromkeys(_OF_THE_AUTHOR, FunctionType),
    "example": Case, "as_printed": Variant,
}  # fmt: skip
"""What is read of a claim, and of which class it is."""
_MACHINERY: Final = ("__new__", "__getattribute__", "__init_subclass__")


def validate(cls: type[Claim]) -> None:
    """Raise `ClaimError` when a claim class lacks something that every claim must have."""
    where = f"claim {cls.id or cls.__name__}"
    if type(cls) is not type:
        raise ClaimError(f"{where} has the metaclass {type(cls).__name__}: a claim is a plain class")
    if issubclass(cls, Assertion) and not hasattr(cls, "asserts"):
        raise ClaimError(f"{where} asserts nothing: give asserts = Statement(…)")
    for name in _TEXTS:
        _demand_text(f"{where}: {name}", getattr_static(cls, name))
    for name in ("id", "place", "title", "statement", "scope", "expected"):
        if not getattr(cls, name).strip():
            raise ClaimError(f"{where} has no {name}")
    if not re.fullmatch("[A-Za-z][A-Za-z0-9._-]{0,63}", cls.id):
        raise ClaimError(f"{where}: an id is a letter, then letters, digits, . _ or -, at most 64 in all")
    for name in ("expected", "corrected_expected"):
        if getattr(cls, name) not in VERDICTS:
            raise ClaimError(f"{where}: {name} is {getattr(cls, name)!r}: give one of {', '.join(VERDICTS)}")
        if getattr(cls, name) == "error":
            raise ClaimError(f"{where}: {name} is 'error': what cannot be run is mended, not expected")
    if cls.weight not in ("", *WEIGHTS):
        raise ClaimError(f"{where}: weight is {cls.weight!r}: give one of {', '.join(WEIGHTS)}")
    if cls.expected == "refuted" and cls.weight == "gap":
        raise ClaimError(f"{where} is refuted: weight = 'gap' is for what is true and not proved there")
    if cls.expected in FALSE_AS_PRINTED and not cls.weight:
        raise ClaimError(f"{where} is {cls.expected}: say how much that matters, weight = {' or '.join(WEIGHTS)}")
    if cls.expected not in (*FALSE_AS_PRINTED, *NEVER_A_PASS) and (cls.weight or cls.flaw):
        raise ClaimError(f"{where} says what is wrong with a statement that is expected to be {cls.expected}")
    for name in ("statement_uses", "proof_uses", "printed_proof_uses", "hypotheses", "conditions", "teeth", "edges"):
        if type(getattr_static(cls, name)) is not tuple:
            raise ClaimError(f"{where}: {name} must be a tuple: one entry needs a comma, ({name}[0],)")
        for entry in getattr(cls, name):
            if type(entry) is not _ENTRIES.get(name, str):
                wanted = with_article(_ENTRIES[name].__name__) if name in _ENTRIES else "the id of a claim or a theorem"
                raise ClaimError(f"{where}: {name} holds {with_article(type(entry).__name__)}, where {wanted} stands")
    if type(getattr_static(cls, "as_printed")) is not Variant:
        raise ClaimError(f"{where}: as_printed must be a Variant(…)")
    for entry in (*cls.hypotheses, *cls.conditions, *cls.edges, *cls.teeth, cls.as_printed):
        for name in _WORDS[type(entry)]:
            _demand_text(f"{where}: the {name} of {with_article(type(entry).__name__)}", getattr(entry, name))
    _refuse_overrides(cls)  # before any of its methods is called
    demand_no_slips(cls, READ)
    if cls.conditions and cls.corrected:
        raise ClaimError(f"{where} has a corrected statement and conditions to look for one: give one of them")
    if not cls.corrected and (added := next((h.text for h in cls.hypotheses if h.added), "")):
        raise ClaimError(f"{where}: “{added}” is added to the printed statement, and no corrected one is given")
    if cls.conditions and not any(check.kind == "search" for check in cls.checks()):
        raise ClaimError(f"{where} has conditions but no search that could try them")
    for hypothesis in (*cls.hypotheses, *cls.conditions):
        _refuse_no_facts(where, hypothesis)
    for variant in (*cls.teeth, cls.as_printed):
        cls.under(variant)
    labels = [variant.label for variant in cls.teeth]
    if len(set(labels)) != len(labels):
        raise ClaimError(f"{where}: two wrong variants have the same label")
    if issubclass(cls, Assertion):
        _validate_assertion(cls)
    if len(cls.declared_checks) != len(cls.checks()):
        stray = next((kind for kind in cls.__mro__ if not issubclass(kind, Claim) and checks_of(kind)), None)
        why = f": {stray.__name__} has some, and is no Claim" if stray is not None else ""
        raise ClaimError(f"{where} declares {len(cls.declared_checks)} checks but has {len(cls.checks())}{why}")


def _demand_text(what: str, value: object) -> None:
    """Raise `ClaimError` for what is no text, or none that can be written."""
    if type(value) is not str:
        raise ClaimError(f"{what} must be text, not {with_article(type(value).__name__)}")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ClaimError(f"{what} has half of a character in it, {value!r}")


def _refuse_no_facts(where: str, hypothesis: Hypothesis) -> None:
    """Raise `ClaimError` for what a hypothesis gives and is no fact, whether or not something needs it."""
    if type(hypothesis.gives) is not tuple:
        raise ClaimError(f"{where}: gives must be a tuple: one entry needs a comma, (gives[0],)")
    for given in hypothesis.gives:
        if not isinstance(given, Term) or not (given.op == "variable" or given.sort == PROPOSITION):
            raise ClaimError(
                f"{where}: what “{hypothesis.text}” gives is a letter, or what holds of letters, as in"
                f" gives=(p, 0 < m, absolutely_continuous(p, q)), and not {given!r}"
            )
        equations = [written(part) for part in conjuncts(given) if part.op in ("=", "≡")]
        if equations:
            raise ClaimError(
                f"{where}: “{hypothesis.text}” gives {equations[0]}, and no identity takes an equation as known:"
                " write one side for the other"
            )


def _refuse_overrides(cls: type[Claim]) -> None:
    """Raise `ClaimError` for a method of the engine that a claim replaces."""
    base: type[Claim] = Assertion if issubclass(cls, Assertion) else Claim
    own = {name for kind in (Claim, base) for name, value in vars(kind).items() if callable(getattr(kind, name, value))}
    allowed = _OF_THE_AUTHOR - ({"holds"} if base is Assertion else set())
    for name in sorted({*own, *_MACHINERY} - allowed):
        if getattr_static(cls, name) is not getattr_static(base, name):
            raise ClaimError(f"claim {cls.id} overrides {name}, which belongs to the engine")
    if getattr_static(cls, "__getattr__", None) is not None:
        raise ClaimError(f"claim {cls.id} overrides __getattr__, which belongs to the engine")


def _validate_assertion(cls: type[Assertion]) -> None:
    """Raise `ClaimError` for what contradicts itself in an assertion, or is of a class of the author's own."""
    where = f"claim {cls.id}"
    for name, kind in PLAIN.items():
        found: Any = getattr_static(cls, name)
        if found is not None and type(found) is not kind:
            raise ClaimError(f"{where}: {name} must be {with_article(kind.__name__)}, and nothing else")
    for name in ("counterexample", "degenerate", "example"):
        case = getattr_static(cls, name)
        if case is not None and (inexact := only_enclosed(dict(case))):
            raise ClaimError(f"{where}: {inexact} in its {name} is only enclosed: give exact values")
    for name in ("formal", "refuted_by", "possible"):
        if type(getattr_static(cls, name)) not in (str, Formal, type(None)):
            raise ClaimError(f"{where}: {name} is the name of a theorem, or a Formal")
        if type(getattr_static(cls, name)) is str:
            try:
                Formal(getattr_static(cls, name))
            except ClaimError as error:
                raise ClaimError(f"{where}: {name}: {error}") from None
    if not all(type(line) is Line for line in cls.lines):
        raise ClaimError(f"{where}: lines are made by {', '.join(RULES)}")
    if any(check.kind == "witness" for check in cls.checks()):
        raise ClaimError(f"{where}: a term is refuted where it is false: give counterexample = Case(…), and no witness")
    if cls.conditions:
        raise ClaimError(f"{where}: conditions are for claims in words: what saves a term is its mended = Statement(…)")
    if cls.term is not (cls.asserts if cls.mended is None else cls.mended):
        raise ClaimError(f"{where}: the term that is judged is not the one that is asserted")
    words = cls.term.words
    said = {"latex": cls.asserts.latex, "scope": scope(cls.term, words), "corrected": "", "corrected_latex": ""}
    if cls.mended is not None:
        said |= {"corrected": words, "corrected_latex": cls.mended.latex}
    for name in FROM_TERM:
        if name in said and getattr(cls, name) != said[name]:
            raise ClaimError(f"{where}: {name} is not what the term says")
    false = cls.counterexample is not None or cls.refuted_by is not None
    if cls.mended is not None and not false:
        raise ClaimError(f"{where} has a mended statement, but nothing that refutes the printed one")
    if cls.mended is not None and cls.mended.is_empty:
        raise ClaimError(f"{where}: the mended statement says nothing, its conclusion is among its hypotheses")
    if cls.mended is not None and cls.mended.is_closed and not cls.asserts.is_closed:
        raise ClaimError(f"{where}: the mended statement is about given numbers only, and the printed one is not")
    if cls.formal is not None and false and cls.mended is None:
        raise ClaimError(f"{where} has a counterexample and a formal proof of the same statement")
