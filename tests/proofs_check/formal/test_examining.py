"""What a run over everything calls a problem, with the answers given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.formal import building, checking, comparing, examining, models, record
from proofs_check.formal.assistant import USUAL_AXIOMS
from proofs_check.formal.building import Asked
from proofs_check.formal.checking import Checked
from proofs_check.formal.models import Together
from proofs_check.formal.record import Standing
from proofs_check.formula import real
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

USUAL = sorted(USUAL_AXIOMS)
SHORT = [record.short(name) for name in USUAL]
WANTED = [(f"X-{name}", Statement(real("a") >= 0), Formal("KL_nonneg")) for name in ("one", "two")]


def entry(name: str, **parts: Any) -> Checked:
    parts = {"status": "accepted", "axioms": (USUAL[0],), "proved_variants": (), "stopped_variants": (), **parts}
    return Checked(id=name, theorem=f"{name}_t", hypotheses=(), refused=1, variants=1, seconds=1.0, **parts)


STANDS = Standing(True, "accepted", (SHORT[0],))


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What comes of a run in which Coq, and the record, answer as given: those found together, and those alone."""

    def run(
        standings: Mapping[str, Standing], found: Mapping[str, Checked], alone: Mapping[str, Checked] = {},
        together: Mapping[str, Together] = {}, bad: str = "", teeth: bool = True,
    ) -> Any:  # fmt: skip
        asked: dict[str, Any] = {}

        def fails(answers: object) -> str:
            raise ClaimError(bad)

        def recorded(wanted: Any, axioms: Any, with_teeth: bool) -> Any:
            asked.update(wanted=[name for name, _, _ in wanted], axioms=axioms, teeth=with_teeth)
            return Asked({"Batch0": ""}, lambda answers: dict(found))

        def check(left: Any, jobs: int, watch: object, again: bool, with_teeth: bool) -> list[Checked]:
            asked.update(alone=[name for name, _, _ in left], again=again, jobs=jobs)
            return list(alone.values())

        def compiled(texts: Any, jobs: int, watch: object, again: bool) -> dict[str, Any]:
            asked.update(texts=sorted(texts), anew=again)
            return {}

        monkeypatch.setattr(record, "standing", lambda name, *_: standings[name])
        monkeypatch.setattr(checking, "recorded", recorded)
        monkeypatch.setattr(checking, "check", check)
        monkeypatch.setattr(building, "compile_files", compiled)
        monkeypatch.setattr(models, "together", lambda stated: Asked({"Models0": ""}, lambda _: dict(together)))
        monkeypatch.setattr(building, "recheck", lambda: Asked({"coqchk": ""}, lambda _: "rechecked"))
        monkeypatch.setattr(building, "axioms", lambda: Asked({"All": ""}, fails if bad else lambda _: "axioms"))
        monkeypatch.setattr(comparing, "compare", lambda: Asked({"Instances0": ""}, lambda _: "compared"))
        return examining.examine(WANTED, [], teeth=teeth), asked

    return run


BOTH = {"X-one": STANDS, "X-two": STANDS}
FOUND = {"X-one": entry("X-one"), "X-two": entry("X-two")}


def test_all_is_asked_anew_in_one_build(examined: Any) -> None:
    found, asked = examined(BOTH, FOUND)
    assert asked == {
        "wanted": ["X-one", "X-two"], "axioms": dict.fromkeys(BOTH, frozenset(USUAL[:1])), "teeth": True,
        "texts": ["All", "Batch0", "Instances0", "Models0", "coqchk"], "anew": True,
    }  # fmt: skip
    assert (found.statements, found.problems) == (list(FOUND.values()), [])
    assert found.notes == ["rechecked", "axioms", "compared"]
    found, asked = examined(BOTH, FOUND, bad="the library assumes mine", teeth=False)
    assert (found.notes, found.problems) == (["rechecked", "compared"], ["the library assumes mine"])
    assert asked["teeth"] is False


