r"""LaTeX tabulars: rules and heads, spans, captions of several tables, pages of a longtable, and broken source."""

import pytest

from exactalign.exceptions import InputError
from exactalign.tables.latex_layout import latex_layouts
from exactalign.tables.layout import Layout, SpannedCell, plain


def texts(layout: Layout) -> list[list[str]]:
    return [[cell.text for cell in row] for row in layout.rows]


def one(body: str, spec: str = "{tabular}{lr}") -> Layout:
    name = spec[: spec.index("}") + 1]
    (layout,) = latex_layouts(rf"\begin{spec}{body}\end{name}")
    return layout


@pytest.mark.parametrize(
    ("spec", "body"),
    [
        ("{tabular}{lr}", "a & b"),
        ("{tabular}[t]{l@{ }r}", "a & b"),
        ("{tabular} [t] {lr}", "a & b"),
        (r"{tabular*}{\textwidth}{lr}", "a & b"),
        (r"{tabularx}{0.5\linewidth}[t]{lX}", "a & b"),
        (r"{tabulary}{\linewidth}{LR}", "a & b"),
        ("{longtable*}[c]{lr}", "a & b"),
        ("{array}{lr}", "a & b"),
        ("{matrix}", "a & b"),
        ("{tblr}{colspec={lr}}", "a & b"),
        ("{NiceTabular}{lr}", "a & b"),
        ("{supertabular}{lr}", "a & b"),
    ],
)
def test_every_environment_and_its_arguments(spec: str, body: str) -> None:
    assert texts(one(rf"{body} \\ 1 & 2 \\", spec)) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("body", "rows", "heads"),
    [
        (r"a & b \\ 1 & 2 \\ 3 & 4", 3, 1),
        (r"\hline a & b \\ 1 & 2 \\ \hline", 2, 1),  # rules around the whole say nothing
        (r"\hline a & b \\ u & v \\ w & x \\ 1 & 2 \\ \hline ", 4, 1),
        (r"a & b \\ \hline u & v \\ w & x \\ \hline 1 & 2", 4, 1),  # the first one inside tells
        (r"a & b \\ \hline 1 & 2 \\ 3 & 4 \\ \hline 5 & 6", 4, 1),
        (r"a & b \\ c & d \\ \midrule 1 & 2", 3, 2),  # words above the rule
        (r"a & b \\ c & 7 \\ \midrule 1 & 2", 3, 1),  # a number: a first row
        (r"a & b \\ c & d \\ 1 & 2", 3, 1),  # no rule: one row
        (r"\multicolumn{2}{c}{a} \\ c & d \\ 1 & 2", 3, 2),  # it groups the names below
        (r"\multicolumn{2}{c}{a} \\ c & 7 \\ 1 & 2", 3, 2),
        (r"\multirow{2}{*}{a} & b \\ & d \\ 1 & 2", 3, 2),
        (r"\multicolumn{2}{c}{a} \\ c & 1 \\ \midrule 1 & 2", 3, 2),
        (r"\multicolumn{2}{c}{a} \\ \midrule c & d \\ 1 & 2", 3, 2),
        (r"\multicolumn{2}{c}{a} \\ \multicolumn{2}{c}{b} \\ c & d \\ 1 & 2", 4, 2),  # without a rule two rows at most
        (r"\multicolumn{2}{c}{a} \\ \multicolumn{2}{c}{b} \\ c & d \\ \midrule 1 & 2", 4, 3),
        (r"\multicolumn{2}{c}{a} \\ 1 & 2", 2, 1),  # a row is left
        (r"a & b \\ c & d \\ e & f \\ \midrule 1 & 2", 4, 3),
        (r"a & b \\ c & d \\ \midrule", 2, 1),
        (r"\toprule a & b \\ \cmidrule(lr){1-2} c & d \\ \midrule 1 & 2 \\ \bottomrule", 3, 2),
    ],
)
def test_how_many_rows_are_the_head(body: str, rows: int, heads: int) -> None:
    layout = one(body)
    assert (len(layout.rows), layout.heads) == (rows, heads)


