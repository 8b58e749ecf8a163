"""Whether what a hypothesis gives is so where it holds: its test is asked at cases of the terms that it gives.

The test reads values as the claim's own cases have them: a reward may be a list there, and letters may have names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import chain, product
from typing import Any, Final, NamedTuple

from exactalign import Distribution, EnclosedReal, LogForm, Reward
from exactalign.exceptions import ExactAlignError
from proofs_check.engine.bounded import DoesNotEnd, bounded
from proofs_check.engine.contained import contained
from proofs_check.formula.cases import at_constants, cases
from proofs_check.formula.fits import misfit
from proofs_check.formula.sorts import PROPOSITION, wider
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, free_variables, lift, variable, written
from proofs_check.language.cases import Case, token
from proofs_check.language.claims import Claim, Hypothesis
from proofs_check.language.comparisons import answered, of_kinds_of

_CASES: Final = 60
"""At how many cases of each kind what a hypothesis gives is compared with it."""
_SMALL: Final = range(-3, 13)
"""What other numbers of a claim are tried as."""

_ON_LETTERS: Final = ("law", "positive law", "reward")
_NUMBERS: Final = ("real", "nonnegative real", "positive real", "natural number", "count")
_NUMERICAL: Final = (int, Fraction, LogForm, EnclosedReal)


class _Tried(NamedTuple):
    """A case of the terms, the same as the claim's own cases have it; whether it stands beside other values, and
    whether it is made of the claim's own values and may be no case of the terms."""

    of_terms: Mapping[str, Any]
    as_given: Mapping[str, Any]
    elsewhere: bool = False
    readable: bool = False


def compared(claim: Claim, hypothesis: Hypothesis) -> tuple[bool, str] | None:
    """Whether what a hypothesis gives is so at all cases that are tried where it holds, and what was seen.

    None where it gives nothing, or where there is nothing to tell.
    """
    if not hypothesis.gives:
        return None
    example = dict(claim.example or {})
    named = [given for given in hypothesis.gives if not example or free_variables(given).keys() <= example.keys()]
    letters = {name: v for given in named for name, v in free_variables(given).items()}  # others stand for no value
    given = {v.name: v for v in named if v.sort != PROPOSITION}  # the sorts of others are for others to give
    narrow = Statement(lift(0) <= lift(0), also=tuple(given.values()))
    wide = Statement(narrow.then, also=tuple(_widest(v) if name in given else v for name, v in letters.items()))
    own = [dict(case) for case in (claim.example, *(edge.case for edge in claim.edges)) if case is not None]
    whole = [_Tried(_of_terms(case, letters), case) for case in own if letters.keys() <= case.keys()]
    fitting = [tried for tried in whole if all(_is_readable(tried.of_terms[name], v) for name, v in letters.items())]
    known = {token(Case(**tried.as_given)) for tried in fitting}
    said = [Statement(one) for one in named if one.sort == PROPOSITION]
    beside = _beside([*_parts(fitting, letters, wide, said, own)], _rests(own, letters))
    seen = "at no case"
    for tried in chain(fitting, beside):
        case = Case(**tried.as_given)
        with suppress(Exception), contained():  # it reads other names, or more
            misfits = not tried.readable and misfit(wide, tried.of_terms)
            if token(case) not in known and (misfits or mixes(tried.as_given, example)):
                continue
            try:
                if not _met(hypothesis, case):
                    continue
                if tried.elsewhere and not all(_met(other, case) for other in claim.hypotheses):
                    continue  # beside values that are not the example's all hypotheses are asked for
            except DoesNotEnd as error:
                return True, f"compared with it {seen or 'at others'}; at ({case}) {error}"
            seen = "" if token(case) not in known or not seen else "at the claim's own cases alone"
            false = (f"{written(one)} is false" for one in named if _is_false(one, tried.of_terms))
            if why := misfit(narrow, tried.of_terms) or next(false, ""):
                return False, f"not so at ({case}), where the hypothesis holds: {why}"
    return (True, f"compared with it {seen}") if seen else None


def _parts(
    fitting: Sequence[_Tried],
    letters: Mapping[str, Term],
    wide: Statement,
    said: Sequence[Statement],
    own: Sequence[Mapping[str, object]],
) -> Iterator[_Tried]:
    """What the letters may be: the negatives of the claim's own values, and what is drawn of their sorts."""
    for tried in fitting:
        of_terms, as_given = ({n: _negated(x) for n, x in of.items() if n in letters} for of in tried[:2])
        yield _Tried(of_terms, as_given)
        for changed in _no_laws(tried.as_given, letters):
            yield _Tried(_of_terms(changed, letters), changed, elsewhere=True, readable=True)
    far = cases(wide, seed="far", most=_CASES, far=True)
    for case in chain(cases(wide, most=_CASES), far, *(at_constants(one, _CASES) for one in said)):
        there = _as_given(case, own)
        if there is not None and of_kinds_of(there, own[0] if own else {}):
            yield _Tried(case, there)


