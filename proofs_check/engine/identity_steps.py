"""An identity in a proof in words: an equation between terms, decided as a line of a proof is.

Nothing ties its letters to the words of the claim. So all that is assumed of them is a condition: what their sorts say
(a law, a number > 0), and where the terms are defined. A hypothesis of the claim discharges it, by what it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Final

import attrs

from exactalign.exceptions import ExactAlignError
from proofs_check.engine.identities import Undischarged, decide, discharged
from proofs_check.formula.cases import cases
from proofs_check.formula.definedness import plain
from proofs_check.formula.fits import misfit
from proofs_check.formula.hypotheses import conjuncts
from proofs_check.formula.sorts import PROPOSITION
from proofs_check.formula.statements import Statement, unreadable
from proofs_check.formula.terms import Term, same, written
from proofs_check.formula.wellformed import verified
from proofs_check.language.cases import Case
from proofs_check.language.steps import Step

_CASES: Final = 60
_FAR: Final = 40
_ANY: Final = ("real", "reward", "outcome")
"""The kinds of letters of which nothing is assumed."""


def judged(
    step: Step, gives: Sequence[Term], outside: Callable[[Case], bool] = lambda _: False, own: Sequence[Case] = ()
) -> Step:
    """The step with what became of its identity, where hypotheses give some letters and what holds of them.

    It holds where the normal form shows it, fails where a case of its sorts makes it false that is not `outside` of the
    claim, and else is not known. Its `own` cases are tried where they have the names of its letters.
    """
    equation = verified(step.equation, anew=True)
    facts = [part for given in gives if given.sort == PROPOSITION for part in conjuncts(given)]
    letters = [given for given in gives if given.sort != PROPOSITION]
    variables = Statement(equation, given=tuple(facts), also=tuple(letters)).variables  # of one sort under each name
    assumed = [v for name, v in Statement(equation).variables.items() if variables[name].sort.kind not in _ANY]
    needed = Statement(equation).conditions
    conditions = {f"{written(v)} is {v.sort.told}": any(same(v, given) for given in letters) for v in assumed}
    open_ = (c for c in needed if not (plain(c, ()) or discharged(c, ())))
    conditions |= {written(c): plain(c, facts) or discharged(c, facts) for c in open_}
    step = attrs.evolve(
        step,
        detail=written(equation),
        latex=written(equation, latex=True),
        conditions=tuple(conditions),
        open=tuple(words for words, met in conditions.items() if not met),
    )
    if same(*equation.args):
        return attrs.evolve(step, kind="definition", holds=True)
    try:
        used = _used(equation, facts, needed)
    except Undischarged as error:
        found = _false_at(Statement(equation, given=tuple(facts)), own)
        false_at = next((case for case in found if not outside(case)), None)
        detail = written(equation) + (f": {error}" if false_at is None else f" is false at ({false_at})")
        return attrs.evolve(step, holds=None if false_at is None else False, detail=detail, latex="")
    shown = tuple(dict.fromkeys((*step.conditions, *map(written, used))))
    return attrs.evolve(step, kind="conditional" if step.open else "identity", holds=True, conditions=shown)


def _used(equation: Term, facts: Sequence[Term], needed: Sequence[Term]) -> Sequence[Term]:
    """The facts without which an equation is not shown, where its terms are defined; raises `Undischarged` where it is
    not shown with them either."""
    decide(equation, [*facts, *needed])
    used = list(facts)
    for fact in facts:
        fewer = [other for other in used if other is not fact]
        with suppress(Undischarged):
            decide(equation, [*fewer, *needed])
            used = fewer
    return used


def _false_at(statement: Statement, own: Sequence[Case]) -> Iterator[Case]:
    """Cases of the sorts at which an equation is false, small ones first."""
    if unreadable(statement):
        return
    given = [{name: x for name, x in case if name in statement.variables} for case in own]
    fitting = [case for case in given if not misfit(statement, case)]
    for drawn in chain(fitting, cases(statement, most=_CASES), cases(statement, seed="far", most=_FAR, far=True)):
        with suppress(ExactAlignError):  # undecided, too large, not readable: not false
            if statement.holds(drawn) is False:
                yield Case(**drawn)
