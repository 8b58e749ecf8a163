"""What holds for every test: with EXACTALIGN_SKIP_NOTHING, as in the gate, nothing is skipped for want of a tool."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A busy machine fails no property: neither a deadline nor the speed of drawing is part of what is tested.
settings.register_profile("exactalign", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exactalign")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What collecting leaves behind stays until the end: a search for garbage that walks it finds none, each time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


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
