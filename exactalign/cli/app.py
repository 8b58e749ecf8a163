"""Which commands there are, and how every failure becomes one line on stderr.

Exit codes: 0 done; 1 the answer is "no" (a cell of a checked table is wrong); 2 bad input, or a refusal
for size; 70 a bug; 130 interrupted; 141 the reader of a pipe went away.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from exactalign.exceptions import ExactAlignError

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

COMMAND_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""What every command is registered with."""

PROGRAM = "exactalign"
BUG, INTERRUPTED, BROKEN_PIPE = 70, 130, 141

# Typer holds its own copy of Click in some versions: its exceptions are reached through its public one.
_UsageError: Any = typer.BadParameter.__mro__[1]
_CommandError: Any = typer.BadParameter.__mro__[2]
_LONGEST_MESSAGE = 600


class _LazyGroup(TyperGroup):
    """The commands of `COMMANDS`, each imported on its first use."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (Click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        module = COMMANDS.get(cmd_name)
        return None if module is None else get_command(import_module(module).app)


app = typer.Typer(
    name=PROGRAM,
    cls=_LazyGroup,
    rich_markup_mode=None,  # plain help: importing Rich would double the start-up time
    pretty_exceptions_enable=False,
    context_settings=COMMAND_SETTINGS,
)


def _show_version(asked: bool) -> None:
    if asked:
        from exactalign import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 (acted on by its callback)
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit (the console script)."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every failure has become one line on stderr."""
    try:
        result = get_command(app).main(
            None if arguments is None else list(arguments), prog_name=PROGRAM, standalone_mode=False
        )
        if sys.stdout is not None:
            sys.stdout.flush()
    except ExactAlignError as error:
        return _failed(str(error))
    except _CommandError as error:
        return _failed(_usage_message(error))
    except (KeyboardInterrupt, typer.Abort):
        return _failed("interrupted", INTERRUPTED)
    except BrokenPipeError:
        return quiet_pipe()
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"{where}{error.strerror or error}")
    except MemoryError:
        return _failed("out of memory: ask for a smaller N, length or table")
    except Exception as error:
        if os.environ.get("EXACTALIGN_TRACEBACK"):
            raise
        found = f"{type(error).__name__}: {error}"
        return _failed(f"this is a bug, please report it ({found}); EXACTALIGN_TRACEBACK=1 shows more", BUG)
    if result == INTERRUPTED:
        return _failed("interrupted", INTERRUPTED)
    return result if isinstance(result, int) else 0


def quiet_pipe() -> int:
    """Make the last flush harmless once the reader of stdout has gone; return the exit code."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def _failed(message: str, code: int = 2) -> int:
    line = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    if len(line) > _LONGEST_MESSAGE:
        line = f"{line[: _LONGEST_MESSAGE // 2]} … {line[-_LONGEST_MESSAGE // 2 :]}"
    with suppress(OSError):
        print(f"{PROGRAM}: {line}", file=sys.stderr)  # noqa: T201 (the one place where errors are shown)
    return code


def _usage_message(error: Any) -> str:
    message = str(error.format_message()).rstrip(". ")
    message = message[:1].lower() + message[1:].replace(": Value error, ", ": ")
    if message.startswith("no such command"):
        message += f": the commands are {', '.join(COMMANDS)}"
    if isinstance(error, _UsageError) and error.ctx is not None:
        message += f" (see '{error.ctx.command_path} --help')"
    return message
