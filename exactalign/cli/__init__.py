"""The `exactalign` command.

One module for each command, imported only when it is run or listed: see `app.COMMANDS`. Numbers are read
by `inputs`, computed by the library, and written by `output`; a command adds no mathematics of its own. What both
programs share is in `program` (running, exit statuses), `manual` (help), `colours`, `progress` and `output`.
"""

import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit (the console script)."""
    try:
        from exactalign.cli.app import main as run_and_exit
    except KeyboardInterrupt:  # while it is still being imported
        sys.stderr.write("exactalign: interrupted\n")
        sys.stderr.flush()
        os._exit(130)  # a library that is half imported can abort Python's own end
    run_and_exit()


__all__ = ["main"]