def test_what_stands_between_rows_is_no_cell() -> None:
    rules = (
        r"\toprule[1pt]|\hline\hline|\Xhline{2pt}|\specialrule{1pt}{2pt}{3pt}|\hdashline[1pt/2pt]|\cline{1-2}"
        r"|\cmidrule[1pt](lr){1-2}|\cdashline{1-2}[1pt/2pt]|\addlinespace[3pt]|\morecmidrules|\rowcolor{gray}"
        r"|\rowcolor[gray]{0.9}|\arrayrulecolor{red}|\noalign{\vskip 2pt}|\centering|\small|\footnotesize|\bottomrule"
    )
    for rule in rules.split("|"):
        if "cdashline" in rule:
            continue  # its dashes are not read
        assert texts(one(rf"a & b \\ {rule} 1 & 2 \\ {rule}")) == [["a", "b"], ["1", "2"]], rule
    for mark in (
        r"\\[2pt]",
        r"\\ [ -1.5 ex ]",
        r"\\*",
        r"\\*[1em]",
        r"\\[0.5\baselineskip]",
        r"\tabularnewline",
        r"\\",
    ):
        assert texts(one(rf"a & b {mark} 1 & 2 {mark}")) == [["a", "b"], ["1", "2"]], mark
    assert texts(one(r"a & b \\ [1] & 2")) == [["a", "b"], ["[1]", "2"]]  # no length
    assert texts(one(r"* & b \\ 1 & 2"))[0] == ["*", "b"]  # no row ends before it


def test_comments_are_left_out_and_percent_signs_stay() -> None:
    body = "a & b \\\\ % c & d \\\\\n1 & 2\\% % e\n\\\\"
    assert texts(one(body)) == [["a", "b"], ["1", "2%"]]
    assert texts(one("a & b \\\\% c\n1 & 2")) == [["a", "b"], ["1", "2"]]
    assert texts(one(r"a & b \\ {1 & \\ 3} & 2")) == [["a", "b"], ["1 & 3", "2"]]  # inside of braces nothing ends
    assert texts(one(r"a \& c & b \\ 1 & 2"))[0] == ["a & c", "b"]


def test_pages_of_a_longtable() -> None:
    first = r"a & b \\ \endfirsthead c & d \\ \endhead e & f \\ \endfoot g & h \\ \endlastfoot 1 & 2 \\ 3 & 4"
    assert texts(one(first, "{longtable}{lr}")) == [["a", "b"], ["1", "2"], ["3", "4"]]
    only = r"\toprule a & b \\ \midrule \endhead g & h \\ \endfoot 1 & 2 \\ \midrule 3 & 4"
    assert texts(one(only, "{longtable}{lr}")) == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert one(only, "{longtable}{lr}").heads == 1
    words = r"\toprule a & b \\ \midrule \endfirsthead x & y \\ u & v \\ \midrule \endhead p & q \\ 3 & 4"
    assert texts(one(words, "{longtable}{lr}")) == [["a", "b"], ["p", "q"], ["3", "4"]]
    assert one(words, "{longtable}{lr}").heads == 1
    two = r"a & b \\ c & d \\ \midrule \endhead \midrule g & h \\ \endfoot u & v \\ 1 & 2"
    assert texts(one(two, "{longtable}{lr}")) == [["a", "b"], ["c", "d"], ["u", "v"], ["1", "2"]]
    assert one(two, "{longtable}{lr}").heads == 2
    foot = r"g & h \\ \endfoot a & b \\ 1 & 2"
    assert texts(one(foot, "{longtable}{lr}")) == [["a", "b"], ["1", "2"]]
    long = r"\caption{Rates}\\ \toprule a & b \\ \endhead 1 & 2"
    assert texts(one(long, "{longtable}{lr}"))[-1] == ["1", "2"]
    assert one(long, "{longtable}{lr}").caption == "Rates"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (r"\multicolumn{2}{c}{x}", SpannedCell("x", 2)),
        (r" \multicolumn{2}{c|}{\textbf{x}}", SpannedCell("x", 2)),
        (r"\multicolumn{2}{c}{\multirow{3}{*}{x}}", SpannedCell("x", 2, 3)),
        (r"\multicolumn{2}{c}{x \multirow{3}{*}{y}}", SpannedCell("x y", 2)),
        (r"\multirow{3}{*}{x}", SpannedCell("x", 1, 3)),
        (r"\multirow[t]{3}{2cm}{x}", SpannedCell("x", 1, 3)),
        (r"\multirow{3}*{x}", SpannedCell("x", 1, 3)),
        (r"\multirow{3}={x}", SpannedCell("x", 1, 3)),
        (r"\multirow{3}{*}[2pt]{x}", SpannedCell("x", 1, 3)),
        (r"\multirow{3}[2]{*}[2pt]{x}", SpannedCell("x", 1, 3)),
        (r"\multirow{-2}{*}{x}", SpannedCell("x", 1, -2)),
        (r"\multirow{ 2 }{*}{x}", SpannedCell("x", 1, 2)),
        (r"{\multirow{2}{*}{x}}", SpannedCell("x", 1, 2)),
        (r"\multicolumn{999}{c}{x}", SpannedCell("x", 999)),
        (r"\multicolumn{2}{c} x y", SpannedCell("x y", 2)),
        (r"\multirow{3}{*}x", SpannedCell("x", 1, 3)),
        (r"$\frac{1}{2}$", SpannedCell("(1/2)")),
    ],
)
def test_cells_that_span(cell: str, expected: SpannedCell) -> None:
    assert one(rf"{cell} \\ 1 & 2").rows[0] == (expected,)


