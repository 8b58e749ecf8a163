"""`exactalign compare`: best-of-N and the KL-constrained optimum over sequences, side by side."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.inputs import Model, read_digits, read_memory, read_model, whole_number
from exactalign.cli.manual import COMMAND
from exactalign.cli.numbers import as_form, encoder, json_document, read_kl, read_log_form, short_integer, shown
from exactalign.cli.options import InputOption, LabelsOption, MemoryOption, POption, QOption, RewardOption
from exactalign.cli.output import (
    Format,
    FormatOption,
    OutputOption,
    check_target,
    chosen_format,
    digits_option,
    emit,
    unix_lines,
)
from exactalign.exceptions import ParameterError

if TYPE_CHECKING:
    from exactalign.numbers.logforms import LogForm
    from exactalign.policies.comparisons import Comparison, Quantity
    from exactalign.tables.table import Table

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_TABLE_DIGITS = 10

AllOption = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Compute also what visits every level, KL(aligned‖best-of-N) and the aligned quantiles, however many "
        "levels there are. [default: up to 250,000]",
    ),
]


@app.command("compare", **COMMAND)
def compare(
    length: Annotated[str, typer.Option("--length", metavar="INTEGER", help="M, the length of the sequences.")],
    kl: Annotated[
        str | None,
        typer.Option(
            "--kl",
            metavar="NUMBER",
            help='δ, the KL budget per symbol, exact: "11/100", "log 2". [default: log(N)/M]',
            show_default=False,
        ),
    ] = None,
    alpha: Annotated[
        str | None,
        typer.Option("--alpha", metavar="NUMBER", help="Instead of --kl: the tilt at this α ≥ 0, whose KL is then δ."),
    ] = None,
    n: Annotated[
        str,
        typer.Option(
            "--n", metavar="floor|ceil|real|INTEGER", help="N: exp(M·δ) rounded down, up or not at all, or a number."
        ),
    ] = "floor",
    p: POption = None,
    reward: RewardOption = None,
    q: QOption = None,
    labels: LabelsOption = None,
    file: InputOption = None,
    every: AllOption = False,
    form: FormatOption = None,
    digits: Annotated[str | None, digits_option("10; JSON: 15")] = None,
    output: OutputOption = None,
    memory: MemoryOption = None,
) -> None:
    """Print best-of-N and the aligned policy φ^M side by side: KLs, distances, rewards, quantiles, types.

    φ is the optimum within a KL budget of δ per symbol (see align), N = exp(M·δ) draws of a sequence go into
    best-of-N. Every digit is guaranteed, also for N past all counting: exp(110), say.

    JSON keys: labels, p, reward, length, delta, case, alpha, n_rule, n, levels, best_of_n, aligned,
    total_variation. best_of_n and aligned hold kl_to_reference, kl_to_other, reward, reward_variance, each
    {"total", "per_symbol"}, reward_quantiles, expected_type. "oo" is infinite; "skipped" needs --all.

    \b
    Examples:
      exactalign compare --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 50 --kl 11/100
      exactalign compare --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --length 10 --n 16 --digits 20
      exactalign compare --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 100 --kl "log(2)" --n real --format json
    """
    model = read_model(p, reward, q, labels, file)
    symbols = whole_number(length, "--length", 1)
    draws = read_draws(n)
    delta = None if kl is None else read_kl(kl)
    tilt = None if alpha is None else read_alpha(alpha)
    if delta is not None and tilt is not None:
        raise ParameterError("--kl and --alpha are both given: give one of them")
    if delta is None and tilt is None and isinstance(draws, str):
        raise ParameterError(f"--n {draws} means N = exp(M·δ): give δ with --kl, or α with --alpha")
    shown_digits = read_digits(digits)
    size = read_memory(memory)
    check_target(output)
    chosen = chosen_format(form, output, Format.TABLE)

    from exactalign.laws.distributions import MemorylessSource
    from exactalign.policies.comparisons import Comparison

    source = MemorylessSource(model.reference, symbols)
    comparison = Comparison(source, model.reward, draws, kl=delta, alpha=tilt, memory=size)
    if chosen is Format.JSON:
        text = _json(model, comparison, draws, every, shown_digits)
    else:
        table = _table(comparison, every, shown_digits)
        text = table.render(chosen.value, digits=shown_digits or _TABLE_DIGITS)
        text = unix_lines(text) if chosen is Format.CSV else text
    emit(text, output)


def read_draws(text: str, name: str = "--n") -> int | str:
    """Return N, or how N = exp(m·δ) is rounded."""
    from exactalign.policies.sample_sizes import ROUNDINGS

    rule = text.strip().lower()
    if rule in ROUNDINGS:
        return rule
    if not any(map(str.isdigit, text)):
        shown_text = repr(text if len(text) <= 40 else f"{text[:39]}…")
        raise ParameterError(f"{name} is {shown_text}: give floor, ceil, real or a whole number, at least 1")
    return whole_number(text, name, 1)


def read_alpha(text: str, name: str = "--alpha") -> "LogForm":
    """Return a tilt parameter α ≥ 0."""
    value = read_log_form(text, name)
    if value < 0:
        raise ParameterError(f"{name} is {value}: best-of-N is compared with tilts towards the reward, α ≥ 0")
    return value


def _json(model: Model, comparison: "Comparison", draws: int | str, every: bool, digits: int | None) -> str:
    encoded = encoder(digits)
    length = comparison.source.length
    quantities = list(comparison.quantities(every=every))

    def side(index: int) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for quantity in quantities:
            value = (quantity.best_of_n, quantity.aligned)[index]
            share = quantity.per_symbol(length)[index]
            if quantity.key == "reward_quantile":
                content.setdefault("reward_quantiles", {})[quantity.label] = encoded(value)
            elif quantity.key == "count":
                content.setdefault("expected_type", []).append(encoded(share))
            elif quantity.additive:
                content[quantity.key] = {"total": encoded(as_form(value)), "per_symbol": encoded(as_form(share))}
        return content

    distance = next(quantity.best_of_n for quantity in quantities if quantity.key == "total_variation")
    content = {
        "labels": list(model.labels),
        "p": [encoded(mass) for mass in model.reference.probabilities],
        "reward": [encoded(model.reward[label]) for label in model.labels],
        "length": length,
        "delta": encoded(comparison.kl),
        "case": comparison.case,
        "alpha": encoded(as_form(comparison.alpha)),
        "n_rule": draws if isinstance(draws, str) else "given",
        "n": encoded(comparison.n),
        "levels": comparison.level_count,
        "best_of_n": side(0),
        "aligned": side(1),
        "total_variation": encoded(as_form(distance)),
    }
    return json_document(content)


def _table(comparison: "Comparison", every: bool, digits: int | None) -> "Table":
    from exactalign.tables.table import Table

    length = comparison.source.length
    quantities = list(comparison.quantities(every=every))
    columns = ["quantity", "best-of-N", "aligned"]
    if length > 1:
        columns += ["best-of-N per symbol", "aligned per symbol"]
    rows = []
    for quantity in quantities:
        values = [quantity.best_of_n, quantity.aligned]
        shares = [*quantity.per_symbol(length)] if length > 1 else []
        rows.append([quantity.name, *(_cell(value) for value in values + shares)])
    return Table(columns, rows, title=_title(comparison), notes=list(_notes(comparison, quantities, digits)))


def _cell(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _title(comparison: "Comparison") -> str:
    n = comparison.n
    count = short_integer(n) if isinstance(n, int) else str(n)
    length = comparison.source.length
    over = "single outcomes" if length == 1 else f"sequences of length {length}"
    return f"Best of N = {count} and the aligned policy, over {over}"


def _notes(comparison: "Comparison", quantities: "list[Quantity]", digits: int | None) -> list[str]:
    from exactalign.policies.comparisons import MAX_VISITED, Omitted

    family = comparison.family
    notes = [f"KL budget per symbol: {shown(comparison.kl, digits)}; Δ_max = {shown(family.kl_max, digits)}"]
    if comparison.alpha is not None:
        notes.append(f"case: {comparison.case}; α = {shown(comparison.alpha, digits)}")
    elif comparison.case == "constant-reward":
        notes.append("case: constant-reward; both policies are the reference")
    else:
        told = "exactly" if comparison.case == "boundary" else "over"
        notes.append(
            f"case: {comparison.case}; the budget is {told} Δ_max, there is no α, and the aligned policy is the "
            "reference given its best outcomes"
        )
    if any(Omitted.SKIPPED in (quantity.best_of_n, quantity.aligned) for quantity in quantities):
        notes.append(
            f"skipped: it visits all {comparison.level_count:,} levels, over {MAX_VISITED:,}; --all computes it as well"
        )
    if any(Omitted.UNDECIDED in (quantity.best_of_n, quantity.aligned) for quantity in quantities):
        notes.append("undecided: a quantile lies too close to a level's cumulative probability to be told")
    return notes
