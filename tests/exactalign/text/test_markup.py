"""Text as HTML and as formulas, and how notebooks lay out rows: escaped, cut where it is long, and said so."""

from __future__ import annotations

import unicodedata
from base64 import b64decode
from fractions import Fraction
from typing import Any

import pytest

from exactalign.text.latex import latex_text
from exactalign.text.markup import html_table, image_html, math_digits, math_text, one_line
from exactalign.text.notebook import MAX_COLUMNS, MAX_ROWS, html, latex
from exactalign.text.rows import Cell, Formula, Rows, cell, numbered
from exactalign.text.signs import accented, blackboard, commands, readable, script, script_of, symbol


def test_one_line_without_controls() -> None:
    assert one_line(" a\t\n b ") == "a b"
    assert one_line("\x00\x08\x0b\x1f\x7f\x9f\u2028\u202e\u2066\ud800") == (
        "<U+0000><U+0008><U+000B><U+001F><U+007F><U+009F><U+2028><U+202E><U+2066><U+D800>"
    )
    assert one_line("é\u00a0\u202f\u206a") == "é \u206a"


def test_a_table_in_html() -> None:
    found = html_table(
        ["<a>", "b"],
        [["<i>1</i>", "2"], ["3", "4"]],
        right=[False, True],
        title="T&",
        caption="<c>",
        notes=["n<", "m"],
    )
    assert found.split("\n") == [
        "<table>",
        "<caption><strong>T&amp;</strong> &lt;c&gt;</caption>",
        "<thead>",
        '<tr><th scope="col">&lt;a&gt;</th><th scope="col" style="text-align: right">b</th></tr>',
        "</thead>",
        "<tbody>",
        '<tr><td><i>1</i></td><td style="text-align: right">2</td></tr>',
        '<tr><td>3</td><td style="text-align: right">4</td></tr>',
        "</tbody>",
        "<tfoot>",
        '<tr><td colspan="2">n&lt;</td></tr>',
        '<tr><td colspan="2">m</td></tr>',
        "</tfoot>",
        "</table>",
    ]
    assert "<caption><strong>T</strong></caption>" in html_table(["a"], [], right=[True], title="T")
    assert "<caption>c</caption>" in html_table(["a"], [], right=[True], caption="c")
    with pytest.raises(ValueError, match="zip"):
        html_table(["a"], [["1", "2"]], right=[True])


def test_an_image_in_html() -> None:
    found = image_html(b"\x00<svg>", "image/png", '"a"', "<b>")
    head, _, rest = found.partition('"')
    content, _, tail = rest.partition("base64,")[2].partition('">')
    assert head == "<figure><img alt="
    assert 'alt="&quot;a&quot;" src="data:image/png;' in found
    assert b64decode(content) == b"\x00<svg>"
    assert tail == "<figcaption>&lt;b&gt;</figcaption></figure>"


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("", ""),
        ("a b", r"\text{a b}"),
        ("x_1^2", r"\text{x}\_\text{1}\wedge \text{2}"),
        ("a−b ≤ c", r"\text{a}-\text{b }\le \text{ c}"),
        ("--", r"\text{-}\text{-}"),  # no dash is made of them
        ("a''b", r"\text{a'}\text{'b}"),
        ("-a-", r"\text{-a-}"),
        ("é ü ñ", r"\text{é ü ñ}"),
        ("ç å", r"\text{ç å}"),
        ("ạ", r"\text{U+1EA1}"),
        ("ő", r"\text{U+0151}"),
        ("αΩ", r"\alpha \Omega "),
        ("λΛ", r"\lambda \Lambda "),
        ("οΑ", r"\text{U+03BF}\text{U+0391}"),  # those that look Latin have no command
        ("ά", r"\text{U+03AC}"),
        ("中", r"\text{U+4E2D}"),
        ("\u212a", r"\text{U+212A}"),  # a Kelvin, which is a K when it is taken apart
        ("a\n\x1bb", r"\text{a }<\text{U+001B}>\text{b}"),
    ],
)
def test_text_in_a_formula(text: str, formula: str) -> None:
    assert math_text(text) == formula


@pytest.mark.parametrize(
    ("digits", "formula"),
    [
        ("-0.5", "-0.5"),
        ("1e5", r"1 \times 10^{5}"),
        ("1.0…e-20", r"1.0\ldots \times 10^{-20}"),
        ("1±1e+3", r"1 \pm 10^{3}"),
        ("1±1e-3", r"1 \pm 10^{-3}"),
        ("≈ 2∞", r"\approx 2\infty"),
        ("-oo", r"-\infty"),
        ("oo", r"\infty"),
    ],
)
def test_digits_in_a_formula(digits: str, formula: str) -> None:
    assert math_digits(digits) == formula