@pytest.mark.parametrize("span", ["0", "1000", "-0", "2.5", "x", ""])
def test_spans_that_are_refused(span: str) -> None:
    for name in ("multicolumn", "multirow"):
        with pytest.raises(InputError) as error:
            one(rf"\{name}{{{span}}}{{c}}{{x}} \\ 1 & 2")
        assert str(error.value) == rf"\{name} spans {span!r} cells: give a number below 1000"


ROWS = r"a & b \\ 1 & 2 \\"


def captions(text: str) -> list[str]:
    return [layout.caption for layout in latex_layouts(text)]


def test_the_caption_is_that_of_its_own_table() -> None:
    tabular = rf"\begin{{tabular}}{{lr}}{ROWS}\end{{tabular}}"

    def table(above: str = "", below: str = "") -> str:
        return rf"\begin{{table}}{above}{tabular}{below}\end{{table}} some words "

    first, second, third = (rf"\caption{{Number {n}}}" for n in (1, 2, 3))
    assert captions(tabular) == captions(table()) == [""]
    assert captions(table(first)) == captions(table("", first)) == captions(first + tabular) == ["Number 1"]
    assert captions(table(first) + table(second) + table(third)) == ["Number 1", "Number 2", "Number 3"]
    assert captions(table("", first) + table("", second) + table("", third)) == ["Number 1", "Number 2", "Number 3"]
    assert captions(table(first) + table() + table("", third)) == ["Number 1", "", "Number 3"]
    assert captions(table() + table(second)) == ["", "Number 2"]
    assert captions(table() + table("", second)) == ["", "Number 2"]
    assert captions(tabular + table(second)) == ["", "Number 2"]
    assert captions(rf"\begin{{table}}{first}\end{{table}}" + table()) == [""]
    both = rf"\begin{{table}}{first}{tabular}{second}{tabular}\end{{table}}{third}"
    assert captions(both) == ["Number 1", "Number 2"]
    for kind in ("table*", "sidewaystable", "wraptable"):
        for text in (table(first) + table(second), table("", first) + table("", second)):
            assert captions(text.replace("{table}", f"{{{kind}}}")) == ["Number 1", "Number 2"]
    for caption in (
        r"\caption*{Number 1}",
        r"\caption[short]{Number 1}",
        r"\caption {Number {1}}",
        r"\caption{\textbf{Number} 1}",
        "\\caption{%\nNumber 1}",
    ):
        assert captions(table(caption)) == ["Number 1"]
    assert captions(r"\captionof{table}{x}" + tabular) == [""]
    assert [texts(layout) for layout in latex_layouts(table(first) + table(second))] == [[["a", "b"], ["1", "2"]]] * 2


def test_a_tabular_in_a_cell_is_one_cell() -> None:
    inner = r"\begin{tabular}[t]{@{}c@{}} x \\ y \tabularnewline z \end{tabular}"
    assert texts(one(rf"{inner} & b \\ 1 & 2")) == [["x y z", "b"], ["1", "2"]]
    twice = rf"\begin{{tabular}}{{c}} u \\ {inner} \end{{tabular}}"
    assert texts(one(rf"a & {twice} \\ 1 & {inner}")) == [["a", "u x y z"], ["1", "x y z"]]
    assert texts(one(r"\begin{array}{c} x \end{array} & b \\ 1 & 2"))[0] == ["x", "b"]


