"""What went unnoticed: as JSON, as a table for each room, as the page of the documentation."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from mutants.changes import Change
from mutants.trees import room_of
from mutants.trying import NOT_ENTERED, NOTICED, TOO_LONG, Outcome

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
STRICT = ("proofs_check/kernel", "exactalign/numbers", "proofs_check/formula", "proofs_check/engine")
GOAL, STRICT_GOAL = 90, 95

Key = tuple[str, str, str, str]


@attrs.frozen
class Equivalent:
    """A change that changes nothing, and why; `within` stands around it, where the rest does not name one place."""

    path: str
    function: str
    old: str
    new: str
    reason: str
    within: str = ""

    def is_of(self, change: Change) -> bool:
        """Whether it speaks of a change."""
        return (self.path, self.function, self.old, self.new) == change.key and self.within in change.around


def equivalents(path: Path = EQUIVALENT) -> list[Equivalent]:
    """The changes that change nothing, each with the reason."""
    return [Equivalent(**one) for one in tomllib.loads(path.read_text(encoding="utf-8")).get("change", [])]


def reason_for(change: Change, same: Iterable[Equivalent]) -> str:
    """Why a change changes nothing; empty where it may change something."""
    return next((one.reason for one in same if one.is_of(change)), "")


@attrs.frozen
class Count:
    """How many changes of a room were tried, noticed, and change nothing."""

    room: str
    tried: int
    noticed: int
    too_long: int
    equivalent: int

    @property
    def counted(self) -> int:
        """Those that could be noticed."""
        return self.tried - self.equivalent

    @property
    def goal(self) -> int:
        """The percentage to be reached."""
        return STRICT_GOAL if self.room in STRICT else GOAL

    @property
    def share(self) -> str:
        """The percentage noticed, rounded down."""
        return f"{100 * self.noticed // self.counted} %" if self.counted else "–"

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return 100 * self.noticed >= self.goal * self.counted


def is_noticed(outcome: Outcome) -> bool:
    """Whether a test failed, or came to no end."""
    return outcome.verdict in (NOTICED, TOO_LONG)


def unnoticed(outcomes: Iterable[Outcome], same: list[Equivalent]) -> list[Outcome]:
    """The changes that no test noticed and that are not known to change nothing."""
    return [outcome for outcome in outcomes if not is_noticed(outcome) and not reason_for(outcome.change, same)]


def counts(outcomes: Iterable[Outcome], same: list[Equivalent]) -> list[Count]:
    """The count of each room, and of all together."""
    rooms: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        for room in (room_of(outcome.change.path), "all"):
            found = rooms.setdefault(room, Counter())
            found["tried"] += 1
            found["noticed"] += is_noticed(outcome)
            found["too long"] += outcome.verdict == TOO_LONG
            found["same"] += not is_noticed(outcome) and reason_for(outcome.change, same) != ""
    names = [*sorted(rooms.keys() - {"all"}), *(["all"] if rooms else [])]
    return [
        Count(room, found["tried"], found["noticed"], found["too long"], found["same"])
        for room, found in ((name, rooms[name]) for name in names)
    ]


def table(rows: list[Count]) -> str:
    """The counts as Markdown."""
    lines = ["| room | changes tried | equivalent | noticed | of those by the time limit | share | goal |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        missed = "" if row.met else " (missed)"
        cells = [row.room, row.tried, row.equivalent, row.noticed, row.too_long, row.share, f"{row.goal} %{missed}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def listed(outcomes: Iterable[Outcome]) -> list[str]:
    """The lines that name changes."""
    return [
        f"{outcome.change}" + (f" ({NOT_ENTERED})" if outcome.verdict == NOT_ENTERED else "") for outcome in outcomes
    ]


def data(outcomes: list[Outcome], same: list[Equivalent], about: dict[str, Any]) -> str:
    """Everything as JSON."""
    rows = [
        attrs.asdict(outcome.change) | {
            "verdict": outcome.verdict, "by": outcome.by, "tests": outcome.tests, "left out": outcome.left_out,
            "equivalent": reason_for(outcome.change, same),
        }
        for outcome in outcomes
    ]  # fmt: skip
    return json.dumps({**about, "date": f"{date.today()}", "changes": rows}, indent=1, ensure_ascii=False) + "\n"


def keys_of_unnoticed(content: str) -> set[Key]:
    """What names the changes that no test noticed in an earlier run, from its JSON."""
    try:
        rows = json.loads(content)["changes"]
        return {
            (row["path"], row["function"], row["old"], row["new"])
            for row in rows
            if row["verdict"] not in (NOTICED, TOO_LONG)
        }
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"this is not what --output writes: {error!r}") from None


def page(text: str, rows: list[Count], about: dict[str, Any]) -> str:
    """A page with its last result, which stands between two comments, replaced."""
    head, begin, rest = text.partition("<!-- result -->\n")
    _, end, tail = rest.partition("<!-- end of the result -->")
    if not begin or not end:
        raise ValueError("the page has no place for the result: <!-- result --> and <!-- end of the result -->")
    said = f"{date.today()}, commit {about['commit']}, seed {about['seed']}: {about['tried']} changes, "
    said += f"each with tests of {about['test seconds']:g} s at most."
    return f"{head}{begin}\n{said}\n\n{table(rows)}\n\n{end}{tail}"
