"""Statements that have a truth value: comparisons of exact or enclosed numbers.

A check answers with a `Comparison`, or several of them (all must hold). `settle` turns any such answer into a
`Settled`; two enclosed reals that cannot be told apart raise `Undecided`, and a float is refused. A comparison is
neither true nor false in itself, and each that is made is a part of an answer: none can be lost on the way.
"""

from __future__ import annotations

import numbers
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any, Final, NamedTuple, NoReturn, TypeAlias

import attrs

from exactalign import Distribution, EnclosedReal, LogForm, Reward
from exactalign.exceptions import NotExactError, TooLarge, Undecided
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.rationals import exact_text
from exactalign.numbers.written import beginning, with_short_numbers
from exactalign.policies.tilting import TiltedDistribution
from exactalign.text.articles import with_article
from proofs_check.exceptions import ClaimError, LostAnswer
from proofs_check.language import records
from proofs_check.language.copies import CHANGING, copied

_OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
_LONGEST = 160
MOST_ANSWERS = 200_000
_NO_MORE: Final[Any] = object()
_KINDS: Final[dict[type, str]] = {
    **dict.fromkeys((int, Fraction, LogForm, LogPolynomial, EnclosedReal, Infinity), "number"),
    **dict.fromkeys((tuple, list), "sequence"),
    **dict.fromkeys((set, frozenset), "set"),
    bool: "truth", str: "letter", Distribution: "law", Reward: "reward", dict: "mapping",
}  # fmt: skip
"""What is compared, by its class: of one kind on both sides, and what is no number only as equal or not."""


@attrs.frozen(eq=False)
class Comparison:
    """left ⋈ right, for exact or enclosed values; `label` says what is compared.

    >>> from fractions import Fraction
    >>> at_most(Fraction(5, 9), Fraction(2, 3), "the policy").truth()
    True
    """

    left: Any
    relation: str
    right: Any
    label: str = ""

    def __attrs_post_init__(self) -> None:
        try:
            self._demand_exact()
        except (ClaimError, NotExactError) as error:
            records.refused(error)
            raise
        memo: dict[int, Any] = {}  # what is compared is what stands there now, and not what becomes of it
        for name, value in (("left", self.left), ("right", self.right)):
            if (found := copied(value, memo)) is not value:
                object.__setattr__(self, name, found)
        records.note(self)

    def _demand_exact(self) -> None:
        """Raise `ClaimError` or `NotExactError` for what cannot be compared."""
        if type(self.label) is not str:
            raise ClaimError(f"a comparison has two sides and a label in words, which is not {self.label!r}")
        for value in (self.left, self.right):
            refuse_floats(value, self.label or "a comparison")
        if self.left is self.right and type(self.left) in CHANGING:
            kind = type(self.left).__name__
            raise LostAnswer(f"“{self}” has one and the same {kind} on both sides: compare with a copy, {kind}(…)")

    def truth(self) -> bool:
        """Whether it holds, as the engine asks of an answer; raises `Undecided` when enclosures cannot tell."""
        answer = _compared(self.left, self.relation, self.right)
        if answer is None:
            raise ClaimError(f"{self} has no truth value: {_why(self.left, self.relation, self.right)}")
        return answer

    def __bool__(self) -> NoReturn:
        raise LostAnswer(
            f"“{self}” is asked for its truth, by if, and, or, not, all, any: answer with it, or say any_of(…)"
        )

    def __eq__(self, other: object) -> NoReturn:
        raise ClaimError(f"{self}: whether two comparisons hold together is said with same_truth(…), not with == or !=")

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        lead = f"{self.label}: " if self.label else ""
        return f"{lead}{show(self.left)} {self.relation} {show(self.right)}"


def answered(function: Callable[..., Any], *given: Any, told: bool = True) -> Settled:
    """What a function answers, settled: each comparison that it makes is a part of that."""
    with records.one_call():
        return settle(function(*given), told=told)


