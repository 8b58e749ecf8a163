"""The light install: what is imported when, and what is said when an extra is missing."""

import ast
import importlib
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import pytest

import exactalign
import proofs_check
import proofs_check.report
from exactalign.exceptions import MissingExtra
from exactalign.extras import EXTRAS, missing_extra, require_extra
from tests.command_lines.programs import MANUALS

ROOT = Path(exactalign.__file__).parents[1]
HEAVY = {"sympy", "hypothesis", "jinja2", "latex2mathml", "matplotlib", "mpltern", "pyarrow", "distributed", "numpy"}
MATHEMATICS = {"flint", "mpmath"}
MODEL = ["--p", "1/5,3/10,1/2", "--reward", "log 6, 0, log 2"]


def loaded_by(code: str, *, without: set[str] = frozenset()) -> tuple[int, str, set[str]]:  # type: ignore[assignment]
    """Run code in a process of its own, some modules hidden; return its status, its stderr and what is imported."""
    program = (
        f"import sys\nfor name in {sorted(without)!r}: sys.modules[name] = None\nstatus = 0\n{code}\n"
        "names = ' '.join(n for n, m in sys.modules.items() if m is not None and '.' not in n)\n"
        "sys.stdout.write('\\nLOADED ' + names)\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr, set(done.stdout.rpartition("LOADED ")[2].split())


def command(*words: str) -> str:
    program, *arguments = words
    return f"from {program.replace('-', '_')}.cli.app import run\nstatus = run({arguments!r})"


def test_the_extras_are_those_of_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = {
        extra: {name.partition(">")[0] for name in names} for extra, names in project["optional-dependencies"].items()
    }
    for extra, modules in EXTRAS.items():
        assert listed[extra] == set(modules)
    assert not HEAVY & {name.partition(">")[0] for name in project["dependencies"]}


@pytest.mark.parametrize("package", [exactalign, proofs_check, proofs_check.report])
def test_lazy_names_are_those_that_type_checkers_see(package: object) -> None:
    tree = ast.parse(Path(str(package.__file__)).read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    (guarded,) = (node for node in tree.body if isinstance(node, ast.If) and isinstance(node.test, ast.Name))
    name = package.__name__  # type: ignore[attr-defined]
    seen = {}
    for node in guarded.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        module = importlib.import_module(node.module)
        for alias in node.names:
            for item in module.__all__ if alias.name == "*" else [alias.name]:
                seen[item] = getattr(module, item)
    homes = {item: f"{name}.{module}" for module, items in package._HOMES.items() for item in items.split()}  # type: ignore[attr-defined]
    assert set(homes) == set(seen)
    for item, module_name in homes.items():
        assert getattr(importlib.import_module(module_name), item) is seen[item], item
    assert set(package.__all__) == set(homes)  # type: ignore[attr-defined]
    for item in homes:
        assert getattr(package, item) is not None
    assert set(homes) <= set(dir(package))
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        package.nonsense  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.slow
def test_imports_and_helps_load_no_mathematics() -> None:
    """In one process, looked at after each: what one does not load is not loaded for the next one either."""
    helps = [command(*name.split(), "--help") for name in MANUALS]
    steps = ["import exactalign", "import proofs_check", *helps]
    never = sorted(HEAVY | MATHEMATICS)
    looks = f"assert status == 0 and not [name for name in {never!r} if name in sys.modules]"
    status, error, loaded = loaded_by("\n".join(f"{code}\n{looks}, {code!r}" for code in steps))
    assert (status, error) == (0, "")
    assert "proofs_check" in loaded


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "from proofs_check.engine.registry import Library\nLibrary.shipped()",
        command("proofs-check", "run", "A-def1-norm"),
    ],
)
def test_claims_are_read_and_terms_judged_without_symbolic_algebra(code: str) -> None:
    status, error, loaded = loaded_by(code)
    assert (status, error) == (0, "")
    assert not loaded & {"sympy", "mpmath", "jinja2", "matplotlib", "numpy"}


@pytest.mark.slow
def test_the_bare_install_is_enough_for_every_command_on_models(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    samples = tmp_path / "samples.csv"
    samples.write_text("prompt,probability,reward\nq,1/4,1\nq,3/4,2\n")
    commands = [
        command("exactalign", *words)
        for words in (
            ["best-of-n", *MODEL, "--n", "2", "-o", str(table)],
            ["check-table", str(table), *MODEL, "--n", "2"],
            ["align", *MODEL, "--kl", "11/100"],
            ["compare", *MODEL, "--length", "3", "--n", "4"],
            ["rate", *MODEL, "--at", "-1"],
            ["sweep", *MODEL, "--length", "3", "--n", "4"],
            ["guarantees", "--n", "4", *MODEL],
            ["experiment", "scaling", "--n", "4"],
            ["audit", str(samples), "--n", "2"],
            ["figure", "gap", "--n", "2", "--length", "1", "--data", "-"],
            ["conformance", "exactalign.testing.conformance.reference:best_of_n", "--kind", "pmf", "--examples", "1"],
        )
    ]
    code = "\n".join(f"{one}\nassert status == 0, {one!r}" for one in commands)
    status, error, _ = loaded_by(code, without=HEAVY)
    assert (status, error) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "hidden", "extra"),
    [
        (("exactalign", "figure", "gap", "--n", "2", "--length", "1", "-o", "{}/a.svg"), "matplotlib", "figures"),
        (("exactalign", "figure", "figure1", "-o", "{}/a.svg"), "mpltern", "figures"),
        (("proofs-check", "show", "A-lem9"), "latex2mathml", "claims"),
        (("proofs-check", "run", "A-lem9"), "hypothesis", "claims"),
        (("proofs-check", "report", "A-lem9", "-o", "{}/a.html"), "jinja2", "claims"),
        (("proofs-check", "report", "A-lem9", "-o", "{}/a.html"), "matplotlib", "figures"),
    ],
)
def test_a_missing_extra_is_one_line_that_names_it(
    words: tuple[str, ...], hidden: str, extra: str, tmp_path: Path
) -> None:
    status, error, _ = loaded_by(command(*(word.format(tmp_path) for word in words)), without={hidden})
    assert status == 2
    assert error == f"{words[0]}: this needs {hidden}, not installed here: pip install 'exactalign[{extra}]'\n"
    assert not list(tmp_path.iterdir())


def test_the_error_in_python_is_an_import_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sympy", None)
    with pytest.raises(MissingExtra, match=r"needs sympy, .* 'exactalign\[sympy\]'"):
        exactalign.log(6).to_sympy()
    with pytest.raises(ImportError):
        require_extra("figures", "sympy")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"needs matplotlib, sympy, .*\[figures,sympy\]"):
        require_extra("figures", "sympy")
    assert str(missing_extra(ModuleNotFoundError(name="hypothesis.errors"))).endswith("'exactalign[claims]'")
    assert missing_extra(ModuleNotFoundError(name="elsewhere")) is None


def test_what_is_missing_is_named_once_with_every_extra_that_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtra) as caught:
        require_extra("figures", "testing", "claims")
    assert str(caught.value) == "this needs hypothesis, not installed here: pip install 'exactalign[testing,claims]'"
    require_extra("figures")
    found = missing_extra(ModuleNotFoundError(name="matplotlib.pyplot"))
    assert str(found) == "this needs matplotlib, not installed here: pip install 'exactalign[figures]'"
    assert missing_extra(ModuleNotFoundError()) is None


def test_a_module_without_a_specification_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", types.ModuleType("distributed"))
    sys.modules["distributed"].__spec__ = None
    require_extra("distributed")
