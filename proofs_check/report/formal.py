"""The formal statements of a claim, as the report shows them beside the printed and the corrected one."""

from __future__ import annotations

import attrs

from proofs_check.engine.asserting import formal_of
from proofs_check.formal.checking import proposition
from proofs_check.formal.record import standing
from proofs_check.language.claims import Claim


@attrs.frozen
class FormalStatement:
    """What Coq was asked, the theorem that proves it, what it assumes, and whether the record has it."""

    role: str
    proposition: str
    theorem: str
    hypotheses: tuple[str, ...]
    axioms: tuple[str, ...]
    standing: str
    accepted: bool


def formal_statements(claim: type[Claim]) -> tuple[FormalStatement, ...]:
    """The statement that is proved, and the one that denies the printed one, where a claim has them."""
    found = []
    for identifier, statement, formal in formal_of(claim):
        seen = standing(identifier, statement, formal)
        role = "denies the printed statement" if formal.denies else "proves the statement"
        if claim.flaw and not formal.denies:
            role = "proves the corrected statement"
        found.append(
            FormalStatement(
                role, proposition(statement, formal), formal.theorem,
                tuple(map(str, () if formal.denies else (*statement.given, *statement.conditions))),
                seen.axioms, seen.reason, seen.accepted,
            )
        )  # fmt: skip
    return tuple(found)
