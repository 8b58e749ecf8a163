"""Which commands `proofs-check` has."""

from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from exactalign.cli.manual import HELP_OPTIONS, Entry, Group
from exactalign.cli.program import Program

COMMANDS = {
    "new": Entry("new", "Write a starting file for claims of your own."),
    "list": Entry("listing", "List claims without running them."),
    "run": Entry("run", "Run claims: verdict, scope and reason of each."),
    "show": Entry("show", "Tell the whole story of one claim."),
    "certify": Entry("certify", "Write the finite evidence of claims as certificates."),
    "verify": Entry("verify", "Check certificates with the kernel alone."),
    "formal": Entry("formal", "Check formal statements with the proof assistant."),
    "report": Entry("report", "Run claims and write everything on one page."),
}
"""Every command: its module in this package, imported when it is run or completed, and its line in the list."""


class _Commands(Group):
    package = __package__
    modules = COMMANDS


app = typer.Typer(
    name="proofs-check",
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=HELP_OPTIONS,
)
PROGRAM = Program("proofs-check", app)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, version: Annotated[bool, PROGRAM.version_option()] = False) -> None:  # noqa: ARG001
    """Decide the claims of papers, with evidence that can fail.

    Every claim gets a verdict, computed from its evidence. formal: stated for Coq from the claim itself, and a theorem
    there. proved: every step is checked here. argued: a proof by hand with a step that no machine has checked. decided:
    a closed statement, exactly true. certified, tested: true on the instances that were tried, by enclosures or by a
    search. refuted: false, with an exact witness or a theorem that denies it. amended: not true as printed; what is
    true instead is stated and has a verdict of its own. undecided, not checkable, error: never a pass.

    The evidence of a claim must reject wrong variants of it, altered on purpose (its teeth). A certificate is a finite
    part of the evidence in a file, which a small program of its own, the kernel, checks again.

    \b
    Examples:
      proofs-check run                       # every claim of every paper
      proofs-check run A-lem9 --teeth        # one claim, and the wrong variants that it must reject
      proofs-check show A-type-order         # the whole story of one claim
      proofs-check new my_claims.py          # a commented starting file for claims of your own
      proofs-check run my_claims.py          # the claims in a Python file of your own
      proofs-check certify certificates && proofs-check verify certificates
      proofs-check report -o report.html     # everything on one page

    Every command explains itself: proofs-check COMMAND --help.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit (the console script)."""
    PROGRAM.main(arguments)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; every failure has become one line on stderr."""
    return PROGRAM.run(arguments)
