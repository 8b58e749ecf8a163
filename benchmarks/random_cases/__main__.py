"""Check random cases against an independent way to the same answer.

    python -m benchmarks.random_cases enclosures --cases 1000000 --jobs 2 --seed 0

enclosures: random models, every enclosure against mpmath at higher precision. kernel: random statements, the kernel's
ruling against mpmath. ties: random models whose rewards tie through relations of logarithms, best-of-N against the
listing of all draws. An exception is a failure too. Every chunk is drawn from "seed/chunk", which a failure prints, so
that it can be repeated alone with --seed and --chunk.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.random_cases import enclosures, kernel, ties
from benchmarks.random_cases.chunks import Checks, run, run_chunk

KINDS: dict[str, Checks] = {"enclosures": enclosures.checks, "kernel": kernel.checks, "ties": ties.checks}


def main() -> int:
    """Run the cases of one kind; return 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--chunk", type=int, help="run this chunk only")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    given = parser.parse_args()
    checks = KINDS[given.kind]
    if given.chunk is None:
        return 1 if run(checks, given.seed, given.cases, given.jobs, given.seconds) else 0
    counts, failures = run_chunk(checks, given.seed, given.chunk)
    print(*failures, f"{counts.total()} cases, {len(failures)} failures", sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
