"""What the suites try, as digests: `python -m tests.exactalign.testing.conformance.written` writes `tried.txt` anew.

A seed repeats a run, also the run of somebody else: what is tried, and how much error is allowed there, changes only
when somebody decides that it does. With `--all` the cases themselves are printed, to be compared.
"""

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from exactalign.testing.conformance import KINDS
from exactalign.testing.conformance.calling import Subject, companion
from exactalign.testing.conformance.cases import Argument, Call
from exactalign.testing.conformance.checks import Check, Kind
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.formats import FORMATS, Format

FILE = Path(__file__).with_name("tried.txt")
DRAWN = {"float64": 12, "float32": 3}
VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "tilt": ({"parameter": "beta"},),
    "expected-best": ({"of": "pool"},),
    "pool-weights": ({"replacement": True},),
    "advantage": (
        {"baseline": "leave-one-out"},
        {"baseline": "standardised"},
        {"baseline": "standardised", "ddof": 1, "eps": "1/10"},
    ),
    "kl-estimate": ({"estimator": "k2"}, {"estimator": "k3"}),
    "kl-gradient": ({"divergence": "forward", "value": True},),
}


def parts() -> Iterator[tuple[str, Kind, Format, dict[str, Any]]]:
    """Every kind as some options make it, in each format, with the words that its lines begin with."""
    for base in KINDS.values():
        for options in ({}, *VARIANTS.get(base.name, ())):
            kind = base.chosen(options, batch=base.oracle is not None and not options)
            for form in FORMATS.values():
                yield " ".join([kind.name, *map(str, options.values()), form.name]), kind, form, options


def written_part(head: str, kind: Kind, form: Format, options: dict[str, Any], *, everything: bool = False) -> str:
    """Return a line for each check: how many cases, and a digest of them with their ranges, answers, errors allowed."""
    lines = []
    for one in kind.checks:
        cases = list(_cases(kind, one, form, options))
        told = cases if everything else [sha256("\n".join(cases).encode()).hexdigest()[:16]]
        lines += [f"{head} {one.name}: {len(cases)} cases", *(f"  {line}" for line in told)]
    return "\n".join(lines) + "\n"


def written(*, everything: bool = False) -> str:
    """Return the lines of all parts."""
    return "".join(written_part(*part, everything=everything) for part in parts())


class Asked(Draws):
    """Draws that keep the ranges that they were asked for: a range one wider seldom shows in what is drawn."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.ranges: list[str] = []

    def whole(self, low: int, high: int) -> int:
        self.ranges.append(f"{low}..{high}")
        return super().whole(low, high)


def _cases(kind: Kind, one: Check, form: Format, options: dict[str, Any]) -> Iterator[str]:
    subject = Subject(abs, "f", kind.parameters, form, list, 1, options=options)
    made = [(case, "") for case in one.corners(form)]
    if one.draw is not None:
        random = Random(one.name)
        for _ in range(DRAWN[form.name]):
            draws = Asked(random)
            made.append((one.draw(draws, form), f", from {' '.join(draws.ranges)}"))
    if one.name == "batch":
        made += [(companion(case, kind.parameters, form), "") for case, _ in made]
    for case, ranges in made:
        yield ", ".join(map(_text, case.arguments)) + ranges + _allowed(kind, one, subject, case)


def _allowed(kind: Kind, one: Check, subject: Subject, case: Call) -> str:
    if kind.oracle is None or one.name in ("too-few-samples", "no-draws"):
        return ""
    return " = " + ", ".join(f"{float(e.value):.6g} ± {float(e.error):.6g}" for e in kind.oracle(subject, case))


def _text(argument: Argument) -> str:
    """Nine digits: a logarithm may differ in its last one between machines."""
    if isinstance(argument, tuple):
        return f"[{' '.join(map(_text, argument))}]"
    return str(argument) if isinstance(argument, int) else f"{float(argument):.9g}"


if __name__ == "__main__":
    if "--all" in sys.argv:
        sys.stdout.write(written(everything=True))
    else:
        FILE.write_text(written(), encoding="utf-8")
