"""Writing the finite evidence of claims as certificates, which `kernel` then verifies alone.

Two sources: what the term of a claim says at its counterexample, or where nothing is left free; and what a claim states
in `certificates()`, in the kernel's own language. Each certificate holds the data of the model and recomputes its
numbers from them. Of what a claim states itself, finished numbers that only stand side by side are refused. What a
claim has that is not written is listed with the reason, and a manifest lists every file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from exactalign.exceptions import ExactAlignError, TooLarge, Undecided
from proofs_check import kernel
from proofs_check.engine.certificates import seal
from proofs_check.engine.contained import contained
from proofs_check.engine.examining import examine
from proofs_check.engine.manifests import FAILED, REJECTED
from proofs_check.engine.places import place_in
from proofs_check.engine.placing import PART, alone_in, put_in_place
from proofs_check.engine.smallest import smallest
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.formal.record import standing
from proofs_check.formula.certificates import confirmation, refutation
from proofs_check.formula.fits import misfit
from proofs_check.formula.model_data import NoCertificate, expression
from proofs_check.formula.values import NoReading, NotDefined
from proofs_check.language.assertions import Assertion
from proofs_check.language.claims import Claim
from proofs_check.language.records import one_call

__all__ = ["Evidence", "Written", "evidence_of", "expression", "is_finished", "relation", "write_certificates"]

_PRECISIONS: Final = (64, 256, 1024, 4096)
_FINISHED: Final = frozenset({"+", "-", "*", "/", "^", "log", "exp", "abs"})
"""Operations between finished numbers: a statement with nothing else and no names recomputes nothing."""
_LONGEST: Final = 2_000  # characters of a statement in a reason
_CUT: Final = re.compile(r"[\w./]*$")  # no number is cut, as its head is another
_NOT_ALONE: Final = "stands only with what is left out"


class Written(NamedTuple):
    """The files written; why the kernel rejects what claims state; what of which claim is left out, with the reason."""

    files: list[Path]
    failures: list[str]
    left_out: dict[str, list[str]]


class Evidence(NamedTuple):
    """What is certified of a claim: its statements, each with evidence; and what is not, with the reason."""

    statements: list[tuple[Mapping[str, object], Mapping[str, object]]]
    left_out: list[str]


def relation(left: Any, sign: str, right: Any, let: Iterable[tuple[str, Any]] = ()) -> Mapping[str, object]:
    """Return the statement `left sign right` about expressions, with names bound by `let`, in order."""
    return {
        "kind": "relation", "let": [list(pair) for pair in let], "left": left, "relation": sign, "right": right,
    }  # fmt: skip


def is_finished(statement: Mapping[str, object]) -> bool:
    """Whether a statement only sets finished numbers side by side, from no model and no data by name.

    >>> is_finished(relation("1/4", "<=", "1/3")), is_finished(relation(["kl", ["vec", "1"], ["vec", "1"]], "=", "0"))
    (True, False)
    """
    kind = statement.get("kind") if isinstance(statement, Mapping) else None  # what is no statement the kernel refuses
    if kind == "logform-sign":
        return _numbers_only(statement.get("form"))
    if kind != "relation" or not {"left", "right"} <= statement.keys():
        return False
    return not any(_is_tied(statement[side], _bound(statement)) for side in ("left", "right"))


def _bound(statement: Mapping[str, object]) -> list[list[Any]]:
    """What is bound by name, in order; what is no such pair the kernel refuses."""
    let = statement.get("let")
    pairs = let if isinstance(let, list) else []
    return [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)]


def _is_tied(side: Any, let: list[list[Any]]) -> bool:
    """Whether a side works on what is bound by name, or comes from a model: what it does not use says nothing."""
    used = _names(side)
    for name, e in reversed(let):  # each uses only those before it
        used |= _names(e) if name in used else set()
    data = [e for name, e in let if name in used]
    return bool(data and isinstance(side, list)) or not all(map(_numbers_only, (side, *data)))


def _names(e: Any) -> set[str]:
    """The names, and numbers, of which an expression is made."""
    return {e} if isinstance(e, str) else set[str]().union(*map(_names, e[1:])) if isinstance(e, list) else set()


def _numbers_only(e: Any) -> bool:
    if isinstance(e, list) and e:
        return e[0] in _FINISHED and all(_numbers_only(arg) for arg in e[1:])
    return isinstance(e, str)


def evidence_of(cls: type[Claim]) -> Evidence:
    """Return what is certified of a claim, and what is not."""
    kept: list[tuple[Mapping[str, object], Mapping[str, object]]] = []
    left_out: list[str] = []
    others: list[tuple[Mapping[str, object], str]] = []
    for statement, evidence in _stated(cls):
        # What the kernel rejects is kept, and told as whatever it rejects: no reason to leave it out makes it true.
        if is_finished(statement) and _ruling(cls.id, statement, evidence)[1].status == "valid":
            left_out.append(_told("finished numbers, tied to no model", statement))
        else:
            kept.append((statement, evidence))
    if issubclass(cls, Assertion):
        try:
            # What the term says takes several statements together: with one of them missing, the others do not say it.
            for together in _from_term(cls):
                if not together:
                    left_out.append("it comes to numbers that are written out: nothing is there to be recomputed")
                found = [(one, _enough(cls.id, one)) for one in together]
                decided = [(one, enough) for one, enough in found if not isinstance(enough, str)]
                if len(decided) == len(found):
                    kept += decided
                else:
                    others += [(one, why if isinstance(why, str) else _told(_NOT_ALONE, one)) for one, why in found]
        except (NoCertificate, NotDefined, NoReading, Undecided, TooLarge) as error:
            left_out.append(" ".join(str(error).split()))
    kinds = dict.fromkeys(check.kind for check in cls.checks() if check.kind != "proof")
    beside = " beside that" * bool(kinds and any(_ruling(cls.id, *pair)[1].status == "valid" for pair in kept))
    left_out += [f"{kind}: compared in words{beside}, so that nothing ties its numbers to a model" for kind in kinds]
    if not kept and not left_out and issubclass(cls, Assertion) and cls.refuted_by is not None:
        left_out.append("a theorem denies it: its counterexample is no data")
    kept = [pair for k, pair in enumerate(kept) if pair[0] not in [one for one, _ in kept[:k]]]
    written = [one for one, _ in kept]
    left_out += [why for k, (one, why) in enumerate(others) if one not in written and (one, why) not in others[:k]]
    if not kept and not left_out:
        left_out.append("its evidence is not about one finite case")
    return Evidence(kept, left_out)


def _stated(cls: type[Claim]) -> list[tuple[Mapping[str, object], Mapping[str, object]]]:
    """What a claim states in `certificates()`; raises `ClaimError` for whatever goes wrong in it."""
    try:
        with contained(), one_call():
            found = list(cls().certificates())
        if not all(type(entry) is tuple and len(entry) == 2 for entry in found):
            raise ClaimError("it yields pairs, each of a statement and its evidence")
        return found
    except Exception as error:  # noqa: BLE001 (a user's code can raise anything)
        place = place_in(error, cls.certificates.__code__.co_filename)
        raise ClaimError(f"certificates: {type(error).__name__}: {error}{place}") from None


def _from_term(cls: type[Assertion]) -> Iterator[list[Mapping[str, object]]]:
    """The statements of the counterexample, given or found, and those of a closed term."""
    printed, term = cls.asserts.anew(), cls.term.anew()
    if cls.counterexample is not None:
        case = dict(cls.counterexample)
        if wrong := misfit(printed, case):
            raise ClaimError(f"the counterexample is no case: {wrong}")
        if printed.holds(case) is not False:
            raise ClaimError(f"the statement is not false at the counterexample ({cls.counterexample})")
        yield refutation(printed, case)
    if term.is_closed:
        case = dict(cls.example or {})  # what is said to exist
        if wrong := misfit(term, case):
            raise ClaimError(f"the example is no case: {wrong}")
        truth = term.holds(case)
        if truth is None:
            raise NoCertificate("nothing is said: a hypothesis is false, or a term has no value")
        yield (confirmation if truth else refutation)(term, case)
    elif cls.counterexample is None or cls.mended is not None:
        proof = cls.formal_proof()
        if proof is not None and standing(cls.id, term, proof).accepted:  # a proof that is only named may be none
            return
        found = examine(cls, variants=False).false_at
        if found:
            yield refutation(term, dict(smallest(term, found)[0]))


def _enough(claim: str, statement: Mapping[str, object]) -> Mapping[str, object] | str:
    """The lowest precision at which the kernel decides a statement, or why none is found."""
    for precision in _PRECISIONS:
        evidence = {"precision": str(precision)}
        try:
            ruling = kernel.check(seal(claim, statement, evidence))
        except kernel.Malformed as error:
            return str(error)
        if ruling.status == "valid":
            return evidence
        if ruling.status == "malformed":  # past a limit, which its words may be as well
            return ruling.reason
        if not re.search(r"\bat \d+ bits\b", ruling.reason):  # more bits would change nothing
            return _told(ruling.reason, statement)
    sign, between, _ = ruling.reason.partition(" is not shown at ")
    if not between:  # what a logarithm is taken of, or a divisor
        return _told(ruling.reason, statement)
    equal = " (no enclosures show that two numbers are equal)" * (sign in ("=", "<=", ">="))
    return _told(f"not decided at {_PRECISIONS[-1]} bits{equal}", statement)


def _told(why: str, statement: Mapping[str, object]) -> str:
    """A reason with the statement that it is about, where that is one."""
    try:
        words = kernel.render_statement(statement)
    except (kernel.Malformed, TypeError, ValueError):
        return why
    return f"{why}: {words if len(words) <= _LONGEST else _CUT.sub(' …', words[:_LONGEST], count=1)}"


def write_certificates(
    claims: Iterable[tuple[str, type[Claim]]],
    directory: Path,
    on_claim: Callable[[type[Claim]], object] = lambda _: None,
) -> Written:
    """Write the certificates of (paper, claim) pairs to `directory`/paper/claim-number.json, and their manifest.

    Nothing is written before all claims are done; then the files that the manifest of an earlier run lists are taken
    away, and the new ones take their place. `on_claim` hears of every claim that is done. Raises `PaperError` for a
    directory that cannot be made or that another run has, a file there that was written by somebody else and a paper
    whose name is none of a folder here, and `ParameterError` for a file that cannot be written; then everything is as
    it was.
    """
    with alone_in(directory):
        _demand_ours(directory / kernel.MANIFEST, f"{kernel.FORMAT}s")
        return _write(claims, directory, on_claim)


def _write(
    claims: Iterable[tuple[str, type[Claim]]], directory: Path, on_claim: Callable[[type[Claim]], object]
) -> Written:
    failures: list[str] = []
    left_out: dict[str, list[str]] = {}
    reasons: dict[str, list[str]] = {}  # and why the kernel rejects what is a failure
    listed: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    done: list[str] = []
    for paper, cls in claims:
        number = 0
        done.append(cls.id)
        _check_name(paper)
        rejected: list[str] = []
        try:
            found = evidence_of(cls)
        except (ClaimError, kernel.Malformed, ExactAlignError) as error:
            why = " ".join(str(error).split())
            failures.append(f"{cls.id}: {why}")
            found, rejected = Evidence([], []), [f"{FAILED}: {why}"]
        for statement, evidence in found.statements:
            certificate, outcome = _ruling(cls.id, statement, evidence)
            if outcome.status != "valid":
                failures.append(f"{cls.id}: {outcome.status}: {outcome.reason}")
                rejected.append(f"{REJECTED}: {_told(outcome.reason, statement)}")
                continue
            number += 1
            name = f"{paper}/{cls.id}-{number}.json"
            files[name] = _written(certificate)
            listed[name] = [cls.id, str(certificate["digest"])]
        if found.left_out:
            left_out[cls.id] = found.left_out
        if rejected or found.left_out:
            reasons[cls.id] = rejected + found.left_out
        on_claim(cls)
    manifest = {"format": f"{kernel.FORMAT}s", "version": 1, "claims": done, "files": listed, "left_out": reasons}
    for name in files:
        _demand_ours(directory / name, kernel.FORMAT)
    # The manifest goes first and comes first: wherever a run is killed, every file there is one that it lists.
    put_in_place(directory, _earlier(directory), {kernel.MANIFEST: _written(manifest), **files})
    return Written([directory / name for name in files], failures, left_out)


def _ruling(
    claim: str, statement: Mapping[str, object], evidence: Mapping[str, object]
) -> tuple[Mapping[str, object], kernel.Ruling]:
    """A certificate, and what the kernel says of it, or of what there is instead of one."""
    try:
        certificate = seal(claim, statement, evidence)
    except (kernel.Malformed, TypeError, ValueError) as error:
        return {}, kernel.Ruling("malformed", str(error), [])
    return certificate, kernel.check(certificate)


def _check_name(paper: str) -> None:
    """Raise `PaperError` for a paper whose name cannot be that of a folder among the others."""
    why = ""
    if not _is_text(paper):
        why = "the name is no text, which a manifest could hold"
    elif paper in ("", ".", "..") or paper.lower() == PART or paper.lower().endswith(".json"):
        why = "the name is none that a folder of certificates can have"
    if why:
        raise PaperError(f"{ascii(paper)[1:-1]}.py: {why}: give the file another one")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # of bytes that are no UTF-8 Python makes halves of characters
        return False
    return True


def _demand_ours(path: Path, form: str) -> None:
    """Raise `PaperError` for a file that is there and was not written here, of which nothing takes the place."""
    if path.is_file():
        with suppress(OSError, ValueError, AttributeError, RecursionError):
            if json.loads(path.read_text(encoding="utf-8")).get("format") == form:
                return
        raise PaperError(f"{path} is there, and was not written by certify: take it away, or give another directory")


def _earlier(directory: Path) -> list[Path]:
    """The certificates that a manifest lists and that are still what it says; anything else is to stay."""
    try:
        listed = json.loads((directory / kernel.MANIFEST).read_text(encoding="utf-8"))["files"]
        entries = [(directory / name, digest) for name, (_, digest) in listed.items()]
        root = directory.resolve()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        return []
    found: list[Path] = []
    for path, digest in entries:
        with suppress(OSError, ValueError, AttributeError, RuntimeError):  # no certificate, or no name of a file
            inside = path.is_file() and path.resolve().is_relative_to(root)
            if inside and json.loads(path.read_text(encoding="utf-8")).get("digest") == digest:
                found.append(path)
    return found


def _written(content: Mapping[str, object]) -> bytes:
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    if len(text) > kernel.MAX_TEXT or not _is_text(text):  # what was checked is shorter, and in ASCII
        text = json.dumps(content)
    return text.encode()
