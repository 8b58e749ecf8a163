"""The formal statements of a claim, as the report shows them beside the printed and the corrected one."""

from __future__ import annotations

from typing import Final

import attrs

from proofs_check.engine.asserting import formal_of
from proofs_check.formal.checking import Wanted, proposition
from proofs_check.formal.record import Standing, standing
from proofs_check.language.claims import Claim

_ROLES: Final = (("is to prove", "proves"), ("is to deny", "denies"))
"""What a theorem is said to do to a statement: without an accepted proof, and with one."""


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
    together: str
    """What is proved of the hypotheses together, one sentence; "" where there are none to hold."""


def formal_statements(claim: type[Claim]) -> tuple[FormalStatement, ...]:
    """The statement that is proved, and the one that denies the printed one, where a claim has them."""
    found = []
    wanted = formal_of(claim)
    possible = next((entry for entry in wanted if entry[0] == f"{claim.id} possible"), None)
    for identifier, statement, formal in wanted:
        seen = standing(identifier, statement, formal)
        what = "printed" if formal.denies else "corrected" if claim.is_amended() else ""
        role = f"{_ROLES[formal.denies][seen.accepted]} the {what + ' ' if what else ''}statement"
        found.append(
            FormalStatement(
                role, proposition(statement, formal), formal.theorem,
                tuple(map(str, () if formal.denies else (*statement.given, *statement.conditions))),
                seen.axioms, seen.reason, seen.accepted,
                "" if formal.denies else _together(seen, possible),
            )
        )  # fmt: skip
    return tuple(found)


def _together(seen: Standing, possible: Wanted | None) -> str:
    if seen.model is not None:
        model = ", ".join(f"{name} := {value}" for name, value in seen.model.items())
        return f"Coq has proved that all hypotheses hold together, at {model}."
    if possible is not None and standing(*possible).accepted:
        return f"Coq has proved that all hypotheses hold together: theorem {possible[2].theorem}."
    return "That all hypotheses hold together is not recorded as proved by Coq."