def nested(depth: int) -> str:
    return rf"\begin{{tabular}}{{l}} {'{' * depth}a{'}' * depth} \\ 1 \end{{tabular}}"


def tabulars(depth: int) -> str:
    text = "a"
    for _ in range(depth):
        text = rf"\begin{{tabular}}{{l}} {text} \end{{tabular}}"
    return rf"{text} & b \\ 1 & 2"


def test_tabulars_inside_one_another_up_to_a_limit() -> None:
    assert texts(one(tabulars(49))) == [["a", "b"], ["1", "2"]]
    with pytest.raises(InputError, match=r"^tabulars are nested past any sense$"):
        one(tabulars(60))


def test_broken_source_is_refused() -> None:
    unbalanced = r"^the braces of the LaTeX table are not balanced$"
    for text, words in (
        (r"\begin{tabular}{l} a \\ 1", r"^\\begin\{tabular\} has no \\end\{tabular\}$"),
        (r"\begin{tabular}{l} a \\ 1 \end{array}", r"^\\begin\{tabular\} has no \\end\{tabular\}$"),
        (r"\begin{array}{l}\begin{tabular}{l} a \end{tabular}", r"^\\begin\{array\} has no \\end\{array\}$"),
        (r"\begin{tabular}{l a \\ 1 \end{tabular}", unbalanced),
        (r"a } & b \\ 1 & 2", unbalanced),
        (r"{ a & b \\ 1 & 2", unbalanced),
        (r"}{ a & b \\ 1 & 2", unbalanced),
        (nested(51), unbalanced),
        (r"\multirow{2}{*", unbalanced),
        ("x" * 1_000_000 + r" \\ 1 & 2", r"^a row of the table has 1,000,001 characters"),
    ):
        with pytest.raises(InputError, match=words):
            latex_layouts(text)
    assert texts(latex_layouts(nested(49))[0]) == [["a"], ["1"]]
    assert texts(latex_layouts(r"\end{tabular} a & b \\ 1 & 2")[0])[1] == ["1", "2"]  # one that was not begun


def test_rows_without_an_environment_are_a_table() -> None:
    assert texts(latex_layouts(r"a & b \\ \hline 1 & 2 \\")[0]) == [["a", "b"], ["1", "2"]]
    assert latex_layouts(r"a & b \\ \hline 1 & 2 \\")[0].caption == ""


def test_a_layout_is_made_of_tuples() -> None:
    assert one(r"a & b \\\\ 1 & 2") == plain([["a", "b"], ["1", "2"]])


def test_many_small_tabulars_side_by_side_are_not_nested() -> None:
    """The limit is on how deep they stand, not on how many there are."""
    small = r"\begin{tabular}{c} x \\ y \end{tabular}"
    rows = r" \\ ".join([rf"{small} & {small}"] * 60)
    assert texts(one(rows)) == [["x y", "x y"]] * 60
    deep = tabulars(48).partition(" & ")[0]
    assert texts(one(rf"{deep} & {deep} \\ {small} & {deep}")) == [["a", "a"], ["x y", "a"]]
    starred = r"\begin{tabular*}{2cm}{c} x \\ y \end{tabular*}"
    assert texts(one(rf"{starred} & {small}{small} \\ 1 & \begin{{matrix}}\end{{matrix}}")) == [
        ["x y", "x y x y"],
        ["1", ""],
    ]


def test_the_limits_of_nesting_are_where_they_are_said_to_be() -> None:
    assert texts(one(tabulars(49))) == [["a", "b"], ["1", "2"]]
    with pytest.raises(InputError, match=r"^tabulars are nested past any sense$"):
        one(tabulars(50))
    assert texts(latex_layouts(nested(50))[0]) == [["a"], ["1"]]
    for depth, fits in ((50, True), (51, False)):
        text = rf"\begin{{tabular}}{'{' * depth}l{'}' * depth} a & b \\ 1 & 2 \end{{tabular}}"
        if fits:
            assert texts(latex_layouts(text)[0]) == [["a", "b"], ["1", "2"]]
        else:
            with pytest.raises(InputError, match=r"^the braces of the LaTeX table are not balanced$"):
                latex_layouts(text)
