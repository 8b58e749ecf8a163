r"""The numbers of a paper: a small file names them, LaTeX macros print them, and typed ones are checked.

The file is TOML. `[model]` has p and reward (or q), or the name of a file with them; `[macros]` has a line for each
number: a quantity of best-of-N, the α of an optimal policy, or an expression, exact or with the digits asked for.

    [model]
    p = "1/5, 3/10, 1/2"
    reward = "log 6, 0, log 2"

    [macros]
    KLtwo = {value = "kl", n = 2, digits = 4}
    WinTwo = {value = "win-rate", n = 2}
    Alpha = {value = "alpha", kl = "11/100", places = 3}
    Limit = {value = "log 2 - 1/2", digits = 3}
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import attrs

from exactalign.cli.models import Model, read_model
from exactalign.cli.output import check_target
from exactalign.cli.reading import KL, REAL, read, whole
from exactalign.cli.sources import read_text, source_name
from exactalign.exceptions import ExactAlignError, InputError
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.logforms import LogForm
from exactalign.policies.tilting import AlignedFamily
from exactalign.tables.cells import number_text
from exactalign.tables.verdicts import FAILURES, SHORTFALLS, CellVerdict, check_number
from exactalign.text.markup import math_digits
from exactalign.theory.best_of_n_tables import COLUMNS, BestOfNSummary

_MODEL_KEYS = ("p", "reward", "q", "labels", "input")
_KEYS = ("value", "n", "length", "kl", "digits", "places")
_ALPHA = "alpha"
_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|[egx]?def"
    r"|(?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand(?=(?P<document>)))(?![A-Za-z])\*?"
    r"\s*\{?\s*\\(?P<name>[A-Za-z]+)\s*\}?(?:\s*\[[^\]]*\])*(?(document)\s*\{[^{}]*\})\s*(?=\{)"
)
"""What defines a macro, up to its body: with a star and arguments, by whatever command of LaTeX."""
_TYPED = re.compile(r"\\exactly\s*\{\s*(?P<name>[A-Za-z]+)\s*\}\s*(?=\{)")
_WRAPPED = re.compile(r"\\(?:ensuremath|num|mathrm|text|mathbf|textbf|boldsymbol)\s*\{(.*)\}", re.DOTALL)


@attrs.frozen
class PaperNumber:
    """One number: its macro's name, its value, and how it is printed."""

    name: str
    value: Any
    digits: int | None = None
    places: int | None = None

    def latex(self) -> str:
        r"""Return what the macro prints: a fraction or a log form, or a correctly rounded decimal.

        >>> PaperNumber("Half", LogForm.parse("log 2")).latex(), PaperNumber("Half", LogForm.parse("log 2"), 3).latex()
        ('\\ensuremath{\\log 2}', '0.693')
        """
        value = self.value.as_rational() if isinstance(self.value, LogForm) and self.value.is_rational else self.value
        text = number_text(value, self.digits, self.places, whole=True)
        if self.digits is None and self.places is None:
            if isinstance(value, LogForm):
                return rf"\ensuremath{{{value.latex()}}}"
            text = re.sub(r"^(-?)(\d+)/(\d+)$", r"\1\\frac{\2}{\3}", text)
        return text if re.fullmatch(r"[0-9.]+", text) else rf"\ensuremath{{{math_digits(text)}}}"


class Found(NamedTuple):
    """A number as it is typed in a paper, and what was found about it."""

    line: int
    name: str
    text: str
    verdict: CellVerdict
    right: str
    detail: str

    @property
    def is_wrong(self) -> bool:
        """Whether it is wrong, cut without a mark, ambiguous or missing, or cannot be read, or could not be decided."""
        return self.verdict in (*FAILURES, *SHORTFALLS)


