"""What `exactalign audit` shows: its columns, its notes, and what could not be audited, in words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from exactalign.audit import AuditRow, DrawsRow, PromptModel, SampleFile
    from exactalign.tables.table import Table

_EXCESS_DIGITS = 3
_SHOWN = 3
_LONGEST_PROMPT = 40

COLUMNS: Final = {
    "prompt": "prompt",
    "n": "N",
    "outputs": "outputs",
    "excess": "sum of p - 1",
    "kl": "KL(best-of-N)",
    "kl_bound": "log N - (N-1)/N",
    "win_rate": "win rate",
    "reference_reward": "reward p",
    "reward": "reward best-of-N",
    "alpha": "α",
    "tilt_reward": "reward tilt",
    "left_on_table": "left on table",
    "kl_to_tilt": "KL(best-of-N‖tilt)",
    "reference_golden": "golden p",
    "golden": "golden best-of-N",
    "tilt_golden": "golden tilt",
    "problem": "problem",
}
"""The columns of samples with probabilities, and how a table for people calls them."""

DRAWS_COLUMNS: Final = {
    "prompt": "prompt",
    "n": "N",
    "draws": "draws",
    "kl_bound": "KL at most",
    "mean": "mean reward",
    "mean_error": "± standard error",
    "unbiased": "best-of-N, unbiased",
    "unbiased_error": "± standard error",
    "plug_in": "best-of-N, plug-in",
    "plug_in_error": "± standard error",
    "mean_golden": "mean golden",
    "mean_golden_error": "± standard error",
    "golden": "golden of best-of-N, unbiased",
    "golden_error": "± standard error",
    "problem": "problem",
}
"""The columns of draws without probabilities."""

Rows = Sequence[Mapping[str, Any]]


def audit_cells(rows: "Sequence[AuditRow]") -> list[dict[str, object]]:
    """Return the cells of every row, by column."""
    return [{name: getattr(row, name) for name in (*COLUMNS, "total")} for row in rows]


def draws_cells(rows: "Sequence[DrawsRow]") -> list[dict[str, object]]:
    """Return the cells of every row, by column: an estimate is its value, and its error beside it."""
    found = []
    for row in rows:
        cells: dict[str, Any] = {}
        for name in DRAWS_COLUMNS:
            estimate = getattr(row, name.removesuffix("_error"))
            if name.endswith("_error"):
                cells[name] = None if estimate is None else estimate.error
            else:
                cells[name] = getattr(estimate, "value", estimate)
        found.append(cells)
    return found


def table(rows: Rows, columns: Mapping[str, str], notes: list[str], *, whole: bool) -> "Table":
    """Return every column under its own name in CSV; elsewhere those that say something."""
    from exactalign.tables.table import Table

    def speaks(row: Mapping[str, Any], name: str) -> bool:
        return bool(row["problem"]) if name == "excess" else row[name] not in (None, "")

    names = [name for name in columns if whole or any(speaks(row, name) for row in rows)]
    cells = [[label(row[name]) if name == "prompt" and not whole else row[name] for name in names] for row in rows]
    return Table([name if whole else columns[name] for name in names], cells, notes=[] if whole else notes)


def notes_of(models: "list[PromptModel]", normalize: bool) -> list[str]:
    """Return what was not as it should be in the samples, in words."""
    from exactalign.tables.cells import number_text

    outputs = sum(len(model.samples.masses) for model in models)
    notes = [f"{_counted(len(models), 'prompt')}, {_counted(outputs, 'output')}"]
    unnormalised = [model for model in models if not model.is_normalised and model.values]
    if unnormalised:
        excesses = sorted((model.total - 1 for model in unnormalised), key=float)
        span = " to ".join(dict.fromkeys(number_text(x, digits=_EXCESS_DIGITS) for x in (excesses[0], excesses[-1])))
        done = (
            "each was divided by its sum"
            if normalize
            else "not audited (--normalize divides by the sum; --draws takes the rows as independent draws instead)"
        )
        of = f"{len(unnormalised)} of {len(models)}"
        notes.append(f"{of} prompts have probabilities whose sum is off 1, by {span}: {done}")
    constant = sum(model.is_constant for model in models if not model.problem)
    if constant:
        notes.append(f"{constant} of {len(models)} prompts have a constant reward: no α, and best-of-N changes nothing")
    merged = sum(model.samples.merged for model in models)
    if merged:
        told = "row repeats an output" if merged == 1 else "rows repeat an output"
        notes.append(f"{merged} {told} of the same prompt with the same numbers: counted once")
    return notes


def draws_notes(file: "SampleFile") -> list[str]:
    """Return what the estimates from draws are, in words."""
    draws = sum(len(item.rewards) for item in file.draws)
    return [
        f"{_counted(len(file.draws), 'prompt')}, {_counted(draws, 'draw')}",
        "no probabilities: the rows of a prompt are taken as independent draws",
        (
            "unbiased: the mean over all sets of N draws; plug-in: the draws taken for the whole law, "
            "too low on average for N > 1; standard errors by the jackknife, exactly"
        ),
        "draws do not tell KL(best-of-N‖p): log N - (N-1)/N bounds it",
    ]


def left_out(file: "SampleFile", most: int) -> str | None:
    """Return which rows were left out as they cannot be read, None when none was."""
    if not file.bad:
        return None
    more = f"; and {len(file.bad) - most} more" if len(file.bad) > most else ""
    return f"{_counted(len(file.bad), 'row')} left out (--skip-bad): {'; '.join(file.bad[:most])}{more}"


def refusal(rows: Rows, count: int) -> str | None:
    """Return which prompts have no answer, or not all of it, and why; None when every row is whole."""
    wrong = {row["prompt"]: row["problem"] for row in rows if row["problem"]}
    if not wrong:
        return None
    names = list(wrong)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    named = ", ".join(map(label, names[:_SHOWN])) + more
    reasons = "; ".join(dict.fromkeys(wrong[name] for name in names[:_SHOWN]))
    return f"{len(names)} of {count} prompts could not be audited ({named}): {reasons}"


def label(prompt: str) -> str:
    """Return a prompt in one short line."""
    text = " ".join("".join(c if c.isprintable() else " " for c in prompt).split())
    return text if len(text) <= _LONGEST_PROMPT else f"{text[: _LONGEST_PROMPT - 1]}…"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"
