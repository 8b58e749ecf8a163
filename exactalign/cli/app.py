"""Which commands `exactalign` has."""

from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from exactalign.cli.manual import HELP_OPTIONS, Entry, Group
from exactalign.cli.program import Program

COMMANDS = {
    "best-of-n": Entry("best_of_n", "The exact best-of-N policy, as a table or JSON."),
    "table": Entry("table", "The table of best-of-N for a paper: a row for each N."),
    "tex": Entry("tex", "Numbers of a paper as LaTeX macros, and typed ones checked."),
    "check-table": Entry("check_table", "Check somebody's printed table, cell by cell."),
    "align": Entry("align", "The optimal policy within a KL budget, with its certified α."),
    "compare": Entry("compare", "Best-of-N beside the KL-constrained optimum."),
    "rate": Entry("rate", "Large-deviation rates, beside finite-length probabilities."),
    "markov": Entry("markov", "Best-of-N over sequences of a Markov chain."),
    "sweep": Entry("sweep", "Compare over a grid, on several cores, resumable."),
    "guarantees": Entry("guarantees", "Best-of-n divergences in closed form, and a model's exact gaps."),
    "estimate": Entry("estimate", "KL estimates, pass@k and baselines: exact means, variances, gradients."),
    "experiment": Entry("experiment", "Scaling, divergence choice and overoptimization, on finite models."),
    "audit": Entry("audit", "What best-of-N does to your own samples."),
    "figure": Entry("figure", "Figures drawn from enclosed values, and their data."),
    "conformance": Entry("conformance", "Test your own function against the exact mathematics."),
}
"""Every command: its module in this package, imported when it is run or completed, and its line in the list."""


class _Commands(Group):
    package = __package__
    modules = COMMANDS


app = typer.Typer(
    name="exactalign",
    cls=_Commands,
    rich_markup_mode=None,  # plain help: importing Rich would double the start-up time
    pretty_exceptions_enable=False,
    context_settings=HELP_OPTIONS,
)
PROGRAM = Program("exactalign", app)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, version: Annotated[bool, PROGRAM.version_option()] = False) -> None:  # noqa: ARG001
    """Exact and enclosed mathematics of language-model alignment.

    A model is a reference p, the probabilities of outcomes, and a reward of each. Best-of-N draws N times from p and
    keeps the highest reward. The other way to a higher reward is the best policy within a budget on the KL divergence
    from p: the tilt p·e^(α·reward), divided by its sum. Both, over outcomes and over sequences of them.

    Every printed number is exact or proved to the digits shown. Logarithms are natural.

    \b
    Examples:
      exactalign best-of-n --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --length 2 --n 2
      exactalign check-table table.csv --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 2 --n 2
      exactalign align --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --kl 11/100 --digits 50

    Every command explains itself: exactalign COMMAND --help.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit (the console script)."""
    PROGRAM.main(arguments)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; every failure has become one line on stderr."""
    return PROGRAM.run(arguments)
