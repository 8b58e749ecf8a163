"""Reading samples from CSV, JSON lines and Parquet: what is written is taken exactly, and nothing is repaired.

Decimals in text (CSV, JSON) mean exactly what they say; binary floats (Parquet) are taken as their exact binary
values. A cell that is no number is refused with its line; totals other than 1 are the audit's to report.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any, Final

from exactalign.audit.samples import PromptSamples
from exactalign.exceptions import ExactAlignError, InputError
from exactalign.numbers.rationals import from_float

COLUMNS: Final = ("prompt", "output", "probability", "logprob", "reward", "golden_reward")
"""The columns that are read: output and golden_reward are optional, and one of probability and logprob is enough."""

_NEEDED = ("prompt", "reward")
_MINUS_INFINITY = frozenset({"-inf", "-infinity"})
_LONGEST_FIELD = 100_000_000

_Row = tuple[int, Sequence[Any]]  # its number, and the cells of the columns in use


def read_samples(path: str | Path, columns: Mapping[str, str] | None = None) -> list[PromptSamples]:
    """Read a file by its suffix: `.parquet`, `.jsonl`/`.ndjson`/`.json` (one object a line), otherwise CSV.

    `columns` says how columns are called in the file when not by their own names: `{"reward": "score"}`.
    Prompts come in the order of their first rows. Raises `InputError` with the line of what is wrong.
    """
    name = str(path)
    suffix = Path(name).suffix.lower()
    if suffix in (".parquet", ".pq"):
        return _gathered(name, *_parquet(name, columns or {}), "row")
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is no UTF-8 text: byte {error.start + 1} is wrong") from None
    return parse_samples(text, name, columns, is_json=suffix in (".jsonl", ".ndjson", ".json") or None)


def parse_samples(
    text: str, name: str = "the text", columns: Mapping[str, str] | None = None, is_json: bool | None = None
) -> list[PromptSamples]:
    """Read CSV or JSON lines; when not told which, text that begins with a brace is JSON lines.

    >>> (only,) = parse_samples("prompt,probability,reward\\nq,0.25,1\\nq,3/4,2\\n")
    >>> only.prompt, only.masses
    ('q', (Fraction(1, 4), Fraction(3, 4)))
    """
    if is_json is None:
        is_json = text.lstrip()[:1] == "{"
    used, rows = (_json_lines if is_json else _csv)(text, name, columns or {})
    return _gathered(name, used, rows, "line")


@dataclass(slots=True)
class _Prompt:
    masses: list[Fraction | None] = field(default_factory=list)
    rewards: list[Fraction] = field(default_factory=list)
    golden: list[Fraction] = field(default_factory=list)
    outputs: set[Any] = field(default_factory=set)
    repeated: int = 0


def _gathered(name: str, used: tuple[str, ...], rows: Iterable[_Row], what: str) -> list[PromptSamples]:
    place = {column: used.index(column) for column in used}
    logarithmic = "logprob" in place
    mass_at, reward_at = place["logprob" if logarithmic else "probability"], place["reward"]
    output_at, golden_at = place.get("output"), place.get("golden_reward")
    prompts: dict[str, _Prompt] = {}
    for number, cells in rows:
        where = f"{name}, {what} {number}"
        asked = cells[place["prompt"]]
        if asked is None or isinstance(asked, (dict, list)):
            raise InputError(f"{where}: prompt is no text: give every row its prompt")
        prompt = prompts.setdefault(str(asked), _Prompt())
        mass = _number(cells[mass_at], where, "logprob" if logarithmic else "probability", logarithmic)
        if not logarithmic and (mass is None or mass < 0):
            raise InputError(f"{where}: probability is {cells[mass_at]}: it must not be negative")
        prompt.masses.append(mass)
        prompt.rewards.append(_finite(cells[reward_at], where, "reward"))
        if golden_at is not None:
            prompt.golden.append(_finite(cells[golden_at], where, "golden_reward"))
        if output_at is not None:
            prompt.repeated += str(cells[output_at]) in prompt.outputs
            prompt.outputs.add(str(cells[output_at]))
    if not prompts:
        raise InputError(f"{name} has no rows: give a row for each output of each prompt")
    return [
        PromptSamples(
            key,
            tuple(found.masses),
            tuple(found.rewards),
            tuple(found.golden) if golden_at is not None else None,
            logarithmic,
            found.repeated,
        )
        for key, found in prompts.items()
    ]


def _finite(value: Any, where: str, column: str) -> Fraction:
    found = _number(value, where, column, False)
    assert found is not None
    return found


def _number(value: Any, where: str, column: str, logarithmic: bool) -> Fraction | None:
    """An exact number, or None for a log-probability of −∞."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise InputError(f"{where}: {column} is empty: give a number")
    if isinstance(value, str) and value.strip().lower() in _MINUS_INFINITY:
        value = float("-inf")
    if isinstance(value, float) and not isfinite(value):
        if logarithmic and value == float("-inf"):
            return None
        raise InputError(f"{where}: {column} is {value}: give a finite number")
    try:
        return from_float(value, column)
    except ExactAlignError as error:
        raise InputError(f"{where}: {error}") from None


