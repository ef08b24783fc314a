"""What browsers run: built from the sources beside it, small, without a way from words to HTML or to another server."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "api" / "web"
BUILT = WEB.parent / "static" / "web"
LAUNCHER_BYTES = 3_000  # what a portal loads before the first click, compressed
WIDGET_BYTES = 18_000  # the same with the conversation
PAGE_BYTES = 6_000  # what the chat page adds to the conversation
VIEWER_BYTES = 6_000  # what the pages of the documents load


def sources() -> list[Path]:
    """Return every TypeScript source of the house."""
    return [path for path in sorted(WEB.rglob("*.ts")) if "node_modules" not in path.parts]


def compressed(name: str) -> int:
    """Return how many bytes a built file has in gzip -9."""
    return len(gzip.compress((BUILT / name).read_bytes(), 9))


def test_the_widget_is_small() -> None:
    assert compressed("widget.js") <= LAUNCHER_BYTES
    assert compressed("widget.js") + compressed("chat.js") <= WIDGET_BYTES
    assert compressed("page.js") <= PAGE_BYTES
    assert compressed("viewer.js") <= VIEWER_BYTES


def test_the_built_files_are_those_of_the_sources(tmp_path: Path) -> None:
    if not (WEB / "node_modules" / "esbuild").exists():
        missing = "esbuild is missing (npm ci in api/web)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)  # noqa: TID251
    node = shutil.which("node")
    assert node is not None
    subprocess.run([node, "build.mjs", tmp_path], cwd=WEB, check=True, timeout=120)
    fresh = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    held = {path.name: path.read_bytes() for path in BUILT.iterdir()}
    assert sorted(fresh) == sorted(held)
    assert [name for name in fresh if fresh[name] != held[name]] == []


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(WEB).as_posix())
def test_no_source_makes_html_or_code_out_of_words(path: Path) -> None:
    html = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc"
    code = r"\beval\(|new Function"
    assert re.findall(f"{html}|{code}", path.read_text(encoding="utf-8")) == []


def test_no_built_file_names_another_server() -> None:
    for path in BUILT.glob("*.js"):
        named = re.findall(r"(?:https?:)?//[\w.-]+\.[\w/.-]+", path.read_text(encoding="utf-8"))
        assert set(named) <= {"http://www.w3.org/2000/svg"}


def test_modules_stay_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_the_lock_names_no_registry() -> None:
    assert "http" not in re.sub(r'"url": "https?://[^"]*"', "", (WEB / "package-lock.json").read_text(encoding="utf-8"))
