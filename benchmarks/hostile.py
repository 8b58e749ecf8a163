"""What a fuzzer gives to a command line: values, files and places to write that nobody would want to be given."""

from __future__ import annotations

import random
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen
from typer.main import get_command

from proofs_check.cli.app import PROGRAM as PROOFS_CHECK
from tests.command_lines.programs import MANUALS, PROGRAMS, example_lines, prepare

_TEXTS = (
    "| |,|,,|;|-|--|0|-0|1|-1|2|1/0|0/0|1/2|1/2,1/2|1/2,1/2,1/2|1,0|0,0|-1/2,3/2|0.1,0.2,0.7|33.3%,66.7%|1e5|1e-400",
    "1e99999999|10**9|1_000|0x10|٣|½|²|nan|inf|-inf|oo|NaN,1|None|true|log|log 0|log(-1)|log(log 2)|log 2|log 2-log 2",
    "3/2*log 2|log(10**400)|exp(1)|sqrt 2|((((((((1))))))))|1:|:1|1:2:0|1:3:-1|1:1000000000|1..|1..10|5:1|1,2,4,8",
    "floor|ceil|real|floor,real|1GB|-1GB|1e30GB|10B|1000000000000|1000000|a,b|a,a,b|α,β,γ|a\nb|\x1b[31m|\u202e|\u2028",
    "\x00|a\x00b|\ud800|\udcff|<script>|$(x)|%s|{0}|\\|'|\"|*|~|..|.|/|/dev/null|/dev/zero|--help|-h|--version|--no-such",
    "--n|=|--n=|csv|json|latex|html|markdown|table|svg|pdf|xlsx|JSON|Table|kl|kl,kl|kl,win-rate|tv|pmf|A-lem9|A-lem|a-lem9",
    "E-k3-mean|G-bon-kl|A-lem9,A-lem9|two-point|pareto|scaling|figure1|best-at-k|math:sqrt|math:|:sqrt|no.such:f|os:system",
    "json:dumps|reward=x|reward=reward|x=reward|prompt=,reward=|1/2, 1/2; 1/4, 3/4|1;1|1/2;1/2|0,1;1,0|1,0;0,1",
)
_LONG = ("(" * 5000, "1+" * 3000 + "1", "9" * 5000, "1/" + "9" * 5000, "0." + "0" * 5000 + "1", "1," * 3000 + "1")
VALUES = (*"|".join(_TEXTS).split("|"), *_LONG)
"""Values for any option: numbers, lists, names, and what is none of these."""

TARGETS = (
    *[
        "-",
        "/dev/full",
        "/dev/null",
        "",
        ".",
        "nowhere/file.csv",
        "x.csv",
        "x.json",
        "x.tex",
        "x.md",
        "x.html",
        "x.xyz",
        "model.csv",
        "x\x00.csv",
        "é.csv",
    ],
    *f"{'a' * 300}.csv|readonly/x.csv|x.svg|x.pdf|x.png|x.jsonl".split("|"),
)
"""Places to write to."""

_HEAVY = {"formal", "report"}
"""Commands of `proofs-check` that are minutes of work by design."""

_MORE = (
    "exactalign best-of-n --input model.json --n 3",
    "exactalign best-of-n --input - --n 3",
    "exactalign audit samples.jsonl",
    "exactalign audit samples.json --n 2,4",
    "exactalign audit -",
    "exactalign check-table table.tex --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 2 --n 2",
    "exactalign check-table table.csv --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 2 --n 2",
    "exactalign check-table table.md --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 2 --n 2",
    "exactalign sweep --input model.csv --length 2,3 --kl 1/10 -o rows.csv",
    "exactalign tex numbers.toml --check paper.tex",
    "exactalign figure gap --n 2,4 --length 1,10 --data x.csv",
    "proofs-check run my_claims.py",
    "proofs-check run A-lem9",
    "proofs-check list",
    "proofs-check list my_claims.py",
    "proofs-check show A-lem9",
    "proofs-check verify certificates",
    "proofs-check certify made A-ex2-marginal",
    "proofs-check new x.py",
)
"""Calls beside the examples of the helps: one for each kind of file that is read."""


