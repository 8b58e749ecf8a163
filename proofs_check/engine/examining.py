"""A claim that is a term, at the cases of its sorts: what it says there, and which wrong variants are false there.

Each case is read once, for the statement and for all its variants: what they have in common is worked out one time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile
from typing import Final

from exactalign.exceptions import ExactAlignError, TooLarge, Undecided
from proofs_check.engine.smallest import is_degenerate
from proofs_check.exceptions import ClaimError
from proofs_check.formal.record import Standing, standing
from proofs_check.formula.cases import at_constants, at_extremes, beyond_constants, cases, more_cases, rare_best
from proofs_check.formula.fits import misfit
from proofs_check.formula.grids import beside_models, on_grid
from proofs_check.formula.hypotheses import conjuncts
from proofs_check.formula.mutations import mutants
from proofs_check.formula.statements import Statement, unreadable
from proofs_check.formula.terms import LEAVES, Term, written
from proofs_check.formula.values import NoReading, NotDefined, Reading
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case, token

CASES: Final = 120
"""How many cases of the sorts are tried."""
_DEEP: Final = 10
_FAR: Final = 96
"""How many larger ones."""
FEW_INSIDE: Final = 12
"""Where fewer of them are inside the hypotheses, larger ones count as well."""
_FOR_VARIANTS: Final = 60
"""At how many of them the wrong variants are tried."""


_FINITE: Final = frozenset({
    "positive law", "law", "reward", "outcome", "count", "natural number", "positive real", "nonnegative real", "real",
})  # fmt: skip
"""The kinds of values that cases give to variables of a statement about a limit."""


@dataclass
class Examined:
    """What was seen: how many different cases are inside the hypotheses and outside; where it is false, or not decided.

    `plain` says whether one of the cases inside is not degenerate. `unread` are the parts of the conclusion that were
    read at no case inside: what follows a condition that is never met, say. `left` is the first larger case that is not
    decided.

    Where few of the first cases are inside, `larger` ones are counted with them. `told` tells which have been read.

    `refuted` gives the place of a variant a case at which it is false. `standing` is that of the formal proof, `denied`
    that of the formal refutation of a statement that has no mended one.
    """

    inside: int = 0
    larger: int = 0
    told: set[Hashable] = field(default_factory=set)
    outside: int = 0
    plain: bool = False
    false_at: list[Case] = field(default_factory=list)
    undecided: str = ""
    left: str = ""
    unreadable: str = ""
    satisfied: bool = False
    unread: dict[int, Term] = field(default_factory=dict)
    variants: list[tuple[str, Statement | str]] = field(default_factory=list)
    refuted: dict[int, Case] = field(default_factory=dict)
    standing: Standing | None = None
    denied: Standing | None = None
    error: Exception | None = None

    @property
    def never_read(self) -> str:
        """What part of the conclusion no case has read, in words; "" when every part was read, or no case is read."""
        part = next(iter(self.unread.values()), None)
        if part is None or self.unreadable or self.undecided or self.error or not self.inside or self.false_at:
            return ""
        return f"“{written(part)}” is read at none of {self.inside} cases: what stands before it is never met there"


def examine(cls: type[Assertion], deep: bool = False, *, variants: bool = True) -> Examined:
    """Read the true statement of a claim, and its wrong variants, at its example and at the cases of its sorts."""
    found = Examined()
    statement = None
    if variants and (proof := cls.formal_proof()) is not None:
        statement = cls.term.anew()
        found.standing = standing(cls.id, statement, proof)
    if variants and cls.mended is None and (denied := cls.formal_refutation()) is not None:
        statement = statement or cls.term.anew()
        found.denied = standing(f"{cls.id} refuted", statement, denied)
    try:
        statement = statement or cls.term.anew()
        _examine(cls, statement, found, CASES * (_DEEP if deep else 1), variants)
        _demand_its_sorts(statement, found)
    except Exception as error:  # noqa: BLE001 (whatever an evaluation raises is an error of the claim, and shown)
        found.error = error
    return found


def _demand_its_sorts(statement: Statement, found: Examined) -> None:
    """Raise `ClaimError` where a case at which the statement is false, looked at as one that somebody gave, is none."""
    for case in found.false_at:
        if wrong := misfit(statement, dict(case)):
            found.false_at = []
            raise ClaimError(f"({case}) was drawn, and is no case: {wrong}")


def _examine(cls: type[Assertion], statement: Statement, found: Examined, most: int, variants: bool) -> None:
    found.variants = [(label, wrong) for label, wrong in mutants(statement)] if variants else []
    left = {place: wrong for place, (_, wrong) in enumerate(found.variants) if not isinstance(wrong, str)}
    if unreadable(statement):
        found.unreadable = "it speaks of a limit, which no case decides"
        found.satisfied = not _beyond_cases(statement) and _applies_somewhere(statement, cls, most)
        return
    found.unread = {t.token: t for t in _read_where_reached(statement.then)}
    proved = found.standing is not None and found.standing.accepted

    def enough() -> bool:  # what Coq has accepted is tried where its variants are, and until every part was read
        return proved and most <= CASES and found.plain and not found.unread

    for number, drawn in enumerate(_drawn(statement, cls, most, enough)):
        if number >= _FOR_VARIANTS and found.unreadable:
            found.satisfied = found.satisfied or _applies_somewhere(statement, cls, 0)
            return
        if (told := _known_by(drawn)) in found.told:
            continue
        found.told.add(told)
        reading, inside = statement.reading(drawn), found.inside
        _say(statement, reading, drawn, found)
        found.plain = found.plain or (found.inside > inside and not is_degenerate(statement, Case(**drawn)))
        if number < _FOR_VARIANTS:
            for place in _refuted(left, reading):
                found.refuted[place] = Case(**drawn)
                del left[place]
        reading.forget()
    if not (statement.is_closed or found.unreadable or found.false_at) and (most > CASES or not proved):
        _try_far(statement, found, left, _FAR * most // CASES)


def _drawn(
    statement: Statement, cls: type[Assertion], most: int, enough: Callable[[], bool] = lambda: False
) -> Iterator[dict[str, object]]:
    """The example and cases of the sorts, one case without variables; last where the printed statement is false: what
    stands in its place is true there too. After those of the variants no more are drawn where there are `enough`."""
    drawn = iter([{}] if statement.is_closed else cases(statement, most=most))
    drawn = chain(islice(drawn, _FOR_VARIANTS), takewhile(lambda _: not enough(), drawn))
    return chain(_fitting(statement, cls.example), drawn, _fitting(statement, cls.counterexample, cls.degenerate))


def _fitting(statement: Statement, *given: Case | None) -> Iterator[dict[str, object]]:
    """Those of the given cases that are cases of the statement."""
    return (dict(case) for case in given if case is not None and not misfit(statement, dict(case)))


def _known_by(drawn: dict[str, object]) -> Hashable:
    """What tells a case from others: its values, or a text of them where one is a mapping."""
    try:
        hash(values := frozenset(drawn.items()))
    except TypeError:
        return token(Case(**drawn))
    return values


def _beyond_cases(statement: Statement) -> bool:
    """Whether the hypotheses themselves, or what they are about, are no finite data."""
    return any(unreadable(Statement(h)) for h in statement.given) or any(
        v.sort.kind not in _FINITE for v in statement.variables.values()
    )


def _applies_somewhere(statement: Statement, cls: type[Assertion], most: int) -> bool:
    """Whether the hypotheses hold at some case, though the conclusion is not read there."""
    for drawn in _drawn(statement, cls, most):
        with suppress(NotDefined, ExactAlignError):
            if statement.applies_in(statement.reading(drawn)):
                return True
    return False


def _try_far(statement: Statement, found: Examined, left: dict[int, Statement], most: int) -> None:
    """Try larger cases, those of its own constants and beyond these, with a rare best letter and with small numbers one
    after another; and where none of them is false more of all, until one is. What is too large or not decided is left.
    """
    count = found.inside < FEW_INSIDE
    far = cases(statement, seed="far", most=most, far=True)
    own = chain(at_constants(statement, most), beyond_constants(statement, most), at_extremes(statement, most))
    for drawn in chain(far, own, rare_best(statement), on_grid(statement), beside_models(statement)):
        _try(statement, drawn, found, left, count)
    for drawn in more_cases(statement, most):
        if found.false_at:
            return
        _try(statement, drawn, found, left, count)


def _try(
    statement: Statement, drawn: dict[str, object], found: Examined, left: dict[int, Statement], count: bool
) -> None:
    """What the statement says at a larger case, and what its variants do where such cases count."""
    if (told := _known_by(drawn)) in found.told:
        return
    found.told.add(told)
    reading = statement.reading(drawn)
    with suppress(ExactAlignError):
        applies = count and _applies(statement, reading)
        found.satisfied = found.satisfied or applies
        found.outside += count and not applies
        truth = _decided(statement, reading, drawn, found) if applies else statement.holds_in(reading)
        if truth is False:
            found.false_at.append(Case(**drawn))
            found.satisfied = True
        elif truth and count:
            found.inside += 1
            found.larger += 1
            found.satisfied = True
            found.plain = found.plain or not is_degenerate(statement, Case(**drawn))
            _note_read(found, reading)
            if found.larger <= _FOR_VARIANTS:
                for place in _refuted(left, reading):
                    found.refuted[place] = Case(**drawn)
                    del left[place]
    reading.forget()


def _applies(statement: Statement, reading: Reading) -> bool:
    """Whether every hypothesis holds at a case; one that has no value there does not."""
    with suppress(NotDefined):
        return statement.applies_in(reading)
    return False


def _decided(statement: Statement, reading: Reading, drawn: dict[str, object], found: Examined) -> bool | None:
    """Whether a statement holds at a larger case inside its hypotheses; what is not decided there is noted."""
    try:
        return statement.holds_in(reading)
    except (Undecided, TooLarge) as error:
        found.left = found.left or f"({Case(**drawn)}): {' '.join(str(error).split())}"
        raise


def _note_read(found: Examined, reading: Reading) -> None:
    for key in reading.found:
        found.unread.pop(key[0] if isinstance(key, tuple) else key, None)


_LATER: Final = {"and": (1,), "or": (1,), "implies": (1,), "if": (1, 2)}
"""The arguments that are read only where those before them leave something open."""


def _read_where_reached(conclusion: Term) -> Iterator[Term]:
    for t in conclusion.subterms():
        yield from (t.args[k] for k in _LATER.get(t.op, ()) if t.args[k].op not in LEAVES)


def _say(statement: Statement, reading: Reading, drawn: dict[str, object], found: Examined) -> None:
    """What the statement says at a case."""
    try:
        applies = statement.applies_in(reading)
        found.satisfied = found.satisfied or applies
        truth = statement.holds_in(reading)
    except NoReading as error:
        found.unreadable = found.unreadable or str(error)
    except NotDefined as error:
        if _excluded(statement, reading):
            found.outside += 1
        else:  # every condition holds: that the reading finds no value of a hypothesis says nothing
            found.undecided = found.undecided or f"({Case(**drawn)}): {' '.join(str(error).split())}"
    except (Undecided, TooLarge) as error:
        found.undecided = found.undecided or f"({Case(**drawn)}): {' '.join(str(error).split())}"
    else:
        if truth is False:
            found.false_at.append(Case(**drawn))
        found.inside += truth is True
        if truth is not None:
            _note_read(found, reading)
        if applies and truth is None:  # what it needs is assumed: that a reading finds no value says nothing
            found.undecided = found.undecided or f"({Case(**drawn)}): no value is found there, where it applies"
        found.outside += not applies


def _excluded(statement: Statement, reading: Reading) -> bool:
    """Whether some hypothesis or condition is false at a case, though another has no value there."""
    for assumed in (*chain.from_iterable(map(conjuncts, statement.given)), *statement.conditions):
        with suppress(NotDefined, NoReading, ExactAlignError):
            if not reading.value(assumed):
                return True
    return False


def _refuted(left: dict[int, Statement], reading: Reading) -> list[int]:
    """The places of the variants that are false at a case."""
    places = []
    for place, wrong in left.items():
        with suppress(ExactAlignError):  # undecided, too large, not readable: no refutation
            if wrong.holds_in(reading) is False:
                places.append(place)
    return places