def read_numbers(file: str, memory: int, output: str | None = None) -> list[PaperNumber]:
    """Return the numbers that a file names; raise `InputError` (and its kin) with the place of what is wrong.

    The file of a model that it names is not to be the `output`.
    """
    name = source_name(file)
    try:
        content = tomllib.loads(read_text(file), parse_float=lambda text: _no_float(text, name))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: malformed TOML: {error}") from None
    except RecursionError:
        raise InputError(f"{name}: malformed TOML: it is nested too deep") from None
    except ExactAlignError:
        raise
    except ValueError:  # the one limit of Python's own integers
        raise InputError(f"{name}: a whole number has over 4,300 digits: write it as a text") from None
    for key in content:
        if key not in ("model", "macros"):
            raise InputError(f"{name}: unknown section {key!r}: the sections are model and macros")
    macros = content.get("macros")
    if not isinstance(macros, dict) or not macros:
        raise InputError(f'{name}: there are no [macros]: give lines as KLtwo = {{value = "kl", n = 2, digits = 4}}')
    model = _model(content["model"], file, name, output) if "model" in content else None
    return [_number(key, entry, model, name, memory) for key, entry in macros.items()]


def macros_of(numbers: list[PaperNumber], file: str) -> str:
    r"""Return the .tex file: a `\newcommand` for every number, and `\exactly`, which marks typed ones."""
    lines = [
        f"% Written by: exactalign tex {source_name(file)}",
        "% Every digit is right. Change that file rather than this one.",
        r"\providecommand{\exactly}[2]{#2}% \exactly{NAME}{0.123}: a typed number that --check compares with NAME",
    ]
    return "\n".join([*lines, *(rf"\newcommand{{\{number.name}}}{{{number.latex()}}}" for number in numbers)])


def check_paper(numbers: list[PaperNumber], paper: str) -> tuple[list[Found], list[str]]:
    r"""Return what was found about every typed number of a paper, and the names that it has from the macros.

    Typed are `\newcommand{\NAME}{0.123}` (or `\def`) and `\exactly{NAME}{0.123}`. Raises `InputError` for a name that
    the file lacks, and for a paper that has none of the numbers: such a check could not fail.
    """
    source = source_name(paper)
    text = _without_comments(read_text(paper))
    known = {number.name: number for number in numbers}
    found = []
    for place, name, body, is_marked in _typed(text):
        line = text.count("\n", 0, place) + 1
        if name not in known:
            if is_marked:
                raise InputError(f"{source}: line {line}: \\exactly{{{name}}}: the file has no number {name}")
            continue
        number = known[name]
        verdict, right, detail = check_number(_bare(body), number.value)[:3]
        found.append(Found(line, name, body, verdict, right, detail))
    typed = {entry.name for entry in found}
    used = [name for name in known if name not in typed and re.search(rf"\\{name}(?![A-Za-z])", text)]
    if not found and not used:
        raise InputError(
            f"{source} has none of the numbers: no \\NAME, no \\newcommand{{\\NAME}}{{…}}, no \\exactly{{NAME}}{{…}}"
        )
    return found, used


def _model(content: Any, file: str, name: str, output: str | None) -> Model:
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise InputError(f'{name}: [model] has texts only: p = "1/5, 3/10, 1/2" and reward = "log 6, 0, log 2"')
    for key in content:
        if key not in _MODEL_KEYS:
            raise InputError(f"{name}: unknown key {key!r} in [model]: the keys are {', '.join(_MODEL_KEYS)}")
    beside = content.get("input")
    if beside is not None and file != "-":
        beside = str(Path(file).parent / beside)
    check_target(output, read=[beside])
    try:
        typed = {key: content.get(key) for key in ("p", "reward", "q", "labels")}
        return read_model(**typed, file=beside)
    except ExactAlignError as error:
        raise type(error)(f"{name}: [model]: {str(error).replace('--input', 'input')}") from None


