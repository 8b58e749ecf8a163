"""Reading a model (reference and reward) from options or from a file, strictly and exactly.

Typed lists and CSV cells are texts; JSON numbers with a point or an exponent are refused, since a program
that wrote them most likely rounded. Every refusal says where, and what would be right.
"""

import csv
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from exactalign.exceptions import ExactAlignError, InputError, OutcomeError, ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.rationals import rational

MAX_FILE = 200_000_000
"""Longest input file, in bytes, that is read."""

_LONGEST_WHOLE = 4000
_MAX_JOBS = 1024
_UNITS = {"": 0, "B": 0, "KB": 3, "MB": 6, "GB": 9, "TB": 12}


@dataclass(frozen=True, slots=True)
class Model:
    """A reference distribution and a reward on the same outcomes, in the same order."""

    reference: Distribution
    reward: Reward

    @property
    def labels(self) -> tuple[Any, ...]:
        """The outcomes: 0, 1, … unless they were named."""
        return self.reference.outcomes


@dataclass(frozen=True, slots=True)
class _Columns:
    """What was read, before it is understood; `where(kind, i)` says where an entry stands."""

    source: str
    p: Sequence[Any]
    score: Sequence[Any]
    labels: Sequence[Any] | None
    is_q: bool

    def where(self, kind: str, index: int) -> str:
        score = "q" if self.is_q else "reward"
        name = {"p": "p", "score": score, "label": "outcome" if self.source else "labels"}[kind]
        return f"{self.source}: {name} in row {index + 1}" if self.source else f"--{name} entry {index + 1}"


def read_model(p: str | None, reward: str | None, q: str | None, labels: str | None, file: str | None) -> Model:
    """Return the model given by options, or by a file; raise `InputError` (and its kin) with the place."""
    if file is not None:
        for name, value in (("--p", p), ("--reward", reward), ("--q", q), ("--labels", labels)):
            if value is not None:
                raise InputError(f"{name} and --input are both given: the file holds the whole model")
        return _model(_read_file(file))
    if p is None:
        raise InputError("no model is given: use --p with --reward or --q, or --input FILE")
    if (reward is None) == (q is None):
        missing = "neither --reward nor --q is" if q is None else "--reward and --q are both"
        raise InputError(f"{missing} given: give exactly one of them")
    score = reward if reward is not None else q
    assert score is not None
    columns = _Columns(
        "", p.split(","), score.split(","), labels.split(",") if labels is not None else None, q is not None
    )
    if len(columns.p) != len(columns.score):
        other = "--q" if columns.is_q else "--reward"
        raise OutcomeError(f"{other} has {_entries(columns.score)} but --p has {len(columns.p)}")
    if columns.labels is not None and len(columns.labels) != len(columns.p):
        raise OutcomeError(f"--labels has {_entries(columns.labels)} but --p has {len(columns.p)}")
    return _model(columns)


def whole_number(text: str, name: str, smallest: int) -> int:
    """Return a whole number that was typed, such as "100" or "1e9"; refuse anything else."""
    expected = f"give a whole number, at least {smallest}"
    shown = repr(text if len(text) <= 40 else f"{text[:39]}…")
    try:
        value = rational(text, name)
    except ExactAlignError:
        raise ParameterError(f"{name} is {shown}: {expected}") from None
    if value.denominator != 1 or value < smallest:
        raise ParameterError(f"{name} is {shown}: {expected}")
    if value >= 10**_LONGEST_WHOLE:
        raise ParameterError(f"{name} has over {_LONGEST_WHOLE} digits: {expected} and of fewer digits")
    return int(value)


def read_digits(text: str | None) -> int | None:
    """Return a number of significant digits, or None when none was given."""
    digits = None if text is None else whole_number(text, "--digits", 1)
    if digits is not None and digits > MAX_DIGITS:
        raise ParameterError(f"--digits is {digits}: give a whole number from 1 to {MAX_DIGITS}")
    return digits


def read_jobs(text: str | None, tasks: int, few: int) -> int:
    """Return how many processes to use for some tasks; up to a `few`, starting others does not pay unless asked for."""
    if text is None:
        return (os.cpu_count() or 1) if tasks > few else 1
    processes = whole_number(text, "--jobs", 1)
    if processes > _MAX_JOBS:
        raise ParameterError(f"--jobs is {processes}: give at most {_MAX_JOBS}")
    return max(min(processes, tasks), 1)


