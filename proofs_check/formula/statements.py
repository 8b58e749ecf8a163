"""A statement: for all values of its variables, its hypotheses imply its conclusion. What a claim asserts is one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property

import attrs

from proofs_check.exceptions import ClaimError
from proofs_check.formula import scopes
from proofs_check.formula.definedness import behind_guards, conditions_of, follows, reaches
from proofs_check.formula.hypotheses import conjuncts, exchanged, says_the_same
from proofs_check.formula.names import shown_name
from proofs_check.formula.notation import (
    eventually,
)
from proofs_check.formula.operators import OPERATORS
from proofs_check.formula.sorts import (
    NATURAL,
    PROPOSITION,
    is_a,
)
from proofs_check.formula.terms import (
    LIMITS,
    Term,
    free_variables,
    written,
)
from proofs_check.formula.values import Assignment, NotDefined, Reading, letters_in, letters_in_words
from proofs_check.formula.wellformed import verified


@attrs.frozen(eq=False, repr=False, slots=False)
class Statement:
    """For all values of the variables: the terms `given` imply `then`.

    `also` are variables that are quantified though no term has them (those of a dropped hypothesis).
    """

    then: Term
    given: tuple[Term, ...] = ()
    also: tuple[Term, ...] = ()

    def __attrs_post_init__(self) -> None:
        if type(self.given) is not tuple or type(self.also) is not tuple:
            raise ClaimError("the hypotheses of a statement are a tuple: one of them needs a comma, (given,)")
        object.__setattr__(self, "then", verified(self.then))
        object.__setattr__(self, "given", tuple(map(verified, self.given)))
        object.__setattr__(self, "also", tuple(map(verified, self.also)))
        for term in (*self.given, self.then):
            if term.sort != PROPOSITION:
                raise ClaimError(
                    f"“{written(term)}” is {term.sort.told}: a hypothesis or a conclusion is a proposition"
                )
        shown: dict[str, str] = {}
        for name in (name for term in (*self.given, self.then, *self.also) for name in term.names):
            if shown.setdefault(sign := shown_name(name), name) != name:
                raise ClaimError(f"{shown[sign]} and {name} are both shown as {sign}: rename one")

    def anew(self) -> Statement:
        """The statement made once more from its terms: what is judged owes nothing to what was kept in this one."""
        given, also = (tuple(verified(t, anew=True) for t in terms) for terms in (self.given, self.also))
        return Statement(verified(self.then, anew=True), given, also)

    @cached_property
    def variables(self) -> dict[str, Term]:
        """The free variables by name, laws first."""
        found: dict[str, Term] = {}
        for term in (*self.given, self.then, *self.also):
            for name, v in free_variables(term).items():
                if name in found and found[name].sort != v.sort:
                    raise ClaimError(f"{name} is {found[name].sort.told} and {v.sort.told}: give one sort to a name")
                found.setdefault(name, v)
        order = list(scopes.KINDS)
        return dict(sorted(found.items(), key=lambda entry: order.index(entry[1].sort.kind)))

    @property
    def is_closed(self) -> bool:
        """Whether nothing varies: such a statement can be decided."""
        return not self.variables

    @cached_property
    def conditions(self) -> tuple[Term, ...]:
        """Where the operators are defined, as far as neither the sorts nor the hypotheses say so themselves."""
        known = {t.key for h in self.given for g in conjuncts(h) for t in (g, exchanged(g))}
        known |= {key for h in self.given for g in conjuncts(h) for key in _for_all_large(g)}
        given = frozenset(known)
        found: dict[tuple[object, ...], Term] = {}
        for term in self.given:
            for condition in conditions_of(term):
                if condition.key not in known:
                    found.setdefault(condition.key, condition)
        said: list[Term] = []
        for part in conjuncts(self.then):  # read in this order: what is asserted earlier need not be assumed
            for condition in conditions_of(part):
                if condition.key not in known and not any(follows(condition, earlier) for earlier in said):
                    found.setdefault(condition.key, condition)
            said.append(part)
            if part.op in ("eventually", "for all"):
                known |= {part.key, *_for_all_large(part)}
        sure = given | found.keys()  # what is asserted later is not
        needed = [c for c in found.values() if not any(part.key in sure for part in behind_guards(c))]
        return tuple(_without_what_follows(needed, [c for h in self.given for c in conjuncts(h)]))

    @property
    def is_empty(self) -> bool:
        """Whether the conclusion is among the hypotheses: such a statement says nothing."""
        known = [part for hypothesis in self.given for part in conjuncts(hypothesis)]
        return all(any(says_the_same(part, k) for k in known) for part in conjuncts(self.then))

    def holds(self, case: Assignment) -> bool | None:
        """Whether the statement is true at a case; None outside its hypotheses, or where a term is not defined."""
        reading = self.reading(case)
        try:
            return self.holds_in(reading)
        finally:
            reading.forget()

    def reading(self, case: Assignment) -> Reading:
        """A case to read this statement at, and others that say something of the same variables."""
        return Reading(self.with_letters(case), self.then)

    def holds_in(self, reading: Reading) -> bool | None:
        """The truth at a case that is being read."""
        try:
            return bool(reading.value(self.then)) if self.applies_in(reading) else None
        except NotDefined:
            return None

    def applies_in(self, reading: Reading) -> bool:
        """Whether every hypothesis and every condition holds; raises `NotDefined` where one has no value."""
        return reading.all_hold(*self._assumed)

    @cached_property
    def _assumed(self) -> tuple[tuple[Term, ...], tuple[int, ...]]:
        """The hypotheses and conditions, and what they are known by: most variants have those of the statement."""
        assumed = (*self.given, *self.conditions)
        return assumed, tuple(h.token for h in assumed)

    def with_letters(self, case: Assignment) -> Assignment:
        """The case with the letters of every alphabet, as its laws and rewards give them: those on letters first."""
        found = dict(case)
        for tells in (letters_in, letters_in_words):
            for name, v in self.variables.items():
                for space in (v.sort.space, v.sort.index):
                    letters = None if space is None else tells(v.sort, case.get(name), space.alphabet)
                    if space is not None and letters is not None:
                        found.setdefault(f"letters of {space.alphabet}", letters)
        return found

    def but(self, then: Term | None = None, given: tuple[Term, ...] | None = None) -> Statement:
        """The statement with another conclusion or other hypotheses; every variable stays quantified."""
        return attrs.evolve(
            self,
            then=self.then if then is None else then,
            given=self.given if given is None else given,
            also=tuple(self.variables.values()),
        )

    @property
    def words(self) -> str:
        """The statement in words: what varies, what is assumed, what follows, and of which kind what is bound is."""
        bound = scopes.told_of_bound(self._parts, list(self.variables.values()))
        return "; ".join([self._said, *bound])

    @cached_property
    def digest(self) -> str:
        """What two statements share that are made of the same terms, however they are shown."""
        terms = (self.then, *self.given, *self.variables.values())
        return hashlib.sha256(repr((len(self.given), *(t.key for t in terms))).encode()).hexdigest()

    @property
    def _parts(self) -> list[Term]:
        return [t for term in (*self.given, *self.conditions, self.then) for t in term.subterms()]

    @property
    def _said(self) -> str:
        scope = scopes.said(list(self.variables.values()))
        assumed = " and ".join(written(g, above=OPERATORS["and"].binds) for g in (*self.given, *self.conditions))
        return (
            (f"For {scope}" if scope else "")
            + (f"{' with' if scope else 'With'} {assumed}" if assumed else "")
            + (": " if scope or assumed else "")
            + written(self.then)
        )

    @property
    def latex(self) -> str:
        """As a formula: what varies, the hypotheses, where the terms are defined, the conclusion; what is bound."""
        scope = scopes.shown(list(self.variables.values()))
        apart = OPERATORS["implies"].binds + 1  # under “for all y” the arrow would be read as well
        assumed = r",\ ".join(written(g, latex=True, above=apart) for g in (*self.given, *self.conditions))
        beside = apart if assumed and self.then.op in ("implies", "iff") else -9
        bound = r",\ ".join(scopes.shown_of_bound(self._parts, list(self.variables.values())))
        said = (assumed + r" \ \Rightarrow\ " if assumed else "") + written(self.then, latex=True, above=beside)
        return (scope + r":\quad " if scope else "") + said + (rf"\quad ({bound})" if bound else "")

    def __repr__(self) -> str:
        return self.words


def unreadable(statement: Statement) -> bool:
    """Whether it speaks of a limit or of sequences: no case of finite data decides it."""
    parts = (t for term in (*statement.given, statement.then) for t in term.subterms())
    return any(t.op in LIMITS or t.op in ("about", "term") for t in parts)


def _for_all_large(term: Term) -> Iterator[tuple[object, ...]]:
    """What holds for every whole number holds for all large ones."""
    if term.op == "for all" and is_a(term.args[0].sort, NATURAL):
        yield eventually(*term.args).key


def _without_what_follows(conditions: list[Term], given: list[Term]) -> list[Term]:
    """Conditions without the p ≪ q that follow from the others, since ≪ is transitive."""
    kept = conditions
    for condition in conditions:
        if condition.op == "≪":
            others = [c for c in kept if c is not condition] + given
            if reaches(condition.args[0], condition.args[1], others):
                kept = [c for c in kept if c is not condition]
    return kept
