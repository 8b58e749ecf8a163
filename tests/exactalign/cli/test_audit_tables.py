"""What an audit shows, in words: its notes, its columns, and what could not be audited."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exactalign import log
from exactalign.audit import (
    AuditRow,
    PromptDraws,
    PromptModel,
    PromptSamples,
    SampleFile,
    audit_prompt,
    draws_rows,
    plug_in,
    unbiased,
)
from exactalign.cli import audit_tables
from exactalign.cli.audit_tables import (
    COLUMNS,
    DRAWS_COLUMNS,
    audit_cells,
    draws_cells,
    draws_notes,
    label,
    left_out,
    notes_of,
    refusal,
    table,
)


def samples(name: str, *probabilities: Any, rewards: Any = None, **how: Any) -> PromptSamples:
    rewards = range(len(probabilities)) if rewards is None else rewards
    return PromptSamples(name, tuple(map(Fraction, probabilities)), tuple(map(Fraction, rewards)), **how)


FINE = samples("fine", "1/2", "1/2")


def notes(*items: PromptSamples, normalize: bool = False) -> list[str]:
    return notes_of([PromptModel(item, normalize=normalize) for item in items], normalize)


def test_notes_count_prompts_and_outputs() -> None:
    assert notes(FINE) == ["1 prompt, 2 outputs"]
    assert notes(samples("one", 1)) == [
        "1 prompt, 1 output",
        "1 of 1 prompts have a constant reward: no α, and best-of-N changes nothing",
    ]
    assert notes(FINE, FINE, samples("more", "1/3", "1/3", "1/3")) == ["3 prompts, 7 outputs"]


def test_notes_tell_sums_that_are_off() -> None:
    low, high = samples("low", "1/4", "1/4"), samples("high", "1/2", "2/3")
    left = "not audited (--normalize divides by the sum; --draws takes the rows as independent draws instead)"
    divided = "each was divided by its sum"
    for normalize, told in ((False, left), (True, divided)):
        off = "prompts have probabilities whose sum is off 1, by"
        assert notes(FINE, low, normalize=normalize)[1:] == [f"1 of 2 {off} -0.500: {told}"]
        assert notes(high, low, FINE, normalize=normalize)[1:] == [f"2 of 3 {off} -0.500 to 0.167: {told}"]
        assert notes(low, low, normalize=normalize)[1:] == [f"2 of 2 {off} -0.500: {told}"]
    assert notes(samples("none", 0)) == ["1 prompt, 1 output"]  # there is nothing that sums


def test_notes_tell_constant_rewards_and_repeated_rows() -> None:
    same = samples("same", "1/2", "1/2", rewards=[3, 3])
    constant = "prompts have a constant reward: no α, and best-of-N changes nothing"
    assert notes(FINE, same)[1:] == [f"1 of 2 {constant}"]
    assert notes(samples("off", "1/4", rewards=[3]))[1:][0].startswith("1 of 1 prompts have probabilities")
    assert len(notes(samples("off", "1/4", rewards=[3]))) == 2  # what is not audited has no reward to tell
    one, two = samples("a", "1/2", "1/2", merged=1), samples("b", "1/2", "1/2", merged=2)
    again = "of the same prompt with the same numbers: counted once"
    assert notes(FINE, one)[1:] == [f"1 row repeats an output {again}"]
    assert notes(one, two)[1:] == [f"3 rows repeat an output {again}"]


def test_notes_of_draws() -> None:
    first, *rest = draws_notes(SampleFile(draws=(PromptDraws.of("a", [1, 2]), PromptDraws.of("b", [1]))))
    assert first == "2 prompts, 3 draws"
    assert len(rest) == 3
    assert draws_notes(SampleFile(draws=(PromptDraws.of("a", [1]),)))[0] == "1 prompt, 1 draw"


def test_rows_that_were_left_out() -> None:
    assert left_out(SampleFile(), 2) is None
    assert left_out(SampleFile(bad=("line 2: x",)), 2) == "1 row left out (--skip-bad): line 2: x"
    assert left_out(SampleFile(bad=("a", "b")), 2) == "2 rows left out (--skip-bad): a; b"
    assert left_out(SampleFile(bad=("a", "b", "c", "d")), 2) == "4 rows left out (--skip-bad): a; b; and 2 more"


def row(prompt: str, problem: str = "", **cells: Any) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), "prompt": prompt, "problem": problem, **cells}


def test_what_is_refused_names_three_prompts() -> None:
    assert refusal([row("a"), row("b")], 2) is None
    one = "1 of 2 prompts could not be audited (b): p1"
    assert refusal([row("a"), row("b", "p1")], 2) == refusal([row("b", "p1")] * 3, 2) == one
    three = [row(name, problem) for name, problem in (("a", "p1"), ("b", "p2"), ("c", "p1"))]
    assert refusal(three, 9) == "3 of 9 prompts could not be audited (a, b, c): p1; p2"
    assert refusal([*three, row("d", "p3"), row("e", "p4")], 9) == (
        "5 of 9 prompts could not be audited (a, b, c and 2 more): p1; p2"
    )
    long = "x" * 41
    assert refusal([row(long, "p")], 1) == f"1 of 1 prompts could not be audited ({'x' * 39}…): p"


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [("a\n\tb", "a b"), ("a\x1b[31m", "a [31m"), ("x" * 40, "x" * 40), ("x" * 41, "x" * 39 + "…"), ("  ", "")],
)
def test_a_prompt_in_one_line(prompt: str, shown: str) -> None:
    assert label(prompt) == shown


def test_columns_that_say_nothing_are_left_out_for_people() -> None:
    cells = [row("a\nb", n=2, excess=0, kl=Fraction(0), golden=None), row("c", n=None, alpha=Fraction(1))]
    found = table(cells, COLUMNS, ["note"], whole=False)
    assert found.columns == ("prompt", "N", "KL(best-of-N)", "α")
    assert found.rows == (("a b", 2, 0, None), ("c", None, None, 1))
    assert found.notes == ("note",)
    whole = table(cells, COLUMNS, ["note"], whole=True)
    assert whole.columns == tuple(COLUMNS)
    assert (whole.rows[0][0], whole.notes) == ("a\nb", ())
    # The sum is told where there is a problem.
    wrong = table([*cells, row("d", "off", excess=Fraction(1, 4))], COLUMNS, [], whole=False)
    assert wrong.columns == ("prompt", "N", "sum of p - 1", "KL(best-of-N)", "α", "problem")


def test_cells_are_what_the_rows_say() -> None:
    (found,) = audit_prompt(FINE, [2])
    (cells,) = audit_cells([found])
    assert list(cells) == [*COLUMNS, "total"]
    assert all(cells[name] is getattr(found, name) or cells[name] == getattr(found, name) for name in cells)
    assert (cells["excess"], cells["total"]) == (0, 1)
    assert audit_cells([AuditRow("x", None, 1, None)])[0]["excess"] is None


def test_an_estimate_is_its_value_and_its_error() -> None:
    draws = PromptDraws.of("q", [1, 0, 0, 1, 0], [2, 1, 3, 1, 1])
    two, five = draws_cells(draws_rows(draws, [2, 5]))
    assert list(two) == list(DRAWS_COLUMNS)
    assert (two["prompt"], two["n"], two["draws"], two["kl_bound"]) == ("q", 2, 5, log(2) - Fraction(1, 2))
    for name, estimate in (
        ("mean", unbiased(draws, 1)),
        ("unbiased", unbiased(draws, 2)),
        ("plug_in", plug_in(draws, 2)),
        ("mean_golden", unbiased(draws, 1, golden=True)),
        ("golden", unbiased(draws, 2, golden=True)),
    ):
        assert two[name] == estimate.value
        assert float(two[f"{name}_error"]) == pytest.approx(float(estimate.square or 0) ** 0.5)  # type: ignore[arg-type]
    assert five["unbiased"] == 1
    assert five["unbiased_error"] is None
    (six,) = draws_cells(draws_rows(draws, [6]))
    assert (six["unbiased"], six["unbiased_error"], six["golden_error"]) == (None, None, None)


def test_every_column_has_a_name_of_its_own() -> None:
    """But for the errors, which stand beside what they are the errors of."""
    assert len(set(COLUMNS.values())) == len(COLUMNS)
    names = [name for name in DRAWS_COLUMNS.values() if name != "± standard error"]
    assert len(set(names)) == len(names) == len(DRAWS_COLUMNS) - 5
    assert [name for name, shown in DRAWS_COLUMNS.items() if shown == "± standard error"] == [
        f"{name}_error" for name in ("mean", "unbiased", "plug_in", "mean_golden", "golden")
    ]
    assert audit_tables.COLUMNS["problem"] == DRAWS_COLUMNS["problem"] == "problem"
