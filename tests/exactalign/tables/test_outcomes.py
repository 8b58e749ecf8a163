# ruff: noqa: E501 — tables stand here as they are printed
"""What a printed table is about: lists, squares, tables by N, exchanged rows and columns, and what is refused."""

from fractions import Fraction
from itertools import product

import pytest

from exactalign.exceptions import InputError
from exactalign.numbers.logforms import log
from exactalign.tables.check import Expected, check_printed
from exactalign.tables.headings import Quantity
from exactalign.tables.outcomes import expected_for
from exactalign.tables.questions import Unknown
from exactalign.tables.reader import PrintedTable, read_printed
from exactalign.tables.verdicts import CellVerdict
from tests.exactalign.known_models import PMF, TABLE_1

MASS = {"u": Fraction(1, 5), "v": Fraction(4, 5)}
REWARD = {"u": Fraction(2), "v": Fraction(1)}


def of_table_1(printed):
    return expected_for(printed, lambda sought: PMF[sought.outcome], range(3), 2, n=(2,))


def two_outcomes(sought):
    """Best of N of u (1/5, reward 2) and v (4/5, reward 1), and quantities by N."""
    if sought.outcome is None:
        low = Fraction(4, 5) ** sought.n
        forms = {
            Quantity.WIN_RATE: Fraction(1, 2) + (1 - low - MASS["u"]) / 2,
            Quantity.EXPECTED_REWARD: 2 - low,
            Quantity.KL_BOUND: log(sought.n) - Fraction(sought.n - 1, sought.n),
        }
        if sought.quantity not in forms:
            return Unknown("not known")
        value = forms[sought.quantity]
        return Expected(value, in_bits=value / log(2)) if sought.quantity is Quantity.KL_BOUND else value
    (label,) = sought.outcome
    if sought.quantity is Quantity.REFERENCE:
        return MASS[label]
    if sought.quantity is Quantity.REWARD:
        return REWARD[label]
    low = Fraction(4, 5) ** sought.n
    return low if label == "v" else 1 - low


def report(text, kind=None, **more):
    printed = read_printed(text, kind)
    return check_printed(printed, expected_for(printed, two_outcomes, ["u", "v"], **more))


