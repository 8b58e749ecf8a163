"""What the proof assistant accepted when this version was built, so that a run need not ask it again.

An entry holds for exactly one statement, one proof and one state of the files of the library that the proof rests on:
when any of them changes, the entry is stale, and the claim is not formal until `proofs-check formal` has run again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from exactalign.runs.files import write_file
from proofs_check.exceptions import PaperError
from proofs_check.formal import models, sources
from proofs_check.formal.assistant import USUAL_AXIOMS, version
from proofs_check.formal.checking import Checked, source
from proofs_check.formal.models import Together
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

NAME = "accepted.json"
"""The file of the record, in this package."""


class Standing(NamedTuple):
    """Whether a formal proof stands, and one line that says so."""

    accepted: bool
    reason: str
    axioms: tuple[str, ...] = ()
    also_proved: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    """The wrong variants on which the proof was stopped: neither proved nor refused."""
    model: Mapping[str, str] | None = None
    """Where all hypotheses hold, as Coq has proved: each variable in its words; None where no model is recorded."""


def fingerprint(identifier: str, statement: Statement, formal: Formal) -> str:
    """A digest of the statement with its proof, and of every file of the library that it rests on."""
    return sources.fingerprint(source(identifier, statement, formal))


def short(axiom: str) -> str:
    """An axiom as the record names it: without its file."""
    return re.sub(r".*\.", "", axiom)


class _Record(NamedTuple):
    """The version of Coq, and the entry of each claim as its text: what is kept between two questions can be read, and
    not be changed."""

    coq: str
    claims: Mapping[str, str]


@lru_cache(maxsize=1)
def _kept(read: Callable[[], dict[str, Any]]) -> _Record:
    found = read()
    return _Record(found["coq"], MappingProxyType({name: json.dumps(x) for name, x in found["claims"].items()}))


def _entries() -> dict[str, Any]:
    path = files("proofs_check.formal") / NAME
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"coq": "", "claims": {}}
    except ValueError as error:
        raise PaperError(f"{path}: not JSON ({error}): proofs-check formal --record writes it anew") from None
    if type(found) is not dict or type(found.get("claims")) is not dict or type(found.get("coq")) is not str:
        raise PaperError(f"{path}: not a record, with coq and claims: proofs-check formal --record writes it anew")
    return found


def _is_whole(entry: Any) -> bool:
    """Whether an entry has what is asked of it, and no axiom beyond the usual ones."""
    if type(entry) is not dict or type(entry.get("fingerprint")) is not str or "axioms" not in entry:
        return False
    listed = (entry["axioms"], entry.get("also_proved", []), entry.get("stopped", []))
    if not all(type(texts) is list and all(type(text) is str for text in texts) for texts in listed):
        return False
    return {axiom.rpartition(".")[2] for axiom in USUAL_AXIOMS}.issuperset(entry["axioms"])


def standing(identifier: str, statement: Statement, formal: Formal) -> Standing:
    """Whether the record says that this very statement was accepted with this very proof."""
    coq, claims = _kept(_entries)
    said = f"theorem {formal.theorem}"
    if identifier not in claims:
        return Standing(False, f"{said}: not checked by the proof assistant (`proofs-check formal --record` does it)")
    entry = json.loads(claims[identifier])
    if not _is_whole(entry):
        return Standing(False, f"{said}: its entry in {NAME} is none that `proofs-check formal --record` writes")
    if entry["fingerprint"] != fingerprint(identifier, statement, formal):
        return Standing(False, f"{said}: changed since it was checked (`proofs-check formal --record` checks it anew)")
    axioms = tuple(entry["axioms"])
    reason = f"{said}: formal proof present, accepted by Coq {entry.get('coq', coq)}, not re-checked here"
    variants = tuple(entry.get("also_proved", ())), tuple(entry.get("stopped", ()))
    return Standing(True, reason, axioms, *variants, _model(identifier, statement, entry))


def _model(identifier: str, statement: Statement, entry: Mapping[str, Any]) -> Mapping[str, str] | None:
    recorded = entry.get("model")
    if type(recorded) is not dict or type(recorded.get("at")) is not dict:
        return None
    at: dict[str, str] = recorded["at"]
    if not all(type(text) is str for text in at.values()):
        return None
    digest = models.fingerprint(identifier, statement, at)
    return at if digest and recorded.get("fingerprint") == digest else None


def written(
    found: Sequence[tuple[Checked, Statement, Formal]], known: Iterable[str], together: Mapping[str, Together]
) -> dict[str, object]:
    """The record after a run: what was accepted, with the models, and the older entries of claims that still exist.

    A record that cannot be read has none. What another Coq accepted than that of the entries that stay says so.
    """
    try:
        older = _entries()
    except PaperError:
        older = {"coq": "", "claims": {}}
    names = set(known) - {checked.id for checked, _, _ in found}
    kept = {name: entry for name, entry in older["claims"].items() if name in names}
    coq = older["coq"] if kept else version()
    for checked, statement, formal in found:
        if checked.status == "accepted":
            kept[checked.id] = {
                "theorem": checked.theorem,
                "fingerprint": fingerprint(checked.id, statement, formal),
                "axioms": [short(axiom) for axiom in checked.axioms],
                "refused": checked.refused,
                "variants": checked.variants,
                "also_proved": list(checked.proved_variants),
            }
            if version() != coq:
                kept[checked.id]["coq"] = version()
            if checked.stopped_variants:
                kept[checked.id]["stopped"] = list(checked.stopped_variants)
            at = together.get(checked.id)
            if at is not None and at.model is not None:
                digest = models.fingerprint(checked.id, statement, at.model)
                kept[checked.id]["model"] = {"at": dict(at.model), "fingerprint": digest}
    return {"coq": coq, "claims": dict(sorted(kept.items()))}


def save(record: dict[str, Any], path: Path) -> None:
    """Write a record."""
    write_file(str(path), (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode(), "record")
