"""`exactalign figure`: figures drawn from enclosed values, and the data behind them."""

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import ModelName, ModelOptions, RenyiOption, digits_option
from exactalign.cli.output import check_target, chosen_format, emit, unix_lines
from exactalign.cli.signatures import command
from exactalign.exceptions import InputError, ParameterError
from exactalign.runs.files import write_file

if TYPE_CHECKING:
    from exactalign.cli.models import Model
    from exactalign.figures import FigureData
    from exactalign.numbers.reading import Number

_MAX_POINTS = 1000
_MARKS = 32  # of pass-at-k up to k = n, and as many beyond


class FigureName(StrEnum):
    """The figures."""

    FIGURE1 = "figure1"
    TRADEOFF = "tradeoff"
    RATES = "rates"
    CONVERGENCE = "convergence"
    GAP = "gap"
    GOLDEN = "golden"
    SCALING = "scaling"
    DIVERGENCE_CHOICE = "divergence-choice"
    KL_ESTIMATES = "kl-estimates"
    PASS_AT_K = "pass-at-k"  # noqa: S105 (no password)
    BASELINE = "baseline"


class Width(StrEnum):
    """Sizes of a paper."""

    ONE = "one"
    TWO = "two"


class Data(StrEnum):
    """How the numbers behind a figure are written."""

    CSV = "csv"
    JSON = "json"


class Picture(StrEnum):
    """File formats."""

    SVG = "svg"
    PDF = "pdf"
    PNG = "png"


_OWN = {
    "--kl": (FigureName.FIGURE1, FigureName.RATES, FigureName.CONVERGENCE),
    "--length": (FigureName.FIGURE1, FigureName.TRADEOFF, FigureName.RATES, FigureName.CONVERGENCE, FigureName.GAP),
    "--golden": (FigureName.GOLDEN,),
    "--renyi": (FigureName.DIVERGENCE_CHOICE,),
    "--order": (FigureName.DIVERGENCE_CHOICE,),
    "--model": (FigureName.SCALING, FigureName.DIVERGENCE_CHOICE),
}
_COINS = (FigureName.KL_ESTIMATES, FigureName.PASS_AT_K, FigureName.BASELINE)
_EXAMPLE = ModelOptions(p="1/5,3/10,1/2", q="2/3,1/9,2/9")  # Example 1 of asymptotics


