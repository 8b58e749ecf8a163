"""What a manifest says was left out, checked against the claims and the files that it lists.

That each listed certificate is there and true is the kernel's to say; this is about what has none.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

from proofs_check import kernel
from proofs_check.kernel import MANIFEST, Malformed

REJECTED: Final = "the kernel rejects it"
FAILED: Final = "an error"
"""How the reason begins for what is not written because it is wrong, not because it has no form here."""


def is_failure(reason: str) -> bool:
    """Whether something was left out because it is wrong."""
    return reason.startswith((f"{REJECTED}: ", f"{FAILED}: "))


def what_was_left_out(directory: Path) -> tuple[dict[str, int], list[str]]:
    """How many facts were not written, for each reason; and what is wrong with what the manifest says of them.

    Every claim of the run has a certificate or a reason, and no fact has both. Where the manifest is none the kernel
    says so, and this nothing.
    """
    try:
        manifest = kernel.read(kernel.text_of(directory / MANIFEST))
        run, files, out = (manifest[key] for key in ("claims", "files", "left_out"))
    except (Malformed, KeyError, TypeError):
        return {}, []
    if not (_texts(run) and type(files) is dict and all(map(_labels, files.values()))):
        return {}, [f"{MANIFEST}: its claims or its files are not listed as they should be"]
    if not (type(out) is dict and all(map(_texts, out.values())) and all(out.values())):
        return {}, [f"{MANIFEST}: what is left out is no list of reasons for each claim"]
    certified = {name: claim for name, (claim, _) in files.items()}
    told = {*certified.values(), *out}
    problems = [f"missing: {claim}, neither certified nor left out" for claim in {*run} - told]
    problems += [f"foreign: {claim}, none of the claims of the run" for claim in told - {*run}]
    problems += [
        f"left out, and there: {name}"
        for name, claim in certified.items()
        if claim in out and any(reason.endswith(f": {_title(directory / name)}") for reason in out[claim])
    ]
    return dict(Counter(reason for reasons in out.values() for reason in reasons).most_common()), sorted(problems)


def _texts(value: Any) -> bool:
    return type(value) is list and all(type(entry) is str for entry in value)


def _labels(value: Any) -> bool:
    return _texts(value) and len(value) == 2


def _title(path: Path) -> object:
    """What a certificate states; the kernel says of a file that is none what is wrong with it."""
    try:
        return kernel.read(kernel.text_of(path))["title"]
    except (Malformed, KeyError, TypeError):
        return None