def read_memory(text: str | None) -> int:
    """Return a number of bytes from "2GB", "500 MB", "1e9".

    >>> read_memory("1.5GB")
    1500000000
    """
    if text is None:
        return DEFAULT_MEMORY
    found = re.fullmatch(r"\s*([0-9.]+(?:[eE][0-9]+)?)\s*([KMGT]?)(I?)(B?)\s*", text.upper())
    if found is None or (found[3] and not found[2]):
        raise ParameterError(f'--memory is {text!r}: give bytes, such as "500MB" or "2GB"')
    power = _UNITS[found[2] + ("B" if found[2] else "")]
    unit = 1024 ** (power // 3) if found[3] else 10**power
    size = int(rational(found[1], "--memory") * unit)
    if size < 1:
        raise ParameterError('--memory is below 1 byte: give bytes, such as "500MB" or "2GB"')
    return size


def read_text(file: str, limit: int = MAX_FILE) -> str:
    """Return a UTF-8 file (or standard input, for "-") as text; raise `InputError` if it cannot be read."""
    name = "standard input" if file == "-" else file
    try:
        if file == "-":
            content = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(file).open("rb") as stream:
                content = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"{name} cannot be read: {reason or error}") from None
    if len(content) > limit:
        raise InputError(f"{name} has over {limit:,} bytes: that much is not read")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is no UTF-8 text: byte {error.start + 1} is wrong") from None


def _model(columns: _Columns) -> Model:
    labels = _labels(columns)
    origin = f"{columns.source}: " if columns.source else ""
    mine = "p" if columns.source else "--p"
    p = [_number(value, columns.where("p", i)) for i, value in enumerate(columns.p)]
    with_place = f"{origin}{mine}"
    reference = _placed(with_place, lambda: Distribution.from_probabilities(p, labels))
    if columns.is_q:
        q = [_number(value, columns.where("score", i)) for i, value in enumerate(columns.score)]
        with_place = f"{origin}q" if columns.source else "--q"
        alignment = _placed(with_place, lambda: Distribution.from_probabilities(q, labels))
        return Model(reference, _placed(with_place, lambda: Reward.log_of(alignment)))
    values = [_log_form(value, columns.where("score", i)) for i, value in enumerate(columns.score)]
    return Model(reference, Reward.values(values, labels))


def _labels(columns: _Columns) -> list[Any]:
    default: list[Any] = list(range(len(columns.p)))
    if columns.labels is None:
        return default
    read = [_label(value, columns.where("label", i)) for i, value in enumerate(columns.labels)]
    if [str(label) for label in read] == [str(number) for number in default]:
        return default
    seen: dict[str, int] = {}
    for index, label in enumerate(read):
        if str(label) in seen:
            raise OutcomeError(
                f"{columns.where('label', index)} is {label!r}, as number {seen[str(label)] + 1} is: "
                "every outcome needs a name of its own"
            )
        seen[str(label)] = index
    return read


def _label(value: Any, where: str) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise InputError(f"{where} is {_json_name(value)}: give a string or a whole number")
    label = value.strip() or value
    if not label:
        raise InputError(f"{where} is empty: give every outcome a name")
    try:
        label.encode()
    except UnicodeEncodeError:
        raise InputError(f"{where} is no Unicode text") from None
    return label


