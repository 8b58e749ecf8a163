# ruff: noqa: E501 — tables stand here as they are printed
"""What a printed table is about: lists, squares, tables by N, exchanged rows and columns, and what is refused."""

from fractions import Fraction
from itertools import product

import attrs
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
    # what a column is said to be it is, though it is named as best-of-N is
    assert report("y,N=3,N=2\nu,0.2,0.36\nv,0.8,0.64\n", columns={"N=3": Quantity.REFERENCE}).ok
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


# What is asked about every cell: the values are the questions themselves


def asked(text, labels=("u", "v"), length=1, *, caption="", groups=(), **more):
    """The reading, and of every cell with a value "quantity of N, of outcome, of length, in unit"."""
    printed = attrs.evolve(read_printed(text), caption=caption, groups=groups)
    found = expected_for(printed, lambda sought: sought, labels, length, **more)
    cells = {}
    for (row, column), expected in found.cells.items():
        sought = expected.value
        n, outcome = f" N={sought.n}" if sought.n else "", f" {' '.join(map(str, sought.outcome or ()))}"
        m, unit = f" m={sought.length}" if sought.length else "", f" {'%' if expected.percent else ''}{expected.unit}"
        cells[row, column] = " ".join(f"{sought.quantity}{n}{outcome}{m}{unit}".split())
    return found, [
        [cells.get((row, column)) for column in range(1, len(printed.columns))] for row in range(len(printed.rows))
    ]


LISTS = {
    "y,p,reward,best-of-2,best-of-4,other\nu,1,1,1,1,1\n": [
        "reference u",
        "reward u",
        "policy N=2 u",
        "policy N=4 u",
        None,
    ],
    "y,π_7,π_ref\nu,1,1\n": ["policy N=7 u", "reference u"],
    "y,probability (%),r (%),p (bits)\nu,1,1,1\n": ["policy N=7 u %", "reward u", "reference u bit"],
    "N,y,prob\n2,u,1\n": [None, "policy N=2 u"],
    "y,N,prob,p\nu,2,1,1\n": [None, "policy N=2 u", "reference u"],
    "y,k,p,best of n\nu,2^10,1,1\n": [None, "reference u", "policy N=1024 u"],
    "y,anything,p\nu,1,1\n": ["policy N=7 u", "reference u"],  # the one column that is left
    "y,one,two,p\nu,1,1,1\n": [None, None, "reference u"],
}


@pytest.mark.parametrize("text", LISTS)
def test_what_is_asked_about_a_list(text):
    assert asked(text, n=(7,))[1] == [LISTS[text]]


def test_lists_of_sequences_are_asked_by_their_coordinates():
    for text, outcome in (
        ("y_1,y_2,prob\nu,v,1\n", "u v"),
        ("y_2,y_1,prob\nu,v,1\n", "v u"),
        ("y_{2},x,y_{1},prob\nu,1,v,1\n", "v u"),
    ):
        found, cells = asked(text, length=2, n=(5,))
        assert [cell for cell in cells[0] if cell] == [f"policy N=5 {outcome}"]
        assert found.missing == ()
    found, _ = asked("y_1,y_2,prob\nu,v,1\nu,x,1\nall,all,1\n", length=2, n=(5,))
    assert found.problems == {(1, 2): '"x" is none of the labels u, v', (2, 2): '"all" is none of the labels u, v'}
    assert found.labels == {0, 1}
    assert found.description == 'a list: outcomes from "y_1" and "y_2", values in "prob" (policy)'
    with pytest.raises(InputError, match="needs a column of outcomes"):
        asked("y_1,y_3,p\nu,v,1\n", length=2, n=(5,), columns={"p": Quantity.KL})


def test_labels_that_are_missing_in_a_list():
    text = "y,best-of-2,p\nv,1,1\n"
    assert asked(text, n=(2,))[0].missing == ("u",)
    assert asked(text)[0].missing == ()  # for which N is not said
    assert asked(text, n=(2, 3))[0].missing == ()
    assert asked("y,best-of-2\nuv,1\n", length=2, n=(2,))[0].missing == ()
    lacks = expected_for(
        read_printed("y,best-of-2\nv,1\n"), lambda sought: int(sought.outcome == ("v",)), "uvw", n=(2,)
    )
    assert lacks.missing == ()  # what has no mass need not stand there


