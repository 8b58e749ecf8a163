"""Executes the example notebook and stores it with its outputs, or says where they are out of date.

python examples/execute.py            # after a change of the cells, or of what they print
python examples/execute.py --check    # exit code 1 when the stored outputs are not what the cells give
"""

import re
import sys
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parent / "exactalign.ipynb"
_IMAGE = re.compile(r'src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]+"')


def executed(notebook: Any) -> Any:
    """Return a notebook with fresh outputs, in a kernel of this environment; raise for a cell that fails."""
    fresh = deepcopy(notebook)
    with TemporaryDirectory() as directory:  # searches leave a .hypothesis where they run
        where = {"metadata": {"path": directory}}
        NotebookClient(fresh, timeout=120, kernel_name="python3", resources=where).execute()
    for cell in fresh.cells:
        cell.metadata = {}  # times of execution
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    fresh.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return fresh


def outputs(cell: Any) -> list[Any]:
    """Return what a cell shows, to be compared: of a drawing its words, since each matplotlib draws differently."""
    if cell.cell_type != "code":
        return []
    shown = []
    for output in cell.outputs:
        data = output.get("data", {"text": output.get("text", "")})
        shown.append({kind: _IMAGE.sub("an image", text) for kind, text in data.items()})
    return shown


def differences(stored: Any, fresh: Any) -> list[str]:
    """Return one line for every cell whose stored outputs differ from fresh ones."""
    found = []
    for number, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True), 1):
        if outputs(old) != outputs(new):
            found.append(f"cell {number} gives\n{outputs(new)}\nbut stored is\n{outputs(old)}")
    return found


def main() -> int:
    """Execute, and store or compare."""
    stored = nbformat.read(NOTEBOOK, as_version=4)
    fresh = executed(stored)
    if "--check" not in sys.argv:
        nbformat.write(fresh, NOTEBOOK)
        return 0
    found = differences(stored, fresh)
    print("\n".join(found) or f"{NOTEBOOK.name} is up to date")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
