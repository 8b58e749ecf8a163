"""The rooms and their arrows: import contracts, circles, private names, sizes of files, shadowed modules."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import exactalign

ROOT = Path(exactalign.__file__).parents[1]
PACKAGES = ("exactalign", "proofs_check")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
OTHERS = sorted(
    path for folder in ("tests", "benchmarks", "mutants", "examples") for path in (ROOT / folder).rglob("*.py")
)

MOST_ANY = 150
"""Functions that may return `Any`: operators of numbers of all kinds, what others do not type, values of terms."""

LONGEST = 500
LONGER = {"proofs_check/kernel.py": 650}
"""The kernel is read as one page, and imports nothing."""


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(path: Path) -> list[tuple[str, str]]:
    """Every (module, name) that a file imports, wherever in the file, `name` empty for `import module`."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found += [(node.module or "", alias.name) for alias in node.names]
    return found


def imported_modules(path: Path, modules: set[str]) -> set[str]:
    """The modules of ours that a file imports: deferred imports and those for type checkers counted."""
    found = {f"{module}.{name}" if f"{module}.{name}" in modules else module for module, name in imports_of(path)}
    return (found & modules) - {module_of(path)}


def public_names(node: ast.AST) -> list[str]:
    """What an assignment to `__all__` lists."""
    if not isinstance(node, ast.Assign) or not any(getattr(target, "id", "") == "__all__" for target in node.targets):
        return []
    return [item.value for item in ast.walk(node.value) if isinstance(item, ast.Constant)]


def circles(graph: dict[str, set[str]]) -> Iterator[set[str]]:
    """The strongly connected components of more than one module (Tarjan's algorithm)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in order:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], order[other])
        if low[node] == order[node]:
            component = set(stack[stack.index(node) :])
            del stack[stack.index(node) :]
            if len(component) > 1:
                found.append(component)

    for node in graph:
        if node not in order:
            visit(node)
    yield from found


@pytest.mark.slow
def test_the_import_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]
    assert "0 broken" in result.stdout


def test_there_is_no_circle() -> None:
    modules = {module_of(path) for path in FILES}
    assert list(circles({module_of(path): imported_modules(path, modules) for path in FILES})) == []


def test_circles_are_seen() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set(), "e": {"d"}}
    assert list(circles(graph)) == [{"a", "b", "c"}]


def section_of(module: str) -> tuple[int, ...] | None:
    """The section that a module of a paper's claims is about: (4, 2) of `…papers.asymptotics.s4_2_lemma6`."""
    found = re.fullmatch(r"proofs_check\.papers\.\w+\.s(\d+)(?:_(\d+))?_[a-z]\w*", module)
    return tuple(int(number) for number in found.groups() if number) if found else None


def later_sections(graph: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The imports that go from a section to a later one."""
    return [
        (module, other)
        for module, imported in graph.items()
        for other in sorted(imported)
        if (here := section_of(module)) and (there := section_of(other)) and there > here
    ]


def test_a_section_imports_only_earlier_ones() -> None:
    modules = {module_of(path) for path in FILES}
    assert sum(section_of(module) is not None for module in modules) > 20
    assert later_sections({module_of(path): imported_modules(path, modules) for path in FILES}) == []


def test_an_import_of_a_later_section_is_seen() -> None:
    one, two = "proofs_check.papers.asymptotics.s4_1_figure1", "proofs_check.papers.asymptotics.s4_2_lemma7"
    assert later_sections({one: {two}, two: {one}}) == [(one, two)]


def test_no_module_imports_a_private_name_of_another() -> None:
    ours = (*PACKAGES, "tests", "benchmarks", "mutants")
    found = [
        f"{module_of(path)}: {module}.{name}"
        for path in [*FILES, *OTHERS]
        for module, name in imports_of(path)
        if module.split(".")[0] in ours
        for word in (*module.split("."), name)
        if word.startswith("_") and not word.endswith("__")
    ]
    assert found == []


def test_no_file_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in [*FILES, *OTHERS]
    }
    assert {name: length for name, length in lengths.items() if length > LONGER.get(name, LONGEST)} == {}


def returning_any(tree: ast.AST) -> int:
    """How many functions return `Any`, or something with it inside."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return sum(re.search(r"\bAny\b", ast.unparse(node.returns)) is not None for node in functions if node.returns)


def test_few_functions_return_any() -> None:
    assert returning_any(ast.parse("def f() -> list['Any']: ...\ndef g() -> int: ...\ndef h(): ...")) == 1
    found = {module_of(path): returning_any(ast.parse(path.read_text(encoding="utf-8"))) for path in FILES}
    assert sum(found.values()) <= MOST_ANY, {module: number for module, number in found.items() if number}


def test_no_module_is_shadowed_by_what_its_package_exports() -> None:
    for path in FILES:
        if path.name != "__init__.py":
            continue
        inside = {other.stem for other in path.parent.glob("*.py")} | {
            other.parent.name for other in path.parent.glob("*/__init__.py")
        }
        tree = ast.parse(path.read_text(encoding="utf-8"))
        given = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        given |= {value for node in ast.walk(tree) for value in public_names(node)}
        given |= {name for _, name in imports_of(path)}
        given -= {name for module, name in imports_of(path) if module == module_of(path)}  # the modules themselves
        assert not given & inside, f"{module_of(path)}: {given & inside}"


def test_the_kernel_needs_the_standard_library_alone() -> None:
    kernel = ROOT / "proofs_check" / "kernel.py"
    assert {module.split(".")[0] for module, _ in imports_of(kernel)} <= sys.stdlib_module_names