TABLES_BY_N = {
    "N,KL,Win rate\n2,1,1\n4,1,1\n": [["KL N=2", "win rate N=2"], ["KL N=4", "win rate N=4"]],
    "N,KL (bits),Win rate (%),KL (%)\n2,1,1,1\n": [["KL N=2 bit", "win rate N=2 %", "KL N=2"]],
    "N,m,KL\n2,3,1\n4,,1\n": [[None, "KL N=2 m=3"], [None, None]],
    "m,N,KL\n3,2,1\n": [[None, "KL N=2 m=3"]],
    "N,reward,p,other\n2,1,1,1\n": [["expected reward N=2", None, None]],
    "Method,KL\nBest-of-2,1\nBest-of-4 (exact),1\n8,1\nPPO,1\n": [["KL N=2"], ["KL N=4"], [None], [None]],
    "Method,pass@2,E[r]\nBest-of-N,1,1\nBest-of-2,1,1\n,1,1\n": [
        ["expected reward N=2", None],
        ["expected reward N=2", "expected reward N=2"],
        ["expected reward N=2", None],
    ],
    "Metric,N = 2,N = 4\nKL (nats),1,1\nWin rate (%),1,1\n": [
        ["KL N=2 nat", "KL N=4 nat"],
        ["win rate N=2 %", "win rate N=4 %"],
    ],
    ",2,4\nKL,1,1\nE[r],1,1\n": [["KL N=2", "KL N=4"], ["expected reward N=2", "expected reward N=4"]],
    "Method,KL (N=2),KL (N=4) [bits]\nours,1,1\n": [["KL N=2", "KL N=4 bit"]],
}


@pytest.mark.parametrize("text", TABLES_BY_N)
def test_what_is_asked_about_a_table_by_n(text):
    assert asked(text)[1] == TABLES_BY_N[text]
    assert asked(text, ())[1] == TABLES_BY_N[text]


def test_a_symbol_is_best_of_its_number_where_no_other_is_meant():
    assert asked("y,π_2,π^(3)\nu,1,1\n")[1] == [["policy N=2 u", "policy N=3 u"]]
    assert asked("y,π_2,π_3\nu,1,1\n", n=(2, 3))[1] == [["policy N=2 u", "policy N=3 u"]]


def test_why_cells_of_a_table_by_n_have_no_value():
    found, _ = asked("Method,pass@2,E[r]\nBest-of-N,1,1\nBest-of-4,1,1\n,1,1\nPPO,1,1\nKL,1,1\n")
    say = 'is no method that is known here: say what the row holds, as in --column "PPO=expected reward"'
    assert found.unknown == {
        (0, 2): '"Best-of-N" is no number of draws',
        (2, 2): "the row says no number of draws: give --n",
        (3, 1): f'"PPO" {say}',
        (3, 2): '"PPO" is no number of draws',
    }
    contrary = "the row says KL, the column expected reward"
    assert found.problems == {(1, 1): "the row says N = 4, the column N = 2", (4, 1): contrary, (4, 2): contrary}
    assert sorted(found.cells) == [(0, 1), (1, 2), (2, 1)]
    assert found.description == "a table by N: N from the columns, values of expected reward"
    found, _ = asked("N,m,KL\n2,x,1\n4O,3,1\nPPO,3,1\n", n=(2, 4))
    assert found.problems == {(0, 2): '"x" is no length of sequences', (1, 2): '"4O" is no number of draws'}
    assert found.unknown == {(2, 2): '"PPO" is no number of draws'}
    assert found.missing == ("N = 2", "N = 4")
    assert found.labels == {0, 1}
    assert found.description == 'a table by N: N from "N", m from "m", values of nothing'
    found, _ = asked("Method,pass@2\nBest-of-4,1\n")  # no cell is left, and why is said of each
    assert (found.cells, found.unknown) == ({}, {})
    assert found.problems == {(0, 1): "the row says N = 4, the column N = 2"}
    found, _ = asked("Method,pass@2\nPPO,1\n", by="n")
    assert (found.cells, found.problems) == ({}, {})
    assert found.unknown == {(0, 1): f'"PPO" {say}'}
    found, _ = asked("N,y,prob,p\n2,u,1,1\nx,u,1,1\n", n=(5,))
    assert found.problems == {(1, 2): '"x" is no number of draws'}
    assert sorted(found.cells) == [(0, 2), (0, 3), (1, 3)]