def _compared(left: Any, relation: str, right: Any) -> bool | None:
    """Whether a relation holds of two values, or None where it says nothing of them."""
    kind = _KINDS.get(type(left), "")
    if not kind or _KINDS.get(type(right)) != kind:
        return None
    if kind == "number":
        answer = _OPERATORS[relation](left, right)
        return answer if type(answer) is bool else None
    same = _same(kind, left, right) if relation in ("=", "≠") else None
    return None if same is None else same is (relation == "=")


def _same(kind: str, left: Any, right: Any) -> bool | None:
    """Whether two values of one kind are the same, part by part."""
    if kind == "mapping":
        ours, theirs = ({_key(key): item for key, item in side.items()} for side in (left, right))
        if ours.keys() != theirs.keys():
            return _same("set", set(left), set(right))
        return _all_same([(item, theirs[key]) for key, item in ours.items()])
    if kind == "sequence" and len(left) == len(right):
        return _all_same(list(zip(left, right, strict=True)))
    if kind == "sequence":
        return False if all(type(item) in _KINDS for item in (*left, *right)) else None
    if kind == "set":
        return set(map(_key, left)) == set(map(_key, right)) if all(map(_is_exact, (*left, *right))) else None
    return bool(left == right)


def _key(value: Any) -> Any:
    """A value with its kind, and so what is in it: True is no 1."""
    kind = _KINDS.get(type(value), "")
    if kind == "sequence":
        return (kind, *map(_key, value))
    return (kind, frozenset(map(_key, value)) if kind == "set" else value)


def _all_same(pairs: list[tuple[Any, Any]]) -> bool | None:
    """Whether all are the same: one that is not decides, whatever is undecided before it."""
    found: list[bool | None] = []
    open_: Undecided | TooLarge | None = None
    for a, b in pairs:
        try:
            found.append(_compared(a, "=", b))
        except (Undecided, TooLarge) as error:
            open_ = open_ or error
    if None in found or False in found:
        return None if None in found else False
    if open_ is not None:
        raise open_
    return True


def _is_exact(value: Any) -> bool:
    """Whether equality of a value is by what it is, in a set as well."""
    kind = _KINDS.get(type(value), "")
    return all(map(_is_exact, value)) if kind in ("sequence", "set") else bool(kind) and type(value) is not EnclosedReal


_PLAIN: Final = (dict, tuple, list, set, frozenset, int, str)
"""What is compared in its own form alone, and not in that of a class made of it."""


def _why(left: Any, relation: str, right: Any) -> str:
    """Why a relation says nothing of two values."""
    kinds = [_KINDS.get(type(side), "") for side in (left, right)]
    for side, kind in zip((left, right), kinds, strict=True):
        if not kind:
            plain = next((f": write {of.__name__}(…)" for of in _PLAIN if isinstance(side, of)), "")
            found = with_article(type(side).__name__)
            return f"{found} is no exact number, law, reward or letter, nor a list of such{plain}"
    if kinds[0] != kinds[1]:
        return f"its sides are {with_article(kinds[0])} and {with_article(kinds[1])}"
    if relation not in ("=", "≠"):
        return f"of a {kinds[0]} only = and ≠ are said: compare number by number"
    return "what is in its sides is not of one kind, or not exact"


def of_kinds_of(case: Mapping[str, Any], example: Mapping[str, Any]) -> bool:
    """Whether what two cases give under one name is of one kind: a tuple of rewards is read in another way."""
    return all(_KINDS.get(type(case[name])) == _KINDS.get(type(example[name])) for name in case.keys() & example.keys())


def equal(left: Any, right: Any, label: str = "") -> Comparison:
    """left = right, decided (two enclosed reals are never found equal)."""
    return Comparison(left, "=", right, label)


def differ(left: Any, right: Any, label: str = "") -> Comparison:
    """left ≠ right."""
    return Comparison(left, "≠", right, label)


def less(left: Any, right: Any, label: str = "") -> Comparison:
    """left < right."""
    return Comparison(left, "<", right, label)


def at_most(left: Any, right: Any, label: str = "") -> Comparison:
    """left ≤ right."""
    return Comparison(left, "≤", right, label)


