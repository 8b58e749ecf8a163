"""What a command says about itself: the help on a terminal, and the same as data for the reference pages.

The one source is the command: its docstring and its parameters. In the docstring, paragraphs are prose, one that begins
with "Exit status 1:" says when the answer is no, one that begins with "JSON keys:" what `--format json` holds, and the
one after a line with `\b` has the examples, which are kept as they stand.
"""

import inspect
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from exactalign.cli.program import ENVIRONMENT, EXIT_STATUS, Interrupted

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}
"""The settings of a program."""

_WIDEST, _NARROWEST = 100, 30
_LONGEST_NAME = 30
_DEFAULT = re.compile(r"\s*\[default: (.*)\]$", re.DOTALL)
_NO = "Exit status 1: "
_JSON = ("JSON keys: ", "JSON list, keys: ", "JSON lines, keys: ")


class Entry(NamedTuple):
    """An argument or an option: how it is written, and what it means."""

    name: str
    words: str


class Manual(NamedTuple):
    """Everything that a command says about itself."""

    name: str
    summary: str
    synopsis: str
    description: list[str]
    arguments: list[Entry]
    options: list[Entry]
    answer_is_no: str
    json: str
    examples: list[str]


class Command(TyperCommand):
    """A command with plain names in its help, which tells Ctrl-C apart from failures."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return [OPTIONS] and the arguments, those that may be left out in brackets."""
        return usage(self, ctx)

    def get_help(self, ctx: Any) -> str:
        """Return the help, fitted to the terminal."""
        ctx.terminal_width = help_width()
        return super().get_help(ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments and the options."""
        write_parameters(self, ctx, formatter)

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, --help among them."""
        return [_light(parameter) for parameter in super().get_params(ctx)]

    def make_parser(self, ctx: Any) -> Any:
        """Return the parser, which refuses an option that is given twice and has one value."""
        parser = super().make_parser(ctx)
        parse = parser.parse_args

        def once(args: list[str]) -> Any:
            found = parse(args)
            seen: list[Any] = []
            for parameter in found[2]:
                if parameter in seen and parameter.param_type_name == "option" and not parameter.multiple:
                    name = max(parameter.opts, key=len)
                    raise typer.BadParameter(f"{name} is given twice: give it once", ctx=ctx)
                seen.append(parameter)
            return found

        setattr(parser, "parse_args", once)  # noqa: B010 (mypy knows it as a method)
        return parser

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Ctrl-C keeps the words that came with it."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            raise Interrupted(*stopped.args) from None


COMMAND: Any = {"cls": Command, "context_settings": HELP_OPTIONS}
"""What every command is registered with."""


class Group(TyperGroup):
    """The commands of a program: their list, and the exit statuses and variables that they share.

    Each is in a module of `package`, imported on its first use: it has an `app` of one command (`signatures.command`),
    and keeps everything slow to import inside its functions.
    """

    package = ""
    modules: Mapping[str, Entry] = {}
    """Every command: its module, and its line in the list."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (Click's signature)
        """Return the names, in the order of the list."""
        return list(self.modules)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return a command, imported now."""
        found = self.modules.get(cmd_name)
        return None if found is None else get_command(import_module(f"{self.package}.{found.name}").app)

    def summaries(self, ctx: Any) -> list[Entry]:  # noqa: ARG002
        """Return the commands and what they do, without importing any of them."""
        return [Entry(name, found.words) for name, found in self.modules.items()]

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, --help among them."""
        return [_light(parameter) for parameter in super().get_params(ctx)]

    def get_help(self, ctx: Any) -> str:
        """Return the help, fitted to the terminal."""
        ctx.terminal_width = help_width()
        return super().get_help(ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, the commands, and what all commands share."""
        write_parameters(self, ctx, formatter)
        write_list(formatter, "Commands", self.summaries(ctx))
        write_list(formatter, "Exit status", [Entry(str(code), words) for code, words in EXIT_STATUS.items()])
        write_list(formatter, "Environment", [Entry(name, words) for name, words in ENVIRONMENT.items()])


def manual(command: Any, ctx: Any) -> Manual:
    """Return what a command says about itself, as data."""
    summary, *paragraphs = list(_paragraphs(command.help or ""))
    prose = [text for text in paragraphs if not isinstance(text, list)]
    examples = [line for text in paragraphs if isinstance(text, list) for line in text]
    assert isinstance(summary, str)
    return Manual(
        ctx.command_path,
        summary,
        " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)]),
        [text for text in prose if not text.startswith((_NO, *_JSON))],
        [entry(parameter, ctx) for parameter in _shown(command, ctx, "argument")],
        [entry(parameter, ctx) for parameter in _shown(command, ctx, "option")],
        next((text.removeprefix(_NO) for text in prose if text.startswith(_NO)), ""),
        next((text for text in prose if text.startswith(_JSON)), ""),
        examples,
    )


def entry(parameter: Any, ctx: Any) -> Entry:
    """Return how a parameter is written and what it means, its choices and its default included."""
    words = " ".join((parameter.help or "").split())
    default = _DEFAULT.search(words)
    told = default[1] if default else _default(parameter, ctx)
    words = words[: default.start()] if default else words
    choices = _choices(parameter)
    if choices and not all(choice in words for choice in choices):
        words = f"{words.rstrip('.')}: {', '.join(choices[:-1])} or {choices[-1]}."
    if told:
        words = f"{words} [default: {told}]"
    if parameter.required:
        words = f"{words} [required]"
    return Entry(_name(parameter), words)


def usage(command: Any, ctx: Any) -> list[str]:
    """Return the words after a command's name."""
    return ["[OPTIONS]", *map(_argument, _shown(command, ctx, "argument"))]


def help_width() -> int:
    """Return the columns that help may take on this terminal."""
    return max(min(shutil.get_terminal_size().columns, _WIDEST) - 2, _NARROWEST)


def write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    """Write the sections of arguments and options."""
    for title, kind in (("Arguments", "argument"), ("Options", "option")):
        write_list(formatter, title, [entry(parameter, ctx) for parameter in _shown(command, ctx, kind)])


def write_list(formatter: Any, title: str, entries: Sequence[Entry]) -> None:
    """Write a section with a list of names and what they mean."""
    if entries:
        with formatter.section(title):
            formatter.write_dl([tuple(entry) for entry in entries], col_max=min(_LONGEST_NAME, formatter.width // 3))


def _light(parameter: Any) -> Any:
    """A parameter that takes a text, texts, or nothing, as it is.

    New versions of Typer import pydantic for that, which takes a third of the time of a short command.
    """
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if kind is None or "process_value" in vars(parameter):
        return parameter
    several = parameter.nargs == -1 or parameter.multiple
    if not several and parameter.nargs != 1:
        return parameter
    process = parameter.process_value

    def processed(ctx: Any, value: Any) -> Any:
        if parameter.required and not value:
            return process(ctx, value)  # which says that it is missing
        if several:
            plain = value is None or (kind == list[str] and all(type(text) is str for text in value))
            taken: Any = () if value is None else list(value)
        else:
            plain, taken = value is None or (kind is str and type(value) is str), value
        if not plain:
            return process(ctx, value)
        return taken if parameter.callback is None else parameter.callback(ctx, parameter, taken)

    parameter.process_value = processed
    return parameter


def _shown(command: Any, ctx: Any, kind: str) -> list[object]:
    return [p for p in command.get_params(ctx) if p.param_type_name == kind and not getattr(p, "hidden", False)]


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return _argument(parameter)
    short_first = sorted(parameter.opts, key=len)
    names = ", ".join(short_first)
    if parameter.secondary_opts:
        return f"{names} / {', '.join(parameter.secondary_opts)}"
    return names if parameter.is_flag else f"{names} {parameter.metavar or short_first[-1].lstrip('-').upper()}"


def _argument(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    name = name if parameter.required else f"[{name}]"
    return name if parameter.nargs == 1 else f"{name}..."


def _choices(parameter: Any) -> list[str]:
    kind = getattr(parameter, "type_descriptor", None) or parameter.type
    return [str(getattr(choice, "value", choice)) for choice in getattr(kind, "choices", None) or ()]


def _default(parameter: Any, ctx: Any) -> str:
    value = parameter.get_default(ctx, call=False)
    if not parameter.show_default or value is None or value is False or callable(value):
        return ""
    if value is True:
        return str(parameter.opts[0]).lstrip("-")
    return str(getattr(value, "value", value))


def _paragraphs(text: str) -> Iterator[str | list[str]]:
    """Prose as one line each; what stands after a line with a backspace as its lines, without the title."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            yield inspect.cleandoc("\n".join(paragraph.split("\n")[2:])).split("\n")
        elif paragraph.strip():
            yield " ".join(paragraph.split())