@pytest.mark.parametrize(
    ("text", "caption", "cells"),
    [
        ("N,value\n2,1\n", "KL divergence (bits)", ["KL N=2 bit"]),
        ("N,results (nats)\n2,1\n", "KL divergence (bits)", ["KL N=2 nat"]),
        ("N,best-of-n\n2,1\n", "Win rates (in %)", ["win rate N=2 %"]),
        ("N,mine\n2,1\n", "Win rates", None),  # no name that says nothing
        ("N,value,KL\n2,1,1\n", "Win rates (in %)", [None, "KL N=2"]),
        ("N,value\n2,1\n", "Win rates and KL", None),
        ("Method,N = 2\nexact,1\n", "KL", ["KL N=2"]),
        ("Method,4\nours,1\n", "KL", ["KL N=4"]),
        ("Method,N = 4\nours,1\n", "KL divergence, bits", ["KL N=4 bit"]),
        (",N = 2,N = 4\n,1,1\n", "KL", ["KL N=2", "KL N=4"]),  # by the columns: the row says nothing
        (",N = 2,prob,other\n,1,1,1\n", "Win rates", ["win rate N=2", None, None]),
    ],
)
def test_what_a_caption_says(text, caption, cells):
    if cells is None:
        with pytest.raises(InputError, match="no column or row is named by a quantity"):
            asked(text, (), caption=caption)
    else:
        found, read = asked(text, (), caption=caption)
        assert read == [cells]
        believed = cells[0] is not None
        assert ("by the caption)" in found.description) is believed


def test_what_stands_over_columns():
    for columns, groups, cells in (
        ("a,b", ("", "KL (nats)", "Win rate (%)"), ["KL N=2 nat", "win rate N=2 %"]),
        ("KL,KL (bits)", ("", "N = 2", "exact (nats)"), ["KL N=2", "KL N=2 bit"]),
        ("prob,value", ("", "KL", "bound"), ["KL N=2", "KL bound N=2"]),
        ("Win rate,KL", ("", "KL", ""), ["win rate N=2", "KL N=2"]),
    ):
        assert asked(f"N,{columns}\n2,1,1\n", (), groups=groups)[1] == [cells]
    assert asked("Method,2,4\nBest-of-n,1,1\n", (), groups=("", "N", "N"), caption="KL")[1] == [["KL N=2", "KL N=4"]]
    assert asked("y,2,4\nu,1,1\n", groups=("", "N", "N"))[1] == [["policy N=2 u", "policy N=4 u"]]
    assert asked("N,a\n2,1\n", (), groups=("", "my"), columns={"my a": Quantity.KL})[1] == [["KL N=2"]]


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        ("y,π_2\nu,1\n", {"n": (5,)}, '"π_2" can be best-of-2, but --n says 5: use --column'),
        ("y,π_0\nu,1\n", {}, "the table does not say N for a column of the policy: give --n"),
        ("name,name,best-of-2\n7,u,1\n", {"rows": "name"}, '--rows is "name": the columns are name, name, best-of-2'),
        ("y,p\nu,1\n", {"columns": {"q": Quantity.KL}}, 'there is no column or row "q": the columns are y, p'),
        ("1,E[r]\n1,1\n2,1\n", {"labels": (1, 2)}, "the rows can be outcomes or numbers of draws: say which with --by"),
        (
            "y,prob,probs,pmf,mass\nu,1,1,1,1\n",
            {"n": (2,)},
            'the columns "prob" and "probs" and "pmf" could all be the policy: say what a column holds, as in --column "prob=reference"',
        ),
        (
            "y,best-of-2,probability\nu,1,1\n",
            {"n": (2,)},
            'the columns "best-of-2" and "probability" could all be the policy: say what a column holds, as in --column "best-of-2=reference"',
        ),
        (
            "N,mine\n2,1\n",
            {"labels": ()},
            (
                "the table is not read: no column or row is named by a quantity that is known here (--column NAME=QUANTITY says one);"
                " the columns are N, mine"
            ),
        ),
        (
            "y,a,b\nu v,1,1\n",
            {"length": 2},
            (
                "the table is not read: it needs a column of outcomes and one named probability, reference or best-of-N, or one label"
                " of a coordinate above each column and before each row; the columns are y, a, b"
            ),
        ),
    ],
)
def test_why_a_table_is_refused(text, more, message):
    with pytest.raises(InputError) as error:
        asked(text, **more)
    assert str(error.value) == message


def test_what_the_rows_are_can_be_said():
    numbers = "1,E[r]\n1,1\n2,1\n"
    assert asked(numbers, (1, 2), by="n")[1] == [["expected reward N=1"], ["expected reward N=2"]]
    assert asked("1,KL\n1,1\n2,1\n", (1, 2))[1] == [["KL N=1"], ["KL N=2"]]
    assert asked("1,p\n1,1\n2,1\n", (1, 2))[1] == [["reference 1"], ["reference 2"]]
    assert asked("1,p\n1,1\n2,1\n", (1, 2), by="outcome")[1] == [["reference 1"], ["reference 2"]]
    assert asked("7,name,best-of-2\n7,u,0.36\n", rows="name")[1] == [[None, "policy N=2 u"]]
    assert asked("n,y,KL\n2,4,1\n", (), rows="y")[1] == [[None, "KL N=4"]]
    said = {"y_1": Quantity.POLICY, "y_2": Quantity.REFERENCE}  # no coordinates then
    assert asked("seq,y_1,y_2\nuv,1,1\n", length=2, n=(2,), columns=said)[1] == [["policy N=2 u v", "reference u v"]]


