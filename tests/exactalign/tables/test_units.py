# ruff: noqa: E501 — tables stand here as they are printed
"""Units in a line of their own or in the caption, errors beside values, and which divergence is the reverse one."""

import pytest

from exactalign.tables.headings import is_before_percent
from exactalign.tables.verdicts import CellVerdict
from tests.exactalign.tables.test_outcomes import asked, report


def test_a_unit_below_a_name_is_that_of_the_name_and_a_spread_is_no_value() -> None:
    """The KL bound = log 2 − 1/2 = 0.193 nats = 0.279 bits; the win rate is 1/2 + (1 − 0.64 − 0.2)/2 = 58 %."""
    text = (
        r"\begin{tabular}{lcccccc} \toprule & \multicolumn{2}{c}{KL bound} & \multicolumn{3}{c}{Win rate} & Win rate \\"
        r" $N$ & (bits) & [nats] & (\%) & std & $\pm$ & mean \\ \midrule 2 & 0.279 & 0.193 & 58.0 & 0.3 & 0.58 & 0.58 \\"
        r" 2 & 0.193 & 0.279 & 0.58 & 58.0 & 0.1 & 58.0 \\ \bottomrule \end{tabular}"
    )
    cells = [cell.verdict for cell in report(text).cells]
    right, wrong, left = CellVerdict.ROUNDED, CellVerdict.WRONG, CellVerdict.UNCHECKED
    exact = CellVerdict.EXACT
    assert cells == [right, right, exact, left, left, exact, wrong, wrong, wrong, left, left, wrong]


def test_the_reverse_divergence_is_said_to_be_that_of_the_reference() -> None:
    """Threads on trainers call KL(policy‖reference) the reverse one."""
    reading, _ = asked("N,reverse KL,KL\n2,0.307,0.193\n", ())
    assert reading.description.endswith("values of reverse KL (of the reference from the policy), KL")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("| N | KL bound | win rate |\n|-|-|-|\n| | (bits) | % |\n| 2 | {} | 58 |", "0.279"),
        ("N,KL bound,win rate\n,nats,%\n2,{},58\n", "0.193"),
        ("| N | 2 |\n|-|-|\n| KL bound | {} |\n| unit | bits |", "0.279"),  # rows and columns exchanged
        ("N,KL bound\n2,{}\nin,bits\n", "0.279"),
        (
            r"\begin{{table}}\caption{{All in bits.}}\begin{{tabular}}{{lc}}$N$&KL bound\\2&{}\end{{tabular}}\end{{table}}",
            "0.279",
        ),
        (
            r"\begin{{table}}\caption{{On 4 bits.}}\begin{{tabular}}{{lc}}$N$&KL bound\\2&{}\end{{tabular}}\end{{table}}",
            "0.193",
        ),
        (
            r"\begin{{table}}\caption{{In bits.}}\begin{{tabular}}{{lc}}$N$&KL bound (nats)\\2&{}\end{{tabular}}\end{{table}}",
            "0.193",
        ),
    ],
)
def test_units_in_a_line_of_their_own_or_in_the_caption(text: str, right: str) -> None:
    for printed in ("0.193", "0.279"):
        verdicts = [cell.verdict for cell in report(text.format(printed)).cells]
        assert verdicts[0] is (CellVerdict.ROUNDED if printed == right else CellVerdict.WRONG)
        assert set(verdicts[1:]) <= {CellVerdict.EXACT}


@pytest.mark.parametrize(
    "text",
    [
        "| N | win rate | unit |\n|-|-|-|\n| 4 | {} | % |",
        "| N | 4 |\n|-|-|\n| win rate | {} |\n| unit | (percent) |",
        "| N | KL bound | win rate | unit |\n|-|-|-|-|\n| 4 | 0.636 | {} | % |",
    ],
)
def test_percent_in_the_next_cell(text: str) -> None:
    for printed, verdict in (("69.5", CellVerdict.ROUNDED), ("0.695", CellVerdict.WRONG), ("69.6", CellVerdict.WRONG)):
        assert report(text.format(printed)).cells[-1].verdict is verdict


