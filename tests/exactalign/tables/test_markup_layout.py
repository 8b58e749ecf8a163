"""HTML tables and JSON: sections, spans, captions, every shape of JSON, and what is refused."""

import pytest

from exactalign.exceptions import InputError
from exactalign.tables.layout import Layout, SpannedCell, plain
from exactalign.tables.markup_layout import html_layouts, json_layouts


def texts(layout: Layout) -> list[list[str]]:
    return [[cell.text for cell in row] for row in layout.rows]


def one(source: str) -> Layout:
    (layout,) = html_layouts(source)
    return layout


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        ("<tr><th>y<th>p<tr><td>1<td>2", 1),  # no end tags at all
        ("<tr><th>y</th><th>p</th></tr><tr><th>1</th><td>2</td></tr>", 1),  # a head of a row is none of the table
        ("<tr><th>y</th><th>p</th></tr><tr><th>1</th><th>2</th></tr>", 2),
        ("<tr><td>y</td><td>p</td></tr><tr><td>1</td><td>2</td></tr>", 1),  # at least one
        ("<tr><td>y</td><td>p</td></tr><tr><th>1</th><th>2</th></tr>", 1),  # below others it is no head
        ("<thead><tr><td>y</td><td>p</td></tr></thead><tr><td>1</td><td>2</td></tr>", 1),
        ("<thead><tr><td>y</td><td>p</td></tr><tr><td>1</td><td>2</td></tr></thead>", 2),
        ("<thead><tr><td>y</td><td>p</td></tr></thead><tbody><tr><th>1</th><td>2</td></tr></tbody>", 1),
        ("<thead><tr><td>y<td>p<tbody><tr><td>1<td>2</table>", 1),  # the section ends the row
        ("<td>y</td><td>p</td><tr><td>1</td><td>2</td></tr>", 1),  # cells that open their own row
        ("<tr></tr><tr><td>y</td><td>p</td></tr><tr><td>1</td><td>2</td></tr>", 1),  # an empty row is none
    ],
)
def test_heads_and_rows(rows: str, heads: int) -> None:
    layout = one(f"before <table>{rows}</table> after")
    assert texts(layout) == [["y", "p"], ["1", "2"]]
    assert layout.heads == heads


def test_feet_are_no_rows_and_end_with_their_section() -> None:
    head, foot, body = "<tr><th>y</th></tr>", "<tfoot><tr><td>sum</td></tr></tfoot>", "<tr><td>1</td></tr>"
    for rows in (f"{head}{foot}{body}", f"{head}<tbody>{body}</tbody>{foot}", f"{head}{body}<tfoot><tr><td>sum"):
        assert texts(one(f"<table>{rows}</table>")) == [["y"], ["1"]]
    assert one(f"<table><thead>{head}</thead>{body}{body}</table>").heads == 1


def test_several_tables_share_nothing() -> None:
    first = (
        "<table><caption>A</caption><thead><tr><td>y</td></tr><tr><td>p</td></tr></thead><tr><td>1</td></tr></table>"
    )
    second = "<table><tr><td>z</td></tr><tr><td>2</td></tr></table>"
    assert html_layouts(first + second) == [Layout(plain([["y"], ["p"], ["1"]]).rows, 2, "A"), plain([["z"], ["2"]])]
    assert html_layouts(second.replace("</table>", "<tfoot></table>") + second)[1] == plain([["z"], ["2"]])


def test_what_a_cell_shows() -> None:
    cells = {
        "a<br>b": "a b",
        "x<sup>2</sup>": "x^2",
        "y<sub>1</sub>": "y_1",
        "<b> 1 </b>/ <i>2</i>": "1 / 2",
        "1\n \t 2": "1 2",
        "64&nbsp;%": "64\u00a0%",
        "&lt;b&gt;": "<b>",
        "<span>0</span>.5": "0.5",
    }
    layout = one(f"<TABLE><tr>{''.join(f'<td>{cell}</td> stray ' for cell in cells)}</tr></TABLE>")
    assert texts(layout) == [list(cells.values())]
    captioned = one("<table>stray<caption> Rates <b>in</b> % </caption><tr><td>1</td></tr></table><br>")
    assert (captioned.caption, texts(captioned)) == ("Rates in %", [["1"]])
    assert texts(one("<table><caption>left open<tr><td>1</td></tr></table>")) == [["1"]]
    late = one("<table><tr><td>1</td></tr><caption>C</caption></table>")
    assert (late.caption, texts(late)) == ("C", [["1"]])


