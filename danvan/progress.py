"""Progress on standard error: a bar or a spinner on a terminal, nothing in a pipe: output stays clean for programs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]
"""Called with the number of pieces that are done."""

Say = Callable[[str], None]
"""Called with what is being waited for now."""

_MOMENT_S = 0.4  # what is done within a moment needs no sign


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


@contextmanager
def spinner(words: str) -> Iterator[Say]:
    """Show that something is waited for, where it takes more than a moment; yields the function that says what."""
    if not sys.stderr.isatty():
        yield _unsaid
        return
    from rich.console import Console

    shown = Console(stderr=True).status(words)
    begin = threading.Timer(_MOMENT_S, shown.start)
    begin.start()
    try:
        yield shown.update
    finally:
        begin.cancel()
        begin.join()
        shown.stop()


def _unsaid(_words: str) -> None:
    """Say nothing: nobody is looking."""


def _unseen(_done: int) -> None:
    """Show nothing: nobody is looking."""
