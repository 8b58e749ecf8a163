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
from exactalign.text.articles import with_article

if TYPE_CHECKING:
    from exactalign.testing.conformance.report import SuiteReport

_PAINT = colours.words(
    r"^  \S+ +(?P<word>[a-z-]+)(?= \(|$)", r"^\S+: (?P<word>[a-z-]+)", r"^(?P<word>conforms|DOES NOT CONFORM):"
)
_KINDS = (
    "pmf, sampler, kl, win-rate, expected-best, golden-under-proxy, tilt, alpha-solver, kl-divergence, pass-at-k, "
    "best-at-k, pool-weights, advantage, kl-estimate, kl-gradient"
)


def conformance(
    *,
    target: Annotated[
        str, typer.Argument(metavar="MODULE:FUNCTION", help="What to test; modules here can be imported.")
    ],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=f"What it computes: {_KINDS}.")],
    dtype: Annotated[
        str, typer.Option("--dtype", metavar="NAME", help="The float format: float64 or float32.")
    ] = "float64",
    array: Annotated[
        str, typer.Option("--array", metavar="NAME", help="What vectors are passed as: list, tuple, numpy, torch.")
    ] = "list",
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="NAME=VALUE", help="An option of the kind, parameter=beta; may be repeated."),
    ] = None,
    domain: Annotated[
        list[str] | None,
        typer.Option(
            "--domain",
            metavar="CLAUSE",
            help="What it is meant for: distinct rewards, p > 0, n <= 64; nothing else is tried. May be repeated.",
        ),
    ] = None,
    batch: Annotated[bool, typer.Option("--batch", help="It takes batches: a first axis of models.")] = False,
    log_in: Annotated[bool, typer.Option("--log-in", help="It takes logarithms of probabilities.")] = False,
    log_out: Annotated[bool, typer.Option("--log-out", help="It returns logarithms of probabilities.")] = False,
    pick: Annotated[
        str | None,
        typer.Option("--pick", metavar="PLACE", help="Which part of its answer is meant: a place from 0, or a name."),
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
    seconds: Annotated[
        str, typer.Option("--seconds", metavar="INTEGER", help="CPU time of one call; the first one has more.")
    ] = "10",
    form: TextFormatOption = None,
    output: OutputOption = None,
) -> None:
    """Test a function of yours, in floating point, against the exact mathematics it should compute.

    Each check names a law; ties, unsorted rewards, zero probabilities and extreme N are always tried. A failure comes
    with the smallest case found, your answer, the exact one, and the error in ulps (units in the last place); failures
    with one cause are told once.

    Options of kinds: parameter (tilt, alpha-solver), rtol (alpha-solver), of (expected-best), replacement
    (pool-weights), baseline, ddof and eps (advantage), estimator (kl-estimate), divergence and value (kl-gradient),
    false_alarm (sampler).

    Exit status 1: a check fails, or passes though it was expected to fail.

    JSON keys: ok, subject, kind, dtype, domain, declared, ran, counts, settings, causes, rows, notes. causes lists
    {"cause", "checks"}. rows lists {"subject", "check",
    "status", "law", "reason", "tried", "counterexample"}; a counterexample is {"call", "answer", "exact", "error"}.

    \b
    Examples:
      exactalign conformance exactalign.testing.conformance.reference:best_of_n --kind pmf --examples 5
      exactalign conformance exactalign.testing.conformance.reference:expected_best --kind best-at-k --format json
    """
    from exactalign.cli.reading import read, whole
    from exactalign.testing.conformance import check
    from exactalign.testing.conformance.registry import kind_named

    expected, skipped = _reasons(expect_failure, "--expect-failure"), _reasons(skip, "--skip")
    tried, start = read(examples, "--examples", whole(1)), read(seed, "--seed", whole(0))
    factor, allowed = read(slack, "--slack", whole(1)), read(seconds, "--seconds", whole(1))
    check_target(output)
    function = _imported(target)
    check_target(output)  # once more: it may be a module that has been imported by now
    options = _options(option)
    chosen: Any = array
    part = int(pick) if pick is not None and pick.isdecimal() else pick
    PROGRESS.begin("checks", len(kind_named(kind).checks))
    report = check(
        function,
        kind,
        dtype=dtype,
        array=chosen,
        batch=batch,
        log_in=log_in,
        log_out=log_out,
        pick=part,
        domain=",".join(domain or []),
        examples=tried,
        seed=start,
        slack=factor,
        seconds=allowed,
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


def _options(given: list[str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for text in given or []:
        name, equals, value = text.partition("=")
        if not equals or not value.strip():
            raise ParameterError(f"--option {text!r} gives no value: write NAME=VALUE")
        if name.strip() in found:
            raise ParameterError(f"--option gives {name.strip()} twice")
        found[name.strip()] = value.strip()
    return found


def _imported(target: str) -> Callable[..., object]:
    """Return the function that `module:function` names, importing from the current directory too."""
    module_name, colon, path = target.partition(":")
    if not colon or not module_name or not path:
        raise InputError(f"{target!r} names no function: write module:function")
    if module_name.endswith(".py"):
        named = module_name.removesuffix(".py").replace("/", ".")
        raise InputError(f"{module_name} is a file: name its module, as in {named}:{path}")
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
        raise InputError(f"{target} is {with_article(type(found).__name__)}, not a function")
    return found  # type: ignore[no-any-return]


def _text(report: "SuiteReport", form: TextFormat) -> str:
    from exactalign.cli.printing import json_document

    return json_document(report.as_dict()) if form is TextFormat.JSON else str(report)


app = command("conformance", conformance)
