"""The example notebook is stored with the outputs that its cells give."""

import importlib.util
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
KINDS = {"text/html", "text/latex", "text/plain"}


@pytest.fixture(scope="module")
def execute() -> ModuleType:
    for name in ("nbformat", "nbclient", "ipykernel"):
        pytest.importorskip(name, reason="needs the packages of the test extra")
    spec = importlib.util.spec_from_file_location("_execute", EXAMPLES / "execute.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def stored(execute: ModuleType) -> Any:
    return execute.nbformat.read(execute.NOTEBOOK, as_version=4)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the kernel's packages
def test_the_stored_outputs_are_what_the_cells_give(execute: ModuleType, stored: Any) -> None:
    fresh = execute.executed(stored)
    assert execute.differences(stored, fresh) == []
    assert sum(len(execute.outputs(cell)) for cell in fresh.cells) > 12


def test_it_shows_every_kind_of_output(execute: ModuleType, stored: Any) -> None:
    execute.nbformat.validate(stored)
    shown = [output for cell in stored.cells for output in execute.outputs(cell)]
    assert {kind for output in shown for kind in output} >= KINDS
    pages = "\n".join(output.get("text/html", "") for output in shown)
    for said in ("<math ", "<img alt=", "amended", "refuted", "false at p = (1/2, 1/2), n = 1"):
        assert said in pages
    assert not any(output.output_type == "error" for cell in stored.cells for output in cell.get("outputs", ()))


def test_a_stale_output_is_found(execute: ModuleType, stored: Any) -> None:
    for kind in KINDS:
        stale = deepcopy(stored)
        cell = next(c for c in stale.cells if any(kind in output for output in execute.outputs(c)))
        output = next(o for o in cell.outputs if kind in o.get("data", {}))
        output.data[kind] = output.data[kind].replace("1", "7", 1) + "x"
        (found,) = execute.differences(stale, stored)
        assert found.startswith("cell ")


def test_a_figure_is_compared_by_its_words(execute: ModuleType, stored: Any) -> None:
    other = deepcopy(stored)
    cell = next(c for c in other.cells if "<img" in str(execute.outputs(c)))
    html = cell.outputs[0].data["text/html"]
    cell.outputs[0].data["text/html"] = html.replace("base64,", "base64,AAAA")
    assert execute.differences(other, stored) == []
    cell.outputs[0].data["text/html"] = html.replace('alt="', 'alt="Not ')
    assert len(execute.differences(other, stored)) == 1