def _no_laws(case: Mapping[str, Any], letters: Mapping[str, Term]) -> Iterator[dict[str, object]]:
    """The letters of a case where a list that is to be a law is none: its sum is another, or a mass is below 0."""
    named = {name: x for name, x in case.items() if name in letters}
    for name, x in named.items():
        if type(x) in (list, tuple) and letters[name].sort.kind in ("law", "positive law"):
            yield {**named, name: type(x)([2 * entry for entry in x])}
            yield {**named, name: type(x)([*x[:-1], x[-1] + 1])}
            if len(x) > 1:
                yield {**named, name: type(x)([x[0] - 2, *x[1:-1], x[-1] + 2])}


def _beside(parts: Sequence[_Tried], rests: Sequence[dict[str, object]]) -> Iterator[_Tried]:
    for part in parts:
        for rest in rests:
            of_terms, as_given = {**rest, **part.of_terms}, {**rest, **part.as_given}
            yield _Tried(of_terms, as_given, part.elsewhere or rest is not rests[0], part.readable)


def false_where_proved(claim: Claim, equations: Sequence[Term]) -> Case | None:
    """A case like the claim's own at which it is false, though all of its hypotheses hold there, if one is found.

    Where a proof is all the evidence nothing else asks what the claim says at a case. The letters of its equations
    are drawn, of their sorts: whole where they are in the claim's own cases, and of the signs that they have there.
    Other numbers that differ in these are small ones, one after another.
    """
    own = [dict(case) for case in (claim.example, *(edge.case for edge in claim.edges)) if case is not None]
    letters = {name: v for one in equations for name, v in free_variables(one).items() if own and name in own[0]}
    for values in chain(_with_others(own, letters), _with_letters(own, letters)):
        case = Case(**values)
        with suppress(Exception), contained():  # it reads other names, or has no answer there
            if not of_kinds_of(values, own[0]) or mixes(values, own[0]):
                continue
            if all(_met(hypothesis, case) for hypothesis in claim.hypotheses) and _is_said_false(claim, case):
                return case
    return None


def _with_others(own: Sequence[Mapping[str, Any]], letters: Mapping[str, Term]) -> Iterator[dict[str, object]]:
    """The claim's own cases with other small numbers for what is no letter: one of them, and all at once."""
    others = _others(own, letters)
    for case, (name, numbers) in product(own, others.items()):
        yield from ({**case, name: number} for number in numbers)
    for k in range(_CASES if len(others) > 1 else 0):
        yield {**own[0], **_turned(others, k)}


def _with_letters(own: Sequence[Mapping[str, Any]], letters: Mapping[str, Term]) -> Iterator[dict[str, object]]:
    """The claim's example with letters that are drawn, and every second time with other numbers as well."""
    sorts = Statement(lift(0) <= lift(0), also=tuple(letters.values()))
    others = _others(own, letters)
    drawn = chain(cases(sorts, most=_CASES), cases(sorts, seed="far", most=_CASES, far=True)) if letters else ()
    for k, values in enumerate(drawn):
        there = _as_given(values, own)
        if there is None or not all(_is_like(x, [case.get(name) for case in own]) for name, x in there.items()):
            continue
        own_kind = {name for name in there if type(own[0][name]) is int}
        whole = {
            n: int(x) for n, x in there.items() if n in own_kind and isinstance(x, Fraction) and x.denominator == 1
        }
        yield {**own[0], **(_turned(others, k) if k % 2 else {}), **there, **whole}


def _others(own: Sequence[Mapping[str, Any]], letters: Mapping[str, Term]) -> dict[str, list[object]]:
    """Small numbers for each name of the claim's own cases that is no letter, and has several numbers in these."""
    found = {}
    for name in (name for name in (own[0] if own else ()) if name not in letters):
        values = [case[name] for case in own if name in case]
        if {type(x) for x in values} <= {int, Fraction} and len(set(values)) > 1:
            found[name] = [type(values[0])(number) for number in _SMALL if _is_like(number, values)]
    return {name: numbers for name, numbers in found.items() if numbers}


def _turned(others: Mapping[str, Sequence[object]], k: int) -> dict[str, object]:
    """One number for each name, in the k-th turn: what two names have goes round at two paces."""
    return {name: numbers[(1 + place) * k % len(numbers)] for place, (name, numbers) in enumerate(others.items())}


def _is_like(x: Any, own: Sequence[Any]) -> bool:
    """Whether a number is whole where all of a claim's own are, and of a sign that one of them has; masses, too."""
    if isinstance(x, (Distribution, Reward)):
        return (
            not isinstance(x, Distribution)
            or 0 not in x.probabilities
            or any(isinstance(one, Distribution) and 0 in one.probabilities for one in own)
        )
    if type(x) not in (int, Fraction) or not all(type(one) in (int, Fraction) for one in own):
        return True
    whole = x == int(x) or any(one != int(one) for one in own)
    return whole and x >= min(0, *own) and (x != 0 or min(own) <= 0)


def _is_said_false(claim: Claim, case: Case) -> bool:
    with bounded():
        return not answered(claim.holds, case, told=False).holds