def _number(key: str, entry: Any, model: Model | None, name: str, memory: int) -> PaperNumber:
    where = f"{name}: {key}"
    if not re.fullmatch(r"[A-Za-z]+", key):
        raise InputError(f"{where}: the name of a macro has letters only")
    if not isinstance(entry, Mapping) or not isinstance(entry.get("value"), str):
        raise InputError(f'{where}: write {key} = {{value = "kl", n = 2, digits = 4}}')
    for option in entry:
        if option not in _KEYS:
            raise InputError(f"{where}: unknown key {option!r}: the keys are {', '.join(_KEYS)}")
    digits = _count(entry, "digits", where, 1, MAX_DIGITS)
    places = _count(entry, "places", where, 0, MAX_DIGITS)
    if digits is not None and places is not None:
        raise InputError(f"{where}: digits and places are both given: give one of them")
    value = _value(entry, model, where, memory)
    if digits is None and places is None and isinstance(value, Refinable) and not isinstance(value, LogForm):
        raise InputError(f"{where}: it has no exact form: give digits or places")
    return PaperNumber(key, value, digits, places)


def _value(entry: Mapping[str, Any], model: Model | None, where: str, memory: int) -> object:
    wanted = entry["value"].strip()
    n, length = _count(entry, "n", where, 1), _count(entry, "length", where, 1)
    takes = ("n", "length") if wanted in COLUMNS else ("kl",) if wanted == _ALPHA else ()
    for option in ("n", "length", "kl"):
        if option in entry and option not in takes:
            raise InputError(f"{where}: {option} does not belong to {wanted}")
    if not takes:
        try:
            return read(wanted, where, REAL)
        except ExactAlignError as error:
            named = ", ".join((*COLUMNS, _ALPHA))
            raise InputError(f"{error}; the names of values are {named}") from None
    if model is None:
        raise InputError(f"{where}: {wanted} needs a [model]")
    if wanted == _ALPHA:
        if not isinstance(entry.get("kl"), str):
            raise InputError(f'{where}: alpha needs a KL budget: kl = "11/100"')
        alpha = AlignedFamily(model.reference, model.reward).align(read(entry["kl"], f"{where}: kl", KL)).alpha
        if alpha is None:
            raise InputError(f"{where}: there is no α: no tilt uses the budget up, or the reward is constant")
        return alpha
    if n is None:
        raise InputError(f"{where}: {wanted} needs n")
    return COLUMNS[wanted][1](BestOfNSummary(model.reference, model.reward, n, length or 1, memory=memory))


def _count(entry: Mapping[str, Any], key: str, where: str, least: int, most: int | None = None) -> int | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise InputError(f"{where}: {key} is {value!r}: give a whole number")
    return read(str(value), f"{where}: {key}", whole(least, most))


def _no_float(text: str, name: str) -> NoReturn:
    raise InputError(f'{name} has the number {text}: write the string "{text}" to mean it exactly')


def _typed(text: str) -> Iterator[tuple[int, str, str, bool]]:
    """Every definition and every marked number: its place, name and body, and whether it is marked."""
    for pattern, is_marked in ((_DEFINITION, False), (_TYPED, True)):
        for match in pattern.finditer(text):
            body = _group(text, match.end())
            if body is not None:
                yield match.start(), match["name"], body, is_marked


def _group(text: str, start: int) -> str | None:
    """What stands in the braces that open at a place; None when they do not close."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0) if text[place - 1] != "\\" else 0
        if not depth:
            return text[start + 1 : place]
    return None


def _bare(body: str) -> str:
    """A number without what only sets it in type."""
    body = body.strip()
    while True:
        wrapped = _WRAPPED.fullmatch(body)
        shorter = (wrapped[1] if wrapped else body.strip("$") if body.startswith("$") else body).strip()
        if shorter == body:
            return body
        body = shorter


def _without_comments(text: str) -> str:
    """LaTeX without its comments, line by line, so that places stay."""
    return "\n".join(re.sub(r"(?<!\\)((?:\\\\)*)%.*", r"\1", line) for line in text.split("\n"))
