"""Writing the finite evidence of claims as certificates, which `kernel` then verifies alone.

Two sources: what a claim states in `certificates()`, in the kernel's own language; and the comparisons that its
witnesses, searches and decisions rested on, when both sides are rationals, log forms or vectors of rationals.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

from exactalign import Distribution, LogForm
from exactalign.runs.files import write_file
from proofs_check import kernel
from proofs_check.engine.certificates import seal
from proofs_check.engine.conditions import settled
from proofs_check.exceptions import PaperError
from proofs_check.language.claims import Claim
from proofs_check.language.comparisons import Comparison
from proofs_check.language.evidence import FAILED, run_check

_NAMES: Final = {"=": "=", "≠": "!=", "<": "<", "≤": "<=", ">": ">", "≥": ">="}
_OPPOSITE: Final = {"=": "!=", "≠": "=", "<": ">=", "≤": ">", ">": "<=", "≥": "<"}
_PRECISIONS: Final = (64, 256, 1024, 4096)
_MOST = 40  # comparisons of one check


class Written(NamedTuple):
    """The files written; why the kernel rejects what claims state; and the claims without finite evidence."""

    files: list[Path]
    failures: list[str]
    without: list[str]


def expression(value: Any) -> Any:
    """Return a rational, log form or distribution in the kernel's language; raises `TypeError` for others.

    >>> expression(Distribution.from_weights([1, 2]))
    ['vec', '1/3', '2/3']
    """
    if isinstance(value, Distribution):
        return ["vec", *map(str, value.probabilities)]
    if isinstance(value, LogForm):
        terms = [["*", str(c), ["log", str(a)]] for c, a in value.terms]
        return ["+", str(value.constant), *terms] if terms else str(value.constant)
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return str(Fraction(value))
    raise TypeError(f"a {type(value).__name__} is not written into certificates")


def relation(left: Any, sign: str, right: Any, let: Iterable[tuple[str, Any]] = ()) -> dict[str, Any]:
    """Return the statement `left sign right` about expressions, with names bound by `let`, in order."""
    return {
        "kind": "relation", "let": [list(pair) for pair in let], "left": left, "relation": sign, "right": right,
    }  # fmt: skip


def certificates_of(cls: type[Claim]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield (statement, evidence) for the finite evidence of a claim: what it states itself, then its comparisons."""
    yield from cls().certificates()
    cls = settled(cls).claim
    searched = cls.expected in ("refuted", "amended") and not any(check.kind == "witness" for check in cls.checks())
    for check in cls.checks():
        if check.kind == "witness" or (check.kind == "search" and searched):
            result = run_check(check, cls.under(cls.as_printed)(), printed=True)
            refuted = result.passed if check.kind == "witness" else result.status == FAILED
            found = _compared(result.comparisons[-1:] if refuted else (), _OPPOSITE)
        elif check.kind in ("decision", "instances"):
            result = run_check(check, cls())
            found = _compared(result.comparisons[:_MOST] if result.passed else (), _NAMES)
        else:
            continue
        for statement in found:
            if (evidence := _enough(cls.id, statement)) is not None:
                yield statement, evidence


def _compared(comparisons: Iterable[Comparison], signs: dict[str, str]) -> Iterator[dict[str, Any]]:
    seen = set()
    for comparison in comparisons:
        try:
            left, right = expression(comparison.left), expression(comparison.right)
        except TypeError:
            continue
        statement = relation(left, signs[comparison.relation], right)
        if (text := json.dumps(statement)) not in seen and left != right:
            seen.add(text)
            yield statement


def _enough(claim: str, statement: dict[str, Any]) -> dict[str, Any] | None:
    """The lowest precision at which the kernel decides a statement, or None."""
    for precision in _PRECISIONS:
        evidence = {"precision": str(precision)}
        if kernel.check(seal(claim, statement, evidence)).status == "valid":
            return evidence
    return None


def write_certificates(
    claims: Iterable[tuple[str, type[Claim]]],
    directory: Path,
    on_claim: Callable[[type[Claim]], object] = lambda _: None,
) -> Written:
    """Write the certificates of (paper, claim) pairs to `directory`/paper/claim-number.json, each whole or not at all.

    `on_claim` hears of every claim that is done. Raises `PaperError` for a directory that cannot be made, and
    `ParameterError` for a file that cannot be written.
    """
    files: list[Path] = []
    failures: list[str] = []
    without: list[str] = []
    for paper, cls in claims:
        number = 0
        for statement, evidence in certificates_of(cls):
            try:
                certificate = seal(cls.id, statement, evidence)
                outcome = kernel.check(certificate)
            except kernel.Malformed as error:
                failures.append(f"{cls.id}: malformed: {error}")
                continue
            if outcome.status != "valid":
                failures.append(f"{cls.id}: {outcome.status}: {outcome.reason}")
                continue
            number += 1
            files.append(_write(directory / paper / f"{cls.id}-{number}.json", certificate))
        if not number:
            without.append(cls.id)
        on_claim(cls)
    return Written(files, failures, without)


def _write(path: Path, certificate: dict[str, Any]) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PaperError(f"{path.parent} cannot be made: {error.strerror or error}") from None
    text = json.dumps(certificate, indent=1, ensure_ascii=False) + "\n"
    write_file(str(path), text.encode(), "certificate")
    return path
