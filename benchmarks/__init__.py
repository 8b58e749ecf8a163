"""Side by side: exactalign against what a user would use instead, in one run.

`python -m benchmarks` runs every benchmark and writes docs/benchmarks.md and docs/benchmarks.json. Each
module has one `run(size)`, which checks that the answers agree before it reports any time; "tiny" sizes
are for the tests, "quick" ones for a look, "full" ones for the page.
"""
