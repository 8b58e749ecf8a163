"""The options that several commands share, declared once, and read once: a group of them is one dataclass.

A command names a group as one parameter (see `signatures`) and calls its `read` or `open`. Nothing here imports the
mathematics before that: help is text.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.output import Format, TextFormat, check_target, chosen_format
from exactalign.exceptions import ParameterError
from exactalign.limits import MAX_DIGITS

if TYPE_CHECKING:
    from exactalign.cli.models import Model
    from exactalign.cli.printing import Printer


class By(StrEnum):
    """What the rows of an answer are."""

    SEQUENCE = "sequence"
    TYPE = "type"
    LEVEL = "level"
    OUTCOME = "outcome"


class ModelName(StrEnum):
    """The finite models that come with the package."""

    TWO_POINT = "two-point"
    FAIR_COIN = "fair-coin"
    BINOMIAL = "binomial"
    GAUSSIAN = "gaussian"
    GEOMETRIC = "geometric"
    PARETO = "pareto"


_HOW = "How to print the answer. [default: table, or what the suffix of --output says]"

NOption = Annotated[str, typer.Option("--n", metavar="INTEGER", help="N, the number of draws to choose from.")]
LengthOption = Annotated[
    str | None,
    typer.Option("--length", metavar="INTEGER", help="Draw sequences of this length. [default: single outcomes]"),
]
AllOption = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Compute also what visits every level, KL(aligned‖best-of-N) and the aligned quantiles, however many "
        "levels there are. [default: up to 250,000]",
    ),
]
RenyiOption = Annotated[
    str | None,
    typer.Option(
        "--renyi",
        metavar="NUMBER",
        help='The budget on the Rényi divergence, exact: "1/10", "log(7/6)" (divergence-choice). [default: log(7/6)]',
    ),
]
JobsOption = Annotated[
    str | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="INTEGER",
        help="Processes to work with. [default: one per core, or one when there is little to do]",
    ),
]
FormatOption = Annotated[Format | None, typer.Option("--format", metavar="FORMAT", help=_HOW)]
TextFormatOption = Annotated[TextFormat | None, typer.Option("--format", metavar="FORMAT", help=_HOW)]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all; - is standard output."),
]


def digits_option(default: str) -> Any:
    """Return the option --digits of a command with its default."""
    return typer.Option(
        "--digits",
        metavar="INTEGER",
        help=f"Round numbers correctly to so many significant digits, up to {MAX_DIGITS}; JSON stays exact, and has "
        f"bounds of so many. [default: {default}]",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """A reference and a reward, typed or in a file."""

    p: Annotated[
        str | None,
        typer.Option(
            "--p",
            metavar="LIST",
            help='The reference probabilities, exact and with commas between: "1/5, 0.3, 50%".',
        ),
    ] = None
    reward: Annotated[
        str | None,
        typer.Option(
            "--reward", metavar="LIST", help='The rewards, rationals and logarithms: "log 6, 0, 1/2 + 3*log(2/3)".'
        ),
    ] = None
    q: Annotated[
        str | None,
        typer.Option(
            "--q", metavar="LIST", help="Instead of --reward: the alignment distribution q; the reward is then log q."
        ),
    ] = None
    labels: Annotated[
        str | None,
        typer.Option("--labels", metavar="LIST", help="Names of the outcomes. [default: 0,1,2,…]"),
    ] = None
    file: Annotated[
        str | None,
        typer.Option(
            "--input",
            "-i",
            metavar="FILE",
            help="Instead of --p and --reward: a CSV file with columns p, reward (or q) and, if wanted, outcome, "
            'or a JSON list of {"outcome", "p", "reward"} with numbers as strings; - is standard input.',
        ),
    ] = None

    @property
    def are_given(self) -> bool:
        """Whether any of them was typed."""
        return any(value is not None for value in (self.p, self.reward, self.q, self.labels, self.file))

    def read(self) -> "Model":
        """Return the model; raise `InputError` (and its kin) with the place of what is wrong."""
        from exactalign.cli.models import read_model

        return read_model(self.p, self.reward, self.q, self.labels, self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeOptions:
    """How much memory an exact answer may take."""

    memory: Annotated[
        str | None,
        typer.Option(
            "--memory",
            metavar="BYTES",
            help='Refuse what would need more memory: "500MB", "2GB". [default: 1GB]',
        ),
    ] = None

    def read(self) -> int:
        """Return the bytes."""
        from exactalign.cli.reading import read_memory

        return read_memory(self.memory)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOptions:
    """Where an answer goes, how it is printed, and how its numbers are rounded."""

    form: FormatOption = None
    digits: Annotated[str | None, digits_option("fractions; bounds in JSON: 15")] = None
    places: Annotated[
        str | None,
        typer.Option(
            "--places",
            metavar="INTEGER",
            help="Instead of --digits: round correctly to so many decimal places, so that columns are aligned.",
        ),
    ] = None
    tabular: Annotated[
        bool, typer.Option("--tabular", help="LaTeX: the tabular alone, without float, caption and notes.")
    ] = False
    output: OutputOption = None

    def open(self, default: int | None = None, *, read: str | None = None) -> "Printer":
        """Check all of it before the work starts, and return what prints the answer.

        `default` is how many digits a printed table has when none were asked for; None: exact numbers stay exact.
        `read` is the file that the command reads, which is not to be replaced.
        """
        from exactalign.cli.printing import Printer
        from exactalign.cli.reading import read_digits, read_places

        digits, places = read_digits(self.digits), read_places(self.places)
        if digits is not None and places is not None:
            raise ParameterError("--digits and --places are both given: give one of them")
        check_target(self.output, read=[read])
        form = chosen_format(self.form, self.output, Format.TABLE)
        if places is not None and form is Format.JSON:
            raise ParameterError("--places is for tables: JSON is exact, and --digits says how many its bounds have")
        if self.tabular and form is not Format.LATEX:
            raise ParameterError(f"--tabular is for LaTeX, and the format is {form.value}: add --format latex")
        return Printer(form, digits, places, self.tabular, self.output, default)
