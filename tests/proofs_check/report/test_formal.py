"""What the report says of a formal statement, for each thing that the record may have of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from proofs_check.formal.record import Standing
from proofs_check.formula import real
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal
from proofs_check.language.claims import Claim
from proofs_check.report import formal
from proofs_check.report.formal import formal_statements

a = real("a")
TRUE = Statement(a >= 0, given=(a > 0,))
PRINTED = Statement(a >= 1, given=(a > 0,))
POSSIBLE = Statement(a > 0)
OPEN = "That all hypotheses hold together is not recorded as proved by Coq."
PROVES = Formal("small")
DENIES = Formal("other", denies=True)
SHOWN = Formal("one_case")


class Plain(Claim):
    id = "X-one"


class Amended(Claim):
    id = "X-one"
    corrected = "It is at least 0."

    @classmethod
    def is_amended(cls) -> bool:
        return True


Asked = list[tuple[str, Statement, Formal]]


@pytest.fixture
def of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[formal.FormalStatement]]:
    """The statements of a claim, where Coq is asked for some and the record has some of them."""

    def found(cls: type[Claim], asked: Asked, standings: Mapping[str, Standing]) -> list[formal.FormalStatement]:
        monkeypatch.setattr(formal, "formal_of", lambda claim: asked if claim is cls else [])
        monkeypatch.setattr(formal, "standing", lambda name, statement, proof: standings[name])
        return list(formal_statements(cls))

    return found


NO, YES = Standing(False, "not checked"), Standing(True, "accepted", ("classic",))


@pytest.mark.parametrize(
    ("cls", "proof", "standing", "role"),
    [
        (Plain, PROVES, NO, "is to prove the statement"),
        (Plain, PROVES, YES, "proves the statement"),
        (Amended, PROVES, YES, "proves the corrected statement"),
        (Amended, PROVES, NO, "is to prove the corrected statement"),
        (Amended, DENIES, YES, "denies the printed statement"),
        (Plain, DENIES, NO, "is to deny the printed statement"),
    ],
)
def test_what_a_theorem_does_to_a_statement(
    of: Callable[..., list[formal.FormalStatement]], cls: type[Claim], proof: Formal, standing: Standing, role: str
) -> None:
    (said,) = of(cls, [("X-one", TRUE, proof)], {"X-one": standing})
    assert (said.role, said.theorem) == (role, proof.theorem)
    assert (said.standing, said.accepted, said.axioms) == (standing.reason, standing.accepted, standing.axioms)
    assert said.proposition.startswith("~ (") == proof.denies


def test_a_denial_assumes_nothing(of: Callable[..., list[formal.FormalStatement]]) -> None:
    asked = [("X-one", TRUE, PROVES), ("X-one refuted", PRINTED, DENIES)]
    proved, denied = of(Amended, asked, {"X-one": YES, "X-one refuted": YES})
    assert proved.hypotheses == tuple(map(str, (*TRUE.given, *TRUE.conditions)))
    assert len(proved.hypotheses) >= 1
    assert denied.hypotheses == ()
    assert (proved.together, denied.together) == (
        OPEN,
        "",
    )


def test_what_is_said_of_hypotheses_together(of: Callable[..., list[formal.FormalStatement]]) -> None:
    alone = [("X-one", TRUE, PROVES)]
    both = [*alone, ("X-one possible", POSSIBLE, SHOWN)]
    at = YES._replace(model={"p": "uniform", "N": "2"})
    proved = "Coq has proved that all hypotheses hold together"
    for asked, standings, words in (
        (alone, {"X-one": at}, f"{proved}, at p := uniform, N := 2."),
        (both, {"X-one": at, "X-one possible": YES}, f"{proved}, at p := uniform, N := 2."),
        (both, {"X-one": YES, "X-one possible": YES}, f"{proved}: theorem one_case."),
        (both, {"X-one": YES, "X-one possible": NO}, OPEN),
        (alone, {"X-one": YES}, OPEN),
    ):  # fmt: skip
        assert of(Plain, asked, standings)[0].together == words


def test_a_claim_in_words_has_no_formal_statement() -> None:
    assert formal_statements(Plain) == ()