@frozen
class Call:
    """One call of a program: its arguments, what stands on standard input, and where standard output goes."""

    program: str
    arguments: tuple[str, ...]
    stdin: str
    stdout: str
    files: tuple[tuple[str, int], ...]
    """Files that are changed before the call, each with the seed of its change."""

    def __str__(self) -> str:
        changed = f"  # changed: {', '.join(name for name, _ in self.files)}" if self.files else ""
        return f"{shlex.join([self.program, *self.arguments])} < {self.stdin} > {self.stdout}{changed}"


def _bases() -> list[tuple[str, ...]]:
    lines = [line for shown in MANUALS.values() for line in example_lines(shown)] + list(_MORE)
    found = []
    for line in lines:
        words = tuple(shlex.split(line.partition(" && ")[0].partition(" < ")[0], comments=True))
        whole = words[0] == PROOFS_CHECK.name and len(words) < 3 and words[1:] != ("list",)
        if len(words) > 1 and not whole and words[1] not in _HEAVY:
            found.append(words)
    return sorted(set(found))


def _flags() -> dict[tuple[str, str], list[str]]:
    """The options of every command."""
    found = {}
    for name, program in PROGRAMS.items():
        group: Any = get_command(program.app)
        context = group.make_context(name, [], resilient_parsing=True)
        for word in group.list_commands(context):
            inner = group.get_command(context, word)
            parameters = [p for p in inner.params if p.param_type_name == "option"]
            found[name, word] = [name for p in parameters for name in (*p.opts, *p.secondary_opts)]
    return found


BASES = _bases()
FLAGS = _flags()
FILES = (
    *("model.csv", "model.json", "samples.csv", "samples.jsonl", "samples.json", "table.tex", "table.csv", "table.md"),
    *("numbers.toml", "paper.tex", "my_claims.py", "rows.csv", "certificates/manifest.json"),
)


