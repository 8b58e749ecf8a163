"""`exactalign conformance`: the property suites against a function of the user's."""

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli import colours
from exactalign.cli.options import OutputOption, TextFormatOption
from exactalign.cli.output import TextFormat, check_target, chosen_format, emit
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from exactalign.exceptions import InputError, ParameterError

if TYPE_CHECKING:
    from exactalign.testing.conformance.report import SuiteReport

_PAINT = colours.words(
    r"^  \S+ +(?P<word>[a-z-]+)(?= \(|$)", r"^\S+: (?P<word>[a-z-]+)", r"^(?P<word>conforms|DOES NOT CONFORM):"
)
_DEFAULT_KINDS = "pmf, sampler, kl, win-rate, order-statistic, alpha-solver, tilt, kl-divergence"


def conformance(
    *,
    target: Annotated[
        str, typer.Argument(metavar="MODULE:FUNCTION", help="What to test; modules here can be imported.")
    ],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=f"What it computes: {_DEFAULT_KINDS}.")],
    dtype: Annotated[
        str, typer.Option("--dtype", metavar="NAME", help="The float format: float64 or float32.")
    ] = "float64",
    array: Annotated[
        str, typer.Option("--array", metavar="NAME", help="What vectors are passed as: list, tuple, numpy, torch.")
    ] = "list",
    parameter: Annotated[
        str | None,
        typer.Option("--parameter", metavar="NAME", help="alpha-solver: it returns alpha, or beta = 1/alpha."),
    ] = None,
    expect_failure: Annotated[
        list[str] | None,
        typer.Option("--expect-failure", metavar="CHECK=REASON", help="A check known to fail; may be repeated."),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="CHECK=REASON", help="A check that is left out; may be repeated."),
    ] = None,
    examples: Annotated[
        str, typer.Option("--examples", metavar="INTEGER", help="Cases drawn for each check, beside fixed ones.")
    ] = "60",
    seed: Annotated[str, typer.Option("--seed", metavar="INTEGER", help="Seed of the search.")] = "0",
    slack: Annotated[
        str, typer.Option("--slack", metavar="INTEGER", help="Multiply every error bound; the report says so.")
    ] = "1",
    form: TextFormatOption = None,
    output: OutputOption = None,
) -> None:
    """Test a function of yours, in floating point, against the exact mathematics it should compute.

    Each check names a law; ties, unsorted rewards, zero probabilities and extreme N are always tried. A failure comes
    with the smallest case found, your answer, the exact one, and the error in ulps (units in the last place).

    Exit status 1: a check fails, or passes though it was expected to fail.

    JSON keys: ok, subject, kind, dtype, declared, ran, counts, settings, rows, notes. rows lists {"subject", "check",
    "status", "law", "reason", "tried", "counterexample"}; a counterexample is {"call", "answer", "exact", "error"}.

    \b
    Examples:
      exactalign conformance exactalign.testing.conformance.reference:best_of_n --kind pmf --examples 5
      exactalign conformance exactalign.testing.conformance.reference:expected_best --kind order-statistic --format json
    """
    from exactalign.cli.reading import read, whole
    from exactalign.testing.conformance import check
    from exactalign.testing.conformance.runner import kind_named

    expected, skipped = _reasons(expect_failure, "--expect-failure"), _reasons(skip, "--skip")
    tried, start = read(examples, "--examples", whole(1)), read(seed, "--seed", whole(0))
    factor = read(slack, "--slack", whole(1))
    check_target(output)
    function = _imported(target)
    options: dict[str, Any] = {} if parameter is None else {"parameter": parameter}
    chosen: Any = array
    PROGRESS.begin("checks", len(kind_named(kind).checks))
    report = check(
        function,
        kind,
        dtype=dtype,
        array=chosen,
        examples=tried,
        seed=start,
        slack=factor,
        name=target.partition(":")[2],
        expected_failures=expected,
        skip=skipped,
        on_row=lambda row: PROGRESS.advance(last=row.check),
        **options,
    )
    chosen_form = chosen_format(form, output, TextFormat.TABLE)
    emit(_text(report, chosen_form), output, paint=_PAINT if chosen_form is TextFormat.TABLE else None)
    raise typer.Exit(0 if report.ok else 1)


def _reasons(given: list[str] | None, option: str) -> dict[str, str]:
    found = {}
    for text in given or []:
        name, equals, reason = text.partition("=")
        if not equals or not reason.strip():
            raise ParameterError(f"{option} {text!r} gives no reason: write CHECK=REASON")
        found[name.strip()] = reason.strip()
    return found


def _imported(target: str) -> Callable[..., object]:
    """Return the function that `module:function` names, importing from the current directory too."""
    module_name, colon, path = target.partition(":")
    if not colon or not module_name or not path:
        raise InputError(f"{target!r} names no function: write module:function")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    invalidate_caches()
    try:
        with redirect_stdout(io.StringIO()):  # what a module prints must not end up in the report
            found: Any = import_module(module_name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 (a user's module may raise anything, SystemExit too)
        raise InputError(f"{module_name} cannot be imported: {type(error).__name__}: {error}") from None
    for name in path.split("."):
        if not hasattr(found, name):
            raise InputError(f"{module_name} has no {path!r}")
        found = getattr(found, name)
    if not callable(found):
        raise InputError(f"{target} is a {type(found).__name__}, not a function")
    return found  # type: ignore[no-any-return]


def _text(report: "SuiteReport", form: TextFormat) -> str:
    from exactalign.cli.printing import json_document

    return json_document(report.as_dict()) if form is TextFormat.JSON else str(report)


app = command("conformance", conformance)
