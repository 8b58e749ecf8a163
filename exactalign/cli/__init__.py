"""The `exactalign` command.

One module for each command, imported only when it is run or listed: see `app.COMMANDS`. Numbers are read
by `inputs`, computed by the library, and written by `output`; a command adds no mathematics of its own. What both
programs share is in `program` (running, exit statuses), `manual` (help), `colours`, `progress` and `output`.
"""

import gc
import os
import sys
from typing import NoReturn

MADE = 100_000
"""How many more objects are made than freed before circles among them are looked for: starting makes objects to keep,
and a tenth of its time would go into looking through them."""


def main() -> NoReturn:
    """Run the command line and exit (the console script)."""
    gc.set_threshold(MADE)
    try:
        from exactalign.cli.app import main as run_and_exit
    except KeyboardInterrupt:  # while it is still being imported
        sys.stderr.write("exactalign: interrupted\n")
        sys.stderr.flush()
        os._exit(130)  # a library that is half imported can abort Python's own end
    run_and_exit()


__all__ = ["MADE", "main"]
