"""`python -m proofs_check`: the command."""

from proofs_check.cli import main

if __name__ == "__main__":
    main()