def _used(names: Sequence[str], renamed: Mapping[str, str], file: str) -> dict[str, str]:
    """Which column of the file each column in use is: {ours: theirs}."""
    for ours, theirs in renamed.items():
        if ours not in COLUMNS:
            raise InputError(f"unknown column {ours!r}: the columns are {', '.join(COLUMNS)}")
        if theirs not in names:
            raise InputError(f"{file} has no column {theirs!r}: it has {', '.join(map(str, names))[:200]}")
    found = {ours: renamed.get(ours, ours) for ours in COLUMNS}
    used = {ours: theirs for ours, theirs in found.items() if theirs in names}
    for ours in _NEEDED:
        if ours not in used:
            raise InputError(f"{file} has no column {ours!r}: it has {', '.join(map(str, names))[:200]}")
    if ("probability" in used) == ("logprob" in used):
        both = "both columns probability and logprob" if "logprob" in used else "no column probability or logprob"
        raise InputError(f"{file} has {both}: give exactly one of them")
    return used


def _csv(text: str, name: str, renamed: Mapping[str, str]) -> tuple[tuple[str, ...], Iterator[_Row]]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = next((mark for mark in ",;\t" if mark in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = next((row for row in _records(reader, name) if any(map(str.strip, row))), [])
    if not header:
        raise InputError(f"{name} has no rows: give a header, and a row for each output of each prompt")
    names = [cell.strip() for cell in header]
    for cell in names:
        if names.count(cell) > 1:
            raise InputError(f"{name}: column {cell!r} is there twice")
    used = _used(names, renamed, name)
    places = [names.index(theirs) for theirs in used.values()]

    def rows() -> Iterator[_Row]:
        for record in _records(reader, name):
            if len(record) != len(names):
                if not any(map(str.strip, record)):
                    continue
                raise InputError(
                    f"{name}, line {reader.line_num}: {len(record)} cells, but the header has {len(names)}"
                )
            yield reader.line_num, [record[place] for place in places]

    return tuple(used), rows()


def _records(reader: Any, name: str) -> Iterator[list[str]]:
    before = csv.field_size_limit(_LONGEST_FIELD)  # outputs are long texts; the limit is global to the process
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(f"{name}, line {reader.line_num}: malformed CSV: {error}") from None
    finally:
        csv.field_size_limit(before)


def _json_lines(text: str, name: str, renamed: Mapping[str, str]) -> tuple[tuple[str, ...], Iterator[_Row]]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InputError(f"{name} has no rows: give an object for each output of each prompt")
    used = _used(list(_object(name, *lines[0])), renamed, name)

    def rows() -> Iterator[_Row]:
        for number, line in lines:
            row = _object(name, number, line)
            missing = next((theirs for theirs in used.values() if theirs not in row), None)
            if missing is not None:
                raise InputError(f"{name}, line {number}: there is no key {missing!r}")
            yield number, [row[theirs] for theirs in used.values()]

    return tuple(used), rows()


def _object(name: str, number: int, line: str) -> dict[str, object]:
    try:
        # Numbers stay the text that was written: no binary float is ever made of them.
        row = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise InputError(f"{name}, line {number}, column {error.colno}: malformed JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{name}, line {number}: the JSON is nested too deeply") from None
    if not isinstance(row, dict):
        raise InputError(f'{name}, line {number}: give one JSON object a line, such as {{"prompt": …}}')
    return row


def _parquet(name: str, renamed: Mapping[str, str]) -> tuple[tuple[str, ...], Iterator[_Row]]:
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise InputError(
            f"{name}: Parquet needs pyarrow (pip install 'exactalign[parquet]'), or give CSV or JSON lines"
        ) from None
    try:
        file = parquet.ParquetFile(name)
        used = _used(file.schema_arrow.names, renamed, name)
        table = file.read(columns=list(used.values()))
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error}") from None
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 (pyarrow's own errors for a file that is no Parquet)
        raise InputError(f"{name} is no Parquet file: {error}") from None
    columns = [table.column(theirs).to_pylist() for theirs in used.values()]
    return tuple(used), ((number, cells) for number, cells in enumerate(zip(*columns, strict=True), 1))