class Kind(str):
    """A value of a kind that says what it is."""

    __slots__ = ("is_cell",)
    is_cell: Cell


def of(shown: Cell) -> Any:
    found = Kind()
    found.is_cell = shown
    return found


cell.register(Kind, lambda value: value.is_cell)


def rows(columns: int, count: int, entry: Any = "x", **how: Any) -> Rows:
    return Rows(tuple(f"c{k}" for k in range(columns)), (tuple([entry] * columns) for _ in range(count)), count, **how)


def test_rows_and_columns_that_do_not_fit_are_counted() -> None:
    for columns, count, notes in (
        (MAX_COLUMNS, MAX_ROWS, []),
        (MAX_COLUMNS + 1, MAX_ROWS, ["… 1 more columns"]),
        (2, MAX_ROWS + 1, ["… 1 more rows"]),
        (2, 5000, ["… 4,950 more rows"]),
        (1030, 1050, ["… 1,000 more columns", "… 1,000 more rows"]),
    ):
        page = html(lambda c=columns, r=count: rows(c, r, notes=("its own",)))  # type: ignore[misc]
        assert page is not None
        assert page.count("<tr>") == 1 + min(count, MAX_ROWS) + len(notes) + 1
        assert page.count("<th ") == min(columns, MAX_COLUMNS)
        told = [part.split("<")[0] for part in page.split("<td colspan")[1:]]
        assert [part.partition(">")[2] for part in told] == [*notes, "its own"]
        formula = latex(lambda c=columns, r=count: rows(c, r, notes=("its own",)))  # type: ignore[misc]
        assert formula is not None
        assert formula.count(r"\\") == 1 + min(count, MAX_ROWS) + len(notes) + 1
        assert formula.startswith(r"$\begin{array}{" + "l" * min(columns, MAX_COLUMNS) + "} ")


def test_long_cells_are_cut() -> None:
    for length, cut in ((200, False), (201, True)):
        text = "a" * length
        shown = "a" * 199 + "…" if cut else text
        assert html(lambda value=text: value) == f"<span>{shown}</span>"  # type: ignore[misc]
        page = html(lambda value=text: Rows((value,), [(value,)], 1, title=value, notes=(value,)))  # type: ignore[misc]
        assert page is not None
        assert page.count(f">{shown}<") == 4
    page = html(lambda: Rows(("n" * 20,), [("abcdef",)], 1, notes=("ghijkl",), characters=5))
    assert page is not None
    assert (">abcd…<" in page, ">ghij…<" in page, "n" * 20 in page) == (True, True, True)
    assert latex(lambda: "a" * 90) == rf"$\text{{{'a' * 90}}}$"
    assert latex(lambda: "a" * 91) == rf"$\text{{{'a' * 89}}}\ldots $"


def test_columns_of_numbers_are_flush_right() -> None:
    number, text, none = of(Cell("1", is_number=True)), of(Cell("a")), None
    kinds = [(number, number), (number, none), (number, text), (none, none), (Formula("h", "l"), number)]
    shown = Rows(tuple("abcde"), list(zip(*kinds, strict=True)), 2)
    page = html(lambda: shown)
    assert page is not None
    assert ["right" in head.split(">")[0] for head in page.split("<th ")[1:]] == [True, True, False, False, False]
    formula = latex(lambda: shown)
    assert formula is not None
    assert formula.startswith(r"$\begin{array}{rrlll} ")
    assert html(lambda: Rows(("a",), [], 0)) == html_table(["a"], [], right=[False])


def test_a_vector_is_shown_up_to_twenty_entries() -> None:
    for count, dots in ((1, False), (20, False), (21, True)):
        shown = Rows(("o", "p"), [(k, str(k)) for k in range(count)], count, is_vector=True)
        formula = latex(lambda value=shown: value)  # type: ignore[misc]
        entries = [rf"\text{{{k}}}" for k in range(min(count, 20))] + [r"\ldots"] * dots
        assert formula == rf"$\left({', '.join(entries)}\right)$"


