"""Files that only grow: bytes after the last that counts, and logs of whole lines.

What a killed writer leaves behind the last that counts is written over by the next one.
"""

from __future__ import annotations

import os
from pathlib import Path


def append(path: Path, data: bytes, at: int) -> None:
    """Write `data` at the byte `at`, the end of what counts, and wait until it is on the disk."""
    with path.open("r+b" if path.exists() else "w+b") as out:
        out.truncate(at)
        out.seek(at)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def whole_lines(path: Path) -> int:
    """Return how many bytes of a log end in a line break; a torn last line does not count."""
    if not path.exists():
        return 0
    return path.read_bytes().rfind(b"\n") + 1
