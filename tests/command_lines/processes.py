"""Both programs as processes of their own, on terminals and with signals."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from tests.command_lines.programs import ENVIRONMENT, ROOT

# A parent that runs in the background ignores Ctrl-C, and its children inherit that.
_MAIN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
program, ready, sys.argv = sys.argv[1], int(sys.argv[2]), sys.argv[2:]
if program == "exactalign":
    from exactalign.cli.app import main
else:
    from proofs_check.cli.app import main
os.write(ready, b"!")
os.close(ready)
main(sys.argv[1:])
"""


class Finished(NamedTuple):
    """How a process ended, what it wrote, and who is left."""

    code: int
    out: str
    err: str
    left: str


def run(
    *words: str,
    directory: Path,
    stdout_is_terminal: bool = False,
    stderr_is_terminal: bool = False,
    interrupt_after: float | None = None,
    interrupt_at: str | None = None,
    **environment: str,
) -> Finished:
    """Run a command; send Ctrl-C to it and all its workers, so many seconds after its start or once stderr says so."""
    ends = [pty.openpty() if terminal else os.pipe() for terminal in (stdout_is_terminal, stderr_is_terminal)]
    began, ready = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", _MAIN, words[0], str(ready), *words[1:]],
        cwd=directory,
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "120", **environment},
        stdin=subprocess.DEVNULL,
        stdout=ends[0][1],
        stderr=ends[1][1],
        pass_fds=[ready],
        start_new_session=True,
    )
    for descriptor in (ends[0][1], ends[1][1], ready):
        os.close(descriptor)
    os.read(began, 1)
    os.close(began)

    def interrupt() -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)

    timer = None if interrupt_after is None else threading.Timer(interrupt_after, interrupt)
    if timer is not None:
        timer.start()
    texts = {ends[0][0]: b"", ends[1][0]: b""}
    left = set(texts)
    while left:
        for descriptor in select.select(list(left), [], [])[0]:
            try:
                found = os.read(descriptor, 1 << 16)
            except OSError:  # how a terminal says that the other side is gone
                found = b""
            texts[descriptor] += found
            if not found:
                left.discard(descriptor)
        if interrupt_at is not None and interrupt_at.encode() in texts[ends[1][0]]:
            interrupt_at = None
            interrupt()
    for descriptor in texts:
        os.close(descriptor)
    code = process.wait()
    if timer is not None:
        timer.cancel()
    out, err = (texts[end[0]].decode().replace("\r\n", "\n") for end in ends)
    return Finished(code, out, err, _left_in(process.pid))


def _left_in(group: int) -> str:
    """The processes of a group that are still there; a moment is given to those that only end."""
    for _ in range(150):
        listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True)
        lines = listed.stdout.splitlines()
        left = [line for line in lines if line.split()[0] == str(group) and line.split()[1][0] != "Z"]
        if not left:
            return ""
        select.select([], [], [], 0.02)
    return "\n".join(left)


def screen(text: str) -> str:
    """What a terminal shows after it was sent this: of its control sequences, those that progress lines use."""
    lines, row, column = [""], 0, 0
    for token in re.findall(r"\x1b\[[?0-9;]*[A-Za-z]|.|\n", text, re.DOTALL):
        if token == "\r":
            column = 0
        elif token == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif token.startswith("\x1b"):
            if token.endswith("A"):
                row -= int(token[2:-1] or 1)
            elif token == "\x1b[2K":
                lines[row] = ""
            elif not token.endswith(("m", "h", "l")):
                raise AssertionError(f"{token!r} is not understood")
        else:
            lines[row] = lines[row][:column].ljust(column) + token + lines[row][column + 1 :]
            column += 1
    return "\n".join(lines).strip()
