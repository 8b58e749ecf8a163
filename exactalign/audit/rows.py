"""The rows of a file of samples, whatever its format: the cells of the columns in use, as they are written."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from exactalign.exceptions import InputError
from exactalign.text.delimited import delimited
from exactalign.text.json_objects import members

COLUMNS: Final = ("prompt", "output", "probability", "logprob", "reward", "golden_reward")
"""The columns that are read: prompt and reward are needed; without probability and logprob the rows are draws."""

_LISTS: Final = {
    "output": ("outputs",),
    "probability": ("probabilities",),
    "logprob": ("logprobs",),
    "reward": ("rewards",),
    "golden_reward": ("golden_rewards", "golden"),
}
_LIKELY: Final = {
    "reward": (
        *("score", "scores", "reward_score", "rm_score", "rm_scores", "passed", "correct", "exact_match", "is_correct"),
        *("acc", "label", "labels", "value", "values"),
    ),
    "prompt": (
        *("question", "instruction", "query", "problem", "task_id", "doc_id", "prompt_id", "question_id", "id"),
        *("input", "messages", "prompts"),
    ),
}
_LONGEST_FIELD = 100_000_000
_LONGEST_LIST = 200


class Row(NamedTuple):
    """A row: its number in the file, and its cells, or what is wrong with it."""

    number: int
    cells: Sequence[Any] | str


class Rows(NamedTuple):
    """The rows of a file: {our name: the file's} of the columns in use, the rows, and what a row is called there.

    `no_prompt` is what to say of a row of a single output where the file names no prompts.
    """

    used: dict[str, str]
    rows: Iterator[Row]
    what: str
    no_prompt: str


def _used(names: Sequence[str], renamed: Mapping[str, str], file: str) -> dict[str, str]:
    """Which column of the file each column in use is: {ours: theirs}."""
    listed = ", ".join(map(str, names))[:_LONGEST_LIST]
    for ours, theirs in renamed.items():
        if ours not in COLUMNS:
            raise InputError(f"unknown column {ours!r}: the columns are {', '.join(COLUMNS)}")
        if theirs not in names:
            raise InputError(f"{file} has no column {theirs!r}: it has {listed}")
    used: dict[str, str] = {}
    for ours in COLUMNS:
        found = [
            theirs for theirs in (ours, *_LISTS.get(ours, ())) if theirs in names and theirs not in renamed.values()
        ]
        if ours in renamed:
            used[ours] = renamed[ours]
        elif len(found) > 1:
            raise InputError(
                f"{file} has columns {' and '.join(map(repr, found))}: say which one with --columns {ours}=NAME"
            )
        elif found:
            used[ours] = found[0]
    if "reward" not in used:
        raise InputError(_lacks(file, "reward", names))
    if {"probability", "logprob"} <= used.keys():
        raise InputError(f"{file} has both columns probability and logprob: give exactly one of them")
    return used


def _lacks(file: str, ours: str, names: Sequence[str]) -> str:
    """What to say where a column is missing: nothing is guessed, a likely name is offered."""
    likely = next((name for name in names if name in _LIKELY[ours]), "NAME")
    listed = ", ".join(map(str, names))[:_LONGEST_LIST] or "none"
    return f'{file} has no column {ours!r}: it has {listed}; say which one it is, as in --columns "{ours}={likely}"'


def csv_rows(text: str, name: str, renamed: Mapping[str, str]) -> Rows:
    """Return the rows of CSV, separated by commas, semicolons or tabs."""
    records = _records(text, name)
    _, header = next(records, (0, []))
    if not header:
        raise InputError(f"{name} has no rows: give a header, and a row for each output of each prompt")
    names = [cell.strip() for cell in header]
    for cell in names:
        if names.count(cell) > 1:
            raise InputError(f"{name}: column {cell!r} is there twice")
    used = _used(names, renamed, name)
    places = [names.index(theirs) for theirs in used.values()]

    def rows() -> Iterator[Row]:
        for number, record in records:
            if len(record) == len(names):
                yield Row(number, [record[place] for place in places])
            else:
                yield Row(number, f"{len(record)} cells, but the header has {len(names)}")

    return Rows(used, rows(), "line", _lacks(name, "prompt", names))


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from delimited(text, _LONGEST_FIELD)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def json_rows(text: str, name: str, renamed: Mapping[str, str]) -> Rows:
    """Return the rows of JSON: an object on every line, or one list of objects."""
    read: Callable[[Any], dict[str, Any] | str] = _object
    entries: list[tuple[int, Any]]
    what, whole = "entry", _whole(text, name)
    if whole is None:
        what, read = "line", _parsed_object
        entries = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    else:
        entries = list(enumerate(whole, 1))
    if not entries:
        raise InputError(f"{name} has no rows: give an object for each output of each prompt")
    first = next((value for _, entry in entries if isinstance(value := read(entry), dict)), None)
    if first is None:
        told = read(entries[0][1])
        raise InputError(f"{name}, {what} {entries[0][0]}{', ' if str(told).startswith('column') else ': '}{told}")
    inner = _inner(first, renamed)
    used = _used(list(_opened(first, inner)[0]), renamed, name)

    def rows() -> Iterator[Row]:
        for number, entry in entries:
            value = read(entry)
            if isinstance(value, str):
                yield Row(number, value)
                continue
            for single in _opened(value, inner):
                yield from _row(number, single)

    def _row(number: int, value: dict[str, Any]) -> Iterator[Row]:
        missing = next((theirs for theirs in used.values() if theirs not in value), None)
        if missing is not None:
            yield Row(number, f"there is no key {missing!r}")
        else:
            yield Row(number, [value[theirs] for theirs in used.values()])

    return Rows(used, rows(), what, _lacks(name, "prompt", list(first)))


def _whole(text: str, name: str) -> list[Any] | None:
    """The entries of text that is one JSON value: a list, or an object that holds one list of objects; else None."""
    start = text.lstrip()[:1]
    if start != "[" and not isinstance(_parsed(text.lstrip().partition("\n")[0]), str):
        return None
    found = _parsed(text)
    if isinstance(found, list):
        return found
    if isinstance(found, str):
        if start == "[":
            raise InputError(f"{name}: {found}")
        return None
    lists: dict[str, list[Any]] = {key: value for key, value in found.items() if _of_objects(value)}
    if len(lists) != 1:
        held = f"lists of objects are {', '.join(lists)}" if lists else "none of its keys holds a list of objects"
        raise InputError(f"{name} is one JSON object: give a list of objects, or one a line; {held}")
    return next(iter(lists.values()))


def _of_objects(value: Any) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(part, dict) for part in value)


def _inner(first: Mapping[str, Any], renamed: Mapping[str, str]) -> str | None:
    """The key of a list of objects, one an output, that have the reward which the object itself has not."""
    names = (renamed.get("reward", "reward"), *_LISTS["reward"])
    if any(name in first for name in names):
        return None
    found = [key for key, value in first.items() if _of_objects(value) and any(name in value[0] for name in names)]
    return found[0] if len(found) == 1 else None


def _opened(value: dict[str, Any], inner: str | None) -> list[dict[str, Any]]:
    """An object for every output: its own keys before those of the whole."""
    outputs: Any = value.get(inner) if inner is not None else None
    if not _of_objects(outputs):
        return [value]
    return [{**{key: held for key, held in value.items() if key != inner}, **output} for output in outputs]


def _parsed_object(line: Any) -> dict[str, Any] | str:
    value = _parsed(line)
    return value if isinstance(value, str) else _object(value)  # what is wrong with the line is a text


def _parsed(text: str) -> Any:
    """A value, or a text that says what is wrong."""
    try:
        # Numbers stay the text that was written: no binary float is ever made of them.
        value = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column" if error.lineno > 1 else "column"
        return f"{at} {error.colno}: malformed JSON: {error.msg}"
    except RecursionError:
        return "the JSON is nested too deeply"
    except InputError as error:
        return str(error)
    return value if isinstance(value, (dict, list)) else _NO_OBJECT


_NO_OBJECT = 'give one JSON object a line, such as {"prompt": …}'


def _object(value: Any) -> dict[str, Any] | str:
    return value if isinstance(value, dict) else _NO_OBJECT


def parquet_rows(name: str, renamed: Mapping[str, str]) -> Rows:
    """Return the rows of a Parquet file (with pyarrow)."""
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
    rows = (Row(number, cells) for number, cells in enumerate(zip(*columns, strict=True), 1))
    return Rows(used, rows, "row", _lacks(name, "prompt", file.schema_arrow.names))
