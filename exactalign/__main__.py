"""`python -m exactalign`: the command."""

from exactalign.cli import main

if __name__ == "__main__":
    main()