def write_files() -> None:
    """Write what the calls read into the current directory, valid so far."""
    prepare("")
    Path("model.json").write_text(
        '[{"outcome": "a", "p": "1/4", "reward": "1"}, {"outcome": "b", "p": "3/4", "reward": "log 2"}]\n', "utf-8"
    )
    rows = [
        '{"prompt": "q", "reward": 1, "probability": "1/4"}',
        '{"prompt": "q", "reward": 2.5, "probability": "3/4"}',
    ]
    Path("samples.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    Path("samples.json").write_text(f"[{', '.join(rows)}]\n", "utf-8")
    model = ["--p", "1/5,3/10,1/2", "--q", "2/3,1/9,2/9"]
    exactalign, proofs = PROGRAMS["exactalign"], PROOFS_CHECK
    assert exactalign.run(["best-of-n", *model, "--length", "2", "--n", "2", "-o", "table.md"]) == 0
    assert exactalign.run(["sweep", "--input", "model.csv", "--length", "2", "--kl", "1/10", "-o", "rows.csv"]) == 0
    assert proofs.run(["certify", "certificates", "A-ex2-marginal"]) == 0
    Path("readonly").mkdir()
    Path("readonly").chmod(0o500)


def draw(rng: random.Random) -> Call:
    """Return a random call: an example with one to three changes."""
    program, command, *arguments = rng.choice(BASES)
    flags = FLAGS.get((program, command), [])
    for _ in range(rng.choice((0, 0, 1, 1, 1, 2))):
        _change(rng, arguments, flags)
    if rng.random() < 0.02:
        command = rng.choice(VALUES)
    changed = []
    if rng.random() < 0.4:
        named = [name for name in FILES if name.split("/")[0] in arguments] or list(FILES)
        changed = [(rng.choice(named), rng.randrange(10**9))]
    stdin = rng.choice(("/dev/null", "model.csv", "samples.csv", rng.choice(FILES)))
    stdout = rng.choices(("file", "/dev/full", "closed pipe", "ascii"), (20, 1, 1, 1))[0]
    if (
        program == PROOFS_CHECK.name
        and command == "run"
        and not any("lem9" in a or "my_claims" in a for a in arguments)
    ):
        arguments.append("A-lem9")  # the whole ledger is long by design
    if program == PROOFS_CHECK.name and command == "certify" and "A-ex2-marginal" not in arguments:
        arguments.append("A-ex2-marginal")
    return Call(program, (command, *arguments), stdin, stdout, tuple(changed))


def _change(rng: random.Random, arguments: list[str], flags: list[str]) -> None:
    """Change a list of arguments in one of seven ways."""
    kind = rng.choice(("replace", "replace", "add", "drop", "twice", "mangle", "target"))
    place = rng.randrange(len(arguments) + 1)
    word = arguments[place] if place < len(arguments) else None
    if kind == "add" and flags:
        arguments += [rng.choice(flags), rng.choice(VALUES)][: rng.choice((1, 2, 2, 2))]
    elif kind == "target" or word is None:
        arguments += [rng.choice(("-o", "--output", "--data")), rng.choice(TARGETS)]
    elif kind == "replace":
        arguments[place] = rng.choice(VALUES + FILES)
    elif kind == "drop":
        del arguments[place]
    elif kind == "twice":
        arguments[place:place] = arguments[place : place + rng.choice((1, 2))]
    else:
        cut = rng.randrange(len(word) + 1)
        arguments[place] = word[:cut] + rng.choice(_INSIDE) + word[cut + rng.choice((0, 1)) :]


_INSIDE = ("", "/", "-", "9" * 30, ".", ",", "\x00", "e", "é", " ", "%", "(", "\ud800", "\udcff")


def spoil(path: Path, seed: int) -> None:
    """Change a file in one or two of the ways in which files of others are wrong."""
    rng = random.Random(seed)
    content = path.read_bytes()
    for _ in range(rng.choice((1, 1, 2))):
        content = rng.choice(_SPOILS)(rng, content)
    path.write_bytes(content)


def _inside(what: bytes) -> Callable[[random.Random, bytes], bytes]:
    def spoilt(rng: random.Random, content: bytes) -> bytes:
        place = rng.randrange(len(content) + 1)
        return content[:place] + what + content[place + rng.choice((0, 1, len(what))) :]

    return spoilt


def _number(what: bytes) -> Callable[[random.Random, bytes], bytes]:
    def spoilt(rng: random.Random, content: bytes) -> bytes:
        places = [place for place, byte in enumerate(content) if chr(byte).isdigit()]
        place = rng.choice(places or [0])
        return content[:place] + what + content[place + 1 :]

    return spoilt


def _lines(rng: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(rng.choice(lines) for _ in range(rng.randrange(8))) if lines else b""


def _bytes(rng: random.Random, _content: bytes) -> bytes:
    return rng.choice((b"", rng.randbytes(200)))


def _separated(rng: random.Random, content: bytes) -> bytes:
    return content.replace(b",", rng.choice((b";", b"\t", b"|", b",,", b"")))


def _quoted(rng: random.Random, content: bytes) -> bytes:
    return content.replace(b'"', rng.choice((b"'", b"", b'""')))


def _cut(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _written(rng: random.Random, content: bytes) -> bytes:
    """The same text as other editors write it."""
    other = content.decode("utf-8", "replace").encode("utf-16")
    ends = [content.replace(b"\n", end) for end in (b"\r\n", b"\r", b"\n\n")]
    return rng.choice((b"\xef\xbb\xbf" + content, other, *ends, content * 2, content * 50))


def _nested(rng: random.Random, content: bytes) -> bytes:
    return rng.choice((b"[" * 100_000, b'{"a":' * 20_000, b"{" * 50_000)) + content


_CHARACTERS = rb'{|}|$|\|&|%|,|\input{/etc/passwd}|<script>|1e999999999|null|NaN|\ud800|"'.split(b"|")
_CHARACTERS += [b"\x00", b"\xff", b"\xed\xa0\x80", b"\n", b"A" * 200_000, "é\u202e".encode(), b"\x1b[2J"]
_NUMBERS = [*b'1e400|-1|NaN|1/0|0.1|"|[]|true|1e-99999|'.split(b"|"), b"9" * 5000]
_SPOILS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    *(_bytes, _separated, _quoted, _cut, _written, _written, _nested, _lines),
    *map(_inside, _CHARACTERS),
    *map(_number, _NUMBERS),
)
