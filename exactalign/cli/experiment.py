"""`exactalign experiment`: the three first experiments of guarantees on finite models, as exact tables."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.guarantees import read_list, rendered
from exactalign.cli.inputs import read_digits, read_model, whole_number
from exactalign.cli.manual import COMMAND
from exactalign.cli.options import InputOption, LabelsOption, POption, QOption, RewardOption
from exactalign.cli.output import (
    DigitsOption,
    Format,
    FormatOption,
    OutputOption,
    check_target,
    chosen_format,
    emit,
)
from exactalign.exceptions import OutcomeError, ParameterError

if TYPE_CHECKING:
    from exactalign.tables.table import Table
    from exactalign.theory import GoldenModel, RewardLaw

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class Name(StrEnum):
    """The experiments."""

    SCALING = "scaling"
    DIVERGENCE_CHOICE = "divergence-choice"
    OVEROPTIMIZATION = "overoptimization"


class ModelName(StrEnum):
    """The finite models that come with the package."""

    TWO_POINT = "two-point"
    FAIR_COIN = "fair-coin"
    BINOMIAL = "binomial"
    GAUSSIAN = "gaussian"
    GEOMETRIC = "geometric"
    PARETO = "pareto"


_OWN = {
    "--n": (Name.SCALING, Name.OVEROPTIMIZATION),
    "--renyi": (Name.DIVERGENCE_CHOICE,),
    "--order": (Name.DIVERGENCE_CHOICE,),
    "--golden": (Name.OVEROPTIMIZATION,),
    "--z": (Name.OVEROPTIMIZATION,),
    "--model": (Name.SCALING, Name.DIVERGENCE_CHOICE),
}


RenyiOption = Annotated[
    str | None,
    typer.Option(
        "--renyi",
        metavar="NUMBER",
        help='The Rényi budget, exact: "1/10", "log(7/6)" (divergence-choice). [default: log(7/6)]',
    ),
]


@app.command("experiment", **COMMAND)
def experiment(
    name: Annotated[Name, typer.Argument(metavar="NAME", help="scaling, divergence-choice or overoptimization.")],
    model: Annotated[
        ModelName | None,
        typer.Option("--model", help="A model that comes with the package. [default: binomial]", show_default=False),
    ] = None,
    p: POption = None,
    reward: RewardOption = None,
    q: QOption = None,
    labels: LabelsOption = None,
    file: InputOption = None,
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
    form: FormatOption = None,
    digits: DigitsOption = None,
    output: OutputOption = None,
) -> None:
    """Run an experiment on a finite model and print its table, every number exact or enclosed.

    scaling: the improvement of best-of-n beside the square-root law. divergence-choice: what one budget buys
    under Rényi divergences of several orders. overoptimization: proxy reward, golden reward and their gap along
    best-of-n and the tilt.

    JSON keys: title, caption, columns, rows, notes. rows lists the cells of every row: rationals are strings, other
    numbers {"exact", "lower", "upper"} or {"lower", "upper"}.

    \b
    Examples:
      exactalign experiment scaling --model pareto --n 1,4,16,64,256 --digits 6
      exactalign experiment divergence-choice --p 1/3,1/3,1/3 --reward 0,1,2 --renyi "log(7/6)"
      exactalign experiment overoptimization --p 1/2,2/5,1/10 --reward 0,1,2 --golden 0,1,-1 --n 1,2,4,8
    """
    given = {"--n": n, "--renyi": delta, "--order": order, "--golden": golden, "--z": z, "--model": model}
    for option, value in given.items():
        if value is not None and name not in _OWN[option]:
            raise ParameterError(f"{option} does not belong to {name.value}: it is for {', '.join(_OWN[option])}")
    check_target(output)
    shown = read_digits(digits)
    chosen = chosen_format(form, output, Format.TABLE)
    typed = (p, reward, q, labels, file)
    if name is Name.OVEROPTIMIZATION:
        table = _overoptimization(typed, golden, n, z)
    else:
        table = _on_law(name, law_of(typed, model), n, delta, order)
    emit(rendered(table, chosen, shown), output)


def _on_law(name: Name, law: "RewardLaw", n: str | None, delta: str | None, order: str | None) -> "Table":
    from exactalign.theory import divergence_choice, scaling
    from exactalign.theory.experiments import DEFAULT_ORDERS, DEFAULT_SIZES

    if name is Name.SCALING:
        return scaling(law, _draws(n, DEFAULT_SIZES))
    orders = DEFAULT_ORDERS if order is None else read_list(order, "--order")
    return divergence_choice(law, "1/10" if delta is None else delta, orders)


def _overoptimization(typed: tuple[str | None, ...], golden: str | None, n: str | None, z: str | None) -> "Table":
    from exactalign.theory import overoptimization
    from exactalign.theory.experiments import DEFAULT_TILTS

    tilts = DEFAULT_TILTS if z is None else read_list(z, "--z")
    return overoptimization(_golden_model(typed, golden), _draws(n, (1, 2, 3, 4, 5, 6, 7, 8, 16, 64)), tilts)


def _golden_model(typed: tuple[str | None, ...], golden: str | None) -> "GoldenModel | None":
    from exactalign.laws.rewards import Reward
    from exactalign.theory import GoldenModel

    if all(value is None for value in typed):
        if golden is not None:
            raise ParameterError("--golden needs a model: give --p and --reward, or --input")
        return None
    model = read_model(*typed)
    if golden is None:
        raise ParameterError("--golden is missing: give the golden reward of every outcome")
    values = Reward.parse(golden)
    if len(values) != len(model.labels):
        raise OutcomeError(f"--golden has {len(values)} entries but there are {len(model.labels)} outcomes")
    return GoldenModel(model.reference, model.reward, Reward.values([values[o] for o in values], model.labels))


def law_of(typed: tuple[str | None, ...], model: ModelName | None) -> "RewardLaw":
    """Return the model named by --model (binomial when nothing is given), or the one that was typed."""
    from exactalign.theory import RewardLaw, named_model

    if all(value is None for value in typed):
        return named_model((model or ModelName.BINOMIAL).value)
    if model is not None:
        raise ParameterError("--model and a typed model are both given: give one of them")
    read = read_model(*typed)
    return RewardLaw(read.reference, read.reward)


def _draws(text: str | None, default: Any) -> list[int]:
    if text is None:
        return list(default)
    return [whole_number(entry, "--n", 1) for entry in read_list(text, "--n")]