RIGHT = {
    "percent in the header": "| y | probability (%) |\n|-|-|\n| u | 36.0 |\n| v | 64.0 |",
    "bold, linked and coloured labels": "| y | prob |\n|-|-|\n| **[u](http://a.b)** | **0.36** |\n| <b>v</b> | 0.64 |",
    "marks of footnotes": "| y | prob |\n|-|-|\n| u | 0.36* |\n| v | 0.64[^1] |",
    "reference, reward and best-of-N": "y,p,reward,best-of-2\nu,1/5,2,0.36\nv,0.8,1,0.64\n",
    "two policies": "y,best-of-2,best-of-3\nu,0.36,0.488\nv,0.64,0.512\n",
    "symbols in LaTeX": r"\begin{tabular}{lcc} & $\pi_{\mathrm{ref}}$ & $\pi_{2}$ \\ \hline u & 0.2 & 0.36 \\ v & 0.8 & 0.64 \end{tabular}",
    "rules at top and bottom only": r"\begin{tabular}{lc}\hline y & prob \\ u & .36 \\ v & .64 \\ \hline\end{tabular}",
    "groups over columns": (
        r"\begin{tabular}{lcc}\toprule & \multicolumn{2}{c}{Best-of-$N$ probability} \\ \cmidrule{2-3} y & $N=2$ & $N=3$ \\"
        r"\midrule u & 0.36 & 0.488 \\ v & 0.64 & 0.512 \\ \bottomrule\end{tabular}"
    ),
    "rows and columns exchanged": "quantity,u,v\np,0.2,0.8\nreward,2,1\nbest-of-2,0.36,0.64\n",
    "aligned text": "y   best-of-2\nu        0.36\nv        0.64\n",
    "a box": "+---+-----------+\n| y | best-of-2 |\n+---+-----------+\n| u |      0.36 |\n| v |      0.64 |\n+---+-----------+\n",
    "as pandas prints it": "   y  best-of-2\n0  u       0.36\n1  v       0.64\n",
    "JSON records": '[{"y": "u", "best-of-2": 0.36}, {"y": "v", "best-of-2": "16/25"}]',
    "HTML": "<table><tr><th>y</th><th>best-of-2</th></tr><tr><td><i>u</i></td><td>0.36</td></tr><tr><td>v</td><td>64&nbsp;%</td></tr></table>",
    "multirow labels": (
        r"\begin{tabular}{lcc} y & N & prob \\ \midrule \multirow{2}{*}{u} & 2 & 0.36 \\ & 3 & 0.488 \\ \cline{1-3} v & 2 & 0.64 \\"
        r"\bottomrule \end{tabular}"
    ),
    "by N, before the outcome": "N,outcome,prob\n2,u,0.36\n3,u,0.488\n2,v,0.64\n",
    "by N": "| N | Win rate (%) | E[r] | KL bound (nats) |\n|-|-|-|-|\n| 2 | 58.0 | 1.36 | 0.193 |\n| 4 | 69.5 | 1.590 | 0.636 |",
    "by N, in bits": "N,KL bound (bits)\n2,0.279\n4,0.918 bits\n",
    "by N, exchanged": "Metric,BoN-2,BoN-4\nWin rate,58%,69.5%\nE[r],1.36,1.590\n",
    "by N, named rows": "Method,Win rate\nBest-of-2,0.58\nBest-of-4,0.695\nPPO,0.6\n",
    "a caption in percent": r"\begin{table}\caption{Win rates (in \%)}\begin{tabular}{lc} N & Win rate \\ \hline 2 & 58.0 \\ \end{tabular}\end{table}",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_tables_of_every_kind(name):
    n = () if any(word in name for word in ("two policies", "groups", "multirow", "by N", "caption")) else (2,)
    found = report(RIGHT[name], n=n)
    assert found.ok, found.table()
    assert len(found.cells) >= 1
    assert not found.missing


@pytest.mark.parametrize("name", RIGHT)
def test_a_wrong_digit_is_found_in_every_kind(name):
    text = RIGHT[name]
    n = () if any(word in name for word in ("two policies", "groups", "multirow", "by N", "caption")) else (2,)
    for right, wrong in (("36", "37"), ("58", "57"), ("0.279", "0.276")):
        if right in text:
            assert not report(text.replace(right, wrong, 1), n=n).ok


def test_numbers_that_are_labels_are_no_numbers_of_draws():
    """Under a name that says neither, and where no column needs an N."""

    def values(sought):
        return two_outcomes(sought._replace(outcome=tuple("uv"[label - 1] for label in sought.outcome)))

    printed = read_printed("case,value\n1,0.36\n2,0.64\n")
    found = check_printed(printed, expected_for(printed, values, [1, 2], n=(2,)))
    assert found.ok
    assert [cell.verdict for cell in found.cells] == [CellVerdict.EXACT] * 2


def test_a_caption_is_believed_for_rows_that_name_best_of_n_only():
    head = r"\begin{{table}}\caption{{Win rate}}\begin{{tabular}}{{lcc}} Model & 2 & 4 \\"
    rows = head + r"{} & 0.58 & 0.695 \\ {} \end{{tabular}}\end{{table}}"
    assert report(rows.format("Best-of-N", "")).ok
    for more in ("", r"Theory & 0.58 & 0.695 \\"):
        with pytest.raises(InputError, match="the table is not read"):
            report(rows.format("PPO", more))


def test_what_two_columns_could_mean_is_asked():
    two = "y,probability,best-of-N\nu,0.2,0.36\nv,0.8,0.64\n"
    with pytest.raises(InputError, match=r'could all be the policy: .* --column "probability=reference"'):
        report(two, n=(2,))
    assert report(two, n=(2,), columns={"probability": Quantity.REFERENCE}).ok
    assert report("y,p\nu,0.36\nv,0.64\n", n=(2,), columns={"p": Quantity.POLICY}).ok
    assert not report("y,p\nu,0.36\nv,0.64\n", n=(2,)).ok
    with pytest.raises(InputError, match="there is no column or row"):
        report(two, n=(2,), columns={"mass": Quantity.POLICY})
    with pytest.raises(InputError, match="give --n"):
        report("y,best-of-N\nu,0.36\n")
    with pytest.raises(InputError, match="--rows is"):
        report(two, n=(2,), rows="z")
    assert report("id,name,best-of-2\n7,u,0.36\n8,v,0.64\n", rows="name").ok


def test_missing_rows_and_rows_that_are_no_draws():
    assert report("y,best-of-2\nu,0.36\n", n=(2,)).missing == ("v",)
    found = report("N,Win rate\n2,0.58\nSFT,0.5\n", n=(2, 4))
    assert found.missing == ("N = 4",)
    assert [cell.verdict for cell in found.cells] == [CellVerdict.EXACT, CellVerdict.UNCHECKED]
    assert "no number of draws" in found.cells[1].detail
    assert not report("N,Win rate\n2,0.58\n4O,0.695\n").ok


def test_readings_of_a_square():
    lookup = {pair: Fraction(n, 10) for n, pair in enumerate(product("ab", repeat=2))}.__getitem__

    def reading(corner, columns, rows):
        body = tuple((label, "1", "1") for label in rows)
        return expected_for(
            PrintedTable((corner, *columns), body), lambda sought: lookup(sought.outcome), "ab", 2, n=(2,)
        )

    first_down = lookup(("a", "b"))
    for corner, columns, rows in [
        ("", ("$y_2 = a$", "$y_{2}=b$"), ("a", "b")),
        ("", ("a", "b"), ("y_1 = a", "y_1 = b")),
        ("$y_1$", ("a", "b"), ("a", "b")),
        ("", ("x_1 = a", "x_1 = b"), ("x_0 = a", "x_0 = b")),
    ]:
        found = reading(corner, columns, rows)
        assert found.cells[0, 2].value == first_down
        assert not found.ambiguous
    assert reading("", ("y_1 = a", "y_1 = b"), ("a", "b")).cells[1, 1].value == first_down
    unsaid = reading("", ("a", "b"), ("a", "b"))
    assert unsaid.ambiguous
    assert (
        unsaid.description
        == "a square: rows are y_1, columns are y_2 (assumed: the labels do not say; it matters here)"
    )
    assert (
        "ambiguous" in check_printed(PrintedTable(("", "a", "b"), (("a", "1", "1"), ("b", "1", "1"))), unsaid).notes[1]
    )
    printed = PrintedTable(("", "0", "1", "2"), tuple((str(i), *row) for i, row in enumerate(TABLE_1)))
    symmetric = of_table_1(printed)
    assert not symmetric.ambiguous
    assert "symmetric" in symmetric.description
    for columns, rows in [
        (("y_1=a", "y_1=b"), ("y_1=a",)),
        (("y_1=a", "y_2=b"), ("a",)),
        (("y_7=a", "b"), ("a",)),
    ]:
        with pytest.raises(InputError, match="coordinate"):
            reading("", columns, rows)


def test_rows_that_are_no_outcomes():
    printed = read_printed("outcome,p\n0 0,49/625\n0 3,1/2\ntotal,1\n")
    found = check_printed(printed, expected_for(printed, lambda sought: PMF[sought.outcome], range(3), 2, n=(2,)))
    assert [cell.verdict for cell in found.cells] == ["exact", "unreadable", "not checked"]
    assert not found.ok
    printed = read_printed(",y_1=0\ny_2=0,49/625\ny_2=3,1/2\nSum,1\n")
    assert [cell.verdict for cell in check_printed(printed, of_table_1(printed)).cells] == [
        "exact",
        "unreadable",
        "not checked",
    ]


def test_columns_of_coordinates():
    printed = read_printed("y_1,y_2,prob\n0,0,49/625\n0,2,43/250\n")
    assert str(check_printed(printed, of_table_1(printed))) == "2 exact"
    with pytest.raises(InputError, match="needs a column of outcomes and one named probability"):
        of_table_1(read_printed("a,b,c\n0 0,1,1\n"))


def test_methods_in_rows_and_draws_in_columns():
    table = "Method,pass@1,pass@4\nmine,1.2,1.5904\nother,1.1,\n"
    with pytest.raises(InputError, match='"mine" is no method that is known here'):
        report(table)
    found = report(table, columns={"mine": Quantity.EXPECTED_REWARD})
    assert [str(cell.verdict) for cell in found.cells] == ["exact", "exact", "not checked"]
    with pytest.raises(InputError, match="--column NAME=QUANTITY says one"):
        report("Metric,Score\nBest-of-2,0.7\n", by="n")
