"""Many statements in one file: what they need is loaded once, and each stands in a module of its own.

A file with one statement spends a hundred times as long on loading as on the proof. So files with the same
first lines share these, and each is otherwise the very text that would be compiled alone: it sees no other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Final

from proofs_check.formal.assistant import Compiled
from proofs_check.formal.sources import LOGICAL, needs, sources

_FIRST: Final = "(* Many files in one, each in a module. *)\n"
_END: Final = "SECTION ENDS"
_TIME: Final = re.compile(r"^Chars \d+ - \d+ \[.*\] ([\d.]+) secs \(.*\)$")


def batched(texts: Mapping[str, str], weights: Mapping[str, int], heaviest: int) -> list[list[str]]:
    """Names of files in batches: those that can be compiled early together, none heavier than said but for one
    file alone."""
    place = {name: k for k, (name, _) in enumerate(sources())}
    last = {name: max((place.get(needed, 0) for needed in needs(text)), default=0) for name, text in texts.items()}
    found: list[list[str]] = []
    total = heaviest + 1
    for name in sorted(texts, key=lambda name: (last[name], _divide(texts[name])[0])):
        if total + weights[name] > heaviest:
            found.append([])
            total = 0
        found[-1].append(name)
        total += weights[name]
    return found


def joined(texts: Mapping[str, str]) -> str:
    """One file with all of these; what Coq prints of each can be told apart."""
    required = sorted({name for text in texts.values() for name in needs(text)})
    lines = [_FIRST, f"From {LOGICAL} Require {' '.join(required)}.\n"]
    for k, (head, names) in enumerate(groupby(texts, key=lambda name: _divide(texts[name])[0])):
        lines.append(f"Module Group{k}.\n{head}\n")
        lines += [
            f'Module {name}.{_divide(texts[name])[1]}End {name}.\nGoal True. idtac "{_END}". Abort.\n' for name in names
        ]
        lines.append(f"End Group{k}.\n")
    return "".join(lines)


def paths(texts: Mapping[str, str]) -> dict[str, str]:
    """Where the module of each file is within the joined one."""
    groups = groupby(texts, key=lambda name: _divide(texts[name])[0])
    return {name: f"Group{k}.{name}" for k, (_, names) in enumerate(groups) for name in names}


def is_joined(text: str) -> bool:
    """Whether a file is many in one."""
    return text.startswith(_FIRST)


def answers(names: Collection[str], found: Compiled) -> dict[str, Compiled]:
    """What Coq said of each file of an accepted joined one, with the seconds that it took there."""
    parts: list[list[str]] = [[]]
    for line in found.said.splitlines():
        if line == _END:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) != len(names) + 1:
        return {}
    return {name: _answer(part) for name, part in zip(names, parts, strict=False)}


def _answer(lines: Iterable[str]) -> Compiled:
    said, seconds = [], 0.0
    for line in lines:
        if time := _TIME.match(line):
            seconds += float(time[1])
        else:
            said.append(line)
    return Compiled("\n".join(said), "", seconds)


def _divide(text: str) -> tuple[str, str]:
    """The first lines of a file, which require others, and the rest."""
    head, blank, rest = text.partition("\n\n")
    return head, blank + rest