def _number(value: Any, where: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise _not_exact(value, where)
    if isinstance(value, str) and not value.strip():
        raise InputError(f'{where} is empty: give a number such as "1/5"')
    return rational(value, where)


def _log_form(value: Any, where: str) -> LogForm:
    if isinstance(value, int) and not isinstance(value, bool):
        return LogForm(value)
    if not isinstance(value, str):
        raise _not_exact(value, where)
    if not value.strip():
        raise InputError(f'{where} is empty: give a reward such as "log 6" or "1/2"')
    return LogForm.of(_placed(where, lambda: LogForm.parse(value.strip())))


def _not_exact(value: Any, where: str) -> InputError:
    if isinstance(value, _JsonDecimal):
        return InputError(
            f'{where} is the JSON number {value.text}: write the string "{value.text}" to mean it exactly'
        )
    return InputError(f'{where} is {_json_name(value)}: give a string such as "1/5", or a whole number')


def _placed(where: str, build: Any) -> Any:
    """Call `build`, and say in its errors where the values came from."""
    try:
        return build()
    except ExactAlignError as error:
        message = str(error).removesuffix(" (from_weights normalises exactly)")  # advice for Python only
        raise type(error)(f"{where}: {message}") from None


def _entries(values: Sequence[Any]) -> str:
    return f"{len(values)} entry" if len(values) == 1 else f"{len(values)} entries"


def _read_file(file: str) -> _Columns:
    name = "standard input" if file == "-" else file
    text = read_text(file)
    suffix = Path(file).suffix.lower()
    is_json = suffix == ".json" or (suffix != ".csv" and text.lstrip()[:1] in ("[", "{"))
    return _from_json(text, name) if is_json else _from_csv(text, name)


def _from_csv(text: str, name: str) -> _Columns:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = next((mark for mark in ",;\t" if mark in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for record in reader:
            if not any(map(str.strip, record)):
                continue
            rows.append(record)
            if len(record) != len(rows[0]):
                raise InputError(
                    f"{name}: line {reader.line_num} has {len(record)} cells but the header has {len(rows[0])}"
                )
    except csv.Error as error:
        raise InputError(f"{name}: malformed CSV in line {reader.line_num}: {error}") from None
    if not rows:
        raise InputError(
            f"{name} is empty: give a header with the columns outcome, p, reward, and a row for each outcome"
        )
    header = [cell.strip().lower() for cell in rows[0]]
    score = _score_name(header, name, "column")
    columns = {key: [row[index] for row in rows[1:]] for index, key in enumerate(header)}
    return _Columns(name, columns["p"], columns[score], columns.get("outcome"), score == "q")


def _score_name(keys: Iterable[str], name: str, kind: str) -> str:
    """Check the keys of a file, and return which of "reward" and "q" is there."""
    found = list(keys)
    for key in found:
        if key not in ("outcome", "p", "reward", "q"):
            raise InputError(f"{name}: unknown {kind} {key!r}: the {kind}s are outcome, p, and reward or q")
        if found.count(key) > 1:
            raise InputError(f"{name}: {kind} {key!r} is there twice")
    if "p" not in found:
        raise InputError(f"{name}: there is no {kind} p: the {kind}s are outcome, p, and reward or q")
    if ("reward" in found) == ("q" in found):
        problem = "both reward and q" if "q" in found else "neither reward nor q"
        raise InputError(f"{name}: there is {problem}: give exactly one of them")
    return "q" if "q" in found else "reward"


@dataclass(frozen=True, slots=True)
class _JsonDecimal:
    """A JSON number with a point or an exponent, as it stands in the file."""

    text: str


def _from_json(text: str, name: str) -> _Columns:
    def whole(digits: str) -> Any:
        return int(digits) if len(digits) <= _LONGEST_WHOLE else digits

    def constant(word: str) -> NoReturn:
        raise InputError(f"{name}: {word} is no number")

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            raise InputError(f"{name}: an object gives the same key twice")
        return built

    try:
        content = json.loads(
            text,
            parse_float=_JsonDecimal,
            parse_int=whole,
            parse_constant=constant,
            object_pairs_hook=members,
        )
    except json.JSONDecodeError as error:
        raise InputError(f"{name}: malformed JSON in line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{name}: the JSON is nested too deeply") from None
    if isinstance(content, dict):
        return _from_json_columns(content, name)
    if not isinstance(content, list) or not content:
        raise InputError(f'{name}: give a list of objects {{"outcome", "p", "reward"}}, one for each outcome')
    for number, row in enumerate(content, 1):
        if not isinstance(row, dict):
            raise InputError(
                f'{name}: entry {number} is {_json_name(row)}: give an object {{"outcome", "p", "reward"}}'
            )
        if row.keys() != content[0].keys():
            _score_name(row, f"{name}: entry {number}", "key")
            raise InputError(f"{name}: entry {number} has other keys than entry 1")
    score = _score_name(content[0], f"{name}: entry 1", "key")
    labels = [row["outcome"] for row in content] if "outcome" in content[0] else None
    return _Columns(name, [row["p"] for row in content], [row[score] for row in content], labels, score == "q")


def _from_json_columns(content: dict[str, Any], name: str) -> _Columns:
    score = _score_name(content, name, "key")
    for key, value in content.items():
        if not isinstance(value, list):
            raise InputError(f"{name}: {key} is {_json_name(value)}: give a list")
        if len(value) != len(content["p"]):
            raise OutcomeError(f"{name}: {key} has {_entries(value)} but p has {len(content['p'])}")
    return _Columns(name, content["p"], content[score], content.get("outcome"), score == "q")


def _json_name(value: Any) -> str:
    if isinstance(value, _JsonDecimal):
        return f"the number {value.text}"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return {dict: "an object", list: "a list", str: "a string", int: "a number"}.get(type(value), "no text")
