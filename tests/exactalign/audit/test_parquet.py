"""Parquet files: binary floats are taken as their exact values, and what pyarrow says is told as one line."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign.audit import PromptDraws, PromptSamples, SampleFile, read_samples
from exactalign.exceptions import InputError


def file_of(columns: dict[str, list[Any]], opened: Exception | None = None, read: Exception | None = None) -> Any:
    """What the reader uses of pyarrow.parquet."""

    class File:
        def __init__(self, name: str) -> None:
            if opened is not None:
                raise opened
            assert name == "samples.parquet"
            self.schema_arrow = SimpleNamespace(names=list(columns))

        def read(self, columns: list[str]) -> Any:
            assert type(columns) is list  # as pyarrow asks for
            if read is not None:
                raise read
            return SimpleNamespace(column=lambda name: SimpleNamespace(to_pylist=lambda: held[name]), asked=columns)

    held = columns
    return SimpleNamespace(ParquetFile=File)


@pytest.fixture
def parquet(monkeypatch: pytest.MonkeyPatch) -> Any:
    def read(columns: dict[str, list[Any]], *arguments: Any, **named: Any) -> SampleFile:
        wrong = {name: named.pop(name, None) for name in ("opened", "read")}
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", file_of(columns, **wrong))
        return read_samples(Path("samples.parquet"), *arguments, **named)

    return read


def test_floats_are_binary_values(parquet: Any) -> None:
    found = parquet({"prompt": ["q", "q"], "other": [0, 0], "probability": [0.1, 0.9], "reward": [1.5, 2]})
    assert found.prompts == (
        PromptSamples("q", (Fraction(0.1), Fraction(0.9)), (Fraction(3, 2), Fraction(2))),
    )  # fmt: skip


def test_lists_and_other_names(parquet: Any) -> None:
    columns = {"question": ["q", "r"], "output": [["a", "b"], ["c"]], "rewards": [[1, 0], [2]], "score": [[3, 4], [5]]}
    found = parquet(columns, {"prompt": "question", "golden_reward": "score"})
    assert found.draws == (
        PromptDraws("q", (Fraction(1), Fraction(0)), (Fraction(3), Fraction(4))),
        PromptDraws("r", (Fraction(2),), (Fraction(5),)),
    )


def test_rows_are_counted_from_one(parquet: Any) -> None:
    columns = {"prompt": ["q", "q"], "reward": [1, None]}
    with pytest.raises(InputError) as error:
        parquet(columns)
    assert str(error.value) == "samples.parquet, row 2: reward is null: give a number"
    found = parquet(columns, skip_bad=True)
    assert (found.draws, found.bad) == ((PromptDraws("q", (Fraction(1),)),), ("row 2: reward is null: give a number",))


@pytest.mark.parametrize(
    ("columns", "wrong", "message"),
    [
        (
            {"id": ["q"], "reward": [1]},
            {},
            (
                "samples.parquet has no column 'prompt': it has id, reward; "
                'say which one it is, as in --columns "prompt=id"'
            ),
        ),
        (
            {"prompt": ["q"], "acc": [1]},
            {},
            (
                "samples.parquet has no column 'reward': it has prompt, acc; "
                'say which one it is, as in --columns "reward=acc"'
            ),
        ),
        ({}, {"opened": OSError("no such file")}, "samples.parquet cannot be read: no such file"),
        ({"reward": [1]}, {"read": OSError("the disk is gone")}, "samples.parquet cannot be read: the disk is gone"),
        ({}, {"opened": ValueError("no magic bytes")}, "samples.parquet is no Parquet file: no magic bytes"),
        ({"reward": [1]}, {"read": ValueError("a bad page")}, "samples.parquet is no Parquet file: a bad page"),
    ],
)
def test_what_cannot_be_read(parquet: Any, columns: Any, wrong: Any, message: str) -> None:
    with pytest.raises(InputError) as error:
        parquet(columns, **wrong)
    assert str(error.value) == message


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for name in ("samples.parquet", "samples.PQ"):
        with pytest.raises(InputError) as error:
            read_samples(name)
        assert str(error.value) == (
            f"{name}: Parquet needs pyarrow (pip install 'exactalign[parquet]'), or give CSV or JSON lines"
        )


def test_for_real(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "samples.parquet"
    parquet.write_table(pyarrow.table({"prompt": ["q", "q"], "logprob": [-0.5, -1.0], "reward": [1, 2]}), path)
    (only,) = read_samples(path).prompts
    assert only.masses == (Fraction(-1, 2), Fraction(-1))
    path.write_text("no Parquet", encoding="utf-8")
    with pytest.raises(InputError, match=r"samples\.parquet is no Parquet file: "):
        read_samples(path)
    for suffix in (".parquet", ".PQ"):
        with pytest.raises(InputError, match=r"missing\.\w+ cannot be read: "):
            read_samples(tmp_path / f"missing{suffix}")