def test_exchanged_tables_have_their_values_in_the_printed_places():
    found, cells = asked(",u,v\np,1,1\nbest-of-2,1,1\nr,1,1\n")
    assert cells == [["reference u", "reference v"], ["policy N=2 u", "policy N=2 v"], ["reward u", "reward v"]]
    assert found.labels == {0}
    held = '"p" (reference), "best-of-2" (policy), "r" (reward)'
    assert found.description == f'a list with rows and columns exchanged: outcomes before "", values in {held}'
    found, cells = asked("q,2,4\nKL,1,1\n", ())
    assert cells == [["KL N=2", "KL N=4"]]
    assert found.description == 'a table by N: N from "N", values of KL (rows and columns exchanged)'
    # where it is said which column names the rows, nothing is exchanged
    assert asked("q,2,4\nKL,1,1\n", (), rows="q")[0].description == 'a table by N: N from "q", values of nothing'
    with pytest.raises(InputError, match=r"^the table is not read: it needs a column of outcomes and one named"):
        asked(",u,v\np,1,1\nbest-of-2,1,1\n", rows="u")
    found, _ = asked("q,u,v\np,1,1\nKL,2,2\n", n=(2,))
    assert found.cells.keys() == {(0, 1), (0, 2)}
    found, cells = asked(",4,2\nE[r],1,1\n", (4, 5))
    assert cells == [["expected reward N=4", "expected reward N=2"]]
    unknown = expected_for(read_printed("q,2,4\nE[r],1,1\nKL,1,1\n"), two_outcomes).unknown
    assert unknown == {(1, 1): "not known", (1, 2): "not known"}


def test_the_column_that_names_the_rows_where_it_is_said_to_be_outcomes():
    assert asked("x1,N,prob\nu,2,1\n", by="outcome")[1] == [[None, "policy N=2 u"]]
    found, cells = asked("N,prob\n2,1\n3,1\n", (2, 3), by="outcome", n=(5,))
    assert cells == [["policy N=5 2"], ["policy N=5 3"]]
    assert found.labels == {0}
    assert asked("outcome,KL\nbest-of-2,1\n", by="n")[1] == [["KL N=2"]]


def test_bare_numbers_are_draws_where_the_column_is_said_or_named_so():
    methods = "id,method,KL\n1,best-of-2,1\n2,3,1\n"
    assert asked(methods, (), rows="method")[1] == [[None, "KL N=2"], [None, "KL N=3"]]
    assert asked("method,KL\nbest-of-2,1\n3,1\n", ())[1] == [["KL N=2"], [None]]
    assert asked("n,KL\nbest-of-2,1\n3,1\n", ())[1] == [["KL N=2"], ["KL N=3"]]
    assert asked("q,reward\nbest-of-2,1\nPPO,1\n")[1] == [["expected reward N=2"], [None]]
    assert [asked(f"{head},KL\n7,2,1\n", ())[0].labels for head in (",N", "id,N", "N,")] == [{0, 1}, {1}, {0}]
    assert asked("q,BoN-2,x\nKL (bits),1,1\n", ())[1] == [["KL N=2 bit", None]]


def test_numbers_under_a_group_and_groups_over_the_labels_are_no_draws():
    assert asked("y,2,3\nBoN,1,1\n", (), groups=("", "KL", "KL"), n=(5,))[1] == [[None, None]]
    assert asked("q,4,5\np,1,1\n", (4, 5), groups=("N", "", ""))[1] == [["reference 4", "reference 5"]]


def test_what_is_not_exchanged():
    for text in ("q,2,x4\nKL,1,1\n", "q,KL,4\nKL,1,1\n"):
        assert "exchanged" not in asked(text, ())[0].description
    assert asked("KL,2,4\nKL,1,1\n", ())[1] == [["KL N=2", "KL N=4"]]  # what stands in the corner is no column
    for text in ("q,u,v,total\np,1,1,1\n", "q,u,v\np,1,1\nu,1,1\n", "q,u,x\np,1,1\n", "q\np\n"):
        with pytest.raises(InputError, match="needs a column of outcomes and one named"):
            asked(text)
