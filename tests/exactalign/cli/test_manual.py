"""What a command says about itself, on a small program of its own."""

from __future__ import annotations

import os
import re
import shutil
from enum import Enum, StrEnum
from types import ModuleType, SimpleNamespace
from typing import Annotated, Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from exactalign.cli import manual as module
from exactalign.cli.manual import COMMAND, HELP_OPTIONS, Entry, Group, Manual, entry, help_width, manual, write_list
from exactalign.cli.program import ENVIRONMENT, EXIT_STATUS, Interrupted


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


Arg: Any = typer.Argument
Opt: Any = typer.Option
TAKEN: list[Any] = []


def kept(value: Any) -> Any:
    TAKEN.append(value)
    return value


def _app() -> typer.Typer:
    app = typer.Typer(rich_markup_mode=None, add_completion=False)

    @app.command("small", **COMMAND)
    def small(
        first: Annotated[str, Arg(help="The first.")],
        rest: Annotated[list[str] | None, Arg(metavar="REST", help="More of   them.")] = None,
        size: Annotated[Size, Opt("--size", "-s", help="How large.")] = Size.SMALL,
        told: Annotated[Size, Opt("--told", help="Either small or large.")] = Size.LARGE,
        name: Annotated[str | None, Opt("--name", metavar="NAME", help="One. [default: none]", callback=kept)] = None,
        must: Annotated[str, Opt("--must", help="What there must be.")] = ...,  # type: ignore[assignment]
        loud: Annotated[bool, Opt("--loud/--quiet", help="Whether.")] = True,
        bare: Annotated[bool, Opt("--bare", help="Without.")] = False,
        number: Annotated[int, Opt("--number", help="Whole.")] = 3,
        many: Annotated[list[str] | None, Opt("--many", help="Some.")] = None,
        secret: Annotated[str, Opt("--secret", hidden=True)] = "x",
        unsaid: Annotated[str, Opt("--unsaid", show_default=False, help="Unsaid.")] = "x",
    ) -> None:
        """Do   what is small.

        Some prose
        on two lines.

        Exit status 1: it is not small.

        JSON list, keys: a, b.

        \b
        Examples:
          small one
          small two --must x
        """
        TAKEN.append((first, rest, size, name, must, loud, bare, number, many))

    return app


APP = _app()
COMMAND_OF: Any = get_command(APP)
RUN = CliRunner()


def about() -> Manual:
    with COMMAND_OF.make_context("small", ["x", "--must", "y"]) as context:
        return manual(COMMAND_OF, context)


def test_a_command_as_data() -> None:
    found = about()
    assert found[:4] == (
        "small", "Do what is small.", "small [OPTIONS] FIRST [REST]...", ["Some prose on two lines."],
    )  # fmt: skip
    assert found.arguments == [Entry("FIRST", "The first. [required]"), Entry("[REST]...", "More of them.")]
    assert found.options == [
        Entry("-s, --size SIZE", "How large: small or large. [default: small]"),
        Entry("--told TOLD", "Either small or large. [default: large]"),
        Entry("--name NAME", "One. [default: none]"),
        Entry("--must MUST", "What there must be. [required]"),
        Entry("--loud / --quiet", "Whether. [default: loud]"),
        Entry("--bare", "Without."),
        Entry("--number NUMBER", "Whole. [default: 3]"),
        Entry("--many MANY", "Some."),
        Entry("--unsaid UNSAID", "Unsaid."),
        Entry("-h, --help", "Show this message and exit."),
    ]
    assert (found.answer_is_no, found.json) == ("it is not small.", "JSON list, keys: a, b.")
    assert found.examples == ["small one", "small two --must x"]


def test_a_command_that_says_little() -> None:
    app = typer.Typer(rich_markup_mode=None, add_completion=False)

    @app.command("bare", **COMMAND)
    def bare() -> None:
        """Do nothing."""

    command: Any = get_command(app)
    with command.make_context("bare", []) as context:
        found = manual(command, context)
    assert found == Manual(
        "bare",
        "Do nothing.",
        "bare [OPTIONS]",
        [],
        [],
        [Entry("-h, --help", "Show this message and exit.")],
        "",
        "",
        [],
    )


def run(*arguments: str) -> Any:
    TAKEN.clear()
    found = RUN.invoke(APP, list(arguments))
    return TAKEN if found.exit_code == 0 else (found.exit_code, found.output)


