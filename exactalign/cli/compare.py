"""`exactalign compare`: best-of-N and the KL-constrained optimum over sequences, side by side."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import AllOption, ModelOptions, OutputOptions, SizeOptions, digits_option
from exactalign.cli.signatures import Told, command
from exactalign.exceptions import ParameterError

if TYPE_CHECKING:
    from exactalign.cli.models import Model
    from exactalign.cli.printing import Printer
    from exactalign.policies.side_by_side import SideBySide, SideQuantity
    from exactalign.tables.table import Table

_TABLE_DIGITS = 10


def compare(
    *,
    length: Annotated[str, typer.Option("--length", metavar="INTEGER", help="M, the length of the sequences.")],
    kl: Annotated[
        str | None,
        typer.Option(
            "--kl",
            metavar="NUMBER",
            help='δ, the KL budget per symbol, exact: "11/100", "log 2". [default: log(N)/M]',
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
    every: AllOption = False,
    model: ModelOptions,
    output: Annotated[OutputOptions, Told({"digits": digits_option("10; JSON: 15")})],
    size: SizeOptions,
) -> None:
    """Print best-of-N beside the optimal policy of the same KL budget, over sequences of length M.

    The budget is δ for each symbol: the aligned policy draws every symbol from the optimum φ within δ (see align), and
    best-of-N chooses among N = exp(M·δ) sequences. Shown are their divergences from the reference and from each other,
    rewards, quantiles, and types (the expected shares of the outcomes). Every digit is proved, for N = exp(110) as
    well.

    JSON keys: labels, p, reward, length, delta, case, alpha, n_rule, n, levels, best_of_n, aligned,
    total_variation. best_of_n and aligned hold kl_to_reference, kl_to_other, reward, reward_variance, each
    {"total", "per_symbol"}, reward_quantiles, expected_type. "oo" is infinite; "skipped" needs --all.

    \b
    Examples:
      exactalign compare --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 50 --kl 11/100
      exactalign compare --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --length 10 --n 16 --digits 20
      exactalign compare --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 100 --kl "log(2)" --n real --format json
    """
    from exactalign.cli.reading import ALPHA, KL, SAMPLE_SIZE, read, whole
    from exactalign.laws.distributions import MemorylessSource
    from exactalign.policies.side_by_side import SideBySide

    given = model.read()
    symbols = read(length, "--length", whole(1))
    draws = read(n, "--n", SAMPLE_SIZE)
    delta = None if kl is None else read(kl, "--kl", KL)
    tilt = None if alpha is None else read(alpha, "--alpha", ALPHA)
    if delta is not None and tilt is not None:
        raise ParameterError("--kl and --alpha are both given: give one of them")
    if delta is None and tilt is None and isinstance(draws, str):
        raise ParameterError(f"--n {draws} means N = exp(M·δ): give δ with --kl, or α with --alpha")
    memory, printer = size.read(), output.open(default=_TABLE_DIGITS, read=model.file)
    source = MemorylessSource(given.reference, symbols)
    comparison = SideBySide(source, given.reward, draws, kl=delta, alpha=tilt, memory=memory)
    if printer.is_json:
        printer.json(_content(given, comparison, draws, every))
    else:
        printer.table(_table(comparison, every, printer))


def _content(model: "Model", comparison: "SideBySide", draws: int | str, every: bool) -> dict[str, object]:
    from exactalign.cli.printing import as_form

    length = comparison.source.length
    quantities = list(comparison.quantities(every=every))

    def side(index: int) -> dict[str, object]:
        content: dict[str, Any] = {}
        for quantity in quantities:
            value = (quantity.best_of_n, quantity.aligned)[index]
            share = quantity.per_symbol(length)[index]
            if quantity.key == "reward_quantile":
                content.setdefault("reward_quantiles", {})[quantity.label] = value
            elif quantity.key == "count":
                content.setdefault("expected_type", []).append(share)
            elif quantity.additive:
                content[quantity.key] = {"total": as_form(value), "per_symbol": as_form(share)}
        return content

    distance = next(quantity.best_of_n for quantity in quantities if quantity.key == "total_variation")
    return {
        "labels": model.labels,
        "p": model.reference.probabilities,
        "reward": [model.reward[label] for label in model.labels],
        "length": length,
        "delta": comparison.kl,
        "case": comparison.case,
        "alpha": as_form(comparison.alpha),
        "n_rule": draws if isinstance(draws, str) else "given",
        "n": comparison.n,
        "levels": comparison.level_count,
        "best_of_n": side(0),
        "aligned": side(1),
        "total_variation": as_form(distance),
    }


def _table(comparison: "SideBySide", every: bool, printer: "Printer") -> "Table":
    from exactalign.tables.table import Table

    length = comparison.source.length
    quantities = list(comparison.quantities(every=every))
    columns = ["quantity", "best-of-N", "aligned"]
    if length > 1:
        columns += ["best-of-N per symbol", "aligned per symbol"]
    rows = []
    for quantity in quantities:
        values = [quantity.best_of_n, quantity.aligned]
        shares = quantity.per_symbol(length) if length > 1 else ()
        rows.append([quantity.name, *values, *shares])
    return Table(columns, rows, title=_title(comparison), notes=list(_notes(comparison, quantities, printer)))


def _title(comparison: "SideBySide") -> str:
    from exactalign.cli.printing import short_integer

    length = comparison.source.length
    over = "single outcomes" if length == 1 else f"sequences of length {length}"
    return f"Best of N = {short_integer(comparison.n)} and the aligned policy, over {over}"


def _notes(comparison: "SideBySide", quantities: "list[SideQuantity]", printer: "Printer") -> list[str]:
    from exactalign.policies.side_by_side import MAX_VISITED, Omitted

    family = comparison.family
    notes = [f"KL budget per symbol: {printer.shown(comparison.kl)}; Δ_max = {printer.shown(family.kl_max)}"]
    if comparison.alpha is not None:
        notes.append(f"case: {comparison.case}; α = {printer.shown(comparison.alpha)}")
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


app = command("compare", compare)
