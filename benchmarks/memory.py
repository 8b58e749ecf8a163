"""What exact answers need in memory: the estimate by which they are refused, against the peak of a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.record import Section, Size

ROOT = Path(__file__).resolve().parent.parent
_STATUS = Path("/proc/self/status")
_PREPARED = """
import random
from pathlib import Path
from exactalign import Distribution, LevelLaw, Reward, best_of_n
from exactalign.laws.lattice import RewardLattice
from exactalign.laws.levels import law_bytes
from exactalign.policies.level_policies import policy_bytes

p, types = Distribution.from_probabilities(["1/5", "3/10", "1/2"]), Reward.parse("log 6, 0, log 2")
spaced = Reward.values([1, 0, 2])
best_of_n(p**20, types, 3)

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

before = peak()
"""
_LAW = "law = LevelLaw(p**{m}, {r}, memory=10**12); estimate = law_bytes(law.source, law.lattice)"
_POLICY = (
    "policy = best_of_n(p**{m}, {r}, {n}, memory=10**12); policy._share; estimate = policy_bytes(policy.levels, {n})"
)
_DONE = "\nprint(peak() - before, estimate)"
CASES: dict[Size, list[tuple[str, str]]] = {
    "tiny": [("policy on types, m = 60, N = 100", _POLICY.format(m=60, n=100, r="types"))],
    "quick": [("policy on types, m = 60, N = 300", _POLICY.format(m=60, n=300, r="types"))],
    "full": [
        ("level law on types, m = 1000", _LAW.format(m=1000, r="types")),
        ("level law, equally spaced rewards, m = 20,000", _LAW.format(m=20_000, r="spaced")),
        ("policy on types, m = 100, N = 1000", _POLICY.format(m=100, n=1000, r="types")),
        ("policy on types, m = 300, N = 20", _POLICY.format(m=300, n=20, r="types")),
        ("policy, equally spaced rewards, m = 5000, N = 10", _POLICY.format(m=5000, n=10, r="spaced")),
        ("policy, equally spaced rewards, m = 2000, N = 100", _POLICY.format(m=2000, n=100, r="spaced")),
    ],
}


def run(size: Size) -> Section:
    """The estimate is not below the peak, nor above one and a half times of it."""
    section = Section(
        "memory",
        "Memory",
        "What `memory` is held against, and what a fresh process takes at its peak for the same answer (Linux only). "
        "The goal: not below the peak, at most 1.5 times of it.",
    )
    for case, code in CASES[size] if _STATUS.exists() else []:
        peak, estimate = map(int, _python(_PREPARED + code + _DONE).split())
        # Below some megabytes the peak is that of pages used before, which says nothing.
        section.agree(estimate > peak if size == "full" else estimate > 0, f"{case}: {estimate} is below {peak}")
        met = "met" if estimate <= 1.5 * peak else "missed"
        section.facts.append(
            f"{case}: estimate {estimate / 1e6:.0f} MB, peak {peak / 1e6:.0f} MB, {estimate / peak:.2f} times; "
            f"goal {met}."
        )
    return section


def _python(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, env=environment, timeout=300
    ).stdout
