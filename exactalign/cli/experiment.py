"""`exactalign experiment`: the three first experiments of guarantees on finite models, as exact tables."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli.options import ModelName, ModelOptions, OutputOptions, RenyiOption
from exactalign.cli.signatures import command
from exactalign.exceptions import ParameterError

if TYPE_CHECKING:
    from exactalign.tables.table import Table
    from exactalign.theory import GoldenModel


class ExperimentName(StrEnum):
    """The experiments."""

    SCALING = "scaling"
    DIVERGENCE_CHOICE = "divergence-choice"
    OVEROPTIMIZATION = "overoptimization"


_OWN = {
    "--n": (ExperimentName.SCALING, ExperimentName.OVEROPTIMIZATION),
    "--renyi": (ExperimentName.DIVERGENCE_CHOICE,),
    "--order": (ExperimentName.DIVERGENCE_CHOICE,),
    "--golden": (ExperimentName.OVEROPTIMIZATION,),
    "--z": (ExperimentName.OVEROPTIMIZATION,),
    "--model": (ExperimentName.SCALING, ExperimentName.DIVERGENCE_CHOICE),
}


def experiment(
    *,
    name: Annotated[
        ExperimentName, typer.Argument(metavar="NAME", help="scaling, divergence-choice or overoptimization.")
    ],
    named: Annotated[
        ModelName | None,
        typer.Option("--model", help="A model that comes with the package. [default: binomial]"),
    ] = None,
    n: Annotated[
        str | None, typer.Option("--n", metavar="LIST", help="Numbers of draws (scaling, overoptimization).")
    ] = None,
    delta: RenyiOption = None,
    order: Annotated[
        str | None, typer.Option("--order", metavar="LIST", help="Rényi orders > 0 (divergence-choice).")
    ] = None,
    golden: Annotated[
        str | None,
        typer.Option("--golden", metavar="LIST", help="The golden rewards; --reward is the proxy (overoptimization)."),
    ] = None,
    z: Annotated[
        str | None, typer.Option("--z", metavar="LIST", help="Tilts by e^alpha = z, rational (overoptimization).")
    ] = None,
    model: ModelOptions,
    output: OutputOptions,
) -> None:
    """Run an experiment on a finite model and print its table, every number exact or enclosed.

    scaling: the improvement of best-of-n beside its bound by the square root of the KL. divergence-choice: what one
    budget buys under Rényi divergences of several orders. overoptimization: the proxy reward, which is optimised, the
    golden reward, which is wanted, and their gap along best-of-n and the tilt.

    JSON keys: title, caption, columns, rows, notes. rows lists the cells of every row: rationals are strings, other
    numbers {"exact", "lower", "upper"} or {"lower", "upper"}.

    \b
    Examples:
      exactalign experiment scaling --model pareto --n 1,4,16,64,256 --digits 6
      exactalign experiment divergence-choice --p 1/3,1/3,1/3 --reward 0,1,2 --renyi "log(7/6)"
      exactalign experiment overoptimization --p 1/2,2/5,1/10 --reward 0,1,2 --golden 0,1,-1 --n 1,2,4,8
    """
    given = {"--n": n, "--renyi": delta, "--order": order, "--golden": golden, "--z": z, "--model": named}
    for option, value in given.items():
        if value is not None and name not in _OWN[option]:
            raise ParameterError(f"{option} does not belong to {name.value}: it is for {', '.join(_OWN[option])}")
    printer = output.open(read=model.file)
    if name is ExperimentName.OVEROPTIMIZATION:
        printer.table(_overoptimization(model, golden, n, z))
    else:
        printer.table(_on_law(name, model, named, n, delta, order))


def _on_law(
    name: ExperimentName,
    model: ModelOptions,
    named: ModelName | None,
    n: str | None,
    delta: str | None,
    order: str | None,
) -> "Table":
    from exactalign.cli.named_models import named_or_typed
    from exactalign.cli.reading import ORDER, REAL, read, read_list
    from exactalign.theory import divergence_choice, scaling
    from exactalign.theory.experiments import DEFAULT_ORDERS, DEFAULT_SIZES

    law = named_or_typed(model, named)
    if name is ExperimentName.SCALING:
        return scaling(law, _draws(n, DEFAULT_SIZES))
    orders = DEFAULT_ORDERS if order is None else read_list(order, "--order", ORDER)
    if delta is None:
        return divergence_choice(law, orders=orders)
    return divergence_choice(law, read(delta, "--renyi", REAL), orders)


def _overoptimization(model: ModelOptions, golden: str | None, n: str | None, z: str | None) -> "Table":
    from exactalign.cli.reading import RATIONAL, read_list
    from exactalign.theory import overoptimization
    from exactalign.theory.experiments import DEFAULT_TILTS

    tilts = DEFAULT_TILTS if z is None else read_list(z, "--z", RATIONAL)
    return overoptimization(_golden_model(model, golden), _draws(n, (1, 2, 3, 4, 5, 6, 7, 8, 16, 64)), tilts)


def _golden_model(model: ModelOptions, golden: str | None) -> "GoldenModel | None":
    if not model.are_given:
        if golden is not None:
            raise ParameterError("--golden needs a model: give --p and --reward, or --input")
        return None
    if golden is None:
        raise ParameterError("--golden is missing: give the golden reward of every outcome")
    from exactalign.cli.models import golden_rewards
    from exactalign.theory import GoldenModel

    given = model.read()
    return GoldenModel(given.reference, given.reward, golden_rewards(golden, given))


def _draws(text: str | None, default: Iterable[int]) -> list[int]:
    from exactalign.cli.reading import read_list, whole

    return list(default) if text is None else read_list(text, "--n", whole(1))


app = command("experiment", experiment)
