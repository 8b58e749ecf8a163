"""Which cell of a printed table is which quantity: of an outcome, or of best-of-N for some N.

Names over columns and before rows say what a cell holds, the rows and columns in either role. A reading is reported in
words; where two columns could be meant, or a convention matters, that is said, and nothing is matched by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from exactalign.exceptions import InputError
from exactalign.tables.check import Expected, Place, Reading
from exactalign.tables.headings import (
    IN_PERCENT,
    INFORMATION,
    LENGTH_NAMES,
    N_NAMES,
    OUTCOME_NAMES,
    SPREADS,
    Draws,
    Facet,
    Quantity,
    are_draws,
    draws_of,
    heading,
    is_before_percent,
    is_unit,
    quantity_in_caption,
    quantity_of,
    says_percent,
    symbol_draws,
    unit_said,
    units_beside,
)
from exactalign.tables.labels import LabelIndex, read_sequence, short
from exactalign.tables.questions import Question, Sought, Unknown, Values
from exactalign.tables.reader import PrintedTable
from exactalign.tables.squares import COORDINATE, is_square, square

_SAID = {Quantity.REVERSE_KL.value: "reverse KL (of the reference from the policy)"}
"""What is said of a quantity whose name some give to another one: to that of the policy from the reference."""

_Found = TypeVar("_Found")
_TOTALS = frozenset({"total", "sum", "σ", "∑", "all", "remainder", "rest", "other", "others", ""})
_OF_OUTCOMES = (Quantity.POLICY, Quantity.REFERENCE, Quantity.REWARD)
_GENERIC = frozenset(["probability", "probabilities", "prob", "prob.", "probs", "pr", "pr.", "pmf", "mass"])
_UNSAID = frozenset(["value", "values", "result", "results"])
_METHODS = frozenset(["bon", "best-of-n", "best of n", "bo-n", "exact", "theory", "best-of-n policy", "ours"])


def expected_for(
    printed: PrintedTable, values: Values, labels: Iterable[Any] = (), length: int = 1, **more: Any
) -> Reading:
    """Return what every cell of a printed table should be, by asking `values` (see `Question` for `more`).

    Read are lists (a column of outcomes, or one column for each coordinate y_1, …, beside columns of probabilities or
    rewards), for length 2 squares with one coordinate along each side, and tables with a row for each N; lists and
    tables by N also with rows and columns exchanged. Raises `InputError` when the table is none of these, or
    its labels contradict each other.

    >>> table = PrintedTable(("", "0", "1"), (("0", "1/4", "1/4"), ("1", "1/4", "1/4")))
    >>> expected_for(table, lambda sought: sum(sought.outcome), [0, 1], 2, n=(2,)).cells[1, 1].value
    1
    """
    return _Finder(printed, Question(values, tuple(labels), length, **more)).reading()


class _Finder:
    def __init__(self, printed: PrintedTable, question: Question) -> None:
        self.printed = printed
        self.question = question
        self.index = LabelIndex(question.labels)
        self.given = {heading(printed.key(name)).name: quantity for name, quantity in question.columns.items()}
        self.names = [heading(printed.key(name)).name for name in printed.columns]
        self.beside, self.below = units_beside(printed.columns, printed.rows)
        self.cells: dict[Place, Any] = {}
        self.problems: dict[Place, str] = {}
        self.unknown: dict[Place, str] = {}
        known = {*self.names, *(heading(printed.key(row[0])).name for row in printed.rows)}
        heads = {heading(printed.key(printed.head(at))).name for at in range(len(printed.columns))}
        for name in self.given:
            if name not in known | heads:
                raise InputError(f'there is no column or row "{short(name)}": {self._has()}')

    def reading(self) -> Reading:
        """Find out what the table is, and read it."""
        question = self.question
        labelled = question.rows is None or heading(self.printed.key(question.rows)).name == self.names[0]
        if question.length == 2 and question.labels and question.by in (None, "outcome") and labelled:
            found = is_square(self.printed, self.index)
            if found:
                return square(
                    self.printed,
                    self.index,
                    lambda pair: self._expected(Sought(Quantity.POLICY, self._n(None), pair), Facet()),
                )
        if self._is_transposed():
            return _exchanged(_Finder(self._transposed(), attrs.evolve(question, rows=None)).reading())
        sources = self._sources()
        by = question.by or self._kind(sources)
        return self._by_n(sources) if by == "n" else self._listed(sources)

    # What names say

    def _facet(self, text: str) -> Facet:
        told = heading(text)
        if told.name in self.given:
            return Facet(self.given[told.name], _n_of(told.name), told.unit, told.percent)
        found = draws_of(told.name, bare=False)
        if found is None:
            symbol = symbol_draws(told.name)
            if symbol is not None:
                if symbol in self.question.n or not self.question.n:
                    return Facet(Quantity.POLICY, symbol or None, told.unit, told.percent)
                raise InputError(
                    f'"{told.name}" can be best-of-{symbol}, but --n says {self.question.n[0]}: use --column'
                )
            quantity = quantity_of(told.name)
            return Facet(quantity, None, told.unit, told.percent, told.name in _GENERIC)
        inner = heading(found.rest)
        quantity = quantity_of(inner.name) if inner.name else None
        if quantity is None and told.name.startswith("pass@"):
            quantity = Quantity.EXPECTED_REWARD
        return Facet(quantity, found.n, told.unit or inner.unit, told.percent or inner.percent)

    def _column(self, at: int) -> Facet:
        """A column's own name, completed by the group over it."""
        printed = self.printed
        name = printed.key(printed.columns[at])
        own = self._facet(name)
        group = printed.key(printed.groups[at]) if printed.groups else ""
        if not group:
            return own
        whole = heading(printed.key(printed.head(at))).name
        if whole in self.given:
            return own._replace(quantity=self.given[whole])
        if heading(name).name in SPREADS:  # of what the group names, and no value of it
            return own
        if is_unit(name):
            return self._facet(f"{group} {name}")
        over = self._facet(group)
        n = own.n or over.n
        if n is None and heading(group).name in N_NAMES:
            bare = draws_of(printed.key(printed.columns[at]), bare=True)
            n = None if bare is None else bare.n
        merged = own._replace(n=n, unit=own.unit or over.unit, percent=own.percent or over.percent)
        return (
            merged
            if own.quantity not in (None, Quantity.POLICY)
            else merged._replace(quantity=over.quantity or own.quantity)
        )

    def _sources(self) -> dict[str, list[int]]:
        """The columns that name rows, by what they hold: "outcome", "n", or "any"."""
        asked = self.question.rows
        if asked is not None:
            name = heading(self.printed.key(asked)).name
            if self.names.count(name) != 1:
                raise InputError(f'--rows is "{short(asked)}": {self._has()}')
            return {"any": [self.names.index(name)]}
        numbers = {
            int(m[1]): at
            for at, name in enumerate(self.names)
            if (m := COORDINATE.fullmatch(name)) and name not in self.given
        }
        if self.question.length > 1 and all(k in numbers for k in range(1, self.question.length + 1)):
            return {"outcome": [numbers[k] for k in range(1, self.question.length + 1)]}
        free = [at for at, name in enumerate(self.names) if name not in self.given]
        outcome = [at for at in free if self.names[at] in OUTCOME_NAMES][:1] if self.index.labels else []
        draws = [at for at in free if self.names[at] in N_NAMES and at not in outcome and self._holds_draws(at)][:1]
        if outcome or draws:
            return {"outcome": outcome, "n": draws}
        return {"any": [0]}

    def _holds_draws(self, at: int) -> bool:
        return any(draws_of(self.printed.key(row[at]), bare=True) for row in self.printed.rows)

    def _kind(self, sources: dict[str, list[int]]) -> str:
        if not self.index.labels:
            return "n"
        if "any" not in sources:
            return "outcome" if sources["outcome"] else "n"
        texts = [self.printed.key(row[sources["any"][0]]) for row in self.printed.rows]
        if any(draws_of(text, bare=False) for text in texts):
            return "n"
        quantities = {self._column(at).quantity for at in range(len(self.names)) if at not in sources["any"]} - {None}
        of_n = bool(quantities) and not quantities & set(_OF_OUTCOMES)
        outcomes = sum(self._outcome([text]) is not None for text in texts)
        draws = sum(draws_of(text, bare=True) is not None for text in texts)
        if of_n and draws:
            if outcomes and self.question.length == 1 and quantities == {Quantity.EXPECTED_REWARD}:
                raise InputError("the rows can be outcomes or numbers of draws: say which with --by")
            return "n"
        carries_n = any(self._column(at).n for at in range(len(self.names)))
        return "n" if of_n and carries_n and not outcomes else "outcome"

    # Tables by N

    def _by_n(self, sources: dict[str, list[int]]) -> Reading:
        printed = self.printed
        label = (sources.get("n") or sources.get("any") or sources["outcome"])[0]
        bare = (
            "n" in sources
            or self.question.rows is not None
            or not any(draws_of(printed.key(row[label]), bare=False) for row in printed.rows)
        )
        length = self._lengths(label)
        facets = {at: self._column(at) for at in range(len(self.names)) if at not in (label, length)}
        named, implied = self._by_caption(facets)
        of_columns = {facet.n for facet in facets.values() if facet.n}
        seen: set[int] = set()
        used: dict[str, None] = {}
        for at, row in enumerate(printed.rows):
            text = printed.key(row[label])
            found = draws_of(text, bare=bare)
            told = self._facet(text) if text else Facet()
            for across, facet in facets.items():
                quantity = facet.quantity if facet.quantity not in (None, Quantity.POLICY) else told.quantity
                if quantity in (None, Quantity.POLICY) and (across in named or text.casefold() in _METHODS):
                    quantity, facet = implied.quantity or quantity, facet._replace(unit=facet.unit or implied.unit)
                quantity = {Quantity.REWARD: Quantity.EXPECTED_REWARD}.get(quantity, quantity) if quantity else None
                if quantity is None or (quantity in _OF_OUTCOMES):
                    continue
                if (contrary := self._contrary(told, facet)) is not None:
                    self.problems[at, across] = contrary
                    continue
                n = (found.n if found else None) or facet.n
                if found is None and (
                    not of_columns or (text.casefold() not in _METHODS and told.quantity is None and text)
                ):
                    if of_columns and facet.n:
                        say = f'say what the row holds, as in --column "{short(text)}={quantity}"'
                        self.unknown[at, across] = f'"{short(text)}" is no method that is known here: {say}'
                    else:
                        self._no_draws(at, across, text)
                    continue
                if n is None:
                    n = self.question.single_n
                if n is None:
                    self._no_draws(at, across, text)
                    continue
                if found and facet.n and found.n != facet.n:
                    self.problems[at, across] = f"the row says N = {found.n}, the column N = {facet.n}"
                    continue
                unit, percent = facet.unit or told.unit, facet.percent or told.percent
                m = None if length is None else draws_of(printed.key(row[length]), bare=True)
                if length is not None and m is None:
                    self.problems[at, across] = f'"{short(printed.key(row[length]))}" is no length of sequences'
                    continue
                sought = Sought(quantity, n, None, m.n if m else None)
                if self._put((at, across), sought, facet._replace(unit=unit, percent=percent)):
                    seen.add(n)
                    used[quantity.value] = None
        lacking = tuple(f"N = {n}" for n in self.question.n if n not in seen)
        if not self.cells and not self.problems and not self.unknown:
            raise InputError(
                self._not_read(
                    "no column or row is named by a quantity that is known here (--column NAME=QUANTITY says one)"
                )
            )
        labels = frozenset(
            {
                label,
                *([] if length is None else [length]),
                *(at for at, name in enumerate(self.names) if not name and at == 0),
            }
        )
        described = (
            f'a table by N: N from "{printed.columns[label]}"' if not of_columns else "a table by N: N from the columns"
        )
        if length is not None:
            described += f', m from "{printed.columns[length]}"'
        by_caption = f" ({implied.quantity} by the caption)" if implied.quantity in used and named else ""
        values = ", ".join(_SAID.get(name, name) for name in used) or "nothing"
        description = f"{described}, values of {values}{by_caption}"
        return Reading(self.cells, description, False, self.problems, self.unknown, labels, lacking)

    @staticmethod
    def _contrary(told: Facet, facet: Facet) -> str | None:
        """What to say of a cell whose row and column name two different quantities by N."""
        if told.quantity in (None, *_OF_OUTCOMES) or facet.quantity in (None, *_OF_OUTCOMES, told.quantity):
            return None
        return f"the row says {told.quantity}, the column {facet.quantity}"

    def _lengths(self, label: int) -> int | None:
        """The column of lengths m, where there is one beside the N."""
        found = [at for at, name in enumerate(self.names) if name in LENGTH_NAMES and name not in self.given]
        return found[0] if len(found) == 1 and found[0] != label else None

    def _by_caption(self, facets: Mapping[int, Facet]) -> tuple[set[int], Facet]:
        """The columns that no name of a quantity stands over, and what the caption says of them."""
        told = quantity_in_caption(self.printed.caption)
        if told is None or any(facet.quantity not in (None, Quantity.POLICY) for facet in facets.values()):
            return set(), Facet()
        named = {
            at for at, facet in facets.items() if self.names[at] in _METHODS or self.names[at] in _UNSAID or facet.n
        }
        return named, Facet(Quantity(told.name), None, told.unit)

    def _no_draws(self, at: int, across: int, text: str) -> None:
        reason = f'"{short(text)}" is no number of draws' if text else "the row says no number of draws: give --n"
        if re.search("[0-9]", text) and self.names[0] in N_NAMES:
            self.problems[at, across] = reason
        else:
            self.unknown[at, across] = reason

    # Lists of outcomes

    def _listed(self, sources: dict[str, list[int]]) -> Reading:
        printed = self.printed
        labels, of_n = sources.get("outcome") or sources.get("any", []), sources.get("n", [])
        if not labels:
            labels, of_n = [0], [at for at in of_n if at]
        targets = self._targets([at for at in range(len(self.names)) if at not in (*labels, *of_n)])
        present: set[tuple[Any, ...]] = set()
        for at, row in enumerate(printed.rows):
            try:
                outcome = self._read([row[source] for source in labels])
            except InputError as error:
                if printed.key(", ".join(row[source] for source in labels)).casefold() not in _TOTALS:
                    self.problems |= {(at, target): str(error) for target in targets}
                continue
            present.add(outcome)
            draws = printed.key(row[of_n[0]]) if of_n else ""
            stated = draws_of(draws, bare=True)
            for target, facet in targets.items():
                assert facet.quantity is not None
                if draws and stated is None and facet.quantity is Quantity.POLICY:
                    self.problems[at, target] = f'"{short(draws)}" is no number of draws'
                    continue
                n = self._n(stated, facet) if facet.quantity is Quantity.POLICY else None
                self._put((at, target), Sought(facet.quantity, n, outcome), facet)
        named = " and ".join(f'"{printed.key(printed.columns[source])}"' for source in labels)
        held = [f'"{printed.key(printed.head(at))}" ({facet.quantity})' for at, facet in targets.items()]
        text = f"a list: outcomes from {named}, values in {', '.join(held)}"
        return Reading(
            self.cells,
            text,
            False,
            self.problems,
            self.unknown,
            frozenset({*labels, *of_n}),
            self._missing(present, targets),
        )

    def _targets(self, others: Sequence[int]) -> dict[int, Facet]:
        """The columns that hold something about outcomes, and what."""
        facets = {at: self._column(at) for at in others}
        facets = {
            at: facet._replace(quantity=Quantity.POLICY) if facet.quantity is None and facet.n else facet
            for at, facet in facets.items()
        }
        said = {at: facet for at, facet in facets.items() if facet.quantity in _OF_OUTCOMES}
        policies = [at for at, facet in said.items() if facet.quantity is Quantity.POLICY and not self._is_given(at)]
        unsaid = [at for at in policies if said[at].n is None]
        if len(unsaid) > 1 or (len(policies) > 1 and any(said[at].generic for at in policies)):
            names = " and ".join(f'"{self.printed.key(self.printed.head(at))}"' for at in policies[:3])
            raise InputError(
                f"the columns {names} could all be the policy: say what a column holds, as in --column"
                f' "{self.printed.key(self.printed.head(policies[0]))}=reference"'
            )
        if not any(facet.quantity is Quantity.POLICY for facet in said.values()):
            free = [at for at, facet in facets.items() if facet.quantity is None]
            if len(free) == 1 and not any(self._is_given(at) for at in others):
                said[free[0]] = facets[free[0]]._replace(quantity=Quantity.POLICY)
        if not said:
            raise InputError(
                self._not_read("it needs a column of outcomes and one named probability, reference or best-of-N")
            )
        return dict(sorted(said.items()))

    def _is_given(self, at: int) -> bool:
        return bool({self.names[at], heading(self.printed.key(self.printed.head(at))).name} & self.given.keys())

    def _missing(self, present: set[tuple[Any, ...]], targets: Mapping[int, Facet]) -> tuple[str, ...]:
        labels, length = self.question.labels, self.question.length
        if length != 1 or self.question.single_n is None:
            return ()
        absent = [label for label in labels if (label,) not in present]
        quantity = next((facet.quantity for facet in targets.values() if facet.quantity), Quantity.POLICY)
        sought = ((label, Sought(quantity, self.question.single_n, (label,))) for label in absent)
        return tuple(str(label) for label, what in sought if self.question.values(what) != 0)

    def _outcome(self, texts: Sequence[str]) -> tuple[object, ...] | None:
        try:
            return self._read(texts)
        except InputError:
            return None

    def _read(self, texts: Sequence[str]) -> tuple[object, ...]:
        if len(texts) == 1:
            return read_sequence(texts[0], self.index, self.question.length)
        found = tuple(self.index.find(text) for text in texts)
        if None in found:
            raise InputError(
                f'"{short(texts[found.index(None)])}" is none of the labels {short(", ".join(self.index.texts))}'
            )
        return found

    # Exchanged rows and columns

    def _is_transposed(self) -> bool:
        """Whether the rows are named by quantities, and the columns by numbers of draws or outcomes."""
        if self.question.rows is not None or len(self.names) < 2:
            return False
        rows = [self._facet(self.printed.key(row[0])) for row in self.printed.rows if row[0]]
        implied = quantity_in_caption(self.printed.caption) is not None and all(
            self.printed.key(row[0]).casefold() in _METHODS for row in self.printed.rows
        )
        if not (implied or any(facet.quantity for facet in rows)) or any(
            self._column(at).quantity not in (None, Quantity.POLICY) for at in range(1, len(self.names))
        ):
            return False
        texts = [self.printed.key(name) for name in self.printed.columns[1:]]
        if self.index.labels and all(self._outcome([text]) is not None for text in texts):
            return not any(self._outcome([row[0]]) is not None for row in self.printed.rows)
        return are_draws(texts)

    def _transposed(self) -> PrintedTable:
        printed = self.printed
        groups = {printed.key(group) for group in printed.groups[1:]} - {""} if printed.groups else set()
        corner = next((group for group in groups if heading(group).name in N_NAMES), printed.columns[0])
        explicit = are_draws(map(printed.key, printed.columns[1:]))
        of_outcomes = self.index.labels and all(self._outcome([name]) is not None for name in printed.columns[1:])
        if explicit and not of_outcomes:
            corner = "N"
        rows = tuple(
            (printed.columns[across], *(row[across] for row in printed.rows))
            for across in range(1, len(printed.columns))
        )
        return attrs.evolve(printed, columns=(corner, *(row[0] for row in printed.rows)), rows=rows, groups=())

    # Values

    def _n(self, stated: Draws | None, facet: Facet | None = None) -> int:
        n = (stated.n if stated else None) or (facet.n if facet else None) or self.question.single_n
        if n is None:
            raise InputError("the table does not say N for a column of the policy: give --n")
        return n

    def _put(self, place: Place, sought: Sought, facet: Facet) -> bool:
        found = self._expected(sought, facet)
        if isinstance(found, Unknown):
            self.unknown[place] = found.reason
            return False
        # Beside a mass "%" can be a letter.
        said = "%" in self.beside[place[0]] | self.below[place[1]] or is_before_percent(self.printed.rows, *place)
        percent = sought.quantity in _RATES and said
        self.cells[place] = attrs.evolve(found, percent=True) if percent else found
        return True

    def _expected(self, sought: Sought, facet: Facet) -> Expected | Unknown:
        found = self.question.values(sought)
        if isinstance(found, Unknown):
            return found
        expected = found if isinstance(found, Expected) else Expected(found)
        percent = facet.percent or (sought.quantity in _BY_CAPTION and says_percent(self.printed.caption))
        unit = facet.unit or (unit_said(self.printed.caption) if sought.quantity in INFORMATION else "")
        return attrs.evolve(expected, percent=percent and sought.quantity in IN_PERCENT, unit=unit)

    def _has(self) -> str:
        return f"the columns are {short(', '.join(filter(None, map(self.printed.key, self.printed.columns))), 200)}"

    def _not_read(self, reason: str) -> str:
        square_too = (
            ", or one label of a coordinate above each column and before each row" if self.question.length == 2 else ""
        )
        return f"the table is not read: {reason}{square_too}; {self._has()}"


_RATES = frozenset({Quantity.WIN_RATE, Quantity.WIN_RATE_BOUND})
_BY_CAPTION = _RATES | {Quantity.POLICY, Quantity.REFERENCE}


def _n_of(name: str) -> int | None:
    found = draws_of(name, bare=False)
    return symbol_draws(name) if found is None else found.n


def _exchanged(reading: Reading) -> Reading:
    """A reading of the transposed table, in the places of the printed one."""

    def back(cells: Mapping[Place, _Found]) -> dict[Place, _Found]:
        return {(across - 1, at + 1): value for (at, across), value in cells.items() if across}

    text = reading.description.replace(
        "a list: outcomes from", "a list with rows and columns exchanged: outcomes before"
    )
    return attrs.evolve(
        reading,
        cells=back(reading.cells),
        problems=back(reading.problems),
        unknown=back(reading.unknown),
        description=text if "exchanged" in text else f"{text} (rows and columns exchanged)",
        labels=frozenset({0}),
    )
