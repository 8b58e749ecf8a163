"""Colours: on terminals that want them, and on the words of one column."""

import io

import pytest

from exactalign.cli.colours import STYLES, coloured, column, is_terminal, painted, words


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


def test_streams_that_are_no_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    closed = Terminal()
    assert is_terminal(closed) is True
    closed.close()
    monkeypatch.setattr(Terminal, "isatty", io.StringIO.isatty)
    for stream in (None, io.StringIO(), closed):
        assert is_terminal(stream) is False
        assert not coloured(stream)


def test_every_word_has_the_code_of_its_style() -> None:
    codes = {"good": "32", "fair": "36", "changed": "33", "false": "35", "bad": "1;31"}
    assert set(STYLES.values()) == set(codes)
    for word, style in STYLES.items():
        assert painted(word) == f"\x1b[{codes[style]}m{word}\x1b[0m"
    assert painted("any") == "any"
    assert painted("any", "fair") == "\x1b[36many\x1b[0m"
    assert painted("wrong", "good") == "\x1b[32mwrong\x1b[0m"


def test_a_verdict_that_was_not_expected_is_bad() -> None:
    cells = ["proved, expected refuted", "proved (!)", "proved", "(!) proved"]
    lines = ["name  verdict", "----  ------------------------", *(f"x     {cell:24}  y" for cell in cells)]
    found = column("verdict")("\n".join(lines)).split("\n")
    assert found[2:4] == [f"x     {painted(cell, 'bad')}{' ' * (24 - len(cell))}  y" for cell in cells[:2]]
    assert found[4] == f"x     {painted('proved')}{' ' * 18}  y"
    assert found[5] == lines[5]


def test_a_column_is_found_in_every_table_of_a_text() -> None:
    """Whatever stands before it, above a rule of its own; a rule without a header is none."""
    table = ["verdict  x", "-------  -", "wrong    1"]
    text = "\n".join(["--", "some words", *table, "", "other", *table, "wrong    2"])
    bad = painted("wrong")
    assert column("verdict")(text) == text.replace("wrong", bad)
    assert column("x")(text) == text
    wide = "x  verdict\n-  -------\nwrong  wrong"
    assert column("verdict")(wide) == wide  # the cell is "ong  w", and no word


def test_words_where_a_pattern_finds_them() -> None:
    paint = words(r"^(?P<word>wrong|proved)(?=:)", r"is (?P<word>\w+) here")
    text = "wrong: it is proved here, wrong:\nproved: what is odd here\nnot wrong: x"
    wrong, proved = painted("wrong"), painted("proved")
    assert paint(text) == f"{wrong}: it is {proved} here, wrong:\n{proved}: what is odd here\nnot wrong: x"
    assert words()(text) == text
