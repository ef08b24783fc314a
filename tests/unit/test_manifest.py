"""The shipped documents are the ones that were shipped, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import manifest
from corpus.errors import SourceUnreadable


def write(folder: Path, listed: Any, **files: bytes) -> Path:
    for name, content in files.items():
        (folder / f"{name}.txt").write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")
    return folder


def entry(**changes: str) -> dict[str, str]:
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of b"abc"
    return {"id": "a", "source": "a.txt", "sha256": sha256} | changes


def test_every_shipped_file_is_listed_with_its_true_hash(shipped_documents: Path) -> None:
    entries = manifest.load(shipped_documents)
    assert {item.path for item in entries} == set(shipped_documents.glob("*.txt"))
    assert [item.id for item in entries] == [item.path.stem for item in entries]


def test_the_data_folder_holds_no_code(shipped_documents: Path) -> None:
    assert {path.suffix for path in shipped_documents.iterdir()} == {".txt", ".json"}


def test_entries_come_in_the_order_of_the_manifest(tmp_path: Path) -> None:
    listed = {"documents": [entry(), entry(id="b", source="b.txt")]}
    found = manifest.load(write(tmp_path, listed, a=b"abc", b=b"abc"))
    assert [(item.id, item.path) for item in found] == [("a", tmp_path / "a.txt"), ("b", tmp_path / "b.txt")]


def test_a_changed_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"a\.txt"):
        manifest.load(write(tmp_path, {"documents": [entry()]}, a=b"abC"))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"a\.txt"):
        manifest.load(write(tmp_path, {"documents": [entry()]}))


@pytest.mark.parametrize(
    "listed",
    [
        {},
        [],
        {"documents": [{}]},
        {"documents": [entry(source="../a.txt")]},
        {"documents": [entry(source="/etc/hostname")]},
        {"documents": 5},
    ],
)
def test_a_malformed_manifest_is_refused(tmp_path: Path, listed: Any) -> None:
    with pytest.raises(SourceUnreadable, match="không đúng định dạng"):
        manifest.load(write(tmp_path, listed, a=b"abc"))


def test_a_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="danh mục"):
        manifest.load(tmp_path)
