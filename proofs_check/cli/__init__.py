"""The `proofs-check` command.

One module for each command, imported only when it is run or listed: see `app.COMMANDS`. What both programs share is in
`exactalign.cli`. What is slow to import (SymPy, Hypothesis, the claims) is imported inside the functions.
"""

import gc
import os
import sys
from typing import NoReturn

from exactalign.cli import MADE


def main() -> NoReturn:
    """Run the command line and exit (the console script)."""
    gc.set_threshold(MADE)
    try:
        from proofs_check.cli.app import main as run_and_exit
    except KeyboardInterrupt:  # while it is still being imported
        sys.stderr.write("proofs-check: interrupted\n")
        sys.stderr.flush()
        os._exit(130)  # a library that is half imported can abort Python's own end
    run_and_exit()


__all__ = ["main"]
