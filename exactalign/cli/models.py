"""Reading a model (a reference and a reward) from options or from a file, strictly and exactly.

Typed lists and CSV cells are texts; JSON numbers with a point or an exponent are refused, since a program
that wrote them most likely rounded. Every refusal says where, and what would be right.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import attrs

from exactalign.cli.sources import read_text, source_name
from exactalign.exceptions import ExactAlignError, InputError, OutcomeError, TooLarge
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.rationals import rational
from exactalign.text.articles import with_number
from exactalign.text.delimited import delimited
from exactalign.text.json_objects import members

MAX_OUTCOMES = 250_000
"""Most outcomes of a model that a command takes: to read a million and to rank them takes a minute."""

MAX_MODEL_FILE = 32_000_000
"""Longest file of a model, in bytes: once read, it takes ten times of that."""

_LONGEST_WHOLE = 4000
_Built = TypeVar("_Built")


@attrs.frozen
class Model:
    """A reference distribution and a reward on the same outcomes, in the same order."""

    reference: Distribution
    reward: Reward

    @property
    def labels(self) -> tuple[object, ...]:
        """The outcomes: 0, 1, … unless they were named."""
        return self.reference.outcomes


@attrs.frozen
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
    for name, value in (("--p", p), ("--q" if reward is None else "--reward", score)):
        if not value.strip():
            raise InputError(f"{name} is empty: give a number for each outcome, with commas between them")
    columns = _Columns(
        "", p.split(","), score.split(","), labels.split(",") if labels is not None else None, q is not None
    )
    if len(columns.p) != len(columns.score):
        other = "--q" if columns.is_q else "--reward"
        raise OutcomeError(f"{other} has {_entries(columns.score)} but --p has {len(columns.p)}")
    if columns.labels is not None and len(columns.labels) != len(columns.p):
        raise OutcomeError(f"--labels has {_entries(columns.labels)} but --p has {len(columns.p)}")
    return _model(columns)


def _model(columns: _Columns) -> Model:
    if len(columns.p) > MAX_OUTCOMES:
        raise TooLarge(
            f"{columns.source or '--p'}: the model has {len(columns.p):,} outcomes, over the limit of "
            f"{MAX_OUTCOMES:,}: put outcomes of equal reward together, or build the model in Python"
        )
    labels = _labels(columns)
    origin = f"{columns.source}: " if columns.source else ""
    mine = "p" if columns.source else "--p"
    p = [_number(value, columns.where("p", i)) for i, value in enumerate(columns.p)]
    with_place = f"{origin}{mine}"
    reference = placed(with_place, lambda: Distribution.from_probabilities(p, labels))
    if columns.is_q:
        q = [_number(value, columns.where("score", i)) for i, value in enumerate(columns.score)]
        with_place = f"{origin}q" if columns.source else "--q"
        alignment = placed(with_place, lambda: Distribution.from_probabilities(q, labels))
        return Model(reference, placed(with_place, lambda: Reward.log_of(alignment)))
    values = [_log_form(value, columns.where("score", i)) for i, value in enumerate(columns.score)]
    return Model(reference, Reward.values(values, labels))


def _labels(columns: _Columns) -> list[str | int]:
    default: list[str | int] = list(range(len(columns.p)))
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


def _label(value: Any, where: str) -> str | int:
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


def _number(value: Any, where: str) -> Fraction:
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
    return LogForm.of(placed(where, lambda: LogForm.parse(value.strip())))


def _not_exact(value: Any, where: str) -> InputError:
    if isinstance(value, _JsonDecimal):
        return InputError(
            f'{where} is the JSON number {value.text}: write the string "{value.text}" to mean it exactly'
        )
    return InputError(f'{where} is {_json_name(value)}: give a string such as "1/5", or a whole number')


def placed(where: str, build: Callable[[], _Built]) -> _Built:
    """Call `build`, and say in its errors where the values came from."""
    try:
        return build()
    except ExactAlignError as error:
        message = str(error).removesuffix(" (from_weights normalises exactly)")  # advice for Python only
        raise type(error)(f"{where}: {message}") from None


def _entries(values: Sequence[Any]) -> str:
    return f"{len(values)} entry" if len(values) == 1 else f"{len(values)} entries"


def _read_file(file: str) -> _Columns:
    name = source_name(file)
    text = read_text(file, MAX_MODEL_FILE)
    suffix = Path(file).suffix.lower()
    is_json = suffix == ".json" or (suffix != ".csv" and text.lstrip()[:1] in ("[", "{"))
    return _from_json(text, name) if is_json else _from_csv(text, name)


def _from_csv(text: str, name: str) -> _Columns:
    rows: list[list[str]] = []
    try:
        for number, record in delimited(text):
            rows.append(record)
            if len(record) != len(rows[0]):
                given = with_number(len(record), "cell")
                raise InputError(f"line {number} has {given} but the header has {len(rows[0])}")
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
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


@attrs.frozen
class _JsonDecimal:
    """A JSON number with a point or an exponent, as it stands in the file."""

    text: str


def _from_json(text: str, name: str) -> _Columns:
    def whole(digits: str) -> int | str:
        return int(digits) if len(digits) <= _LONGEST_WHOLE else digits

    def constant(word: str) -> NoReturn:
        raise InputError(f"{word} is no number")

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
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
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


def golden_rewards(text: str, model: Model) -> Reward:
    """Return the golden rewards that were typed for the outcomes of a model."""
    parts = text.split(",")
    if len(parts) != len(model.labels):
        raise OutcomeError(f"--golden has {_entries(parts)} but there are {len(model.labels)} outcomes")
    values = [_log_form(part, f"--golden entry {i}") for i, part in enumerate(parts, 1)]
    return Reward.values(values, model.labels)
