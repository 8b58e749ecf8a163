"""What a claim is: one checkable assertion, declared where its mathematics is written.

A claim is a subclass of `Claim`. Its class attributes say what is asserted, where, and in which scope; its method
`holds(self, x)` is the assertion at one instance `x`; its marked methods are the checks (`evidence`). What a
wrong variant changes (a sign, a factor, an index, a relation) is an attribute or a method, used through `self`:
a `Variant` replaces it, and the same checks run on the variant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import getattr_static
from types import FunctionType
from typing import Any, ClassVar, Final, TypeAlias

import attrs

from exactalign.exceptions import (
    ExactAlignError,
    MissingExtra,
    NotExactError,
    TooLarge,
    Undecided,
    WorkersFailed,
    WrongKind,
)
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Formula, Rows
from proofs_check.exceptions import ClaimError
from proofs_check.language.cases import Case
from proofs_check.language.comparisons import Answer, settle
from proofs_check.language.evidence import Check, checks_of, take_declared
from proofs_check.language.records import one_call

VERDICTS: Final = (
    "formal", "proved", "argued", "decided", "certified", "tested", "refuted", "amended", "undecided",
    "not checkable", "error",
)  # fmt: skip
"""The verdict words, strongest first; the last three are never a pass."""

FALSE_AS_PRINTED: Final = ("refuted", "amended")
"""The verdicts of a statement with a witness against it."""

WEIGHTS: Final = {
    "slip": "a sign, an index, a name: what was meant is clear",
    "condition": "true under a condition that the text lacks",
    "gap": "true, but the printed proof does not prove it",
    "false": "not true, and no condition of the text's kind makes it so",
}
"""How much it matters that a statement is not true as printed: word → what it means."""

NEVER_A_PASS: Final = frozenset({"undecided", "not checkable", "error"})


Certificates: TypeAlias = Iterable[tuple[Mapping[str, object], Mapping[str, object]]]
"""Pairs of a statement and its evidence, in the language of the kernel."""


class Variant:
    """A claim with some of its attributes or methods replaced: `Variant("α times β", combined=lambda a, b: a * b)`.

    A replaced method is called without `self`.
    """

    __slots__ = ("changes", "label")

    def __init__(self, label: str, **changes: Any) -> None:
        self.label = label
        self.changes = changes

    def __repr__(self) -> str:
        return f"Variant({self.label!r})"


ITSELF: Final = Variant("the claim itself")
"""Changes nothing: a check on the claim runs as it does on a variant."""


@attrs.frozen
class Hypothesis:
    """A condition of a claim, as data.

    `gives` says what it lets identities assume, as terms: letters, of which it says what their sorts do, and what holds
    of letters: `gives=(psi, m > 0, absolutely_continuous(psi, q))`.

    `test(x)` says whether an instance satisfies it. `without` is an instance that violates this hypothesis only:
    there the claim must fail, or have no meaning, or, when `unused` gives the reason why the hypothesis is not
    needed, still hold. `added` marks a condition of the corrected statement that the printed one does not have.
    With no such instance, `untried` says why.
    """

    text: str
    test: Callable[[Case], Answer | bool] = attrs.field(repr=False)
    without: Case | None = None
    unused: str = ""
    added: bool = False
    untried: str = ""
    gives: tuple[Any, ...] = ()

    def met(self, x: Case) -> bool:
        """Whether an instance satisfies it; raises `ClaimError` where `test` answers with no truth value."""
        with one_call():  # apart from what a check makes
            found = self.test(x.but())
            return found if type(found) is bool else settle(found, told=False).holds

    def met_there(self, x: Case) -> bool:
        """The same at an instance that somebody else has found; raises `ClaimError` for whatever goes wrong there."""
        try:
            return self.met(x)
        except Exception as error:  # noqa: BLE001 (a user's code can raise anything)
            said = " ".join(f"{type(error).__name__}: {error}".split())
            raise ClaimError(f"“{self.text}” cannot be tried at ({x}): {said}") from None


@attrs.frozen
class Edge:
    """An edge case, by name: an instance that is tried, or a note that says what happens there."""

    name: str
    case: Case | None = None
    note: str = ""


class Claim(Displayed):
    """One checkable assertion. Subclass it; see `docs/claims.md`."""

    id: ClassVar[str] = ""
    """Permanent id, such as "A-lem9"."""
    place: ClassVar[str] = ""
    """Where it stands in its source."""
    title: ClassVar[str] = ""
    """A short name in words."""
    statement: ClassVar[str] = ""
    """What is asserted, as printed, in own words."""
    latex: ClassVar[str] = ""
    """The same as a formula."""
    scope: ClassVar[str] = ""
    """How far the verdict reaches (for an amended claim: the corrected statement)."""
    expected: ClassVar[str] = ""
    """The verdict that the author expects; a run fails when the computed one differs."""

    flaw: ClassVar[str] = ""
    """For a false statement: what is wrong with it, and why it matters."""
    weight: ClassVar[str] = ""
    """For a false statement: how much that matters, one of `WEIGHTS`."""
    corrected: ClassVar[str] = ""
    """The strongest true statement in its place, in words."""
    corrected_latex: ClassVar[str] = ""
    corrected_expected: ClassVar[str] = "argued"
    as_printed: ClassVar[Variant] = Variant("as printed")
    """The changes that turn this class (the corrected statement) into the printed one."""

    hypotheses: ClassVar[tuple[Hypothesis, ...]] = ()
    conditions: ClassVar[tuple[Hypothesis, ...]] = ()
    """Conditions to try, weakest first, when the search refutes the statement (see `conditions`)."""
    statement_uses: ClassVar[tuple[str, ...]] = ()
    """Claims and definitions that the statement needs to have a meaning."""
    proof_uses: ClassVar[tuple[str, ...]] = ()
    """Claims and theorems ("thm:jensen") that the proof rests on."""
    printed_proof_uses: ClassVar[tuple[str, ...]] = ()
    """Claims (its own steps among them) and theorems that the proof *in the source* rests on, right or wrong."""

    example: ClassVar[Case | None] = None
    """An instance that satisfies every hypothesis; the claim must hold there."""
    edges: ClassVar[tuple[Edge, ...]] = ()
    """Edge cases: inside the hypotheses the claim must hold there."""
    teeth: ClassVar[tuple[Variant, ...]] = ()
    """Deliberately wrong variants, each of which a check must reject (of a refuted claim: repaired ones)."""
    not_checkable: ClassVar[str] = ""
    """Why this assertion cannot be checked at all."""
    notes: ClassVar[str] = ""
    """Anything else a reader should know."""

    declared_checks: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, variant: bool = False, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.declared_checks = (*(n for n in cls.declared_checks if n not in vars(cls)), *take_declared(cls))
        if "id" in vars(cls):
            _made.setdefault(cls.__module__, []).append(cls)

    def __init__(self, *, deep: bool = False) -> None:
        self.deep = deep

    @classmethod
    def under(cls, variant: Variant | None) -> type[Claim]:
        """Return the class with the changes of a variant: nothing in its instances says that it is one.

        Raises `ClaimError` when the variant changes what the claim does not have.
        """
        if variant is None:
            return cls
        for name in variant.changes:
            if not hasattr(cls, name):
                raise ClaimError(f"{cls.id}: the variant {variant!r} changes {name!r}, which the claim does not have")
        # What some variant changes stands in the class of each, and of the claim itself: none is told from the others.
        changed = dict.fromkeys(name for other in (*cls.teeth, cls.as_printed) for name in other.changes)
        kept = {name: getattr_static(cls, name) for name in changed if hasattr(cls, name)}
        changes = kept | {name: _replacement(value) for name, value in variant.changes.items()}
        names = {"__module__": cls.__module__, "__qualname__": cls.__qualname__}
        return type(cls.__name__, (cls,), {**names, **changes}, variant=True)

    def holds(self, x: Case) -> Answer:  # noqa: ARG002 (what subclasses are given)
        """The assertion at one instance: a comparison, or several of them."""
        raise ClaimError(f"{self.id} does not say what it asserts at an instance: define holds(self, x)")

    def certificates(self) -> Certificates:
        """Yield (statement, evidence) pairs for the certificates of this claim's finite evidence."""
        return ()

    @classmethod
    def in_force(cls, printed: bool = False) -> tuple[Hypothesis, ...]:
        """The hypotheses of the claim, or of its statement as printed.

        Added hypotheses are not in force for the statement as printed, unused ones only there.
        """
        return tuple(h for h in cls.hypotheses if not (h.added if printed else h.unused))

    @classmethod
    def broken_hypothesis(cls, x: Case, printed: bool = False) -> str:
        """Return the first hypothesis in force that `x` violates, or ""."""
        return next((h.text for h in cls.in_force(printed) if not h.met(x)), "")

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        """The checks of this claim, in order."""
        return checks_of(cls)

    @classmethod
    def is_amended(cls) -> bool:
        """Whether a corrected statement is given."""
        return bool(cls.corrected)

    def _shown(self) -> Rows:
        from proofs_check.formula.mathematics import mathml  # shown in notebooks only

        parts = (
            ("statement", self.statement),
            ("", Formula(mathml(self.latex), self.latex) if self.latex else None),
            ("scope", self.scope),
            *(("hypothesis", hypothesis.text) for hypothesis in self.hypotheses),
            ("checks", ", ".join(self.declared_checks)),
            ("expected", f"{self.expected} (run it for the verdict: proofs_check.engine.runner.run_claim)"),
        )
        rows = [(name, said) for name, said in parts if said]
        return Rows(("", self.place), rows, len(rows), f"{self.id}: {self.title}", characters=2000)

    def __repr__(self) -> str:
        return f"<claim {self.id}>"


_made: dict[str, list[type[Claim]]] = {}  # module → the claims made in it, whether or not a variable holds them


def take_made(module: str) -> list[type[Claim]]:
    """Return the claims with an id that were made in a module since this was asked last."""
    return _made.pop(module, [])


def _replacement(value: Any) -> object:
    """What a variant puts in place: a plain function is called without `self`."""
    return staticmethod(value) if isinstance(value, FunctionType) else value


def meaningless(error: BaseException) -> bool:
    """Whether an exception says that an expression has no meaning at an instance (and not that the code is wrong)."""
    other = (ClaimError, NotExactError, WrongKind, MissingExtra, WorkersFailed, TooLarge, Undecided)  # it may have one
    return isinstance(error, (ExactAlignError, ZeroDivisionError)) and not isinstance(error, other)
