"""Importing a module reads no setting, writes no file, opens no socket, loads no model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("danvan", "corpus", "rag", "api", "bot", "eval")
HEAVY = ("torch", "sentence_transformers", "chromadb", "langchain_chroma", "transformers")
# An adapter is its vendor's only importer, and the wiring imports it late; training and the benchmark are programs of
# their own. These are probed last, so that no other module hides behind them.
# `python -m danvan` and `python -m eval.bench` run by being imported; that is what they are for.
RUN_BY_IMPORT = {"__main__"}

PROBE = """
import importlib, json, os, sys
ROOT, NAMES, HEAVY = json.loads(sys.argv[1])
current, found = "", []

def by_us():
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if "site-packages" in file:
            return False
        if file.startswith(ROOT):
            return True
        frame = frame.f_back
    return False

def watch(event, args):
    if event == "open" and not str(args[0]).endswith((".py", ".pyc", ".so")):
        if by_us():
            found.append([current, f"opens {args[0]} ({args[1]})"])
    elif event in ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.mkdir") and by_us():
        found.append([current, event])

class Watched(type(os.environ)):
    def __getitem__(self, key):
        if by_us():
            found.append([current, f"reads the environment: {key}"])
        return super().__getitem__(key)

os.environ.__class__ = Watched
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for current in NAMES:
    importlib.import_module(current)
    if not current.startswith(("rag.adapters.", "rag.training.", "eval.bench.")):
        vendors = [vendor for vendor in HEAVY if vendor in sys.modules]
        if vendors:
            found.append([current, f"imports {vendors}"])
            break
print(json.dumps(found))
"""


def _names() -> list[str]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if path.stem not in RUN_BY_IMPORT]
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in paths]
    names = [".".join(part[:-1] if part[-1] == "__init__" else part) for part in parts]
    return sorted(names, key=lambda name: (name.startswith(("rag.adapters.", "rag.training.", "eval.bench.")), name))


def test_importing_any_module_does_nothing_else(tmp_path: Path) -> None:
    argument = json.dumps([str(ROOT), _names(), HEAVY])
    result = subprocess.run(
        [sys.executable, "-c", PROBE, argument], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert json.loads(result.stdout.splitlines()[-1]) == []