def test_cells_say_what_they_are() -> None:
    full = of(Cell("<a>", lambda: "L", lambda: "<n>", title='"t"'))
    assert html(lambda: full) == '<span title="&quot;t&quot;">&lt;a&gt; <small>&lt;n&gt;</small></span>'
    assert latex(lambda: full) == "$L$"
    assert html(lambda: of(Cell("a", note=lambda: ""))) == "<span>a</span>"
    formula = Formula("<math/>", "x^2")
    assert html(lambda: formula) == "<span><math/></span>"
    assert latex(lambda: formula) == r"$\displaystyle x^2$"
    assert latex(lambda: "a_b") == r"$\text{a}\_\text{b}$"
    assert html(lambda: 1 / 0) is latex(lambda: 1 / 0) is None


def test_tuples_are_shown_entry_by_entry() -> None:
    assert html(lambda: ("a", 1)) == "<span>(a, 1)</span>"
    assert latex(lambda: ("a", Formula("h", "x"))) == r"$\left(\text{a}, \displaystyle x\right)$"
    assert html(lambda: ("a", Formula("h", "x"))) == "<span>(a, x)</span>"
    assert html(lambda: tuple("a" * MAX_COLUMNS)) == f"<span>({', '.join('a' * MAX_COLUMNS)})</span>"
    long = ("a",) * (MAX_COLUMNS + 1)
    assert html(lambda: long) == f"<span>({', '.join('a' * MAX_COLUMNS)}, …)</span>"
    assert str(latex(lambda: long)).endswith(r"\text{a}, \ldots\right)$")
    assert html(tuple) == "<span>()</span>"


def test_values_of_no_kind() -> None:
    assert [cell(value).text for value in (None, True, "x", 3.5, [1])] == ["", "True", "x", "3.5", "[1]"]
    assert numbered([]) is True
    assert [numbered(found) for found in ((0, 1, 2), (1, 2), (0, 2), (0, True), (0.0, 1), (0, Fraction(1)))] == [
        True, False, False, False, False, False,
    ]  # fmt: skip


def test_signs() -> None:
    cases = {
        "Α": "A", "−": "-", "λ": r"\lambda", "Λ": r"\Lambda", "ά": None, "₁": "_{1}", "⁻": "^{-}", "ᵦ": r"_{\beta}",
        "ĝ": r"\hat{g}", "ñ": None, "ũ": r"\tilde{u}", "ā": r"\bar{a}", "ď": None, "ϑ": r"\vartheta", "\u037e": None,
        "⅕": r"\frac15", "⅒": r"\frac{1}{10}", "↉": r"\frac03", "⅟": None, "ᵐ": "^{m}", "ₓ": "_{x}", "ⱼ": "_{j}",
        "ᵀ": "^{T}", "ª": None, "º": None, "™": None, "ᵊ": None, "✓": r"\checkmark",
        "ϝ": r"\digamma", "Ϝ": None, "Ϡ": None, "中": None, "ӣ": None, "ε": r"\varepsilon",
    }  # fmt: skip
    assert {character: symbol(character) for character in cases} == cases
    assert latex_text("~^<>|…[*]") == (
        r"\textasciitilde{}\textasciicircum{}\textless{}\textgreater{}\textbar{}\ldots{}{[}{*}{]}"
    )
    assert [accented(name, "a") for name in ("hat", "bar", "tilde", "dot")] == ["â", "ā", "ã", None]
    assert accented("hat", "q") == "q\u0302"
    assert [blackboard(letter) for letter in "RNZQC"] == ["ℝ", "ℕ", "ℤ", "ℚ", "C"]


def test_small_signs_of_one_kind_are_one_script() -> None:
    assert [script_of(c) for c in "²ᵐ°₁ᵦ′″2^_'ª™é≤"] == ["^"] * 3 + ["_"] * 2 + ["'"] * 2 + [""] * 8
    assert [script(run) for run in ("²", "⁻⁵", "₁ᵦ", "ᵝᵐ", "ᵐᵝ", "²°")] == [
        "^{2}", "^{-5}", r"_{1\beta}", r"^{\beta m}", r"^{m\beta}", r"^{2\circ}",
    ]  # fmt: skip


def test_every_letter_of_greek_is_read_and_written() -> None:
    for code in (*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)):
        character = chr(code)
        written = symbol(character)
        assert written is not None
        if written.startswith("\\"):
            read = readable()[written[1:]]
            assert read == commands()[written[1:]]
            assert unicodedata.name(read).split()[-1] == unicodedata.name(character).split()[-1] or character in "ϕφ"
