"""`exactalign audit`: what best-of-N does to one's own samples, beside the optimal policy of the same KL."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import JobsOption, OutputOptions, digits_option
from exactalign.cli.output import Format
from exactalign.cli.program import say
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import Told, command
from exactalign.exceptions import InputError
from exactalign.runs.workers import executor_of

if TYPE_CHECKING:
    from exactalign.audit import AuditRow, PromptModel, PromptSamples
    from exactalign.tables.table import Table

_DIGITS = 6
_EXCESS_DIGITS = 3
_JSON_DIGITS = 15
_CHUNK = 8  # prompts that a worker does at a time
_ALONE = 50  # prompts for which starting other processes does not pay
_SHOWN = 3
_LONGEST_PROMPT = 40
_DEFECTIVE = 1

_COLUMNS = {
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


def audit(
    *,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="CSV, JSON lines or Parquet; - is standard input (CSV or JSON lines)."),
    ],
    n: Annotated[str, typer.Option("--n", metavar="LIST", help="N: 2,4,8 or 1:16:1.")] = "2,4,8",
    normalize: Annotated[
        bool, typer.Option("--normalize", help="Divide the probabilities of every prompt by their sum.")
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="LIST", help='Other names of columns: "prompt=question, reward=score".'),
    ] = None,
    prompts: Annotated[
        bool, typer.Option("--prompts/--no-prompts", help="Rows for single prompts, or those for all prompts only.")
    ] = True,
    exact: Annotated[
        bool, typer.Option("--exact", help="KL, win rates and rewards as log forms and fractions; can be very long.")
    ] = False,
    jobs: JobsOption = None,
    output: Annotated[OutputOptions, Told({"digits": digits_option("6; JSON, or with --exact: 15")})],
) -> None:
    """Compare best-of-N on your own samples with the optimal policy of the same KL, prompt by prompt and overall.

    FILE has a row for each output of each prompt: columns prompt, output (optional), probability or logprob,
    reward, and golden_reward if there is one. Decimals mean what is written, binary floats their exact binary
    value. Probabilities that do not sum to 1 are reported, and their prompt is left out, unless
    --normalize divides them by their sum. α is that of the tilt p·exp(α·reward) with the KL of best-of-N; its
    reward less that of best-of-N is left on the table. For all prompts together: means, and one α for all.

    Exit status 1: some prompt could not be audited.

    JSON keys: notes, prompts, overall. prompts and overall list objects with a key for every column of the CSV;
    numbers are strings, or {"exact", "lower", "upper"}, or {"lower", "upper"}.

    \b
    Examples:
      exactalign audit samples.csv
      exactalign audit samples.csv --n 2,16,64 --normalize --no-prompts
      exactalign audit samples.csv --columns "reward=golden_reward" --normalize --format json -o report.json
    """
    from exactalign.audit import PromptModel
    from exactalign.audit.report import MAX_N, overall
    from exactalign.cli.reading import read_jobs, read_list, whole

    sizes = read_list(n, "--n", whole(1, MAX_N))
    read_jobs(jobs, 1, 1)
    printer = output.open()
    samples = _read(file, columns)
    processes = read_jobs(jobs, len(samples), _ALONE)
    accuracy = printer.digits or (_JSON_DIGITS if exact or printer.is_json else _DIGITS)
    tasks = [samples[i : i + _CHUNK] for i in range(0, len(samples), _CHUNK)]
    with executor_of(min(processes, len(tasks))) as executor:
        PROGRESS.begin("prompts", len(samples))
        rows = _computed(tasks, (sizes, normalize, exact, accuracy), executor)
    models = [PromptModel(item, normalize=normalize) for item in samples]
    PROGRESS.begin("all prompts together", len(sizes))
    everything = [row.known(accuracy).opened() for row in overall(models, rows, sizes, PROGRESS.advance)]
    notes = _notes(models, normalize)
    listed = [*(rows if prompts else [row for row in rows if row.problem]), *everything]
    if printer.is_json:
        printer.json(_content(listed, notes))
    else:
        whole_file = printer.form is Format.CSV
        rounded = printer if exact else replace(printer, default=_DIGITS)
        rounded.table(_table(listed, notes, whole=whole_file))
    defective = [model for model in models if model.problem]
    if defective:
        say("exactalign", _refusal(defective, len(models)))
        raise typer.Exit(_DEFECTIVE)


def run_chunk(samples: "Sequence[PromptSamples]", settings: tuple[list[int], bool, bool, int]) -> "list[AuditRow]":
    """Return the rows of some prompts, as plain data of the asked digits (in a worker process)."""
    from exactalign.audit import audit_prompt

    sizes, normalize, exact, digits = settings
    return [
        row.known(digits) for item in samples for row in audit_prompt(item, sizes, normalize=normalize, exact=exact)
    ]


def _computed(
    tasks: "list[list[PromptSamples]]",
    settings: tuple[list[int], bool, bool, int],
    executor: Executor | None,
) -> "list[AuditRow]":
    from concurrent.futures import as_completed

    found: dict[int, list[AuditRow]] = {}
    if executor is None:
        for position, task in enumerate(tasks):
            found[position] = run_chunk(task, settings)
            PROGRESS.advance(len(task))
    else:
        waiting = {executor.submit(run_chunk, task, settings): place for place, task in enumerate(tasks)}
        for future in as_completed(waiting):
            position = waiting[future]
            found[position] = future.result()
            PROGRESS.advance(len(tasks[position]))
    return [row.opened() for position in sorted(found) for row in found[position]]


def _read(file: str, columns: str | None) -> "list[PromptSamples]":
    from exactalign.audit import parse_samples, read_samples
    from exactalign.cli.sources import read_text, source_name

    renamed = {}
    for part in columns.split(",") if columns else ():
        ours, equals, theirs = part.partition("=")
        if not (equals and ours.strip() and theirs.strip()):
            raise InputError(f'--columns has {part.strip()!r}: write it as "reward=score"')
        renamed[ours.strip()] = theirs.strip()
    if file == "-":
        return parse_samples(read_text(file), source_name(file), renamed)
    return read_samples(file, renamed)


def _notes(models: "list[PromptModel]", normalize: bool) -> list[str]:
    """What was not as it should be in the file, in words."""
    from exactalign.tables.cells import number_text

    outputs = sum(len(model.samples.masses) for model in models)
    notes = [f"{len(models)} prompt{'s' if len(models) != 1 else ''}, {outputs} output{'s' if outputs != 1 else ''}"]
    unnormalised = [model for model in models if not model.is_normalised and model.values]
    if unnormalised:
        excesses = sorted((model.total - 1 for model in unnormalised), key=float)
        span = " to ".join(dict.fromkeys(number_text(x, digits=_EXCESS_DIGITS) for x in (excesses[0], excesses[-1])))
        done = "each was divided by its sum" if normalize else "not audited (--normalize divides by the sum)"
        of = f"{len(unnormalised)} of {len(models)}"
        notes.append(f"{of} prompts have probabilities whose sum is off 1, by {span}: {done}")
    constant = sum(model.is_constant for model in models if not model.problem)
    if constant:
        notes.append(f"{constant} of {len(models)} prompts have a constant reward: no α, and best-of-N changes nothing")
    return notes


def _refusal(defective: "list[PromptModel]", count: int) -> str:
    named = ", ".join(_label(model.samples.prompt) for model in defective[:_SHOWN])
    more = f" and {len(defective) - _SHOWN} more" if len(defective) > _SHOWN else ""
    reasons = "; ".join(dict.fromkeys(model.problem for model in defective[:_SHOWN]))
    return f"{len(defective)} of {count} prompts could not be audited ({named}{more}): {reasons}"


def _label(prompt: str) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in prompt).split())
    return text if len(text) <= _LONGEST_PROMPT else f"{text[: _LONGEST_PROMPT - 1]}…"


def _table(rows: "Sequence[AuditRow]", notes: list[str], *, whole: bool) -> "Table":
    """Every column in CSV; elsewhere those that say something."""
    from exactalign.tables.table import Table

    names = [
        name
        for name in _COLUMNS
        if whole or any(row.problem if name == "excess" else getattr(row, name) not in (None, "") for row in rows)
    ]
    cells = [
        [_label(row.prompt) if name == "prompt" and not whole else getattr(row, name) for name in names] for row in rows
    ]
    return Table([name if whole else _COLUMNS[name] for name in names], cells, notes=[] if whole else notes)


def _content(rows: "Sequence[AuditRow]", notes: list[str]) -> dict[str, object]:
    """Return {"notes", "prompts", "overall"}: a list of objects each."""
    from exactalign.audit import ALL

    names = ["total" if name == "excess" else name for name in _COLUMNS]
    listed: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for row in rows:
        listed[row.prompt == ALL and row.total is None].append({name: getattr(row, name) for name in names})
    return {"notes": notes, "prompts": listed[False], "overall": listed[True]}


app = command("audit", audit)
