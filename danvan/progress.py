"""Progress on standard error: a bar on a terminal, nothing in a pipe, so that output stays clean for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]
"""Called with the number of pieces that are done."""


@contextmanager
def progress_bar(title: str, total: int) -> Iterator[Advance]:
    """Show how far `total` pieces of work have come; yields the function that moves the bar."""
    if not sys.stderr.isatty() or total == 0:
        yield _unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


def _unseen(_done: int) -> None:
    """Show nothing: nobody is looking."""
