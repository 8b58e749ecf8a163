"""`exactalign guarantees`: divergences of best-of-n in closed form, and the exact gaps of a finite model."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import ModelOptions, OutputOptions
from exactalign.cli.signatures import command
from exactalign.exceptions import ParameterError

if TYPE_CHECKING:
    from exactalign.tables.table import Table
    from exactalign.theory import RewardLaw

LARGEST_MODEL_N = 10**5
"""Largest n at which the exact values of a model are listed."""


def guarantees(
    *,
    n: Annotated[
        str, typer.Option("--n", metavar="LIST", help='Numbers of draws, at least 1: "4,16,64" (also "3/2").')
    ] = "2,4,16,64",
    order: Annotated[
        str, typer.Option("--order", metavar="LIST", help='Rényi orders > 0; "oo" is the limit.')
    ] = "1/2,2,oo",
    model: ModelOptions,
    output: OutputOptions,
) -> None:
    """Print how far best-of-n moves from its reference, by seven divergences.

    These are KL, reverse KL, chi squared, total variation, squared Hellinger, Rényi, and the win rate.

    Without a model: the closed forms for a reward without atoms (no value has a probability of its own, so there are no
    ties), which bound every model from above. With a model: its exact values beside them, the gaps, and bounds on the
    improvement of the expected reward from its variance and from its smallest variance proxy (the smallest s for which
    the reward's tails are those of a Gaussian of variance s).

    JSON keys: title, caption, columns, rows, notes. rows lists the cells of every row: rationals are strings, other
    numbers {"exact", "lower", "upper"} or {"lower", "upper"}.

    \b
    Examples:
      exactalign guarantees --n 4,16,64
      exactalign guarantees --n 2,3/2 --order 1/2,2,3 --format markdown --digits 6
      exactalign guarantees --n 4 --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --format json
    """
    from exactalign.cli.reading import ORDER, REAL_SAMPLE_SIZE, read_list

    printer = output.open(read=model.file)
    draws, orders = read_list(n, "--n", REAL_SAMPLE_SIZE), read_list(order, "--order", ORDER)
    if model.are_given:
        from exactalign.theory import RewardLaw

        given = model.read()
        printer.table(_model_table(RewardLaw(given.reference, given.reward), draws, orders))
    else:
        printer.table(_closed_form_table(draws, orders))


def _closed_form_table(draws: list[Any], orders: list[Any]) -> "Table":
    """Return the closed forms, a row for every n."""
    from exactalign.numbers.reading import order_text
    from exactalign.tables.table import Table
    from exactalign.theory import (
        chi_squared_bound,
        kl_bound,
        renyi_bound,
        reverse_kl_bound,
        squared_hellinger_bound,
        total_variation_bound,
        win_rate_bound,
    )

    named: list[tuple[str, Any]] = [
        ("KL", kl_bound),
        ("reverse KL", reverse_kl_bound),
        ("chi squared", chi_squared_bound),
        ("total variation", total_variation_bound),
        ("squared Hellinger", squared_hellinger_bound),
    ]
    rows = []
    for count in draws:
        renyi = (renyi_bound(count, order) for order in orders)
        rows.append((_plain(count), *(form(count) for _, form in named), *renyi, win_rate_bound(count)))
    columns = ["n", *(name for name, _ in named), *(f"Rényi {order_text(order)}" for order in orders), "win rate"]
    return Table(columns, rows, title="Best-of-n against its reference, for a reward without atoms")


def _model_table(law: "RewardLaw", draws: list[Any], orders: list[Any]) -> "Table":
    """Return a model's exact values beside their bounds, and the gaps: a row for every n and quantity."""
    from exactalign.numbers.arithmetic import simplest
    from exactalign.numbers.decimals import bounds_text
    from exactalign.tables.table import Table
    from exactalign.theory import (
        best_of_n_improvement,
        best_of_n_improvement_bound,
        easy_bounds,
        kl_gap,
        renyi_gap,
        transportation_bound,
        variance_bound,
        variance_proxy,
    )
    from exactalign.theory.finite_models import GAPS

    sigma = variance_proxy(law, "upper")
    rows: list[tuple[Any, ...]] = []
    for count in draws:
        if count > LARGEST_MODEL_N:
            raise ParameterError(f"--n is {count}: with a model, give numbers up to {LARGEST_MODEL_N}")
        found = [make(law, count) for make in GAPS.values()]
        found[-1:-1] = [renyi_gap(law, count, order) for order in orders]
        rows += [(_plain(count), gap.name, gap.value, gap.bound, gap.gap) for gap in found]
        gain = best_of_n_improvement(law, count)
        limits: list[tuple[str, Any]] = [
            ("sqrt(2 s KL)", transportation_bound(sigma, kl_gap(law, count).value)),
            ("sqrt(2 s (log n - (n-1)/n))", best_of_n_improvement_bound(sigma, count)),
            ("sd (n-1)/sqrt(2n-1)", variance_bound(law, count)),
        ]
        for name, limit in limits:
            rows.append((_plain(count), f"improvement, {name}", gain, limit, simplest(limit - gain)))
    where = {"zero": "the variance itself", "tilt": "attained by a tilt", "unknown": "bounds only"}[sigma.where]
    size = sigma.value if sigma.value is not None else f"at most {bounds_text(sigma.bounds.upper, 9)[1]}"
    notes = [f"s, the smallest upper variance proxy: {size} ({where})"]
    notes += [f"{name}: {value}" for name, value in easy_bounds(law).items()]
    title = "Best-of-n on a finite model, and its bounds"
    return Table(["n", "quantity", "model", "bound", "gap"], rows, title=title, notes=notes)


def _plain(count: Any) -> object:
    """A whole n as a label, which decimals leave alone."""
    return int(count) if getattr(count, "denominator", 0) == 1 else str(count)


app = command("guarantees", guarantees)
