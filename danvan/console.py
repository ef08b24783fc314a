"""How answers and lists look on a terminal: plain words first, everything wrapped to its width."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console

_WIDEST = 110  # longer lines tire the eye, however wide the window is


def open_console() -> Console:
    """Return a console on standard output, as wide as the window, at most 110 columns; markup is never read."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.width > _WIDEST:
        console.width = _WIDEST
    return console


def print_json(content: Any) -> None:
    """Print JSON for a program: UTF-8, letters as they are, one value."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
