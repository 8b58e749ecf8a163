"""What is written of accepted statements, and what is read of it again: each entry for one statement and one proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exactalign.exceptions import ExactAlignError
from proofs_check.exceptions import PaperError
from proofs_check.formal import models, record
from proofs_check.formal.assistant import USUAL_AXIOMS
from proofs_check.formal.checking import Checked
from proofs_check.formal.models import Together
from proofs_check.formal.record import Standing, standing
from proofs_check.formula import KL, law, positive_law
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

p, q = law("p"), positive_law("q")
ONE = ("X-one", Statement(KL(p, q) >= 0), Formal("KL_nonneg"))
USUAL = sorted(USUAL_AXIOMS)


def checked(**parts: Any) -> Checked:
    parts = {"status": "accepted", "axioms": (USUAL[0],), "refused": 3, "variants": 5, "proved_variants": ("weaker",),
             "stopped_variants": (), **parts}  # fmt: skip
    return Checked(id="X-one", theorem="KL_nonneg", hypotheses=(), seconds=1.0, **parts)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """What is recorded of a run over an older record; it is the record from then on."""

    def found(one: Checked, known: list[str], older: dict[str, Any], *together: Together) -> dict[str, Any]:
        monkeypatch.setattr(record, "_entries", lambda: {"coq": "8.99", "claims": older})
        made = record.written([(one, *ONE[1:])], known, dict.fromkeys(["X-one"], *together) if together else {})
        monkeypatch.setattr(record, "_entries", lambda: made)
        record._kept.cache_clear()
        return made

    monkeypatch.setattr(record, "version", lambda: "8.99")
    return found


def test_an_entry_has_what_is_asked_of_it(recorded: Callable[..., dict[str, Any]]) -> None:
    made = recorded(checked(stopped_variants=("slow",)), ["X-one", "Z", "A"], {"Z": 1, "A": 2, "gone": 3, "X-one": 4})
    assert made["coq"] == "8.99"
    assert list(made["claims"]) == ["A", "X-one", "Z"]
    assert (made["claims"]["A"], made["claims"]["Z"]) == (2, 1)
    assert made["claims"]["X-one"] == {
        "theorem": "KL_nonneg", "fingerprint": record.fingerprint(*ONE), "axioms": [record.short(USUAL[0])],
        "refused": 3, "variants": 5, "also_proved": ["weaker"], "stopped": ["slow"],
    }  # fmt: skip
    assert standing(*ONE) == Standing(
        True, "theorem KL_nonneg: formal proof present, accepted by Coq 8.99, not re-checked here",
        (record.short(USUAL[0]),), ("weaker",), ("slow",), None,
    )  # fmt: skip
    assert "stopped" not in recorded(checked(), ["X-one"], {})["claims"]["X-one"]
    assert standing(*ONE).stopped == ()


def test_each_entry_says_which_coq_accepted_it(
    recorded: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ("X-two", ONE[1], Formal("KL_nonneg"))
    older = {"fingerprint": record.fingerprint(*other), "axioms": []}
    monkeypatch.setattr(record, "version", lambda: "9.0")
    made = recorded(checked(), ["X-one", "X-two"], {"X-two": older})
    assert (made["coq"], made["claims"]["X-one"]["coq"]) == ("8.99", "9.0")
    assert "accepted by Coq 9.0," in standing(*ONE).reason
    assert "accepted by Coq 8.99," in standing(*other).reason
    again = recorded(checked(), ["X-one"], made["claims"])  # nothing stays of the other one
    assert again["coq"] == "9.0"
    assert "coq" not in again["claims"]["X-one"]


def test_what_is_refused_has_no_entry_any_more(recorded: Callable[..., dict[str, Any]]) -> None:
    assert recorded(checked(status="refused"), ["X-one"], {"X-one": {"theorem": "older"}})["claims"] == {}
    assert standing(*ONE) == Standing(
        False, "theorem KL_nonneg: not checked by the proof assistant (`proofs-check formal --record` does it)"
    )


def test_a_model_is_recorded_with_its_digest(recorded: Callable[..., dict[str, Any]]) -> None:
    at = models.model(ONE[1])
    made = recorded(checked(), ["X-one"], {}, Together(at))["claims"]["X-one"]
    assert made["model"] == {"at": at, "fingerprint": models.fingerprint("X-one", ONE[1], at)}
    assert standing(*ONE).model == at
    assert "model" not in recorded(checked(), ["X-one"], {}, Together(theorem="other"))["claims"]["X-one"]
    assert "model" not in recorded(checked(), ["X-one"], {})["claims"]["X-one"]


def test_a_model_on_record_stands_for_its_own_lemma_only(recorded: Callable[..., dict[str, Any]]) -> None:
    at = models.model(ONE[1])
    one, *_ = at
    digest = models.fingerprint("X-one", ONE[1], at)
    number = models.fingerprint("X-one", ONE[1], {**at, one: "1"})
    for model in (
        {"at": at, "fingerprint": "x"}, {"at": at}, {"at": {}, "fingerprint": ""}, {"at": 3, "fingerprint": digest}, 3,
        {"at": {**at, one: 1}, "fingerprint": number}, {"at": {**at, "z": "1"}, "fingerprint": digest},
    ):  # fmt: skip
        recorded(checked(), ["X-one"], {}, Together(at))["claims"]["X-one"]["model"] = model
        assert standing(*ONE)[0] is True
        assert standing(*ONE).model is None


def test_what_is_kept_of_a_record_is_not_changed(recorded: Callable[..., dict[str, Any]]) -> None:
    made = recorded(checked(), ["X-one"], {})
    kept: Any = record._kept(record._entries).claims
    with pytest.raises(TypeError):
        kept["X-two"] = kept["X-one"]
    made["claims"]["X-one"] = 3
    record._kept.cache_clear()
    assert standing(*ONE).reason.endswith("is none that `proofs-check formal --record` writes")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"fingerprint": ""}, "changed since it was checked (`proofs-check formal --record` checks it anew)"),
        ({"fingerprint": None}, "its entry in accepted.json is none that `proofs-check formal --record` writes"),
        ({"axioms": ["choice"]}, "its entry in accepted.json is none that `proofs-check formal --record` writes"),
        ({"axioms": [1]}, "its entry in accepted.json is none that `proofs-check formal --record` writes"),
        ({"axioms": "classic"}, "its entry in accepted.json is none that `proofs-check formal --record` writes"),
        ({"stopped": [1]}, "its entry in accepted.json is none that `proofs-check formal --record` writes"),
        ({"also_proved": "x"}, "its entry in accepted.json is none that `proofs-check formal --record` writes"),
        ({"axioms": [record.short(name) for name in USUAL]}, ""),
    ],
)
def test_what_an_entry_must_be(recorded: Callable[..., dict[str, Any]], change: dict[str, Any], reason: str) -> None:
    recorded(checked(), ["X-one"], {})["claims"]["X-one"].update(change)
    found = standing(*ONE)
    assert found.accepted == (not reason)
    assert not reason or found == Standing(False, f"theorem KL_nonneg: {reason}")


def test_an_entry_without_axioms_is_none(recorded: Callable[..., dict[str, Any]]) -> None:
    del recorded(checked(), ["X-one"], {})["claims"]["X-one"]["axioms"]
    assert not standing(*ONE).accepted
    made = recorded(checked(), ["X-one"], {})["claims"]["X-one"]
    del made["also_proved"]
    assert standing(*ONE).accepted
    assert standing(*ONE).also_proved == ()


def test_the_name_of_an_axiom_without_its_file() -> None:
    assert [record.short(name) for name in ("A.B.c", "c", "A.c'")] == ["c", "c", "c'"]


def test_a_record_is_written_whole_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / record.NAME
    monkeypatch.setattr(record, "files", lambda package: tmp_path if package == "proofs_check.formal" else None)
    assert record._entries() == {"coq": "", "claims": {}}
    made = {"coq": "8", "claims": {"X-é": {"axioms": []}}}
    record.save(made, path)
    text = path.read_text(encoding="utf-8")
    assert text == json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    assert "é" in text
    assert record._entries() == made
    path.write_text("{")
    with pytest.raises(PaperError, match=r"not JSON \(.*\): proofs-check formal --record writes it anew$"):
        record._entries()
    anew: Any = record.written([(checked(), *ONE[1:])], ["X-one", "A"], {})["claims"]  # as it says
    assert anew.keys() == {"X-one"}
    for text in ('{"coq": "8"}', '{"coq": 8, "claims": {}}', '{"claims": {}}', "[]"):
        path.write_text(text)
        with pytest.raises(PaperError, match=": not a record, with coq and claims: proofs-check formal"):
            record._entries()
    with pytest.raises(ExactAlignError, match="record"):
        record.save(made, tmp_path / "nowhere" / record.NAME)
