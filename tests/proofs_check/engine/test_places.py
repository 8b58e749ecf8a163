"""Where in a file of claims an exception comes from."""

from __future__ import annotations

from proofs_check.engine.places import at_line, line_in, place_in

TEXT = """def outer():
    inner()

def inner():
    raise KeyError("x")

outer()
"""


def raised(file: str) -> BaseException:
    try:
        exec(compile(TEXT, file, "exec"), {})
    except KeyError as error:
        return error
    raise AssertionError("nothing was raised")


def test_the_last_line_of_the_file_that_it_went_through() -> None:
    error = raised("/somewhere/mine.py")
    assert line_in(error, "/somewhere/mine.py") == 5
    assert at_line(error, "/somewhere/mine.py") == ", line 5"
    assert place_in(error, "/somewhere/mine.py") == " (mine.py, line 5)"
    here = line_in(error, __file__)
    with open(__file__, encoding="utf-8") as file:
        assert 'exec(compile(TEXT, file, "exec"), {})' in file.read().splitlines()[here - 1]


def test_a_file_that_it_did_not_go_through_has_no_line() -> None:
    error = raised("/somewhere/mine.py")
    for file in ("mine.py", "/elsewhere/mine.py"):
        assert (line_in(error, file), at_line(error, file), place_in(error, file)) == (0, "", "")
    assert line_in(error, None) == 0
    assert line_in(KeyError("never raised"), "/somewhere/mine.py") == 0