def test_percent_beside_what_is_no_rate_says_nothing_of_it() -> None:
    for text in (
        "| N | KL bound | unit |\n|-|-|-|\n| 2 | 0.193 | % |",
        "| N | win rate | u |\n|-|-|-|\n| 4 | 0.695 | bits |",
    ):
        assert report(text).cells[0].verdict is CellVerdict.ROUNDED


@pytest.mark.parametrize(
    ("rows", "place", "found"),
    [
        ([["2", "67", "%"]], (0, 1), True),
        ([["2", "67", "(percent)"]], (0, 1), True),
        ([["rate", "67"], ["unit", "%"]], (0, 1), True),
        ([["rate", "67"], ["unit", "%"], ["x", "1"], ["y", "2"]], (0, 1), True),
        ([["2", "67", "nats"]], (0, 1), False),
        ([["2", "67", "5%"]], (0, 1), False),
        ([["2", "67", ""]], (0, 1), False),
        ([["%", "67", "1"]], (0, 1), False),  # before it
        ([["2", "67", "1", "%"]], (0, 1), False),  # after the next one
        ([["unit", "%"], ["rate", "67"]], (1, 1), False),  # above it
        ([["rate", "67"], ["x", "1"], ["unit", "%"]], (0, 1), False),
        ([["rate", "67"], ["%", "1"]], (0, 1), False),  # below another
        ([["2", "%"]], (0, 1), False),  # itself
    ],
)
def test_the_next_cell_is_to_the_right_or_below(rows: list[list[str]], place: tuple[int, int], found: bool) -> None:
    assert is_before_percent(rows, *place) is found


@pytest.mark.parametrize(
    ("text", "in_nats", "in_bits"),
    [
        ("N,model,KL bound\n2,BIT,{}\n4,ViT,1\n", CellVerdict.ROUNDED, CellVerdict.WRONG),  # a model's name
        ("N,2\nKL bound,{}\nmodel,BIT\nother,ViT\n", CellVerdict.UNREADABLE, CellVerdict.UNREADABLE),
        ("N,model,KL bound\n2,BIT,{}\n2,BIT,1\n", CellVerdict.UNREADABLE, CellVerdict.UNREADABLE),
        ("N,model,KL bound (nats)\n2,BIT,{}\n", CellVerdict.ROUNDED, CellVerdict.WRONG),
        ("N,KL bound,unit\n2,{},bits\n2,1,—\n", CellVerdict.WRONG, CellVerdict.ROUNDED),
        ("q,2,unit\nKL bound,{},bits\n", CellVerdict.WRONG, CellVerdict.ROUNDED),  # rows and columns exchanged
        ("q,unit,2,4\nKL bound,bit,{},1\nwin rate,%,1,2\n", CellVerdict.WRONG, CellVerdict.ROUNDED),
    ],
)
def test_only_a_line_of_units_says_a_unit(text: str, in_nats: CellVerdict, in_bits: CellVerdict) -> None:
    assert report(text.format("0.193")).cells[0].verdict is in_nats
    assert report(text.format("0.279")).cells[0].verdict is in_bits


def test_rows_of_units_that_differ() -> None:
    found = report("N,KL bound\n2,0.279\nin,bits\n4,0.636\nin,nats\n")
    assert {cell.verdict for cell in found.cells} == {CellVerdict.UNREADABLE}
    assert found.notes[-1] == 'the rows of units leave it unclear what "KL bound" is in'


@pytest.mark.parametrize("text", ["q,unit,4,2\nwin rate,%,69.5,{}\n", "N,KL,win rate\n2,?,{}\n4,?,69.5\nin,bits,%\n"])
def test_percent_in_a_line_of_units(text: str) -> None:
    for printed, verdict in (("58", CellVerdict.EXACT), ("0.58", CellVerdict.WRONG)):
        assert [cell.verdict for cell in report(text.format(printed)).cells if cell.text == printed] == [verdict]
