"""What a run of the checks found: rows, counts, and the text of counterexamples."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Any

import attrs

from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.causes import Cause


class Status(StrEnum):
    """The outcome of one check."""

    PASSED = "passed"
    FAILED = "failed"
    EXPECTED_FAILURE = "expected-failure"
    UNEXPECTED_PASS = "unexpected-pass"  # noqa: S105 (a status, no password)
    ERROR = "error"
    SKIPPED = "skipped"


_OF_EVERY_RUN = ("examples", "seed", "slack")
"""Settings that are no options: how much was tried, and what a note tells."""

GOOD = (Status.PASSED, Status.EXPECTED_FAILURE, Status.SKIPPED)


@attrs.frozen
class Counterexample:
    """The smallest failing case that was found, with the user's answer and the exact one."""

    case: Call
    call: str
    answer: str
    exact: str
    error: str
    raised: BaseException | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        return f"  call    {self.call}\n  answer  {self.answer}\n  exact   {self.exact}\n  error   {self.error}"


@attrs.frozen
class Row:
    """One check of one function: its law, its status and why, and how many cases were tried."""

    subject: str
    check: str
    status: Status
    law: str
    reason: str = ""
    tried: int = 0
    counterexample: Counterexample | None = None

    def __str__(self) -> str:
        head = f"{self.check}: {self.status}" + (f" ({self.reason})" if self.reason else "")
        if self.counterexample is None:
            return head
        return f"{head}\n  law     {self.law}\n{self.counterexample}"


@attrs.frozen
class SuiteReport:
    """The rows of a run. `declared` is the number of checks its kind has: a run with fewer rows is not ok."""

    subject: str
    kind: str
    dtype: str
    declared: int
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    settings: dict[str, Any] = attrs.field(factory=dict)
    domain: str = ""
    causes: tuple[Cause, ...] = ()

    @property
    def counts(self) -> dict[Status, int]:
        """Number of rows by status, without zeros."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in Status if found[status]}

    @property
    def ran(self) -> int:
        """The number of checks that tried at least one case."""
        return sum(row.tried > 0 for row in self.rows)

    @property
    def complete(self) -> bool:
        """Whether every declared check has a row, once, and every row that was not skipped tried a case."""
        names = {row.check for row in self.rows}
        tried = all(row.tried or row.status is Status.SKIPPED for row in self.rows)
        return len(names) == len(self.rows) == self.declared and tried and self.ran > 0

    @property
    def ok(self) -> bool:
        """Whether the run is complete, and every row passed, failed as expected, or was skipped with a reason."""
        return self.complete and all(row.status in GOOD for row in self.rows)

    def __getitem__(self, check: str) -> Row:
        for row in self.rows:
            if row.check == check:
                return row
        raise KeyError(f"no check {check!r}: the checks are {', '.join(row.check for row in self.rows)}")

    @property
    def failures(self) -> tuple[Row, ...]:
        """The rows that make the report not ok."""
        return tuple(row for row in self.rows if row.status not in GOOD)

    def summary(self) -> str:
        """Return one line: the verdict, the counts, and how many checks ran."""
        counted = "; ".join(f"{number} {status}" for status, number in self.counts.items())
        verdict = "conforms" if self.ok else "DOES NOT CONFORM"
        return f"{verdict}: {counted} ({self.ran} of {self.declared} checks ran)"

    def as_dict(self) -> dict[str, object]:
        """Return the report as plain data, for JSON."""
        return {
            "ok": self.ok,
            "subject": self.subject,
            "kind": self.kind,
            "dtype": self.dtype,
            "domain": self.domain or None,
            "declared": self.declared,
            "ran": self.ran,
            "counts": {status.value: number for status, number in self.counts.items()},
            "settings": {name: str(value) for name, value in self.settings.items()},
            "causes": [{"cause": cause.text, "checks": list(cause.checks)} for cause in self.causes],
            "rows": [_row(row) for row in self.rows],
            "notes": list(self.notes),
        }

    @property
    def heading(self) -> str:
        """What was tested as what, with which options, and for which domain."""
        meant = f", where {self.domain}" if self.domain else ""
        chosen = [f"{name}={value}" for name, value in self.settings.items() if name not in _OF_EVERY_RUN]
        kind = f"{self.kind} ({', '.join(chosen)})" if chosen else self.kind
        return f"{self.subject} as {kind} in {self.dtype}{meant}"

    def __str__(self) -> str:
        width = max((len(row.check) for row in self.rows), default=0)
        lines = [self.heading]
        folded = {name for cause in self.causes for name in cause.checks if self[name].counterexample is None}
        for row in self.rows:
            reason = f" ({row.reason})" if row.reason and row.check not in folded else ""
            lines.append(f"  {row.check:{width}}  {row.status}{reason}")
        lines += [f"\n{block}" for block in self._counterexamples()]
        lines += [f"\nnote: {note}" for note in self.notes]
        return "\n".join([*lines, "", self.summary()])

    def _counterexamples(self) -> list[str]:
        """The failing rows in full; of those with one cause only that with the smallest case."""
        shown = {row.check: str(row) for row in self.rows if row.counterexample is not None}
        blocks = []
        for cause in self.causes:
            if self[cause.checks[0]].counterexample is None:
                blocks.append(cause.text)
                continue
            first, *others = sorted(cause.checks, key=lambda name: _measure(self[name]))
            blocks.append(f"{cause.text}. The smallest:\n\n{shown.pop(first)}\n\n  the same in {', '.join(others)}")
            for name in others:
                shown.pop(name, None)
        return [*blocks, *shown.values()]


def _measure(row: Row) -> tuple[int, int]:
    return row.counterexample.case.measure if row.counterexample is not None else (0, 0)


def _row(row: Row) -> dict[str, object]:
    found = row.counterexample
    return {
        "subject": row.subject,
        "check": row.check,
        "status": row.status.value,
        "law": row.law,
        "reason": row.reason or None,
        "tried": row.tried,
        "counterexample": None
        if found is None
        else {"call": found.call, "answer": found.answer, "exact": found.exact, "error": found.error},
    }