def greater(left: Any, right: Any, label: str = "") -> Comparison:
    """left > right."""
    return Comparison(left, ">", right, label)


def at_least(left: Any, right: Any, label: str = "") -> Comparison:
    """left ≥ right."""
    return Comparison(left, "≥", right, label)


def same_truth(left: Answer, right: Answer, label: str = "") -> Comparison:
    """Both hold or both fail: the "if and only if" of two answers."""
    with records.or_none_is_answered():
        return Comparison(settle(left).holds, "=", settle(right).holds, label)


def any_of(*answers: Answer, label: str = "") -> Comparison:
    """At least one of several answers holds: the "or" of comparisons. Of an undecided one another takes the place.

    >>> str(any_of(equal(1, 2), less(2, 1)))
    '1 = 2 or 2 < 1: False = True'
    """
    if not answers or (len(answers) == 1 and not isinstance(answers[0], Comparison)):
        error = LostAnswer("any_of(…) says that one of several answers holds: give them one by one, any_of(*answers)")
        records.refused(error)
        raise error
    found: list[Settled] = []
    open_: Undecided | TooLarge | None = None
    with records.or_none_is_answered():
        for answer in answers:
            try:
                found.append(settle(answer))
            except (Undecided, TooLarge) as error:
                records.answered_by(error)
                open_ = open_ or error
        holds = any(one.holds for one in found)
        if open_ is not None and not holds:
            raise open_
    return Comparison(holds, "=", True, label or f"{' or '.join(one.words for one in found)}")


_COMPARING: Final = (equal, differ, less, at_most, greater, at_least, same_truth, any_of, Comparison)
COMPARING: Final = frozenset(one.__name__ for one in _COMPARING)
"""The names of what makes a comparison."""


def is_comparing(function: Any) -> bool:
    """Whether it is one of the functions that make a comparison."""
    return any(function is one for one in _COMPARING)


class Settled(NamedTuple):
    """The truth value of a check's answer, and the comparison that decided it (the first that fails, if one does)."""

    holds: bool
    words: str
    comparisons: tuple[Comparison, ...]


Answer: TypeAlias = "Comparison | Settled | Mapping[str, Answer] | Iterable[Answer]"
"""What a check may answer with."""


def settle(answer: Answer, *, told: bool = True) -> Settled:
    """Decide a check's answer: a `Comparison`, what was settled before, or an iterable or mapping of such.

    Raises `ClaimError` for any other answer (None, a bool, a number, a step of a proof, no comparison at all) and
    `Undecided`. Unless `told`, only what fails is put into words: digits of an enclosed number can cost more than the
    comparison.

    >>> settle([equal(1, 1), less(2, 1, "order")]).words
    'order: 2 < 1'
    """
    if isinstance(answer, Settled):
        return answer
    if type(answer) is Comparison:
        records.answered(answer)
        holds = answer.truth()
        return Settled(holds, str(answer) if told or not holds else "", (answer,))
    if isinstance(answer, Mapping):
        answer = [_labelled(value, f"{key}") for key, value in answer.items()]
    if not isinstance(answer, Iterable) or isinstance(answer, (str, bytes)):
        found = type(answer).__name__
        hint = _HINTS.get(found, "")
        raise LostAnswer(f"a check must answer with a comparison, or several, not with {with_article(found)}{hint}")
    seen: list[Comparison] = []
    words = ""
    count = 0
    false: Settled | None = None
    open_: Undecided | TooLarge | None = None
    answers = yielded(answer)
    while True:  # to the end: an error comes before what is false, and that before what is undecided
        try:
            if (item := next(answers, _NO_MORE)) is _NO_MORE:
                break
            count += 1
            if count > MOST_ANSWERS:
                raise ClaimError(f"it goes on answering: more than {MOST_ANSWERS} times")
            finding = settle(item, told=told and not words)
        except (Undecided, TooLarge) as error:
            records.answered_by(error)
            open_ = open_ or error
            continue
        seen += finding.comparisons
        words = words or finding.words
        if not finding.holds and false is None:
            false = Settled(False, finding.words, tuple(seen))
    if not count and open_ is None:
        raise LostAnswer("a check answered with an empty list: nothing was compared")
    if false is not None:
        return false
    if open_ is not None:
        raise open_
    return Settled(True, words if count == 1 or not told else f"{words}; and {count - 1} more", tuple(seen))


