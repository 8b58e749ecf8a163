"""Build certificates; `docs/certificates.md` is the format, `proofs_check/kernel.py` checks them."""

from __future__ import annotations

from collections.abc import Mapping

from proofs_check import kernel


def seal(claim: str, statement: Mapping[str, object], evidence: Mapping[str, object]) -> dict[str, object]:
    """A certificate with its title and digest filled in; not checked.

    >>> statement = {"kind": "logform-sign", "sign": "1", "form": ["-", ["log", "2"], "1/2"]}
    >>> certificate = seal("A-sample", statement, {"precision": "64"})
    >>> certificate["title"]
    'logform-sign 1: form := (log(2) - 1/2); form > 0'
    >>> kernel.check(certificate).status
    'valid'
    """
    body = {
        "format": kernel.FORMAT, "version": 1, "claim": claim, "title": kernel.render_statement(statement),
        "statement": statement, "evidence": evidence,
    }  # fmt: skip
    return body | {"digest": kernel.digest(body)}
