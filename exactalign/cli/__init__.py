"""The `exactalign` command.

One module for each command, imported only when it is run or listed: see `app.COMMANDS`. Numbers are read
by `inputs`, computed by the library, and written by `output`; a command adds no mathematics of its own.
"""

from exactalign.cli.app import main

__all__ = ["main"]
