"""Colours: on terminals that want them, and on the words of one column."""

import io

import pytest

from exactalign.cli.colours import coloured, column, painted


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_that_do_not_refuse_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert coloured(Terminal())
    assert not coloured(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    assert coloured(Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert not coloured(Terminal())


def test_the_words_of_one_column_are_coloured_below_its_name() -> None:
    head, rule = "exact    verdict    detail", "-------  ---------  ------"
    lines = ["exact", head, rule, "exact    exact      exact", "wrong    unheard    wrong", "", "exact    exact"]
    found = column("verdict")("\n".join(lines)).split("\n")
    assert found[3] == f"exact    {painted('exact')}      exact"
    assert painted("exact") != "exact"
    assert [line for at, line in enumerate(found) if at != 3] == [line for at, line in enumerate(lines) if at != 3]
    assert column("result")("\n".join(lines)) == "\n".join(lines)
