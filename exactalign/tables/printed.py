r"""Numbers as people print them: `49/625`, `\frac{49}{625}`, `7.84\%`, `0.078(3)`, `1.5·10⁻³`, `[0.41, 0.45]`.

Reading is strict. A cell that can mean two numbers has two readings, both judged by `verdicts`; a mark of a footnote is
set aside, and said to be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

import attrs

from exactalign.exceptions import ExactAlignError, InputError
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.rationals import MAX_DIGITS, rational
from exactalign.tables.grouping import Commas, spellings, ungrouped
from exactalign.text.latex_reader import latex_to_text

_SIGNS = str.maketrans({"−": "-", "⁄": "/", "⋅": "·", "∙": "·", "＜": "<", "＞": ">", "∞": "∞"})
_RAISED = re.compile("[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_VULGAR = re.compile("(?<![0-9])[¼½¾⅐-⅞](?![0-9])")  # 1½ is not 11/2
_DIGITS = r"(?:[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*|[0-9][0-9,']*(?:\.[0-9]*)?|\.[0-9]+)"
_NUMBER = rf"[+-]?{_DIGITS}(?:[eE][+-]?[0-9]{{1,6}})?%?"
# A bracket after a bare point is the period of a decimal: 0.(3) is a third.
_DECIMAL = re.compile(rf"([+-]?{_DIGITS})(?:(?<![.,'])\(([0-9]+)\))?(?:[eE]([+-]?[0-9]{{1,6}}))?(…|\.\.\.)?(?: ?(%))?")
_SCIENTIFIC = re.compile(r" ?[×·*x] ?10(?:\^|\*\*)\(?([+-]?[0-9]+)\)?")
_GROUPED_FRACTION = re.compile(r"([+-]?) ?\(([0-9]+)/([0-9]+)\)")
_FRACTION = re.compile(r"[+-]?[0-9]+ ?/ ?[0-9]+")
_INFINITY = re.compile(r"([+-]?) ?(?:oo|∞|inf|infinity)", re.IGNORECASE)
_MARKS = re.compile(
    r"(?: ?\^?(?:\*+(?![*0-9])|[†‡§¶‖#✓★☆]+|\^\(?[A-Za-z]{1,2}\)?|\[\^[^\[\]]+\])| ?\((?:[†‡§¶*]+)\)| ?[↑↓▲▼])+$"
)
_UNIT = re.compile(r" ?(?:(nats?)|(bits?|shannons?)|(percent|pct\.?))$", re.IGNORECASE)
_RELATION = re.compile(r"(<=|>=|<|>|≤|≥|⩽|⩾|≲|≳) ?")
_RAISED_NUMBER = re.compile(rf"({_NUMBER})\^\(?([+-]?)([0-9]+)\)?")
_INTERVAL = re.compile(
    rf"(?:(?P<value>\S.*?) ?)?[\[(] ?(?:[0-9]{{2}} ?% ?(?:CI)?[:,]? ?)?(?P<low>{_NUMBER}) ?(?:[,;] |[,;]|–|—| to )"
    rf" ?(?P<high>{_NUMBER}) ?[\])] ?(?P<percent>%?)"
)
_CHANGE = re.compile(rf"(?P<value>.+?) ?\((?P<aside>[+-] ?{_DIGITS} ?%?|[↑↓▲▼] ?{_DIGITS} ?%?|{_DIGITS} ?%? ?[↑↓▲▼])\)")
_SPREAD = re.compile(rf"(?P<value>.+?)(?: \((?P<after>{_DIGITS}%?)\)|_\(?(?P<below>[0-9]*\.[0-9]+%?)\)?)")
_UNEQUAL = re.compile(
    rf"(?P<value>.+?)(?:\^\(?\+(?P<up>{_DIGITS})\)?_\(?-(?P<down>{_DIGITS})\)?|_\(?-(?P<down2>{_DIGITS})\)?\^\(?\+(?P<up2>{_DIGITS})\)?)"
)
_SCALED_PAIR = re.compile(
    rf"\((?P<pair>{_NUMBER} ?± ?{_NUMBER})\) ?(?:[eE](?P<power>[+-]?[0-9]{{1,4}}))? ?(?P<percent>%?)"
)
_MISSING = frozenset(
    {"", "-", "--", "---", "–", "—", "−", "n/a", "na", "n.a.", "none", "null", "·", "…", "...", "/", "?"}
)


@attrs.frozen
class PrintedNumber:
    """A number as printed: its value, to how many decimal places (None: exact), and what stands beside it.

    `places` counts places of the value, so that 7.84% has four; `cut` says that "…" follows the digits.
    """

    text: str
    value: Fraction | LogForm | Infinity | None
    """None for an interval alone."""
    places: int | None = None
    error: Fraction | None = None
    cut: bool = False
    percent: bool = False
    significant: int | None = None
    """The number of digits of a number printed with an exponent."""
    bounds: tuple[Fraction, Fraction] | None = None
    """The ends of a stated interval."""
    relation: str = ""
    """One of <, ≤, >, ≥ where the cell gives a bound, as "<0.001" does."""
    unit: str = ""
    """"nat" or "bit", where the cell says so."""
    aside: str = ""
    """What stands in the cell and is not judged: the mark of a footnote, a change in parentheses."""

    def in_percent(self) -> PrintedNumber:
        """Return the number that is meant where the column is in percent: itself, if it has its own sign."""
        if self.percent:
            return self
        hundredth = Fraction(1, 100)
        if self.value is not None and not isinstance(self.value, Fraction):
            return self
        return attrs.evolve(
            self,
            percent=True,
            value=None if self.value is None else self.value * hundredth,
            places=None if self.places is None else self.places + 2,
            error=None if self.error is None else self.error * hundredth,
            bounds=None if self.bounds is None else (self.bounds[0] * hundredth, self.bounds[1] * hundredth),
        )


def is_missing(text: str) -> bool:
    """Return whether a cell is empty, or holds a dash or "n/a" only.

    >>> is_missing("—"), is_missing("0")
    (True, False)
    """
    return text.strip().casefold() in _MISSING


def read_number(text: str) -> PrintedNumber:
    r"""Read one printed number: a fraction, decimal, percentage, log form, infinity or interval, and its error.

    Accepted: plain, Markdown and LaTeX spellings; an error as `± 0.001` or `(3)` (in units of the last digit); a unit;
    marks of footnotes; digits that end in "…"; `≈` or `<` in front. Raises `InputError` saying why the text
    is no number, or that it can be two.

    >>> read_number(r"$\frac{49}{625}$").value, read_number("7.84%").value, read_number("0.078(3)").error
    (Fraction(49, 625), Fraction(49, 625), Fraction(3, 1000))
    """
    found = source_readings(text)
    if len(found) > 1:
        raise InputError(f"it is ambiguous: {' or '.join(dict.fromkeys(map(meaning, found)))}?")
    return found[0]


def source_readings(text: str) -> tuple[PrintedNumber, ...]:
    r"""Return every number that a cell of no known format can mean, LaTeX and emphasis around it read away.

    >>> [number.value for number in source_readings(r"$\frac12$")]
    [Fraction(1, 2)]
    """
    return readings(_source_text(text), text=text)


def readings(plain: str, commas: Commas = Commas.UNSAID, *, text: str | None = None) -> tuple[PrintedNumber, ...]:
    """Return every number that a cell can mean, as plain text (see `read_number` for what is accepted).

    >>> [number.value for number in readings("12,345")], len(readings("0.43 (0.02)"))
    ([Fraction(12345, 1), Fraction(2469, 200)], 2)
    >>> [meaning(number) for number in readings("0.3(3)")]
    ['0.3 ± 0.3', '1/3']
    """
    if len(plain) > MAX_DIGITS:
        raise InputError(f"the cell has {len(plain)} characters: the limit is {MAX_DIGITS}")
    source = plain if text is None else text
    try:
        found = _Reader(source, commas).cell(_normalised(plain))
    except InputError:
        raise
    except ExactAlignError as error:
        raise InputError(str(error)) from None
    return tuple(dict.fromkeys(found))


def meaning(number: PrintedNumber) -> str:
    """Return one reading in words, to tell it from another.

    >>> meaning(readings("0.43 (0.02)")[0])
    '0.43 ± 0.02'
    """
    value = _short(number.value) if isinstance(number.value, Fraction) else str(number.value or "an interval")
    if number.percent and isinstance(number.value, Fraction):
        value = f"{_short(number.value * 100)}%"
    if number.error is not None:
        value += f" ± {_short(number.error * (100 if number.percent else 1))}"
    return f"{value} beside {number.aside}" if number.aside else value


def _short(value: Fraction) -> str:
    """A decimal where it ends soon: readings are decimals or fractions of few digits."""
    for places in range(7):
        if (value * 10**places).denominator == 1:
            whole = abs(int(value * 10**places))
            digits = str(whole).rjust(places + 1, "0") if whole < 10**20 else "a long number"
            point = f"{digits[:-places]}.{digits[-places:]}" if places and whole < 10**20 else digits
            return ("-" if value < 0 else "") + point
    return str(value) if value.denominator < 10**20 and abs(value.numerator) < 10**20 else "a long number"


def _source_text(text: str) -> str:
    """A cell of unknown format: LaTeX and emphasis around all of it are read away."""
    if len(text) > MAX_DIGITS:
        raise InputError(f"the cell has {len(text)} characters: the limit is {MAX_DIGITS}")
    plain = latex_to_text(text).strip()
    found = re.fullmatch(r"(\*\*|__|\*|_|`)(.+)\1", plain)
    return found[2].strip() if found else plain


def _normalised(plain: str) -> str:
    plain = ungrouped(plain).translate(_SIGNS)
    plain = _VULGAR.sub(lambda found: unicodedata.normalize("NFKC", found[0]).replace("⁄", "/"), plain)
    plain = _RAISED.sub(lambda found: "^" + unicodedata.normalize("NFKC", found[0]).replace("−", "-"), plain)
    plain = re.sub(r"^[≈~≃≅] ?|^ca\. ?", "", " ".join(plain.split()))
    plain = re.sub(r"^–(?=[0-9.])", "-", plain)
    return re.sub(r"(?<=[0-9]) ?…", "…", plain).replace("+/-", "±").replace("+-", "±")


class _Reader:
    """Reads one cell, from the outside inwards; every method returns all readings."""

    def __init__(self, text: str, commas: Commas) -> None:
        self.text = text
        self.commas = commas

    def cell(self, plain: str) -> list[PrintedNumber]:
        if is_missing(plain):
            raise InputError("the cell is empty")
        marks = _MARKS.search(plain)
        if marks is not None and marks.start():
            aside = marks[0].strip()
            return [attrs.evolve(number, aside=aside) for number in self.cell(plain[: marks.start()].strip())]
        change = _CHANGE.fullmatch(plain)
        if change is not None:
            return [attrs.evolve(n, aside=f"({change['aside']})") for n in self.cell(change["value"].strip())]
        unit = _UNIT.search(plain)
        if unit is not None and unit.start():
            inner = plain[: unit.start()].strip()
            if unit[3]:
                return self.cell(f"({inner})%" if "±" in inner else f"{inner}%")
            return [attrs.evolve(number, unit="nat" if unit[1] else "bit") for number in self.cell(inner)]
        relation = _RELATION.match(plain)
        if relation is not None:
            sign = {"<=": "≤", ">=": "≥", "⩽": "≤", "⩾": "≥", "≲": "≤", "≳": "≥"}.get(relation[1], relation[1])
            return [attrs.evolve(number, relation=sign) for number in self.cell(plain[relation.end() :])]
        return self.number(plain)

    def number(self, plain: str) -> list[PrintedNumber]:
        infinite = _INFINITY.fullmatch(plain)
        if infinite:
            return [PrintedNumber(self.text, Infinity(-1 if infinite[1] == "-" else 1))]
        grouped = _GROUPED_FRACTION.fullmatch(plain)
        if grouped:
            plain = f"{grouped[1]}{grouped[2]}/{grouped[3]}"
        if _FRACTION.fullmatch(plain):
            return [PrintedNumber(self.text, rational(plain, "the cell"))]
        if re.search(r"\b(log|ln)\b", plain):
            return [PrintedNumber(self.text, LogForm.parse(plain))]
        plain = _SCIENTIFIC.sub(r"e\1", plain)
        if "±" in plain:
            return self.with_error(plain)
        interval = _INTERVAL.fullmatch(plain)
        if interval is not None:
            return self.with_interval(interval)
        unequal = _UNEQUAL.fullmatch(plain)
        if unequal is not None:
            return self.with_unequal(unequal)
        raised = _RAISED_NUMBER.fullmatch(plain)
        if raised is not None:
            return self.raised(raised)
        spread = _SPREAD.fullmatch(plain)
        if spread is not None:
            beside = spread["after"] or spread["below"]
            aside = f"({beside})" if spread["after"] else f"the subscript {beside}"
            alone = [attrs.evolve(number, aside=aside) for number in self.decimal(spread["value"])]
            return [*self.with_error(f"{spread['value']}±{beside}"), *alone]
        return self.decimal(plain)

    def with_error(self, plain: str) -> list[PrintedNumber]:
        pair = _SCALED_PAIR.fullmatch(plain)  # (7.8 ± 0.1)%, (1.5 ± 0.1)e-3
        if pair is not None:
            left, _, right = pair["pair"].partition("±")
            end = (f"e{pair['power']}" if pair["power"] else "") + pair["percent"]
            if not (pair["percent"] and "%" in pair["pair"]):
                return self.with_error_of(left.strip() + end, right.strip() + end)
            plain = pair["pair"]
        left, _, right = plain.partition("±")
        if right.endswith(")") and left.endswith("("):  # 0.43 (± 0.02)
            left, right = left[:-1], right[:-1]
        value, error = left.rstrip(" _^"), right.strip(" ()")
        if left.rstrip()[-1:] in ("_", "^") and error.endswith("%") and not value.endswith("%"):
            value += "%"  # after a small ± 0.1 the sign stands behind the whole
        return self.with_error_of(value, error)

    def with_error_of(self, left: str, right: str) -> list[PrintedNumber]:
        found = []
        for value in self.decimal(left.strip()):
            for error in self.decimal(right):
                if value.percent != error.percent:
                    raise InputError("it is unclear what the % belongs to: write 7.8% ± 0.1% or (7.8 ± 0.1)%")
                assert isinstance(error.value, Fraction)
                if error.value < 0 or value.error is not None or error.error is not None or value.cut or error.cut:
                    raise InputError("the stated error is no plain number")
                found.append(attrs.evolve(value, error=error.value))
        return found

    def with_interval(self, found: re.Match[str]) -> list[PrintedNumber]:
        value = found["value"]
        if value is not None and not re.search("[0-9]", value):
            raise InputError(_NO_NUMBER)
        percent = found["percent"]
        ends = [self.decimal(found[end] + ("" if found[end].endswith("%") else percent)) for end in ("low", "high")]
        values: list[PrintedNumber | None] = [None] if value is None else [*self.decimal(value)]
        result = []
        for low, high, number in ((low, high, n) for low in ends[0] for high in ends[1] for n in values):
            assert isinstance(low.value, Fraction)
            assert isinstance(high.value, Fraction)
            in_percent = low.percent or high.percent
            first = low.value / 100 if in_percent and not low.percent else low.value
            last = high.value / 100 if in_percent and not high.percent else high.value
            if number is not None and number.percent and not in_percent:
                first, last = first / 100, last / 100
            elif number is not None and in_percent and not number.percent:
                raise InputError("it is unclear what the % belongs to: give one to every number")
            if first > last:
                raise InputError("the ends of the interval stand in the wrong order")
            if number is None:
                result.append(PrintedNumber(self.text, None, percent=in_percent, bounds=(first, last)))
            else:
                result.append(attrs.evolve(number, bounds=(first, last)))
        return result

    def with_unequal(self, found: re.Match[str]) -> list[PrintedNumber]:
        result = []
        for number in self.decimal(found["value"]):
            value = number.value
            assert isinstance(value, Fraction)
            scale = Fraction(1, 100) if number.percent else 1
            up, down = rational(found["up"] or found["up2"]), rational(found["down"] or found["down2"])
            result.append(attrs.evolve(number, bounds=(value - down * scale, value + up * scale)))
        return result

    def raised(self, found: re.Match[str]) -> list[PrintedNumber]:
        """A number with a raised number: ten or two to a negative power, else a power or the mark of a footnote."""
        base, sign, digits = found.groups()
        if len(digits) > 4:
            raise InputError("exponents of over four digits are not read")
        if base in ("10", "+10", "-10"):
            power = self.decimal(f"{base[:-2]}1e{sign}{digits}")
        elif re.fullmatch(r"[+-]?[0-9]+", base) and int(base):
            power = [PrintedNumber(self.text, Fraction(int(base)) ** int(f"{sign}{digits}"))]
        elif sign:
            raise InputError(_NO_NUMBER)
        else:
            power = [PrintedNumber(self.text, rational(base.rstrip("%").replace(",", "")) ** int(digits))]
        if sign:
            return power
        return [*power, *(attrs.evolve(number, aside=f"the mark {digits}") for number in self.decimal(base))]

    def decimal(self, plain: str) -> list[PrintedNumber]:
        found = _DECIMAL.fullmatch(plain)
        if found is None:
            if re.search(r"[0-9][,' ][0-9]", plain):
                raise InputError("a comma or space between digits (thousands or decimals?) is not read: write 1234.5")
            raise InputError(_NO_NUMBER)
        read = [self.one(spelled, found) for spelled in spellings(found[1], self.commas)]
        return [*read, *(number for one in read for number in _repeating(one, found[2]))]

    def one(self, digits: str, found: re.Match[str]) -> PrintedNumber:
        _, uncertain, exponent, cut, percent = found.groups()
        shift = int(exponent or 0) - (2 if percent else 0)
        if abs(shift) > MAX_DIGITS:
            raise InputError(f"exponents past {MAX_DIGITS} are not read")
        places = len(digits.partition(".")[2]) - shift
        significant = len(re.sub(r"\D", "", digits).lstrip("0")) or 1
        return PrintedNumber(
            self.text,
            rational(digits) * Fraction(10) ** shift,
            places,
            None if uncertain is None else rational(uncertain) * Fraction(10) ** -places,
            cut is not None,
            percent is not None,
            None if exponent is None else significant,
        )


def _repeating(number: PrintedNumber, period: str | None) -> Iterator[PrintedNumber]:
    """What a digit in brackets means to those who write 0.1(6) for 1/6: of an error as large as the number itself."""
    value, error = number.value, number.error
    if error is not None and isinstance(value, Fraction) and number.places and 0 < abs(value) <= error:
        rest = error / (10 ** len(period or "") - 1)
        yield attrs.evolve(number, value=value + (rest if value > 0 else -rest), places=None, error=None)


_NO_NUMBER = "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"
