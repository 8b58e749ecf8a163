"""Where in a file of claims an exception comes from."""

from pathlib import Path


def line_in(error: BaseException, file: str | None) -> int:
    """The last line of a file that an exception went through; 0 when it has none."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def at_line(error: BaseException, file: str | None) -> str:
    """The same as words: ", line 3", or nothing."""
    line = line_in(error, file)
    return f", line {line}" if line else ""


def place_in(error: BaseException, file: str) -> str:
    """The file and its line, to stand behind a message: " (mine.py, line 3)", or nothing."""
    line = line_in(error, file)
    return f" ({Path(file).name}, line {line})" if line else ""
