"""The options that several commands share, declared once; `inputs` and `output` read them.

Nothing here imports the mathematics: help is text.
"""

from typing import Annotated

import typer

POption = Annotated[
    str | None,
    typer.Option(
        "--p",
        metavar="LIST",
        help='The reference probabilities, exact and with commas between: "1/5, 0.3, 50%".',
    ),
]
RewardOption = Annotated[
    str | None,
    typer.Option(
        "--reward",
        metavar="LIST",
        help='The rewards, rationals and logarithms: "log 6, 0, 1/2 + 3*log(2/3)".',
    ),
]
QOption = Annotated[
    str | None,
    typer.Option(
        "--q",
        metavar="LIST",
        help="Instead of --reward: the alignment distribution q; the reward is then log q.",
    ),
]
LabelsOption = Annotated[
    str | None,
    typer.Option("--labels", metavar="LIST", help="Names of the outcomes. [default: 0,1,2,…]", show_default=False),
]
InputOption = Annotated[
    str | None,
    typer.Option(
        "--input",
        "-i",
        metavar="FILE",
        help="Instead of --p and --reward: a CSV file with columns p, reward (or q) and, if wanted, outcome, "
        'or a JSON list of {"outcome", "p", "reward"} with numbers as strings; - is standard input.',
    ),
]
LengthOption = Annotated[
    str | None,
    typer.Option("--length", metavar="INTEGER", help="Draw sequences of this length. [default: single outcomes]"),
]
NOption = Annotated[str, typer.Option("--n", metavar="INTEGER", help="N, the number of draws to choose from.")]
MemoryOption = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="BYTES",
        help='Refuse what would need more memory: "500MB", "2GB". [default: 1GB]',
        show_default=False,
    ),
]
JobsOption = Annotated[
    str | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="INTEGER",
        help="Processes to work with. [default: one per core, or one when there is little to do]",
        show_default=False,
    ),
]
