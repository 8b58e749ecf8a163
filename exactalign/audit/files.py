"""Reading samples from CSV, JSON and Parquet: what is written is taken exactly, and nothing is repaired.

Decimals in text (CSV, JSON) mean exactly what they say; binary floats (Parquet) are taken as their exact binary
values. Rows that cannot be read are told together, with their lines; totals other than 1 are the audit's to report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

from exactalign.audit.rows import Row, Rows, csv_rows, json_rows, parquet_rows
from exactalign.audit.samples import PromptDraws, PromptSamples, SampleFile
from exactalign.audit.values import logprob_of, probability_of, prompt_label, reward_of, text_of
from exactalign.exceptions import InputError
from exactalign.numbers.arguments import checked

MAX_LISTED: Final = 20
"""How many rows that cannot be read are told one by one."""

_LISTS = ("output", "probability", "logprob", "reward", "golden_reward")


@checked
def read_samples(
    path: str | Path, columns: Mapping[str, str] | None = None, *, draws: bool = False, skip_bad: bool = False
) -> SampleFile:
    """Read a file by its suffix: `.parquet`, `.jsonl`/`.ndjson`/`.json` (objects), otherwise CSV.

    `columns` says how columns are called in the file when not by their own names: `{"reward": "score"}`.
    Without probabilities, or with `draws`, the rows of a prompt are independent draws. `skip_bad` leaves out rows that
    cannot be read, and says which. Raises `InputError` with the lines of what is wrong.
    """
    name = str(path)
    suffix = Path(name).suffix.lower()
    if suffix in (".parquet", ".pq"):
        return _gathered(name, parquet_rows(name, columns or {}), draws, skip_bad)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is no UTF-8 text: byte {error.start + 1} is wrong") from None
    is_json = suffix in (".jsonl", ".ndjson", ".json") or None
    return parse_samples(text, name, columns, is_json=is_json, draws=draws, skip_bad=skip_bad)


@checked
def parse_samples(
    text: str,
    name: str = "the text",
    columns: Mapping[str, str] | None = None,
    *,
    is_json: bool | None = None,
    draws: bool = False,
    skip_bad: bool = False,
) -> SampleFile:
    """Read CSV or JSON; when not told which, text that begins with a brace or a bracket is JSON.

    >>> (only,) = parse_samples("prompt,probability,reward\\nq,0.25,1\\nq,3/4,2\\n").prompts
    >>> only.prompt, only.masses
    ('q', (Fraction(1, 4), Fraction(3, 4)))
    >>> parse_samples('{"prompt": "q", "rewards": [true, false]}').draws[0].rewards
    (Fraction(1, 1), Fraction(0, 1))
    """
    if is_json is None:
        is_json = text.lstrip()[:1] in ("{", "[")
    return _gathered(name, (json_rows if is_json else csv_rows)(text, name, columns or {}), draws, skip_bad)


class _Entry(NamedTuple):
    """One output: its mass (None for a draw, or for e^−∞), and its rewards."""

    mass: Fraction | None
    reward: Fraction
    golden: Fraction | None


@dataclass(slots=True)
class _Prompt:
    label: str
    entries: list[_Entry] = field(default_factory=list)
    outputs: dict[str, _Entry] = field(default_factory=dict)
    repeated: int = 0
    merged: int = 0

    def add(self, entry: _Entry, output: str | None, draws: bool) -> None:
        if output is not None and not draws:
            before = self.outputs.setdefault(output, entry)
            if before is not entry:
                if before == entry:
                    self.merged += 1
                    return
                self.repeated += 1
        self.entries.append(entry)


def _gathered(name: str, rows: Rows, draws: bool, skip_bad: bool) -> SampleFile:
    draws = draws or not ({"probability", "logprob"} & rows.used.keys())
    place = {ours: at for at, ours in enumerate(rows.used)}
    prompts: dict[str, _Prompt] = {}
    bad: list[str] = []
    for row in rows.rows:
        if (
            "prompt" not in place
            and not isinstance(row.cells, str)
            and not isinstance(row.cells[place["reward"]], list)
        ):
            raise InputError(rows.no_prompt)
        for where, cells in _single(row, place, rows.what, bad):
            try:
                asked = cells[place["prompt"]] if "prompt" in place else f"{rows.what} {row.number}"
                if asked is None:
                    raise InputError("prompt is null: give every row its prompt")
                entry = _entry(cells, place, draws)
            except InputError as error:
                bad.append(f"{where}: {error}")
                continue
            key = text_of(asked)
            prompt = prompts.get(key)
            if prompt is None:
                prompt = prompts[key] = _Prompt(prompt_label(asked))
            output = cells[place["output"]] if "output" in place else None  # null, too, says nothing of which it is
            prompt.add(entry, None if output is None else text_of(output), draws)
    if bad and not skip_bad:
        raise InputError(_told(name, bad))
    if not prompts:
        raise InputError(
            f"{name} has no rows that can be read: {bad[0]}" if bad else
            f"{name} has no rows: give a row for each output of each prompt"
        )  # fmt: skip
    golden, logarithmic = "golden_reward" in place, "logprob" in place
    if draws:
        made = (
            PromptDraws(
                p.label, tuple(e.reward for e in p.entries), tuple(_golden(p.entries)) if golden else None
            )
            for p in prompts.values()
        )  # fmt: skip
        return SampleFile(draws=tuple(made), bad=tuple(bad))
    samples = (
        PromptSamples(
            p.label,
            tuple(e.mass for e in p.entries),
            tuple(e.reward for e in p.entries),
            tuple(_golden(p.entries)) if golden else None,
            logarithmic,
            p.repeated,
            p.merged,
        )
        for p in prompts.values()
    )
    return SampleFile(prompts=tuple(samples), bad=tuple(bad))


def _golden(entries: Iterable[_Entry]) -> Iterator[Fraction]:
    return (entry.golden for entry in entries if entry.golden is not None)


def _entry(cells: Sequence[Any], place: Mapping[str, int], draws: bool) -> _Entry:
    mass = None
    if not draws:
        mass = (
            logprob_of(cells[place["logprob"]]) if "logprob" in place else probability_of(cells[place["probability"]])
        )
    golden = reward_of(cells[place["golden_reward"]], "golden_reward") if "golden_reward" in place else None
    return _Entry(mass, reward_of(cells[place["reward"]], "reward"), golden)


def _single(row: Row, place: Mapping[str, int], what: str, bad: list[str]) -> Iterator[tuple[str, Sequence[Any]]]:
    """The outputs of a row: itself, or one for each place of its lists."""
    where = f"{what} {row.number}"
    if isinstance(row.cells, str):
        bad.append(f"{where}: {row.cells}")
        return
    if not isinstance(row.cells[place["reward"]], list):
        yield where, row.cells
        return
    lists = {ours: row.cells[place[ours]] for ours in _LISTS if ours in place}
    length = len(lists["reward"])
    for ours, found in lists.items():
        if not isinstance(found, list) or len(found) != length:
            told = f"a list of {len(found)}" if isinstance(found, list) else "no list"
            bad.append(f"{where}: {ours} is {told} but reward is a list of {length}: give one of each for every output")
            return
    if not length:
        bad.append(f"{where}: reward is an empty list: give the reward of every output")
    for index in range(length):
        cells = list(row.cells)
        for ours, found in lists.items():
            cells[place[ours]] = found[index]
        yield f"{where}, output {index + 1}", cells


def _told(name: str, bad: Sequence[str]) -> str:
    """The rows that cannot be read, in one line."""
    if len(bad) == 1:
        return f"{name}, {bad[0]}"
    listed = "; ".join(bad[:MAX_LISTED])
    more = f"; and {len(bad) - MAX_LISTED} more" if len(bad) > MAX_LISTED else ""
    return f"{name}: {len(bad)} rows cannot be read (--skip-bad leaves them out): {listed}{more}"