def test_what_is_not_accepted_together_is_asked_alone(examined: Any) -> None:
    refused = entry("X-one", status="refused", reason="it is false")
    found, asked = examined(BOTH, {"X-two": FOUND["X-two"]}, {"X-one": refused})
    assert (asked["alone"], asked["again"], asked["jobs"]) == (["X-one"], True, 2)
    assert found.statements == [refused, FOUND["X-two"]]
    assert found.problems == ["X-one: it is false"]


def test_the_record_must_stand_and_say_the_same(examined: Any) -> None:
    gone = Standing(False, "not checked")
    found, asked = examined({**BOTH, "X-one": gone}, {"X-two": FOUND["X-two"]}, {"X-one": FOUND["X-one"]})
    assert asked["wanted"] == ["X-two"]
    assert found.problems == ["X-one: the record differs: not checked"]
    more = entry("X-one", axioms=tuple(USUAL[:2]))
    told = STANDS._replace(axioms=tuple(SHORT[1:3]))
    assert examined({**BOTH, "X-one": told}, {**FOUND, "X-one": more})[0].problems == [
        f"X-one: the record differs: it says that it assumes {SHORT[1]}, {SHORT[2]}"
    ]
    every = {"X-one": entry("X-one", axioms=tuple(USUAL)), "X-two": FOUND["X-two"]}
    found, asked = examined({**BOTH, "X-one": STANDS._replace(axioms=tuple(SHORT))}, every)
    assert (found.problems, asked["wanted"]) == ([], ["X-one", "X-two"])
    assert asked["axioms"]["X-one"] == frozenset(USUAL)
    refused = {"X-one": entry("X-one", status="refused", reason="no", axioms=()), "X-two": FOUND["X-two"]}
    assert examined(BOTH, refused)[0].problems == ["X-one: no"]  # what is refused is told once
    strange = STANDS._replace(axioms=("choice",))
    _, asked = examined({**BOTH, "X-one": strange}, {"X-two": FOUND["X-two"]}, {"X-one": FOUND["X-one"]})
    assert asked["wanted"] == ["X-two"]  # an axiom that is not usual is none to be asked with others


def test_wrong_variants_are_told_in_their_order(examined: Any) -> None:
    now = entry("X-one", proved_variants=("b", "a"), stopped_variants=("d",))
    for there, said in (
        (STANDS, "“a”: proved as well now"),
        (STANDS._replace(also_proved=("a", "b", "c")), "“c”: proved as well there, and not now"),
        (STANDS._replace(also_proved=("a", "b")), "“d”: stopped now"),
        (STANDS._replace(also_proved=("a", "b"), stopped=("d", "e")), "“e”: stopped there, and not now"),
        (STANDS._replace(also_proved=("a", "b"), stopped=("d",)), ""),
    ):
        problems = [f"X-one: the record differs on the wrong variant {said}"] if said else []
        assert examined({**BOTH, "X-one": there}, {**FOUND, "X-one": now})[0].problems == problems
        assert examined({**BOTH, "X-one": there}, {**FOUND, "X-one": now}, teeth=False)[0].problems == []


def test_hypotheses_are_met_at_a_model_or_by_an_accepted_theorem(examined: Any) -> None:
    at, open_ = Together({"a": "1"}), Together(reason="too hard")
    found, _ = examined(BOTH, FOUND, together={"X-one": at, "X-two": open_})
    assert found.together == {"X-one": at, "X-two": open_}
    assert found.problems == ["X-two: not proved that its hypotheses hold together: too hard"]
    possible = [entry("X-one possible"), entry("X-two possible"), entry("X-three possible", status="refused")]
    assert examining.with_theorems({"X-one": at, "X-two": open_, "X-three": open_}, possible) == {
        "X-one": at, "X-two": Together(theorem="X-two possible_t"), "X-three": open_,
    }  # fmt: skip