def figure(
    *,
    name: Annotated[
        FigureName,
        typer.Argument(
            metavar="NAME",
            help="figure1, tradeoff, rates, convergence, gap, golden, scaling, divergence-choice, kl-estimates, "
            "pass-at-k or baseline.",
        ),
    ],
    named: Annotated[
        ModelName | None,
        typer.Option(
            "--model",
            help="A model that comes with the package (scaling, divergence-choice). [default: binomial]",
        ),
    ] = None,
    kl: Annotated[
        str | None,
        typer.Option("--kl", metavar="NUMBER", help="δ, the KL budget. [default: 11/100]"),
    ] = None,
    length: Annotated[
        str | None, typer.Option("--length", metavar="LIST", help="Lengths m, such as 10 or 1:100:5 (figure1: one).")
    ] = None,
    n: Annotated[
        str | None,
        typer.Option(
            "--n",
            metavar="RULE|LIST",
            help="figure1, rates, convergence: floor, ceil or real for exp(m·δ), or a number; others: a list of N.",
        ),
    ] = None,
    golden: Annotated[
        str | None, typer.Option("--golden", metavar="LIST", help="The golden rewards; --reward is the proxy (golden).")
    ] = None,
    delta: RenyiOption = None,
    order: Annotated[
        str | None, typer.Option("--order", metavar="LIST", help="Rényi orders > 0 (divergence-choice).")
    ] = None,
    width: Annotated[Width, typer.Option("--width", help="Columns of the page that the figure spans.")] = Width.ONE,
    title: Annotated[bool, typer.Option("--title", help="Write the parameters above the figure.")] = False,
    form: Annotated[
        Picture | None,
        typer.Option("--format", help="File format. [default: what the suffix of --output says]"),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the figure to FILE, whole or not at all."),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            "--data",
            metavar="FILE",
            help="Write the numbers behind it: exact values and bounds to a .json, else CSV; - is standard output.",
        ),
    ] = None,
    digits: Annotated[str | None, digits_option("15")] = None,
    model: ModelOptions,
) -> None:
    """Draw a figure from enclosed values, as SVG, PDF or PNG, and write the data behind it.

    figure1: the ternary simplex of the asymptotics paper. tradeoff: reward against KL, best-of-N and the optimal
    tilt. rates: finite-m exponents and rate functions. convergence: (1/m)·KL. gap: the distance of KL from
    log N − (N−1)/N. golden: proxy against golden reward. scaling: the improvement of best-of-n against n, with its
    square-root bounds. divergence-choice: what one budget buys under Rényi divergences of several orders. kl-estimates:
    variances of k1, k2 and k3. pass-at-k: means of what estimates it, from --n samples, at
    up to 64 numbers k. baseline: what dividing by the
    deviation of groups of --n draws does to a gradient. Without a model it is the paper's ternary example (golden: the
    smallest model that shows overoptimization; scaling and divergence-choice: --model; the last three: coins).

    The columns of --data are curve, point, and the coordinates, every number correctly rounded; a .json holds all
    there is to draw, exact values and bounds, with the parameters and a description.

    \b
    Examples:
      exactalign figure figure1 -o figure1.pdf
      exactalign figure figure1 --p 1/3,1/3,1/3 --reward 0,1,2 --kl 1/5 --length 10 -o mine.svg --data mine.csv
      exactalign figure rates --length 20,80 --width two -o rates.png
      exactalign figure golden --p 1/2,2/5,1/10 --reward 0,1,2 --golden 0,1,-1 --n 1:20 -o golden.svg
      exactalign figure gap --n 2,4,8,16 --length 1,10 --data -
      exactalign figure tradeoff --length 1,10,100 -o tradeoff.pdf --data tradeoff.json
      exactalign figure scaling --model pareto --n 1:64:3 -o scaling.pdf
    """
    given = {"--kl": kl, "--length": length, "--golden": golden, "--renyi": delta, "--order": order, "--model": named}
    for option, value in given.items():
        if value is not None and name not in _OWN[option]:
            raise ParameterError(f"{option} does not belong to {name.value}: it is for {', '.join(_OWN[option])}")
    picture = _picture(form, output, data)
    check_target(output, read=[model.file])
    check_target(data, "--data", read=[model.file])
    written = chosen_format(None, data, Data.CSV, "--data")
    from exactalign.cli.reading import read_digits

    shown = read_digits(digits)
    if name in _COINS:
        found = _estimates(name, model, n)
    elif name in _OWN["--model"]:
        if name is FigureName.DIVERGENCE_CHOICE and n is not None:
            raise ParameterError("--n does not belong to divergence-choice: it has no draws")
        found = _experiment(name, model, named, n, delta, order)
    else:
        found = _BUILD[name](model, kl, length, n, golden)
    text = None
    if data is not None:
        options = _given(digits=shown)
        text = found.json(**options) if written is Data.JSON else unix_lines(found.csv(**options))
    if output is not None:
        from exactalign.figures import render

        write_file(output, render(found, picture, width.value, title=title))
    if text is not None:
        emit(text, data, "--data")


def _picture(form: Picture | None, output: str | None, data: str | None) -> str:
    """The file format; refuse a call that would write nothing, or a suffix that says nothing."""
    if output is None:
        if data is None:
            raise ParameterError("nothing to write: give --output FILE (.svg, .pdf or .png), or --data FILE")
        return Picture.SVG.value
    if output == "-":
        raise ParameterError("--output is -: a figure goes to a file (.svg, .pdf or .png)")
    if data is not None and os.path.realpath(output) == os.path.realpath(data):
        raise ParameterError(f"--output and --data are both {output}: give two files")
    if form is not None:
        return form.value
    suffix = Path(output).suffix.lower().lstrip(".")
    if suffix not in list(Picture):
        raise ParameterError(f"--output {output} says no format: end it in .svg, .pdf or .png, or use --format")
    return suffix


def _model(model: ModelOptions) -> "Model":
    return (model if model.are_given else _EXAMPLE).read()


def _whole_list(text: str | None, name: str, smallest: int = 1) -> list[int] | None:
    from exactalign.cli.reading import read_list, whole

    return None if text is None else read_list(text, name, whole(smallest), _MAX_POINTS)


def _one_rule(n: str | None) -> dict[str, Any]:
    from exactalign.cli.reading import SAMPLE_SIZE, read

    return {} if n is None else {"n": read(n, "--n", SAMPLE_SIZE)}