_HINTS: Final = {
    "Step": ": that stands in a @proof",
    "bool": ": say what is compared, as in equal(a, b), or equal(a in b, True)",
}


def _labelled(answer: Any, label: str) -> Any:
    if not isinstance(answer, Comparison) or answer.label:
        return answer
    records.answered(answer)
    return attrs.evolve(answer, label=label)


def yielded(answers: Any) -> Iterator[Any]:
    """Yield what a generator yields; raises `ClaimError` where it returns an answer too, at which nothing looks."""
    if (returned := (yield from answers)) is not None:
        found = with_article(type(returned).__name__)
        raise LostAnswer(f"a generator returns {found}, at which nothing looks: yield it")


def show(value: Any) -> str:
    """Return a value as one reads it in a formula, shortened when it is long.

    >>> show(Distribution.from_weights([1, 2])), show(Distribution({"no": "1/3", "yes": "2/3"}))
    ('(1/3, 2/3)', '(no: 1/3, yes: 2/3)')
    """
    if isinstance(value, (Distribution, Reward)):
        named = not in_order([letter for letter, _ in value.items()])
        entries = (f"{show(letter)}: " * named + exact_text(number) for letter, number in value.items())
        text = f"({', '.join(entries)})"
    elif isinstance(value, (tuple, list)):
        text = f"({', '.join(show(item) for item in value)}{',' if len(value) == 1 else ''})"
    elif isinstance(value, dict):  # a family of laws, or a rule: draws and what is kept
        text = "; ".join(f"{show(key)}: {show(item)}" for key, item in value.items())
    elif isinstance(value, Infinity):
        text = "∞" if value > 0 else "−∞"
    elif isinstance(value, TiltedDistribution):  # its masses are enclosed: what it is made of is exact
        text = f"{show(value.family.reference)}·exp({value.alpha}·{show(value.family.reward)})/Z"
    else:
        text = exact_text(value)
    if len(text) > _LONGEST:
        text = with_short_numbers(text)
    if len(text) > _LONGEST:
        text = f"{beginning(text, _LONGEST // 2)} … {beginning(text[::-1], _LONGEST // 2)[::-1]}"
    return text


def in_order(letters: list[Any]) -> bool:
    """Whether letters are 0, 1, … in their order, or words of one length over them, so that their values tell which."""
    if all(type(letter) is tuple for letter in letters):
        size, length = 1 + max((x for word in letters for x in word if type(x) is int), default=-1), len(letters[0])
        return size**length == len(letters) and letters == list(product(range(size), repeat=length))
    return letters == list(range(len(letters)))


def refuse_floats(value: Any, where: str) -> None:
    """Raise `NotExactError` when a rounded number stands in `value`: a float of any kind, a complex, a decimal, or what
    numpy computes with, whose whole numbers begin anew beyond 2⁶³."""
    if type(value).__module__.partition(".")[0] == "numpy":
        found = f"the numpy {type(value).__name__} {value!r}"
        raise NotExactError(f"{where} holds {found}: give numbers of Python (tolist())")
    rounded = isinstance(value, numbers.Complex) and not isinstance(value, numbers.Rational)
    if rounded or isinstance(value, Decimal):
        raise NotExactError(f"{where} holds the {type(value).__name__} {value!r}: write it as a string or a Fraction")
    if isinstance(value, dict):
        value = [*value, *value.values()]
    elif isinstance(value, (Distribution, Reward)):
        value = list(value)  # letters: numbers of laws are exact
    elif is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, field.name) for field in fields(value)]
    elif type(value).__module__.startswith("sympy."):
        value = getattr(value, "args", ())  # what an expression is made of
    if isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            refuse_floats(item, where)
