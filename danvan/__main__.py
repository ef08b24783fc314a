"""`python -m danvan`: the same as the `danvan` command."""

from __future__ import annotations

from danvan.cli import main

if __name__ == "__main__":
    main()
