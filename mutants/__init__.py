"""Which small changes of the code would the tests notice? A sampler of one-place changes, for who works on the tests.

`python -m mutants --sample 100 --seed 1` draws changes (`changes`), finds the tests that enter the changed function
(`entering`), runs them on a changed copy of the tree (`trees`, `trying`) and says what went unnoticed (`results`).
"""