def test_formulas_in_mathml_are_those_of_latex() -> None:
    logarithm = "<mi>log</mi><mo>&#8289;</mo><mn>2</mn>"
    cells = {
        "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>": "(1/2)",
        f"<math>\n<mfrac> <mrow>{logarithm}<mo>-</mo><mn>1</mn></mrow> <mn>2</mn></mfrac></math>": "((log 2-1)/2)",
        "<math><semantics><mn>5</mn><annotation>5</annotation></semantics></math>": "5",
        "<math><msup><mn>10</mn><mrow><mo>-</mo><mn>3</mn></mrow></msup></math> x": "10^-3 x",
        "<math><msub><mi>y</mi><mn>1</mn></msub><msubsup><mi>s</mi><mn>1</mn><mn>2</mn></msubsup></math>": "y_1s_1^2",
        "<math><msqrt><mn>2</mn><mo>+</mo><mn>1</mn></msqrt></math>": "√(2+1)",
        "<math><mfrac><mn>1</mn></math>2": "12",  # half a fraction is none
        "<math><mtext>2&#8290;x</mtext></math>": "2 x",
        "<math><mn>7</mn>": "7",
        "</math>8": "8",
    }
    layout = one(f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>")
    assert texts(layout) == [list(cells.values())]


def test_what_a_page_does_not_show_is_not_read() -> None:
    cells = {
        '<span style="display: none">9<br>9</span>0.5': "0.5",
        "<b hidden>9<i>9</i>9</b>1<script>9</script>2<style>9</style>": "12",
        '<math><mn>5</mn></math><span class="katex-html" aria-hidden="true"><span>5</span></span>': "5",
        '<input hidden value="3">4<b hidden>9': "4",
        "6": "6",
    }
    layout = one(f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>")
    assert texts(layout) == [list(cells.values())]


def test_spans() -> None:
    layout = one(
        '<table><tr><td colspan="2" rowspan=3>a</td><td colspan=x>b</td><td colspan=0>c</td><td colspan>d</td></tr>'
        "<tr><td colspan=999>e</td><td colspan=' 2 '>f</td><td>g</td></tr></table>"
    )
    assert layout.rows == (
        (SpannedCell("a", 2, 3), SpannedCell("b"), SpannedCell("c"), SpannedCell("d")),
        (SpannedCell("e", 999), SpannedCell("f", 2), SpannedCell("g")),
    )
    with pytest.raises(InputError, match=r"^an HTML cell spans 1000 cells: give a number below 1000$"):
        html_layouts("<table><tr><td rowspan=1000>a</td></tr></table>")


def test_html_that_is_refused() -> None:
    for text in ("", "<p>no table</p>", "<tr><td>1</td></tr>", "</table>", "<table><tr><td>1</td></tr>"):
        with pytest.raises(InputError, match=r"^no HTML table was found$"):
            html_layouts(text)
    with pytest.raises(InputError, match="1,000,001 characters: the limit is 1,000,000"):
        html_layouts(f"<table><tr><td>{'x' * 1_000_001}</td></tr></table>")
    with pytest.raises(InputError, match=r"^an HTML table inside another is not read$"):
        html_layouts("<table><tr><td><table></table></td></tr></table>")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('{"columns": ["y", "p"], "rows": [["a", 1]]}', [["y", "p"], ["a", "1"]]),
        ('{"y": ["a", "b"], "p": [1, 2]}', [["y", "p"], ["a", "1"], ["b", "2"]]),
        ('{"columns": ["y"], "rows": ["a"], "p": [1]}', None),
        ('[{"y": "a"}, {"p": 1, "y": "b"}]', [["y", "p"], ["a", ""], ["b", "1"]]),
        ('{"a": {"p": 1}, "b": {"q": 2}}', [["", "p", "q"], ["a", "1", ""], ["b", "", "2"]]),
        ('{"columns": {"p": 1}, "rows": {"p": 2}}', [["", "p"], ["columns", "1"], ["rows", "2"]]),
        ('{"rows": [1, 2], "p": [3, 4]}', [["rows", "p"], ["1", "3"], ["2", "4"]]),
        ('{"columns": [1, 2], "p": [3, 4]}', [["columns", "p"], ["1", "3"], ["2", "4"]]),
        ('{"y": []}', [["y"]]),
    ],
)
def test_every_shape_of_json(text: str, rows: list[list[str]] | None) -> None:
    if rows is None:
        with pytest.raises(InputError, match=r"^the JSON table has a row that is no list$"):
            json_layouts(text)
    else:
        assert json_layouts(text) == [plain(rows)]


@pytest.mark.parametrize(
    "text",
    ["1", "{}", "[]", "[[1]]", '[{"y": 1}, 2]', '{"y": [1], "p": 2}', '{"y": {}}', '{"a": {"p": 1}, "b": 2}', "null"],
)
def test_json_that_is_no_table(text: str) -> None:
    with pytest.raises(InputError, match=r"^no JSON table: give a list of objects, an object of lists"):
        json_layouts(text)


def test_json_that_is_refused() -> None:
    for text, words in (
        ('{"y":\n [1,}', "malformed JSON in line 2, column 5: Expecting value"),
        ('[{"y": 0, "p": "0.34", "p": "0.33"}]', 'an object gives the key "p" twice'),
        ('{"0": {"p": "0.34"}, "0": {"p": "0.33"}}', 'an object gives the key "0" twice'),
        ('{"y": [1, 2], "p": [3]}', "the lists of the JSON object differ in length"),
        ('[{"y": {"lower": "1"}}]', "a cell of the JSON table is an object"),
        ('[{"y": {"upper": "1"}}]', "a cell of the JSON table is an object"),
        ('[{"y": {"exact": ["1"]}}]', "a cell of the JSON table is an object"),
        ("[" * 100_000, "the JSON is nested too deeply"),
    ):
        with pytest.raises(InputError) as error:
            json_layouts(text)
        assert str(error.value) == words


def test_cells_of_json() -> None:
    cells = {
        '"a"': "a",
        "0.10": "0.10",
        "1e-3": "1e-3",
        "123456789012345678901234567890": "123456789012345678901234567890",
        "null": "",
        "true": "true",
        "false": "false",
        "NaN": "NaN",
        '[0, ["b", 1.50]]': "(0, (b, 1.50))",
        '{"exact": "log(2)", "lower": "0.6", "upper": "0.7"}': "log(2)",
        '{"lower": "0.6", "upper": "0.7"}': "[0.6, 0.7]",
    }
    (layout,) = json_layouts(f'{{"columns": ["y"], "rows": [[{"], [".join(cells)}]], "title": "T", "caption": "C"}}')
    assert texts(layout)[1:] == [[text] for text in cells.values()]
    assert layout.caption == "T C"
    assert json_layouts('{"columns": ["y"], "rows": [[1]], "title": null, "caption": "C"}')[0].caption == "C"
    assert json_layouts('{"columns": ["y"], "rows": [[1]], "title": true, "caption": 2}')[0].caption == "True 2"
