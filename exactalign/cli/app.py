"""Which commands `exactalign` has."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command

from exactalign.cli.manual import HELP_OPTIONS, Group
from exactalign.cli.program import Program

COMMANDS = {
    "best-of-n": "exactalign.cli.best_of_n",
    "check-table": "exactalign.cli.check_table",
    "align": "exactalign.cli.align",
    "compare": "exactalign.cli.compare",
    "rate": "exactalign.cli.rate",
    "sweep": "exactalign.cli.sweep",
    "guarantees": "exactalign.cli.guarantees",
    "experiment": "exactalign.cli.experiment",
    "audit": "exactalign.cli.audit",
    "figure": "exactalign.cli.figure",
    "conformance": "exactalign.cli.conformance",
}
"""Command → the module with its `app`, imported when the command is run, completed or listed.

Such a module keeps everything slow to import (SymPy, mpmath, matplotlib, tabulate) inside its functions.
"""


class _LazyGroup(Group):
    """The commands of `COMMANDS`, each imported on its first use."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (Click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        module = COMMANDS.get(cmd_name)
        return None if module is None else get_command(import_module(module).app)


app = typer.Typer(
    name="exactalign",
    cls=_LazyGroup,
    rich_markup_mode=None,  # plain help: importing Rich would double the start-up time
    pretty_exceptions_enable=False,
    context_settings=HELP_OPTIONS,
)
PROGRAM = Program("exactalign", app)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, version: Annotated[bool, PROGRAM.version_option()] = False) -> None:  # noqa: ARG001
    """Exact and enclosed mathematics of language-model alignment.

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
