r"""Numbers as people print them: `49/625`, `\frac{49}{625}`, `7.84\%`, `0.078(3)`, `1.2 \times 10^{-3}`.

Reading is strict: what could be meant in two ways (a thousands separator or a decimal comma, a mixed
number) is refused with the reason. `printed_tables` reads every cell through `read_number`.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from exactalign.exceptions import ExactAlignError, InputError
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.rationals import MAX_DIGITS, rational
from exactalign.text.latex import commands

_MAX_NESTING = 50
_WRAPPER = re.compile(
    r"text(bf|it|rm|sf|tt|up|normal)?|emph|math(bf|rm|it|sf|tt)|boldsymbol|bm|mbox|ensuremath|num|underline"
)
_FRAC = re.compile(r"[tdc]?frac|nicefrac|sfrac")
_SILENT = re.compile(r"left|right|[bB]igg?[lr]?|(display|text)style|bfseries|itshape|boldmath|centering|\w*small")
_SYMBOLS = commands() | {
    "pm": "±",
    "times": "×",
    "cdot": "·",
    "ldots": "…",
    "dots": "…",
    "cdots": "…",
    "textellipsis": "…",
    "infty": "∞",
    "approx": "≈",
    "sim": "~",
    "log": " log ",
    "ln": " ln ",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "quad": " ",
    "qquad": " ",
}
_SIGNS = str.maketrans({"−": "-", "⁄": "/", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_UNSIGNED = r"(?:[0-9]+(?:\.([0-9]*))?|\.([0-9]+))"
_DECIMAL = re.compile(rf"([+-]?{_UNSIGNED})(?:\(([0-9]+)\))?(?:[eE]([+-]?[0-9]{{1,6}}))?(…|\.\.\.)?(?: ?(%))?")
_SCIENTIFIC = re.compile(r" ?[×·*] ?10\^\(?([+-]?[0-9]+)\)?")
_GROUPED_FRACTION = re.compile(r"([+-]?) ?\(([0-9]+)/([0-9]+)\)")
_FRACTION = re.compile(r"[+-]?[0-9]+ ?/ ?[0-9]+")
_INFINITY = re.compile(r"([+-]?) ?(?:oo|∞|inf|infinity)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed: its value, to how many decimal places (None: exact), and what stands beside it.

    `places` counts places of the value, so that 7.84% has four; `cut` says that "…" follows the digits.
    """

    text: str
    value: Fraction | LogForm | Infinity
    places: int | None = None
    error: Fraction | None = None
    cut: bool = False
    percent: bool = False
    significant: int | None = None
    """The number of digits of a number printed with an exponent."""


def read_number(text: str) -> PrintedNumber:
    r"""Read one printed number: a fraction, decimal, percentage, log form or infinity, and its error.

    Accepted: plain, Markdown and LaTeX spellings; an error as `± 0.001` or `(3)` (in units of the last
    digit); digits that end in "…"; `≈` in front. Raises `InputError` saying why the text is no number.

    >>> read_number(r"$\frac{49}{625}$").value, read_number("7.84%").value, read_number("0.078(3)").error
    (Fraction(49, 625), Fraction(49, 625), Fraction(3, 1000))
    """
    if len(text) > MAX_DIGITS:
        raise InputError(f"the cell has {len(text)} characters: the limit is {MAX_DIGITS}")
    plain = " ".join(plain_text(text).translate(_SIGNS).split())
    plain = re.sub(r"^[≈~] ?", "", _unwrapped(plain))
    plain = re.sub(r"(?<=[0-9]) ?…", "…", _SCIENTIFIC.sub(r"e\1", plain))
    try:
        return _read(plain, text)
    except InputError:
        raise
    except ExactAlignError as error:
        raise InputError(str(error)) from None


def plain_text(text: str) -> str:
    r"""Return text with its LaTeX markup read away: `$y_{1} = 0$` becomes `y_1 = 0`.

    Unknown commands stay as they are. Raises `InputError` for braces nested past any sense.

    >>> plain_text(r"$\textbf{50\%}$"), plain_text(r"\frac12"), plain_text("$y_{1} = 0$")
    ('50%', '(1/2)', 'y_1 = 0')
    """
    if not re.search(r"[\\${}~]", text):
        return text
    return _Latex(text).group(0)


