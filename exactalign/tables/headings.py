# ruff: noqa: E501, ISC004 — a pattern for every quantity, read line by line
"""What the names over columns and before rows say: a unit, a percentage, a quantity, a number of draws.

The vocabulary is that of papers and READMEs of the field; a name that is not in it says nothing, and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from exactalign.tables.printed import is_missing

_UNIT_WORDS = r"%|percent(?:ages?)?|pct\.?|nats?|bits?|shannons?"
_UNIT = re.compile(rf"[\s_]*(?:[(\[{{]|,|/|\bin\b)\s*(?:in\s+|all\s+in\s+)*({_UNIT_WORDS})\s*[)\]}}]?$", re.IGNORECASE)
_BARE_UNIT = re.compile(r"\s*(?:\s(nats|bits|percent|pct)|(%))$", re.IGNORECASE)
_OWN_CELL = re.compile(r"\s*[(\[]?\s*(?:in\s+)?(nat|bit|shannon)s?\s*[)\]]?\s*")
_CAPTION_PERCENT = re.compile(r"\(%\)|\(in %\)|\[%\]|\bin %|\bin percent\b|\bpercentages\b|\(percent\)", re.IGNORECASE)
_MARKS = re.compile(r"(?:\s*\^?[*†‡§¶]+|\s*\[\^[^\]]+\]|\s*[↑↓▲▼⬆⬇⇑⇓]|\s*\((?:↑|↓)\))+$|:$")


class Heading(NamedTuple):
    """A name without unit, marks and case, and the unit: "nat", "bit" or none; `percent` where it says so."""

    name: str
    unit: str = ""
    percent: bool = False


def heading(text: str) -> Heading:
    """Return what a name over a column says.

    >>> heading("KL (nats)"), heading("Win rate [%] ↑")
    (Heading(name='kl', unit='nat', percent=False), Heading(name='win rate', unit='', percent=True))
    """
    name = _MARKS.sub("", " ".join(text.casefold().split()))
    unit, percent = "", False
    while True:
        found = _UNIT.search(name) or _BARE_UNIT.search(name)
        if found is None or not found.start():
            return Heading(_MARKS.sub("", name).strip(), unit, percent)
        word = next(group for group in found.groups() if group)
        if word.startswith(("%", "p")):
            percent = True
        else:
            unit = "nat" if word.startswith("nat") else "bit"
        name = _MARKS.sub("", name[: found.start()])


SPREADS = frozenset(
    (
        *("±", "+/-", "std", "std.", "std. dev.", "sd", "s.d.", "σ", "se", "s.e.", "sem", "stderr", "std. err."),
        *("std. error", "standard error", "standard deviation", "error", "ci", "95% ci", "variance", "var", "var."),
    )
)
"""What a column under a group holds beside the values of the group."""


def is_unit(text: str) -> bool:
    """Return whether a name is a unit and nothing else, as in a line of units below the names.

    >>> is_unit("(%)"), is_unit("bits"), is_unit("KL (bits)")
    (True, True, False)
    """
    return bool(text.strip()) and heading(f"x {text}").name == "x"


def is_before_percent(rows: Sequence[Sequence[str]], at: int, across: int) -> bool:
    """Return whether the cell to the right of one, or below it, says that it is a percentage, and nothing else.

    >>> is_before_percent([["2", "66.7", "%"], ["4", "80", ""]], 0, 1), is_before_percent([["2", "66.7", "5%"]], 0, 1)
    (True, False)
    """
    beside = (*rows[at][across + 1 : across + 2], *(row[across] for row in rows[at + 1 : at + 2]))
    return any(is_unit(text) and heading(f"x {text}").percent for text in beside)


UNIT_NAMES = frozenset(("", "unit", "units", "u", "in"))
"""Names of a column, or a row, of units."""


def units_beside(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[set[str]], list[set[str]]]:
    """Return what columns of units say of each row, and rows of units of each column: "nat", "bit", "%".

    >>> units_beside(["N", "KL", "unit"], [["2", "0.28", "bits"], ["in", "bits", ""]])
    ([{'bit'}, set()], [set(), {'bit'}, set()])
    """
    across = [_units_in(line) for line in zip(columns, *rows, strict=True)]
    down = [_units_in(row) for row in rows]
    beside = [set().union(*(line[at + 1] for line in across)) for at in range(len(rows))]
    return beside, [set().union(*(line[at] for line in down)) for at in range(len(columns))]


def _units_in(line: Sequence[str]) -> list[set[str]]:
    """What each cell of a row or column says if all after its name are units: else "BIT" can be a model."""
    own = [_OWN_CELL.fullmatch(text.casefold()) for text in line]
    said = [
        {"nat" if unit[1] == "nat" else "bit"} if unit else {"%"} if is_unit(text) else set[str]()
        for unit, text in zip(own, line, strict=True)
    ]
    name, *rest = (
        bool(unit) or is_missing(text) or heading(text).name in UNIT_NAMES
        for unit, text in zip(said, line, strict=True)
    )
    if not all(rest):
        return [set() for _ in line]
    return said if name else [unit | {"nat"} if "bit" in unit else unit for unit in said]  # bits, or a name again


def says_percent(caption: str) -> bool:
    """Return whether a caption says that numbers are percentages.

    >>> says_percent("Win rates (in %) of best-of-N"), says_percent("It gains 5% over SFT")
    (True, False)
    """
    return _CAPTION_PERCENT.search(caption) is not None


def unit_said(caption: str) -> str:
    """Return the one unit in which a caption says that numbers are: "nat", "bit" or none.

    >>> unit_said("KL in bits."), unit_said("KL, nats"), unit_said("Weights of 4 bits"), unit_said("in nats or in bits")
    ('bit', 'nat', '', '')
    """
    found = set(re.findall(r"(?:\b(?:in|or|and) |[(\[]|[,/] ?)(nat|bit)s\b", caption.casefold()))
    return found.pop() if len(found) == 1 else ""


class Quantity(StrEnum):
    """What a printed number can be."""

    POLICY = "policy"
    REFERENCE = "reference"
    REWARD = "reward"
    KL = "KL"
    KL_BOUND = "KL bound"
    GAP = "gap"
    SQUARE_ROOT_KL = "sqrt KL"
    REVERSE_KL = "reverse KL"
    CHI_SQUARED = "chi squared"
    TOTAL_VARIATION = "total variation"
    HELLINGER = "squared Hellinger"
    WIN_RATE = "win rate"
    WIN_RATE_BOUND = "win rate bound"
    EXPECTED_REWARD = "expected reward"
    IMPROVEMENT = "improvement"


class Facet(NamedTuple):
    """What a name says about the cells under (or beside) it."""

    quantity: Quantity | None = None
    n: int | None = None
    unit: str = ""
    percent: bool = False
    generic: bool = False


IN_PERCENT = frozenset(
    {
        *(Quantity.POLICY, Quantity.REFERENCE, Quantity.WIN_RATE, Quantity.WIN_RATE_BOUND),
        *(Quantity.TOTAL_VARIATION, Quantity.EXPECTED_REWARD, Quantity.IMPROVEMENT),
    }
)
"""What a caption in percent may mean, and a column in percent may hold."""

INFORMATION = frozenset({Quantity.KL, Quantity.KL_BOUND, Quantity.GAP, Quantity.REVERSE_KL})
"""What is in nats, or in bits where the table says so."""

_ARGUMENTS = re.compile(
    r"^(?:d_?\(?kl\)?|kl)\s*(?:divergence\s*)?[(\[]\s*(.+?)\s*(?:‖|\|\||\||;|,|/|:|∥)\s*(.+?)\s*[)\]]$"
)
_REFERENCE_SYMBOL = re.compile(
    r"p|p_0|p_ref|p_\(ref\)|π_?ref|pi_?ref|π_?0|pi_?0|π_sft|pi_sft|ref(?:erence)?|sft|base|prior|p_base|π_base|μ|mu|q_0"
)
_DIVERGENCE = r"(?:d_?\(?kl\)?|kl|relative entropy)(?: ?-?(?:divergence|distance|div\.?|value))?"
_TO_REFERENCE = r"(?: (?:from|to|vs\.?|against|w\.?r\.?t\.?|with respect to|over) (?:the )?(?:reference|ref|sft|base|prior|initial|p|π_ref)(?: (?:model|policy))?)?"
_BEST_OF = r"(?:best[- ]?of[- ]?n|bon)"
_REWARD_WORD = r"(?:rewards?|rm score|rm reward)"
_NAMES: tuple[tuple[Quantity, str], ...] = (
    (Quantity.KL_BOUND, rf"(?:(?:upper |theoretical |analytic(?:al)? |closed[- ]form |the )*(?:kl )?(?:upper )?bound(?: on (?:the )?kl)?|"
        rf"(?:theoretical|analytic(?:al)?|closed[- ]form|theory) {_DIVERGENCE}|{_DIVERGENCE} ?\(?(?:upper )?(?:bound|theory|theoretical|analytic(?:al)?|closed[- ]form|formula)\)?)"),
    (Quantity.REVERSE_KL, rf"(?:reverse|backward) {_DIVERGENCE}"),
    (Quantity.SQUARE_ROOT_KL, rf"(?:sqrt|√|square root(?: of)?)[ (]*{_DIVERGENCE}\)?"),
    (Quantity.GAP, r"(?:kl )?gap(?: to (?:the )?bound)?|bound (?:-|−|minus) kl"),
    (Quantity.KL, rf"(?:exact |true |actual |forward |measured |empirical |mean |average |avg\.? )?(?:{_BEST_OF} )?{_DIVERGENCE}{_TO_REFERENCE}"),
    (Quantity.CHI_SQUARED, r"(?:chi|χ)[- ]?(?:\^?2|squared|square)(?: divergence)?"),
    (Quantity.TOTAL_VARIATION, r"tv|total variation(?: distance)?|tv distance"),
    (Quantity.HELLINGER, r"(?:squared hellinger|hellinger\^2|h\^2|hellinger squared)(?: distance)?"),
    (Quantity.WIN_RATE_BOUND, r"win[- ]?rate (?:upper )?bound|n ?/ ?\(n ?\+ ?1\)|\(n/\(n ?\+ ?1\)\)|\(n/n ?\+ ?1\)"),
    (Quantity.WIN_RATE, rf"(?:exact |expected |mean |avg\.? |average )?(?:{_BEST_OF} )?(?:win[- _]?rates?|win[- ]?prob(?:ability|\.)?|wins?|wr|p\(win\)|pr\(win\))"
        r"(?: (?:vs\.?|against|over|to) (?:the )?(?:reference|ref|sft|base|p|π_ref|baseline|initial)(?: (?:model|policy))?)?"),
    (Quantity.EXPECTED_REWARD, rf"(?:expected|mean|avg\.?|average|exp\.?) ?(?:{_BEST_OF} )?{_REWARD_WORD}|e ?\[ ?r(?:\(y\)|eward)? ?\](?: \(best-of-n\))?|e_?\(?π(?:_n)?\)? ?\[ ?r(?:\(y\))? ?\]|"
        rf"𝔼 ?\[ ?r ?\]|reward mean|{_BEST_OF} reward|pass@[kn]"),
    (Quantity.IMPROVEMENT, r"(?:reward |expected )*(?:improvement|gain|increase|uplift)(?: in (?:expected )?reward)?|δ ?(?:r|reward)|reward (?:δ|difference|gap)"),
    (Quantity.REFERENCE, r"(?:p|p\(y\)|p\(x\)|p_ref|p_0|p_\(ref\)|π_?ref|pi_?ref|π_?0|pi_?0|π_sft|ref(?:erence)?\.?|base(?:line)?|sft|prior)"
        r"(?:\(y\))?(?: (?:policy|model|probabilit(?:y|ies)|prob\.?|mass))?|(?:reference|base) law"),
    (Quantity.REWARD, r"rewards?|r|r\(y\)|r\(x\)|r\(x, ?y\)"),
    (Quantity.POLICY, rf"probabilit(?:y|ies)|prob\.?s?|pr\.?|pmf|mass|π|pi|π\(y\)|policy|π_?n|pi_?n|π\^?\(?n\)?|{_BEST_OF}(?: policy| probabilit(?:y|ies)| prob\.?)?|"
        r"aligned(?: policy)?"),
)  # fmt: skip
_COMPILED = tuple((quantity, re.compile(pattern)) for quantity, pattern in _NAMES)
_IN_CAPTIONS = (
    (Quantity.KL_BOUND, rf"bounds? (?:on|of|for) (?:the )?{_DIVERGENCE}s?|{_DIVERGENCE}s? (?:upper )?bounds?"),
    (Quantity.REVERSE_KL, rf"(?:reverse|backward) {_DIVERGENCE}s?"),
    (Quantity.KL, rf"{_DIVERGENCE}s?"),
    (Quantity.WIN_RATE, r"win[- ]?rates?|win[- ]prob(?:abilit(?:y|ies)|s)"),
    (Quantity.IMPROVEMENT, r"(?:reward )?(?:improvements?|gains?)(?: in (?:the )?(?:expected )?rewards?)?"),
    (Quantity.EXPECTED_REWARD, r"(?:expected|mean|average) rewards?"),
    (Quantity.TOTAL_VARIATION, r"total variation(?: distances?)?"),
    (Quantity.CHI_SQUARED, r"(?:chi|χ)[- ]?(?:\^?2|squared?)(?: divergences?)?"),
)
_COMPILED_IN_CAPTIONS = tuple(
    (quantity, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for quantity, pattern in _IN_CAPTIONS
)
_FORMULA = re.compile(
    r"(?:log|ln)\s*\(?\s*n\s*\)?\s*(?:-\s*(?:\(\(n\s*-\s*1\)/n\)|\(n\s*-\s*1\)\s*/\s*n|1\s*\+\s*(?:1\s*/\s*n|\(1/n\)))|-1\+1/n|\+\s*1\s*/\s*n\s*-\s*1|\+\s*\(1/n\)\s*-\s*1)"
)


def quantity_of(name: str) -> Quantity | None:
    """Return the quantity that a heading names (as `heading` gives it), None for a name that is not known.

    >>> quantity_of("kl(π_n ‖ p)"), quantity_of("log n - (n-1)/n"), quantity_of("p"), quantity_of("city")
    (<Quantity.KL: 'KL'>, <Quantity.KL_BOUND: 'KL bound'>, <Quantity.REFERENCE: 'reference'>, None)
    """
    name = " ".join(name.casefold().replace("−", "-").replace("–", "-").split())
    if _FORMULA.fullmatch(name):
        return Quantity.KL_BOUND
    arguments = _ARGUMENTS.match(name.replace("(·|x)", "").replace("(y|x)", ""))
    if arguments is not None:
        first, second = (part.strip("() ") for part in arguments.groups())
        if _REFERENCE_SYMBOL.fullmatch(second):
            return Quantity.KL
        return Quantity.REVERSE_KL if _REFERENCE_SYMBOL.fullmatch(first) else None
    return next((quantity for quantity, pattern in _COMPILED if pattern.fullmatch(name)), None)


def quantity_in_caption(caption: str) -> Heading | None:
    """Return the one quantity that a caption names, with its unit; None where it names none, or several.

    >>> quantity_in_caption("Table 1: KL divergence of best-of-N (nats).")
    Heading(name='KL', unit='nat', percent=False)
    >>> quantity_in_caption("Win rate at matched KL") is None
    True
    """
    text, found = " ".join(caption.casefold().split()), []
    for quantity, pattern in _COMPILED_IN_CAPTIONS:
        if pattern.search(text):
            found.append(quantity)
            text = pattern.sub(" ", text)
    if len(found) != 1:
        return None
    return Heading(found[0].value, unit_said(caption), says_percent(caption))


class Draws(NamedTuple):
    """A number of draws that a text names, and what stands in the text beside it."""

    n: int
    rest: str


_WHOLE = re.compile(r"[0-9]{1,3}(?:[,' \u2009\u202f\u00a0][0-9]{3})+|[0-9]+")
_POWER = re.compile(r"(2|10)\^\(?([0-9]{1,4})\)?")
_NAMED = re.compile(
    rf"(?P<before>.*?)[\s(,\[]*(?<!\w)(?:best[- ]?of[- _]?|bo(?:n[- _=@]?)?[- ]?|pass@|best@|top@|n ?= ?|k ?= ?|#samples ?= ?|samples ?= ?)"
    rf"(?P<n>(?:2|10)\^\(?[0-9]{{1,4}}\)?|{_WHOLE.pattern})(?![0-9.])\b[)\]]*(?P<after>.*)"
)
_SYMBOL_N = re.compile(r"(?:π|pi)(?:_|\^|\^\()\(?([0-9]{1,9})\)?")
OUTCOME_NAMES = frozenset(
    (
        *("outcome", "outcomes", "sequence", "sequences", "type", "level", "label", "labels", "y", "y^m", "x"),
        *("symbol", "response", "responses", "completion", "token", "action"),
    )
)
"""Headings of a column of outcomes."""

LENGTH_NAMES = frozenset(
    ["m", "length", "length m", "m (length)", "sequence length", "sequence length m", "block length"]
)
"""Headings of a column whose cells are lengths of sequences."""
N_NAMES = frozenset(
    [
        "n",
        "k",
        "bon",
        "bo-n",
        "best-of-n",
        "best-of-k",
        "best of n",
        "best of",
        "n (best-of-n)",
        "best-of-n (n)",
        "n =",
        "number of samples",
        "number of samples n",
        "number of samples (n)",
        "samples",
        "samples (n)",
        "#samples",
        "# samples",
        "num samples",
        "num_samples",
        "n samples",
        "n_samples",
        "sample size",
        "draws",
        "#draws",
        "number of draws",
        "candidates",
        "number of candidates",
    ]
)
"""Headings of a column whose cells are numbers of draws."""


def draws_of(text: str, *, bare: bool) -> Draws | None:
    """Return the N that a label says: "best-of-4", "N = 4", "BoN (N=4)", and with `bare` also "4" and "2^10".

    >>> draws_of("Best-of-4 KL", bare=False), draws_of("1,024", bare=True), draws_of("PPO", bare=True)
    (Draws(n=4, rest='kl'), Draws(n=1024, rest=''), None)
    """
    text = " ".join(text.casefold().split())
    if bare:
        whole = _number(text)
        if whole is not None:
            return Draws(whole, "")
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    n = _number(found["n"])
    name = re.sub(r"^(?:bon|best-of-n|best of n)$", "", found["before"].strip(" ,([:-"))
    return None if n is None else Draws(n, " ".join(filter(None, (name, found["after"].strip(" ,)]:-")))))


def are_draws(names: Iterable[str]) -> bool:
    """Return whether names are numbers of draws, but for those of columns of units.

    >>> are_draws(["2", "N = 4", "unit"]), are_draws(["2", "model"]), are_draws(["unit"])
    (True, False, False)
    """
    found = [draws_of(name, bare=True) is not None for name in names if heading(name).name not in UNIT_NAMES]
    return bool(found) and all(found)


def symbol_draws(text: str) -> int | None:
    """Return the N of a policy written π_2 or π^(2), None for another name.

    >>> symbol_draws("π_2"), symbol_draws("π_ref")
    (2, None)
    """
    found = _SYMBOL_N.fullmatch(" ".join(text.casefold().split()))
    return None if found is None else int(found[1])


def _number(text: str) -> int | None:
    power = _POWER.fullmatch(text)
    if power is not None:
        value: int = int(power[1]) ** int(power[2])
        return value
    if _WHOLE.fullmatch(text) is None or len(text) > 4000:
        return None
    whole = int(re.sub(r"\D", "", text))
    return whole or None
