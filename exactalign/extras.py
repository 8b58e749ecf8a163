"""What the bare install leaves out: the extras, and the packages that each of them brings.

Rooms that need one say so when they are imported, so that a missing package is one line that names the extra, for a
caller in Python and on the command line alike. `pyproject.toml` lists the same packages (a test compares them).
"""

from importlib.util import find_spec

from exactalign.exceptions import MissingExtra

EXTRAS = {
    "claims": ("hypothesis", "jinja2", "latex2mathml"),
    "figures": ("matplotlib", "mpltern"),
    "testing": ("hypothesis",),
    "parquet": ("pyarrow",),
    "sympy": ("sympy",),
    "distributed": ("distributed",),
}
"""Extra → the modules that come with it."""


def require_extra(*extras: str) -> None:
    """Return nothing when all modules of some extras are installed; raise `MissingExtra` when one is not.

    >>> require_extra("claims")
    """
    missing = [extra for extra in extras if not all(map(_is_installed, EXTRAS[extra]))]
    if missing:
        modules = dict.fromkeys(name for extra in missing for name in EXTRAS[extra] if not _is_installed(name))
        raise MissingExtra(_message(", ".join(modules), missing))


def missing_extra(error: ModuleNotFoundError) -> MissingExtra | None:
    """Return the error that names the extra, when a module that could not be imported is of one; else None."""
    module = (error.name or "").partition(".")[0]
    extras = [extra for extra, modules in EXTRAS.items() if module in modules]
    return MissingExtra(_message(module, extras[:1])) if extras else None


def _message(modules: str, extras: list[str]) -> str:
    return f"this needs {modules}, not installed here: pip install 'exactalign[{','.join(extras)}]'"


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # imported by hand, without a specification
        return True