def _limit(kl: str | None) -> "Number | None":
    from exactalign.cli.reading import KL, read

    return None if kl is None else read(kl, "--kl", KL)


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _figure1(model: ModelOptions, kl: str | None, length: str | None, n: str | None, _: str | None) -> "FigureData":
    from exactalign.figures import figure1

    given = _model(model)
    lengths = _whole_list(length, "--length")
    if lengths is not None and len(lengths) != 1:
        raise ParameterError(f"--length has {len(lengths)} lengths: figure1 shows one")
    options = _given(kl=_limit(kl), length=lengths[0] if lengths else None)
    return figure1(given.reference, given.reward, **options, **_one_rule(n))


def _with_kl(which: str) -> Callable[..., "FigureData"]:
    def build(model: ModelOptions, kl: str | None, length: str | None, n: str | None, _: str | None) -> "FigureData":
        from exactalign import figures

        given = _model(model)
        options = _given(kl=_limit(kl), lengths=_whole_list(length, "--length"))
        made: FigureData = getattr(figures, which)(given.reference, given.reward, **options, **_one_rule(n))
        return made

    return build


def _with_draws(which: str) -> Callable[..., "FigureData"]:
    def build(model: ModelOptions, _: str | None, length: str | None, n: str | None, __: str | None) -> "FigureData":
        from exactalign import figures

        given = _model(model)
        smallest = 2 if which == "gap" else 1
        options = _given(sizes=_whole_list(n, "--n", smallest), lengths=_whole_list(length, "--length"))
        made: FigureData = getattr(figures, which)(given.reference, given.reward, **options)
        return made

    return build


def _golden(model: ModelOptions, _: str | None, __: str | None, n: str | None, golden: str | None) -> "FigureData":
    from exactalign import figures
    from exactalign.cli.models import golden_rewards
    from exactalign.theory.golden import GoldenModel

    chosen = None
    if golden is not None:
        given = model.read()
        chosen = GoldenModel(given.reference, given.reward, golden_rewards(golden, given))
    elif model.are_given:
        raise InputError("--golden is missing: give the golden rewards beside the proxy, --reward")
    return figures.golden(chosen, **_given(sizes=_whole_list(n, "--n")))


def _experiment(
    name: FigureName, model: ModelOptions, named: ModelName | None, n: str | None, delta: str | None, order: str | None
) -> "FigureData":
    from exactalign import figures
    from exactalign.cli.named_models import named_or_typed
    from exactalign.cli.reading import ORDER, REAL, read, read_list

    law = named_or_typed(model, named)
    if name is FigureName.SCALING:
        return figures.scaling(law, **_given(sizes=_whole_list(n, "--n")))
    orders = None if order is None else read_list(order, "--order", ORDER)
    limit = None if delta is None else read(delta, "--renyi", REAL)
    return figures.divergence_choice(law, **_given(divergence=limit, orders=orders))


def _estimates(name: FigureName, model: ModelOptions, n: str | None) -> "FigureData":
    from exactalign import figures

    if model.are_given:
        raise ParameterError(f"{name.value} shows coins: it takes no model")
    if name is FigureName.BASELINE:
        return figures.baseline(**_given(sizes=_whole_list(n, "--n", 2)))
    if name is FigureName.PASS_AT_K:
        sizes = _whole_list(n, "--n") or [8]
        if len(sizes) != 1:
            raise ParameterError(f"--n has {len(sizes)} numbers: pass-at-k shows one")
        size = sizes[0]
        step = -(-size // _MARKS)  # k = n is shown, up to which what is published is exact
        return figures.pass_at_k(n=size, ks=range(1 + (size - 1) % step, 2 * size + 1, step))
    if n is not None:
        raise ParameterError("--n does not belong to kl-estimates: it shows the variances of one draw")
    return figures.kl_estimates()


_BUILD: dict[FigureName, Callable[..., "FigureData"]] = {
    FigureName.FIGURE1: _figure1,
    FigureName.RATES: _with_kl("rates"),
    FigureName.CONVERGENCE: _with_kl("convergence"),
    FigureName.TRADEOFF: _with_draws("tradeoff"),
    FigureName.GAP: _with_draws("gap"),
    FigureName.GOLDEN: _golden,
}

app = command("figure", figure)