def _met(hypothesis: Hypothesis, case: Case) -> bool:
    """Whether a hypothesis holds at a case that its author has not thought of; raises `DoesNotEnd`."""
    with bounded():
        return hypothesis.met(case)


def _of_terms(case: Mapping[str, Any], letters: Mapping[str, Term]) -> dict[str, Any]:
    """A case of a claim as one of terms: what a list says of a law or a reward is one, and letters are known ones."""
    read: dict[str, Any] = dict(case)
    alphabets = [list(x) for x in case.values() if isinstance(x, (Distribution, Reward))]
    strange = next((names for names in alphabets if not all(map(_is_known, names))), [])
    for name, x in case.items() if strange else ():
        if isinstance(x, (Distribution, Reward)):
            read[name] = type(x)(dict(enumerate(entry for _, entry in x.items())))
        elif x in strange:
            read[name] = strange.index(x)
    for name, v in letters.items():
        given, kind = read[name], v.sort.kind
        if isinstance(given, (list, tuple, dict)) and kind in _ON_LETTERS and v.sort.index is None:
            with suppress(ExactAlignError, ValueError, TypeError):
                if kind == "reward":
                    read[name] = Reward(given) if isinstance(given, dict) else Reward.values(given)
                else:
                    read[name] = Distribution(given if isinstance(given, dict) else dict(enumerate(given)))
    return read


def _is_known(letter: Any) -> bool:
    """Whether a letter is one of terms: a whole number, a text, a word of such."""
    return all(map(_is_known, letter)) if type(letter) is tuple else type(letter) in (int, str)


def _is_readable(given: Any, v: Term) -> bool:
    """Whether a value of a claim's own case is one of a term, right or wrong: an author's own object says nothing."""
    if v.sort.index is not None or v.sort.kind not in (*_ON_LETTERS, *_NUMBERS):
        return not misfit(Statement(lift(0) <= lift(0), also=(v,)), {v.name: given})
    if v.sort.kind in _NUMBERS:
        return isinstance(given, _NUMERICAL)
    if isinstance(given, (list, tuple, dict)):
        return all(isinstance(entry, _NUMERICAL) for entry in (given.values() if isinstance(given, dict) else given))
    return isinstance(given, (Distribution, Reward))


def _as_given(case: Mapping[str, object], own: Sequence[Mapping[str, object]]) -> dict[str, object] | None:
    """A case of terms as the claim's own have its values: lists for laws, letters with names; None where it cannot be
    so."""
    example = own[0] if own else {}
    sizes = {len(x) for x in case.values() if isinstance(x, (Distribution, Reward))}
    alphabets = [list(x) for one in own for x in one.values() if isinstance(x, (Distribution, Reward, dict))]
    named = [alphabet for alphabet in alphabets if alphabet != list(range(len(alphabet)))]
    names = next((alphabet for alphabet in named if {len(alphabet)} == sizes), None)
    if named and names is None and any(isinstance(example.get(n), (Distribution, Reward, dict)) for n in case):
        return None
    found = dict(case)
    for name, x in case.items():
        like = example.get(name)
        if isinstance(x, (Distribution, Reward)):
            entries = [_number(entry) for _, entry in x.items()]
            if isinstance(like, tuple) and type(like) is not tuple:  # one with names
                if len(like) != len(entries):
                    return None
                found[name] = type(like)(*entries)
            elif isinstance(like, (list, tuple)):
                found[name] = type(like)(entries)
            elif names is not None or isinstance(like, dict):
                lettered = dict(zip(names or range(len(x)), entries, strict=True))
                found[name] = lettered if isinstance(like, dict) else type(x)(lettered)
        elif names is not None and like in names and type(x) is int:
            found[name] = names[x]
    return found


def _number(entry: Any) -> Any:
    return entry.as_rational() if isinstance(entry, LogForm) and entry.is_rational else entry


def _rests(own: Sequence[dict[str, object]], letters: Mapping[str, Term]) -> list[dict[str, object]]:
    """What the other names of a hypothesis may be: as in the claim's own cases, and with numbers of the other sign."""
    rests = [{name: x for name, x in case.items() if name not in letters} for case in own] or [{}]
    rests += [{name: _negated(x) for name, x in rest.items()} for rest in rests]
    return list({token(Case(**rest)): rest for rest in rests}.values())


def _negated(x: Any) -> Any:
    return -x if type(x) in (int, Fraction) else x


def mixes(case: Mapping[str, object], example: Mapping[str, object]) -> bool:
    """Whether laws, rewards and lists have several lengths in a case that are of one in the example."""
    of_letters = (Distribution, Reward, list, tuple)
    several = [len({len(x) for x in of.values() if isinstance(x, of_letters)}) for of in (case, example)]
    return several[0] > 1 == several[1]


def _widest(v: Term) -> Term:
    while (sort := wider(v.sort)) is not None:
        v = variable(v.name, sort)
    return v


def _is_false(given: Term, case: Mapping[str, object]) -> bool:
    return given.sort == PROPOSITION and Statement(given).holds(dict(case)) is False
