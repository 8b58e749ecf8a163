"""Names that are imported on their first use, in a package of two modules."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from exactalign.lazy import names_of


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a package with a module, whose names are lazy, and a room."""
    name = "lazy_for_a_test"
    (tmp_path / name / "room").mkdir(parents=True)
    (tmp_path / name / "__init__.py").write_text("here = 0\n")
    (tmp_path / name / "one.py").write_text("first, second = [1], [2]\n")
    (tmp_path / name / "room" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    for loaded in (name, f"{name}.one", f"{name}.room"):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    __import__(name)
    return name


def test_a_name_is_imported_once_and_kept(package: str) -> None:
    attribute, listed = names_of(package, {"one": "first second"}, iter(["room"]))
    assert set(listed()) >= {"first", "second", "room", "here"}
    assert listed() == sorted(listed())
    assert f"{package}.one" not in sys.modules
    assert attribute("first") == [1]
    assert attribute("first") is sys.modules[package].first
    assert not hasattr(sys.modules[package], "second")
    assert attribute("room") is sys.modules[f"{package}.room"]


def test_another_name_is_no_attribute(package: str) -> None:
    attribute, _ = names_of(package, {"one": "first second"})
    for name in ("third", "room", "one"):
        with pytest.raises(AttributeError) as caught:
            attribute(name)
        assert str(caught.value) == f"module {package!r} has no attribute {name!r}"
        assert (caught.value.name, caught.value.obj) == (name, sys.modules[package])
