"""A statement: for all values of its variables, its hypotheses imply its conclusion. What a claim asserts is one."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import attrs

from proofs_check.exceptions import ClaimError
from proofs_check.formula import scopes
from proofs_check.formula.derivatives import CONTINUOUS
from proofs_check.formula.hypotheses import conjuncts, exchanged, says_the_same
from proofs_check.formula.names import shown_name
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
from proofs_check.formula.operators import OPERATORS, least_value
from proofs_check.formula.sorts import (
    COUNT,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    PROPOSITION,
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
    same,
    substitute,
    unused,
    variable,
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
        found: dict[tuple[object, ...], Term] = {}
        for term in self.given:
            for condition in _conditions(term):
                if condition.key not in known:
                    found.setdefault(condition.key, condition)
        said: list[Term] = []
        for part in conjuncts(self.then):  # read in this order: what is asserted earlier need not be assumed
            for condition in _conditions(part):
                if condition.key not in known and not any(_follows(condition, earlier) for earlier in said):
                    found.setdefault(condition.key, condition)
            said.append(part)
            if part.op in ("eventually", "for all"):
                known |= {part.key, *_for_all_large(part)}
        return tuple(_without_what_follows(list(found.values()), [c for h in self.given for c in conjuncts(h)]))

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
            if _reaches(condition.args[0], condition.args[1], others):
                kept = [c for c in kept if c is not condition]
    return kept


def _reaches(start: Term, end: Term, known: list[Term]) -> bool:
    edges = [(c.args[0].key, c.args[1].key) for c in known if c.op == "≪"]
    edges += [(c.args[1].key, c.args[0].key) for c in known if c.op == "supports"]
    reached = {start.key}
    while more := {b for a, b in edges if a in reached} - reached:
        reached |= more
    return end.key in reached


def positive(term: Term) -> bool:
    """Whether the sorts alone show that a number is > 0."""
    return is_a(term.sort, POSITIVE)


def _conditions(term: Term) -> tuple[Term, ...]:
    """What the operators in a term need to be defined; under a binder, for all values of what it binds.

    It is kept beside the term, as its key is: a variant of a statement shares all its terms but one path to the root.
    """
    kept: tuple[Term, ...] | None = vars(term).get(_KEPT)
    if kept is None:
        kept = vars(term)[_KEPT] = tuple(_needed(term))
    return kept


_KEPT: Final = "conditions"


def _needed(term: Term) -> Iterator[Term]:
    held = term.args[0] if term.op in BINDERS else term
    if held.op in LEAVES and held.sort.space is not None and held.sort.space.length is not None:
        yield from _conditions(held.sort.space.length)
    if term.op in ("E", "Var"):
        law, f = term.args
        if f.op == "total" and law.op == "power":  # what the letters need decides for the words
            yield from _conditions(law.args[1])
            law, f = law.args[0], f.args[0]
        if f.op == "function":
            yield from _conditions(law)
            yield from _on_support(law, f)
            return
    if term.op == "if":
        test, then, otherwise = term.args
        yield from _conditions(test)
        for branch, where in ((then, test), (otherwise, no(test))):
            for condition in _conditions(branch):
                if not _follows(condition, where):
                    yield implies(where, condition)
        return
    if term.op in ("and", "or", "implies"):
        # The right side is read only where the left one leaves it open: what that says already is no condition.
        left, right = term.args
        known = list(conjuncts(no(left) if term.op == "or" else left))
        yield from _conditions(left)
        yield from (c for c in _conditions(right) if not any(_follows(c, fact) for fact in known))
        return
    for k, argument in enumerate(term.args):
        if term.op in BINDERS and k == 0:
            continue
        for condition in _conditions(argument):
            bound = term.args[0] if term.op in BINDERS else None
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
                if not _follows(condition, bound < term.args[1]):
                    yield for_all(bound, implies(bound < term.args[1], condition))
            elif term.op == "slope":  # what is open holds near the point when it holds there
                yield substitute(condition, {bound.name: term.args[2]})
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
    elif term.op == "/" and not positive(args[1]):
        yield args[1] != zero


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
    strict = apply("<", *condition.args) if condition.op == "≤" else condition
    yield substitute(strict, {bound.name: point})


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


def _follows(condition: Term, known: Term) -> bool:
    """Whether x ≠ 0 or 0 ≤ x is plain from 0 < x, x ≠ 0 from “not x = 0”, or a condition from itself."""
    if condition.op in ("≠", "≤") and known.op == "<":
        zero, x = condition.args if condition.op == "≤" else reversed(condition.args)
        return same(known.args[0], zero) and same(known.args[1], x)
    if condition.op == "≠" and known.op == "not" and known.args[0].op == "=":
        return says_the_same(attrs.evolve(condition, op="="), known.args[0])
    return says_the_same(condition, known)


def plain(condition: Term, known: Sequence[Term]) -> bool:
    """Whether the sorts of what a condition is about show it, or one of the known propositions, or p ≪ q in steps;
    or that it compares two numbers, rightly."""
    if any(_follows(condition, fact) for fact in known):
        return True
    if condition.op in _COMPARED and all(side.op == "number" for side in condition.args):
        return bool(_COMPARED[condition.op](*(side.value for side in condition.args)))
    if condition.op in ("≪", "supports"):
        inner, outer = condition.args if condition.op == "≪" else reversed(condition.args)
        needed = continuity(inner, outer)
        return needed is None or _reaches(needed.args[0], needed.args[1], list(known))
    if condition.op not in _SIGNS:
        return False
    zero, number = reversed(condition.args) if condition.op == "≠" else condition.args
    return same(zero, lift(0)) and is_a(number.sort, _SIGNS[condition.op])


_COMPARED: Final = {"≤": operator.le, "<": operator.lt, "=": operator.eq, "≠": operator.ne}
_SIGNS: Final = {"≠": POSITIVE, "<": POSITIVE, "≤": NONNEGATIVE}


def _on_support(law: Term, f: Term) -> Iterator[Term]:
    """What a function needs to be defined where a law has mass: an expectation looks nowhere else."""
    bound, body = opened(f, law)
    for condition in _conditions(body):
        if bound.name not in free_variables(condition):
            yield condition
        elif law.sort.kind == "positive law":
            yield for_all(bound, condition)
        elif condition.op == "<" and _is_mass_at(condition.args[1], bound):
            if continuity(law, mass := condition.args[1].args[0]) is not None:  # in E_p log p nothing is assumed
                yield supports(mass, _support(law))
        else:
            yield for_all(bound, implies(lift(0) < law(bound), condition))


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