def test_values_are_what_was_typed() -> None:
    assert run("a", "--must", "m") == [None, ("a", None, Size.SMALL, None, "m", True, False, 3, None)]
    given = ("a", "b", "c", "-s", "large", "--name", "n", "--must", "m", "--quiet", "--bare", "--number", "4")
    assert run(*given, "--many", "x", "--many", "y") == [
        "n", ("a", ["b", "c"], Size.LARGE, "n", "m", False, True, 4, ["x", "y"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a",), "Missing option"),
        (("--must", "m"), "Missing argument"),
        (("a", "--must", "m", "--must", "n"), "--must is given twice: give it once"),
        (("a", "--must", "m", "-s", "small", "--size", "large"), "--size is given twice: give it once"),
        (("a", "--must", "m", "--size", "medium"), "medium"),
        (("a", "--must", "m", "--number", "x"), "integer"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], words: str) -> None:
    code, said = run(*arguments)
    assert code == 2
    assert words in " ".join(said.replace("│", " ").split())
    assert [value for value in TAKEN if isinstance(value, tuple)] == []


@pytest.mark.parametrize(("columns", "width"), [(200, 98), (101, 98), (100, 98), (99, 97), (33, 31), (32, 30), (9, 30)])
def test_help_is_as_wide_as_is_good_to_read(monkeypatch: pytest.MonkeyPatch, columns: int, width: int) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: os.terminal_size((columns, 24)))
    assert help_width() == width


def test_the_help_has_both_lists() -> None:
    said = RUN.invoke(APP, ["-h"]).output
    assert said == RUN.invoke(APP, ["--help"]).output
    order = ["Usage: small [OPTIONS] FIRST [REST]...", "what is small.", "Arguments:", "FIRST", "Options:", "--size"]
    assert re.search(".*".join(map(re.escape, order)), said, re.DOTALL)
    assert HELP_OPTIONS["help_option_names"] == ["-h", "--help"]


def test_an_interruption_keeps_its_words() -> None:
    app = typer.Typer(rich_markup_mode=None, add_completion=False)

    @app.command("stopped", **COMMAND)
    def stopped() -> None:
        raise KeyboardInterrupt("what was kept")

    command: Any = get_command(app)
    with pytest.raises(Interrupted) as caught, command.make_context("stopped", []) as context:
        command.invoke(context)
    assert caught.value.args == ("what was kept",)


class Formatter:
    """A formatter that keeps what is written."""

    width = 60

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.lists: list[tuple[list[tuple[str, str]], int]] = []

    def section(self, title: str) -> Any:
        self.titles.append(title)
        return pytest.MonkeyPatch.context()

    def write_dl(self, rows: list[tuple[str, str]], col_max: int) -> None:
        self.lists.append((rows, col_max))


def test_lists_are_written_where_there_is_something() -> None:
    found = Formatter()
    write_list(found, "Nothing", [])
    write_list(found, "Names", [Entry("a", "b")])
    found.width = 300
    write_list(found, "More", [Entry("c", "d")])
    assert found.titles == ["Names", "More"]
    assert found.lists == [([("a", "b")], 20), ([("c", "d")], 30)]


def test_a_program_lists_its_commands_without_importing_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def imported(name: str) -> ModuleType:
        asked.append(name)
        found = ModuleType(name)
        found.app = _app()  # type: ignore[attr-defined]
        return found

    class Program(Group):
        def __init__(self, **parts: Any) -> None:
            super().__init__(**parts)
            self.package = "some.package"
            self.modules = {"first": Entry("module_one", "Does one."), "second": Entry("module_two", "Does two.")}

    monkeypatch.setattr(module, "import_module", imported)
    app = typer.Typer(cls=Program, rich_markup_mode=None, add_completion=False, context_settings=HELP_OPTIONS)
    app.callback()(lambda: None)
    group: Any = get_command(app)
    with group.make_context("program", ["first"]) as context:
        assert group.list_commands(context) == ["first", "second"]
        assert group.summaries(context) == [Entry("first", "Does one."), Entry("second", "Does two.")]
        assert group.get_command(context, "third") is None
        found = Formatter()
        group.format_options(context, found)
        assert asked == []
        assert group.get_command(context, "second").name == "small"
        assert asked == ["some.package.module_two"]
    assert found.titles == ["Options", "Commands", "Exit status", "Environment"]
    assert [rows for rows, _ in found.lists[1:]] == [
        [("first", "Does one."), ("second", "Does two.")],
        [(str(code), words) for code, words in EXIT_STATUS.items()],
        list(ENVIRONMENT.items()),
    ]


def test_choices_that_are_plain_texts_or_values_of_any_enumeration() -> None:
    class Side(Enum):
        ABOVE = "upper"
        BELOW = "lower"

    for choices in (["upper", "lower"], Side):
        option = SimpleNamespace(type=SimpleNamespace(choices=choices))
        assert module._choices(option) == ["upper", "lower"]


def test_choices_that_are_told_are_not_told_again() -> None:
    with COMMAND_OF.make_context("small", ["x", "--must", "y"]) as context:
        (size,) = [parameter for parameter in COMMAND_OF.params if parameter.name == "size"]
        size.help = "How small."
        assert entry(size, context).words == "How small: small or large. [default: small]"
        size.help = "How large."


def test_plain_texts_are_taken_without_the_machinery_for_types() -> None:
    """A text, texts and switches; what holds several values at a time goes the usual way."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)

    @app.command("pairs", **COMMAND)
    def pairs(
        word: Annotated[str, Arg()],
        name: Annotated[str | None, Opt("--name")] = None,
        pair: Annotated[tuple[str, str] | None, Opt("--pair")] = None,
    ) -> None:
        """Take a pair."""
        TAKEN.append((word, name, pair))

    TAKEN.clear()
    found = RUN.invoke(app, ["w", "--pair", "a", "b"])
    assert (found.exit_code, TAKEN) == (0, [("w", None, ("a", "b"))])
    command: Any = get_command(app)
    with command.make_context("pairs", ["w"]) as context:
        light = {p.name: "process_value" in vars(p) for p in command.get_params(context)}
    if hasattr(command.params[0], "type_descriptor"):
        assert (light["word"], light["pair"]) == (True, False)
