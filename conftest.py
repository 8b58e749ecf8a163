"""What holds for every test: with EXACTALIGN_SKIP_NOTHING, as in the gate, nothing is skipped for want of a tool."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import HealthCheck, settings

# A busy machine fails no property: neither a deadline nor the speed of drawing is part of what is tested. With a
# hundred examples each, and not sixty, properties would take a twentieth of the time of all tests more.
settings.register_profile("exactalign", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exactalign")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What collecting leaves behind stays until the end, garbage too: a search that walks it finds hardly any."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(_MADE, *gc.get_threshold()[1:])
        gc.enable()


_PACKAGES = ("exactalign", "proofs_check")
_MADE = 50_000
"""How many more objects are made than freed before circles among them are looked for: with Python's own 700, from a
twentieth to a seventh of the time goes there."""


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples only where there are any: most files have none, and each would be searched for them.

    A module of ours that has some is imported by its name: pytest would execute it again after its package has, and
    have two of it.
    """
    if file_path.suffix != ".py" or b">>>" in file_path.read_bytes():
        _import_ours(file_path)
        return (yield)
    return [found for found in (yield) if not isinstance(found, DoctestModule)]


def _import_ours(path: Path) -> None:
    root = Path(__file__).parent
    if path.suffix == ".py" and any(path.is_relative_to(root / name) for name in _PACKAGES):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[-1] not in ("__init__", "__main__"):
            with suppress(ImportError):  # pytest tells of it
                importlib.import_module(".".join(parts))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return report if item.get_closest_marker("skip") else _failed_if_skipped(report)  # a mark is no want of a tool


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _failed_if_skipped((yield))


def _failed_if_skipped(report: Any) -> Any:
    if os.environ.get("EXACTALIGN_SKIP_NOTHING") and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped here, but this was: {reason}"
    return report
