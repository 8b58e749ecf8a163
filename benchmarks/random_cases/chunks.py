"""Cases in chunks: each chunk has its own seed, so that results depend on no number of processes."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait

Check = tuple[str, Callable[[], bool]]
"""One case: its kind and what was drawn, as "kind at …"; whether it is as it should be."""

Checks = Callable[[random.Random], Iterator[Check]]
"""All checks of one random draw."""

DRAWS = 20  # in a chunk


def run_chunk(checks: Checks, seed: str, chunk: int) -> tuple[Counter[str], list[str]]:
    """Run the draws of one chunk; return the counts by kind of check, and the failures."""
    rng = random.Random(f"{seed}/{chunk}")
    counts: Counter[str] = Counter()
    failures = []
    for draw in range(DRAWS):
        where = f"{seed}/{chunk} draw {draw}"
        try:
            for name, check in checks(rng):
                counts[name.split(" at ")[0]] += 1
                try:
                    if not check():
                        failures.append(f"{where}: {name}")
                except Exception as error:  # noqa: BLE001 — any exception is a failure of the check
                    failures.append(f"{where}: {name}: {error!r}")
        except Exception as error:  # noqa: BLE001 — and so is one while a check is prepared
            counts["prepared"] += 1
            failures.append(f"{where}: {error!r}")
    return counts, failures


def run(checks: Checks, seed: str, cases: int, jobs: int, seconds: float = float("inf")) -> int:
    """Run chunks until there are enough cases, printing what fails; return how many failed."""
    started = shown = time.monotonic()
    total: Counter[str] = Counter()
    failed = following = 0
    with ProcessPoolExecutor(jobs) as pool:
        pending = set()
        while True:
            enough = total.total() >= cases or time.monotonic() - started > seconds
            while not enough and len(pending) < 2 * jobs:
                pending.add(pool.submit(run_chunk, checks, seed, following))
                following += 1
            if not pending:
                break
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                counts, failures = future.result()
                total += counts
                failed += len(failures)
                print(*failures, sep="\n", end="\n" if failures else "", flush=True)
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                rate = total.total() / (shown - started)
                print(f"{total.total()} cases, {failed} failures, {rate:.0f} cases/s", file=sys.stderr, flush=True)
    elapsed = time.monotonic() - started
    for name, count in sorted(total.items()):
        print(f"{count:>10} {name}")
    print(f"seed {seed}: {total.total()} cases, {failed} failures, {following} chunks, {elapsed:.0f} s")
    return failed