class _Latex:
    """A reader of the little LaTeX that stands in table cells."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def group(self, depth: int) -> str:
        """Read up to the closing brace of this depth, or to the end."""
        if depth > _MAX_NESTING:
            raise InputError(f"braces are nested more than {_MAX_NESTING} deep")
        parts: list[str] = []
        while self.position < len(self.text):
            character = self.text[self.position]
            if character == "}" and depth:
                self.position += 1
                break
            parts.append(self.item(depth))
        return "".join(parts)

    def item(self, depth: int) -> str:
        character = self.text[self.position]
        self.position += 1
        if character == "{":
            return self.group(depth + 1)
        if character == "\\":
            return self.command(depth)
        return {"$": "", "~": " ", "}": ""}.get(character, character)

    def command(self, depth: int) -> str:
        found = re.compile(r"([A-Za-z]+)\s*|(.)", re.DOTALL).match(self.text, self.position)
        if found is None:
            return "\\"
        self.position = found.end()
        name, symbol = found.groups()
        if symbol is not None:
            return {"(": "", ")": "", "[": "", "]": "", "!": "", "/": "", ",": " ", ";": " ", ":": " "}.get(
                symbol, symbol
            )
        if _FRAC.fullmatch(name):
            return f"({self.argument(depth)}/{self.argument(depth)})"
        if _WRAPPER.fullmatch(name):
            return self.argument(depth)
        if _SILENT.fullmatch(name):
            return ""
        return _SYMBOLS.get(name, f"\\{found[0]}")

    def argument(self, depth: int) -> str:
        while self.text[self.position : self.position + 1].isspace():
            self.position += 1
        if depth > _MAX_NESTING:
            raise InputError(f"commands are nested more than {_MAX_NESTING} deep")
        return self.item(depth + 1) if self.position < len(self.text) else ""


def _unwrapped(plain: str) -> str:
    """Markdown emphasis around the whole cell is no part of the number."""
    found = re.fullmatch(r"(\*\*|__|\*|_|`)(.+)\1", plain)
    return found[2].strip() if found else plain


def _read(plain: str, text: str) -> PrintedNumber:
    if not plain:
        raise InputError("the cell is empty")
    infinite = _INFINITY.fullmatch(plain)
    if infinite:
        return PrintedNumber(text, Infinity(-1 if infinite[1] == "-" else 1))
    grouped = _GROUPED_FRACTION.fullmatch(plain)
    if grouped:
        plain = f"{grouped[1]}{grouped[2]}/{grouped[3]}"
    if _FRACTION.fullmatch(plain):
        return PrintedNumber(text, rational(plain, "the cell"))
    if re.search(r"\b(log|ln)\b", plain):
        return PrintedNumber(text, LogForm.parse(plain))
    if "±" in plain or "+/-" in plain:
        return _with_error(plain.replace("+/-", "±"), text)
    return _decimal(plain, text)


def _with_error(plain: str, text: str) -> PrintedNumber:
    found = re.fullmatch(r"\((.+)\) ?%", plain)  # (7.8 ± 0.1)%
    left, _, right = (found[1] if found else plain).partition("±")
    value, error = _decimal(left.strip(), text), _decimal(right.strip(), text)
    if found and not (value.percent or error.percent):
        value, error = _decimal(f"{left.strip()}%", text), _decimal(f"{right.strip()}%", text)
    if value.percent != error.percent:
        raise InputError("it is unclear what the % belongs to: write 7.8% ± 0.1% or (7.8 ± 0.1)%")
    assert isinstance(value.value, Fraction)
    assert isinstance(error.value, Fraction)
    if error.value < 0 or value.error is not None or error.error is not None or value.cut or error.cut:
        raise InputError("the stated error is no plain number")
    return PrintedNumber(text, value.value, value.places, error.value, False, value.percent, value.significant)


def _decimal(plain: str, text: str) -> PrintedNumber:
    found = _DECIMAL.fullmatch(plain)
    if found is None:
        if re.fullmatch(r"[+-]?[0-9]{1,3}([,' ][0-9]{3})+(\.[0-9]*)?%?", plain) or re.search(r"[0-9],[0-9]", plain):
            raise InputError("a comma or space between digits (thousands or decimals?) is not read: write 1234.5")
        raise InputError("it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001")
    digits, after, only, uncertain, exponent, cut, percent = found.groups()
    shift = int(exponent or 0) - (2 if percent else 0)
    if abs(shift) > MAX_DIGITS:
        raise InputError(f"exponents past {MAX_DIGITS} are not read")
    places = len(after or only or "") - shift
    significant = len(re.sub(r"\D", "", digits).lstrip("0")) or 1
    return PrintedNumber(
        text,
        rational(digits) * Fraction(10) ** shift,
        places,
        None if uncertain is None else rational(uncertain) * Fraction(10) ** -places,
        cut is not None,
        percent is not None,
        None if exponent is None else significant,
    )
